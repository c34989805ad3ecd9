# ja: テンプレートやエクスポートに書かれていないこと
# ja: 書かれていない値は、Azure の既定に従う。動いている環境のエクスポートも、テンプレートと同じように使える。
# why en: What a file leaves out is decided by Azure, and often decides more than what it says: a SKU that isn't
# why en: named, a subnet that is private. Played, the file shows what comes of that.
# why ja: ファイルに書かれていないことは Azure が決め、書かれていることより影響が大きい場合もあります。SKU の省略やプライベート
# why ja: サブネットがその例です。ファイルを実行すると、その結果がわかります。
# facts: outbound.methods, resource-manager.load-balancer.sku, default-outbound-access.private-subnet
@deployments
Feature: What a template or an export leaves to Azure

  Values that nobody wrote are Azure's own. What is exported of a running environment serves as a template does.

  # page: sku-left-out
  # ja: SKU のないロード バランサーは Basic なので、既定の送信アクセスが残る
  # why en: The load balancer names no SKU and is a Basic one. Behind a Standard one with inbound NAT rules only, "app1"
  # why en: would have no way out; behind this one Azure still gives it default outbound access. Name the SKU.
  # why ja: ロード バランサーに SKU の指定がないため Basic になります。Standard でインバウンド NAT 規則だけなら "app1" は送信でき
  # why ja: ませんが、Basic なら既定の送信アクセスが与えられます。SKU は明示してください。
  # facts: resource-manager.load-balancer.sku, outbound.methods
  Scenario: A load balancer without a SKU leaves default access
    Given the deployment in "load-balancer.json"
    Then the methods for outbound connections of "app1" are:
      | method                   | state |
      | user-defined route       | none  |
      | NAT gateway              | none  |
      | public IP of the machine | none  |
      | outbound rule            | none  |
      | load-balancing rule      | none  |
      | default outbound access  | used  |

  # page: live-private-subnet
  # ja: 動いている環境のエクスポートから、送信できないマシンがわかる
  # why en: What "az network vnet list" and its like print holds whole ids and addresses. "back1" is in a private subnet
  # why en: without a NAT gateway, and nothing else lets it out; "front1" has an address of its own.
  # why ja: "az network vnet list" などの出力には ID もアドレスもそのまま入っています。"back1" は NAT ゲートウェイのないプライベート
  # why ja: サブネットにあり、送信の手段がありません。"front1" には専用のアドレスがあります。
  # facts: default-outbound-access.private-subnet, public-ip.one-to-one
  Scenario: An export shows the machine that has no way out
    Given the deployment in "live-network.json"
    Then "back1" has no way to the internet because its subnet is private
    When "front1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP "front1-ip"
    And 198.51.100.7 sees the connection come from the address 203.0.113.77

  # page: application-groups
  # ja: アプリケーション セキュリティ グループは、属するマシンだけを指す
  # why en: The rule that allows port 1433 is about those who are in "web" and "db", wherever in the subnet they stand.
  # why en: "jump1" has the same network security group and is in neither, so that the next rule denies it. An
  # why en: interface that nobody put into its group is the first thing to look for when such a rule lets nothing through.
  # why ja: ポート 1433 を許可する規則は、サブネット内の場所によらず、"web" と "db" に属するマシンだけを対象とします。"jump1" にも
  # why ja: 同じネットワーク セキュリティ グループが関連付けられていますが、どちらにも属さないため、次の規則で拒否されます。こうした
  # why ja: 規則で通信できないときは、まずインターフェイスがグループに追加されているかを確認してください。
  # facts: security-group.application-groups, security-group.first-match
  Scenario: An application security group stands for those in it only
    Given the deployment in "application-groups.json"
    When "web1" opens a TCP connection to 10.3.0.5:1433
    Then the traffic is delivered
    When "jump1" opens a TCP connection to 10.3.0.5:1433
    Then the traffic is dropped because the rule "DenyDatabase" of "nsg" denies it
