Feature: Each of these scenarios fails at its last step

  Rule: Load Balancer

    Background:
      Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
        | name | private IP |
        | web1 | 10.0.0.4   |
      And the client 192.0.2.33

    Scenario: A leg has another source
      When 192.0.2.33 sends a request to 203.0.113.10:80
      Then the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | lb     | 192.0.2.33   | 203.0.113.10 |
        | lb     | web1   | 203.0.113.10 | 10.0.0.4     |
        | web1   | lb     | 10.0.0.4     | 192.0.2.33   |
        | lb     | client | 203.0.113.10 | 192.0.2.33   |

    Scenario: A leg is missing
      When 192.0.2.33 sends a request to 203.0.113.10:80
      Then the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | lb     | 192.0.2.33   | 203.0.113.10 |
        | lb     | web1   | 192.0.2.33   | 10.0.0.4     |
        | web1   | lb     | 10.0.0.4     | 192.0.2.33   |

    Scenario: There are no legs without a request
      Then the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | lb     | 192.0.2.33   | 203.0.113.10 |

    Scenario: Another status code was received
      When 192.0.2.33 sends a request to 203.0.113.10:80
      Then 192.0.2.33 receives status code 502

    Scenario: No status code was received
      Given the server 10.0.0.4 doesn't answer
      When 192.0.2.33 sends a request to 203.0.113.10:80
      Then 192.0.2.33 receives status code 200

    Scenario: A response was received
      When 192.0.2.33 sends a request to 203.0.113.10:80
      Then 192.0.2.33 receives no response

    Scenario: The request fails for another reason
      Given the server "web1" refuses connections
      When 192.0.2.33 sends a request to 203.0.113.10:80
      Then the request fails because the server doesn't answer

    Scenario: A server that runs is probed
      When the health probes run for 1 minute
      Then "web1" isn't probed

    @advice
    Scenario: Nobody is passed over before probes run
      Then "web1" isn't probed

    @advice
    Scenario: There is no response without a request
      Then 192.0.2.33 receives no response

    Scenario: One session is not two
      When 192.0.2.33 sends a request to 203.0.113.10:80
      Then the request uses 2 separate TCP sessions

    Scenario: Another certificate was shown
      Given "web1" asks clients for a certificate
      When 192.0.2.33 sends an HTTPS request with the client certificate "CN=alice" to 203.0.113.10:443
      Then "web1" accepts the client certificate "CN=bob"

    Scenario: Nobody asked for the certificate
      When 192.0.2.33 sends an HTTPS request with the client certificate "CN=alice" to 203.0.113.10:443
      Then "web1" accepts the client certificate "CN=alice"

    Scenario: No TLS, no certificate
      Given "web1" asks clients for a certificate
      When 192.0.2.33 sends a request to 203.0.113.10:80
      Then "web1" rejects the request because it received no client certificate

    Scenario: The certificate was received
      Given "web1" asks clients for a certificate
      When 192.0.2.33 sends an HTTPS request with the client certificate "CN=alice" to 203.0.113.10:443
      Then "web1" rejects the request because it received no client certificate

    Scenario: Probes come from another address
      When the health probes run for 1 minute
      Then "web1" is probed from 168.63.129.17 only

    Scenario: Probes come from one address, not from two
      When the health probes run for 1 minute
      Then "web1" is probed from 168.63.129.16 and 10.0.0.1 only

    Scenario: Without probes there is no source
      Then "web1" is probed from 168.63.129.16 only

    Scenario: Another interval
      When the health probes run for 1 minute
      Then "web1" is probed every 10 seconds by each of its probers

    Scenario: One probe has no interval
      When the health probes run for 10 seconds
      Then "web1" is probed every 15 seconds by each of its probers

    Scenario: Fewer requests arrived
      When 192.0.2.33 sends 3 requests to 203.0.113.10:80
      Then "web1" receives 4 requests

    Scenario: Requests keep the client's address
      When 192.0.2.33 sends 3 requests to 203.0.113.10:80
      Then "web1" receives requests from 10.0.0.1 and 10.0.0.2 in turn

    Scenario: One server can't be another
      When 8 pairs of flows that differ only in the source port reach "lb"
      Then some flows that differ only in the source port reach different servers

    Scenario: Nothing differed in the protocol
      When 8 pairs of flows that differ only in the source port reach "lb"
      Then some flows that differ only in the protocol reach different servers

  Rule: Application Gateway

    Background:
      Given an application gateway "appgw" with front-end IP 203.0.113.20 and instances:
        | name    | private IP |
        | appgw-0 | 10.0.1.4   |
        | appgw-1 | 10.0.1.5   |
      And healthy back-end servers of "appgw":
        | name | private IP |
        | web1 | 10.0.2.4   |
      And the client 192.0.2.33

    Scenario: The client's session doesn't reach the server
      When 192.0.2.33 sends a request to 203.0.113.20:80
      Then the client and "web1" share one TCP session

    Scenario: The certificate doesn't arrive
      Given "web1" asks clients for a certificate
      When 192.0.2.33 sends an HTTPS request with the client certificate "CN=alice" to 203.0.113.20:443
      Then "web1" accepts the client certificate "CN=alice"

    Scenario: Another instance handled the request
      When 192.0.2.33 sends a request to 203.0.113.20:80 that is handled by "appgw-0"
      Then the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | appgw  | 192.0.2.33   | 203.0.113.20 |
        | appgw  | web1   | 10.0.1.5     | 10.0.2.4     |
        | web1   | appgw  | 10.0.2.4     | 10.0.1.5     |
        | appgw  | client | 203.0.113.20 | 192.0.2.33   |

    Scenario: Both instances probe
      When the health probes run for 1 minute
      Then "web1" is probed from 10.0.1.4 only

    Scenario: Each prober keeps an interval of its own
      Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
        | name | private IP |
        | web1 | 10.0.2.4   |
      When the health probes run for 1 minute
      Then "web1" is probed every 15 seconds by each of its probers

  Rule: Session persistence

    Scenario: Flows that are chosen for anew don't all reach the same server
      Given a public load balancer "lb" with front-end IP 203.0.113.10 and 8 healthy back-end servers
      And the client 192.0.2.33
      When 64 pairs of flows that differ only in the source port reach "lb"
      Then all flows that differ only in the source port reach the same server

    Scenario: There are no flows
      Given a public load balancer "lb" with front-end IP 203.0.113.10 and 8 healthy back-end servers
      Then all flows that differ only in the source port reach the same server

  Rule: The health of servers

    Background:
      Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
        | name | private IP |
        | web1 | 10.0.0.4   |

    Scenario: A silent server isn't healthy
      When "web1" stops answering
      And the health probes run for 15 seconds
      Then "web1" is healthy for "lb"

    Scenario: A server that answers isn't unhealthy
      When the health probes run for 15 seconds
      Then "web1" is unhealthy for "lb" because its probe isn't answered in time

  Scenario: a load balancer itself answers the ping
    Given a public load balancer "pinged" with front-end IP 203.0.113.77 and healthy back-end servers:
      | name  | private IP |
      | web77 | 10.0.0.77  |
    And the client 192.0.2.77
    When 192.0.2.77 pings 203.0.113.77 with a packet of 65 bytes
    Then "pinged" itself answers the ping

  Scenario: the ping reports that the destination host is unreachable
    Given a public load balancer "pinged" with front-end IP 203.0.113.77 and healthy back-end servers:
      | name  | private IP |
      | web77 | 10.0.0.77  |
    And the client 192.0.2.77
    When 192.0.2.77 pings 203.0.113.77
    Then the ping reports that the destination host is unreachable

  Scenario: the ping times out because
    Given a public load balancer "pinged" with front-end IP 203.0.113.77 and healthy back-end servers:
      | name  | private IP |
      | web77 | 10.0.0.77  |
    And the client 192.0.2.77
    When 192.0.2.77 pings 203.0.113.77
    Then the ping times out because the load balancer drops pings of more than 64 bytes
