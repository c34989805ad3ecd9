# ja: Application Gateway はクライアントのセッションを終端し、別のセッションを開く
# ja: Application Gateway はリバース プロキシである。クライアントのセッションは、ゲートウェイの
# ja: フロントエンド IP で終端される。要求を処理するインスタンスは、自身の
# ja: プライベート IP アドレスからバックエンド サーバーへ別のセッションを開く。ネットワーク層では、
# ja: サーバーからクライアントのアドレスは見えない。
@inbound
Feature: Application Gateway ends the client's session and opens its own

  Application Gateway is a reverse proxy. The client's session ends at the gateway's
  front-end IP. The instance that handles the request opens another session to a
  back-end server, from its own private address. At the network layer the server
  never sees the client's address.

  Background:
    Given an application gateway "appgw" with front-end IP 203.0.113.20 and instances:
      | name    | private IP |
      | appgw-0 | 10.0.1.4   |
      | appgw-1 | 10.0.1.5   |
    And the client 192.0.2.33

  # ja: サーバーから見た送信元は要求を処理するインスタンスである
  Rule: The server sees the instance that handles the request

    Background:
      Given healthy back-end servers of "appgw":
        | name | private IP |
        | web1 | 10.0.2.4   |

    # page: source-is-instance
    # ja: 要求の送信元はインスタンスのプライベート IP アドレスである
    Scenario: The source of a request is the private address of the instance
      When 192.0.2.33 sends a request to 203.0.113.20:80 that is handled by "appgw-1"
      Then the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | appgw  | 192.0.2.33   | 203.0.113.20 |
        | appgw  | web1   | 10.0.1.5     | 10.0.2.4     |
        | web1   | appgw  | 10.0.2.4     | 10.0.1.5     |
        | appgw  | client | 203.0.113.20 | 192.0.2.33   |

    # page: another-instance-another-source
    # ja: インスタンスが違えば送信元も違う
    Scenario: Another instance is another source
      When 192.0.2.33 sends a request to 203.0.113.20:80 that is handled by "appgw-0"
      Then the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | appgw  | 192.0.2.33   | 203.0.113.20 |
        | appgw  | web1   | 10.0.1.4     | 10.0.2.4     |
        | web1   | appgw  | 10.0.2.4     | 10.0.1.4     |
        | appgw  | client | 203.0.113.20 | 192.0.2.33   |

    # page: two-tcp-sessions
    # ja: 1 件の要求に 2 本の TCP セッションが使われる
    @starter
    Scenario: One request uses two TCP sessions
      When 192.0.2.33 sends a request to 203.0.113.20:80
      Then the request uses 2 separate TCP sessions

    # page: tls-two-tcp-sessions
    # ja: クライアント側とサーバー側の両方が TLS でも、TCP セッションは 2 本である
    Scenario: TLS on both sides still means two TCP sessions
      When 192.0.2.33 sends a request to 203.0.113.20:443
      Then the request uses 2 separate TCP sessions

    # page: instances-in-turn
    # ja: シナリオで指定しなければ、インスタンスは順番に要求を処理する
    Scenario: The instances take turns where the scenario names none
      When 192.0.2.33 sends 8 requests to 203.0.113.20:80
      Then "web1" receives 8 requests
      And "web1" receives requests from 10.0.1.4 and 10.0.1.5 in turn

  # ja: 要求は正常なサーバーに順番に送られる
  Rule: The healthy servers get the requests in turn

    # page: servers-in-turn
    # ja: 6 件の要求は 2 台のサーバーに均等に送られる
    Scenario: Two servers share six requests equally
      Given healthy back-end servers of "appgw":
        | name | private IP |
        | web1 | 10.0.2.4   |
        | web2 | 10.0.2.5   |
      When 192.0.2.33 sends 6 requests to 203.0.113.20:80
      Then "web1" receives 3 requests
      And "web2" receives 3 requests
