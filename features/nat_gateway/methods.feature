# ja: NAT ゲートウェイとほかの送信方法
# ja: NAT ゲートウェイは新しい接続に対して最優先で使われる。扱うのは TCP と UDP だけである。
# why en: A NAT gateway on the subnet comes before a load balancer and default outbound access, for new
# why en: connections that a machine opens. Replies to what came in through a load balancer go back there.
# why ja: サブネットの NAT ゲートウェイは、マシンが開く新しい接続に対して、ロード バランサーや既定の送信アクセスより
# why ja: 先に使われます。ロード バランサーから届いた接続への応答は、ロード バランサーへ戻ります。
# facts: outbound.methods
@nat-gateway
Feature: A NAT gateway among other ways out

  For new connections a NAT gateway comes first. It carries TCP and UDP.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name          | address prefix |
      | app           | 10.0.0.0/24    |
      | GatewaySubnet | 10.0.1.0/27    |
      | data          | 10.0.2.0/24    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"

  # page: before-load-balancer
  # ja: NAT ゲートウェイはロード バランサーより優先される
  # why en: "app1" stands behind a public load balancer, and would leave from 203.0.113.20 without the NAT
  # why en: gateway. Servers that allow certain addresses have to know those of the NAT gateway now.
  # why ja: "app1" はパブリック ロード バランサーの背後にあり、NAT ゲートウェイがなければ 203.0.113.20 から送信します。
  # why ja: 送信元を許可リストで制限しているサーバーには、NAT ゲートウェイのアドレスを登録してください。
  # facts: outbound.methods
  Scenario: A NAT gateway goes before a load balancer
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | app1 | 10.0.0.4   |
    And the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.50

  # page: attaching
  # ja: <SKU> の接続後、10 本のうち開いているのは <開いたまま> 本
  # why en: What a <sku> NAT gateway does to connections that are open through the load balancer differs:
  # why en: Standard leaves them, StandardV2 interrupts them, which Microsoft calls a known issue. New ones
  # why en: leave through either at once. Attach StandardV2 when clients can reconnect.
  # why ja: <sku> の NAT ゲートウェイを接続したときの、ロード バランサーを使って開いている接続への影響です。Standard では
  # why ja: 残り、StandardV2 では中断します。Microsoft はこれを既知の問題としています。新しい接続はどちらでもすぐに
  # why ja: NAT ゲートウェイから送信されます。StandardV2 は、クライアントが再接続できるときに接続してください。
  # facts: nat-gateway.attaching, nat-gateway.v2.attaching
  Scenario Outline: Attaching <sku>: <open> of 10 connections stay open
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | app1 | 10.0.0.4   |
    When "app1" opens 10 TCP connections to 198.51.100.7:443
    And the <sku> NAT gateway "nat" with public IP 203.0.113.50 is attached to the subnet "app"
    Then the request is accepted
    And <open> connections of "app1" are still open
    When "app1" opens a TCP connection to 198.51.100.8:443
    Then 198.51.100.8 sees the connection come from the address 203.0.113.50

    Examples:
      # ja: | SKU | 開いたまま |
      | sku        | open |
      | Standard   | 10   |
      | StandardV2 | 0    |

  # page: ping
  # ja: Standard の NAT ゲートウェイは ping を通さない
  # why en: A Standard NAT gateway carries TCP and UDP only, so that a ping from behind it shows nothing about
  # why en: the connection. Test with TCP. A StandardV2 NAT gateway carries ping, by the newest page.
  # why ja: Standard の NAT ゲートウェイが扱うのは TCP と UDP だけなので、ping の結果から接続の良し悪しは分かりません。
  # why ja: TCP で確認してください。最新のページによれば、StandardV2 は ping を扱います。
  # facts: nat-gateway.protocols
  Scenario: A Standard NAT gateway carries no ping
    Given the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    When "app1" sends ICMP to 198.51.100.7
    Then the traffic is dropped because the NAT gateway carries only TCP and UDP

  # page: ping-v2
  # ja: StandardV2 の NAT ゲートウェイは UDP も ping も通す
  # why en: The list of SKUs gives StandardV2 ping beside TCP and UDP. Older pages say of every NAT gateway
  # why en: that it carries none, so try it before you rely on it.
  # why ja: SKU の一覧では、StandardV2 は TCP と UDP に加えて ping を扱います。古いページはどの NAT ゲートウェイも扱わない
  # why ja: としているため、当てにする前に試してください。
  # facts: nat-gateway.v2.protocols
  Scenario: A StandardV2 NAT gateway carries UDP and ping
    Given the StandardV2 NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    When "app1" opens a UDP flow to 198.51.100.7:53
    Then the traffic is delivered
    When "app1" sends ICMP to 198.51.100.7
    Then the traffic is delivered

  # page: unsolicited
  # ja: NAT ゲートウェイのアドレスへの通信は届かない
  # why en: From the internet only answers come in. Machines that have to be reached need a load balancer or a
  # why en: public IP of their own; the NAT gateway doesn't get in the way of those.
  # why ja: インターネットから届くのは応答だけです。外部からの接続を受けるマシンには、ロード バランサーまたは専用のパブリック
  # why ja: IP が必要です。NAT ゲートウェイがあっても、それらは使えます。
  # facts: nat-gateway.no-unsolicited-inbound
  Scenario: Nothing unasked comes in
    Given the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    When "app1" opens a UDP flow to 198.51.100.7:53
    And 198.51.100.8 sends a UDP packet to 203.0.113.50:53
    Then the traffic is dropped because no flow of the deployment expects it

  # page: replies-go-back
  # ja: ロード バランサーから届いた接続への応答はロード バランサーへ戻る
  # why en: The NAT gateway is for what machines open. The request of the client came in through the load
  # why en: balancer, and its response leaves from there, so that the client knows whose it is.
  # why ja: NAT ゲートウェイが使われるのは、マシンが開く接続です。クライアントの要求はロード バランサーから届いたため、
  # why ja: 応答もロード バランサーのアドレスから返ります。
  # facts: outbound.methods
  Scenario: Replies leave by the load balancer they came in by
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | app1 | 10.0.0.4   |
    And the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    And the client 192.0.2.10
    When 192.0.2.10 sends a request to 203.0.113.20:443
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.10   | 203.0.113.20 |
      | lb     | app1   | 192.0.2.10   | 10.0.0.4     |
      | app1   | lb     | 10.0.0.4     | 192.0.2.10   |
      | lb     | client | 203.0.113.20 | 192.0.2.10   |
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.50

  # page: refusals
  # ja: <SKU> の NAT ゲートウェイは <アドレスの SKU> のアドレスを使えない
  # why en: The addresses of a NAT gateway have its own SKU: Standard those of Standard, StandardV2 those of
  # why en: StandardV2, and Basic none.
  # why ja: NAT ゲートウェイには SKU に合ったアドレスが必要です。Standard には Standard、StandardV2 には StandardV2 の
  # why ja: アドレスを使い、Basic は使えません。
  # facts: nat-gateway.address-skus, nat-gateway.v2.address-skus
  Scenario Outline: A <sku> NAT gateway takes no <address_sku> address
    When the <sku> NAT gateway "nat" with the <address_sku> public IP 203.0.113.50 is attached to the subnet "app"
    Then the request is refused because the SKU of the NAT gateway needs public IP addresses of the SKU <needed>

    Examples:
      # ja: | SKU | アドレスの SKU | 必要な SKU |
      | sku        | address_sku | needed     |
      | Standard   | Basic       | Standard   |
      | Standard   | StandardV2  | Standard   |
      | StandardV2 | Standard    | StandardV2 |

  # page: gateway-subnet
  # ja: ゲートウェイ サブネットには接続できない
  # why en: A subnet of the name GatewaySubnet belongs to virtual network gateways, and Azure attaches no NAT
  # why en: gateway to it.
  # why ja: GatewaySubnet という名前のサブネットは仮想ネットワーク ゲートウェイのものであり、NAT ゲートウェイを接続することは
  # why ja: できません。
  # facts: nat-gateway.refused-subnets
  Scenario: A gateway subnet takes no NAT gateway
    When the Standard NAT gateway "nat" with public IP 203.0.113.50 is attached to the subnet "GatewaySubnet"
    Then the request is refused because a NAT gateway can't be attached to a gateway subnet

  # page: delegated-subnets
  # ja: 特定のサービスに委任されたサブネットには接続できない
  # why en: A subnet with SQL managed instances takes no NAT gateway at all. StandardV2 can't be attached to the
  # why en: delegated subnets of other services either, such as <service>; Standard can.
  # why ja: SQL マネージド インスタンスのサブネットには、どの NAT ゲートウェイも接続できません。StandardV2 は、
  # why ja: <service> など、ほかのサービスに委任されたサブネットにも接続できません。Standard なら接続できます。
  # facts: nat-gateway.v2.refused-delegations
  Scenario Outline: Subnets that are delegated to certain services take no StandardV2 NAT gateway
    Given the subnet "app" is delegated to "<service>"
    When the StandardV2 NAT gateway "nat" with public IP 203.0.113.50 is attached to the subnet "app"
    Then the request is refused because no StandardV2 NAT gateway can be attached to a subnet that is delegated to this service

    Examples:
      # ja: | サービス |
      | service                                     |
      | Microsoft.Sql/managedInstances              |
      | Microsoft.ContainerInstance/containerGroups |
      | Microsoft.DBforPostgreSQL/flexibleServers   |
      | Microsoft.DBforMySQL/flexibleServers        |
      | Microsoft.DataFactory/factories             |
      | Microsoft.PowerPlatform/enterprisePolicies  |
      | Microsoft.StreamAnalytics/streamingJobs     |
      | Microsoft.Web/serverFarms                   |
      | Microsoft.App/environments                  |
      | Microsoft.Network/dnsResolvers              |

  # page: sql-managed-instance
  # ja: SQL マネージド インスタンスのサブネットには接続できない
  # why en: Azure attaches no NAT gateway to a subnet that contains SQL managed instances. A container group's
  # why en: subnet takes a Standard one.
  # why ja: SQL マネージド インスタンスのあるサブネットに NAT ゲートウェイは接続できません。コンテナー グループの
  # why ja: サブネットには Standard の NAT ゲートウェイを接続できます。
  # facts: nat-gateway.refused-delegations
  Scenario: The subnet of a SQL managed instance takes no NAT gateway
    Given the subnet "app" is delegated to "Microsoft.Sql/managedInstances"
    And the subnet "data" is delegated to "Microsoft.ContainerInstance/containerGroups"
    When the Standard NAT gateway "nat" with public IP 203.0.113.50 is attached to the subnet "app"
    Then the request is refused because no Standard NAT gateway can be attached to a subnet that is delegated to this service
    When the Standard NAT gateway "nat" with public IP 203.0.113.50 is attached to the subnet "data"
    Then the request is accepted

  # page: without-public-ip
  # ja: パブリック IP のない NAT ゲートウェイは何も運ばない
  # why en: Azure accepts a NAT gateway without a public IP, which isn't operational until it has one. Till
  # why en: then "app1" leaves by its load balancer here; the document doesn't say by what. Once an address is
  # why en: added, new connections leave from it.
  # why ja: Azure はパブリック IP のない NAT ゲートウェイも受け付けますが、追加するまで動作しません。それまで "app1" は、
  # why ja: ここではロード バランサーから送信します。どの方法になるかは文書にありません。アドレスを追加すると、新しい接続は
  # why ja: NAT ゲートウェイから送信されます。
  # facts: nat-gateway.without-address, outbound.methods
  Scenario: A NAT gateway without a public IP carries nothing
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | app1 | 10.0.0.4   |
    And the NAT gateway "nat" without a public IP address on the subnet "app"
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.20
    When 1 public IP address is added to the NAT gateway "nat"
    Then the methods for outbound connections of "app1" are:
      | method                   | state                                        |
      | user-defined route       | none                                         |
      | NAT gateway              | used                                         |
      | public IP of the machine | none                                         |
      | outbound rule            | none                                         |
      | load-balancing rule      | available                                    |
      | default outbound access  | it is behind a Standard public load balancer |

  # page: basic-load-balancer
  # ja: Basic ロード バランサーがあるサブネットには接続できない
  # why en: One machine behind a Basic load balancer keeps the whole subnet from a NAT gateway. Upgrade the
  # why en: load balancer to Standard first; the Basic SKU has been retired.
  # why ja: Basic ロード バランサーの背後にあるマシンが 1 台でもあれば、そのサブネットに NAT ゲートウェイは接続できません。
  # why ja: 先にロード バランサーを Standard にアップグレードしてください。Basic SKU はすでに廃止されています。
  # facts: nat-gateway.no-basic-in-subnet
  Scenario: A Basic load balancer keeps a NAT gateway out
    Given a Basic public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "app1"
    When the Standard NAT gateway "nat" with public IP 203.0.113.50 is attached to the subnet "app"
    Then the request is refused because a subnet with a NAT gateway can't have Basic load balancers or Basic public IP addresses

  # page: basic-public-ip
  # ja: NAT ゲートウェイのあるサブネットで Basic パブリック IP は使えない
  # why en: The other way round as well: a machine of the subnet gets no Basic public IP. A Standard one goes
  # why en: with the NAT gateway, which then carries what the machine opens.
  # why ja: 逆も同じで、サブネットのマシンに Basic のパブリック IP は割り当てられません。Standard であれば併用でき、マシンが
  # why ja: 開く接続は NAT ゲートウェイから送信されます。
  # facts: nat-gateway.no-basic-in-subnet
  Scenario: A machine beside a NAT gateway gets no Basic public IP
    Given the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    When the Basic public IP 203.0.113.51 is assigned to "app1"
    Then the request is refused because a subnet with a NAT gateway can't have Basic load balancers or Basic public IP addresses
    When the public IP 203.0.113.52 is assigned to "app1"
    Then the request is accepted
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.50
