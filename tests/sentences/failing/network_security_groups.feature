Feature: Each of these scenarios fails at its last step

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the network security group "nsg1" on the network interface of "web1" with its default rules only
    And the client 192.0.2.33

  Scenario: Another rule denied it
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the traffic is dropped because the rule "DenyAllOutBound" of "nsg1" denies it

  Scenario: An inbound rule is missing
    Then the rules of "nsg1" for inbound traffic are, in order of priority:
      | priority | name             | access |
      | 65,000   | AllowVnetInBound | Allow  |
      | 65,500   | DenyAllInBound   | Deny   |

  Scenario: An outbound rule allows and doesn't deny
    Then the rules of "nsg1" for outbound traffic are, in order of priority:
      | priority | name                  | access |
      | 65,000   | AllowVnetOutBound     | Allow  |
      | 65,001   | AllowInternetOutBound | Deny   |
      | 65,500   | DenyAllOutBound       | Deny   |
