# ja: Load Balancer は 168.63.129.16 からすべてのサーバーにプローブを送る
# ja: 正常性プローブの送信元はプラットフォームの仮想パブリック IP アドレスであり、どのリージョンでも
# ja: 同じである。サーバーのファイアウォールがこれをブロックすると、クライアントが到達できる
# ja: サーバーであっても異常と見なされる。
# why en: Probes come from the platform and not from the front-end IP, so a rule that lets only
# why en: clients in blocks them, and Load Balancer then takes the servers out although they work.
# why en: Allow 168.63.129.16 in every firewall in front of or on the server; in a network security
# why en: group it is the service tag AzureLoadBalancer.
# why ja: プローブはフロントエンド IP ではなくプラットフォームから送られます。クライアントだけを許可
# why ja: する規則ではプローブがブロックされ、サーバーが動作していても Load Balancer は振り分けをや
# why ja: めます。サーバー自身と手前のすべてのファイアウォールで 168.63.129.16 を許可してください。
# why ja: ネットワーク セキュリティ グループでは、サービス タグ AzureLoadBalancer で許可します。
# facts: load-balancer.probe-source
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
  # ja: どのサーバーへのプローブも 168.63.129.16 から送られる
  # why en: The source is the same for every server and in every region, and it isn't an address of
  # why en: your network. A probe that is blocked looks to Load Balancer like a dead server: if all
  # why en: servers are unhealthy at once, look at firewall rules first.
  # why ja: 送信元はどのサーバーでも、どのリージョンでも同じで、自分のネットワークのアドレスではあり
  # why ja: ません。ブロックされたプローブは、Load Balancer にはサーバーの停止と区別できません。すべ
  # why ja: てのサーバーが同時に異常になったら、まずファイアウォールの規則を確認してください。
  # facts: load-balancer.probe-source
  Scenario: Every server is probed from 168.63.129.16
    When the health probes run for 1 minute
    Then "web1" is probed from 168.63.129.16 only
    And "web2" is probed from 168.63.129.16 only

  # page: default-interval
  # ja: 既定では、Load Balancer のプローブは 15 秒ごとに送られる
  # why en: Where no interval is set, 15 seconds pass between two probes, so a failure is noticed at
  # why en: the next one at the earliest. That is the default of the API; the portal fills in a
  # why en: shorter one. Look at your own probe before you compute a fail-over time.
  # why ja: 間隔を設定しなければプローブは 15 秒ごとで、サーバーの障害に気付くのは、早くても次のプ
  # why ja: ローブのときです。これは API の既定値で、ポータルではより短い値が入力されます。フェール
  # why ja: オーバー時間を見積もる前に、実際のプローブの設定を確認してください。
  # facts: load-balancer.probe-interval
  Scenario: By default, Load Balancer probes a server every 15 seconds
    When the health probes run for 1 minute
    Then "web1" is probed every 15 seconds by each of its probers

  # page: own-interval
  # ja: 5 秒に設定した間隔でプローブが送られる
  # why en: 5 seconds is the shortest interval that Azure accepts. A server that fails is noticed sooner than with
  # why en: the default, and gets more probes; where they come from stays the same.
  # why ja: 5 秒は Azure が受け付ける最短の間隔です。既定よりサーバーの障害に早く気付きますが、届くプローブは
  # why ja: 増えます。送信元は変わりません。
  # facts: load-balancer.probe-interval.shortest, load-balancer.probe-source
  Scenario: A probe goes by the interval of 5 seconds that is set
    Given the health probe of "lb" uses HTTP on port 80 every 5 seconds
    When the health probes run for 1 minute
    Then "web1" is probed every 5 seconds by each of its probers
    And "web1" is probed from 168.63.129.16 only
