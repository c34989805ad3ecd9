@expressroute
Feature: Each Then about ExpressRoute can fail
  Every scenario ends in a Then that isn't so.

  Background:
    Given an on-premises client 10.100.10.2 behind an ExpressRoute circuit
    And a virtual machine "vm" at 10.128.1.4 in the connected virtual network
    And the ExpressRoute gateway SKU is ErGw3AZ

  Scenario: The path into Azure lacks the gateway
    When 10.100.10.2 connects to 10.128.1.4:3389
    Then the path from 10.100.10.2 to "vm" is CE router and MSEE

  Scenario: The path out of Azure has the gateway
    When 10.100.10.2 connects to 10.128.1.4:3389
    Then the path from "vm" to 10.100.10.2 is ExpressRoute gateway, MSEE and CE router

  Scenario: There is a path where there is no route
    When the ExpressRoute gateway is deleted
    And 10.100.10.2 connects to 10.128.1.4:3389
    Then the path from 10.100.10.2 to "vm" is CE router and MSEE

  Scenario: There is no route into Azure although the gateway is there
    When 10.100.10.2 connects to 10.128.1.4:3389
    Then there is no route from 10.100.10.2 to "vm"

  Scenario: There is no route out of Azure although the gateway is there
    When "vm" connects to 10.100.10.2:443
    Then there is no route from "vm" to 10.100.10.2

  Scenario: The request is accepted although the SKU forbids it
    Given the ExpressRoute gateway SKU is ErGw1AZ
    When FastPath is enabled on the connection
    Then the request is accepted

  Scenario: The request is refused although the SKU allows it
    When FastPath is enabled on the connection
    Then the request is refused because the gateway SKU doesn't support FastPath

  Scenario: The median drops by a second
    When 10.100.10.2 runs "psping 10.128.1.4:3389" with FastPath disabled
    And 10.100.10.2 runs "psping 10.128.1.4:3389" with FastPath enabled
    Then the median latency drops by between 1 second and 2 seconds

  Scenario: The median lies in other bounds
    When 10.100.10.2 runs "psping 10.128.1.4:3389" with FastPath enabled
    Then the median of the runs with FastPath enabled is between 1 second and 2 seconds

  Scenario: Each run reports another number
    When 10.100.10.2 runs "psping 10.128.1.4:3389" with FastPath disabled
    And 10.100.10.2 runs "psping -n 5 10.128.1.4:3389" with FastPath enabled
    Then each run reports "Sent = 4, Received = 4, Lost = 0 (0% loss)"

  Scenario: The last run reports another number
    When 10.100.10.2 runs "psping 10.128.1.4:3389"
    And 10.100.10.2 runs "psping -n 5 10.128.1.4:3389"
    Then PsPing reports "Sent = 4, Received = 4, Lost = 0 (0% loss)"

  Scenario: The pings are sent a minute apart
    When 10.100.10.2 runs "psping 10.128.1.4:3389"
    Then the pings are sent 1 minute apart

  Scenario: The recorded median is another
    Given the PsPing runs recorded with FastPath disabled:
      | file                                                     |
      | ../../../features/expressroute/recordings/before-1.txt |
    Then the median of the runs recorded with FastPath disabled is 4.63 ms

  Scenario: The average of a recording is another
    Given the PsPing runs recorded with FastPath disabled:
      | file                                                     |
      | ../../../features/expressroute/recordings/before-1.txt |
    Then the average of the recorded run "../../../features/expressroute/recordings/before-1.txt" is 4.34 ms

  Scenario: A recording reports another average
    Given the PsPing runs recorded with FastPath disabled:
      | file                                                     |
      | ../../../features/expressroute/recordings/before-1.txt |
    Then the recorded run "../../../features/expressroute/recordings/before-1.txt" reports "Average = 4.34ms"

  Scenario: The recorded runs compare otherwise
    Given the PsPing runs recorded with FastPath disabled:
      | file                                                     |
      | ../../../features/expressroute/recordings/before-1.txt |
    And the PsPing runs recorded with FastPath enabled:
      | file                                                    |
      | ../../../features/expressroute/recordings/after-1.txt |
    Then the recorded runs compare as follows:
      | statistic | FastPath disabled | FastPath enabled | drop    |
      | minimum   | 3.81 ms           | 2.34 ms          | 1.47 ms |
      | median    | 4.39 ms           | 2.54 ms          | 1.85 ms |
      | average   | 4.33 ms           | 3.53 ms          | 0.8 ms  |
      | maximum   | 4.74 ms           | 6.72 ms          | 1.98 ms |
