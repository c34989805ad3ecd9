# ja: ExpressRoute ゲートウェイと FastPath
# ja: FastPath はパケットの経路からゲートウェイを外すが、ネットワークから取り除くわけではない。
# ja: ゲートウェイは FastPath を有効にできるかどうかを決め、双方が互いに到達するためのルートを
# ja: 交換する。
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
    # ja: SKU が <sku> のゲートウェイでの FastPath
    Scenario Outline: FastPath with a gateway of SKU <sku>
      Given the ExpressRoute gateway SKU is <sku>
      When FastPath is enabled on the connection
      Then the request is <result>

      Examples:
        | sku              | result                                                   |
        | UltraPerformance | accepted                                                 |
        | ErGw3AZ          | accepted                                                 |
        | Standard         | refused because the gateway SKU doesn't support FastPath |
        | HighPerformance  | refused because the gateway SKU doesn't support FastPath |
        | ErGw1AZ          | refused because the gateway SKU doesn't support FastPath |
        | ErGw2AZ          | refused because the gateway SKU doesn't support FastPath |

    # page: ergwscale-units
    # ja: ErGwScale のスケール ユニットが <count> 個の場合の FastPath
    Scenario Outline: FastPath with <count> scale units of ErGwScale
      Given the ExpressRoute gateway SKU is ErGwScale
      And the ExpressRoute gateway has <count> scale units
      When FastPath is enabled on the connection
      Then the request is <result>

      Examples:
        | count | result                                                           |
        | 9     | refused because the gateway has too few scale units for FastPath |
        | 10    | accepted                                                         |

  # ja: FastPath は接続リソースの設定である
  Rule: FastPath is a setting of the connection

    # page: setting-decides-new-connections
    # ja: 新しい TCP 接続は設定どおりの経路を通る
    @starter
    Scenario: A new connection takes the path that the setting asks for
      Given the ExpressRoute gateway SKU is ErGw3AZ
      When FastPath is enabled on the connection
      And 10.100.10.2 connects to 10.128.1.4:3389
      Then the request is accepted
      And the path from 10.100.10.2 to "vm" is CE router and MSEE

    # page: fastpath-only-on-connection
    # ja: <resource>では FastPath を有効にできない
    Scenario Outline: FastPath can't be enabled on the <resource>
      Given the ExpressRoute gateway SKU is ErGw3AZ
      When FastPath is enabled on the <resource>
      And 10.100.10.2 connects to 10.128.1.4:3389
      Then the request is refused because FastPath is enabled on the connection only
      And the path from 10.100.10.2 to "vm" is CE router, MSEE and ExpressRoute gateway

      Examples:
        | resource |
        | circuit  |
        | gateway  |

  # ja: Azure から出るパケットはゲートウェイを経由しない
  Rule: Packets out of Azure never pass the gateway

    # page: path-to-on-premises
    # ja: FastPath が<fastpath>なときの仮想マシンからオンプレミスへの接続
    Scenario Outline: A virtual machine connects to on-premises with FastPath <fastpath>
      Given the ExpressRoute gateway SKU is UltraPerformance
      And FastPath is <fastpath>
      When "vm" connects to 10.100.10.2:443
      Then the path from "vm" to 10.100.10.2 is MSEE and CE router
      And the path from 10.100.10.2 to "vm" is <return path>

      Examples:
        | fastpath | return path                              |
        | disabled | CE router, MSEE and ExpressRoute gateway |
        | enabled  | CE router and MSEE                       |

  # ja: ゲートウェイがなければどこにも到達できない
  Rule: Without the gateway nothing is reachable

    # page: gateway-deleted
    # ja: ゲートウェイを削除した場合
    Scenario: The gateway is deleted
      Given the ExpressRoute gateway SKU is ErGw3AZ
      And FastPath is enabled
      When the ExpressRoute gateway is deleted
      And 10.100.10.2 connects to 10.128.1.4:3389
      Then there is no route from 10.100.10.2 to "vm"

    # page: gateway-deleted-to-on-premises
    # ja: ゲートウェイを削除し、仮想マシンからオンプレミスへ接続した場合
    Scenario: The gateway is deleted, and a virtual machine connects to on-premises
      When the ExpressRoute gateway is deleted
      And "vm" connects to 10.100.10.2:443
      Then there is no route from "vm" to 10.100.10.2
