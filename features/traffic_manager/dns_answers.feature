# ja: Traffic Manager は DNS クエリに応答し、通信には介在しない
# ja: クライアントはプロファイルの名前解決を行う。Traffic Manager は選んだエンドポイントを応答し、
# ja: クライアントはそのエンドポイントと直接通信する。要求のパケットは Traffic Manager を経由しない
# ja: ため、エンドポイントからはクライアントのアドレスが見える。
# why en: Traffic Manager works before the first packet of a request: it says where to go, and then
# why en: it isn't there any more. So it can't see, change or repair a connection, and apart from
# why en: the look-up it adds no latency. A client that keeps an old answer goes on using it. Secure
# why en: and measure the endpoints themselves.
# why ja: Traffic Manager が働くのは、要求の最初のパケットが送られる前です。行き先を答えた後は関わり
# why ja: ません。接続を見ることも、変更することも、修復することもなく、名前解決を除けば遅延も増えま
# why ja: せん。古い応答を持つクライアントは、そのエンドポイントを使い続けます。保護や監視は、
# why ja: エンドポイントの側で行ってください。
# facts: traffic-manager.in-data-path, traffic-manager.answer
@dns
Feature: Traffic Manager answers DNS queries and stays out of the way

  A client resolves the profile's name. Traffic Manager answers with the endpoint that
  it chooses, and the client then talks to that endpoint directly: no packet of the
  request passes through Traffic Manager, so the endpoint sees the client's address.

  # ja: 応答はエンドポイントを示し、要求はそこへ直接送られる
  Rule: The answer leads to the endpoint, and the request goes there directly

    Background:
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
      And the client 192.0.2.33

    # page: answer-name-and-address
    # ja: 応答はエンドポイントの名前とそのアドレスである
    # why en: The profile's name is an alias: the answer is a CNAME to the endpoint's name and then
    # why en: that name's A record. A name at the top of a domain may not be a CNAME, so it can't
    # why en: point to a profile in this way; an alias record of Azure DNS can.
    # why ja: プロファイルの名前は別名であり、応答はエンドポイントの名前への CNAME と、その名前
    # why ja: の A レコードです。ドメインの最上位の名前には CNAME を置けないため、この方法ではプロ
    # why ja: ファイルに向けられません。Azure DNS のエイリアス レコードを使えば可能です。
    # facts: traffic-manager.answer
    Scenario: The answer is the endpoint's name and its address
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is:
        | name                                | type  | data                                |
        | test.trafficmanager.net             | CNAME | test01.japaneast.cloudapp.azure.com |
        | test01.japaneast.cloudapp.azure.com | A     | 1.1.1.1                             |

    # page: client-goes-direct
    # ja: クライアントはエンドポイントと直接通信する
    # why en: After the DNS query no packet of the request goes through Traffic Manager: client and
    # why en: endpoint share one session, and the endpoint sees 192.0.2.33. Rules that limit who may
    # why en: reach an endpoint have to allow the clients, and beside them only Traffic Manager's
    # why en: probes.
    # why ja: DNS クエリの後、要求のパケットは Traffic Manager を通りません。クライアントとエンドポ
    # why ja: イントは一つのセッションで直接通信し、エンドポイントからは 192.0.2.33 が見えます。エン
    # why ja: ドポイントで許可するのは、クライアントのアドレスと、Traffic Manager のプローブです。
    # facts: traffic-manager.in-data-path
    Scenario: The client talks to the endpoint directly
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query
      And the request doesn't pass through Traffic Manager
      And the request and its response take these legs:
        | from                                | to                                  | source     | destination |
        | client                              | test01.japaneast.cloudapp.azure.com | 192.0.2.33 | 1.1.1.1     |
        | test01.japaneast.cloudapp.azure.com | client                              | 1.1.1.1    | 192.0.2.33  |
      And the client and "test01.japaneast.cloudapp.azure.com" share one TCP session

  # ja: 優先順位ルーティングでは、使用できるエンドポイントのうち値が最小のものを応答する
  Rule: With priority routing the lowest number that is available is answered

    # page: priority-decides
    # ja: 値が最小のエンドポイントが応答になる
    # why en: With priority routing the numbers are an order and not weights: of <priority east>,
    # why en: <priority west> and 500 the lowest wins, so every client gets <answer> while that
    # why en: endpoint is available. Leave gaps between the numbers, so that another endpoint can be
    # why en: put in between.
    # why ja: 優先順位ルーティングの値は順序であり、重みではありません。<priority east>、
    # why ja: <priority west>、500 のうち最小のものが選ばれ、そのエンドポイントが使える間は、どのク
    # why ja: ライアントにも <answer> が返ります。後から間に追加できるように、値の間隔を空けておくと
    # why ja: 便利です。
    # facts: traffic-manager.priority-order
    Scenario Outline: The endpoint with the lowest number is answered
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                               | address | priority        |
        | test01.japaneast.cloudapp.azure.com    | 1.1.1.1 | <priority east> |
        | test02.japanwest.cloudapp.azure.com    | 2.2.2.2 | <priority west> |
        | test03.koreacentral.cloudapp.azure.com | 3.3.3.3 | 500             |
      And the client 192.0.2.33
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is <answer>
      And the request goes to <answer> after a DNS query

      Examples:
        # ja: | 東の優先順位 | 西の優先順位 | 応答 |
        | priority east | priority west | answer  |
        | 1             | 2             | 1.1.1.1 |
        | 2             | 1             | 2.2.2.2 |
        | 900           | 1000          | 3.3.3.3 |

    # page: largest-priority
    # ja: 優先順位の最大値 1,000 は、ほかのどの値よりも後になる
    # why en: The first endpoint is moved to the end of the order: 1,000 is the largest number there
    # why en: is, so the endpoint with 2 now goes before it and is answered. That is how to drain an
    # why en: endpoint without disabling it.
    # why ja: 最初のエンドポイントを順序の最後に移しています。1,000 が最大値なので、優先順位 2 のエ
    # why ja: ンドポイントがこれより先になり、応答になります。エンドポイントを無効にせずに、通信を減
    # why ja: らしていく方法です。
    # facts: traffic-manager.largest-priority, traffic-manager.priority-order
    Scenario: The largest priority is 1,000, behind all the others
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
      And the client 192.0.2.33
      When the priority of "test01.japaneast.cloudapp.azure.com" is set to 1,000
      Then the request is accepted
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is 2.2.2.2

    # page: priority-out-of-range
    # ja: 1,000 を超える優先順位は設定できない
    # why en: 1,001 is refused, since 1,000 is the largest number. A template that computes
    # why en: priorities has to stay below.
    # why ja: 最大値は 1,000 なので、1,001 は拒否されます。テンプレートで優先順位を計算する場合は、
    # why ja: この範囲に収めてください。
    # facts: traffic-manager.largest-priority
    Scenario: A priority above 1,000 is refused
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
      When the priority of "test01.japaneast.cloudapp.azure.com" is set to 1,001
      Then the request is refused because the largest priority is 1,000

  # ja: ほかに使用できるエンドポイントがあれば、機能低下のエンドポイントは応答に含まれない
  Rule: A degraded endpoint is left out while another one is available

    Background:
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                               | address | priority |
        | test01.japaneast.cloudapp.azure.com    | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com    | 2.2.2.2 | 2        |
        | test03.koreacentral.cloudapp.azure.com | 3.3.3.3 | 3        |
      And the client 192.0.2.33

    # page: next-priority-takes-over
    # ja: 最初のエンドポイントが機能低下なら、次の優先順位のものが引き継ぐ
    # why en: A degraded endpoint is left out of the answers, so new queries get the next one,
    # why en: 2.2.2.2. That helps clients that ask; those that have an answer in their cache go on
    # why en: with the old one until its TTL is over.
    # why ja: 機能低下のエンドポイントは応答から外され、新しいクエリには次の 2.2.2.2 が返ります。た
    # why ja: だし、これは問い合わせたクライアントの話です。キャッシュに応答が残るクライアントは、
    # why ja: TTL が切れるまで元のエンドポイントを使い続けます。
    # facts: traffic-manager.skips-degraded, traffic-manager.priority-order
    @starter
    Scenario: Where the first endpoint is degraded, the next takes over
      Given the endpoint "test01.japaneast.cloudapp.azure.com" is degraded
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is 2.2.2.2
      And the request goes to 2.2.2.2 after a DNS query

    # page: degraded-lower-priority
    # ja: 優先順位の低いエンドポイントが機能低下になっても応答は変わらない
    # why en: While the first endpoint is available, nobody is sent to the others, so their state
    # why en: makes no difference to clients. Watch them all the same: you learn that a spare is
    # why en: broken only when you need it.
    # why ja: 最初のエンドポイントが使える間はほかへ振り分けられないため、その状態はクライアントに影
    # why ja: 響しません。それでも監視はしてください。予備が壊れていることに、必要になってから気付く
    # why ja: ことになります。
    # facts: traffic-manager.priority-order
    Scenario: A degraded endpoint of lower priority changes no answer
      Given the endpoint "test02.japanwest.cloudapp.azure.com" is degraded
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is 1.1.1.1

    # page: two-degraded
    # ja: 二つのエンドポイントが機能低下なら、三つ目が応答になる
    # why en: Degraded endpoints are passed over one by one in the order of priority, so with the
    # why en: first two degraded everybody gets 3.3.3.3. It then carries the load of all; size it
    # why en: for that.
    # why ja: 機能低下のエンドポイントは優先順位の順に飛ばされるため、最初の二つが機能低下な
    # why ja: ら 3.3.3.3 が返ります。そのエンドポイントがすべての負荷を受けるので、それに耐える規模
    # why ja: にしておいてください。
    # facts: traffic-manager.skips-degraded, traffic-manager.priority-order
    Scenario: Two degraded endpoints leave the third
      Given the endpoint "test01.japaneast.cloudapp.azure.com" is degraded
      And the endpoint "test02.japanwest.cloudapp.azure.com" is degraded
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is 3.3.3.3

    # page: all-degraded
    # ja: すべてのエンドポイントが機能低下なら、すべてオンラインと見なされる
    # why en: If nothing is healthy, an answer is still better than none: Traffic Manager answers as
    # why en: if all were online, here by priority with 1.1.1.1. So an answer doesn't prove that an
    # why en: endpoint is healthy, and probes that are blocked everywhere stay unseen by clients;
    # why en: look at the status of the endpoints.
    # why ja: すべてが異常でも、応答がないよりはよいという考え方で、Traffic Manager はすべてオンライ
    # why ja: ンであるかのように応答します。ここでは優先順位に従って 1.1.1.1 です。応答があっても、
    # why ja: エンドポイントが正常とは限りません。プローブがすべてブロックされていてもクライアントか
    # why ja: らは分からないため、エンドポイントの状態を確認してください。
    # facts: traffic-manager.all-degraded, traffic-manager.priority-order
    Scenario: Where all endpoints are degraded, all count as online
      Given the endpoint "test01.japaneast.cloudapp.azure.com" is degraded
      And the endpoint "test02.japanwest.cloudapp.azure.com" is degraded
      And the endpoint "test03.koreacentral.cloudapp.azure.com" is degraded
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is 1.1.1.1
      And the request goes to 1.1.1.1 after a DNS query

  # ja: エンドポイントにはロード バランサーも使え、要求が経由するのはそれだけである
  Rule: An endpoint can be a load balancer; only that is in the path of the request

    # page: region-then-server
    # ja: Traffic Manager はリージョンを、Load Balancer はサーバーを選ぶ
    # why en: The two decide at different times: Traffic Manager once for each DNS answer, Load
    # why en: Balancer for each flow. Only Load Balancer is in the path, so the server sees the
    # why en: client.
    # why ja: 二つのサービスは、決めるタイミングが異なります。Traffic Manager は DNS の応答ごとに、
    # why ja: Load Balancer はフローごとに決めます。経路にあるのは Load Balancer だけなので、
    # why ja: サーバーからはクライアントが見えます。
    # facts: traffic-manager.in-data-path, load-balancer.rewrites-request
    Scenario: Traffic Manager chooses the region, Load Balancer the server
      Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
        | name | private IP |
        | web1 | 10.0.0.4   |
      And a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address      | priority |
        | test01.japaneast.cloudapp.azure.com | 203.0.113.10 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2      | 2        |
      And the client 192.0.2.33
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request doesn't pass through Traffic Manager
      And the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | lb     | 192.0.2.33   | 203.0.113.10 |
        | lb     | web1   | 192.0.2.33   | 10.0.0.4     |
        | web1   | lb     | 10.0.0.4     | 192.0.2.33   |
        | lb     | client | 203.0.113.10 | 192.0.2.33   |
