# ja: インスタンス レベルのパブリック IP が通信相手にかける手間
# ja: 送信元アドレスで接続を許可する通信相手は、インスタンスがアドレスを共有している間は 1 個の
# ja: アドレスを許可すればよいが、インスタンスがそれぞれ自分のアドレスを持つと、インスタンスの
# ja: 台数と同じ数のアドレスを許可しなければならない。
@outbound @classic
Feature: What an instance-level public IP costs the partner

  A partner who allows connections by their source address has one address to allow
  while the instances share one, and as many as there are instances when each of them
  gets its own.

  # page: one-address-for-all
  # ja: エンドポイントのアドレスを共有していれば、アドレスは全体で 1 個
  Scenario: One address for all while they share the endpoint's
    Given a classic deployment with 3 instances behind the load-balanced endpoint 203.0.113.10:80
    When "vm1", "vm2" and "vm3" each open a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 1 different address

  # page: one-address-each
  # ja: インスタンス レベルのパブリック IP があれば、アドレスは 1 台につき 1 個
  Scenario: One address each with instance-level public IPs
    Given a classic deployment with virtual machines:
      | name | private IP | instance-level public IP |
      | vm1  | 10.0.0.4   | 203.0.113.51             |
      | vm2  | 10.0.0.5   | 203.0.113.52             |
      | vm3  | 10.0.0.6   | 203.0.113.53             |
    When "vm1", "vm2" and "vm3" each open a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 3 different addresses
    And the deployment counts 3 addresses against the public IP quota
