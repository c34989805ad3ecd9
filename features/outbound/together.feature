# ja: 一つのシナリオにいくつものサービスがある場合
# ja: 実際のデプロイでは、同じマシンがロード バランサーから要求を受け取り、自分でもインターネットに
# ja: 接続する。どのパケットの経路も、そのマシンが置かれた場所だけで決まる。
@outbound
Feature: Several services in one scenario

  A real deployment has more than one service, and one machine can take requests and open
  connections of its own. Where the machine stands decides which way each flow takes.

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
