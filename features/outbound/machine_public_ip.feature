# ja: マシン自身のパブリック IP
# ja: ネットワーク インターフェイスのパブリック IP は 1 対 1 で変換される。送信ではロード バランサーより優先され、
# ja: NAT ゲートウェイには優先されない。
# why en: A public IP on the network interface of a machine is the second of the methods for outbound
# why en: connections: a NAT gateway on the subnet comes before it, the rules of a load balancer after it. It
# why en: needs no SNAT ports, carries ping, and lets others reach the machine.
# why ja: ネットワーク インターフェイスのパブリック IP は、送信接続の方法として、サブネットの NAT ゲートウェイの次に
# why ja: 優先され、ロード バランサーの規則より先に使われます。SNAT ポートを必要とせず、ping も通り、外部から
# why ja: マシンに接続することもできます。
# facts: outbound.methods, public-ip.one-to-one
@outbound
Feature: A public IP of the machine's own

  A public IP on a network interface is translated one to one. For outbound connections it comes
  before a load balancer, and after a NAT gateway.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.0.0.0/24    |
    And the virtual machine "vm1" with the public IP 203.0.113.50

  # page: before-load-balancer
  # ja: ロード バランサーの規則より、自身のパブリック IP が優先される
  # why en: Both machines stand behind "lb", whose outbound rule is ignored for "web1": it has a public
  # why en: IP of its own. Servers with an allow list have to know both addresses. To leave from the address of
  # why en: the load balancer, take the public IP away.
  # why ja: どちらのマシンも "lb" の背後にありますが、自身のパブリック IP を持つ "web1" にはアウトバウンド規則が使われません。
  # why ja: 許可リストには両方のアドレスを登録してください。ロード バランサーのアドレスから送信させるには、パブリック IP を
  # why ja: 取り外します。
  # facts: outbound.methods
  Scenario: An outbound rule is ignored for a machine with a public IP
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.10  |
      | web2 | 10.0.0.11  |
    And "web1" has the public IP 203.0.113.51
    And outbound SNAT is disabled on the load-balancing rules of "lb"
    And "lb" has an outbound rule with 1,024 ports per instance
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.51
    When "web2" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.20

  # page: no-snat-ports
  # ja: SNAT ポートは使われず、送信元ポートは変わらない
  # why en: Nobody shares the address, so that no port has to be rewritten: 50000 stays 50000. Behind a load
  # why en: balancer 2,000 connections to one destination are more than a machine has by default; here only
  # why en: the operating system's ephemeral ports are a limit.
  # why ja: アドレスを共有する相手がいないため、ポートの書き換えは不要であり、50000 のまま届きます。ロード バランサーの
  # why ja: 背後では、一つの宛先への 2,000 本の接続には既定のポートでは足りませんが、ここでの制限は OS のエフェメラル
  # why ja: ポートだけです。
  # facts: public-ip.one-to-one
  Scenario: No SNAT port is used, and the source port stays
    When "vm1" opens a TCP connection from port 50000 to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from 203.0.113.50:50000
    When "vm1" opens 2,000 TCP connections to 198.51.100.8:443
    Then all 2,000 connections succeed
    And "vm1" uses 0 SNAT ports

  # page: nat-gateway-for-new-flows
  # ja: NAT ゲートウェイを接続しても、開いている接続はパブリック IP のまま
  # why en: A Standard NAT gateway takes over what the machine opens from now on. The connection that is open
  # why en: goes on from 203.0.113.50 until it is closed. Older versions of Microsoft's page put the public IP first;
  # why en: the order here is that of the corrected one.
  # why ja: Standard の NAT ゲートウェイが使われるのは、以後にマシンが開く接続です。すでに開いている接続は、閉じるまで
  # why ja: 203.0.113.50 のままです。Microsoft のページの古い版ではパブリック IP が最優先でしたが、ここでは訂正後の
  # why ja: 順序に従います。
  # facts: outbound.methods
  Scenario: A NAT gateway takes over new connections only
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And the Standard NAT gateway "nat" with public IP 203.0.113.60 is attached to the subnet "app"
    Then 1 connection of "vm1" is still open
    When "vm1" opens a TCP connection to 198.51.100.8:443
    Then 198.51.100.8 sees the connection come from the address 203.0.113.60

  # page: inbound-beside-nat-gateway
  # ja: NAT ゲートウェイがあっても、パブリック IP への受信と応答は続く
  # why en: A NAT gateway lets nobody in and doesn't get in the way of a public IP. What came in to
  # why en: 203.0.113.50 is answered from there; only what "vm1" opens itself leaves from 203.0.113.60.
  # why ja: NAT ゲートウェイは受信に使えませんが、パブリック IP での受信を妨げることもありません。203.0.113.50 に届いた接続
  # why ja: にはそのアドレスから応答します。203.0.113.60 から送信されるのは、"vm1" 自身が開く接続だけです。
  # facts: outbound.methods
  Scenario: What came in to the public IP is answered from there
    Given the NAT gateway "nat" with public IP 203.0.113.60 on the subnet "app"
    And the client 192.0.2.10
    When 192.0.2.10 sends a request to 203.0.113.50:443
    Then 192.0.2.10 receives status code 200
    And "vm1" receives 1 requests
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.60

  # page: beside-load-balancer
  # ja: ロード バランサーの背後でも、受信したアドレスから応答する
  # why en: "web1" can be reached at 203.0.113.51, which is its own, and at 203.0.113.20 of the load balancer.
  # why en: Whatever comes in is answered from the address where it came in, by the flow that is known there. Only
  # why en: what "web1" opens itself has one source address: its own public IP, which comes before the load balancer.
  # why ja: "web1" には、自身の 203.0.113.51 でも、ロード バランサーの 203.0.113.20 でも接続できます。応答は、そこにある
  # why ja: フローの情報により、受信したアドレスから送信されます。"web1" 自身が開く接続の送信元は一つだけで、ロード
  # why ja: バランサーより優先される自身のパブリック IP です。
  # facts: outbound.methods, public-ip.one-to-one
  Scenario: Behind a load balancer as well, each address answers what came in by it
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.10  |
    And "web1" has the public IP 203.0.113.51
    And the client 192.0.2.10
    When 192.0.2.10 sends a request to 203.0.113.20:443
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.10   | 203.0.113.20 |
      | lb     | web1   | 192.0.2.10   | 10.0.0.10    |
      | web1   | lb     | 10.0.0.10    | 192.0.2.10   |
      | lb     | client | 203.0.113.20 | 192.0.2.10   |
    When 192.0.2.10 sends a request to 203.0.113.51:443
    Then the request and its response take these legs:
      | from                   | to                     | source       | destination  |
      | client                 | public IP 203.0.113.51 | 192.0.2.10   | 203.0.113.51 |
      | public IP 203.0.113.51 | web1                   | 192.0.2.10   | 10.0.0.10    |
      | web1                   | public IP 203.0.113.51 | 10.0.0.10    | 192.0.2.10   |
      | public IP 203.0.113.51 | client                 | 203.0.113.51 | 192.0.2.10   |
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.51

  # page: protocols
  # ja: パブリック IP からは ping も送信できる
  # why en: A public IP of the machine's own carries TCP, UDP, ICMP and ESP. A load balancer and a Standard NAT
  # why en: gateway carry TCP and UDP only, so that a ping that works here fails from behind those.
  # why ja: マシン自身のパブリック IP は TCP、UDP、ICMP、ESP を扱います。ロード バランサーと Standard の NAT ゲートウェイが
  # why ja: 扱うのは TCP と UDP だけなので、ここで通る ping も、それらの背後からは通りません。
  # facts: public-ip.protocols
  Scenario Outline: A ping leaves from a public IP
    When "vm1" opens a UDP flow to 198.51.100.7:53
    Then the traffic is delivered
    When "vm1" sends <protocol> to 198.51.100.7
    Then the traffic is <result>

    Examples:
      # ja: | プロトコル | 結果 |
      | protocol | result                                                                          |
      | ICMP     | delivered                                                                       |
      | ESP      | delivered                                                                       |
      | GRE      | dropped because an instance-level public IP carries only TCP, UDP, ICMP and ESP |

  # page: ping-through-nat-gateway
  # ja: NAT ゲートウェイを接続すると、ping は通らなくなる
  # why en: The NAT gateway comes first for whatever "vm1" sends, also for what it doesn't carry: there is no
  # why en: falling back to the public IP. Test with TCP, or ping from a subnet without a NAT gateway.
  # why ja: "vm1" が送信するものには、扱えないプロトコルであっても NAT ゲートウェイが優先され、パブリック IP に切り替わる
  # why ja: ことはありません。TCP で確認するか、NAT ゲートウェイのないサブネットから ping を実行してください。
  # facts: outbound.methods, nat-gateway.protocols
  Scenario: With a NAT gateway on the subnet, ping fails
    Given the NAT gateway "nat" with public IP 203.0.113.60 on the subnet "app"
    When "vm1" sends ICMP to 198.51.100.7
    Then the traffic is dropped because the NAT gateway carries only TCP and UDP

  # page: idle
  # ja: 通信のない接続は、どちら向きでも 4 分で破棄される
  # why en: A connection on which nothing passes for 240 s is dropped in silence, whether the machine opened it
  # why en: or a client. For what the machine opens this is fixed; for what comes in it is the default, which can
  # why en: be raised. Send keepalives more often than that.
  # why ja: 240 秒間何も流れない接続は、マシンが開いたものでもクライアントが開いたものでも、通知なしに破棄されます。
  # why ja: 送信では固定ですが、受信では既定値であり、延長できます。これより短い間隔でキープアライブを送ってください。
  # facts: public-ip.idle-timeout
  Scenario: An idle connection is dropped after 4 minutes
    Given the client 192.0.2.10
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And 239 seconds pass
    Then that connection is still open
    When 1 second passes
    Then that connection has timed out
    When 192.0.2.10 opens a TCP connection to 203.0.113.50:22
    And 239 seconds pass
    Then that connection is still open
    When 1 second passes
    Then that connection has timed out

  # page: longer-for-inbound
  # ja: 受信接続のアイドル タイムアウトは 30 分まで延ばせる
  # why en: The public IP is set to 30 minutes, the most that it may. A session that came in is there after 29
  # why en: minutes without traffic, and gone after 30. Firewalls in between have timeouts of their own, so
  # why en: keepalives are the surer cure.
  # why ja: パブリック IP の設定は上限の 30 分です。受信したセッションは、29 分通信がなくても続き、30 分で終わります。
  # why ja: 途中のファイアウォールなどにもそれぞれのタイムアウトがあるため、キープアライブのほうが確実です。
  # facts: public-ip.idle-timeout.longest
  Scenario: What comes in can be kept for up to 30 minutes
    Given the client 192.0.2.10
    When the idle timeout of the public IP 203.0.113.50 is set to 30 minutes
    Then the request is accepted
    When 192.0.2.10 opens a TCP connection to 203.0.113.50:22
    And 29 minutes pass
    Then that connection is still open
    When 1 minute passes
    Then that connection has timed out

  # page: outbound-stays-fixed
  # ja: 設定を延ばしても、マシンが開く接続は 4 分のままである
  # why en: The setting is for what comes in. What "vm1" opens itself leaves from the same address and ends
  # why en: after 4 idle minutes, whatever has been set. A NAT gateway on the subnet has an idle timeout for outbound
  # why en: connections that can be raised.
  # why ja: この設定は受信接続のものです。"vm1" 自身が開く接続は、同じアドレスから送信していても、設定にかかわらず
  # why ja: 4 分間通信がなければ終わります。送信接続のアイドル タイムアウトを延ばすには、サブネットに NAT ゲートウェイを
  # why ja: 接続して、その設定を変更してください。
  # facts: public-ip.idle-timeout.inbound, public-ip.idle-timeout
  Scenario: What the machine opens keeps 4 minutes all the same
    When the idle timeout of the public IP 203.0.113.50 is set to 30 minutes
    Then the request is accepted
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And 3 minutes pass
    Then that connection is still open
    When 1 minute passes
    Then that connection has timed out

  # page: idle-timeout-range
  # ja: パブリック IP のアイドル タイムアウトに<タイムアウト>は設定できない
  # why en: A public IP address takes 4 to 30 minutes for what comes in, so <timeout> is refused. A rule of a load
  # why en: balancer may keep connections longer.
  # why ja: パブリック IP アドレスの受信接続に設定できるのは 4 分から 30 分であり、<timeout>は拒否されます。ロード
  # why ja: バランサーの規則では、より長く設定できます。
  # facts: public-ip.idle-timeout.shortest, public-ip.idle-timeout.longest
  Scenario Outline: An idle timeout of <timeout> on a public IP is refused
    When the idle timeout of the public IP 203.0.113.50 is set to <timeout>
    Then the request is refused because the idle timeout of a public IP is from 4 to 30 minutes

    Examples:
      # ja: | タイムアウト |
      | timeout    |
      | 3 minutes  |
      | 31 minutes |

  # page: closed-by-default
  # ja: グループがなければ、Standard のパブリック IP には何も届かない
  # why en: A Standard public IP is closed until a network security group on the interface or the subnet lets
  # why en: something in. What the machine opens itself gets out, and its answers come in. The retired Basic
  # why en: SKU was open.
  # why ja: Standard のパブリック IP は、ネットワーク インターフェイスかサブネットのネットワーク セキュリティ グループで
  # why ja: 許可されるまで閉じています。マシン自身が開く接続は送信でき、応答も届きます。廃止された Basic SKU は開いていま
  # why ja: した。
  # facts: public-ip.closed-by-default
  Scenario: A Standard public IP lets nobody in without a group
    Given "vm1" has no network security group
    And the client 192.0.2.10
    When 192.0.2.10 sends a request to 203.0.113.50:443
    Then the traffic is dropped because no network security group lets it in
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then the traffic is delivered
    Given the virtual machine "vm2" at 10.0.0.5 in the subnet "app"
    And "vm2" has the Basic public IP 203.0.113.51
    And "vm2" has no network security group
    When 192.0.2.10 sends a request to 203.0.113.51:443
    Then 192.0.2.10 receives status code 200

  # page: one-sku
  # ja: SKU の異なるパブリック IP はロード バランサーの背後のマシンに割り当てられない
  # why en: A machine belongs to one SKU, for load balancers and public IPs alike. Upgrade the Basic one, which
  # why en: is retired anyway, or take the machine out of the pool before you assign the address.
  # why ja: マシンが属する SKU は、ロード バランサーとパブリック IP を通して一つだけです。いずれも廃止された Basic の側を
  # why ja: アップグレードするか、アドレスを割り当てる前にマシンをプールから外してください。
  # facts: public-ip.one-sku
  Scenario Outline: A <other> public IP behind a <sku> load balancer is refused
    Given the virtual machine "web1" at 10.0.0.5 in the subnet "app"
    And a <sku> public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "web1"
    When the <other> public IP 203.0.113.51 is assigned to "web1"
    Then the request is refused because a virtual machine can't belong to the Basic and the Standard SKU at once
    When the <sku> public IP 203.0.113.52 is assigned to "web1"
    Then the request is accepted

    Examples:
      # ja: | SKU | もう一方の SKU |
      | sku      | other    |
      | Standard | Basic    |
      | Basic    | Standard |

  # page: removed
  # ja: パブリック IP を取り外すと、別の方法で送信する
  # why en: Without its public IP "vm1" falls back to the next method that it has, here default outbound access
  # why en: from an address that Azure picks. Connections through the old address are gone. Assign a public IP
  # why en: or a NAT gateway before anybody relies on the address.
  # why ja: パブリック IP がなくなると、"vm1" は次の方法、ここでは Azure がアドレスを選ぶ既定の送信アクセスを使います。元の
  # why ja: アドレスを使っていた接続は失われます。送信元アドレスに依存するものがある場合は、パブリック IP または NAT
  # why ja: ゲートウェイを用意してください。
  # facts: outbound.methods
  Scenario: Without its public IP, a machine leaves another way
    When the public IP 203.0.113.50 is removed from "vm1"
    Then the request is accepted
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220
    When the public IP 203.0.113.51 is assigned to "vm1"
    And "vm1" opens a TCP connection to 198.51.100.8:443
    Then 198.51.100.8 sees the connection come from the address 203.0.113.51
