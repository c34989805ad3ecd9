# ja: ネットワーク セキュリティ グループの規則
# ja: 規則は優先順位の数が小さい順に調べられ、最初に一致したもので決まる。一致には、送信元と宛先のアドレス、
# ja: 両方のポート、プロトコルのすべてがそろわなければならない。
# why en: One rule decides about a new flow: the first, by priority, that agrees with it in all five
# why en: fields. If traffic is lost, ask which rule that was. Often it is the last default rule,
# why en: since the rule that was meant for the flow doesn't match it in one field.
# why ja: 新しいフローについては、五つの要素がすべて一致する規則のうち、優先順位の数が最も小さい一つ
# why ja: で決まります。トラフィックが失われるときは、どの規則で決まったかを調べてください。多くの場
# why ja: 合、意図した規則が要素の一つで一致せず、最後の既定の規則まで進んでいます。
# facts: security-group.first-match
@network-security-groups
Feature: How the rules of a network security group decide

  Rules are looked at from the smallest priority on, and the first that matches decides. To match,
  a flow has to agree in both addresses, both ports and the protocol.

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the client 192.0.2.33

  # page: source-port-mistake
  # ja: ポート 80 を送信元ポートに書いた規則には、何も一致しない
  # why en: A client connects from an ephemeral port of its own, such as 49,152, and never from 80.
  # why en: A rule with 80 as source port matches none of its flows, so DenyAllInBound decides.
  # why en: Leave the source port at Any, and write the port of the service as destination port.
  # why ja: クライアントの送信元は 49,152 のような自身のエフェメラル ポートで、80 ではありません。送
  # why ja: 信元ポートに 80 を書いた規則にはどのフローも一致せず、DenyAllInBound で決まります。送信
  # why ja: 元ポートは「すべて」のままにし、サービスのポートは宛先ポートに書いてください。
  # facts: security-group.first-match, host.first-ephemeral-port
  Scenario: A rule with the port of the service as source port matches nothing
    Given the network security group "nsg1" on the network interface of "web1" with rules:
      | name      | priority | direction | access | protocol | source port |
      | AllowHttp | 100      | Inbound   | Allow  | TCP      | 80          |
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the traffic is dropped because the rule "DenyAllInBound" of "nsg1" denies it
    When these rules are added to "nsg1":
      | name       | priority | direction | access | protocol | destination port |
      | AllowHttp2 | 110      | Inbound   | Allow  | TCP      | 80               |
    And 192.0.2.33 sends a request to 203.0.113.10:80
    Then 192.0.2.33 receives status code 200

  # page: smallest-priority-first
  # ja: 優先順位の数が小さい規則が先に決める
  # why en: Both rules match, and the one with priority 200 decides before the one with 300,
  # why en: whatever they say and in whatever order they were written. An exception has to have the
  # why en: smaller number; behind the rule that it is an exception to, it is never looked at.
  # why ja: 二つの規則がどちらも一致するため、内容や書いた順序によらず、優先順位 200 の規則が 300 の
  # why ja: 規則より先に決めます。例外の規則には、より小さい数を付けてください。元の規則より後にある
  # why ja: と、調べられることがありません。
  # facts: security-group.first-match
  @starter
  Scenario: Of two rules that match, the smaller priority decides
    Given the network security group "nsg1" on the network interface of "web1" with rules:
      | name        | priority | direction | access | protocol | source       | destination port |
      | AllowClient | 300      | Inbound   | Allow  | TCP      | 192.0.2.0/24 | 80               |
      | DenyWeb     | 200      | Inbound   | Deny   | TCP      | Internet     | 80, 443          |
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the traffic is dropped because the rule "DenyWeb" of "nsg1" denies it

  # page: clients-address-counts
  # ja: 規則と比べられるのは、クライアントとサーバーのアドレスである
  # why en: Load Balancer keeps the client as source and has put the server's address in the
  # why en: destination by the time the group decides. A rule for the front-end IP matches nothing,
  # why en: and one for the service tag AzureLoadBalancer lets in probes only.
  # why ja: Load Balancer は送信元をクライアントのまま残し、グループが判定する時点では、宛先はサーバー
  # why ja: のアドレスに書き換えられています。フロントエンド IP を宛先に書いた規則には何も一致せず、
  # why ja: サービスタグ AzureLoadBalancer の規則で許可されるのはプローブだけです。
  # facts: security-group.tag.azure-load-balancer, load-balancer.rewrites-request
  Scenario: Neither the front-end IP nor the load balancer is what rules see
    Given the network security group "nsg1" on the network interface of "web1" with rules:
      | name          | priority | direction | access | source            | destination  |
      | AllowFrontEnd | 100      | Inbound   | Allow  | Any               | 203.0.113.10 |
      | AllowBalancer | 110      | Inbound   | Allow  | AzureLoadBalancer | Any          |
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the traffic is dropped because the rule "DenyAllInBound" of "nsg1" denies it

  # page: internet-tag
  # ja: Internet を拒否しても、仮想ネットワーク内の通信は続けられる
  # why en: The service tag Internet stands for public addresses outside the virtual network.
  # why en: Denying it outbound keeps a server from the internet and leaves its neighbours, whom
  # why en: AllowVnetOutBound lets it reach.
  # why ja: サービス タグ Internet は、仮想ネットワークの外にあるパブリック アドレスを表します。これ
  # why ja: を宛先に拒否すると、サーバーはインターネットに接続できなくなりますが、AllowVnetOutBound
  # why ja: により、仮想ネットワーク内のほかのサーバーには接続できます。
  # facts: security-group.tag.internet, security-group.tag.virtual-network
  Scenario: Denying the internet leaves the virtual network alone
    Given a public load balancer "lb2" with front-end IP 203.0.113.11 and healthy back-end servers:
      | name | private IP |
      | web2 | 10.0.0.5   |
    And the network security group "nsg1" on the network interface of "web1" and "web2" with rules:
      | name         | priority | direction | access | destination |
      | DenyInternet | 100      | Outbound  | Deny   | Internet    |
    When "web1" opens a TCP connection to 10.0.0.5:443
    Then the traffic is delivered
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then the traffic is dropped because the rule "DenyInternet" of "nsg1" denies it

  # page: removing-a-rule
  # ja: 規則を変更しても、開いている接続は続く
  # why en: Rules decide about new flows only. The connection that is open goes on when a rule is
  # why en: added that would deny it; the next one is refused. To end what is open, restart the
  # why en: application or the machine.
  # why ja: 規則が判定するのは新しいフローだけです。拒否する規則を追加しても、開いている接続はそのま
  # why ja: ま続き、次の接続から拒否されます。開いている接続を終わらせるには、アプリケーションかマシ
  # why ja: ンを再起動してください。
  # facts: security-group.new-flows-only
  Scenario: A new rule leaves open connections alone
    Given the network security group "nsg1" on the network interface of "web1" with its default rules only
    When "web1" opens a TCP connection to 198.51.100.7:443
    And these rules are added to "nsg1":
      | name    | priority | direction | access | destination |
      | DenyWeb | 100      | Outbound  | Deny   | Internet    |
    Then the request is accepted
    When 198.51.100.7 replies
    Then the reply reaches "web1" at 10.0.0.4
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then the traffic is dropped because the rule "DenyWeb" of "nsg1" denies it
    When the rule "DenyWeb" is removed from "nsg1"
    And "web1" opens a TCP connection to 198.51.100.7:443
    Then the traffic is delivered

  # page: refused-priorities
  # ja: 優先順位は 100 から 4,096 までで、同じ方向では重ならない
  # why en: The numbers above are kept for the default rules, so that rules of yours always come
  # why en: first. Inbound and outbound rules are two lists: one number may stand once in each.
  # why ja: それより大きい数は既定の規則のものなので、自分の規則は必ず先に調べられます。受信と送信の
  # why ja: 規則は別々の一覧で、同じ数はそれぞれに一度ずつ使えます。
  # facts: security-group.priority.lowest, security-group.priority.highest, security-group.distinct-priorities
  Scenario Outline: Priorities go from 100 to 4,096, each once for a direction
    Given the network security group "nsg1" on the network interface of "web1" with rules:
      | name      | priority | direction | access |
      | AllowHttp | 100      | Inbound   | Allow  |
      | AllowLast | 4,096    | Inbound   | Allow  |
    When these rules are added to "nsg1":
      | name | priority   | direction   | access |
      | New  | <priority> | <direction> | Deny   |
    Then <answer>

    Examples:
      # ja: | 優先順位 | 方向 | 回答 |
      | priority | direction | answer                                                                                 |
      | 100      | Outbound  | the request is accepted                                                                |
      | 100      | Inbound   | the request is refused because two rules of one direction can't have the same priority |
      | 99       | Inbound   | the request is refused because the priority of a rule is from 100 to 4,096             |
      | 4,097    | Inbound   | the request is refused because the priority of a rule is from 100 to 4,096             |
