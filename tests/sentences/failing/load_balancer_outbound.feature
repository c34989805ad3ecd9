Feature: Each Then of outbound rules, where it doesn't hold

  The last step of every scenario here has to fail.

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and 2 healthy back-end servers
    And the outbound rules of "lb":
      | front-end IPs | protocol | ports per instance | idle timeout | TCP reset |
      | 203.0.113.32  | TCP      | 1,600              | 5 minutes    | off       |

  Scenario: one machine has preallocated ports
    Then "web1" has 1,024 preallocated TCP SNAT ports

  Scenario: the instances together have preallocated ports
    Then the instances together have 1,600 preallocated TCP SNAT ports

  Scenario: how many ports an outbound rule can give
    Then an outbound rule of "lb" can give each instance 64,000 ports at most

  Scenario: the request is refused as no multiple of eight
    When the outbound rule of "lb" is changed to 1,001 ports per instance
    Then the request is refused because 1,002 SNAT ports per instance isn't a multiple of 8

  Scenario: the request is refused as too many ports are needed
    When the outbound rule of "lb" is changed to 32,008 ports per instance
    Then the request is refused because 64,016 SNAT ports are needed and 128,000 are available

  Scenario: the traffic is dropped because no rule carries it
    When "web1" opens a UDP flow to 198.51.100.7:53
    Then the traffic is dropped because no rule of "lb" carries TCP

  Scenario: an RST has reached both ends of that connection
    When "web1" opens a TCP connection to 198.51.100.7:443
    And 5 minutes pass
    Then an RST has reached both ends of that connection

  Scenario: an RST has reached both ends of connections of a machine
    When "web1" opens 3 TCP connections to 198.51.100.7:443
    And 5 minutes pass
    Then an RST has reached both ends of 3 connections of "web1"
