Feature: Walks

  # ja: 順にたどる流れ
  Scenario: A walk to step through
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    And "vm1" has used every TCP SNAT port toward 198.51.100.7:443
    When 4 minutes pass
    And "vm1" opens a TCP connection to 198.51.100.7:443
    Then 0 connections succeed
    When 3 seconds pass
    Then 1 connection succeeds
