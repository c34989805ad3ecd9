# ja: クラシック デプロイのスケーリングにより SNAT ポートの割り当てが変わる
# ja: インスタンスのポート数はインスタンスの台数で決まる。次のレベルに増やすとポートが回収され、
# ja: そのポートのフローはタイムアウトする。減らしても影響を受けるフローはない。
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
    Scenario: The flows on the reclaimed ports time out
      When the deployment grows to 51 instances
      Then each instance has 512 preallocated TCP SNAT ports
      And 512 connections of "vm1" have timed out
      And 512 connections of "vm1" are still open

    # page: several-tiers-at-once
    # ja: 一度に複数のレベルを上がると、ポートはその回数だけ半減する
    Scenario: Several tiers at once halve the ports several times
      When the deployment grows to 201 instances
      Then each instance has 128 preallocated TCP SNAT ports
      And 896 connections of "vm1" have timed out
      And 128 connections of "vm1" are still open

    # page: reconnect-while-ports-free
    # ja: タイムアウトしたフローは、空きポートがある限り再接続できる
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
    # ja: すべてのフローが維持され、ポートは増える
    Scenario: Every flow stays, and more ports are there
      Given a classic deployment with 51 instances behind the load-balanced endpoint 203.0.113.10:80
      And "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When the deployment shrinks to 50 instances
      Then each instance has 1,024 preallocated TCP SNAT ports
      And 512 connections of "vm1" are still open

    # page: address-given-again
    # ja: 削除されたインスタンスのアドレスは、別のインスタンスに割り当てられる
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
    Scenario: Whoever gets an address of its own leaves the pool, also after connections
      Given a classic deployment with 51 instances
      When "vm1" opens a TCP connection to 198.51.100.7:443
      Then each instance has 512 preallocated TCP SNAT ports
      When the instance-level public IP 203.0.113.50 is assigned to "vm51"
      Then the request is accepted
      And each instance has 1,024 preallocated TCP SNAT ports

    # page: uncovered-share-address
    # ja: エンドポイントの背後にないインスタンスは、増えた後も同じアドレスから送信する
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
    # ja: インスタンス数が 2 倍と報告される場合
    Scenario: Twice the number of instances
      Given a classic deployment with 26 instances behind the load-balanced endpoint 203.0.113.10:80
      When a redeployment starts and reports twice the number of instances
      Then each instance has 512 preallocated TCP SNAT ports
      When the redeployment ends
      Then each instance has 1,024 preallocated TCP SNAT ports

    # page: redeployment-factor
    # ja: インスタンス数が 34 台の <factor> 倍と報告される場合
    Scenario Outline: <factor> times 34 instances
      Given a classic deployment with 34 instances behind the load-balanced endpoint 203.0.113.10:80
      When a redeployment starts and reports <factor> times the number of instances
      Then each instance has <ports> preallocated TCP SNAT ports

      Examples:
        | factor | ports |
        | 1.4    | 1,024 |
        | 1.5    | 512   |
        | 2      | 512   |

    # page: never-more-than-twice
    # ja: 2 倍を超えて報告されることはない
    Scenario: More than twice is never reported
      Given a classic deployment with 26 instances behind the load-balanced endpoint 203.0.113.10:80
      When a redeployment starts and reports 2.1 times the number of instances
      Then the request is refused because a redeployment reports at most twice the number of instances

    # page: redeployment-load-doesnt-fit
    # ja: 再デプロイの前後では収まる負荷が、再デプロイ中は収まらない
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
    # ja: 報告されるインスタンス数は構成できない
    Scenario: What is reported can't be configured
      Given a classic deployment with 26 instances behind the load-balanced endpoint 203.0.113.10:80
      When a redeployment is told to report 26 instances
      Then the request is refused because the number of instances that a redeployment reports can't be configured
