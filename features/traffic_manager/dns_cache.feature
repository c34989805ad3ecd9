# ja: クライアントは TTL が切れるまでキャッシュした応答を使い続ける
# ja: 応答がキャッシュに残っている間、クライアントは Traffic Manager に問い合わせない。その後
# ja: エンドポイントが機能低下になっても、同じエンドポイントと通信を続ける。TTL が過ぎると
# ja: クライアントは再び名前解決を行い、Traffic Manager が通信先を改めて決める。したがって、
# ja: フェールオーバーにかかる時間には必ず TTL が含まれる。
@dns
Feature: A client keeps to a cached answer until its TTL runs out

  While an answer is in the client's cache, the client doesn't ask Traffic Manager. It
  goes on talking to the same endpoint, even one that has become degraded since. Once
  the TTL is over, the client resolves the name again, and Traffic Manager decides anew.
  The TTL is therefore part of every fail-over time.

  # ja: 応答をキャッシュする時間はプロファイルの TTL で決まる
  Rule: The TTL of the profile decides how long

    Background:
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
      And the client 192.0.2.33

    # page: cache-bypasses-traffic-manager
    # ja: キャッシュした応答の期限が切れるまで Traffic Manager に問い合わせない
    Scenario: A cached answer bypasses Traffic Manager until it expires
      Given 192.0.2.33 has just resolved "test.trafficmanager.net"
      And the endpoint "test01.japaneast.cloudapp.azure.com" is degraded from then on
      When 59 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query
      When 1 second passes
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 2.2.2.2 after a DNS query

    # page: age-since-answer
    # ja: 応答の経過時間は届いたときから数える
    Scenario: The age of an answer counts from when it came
      When 3 minutes pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query
      When 59 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query
      When 1 second passes
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query

    # page: use-doesnt-prolong
    # ja: キャッシュした応答を要求に使っても、その期限は延びない
    Scenario: A request that uses the cached answer doesn't prolong it
      Given 192.0.2.33 has just resolved "test.trafficmanager.net"
      When 30 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query
      When 30 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query

    # page: cache-per-client
    # ja: キャッシュはクライアントごとにある
    Scenario: Every client has a cache of its own
      Given the client 192.0.2.34
      And 192.0.2.33 has just resolved "test.trafficmanager.net"
      And the endpoint "test01.japaneast.cloudapp.azure.com" is degraded from then on
      When 192.0.2.34 sends a request to "test.trafficmanager.net"
      Then the request goes to 2.2.2.2 after a DNS query
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query

    # page: ttl-0
    # ja: TTL が 0 なら要求のたびに問い合わせる
    Scenario: With a TTL of 0 every request asks again
      When the TTL of "test.trafficmanager.net" is set to 0 seconds
      Then the request is accepted
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query

  # ja: TTL を設定しなければ 300 秒である
  Rule: Where no TTL is set, it is 300 seconds

    # page: default-ttl
    # ja: TTL の既定値
    Scenario: The default TTL
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, the default TTL and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
      And the client 192.0.2.33
      And 192.0.2.33 has just resolved "test.trafficmanager.net"
      And the endpoint "test01.japaneast.cloudapp.azure.com" is degraded from then on
      When 299 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query
      When 1 second passes
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 2.2.2.2 after a DNS query

  # ja: プロファイルの TTL は 2,147,483,647 秒まで設定できる
  Rule: A profile accepts a TTL of up to 2,147,483,647 seconds

    Background:
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |

    # page: largest-ttl
    # ja: TTL の最大値
    Scenario: The largest TTL
      When the TTL of "test.trafficmanager.net" is set to 2,147,483,647 seconds
      Then the request is accepted

    # page: ttl-out-of-range
    # ja: 最大値より 1 秒長い TTL
    Scenario: One second more
      When the TTL of "test.trafficmanager.net" is set to 2,147,483,648 seconds
      Then the request is refused because the largest TTL is 2,147,483,647 seconds
