# ja: IP フラグメントが届くところと届かないところ
# ja: 1 個のパケットに収まらない UDP データグラムはフラグメントに分かれる。フラグメントを送信できるのはマシン自身の
# ja: パブリック IP からだけで、ロード バランサーの規則は受信したフラグメントを転送しない。
# why en: Only the first fragment holds the ports that translators and rules go by, which is why none of them
# why en: carries fragments. What fails is large datagrams only, such as long DNS answers, SIP or VPN handshakes with
# why en: certificates, while small ones work: keep datagrams below the MTU, or use TCP.
# why ja: 変換や規則に必要なポートは最初のフラグメントにしかないため、フラグメントは扱われません。失敗するのは長い DNS 応答、
# why ja: SIP、証明書を含む VPN のハンドシェイクなど大きなデータグラムだけで、小さいものは届きます。データグラムを MTU 未満に
# why ja: するか、TCP を使ってください。
# facts: outbound.fragments, load-balancer.fragments
@outbound
Feature: Where IP fragments get through, and where not

  A UDP datagram that is too large for one packet comes in fragments. They leave only
  through a public IP of the machine's own, and rules of load balancers forward none
  that come in.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.0.1.0/24    |
    And the virtual machine "app1" at 10.0.1.4 in the subnet "app"

  # page: behind-load-balancer
  # ja: ロード バランサーの背後からはフラグメントを送信できない
  # why en: The same flow works as long as its datagrams fit into one packet, so that the first test with a small
  # why en: one says nothing of a large one.
  # why ja: データグラムが 1 個のパケットに収まれば同じ宛先に届くため、小さなデータグラムでの確認では分かりません。
  # facts: outbound.fragments
  Scenario: From behind a load balancer no fragment gets out
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "app1"
    When "app1" sends a fragmented UDP packet to 198.51.100.53:53
    Then the traffic is dropped because IP fragments aren't forwarded
    When "app1" opens a UDP flow to 198.51.100.53:53
    Then the traffic is delivered

  # page: default-access
  # ja: 既定の送信アクセスでもフラグメントを送信できない
  # why en: The address that Azure picks is no better in this than a load balancer's.
  # why ja: Azure が選ぶアドレスでも、ロード バランサーと変わりません。
  # facts: default-outbound-access.fragments
  Scenario: Default outbound access carries no fragment
    When "app1" sends a fragmented UDP packet to 198.51.100.53:53
    Then the traffic is dropped because IP fragments aren't forwarded

  # page: nat-gateway
  # ja: NAT ゲートウェイもフラグメントを扱わない
  # why en: Moving from a load balancer to a NAT gateway cures a lack of ports, and not this.
  # why ja: ロード バランサーから NAT ゲートウェイに移行しても、ポート不足は解消しますが、フラグメントは送信できません。
  # facts: nat-gateway.fragments
  Scenario: A NAT gateway carries no fragment either
    Given the NAT gateway "nat" with public IP 203.0.113.40 on the subnet "app"
    When "app1" sends a fragmented UDP packet to 198.51.100.53:53
    Then the traffic is dropped because IP fragments aren't forwarded

  # page: own-public-ip
  # ja: マシン自身のパブリック IP からは送信できる
  # why en: A public IP of the machine's own is put in place of the private one and nothing else is rewritten, so
  # why en: that no port needs to be known.
  # why ja: マシン自身のパブリック IP では、アドレスが 1 対 1 で置き換わるだけで、ポートを知る必要がありません。
  # facts: public-ip.fragments
  Scenario: Through a public IP of its own fragments leave
    Given "app1" has the public IP 203.0.113.50
    When "app1" sends a fragmented UDP packet to 198.51.100.53:53
    Then the traffic is delivered

  # page: within-network
  # ja: 仮想ネットワークの中ではフラグメントが届く
  # why en: Within the virtual network nobody translates, and fragments arrive like other packets.
  # why ja: 仮想ネットワークの中では変換がなく、ほかのパケットと同じように届きます。
  # facts: network.private-addresses
  Scenario: Within the virtual network fragments arrive
    Given the virtual machine "app2" at 10.0.1.5 in the subnet "app"
    When "app1" sends a fragmented UDP packet to 10.0.1.5:514
    Then the traffic is delivered

  # page: load-balancing-rule
  # ja: 負荷分散規則は、受信したフラグメントを転送しない
  # why en: A log server behind a rule for UDP gets short messages and loses long ones, although nothing is wrong
  # why en: with its pool or its probe.
  # why ja: UDP の規則の背後にあるログ サーバーには短いメッセージだけが届き、長いものは届きません。プールやプローブに問題は
  # why ja: ありません。
  # facts: load-balancer.fragments
  @inbound
  Scenario: A load-balancing rule forwards no fragment
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "app1"
    And the client 192.0.2.33
    When 192.0.2.33 sends a fragmented UDP packet to 203.0.113.20:514
    Then the traffic is dropped because IP fragments aren't forwarded
    When 192.0.2.33 opens a UDP flow to 203.0.113.20:514
    Then the traffic is delivered

  # page: ha-ports
  # ja: HA ポート規則もフラグメントを転送しない
  # why en: The page on HA ports names fragments among what isn't supported. An older page on Load Balancer's
  # why en: concepts says that HA ports can forward them; the scenario follows the newer one, so don't build on it.
  # why ja: HA ポートのページでは、フラグメントはサポートされないとされています。Load Balancer の概念の古いページには、HA ポートなら
  # why ja: 転送できるとあります。ここでは新しいページに従います。転送を前提にしないでください。
  # facts: load-balancer.ha-ports.fragments
  @inbound
  Scenario: An HA ports rule forwards no fragment either
    Given a Standard internal load balancer "ilb" with front-end IP 10.0.1.100 and the back-end server "app1"
    And the load-balancing rules of "ilb":
      | name | protocol | front-end port |
      | all  | All      | 0              |
    And the virtual machine "app2" at 10.0.1.5 in the subnet "app"
    When "app2" sends a fragmented UDP packet to 10.0.1.100:514
    Then the traffic is dropped because IP fragments aren't forwarded
