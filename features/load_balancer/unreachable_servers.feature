# ja: 応答しないサーバーの前段の Load Balancer
# ja: Load Balancer は何も終端しないため、クライアントに届くのはサーバー自身の応答だけである。サーバーの
# ja: 応答が遅ければ遅れて届き、サーバーが応答しなければ何も届かない。
@inbound
Feature: Load Balancer in front of servers that are slow or gone

  Load Balancer ends nothing, so the client gets what the server itself says: late
  where the server is slow, an RST where it refuses, and nothing where it is silent.

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the client 192.0.2.33

  # page: slow-response-arrives
  # ja: 応答に 1 分かかると、1 分後に届く
  Scenario: A response after a minute arrives after a minute
    Given 10.0.0.4 answers the first request after 1 minute
    When 192.0.2.33 sends a request to 203.0.113.10:80
    And 59 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 200

  # page: nothing-arrives
  # ja: サーバーの応答がなければ、クライアントにも何も届かない
  Scenario Outline: Nothing arrives where the server <manner>
    Given the server 10.0.0.4 <manner>
    When 192.0.2.33 sends a request to 203.0.113.10:80
    And 1 hour passes
    Then 192.0.2.33 receives no response

    Examples:
      | manner              |
      | doesn't answer      |
      | refuses connections |
