# ja: Azure Firewall がプライベート アドレス宛てを変換しないこと
# why en: By default network rules don't translate what goes to a private address, so that servers see
# why en: who asks. It takes routes in both directions: a firewall that sees only one half of a
# why en: connection can't follow it. Application rules always translate.
# why ja: 既定では、プライベート アドレス宛てはネットワーク規則では変換されないため、サーバーから要求元が見え
# why ja: ます。両方向のルートが必要です。片方向しか見えない接続を、ファイアウォールは追跡できません。
# why ja: アプリケーション規則では常に変換されます。
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
      | 100.64.0.0/16  | 100.64.0.0/24  | 100.64.1.0/26  | 100.64.2.0/24  | 100.64.0.4  | 100.64.2.4  | 100.64.1.4  |

  # page: always
  # ja: 「常に」変換する設定では、サーバーからはファイアウォールが見える
  # why en: 255.255.255.255/32 leaves no destination out, so network rules translate to private addresses as
  # why en: well. The server sees one of the firewall's private addresses, and its answers go back there, so
  # why en: that its subnet needs no route. Who asked stands in the firewall's log only.
  # why ja: 255.255.255.255/32 ではどの宛先も範囲外になり、ネットワーク規則でもプライベート アドレス宛てが変換され
  # why ja: ます。サーバーから見えるのはファイアウォールのプライベート アドレスのいずれかで、応答もそこに戻るため、
  # why ja: サーバー側のサブネットにルートは不要です。要求元はファイアウォールのログにだけ残ります。
  # facts: firewall.private-ranges, firewall.translates-to-its-own
  Scenario: Where the firewall always translates, the server sees the firewall
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name                | address prefix |
      | app                 | 10.0.0.0/24    |
      | AzureFirewallSubnet | 10.0.1.0/26    |
      | data                | 10.0.2.0/24    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    And the virtual machine "data1" at 10.0.2.4 in the subnet "data"
    And an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
    And the SNAT private ranges of the firewall "fw" are 255.255.255.255/32
    And the route table of the subnet "app":
      | address prefix | next hop type     | next hop address |
      | 10.0.2.0/24    | virtual appliance | 10.0.1.4         |
    When "app1" opens a TCP connection to 10.0.2.4:1433
    Then 10.0.2.4 sees the connection come from an address of the subnet "AzureFirewallSubnet"
    And "app1" uses 0 SNAT ports

  # page: own-ranges
  # ja: 独自の範囲を設定すると、既定の範囲は使われない
  # why en: A list of your own takes the place of the default one. Whoever writes 172.16.0.0/12 only hides the
  # why en: clients of 10.0.0.0/16 from the servers there: repeat the default ranges.
  # why ja: 独自のリストを設定すると、既定のリストは使われません。172.16.0.0/12 だけを書くと、10.0.0.0/16 のサーバーから
  # why ja: クライアントが見えなくなります。既定の範囲も書いてください。
  # facts: firewall.private-ranges
  Scenario: Ranges of one's own take the place of the default ones
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name                | address prefix |
      | app                 | 10.0.0.0/24    |
      | AzureFirewallSubnet | 10.0.1.0/26    |
      | data                | 10.0.2.0/24    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    And the virtual machine "data1" at 10.0.2.4 in the subnet "data"
    And an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
    And the SNAT private ranges of the firewall "fw" are 172.16.0.0/12
    And the route table of the subnet "app":
      | address prefix | next hop type     | next hop address |
      | 10.0.2.0/24    | virtual appliance | 10.0.1.4         |
    When "app1" opens a TCP connection to 10.0.2.4:1433
    Then 10.0.2.4 sees the connection come from an address of the subnet "AzureFirewallSubnet"

  # page: never
  # ja: 変換しない設定では、インターネットに接続できない
  # why en: With 0.0.0.0/0 network rules translate nothing, and a private address gets no answer from the
  # why en: internet. Set this only where another appliance behind the firewall translates.
  # why ja: 0.0.0.0/0 ではネットワーク規則で何も変換されず、プライベート アドレスのままではインターネットから応答が
  # why ja: 返りません。ファイアウォールの先にある別のアプライアンスが変換する場合にだけ使ってください。
  # facts: firewall.private-ranges
  Scenario: Where the firewall never translates, nothing gets to the internet
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name                | address prefix |
      | app                 | 10.0.0.0/24    |
      | AzureFirewallSubnet | 10.0.1.0/26    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    And an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
    And the SNAT private ranges of the firewall "fw" are 0.0.0.0/0
    And the subnet "app" sends internet traffic to 10.0.1.4
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then the connection fails because the firewall doesn't translate it, and can't send it to the internet as it is
