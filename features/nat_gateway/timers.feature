# ja: NAT ゲートウェイのタイマー
# ja: ポートが同じ宛先に再び使えるようになる時点と、アイドル状態の接続の終わり方。
# why en: A NAT gateway keeps a port for 65 s after FIN, which is far less than the 240 s of a load balancer,
# why en: and only toward the same destination. An idle connection is dropped in silence after 4 minutes; the
# why en: next packet is answered with RST. Microsoft says that these times may change.
# why ja: NAT ゲートウェイは FIN の後 65 秒だけポートを保持します。ロード バランサーの 240 秒よりずっと短く、保持され
# why ja: るのは同じ宛先に対してだけです。アイドル状態の接続は 4 分後に通知なしに破棄され、次のパケットに RST が返り
# why ja: ます。これらの時間は変わりうると Microsoft は述べています。
# facts: nat-gateway.fin-hold, nat-gateway.idle-timeout
@nat-gateway
Feature: Timers of a NAT gateway

  How soon a port can be used again toward the same destination, and how idle connections end.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.0.0.0/24    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    And the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"

  # page: hold-after-close
  # ja: <終わり方> の後、ポートは <保持>保持される
  # why en: After <ending> the port isn't used again toward the same destination for <hold>. Closing by
  # why en: RST is no remedy in general: the server may lose data that is still on its way.
  # why ja: <ending> の後、ポートは <hold>の間、同じ宛先に再び使われません。RST で閉じればよいとは限りません。送信中の
  # why ja: データが失われることがあります。
  # facts: nat-gateway.fin-hold, nat-gateway.rst-hold
  Scenario Outline: After <ending> a port is held for <hold>
    When "app1" opens a TCP connection to 198.51.100.7:443
    And one of the connections ends with <ending>
    And <before> pass
    Then its SNAT port is still held
    When 1 second passes
    Then its SNAT port is free

    Examples:
      # ja: | 終わり方 | 直前 | 保持 |
      | ending             | before     | hold       |
      | FIN from both ends | 64 seconds | 65 seconds |
      | RST                | 15 seconds | 16 seconds |

  # page: udp-hold
  # ja: UDP のポートはアイドル タイムアウトの後も保持される
  # why en: A UDP flow ends only by idling, after 4 × 60 = 240 seconds, and its port is held for
  # why en: 65 seconds more toward the same destination: 240 + 65 = 305 seconds in all.
  # why ja: UDP フローは 4 × 60 = 240 秒のアイドルで終わり、その後もポートは同じ宛先に対して 65 秒保持されます。合わせて
  # why ja: 240 + 65 = 305 秒です。
  # facts: nat-gateway.udp-idle-timeout, nat-gateway.udp-hold
  Scenario: A UDP port is held after the idle timeout
    When "app1" opens a UDP flow to 198.51.100.7:53
    And 304 seconds pass
    Then that connection has timed out
    And its SNAT port is still held
    When 1 second passes
    Then its SNAT port is free

  # page: half-open
  # ja: 応答のない SYN のポートは 30 秒で戻る
  # why en: Where the server doesn't answer, the handshake is given up 30 seconds after the last SYN, and
  # why en: the port is free toward the same destination at once. A load balancer keeps such a port until
  # why en: the idle timeout.
  # why ja: サーバーが応答しなければ、最後の SYN から 30 秒後にハンドシェイクは破棄され、ポートはすぐに同じ宛先に
  # why ja: も使えるようになります。ロード バランサーでは、アイドル タイムアウトまでポートが残ります。
  # facts: nat-gateway.half-open
  Scenario: A handshake without an answer gives its port back
    Given the internet server 198.51.100.7
    And the server 198.51.100.7 doesn't answer
    When "app1" opens 10 TCP connections to 198.51.100.7:443
    Then 10 connections fail because the server doesn't answer
    And "app1" uses 10 SNAT ports
    When 29 seconds pass
    Then "app1" uses 10 SNAT ports
    When 1 second passes
    Then "app1" uses 0 SNAT ports

  # page: idle-drop-and-reset
  # ja: アイドル状態の接続は通知なしに破棄され、次のパケットに RST が返る
  # why en: After 4 minutes without traffic the NAT gateway forgets the connection and tells nobody. Only
  # why en: when "app1" sends again does it get an RST, and the server, which has sent nothing, doesn't.
  # why en: Send keepalives more often than every 4 minutes rather than set a longer timeout.
  # why ja: 通信のない状態が 4 分続くと、NAT ゲートウェイは通知なしに接続の情報を破棄します。"app1" が次に送信した
  # why ja: ときに初めて RST が返り、何も送っていないサーバーには届きません。タイムアウトを延ばすより、4 分より短い
  # why ja: 間隔でキープアライブを送ってください。
  # facts: nat-gateway.idle-timeout, nat-gateway.resets-late-packets
  Scenario: An idle connection is dropped in silence, then reset
    When "app1" opens a TCP connection to 198.51.100.7:443
    And 239 seconds pass
    Then that connection is still open
    When 1 second passes
    Then that connection has timed out
    When "app1" sends application data on one of the connections
    Then the traffic is dropped because its flow has timed out or was never opened
    And an RST has reached only "app1"

  # page: one-keepalive-is-enough
  # ja: TCP では片側からのキープアライブで十分
  # why en: A TCP keepalive from either end restarts the timer of 4 minutes, so that the connection is open
  # why en: 239 seconds after it, though the other end has sent nothing.
  # why ja: どちらの側の TCP キープアライブでも 4 分のタイマーは再開します。もう一方が何も送らなくても、その 239 秒後に
  # why ja: 接続は開いています。
  # facts: nat-gateway.idle-timeout, nat-gateway.idle-reset.ends, nat-gateway.idle-reset.by
  Scenario Outline: A TCP keepalive from <end> is enough
    When "app1" opens a TCP connection to 198.51.100.7:443
    And 239 seconds pass
    And <end> sends a keepalive on one of the connections
    And 239 seconds pass
    Then that connection is still open

    Examples:
      # ja: | 送る側 |
      | end          |
      | "app1"       |
      | 198.51.100.7 |

  # page: application-data
  # ja: アプリケーション データでもアイドル タイマーは再開する
  # why en: Whatever passes on a TCP connection restarts the timer of 4 minutes, not keepalives alone. An
  # why en: application that sends something every 239 seconds needs none.
  # why ja: TCP キープアライブだけでなく、接続を流れるものはどれも 4 分のタイマーを再開させます。239 秒ごとに何かを送る
  # why ja: アプリケーションに、キープアライブは要りません。
  # facts: nat-gateway.idle-timeout, nat-gateway.idle-reset.by
  Scenario: Application data restarts the idle timer
    When "app1" opens a TCP connection to 198.51.100.7:443
    And 239 seconds pass
    And "app1" sends application data on one of the connections
    And 239 seconds pass
    Then that connection is still open

  # page: udp-needs-both-ends
  # ja: UDP では双方が送らなければ終わる
  # why en: For UDP each direction has to stay alive: data from "app1" alone doesn't save the flow, which
  # why en: ends 4 × 60 = 240 seconds after the server's last packet. Let both ends send.
  # why ja: UDP では両方向の通信が必要です。"app1" だけがデータを送っても、サーバーの最後のパケットから 4 × 60 = 240 秒後に
  # why ja: フローは終わります。双方から送ってください。
  # facts: nat-gateway.udp-kept-by, nat-gateway.udp-idle-timeout
  Scenario: UDP data from one end doesn't keep a flow
    When "app1" opens a UDP flow to 198.51.100.7:53
    And 200 seconds pass
    And 198.51.100.7 stops answering
    And "app1" sends application data on one of the connections
    Then the traffic is dropped because the server doesn't answer
    When 40 seconds pass
    Then that connection has timed out

  # page: idle-timeout-range
  # ja: TCP アイドル タイムアウトは 4 分から 120 分
  # why en: The TCP idle timeout can be set from 4 to 120 minutes, and for UDP not at all. A longer one keeps
  # why en: ports of dead connections for longer; keepalives cost less.
  # why ja: TCP アイドル タイムアウトは 4 分から 120 分の間で設定でき、UDP では設定できません。長くすると、使われなくなった
  # why ja: 接続のポートも長く残ります。キープアライブのほうが適しています。
  # facts: nat-gateway.idle-timeout.shortest, nat-gateway.idle-timeout.longest
  Scenario: The TCP idle timeout is 4 to 120 minutes
    When the TCP idle timeout of the NAT gateway "nat" is set to 120 minutes
    Then the request is accepted
    When "app1" opens a TCP connection to 198.51.100.7:443
    And 119 minutes pass
    Then that connection is still open
    When 1 minute passes
    Then that connection has timed out
    When the TCP idle timeout of the NAT gateway "nat" is set to 121 minutes
    Then the request is refused because the TCP idle timeout of a NAT gateway is 4 minutes to 2 hours
    When the TCP idle timeout of the NAT gateway "nat" is set to 3 minutes
    Then the request is refused because the TCP idle timeout of a NAT gateway is 4 minutes to 2 hours
    When the UDP idle timeout of the NAT gateway "nat" is set to 10 minutes
    Then the request is refused because the UDP idle timeout of a NAT gateway is fixed
