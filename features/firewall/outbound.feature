# ja: Azure Firewall を経由する送信
# ja: Azure Firewall は、インターネットへの接続の送信元を自分のパブリック IP に変換する。SNAT ポートの数には
# ja: 限りがあり、アイドル タイムアウトの長さと終わり方は宛先によって異なる。
# why en: A firewall has 2,496 SNAT ports for each public IP address on each instance, and at least 2
# why en: instances. What runs out first is one busy destination: add addresses, or put a NAT gateway on
# why en: the firewall's subnet. Until a scenario lists rules, what it sends is allowed.
# why ja: ファイアウォールの SNAT ポートは、パブリック IP アドレス 1 個、インスタンス 1 台につき 2,496 個で、
# why ja: インスタンスは 2 台以上です。最初に枯渇するのは接続の集中する宛先です。アドレスを増やすか、
# why ja: ファイアウォールのサブネットに NAT ゲートウェイを置いてください。シナリオが送るものは、ネットワーク
# why ja: 規則で許可されているとみなします。
# facts: firewall.ports-per-address, firewall.least-instances
@firewall
Feature: Outbound connections through Azure Firewall

  A firewall that a route leads to translates connections to the internet to its own public IP
  addresses, and ends those that are idle.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name                | address prefix |
      | app                 | 10.0.0.0/24    |
      | AzureFirewallSubnet | 10.0.1.0/26    |
      | data                | 10.0.2.0/24    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    And the virtual machine "data1" at 10.0.2.4 in the subnet "data"

  # ja: SNAT ポート
  Rule: SNAT ports

    # page: ports-toward-one-destination
    # ja: パブリック IP 1 個では、同じ宛先へ 4,992 本まで
    # why en: 2,496 ports × 2 instances = 4,992, so of 5,000 connections to one destination 8 find none.
    # why en: How a firewall spreads connections over its instances isn't documented; in Azure one
    # why en: instance may run out before all ports are taken. Other destinations share the ports.
    # why ja: 2,496 個 × 2 台 = 4,992 個なので、同じ宛先への 5,000 本のうち 8 本はポートを得られません。
    # why ja: インスタンスへの振り分け方は文書になく、実際には一方のインスタンスが先に使い切ることもあります。
    # why ja: 宛先が違えば同じポートを使えます。
    # facts: firewall.ports-per-address, firewall.least-instances, firewall.exhaustion-refuses
    @starter
    Scenario: One public IP address carries 4,992 connections to one destination
      Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
      And the subnet "app" sends internet traffic to 10.0.1.4
      When "app1" opens 5,000 TCP connections to 198.51.100.7:443
      Then 4,992 connections succeed
      And 8 connections fail because SNAT ports are exhausted
      When "app1" opens a TCP connection to 198.51.100.8:443
      Then 198.51.100.8 sees the connection come from the address 203.0.113.60
      And "app1" uses 4,992 TCP SNAT ports
      And its SNAT port is still held

    # page: ports-by-addresses
    # ja: アドレスとインスタンスの数だけ、ポートが増える
    # why en: <addresses> × <instances> × 2,496 = <ports> ports toward each destination. Azure adds
    # why en: instances by its load, which nobody can count on; addresses are what you decide.
    # why ja: 一つの宛先に使えるポートは <addresses> × <instances> × 2,496 = <ports> 個です。インスタンスは
    # why ja: 負荷に応じて Azure が増やすもので、当てにはできません。自分で決められるのはアドレスの数です。
    # facts: firewall.ports-per-address
    Scenario Outline: Addresses and instances multiply the ports
      Given an Azure Firewall "fw" at 10.0.1.4 with <addresses> public IP addresses
      And "fw" runs on <instances> instances
      Then "fw" has <ports> SNAT ports toward each destination

      Examples:
        # ja: | アドレス | インスタンス | ポート |
        | addresses | instances | ports     |
        | 1         | 2         | 4,992     |
        | 2         | 2         | 9,984     |
        | 1         | 4         | 9,984     |
        | 250       | 2         | 1,248,000 |

    # page: most-addresses
    # ja: パブリック IP は 250 個までである
    # why en: 250 addresses are the most that a firewall can have, and 250 × 2 × 2,496 = 1,248,000 ports
    # why en: the most with two instances. A NAT gateway on its subnet has more room with far fewer
    # why en: addresses to allow elsewhere.
    # why ja: ファイアウォールのパブリック IP アドレスは 250 個までで、インスタンス 2 台ならポートは最大
    # why ja: 250 × 2 × 2,496 = 1,248,000 個です。サブネットに NAT ゲートウェイを置けば、宛先で許可するアドレ
    # why ja: スがはるかに少なくて済みます。
    # facts: firewall.most-addresses, firewall.ports-per-address, firewall.least-instances
    Scenario: A firewall can't have more than 250 public IP addresses
      Given an Azure Firewall "fw" at 10.0.1.4 with 250 public IP addresses
      Then "fw" has 1,248,000 SNAT ports toward each destination
      When 1 public IP address is added to "fw"
      Then the request is refused because a firewall has at most 250 public IP addresses

    # page: which-address
    # ja: 複数のパブリック IP のどれが使われるかは決まっていない
    # why en: Microsoft's pages differ on which address a connection takes: one at random, or one after
    # why en: the other. So allow all of them at the destination; for a single address, put a NAT
    # why en: gateway on the firewall's subnet.
    # why ja: 接続がどのアドレスを使うかについて、Microsoft のページは無作為とするものと順番とするものがあり、
    # why ja: 一致していません。宛先ではすべてのアドレスを許可してください。アドレスを一つにするには、ファイア
    # why ja: ウォールのサブネットに NAT ゲートウェイを置きます。
    # facts: firewall.address-choice
    Scenario: A connection leaves from one of the firewall's addresses
      Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60 and 203.0.113.61
      And the subnet "app" sends internet traffic to 10.0.1.4
      When "app1" opens 200 TCP connections to 198.51.100.7:443
      Then every connection comes from either 203.0.113.60 or 203.0.113.61

    # page: nat-gateway
    # ja: サブネットの NAT ゲートウェイがあれば、その IP アドレスとポートで送信する
    # why en: The firewall sends from its private address 10.0.1.4, and the NAT gateway of its subnet
    # why en: translates that once. Servers see 203.0.113.70, and 6,000 connections to one destination
    # why en: fit. The routes of the other subnets stay as they are.
    # why ja: ファイアウォールはプライベート アドレス 10.0.1.4 から送り、サブネットの NAT ゲートウェイが一度だけ
    # why ja: 変換します。サーバーから見える送信元は 203.0.113.70 になり、同じ宛先への 6,000 本も収まります。ほかの
    # why ja: サブネットのルートは変更不要です。
    # facts: firewall.nat-gateway
    Scenario: A NAT gateway on the firewall's subnet takes over
      Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
      And the subnet "app" sends internet traffic to 10.0.1.4
      And the NAT gateway "nat" with public IP 203.0.113.70 on the subnet "AzureFirewallSubnet"
      When "app1" opens a TCP connection to 198.51.100.8:443
      Then 198.51.100.8 sees the connection come from the address 203.0.113.70
      When "app1" opens 6,000 TCP connections to 198.51.100.7:443
      Then all 6,000 connections succeed

  # ja: アイドル状態の接続
  Rule: Idle connections

    # page: idle-to-the-internet
    # ja: インターネットへの接続は、4 分後に双方へ RST が届いて終わる
    # why en: After 4 minutes without traffic the firewall ends the connection and tells both ends by
    # why en: RST, so neither waits in vain. Send keepalives more often than that, or let Microsoft
    # why en: extend the time on request.
    # why ja: 通信のないまま 4 分経過すると、ファイアウォールは接続を終了して双方に RST を送るため、どちらの側も
    # why ja: 待ち続けることはありません。それより短い間隔でキープアライブを送るか、サポート リクエストで延長し
    # why ja: てください。
    # facts: firewall.idle-timeout.internet, firewall.resets-at-idle
    Scenario: To the internet both ends get an RST after 4 minutes
      Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
      And the subnet "app" sends internet traffic to 10.0.1.4
      When "app1" opens a TCP connection to 198.51.100.7:443
      And 239 seconds pass
      Then that connection is still open
      When 1 second passes
      Then an RST has reached both ends of that connection

    # page: idle-between-subnets
    # ja: サブネット間の接続は、5 分後に通知なしに終わる
    # why en: Between private networks the firewall translates nothing, waits for 5 minutes, which nobody
    # why en: can change, and then forgets the connection in silence. The next packet gets no answer: set
    # why en: keepalives in database clients and their like.
    # why ja: プライベート ネットワーク間では、ファイアウォールは何も変換しません。5 分 (変更不可) 待った後、通知
    # why ja: なしに接続の情報を破棄し、次のパケットには応答がありません。データベースのクライアントなどでは
    # why ja: キープアライブを設定してください。
    # facts: firewall.idle-timeout.private, firewall.silent-between-networks, firewall.private-destinations
    Scenario: Between subnets a connection is dropped in silence after 5 minutes
      Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
      And the route table of the subnet "app":
        | address prefix | next hop type     | next hop address |
        | 10.0.2.0/24    | virtual appliance | 10.0.1.4         |
      And the route table of the subnet "data":
        | address prefix | next hop type     | next hop address |
        | 10.0.0.0/24    | virtual appliance | 10.0.1.4         |
      When "app1" opens a TCP connection to 10.0.2.4:1433
      Then 10.0.2.4 sees the connection come from the address 10.0.0.4
      When 299 seconds pass
      Then that connection is still open
      When 1 second passes
      Then that connection has timed out

    # page: longer-idle-timeout
    # ja: アイドル タイムアウトは、15 分まで延長できる
    # why en: Nothing in the portal changes the idle timeout: a support request does, up to 15 minutes,
    # why en: and for connections to the internet only. Keepalives need no request and work at any length.
    # why ja: アイドル タイムアウトはポータルでは変更できません。サポート リクエストで、インターネットへの接続に限り
    # why ja: 15 分まで延長できます。キープアライブなら申請は不要で、どれだけ長くても効果があります。
    # facts: firewall.longest-idle-timeout
    Scenario: The idle timeout is extended to 15 minutes and no further
      Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
      And the subnet "app" sends internet traffic to 10.0.1.4
      When the idle timeout of "fw" is extended to 16 minutes by a support request
      Then the request is refused because the idle timeout of a firewall can be extended to 15 minutes at most
      When the idle timeout of "fw" is extended to 15 minutes by a support request
      Then the request is accepted
      When "app1" opens a TCP connection to 198.51.100.7:443
      And 14 minutes pass
      Then that connection is still open
      When 1 minute passes
      Then an RST has reached both ends of that connection

  # ja: スケールイン
  Rule: Scaling in

    # page: scale-in
    # ja: スケールインでは、90 秒後に残っている接続が切断される
    # why en: The instance that goes drains for 90 s and takes no new connections; what it still carries then
    # why en: ends, and neither end is told here. Connect again on failure, and don't keep connections for
    # why en: hours. With 2 instances left there are 2 × 2,496 = 4,992 ports toward each destination.
    # why ja: なくなるインスタンスは 90 秒間ドレインし、新しい接続を受け付けません。その後も残っている接続は終わり、
    # why ja: ここではどちらの側にも通知されません。失敗したら再接続し、何時間も接続を保たないでください。残りが
    # why ja: 2 台なら、一つの宛先に使えるポートは 2 × 2,496 = 4,992 個です。
    # facts: firewall.drain, firewall.ports-per-address
    Scenario: After 90 seconds of draining a connection is disconnected
      Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
      And "fw" runs on 3 instances
      And the subnet "app" sends internet traffic to 10.0.1.4
      When "app1" opens a TCP connection to 198.51.100.7:443
      And "fw" scales in to 2 instances, without the one that carries that connection
      Then the request is accepted
      When 89 seconds pass
      Then that connection is still open
      When 1 second passes
      And "app1" sends a late packet on that connection
      Then the connection fails because its flow has timed out or was never opened
      And "fw" has 4,992 SNAT ports toward each destination
      When "app1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.60
