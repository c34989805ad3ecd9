# ja: ロード バランサーの背後のサーバーからインターネットへ
# ja: パブリック ロード バランサーの背後にあるサーバーが自分から接続を開くと、送信元はロード バランサーの
# ja: フロントエンド IP になる。SNAT ポートの数は、バックエンド プールのサーバーの台数で決まる。
@outbound
Feature: How servers behind a load balancer reach the internet

  A server behind a public load balancer that opens a connection of its own leaves from the
  front-end IP. How many SNAT ports it has depends on the size of the back-end pool.

  # ja: 送信元はフロントエンド IP である
  Rule: The front-end IP is the source

    Background:
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 2 healthy back-end servers
      And the client 192.0.2.33

    # page: same-address-in-and-out
    # ja: 同じサーバーの受信と送信はどちらもフロントエンド IP を通る
    Scenario: Requests come in and connections leave by the same address
      When "web1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.20
      And "web1" uses 1 TCP SNAT port
      When 192.0.2.33 sends a request to 203.0.113.20:80
      Then 192.0.2.33 receives status code 200
      And that connection is still open

    # page: none-behind-application-gateway
    # ja: ロード バランサーの背後にないマシンは、既定の送信アクセスのアドレスを使う
    Scenario: Behind an application gateway there is no such address
      Given an application gateway "gw" with front-end IP 203.0.113.30 and instances:
        | name | private IP |
        | gw-0 | 10.0.1.4   |
      And healthy back-end servers of "gw":
        | name | private IP |
        | app1 | 10.0.3.4   |
      When "app1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.220

    # page: only-tcp-and-udp
    # ja: ロード バランサーは ICMP と ESP を変換しない
    Scenario Outline: <protocol> isn't translated
      When "web1" sends <protocol> to 198.51.100.7
      Then the traffic is dropped because port masquerading carries only TCP and UDP

      Examples:
        | protocol |
        | ICMP     |
        | ESP      |

    # page: untranslated-within-network
    # ja: 仮想ネットワークの中では変換されない
    Scenario: Within the virtual network nothing is translated
      When "web1" opens a TCP connection to 10.0.0.5:443
      Then 10.0.0.5 sees the connection come from the address 10.0.0.4
      And "web1" uses 0 SNAT ports

  # ja: SNAT ポートの数はバックエンド プールの大きさで決まる
  Rule: The size of the back-end pool decides the number of SNAT ports

    # page: ports-by-servers
    # ja: サーバーが <servers> 台なら、ポートは 1 台につき <ports> 個
    Scenario Outline: <ports> ports each for <servers> servers
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and <servers> healthy back-end servers
      Then each instance has <ports> preallocated TCP SNAT ports
      And each instance has <ports> preallocated UDP SNAT ports

      Examples:
        | servers | ports |
        | 50      | 1,024 |
        | 51      | 512   |
        | 100     | 512   |
        | 101     | 256   |
        | 200     | 256   |
        | 201     | 128   |
        | 400     | 128   |
        | 401     | 64    |
        | 800     | 64    |
        | 801     | 32    |
        | 1,000   | 32    |

    # page: over-1000-servers
    # ja: 1,000 台を超えるサーバーはモデル化されていない
    Scenario: More than 1,000 servers aren't modelled
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 1,000 healthy back-end servers
      When the back-end pool of "lb" grows to 1,001 servers
      Then the request is refused because more than 1,000 back-end servers aren't modelled

    # page: next-tier-halves-ports
    # ja: プールが次のレベルに増えると、ポートの半分が回収される
    Scenario: Growing into the next tier takes half of the ports away
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 50 healthy back-end servers
      And "web1" has used every TCP SNAT port toward 198.51.100.7:443
      When the back-end pool of "lb" grows to 51 servers
      Then each instance has 512 preallocated TCP SNAT ports
      And 512 connections of "web1" have timed out
      And 512 connections of "web1" are still open

  # ja: ポートを共有できるのは宛先が異なるフローである
  Rule: Flows to different destinations share ports

    Background:
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 1 healthy back-end server

    # page: tcp-shares-by-address-or-port
    # ja: TCP では、宛先のアドレスかポートが異なればよい
    Scenario: TCP connections share where the address or the port differs
      When "web1" opens 1,024 TCP connections to each of:
        | destination       |
        | 198.51.100.7:443  |
        | 198.51.100.7:8443 |
        | 198.51.100.8:443  |
      Then all 3,072 connections succeed
      And "web1" uses 1,024 TCP SNAT ports

    # page: tcp-one-port-per-flow
    # ja: 同じ宛先への TCP 接続は 1 本ごとにポートを 1 個使う
    Scenario: TCP connections to one destination take one port each
      When "web1" opens 1,025 TCP connections to 198.51.100.7:443
      Then 1 connection fails because SNAT ports are exhausted

    # page: udp-shares-by-address
    # ja: UDP では、宛先のアドレスが異なる場合だけ共有できる
    Scenario: UDP flows share only where the address differs
      When "web1" opens 2 UDP flows to 198.51.100.7:514
      And "web1" opens 2 UDP flows to 198.51.100.7:123
      Then "web1" uses 4 UDP SNAT ports
      When "web1" opens 2 UDP flows to 198.51.100.8:514
      Then "web1" uses 4 UDP SNAT ports

    # page: tcp-udp-apart
    # ja: TCP と UDP は別々に数えられる
    Scenario: TCP and UDP are counted apart
      Given "web1" has used every TCP SNAT port toward 198.51.100.7:443
      When "web1" opens a UDP flow to 198.51.100.7:443
      Then "web1" uses 1 UDP SNAT port
      And "web1" uses 1,024 TCP SNAT ports

  # ja: ポートが解放されるとき
  Rule: When a port comes back

    Background:
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 1 healthy back-end server
      And "web1" has used every TCP SNAT port toward 198.51.100.7:443

    # page: hold-after-close
    # ja: <ending> で終わった場合
    Scenario Outline: After <ending>
      When 100 seconds pass
      And one of the connections ends with <ending>
      And <held> pass
      Then its SNAT port is still held
      When 1 second passes
      Then its SNAT port is free

      Examples:
        | ending             | held        |
        | FIN from both ends | 239 seconds |
        | RST                | 14 seconds  |

    # page: fin-from-one-end
    # ja: 一方だけの FIN でも、ポートの保持は始まる
    Scenario Outline: A FIN from one end is enough to start the hold
      When 100 seconds pass
      And <end> sends a FIN on one of the connections
      And 239 seconds pass
      Then its SNAT port is still held
      When 1 second passes
      Then its SNAT port is free

      Examples:
        | end          |
        | "web1"       |
        | 198.51.100.7 |

    # page: idle-4-minutes
    # ja: 4 分にわたり通信がない場合
    Scenario: Nothing passes for 4 minutes
      When 239 seconds pass
      Then all 1,024 connections are still open
      When 1 second passes
      Then 1,024 connections of "web1" have timed out
