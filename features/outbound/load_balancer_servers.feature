# ja: ロード バランサーの背後のサーバーからインターネットへ
# ja: パブリック ロード バランサーの背後にあるサーバーが自分から接続を開くと、送信元はロード バランサーの
# ja: フロントエンド IP になる。SNAT ポートの数は、バックエンド プールのサーバーの台数で決まる。
# why en: A load-balancing rule lets requests in and, unless told otherwise, lends the front-end IP
# why en: to what the servers open themselves. A pool that grows leaves each server fewer ports. An
# why en: outbound rule with a fixed number of ports, or a NAT gateway, avoids that.
# why ja: 負荷分散規則は要求を受けるだけでなく、無効にしない限り、サーバーが自分から開く接続にもフロ
# why ja: ントエンド IP を使わせます。プールが大きくなると 1 台あたりのポートは減ります。ポート数を
# why ja: 固定したアウトバウンド規則または NAT ゲートウェイを使えば避けられます。
# facts: outbound.methods, outbound.ports-by-pool-size
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
    # why en: Requests and connections of the server's own are two different things that share an
    # why en: address: the load balancer rewrites the destination of the one, and the source of the
    # why en: other, which takes 1 SNAT port. A request from outside takes none, so busy inbound
    # why en: traffic never exhausts ports.
    # why ja: 受けた要求とサーバー自身の接続は、アドレスを共有する別々の通信です。ロード バランサー
    # why ja: は前者では宛先を、後者では送信元を書き換え、SNAT ポートを 1 個使うのは後者だけです。外
    # why ja: 部からの要求がどれだけ多くても、SNAT ポートは枯渇しません。
    # facts: outbound.methods, load-balancer.rewrites-request
    Scenario: Requests come in and connections leave by the same address
      When "web1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.20
      And "web1" uses 1 TCP SNAT port
      When 192.0.2.33 sends a request to 203.0.113.20:80
      Then 192.0.2.33 receives status code 200
      And that connection is still open

    # page: none-behind-application-gateway
    # ja: Application Gateway の背後のサーバーは、別のアドレスから送信する
    # why en: A gateway is a proxy with sessions of its own and lends no address to the servers
    # why en: behind it. They leave by default outbound access, an address that Azure picks and may
    # why en: change. New virtual networks don't have it by default; give the servers a NAT gateway
    # why en: or a public IP.
    # why ja: Application Gateway は自身のセッションを持つプロキシであり、背後のサーバーにアドレスを
    # why ja: 使わせません。サーバーは、Azure が選び、変わることもある既定の送信アクセスのアドレスか
    # why ja: ら送信します。新しい仮想ネットワークでは既定の送信アクセスが無効なので、NAT ゲートウェ
    # why ja: イまたはパブリック IP を割り当ててください。
    # facts: outbound.methods
    Scenario: Application Gateway lends its servers no address to leave by
      Given an application gateway "gw" with front-end IP 203.0.113.30 and instances:
        | name | private IP |
        | gw-0 | 10.0.1.4   |
      And healthy back-end servers of "gw":
        | name | private IP |
        | app1 | 10.0.3.4   |
      When "app1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.220

    # page: only-tcp-and-udp
    # ja: ロード バランサーの背後では、ICMP と ESP は変換されない
    # why en: Servers that share a front-end IP are told apart by ports, and <protocol> has none, so
    # why en: it is dropped. A ping from a server to the internet says nothing about its TCP
    # why en: connections.
    # why ja: フロントエンド IP を共有するサーバーはポートで区別されますが、<protocol> にはポートが
    # why ja: ないため破棄されます。サーバーからインターネットへの ping が通らなくても、TCP 接続が通
    # why ja: らないとはいえません。
    # facts: outbound.masquerading.protocols
    Scenario Outline: ICMP and ESP aren't translated behind a load balancer
      When "web1" sends <protocol> to 198.51.100.7
      Then the traffic is dropped because port masquerading carries only TCP and UDP

      Examples:
        # ja: | プロトコル |
        | protocol |
        | ICMP     |
        | ESP      |

    # page: untranslated-within-network
    # ja: 仮想ネットワークの中では変換されない
    # why en: Addresses within the network are reached directly, so 10.0.0.5 sees 10.0.0.4 and no
    # why en: port is spent. Talk to your own services by their private addresses where you can: it
    # why en: saves SNAT ports and has no idle time-out of the translation.
    # why ja: 仮想ネットワーク内のアドレスには直接到達するため、10.0.0.5 から見た送信元
    # why ja: は 10.0.0.4 で、ポートは使われません。自分のサービスにはできるだけプライベート アドレ
    # why ja: スで接続してください。SNAT ポートを節約でき、変換のアイドル タイムアウトもありません。
    # facts: network.private-addresses
    Scenario: Within the virtual network nothing is translated
      When "web1" opens a TCP connection to 10.0.0.5:443
      Then 10.0.0.5 sees the connection come from the address 10.0.0.4
      And "web1" uses 0 SNAT ports

  # ja: SNAT ポートの数はバックエンド プールの大きさで決まる
  Rule: The size of the back-end pool decides the number of SNAT ports

    # page: ports-by-servers
    # ja: プールが大きいほど、1 台のポートは 1,024 個から 32 個まで減る
    # why en: The ports of the front-end IP are divided in steps: <ports> for each of <servers>
    # why en: servers. One server past a step halves what everybody has, so look at the table before
    # why en: you scale out, or fix the number with an outbound rule.
    # why ja: フロントエンド IP のポートは段階的に分けられ、サーバー <servers> 台なら 1 台につき
    # why ja: <ports> 個です。境目を 1 台超えるだけで全台のポートが半分になるため、スケールアウトの
    # why ja: 前に表を確認するか、アウトバウンド規則で数を固定してください。
    # facts: outbound.ports-by-pool-size
    Scenario Outline: The larger the pool, the fewer ports for each: 1,024 to 32
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and <servers> healthy back-end servers
      Then each instance has <ports> preallocated TCP SNAT ports
      And each instance has <ports> preallocated UDP SNAT ports

      Examples:
        # ja: | サーバー | ポート |
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
    # ja: azsim で扱えるサーバーは 1,000 台までである
    # why en: The documented table ends at 1,000 servers with 32 ports each. What comes after isn't
    # why en: written down, so azsim refuses rather than guess.
    # why ja: 文書の表は 1,000 台、1 台につき 32 個で終わっています。その先は記載がないため、azsim
    # why ja: は推測せずに要求を拒否します。
    # facts: outbound.ports-by-pool-size
    @limit
    Scenario: More than 1,000 servers aren't modelled
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 1,000 healthy back-end servers
      When the back-end pool of "lb" grows to 1,001 servers
      Then the request is refused because more than 1,000 back-end servers aren't modelled

    # page: next-tier-halves-ports
    # ja: プールが次のレベルに上がると、ポートの半分が回収される
    # why en: With 51 servers the table gives each 512 ports, half of the 1,024 that they had with
    # why en: 50. The connections on the other 1,024 − 512 = 512 ports time out in the middle of
    # why en: their work: scale out when it is quiet, or fix the number of ports with an outbound
    # why en: rule beforehand.
    # why ja: 51 台になると、50 台のときの 1,024 個の半分、512 個しか割り当てられません。残り
    # why ja: の 1,024 − 512 = 512 個のポートを使っていた接続は、処理の途中でもタイムアウトします。
    # why ja: スケールアウトは負荷の低い時間に行うか、事前にアウトバウンド規則でポート数を固定してく
    # why ja: ださい。
    # facts: outbound.ports-by-pool-size, outbound.growth.reclaimed-share
    Scenario: Growing a pool into the next tier takes half of the ports away
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
    # ja: TCP では、宛先のアドレスかポートが異なればポートを共有できる
    # why en: Answers of different destinations can't be confused, so one port serves all of them: 3
    # why en: × 1,024 = 3,072 connections with 1,024 ports. Spreading over several addresses or
    # why en: ports of a service is a way out of exhaustion.
    # why ja: 宛先が異なれば応答を取り違えることがないため、同じポートを共有できます。1,024 個のポー
    # why ja: トで 3 × 1,024 = 3,072 本の接続が開けます。サービスの複数のアドレスまたはポートに分散
    # why ja: させることも、枯渇への対策になります。
    # facts: outbound.port-scope.tcp, outbound.ports-by-pool-size
    Scenario: TCP connections share ports where address or port differs
      When "web1" opens 1,024 TCP connections to each of:
        | destination       |
        | 198.51.100.7:443  |
        | 198.51.100.7:8443 |
        | 198.51.100.8:443  |
      Then all 3,072 connections succeed
      And "web1" uses 1,024 TCP SNAT ports

    # page: tcp-one-port-per-flow
    # ja: 同じ宛先への TCP 接続は 1 本ごとにポートを 1 個使う
    # why en: Toward a single destination only the port tells answers apart, so 1,025 − 1,024 = 1
    # why en: connection finds none. In this model its SYN is dropped, and the application waits
    # why en: until its own time-out. Reuse connections toward the busiest destination first.
    # why ja: 一つの宛先に対しては、応答をポートでしか区別できません。そのため 1,025 − 1,024 = 1 本
    # why ja: はポートを得られません。本モデルではその SYN が破棄され、アプリケーションは自身のタイ
    # why ja: ムアウトまで待つことになります。まず、最も接続の多い宛先への接続を再利用してください。
    # facts: outbound.port-scope.tcp, outbound.ports-by-pool-size
    Scenario: TCP connections to one destination take one port each
      When "web1" opens 1,025 TCP connections to 198.51.100.7:443
      Then 1 connection fails because SNAT ports are exhausted

    # page: udp-shares-by-address
    # ja: UDP では、宛先のアドレスが異なる場合だけポートを共有できる
    # why en: For UDP the destination's address has to differ, its port isn't enough: flows to two
    # why en: ports of 198.51.100.7 take 2 + 2 = 4 ports, and those to 198.51.100.8 use the same
    # why en: again. Classic deployments shared by port as well, so a sender of many UDP flows may
    # why en: need more ports after a migration.
    # why ja: UDP では、宛先のポートではなくアドレスが異ならなければなりません。198.51.100.7 の二つ
    # why ja: のポートへのフローは 2 + 2 = 4 個のポートを使い、198.51.100.8 へのフローは同じポートを
    # why ja: 共有します。クラシック デプロイではポートが異なっても共有できたため、移行後は UDP のポ
    # why ja: ートがより多く必要になることがあります。
    # facts: outbound.port-scope.udp
    Scenario: UDP flows share ports only where the address differs
      When "web1" opens 2 UDP flows to 198.51.100.7:514
      And "web1" opens 2 UDP flows to 198.51.100.7:123
      Then "web1" uses 4 UDP SNAT ports
      When "web1" opens 2 UDP flows to 198.51.100.8:514
      Then "web1" uses 4 UDP SNAT ports

    # page: tcp-udp-apart
    # ja: サーバーの TCP と UDP のポートは別々に数えられる
    # why en: TCP and UDP never meet in one flow, so a server has 1,024 ports for each: while TCP is
    # why en: exhausted, UDP goes on. A healthy name resolution therefore doesn't rule out
    # why en: exhaustion.
    # why ja: TCP と UDP のフローは混ざらないため、それぞれに 1,024 個のポートがあり、TCP が枯渇して
    # why ja: も UDP は使えます。名前解決が正常でも、TCP の枯渇がないとはいえません。
    # facts: outbound.port-scope.tcp, outbound.ports-by-pool-size
    Scenario: TCP and UDP ports of a server are counted apart
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
    # ja: サーバーのポートは、FIN の後 240 秒、RST の後 15 秒保持される
    # why en: A port isn't free when its connection ends: by the last page that gives times, Azure
    # why en: holds it for 240 seconds after FIN and 15 seconds after RST. Count the hold into how
    # why en: many ports you need, or keep connections open and reuse them. A NAT gateway holds a
    # why en: port for about a minute after FIN.
    # why ja: 接続が終わっても、ポートはすぐには空きません。時間が示された最後の文書によれば、FIN の
    # why ja: 後は 240 秒、RST の後は 15 秒保持されます。必要なポート数はこの時間を含めて見積もる
    # why ja: か、接続を開いたまま再利用してください。NAT ゲートウェイでは、FIN の後の保持時間は一分
    # why ja: ほどです。
    # facts: outbound.fin-hold, outbound.rst-hold
    Scenario Outline: A server's port is held 240 s after FIN and 15 s after RST
      When 100 seconds pass
      And one of the connections ends with <ending>
      And <time> pass
      Then its SNAT port is <port>

      Examples:
        # ja: | 終わり方 | 経過時間 | ポート |
        | ending             | time        | port       |
        | FIN from both ends | 239 seconds | still held |
        | FIN from both ends | 240 seconds | free       |
        | RST                | 14 seconds  | still held |
        | RST                | 15 seconds  | free       |

    # page: fin-from-one-end
    # ja: ロード バランサーの背後では、一方だけの FIN でも保持が始まる
    # why en: Behind a load balancer the hold begins with the first FIN, whichever end sends it: the
    # why en: port is free 240 seconds later, even if the other end never closes. The classic page
    # why en: asks for FIN from both ends, and newer pages name no hold at all, so take it as the
    # why en: last figure that was written down.
    # why ja: ロード バランサーの背後では、どちらの側が送ったものでも、最初の FIN で保持が始まりま
    # why ja: す。もう一方が閉じないままでも、ポートは 240 秒後に解放されます。クラシックのページは
    # why ja: 双方の FIN を求め、新しいページは保持時間に触れていないため、最後に記載された値と考え
    # why ja: てください。
    # facts: outbound.fin-from, outbound.fin-hold
    Scenario Outline: Behind a load balancer, one FIN is enough to start the hold
      When 100 seconds pass
      And <end> sends a FIN on one of the connections
      And 239 seconds pass
      Then its SNAT port is still held
      When 1 second passes
      Then its SNAT port is free

      Examples:
        # ja: | FIN を送った側 |
        | end          |
        | "web1"       |
        | 198.51.100.7 |

    # page: idle-4-minutes
    # ja: サーバーの接続は、4 分間通信がなければタイムアウトする
    # why en: Nobody is told when the 4 minutes are over: the load balancer forgets the connection,
    # why en: and the next packet is lost. Send keepalives more often than that. An outbound rule
    # why en: can set a longer time and ask for a reset of both ends.
    # why ja: 4 分が過ぎても通知はありません。ロード バランサーは接続の情報を失い、次のパケットは届
    # why ja: きません。4 分より短い間隔でキープアライブを送ってください。アウトバウンド規則を使えば
    # why ja: 時間を延ばし、双方にリセットを送らせることもできます。
    # facts: outbound.idle-timeout
    Scenario: After 4 minutes without traffic, a server's connection is gone
      When 239 seconds pass
      Then all 1,024 connections are still open
      When 1 second passes
      Then 1,024 connections of "web1" have timed out

    # page: stopped-machine
    # ja: マシンを停止すると、そのポートはすべて解放される
    # why en: Nothing of a machine that is stopped is left to wait for, so its 1,024 connections end and their
    # why en: ports are free at once. The documents say nothing of it; in this model the machine keeps its place
    # why en: in the pool, so that a stopped machine leaves no more ports to its neighbours. The server wasn't
    # why en: told and still knows the old connections, so a new one succeeds with the SYN that is sent again.
    # why ja: 停止したマシンには待つべき通信がなく、1,024 本の接続は終わり、ポートはただちに解放されます。文書に記載はありま
    # why ja: せん。本モデルではマシンはプールに残るため、停止しても、ほかのマシンのポートは増えません。サーバーには通知がなく、古い接続が残っているため、新
    # why ja: しい接続は再送された SYN で成功します。
    # facts: outbound.stopped-machine, outbound.ports-by-pool-size
    Scenario: Stopping a machine frees all of its ports
      When "web1" is stopped
      Then "web1" uses 0 TCP SNAT ports
      And "web1" has 1,024 preallocated TCP SNAT ports
      When "web1" is started
      And "web1" opens 1,024 TCP connections to 198.51.100.7:443
      And 3 seconds pass
      Then all 1,024 connections succeed

  # ja: 応答のない試行もポートを使う
  Rule: An attempt without an answer takes a port as well

    # page: unanswered-syn
    # ja: ロード バランサーの背後でも、応答のない試行はポートを 4 分間塞ぐ
    # why en: The SYN takes a port and nothing follows it, so the port is free when the idle timeout of
    # why en: 4 minutes is over. The documents don't speak of half-open connections here; a NAT gateway
    # why en: ends them sooner. Pause between attempts, and longer after each failure.
    # why ja: SYN がポートを 1 個使い、その後は何も流れないため、4 分のアイドル タイムアウトで解放さ
    # why ja: れます。文書はハーフ オープンの接続に触れておらず、NAT ゲートウェイではより早く閉じられ
    # why ja: ます。失敗のたびに再試行の間隔を延ばしてください。
    # facts: outbound.idle-timeout, outbound.unanswered-syn
    Scenario: Behind a load balancer, an unanswered attempt holds its port for 4 minutes
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 2 healthy back-end servers
      And the server 198.51.100.7 doesn't answer
      When "web1" opens a TCP connection to 198.51.100.7:1883
      Then the connection fails because nothing answers
      When 239 seconds pass
      Then "web1" uses 1 TCP SNAT port
      When 1 second passes
      Then "web1" uses 0 TCP SNAT ports
