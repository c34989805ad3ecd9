Feature: Each Then of outbound connections, where it doesn't hold

  The last step of every scenario here has to fail.

  Background:
    Given a classic deployment with 2 instances behind the load-balanced endpoint 203.0.113.10:80

  Scenario: the request is accepted
    When the fallback address is set to 203.0.113.99
    Then the request is accepted

  Scenario: the request is refused because
    When the instance-level public IP 203.0.113.50 is assigned to "vm1"
    Then the request is refused because Azure picks the fallback address

  Scenario: the request is refused because the timeout is fixed
    When the outbound idle timeout is set to 10 minutes
    Then the request is refused because the outbound idle timeout is fixed at 5 minutes

  Scenario: the deployment counts addresses
    Then the deployment counts 1 address against the public IP quota

  Scenario: each instance has preallocated ports
    Then each instance has 512 preallocated TCP SNAT ports

  Scenario: a server sees the connection come from a source
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from 10.0.0.4:49152

  Scenario: a server sees the connection come from an address
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.11

  @advice
  Scenario: a server that no connection has reached sees none
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.8 sees the connection come from the address 203.0.113.10

  Scenario: a server sees connections from different addresses
    When "vm1" and "vm2" each open a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 2 different addresses

  Scenario: uses SNAT ports
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then "vm1" uses 0 SNAT ports

  Scenario: uses SNAT ports of one protocol
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then "vm1" uses 1 UDP SNAT port

  Scenario: the traffic is delivered
    When "vm1" sends ICMP to 198.51.100.7
    Then the traffic is delivered

  Scenario: the traffic is dropped because
    When "vm1" opens a UDP flow to 198.51.100.7:53
    And 198.51.100.9 sends a UDP packet to 203.0.113.10:1024
    Then the traffic is dropped because port masquerading carries only TCP and UDP

  Scenario: both connections come from the same public address
    When the instance-level public IP 203.0.113.50 is assigned to "vm1"
    And "vm1" and "vm2" each open a TCP connection to 198.51.100.7:443
    Then both connections come from the same public address

  Scenario: every connection comes from either
    When "vm1" opens 3 TCP connections to 198.51.100.7:443
    Then every connection comes from either 203.0.113.11 or 203.0.113.12

  Scenario: each of those addresses carries at least
    When "vm1" opens 3 TCP connections to 198.51.100.7:443
    Then every connection comes from either 203.0.113.10 or 203.0.113.11
    And each of those addresses carries at least 1 connections

  Scenario: connections succeed
    When "vm1" opens 3 TCP connections to 198.51.100.7:443
    Then 2 connections succeed

  Scenario: all connections succeed
    When "vm1" opens 1,025 TCP connections to 198.51.100.7:443
    Then all 1,025 connections succeed

  Scenario: all connections succeed, of another number
    When "vm1" opens 3 TCP connections to 198.51.100.7:443
    Then all 2 connections succeed

  Scenario: connections fail because SNAT ports are exhausted
    When "vm1" opens 1,024 TCP connections to 198.51.100.7:443
    Then 1 connection fails because SNAT ports are exhausted

  Scenario: the attempt to connect fails later
    Given the server 198.51.100.7 doesn't answer
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then the attempt to connect fails after 127 seconds

  Scenario: connections fail because of something else
    Given the server 198.51.100.7 refuses connections
    When "vm1" opens 3 TCP connections to 198.51.100.7:443
    Then 3 connections fail because ephemeral ports are used up

  Scenario: connections fail for lack of ephemeral ports
    When "vm1" opens 3 TCP connections to 198.51.100.7:443
    Then 1 connection fails for lack of ephemeral ports

  Scenario: the reply reaches
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And 198.51.100.7 replies
    Then the reply reaches "vm2" at 10.0.0.5

  Scenario: its SNAT port is still held
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And 4 minutes pass
    Then its SNAT port is still held

  Scenario: its SNAT port is free
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then its SNAT port is free

  Scenario: all connections are still open
    When "vm1" opens 3 TCP connections to 198.51.100.7:443
    And one of the connections ends with RST
    Then all 3 connections are still open

  Scenario: that connection is still open
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And 4 minutes pass
    Then that connection is still open

  Scenario: an answer has arrived
    Given 198.51.100.7 answers each request after 5 seconds
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And "vm1" sends application data on one of the connections
    Then an answer has arrived on that connection

  Scenario: no answer has arrived
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And "vm1" sends application data on one of the connections
    Then no answer has arrived on that connection

  @advice
  Scenario: there is no answer to nothing
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then no answer has arrived on that connection

  Scenario: that connection has timed out
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then that connection has timed out

  Scenario: connections of an instance have timed out
    When "vm1" opens 3 TCP connections to 198.51.100.7:443
    Then 3 connections of "vm1" have timed out

  Scenario: connections of an instance are still open
    When "vm1" opens 3 TCP connections to 198.51.100.7:443
    Then 2 connections of "vm1" are still open

  Scenario: netstat lists the connection
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And "vm1" runs "netstat -n"
    Then netstat lists the connection to 198.51.100.7:443 as TIME_WAIT

  Scenario: the packet capture on an instance
    When "vm1" opens a TCP connection from port 50000 to 198.51.100.7:443
    Then the packet capture on "vm1" begins with:
      | source             | destination      | flags |
      | 203.0.113.10:50000 | 198.51.100.7:443 | SYN   |

  Scenario: the packet capture outside the translation
    When "vm1" opens a TCP connection from port 50000 to 198.51.100.7:443
    Then the packet capture outside the translation begins with:
      | source         | destination      | flags |
      | 10.0.0.4:50000 | 198.51.100.7:443 | SYN   |

  Scenario: the DNS answer is
    When "vm1" runs "nslookup myip.opendns.com resolver1.opendns.com"
    Then the DNS answer is 203.0.113.11

  Scenario: the first request to fail
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 4 minutes, each on a new connection closed by FIN from both ends
    Then the first request to fail is sent 204.6 seconds after the first request

  Scenario: no request fails at all
    When "vm1" sends 1 request per second to 198.51.100.7:443 for 1 minute, each on a new connection closed by RST
    Then the first request to fail is sent 10 seconds after the first request

  Scenario: requests fail because SNAT ports are exhausted
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 4 minutes, each on a new connection closed by FIN from both ends
    Then 175 requests fail because SNAT ports are exhausted

  Scenario: between so many requests fail
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 4 minutes, each on a new connection closed by FIN from both ends
    Then between 177 and 200 requests fail because SNAT ports are exhausted

  Scenario: requests fail because of something else
    Given the server 198.51.100.7 refuses connections
    When "vm1" sends 1 request per second to 198.51.100.7:443 for 3 seconds, each on a new connection closed by RST
    Then 3 requests fail because nothing answers

  Scenario: requests still fail at the end
    When "vm1" sends 1 request per second to 198.51.100.7:443 for 1 minute, each on a new connection closed by RST
    Then requests still fail in the last 10 seconds

  Scenario: requests fail at the end for another reason
    Given the server 198.51.100.7 refuses connections
    When "vm1" sends 1 request per second to 198.51.100.7:443 for 30 seconds, each on a new connection closed by RST
    Then requests still fail in the last 10 seconds because SNAT ports are exhausted

  Scenario: no request fails at the end
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 4 minutes, each on a new connection closed by FIN from both ends
    Then no request fails in the last 10 seconds

  Scenario: all requests succeed
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 4 minutes, each on a new connection closed by FIN from both ends
    Then all 1,200 requests succeed

  Scenario: the peak of TCP SNAT ports
    When "vm1" sends 1 request per second to 198.51.100.7:443 for 1 minute, each on a new connection closed by FIN from both ends
    Then the peak of TCP SNAT ports in use on "vm1" is between 61 and 70

  Scenario: TCP handshakes take place
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 1 minute over a pool of 2 connections
    Then 3 TCP handshakes take place

  Scenario: requests are served while the first one waits
    Given 198.51.100.7 answers the first request after 10 seconds
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 1 minute over a pool of 2 connections
    Then 50 requests are served while the first one waits for its answer

  Scenario: it succeeds after
    Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443 and has just closed all of those connections by FIN from both ends
    When "vm1" tries to connect to 198.51.100.7:443 until it succeeds, waiting 2 seconds before each attempt
    Then it succeeds after 240 seconds and 120 failed attempts

  Scenario: so many requests succeed
    When "vm1" sends 1 request per second to 198.51.100.7:443 for 1 minute, each on a new connection closed by RST
    Then 59 requests succeed

  Scenario: no request has failed so far, while one waits for its answer
    Given 198.51.100.7 answers the first request after 10 minutes
    When "vm1" sends 1 request per second to 198.51.100.7:443 for 1 second over a pool of 1 connection
    Then the first request to fail is sent 0 seconds after the first request

  Scenario: the connection fails
    Given the server 198.51.100.7 refuses connections
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then the connection fails because the server doesn't answer

  Scenario: netstat lists no connection
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And "vm1" runs "netstat -n"
    Then netstat lists no connection to 198.51.100.7:443
