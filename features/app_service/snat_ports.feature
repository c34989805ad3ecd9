# ja: App Service の SNAT ポート
# ja: App Service のインスタンスは、事前に割り当てられた SNAT ポート 128 個を当てにできる。同じ宛先へ同時に
# ja: 開ける接続もその数までと考える。
# why en: Each instance has 128 SNAT ports from the start, whatever the size of the plan. Microsoft
# why en: adds that more may be allocated dynamically, and promises none; azsim gives none. Reuse
# why en: connections, spread them over more instances, or lead the app through a virtual network
# why en: with a NAT gateway.
# why ja: 各インスタンスには、プランの台数にかかわらず最初から SNAT ポートが 128 個あります。
# why ja: Microsoft の文書によると動的に追加されることもありますが、保証はなく、azsim では追加され
# why ja: ません。接続を再利用するか、インスタンスを増やして分散させるか、NAT ゲートウェイのある
# why ja: 仮想ネットワークを経由させてください。
# facts: app-service.ports
@app_service
Feature: SNAT ports of App Service

  An instance of an App Service plan can count on 128 SNAT ports, and so on 128 connections at
  once to one destination.

  # ja: 同じ宛先へは 128 本まで
  Rule: 128 connections to one destination

    # page: ports-of-an-instance
    # ja: 同じ宛先への 129 本目は接続できない
    # why en: Connections to one address and port take a port each: of 200 at once, 128 get one and
    # why en: 200 − 128 = 72 don't. The app sees time-outs, as it would with a slow server. Count
    # why en: connections before you look for the fault elsewhere.
    # why ja: 同じアドレスとポートへの接続は 1 本ごとにポートを 1 個使います。同時に 200 本開くと
    # why ja: 128 本はポートを得ますが、200 − 128 = 72 本は得られません。アプリからは、サーバーが遅い
    # why ja: ときと同じタイムアウトに見えます。ほかの原因を探す前に接続の数を確かめてください。
    # facts: app-service.ports, app-service.port-scope, app-service.exhaustion-refuses
    @starter
    Scenario: The 129th connection to one destination fails
      Given an App Service plan with 1 instance
      When "vm1" opens 200 TCP connections to 198.51.100.7:443
      Then 128 connections succeed
      And 72 connections fail because SNAT ports are exhausted

    # page: same-for-every-plan
    # ja: インスタンスが何台でも、1 台のポートは 128 個である
    # why en: Other than behind a load balancer of one's own, where a larger pool leaves each machine
    # why en: fewer ports, an instance of a plan with <instances> has 128. To scale out adds ports,
    # why en: and takes none away. In an App Service Environment the load balancer's table holds
    # why en: instead.
    # why ja: 自分のロード バランサーではプールが大きいほど 1 台のポートが減りますが、App Service では
    # why ja: <instances> 台でも 1 台につき 128 個です。スケールアウトするとポートは増え、減ることはあり
    # why ja: ません。App Service Environment では、ロード バランサーの表に従います。
    # facts: app-service.ports
    Scenario Outline: An instance has 128 ports, however many there are
      Given an App Service plan with <instances> instances
      Then each instance has 128 preallocated TCP SNAT ports

      Examples:
        # ja: | インスタンス |
        | instances |
        | 1         |
        | 30        |
        | 100       |

    # page: other-destinations
    # ja: 宛先が違えば、128 個のポートで 384 本開ける
    # why en: A port may serve connections to different destinations at once: 128 × 3 = 384
    # why en: connections, and take the same 128 ports; UDP has ports of its own. An app that calls
    # why en: many services seldom runs out; one that calls a single database or API does.
    # why ja: 一つのポートを、宛先の異なる接続で同時に使えます。128 本 × 3 = 384 本を
    # why ja: 開けますが、使うポートは同じ 128 個です。UDP のポートは別に数えます。多くのサービスを呼ぶアプリより、一つのデータベー
    # why ja: スや API だけを呼ぶアプリで枯渇が起こります。
    # facts: app-service.ports, app-service.port-scope
    Scenario: 128 ports carry 384 connections to three destinations
      Given an App Service plan with 1 instance
      When "vm1" opens 128 TCP connections to each of:
        | destination      |
        | 198.51.100.7:443 |
        | 198.51.100.8:443 |
        | 198.51.100.7:80  |
      Then all 384 connections succeed
      And "vm1" uses 128 TCP SNAT ports
      When "vm1" opens a UDP flow to 198.51.100.7:443
      Then "vm1" uses 1 UDP SNAT port

  # ja: 開き直すより使い回す
  Rule: Reuse connections rather than open new ones

    # page: client-per-request
    # ja: 要求ごとに接続を開くと、1,000 件のうち 872 件が失敗する
    # why en: 40 a second × 25 s = 1,000 requests, each on a connection of its own. A closed
    # why en: connection keeps its port for 240 s, so none comes back in time: 128 requests succeed
    # why en: and 1,000 − 128 = 872 fail, the first after 128 ÷ 40 a second = 3.2 s. Make the HTTP
    # why en: client once, and not in each request.
    # why ja: 毎秒 40 件 × 25 秒 = 1,000 件の要求が、それぞれ自分の接続を開きます。閉じた接続のポートは
    # why ja: 240 秒保持され、間に合って戻るものはありません。成功するのは 128 件で、1,000 − 128 = 872 件
    # why ja: が失敗し、最初の失敗は 128 ÷ 毎秒 40 件 = 3.2 秒後です。HTTP クライアントは要求のたびにで
    # why ja: はなく、一度だけ作ってください。
    # facts: app-service.ports, app-service.fin-hold
    Scenario: A client made anew for each request exhausts the ports
      Given an App Service plan with 1 instance
      When "vm1" sends 40 requests per second to 198.51.100.7:443 for 25 seconds, each on a new connection closed by FIN from both ends
      Then the first request to fail is sent 3.2 seconds after the first request
      And 872 requests fail because SNAT ports are exhausted

    # page: one-client
    # ja: 接続を使い回せば、1,000 件すべてが成功する
    # why en: The same load over a pool of 100 connections takes 100 ports, below the 128, whatever
    # why en: the number of requests. Microsoft advises fewer than that per destination, which leaves
    # why en: room for what else the app does.
    # why ja: 同じ負荷でも、接続 100 本のプールなら使うポートは要求の数にかかわらず 100 個で、128 個に収
    # why ja: まります。Microsoft は宛先ごとにこれより少なくすることを勧めており、そうすればほかの処理に
    # why ja: も余裕が残ります。
    # facts: app-service.ports, app-service.port-scope
    Scenario: A client that is kept serves every request
      Given an App Service plan with 1 instance
      When "vm1" sends 40 requests per second to 198.51.100.7:443 for 25 seconds over a pool of 100 connections
      Then all 1,000 requests succeed

    # page: rate-that-lasts
    # ja: 毎秒 1 本の新しい接続でも続かない
    # why en: 1 new connection a second × 240 s = 240 > 128 ports, so that they are gone after 128 ÷ 1
    # why en: a second = 128 s. They come back by 128 ÷ 240 s ≈ 0.53 a second and no faster: within
    # why en: 10 minutes 224 requests fail. About half of this rate is all that lasts.
    # why ja: 毎秒 1 本 × 240 秒 = 240 > 128 となり、ポートは 128 ÷ 毎秒 1 本 = 128 秒後になくなります。
    # why ja: ポートの戻る速さは 128 ÷ 240 秒 ≈ 毎秒 0.53 個です。10 分間に
    # why ja: 224 件の要求が失敗します。続けられるのは、およそこの半分の頻度までです。
    # facts: app-service.ports, app-service.fin-hold
    Scenario: One new connection a second doesn't last
      Given an App Service plan with 1 instance
      When "vm1" sends 1 request per second to 198.51.100.7:443 for 10 minutes, each on a new connection closed by FIN from both ends
      Then the first request to fail is sent 128 seconds after the first request
      And 224 requests fail because SNAT ports are exhausted

    # page: scale-out
    # ja: インスタンスを 2 台にすると、200 本が収まる
    # why en: Ports belong to instances. With 200 connections on one, 200 − 128 = 72 fail; on two
    # why en: instances 100 each fit. It helps only as far as the load spreads, and costs more than
    # why en: a connection pool.
    # why ja: ポートはインスタンスごとにあります。1 台で 200 本開くと 200 − 128 = 72 本が失敗しますが、
    # why ja: 2 台で 100 本ずつなら収まります。ただし、効果があるのは負荷が分散する場合だけであり、費用は
    # why ja: 接続プールより高くつきます。
    # facts: app-service.ports
    Scenario: Two instances have room for 200 connections
      Given an App Service plan with 1 instance
      When the App Service plan scales to 2 instances
      Then the request is accepted
      When "vm1" opens 100 TCP connections to 198.51.100.7:443
      And "vm2" opens 100 TCP connections to 198.51.100.7:443
      Then all 200 connections are still open

  # ja: ポートが戻るとき
  Rule: When a port comes back

    # page: hold-after-close
    # ja: FIN の後は 240 秒、RST の後は 15 秒で戻る
    # why en: After <ending> a port is still kept at <hold>, and is free 1 second later; no setting
    # why en: shortens it. An app that ends its connections by RST has its ports back sooner, and
    # why en: loses what was still under way.
    # why ja: <ending> の後、ポートは <hold>ではまだ保持されていて、その 1 秒後に解放されます。設定で短く
    # why ja: することはできません。RST で接続を終えればポートは早く戻りますが、送信中のデータは失われ
    # why ja: ます。
    # facts: app-service.fin-hold, app-service.rst-hold
    Scenario Outline: 240 seconds after FIN, 15 after RST
      Given an App Service plan with 1 instance
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And one of the connections ends with <ending>
      And <hold> pass
      Then its SNAT port is still held
      When 1 second passes
      Then its SNAT port is free

      Examples:
        # ja: | 終わり方 | 保持 |
        | ending             | hold        |
        | FIN from both ends | 239 seconds |
        | RST                | 14 seconds  |

    # page: fin-from-one-end
    # ja: 一方だけの FIN でも、ポートは 240 秒後に戻る
    # why en: The hold of 240 s begins with the first FIN, from whichever end it comes, and what the
    # why en: other end still sends after 60 s doesn't prolong it: 240 − 60 − 179 = 1. In classic
    # why en: deployments both ends had to send theirs.
    # why ja: 240 秒の保持は、どちらの側からでも最初の FIN で始まり、60 秒後にもう一方がまだ送っても
    # why ja: 延びません (240 − 60 − 179 = 1)。クラシック デプロイでは双方の FIN が必要でした。
    # facts: app-service.fin-from, app-service.fin-hold
    Scenario: A FIN from one end begins the hold
      Given an App Service plan with 1 instance
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And "vm1" sends a FIN on one of the connections
      And 60 seconds pass
      And 198.51.100.7 sends a late packet on that connection
      And 179 seconds pass
      Then its SNAT port is still held
      When 1 second passes
      Then its SNAT port is free

    # page: idle
    # ja: 4 分間通信がなければ、接続はタイムアウトする
    # why en: The load balancer that App Service stands behind forgets a flow that was idle for 4
    # why en: minutes, in silence. Send keepalives more often, or let the pool close connections
    # why en: before that.
    # why ja: App Service の前段にあるロード バランサーは、4 分間アイドルのフローの情報を通知なしに破棄し
    # why ja: ます。それより短い間隔でキープアライブを送るか、それより前に接続プールで接続を閉じてくださ
    # why ja: い。
    # facts: outbound.idle-timeout
    Scenario: A connection that is idle for 4 minutes times out
      Given an App Service plan with 1 instance
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And 239 seconds pass
      Then that connection is still open
      When 1 second passes
      Then that connection has timed out

  # ja: 送信元のアドレス
  Rule: The addresses that a server sees

    # page: outbound-addresses
    # ja: 送信元は複数のアドレスから無作為に選ばれる
    # why en: Each connection leaves from one of the app's outbound addresses, chosen at random, so a
    # why en: server's owner has to allow all of them. For one address that stays, use a NAT gateway;
    # why en: Premium V4 plans have no stable addresses at all.
    # why ja: 接続ごとに、アプリの送信アドレスから送信元が無作為に選ばれます。サーバー側ではそのすべてを
    # why ja: 許可する必要があります。変わらないアドレス一つにするには NAT ゲートウェイを使ってください。
    # why ja: Premium V4 のプランには、固定の送信アドレスがそもそもありません。
    # facts: app-service.address-choice
    Scenario: Connections leave from any of the app's outbound addresses
      Given an App Service plan with 1 instance and the outbound IP addresses 203.0.113.40, 203.0.113.41 and 203.0.113.42
      When "vm1" opens 120 TCP connections to 198.51.100.7:443
      Then every connection comes from either 203.0.113.40, 203.0.113.41 or 203.0.113.42
      And each of those addresses carries at least 10 connections

  # ja: モデルの限界
  Rule: Where the model ends

    # page: over-100-instances
    # ja: azsim で扱えるインスタンスは 100 台までである
    # why en: How many instances a plan may have depends on its tier. 100 is the largest number that
    # why en: Microsoft's table names, so azsim goes no further.
    # why ja: プランのインスタンス数の上限は価格レベルによって異なります。Microsoft の表で最も大きいのは
    # why ja: 100 台であり、azsim もそこまでです。
    # facts: app-service.largest-plan
    @limit
    Scenario: More than 100 instances aren't modelled
      Given an App Service plan with 100 instances
      When the App Service plan scales to 101 instances
      Then the request is refused because more than 100 instances of an App Service plan aren't modelled
