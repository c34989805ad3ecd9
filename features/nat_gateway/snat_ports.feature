# ja: NAT ゲートウェイの SNAT ポート
# ja: どのマシンのポートも一つの在庫から取られ、一つの宛先への接続には上限がある。
# why en: A NAT gateway allocates nothing beforehand: every machine of its subnets takes ports from one
# why en: inventory of 64,512 for each public IP. Toward one destination the limit of 50,000 connections
# why en: comes first. There is no metric of its port use; count connections instead.
# why ja: NAT ゲートウェイは事前に何も割り当てません。どのサブネットのマシンも、パブリック IP ごとに 64,512 個の
# why ja: 在庫からポートを取ります。一つの宛先に対しては、接続 50,000 本の上限が先に効きます。ポート使用数の
# why ja: メトリックはないため、接続の数を見てください。
# facts: nat-gateway.ports, nat-gateway.connections-to-one-destination
@nat-gateway
Feature: SNAT ports of a NAT gateway

  All machines take their ports from one inventory, and connections to one destination have a limit.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.0.0.0/24    |
      | data | 10.0.1.0/24    |
      | jobs | 10.0.2.0/24    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    And the virtual machine "app2" at 10.0.0.5 in the subnet "app"
    And the virtual machine "app3" at 10.0.0.6 in the subnet "app"
    And the virtual machine "data1" at 10.0.1.4 in the subnet "data"

  # page: inventory
  # ja: パブリック IP <アドレス> 個で SNAT ポート <ポート> 個
  # why en: Each public IP adds 64,512 SNAT ports, so that <addresses> × 64,512 = <ports>. TCP and UDP have
  # why en: an inventory each.
  # why ja: パブリック IP を加えるごとに SNAT ポートが 64,512 個増えるため、<addresses> × 64,512 = <ports> です。
  # why ja: TCP と UDP はそれぞれ別の在庫を持ちます。
  # facts: nat-gateway.ports
  Scenario Outline: With <addresses> public IP there are <ports> SNAT ports
    Given the NAT gateway "nat" with <addresses> public IP addresses on the subnet "app"
    Then the NAT gateway "nat" has <ports> SNAT ports for each protocol

    Examples:
      # ja: | アドレス | ポート |
      | addresses | ports     |
      | 1         | 64,512    |
      | 2         | 129,024   |
      | 16        | 1,032,192 |

  # page: prefix
  # ja: パブリック IP プレフィックスのアドレスはすべて使われる
  # why en: 203.0.113.48/30 has 4 addresses, and the NAT gateway uses every one of them:
  # why en: 4 × 64,512 = 258,048 ports. Whoever keeps an allow list writes the prefix once.
  # why ja: 203.0.113.48/30 には 4 個のアドレスがあり、NAT ゲートウェイはそのすべてを使います。ポートは
  # why ja: 4 × 64,512 = 258,048 個です。許可リストにはプレフィックスを一つ書けば足ります。
  # facts: nat-gateway.ports
  Scenario: Every address of a prefix is used
    Given the NAT gateway "nat" with the public IP prefix 203.0.113.48/30 on the subnet "app"
    Then the NAT gateway "nat" has 258,048 SNAT ports for each protocol
    When "app1" opens 1,000 TCP connections to 198.51.100.7:443
    Then every connection comes from either 203.0.113.48, 203.0.113.49, 203.0.113.50 or 203.0.113.51
    And each of those addresses carries at least 180 connections

  # page: shared-inventory
  # ja: アイドル状態の隣のマシンの分も使える
  # why en: Nothing is set aside for "app2", so that "app1" opens as many connections as its guest has
  # why en: ports: 16,384 toward one destination. Behind a load balancer it would have a share of its own
  # why en: and fail at its end, with the neighbour's unused.
  # why ja: "app2" のために残されるポートはないため、"app1" はゲストのポートがある限り接続を開けます。一つの宛先に
  # why ja: 対しては 16,384 本です。ロード バランサーの背後ではマシンごとに割り当てが決まっており、隣のポートが余って
  # why ja: いても失敗します。
  # facts: nat-gateway.on-demand
  @starter
  Scenario: An idle neighbour's share is there for all
    Given the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    When "app1" opens 16,384 TCP connections to 198.51.100.7:443
    Then all 16,384 connections succeed
    And "app1" uses 16,384 SNAT ports
    And "app2" uses 0 SNAT ports

  # page: several-subnets
  # ja: NAT ゲートウェイは何個のサブネットにも使える
  # why en: One NAT gateway serves several subnets of a virtual network. Their machines leave from the same
  # why en: address and take from one inventory, and so a server can't tell the subnets apart.
  # why ja: 一つの NAT ゲートウェイは、仮想ネットワーク内の複数のサブネットに接続できます。どのサブネットのマシンも同じ
  # why ja: アドレスから送信し、同じ在庫を使うため、サーバーからはサブネットを区別できません。
  # facts: nat-gateway.on-demand
  Scenario: One NAT gateway serves several subnets
    Given the virtual machine "job1" at 10.0.2.4 in the subnet "jobs"
    And the NAT gateway "nat" with public IP 203.0.113.50 on the subnets:
      | subnet |
      | app    |
      | data   |
      | jobs   |
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.50
    When "job1" opens a TCP connection to 198.51.100.8:443
    Then 198.51.100.8 sees the connection come from the address 203.0.113.50

  # page: one-destination
  # ja: 一つの宛先への 50,001 本目の接続は失敗する
  # why en: Each public IP carries 50,000 connections to one destination, although it has 64,512 ports.
  # why en: After 49,990 + 10 = 50,000 of them the next one fails, whoever opens it. A second public IP
  # why en: doubles the number, and other destinations have their own 50,000.
  # why ja: パブリック IP には 64,512 個のポートがありますが、一つの宛先への接続は 50,000 本までです。
  # why ja: 49,990 + 10 = 50,000 本の後は、どのマシンが開いても次の 1 本は失敗します。パブリック IP を増やせば上限も
  # why ja: 増え、別の宛先にも 50,000 本を使えます。
  # facts: nat-gateway.connections-to-one-destination, nat-gateway.ports
  Scenario: The 50,001st connection to one destination fails
    Given the NAT gateway "nat" with public IP 203.0.113.50 on the subnets "app" and "data"
    And the NAT gateway "nat" carries 49,990 TCP connections of other machines to 198.51.100.7:443
    When "data1" opens 11 TCP connections to 198.51.100.7:443
    Then 10 connections succeed
    And 1 connection fails because a NAT gateway carries no more than 50,000 connections to one destination for each public IP
    When "app1" opens 1,000 TCP connections to 198.51.100.8:443
    Then all 1,000 connections succeed

  # page: one-destination-two-addresses
  # ja: 2 個のアドレスでは、一つの宛先へ 100,000 本
  # why en: Whichever address a connection draws first, it leaves from the other where that one is full:
  # why en: 50,000 × 2 = 100,000 connections to one destination, and not one more.
  # why ja: 選ばれたアドレスに空きがなければ、もう一方から送信します。一つの宛先への接続は 50,000 × 2 = 100,000 本まで
  # why ja: で、それを超えると失敗します。
  # facts: nat-gateway.connections-to-one-destination
  Scenario: Two addresses carry 100,000 to one destination
    Given the NAT gateway "nat" with public IP 203.0.113.50 and 203.0.113.51 on the subnet "app"
    And the NAT gateway "nat" carries 99,980 TCP connections of other machines to 198.51.100.7:443
    When "app1" opens 21 TCP connections to 198.51.100.7:443
    Then 20 connections succeed
    And 1 connection fails because a NAT gateway carries no more than 50,000 connections to one destination for each public IP

  # page: all-destinations
  # ja: 宛先を問わず、接続は合わせて 2,000,000 本まで
  # why en: The whole NAT gateway carries 2,000,000 connections to all destinations, however many addresses
  # why en: it has: 1,999,990 + 10, and the next one fails. An older page says that it may go beyond, at a
  # why en: risk. If you need more, divide the machines among subnets with NAT gateways of their own.
  # why ja: NAT ゲートウェイ全体の接続は、アドレスの数によらず、すべての宛先を合わせて 2,000,000 本までです。
  # why ja: 1,999,990 + 10 本の後、次の 1 本は失敗します。古いページは、リスクはあるが超えることもあるとしています。
  # why ja: 足りなければ、マシンを別の NAT ゲートウェイがあるサブネットに分けてください。
  # facts: nat-gateway.connections
  Scenario: A NAT gateway carries 2,000,000 connections in all
    Given the NAT gateway "nat" with 16 public IP addresses on the subnet "app"
    And the NAT gateway "nat" carries 1,999,990 TCP connections of other machines
    When "app1" opens 11 TCP connections to 198.51.100.7:443
    Then 10 connections succeed
    And 1 connection fails because a NAT gateway carries no more than 2,000,000 connections

  # page: two-addresses
  # ja: 接続の送信元は、フローごとに 2 個のアドレスから選ばれる
  # why en: Each flow draws its address, and nobody can say beforehand which it gets, so allow both at the
  # why en: server. Toward one destination they carry 50,000 × 2 = 100,000 connections. Passive FTP fails
  # why en: where its two connections come from different addresses.
  # why ja: アドレスはフローごとに選ばれ、どちらになるかは事前に分かりません。サーバーでは両方を許可してください。一つの
  # why ja: 宛先への接続は、合わせて 50,000 × 2 = 100,000 本までです。パッシブ FTP は、二つの接続の送信元が異なると
  # why ja: 失敗します。
  # facts: nat-gateway.connections-to-one-destination, nat-gateway.address-choice
  Scenario: Each connection leaves from one of two addresses
    Given the NAT gateway "nat" with public IP 203.0.113.50 and 203.0.113.51 on the subnet "app"
    When "app1" opens 1,000 TCP connections to 198.51.100.7:443
    Then every connection comes from either 203.0.113.50 or 203.0.113.51
    And each of those addresses carries at least 400 connections

  # page: ports-are-not-shared-early
  # ja: 空きポートがある間は、宛先が違ってもポートを共有しない
  # why en: A NAT gateway takes a port that no flow uses while there is one: 1,000 connections to each of
  # why en: 3 destinations use 1,000 × 3 = 3,000 ports, where a load balancer would use 1,000. That costs
  # why en: nothing: once no port is free, a port serves several destinations.
  # why ja: NAT ゲートウェイは、どのフローも使っていないポートがある間はそれを使います。3 個の宛先へ 1,000 本ずつ
  # why ja: 開くと 1,000 × 3 = 3,000 個を使います。ロード バランサーなら 1,000 個です。これで困ることはありません。
  # why ja: 空きがなくなれば、一つのポートが複数の宛先に使われます。
  # facts: nat-gateway.port-choice
  Scenario: Ports aren't shared while others are free
    Given the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    When "app1" opens 1,000 TCP connections to each of:
      | destination      |
      | 198.51.100.7:443 |
      | 198.51.100.8:443 |
      | 198.51.100.9:443 |
    Then all 3,000 connections succeed
    And "app1" uses 3,000 SNAT ports

  # page: removing-an-address
  # ja: パブリック IP を取り外すと、そのアドレスの接続だけが終わる
  # why en: Connections of the address that is removed end; the others stay, and new ones leave from the
  # why en: address that is left. Move to new addresses by adding them first, and let clients reconnect.
  # why ja: 取り外したアドレスの接続は終わり、ほかの接続は残ります。新しい接続は残ったアドレスから送信されます。
  # why ja: アドレスを切り替えるときは、先に新しいアドレスを追加し、クライアントが再接続できるようにしてください。
  # facts: nat-gateway.removed-address-ends-flows
  Scenario: Removing an address ends its connections
    Given the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    When "app1" opens 100 TCP connections to 198.51.100.7:443
    And 1 public IP address is added to the NAT gateway "nat"
    Then all 100 connections are still open
    When the public IP 203.0.113.50 is removed from the NAT gateway "nat"
    Then 0 connections of "app1" are still open
    When "app1" opens a TCP connection to 198.51.100.8:443
    Then the traffic is delivered

  # page: too-many-addresses
  # ja: パブリック IP は 16 個まで
  # why en: A NAT gateway has 16 public IPv4 addresses at most, those of prefixes included.
  # why en: 16 × 64,512 = 1,032,192 ports is therefore as much as there is.
  # why ja: NAT ゲートウェイのパブリック IPv4 アドレスは、プレフィックスの分を含めて 16 個までです。
  # why ja: したがって、ポートは 16 × 64,512 = 1,032,192 個が最大です。
  # facts: nat-gateway.addresses
  Scenario: There are 16 public IP addresses at most
    Given the NAT gateway "nat" with 15 public IP addresses on the subnet "app"
    When 1 public IP address is added to the NAT gateway "nat"
    Then the request is accepted
    When 1 public IP address is added to the NAT gateway "nat"
    Then the request is refused because a NAT gateway has at most 16 public IP addresses

  # page: churn
  # ja: 保持中のポートは、同じ宛先には 65 秒使えず、別の宛先にはすぐ使える
  # why en: A connection that was closed by FIN counts for 65 s more toward its destination, so that one
  # why en: public IP lasts for 50,000 ÷ 65 ≈ 769 new connections a second. Whether one on hold counts isn't
  # why en: documented; if it doesn't, 64,512 ÷ 65 ≈ 992 is the bound. Toward another destination the ports
  # why en: serve at once: 16,384 is more than the 64,512 − 50,000 = 14,512 that nothing holds.
  # why ja: FIN で閉じた接続は、その後 65 秒間も宛先への接続に数えられます。したがって、パブリック IP ごとに毎秒
  # why ja: 50,000 ÷ 65 ≈ 769 本の新しい接続が限度です。保持中の接続を数えるかどうかは文書になく、数えない場合は
  # why ja: 64,512 ÷ 65 ≈ 992 本です。別の宛先にはすぐ使えます。16,384 本は、どこにも使われていない 64,512 − 50,000 =
  # why ja: 14,512 個より多い本数です。
  # facts: nat-gateway.fin-hold, nat-gateway.connections-to-one-destination, nat-gateway.ports, nat-gateway.hold-counts, nat-gateway.hold-is-per-destination
  Scenario: A port that cools for one destination serves another
    Given the NAT gateway "nat" with public IP 203.0.113.50 on the subnets "app" and "data"
    And the virtual machine "data2" at 10.0.1.5 in the subnet "data"
    When "app1" opens 16,384 TCP connections to 198.51.100.7:443
    And "app2" opens 16,384 TCP connections to 198.51.100.7:443
    And "app3" opens 16,384 TCP connections to 198.51.100.7:443
    And "data1" opens 848 TCP connections to 198.51.100.7:443
    And 50,000 of the connections end with FIN from both ends
    And "data2" opens 16,384 TCP connections to 198.51.100.8:443
    Then all 16,384 connections succeed
    When 64 seconds pass
    And "data2" opens 1,000 TCP connections to 198.51.100.7:443
    Then 1,000 connections fail because a NAT gateway carries no more than 50,000 connections to one destination for each public IP
    When 1 second passes
    And "data2" opens 1,000 TCP connections to 198.51.100.7:443
    Then all 1,000 connections succeed
