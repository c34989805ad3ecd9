# ja: アプリケーション セキュリティ グループによる規則
# ja: 規則の送信元と宛先に、アドレスの代わりにマシンのグループを指定できる。
# why en: Rules that name groups stay as they are while machines come and go, and say what a machine is for. A
# why en: machine that nobody put into its group isn't meant by them, so look there first when one is cut off.
# why ja: グループを指定した規則は、マシンが増減しても変更が要らず、マシンの役割も読み取れます。グループに追加し忘れたマシンは
# why ja: 対象にならないため、通信できないマシンがあれば、まずグループを確認してください。
# facts: security-group.application-groups
@network-security-groups
Feature: Rules that name application security groups

  Instead of addresses a rule may name groups of machines, as source and as destination.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.0.0.0/24    |
    And the virtual machine "web1" at 10.0.0.4 in the subnet "app"
    And the virtual machine "logic1" at 10.0.0.5 in the subnet "app"
    And the virtual machine "db1" at 10.0.0.6 in the subnet "app"
    And "logic1" is in the application security group "asg-logic"
    And "db1" is in the application security group "asg-db"
    And the network security group "nsg" on the subnet "app" with rules:
      | name         | priority | direction | access | protocol | source      | destination | destination port |
      | AllowLogic   | 110      | Inbound   | Allow  | TCP      | "asg-logic" | "asg-db"    | 1433             |
      | DenyDatabase | 120      | Inbound   | Deny   | Any      | Any         | "asg-db"    | 1433             |

  # page: tiers
  # ja: データベースに接続できるのはロジック層だけになる
  # why en: Without the second rule the default rule AllowVnetInBound lets "web1" in as well, and so it has to come
  # why en: before the default rules, and after the rule that allows. Other ports of the database aren't touched.
  # why ja: 二つ目の規則がなければ、既定の規則 AllowVnetInBound によって "web1" も接続できます。拒否の規則は既定の規則より前、許可
  # why ja: の規則より後に置きます。データベースのほかのポートには影響しません。
  # facts: security-group.application-groups, security-group.first-match
  Scenario: Only the logic tier reaches the database
    When "logic1" opens a TCP connection to 10.0.0.6:1433
    Then the traffic is delivered
    When "web1" opens a TCP connection to 10.0.0.6:1433
    Then the traffic is dropped because the rule "DenyDatabase" of "nsg" denies it
    When "web1" opens a TCP connection to 10.0.0.5:8080
    Then the traffic is delivered

  # page: joining
  # ja: グループに追加すると、規則を変えずに接続できる
  # why en: The group is looked at for each new flow. Nobody has changed a rule, and "web1" gets in.
  # why ja: グループのメンバーは新しいフローごとに調べられます。規則を変更しなくても、"web1" は接続できるようになります。
  # facts: security-group.application-groups
  Scenario: Who joins the group gets in without another rule
    When "web1" is added to the application security group "asg-logic"
    Then the request is accepted
    When "web1" opens a TCP connection to 10.0.0.6:1433
    Then the traffic is delivered

  # page: one-network
  # ja: 別の仮想ネットワークのマシンは、同じグループに追加できない
  # why en: A group belongs to the network of its first member. In a peered network make a group of its own, and
  # why en: name the addresses of the other network where rules cross the peering.
  # why ja: グループは最初のメンバーの仮想ネットワークのものになります。ピアリング先には別のグループを作成し、ピアリングをまたぐ
  # why ja: 規則では相手のネットワークのアドレスを指定してください。
  # facts: security-group.application-group.one-network
  Scenario: A machine of another network can't join the group
    Given a virtual network "spoke" with the address space 10.1.0.0/16 and subnets:
      | name | address prefix |
      | far  | 10.1.0.0/24    |
    And the virtual machine "far1" in the subnet "far"
    When "far1" is added to the application security group "asg-logic"
    Then the request is refused because all members of an application security group are in the same virtual network
    When "logic1" opens a TCP connection to 10.0.0.6:1433
    Then the traffic is delivered

  # page: source-and-destination
  # ja: 一つの規則の送信元と宛先に、別々の仮想ネットワークのグループは指定できない
  # why en: The member of "asg-far" is in "spoke", and that of "asg-db" in "vnet". No rule can name both, even if the two
  # why en: networks are peered: name the addresses of the other network as the source instead.
  # why ja: "asg-far" のメンバーは "spoke" に、"asg-db" のメンバーは "vnet" にあります。二つのネットワークがピアリングされていても、
  # why ja: 一つの規則に両方を指定することはできません。代わりに相手の仮想ネットワークのアドレスを送信元に指定してください。
  # facts: security-group.application-group.source-and-destination
  Scenario: One rule can't name groups of two networks
    Given a virtual network "spoke" with the address space 10.1.0.0/16 and subnets:
      | name | address prefix |
      | far  | 10.1.0.0/24    |
    And the virtual machine "far1" in the subnet "far"
    And "far1" is in the application security group "asg-far"
    When these rules are added to "nsg":
      | name     | priority | direction | access | protocol | source    | destination | destination port |
      | AllowFar | 100      | Inbound   | Allow  | TCP      | "asg-far" | "asg-db"    | 1433             |
    Then the request is refused because the members of both application security groups of a rule are in the same virtual network
