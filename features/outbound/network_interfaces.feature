# ja: 複数のネットワーク インターフェイスを持つマシン
# ja: 送信には、別に指定しない限り、プライマリ ネットワーク インターフェイスのプライマリ IP 構成が使われる。送信の方法は
# ja: IP 構成ごとに決まる。
# why en: A machine with several network interfaces, or several IP configurations on one, has a method for outbound
# why en: connections and SNAT ports for each of them. Which one a connection uses is decided in the machine: the
# why en: primary one, unless the program binds another address.
# why ja: ネットワーク インターフェイスや IP 構成が複数あるマシンでは、送信接続の方法と SNAT ポートが IP 構成ごとに
# why ja: 決まります。接続がどれを使うかはマシンの中で決まり、プログラムが別のアドレスをバインドしない限りプライマリです。
# facts: network-interface.primary-outbound
@outbound
Feature: Machines with several network interfaces

  What a machine sends leaves from the primary IP configuration of its primary network interface, unless it says
  otherwise. Each IP configuration has its own method for outbound connections.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name  | address prefix |
      | front | 10.0.1.0/24    |
      | back  | 10.0.2.0/24    |

  # page: primary-by-default
  # ja: 接続はプライマリ IP 構成のアドレスから送信される
  # why en: All three IP configurations have a public IP. The connection leaves from 203.0.113.1, that of the primary IP
  # why en: configuration of the primary interface: the first row. An allow list needs only that one.
  # why ja: 三つの IP 構成すべてにパブリック IP があります。接続は 203.0.113.1 から送信されます。これはプライマリ インターフェイスの
  # why ja: プライマリ IP 構成 (先頭の行) のものです。許可リストに必要なのはこれだけです。
  # facts: network-interface.primary-outbound
  Scenario: A connection leaves from the primary IP configuration
    Given the virtual machine "vm1" with network interfaces:
      | name | IP configuration | subnet | private IP | public IP   |
      | eth0 | ipconfig1        | front  | 10.0.1.4   | 203.0.113.1 |
      | eth0 | ipconfig2        | front  | 10.0.1.5   | 203.0.113.2 |
      | eth1 | ipconfig1        | back   | 10.0.2.4   | 203.0.113.3 |
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.1

  # page: bound-address
  # ja: 別のアドレスをバインドした接続は、そのパブリック IP から送信される
  # why en: 10.0.1.5 is on the primary interface, so its operating system needs nothing more. From 10.0.2.4, on the
  # why en: secondary interface, a connection gets nowhere without a route that leads it out there.
  # why ja: 10.0.1.5 はプライマリ インターフェイスにあるため、OS の設定は不要です。セカンダリ インターフェイスの 10.0.2.4 からの
  # why ja: 接続は、そこから送信させるルートがなければどこにも届きません。
  # facts: network-interface.secondary-gateway
  Scenario: A bound address leaves by its own public IP, given a route
    Given the virtual machine "vm1" with network interfaces:
      | name | private IP | public IP   |
      | eth0 | 10.0.1.4   | 203.0.113.1 |
      | eth0 | 10.0.1.5   | 203.0.113.2 |
      | eth1 | 10.0.2.4   | 203.0.113.3 |
    When "vm1" opens a TCP connection from 10.0.1.5 to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.2
    When "vm1" opens a TCP connection from 10.0.2.4 to 198.51.100.7:443
    Then the traffic is dropped because it leaves by a network interface that doesn't have its source address

  # page: route-by-source
  # ja: 送信元アドレスに基づくルートがあれば、セカンダリ インターフェイスからも接続できる
  # why en: With a rule and a route for 10.0.2.4 in the operating system, the connection leaves by eth1 and its public
  # why en: IP. Connections that bind nothing stay with eth0.
  # why ja: OS に 10.0.2.4 のルールとルートがあれば、接続は eth1 から、そのパブリック IP で送信されます。アドレスをバインドしない
  # why ja: 接続は eth0 のままです。
  # facts: network-interface.primary-outbound
  Scenario: With a route by source address the second interface connects
    Given the virtual machine "vm1" with network interfaces:
      | name | private IP | public IP   |
      | eth0 | 10.0.1.4   | 203.0.113.1 |
      | eth1 | 10.0.2.4   | 203.0.113.3 |
    And "vm1" sends from each of its addresses through the network interface that has it
    When "vm1" opens a TCP connection from 10.0.2.4 to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.3
    When "vm1" opens a TCP connection to 198.51.100.8:443
    Then 198.51.100.8 sees the connection come from the address 203.0.113.1

  # page: within-the-subnet
  # ja: セカンダリ インターフェイスは、自分のサブネットの中とは通信できる
  # why en: 10.0.2.9 lies in the subnet of eth1, and the operating system reaches it there without a gateway, from
  # why en: 10.0.2.4. Only what lies beyond needs a route.
  # why ja: 10.0.2.9 は eth1 のサブネットにあり、OS はゲートウェイなしで eth1 から接続します。送信元は 10.0.2.4 です。ルートが
  # why ja: 必要なのはサブネットの外だけです。
  # facts: network-interface.secondary-gateway
  Scenario: A second interface reaches its own subnet without a route
    Given the virtual machine "vm1" with network interfaces:
      | name | private IP |
      | eth0 | 10.0.1.4   |
      | eth1 | 10.0.2.4   |
    And the virtual machine "db" at 10.0.2.9 in the subnet "back"
    And the virtual machine "vm2" at 10.0.1.9 in the subnet "front"
    When "vm1" opens a TCP connection to 10.0.2.9:5432
    Then 10.0.2.9 sees the connection come from the address 10.0.2.4
    When "vm2" opens a TCP connection to 10.0.2.4:22
    Then the traffic is dropped because it leaves by a network interface that doesn't have its source address

  # page: nat-gateway-for-every-configuration
  # ja: NAT ゲートウェイはすべての IP 構成に使われる
  # why en: A NAT gateway is a matter of the subnet. Whether a connection is from the primary IP configuration,
  # why en: 10.0.1.4, or from the secondary one, 10.0.1.5, it leaves from 203.0.113.60.
  # why ja: NAT ゲートウェイはサブネットに対するものです。プライマリ IP 構成の 10.0.1.4 からの接続も、セカンダリ IP 構成の
  # why ja: 10.0.1.5 からの接続も、203.0.113.60 から送信されます。
  # facts: nat-gateway.every-configuration
  Scenario: A NAT gateway serves every IP configuration
    Given the virtual machine "vm1" with network interfaces:
      | name | private IP |
      | eth0 | 10.0.1.4   |
      | eth0 | 10.0.1.5   |
    And the NAT gateway "nat" with public IP 203.0.113.60 on the subnet "front"
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.60
    When "vm1" opens a TCP connection from 10.0.1.5 to 198.51.100.8:443
    Then 198.51.100.8 sees the connection come from the address 203.0.113.60

  # page: public-ip-beside
  # ja: 一つのインターフェイスのパブリック IP は、マシン全体の既定の送信アクセスを止める
  # why en: Before, "vm1" reaches the internet from an address that Azure picks. A public IP on eth1 stops that for
  # why en: the whole machine, and eth0, which connections use, has nothing in its place. Older versions of
  # why en: Microsoft's page say so, and the newest no longer does. Give eth0 a method of its own.
  # why ja: それまで "vm1" は Azure が選ぶアドレスからインターネットに接続できます。eth1 にパブリック IP を割り当てると、マシン全体で
  # why ja: 既定の送信アクセスがなくなり、接続に使われる eth0 には代わりの方法がありません。これは Microsoft のページの古い版にある
  # why ja: 記述で、最新の版にはありません。eth0 にも送信の方法を用意してください。
  # facts: default-outbound-access.public-ip-beside
  Scenario: A public IP on one interface ends default outbound access
    Given the virtual machine "vm1" with network interfaces:
      | name | private IP |
      | eth0 | 10.0.1.4   |
      | eth1 | 10.0.2.4   |
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 1 connection of "vm1" is still open
    When the public IP 203.0.113.3 is assigned to the network interface "eth1" of "vm1"
    Then the request is accepted
    And "vm1" has no way to the internet because another of its IP configurations has a public IP

  # page: ports-of-each
  # ja: プールの大きさは IP 構成の数であり、それぞれに SNAT ポートが割り当てられる
  # why en: Two interfaces of one machine in a pool count as 2, and each gets 1,024 ports: 2 × 1,024 = 2,048 for the
  # why en: machine. Only those of the interface that a connection leaves by are of use to it. How such a machine is
  # why en: counted isn't documented; here each IP configuration counts.
  # why ja: 1 台のマシンの二つのインターフェイスがプールにあると 2 と数えられ、それぞれに 1,024 個のポートが割り当てられます。
  # why ja: マシンとしては 2 × 1,024 = 2,048 個です。ただし接続が使えるのは、送信に使うインターフェイスのポートだけです。この数え方は
  # why ja: 文書になく、ここでは IP 構成ごとに数えます。
  # facts: outbound.pool-counts-configurations, outbound.ports-by-pool-size
  Scenario: Each IP configuration in a pool has its own SNAT ports
    Given the virtual machine "vm1" with network interfaces:
      | name | private IP |
      | eth0 | 10.0.1.4   |
      | eth1 | 10.0.2.4   |
    And a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | vm1  | 10.0.1.4   |
      | vm1  | 10.0.2.4   |
    Then "vm1" has 2,048 preallocated TCP SNAT ports
    When "vm1" opens 1,025 TCP connections to 198.51.100.7:443
    Then 1,024 connections succeed
    And 1 connection fails because SNAT ports are exhausted

  # page: private-address
  # ja: マシンのアドレスにできるのは、サブネットの空いているアドレスである
  # why en: Azure keeps 5 addresses of each subnet, the first four and the last, so the smallest subnets have very
  # why en: few for machines. The last row is free, but in another subnet. Say no address and Azure picks one.
  # why ja: Azure は各サブネットの最初の四つと最後の一つ、合わせて 5 個のアドレスを予約しています。小さいサブネットでは、マシンに
  # why ja: 使えるアドレスがごくわずかです。最後の行のアドレスは空いていますが、別のサブネットのものです。アドレスを指定しなければ
  # why ja: Azure が選びます。
  # facts: network.subnet-addresses-kept, private-address.in-subnet
  Scenario Outline: A machine gets a free address of its subnet only
    When the virtual machine "vm1" at <address> is created in the subnet "front"
    Then <answer>

    Examples:
      # ja: | アドレス | 回答 |
      | address    | answer                                                                                                   |
      | 10.0.1.3   | the request is refused because Azure keeps the first 4 addresses of a subnet and the last one for itself |
      | 10.0.1.4   | the request is accepted                                                                                  |
      | 10.0.1.254 | the request is accepted                                                                                  |
      | 10.0.1.255 | the request is refused because Azure keeps the first 4 addresses of a subnet and the last one for itself |
      | 10.0.2.4   | the request is refused because its private address lies outside its subnet                               |

  # page: outbound-rule-for-primary
  # ja: アウトバウンド規則はセカンダリ IP 構成には使えない
  # why en: 10.0.1.5 is a secondary IP configuration. An outbound rule takes primary ones only, on as many interfaces as
  # why en: a machine has; a NAT gateway takes both.
  # why ja: 10.0.1.5 はセカンダリ IP 構成です。アウトバウンド規則の対象はプライマリ IP 構成だけであり、インターフェイスの数は
  # why ja: 問いません。NAT ゲートウェイなら両方に使えます。
  # facts: outbound-rule.primary-configuration
  Scenario: An outbound rule isn't for a secondary IP configuration
    Given the virtual machine "vm1" with network interfaces:
      | name | private IP |
      | eth0 | 10.0.1.4   |
      | eth0 | 10.0.1.5   |
    And a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | vm1  | 10.0.1.5   |
    And outbound SNAT is disabled on the load-balancing rules of "lb"
    When an outbound rule is added to "lb"
    Then the request is refused because an outbound rule is for primary IP configurations only

  # page: group-on-one-interface
  # ja: ネットワーク セキュリティ グループはインターフェイスごとに適用される
  # why en: The group stands on eth1 alone. What leaves by eth0 isn't its business; what comes in to eth1 is.
  # why ja: このグループは eth1 だけにあります。eth0 から送信されるものには適用されず、eth1 に届くものに適用されます。
  # facts: network-interface.primary-outbound
  Scenario: A network security group is for one interface
    Given the virtual machine "vm1" with network interfaces:
      | name | private IP | public IP   |
      | eth0 | 10.0.1.4   | 203.0.113.1 |
      | eth1 | 10.0.2.4   |             |
    And the network security group "nsg1" on the network interface "eth1" of "vm1" with rules:
      | name    | priority | direction | access |
      | DenyOut | 100      | Outbound  | Deny   |
      | DenyIn  | 110      | Inbound   | Deny   |
    And the virtual machine "db" at 10.0.2.9 in the subnet "back"
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.1
    When "db" opens a TCP connection to 10.0.2.4:22
    Then the traffic is dropped because the rule "DenyIn" of "nsg1" denies it
    When "vm1" opens a TCP connection to 10.0.2.9:5432
    Then the traffic is dropped because the rule "DenyOut" of "nsg1" denies it
