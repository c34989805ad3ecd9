# ja: テンプレートのとおりに動く AKS クラスター
# ja: テンプレートにあるのはクラスターだけでも、AKS はノード、ロード バランサー、アウトバウンド規則を作成する。シナリオは作成されたものも名前で呼ぶ。
# why en: The template of a cluster says neither load balancer nor address: AKS makes them. What the nodes can carry is in
# why en: what the template leaves out, so play it before a node pool grows.
# why ja: クラスターのテンプレートには、ロード バランサーもアドレスも書かれていません。AKS が作成します。ノードがどれだけ通信できるかは
# why ja: テンプレートに書かれていない部分で決まるため、ノード プールを大きくする前に実行して確かめてください。
# facts: aks.outbound-type, aks.load-balancer-sku
@deployments
Feature: An AKS cluster as its template has it

  The template names the cluster and its node pool only. AKS makes the nodes, a load balancer called
  "kubernetes" and its outbound rule, and scenarios call them by their names as well.

  # page: fifty-nodes
  # ja: 50 ノードなら、1 ノードあたり 1,024 個の SNAT ポートがある
  # why en: Nobody says an outbound type, so AKS makes a Standard load balancer with one address and an outbound rule that
  # why en: leaves the number of ports to the table: a pool of 50 has 1,024 for each node.
  # why ja: 送信の種類の指定がないため、AKS はアドレス一つの Standard ロード バランサーとアウトバウンド規則を作成します。ポートの数
  # why ja: は表で決まり、プールが 50 ノードなら 1 ノードあたり 1,024 個です。
  # facts: aks.outbound-type, aks.load-balancer-sku, aks.allocated-outbound-ports, outbound.ports-by-pool-size
  Scenario: With 50 nodes each has 1,024 SNAT ports
    Given the deployment in "aks.json"
    When "aks-system_0" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP "kubernetes outbound IP 1"
    And "aks-system_0" has 1,024 preallocated TCP SNAT ports

  # page: fifty-one-nodes
  # ja: 51 ノード目を足すと、全ノードの SNAT ポートが半分になる
  # why en: One node more is another row of the table, for all of them: 1,024 ÷ 2 = 512. An upgrade adds nodes as well while it
  # why en: lasts, so leave room, or set the allocated outbound ports.
  # why ja: 1 ノード増やすだけで全ノードに表の次の行が適用され、1,024 ÷ 2 = 512 個になります。アップグレード中にもノードが増えるた
  # why ja: め、余裕を持たせるか、割り当てる送信ポートを設定してください。
  # facts: outbound.ports-by-pool-size
  Scenario: The 51st node halves the SNAT ports of all
    Given the deployment in "aks.json" with "nodeCount" set to 51
    Then "aks-system_0" has 512 preallocated TCP SNAT ports
    And "aks-system_50" has 512 preallocated TCP SNAT ports

  # page: one-address
  # ja: アドレスの数の指定がなければ、送信元は一つである
  # why en: AKS makes one address where nobody says how many, so that allow lists of others need only that. It has 64,000
  # why en: SNAT ports: with 32,000 allocated to each, 2 × 32,000 = 64,000, and the node that an upgrade adds has none left.
  # why ja: 数の指定がなければ AKS が作成するアドレスは一つで、通信相手の許可リストに登録するのもこれだけで済みます。SNAT ポートは
  # why ja: 64,000 個のため、各 32,000 個を割り当てると 2 × 32,000 = 64,000 個となり、アップグレード中に増えるノードの分は残りません。
  # facts: aks.outbound-addresses
  Scenario: Without a number of addresses there is one
    Given the deployment in "aks.json" with the parameters:
      | parameter              | value |
      | nodeCount              | 2     |
      | allocatedOutboundPorts | 32000 |
    When "aks-system_0" opens 1,000 TCP connections to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 1 different address
    And "aks-system_1" has 32,000 preallocated TCP SNAT ports
