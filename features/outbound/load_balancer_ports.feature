# ja: フロントエンド IP を増やしたときの SNAT ポート
# ja: フロントエンド IP の数、プールの大きさ、プロトコルが、サーバーの SNAT ポートの数と使い方を決める。
# why en: SNAT ports belong to a server, not to the load balancer: one server can run out while its
# why en: neighbour has 1,024 unused. More front-end IPs, or other destinations, are what helps.
# why ja: SNAT ポートはロード バランサー全体ではなくサーバーごとに割り当てられます。隣のサーバーの 1,024
# why ja: 個が未使用でも、1 台だけ枯渇することがあります。フロントエンド IP を増やすか、宛先を分けると改善
# why ja: します。
# facts: outbound.ports-by-pool-size
@outbound
Feature: SNAT ports with several front-end IPs

  How many front-end IPs there are, how large the pool is and which protocol is used decide how many
  SNAT ports a server has, and how fast it spends them.

  # page: default-ports-by-front-ends
  # ja: 既定では、フロントエンド IP を増やしても 1,024 個まで
  # why en: By default each front-end IP brings what the table gives, 512 for 100 servers, but no server
  # why en: gets more than 1,024: 2 × 512 = 1,024, and a third address adds nothing. An older page had
  # why en: no such limit. Name a number in the outbound rule to use more.
  # why ja: 既定では、フロントエンド IP ごとに表の数 (100 台なら 512 個) が加わりますが、1 台あたり 1,024 個
  # why ja: が上限です。2 × 512 = 1,024 なので、さらにアドレスを加えても増えません。古いページにこの上限
  # why ja: はありません。より多く使うには、アウトバウンド規則で数を指定してください。
  # facts: outbound.ports-by-pool-size, outbound.default-ports.most
  Scenario Outline: By default, more front-end IPs help up to 1,024 ports
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and 100 healthy back-end servers
    And the outbound rules of "lb":
      | front-end IPs   |
      | <front-end IPs> |
    Then each instance has <ports> preallocated TCP SNAT ports

    Examples:
      # ja: | フロントエンド IP | ポート |
      | front-end IPs                            | ports |
      | 203.0.113.32                             | 512   |
      | 203.0.113.32, 203.0.113.33               | 1,024 |
      | 203.0.113.32, 203.0.113.33, 203.0.113.34 | 1,024 |

  # page: second-front-end-at-51
  # ja: フロントエンド IP が 2 個あれば、51 台になってもポートは減らない
  # why en: With two front-end IPs 51 servers have 2 × 512 = 1,024 ports each, as 50 had by the limit.
  # why en: So nothing is reclaimed, and no connection times out when the pool passes 50.
  # why ja: フロントエンド IP が 2 個なら、51 台でも 2 × 512 = 1,024 個ずつであり、上限のある 50 台のときと
  # why ja: 同じです。50 台を超えてもポートは回収されず、タイムアウトする接続もありません。
  # facts: outbound.ports-by-pool-size, outbound.default-ports.most
  Scenario: With two front-end IPs, the 51st server costs nobody a port
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and 50 healthy back-end servers
    And the outbound rules of "lb":
      | front-end IPs              |
      | 203.0.113.32, 203.0.113.33 |
    And "web1" has used every TCP SNAT port toward 198.51.100.7:443
    When the back-end pool of "lb" grows to 51 servers
    Then each instance has 1,024 preallocated TCP SNAT ports
    And 1,024 connections of "web1" are still open

  # page: pool-total-halves
  # ja: 50 台の合計は 51,200 個、51 台では 26,112 個になる
  # why en: 50 × 1,024 = 51,200 and 51 × 512 = 26,112: one server more, and the pool as a whole can open
  # why en: half as many connections to a destination. Scaling out can make exhaustion worse.
  # why ja: 50 × 1,024 = 51,200 に対して 51 × 512 = 26,112 です。1 台増やすだけで、プール全体から一つの宛先へ
  # why ja: 開ける接続が半分になります。スケールアウトで枯渇が悪化することもあります。
  # facts: outbound.ports-by-pool-size
  Scenario Outline: <servers> servers have <ports> ports together
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and <servers> healthy back-end servers
    Then "web1" has <each> preallocated TCP SNAT ports
    And the instances together have <ports> preallocated TCP SNAT ports

    Examples:
      # ja: | サーバー | 1 台あたり | ポート |
      | servers | each  | ports  |
      | 50      | 1,024 | 51,200 |
      | 51      | 512   | 26,112 |

  # page: outbound-rule-by-default
  # ja: 51 台では、アウトバウンド規則があっても数を指定しなければ 512 個になる
  # why en: An outbound rule fixes the number only where it names one. Without, the table gives 512 to
  # why en: each of 51 servers, as it does without the rule.
  # why ja: アウトバウンド規則は、数を指定した場合だけその数に固定します。指定しなければ、規則がない場合と同
  # why ja: じく、51 台では表の 512 個ずつになります。
  # facts: outbound-rule.zero, outbound.ports-by-pool-size
  Scenario: An outbound rule without a number follows the table
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and 51 healthy back-end servers
    And outbound SNAT is disabled on the load-balancing rules of "lb"
    And "lb" has an outbound rule
    Then each instance has 512 preallocated TCP SNAT ports

  # page: busy-server-starves
  # ja: 1 台が枯渇しても、隣のサーバーのポートは使えない
  # why en: Each server has 1,024 ports of its own. web1 finds none for its 1,025th connection while web2
  # why en: has used none, and the load balancer as a whole looks half empty. Look at the metrics of each
  # why en: server, and spread the work or raise the number by an outbound rule.
  # why ja: サーバーにはそれぞれ 1,024 個のポートがあります。web2 のポートがまったく使われていなくても、web1
  # why ja: の 1,025 本目の接続にはポートがありません。全体の使用率は半分にしか見えないため、メトリックはサー
  # why ja: バーごとに確認し、負荷を分散するか、アウトバウンド規則で数を増やしてください。
  # facts: outbound.ports-by-pool-size, outbound.port-scope.tcp
  @starter
  Scenario: A busy server starves while its neighbour is idle
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and 2 healthy back-end servers
    When "web1" opens 1,025 TCP connections to 198.51.100.7:443
    Then 1 connection fails because SNAT ports are exhausted
    And "web1" uses 1,024 TCP SNAT ports
    And "web2" uses 0 TCP SNAT ports
    When "web2" opens a TCP connection to 198.51.100.7:443
    Then the traffic is delivered

  # page: both-front-ends-are-used
  # ja: 一方のフロントエンド IP で枯渇しても、もう一方から送信できる
  # why en: A connection that finds no port at one front-end IP takes one at the other, so all 3,200
  # why en: succeed. Documents don't agree on which address comes first: let partners allow both.
  # why ja: 一方のフロントエンド IP にポートがなければもう一方のポートが使われるため、3,200 本すべてが成功し
  # why ja: ます。どちらから使われるかは文書によって異なるため、接続先では両方を許可してもらってください。
  # facts: outbound.ports-per-front-end
  Scenario: Every port counts, at whichever front-end IP it lies
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and 2 healthy back-end servers
    And the outbound rules of "lb":
      | front-end IPs              | ports per instance |
      | 203.0.113.32, 203.0.113.33 | 3,200              |
    When "web1" opens 3,200 TCP connections to 198.51.100.7:443
    Then all 3,200 connections succeed
    And every connection comes from either 203.0.113.32 or 203.0.113.33
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then the traffic is dropped because SNAT ports are exhausted

  # page: basic-lends-one-front-end
  # ja: Basic ロード バランサーでは、送信に使われるフロントエンド IP は一つである
  # why en: Basic picked one of its front-end IPs for outbound connections, and nobody could say which: all
  # why en: connections share it, and each of 51 servers has the 512 ports of one address. Standard would
  # why en: have counted both.
  # why ja: Basic では、送信に使われるフロントエンド IP が一つ選ばれ、どれになるかは決められませんでした。すべての
  # why ja: 接続がそのアドレスを共有し、51 台の各サーバーのポートはアドレス 1 個分の 512 個です。Standard なら両方
  # why ja: のアドレスのポートが数えられます。
  # facts: outbound.basic-picks-one, outbound.ports-by-pool-size
  Scenario: Basic lends one of its front-end IPs, whichever
    Given a Basic public load balancer "lb" with front-end IP 203.0.113.20 and 51 healthy back-end servers
    And floating IP is enabled on "lb"
    And "lb" also has the front-end IP 203.0.113.21
    Then each instance has 512 preallocated TCP SNAT ports
    When "web1" opens 513 TCP connections to 198.51.100.7:443
    Then 1 connection fails because SNAT ports are exhausted
    And every connection comes from either 203.0.113.20 or 203.0.113.21

  # page: udp-port-by-destination-address
  # ja: 同じソケットの UDP は、宛先ポートが違っても SNAT ポートを 1 個だけ使う
  # why en: For UDP, flows from one port of a server to one address hold a single SNAT port, whatever the
  # why en: destination port. A new source port takes another one, as each query of most resolvers does. An
  # why en: older page counted every flow.
  # why ja: UDP では、サーバーの一つのポートから一つのアドレスへのフローは、宛先ポートによらず SNAT ポートを 1
  # why ja: 個だけ使います。送信元ポートが変わると、もう 1 個使います。多くのリゾルバーはクエリごとに送信元ポー
  # why ja: トを変えます。古いページではフローごとに数えていました。
  # facts: outbound.udp-cone, outbound.port-scope.udp
  Scenario: One UDP socket takes one SNAT port for a destination address
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and 1 healthy back-end server
    When "web1" opens a UDP flow from port 50000 to 198.51.100.7:514
    And "web1" opens a UDP flow from port 50000 to 198.51.100.7:123
    And "web1" opens a UDP flow from port 50000 to 198.51.100.7:53
    Then "web1" uses 1 UDP SNAT port
    When "web1" opens a UDP flow from port 50001 to 198.51.100.7:514
    Then "web1" uses 2 UDP SNAT ports

  # page: four-new-connections-a-second
  # ja: 同じ宛先へは毎秒 4 本まで続けられ、5 本では枯渇する
  # why en: A port is held for 240 s after FIN. 4 a second × 240 s = 960 ≤ 1,024 ports last for ever, and
  # why en: 5 a second × 240 s = 1,200 > 1,024 run out after 1,024 ÷ 5 = 204.8 s: 1,024 ÷ 240 ≈ 4.27 a
  # why en: second is the limit for each server and destination. Reuse connections; newer pages no longer document the hold.
  # why ja: FIN の後、ポートは 240 秒保持されます。毎秒 4 本 × 240 秒 = 960 ≤ 1,024 個なら続けられますが、
  # why ja: 毎秒 5 本 × 240 秒 = 1,200 > 1,024 個では 1,024 ÷ 5 = 204.8 秒後に枯渇します。サーバーと宛先ごとの限度は 1,024 ÷ 240 ≈
  # why ja: 4.27 本/秒です。接続を再利用してください。新しいページにこの保持時間の記載はありません。
  # facts: outbound.fin-hold, outbound.ports-by-pool-size
  Scenario: Four new connections a second last, five exhaust the ports
    Given a public load balancer "lb" with front-end IP 203.0.113.20 and 2 healthy back-end servers
    When "web1" sends 4 requests per second to 198.51.100.7:443 for 30 minutes, each on a new connection closed by FIN from both ends
    Then 7,200 requests succeed
    When "web2" sends 5 requests per second to 198.51.100.7:443 for 30 minutes, each on a new connection closed by FIN from both ends
    Then the first request to fail is sent 204.8 seconds after the first request
