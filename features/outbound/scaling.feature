# ja: クラシック デプロイのスケーリングにより SNAT ポートの割り当てが変わる
# ja: インスタンスのポート数はインスタンスの台数で決まる。台数が次のレベルに上がるとポートが回収され、
# ja: そのポートのフローはタイムアウトする。台数を減らしても影響を受けるフローはない。
# why en: Growing breaks connections that work: past 50, 100 or 200 instances each loses half of its
# why en: ports and what runs on them. A redeployment can look like growing. So choose a size from
# why en: which neither normal growth nor a redeployment reaches the next tier, and cross it when it
# why en: is quiet. The default allocation of today's load balancers has the same tiers, and more
# why en: above them.
# why ja: 台数を増やすと、正常な接続が切れることがあります。50 台、100 台、200 台を超えると、各イン
# why ja: スタンスはポートの半分と、それを使う接続を失うためです。再デプロイも台数が増えたように見え
# why ja: ることがあります。通常の増加でも再デプロイでも次のレベルに達しない台数を選び、レベルを越え
# why ja: るのは負荷の低い時間にしてください。現在のロード バランサーの既定の割り当てにも同じレベル
# why ja: があり、さらに上のレベルもあります。
# facts: classic.ports-by-pool-size, classic.growth.reclaimed-share
@outbound @classic
Feature: Scaling a classic deployment moves its SNAT ports

  The number of ports of an instance follows the number of instances. Growing into the
  next tier takes ports away and times out the flows on them; shrinking harms nobody.

  # ja: 台数が次のレベルに上がるとポートの半分が回収される
  Rule: Growing into the next tier takes half of the ports away

    Background:
      Given a classic deployment with 50 instances behind the load-balanced endpoint 203.0.113.10:80
      And "vm1" has used every TCP SNAT port toward 198.51.100.7:443

    # page: reclaimed-ports-time-out
    # ja: 50 台を超えると、半分のポートのフローがタイムアウトする
    # why en: One instance more than 50 halves what each has: 1,024 ÷ 2 = 512 ports are taken back,
    # why en: and the connections on them time out although nothing was wrong with them. Which ones,
    # why en: the document doesn't say; the model takes those that were used last.
    # why ja: 50 台から 1 台増えるだけで、1 台あたりのポートは半分になります。1,024 ÷ 2 = 512 個が回
    # why ja: 収され、それを使う接続は、問題がなくてもタイムアウトします。どのポートが回収されるかは
    # why ja: 文書に記載がなく、本モデルでは最後に使われ始めたものとしています。
    # facts: classic.ports-by-pool-size, classic.growth.reclaimed-share, classic.growth.times-out-flows, classic.growth.reclaimed-half
    Scenario: Growing past 50 instances times out flows on half of the ports
      When the deployment grows to 51 instances
      Then each instance has 512 preallocated TCP SNAT ports
      And 512 connections of "vm1" have timed out
      And 512 connections of "vm1" are still open

    # page: several-tiers-at-once
    # ja: 一度に複数のレベルを上がると、ポートはその回数だけ半減する
    # why en: From 50 to 201 instances three steps are passed, and the model halves the ports at
    # why en: each: 1,024 ÷ 2 ÷ 2 ÷ 2 = 128 remain, as the table says, and 1,024 − 128 = 896
    # why en: connections time out. Growing in small steps doesn't save them; it only spreads the
    # why en: losses over time.
    # why ja: 50 台から 201 台に増やすと三つの境目を越え、本モデルでは境目ごとにポートが半減します。
    # why ja: 残るのは表のとおり 1,024 ÷ 2 ÷ 2 ÷ 2 = 128 個で、1,024 − 128 = 896 本の接続がタイムア
    # why ja: ウトします。少しずつ増やしても失われる数は変わらず、時期が分かれるだけです。
    # facts: classic.ports-by-pool-size, classic.growth.reclaimed-share
    Scenario: Several tiers at once halve the ports several times
      When the deployment grows to 201 instances
      Then each instance has 128 preallocated TCP SNAT ports
      And 896 connections of "vm1" have timed out
      And 128 connections of "vm1" are still open

    # page: reconnect-while-ports-free
    # ja: タイムアウトしたフローは、空きポートがある限り再接続できる
    # why en: After growing the instance has 512 ports, those that it used first in this model, and
    # why en: the connections that stay hold 512 − 100 = 412 of them. The 512 that timed out find
    # why en: the 100 ports that were freed by RST 15 seconds before, and 512 − 100 = 412 fail. A
    # why en: reconnect helps only as far as ports are free.
    # why ja: 増やした後のポートは 512 個 (本モデルでは先に使われたもの) で、残った接続
    # why ja: が 512 − 100 = 412 個を使っています。タイムアウトした 512 本が使えるのは、15 秒前
    # why ja: に RST で終わった接続の 100 個だけで、512 − 100 = 412 本は失敗します。再接続できるの
    # why ja: は、空きポートがある間だけです。
    # facts: classic.rst-hold, classic.growth.times-out-flows, classic.growth.reclaimed-half, classic.exhaustion-refuses
    Scenario: Flows that timed out reconnect while a port is free
      When 100 of the connections end with RST
      And the deployment grows to 51 instances
      And 15 seconds pass
      And "vm1" opens its timed-out connections again
      Then 100 connections succeed
      And 412 connections fail because SNAT ports are exhausted

  # ja: 台数が減って前のレベルに戻っても、影響を受けるフローはない
  Rule: Shrinking into the previous tier hurts nobody

    # page: smaller-pool-more-ports
    # ja: 1 台減らすと、フローは維持されたままポートが 2 倍になる
    # why en: At 51 instances each had 512 ports; at 50 the table gives 2 × 512 = 1,024, and since
    # why en: nobody loses a port no connection is touched. Scaling in can be done at any time, as
    # why en: far as SNAT is concerned.
    # why ja: 51 台では 1 台につき 512 個、50 台では 2 × 512 = 1,024 個です。ポートを失う
    # why ja: インスタンスはなく、接続への影響もありません。SNAT に関する限り、スケールインはいつで
    # why ja: も行えます。
    # facts: classic.ports-by-pool-size, classic.shrinking.keeps-flows
    Scenario: Shrinking by one instance keeps flows and doubles the ports
      Given a classic deployment with 51 instances behind the load-balanced endpoint 203.0.113.10:80
      And "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When the deployment shrinks to 50 instances
      Then each instance has 1,024 preallocated TCP SNAT ports
      And 512 connections of "vm1" are still open

    # page: address-given-again
    # ja: 削除されたインスタンスのアドレスは、別の 1 台に割り当てられる
    # why en: An instance-level public IP is spent on one instance at a time, so once its instance
    # why en: is removed another can have it and leave by it. That the same address can be asked for
    # why en: is the model's simplification: in a classic deployment Azure picked it.
    # why ja: インスタンス レベルのパブリック IP を使えるのは同時に 1 台だけなので、インスタンスが削
    # why ja: 除されれば、別のインスタンスがそのアドレスから送信できます。同じアドレスを指定できるの
    # why ja: は本モデルで単純化しているためで、実際のクラシック デプロイではアドレスは Azure が選ん
    # why ja: でいました。
    # facts: classic.methods
    Scenario: A removed instance's address can be given to another one
      Given a classic deployment with 2 instances
      When the instance-level public IP 203.0.113.50 is assigned to "vm2"
      And the deployment shrinks to 1 instance
      And the instance-level public IP 203.0.113.50 is assigned to "vm1"
      And "vm1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.50

  # ja: フォールバック アドレスのプールに数えられるのは、現在それを使うインスタンスだけである
  Rule: Those that use the fallback address now are its pool

    # page: own-address-leaves-pool
    # ja: 自分のアドレスを得たインスタンスは、フォールバックのプールから外れる
    # why en: Those that leave by the fallback address are its pool, and an instance with an address
    # why en: of its own isn't among them: 51 − 1 = 50 are left, which lifts everybody from 512 to
    # why en: 1,024 ports. So one instance-level public IP in the right place helps all the others.
    # why ja: フォールバック アドレスから送信するインスタンスだけがプールに数えられ、自分のアドレス
    # why ja: を持つインスタンスは外れます。51 − 1 = 50 台になると、残る全台のポートが 512 個から
    # why ja: 1,024 個に増えます。インスタンス レベルのパブリック IP を 1 個割り当てるだけで、ほかの
    # why ja: インスタンスにも効果があります。
    # facts: classic.pool-members, classic.ports-by-pool-size
    Scenario: An instance with its own address leaves the fallback's pool
      Given a classic deployment with 51 instances
      When "vm1" opens a TCP connection to 198.51.100.7:443
      Then each instance has 512 preallocated TCP SNAT ports
      When the instance-level public IP 203.0.113.50 is assigned to "vm51"
      Then the request is accepted
      And each instance has 1,024 preallocated TCP SNAT ports

    # page: uncovered-share-address
    # ja: エンドポイントの背後にないインスタンスは、増えた後も同じアドレスから送信する
    # why en: An endpoint covers only the instances that stand behind it; all others, also those
    # why en: that are added later, share the deployment's one fallback address. To give new
    # why en: instances the endpoint's address, add them to the endpoint.
    # why ja: エンドポイントを使うのは、その背後にあるインスタンスだけです。それ以外は、後から追加さ
    # why ja: れたものも含め、デプロイに一つのフォールバック アドレスを共有します。新しいインスタン
    # why ja: スにエンドポイントのアドレスを使わせるには、エンドポイントに追加してください。
    # facts: classic.fallback.shared, classic.methods
    Scenario: Instances behind no endpoint share one address, new ones too
      Given a classic deployment with 3 instances
      And the load-balanced endpoint 203.0.113.10:80 in front of the first 1 instances
      When "vm2" opens a TCP connection to 198.51.100.7:443
      And the deployment grows to 4 instances
      And "vm4" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees connections from 1 different address

  # ja: 再デプロイ中は一時的に最大 2 倍の規模に見えることがある
  Rule: A redeployment can look up to twice as large for a while

    # page: redeployment-doubles-count
    # ja: 26 台の再デプロイは 52 台に見えることがある
    # why en: While a redeployment runs, the pool may be reported up to twice as large: 2 × 26 = 52
    # why en: > 50, so each instance has 512 ports instead of 1,024, and gets the others back by
    # why en: itself at the end. Stay at half of a tier if that matters.
    # why ja: 再デプロイ中はプールが最大 2 倍に報告されることがあり、2 × 26 = 52 > 50 となるため、
    # why ja: ポートは 1,024 個ではなく 512 個になります。終われば自動的に元に戻ります。影響を避けた
    # why ja: い場合は、台数をレベルの上限の半分に抑えてください。
    # facts: classic.redeployment.largest-factor, classic.ports-by-pool-size, classic.redeployment.ends-by-itself
    Scenario: A redeployment of 26 instances can look like 52
      Given a classic deployment with 26 instances behind the load-balanced endpoint 203.0.113.10:80
      When a redeployment starts and reports twice the number of instances
      Then each instance has 512 preallocated TCP SNAT ports
      When the redeployment ends
      Then each instance has 1,024 preallocated TCP SNAT ports

    # page: redeployment-factor
    # ja: 34 台の再デプロイは、1.5 倍に見えるとポートが半分になる
    # why en: What counts is the number that is reported meanwhile, <factor> × 34, against the step
    # why en: at 50 instances: <ports> ports each. The document says only that it can be up to 2
    # why en: times as many, so plan for twice.
    # why ja: ポート数を決めるのは、その間に報告される台数 <factor> × 34 が 50 台の境目を超えるかど
    # why ja: うかで、1 台につき <ports> 個になります。文書には最大 2 倍としか書かれていないため、
    # why ja: 2 倍を前提に設計してください。
    # facts: classic.redeployment.largest-factor, classic.ports-by-pool-size
    Scenario Outline: Reported 1.5 times as many, 34 instances have half the ports
      Given a classic deployment with 34 instances behind the load-balanced endpoint 203.0.113.10:80
      When a redeployment starts and reports <factor> times the number of instances
      Then each instance has <ports> preallocated TCP SNAT ports

      Examples:
        # ja: | 倍率 | ポート |
        | factor | ports |
        | 1.4    | 1,024 |
        | 1.5    | 512   |
        | 2      | 512   |

    # page: never-more-than-twice
    # ja: 再デプロイ中に 2 倍を超えて報告されることはない
    # why en: The document sets the limit at 2 times, and doesn't say where in between a
    # why en: redeployment lies. A plan that holds for twice the instances holds for every
    # why en: redeployment.
    # why ja: 文書では最大 2 倍とされ、実際に何倍になるかは書かれていません。2 倍の台数に耐える設計
    # why ja: なら、どの再デプロイにも耐えられます。
    # facts: classic.redeployment.largest-factor
    Scenario: A redeployment never looks more than twice as large
      Given a classic deployment with 26 instances behind the load-balanced endpoint 203.0.113.10:80
      When a redeployment starts and reports 2.1 times the number of instances
      Then the request is refused because a redeployment reports at most twice the number of instances

    # page: redeployment-load-doesnt-fit
    # ja: 普段は収まる負荷が、再デプロイ中は収まらないことがある
    # why en: With 26 instances there are 1,024 ports for 600 connections; while the redeployment
    # why en: reports 2 × 26 = 52, there are 512. The model takes back the ports that were used
    # why en: last, so 600 − 512 = 88 connections are lost, and can't come back until it ends. Keep
    # why en: the load of an instance below half of its ports, or redeploy when it is quiet.
    # why ja: 26 台のときは 600 本の接続に対して 1,024 個のポートがありますが、再デプロイ
    # why ja: が 2 × 26 = 52 台と報告する間は 512 個しかありません。本モデルでは最後に使われ始めた
    # why ja: ポートが回収されるため、600 − 512 = 88 本が失われ、終わるまで再接続できません。1 台の
    # why ja: 負荷をポート数の半分に抑えるか、負荷の低い時間に再デプロイしてください。
    # facts: classic.redeployment.largest-factor, classic.ports-by-pool-size, classic.growth.reclaimed-half, classic.growth.times-out-flows, classic.redeployment.ends-by-itself
    Scenario: A load that fits otherwise may not fit during a redeployment
      Given a classic deployment with 26 instances behind the load-balanced endpoint 203.0.113.10:80
      When "vm1" opens 600 TCP connections to 198.51.100.7:443
      Then all 600 connections succeed
      When a redeployment starts and reports twice the number of instances
      Then 88 connections of "vm1" have timed out
      When "vm1" opens its timed-out connections again
      Then 88 connections fail because SNAT ports are exhausted
      When the redeployment ends
      And "vm1" opens 88 TCP connections to 198.51.100.7:443
      And 3 seconds pass
      Then all 88 connections succeed

    # page: report-cant-be-configured
    # ja: 再デプロイ中に報告されるインスタンス数は構成できない
    # why en: That more instances are counted during a redeployment is by design, and there is no
    # why en: setting against it. What you can choose is the time, and how many instances the
    # why en: deployment has.
    # why ja: 再デプロイ中に台数が多く数えられるのは仕様であり、変更する設定はありません。選べるの
    # why ja: は、再デプロイの時間とデプロイの台数です。
    # facts: classic.redeployment.configurable
    Scenario: What a redeployment reports as pool size can't be configured
      Given a classic deployment with 26 instances behind the load-balanced endpoint 203.0.113.10:80
      When a redeployment is told to report 26 instances
      Then the request is refused because the number of instances that a redeployment reports can't be configured
