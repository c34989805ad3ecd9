# ja: Application Gateway の正常性プローブはインスタンスごとに送られる
# ja: インスタンスが 2 台なら、サーバーはプローブ間隔ごとに 2 回、各インスタンスの
# ja: プライベート IP アドレスから 1 回ずつプローブを受ける。インスタンスが 1 台増えると、プローブも
# ja: 1 回増える。したがって、サーバーのアクセス ログには、プローブ間隔から予想されるより多くのプローブが残る。
@probes
Feature: Every instance of an Application Gateway probes for itself

  With two instances a server gets two probes each interval, one from the private
  address of each instance. With one more instance it gets one more. The access log
  of a server therefore shows more probes than the interval suggests.

  Background:
    Given an application gateway "appgw" with front-end IP 203.0.113.20 and instances:
      | name    | private IP |
      | appgw-0 | 10.0.1.4   |
      | appgw-1 | 10.0.1.5   |
    And healthy back-end servers of "appgw":
      | name | private IP |
      | web1 | 10.0.2.4   |
      | web2 | 10.0.2.5   |

  # page: probe-sources
  # ja: プローブの送信元は各インスタンスのプライベート IP アドレスである
  Scenario: The sources of the probes are the private addresses of the instances
    When the health probes run for 1 minute
    Then "web1" is probed from 10.0.1.4 and 10.0.1.5 only
    And "web2" is probed from 10.0.1.4 and 10.0.1.5 only

  # page: default-interval
  # ja: プローブ間隔を設定しなければ、各インスタンスは 30 秒ごとにプローブを送る
  Scenario: Where no interval is set, 30 seconds pass between two probes of an instance
    When the health probes run for 2 minutes
    Then "web1" is probed every 30 seconds by each of its probers

  # page: probed-by-both-services
  # ja: 両方のサービスの背後にあるサーバーは、両方からプローブを受ける
  Scenario: The same server behind both services is probed by both
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.2.4   |
    When the health probes run for 1 minute
    Then "web1" is probed from 10.0.1.4, 10.0.1.5 and 168.63.129.16 only
    And "web2" is probed from 10.0.1.4 and 10.0.1.5 only
