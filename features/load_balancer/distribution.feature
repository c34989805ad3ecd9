# ja: Load Balancer はフローごとに 5 タプルでサーバーを選ぶ
# ja: サーバーは、送信元アドレス、送信元ポート、宛先アドレス、宛先ポート、プロトコルのハッシュで
# ja: 選ばれる。一つのフローのパケットはこの五つがすべて一致するため、同じサーバーに届く。五つの
# ja: うち一つでも異なるフローについてはサーバーが改めて選ばれ、別のサーバーに届くことがある。
# ja: ラウンド ロビンではない。あるフローがどのサーバーに届くかは保証されず、決まっているのは、
# ja: 5 タプルのどの要素も選択に影響することだけである。ここでは二つのフロントエンド IP が同じサーバーの
# ja: 同じポートに向かうため、フローティング IP を使う。
# why en: Load Balancer doesn't remember clients; the five values alone point to a server. That is
# why en: why one client with many connections is spread over many servers. If a client has to stay
# why en: with one, session persistence leaves the ports out of the hash.
# why ja: Load Balancer はクライアントを覚えておらず、五つの値だけでサーバーが決まります。多くの接続
# why ja: を開くクライアントが複数のサーバーに分かれるのはこのためです。クライアントを 1 台に固定し
# why ja: たい場合は、ハッシュからポートを除くセッション永続化を使います。
# facts: load-balancer.distribution
@inbound
Feature: Load Balancer chooses a server for each flow by its five-tuple

  A hash over source address, source port, destination address, destination port and
  protocol chooses the server. All packets of one flow agree in these five, so they
  reach the same server. Flows that differ in any one of the five are chosen for
  anew, and may reach another server. It isn't round robin: which server a certain
  flow gets is no promise, only that each part of the five-tuple has its say. Here two
  front-end IPs lead to the same port of the same servers, which takes floating IP.

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
      | web2 | 10.0.0.5   |
      | web3 | 10.0.0.6   |
    And floating IP is enabled on "lb"
    And "lb" also has the front-end IP 203.0.113.11
    And the client 192.0.2.33
    And the client 192.0.2.34

  # page: five-tuple-decides
  # ja: 5 タプルの一つが異なるフローは、別々のサーバーに届くことがある
  # why en: The <part> is one of the five values that the hash is made of, so two flows that differ
  # why en: in it are chosen for separately. They may still reach the same server by chance: of 64
  # why en: pairs some part and some don't, and how many is no promise.
  # why ja: <part>はハッシュを構成する五つの値の一つなので、これだけが異なる二つのフローでも、サーバ
  # why ja: ーは別々に選ばれます。偶然同じサーバーに届くこともあり、64 組のうちいくつが分かれるかは
  # why ja: 保証されません。
  # facts: load-balancer.distribution
  Scenario Outline: One different part of the five-tuple can mean another server
    When 64 pairs of flows that differ only in the <part> reach "lb"
    Then some flows that differ only in the <part> reach different servers

    Examples:
      # ja: | 異なる要素 |
      | part                |
      | source address      |
      | source port         |
      | destination address |
      | destination port    |
      | protocol            |
