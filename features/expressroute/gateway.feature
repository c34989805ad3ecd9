# ja: ExpressRoute ゲートウェイと FastPath
# ja: FastPath はパケットの経路からゲートウェイを外すが、ネットワークから取り除くわけではない。
# ja: ゲートウェイは FastPath を有効にできるかどうかを決め、双方が互いに到達するためのルートを
# ja: 交換する。
# why en: Once FastPath carries the packets into Azure, the gateway is easily taken for something
# why en: that can be small, or can go. It can't: without it nobody learns a route, and a small one
# why en: can't have FastPath at all. Size and watch it as before.
# why ja: Azure に入るパケットを FastPath が運ぶようになると、ゲートウェイは小さくてもよい、なくても
# why ja: よいと思われがちです。しかし、ゲートウェイがなければルートが交換されず、小さけれ
# why ja: ば FastPath 自体を有効にできません。これまでどおりに規模を確保し、監視してください。
# facts: expressroute.gateway-exchanges-routes, fastpath.gateway-skus
@expressroute
Feature: The ExpressRoute gateway and FastPath
  FastPath takes the gateway out of the path of packets, not out of the network:
  it decides whether FastPath can be enabled, and exchanges the routes that make
  either side reachable.

  Background:
    Given an on-premises client 10.100.10.2 behind an ExpressRoute circuit
    And a virtual machine "vm" at 10.128.1.4 in the connected virtual network

  # ja: FastPath をサポートするのは最大規模のゲートウェイだけである
  Rule: Only the largest gateways support FastPath

    # page: fastpath-sku
    # ja: 規模が固定の SKU では、UltraPerformance と ErGw3AZ だけが対応する
    # why en: FastPath is supported on the largest gateways only: with <sku> the request is
    # why en: <result>. Standard and HighPerformance can be resized to UltraPerformance, and ErGw1AZ
    # why en: and ErGw2AZ to ErGw3AZ; between these two families a migration is needed.
    # why ja: FastPath がサポートされるのは最大規模のゲートウェイだけで、SKU が <sku> の場合、要求は
    # why ja: <result>。Standard と HighPerformance は UltraPerformance に、
    # why ja: ErGw1AZ と ErGw2AZ は ErGw3AZ にサイズを変更できます。この二つの系列の間では移行が必要
    # why ja: です。
    # facts: fastpath.gateway-skus
    Scenario Outline: Of the fixed SKUs, UltraPerformance and ErGw3AZ have FastPath
      Given the ExpressRoute gateway SKU is <sku>
      When FastPath is enabled on the connection
      Then the request is <result>

      Examples:
        # ja: | SKU | 結果 |
        | sku              | result                                                   |
        | UltraPerformance | accepted                                                 |
        | ErGw3AZ          | accepted                                                 |
        | Standard         | refused because the gateway SKU doesn't support FastPath |
        | HighPerformance  | refused because the gateway SKU doesn't support FastPath |
        | ErGw1AZ          | refused because the gateway SKU doesn't support FastPath |
        | ErGw2AZ          | refused because the gateway SKU doesn't support FastPath |

    # page: ergwscale-units
    # ja: ErGwScale はスケール ユニット 10 個以上で FastPath を使える
    # why en: For ErGwScale the SKU alone doesn't say how large the gateway is, so the number of
    # why en: scale units decides: with <count> the request is <result>, since at least 10 are
    # why en: needed. If the gateway scales by itself, set its minimum to that.
    # why ja: ErGwScale では SKU だけでは規模が決まらないため、スケール ユニットの数で判断されます。
    # why ja: 10 個以上が必要で、<count> 個の場合、要求は<result>。自動でスケールする場合は、最小数
    # why ja: をこの値以上にしてください。
    # facts: fastpath.least-scale-units
    Scenario Outline: ErGwScale supports FastPath from 10 scale units on
      Given the ExpressRoute gateway SKU is ErGwScale
      And the ExpressRoute gateway has <count> scale units
      When FastPath is enabled on the connection
      Then the request is <result>

      Examples:
        # ja: | スケール ユニット | 結果 |
        | count | result                                                           |
        | 9     | refused because the gateway has too few scale units for FastPath |
        | 10    | accepted                                                         |

  # ja: FastPath は接続リソースの設定である
  Rule: FastPath is a setting of the connection

    # page: setting-decides-new-connections
    # ja: FastPath を有効にすると、新しい接続はゲートウェイを経由しない
    # why en: FastPath is a property of the connection between circuit and gateway; once it is
    # why en: enabled, packets from on-premises go from the Microsoft edge router straight to the
    # why en: machine. Nothing has to be done on the machine or on your own router. What becomes of
    # why en: connections that are open already isn't documented.
    # why ja: FastPath は回線とゲートウェイをつなぐ接続リソースの設定です。有効にすると、
    # why ja: オンプレミスからのパケットは Microsoft のエッジ ルーターから仮想マシンに直接届きます。
    # why ja: 仮想マシンや自社のルーターでの設定は必要ありません。すでに開いている接続がどうなるか
    # why ja: は、文書に記載がありません。
    # facts: fastpath.configured-on, expressroute.path-in-fastpath
    @starter
    Scenario: Once FastPath is enabled, new connections bypass the gateway
      Given the ExpressRoute gateway SKU is ErGw3AZ
      When FastPath is enabled on the connection
      And 10.100.10.2 connects to 10.128.1.4:3389
      Then the request is accepted
      And the path from 10.100.10.2 to "vm" is CE router and MSEE

    # page: fastpath-only-on-connection
    # ja: 回線やゲートウェイでは FastPath を有効にできない
    # why en: The setting belongs to the connection, not to the <resource>: one circuit can serve
    # why en: several gateways, some with FastPath and some without. The request is refused, and
    # why en: packets go on passing the gateway.
    # why ja: 一つの回線に複数のゲートウェイを接続でき、FastPath を使うかどうかは接続ごとに決まるた
    # why ja: め、<resource>では設定できません。要求は拒否され、パケットは引き続きゲートウェイを通り
    # why ja: ます。
    # facts: fastpath.configured-on
    Scenario Outline: FastPath can't be enabled on the circuit or the gateway
      Given the ExpressRoute gateway SKU is ErGw3AZ
      When FastPath is enabled on the <resource>
      And 10.100.10.2 connects to 10.128.1.4:3389
      Then the request is refused because FastPath is enabled on the connection only
      And the path from 10.100.10.2 to "vm" is CE router, MSEE and ExpressRoute gateway

      Examples:
        # ja: | リソース |
        | resource |
        | circuit  |
        | gateway  |

  # ja: Azure から出るパケットはゲートウェイを経由しない
  Rule: Packets out of Azure never pass the gateway

    # page: path-to-on-premises
    # ja: Azure から出る接続は、FastPath がなくてもゲートウェイを通らない
    # why en: What leaves Azure goes from the machine to the Microsoft edge router and never sees
    # why en: the gateway, whoever opened the connection; with FastPath <fastpath> the answers come
    # why en: back by <return path>. Paths that differ by direction are normal here and no fault.
    # why ja: Azure から出るパケットは、どちらが接続を開いたかによらず、仮想マシンから Microsoft の
    # why ja: エッジ ルーターへ直接向かい、ゲートウェイを通りません。FastPath が<fastpath>な場合、
    # why ja: オンプレミスからの戻りの経路は <return path>です。行きと戻りで経路が異なるのは正常な動
    # why ja: 作です。
    # facts: expressroute.path-out, expressroute.path-in, expressroute.path-in-fastpath
    Scenario Outline: A connection out of Azure bypasses the gateway in any case
      Given the ExpressRoute gateway SKU is UltraPerformance
      And FastPath is <fastpath>
      When "vm" connects to 10.100.10.2:443
      Then the path from "vm" to 10.100.10.2 is MSEE and CE router
      And the path from 10.100.10.2 to "vm" is <return path>

      Examples:
        # ja: | FastPath | 戻りの経路 |
        | fastpath | return path                              |
        | disabled | CE router, MSEE and ExpressRoute gateway |
        | enabled  | CE router and MSEE                       |

  # ja: ゲートウェイがなければどこにも到達できない
  Rule: Without the gateway nothing is reachable

    # page: gateway-deleted
    # ja: ゲートウェイがなければ、オンプレミスから仮想マシンに到達できない
    # why en: The gateway announces the addresses of the virtual network to on-premises, and with it
    # why en: gone nobody there knows a way, FastPath or not. So FastPath doesn't make the gateway
    # why en: less critical: delete it, and all connections end.
    # why ja: 仮想ネットワークのアドレスをオンプレミスに知らせているのはゲートウェイです。ゲートウェ
    # why ja: イがなくなれば、FastPath の有無によらず経路が失われます。FastPath を使っていても、ゲー
    # why ja: トウェイの重要性は変わりません。
    # facts: expressroute.gateway-exchanges-routes
    Scenario: Without the gateway, on-premises reaches no virtual machine
      Given the ExpressRoute gateway SKU is ErGw3AZ
      And FastPath is enabled
      When the ExpressRoute gateway is deleted
      And 10.100.10.2 connects to 10.128.1.4:3389
      Then there is no route from 10.100.10.2 to "vm"

    # page: gateway-deleted-to-on-premises
    # ja: ゲートウェイがなければ、仮想マシンからオンプレミスに到達できない
    # why en: Packets out of Azure don't pass the gateway, but the routes that they follow come from
    # why en: it. Without the gateway the machine has no route to 10.100.10.2, and the connection
    # why en: fails at the first packet.
    # why ja: Azure から出るパケットはゲートウェイを通りませんが、使うルートはゲートウェイが受け取っ
    # why ja: たものです。ゲートウェイがなければ仮想マシンには 10.100.10.2 へのルートがなく、最初の
    # why ja: パケットから届きません。
    # facts: expressroute.gateway-exchanges-routes
    Scenario: Without the gateway, no virtual machine reaches on-premises
      When the ExpressRoute gateway is deleted
      And "vm" connects to 10.100.10.2:443
      Then there is no route from "vm" to 10.100.10.2
