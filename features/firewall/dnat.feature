# ja: Azure Firewall の DNAT 規則による受信
# ja: DNAT 規則は、ファイアウォールのパブリック IP で受信したものをマシンへ送る。マシンから見える送信元は
# ja: ファイアウォールである。
# why en: A DNAT rule changes the destination, and the firewall changes the source as well: answers come back to
# why en: it whatever routes the machine has. What no DNAT rule names doesn't come in.
# why ja: DNAT 規則は宛先を変え、ファイアウォールは送信元も変えます。そのため、マシンのルートによらず応答は
# why ja: ファイアウォールに戻ります。DNAT 規則にないものは受信できません。
# facts: firewall.dnat-translates-the-source
@firewall
Feature: What comes in through a DNAT rule of Azure Firewall

  A DNAT rule sends what comes in at a public IP of the firewall to a machine, which sees the
  firewall as its source.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name                | address prefix |
      | app                 | 10.0.0.0/24    |
      | AzureFirewallSubnet | 10.0.1.0/26    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    And an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
    And the client 192.0.2.33

  # page: machine-sees-the-firewall
  # ja: マシンから見える送信元は、ファイアウォールのプライベート アドレスである
  # why en: The firewall puts one of its private addresses in the place of 192.0.2.33, so that the answer comes
  # why en: back to it, with a route or without. A log of the machine shows firewalls only. For HTTP put a
  # why en: gateway in front that adds a header with the client's address.
  # why ja: ファイアウォールは 192.0.2.33 の代わりに自分のプライベート アドレスのいずれかを送信元にするため、ルートが
  # why ja: なくても応答が戻ります。マシンのログにはファイアウォールしか残りません。HTTP なら、クライアントのアドレスを
  # why ja: ヘッダーに加えるゲートウェイを前段に置いてください。
  # facts: firewall.dnat-translates-the-source
  Scenario: The machine sees a private address of the firewall
    Given the DNAT rules of the firewall "fw":
      | name | public IP    | port | private IP | private port |
      | rdp  | 203.0.113.60 | 3389 | 10.0.0.4   | 3389         |
    When 192.0.2.33 opens a TCP connection to 203.0.113.60:3389
    Then that connection is still open
    And 10.0.0.4 sees the connection come from an address of the subnet "AzureFirewallSubnet"

  # page: routes-and-gateways
  # ja: 既定のルートや NAT ゲートウェイがあっても、応答は同じ経路で戻る
  # why en: What "app1" opens itself leaves from the NAT gateway of the firewall's subnet, 203.0.113.70. The
  # why en: answers of a DNAT connection go back by the firewall that knows it, from 203.0.113.60.
  # why ja: "app1" 自身が開く接続は、ファイアウォールのサブネットの NAT ゲートウェイの 203.0.113.70 から出ます。DNAT の
  # why ja: 接続の応答は、その接続を知っているファイアウォールを経由し、203.0.113.60 から戻ります。
  # facts: firewall.nat-gateway
  Scenario: Answers go back the way they came, whatever routes and gateways there are
    Given the subnet "app" sends internet traffic to 10.0.1.4
    And the NAT gateway "nat" with public IP 203.0.113.70 on the subnet "AzureFirewallSubnet"
    And the DNAT rules of the firewall "fw":
      | name | public IP    | port | private IP | private port |
      | rdp  | 203.0.113.60 | 3389 | 10.0.0.4   | 3389         |
    When 192.0.2.33 opens a TCP connection to 203.0.113.60:3389
    Then that connection is still open
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.70

  # page: network-rules
  # ja: 許可する規則は不要だが、拒否する規則は適用される
  # why en: A DNAT rule allows by itself what it lets in: no network rule is about port <port>, and it passes
  # why en: all the same. A network rule that denies the translated connection goes before that.
  # why ja: DNAT 規則は、受信するものを自動的に許可します。ポート <port> を許可するネットワーク規則は不要です。変換後の
  # why ja: 接続を拒否するネットワーク規則があれば、それが優先されます。
  # facts: firewall.dnat-allows-by-itself
  Scenario Outline: It needs no rule that allows, and heeds one that denies
    Given the DNAT rules of the firewall "fw":
      | name | public IP    | port | private IP | private port |
      | rdp  | 203.0.113.60 | 3389 | 10.0.0.4   | 3389         |
      | ssh  | 203.0.113.60 | 22   | 10.0.0.4   | 22           |
    And the rules of the firewall "fw":
      | name     | type    | priority | action | protocol | destination port |
      | deny-ssh | network | 100      | Deny   | TCP      | 22               |
    When 192.0.2.33 opens a TCP connection to 203.0.113.60:<port>
    Then <outcome>

    Examples:
      # ja: | ポート | 結果 |
      | port | outcome                                                              |
      | 3389 | that connection is still open                                        |
      | 22   | the traffic is dropped because the rule "deny-ssh" of "fw" denies it |

  # page: idle
  # ja: アイドル状態の接続は、4 分後に双方へ RST が届いて終わる
  # why en: It is a connection with the internet like those that go out: after 4 minutes without traffic both
  # why en: ends get an RST.
  # why ja: 送信と同じくインターネットとの接続であり、通信のないまま 4 分経過すると、双方に RST が届きます。
  # facts: firewall.idle-timeout.internet, firewall.resets-at-idle
  Scenario: When it is idle, both ends get an RST after 4 minutes
    Given the DNAT rules of the firewall "fw":
      | name | public IP    | port | private IP | private port |
      | rdp  | 203.0.113.60 | 3389 | 10.0.0.4   | 3389         |
    When 192.0.2.33 opens a TCP connection to 203.0.113.60:3389
    And 239 seconds pass
    Then that connection is still open
    When 1 second passes
    Then an RST has reached both ends of that connection

  # page: no-rule
  # ja: DNAT 規則にないポートは受信できない
  # why en: The only rule is about port 3389, and nothing else comes in at the public IP.
  # why ja: 規則はポート 3389 についてのものだけで、このパブリック IP でほかのものは受信できません。
  # facts: firewall.dnat-allows-by-itself
  Scenario: A port that no DNAT rule names lets nothing in
    Given the DNAT rules of the firewall "fw":
      | name | public IP    | port | private IP | private port |
      | rdp  | 203.0.113.60 | 3389 | 10.0.0.4   | 3389         |
    When 192.0.2.33 opens a TCP connection to 203.0.113.60:3389
    Then that connection is still open
    When 192.0.2.33 opens a TCP connection to 203.0.113.60:443
    Then the connection fails because no flow of the deployment expects it

  # page: largest-port
  # ja: DNAT 規則のポートは 63,999 までである
  # why en: Ports from 63,999 + 1 = 64,000 on can't be named in a DNAT rule, though other rules take them.
  # why ja: 63,999 + 1 = 64,000 以上のポートは、ほかの規則には書けますが、DNAT 規則には書けません。
  # facts: firewall.largest-nat-port
  Scenario: A DNAT rule takes ports up to 63,999
    When these DNAT rules are added to the firewall "fw":
      | name | public IP    | port  | private IP | private port |
      | high | 203.0.113.60 | 64000 | 10.0.0.4   | 3389         |
    Then the request is refused because a DNAT rule of a firewall takes ports up to 63,999
    When these DNAT rules are added to the firewall "fw":
      | name | public IP    | port  | private IP | private port |
      | high | 203.0.113.60 | 63999 | 10.0.0.4   | 3389         |
    Then the request is accepted
    When 192.0.2.33 opens a TCP connection to 203.0.113.60:63999
    Then that connection is still open
