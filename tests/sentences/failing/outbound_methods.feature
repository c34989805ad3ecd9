Feature: Each Then of methods for outbound connections, where it doesn't hold

  The last step of every scenario here has to fail.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.0.0.0/24    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"

  Scenario: the methods are others
    Then the methods for outbound connections of "app1" are:
      | method                   | state     |
      | user-defined route       | none      |
      | NAT gateway              | none      |
      | public IP of the machine | none      |
      | outbound rule            | none      |
      | load-balancing rule      | none      |
      | default outbound access  | available |

  Scenario: there is a way
    Then "app1" has no way to the internet because its subnet is private
