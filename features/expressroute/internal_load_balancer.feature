# ja: オンプレミスから内部ロード バランサーへの接続
# ja: プライベート ピアリングを経由して、内部ロード バランサーのフロントエンド IP に接続できる。FastPath が有効なら、
# ja: そこへの通信もゲートウェイをバイパスする。
# why en: Private peering leads to private addresses, and the front-end IP of an internal load balancer is one. To
# why en: find out whether a load balancer is the trouble, connect to its front end with PsPing. A public front end
# why en: isn't reached this way: what goes there takes the internet, whatever circuit there is.
# why ja: プライベート ピアリングが通じるのはプライベート アドレスであり、内部ロード バランサーのフロントエンド IP も
# why ja: その一つです。ロード バランサーに問題があるかどうかは、フロントエンドに PsPing で接続すれば分かります。パブリック
# why ja: フロントエンドにはこの経路では到達できず、回線があってもインターネットを経由します。
# facts: expressroute.internal-front-end, fastpath.internal-load-balancer
@expressroute @inbound
Feature: An internal load balancer is reached from on-premises

  Over private peering, on-premises clients reach the front-end IP of an internal load balancer in the
  connected virtual network. With FastPath that traffic bypasses the gateway as well.

  Background:
    Given an on-premises client 10.100.10.2 behind an ExpressRoute circuit
    And an internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |

  # page: psping
  # ja: フロントエンド IP に PsPing で接続できる
  # why en: Each connect ends at "web1", which answers from the front end's address. Where PsPing gets no answer,
  # why en: the load balancer has no healthy server or the server is silent; HTTP errors come from the server alone.
  # why en: How long a connect takes through a load balancer nobody has recorded, so that no latency is told.
  # why ja: 接続はいずれも "web1" で終端し、応答はフロントエンドのアドレスから返ります。応答がなければ、正常なサーバーが
  # why ja: ないか、サーバーが応答していません。HTTP のエラーを返すのはサーバーだけです。ロード バランサーを経由した接続の
  # why ja: 所要時間は記録がないため、レイテンシは示しません。
  # facts: expressroute.internal-front-end
  Scenario: PsPing to the front end gets its answers
    When 10.100.10.2 runs "psping 10.0.0.100:80"
    Then PsPing reports "Lost = 0 (0% loss)"

  # page: path
  # ja: 行きはゲートウェイを経由し、戻りは経由しない
  # why en: The packets take the same way as to a virtual machine: in through the gateway, out past it. The load
  # why en: balancer is no device on that way; it only changes the addresses.
  # why ja: 仮想マシンへの通信と同じ経路です。行きはゲートウェイを経由し、戻りは経由しません。ロード バランサーは経路上の
  # why ja: 機器ではなく、アドレスを書き換えるだけです。
  # facts: expressroute.internal-front-end, expressroute.path-in, expressroute.path-out
  Scenario: The way to its server is that to a virtual machine
    When 10.100.10.2 connects to 10.0.0.100:80
    Then the path from 10.100.10.2 to "web1" is CE router, MSEE and ExpressRoute gateway
    And the path from "web1" to 10.100.10.2 is MSEE and CE router

  # page: fastpath
  # ja: FastPath が有効なら、内部ロード バランサー宛てもゲートウェイをバイパスする
  # why en: In the virtual network of the gateway, FastPath covers internal load balancers. In a peered one, a
  # why en: spoke, their traffic would pass the gateway all the same; azsim has one network. Older pages excepted
  # why en: some load balancers, or all of them.
  # why ja: ゲートウェイのある仮想ネットワークでは、FastPath は内部ロード バランサーにも有効です。ピアリングしたスポークでは
  # why ja: ゲートウェイを経由しますが、azsim のネットワークは一つです。古いページでは、一部またはすべてのロード バランサーが
  # why ja: 除かれていました。
  # facts: fastpath.internal-load-balancer, expressroute.path-in-fastpath
  Scenario: With FastPath, its traffic bypasses the gateway too
    Given the ExpressRoute gateway SKU is ErGw3AZ
    And FastPath is enabled
    When 10.100.10.2 connects to 10.0.0.100:80
    Then the path from 10.100.10.2 to "web1" is CE router and MSEE
