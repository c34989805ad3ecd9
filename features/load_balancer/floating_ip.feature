# ja: 二つのフロントエンド IP が同じポートを使うにはフローティング IP が要る
# ja: 通常の規則では、要求の宛先がサーバーのアドレスに書き換えられる。二つのフロントエンド IP の要求が
# ja: サーバーの同じポートに向かうと、サーバーは同じ 5 タプルを二度見ることになり、応答の送信元を
# ja: 決められない。このため Azure はこれを拒否する。フローティング IP では宛先がフロントエンド IP の
# ja: ままであり、区別できる。サーバーはそのアドレスをループバック インターフェイスに持つ。
# why en: A server answers to whatever five-tuple it sees. If two front-end IPs were rewritten to
# why en: one address and port, their flows could look alike, and nobody could tell which front end
# why en: an answer belongs to. Use another back-end port for the second front end, or floating IP
# why en: and a loopback address on the server.
# why ja: サーバーは見えた 5 タプルに対して応答します。二つのフロントエンド IP が同じアドレスとポー
# why ja: トに書き換えられると、フローの見分けがつかず、応答がどちらのものか決められません。二つ目に
# why ja: は別のバックエンド ポートを使うか、フローティング IP を有効にしてサーバーにループバック ア
# why ja: ドレスを設定してください。
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
  # ja: フローティング IP がなければ、同じポートを使う二つ目のフロントエンド IP は拒否される
  # why en: Both rules would lead to one port of web1 with the destination rewritten to the same
  # why en: address, so the server couldn't tell their flows apart; Azure refuses the second. Lead
  # why en: it to another port of the server, or enable floating IP on the rules.
  # why ja: どちらの規則でも宛先が web1 の同じポートに書き換えられ、サーバーがフローを区別できなくな
  # why ja: るため、Azure は二つ目を拒否します。サーバーの別のポートに向けるか、規則でフローティン
  # why ja: グ IP を有効にしてください。
  # facts: load-balancer.back-end-port-reuse
  Scenario: Without floating IP a second front-end IP on the same port is refused
    When the front-end IP 203.0.113.11 is added to "lb"
    Then the request is refused because two front ends can't share a back-end port without floating IP

  # page: accepted-with
  # ja: フローティング IP があれば、サーバーからはクライアントが接続したフロントエンド IP が見える
  # why en: With floating IP the destination stays 203.0.113.11 as far as the server, which has that
  # why en: address on a loopback interface and answers from it. That keeps the front ends apart,
  # why en: and it is what clusters need; without the loopback address the server drops the packets.
  # why ja: フローティング IP では、宛先がサーバーまで 203.0.113.11 のまま届きます。サーバーはこのア
  # why ja: ドレスをループバック インターフェイスに持ち、そこから応答するため、フロントエンドを区別
  # why ja: できます。クラスターに必要な構成ですが、ループバック アドレスがなければパケットは破棄さ
  # why ja: れます。
  # facts: load-balancer.floating-ip
  Scenario: With floating IP the server sees the front-end IP that the client connected to
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
