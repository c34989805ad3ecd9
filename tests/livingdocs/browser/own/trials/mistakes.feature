Feature: What doesn't hold

  Scenario: a table that differs
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then "vm1" uses 2 SNAT ports

  Scenario: a sentence that nobody knows
    Given an elephant in the back-end pool
