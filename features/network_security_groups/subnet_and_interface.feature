# ja: サブネットのグループとネットワーク インターフェイスのグループ
# why en: Where both have a group, both have to allow a flow, and the one that is asked first is the
# why en: one that you see denying. Give the group to the subnet or to the interface, and not to
# why en: both.
# why ja: 両方にグループがあれば、フローは両方で許可されなければなりません。先に調べられるほうが拒否
# why ja: したものとして見えます。グループは、サブネットかネットワーク インターフェイスのどちらか一
# why ja: 方に付けてください。
# facts: security-group.inbound-order, security-group.outbound-order
@network-security-groups
Feature: A group on the subnet and another on the network interface

  On the way in the subnet's group decides first, on the way out the interface's.

  # page: subnet-first-inbound
  # ja: 受信ではサブネット、送信ではインターフェイスが先に決める
  # why en: Both groups would deny either flow. Inbound, the subnet is the outer door; outbound, the
  # why en: interface is the nearer one.
  # why ja: どちらのフローも両方のグループで拒否されます。受信では外側のサブネット、送信では手前のネッ
  # why ja: トワーク インターフェイスが先です。
  # facts: security-group.inbound-order, security-group.outbound-order
  Scenario: Inbound the subnet decides first, outbound the interface
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | web  | 10.0.0.0/24    |
      | data | 10.0.2.0/24    |
    And the virtual machine "web1" at 10.0.0.4 in the subnet "web"
    And the virtual machine "data1" at 10.0.2.4 in the subnet "data"
    And the network security group "nsg-subnet" on the subnet "web" with rules:
      | name    | priority | direction | access |
      | DenyIn  | 100      | Inbound   | Deny   |
      | DenyOut | 100      | Outbound  | Deny   |
    And the network security group "nsg-nic" on the network interface of "web1" with rules:
      | name    | priority | direction | access |
      | DenyIn  | 100      | Inbound   | Deny   |
      | DenyOut | 100      | Outbound  | Deny   |
    And the network security group "nsg-data" on the subnet "data" with its default rules only
    When "data1" opens a TCP connection to 10.0.0.4:80
    Then the traffic is dropped because the rule "DenyIn" of "nsg-subnet" denies it
    When "web1" opens a TCP connection to 10.0.2.4:80
    Then the traffic is dropped because the rule "DenyOut" of "nsg-nic" denies it
