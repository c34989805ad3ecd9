# ja: ルート テーブルが送信接続に与える影響
# ja: サブネットのルート テーブルに 0.0.0.0/0 へのルートがあると、送信接続の方法より先にルートが使われる。
# why en: Routes come before every method for outbound connections: a NAT gateway, a public IP and a
# why en: load balancer are only asked about what Azure's own route leads to the internet. Look at the
# why en: effective routes of the network interface before you look for SNAT ports.
# why ja: ルートは、どの送信接続の方法よりも先に使われます。NAT ゲートウェイ、パブリック IP、ロード バラン
# why ja: サーが使われるのは、Azure 自身のルートがインターネットへ向いている場合だけです。SNAT ポートを
# why ja: 調べる前に、ネットワーク インターフェイスの有効なルートを確認してください。
# facts: route.user-routes-first
@outbound
Feature: What a route table does to outbound connections

  A route to 0.0.0.0/0 in the route table of a subnet comes before every method for outbound
  connections.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name                | address prefix |
      | app                 | 10.0.0.0/24    |
      | AzureFirewallSubnet | 10.0.1.0/26    |
      | data                | 10.0.2.0/24    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    And the virtual machine "data1" at 10.0.2.4 in the subnet "data"

  # page: route-before-load-balancer
  # ja: ファイアウォールへのルートがあると、ロード バランサーは使われない
  # why en: "app1" stands behind a public load balancer, and without the route would leave from its
  # why en: front-end IP 203.0.113.20. The route leads to the firewall at 10.0.1.4, so the server sees
  # why en: the firewall's address. The same would hold with a NAT gateway or a public IP.
  # why ja: "app1" はパブリック ロード バランサーの背後にあり、ルートがなければ送信元はフロントエンド IP の
  # why ja: 203.0.113.20 です。ルートが 10.0.1.4 のファイアウォールへ向いているため、サーバーから見えるのは
  # why ja: ファイアウォールのアドレスです。NAT ゲートウェイやパブリック IP があっても同じです。
  # facts: route.user-routes-first
  Scenario: A route to a firewall goes before a load balancer
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | app1 | 10.0.0.4   |
    And an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
    And the subnet "app" sends internet traffic to 10.0.1.4
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.60

  # page: other-subnets-unaffected
  # ja: ルート テーブルのないサブネットは影響を受けない
  # why en: A route table counts for the subnets that it is associated with, so "data1" leaves by
  # why en: default outbound access as if there were none. A route that was meant for the whole
  # why en: network has to be given to each subnet.
  # why ja: ルート テーブルは、関連付けられたサブネットだけで使われます。"data1" は、ルート テーブルがない
  # why ja: ものとして既定の送信アクセスから送信します。ネットワーク全体に効かせるには、サブネットごとに関連
  # why ja: 付けてください。
  # facts: outbound.methods
  Scenario: Another subnet isn't affected
    Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
    And the subnet "app" sends internet traffic to 10.0.1.4
    When "data1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220

  # page: network-virtual-appliance
  # ja: 仮想アプライアンスへ送られた後は、アプライアンスが決める
  # why en: The packets reach the machine at 10.0.2.4, and what it does with them is its own affair:
  # why en: it needs IP forwarding, and has to translate the source to its own address. Its own way to
  # why en: the internet then decides what the server sees. azsim follows them no further.
  # why ja: パケットは 10.0.2.4 のマシンに届き、その後の扱いはそのマシン次第です。IP 転送を有効にし、送信元を
  # why ja: 自分のアドレスに変換する必要があります。サーバーから見える送信元は、そのマシン自身の送信接続の
  # why ja: 方法で決まります。azsim ではその先を追いません。
  # facts: route.user-routes-first
  Scenario: A virtual appliance gets what a route leads to it
    Given the subnet "app" sends internet traffic to 10.0.2.4
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then the traffic goes to the virtual appliance 10.0.2.4

  # page: forced-tunnelling
  # ja: 強制トンネリングでは、オンプレミスから出る
  # why en: A route to the virtual network gateway takes internet traffic on-premises: no address of
  # why en: Azure is its source, and the SNAT ports that count are those of the edge there. On the
  # why en: internet it is seen as whatever that edge makes of it.
  # why ja: 仮想ネットワーク ゲートウェイへのルートがあると、インターネット宛てのトラフィックはオンプレミスへ
  # why ja: 送られます。送信元は Azure のアドレスにならず、SNAT ポートもオンプレミス側の機器のものが使われ
  # why ja: ます。サーバーからどう見えるかは、その機器によって決まります。
  # facts: route.user-routes-first
  Scenario: Forced tunnelling takes internet traffic on-premises
    Given the subnet "app" sends internet traffic to the virtual network gateway
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then the traffic goes on-premises through the virtual network gateway

  # page: no-next-hop
  # ja: ネクスト ホップが「なし」のルートでは破棄される
  # why en: The route to 198.51.100.0/24 has no next hop, so what it holds is dropped in silence, and
  # why en: the application sees a time-out. The rest leaves as before.
  # why ja: 198.51.100.0/24 へのルートにはネクスト ホップがないため、宛先がその範囲にあるものは通知なしに
  # why ja: 破棄され、アプリケーションからはタイムアウトに見えます。ほかの宛先には影響しません。
  # facts: route.user-routes-first
  Scenario: What a route without a next hop holds is dropped
    Given the route table of the subnet "app":
      | address prefix  | next hop type | next hop address |
      | 198.51.100.0/24 | none          |                  |
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then the traffic is dropped because its route has no next hop
    When "app1" opens a TCP connection to 192.0.2.80:443
    Then the traffic is delivered

  # page: internet-route-needs-method
  # ja: ネクスト ホップがインターネットのルートだけでは送信できない
  # why en: The route to 198.51.100.0/24 leads past the firewall, as one does for a service tag, and used to
  # why en: end in default outbound access. In a private subnet that isn't there, so what the route holds fails,
  # why en: while the rest leaves by the firewall. A NAT gateway on the subnet is what such routes need; service
  # why en: endpoints aren't affected.
  # why ja: 198.51.100.0/24 へのルートは、サービス タグのルートと同じようにファイアウォールを避けており、これまでは既定の
  # why ja: 送信アクセスを使っていました。プライベート サブネットにはそれがないため、このルートの宛先には接続できず、ほかは
  # why ja: ファイアウォールから送信されます。このようなルートには、サブネットの NAT ゲートウェイが必要です。サービス
  # why ja: エンドポイントには影響しません。
  # facts: default-outbound-access.internet-routes
  Scenario: A route past the firewall to the internet needs a method
    Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
    And the subnet "app" is private
    And the virtual machine "app2" at 10.0.0.5 in the subnet "app"
    And the route table of the subnet "app":
      | address prefix  | next hop type     | next hop address |
      | 0.0.0.0/0       | virtual appliance | 10.0.1.4         |
      | 198.51.100.0/24 | internet          |                  |
    When "app2" opens a TCP connection to 192.0.2.80:443
    Then 192.0.2.80 sees the connection come from the address 203.0.113.60
    When "app2" opens a TCP connection to 198.51.100.7:443
    Then 1 connection fails because no method for outbound connections is left to the instance
    Given the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    When "app2" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.50

  # page: storage-of-the-region
  # ja: 既定ルートがあれば、同じリージョンの Azure Storage 宛てにも使われる
  # why en: Routes come first here as well: what a default route leads to an appliance includes Azure Storage of the
  # why en: region, although it needs no method for outbound connections. A service endpoint would add a longer route
  # why en: of Azure's past the appliance; those aren't modelled.
  # why ja: 同じリージョンの Azure Storage への接続に送信接続の方法は要りませんが、ここでもルートが先に使われ、既定ルートの先の
  # why ja: アプライアンスへ送られます。サービス エンドポイントを有効にすると、より長いプレフィックスの Azure のルートが加わり、
  # why ja: アプライアンスを通らなくなります。サービス エンドポイントはモデル化していません。
  # facts: route.user-routes-first
  Scenario: A default route holds for Azure Storage of the region too
    Given the subnet "app" sends internet traffic to 10.0.2.4
    And the Azure Storage account 198.51.100.20 in the region of the virtual network
    When "app1" opens a TCP connection to 198.51.100.20:443
    Then the traffic goes to the virtual appliance 10.0.2.4

  # page: longest-prefix
  # ja: 0.0.0.0/0 へのルートは、仮想ネットワーク内には使われない
  # why en: Azure's own route to the address space 10.0.0.0/16 has a longer prefix than the default route,
  # why en: and the longest decides. So a default route to a firewall doesn't filter what subnets send to one
  # why en: another; that takes a route to their prefix.
  # why ja: Azure 自身のアドレス空間 10.0.0.0/16 へのルートは既定ルートよりプレフィックスが長く、最も長い
  # why ja: ものが使われます。既定ルートをファイアウォールに向けても、サブネット間の通信は経由しません。
  # why ja: 経由させるには、そのプレフィックスへのルートが必要です。
  # facts: route.longest-prefix
  Scenario: A default route doesn't hold what stays in the network
    Given the subnet "app" sends internet traffic to 10.0.9.4
    When "app1" opens a TCP connection to 10.0.2.4:1433
    Then the traffic is delivered

  # page: same-prefix
  # ja: 同じプレフィックスなら、ルート テーブルのルートが使われる
  # why en: With the prefix of the whole network, 10.0.0.0/16, the route of the table is as long as
  # why en: Azure's own and goes before it. It then holds for machines of the same subnet as well,
  # why en: unless another route keeps those in the network.
  # why ja: ネットワーク全体の 10.0.0.0/16 を指定すると、Azure 自身のルートと同じ長さになり、ルート テーブル
  # why ja: のルートが優先されます。同じサブネットのマシン宛てにも使われるため、必要であれば仮想ネットワーク
  # why ja: をネクスト ホップとするルートを追加してください。
  # facts: route.same-prefix
  Scenario: A route as long as Azure's own goes before it
    Given the route table of the subnet "app":
      | address prefix | next hop type     | next hop address |
      | 10.0.0.0/16    | virtual appliance | 10.0.9.4         |
    When "app1" opens a TCP connection to 10.0.2.4:1433
    Then the traffic goes to the virtual appliance 10.0.9.4
