# ja: SNAT ポートが解放されるとき
# ja: TCP フローのポートは、双方からの FIN の 240 秒後、RST の 15 秒後、またはアイドル状態が 4 分
# ja: 続いたときに解放される。UDP フローのポートが解放されるのは、アイドル タイムアウトによる
# ja: 場合だけである。
@outbound @classic
Feature: When a SNAT port comes back

  A TCP flow gives its port back 240 seconds after FIN from both ends, 15 seconds after
  RST, or when it has been idle for 4 minutes. A UDP flow only ever idles out.

  # ja: TCP 接続が終わってもポートはしばらく保持される
  Rule: A hold follows the end of a TCP connection

    Background:
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
      And "vm1" has used every TCP SNAT port toward 198.51.100.7:443

    # page: hold-after-close
    # ja: <ending> で終わった場合
    Scenario Outline: After <ending>
      When 100 seconds pass
      And one of the connections ends with <ending>
      Then 1,023 connections of "vm1" are still open
      And "vm1" uses 1,024 TCP SNAT ports
      When <held> pass
      Then its SNAT port is still held
      When 1 second passes
      Then its SNAT port is free

      Examples:
        | ending             | held        |
        | FIN from both ends | 239 seconds |
        | RST                | 14 seconds  |

    # page: fin-from-one-end
    # ja: FIN を送ったのが <end> だけなら、ポートの保持は始まらない
    Scenario Outline: A FIN from <end> alone starts no hold
      When 100 seconds pass
      And <end> sends a FIN on one of the connections
      And 140 seconds pass
      Then its SNAT port is free

      Examples:
        | end          |
        | "vm1"        |
        | 198.51.100.7 |

    # page: late-packet
    # ja: 遅れて送られたパケットでは保持は延びない
    Scenario: A late packet doesn't prolong the hold
      When one of the connections ends with FIN from both ends
      And 100 seconds pass
      And 198.51.100.7 sends a late packet on that connection
      And 139 seconds pass
      Then its SNAT port is still held
      When 1 second passes
      Then its SNAT port is free

  # ja: アイドル状態のフローは 4 分でポートを失う
  Rule: An idle flow loses its port after 4 minutes

    Background:
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

    # page: idle-4-minutes
    # ja: 4 分にわたり通信がない場合
    Scenario: Nothing passes for 4 minutes
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When 239 seconds pass
      Then all 1,024 connections are still open
      When 1 second passes
      Then "vm1" uses 0 TCP SNAT ports
      And 1,024 connections of "vm1" have timed out

    # page: what-restarts-idle-timer
    # ja: <end> からの<what>によりアイドル タイマーがリセットされる
    Scenario Outline: <what> from <end> restarts the idle timer
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When 239 seconds pass
      And <end> sends <what> on one of the connections
      And 1 second passes
      Then "vm1" uses 1 TCP SNAT port
      When 238 seconds pass
      Then that connection is still open
      When 1 second passes
      Then that connection has timed out

      Examples:
        | end          | what             |
        | "vm1"        | a keepalive      |
        | 198.51.100.7 | a keepalive      |
        | "vm1"        | application data |
        | 198.51.100.7 | application data |

    # page: silent-time-out
    # ja: タイムアウトはどちらの側にも通知されない
    Scenario: Neither end hears of the time-out
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And 4 minutes pass
      And "vm1" sends application data on one of the connections
      Then that connection has timed out
      And the traffic is dropped because its flow has timed out or was never opened
      When "vm1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as ESTABLISHED

    # page: reused-port-old-connection
    # ja: 同じポートの新しいフローは、サーバーに残った古い接続と衝突する
    Scenario: A new flow on the same port meets the server's old connection
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When 4 minutes pass
      And "vm1" opens a TCP connection to 198.51.100.7:443
      Then 0 connections succeed
      When 1 second passes
      Then 1 connection succeeds

    # page: reopened-at-once
    # ja: タイムアウトした接続は、すべてを一度に開き直せる
    Scenario: All that timed out can be opened again at once
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When 4 minutes pass
      And "vm1" opens its timed-out connections again
      And 1 second passes
      Then all 1,024 connections succeed

    # page: udp-idles-out
    # ja: UDP フローもアイドル状態が続くとタイムアウトする
    Scenario: UDP flows idle out as well
      When "vm1" opens a UDP flow to 198.51.100.7:514
      And 239 seconds pass
      Then "vm1" uses 1 UDP SNAT port
      When 1 second passes
      Then "vm1" uses 0 UDP SNAT ports

    # page: udp-flow-begins-anew
    # ja: タイムアウトした UDP フローは、次に送るパケットで再び始まる
    Scenario: What the instance sends on a UDP flow that timed out begins it anew
      When "vm1" opens a UDP flow to 198.51.100.7:514
      And 5 minutes pass
      And "vm1" sends a late packet on that connection
      Then the traffic is delivered
      And "vm1" uses 1 UDP SNAT port

    # page: idle-timeout-fixed
    # ja: アイドル タイムアウトは変更できない
    Scenario: The idle timeout can't be changed
      When the outbound idle timeout is set to 10 minutes
      Then the request is refused because the outbound idle timeout is fixed at 4 minutes
