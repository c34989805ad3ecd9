# ja: 二つのフロントエンド IP が同じポートを使うにはフローティング IP が必要である
# ja: 通常の規則では、要求の宛先がサーバーのアドレスに書き換えられる。二つのフロントエンド IP の要求が
# ja: サーバーの同じポートに向かうと、サーバーは同じ 5 タプルを二度見ることになり、応答の送信元を
# ja: 決められない。このため Azure はこれを拒否する。フローティング IP では宛先がフロントエンド IP の
# ja: ままであり、区別できる。サーバーはそのアドレスをループバック インターフェイスに持つ。
# why en: Each rule has to lead to a combination of address and port of its own, or nobody could
# why en: tell which front end an answer belongs to. There are two ways: give the second front end
# why en: another back-end port, or keep the front-end IP as the destination with floating IP, and
# why en: set the server up for it.
# why ja: サーバー側のアドレスとポートの組み合わせが規則ごとに異なっていなければ、応答がどの
# why ja: フロントエンドのものか決められません。方法は二つあります。二つ目のフロントエンドに別の
# why ja: バックエンド ポートを使うか、フローティング IP で宛先をフロントエンド IP のままにし、
# why ja: サーバーでもそれを受け取るように設定するかです。
# facts: load-balancer.back-end-port-reuse, load-balancer.floating-ip
@inbound
Feature: Two front-end IPs share a back-end port only with floating IP

  An ordinary rule rewrites the destination of a request to the server's address. Were
  requests of two front-end IPs to arrive at one port of a server, it would see the same
  five-tuple twice and couldn't tell which address to answer from, so Azure refuses that.
  With floating IP the destination stays the front-end IP, which tells them apart; the
  server has that address on a loopback interface.

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the client 192.0.2.33

  # page: refused-without
  # ja: フローティング IP がなければ、同じポートの二つ目の規則は拒否される
  # why en: Both rules would lead to one port of web1 with the destination rewritten to the same
  # why en: address, so the server couldn't tell their flows apart; Azure refuses the second. Lead
  # why en: it to another port of the server, or enable floating IP on the rules.
  # why ja: どちらの規則でも宛先が web1 の同じポートに書き換えられ、サーバーがフローを区別できなくな
  # why ja: るため、Azure は二つ目を拒否します。サーバーの別のポートに向けるか、規則でフローティン
  # why ja: グ IP を有効にしてください。
  # facts: load-balancer.back-end-port-reuse
  Scenario: Without floating IP, a second front end on the port is refused
    When the front-end IP 203.0.113.11 is added to "lb"
    Then the request is refused because two front ends can't share a back-end port without floating IP

  # page: accepted-with
  # ja: フローティング IP なら、サーバーからフロントエンド IP が見える
  # why en: With floating IP the destination stays 203.0.113.11 as far as the server, which has that
  # why en: address on a loopback interface and answers from it. Clusters and network appliances are
  # why en: built on that. Without the loopback address the rule doesn't work; probes still go to
  # why en: the server's own address.
  # why ja: フローティング IP では、宛先がサーバーまで 203.0.113.11 のまま届きます。サーバーはこのア
  # why ja: ドレスをループバック インターフェイスに持ち、そこから応答します。クラスターやネットワー
  # why ja: ク仮想アプライアンスで使われる構成です。ループバック アドレスがなければ規則は機能しませ
  # why ja: ん。プローブは、この場合もサーバー自身のアドレスに届きます。
  # facts: load-balancer.floating-ip
  Scenario: With floating IP, the server sees the front-end IP itself
    Given floating IP is enabled on "lb"
    When the front-end IP 203.0.113.11 is added to "lb"
    Then the request is accepted
    When 192.0.2.33 sends a request to 203.0.113.11:80
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.33   | 203.0.113.11 |
      | lb     | web1   | 192.0.2.33   | 203.0.113.11 |
      | web1   | lb     | 203.0.113.11 | 192.0.2.33   |
      | lb     | client | 203.0.113.11 | 192.0.2.33   |
