# ja: Azure Firewall がプライベート アドレス宛てを変換しないこと
# why en: By default network rules don't translate what goes to a private address, so that servers see
# why en: who asks. It takes routes in both directions: a firewall that sees only one half of a
# why en: connection can't follow it. Application rules always translate; those aren't modelled.
# why ja: 既定では、プライベート アドレス宛てはネットワーク規則では変換されないため、サーバーから要求元が見え
# why ja: ます。両方向のルートが必要です。片方向しか見えない接続を、ファイアウォールは追跡できません。
# why ja: アプリケーション規則では常に変換されますが、本モデルでは扱っていません。
# facts: firewall.private-destinations
@firewall
Feature: Azure Firewall doesn't translate what goes to private addresses

  # page: private-destination
  # ja: プライベート アドレス宛てでは、送信元は変わらない
  # why en: The server at <server> lies in a private range, so it sees <client> itself, and no SNAT
  # why en: port is used. The firewall's log shows the same address.
  # why ja: <server> のサーバーはプライベート アドレスの範囲にあるため、送信元は <client> のままで、SNAT ポート
  # why ja: も使われません。ファイアウォールのログにも同じアドレスが残ります。
  # facts: firewall.private-destinations
  Scenario Outline: At a private address the server sees who asks
    Given a virtual network "vnet" with the address space <space> and subnets:
      | name                | address prefix |
      | app                 | <app>          |
      | AzureFirewallSubnet | <firewalls>    |
      | data                | <data>         |
    And the virtual machine "app1" at <client> in the subnet "app"
    And the virtual machine "data1" at <server> in the subnet "data"
    And an Azure Firewall "fw" at <firewall> with public IP 203.0.113.60
    And the route table of the subnet "app":
      | address prefix | next hop type     | next hop address |
      | <data>         | virtual appliance | <firewall>       |
    And the route table of the subnet "data":
      | address prefix | next hop type     | next hop address |
      | <app>          | virtual appliance | <firewall>       |
    When "app1" opens a TCP connection to <server>:443
    Then <server> sees the connection come from the address <client>
    And "app1" uses 0 SNAT ports

    Examples:
      # ja: | アドレス空間 | アプリ | ファイアウォール用 | データ | クライアント | サーバー | ファイアウォール |
      | space          | app            | firewalls      | data           | client      | server      | firewall    |
      | 10.0.0.0/16    | 10.0.0.0/24    | 10.0.1.0/26    | 10.0.2.0/24    | 10.0.0.4    | 10.0.2.4    | 10.0.1.4    |
      | 172.16.0.0/16  | 172.16.0.0/24  | 172.16.1.0/26  | 172.16.2.0/24  | 172.16.0.4  | 172.16.2.4  | 172.16.1.4  |
      | 192.168.0.0/16 | 192.168.0.0/24 | 192.168.1.0/26 | 192.168.2.0/24 | 192.168.0.4 | 192.168.2.4 | 192.168.1.4 |
