# ja: Load Balancer は 168.63.129.16 からすべてのサーバーにプローブを送る
# ja: 正常性プローブの送信元はプラットフォームの仮想パブリック IP アドレスであり、どのリージョンでも
# ja: 同じである。サーバーのファイアウォールがこれをブロックすると、クライアントが到達できる
# ja: サーバーであっても異常と見なされる。
@probes
Feature: Load Balancer probes every server from 168.63.129.16

  The source of a health probe is a virtual public address of the platform, the same
  in every region. A firewall on the server that blocks it makes the server look
  unhealthy, although clients could reach it.

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
      | web2 | 10.0.0.5   |

  # page: one-probe-address
  # ja: どのサーバーへのプローブも同じアドレスから送られる
  Scenario: Every server is probed from the same address
    When the health probes run for 1 minute
    Then "web1" is probed from 168.63.129.16 only
    And "web2" is probed from 168.63.129.16 only

  # page: default-interval
  # ja: プローブ間隔を設定しなければ、15 秒ごとにプローブが送られる
  Scenario: Where no interval is set, 15 seconds pass between two probes
    When the health probes run for 1 minute
    Then "web1" is probed every 15 seconds by each of its probers
