Feature: Each Then of deployments, where it doesn't hold

  The last step of every scenario here has to fail.

  Scenario: From another public IP
    Given the deployment in "deployment.json"
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP "another-ip"

  Scenario: Another number of turns
    Given the deployment in "loop.json"
    Then the request is refused because a copy loop takes at most 801 turns

  Scenario: Another machine
    Given the deployment in "deployment.json"
    And the client 192.0.2.33
    When 192.0.2.33 opens a TCP connection to port 443 of the public IP "vm1-ip"
    Then the traffic reaches "vm1"

  Scenario: From another public IP prefix
    Given the deployment in "deployment.json"
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP prefix "another-prefix"

  Scenario: To another instance of a cloud service over TCP
    Given the deployment in "Shop.cscfg"
    And the client 192.0.2.33
    When 192.0.2.33 opens a TCP connection to port 80 of the cloud service "Shop"
    Then the traffic reaches "Worker_IN_0"

  Scenario: To another instance of a cloud service over UDP
    Given the deployment in "Shop.cscfg"
    And the client 192.0.2.33
    When 192.0.2.33 opens a UDP flow to port 5000 of the cloud service "Shop"
    Then the traffic reaches "Worker_IN_0"
