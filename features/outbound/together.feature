# ja: 複数のサービスを組み合わせた構成での経路
# ja: 実際のデプロイでは、同じマシンがロード バランサーから要求を受け取り、自分でもインターネットに
# ja: 接続する。どのパケットの経路も、そのマシンが置かれた場所だけで決まる。
# why en: Which way a flow takes is decided by where its machine stands and by who opens the flow:
# why en: what comes in goes back by the service that it came through, and what the machine opens
# why en: itself leaves by the machine's own method. Look at the two separately when you search for
# why en: a fault.
# why ja: フローの経路は、マシンの置かれた場所と、どちらがフローを開いたかで決まります。外部から来た
# why ja: ものは通ってきたサービスを経て戻り、マシンが自分から開いたものはマシン自身の方法で送信され
# why ja: ます。障害を調べるときは、この二つを分けて考えてください。
# facts: outbound.methods, load-balancer.rewrites-response
@outbound
Feature: Several services in one scenario

  A real deployment has more than one service, and one machine can take requests and open
  connections of its own. Where the machine stands decides which way each flow takes.

  # page: in-and-out-of-back-end
  # ja: ロード バランサーのサーバーは、受信にも送信にも同じアドレスを使う
  # why en: The front-end IP works in both directions: for a request the load balancer rewrites the
  # why en: destination, for a connection of the server's own the source. Only the latter takes a
  # why en: SNAT port, 1 here, so a server that answers many clients doesn't run out of ports by
  # why en: that.
  # why ja: フロントエンド IP は双方向に使われます。要求では宛先が、サーバー自身の接続では送信元が書
  # why ja: き換えられ、SNAT ポートを 1 個使うのは後者だけです。多くのクライアントに応答しても、それ
  # why ja: で SNAT ポートが枯渇することはありません。
  # facts: outbound.methods, load-balancer.rewrites-request
  Scenario: A load-balanced server uses one address in and out
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.1.4   |
    And the client 192.0.2.33
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.10
    And "web1" uses 1 TCP SNAT port
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.33   | 203.0.113.10 |
      | lb     | web1   | 192.0.2.33   | 10.0.1.4     |
      | web1   | lb     | 10.0.1.4     | 192.0.2.33   |
      | lb     | client | 203.0.113.10 | 192.0.2.33   |

  # page: two-deployments
  # ja: 二つのクラシック デプロイは、送信元アドレスを共有しない
  # why en: The address that Azure picks is shared within a deployment and not between deployments,
  # why en: so a partner sees 2 addresses. Splitting a deployment is one way to get more SNAT ports.
  # why ja: Azure が選ぶアドレスは一つのデプロイの中でだけ共有されるため、通信相手からは二つの
  # why ja: アドレスが見えます。デプロイを分けることも、SNAT ポートを増やす方法の一つです。
  # facts: classic.fallback.shared
  Scenario: Two classic deployments share no source address
    Given a classic deployment with virtual machines:
      | name | private IP |
      | app  | 10.0.0.4   |
    And a classic deployment with virtual machines:
      | name | private IP |
      | db   | 10.0.0.5   |
    When "app" and "db" each open a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 2 different addresses

  # page: classic-instance-behind-load-balancer
  # ja: クラシック デプロイのインスタンスは、自身のエンドポイントのアドレスから送信する
  # why en: Requests through the load balancer come back from 203.0.113.20, and what the instance
  # why en: opens itself leaves by its endpoint, 203.0.113.10: each platform has its own method. The
  # why en: mixture is here to show that; on Azure a classic instance can't stand behind a load
  # why en: balancer of today.
  # why ja: ロード バランサー経由の要求には 203.0.113.20 から応答が返り、インスタンスが自分から開く
  # why ja: 接続は、エンドポイントの 203.0.113.10 から送信されます。プラットフォームごとに方法が異な
  # why ja: るためです。このような混在は説明のためのもので、実際の Azure ではクラシックのインスタン
  # why ja: スを現在のロード バランサーの背後に置くことはできません。
  # facts: classic.methods, load-balancer.rewrites-response
  Scenario: A classic instance behind a load balancer uses its endpoint
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    And a public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | vm1  | 10.0.0.4   |
    And the client 192.0.2.33
    When 192.0.2.33 sends a request to 203.0.113.20:80
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.33   | 203.0.113.20 |
      | lb     | vm1    | 192.0.2.33   | 10.0.0.4     |
      | vm1    | lb     | 10.0.0.4     | 192.0.2.33   |
      | lb     | client | 203.0.113.20 | 192.0.2.33   |
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.10

  # page: expressroute-and-internet
  # ja: ExpressRoute で接続されたマシンは、インターネットにも接続できる
  # why en: Private peering carries what goes to the connected site: for the internet the machine
  # why en: uses default outbound access, as if the circuit weren't there. New virtual networks
  # why en: don't have that by default. All this changes if the site announces a default route,
  # why en: which isn't modelled.
  # why ja: ExpressRoute のプライベート ピアリングを通るのは、接続先の拠点への通信だけです。
  # why ja: インターネット宛ての通信には、回線がない場合と同じく既定の送信アクセスが使われます (新し
  # why ja: い仮想ネットワークでは既定で無効です)。拠点が既定のルートをアドバタイズすると変わります
  # why ja: が、それは本モデルでは扱っていません。
  # facts: outbound.methods, expressroute.path-in, expressroute.path-out
  Scenario: A machine behind ExpressRoute also reaches the internet
    Given an on-premises client 10.100.10.2 behind an ExpressRoute circuit
    And a virtual machine "vm" at 10.128.1.4 in the connected virtual network
    When "vm" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220
    When 10.100.10.2 connects to 10.128.1.4:3389
    Then the path from 10.100.10.2 to "vm" is CE router, MSEE and ExpressRoute gateway
    And the path from "vm" to 10.100.10.2 is MSEE and CE router
