Feature: Each Then of NAT gateways, where it doesn't hold

  The last step of every scenario here has to fail.

  Scenario: Another number of SNAT ports
    Given the NAT gateway "nat" with public IP 203.0.113.50
    Then the NAT gateway "nat" has 1 SNAT ports for each protocol
