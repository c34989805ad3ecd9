# ja: ハブのファイアウォールとスポーク
# ja: スポークのマシンは、ピアリングとルートにより、ハブのファイアウォールからインターネットに接続する。
# why en: A peering makes two virtual networks one for private addresses, and leads no further. A route of the
# why en: spoke to the private address of the hub's firewall sends the rest there; what gets out has the
# why en: firewall's address, or that of the NAT gateway on its subnet.
# why ja: ピアリングにより、二つの仮想ネットワークはプライベート アドレスについて一つになりますが、その先へは届きません。
# why ja: スポークのルートをハブのファイアウォールのプライベート アドレスに向けると、それ以外の通信はそこへ送られ、
# why ja: 送信元はファイアウォールか、そのサブネットの NAT ゲートウェイのアドレスになります。
# facts: peering.connects, peering.not-transitive
@firewall
Feature: A firewall in a hub, and spokes that are peered with it

  Machines of spokes reach the internet through the firewall of the hub, by peering and by a
  route.

  Background:
    Given a virtual network "hub" with the address space 10.0.0.0/16 and subnets:
      | name                | address prefix |
      | AzureFirewallSubnet | 10.0.1.0/26    |
      | shared              | 10.0.2.0/24    |
    And a virtual network "spoke1" with the address space 10.1.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.1.0.0/24    |
    And a virtual network "spoke2" with the address space 10.2.0.0/16 and subnets:
      | name | address prefix |
      | data | 10.2.0.0/24    |
    And the virtual machine "dns1" at 10.0.2.4 in the subnet "shared"
    And the virtual machine "app1" at 10.1.0.4 in the subnet "app"
    And the virtual machine "data1" at 10.2.0.4 in the subnet "data"
    And an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60

  # page: through-the-hub
  # ja: スポークからの送信元は、ハブのファイアウォールか NAT ゲートウェイになる
  # why en: The default route of "app" leads to 10.0.1.4 in the hub, which the peering reaches. Without a NAT
  # why en: gateway the server would see 203.0.113.60; with one on the firewall's subnet it is 203.0.113.70.
  # why ja: "app" の既定のルートはハブの 10.0.1.4 に向いており、ピアリングで届きます。NAT ゲートウェイがなければ送信元は
  # why ja: 203.0.113.60 です。ファイアウォールのサブネットに NAT ゲートウェイがあれば 203.0.113.70 になります。
  # facts: peering.connects, firewall.nat-gateway
  Scenario: A spoke leaves through the firewall of the hub and its NAT gateway
    Given the virtual networks "hub" and "spoke1" are peered
    And the subnet "app" sends internet traffic to 10.0.1.4
    And the NAT gateway "nat" with public IP 203.0.113.70 on the subnet "AzureFirewallSubnet"
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.70
    When "app1" opens 200 TCP connections to 198.51.100.8:443
    Then 198.51.100.8 sees the connection come from the address 203.0.113.70

  # page: without-peering
  # ja: 一方にしかピアリングがなければ、ルートの先に届かない
  # why en: "spoke1" has a peering with "hub", and "hub" none with "spoke1": nothing passes, and a route to
  # why en: 10.0.1.4 connects nothing by itself. Check the status of the peering on both sides.
  # why ja: "spoke1" には "hub" とのピアリングがありますが、"hub" にはないため、何も通りません。10.0.1.4 へのルートだけ
  # why ja: ではつながりません。双方でピアリングの状態を確認してください。
  # facts: peering.from-both-sides
  Scenario: With a peering on one side only, the route leads nowhere
    Given the virtual network "spoke1" is peered with "hub" from its side only
    And the subnet "app" sends internet traffic to 10.0.1.4
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then the connection fails because no peering connects the two virtual networks

  # page: to-the-hub
  # ja: ピアリングした仮想ネットワークのマシンには、そのまま届く
  # why en: A peering adds a route to 10.0.0.0/16, which is longer than the default route to the firewall: what
  # why en: goes to the hub's own machines passes by it, and they see 10.1.0.4.
  # why ja: ピアリングにより 10.0.0.0/16 へのルートが加わり、ファイアウォールへの既定のルートより長いプレフィックスの
  # why ja: このルートが使われます。ハブのマシンへの通信はファイアウォールを経由せず、送信元は 10.1.0.4 のままです。
  # facts: peering.connects, route.longest-prefix
  Scenario: Machines of a peered network are reached as they are
    Given the virtual networks "hub" and "spoke1" are peered
    And the subnet "app" sends internet traffic to 10.0.1.4
    When "app1" opens a TCP connection to 10.0.2.4:53
    Then 10.0.2.4 sees the connection come from the address 10.1.0.4
    And that connection is still open

  # page: not-transitive
  # ja: 同じハブとピアリングしたスポークどうしは、つながらない
  # why en: Each spoke is peered with the hub, which connects neither with the other: peering isn't transitive.
  # why en: Peer the spokes, or send what goes between them through the firewall.
  # why ja: 各スポークはハブとピアリングされていますが、ピアリングは推移的ではないため、スポークどうしはつながりません。
  # why ja: スポークどうしをピアリングするか、ファイアウォールを経由させてください。
  # facts: peering.not-transitive
  Scenario: Two spokes of a hub don't reach each other
    Given the virtual networks "hub" and "spoke1" are peered
    And the virtual networks "hub" and "spoke2" are peered
    When "app1" opens a TCP connection to 10.2.0.4:1433
    Then the connection fails because no peering connects the two virtual networks

  # page: between-spokes
  # ja: スポーク間の通信には、両方のルートと転送の許可が必要である
  # why en: Routes of both spokes lead to the firewall, and both peerings allow forwarded traffic. The firewall
  # why en: translates nothing between private addresses, so "data1" sees 10.1.0.4.
  # why ja: 両方のスポークのルートがファイアウォールに向いており、両方のピアリングで転送されたトラフィックが許可されて
  # why ja: います。プライベート アドレス間では変換されないため、"data1" から見た送信元は 10.1.0.4 です。
  # facts: peering.connects, firewall.private-destinations
  Scenario: Spokes reach each other through the firewall
    Given the virtual networks "hub" and "spoke1" are peered and allow forwarded traffic
    And the virtual networks "hub" and "spoke2" are peered and allow forwarded traffic
    And the subnet "app" sends internet traffic to 10.0.1.4
    And the subnet "data" sends internet traffic to 10.0.1.4
    When "app1" opens a TCP connection to 10.2.0.4:1433
    Then 10.2.0.4 sees the connection come from the address 10.1.0.4
    And that connection is still open

  # page: forwarded-traffic
  # ja: 転送を許可していないピアリングでは、スポーク間の通信は届かない
  # why en: The peerings don't allow forwarded traffic, and what the firewall passes on comes from another
  # why en: network than the hub. Allow it on the peerings of both spokes.
  # why ja: ピアリングで転送されたトラフィックが許可されておらず、ファイアウォールが渡すものはハブとは別のネットワーク
  # why ja: から来ています。両方のスポークのピアリングで許可してください。
  # facts: peering.forwarded-traffic
  Scenario: Without forwarded traffic the firewall doesn't connect spokes
    Given the virtual networks "hub" and "spoke1" are peered
    And the virtual networks "hub" and "spoke2" are peered
    And the subnet "app" sends internet traffic to 10.0.1.4
    And the subnet "data" sends internet traffic to 10.0.1.4
    When "app1" opens a TCP connection to 10.2.0.4:1433
    Then the connection fails because the peering doesn't allow forwarded traffic
