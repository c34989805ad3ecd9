# ja: HA ポートの規則は、すべてのポートとプロトコルを一度に扱う
# ja: プロトコル「すべて」、ポート 0 の規則は、内部フロントエンドに届くすべての TCP フローと UDP フローを扱う。
# ja: Standard の内部ロード バランサーだけで使え、ほかの規則と併用するにはフローティング IP が必要である。
# why en: HA ports is what one puts in front of network virtual appliances, which have to get every flow
# why en: whatever its port. Where only some ports are meant, list them: the rule takes in all the others
# why en: as well.
# why ja: HA ポートは、ポートによらずすべてのフローを受け取る必要があるネットワーク仮想アプライアンスの前段
# why ja: で使います。一部のポートだけでよければ、個別に規則を作成してください。この規則はほかのポートもすべ
# why ja: て受け付けます。
# facts: load-balancer.ha-ports
@inbound
Feature: A rule with HA ports takes in every port and protocol

  A rule for all protocols and port 0 takes in each TCP and UDP flow to an internal
  front end. Only an internal Standard load balancer can have one, and beside other
  rules it takes floating IP.

  # page: every-port-and-protocol
  # ja: TCP も UDP も、どのポートでも届く
  # why en: One rule takes in port 22 over TCP and port 53 over UDP alike. The decision is still made for
  # why en: each flow, by its five-tuple.
  # why ja: 一つの規則が TCP のポート 22 も UDP のポート 53 も扱います。サーバーはこの場合も、フローごとに 5
  # why ja: タプルで選ばれます。
  # facts: load-balancer.ha-ports, load-balancer.rule-takes-in
  Scenario: Every port is served, by TCP and by UDP
    Given a Standard internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | nva1 | 10.0.0.4   |
    And the load-balancing rules of "ilb":
      | name | protocol | front-end port |
      | all  | All      | 0              |
    And the client 10.0.0.50
    When 10.0.0.50 sends a request to 10.0.0.100:22
    Then the traffic is delivered
    When 10.0.0.50 sends a UDP packet to 10.0.0.100:53
    Then the traffic is delivered

  # page: not-on-a-public-one
  # ja: パブリック ロード バランサーでは使えない
  # why en: On a public load balancer Azure refuses the rule. List the ports that are meant, one rule for
  # why en: each.
  # why ja: パブリック ロード バランサーでは、Azure はこの規則を拒否します。必要なポートごとに規則を作成して
  # why ja: ください。
  # facts: load-balancer.ha-ports
  Scenario: On a public load balancer HA ports are refused
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    When these load-balancing rules are added to "lb":
      | name | protocol | front-end port |
      | all  | All      | 0              |
    Then the request is refused because only an internal Standard load balancer can have HA ports

  # page: not-on-a-basic-one
  # ja: Basic ロード バランサーでは使えない
  # why en: HA ports came with the Standard SKU, and a Basic load balancer doesn't have them, not even an
  # why en: internal one.
  # why ja: HA ポートは Standard SKU の機能であり、Basic ロード バランサーでは内部であっても使えません。
  # facts: load-balancer.ha-ports
  Scenario: On a Basic load balancer HA ports are refused
    Given a Basic internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    When these load-balancing rules are added to "ilb":
      | name | protocol | front-end port |
      | all  | All      | 0              |
    Then the request is refused because only an internal Standard load balancer can have HA ports

  # page: beside-other-rules
  # ja: ほかの規則との併用にはフローティング IP が必要である
  # why en: Without floating IP both rules would rewrite to the same server addresses and get into each
  # why en: other's way, so Azure refuses the second one. With floating IP on both it accepts them.
  # why ja: フローティング IP がなければ、どちらの規則も同じサーバーのアドレスに書き換えるため互いに干渉し、
  # why ja: Azure は二つ目を拒否します。両方で有効なら受け付けます。
  # facts: load-balancer.ha-ports
  Scenario: Beside another rule it takes floating IP
    Given an internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And "ilb" has a load-balancing rule for TCP port 443
    When these load-balancing rules are added to "ilb":
      | name | protocol | front-end port |
      | all  | All      | 0              |
    Then the request is refused because an HA ports rule stands beside other rules to the same servers only if all of them have floating IP
    Given floating IP is enabled on "ilb"
    When these load-balancing rules are added to "ilb":
      | name | protocol | front-end port | floating IP |
      | all  | All      | 0              | on          |
    Then the request is accepted
