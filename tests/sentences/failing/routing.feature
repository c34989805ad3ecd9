Feature: Each Then of routes and firewalls, where it doesn't hold

  The last step of every scenario here has to fail.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name                | address prefix |
      | app                 | 10.0.0.0/24    |
      | AzureFirewallSubnet | 10.0.1.0/26    |
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    And an Azure Firewall "fw" at 10.0.1.4 with public IP 203.0.113.60

  Scenario: the traffic goes to a virtual appliance
    Given the subnet "app" sends internet traffic to 10.0.1.4
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then the traffic goes to the virtual appliance 10.0.1.4

  Scenario: the traffic goes on-premises
    Given the subnet "app" sends internet traffic to 10.0.0.9
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then the traffic goes on-premises through the virtual network gateway

  Scenario: a firewall has SNAT ports
    Then "fw" has 2,496 SNAT ports toward each destination

  Scenario: a server sees an address of a subnet
    Given the subnet "app" sends internet traffic to 10.0.1.4
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from an address of the subnet "AzureFirewallSubnet"
