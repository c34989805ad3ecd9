Feature: Each of these scenarios fails at its last step

  Background:
    Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
      | endpoint                            | address | priority |
      | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
      | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
    And the client 192.0.2.33

  Scenario: The records are there in another order
    When 192.0.2.33 sends a request to "test.trafficmanager.net"
    Then the DNS answer is:
      | name                                | type  | data                                |
      | test01.japaneast.cloudapp.azure.com | A     | 1.1.1.1                             |
      | test.trafficmanager.net             | CNAME | test01.japaneast.cloudapp.azure.com |

  Scenario: Another address was answered
    When 192.0.2.33 sends a request to "test.trafficmanager.net"
    Then the DNS answer is 2.2.2.2

  Scenario: There was a query
    When 192.0.2.33 sends a request to "test.trafficmanager.net"
    Then the request goes to 1.1.1.1 without a DNS query

  Scenario: There was no query
    Given 192.0.2.33 has just resolved "test.trafficmanager.net"
    When 192.0.2.33 sends a request to "test.trafficmanager.net"
    Then the request goes to 1.1.1.1 after a DNS query

  Scenario: The request goes elsewhere
    When 192.0.2.33 sends a request to "test.trafficmanager.net"
    Then the request goes to 2.2.2.2 after a DNS query

  Scenario: No request, nothing to say about its way
    Given 192.0.2.33 has just resolved "test.trafficmanager.net"
    Then the request doesn't pass through Traffic Manager

  Scenario: Load Balancer probes from elsewhere
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    When the health probes run for 1 minute
    Then "web1" is probed from the published Traffic Manager probe ranges only

  Scenario: Without probes nothing comes from the ranges
    Then "test01.japaneast.cloudapp.azure.com" is probed from the published Traffic Manager probe ranges only

  Scenario: The printed list is longer
    When the health probes run for 1 minute
    Then "test01.japaneast.cloudapp.azure.com" is probed from addresses among those last printed for Traffic Manager:
      | address      |
      | 40.68.30.66  |
      | 40.68.31.178 |

  Scenario: The TTL is accepted
    When the TTL of "test.trafficmanager.net" is set to 61 seconds
    Then the request is refused because the largest TTL is 2,147,483,647 seconds

  Scenario: The priority is accepted
    When the priority of "test01.japaneast.cloudapp.azure.com" is set to 3
    Then the request is refused because the largest priority is 1,000

  Scenario: The answer leads to another public IP
    Given the deployment in "deployment.json"
    When 192.0.2.33 sends a request to "test.trafficmanager.net"
    Then the DNS answer is the address of the public IP "another-ip"
