# ja: どの送信接続の方法が使われるか
# ja: マシンには送信接続の方法がいくつもあり得る。使われるのは最優先のものだけで、残りはそれがなくなるまで使われ
# ja: ない。
# why en: Methods don't add up. The first one in Azure's order carries every new connection to the
# why en: internet, and so decides which address servers see; the others wait until it is taken away.
# why ja: 送信接続の方法は合算されません。Azure の優先順位で最初のものが、インターネットへの新しい接続をすべて扱い、サーバ
# why ja: ーから見えるアドレスを決めます。ほかの方法は、それがなくなるまで使われません。
# facts: outbound.methods
@outbound
Feature: Which method carries connections to the internet

  A machine may have several methods for outbound connections. Only the first of them is used.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name                | address prefix |
      | app                 | 10.0.0.0/24    |
      | AzureFirewallSubnet | 10.0.1.0/26    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"

  # page: ladder
  # ja: 送信接続の方法を一つずつなくすと、次の方法が使われる
  # why en: "app1" has everything at once, and only the NAT gateway is used. Each time the first method goes,
  # why en: servers see another address: keep every one of them on their allow lists, or keep to one method.
  # why en: Default outbound access comes back only once "app1" has left the Standard load balancer.
  # why ja: "app1" にはすべての方法がありますが、使われるのは NAT ゲートウェイだけです。最初の方法がなくなるたびに、サーバーか
  # why ja: ら見えるアドレスが変わります。そのすべてを許可リストに登録するか、方法を一つに絞ってください。既定の送信アクセスが
  # why ja: 使われるのは、"app1" が Standard のロード バランサーのプールから外れた後です。
  # facts: outbound.methods, default-outbound-access.behind-public-standard, default-outbound-access.private-subnet, nat-gateway.detaching-ends-flows
  Scenario: When one method goes, the next in order is used
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "app1"
    And the outbound rules of "lb":
      | front-end IPs |
      | 203.0.113.21  |
    And "app1" has the public IP 203.0.113.40
    And the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    Then the methods for outbound connections of "app1" are:
      | method                   | state                                        |
      | user-defined route       | none                                         |
      | NAT gateway              | used                                         |
      | public IP of the machine | available                                    |
      | outbound rule            | available                                    |
      | load-balancing rule      | available                                    |
      | default outbound access  | it is behind a Standard public load balancer |
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.50
    When the NAT gateway "nat" is removed from the subnet "app"
    And "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.40
    When the public IP 203.0.113.40 is removed from "app1"
    And "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.21
    When the outbound rules of "lb" are removed
    And "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.20
    When "app1" is removed from the back-end pool of "lb"
    And "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220
    When default outbound access of the subnet "app" is disabled
    And "app1" is deallocated and started again
    Then "app1" has no way to the internet because its subnet is private

  # page: route-first
  # ja: 仮想アプライアンスへのルートは、NAT ゲートウェイより優先される
  # why en: The route decides before any method is asked, so the NAT gateway of the subnet stands idle while
  # why en: everything goes to the firewall. Servers see an address of the firewall.
  # why ja: ルートはどの方法よりも先に適用されます。すべてがファイアウォールへ送られる間、サブネットの NAT ゲートウェイは使わ
  # why ja: れません。サーバーから見えるのはファイアウォールのアドレスです。
  # facts: route.user-routes-first, outbound.methods
  Scenario: A route to an appliance goes before a NAT gateway
    Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
    And the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    And the subnet "app" sends internet traffic to 10.0.1.4
    Then the methods for outbound connections of "app1" are:
      | method                   | state     |
      | user-defined route       | used      |
      | NAT gateway              | available |
      | public IP of the machine | none      |
      | outbound rule            | none      |
      | load-balancing rule      | none      |
      | default outbound access  | available |
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.60

  # page: route-removed
  # ja: ルートがなくなると、NAT ゲートウェイが使われる
  # why en: The same network without the route table: the machine goes out past the firewall, by the NAT
  # why en: gateway. A route table that gets lost opens a way rather than closing one, so make the subnet
  # why en: private and leave out the NAT gateway where everything has to pass the firewall.
  # why ja: ルート テーブルがなくなった同じネットワークです。マシンはファイアウォールを通らず、NAT ゲートウェイから送信します。
  # why ja: ルート テーブルが失われても通信は止まらず、別の出口が開きます。すべてをファイアウォールに通すなら、サブネットを
  # why ja: プライベートにし、NAT ゲートウェイを接続しないでください。
  # facts: outbound.methods
  Scenario: Without the route, the NAT gateway is used
    Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
    And the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    And the subnet "app" sends internet traffic to 10.0.1.4
    When the route table is removed from the subnet "app"
    And "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.50

  # page: inbound-nat-only
  # ja: インバウンド NAT 規則だけでは送信できない
  # why en: An inbound NAT rule lets you in to the machine by a port of the front end, and lets the machine
  # why en: out by nothing. Add an outbound rule on the front end or a NAT gateway.
  # why ja: インバウンド NAT 規則はフロントエンドのポートからマシンに入るためのもので、マシンからの送信には使われません。
  # why ja: アウトバウンド規則または NAT ゲートウェイを追加してください。
  # facts: default-outbound-access.behind-public-standard
  Scenario: Inbound NAT rules alone let nothing out
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "app1"
    And "lb" has no load-balancing rules
    And "lb" has an inbound NAT rule from TCP ports 50000 to 50009 to port 22 of its servers
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 1 connection fails because no method for outbound connections is left to the instance
    And "app1" has no way to the internet because no rule of its Standard load balancer lets it out

  # page: snat-disabled
  # ja: アウトバウンド SNAT を無効にすると、アウトバウンド規則なしでは送信できない
  # why en: Disabling outbound SNAT on the load-balancing rules is right beside an outbound rule; without one
  # why en: the machine is cut off, and default outbound access doesn't step in. A NAT gateway does at once.
  # why ja: 負荷分散規則のアウトバウンド SNAT を無効にするのは、アウトバウンド規則がある場合に適した設定です。アウトバウンド規則がないと
  # why ja: マシンは送信できず、既定の送信アクセスも使われません。NAT ゲートウェイを接続すれば、すぐに送信できます。
  # facts: outbound.rules-without-snat
  Scenario: With outbound SNAT disabled and no outbound rule, none is left
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "app1"
    And outbound SNAT is disabled on the load-balancing rules of "lb"
    Then "app1" has no way to the internet because outbound SNAT is disabled on the load-balancing rules and there is no outbound rule
    When the Standard NAT gateway "nat" with public IP 203.0.113.50 is attached to the subnet "app"
    And "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.50

  # page: public-without-rules
  # ja: 規則のない Standard のパブリック ロード バランサーからは送信できない
  # why en: Membership of a pool opens nothing by itself, and it takes default outbound access away: "app1"
  # why en: was online before it joined. Add an outbound rule or a NAT gateway.
  # why ja: プールに追加しただけでは送信できるようにならず、既定の送信アクセスも失われます。"app1" は追加する前は接続できて
  # why ja: いました。アウトバウンド規則または NAT ゲートウェイを追加してください。
  # facts: default-outbound-access.behind-public-standard
  Scenario: A Standard public load balancer without rules lets nothing out
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "app1"
    And "lb" has no load-balancing rules
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 1 connection fails because no method for outbound connections is left to the instance
    And "app1" has no way to the internet because no rule of its Standard load balancer lets it out

  # page: basic-without-rules
  # ja: Basic のパブリック ロード バランサーでは既定の送信アクセスが残る
  # why en: Without rules a Basic load balancer changes nothing, so moving to Standard takes a way out away
  # why en: that nobody had configured. The Basic SKU has been retired.
  # why ja: 規則のない Basic ロード バランサーは何も変えません。そのため Standard に移行すると、誰も構成していなかった出口が
  # why ja: なくなります。Basic SKU はすでに廃止されています。
  # facts: outbound.methods
  Scenario: A Basic public load balancer without rules takes nothing away
    Given a Basic public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "app1"
    And "lb" has no load-balancing rules
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220

  # page: internal
  # ja: <SKU> の内部ロード バランサーの背後に残る送信接続の方法
  # why en: The same configuration, but for the SKU. Behind a Standard one nothing is left to "app1" that
  # why en: carries a connection; behind a Basic one default outbound access is.
  # why ja: SKU だけが異なる同じ構成です。Standard の背後では、"app1" に使える送信接続の方法が残りません。Basic の背後では、
  # why ja: 既定の送信アクセスが残ります。
  # facts: load-balancer.internal.outbound, outbound.methods
  Scenario Outline: What is left behind a <sku> internal load balancer
    Given a <sku> internal load balancer "ilb" with front-end IP 10.0.0.100 and the back-end server "app1"
    Then the methods for outbound connections of "app1" are:
      | method                   | state   |
      | user-defined route       | none    |
      | NAT gateway              | none    |
      | public IP of the machine | none    |
      | outbound rule            | none    |
      | load-balancing rule      | none    |
      | default outbound access  | <state> |

    Examples:
      # ja: | SKU | 状態 |
      | sku      | state                                          |
      | Standard | it is behind a Standard internal load balancer |
      | Basic    | used                                           |

  # page: joining-internal
  # ja: Standard の内部ロード バランサーに追加したマシンは送信できなくなる
  # why en: "app1" could reach the internet only because nothing stood before it. The pool takes that away at
  # why en: once, although an internal load balancer has nothing to do with the internet. Attach the NAT
  # why en: gateway first.
  # why ja: "app1" がインターネットに接続できていたのは、どのロード バランサーの背後にもなかったからです。内部ロード バラン
  # why ja: サーはインターネットと無関係に見えますが、プールに追加するとすぐに接続できなくなります。先に NAT ゲートウェイを接
  # why ja: 続してください。
  # facts: load-balancer.internal.outbound, outbound.methods
  Scenario: Joining a Standard internal pool ends default outbound access
    Given a Standard internal load balancer "ilb" with front-end IP 10.0.0.100 and 1 healthy back-end server
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220
    When "app1" is added to the back-end pool of "ilb"
    Then the request is accepted
    And "app1" has no way to the internet because it is behind a Standard internal load balancer
