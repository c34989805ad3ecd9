# ja: Load Balancer は宛先を書き換えてフローをそのまま通す
# ja: Load Balancer は接続を終端しない。要求の宛先をバックエンド サーバー 1 台のアドレスに書き換えて
# ja: 転送するため、サーバーからはクライアント自身のアドレスが見える。戻りではサーバーのアドレスが
# ja: 再びフロントエンド IP になるため、クライアントから見えるのは自身が接続したアドレスである。
@inbound
Feature: Load Balancer rewrites the destination and passes the flow through

  Load Balancer doesn't end a connection. It rewrites the destination of a request
  to the address of one back-end server and forwards it; the server sees the client's
  own address. On the way back the server's address becomes the front-end IP again,
  so that the client sees the address it connected to.

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the client 192.0.2.33

  # page: server-sees-client-address
  # ja: サーバーからはクライアントのアドレス、クライアントからはフロントエンド IP が見える
  @starter
  Scenario: The server sees the client's address, the client sees the front-end IP
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.33   | 203.0.113.10 |
      | lb     | web1   | 192.0.2.33   | 10.0.0.4     |
      | web1   | lb     | 10.0.0.4     | 192.0.2.33   |
      | lb     | client | 203.0.113.10 | 192.0.2.33   |

  # page: https-same-legs
  # ja: HTTPS 要求も同じ区間を通る
  Scenario: An HTTPS request takes the same legs
    When 192.0.2.33 sends a request to 203.0.113.10:443
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.33   | 203.0.113.10 |
      | lb     | web1   | 192.0.2.33   | 10.0.0.4     |
      | web1   | lb     | 10.0.0.4     | 192.0.2.33   |
      | lb     | client | 203.0.113.10 | 192.0.2.33   |

  # page: one-tcp-session
  # ja: クライアントとサーバーは一つの TCP セッションを共有する
  Scenario: Client and server share one TCP session
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the client and "web1" share one TCP session
