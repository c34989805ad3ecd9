# ja: サーバーが異常になったときの開いているフロー
# ja: 異常なサーバーへの TCP 接続は続き、UDP フローは正常なサーバーに移る。すべてのサーバーが異常になると、
# ja: TCP 接続は Standard では続き、Basic では終わる。UDP フローはどちらでも終わる。
# why en: A failed probe keeps new flows away, and says little of those that are open. To end TCP
# why en: connections for maintenance, close them at the server. Over UDP every packet finds its
# why en: way anew, so the protocol has to bear a server that knows nothing of those before.
# why ja: プローブの失敗で止まるのは新しいフローの振り分けです。メンテナンスのために TCP 接続を終わらせるには、
# why ja: サーバー側で閉じます。UDP では途中からほかのサーバーに届くことがあるため、それまでのやり取りを知らない
# why ja: サーバーでも処理できるプロトコルでなければなりません。
# facts: load-balancer.probe-down.tcp, load-balancer.probe-down.udp
@probes
Feature: Open flows when a server becomes unhealthy

  TCP connections to an unhealthy server go on, and UDP flows move to a healthy one. Where
  every server is unhealthy, TCP connections go on behind a Standard load balancer and
  end behind a Basic one. UDP flows end behind both.

  Background:
    Given the client 192.0.2.33

  # page: tcp-stays
  # ja: TCP 接続は、異常になったサーバーとの間で続く
  # why en: Only web1 is healthy when the connection is opened, so it is there. Then web1 asks for no
  # why en: more by 503 and web2 is healthy: new flows go to web2, and the open connection stays.
  # why ja: 接続を開いた時点で正常なのは web1 だけなので、接続は web1 との間にあります。その後 web1 が 503 で異
  # why ja: 常になり、web2 が正常になります。新しいフローは web2 に送られ、開いている接続はそのまま続きます。
  # facts: load-balancer.probe-down.tcp
  Scenario: A TCP connection stays with a server that becomes unhealthy
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
      | web2 | 10.0.0.5   |
    And the health probe of "lb":
      | protocol | port | interval  | threshold |
      | HTTP     | 80   | 5 seconds | 1         |
    When "web2" starts to answer with status code 503
    And the health probes run for 5 seconds
    And 192.0.2.33 opens a TCP connection to 203.0.113.10:443
    And "web1" starts to answer with status code 503
    And "web2" starts to answer with status code 200
    And the health probes run for 5 seconds
    Then "web1" is unhealthy for "lb" because its probe is answered with another status code than 200
    And "web2" is healthy for "lb"
    And that connection is still open
    When 192.0.2.33 sends application data on one of the connections
    Then an answer has arrived on that connection

  # page: udp-moves
  # ja: UDP フローは正常なサーバーに移る
  # why en: Only web1 is healthy when the flow begins. When web1 stops answering and web2 is
  # why en: healthy, the next packet of the same flow goes to web2, which knows nothing of the first.
  # why ja: フローを開始した時点で正常なのは web1 だけです。その後 web1 が応答しなくなり、web2 が正常になると、
  # why ja: 同じフローの次のパケットは、最初のパケットを知らない web2 に届きます。
  # facts: load-balancer.probe-down.udp
  Scenario: A UDP flow moves to a healthy server
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
      | web2 | 10.0.0.5   |
    And the health probe of "lb":
      | protocol | port | interval  | threshold |
      | TCP      | 80   | 5 seconds | 1         |
    When "web2" stops answering
    And the health probes run for 5 seconds
    And 192.0.2.33 opens a UDP flow to 203.0.113.10:514
    And "web1" stops answering
    And "web2" answers again
    And the health probes run for 5 seconds
    Then "web1" is unhealthy for "lb" because its probe isn't answered in time
    And "web2" is healthy for "lb"
    When 192.0.2.33 sends application data on one of the connections
    Then an answer has arrived on that connection

  # page: all-unhealthy-tcp
  # ja: すべて異常なら、TCP 接続が続くのは Standard だけである
  # why en: Both servers answer the probe with 503 and could still serve. A Standard load balancer
  # why en: goes on passing packets of open connections, a Basic one doesn't. New flows get
  # why en: no answer behind either.
  # why ja: どちらのサーバーもプローブに 503 で応答していますが、通信はまだできます。開いている接続のパケットを
  # why ja: 通し続けるのは Standard だけで、Basic は通しません。新しいフローには、どちらでも応答がありません。
  # facts: load-balancer.all-probes-down.tcp
  Scenario: With every server unhealthy, only Standard keeps TCP
    Given a Standard public load balancer "standard" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
      | web2 | 10.0.0.5   |
    And the health probe of "standard":
      | protocol | port | interval  | threshold |
      | HTTP     | 80   | 5 seconds | 1         |
    And a Basic public load balancer "basic" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | web3 | 10.0.0.6   |
      | web4 | 10.0.0.7   |
    And the health probe of "basic":
      | protocol | port | interval  | threshold |
      | HTTP     | 80   | 5 seconds | 1         |
    When 192.0.2.33 opens a TCP connection to 203.0.113.10:443
    And "web1" starts to answer with status code 503
    And "web2" starts to answer with status code 503
    And the health probes run for 5 seconds
    Then that connection is still open
    When 192.0.2.33 opens a TCP connection to 203.0.113.20:443
    And "web3" starts to answer with status code 503
    And "web4" starts to answer with status code 503
    And the health probes run for 5 seconds
    And 192.0.2.33 sends a late packet on that connection
    Then the traffic is dropped because the load balancer knows no flow that the packet belongs to

  # page: all-unhealthy-udp
  # ja: すべて異常なら、UDP フローは終わる
  # why en: No healthy server is left that the flow could move to. This is the same for both SKUs:
  # why en: only TCP has the exception.
  # why ja: フローを移せる正常なサーバーがありません。どちらの SKU でも同じで、例外があるのは TCP だけです。
  # facts: load-balancer.probe-down.udp
  Scenario Outline: With every server unhealthy, UDP flows end
    Given a <SKU> public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
      | web2 | 10.0.0.5   |
    And the health probe of "lb":
      | protocol | port | interval  | threshold |
      | HTTP     | 80   | 5 seconds | 1         |
    When 192.0.2.33 opens a UDP flow to 203.0.113.10:514
    And "web1" starts to answer with status code 503
    And "web2" starts to answer with status code 503
    And the health probes run for 5 seconds
    And 192.0.2.33 sends application data on one of the connections
    Then the traffic is dropped because no back-end server is healthy

    Examples:
      # ja: | SKU |
      | SKU      |
      | Standard |
      | Basic    |
