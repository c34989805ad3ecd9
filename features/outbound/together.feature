# ja: 一つのシナリオにいくつものサービスがある場合
# ja: 実際のデプロイでは、同じマシンがロード バランサーから要求を受け取り、自分でもインターネットに
# ja: 接続する。どのパケットの経路も、そのマシンが置かれた場所だけで決まる。
@outbound
Feature: Several services in one scenario

  A real deployment has more than one service, and one machine can take requests and open
  connections of its own. Where the machine stands decides which way each flow takes.

  # page: in-and-out-of-back-end
  # ja: ロード バランサーのサーバーは、受信と送信のどちらにも同じアドレスを使う
  Scenario: A back-end server takes requests and opens a connection
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.1.4   |
    And the client 192.0.2.33
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.10
    And "web1" uses 1 TCP SNAT port
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.33   | 203.0.113.10 |
      | lb     | web1   | 192.0.2.33   | 10.0.1.4     |
      | web1   | lb     | 10.0.1.4     | 192.0.2.33   |
      | lb     | client | 203.0.113.10 | 192.0.2.33   |

  # page: two-deployments
  # ja: 二つのクラシック デプロイは、送信元アドレスを共有しない
  Scenario: Two classic deployments share no address
    Given a classic deployment with virtual machines:
      | name | private IP |
      | app  | 10.0.0.4   |
    And a classic deployment with virtual machines:
      | name | private IP |
      | db   | 10.0.0.5   |
    When "app" and "db" each open a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 2 different addresses

  # page: classic-instance-behind-load-balancer
  # ja: クラシック デプロイのインスタンスは、ロード バランサーの背後にあっても自分のエンドポイントのアドレスを使う
  Scenario: A classic instance that serves a load balancer connects from its own endpoint
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    And a public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | vm1  | 10.0.0.4   |
    And the client 192.0.2.33
    When 192.0.2.33 sends a request to 203.0.113.20:80
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.33   | 203.0.113.20 |
      | lb     | vm1    | 192.0.2.33   | 10.0.0.4     |
      | vm1    | lb     | 10.0.0.4     | 192.0.2.33   |
      | lb     | client | 203.0.113.20 | 192.0.2.33   |
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.10

  # page: expressroute-and-internet
  # ja: ExpressRoute でオンプレミスとつながるマシンは、インターネットにも接続できる
  Scenario: A machine behind ExpressRoute also reaches the internet
    Given an on-premises client 10.100.10.2 behind an ExpressRoute circuit
    And a virtual machine "vm" at 10.128.1.4 in the connected virtual network
    When "vm" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220
    When 10.100.10.2 connects to 10.128.1.4:3389
    Then the path from 10.100.10.2 to "vm" is CE router, MSEE and ExpressRoute gateway
    And the path from "vm" to 10.100.10.2 is MSEE and CE router
