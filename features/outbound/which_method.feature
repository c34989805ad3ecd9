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
      | name | address prefix |
      | app  | 10.0.0.0/24    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"

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
  # ja: 内部ロード バランサーの背後にあるマシンの送信接続の方法 (<sku>)
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
