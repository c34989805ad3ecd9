# ja: 負荷分散規則が、何をどのサーバーのポートに渡すかを決める
# ja: 規則は、フロントエンド IP、プロトコル、フロントエンド ポートの組に届くものを、バックエンド ポートで待つ
# ja: サーバーに渡す。どの規則にも当てはまらないものはサーバーに届かず、応答も返らない。
# why en: A load balancer answers nothing by itself. What no rule takes in is dropped in silence, which
# why en: a client sees as a time-out and not as a refusal. Look at the protocol, the front-end port and
# why en: the front-end IP of the rules before you look at the servers.
# why ja: ロード バランサーが自分で応答することはありません。どの規則にも当てはまらないものは通知なしに破
# why ja: 棄され、クライアントからは拒否ではなくタイムアウトに見えます。サーバーを調べる前に、規則のプロト
# why ja: コル、フロントエンド ポート、フロントエンド IP を確かめてください。
# facts: load-balancer.rule-takes-in
@inbound
Feature: Load-balancing rules say what reaches which port of the servers

  A rule takes in what comes to a front-end IP by a protocol and to a front-end port,
  and hands it to a server at the back-end port. What no rule takes in reaches no
  server, and nothing answers.

  Background:
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the load-balancing rules of "lb":
      | name | protocol | front-end port | back-end port |
      | web  | TCP      | 80             | 8080          |
    And the client 192.0.2.33

  # page: front-end-port-to-back-end-port
  # ja: 規則はフロントエンド ポートをバックエンド ポートにつなぐ
  # why en: The rule leads port 80 of the front end to port 8080 of the servers, and the answer comes
  # why en: back from port 80. A firewall on the server, and a network security group, see the back-end
  # why en: port.
  # why ja: この規則はフロントエンドのポート 80 をサーバーのポート 8080 につなぎ、応答はポート 80 から返りま
  # why ja: す。サーバーのファイアウォールとネットワーク セキュリティ グループから見えるのはバックエンド
  # why ja: ポートです。
  # facts: load-balancer.rule-takes-in, load-balancer.rewrites-request
  Scenario: A rule leads a front-end port to a back-end port
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then 192.0.2.33 receives status code 200

  # page: port-without-rule
  # ja: 規則のないポートへの要求は破棄される
  # why en: The only rule is for port 80, so nothing takes in a request to port 443: it is dropped, and
  # why en: no server ever sees it. The client waits until it gives up. Add a rule for the port.
  # why ja: 規則はポート 80 のものだけなので、ポート 443 への要求はどの規則にも当てはまらず破棄され、サー
  # why ja: バーには届きません。クライアントはあきらめるまで待つことになります。そのポートの規則を追加してく
  # why ja: ださい。
  # facts: load-balancer.rule-takes-in
  Scenario: A request to a port without a rule is dropped
    When 192.0.2.33 sends a request to 203.0.113.10:443
    Then the traffic is dropped because no rule of the load balancer serves the port
    When a load-balancing rule for TCP port 443 is added to "lb"
    Then the request is accepted
    When 192.0.2.33 sends a request to 203.0.113.10:443
    Then 192.0.2.33 receives status code 200

  # page: protocol-without-rule
  # ja: TCP の規則は UDP を通さない
  # why en: A rule is for TCP, for UDP, or, with HA ports, for both. Services that speak both on one port,
  # why en: such as DNS, need one rule for each.
  # why ja: 規則は TCP か UDP のどちらか、HA ポートでは両方を扱います。DNS のように一つのポートで両方を使う
  # why ja: サービスには、それぞれの規則が必要です。
  # facts: load-balancer.rule-takes-in
  Scenario: A rule for TCP lets no UDP through
    When 192.0.2.33 sends a UDP packet to 203.0.113.10:80
    Then the traffic is dropped because no rule of the load balancer serves the protocol on this port

  # page: one-rule-for-a-front-end-port
  # ja: フロントエンド IP、プロトコル、ポートの組に規則は一つである
  # why en: Two rules for one front-end IP, protocol and port would leave open which pool gets a flow. To
  # why en: serve one port from two pools, use two front-end IPs, or a reverse proxy that looks at what
  # why en: is asked for.
  # why ja: 同じフロントエンド IP、プロトコル、ポートに規則が二つあると、フローがどのプールに行くか決まりま
  # why ja: せん。一つのポートを二つのプールで受けるには、フロントエンド IP を二つにするか、要求の内容で振り
  # why ja: 分けるリバース プロキシを使ってください。
  # facts: load-balancer.front-end-port-once
  Scenario: One front-end port belongs to one rule
    When these load-balancing rules are added to "lb":
      | name  | protocol | front-end port | back-end port |
      | other | TCP      | 80             | 9090          |
    Then the request is refused because another rule has the same front-end IP, protocol and front-end port

  # page: one-back-end-port-for-two-rules
  # ja: 二つの規則が同じバックエンド ポートに向かうことはできない
  # why en: Ports 80 and 81 of the front end would both lead to port 8080 of web1 with the same rewritten
  # why en: destination, and answers couldn't be told apart. Use another back-end port, or floating IP on
  # why en: both rules.
  # why ja: フロントエンドのポート 80 と 81 がどちらも web1 のポート 8080 に向かうと、書き換え後の宛先が同じ
  # why ja: になり、応答を区別できません。別のバックエンド ポートを使うか、両方の規則でフローティング IP を有
  # why ja: 効にしてください。
  # facts: load-balancer.back-end-port-reuse
  Scenario: Two rules can't lead to one back-end port
    When these load-balancing rules are added to "lb":
      | name  | protocol | front-end port | back-end port |
      | other | TCP      | 81             | 8080          |
    Then the request is refused because two front ends can't share a back-end port without floating IP

  # page: rule-lends-its-address
  # ja: 規則のプロトコルでは、サーバーの送信にもフロントエンド IP が使われる
  # why en: Unless outbound SNAT is disabled on it, a rule for TCP also lends its front-end IP to the TCP
  # why en: connections that the servers open, whatever port they go to. UDP needs a rule of its own, an
  # why en: outbound rule, or a NAT gateway.
  # why ja: アウトバウンド SNAT を無効にしない限り、TCP の規則があると、サーバーが自分から開く TCP 接続にも
  # why ja: フロントエンド IP が使われます。接続先のポートは関係ありません。UDP には UDP の規則、アウトバウンド規
  # why ja: 則、または NAT ゲートウェイが必要です。
  # facts: outbound.protocols-of-rules
  @outbound
  Scenario: A rule lends its front-end IP to what servers open
    Given the virtual machine "worker1"
    And a Standard public load balancer "lb2" with a TCP rule and the back-end server "worker1"
    When "worker1" opens a TCP connection to 198.51.100.7:443
    Then the traffic is delivered
    And "worker1" uses 1 TCP SNAT port
