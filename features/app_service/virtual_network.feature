# ja: 仮想ネットワークと統合した App Service
# ja: 仮想ネットワーク統合により、アプリは仮想ネットワークの中のサーバーに SNAT ポートを使わずに接続し、
# ja: サブネットのルートに従って送信する。
# why en: With regional integration and Route All an app sends into the virtual network from addresses of
# why en: its subnet. What stays in the network takes no SNAT port, and routes decide about the rest. To
# why en: the internet the app still leaves from its own addresses where no route says otherwise.
# why ja: リージョンの統合で Route All を有効にすると、アプリはサブネットのアドレスから仮想ネットワークに送信
# why ja: します。ネットワーク内の通信では SNAT ポートが使われず、それ以外はルートで決まります。ルートでほかへ向けない
# why ja: 限り、インターネットへは引き続きアプリ自身のアドレスから出ます。
# facts: app-service.integration
@app_service
Feature: App Service in a virtual network

  By virtual network integration, an app reaches servers in the network without SNAT ports, and
  what it sends follows the routes of its subnet.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name                | address prefix |
      | app                 | 10.0.0.0/26    |
      | AzureFirewallSubnet | 10.0.1.0/26    |
      | data                | 10.0.2.0/24    |
    And an App Service plan with 2 instances integrated with the subnet "app"
    And the virtual machine "data1" at 10.0.2.4 in the subnet "data"

  # page: private-server
  # ja: 仮想ネットワーク内のサーバーへの接続は、SNAT ポートを使わない
  # why en: The database at 10.0.2.4 sees an address of the integration subnet, and 500 connections take
  # why en: no SNAT port: the limit holds for what leaves the network only. A private endpoint brings
  # why en: the same for a service of Azure.
  # why ja: 10.0.2.4 のデータベースから見える送信元は統合サブネットのアドレスで、500 本の接続でも SNAT ポートは
  # why ja: 使われません。ポート数の制限は、ネットワークの外への接続だけのものです。Azure のサービスでは、
  # why ja: プライベート エンドポイントで同じことができます。
  # facts: app-service.integration
  Scenario: A server in the network is reached without SNAT ports
    When "vm1" opens 500 TCP connections to 10.0.2.4:1433
    Then all 500 connections succeed
    And 10.0.2.4 sees the connection come from the address 10.0.0.4
    And "vm1" uses 0 SNAT ports

  # page: internet-without-route
  # ja: ルートがなければ、インターネットへは SNAT ポート 128 個のままである
  # why en: Integration alone changes nothing about the internet: the app leaves from its own outbound
  # why en: addresses with 128 ports for each instance, so 200 − 128 = 72 connections fail.
  # why ja: 統合しただけでは、インターネットへの接続は変わりません。アプリ自身の送信アドレスから、インスタンスあたり
  # why ja: 128 個のポートで送信するため、200 − 128 = 72 本が失敗します。
  # facts: app-service.ports
  Scenario: Without a route the internet is reached with 128 ports, as before
    When "vm1" opens 200 TCP connections to 198.51.100.7:443
    Then 128 connections succeed
    And 72 connections fail because SNAT ports are exhausted

  # page: route-to-a-firewall
  # ja: ファイアウォールへのルートがあれば、その IP アドレスとポートで送信する
  # why en: The route of the integration subnet leads to the firewall, so servers see its one address
  # why en: 203.0.113.60, and 2,496 × 2 = 4,992 ports to a destination take the place of the app's own.
  # why ja: 統合サブネットのルートがファイアウォールへ向いているため、サーバーから見える送信元は
  # why ja: 203.0.113.60 だけになります。一つの宛先に使えるポートも、アプリのものではなくファイアウォールの 2,496 × 2 = 4,992 個です。
  # facts: app-service.integration, route.user-routes-first, firewall.ports-per-address, firewall.least-instances
  Scenario: A route to a firewall gives the app one address and more ports
    Given an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60
    And the subnet "app" sends internet traffic to 10.0.1.4
    When "vm1" opens 200 TCP connections to 198.51.100.7:443
    Then all 200 connections succeed
    And 198.51.100.7 sees the connection come from the address 203.0.113.60

  # page: nat-gateway
  # ja: NAT ゲートウェイがあれば、その IP アドレスで 128 本を超えて送信できる
  # why en: The NAT gateway of the integration subnet takes over all that the app sends to the internet:
  # why en: one address that stays, and ports that all instances share on demand, so that 500
  # why en: connections from one instance to one destination succeed. It is Microsoft's remedy where
  # why en: reuse isn't enough.
  # why ja: 統合サブネットの NAT ゲートウェイが、アプリからインターネットへの送信をすべて引き受けます。送信元は
  # why ja: 変わらないアドレス一つになり、ポートは全インスタンスが必要なだけ使えるため、一つのインスタンスから同じ
  # why ja: 宛先への 500 本も成功します。接続の再利用だけでは足りない場合に、Microsoft が勧める対策です。
  # facts: app-service.methods, app-service.integration
  Scenario: A NAT gateway gives the app one address and as many ports as it needs
    Given the NAT gateway "nat" with public IP 203.0.113.70 on the subnet "app"
    When "vm1" opens 500 TCP connections to 198.51.100.7:443
    Then all 500 connections succeed
    And 198.51.100.7 sees the connection come from the address 203.0.113.70
