# ja: マシンから Azure のパブリック アドレスへの接続
# ja: 別のマシンのパブリック IP やパブリック ロード バランサーへの接続も送信接続であり、マシンの送信接続の方法を
# ja: 使う。相手からは、その方法のアドレスが見える。
# why en: A public address is outside the virtual network, even where the machine that has it is in the next
# why en: subnet. So the way to it needs a method for outbound connections, costs SNAT ports, and arrives from
# why en: a public address, which network security groups and allow lists have to let in. To stay inside, use the
# why en: private address.
# why ja: パブリック アドレスは、それを持つマシンが隣のサブネットにあっても仮想ネットワークの外にあります。接続には
# why ja: 送信接続の方法と SNAT ポートが必要で、相手にはパブリック アドレスから届きます。ネットワーク セキュリティ
# why ja: グループや許可リストでは、そのアドレスを許可する必要があります。外へ出さないようにするには、プライベート
# why ja: アドレスを使ってください。
# facts: outbound.methods, public-ip.one-to-one
@outbound
Feature: A machine connects to a public address in Azure

  A connection to the public IP of another machine, or to a public load balancer, is an outbound
  connection: it takes the machine's method, and the other side sees the address of that.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.0.0.0/24    |
      | jobs | 10.0.1.0/24    |
    And the virtual machine "web1" at 10.0.0.4 in the subnet "app"
    And "web1" has the public IP 203.0.113.50
    And the virtual machine "job1" at 10.0.1.4 in the subnet "jobs"

  # page: public-ip-of-another-machine
  # ja: 別のマシンのパブリック IP には、自分の送信元アドレスから届く
  # why en: "job1" has default outbound access only, so "web1" sees 203.0.113.220, an address that Azure
  # why en: picked and may change. By the private address 10.0.0.4 the same machine is reached directly, and sees
  # why en: 10.0.1.4.
  # why ja: "job1" には既定の送信アクセスしかないため、"web1" から見える送信元は、Azure が選び、変わることもある
  # why ja: 203.0.113.220 です。プライベート アドレスの 10.0.0.4 に接続すれば同じマシンに直接届き、10.0.1.4 が
  # why ja: 見えます。
  # facts: outbound.methods, public-ip.one-to-one, outbound.default-access.address
  Scenario: The public IP of another machine is reached from outside
    When "job1" opens a TCP connection to 203.0.113.50:443
    Then 203.0.113.50 sees the connection come from the address 203.0.113.220
    And "job1" uses 1 TCP SNAT port
    When "job1" opens a TCP connection to 10.0.0.4:443
    Then 10.0.0.4 sees the connection come from the address 10.0.1.4

  # page: both-have-public-ips
  # ja: 双方にパブリック IP があれば、ping も通る
  # why en: From its own public IP "job1" needs no SNAT port, and what carries ICMP at both ends lets a ping
  # why en: through. From default outbound access or a NAT gateway the same ping is dropped.
  # why ja: 自身のパブリック IP から送信する "job1" は SNAT ポートを必要とせず、双方が ICMP を扱うため ping も
  # why ja: 通ります。既定の送信アクセスや NAT ゲートウェイから送信すると、同じ ping は破棄されます。
  # facts: outbound.methods, public-ip.protocols
  Scenario: Between two public IPs a ping gets through
    When "job1" sends ICMP to 203.0.113.50
    Then the traffic is dropped because port masquerading carries only TCP and UDP
    When the public IP 203.0.113.51 is assigned to "job1"
    And "job1" sends ICMP to 203.0.113.50
    Then the traffic is delivered
    When "job1" opens a TCP connection to 203.0.113.50:443
    Then 203.0.113.50 sees the connection come from the address 203.0.113.51

  # page: through-nat-gateway
  # ja: NAT ゲートウェイがあれば、そのアドレスから届く
  # why en: The NAT gateway of the subnet comes first for whatever goes to a public address, also of the same
  # why en: virtual network. "web1" answers from 203.0.113.50, to 203.0.113.60, and allow lists there name the
  # why en: address of the NAT gateway.
  # why ja: パブリック アドレスが宛先なら、同じ仮想ネットワークのものでも、サブネットの NAT ゲートウェイが優先されます。
  # why ja: "web1" は 203.0.113.50 から 203.0.113.60 へ応答します。許可リストに登録するのは NAT ゲートウェイのアドレス
  # why ja: です。
  # facts: outbound.methods
  Scenario: A NAT gateway carries it as it does to the internet
    Given the NAT gateway "nat" with public IP 203.0.113.60 on the subnet "jobs"
    When "job1" sends a request to 203.0.113.50:443
    Then "web1" receives requests from 203.0.113.60 in turn

  # page: private-subnet-cannot
  # ja: プライベート サブネットからは、Azure のパブリック アドレスにも接続できない
  # why en: Being in the same virtual network doesn't help: without a method for outbound connections nothing
  # why en: public is reached, within Azure or beyond it. The private address of the machine still is.
  # why ja: 同じ仮想ネットワークにあっても変わりません。送信接続の方法がなければ、Azure の内外を問わずパブリック
  # why ja: アドレスには接続できません。マシンのプライベート アドレスには接続できます。
  # facts: outbound.methods, default-outbound-access.private-subnet
  Scenario: From a private subnet no public address of Azure is reached
    Given the subnet "jobs" is private
    And the virtual machine "job2" at 10.0.1.5 in the subnet "jobs"
    When "job2" opens a TCP connection to 203.0.113.50:443
    Then 1 connection fails because no method for outbound connections is left to the instance
    When "job2" opens a TCP connection to 10.0.0.4:443
    Then the traffic is delivered

  # page: not-from-the-virtual-network
  # ja: 規則のサービス タグ VirtualNetwork は、パブリック アドレス経由の接続に一致しない
  # why en: The default rules let in what comes from the virtual network, and "job1" is a part of it. But through
  # why en: the public IP it comes from 203.0.113.220, so that DenyAllInBound decides. Connect to the private
  # why en: address, or allow the public one that "job1" leaves from.
  # why ja: 既定の規則は仮想ネットワークからの受信を許可し、"job1" はその中にあります。しかしパブリック IP を
  # why ja: 経由すると送信元は 203.0.113.220 になり、DenyAllInBound が適用されます。プライベート アドレスに接続するか、
  # why ja: "job1" の送信元のパブリック アドレスを許可してください。
  # facts: security-group.tag.virtual-network, security-group.default.deny-in, outbound.default-access.address
  Scenario: By way of a public IP, it doesn't come from the virtual network
    Given the network security group "nsg1" on the network interface of "web1" with its default rules only
    When "job1" opens a TCP connection to 203.0.113.50:443
    Then the traffic is dropped because the rule "DenyAllInBound" of "nsg1" denies it
    When "job1" opens a TCP connection to 10.0.0.4:443
    Then the traffic is delivered

  # page: public-front-end
  # ja: パブリック ロード バランサーのサーバーからは、マシンの送信元アドレスが見える
  # why en: "job1" isn't behind "lb", and reaches its front end like any client: by its own method, here default
  # why en: outbound access. The server behind it sees 203.0.113.220. An internal load balancer in the network
  # why en: would show it 10.0.1.4 and cost no SNAT port.
  # why ja: "job1" は "lb" の背後になく、ほかのクライアントと同じように、自身の送信接続の方法、ここでは既定の送信
  # why ja: アクセスでフロントエンドに接続します。背後のサーバーから見えるのは 203.0.113.220 です。ネットワーク内の内部
  # why ja: ロード バランサーであれば 10.0.1.4 が見え、SNAT ポートも使われません。
  # facts: outbound.methods, load-balancer.rewrites-request, outbound.default-access.address
  Scenario: A public front end is reached like one on the internet
    Given the virtual machine "web2" at 10.0.0.5 in the subnet "app"
    And a Standard public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "web2"
    When "job1" sends a request to 203.0.113.20:80
    Then "web2" receives requests from 203.0.113.220 in turn
    And "job1" uses 1 TCP SNAT port

  # page: shorter-timeout-decides
  # ja: 途中のアイドル タイムアウトのうち、短いほうで終わる
  # why en: Two devices know the connection: the NAT gateway of "job1", set to 30 minutes, and the public IP of
  # why en: "web1" with its default of 4. The shorter one ends it for both, in silence. Raise both, or send
  # why en: keepalives.
  # why ja: 接続を管理するものは二つあります。"job1" の NAT ゲートウェイは 30 分に設定されていますが、"web1" のパブリック
  # why ja: IP は既定の 4 分です。短いほうで、通知なしに終わります。両方を延ばすか、キープアライブを送ってください。
  # facts: public-ip.idle-timeout
  Scenario: Of two idle timeouts on the way, the shorter one counts
    Given the NAT gateway "nat" with public IP 203.0.113.60 on the subnet "jobs"
    When the TCP idle timeout of the NAT gateway "nat" is set to 30 minutes
    Then the request is accepted
    When "job1" opens a TCP connection to 203.0.113.50:443
    And 4 minutes pass
    Then that connection has timed out
    When the idle timeout of the public IP 203.0.113.50 is set to 30 minutes
    Then the request is accepted
    When "job1" opens a TCP connection to 203.0.113.50:443
    And 29 minutes pass
    Then that connection is still open
