# ja: スケール セットの台数の増減と SNAT ポート
# ja: 既定の割り当てでは、スケール セットの台数によってインスタンスあたりの SNAT ポートが変わり、増やすと接続が切れることが
# ja: ある。アウトバウンド規則ではポート数は変わらず、収まらない台数への拡大が拒否される。NAT ゲートウェイではどちらも起こら
# ja: ない。
# why en: A scale set exists to grow when it is busy, which is the worst moment to lose half of one's ports. Fix
# why en: the number by an outbound rule, sized for the largest number of instances, or give the subnet a NAT
# why en: gateway, from which whoever comes takes ports as needed. The mode makes no difference to ports.
# why ja: スケール セットは負荷が高いときに増えます。つまり、最も困るときにポートの半分を失います。最大の台数に合わせたアウト
# why ja: バウンド規則でポート数を固定するか、必要に応じてポートを使える NAT ゲートウェイをサブネットに接続してください。
# why ja: モードによるポートの違いはありません。
# facts: outbound.ports-by-pool-size, outbound.growth.reclaimed-share, outbound-rule.oversubscription
@outbound
Feature: Scale sets that grow and shrink, and their SNAT ports

  By default allocation the number of instances decides how many SNAT ports each has,
  and growth may cut connections. With an outbound rule the number stays, and growth
  that doesn't fit is refused. With a NAT gateway neither happens.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.0.0.0/20    |

  # page: default-allocation
  # ja: 既定の割り当てでは、<モード> スケール セットを 51 台に増やすと接続の半分が切れる
  # why en: One instance past 50 halves the ports of all: 1,024 ÷ 2 = 512 remain, and the connections on the others
  # why en: time out. Back at 50 each has 1,024 again, and nobody loses anything. For the mode <mode> it is the
  # why en: same as for the other.
  # why ja: 50 台を 1 台超えると全台のポートが半分になり、残るのは 1,024 ÷ 2 = 512 個です。ほかのポートの接続はタイムアウト
  # why ja: します。50 台に戻せば再び 1,024 個になり、失われる接続はありません。モードが <mode> でも、もう一方と同じです。
  # facts: outbound.ports-by-pool-size, outbound.growth.reclaimed-share
  Scenario Outline: Default allocation cuts half at 51 instances: <mode>
    Given a <mode> scale set "web" with 50 instances in the subnet "app"
    And a Standard public load balancer "lb" with front-end IP 203.0.113.20 in front of the scale set "web"
    And "web_1" has used every TCP SNAT port toward 198.51.100.7:443
    When the scale set "web" grows to 51 instances
    Then the request is accepted
    And each instance has 512 preallocated TCP SNAT ports
    And 512 connections of "web_1" have timed out
    When the scale set "web" shrinks to 50 instances
    Then each instance has 1,024 preallocated TCP SNAT ports
    And 512 connections of "web_1" are still open

    Examples:
      # ja: | モード |
      | mode     |
      | Uniform  |
      | Flexible |

  # page: outbound-rule
  # ja: アウトバウンド規則なら接続は切れず、収まらない拡大は拒否される
  # why en: With 1,280 ports for each, 50 instances take 50 × 1,280 = 64,000, all that one front-end IP has.
  # why en: Growing to 50 moves nobody's ports. A 51st would need 51 × 1,280 = 65,280 > 64,000, so the scale set
  # why en: can't grow until the rule gives fewer or the load balancer has another address.
  # why ja: 1 台あたり 1,280 個なら、50 台で 50 × 1,280 = 64,000 個となり、フロントエンド IP 1 個のポートをすべて割り当てます。
  # why ja: 50 台に増やしてもポートは動きません。51 台目には 51 × 1,280 = 65,280 > 64,000 個が必要になるため、規則のポートを減ら
  # why ja: すかアドレスを追加するまで増やせません。
  # facts: outbound-rule.oversubscription, outbound.ports-per-front-end
  Scenario: An outbound rule cuts nothing, and refuses what doesn't fit
    Given a Uniform scale set "web" with 49 instances in the subnet "app"
    And a Standard public load balancer "lb" with front-end IP 203.0.113.20 in front of the scale set "web"
    And outbound SNAT is disabled on the load-balancing rules of "lb"
    And "lb" has an outbound rule with 1,280 ports per instance
    And "web_1" has used every TCP SNAT port toward 198.51.100.7:443
    When the scale set "web" grows to 50 instances
    Then the request is accepted
    And 1,280 connections of "web_1" are still open
    When the scale set "web" grows to 51 instances
    Then the request is refused because 65,280 SNAT ports are needed and 64,000 are available

  # page: nat-gateway
  # ja: NAT ゲートウェイなら、増やしても接続は切れず、ポートも減らない
  # why en: A NAT gateway hands ports out on demand to whoever is in the subnet, so growth past 50 moves nothing:
  # why en: all 1,024 connections stay, and "web_50" leaves by the same address at once.
  # why ja: NAT ゲートウェイはサブネット内のマシンに必要に応じてポートを割り当てるため、50 台を超えても何も変わりません。1,024 本
  # why ja: の接続はすべて残り、"web_50" はただちに同じアドレスから送信します。
  # facts: nat-gateway.on-demand
  Scenario: Behind a NAT gateway growth costs nothing
    Given a Flexible scale set "web" with 50 instances in the subnet "app"
    And the NAT gateway "nat" with public IP 203.0.113.40 on the subnet "app"
    When "web_1" opens 1,024 TCP connections to 198.51.100.7:443
    And the scale set "web" grows to 51 instances
    Then the request is accepted
    And 1,024 connections of "web_1" are still open
    When "web_50" opens a TCP connection to 198.51.100.8:443
    Then 198.51.100.8 sees the connection come from the address 203.0.113.40

  # page: uniform-removes-highest
  # ja: Uniform スケール セットでは、番号が最も大きいインスタンスが削除される
  # why en: By default a Uniform scale set deletes the highest number, so that of 2 instances "web_0" is left and
  # why en: serves all 20 requests. Zones, which are balanced first, aren't modelled; protect an instance that
  # why en: must stay.
  # why ja: 既定では、Uniform スケール セットは番号が最も大きいインスタンスを削除します。2 台のうち "web_0" が残り、20 件の要求を
  # why ja: すべて処理します。先に行われるゾーン間の均等化はモデル化していません。残すべきインスタンスは保護してください。
  # facts: scale-set.scale-in.uniform
  @inbound
  Scenario: A Uniform scale set deletes its highest number first
    Given a Uniform scale set "web" with 2 instances in the subnet "app"
    And a Standard public load balancer "lb" with front-end IP 203.0.113.20 in front of the scale set "web"
    And the client 192.0.2.33
    When the scale set "web" shrinks to 1 instance
    And 192.0.2.33 sends 20 requests to 203.0.113.20:80
    Then "web_0" receives 20 requests

  # page: flexible-removes-oldest
  # ja: Flexible スケール セットでは、最も古いインスタンスが削除される
  # why en: By default a Flexible scale set deletes the oldest instance, so that of 2 instances "web_1" is left and
  # why en: serves all 20 requests: just the one that a Uniform scale set would have deleted.
  # why ja: 既定では、Flexible スケール セットは最も古いインスタンスを削除します。2 台のうち残って 20 件の要求をすべて処理するのは、
  # why ja: Uniform スケール セットなら削除される "web_1" です。
  # facts: scale-set.scale-in.flexible
  @inbound
  Scenario: A Flexible scale set deletes its oldest instance first
    Given a Flexible scale set "web" with 2 instances in the subnet "app"
    And a Standard public load balancer "lb" with front-end IP 203.0.113.20 in front of the scale set "web"
    And the client 192.0.2.33
    When the scale set "web" shrinks to 1 instance
    And 192.0.2.33 sends 20 requests to 203.0.113.20:80
    Then "web_1" receives 20 requests

  # page: removed-instance
  # ja: 削除されたインスタンスの接続は終わり、ポートは新しいインスタンスが使える
  # why en: "web_1" goes with its connections, and nobody waits for them. An instance that comes later finds 1,024
  # why en: ports of its own.
  # why ja: "web_1" は接続とともになくなり、接続の終了は待たれません。後から増えたインスタンスには、自分のポート 1,024 個が割り
  # why ja: 当てられます。
  # facts: scale-set.removed-instance, outbound.ports-by-pool-size
  Scenario: What was on a removed instance is over at once
    Given a Uniform scale set "web" with 2 instances in the subnet "app"
    And a Standard public load balancer "lb" with front-end IP 203.0.113.20 in front of the scale set "web"
    And "web_1" has used every TCP SNAT port toward 198.51.100.7:443
    When the scale set "web" shrinks to 1 instance
    And the scale set "web" grows to 2 instances
    And "web_2" opens 1,024 TCP connections to 198.51.100.8:443
    Then all 1,024 connections succeed

  # page: inbound-nat-range
  # ja: インバウンド NAT 規則の範囲を超えて増やせず、残るインスタンスのポートは変わらない
  # why en: The range 50001 to 50003 has 3 ports, so a third instance fits and a fourth is blocked. When "web_0" is
  # why en: deleted, as the oldest, the others keep their ports: 50002 still leads to "web_1". A new instance
  # why en: takes the port that is free.
  # why ja: 50001 から 50003 までの範囲にはポートが 3 個あり、3 台目は入りますが、4 台目はブロックされます。最も古い "web_0" が削除
  # why ja: されても残るインスタンスのポートは変わらず、50002 は "web_1" につながります。新しいインスタンスは空いたポートを使います。
  # facts: load-balancer.nat.range-blocks-growth, load-balancer.nat.mappings-persist
  @inbound
  Scenario: A range of inbound NAT ports limits growth and stays put
    Given a Flexible scale set "web" with 2 instances in the subnet "app"
    And a Standard public load balancer "lb" with front-end IP 203.0.113.20 in front of the scale set "web"
    And "lb" has an inbound NAT rule from TCP ports 50001 to 50003 to port 22 of its servers
    And the client 192.0.2.33
    When the scale set "web" grows to 3 instances
    Then the request is accepted
    When the scale set "web" grows to 4 instances
    Then the request is refused because the port range of the inbound NAT rule has fewer ports than the pool has servers
    When the scale set "web" shrinks to 2 instances
    And 192.0.2.33 sends 5 requests to 203.0.113.20:50002
    Then "web_1" receives 5 requests
    When the scale set "web" grows to 3 instances
    And 192.0.2.33 sends 5 requests to 203.0.113.20:50001
    Then "web_4" receives 5 requests
