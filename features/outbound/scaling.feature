# ja: クラシック デプロイのスケーリングにより SNAT ポートの割り当てが変わる
# ja: インスタンスのポート数はインスタンスの台数で決まる。次のレベルに増やすとポートが回収され、
# ja: そのポートのフローはタイムアウトする。減らしても影響を受けるフローはない。
# why en: The ports of an instance follow from the number of instances, so growing is the one change
# why en: that breaks connections that work: past 50, 100 or 200 instances each loses half of its
# why en: ports and what runs on them. Shrinking is harmless. Plan the size near the top of a tier,
# why en: and grow when it is quiet; the default allocation of today's load balancers does the same.
# why ja: 1 台のポート数は台数で決まるため、正常な接続を切ることがあるのは台数を増やすときです。
# why ja: 50 台、100 台、200 台を超えると、各インスタンスはポートの半分と、それを使う接続を失いま
# why ja: す。減らす場合に影響はありません。各レベルの上限に近い台数で設計し、増やすのは負荷の低い時
# why ja: 間にしてください。現在のロード バランサーの既定の割り当てでも同じです。
# facts: classic.ports-by-pool-size, classic.growth.reclaimed-share
@outbound @classic
Feature: Scaling a classic deployment moves its SNAT ports

  The number of ports of an instance follows the number of instances. Growing into the
  next tier takes ports away and times out the flows on them; shrinking harms nobody.

  # ja: 次のレベルに増やすとポートの半分が回収される
  Rule: Growing into the next tier takes half of the ports away

    Background:
      Given a classic deployment with 50 instances behind the load-balanced endpoint 203.0.113.10:80
      And "vm1" has used every TCP SNAT port toward 198.51.100.7:443

    # page: reclaimed-ports-time-out
    # ja: 回収されたポートのフローはタイムアウトする
    # why en: One instance more than 50 halves what each has: 1,024 ÷ 2 = 512 ports are taken back,
    # why en: and the connections on them time out although nothing was wrong with them. Which ones,
    # why en: the document doesn't say; the model takes those that were used last.
    # why ja: 50 台から 1 台増えるだけで、1 台あたりのポートは半分になります。1,024 ÷ 2 = 512 個が回
    # why ja: 収され、それを使う接続は、問題がなくてもタイムアウトします。どのポートが回収されるかは
    # why ja: ドキュメントに記載がなく、本モデルでは最後に使われ始めたものとしています。
    # facts: classic.ports-by-pool-size, classic.growth.reclaimed-share, classic.growth.times-out-flows
    Scenario: The flows on the reclaimed ports time out
      When the deployment grows to 51 instances
      Then each instance has 512 preallocated TCP SNAT ports
      And 512 connections of "vm1" have timed out
      And 512 connections of "vm1" are still open

    # page: several-tiers-at-once
    # ja: 一度に複数のレベルを上がると、ポートはその回数だけ半減する
    # why en: From 50 to 201 instances three steps are passed, so the ports are halved three times:
    # why en: 1,024 ÷ 2 ÷ 2 ÷ 2 = 128 remain, and 1,024 − 128 = 896 connections time out. Growing in
    # why en: small steps doesn't save them, it only spreads the losses over time.
    # why ja: 50 台から 201 台に増やすと三つの境目を越えるため、ポートは三回半減します。残るの
    # why ja: は 1,024 ÷ 2 ÷ 2 ÷ 2 = 128 個で、1,024 − 128 = 896 本の接続がタイムアウトします。少し
    # why ja: ずつ増やしても失われる数は変わらず、時期が分かれるだけです。
    # facts: classic.ports-by-pool-size, classic.growth.reclaimed-share
    Scenario: Several tiers at once halve the ports several times
      When the deployment grows to 201 instances
      Then each instance has 128 preallocated TCP SNAT ports
      And 896 connections of "vm1" have timed out
      And 128 connections of "vm1" are still open

    # page: reconnect-while-ports-free
    # ja: タイムアウトしたフローは、空きポートがある限り再接続できる
    # why en: After growing the instance has 512 ports, of which the connections that stay use 512 −
    # why en: 100 = 412. The 512 that timed out find the 100 ports that were freed by RST 15 seconds
    # why en: before, and 512 − 100 = 412 fail. A reconnect helps only as far as ports are free.
    # why ja: 増やした後のポートは 512 個で、残った接続が 512 − 100 = 412 個を使っています。タイムア
    # why ja: ウトした 512 本が使えるのは、15 秒前に RST で終わった接続の 100 個だけで、
    # why ja: 512 − 100 = 412 本は失敗します。再接続できるのは、空きポートがある間だけです。
    # facts: classic.rst-hold, classic.growth.times-out-flows, classic.exhaustion-refuses
    Scenario: Flows that timed out reconnect while a port is free
      When 100 of the connections end with RST
      And the deployment grows to 51 instances
      And 15 seconds pass
      And "vm1" opens its timed-out connections again
      Then 100 connections succeed
      And 412 connections fail because SNAT ports are exhausted

  # ja: 前のレベルに減らしても影響を受けるフローはない
  Rule: Shrinking into the previous tier hurts nobody

    # page: smaller-pool-more-ports
    # ja: 1 台減らすとすべてのフローが維持され、ポートは 2 倍になる
    # why en: At 51 instances each had 512 ports; at 50 the table gives 2 × 512 = 1,024, and since
    # why en: nobody loses a port no connection is touched. Scaling in can be done at any time, as
    # why en: far as SNAT is concerned.
    # why ja: 51 台では 1 台につき 512 個、50 台では 2 × 512 = 1,024 個です。誰もポートを失わないた
    # why ja: め、接続への影響はありません。SNAT に関する限り、スケールインはいつでも行えます。
    # facts: classic.ports-by-pool-size, classic.shrinking.keeps-flows
    Scenario: Shrinking by one instance keeps every flow and doubles the ports
      Given a classic deployment with 51 instances behind the load-balanced endpoint 203.0.113.10:80
      And "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When the deployment shrinks to 50 instances
      Then each instance has 1,024 preallocated TCP SNAT ports
      And 512 connections of "vm1" are still open

    # page: address-given-again
    # ja: 削除されたインスタンスのアドレスは、別のインスタンスに割り当てられる
    # why en: An address belongs to the deployment's configuration and not to the machine: when its
    # why en: instance is removed it is free, and another one can leave by it. So a partner's allow
    # why en: list can outlive the instances behind it.
    # why ja: アドレスはマシンではなくデプロイの構成に属します。インスタンスが削除されればアドレスは
    # why ja: 空き、別のインスタンスに割り当てられます。通信相手の許可リストを変えずに、インスタンス
    # why ja: を入れ替えられます。
    # facts: classic.methods
    Scenario: The address of an instance that is gone can be given to another
      Given a classic deployment with 2 instances
      When the instance-level public IP 203.0.113.50 is assigned to "vm2"
      And the deployment shrinks to 1 instance
      And the instance-level public IP 203.0.113.50 is assigned to "vm1"
      And "vm1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.50

  # ja: フォールバック アドレスのプールは、いまそれを使うインスタンスからなる
  Rule: Those that use the fallback address now are its pool

    # page: own-address-leaves-pool
    # ja: 自分のアドレスを得たインスタンスは、すでに接続があってもプールから外れる
    # why en: Those that leave by the fallback address are its pool, and an instance with an address
    # why en: of its own isn't among them: 51 − 1 = 50 are left, which lifts everybody from 512 to
    # why en: 1,024 ports. So one instance-level public IP in the right place helps all the others.
    # why ja: フォールバック アドレスから送信するインスタンスだけがプールに数えられ、自分のアドレス
    # why ja: を持つインスタンスは外れます。51 − 1 = 50 台になると、全員のポートが 512 個か
    # why ja: ら 1,024 個に増えます。インスタンス レベルのパブリック IP が 1 個あれば、ほかの全員に
    # why ja: も効果があるということです。
    # facts: classic.pool-members, classic.ports-by-pool-size
    Scenario: Whoever gets an address of its own leaves the pool, also after connections
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
    Scenario: Those that no endpoint covers leave from one address
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
    # why en: While a redeployment runs, old and new instances can be counted together: 2 × 26 = 52
    # why en: > 50, so each has 512 ports instead of 1,024, and gets the others back by itself at
    # why en: the end. Stay at half of a tier if that matters.
    # why ja: 再デプロイ中は新旧のインスタンスが合わせて数えられることがあり、2 × 26 = 52 > 50 とな
    # why ja: るため、ポートは 1,024 個ではなく 512 個になります。終わればひとりでに元へ戻ります。影
    # why ja: 響を避けたい場合は、台数をレベルの上限の半分に抑えてください。
    # facts: classic.redeployment.largest-factor, classic.ports-by-pool-size, classic.redeployment.ends-by-itself
    Scenario: A redeployment of 26 instances can look like 52
      Given a classic deployment with 26 instances behind the load-balanced endpoint 203.0.113.10:80
      When a redeployment starts and reports twice the number of instances
      Then each instance has 512 preallocated TCP SNAT ports
      When the redeployment ends
      Then each instance has 1,024 preallocated TCP SNAT ports

    # page: redeployment-factor
    # ja: 34 台の再デプロイがどれだけの規模に見えるか
    # why en: What counts is the number that is reported meanwhile, <factor> × 34, against the step
    # why en: at 50 instances: <ports> ports each. The document says only that it can be up to 2
    # why en: times as many, so plan for twice.
    # why ja: ポート数を決めるのは、その間に報告される台数 <factor> × 34 が 50 台の境目を超えるかど
    # why ja: うかで、1 台につき <ports> 個になります。ドキュメントには最大 2 倍としか書かれていない
    # why ja: ため、2 倍を前提に設計してください。
    # facts: classic.redeployment.largest-factor, classic.ports-by-pool-size
    Scenario Outline: How large a redeployment of 34 instances may look
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
    # why en: The document sets the limit at 2 times, old and new instances side by side. A plan
    # why en: that holds for twice the instances holds for every redeployment.
    # why ja: 新旧のインスタンスが並ぶだけなので、ドキュメントでは最大 2 倍とされています。2 倍の台
    # why ja: 数に耐える設計なら、どの再デプロイにも耐えられます。
    # facts: classic.redeployment.largest-factor
    Scenario: A redeployment never looks more than twice as large
      Given a classic deployment with 26 instances behind the load-balanced endpoint 203.0.113.10:80
      When a redeployment starts and reports 2.1 times the number of instances
      Then the request is refused because a redeployment reports at most twice the number of instances

    # page: redeployment-load-doesnt-fit
    # ja: 再デプロイの前後では収まる負荷が、再デプロイ中は収まらない
    # why en: With 26 instances there are 1,024 ports for 600 connections; while the redeployment
    # why en: reports 2 × 26 = 52, there are 512, so 600 − 512 = 88 are lost and can't come back
    # why en: until it ends. Keep the load of an instance below half of its ports, or redeploy when
    # why en: it is quiet.
    # why ja: 26 台のときは 600 本の接続に対して 1,024 個のポートがありますが、再デプロイ
    # why ja: が 2 × 26 = 52 台と報告する間は 512 個しかなく、600 − 512 = 88 本が失われ、終わるまで
    # why ja: 再接続できません。1 台の負荷をポート数の半分に抑えるか、負荷の低い時間に再デプロイして
    # why ja: ください。
    # facts: classic.redeployment.largest-factor, classic.ports-by-pool-size, classic.redeployment.ends-by-itself
    Scenario: A load that fits before and after doesn't fit meanwhile
      Given a classic deployment with 26 instances behind the load-balanced endpoint 203.0.113.10:80
      When "vm1" opens 600 TCP connections to 198.51.100.7:443
      Then all 600 connections succeed
      When a redeployment starts and reports twice the number of instances
      Then 88 connections of "vm1" have timed out
      When "vm1" opens its timed-out connections again
      Then 88 connections fail because SNAT ports are exhausted
      When the redeployment ends
      And "vm1" opens 88 TCP connections to 198.51.100.7:443
      And 1 second passes
      Then all 88 connections succeed

    # page: report-cant-be-configured
    # ja: 再デプロイ中に報告されるインスタンス数は構成できない
    # why en: That more instances are counted during a redeployment is by design, and there is no
    # why en: setting against it. What you can choose is the time, and how many instances the
    # why en: deployment has.
    # why ja: 再デプロイ中に台数が多く数えられるのは仕様であり、変更する設定はありません。選べるの
    # why ja: は、再デプロイの時間とデプロイの台数です。
    # facts: classic.redeployment.configurable
    Scenario: The number of instances that a redeployment reports can't be configured
      Given a classic deployment with 26 instances behind the load-balanced endpoint 203.0.113.10:80
      When a redeployment is told to report 26 instances
      Then the request is refused because the number of instances that a redeployment reports can't be configured
