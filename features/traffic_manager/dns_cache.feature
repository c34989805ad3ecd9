@dns
Feature: A client keeps to a cached answer until its TTL runs out

  While an answer is in the client's cache, the client doesn't ask Traffic Manager. It
  goes on talking to the same endpoint, even one that has become degraded since. Once
  the TTL is over, the client resolves the name again, and Traffic Manager decides anew.
  The TTL is therefore part of every fail-over time.

  Rule: The TTL of the profile decides how long

    Background:
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
      And the client 192.0.2.33

    Scenario: A cached answer bypasses Traffic Manager until it expires
      Given 192.0.2.33 has just resolved "test.trafficmanager.net"
      And the endpoint "test01.japaneast.cloudapp.azure.com" is degraded from then on
      When 59 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query
      When 1 second passes
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 2.2.2.2 after a DNS query

    Scenario: A request that uses the cached answer doesn't prolong it
      Given 192.0.2.33 has just resolved "test.trafficmanager.net"
      When 30 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query
      When 30 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query

    Scenario: Every client has a cache of its own
      Given the client 192.0.2.34
      And 192.0.2.33 has just resolved "test.trafficmanager.net"
      And the endpoint "test01.japaneast.cloudapp.azure.com" is degraded from then on
      When 192.0.2.34 sends a request to "test.trafficmanager.net"
      Then the request goes to 2.2.2.2 after a DNS query
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query

    Scenario: With a TTL of 0 every request asks again
      When the TTL of "test.trafficmanager.net" is set to 0 seconds
      Then the request is accepted
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query

  Rule: Where no TTL is set, it is 300 seconds

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

  Rule: A profile accepts a TTL of up to 2,147,483,647 seconds

    Background:
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |

    Scenario: The largest TTL
      When the TTL of "test.trafficmanager.net" is set to 2,147,483,647 seconds
      Then the request is accepted

    Scenario: One second more
      When the TTL of "test.trafficmanager.net" is set to 2,147,483,648 seconds
      Then the request is refused because the largest TTL is 2,147,483,647 seconds
