# ja: Traffic Manager は DNS クエリに応答し、通信には介在しない
# ja: クライアントはプロファイルの名前解決を行う。Traffic Manager は選んだエンドポイントを応答し、
# ja: クライアントはそのエンドポイントと直接通信する。要求のパケットは Traffic Manager を経由しない
# ja: ため、エンドポイントからはクライアントのアドレスが見える。
@dns
Feature: Traffic Manager answers DNS queries and stays out of the way

  A client resolves the profile's name. Traffic Manager answers with the endpoint that
  it chooses, and the client then talks to that endpoint directly: no packet of the
  request passes through Traffic Manager, so the endpoint sees the client's address.

  # ja: 応答はエンドポイントを示し、要求はそこへ直接送られる
  Rule: The answer leads to the endpoint, and the request goes there directly

    Background:
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
      And the client 192.0.2.33

    # page: answer-name-and-address
    # ja: 応答はエンドポイントの名前とそのアドレスである
    Scenario: The answer is the endpoint's name and its address
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is:
        | name                                | type  | data                                |
        | test.trafficmanager.net             | CNAME | test01.japaneast.cloudapp.azure.com |
        | test01.japaneast.cloudapp.azure.com | A     | 1.1.1.1                             |

    # page: client-goes-direct
    # ja: クライアントはエンドポイントと直接通信する
    Scenario: The client talks to the endpoint directly
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query
      And the request doesn't pass through Traffic Manager
      And the request and its response take these legs:
        | from                                | to                                  | source     | destination |
        | client                              | test01.japaneast.cloudapp.azure.com | 192.0.2.33 | 1.1.1.1     |
        | test01.japaneast.cloudapp.azure.com | client                              | 1.1.1.1    | 192.0.2.33  |
      And the client and "test01.japaneast.cloudapp.azure.com" share one TCP session

  # ja: 優先順位ルーティングでは、使用できるエンドポイントのうち値が最小のものを応答する
  Rule: With priority routing the lowest number that is available is answered

    # page: priority-decides
    # ja: 優先順位が <priority east>、<priority west>、500 なら応答は <answer>
    Scenario Outline: With priorities <priority east>, <priority west> and 500 the answer is <answer>
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                               | address | priority        |
        | test01.japaneast.cloudapp.azure.com    | 1.1.1.1 | <priority east> |
        | test02.japanwest.cloudapp.azure.com    | 2.2.2.2 | <priority west> |
        | test03.koreacentral.cloudapp.azure.com | 3.3.3.3 | 500             |
      And the client 192.0.2.33
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is <answer>
      And the request goes to <answer> after a DNS query

      Examples:
        | priority east | priority west | answer  |
        | 1             | 2             | 1.1.1.1 |
        | 2             | 1             | 2.2.2.2 |
        | 900           | 1000          | 3.3.3.3 |

    # page: largest-priority
    # ja: 優先順位の最大値
    Scenario: The largest priority
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
      And the client 192.0.2.33
      When the priority of "test01.japaneast.cloudapp.azure.com" is set to 1,000
      Then the request is accepted
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is 2.2.2.2

    # page: priority-out-of-range
    # ja: 最大値を超える優先順位は設定できない
    Scenario: No priority lies above it
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
      When the priority of "test01.japaneast.cloudapp.azure.com" is set to 1,001
      Then the request is refused because the largest priority is 1,000

  # ja: ほかに使用できるエンドポイントがあれば、機能低下のエンドポイントは応答に含まれない
  Rule: A degraded endpoint is left out while another one is available

    Background:
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                               | address | priority |
        | test01.japaneast.cloudapp.azure.com    | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com    | 2.2.2.2 | 2        |
        | test03.koreacentral.cloudapp.azure.com | 3.3.3.3 | 3        |
      And the client 192.0.2.33

    # page: next-priority-takes-over
    # ja: 次の優先順位のエンドポイントが引き継ぐ
    @starter
    Scenario: The next priority takes over
      Given the endpoint "test01.japaneast.cloudapp.azure.com" is degraded
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is 2.2.2.2
      And the request goes to 2.2.2.2 after a DNS query

    # page: degraded-lower-priority
    # ja: 優先順位の低いエンドポイントが機能低下になっても応答は変わらない
    Scenario: A degraded endpoint of lower priority changes nothing
      Given the endpoint "test02.japanwest.cloudapp.azure.com" is degraded
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is 1.1.1.1

    # page: two-degraded
    # ja: 二つのエンドポイントが機能低下なら、三つ目が応答になる
    Scenario: Two degraded endpoints leave the third
      Given the endpoint "test01.japaneast.cloudapp.azure.com" is degraded
      And the endpoint "test02.japanwest.cloudapp.azure.com" is degraded
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is 3.3.3.3

    # page: all-degraded
    # ja: すべてのエンドポイントが機能低下なら、すべてオンラインであるかのように応答する
    Scenario: Where all endpoints are degraded, they are answered as if all were online
      Given the endpoint "test01.japaneast.cloudapp.azure.com" is degraded
      And the endpoint "test02.japanwest.cloudapp.azure.com" is degraded
      And the endpoint "test03.koreacentral.cloudapp.azure.com" is degraded
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the DNS answer is 1.1.1.1
      And the request goes to 1.1.1.1 after a DNS query

  # ja: エンドポイントにはロード バランサーも使え、要求が経由するのはそれだけである
  Rule: An endpoint can be a load balancer; only that is in the path of the request

    # page: region-then-server
    # ja: Traffic Manager がリージョンを選び、Load Balancer がサーバーを選ぶ
    Scenario: Traffic Manager chooses the region, Load Balancer the server
      Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
        | name | private IP |
        | web1 | 10.0.0.4   |
      And a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address      | priority |
        | test01.japaneast.cloudapp.azure.com | 203.0.113.10 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2      | 2        |
      And the client 192.0.2.33
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request doesn't pass through Traffic Manager
      And the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | lb     | 192.0.2.33   | 203.0.113.10 |
        | lb     | web1   | 192.0.2.33   | 10.0.0.4     |
        | web1   | lb     | 10.0.0.4     | 192.0.2.33   |
        | lb     | client | 203.0.113.10 | 192.0.2.33   |
