# ja: 規則を追加していないネットワーク セキュリティ グループ
# ja: どのグループにも、削除できない既定の規則が六つある。仮想ネットワーク内の通信とインターネットへの送信、
# ja: Azure の正常性プローブは通り、インターネットからの受信は拒否される。
# why en: A new group isn't empty. What its default rules allow is the inside of the virtual
# why en: network, the way out to the internet and the probes of Azure; whatever comes from the
# why en: internet needs a rule of your own. A Standard load balancer without any group lets nobody
# why en: in either: that somebody forgot the group looks the same to a client as a server that is
# why en: down.
# why ja: 新しいグループは空ではありません。既定の規則が許可するのは、仮想ネットワーク内の通信、イン
# why ja: ターネットへの送信、Azure のプローブです。インターネットからの受信には、自分で規則を追加す
# why ja: る必要があります。グループが一つもない Standard のロード バランサーも、何も受信させません。
# why ja: グループの付け忘れは、クライアントからはサーバーの停止と同じに見えます。
# facts: security-group.default.deny-in, security-group.closed-by-default
@network-security-groups
Feature: A network security group that nobody has added rules to

  Every group has six default rules that can't be removed. They let through what stays in the
  virtual network, what goes to the internet, and the health probes of Azure, and keep out what
  comes from the internet.

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the client 192.0.2.33

  # page: default-rules
  # ja: どのグループにも、受信と送信に三つずつ既定の規則がある
  # why en: Their priorities are so large that any rule of your own comes before them. You can't
  # why en: remove them; a rule with a smaller priority overrides them.
  # why ja: 優先順位の数が大きいため、自分の規則は必ず既定の規則より先に調べられます。既定の規則は削
  # why ja: 除できませんが、優先順位の数がより小さい規則で上書きできます。
  # facts: security-group.default.virtual-network-in, security-group.default.load-balancer-in, security-group.default.deny-in, security-group.default.virtual-network-out, security-group.default.internet-out, security-group.default.deny-out
  Scenario: Every group has three default rules for each direction
    Given the network security group "nsg1" on the network interface of "web1" with its default rules only
    Then the rules of "nsg1" for inbound traffic are, in order of priority:
      | priority | name                          | access |
      | 65,000   | AllowVnetInBound              | Allow  |
      | 65,001   | AllowAzureLoadBalancerInBound | Allow  |
      | 65,500   | DenyAllInBound                | Deny   |
    And the rules of "nsg1" for outbound traffic are, in order of priority:
      | priority | name                  | access |
      | 65,000   | AllowVnetOutBound     | Allow  |
      | 65,001   | AllowInternetOutBound | Allow  |
      | 65,500   | DenyAllOutBound       | Deny   |

  # page: internet-is-kept-out
  # ja: 既定の規則は、インターネットからの受信を拒否する
  # why en: A client's request matches neither of the rules that allow, because its source is the
  # why en: client's own address: AzureLoadBalancer covers the probes of Azure and not what a load
  # why en: balancer passes on. Add a rule for the client's address and the port of the server.
  # why ja: 要求の送信元はクライアント自身のアドレスなので、許可する規則のどちらにも一致しません。
  # why ja: AzureLoadBalancer が表すのは Azure のプローブで、ロード バランサーが中継するトラフィック
  # why ja: ではありません。クライアントのアドレスとサーバーのポートを許可する規則を追加してください。
  # facts: security-group.first-match, security-group.tag.azure-load-balancer, security-group.tag.virtual-network
  Scenario: The default rules keep out clients on the internet
    Given the network security group "nsg1" on the network interface of "web1" with its default rules only
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the traffic is dropped because the rule "DenyAllInBound" of "nsg1" denies it
    And 192.0.2.33 receives no response

  # page: no-group-no-traffic
  # ja: グループがなければ、Standard のロード バランサーは何も受信させない
  # why en: A Standard load balancer is closed until a group on the server's interface or subnet
  # why en: allows a flow; a Basic one was open. After a move from Basic to Standard, servers
  # why en: without a group seem to be gone. What the server opens itself gets out all the same.
  # why ja: Standard のロード バランサーは、サーバーのネットワーク インターフェイスかサブネットのグ
  # why ja: ループで許可されるまで閉じています。Basic は開いていました。Basic から Standard に移行す
  # why ja: ると、グループのないサーバーは停止したように見えます。サーバー自身が開く接続は、それでも
  # why ja: 送信できます。
  # facts: security-group.closed-by-default
  Scenario: Without a group, a Standard load balancer lets nobody in
    Given "web1" has no network security group
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the traffic is dropped because no network security group lets it in
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then the traffic is delivered

  # page: answers-pass
  # ja: 応答には規則が要らない
  # why en: The group remembers the flow that it let out, and lets its answers in although the
  # why en: default rules keep out everything from the internet. You write rules for whoever opens a
  # why en: connection, never for the answers.
  # why ja: グループは送信を許可したフローを覚えており、インターネットからの受信をすべて拒否する既定
  # why ja: の規則があっても、その応答は通します。規則は接続を開く側について書きます。応答のための規
  # why ja: 則は要りません。
  # facts: security-group.stateful, security-group.tag.internet
  Scenario: Answers of the internet come in although it is kept out
    Given the network security group "nsg1" on the network interface of "web1" with its default rules only
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then the traffic is delivered
    And that connection is still open
