# ja: テンプレートのとおりに動くスケール セット
# ja: シナリオはテンプレートを読み込み、そこにあるマシンを名前で呼ぶ。変える前に、変えたらどうなるかを確かめられる。
# why en: A template says what is deployed, not what it does. Played, it answers before anything costs money: the
# why en: machines have the names, networks and rules of the file, and a parameter is changed by one sentence.
# why ja: テンプレートに書かれているのは何をデプロイするかであり、どう動くかではありません。実行すれば、費用がかかる前に答えが
# why ja: わかります。マシンはファイルの名前、ネットワーク、規則を持ち、パラメーターは一つの文で変えられます。
# facts: outbound.methods, outbound.ports-by-pool-size
@deployments
Feature: A scale set as its template has it

  The scenarios read a template, and call its machines by their names. What a change would do can be seen
  before it is made.

  # page: fifty-instances
  # ja: 50 台なら、1 台あたり 1,024 個の SNAT ポートがある
  # why en: No outbound rule and no NAT gateway is in the template, so the load-balancing rule carries what goes out,
  # why en: and the table of default SNAT ports decides: a pool of 50 has 1,024 for each instance.
  # why ja: テンプレートにアウトバウンド規則も NAT ゲートウェイもないため、送信には負荷分散規則が使われ、既定の SNAT ポートの表が
  # why ja: 適用されます。プールが 50 台なら 1 台あたり 1,024 個です。
  # facts: outbound.methods, outbound.ports-by-pool-size
  Scenario: With 50 instances each has 1,024 SNAT ports
    Given the deployment in "scale-set.json"
    When "web_0" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP "web-ip"
    And "web_0" has 1,024 preallocated TCP SNAT ports

  # page: fifty-one-instances
  # ja: 51 台目を足すと、SNAT ポートは全台で半分になる
  # why en: One instance more is another row of the table, for all of them: 1,024 ÷ 2 = 512. Connections on the ports
  # why en: that go time out, so scale past 50 with an outbound rule or a NAT gateway.
  # why ja: 1 台増やすだけで全台に表の次の行が適用され、1,024 ÷ 2 = 512 個になります。なくなるポートの接続はタイムアウトするた
  # why ja: め、50 台を超えるときはアウトバウンド規則か NAT ゲートウェイを使ってください。
  # facts: outbound.ports-by-pool-size
  @starter
  Scenario: The 51st instance halves the SNAT ports of all
    Given the deployment in "scale-set.json" with "instanceCount" set to 51
    Then "web_0" has 512 preallocated TCP SNAT ports
    And "web_50" has 512 preallocated TCP SNAT ports

  # page: nat-gateway-instead
  # ja: NAT ゲートウェイに替えると、台数を増やしてもポートは減らない
  # why en: With a NAT gateway on the subnet the load-balancing rule is out of use for outbound connections. All 51
  # why en: instances share 64,512 ports on demand, and servers see another address.
  # why ja: サブネットに NAT ゲートウェイがあると、送信には負荷分散規則が使われません。51 台すべてが 64,512 個のポートを必要な
  # why ja: ときに使い、サーバーから見えるアドレスも変わります。
  # facts: outbound.methods, nat-gateway.ports
  Scenario: A NAT gateway takes over, whatever the number
    Given the deployment in "scale-set.json" with the parameters:
      | parameter     | value |
      | instanceCount | 51    |
      | useNatGateway | true  |
    When "web_0" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP "web-nat-ip"
    And the NAT gateway "web-nat" has 64,512 SNAT ports for each protocol

  # page: no-time-service
  # ja: 規則が TCP だけだと、時刻サーバーに問い合わせられない
  # why en: A Standard load balancer translates only the protocols of its rules, and the template has one for TCP. UDP has
  # why en: no way out, so NTP fails until a rule carries it.
  # why ja: Standard のロード バランサーが変換するのは規則にあるプロトコルだけで、テンプレートの規則は TCP だけです。UDP は送信でき
  # why ja: ず、UDP の規則を加えるまで NTP は失敗します。
  # facts: outbound.protocols-of-rules
  Scenario: With rules for TCP only nothing asks a time server
    Given the deployment in "scale-set.json"
    When "web_0" opens a UDP flow to 198.51.100.7:123
    Then the traffic is dropped because no rule of "web-lb" carries UDP

  # page: all-protocols
  # ja: すべてのプロトコルの規則にすると、UDP も送信できる
  # why en: The same template whose rules are for all protocols: UDP leaves from the same front-end IP, with ports of its own.
  # why ja: 規則をすべてのプロトコルにした同じテンプレートです。UDP も同じフロントエンド IP から、専用のポートで送信されます。
  # facts: outbound.protocols-of-rules
  Scenario: With rules for all protocols UDP gets out
    Given the deployment in "scale-set.json" with "rulesProtocol" set to "All"
    When "web_0" opens a UDP flow to 198.51.100.7:123
    Then 198.51.100.7 sees the connection come from the public IP "web-ip"

  # page: two-hundred-instances
  # ja: 本番のパラメーターでは 200 台で、1 台あたり 256 個になる
  # why en: The file of parameters for production says 200 instances, and the table gives 256 ports to each in a pool of that
  # why en: size. What a file of parameters changes isn't seen in the template: play both.
  # why ja: 本番用のパラメーター ファイルでは 200 台であり、表ではその大きさのプールで 1 台あたり 256 個です。パラメーター ファイルに
  # why ja: よる違いはテンプレートからは読み取れないため、両方を合わせて実行してください。
  # facts: outbound.ports-by-pool-size
  Scenario: With the parameters of production there are 256 ports each
    Given the deployment in "scale-set.json" with the parameters in "production.parameters.json"
    Then "web_0" has 256 preallocated TCP SNAT ports

  # page: production-one-more
  # ja: 本番の台数をさらに 1 台増やすと 128 個になる
  # why en: 201 instances are in the next row of the table: 256 ÷ 2 = 128 ports each.
  # why ja: 201 台では表の次の行が適用され、256 ÷ 2 = 128 個になります。
  # facts: outbound.ports-by-pool-size
  Scenario: One more than in production leaves 128 ports each
    Given the deployment in "scale-set.json" with the parameters in "production.parameters.json" and "instanceCount" set to 201
    Then "web_0" has 128 preallocated TCP SNAT ports
