# ja: IP アドレスで構成したバックエンド プール
# ja: バックエンド プールのメンバーは、ネットワーク インターフェイスのほか、IP アドレスと仮想ネットワークでも指定できる。
# ja: IP アドレスで構成したプールでは、既定の送信アクセスがなくならない。
# why en: A pool by IP address may be filled before the machines are there. For what its members send it behaves like
# why en: that of a Basic load balancer: default outbound access stays, which Microsoft calls a known issue. Take a
# why en: NAT gateway or a private subnet where the address has to be known.
# why ja: IP アドレスで構成したプールは、マシンを作成する前に用意できます。メンバーの送信については Basic ロード バランサーのプール
# why ja: のように動作し、既定の送信アクセスが残ります。Microsoft はこれを既知の問題としています。送信元のアドレスを決めたい場合は、
# why ja: NAT ゲートウェイかプライベート サブネットを使ってください。
# facts: load-balancer.pool-by-address.default-access
@load-balancer
Feature: Back-end pools by IP address

  Members of a back-end pool are named by their network interfaces, or by IP address and virtual network. A pool by
  IP address leaves default outbound access as it is.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.0.0.0/24    |
    And the virtual machine "web1" at 10.0.0.4 in the subnet "app"
    And the virtual machine "web2" at 10.0.0.5 in the subnet "app"

  # page: internal-keeps-default-access
  # ja: 内部ロード バランサーの IP アドレスのプールでは、既定の送信アクセスが残る
  # why en: By network interface, a Standard internal load balancer takes default outbound access from the machines
  # why en: behind it. By IP address it doesn't: "web1" still connects, from an address that Azure picks.
  # why ja: ネットワーク インターフェイスによるプールでは、Standard の内部ロード バランサーの背後のマシンから既定の送信アクセスが
  # why ja: なくなります。IP アドレスによるプールでは残り、"web1" は Azure が選ぶアドレスから接続できます。
  # facts: load-balancer.pool-by-address.default-access
  Scenario: Behind an internal one default outbound access stays
    Given an internal load balancer "lb" with front-end IP 10.0.0.100 and the back-end server "web1"
    And the back-end pool of "lb" is configured by IP address
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then the methods for outbound connections of "web1" are:
      | method                   | state |
      | user-defined route       | none  |
      | NAT gateway              | none  |
      | public IP of the machine | none  |
      | outbound rule            | none  |
      | load-balancing rule      | none  |
      | default outbound access  | used  |

  # page: either-address
  # ja: パブリック ロード バランサーでは、どちらのアドレスからも送信される
  # why en: The server may see the front-end IP, 203.0.113.10, or the address of default outbound access, and nothing
  # why en: says which. Here Azure picks 203.0.113.220; in reality it is unknown and may change. An allow list can't rely
  # why en: on either.
  # why ja: 送信元はフロントエンド IP の 203.0.113.10 のことも、既定の送信アクセスのアドレスのこともあり、どちらになるかは決まって
  # why ja: いません。ここでは Azure が 203.0.113.220 を選びますが、実際には分からず、変わることもあります。許可リストに一方のア
  # why ja: ドレスだけを登録しても、当てになりません。
  # facts: load-balancer.pool-by-address.default-access, outbound.default-access.address
  Scenario: Behind a public one connections leave from either address
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and the back-end server "web1"
    And the back-end pool of "lb" is configured by IP address
    When "web1" opens 10 TCP connections to 198.51.100.7:443
    Then every connection comes from either 203.0.113.10 or 203.0.113.220

  # page: nat-gateway-settles-it
  # ja: NAT ゲートウェイがあれば、送信元のアドレスは決まる
  # why en: The NAT gateway comes before the rules of the load balancer and before default outbound access: every
  # why en: new connection leaves from 203.0.113.60. It is what Microsoft recommends for such pools.
  # why ja: NAT ゲートウェイはロード バランサーの規則よりも既定の送信アクセスよりも優先されるため、新しい接続はすべて
  # why ja: 203.0.113.60 から送信されます。このようなプールに Microsoft が推奨する方法です。
  # facts: outbound.methods
  Scenario: With a NAT gateway the address is known
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and the back-end server "web1"
    And the back-end pool of "lb" is configured by IP address
    And the NAT gateway "nat" with public IP 203.0.113.60 on the subnet "app"
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.60

  # page: no-mixture
  # ja: 一つのプールに、IP アドレスとネットワーク インターフェイスのメンバーは混在できない
  # why en: "web1" is in the pool by its network interface. One load balancer may have a pool of each kind, and no
  # why en: pool both.
  # why ja: "web1" はネットワーク インターフェイスによるメンバーです。一つのロード バランサーに両方の種類のプールを置くことはできますが、
  # why ja: 一つのプールに混在させることはできません。
  # facts: load-balancer.pool-by-address.no-mixture
  Scenario: A pool doesn't mix both kinds of members
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and the back-end server "web1"
    When "web2" is added to the back-end pool of "lb" by IP address
    Then the request is refused because a pool can't mix members by network interface and by IP address

  # page: standard-only
  # ja: Basic ロード バランサーには、IP アドレスのプールがない
  # why en: Basic Load Balancer has pools by network interface only, and has ended on top of that.
  # why ja: Basic Load Balancer で使えるのはネットワーク インターフェイスによるプールだけです。また、Basic はすでに廃止されています。
  # facts: load-balancer.pool-by-address.standard-only
  Scenario: A Basic load balancer has no pool by IP address
    Given a Basic public load balancer "lb" with front-end IP 203.0.113.10 and the back-end server "web1"
    When "web2" is added to the back-end pool of "lb" by IP address
    Then the request is refused because only a Standard load balancer can have a pool by IP address

  # page: no-inbound-nat
  # ja: IP アドレスのプールに、インバウンド NAT 規則は設定できない
  # why en: An inbound NAT rule leads to network interfaces. For SSH to each machine of such a pool, take a jump host,
  # why en: or configure the pool by network interface.
  # why ja: インバウンド NAT 規則の宛先はネットワーク インターフェイスです。このようなプールの各マシンに SSH で接続するには、踏み台の
  # why ja: マシンを使うか、プールをネットワーク インターフェイスで構成します。
  # facts: load-balancer.pool-by-address.no-inbound-nat
  Scenario: An inbound NAT rule isn't for a pool by IP address
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and the back-end server "web1"
    And the back-end pool of "lb" is configured by IP address
    When an inbound NAT rule from TCP ports 50001 to 50010 to port 22 of its servers is added to "lb"
    Then the request is refused because an inbound NAT rule can't be for a pool by IP address
