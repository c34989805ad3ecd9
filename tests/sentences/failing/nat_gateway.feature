Feature: Each Then of NAT gateways, where it doesn't hold

  The last step of every scenario here has to fail.

  Scenario: Another number of SNAT ports
    Given the NAT gateway "nat" with public IP 203.0.113.50
    Then the NAT gateway "nat" has 1 SNAT ports for each protocol

  Scenario: An RST has reached another end only
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.0.0.0/24    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    And the NAT gateway "nat" with public IP 203.0.113.50
    When "app1" opens a TCP connection to 198.51.100.7:443
    And 4 minutes pass
    And "app1" sends application data on one of the connections
    Then an RST has reached only 198.51.100.7
