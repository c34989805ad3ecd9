# ja: 名前で呼ぶフロントエンド、IP 構成、プレフィックス
# ja: アドレスをまだ Azure が割り当てていなくても、デプロイのファイルにある名前で通信を試せる。
# why en: Addresses that nobody has set change from one deployment to the next. Names don't, so a scenario that calls
# why en: the front end of an internal load balancer, an IP configuration or a prefix by its name stays true.
# why ja: 設定していないアドレスは、デプロイのたびに変わることがあります。名前は変わらないため、内部ロード バランサーのフロント
# why ja: エンド、IP 構成、プレフィックスを名前で呼ぶシナリオは、そのまま使い続けられます。
# facts: load-balancer.rule-takes-in
@deployments
Feature: Parts of a deployment that are called by their names

  A machine of the network tries an internal front end, which no client on the internet
  reaches, and a server on the internet sees where packets come from.

  Background:
    Given the deployment in "internal.json"

  # page: internal-rule
  # ja: 内部ロード バランサーの規則を通る通信が、プールのサーバーに届く
  # why en: "job" is in the same virtual network, and no group keeps anything from "web1" and "web2". Which of them gets a
  # why en: connection is up to a hash; the scenario asks about one each time.
  # why ja: "job" は同じ仮想ネットワークにあり、"web1" と "web2" への通信を拒否するグループはありません。どちらに届くかはハッシュで
  # why ja: 決まるため、ここではそれぞれの場合を示します。
  # facts: load-balancer.rule-takes-in
  Scenario: What a rule of an internal load balancer takes in gets to a server of its pool
    When "job" opens a TCP connection to port 443 of the front end "front" of "web-lb", and the load balancer chooses "web1"
    Then the traffic reaches "web1"
    When "job" opens a UDP flow to port 53 of the front end "front" of "web-lb", and the load balancer chooses "web2"
    Then the traffic reaches "web2"

  # page: internal-nat-rule
  # ja: 内部ロード バランサーのインバウンド NAT 規則は、一台のマシンに届ける
  # why en: An inbound NAT rule leads to one machine, so nothing has to be chosen.
  # why ja: インバウンド NAT 規則の宛先は一台のマシンなので、選ばれるものはありません。
  # facts: load-balancer.nat.one-machine
  Scenario: An inbound NAT rule of an internal load balancer leads to its machine
    When "job" opens a TCP connection to port 2201 of the front end "front" of "web-lb"
    Then the traffic reaches "web1"
    When "job" opens a UDP flow to port 5001 of the front end "front" of "web-lb"
    Then the traffic reaches "web1"

  # page: addresses-of-a-prefix
  # ja: NAT ゲートウェイの送信元は、プレフィックスのアドレスのいずれかである
  # why en: The NAT gateway has a prefix and no other address, and picks one of its addresses at random for each connection.
  # why en: A firewall elsewhere has to let in the whole prefix.
  # why ja: NAT ゲートウェイにはプレフィックスだけがあり、接続ごとにそのアドレスの一つを無作為に選びます。接続先のファイア
  # why ja: ウォールでは、プレフィックス全体を許可する必要があります。
  # facts: nat-gateway.address-choice
  Scenario: A NAT gateway with a prefix sends from one of its addresses
    When "job" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP prefix "out-prefix"

  # page: second-configuration
  # ja: IP 構成ごとに、そのパブリック IP から送信する
  # why en: Each IP configuration has a public address of its own. A program that binds the private address of the second
  # why en: one is seen with that address, and one that binds nothing with the primary's.
  # why ja: IP 構成ごとに別のパブリック IP があります。プログラムがセカンダリのプライベート アドレスをバインドすれば、送信元はその
  # why ja: パブリック IP になり、何もバインドしなければプライマリのものになります。
  # facts: network-interface.primary-outbound
  Scenario: A program that binds the second IP configuration leaves by its public address
    When "front" opens a TCP connection from the IP configuration "second" of its network interface "front-nic" to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP "second-ip"
    When "front" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP "front-ip"
