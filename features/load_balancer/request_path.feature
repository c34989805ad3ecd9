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

  @starter
  Scenario: The server sees the client's address, the client sees the front-end IP
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.33   | 203.0.113.10 |
      | lb     | web1   | 192.0.2.33   | 10.0.0.4     |
      | web1   | lb     | 10.0.0.4     | 192.0.2.33   |
      | lb     | client | 203.0.113.10 | 192.0.2.33   |

  Scenario: An HTTPS request takes the same legs
    When 192.0.2.33 sends a request to 203.0.113.10:443
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.33   | 203.0.113.10 |
      | lb     | web1   | 192.0.2.33   | 10.0.0.4     |
      | web1   | lb     | 10.0.0.4     | 192.0.2.33   |
      | lb     | client | 203.0.113.10 | 192.0.2.33   |

  Scenario: Client and server share one TCP session
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the client and "web1" share one TCP session
