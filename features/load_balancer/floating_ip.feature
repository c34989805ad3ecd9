# ja: 二つのフロントエンド IP が同じポートを使うにはフローティング IP が要る
# ja: 通常の規則では、要求の宛先がサーバーのアドレスに書き換えられる。二つのフロントエンド IP の要求が
# ja: サーバーの同じポートに向かうと、サーバーは同じ 5 タプルを二度見ることになり、応答の送信元を
# ja: 決められない。このため Azure はこれを拒否する。フローティング IP では宛先がフロントエンド IP の
# ja: ままであり、区別できる。サーバーはそのアドレスをループバック インターフェイスに持つ。
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
  # ja: フローティング IP なしでは拒否される
  Scenario: Without floating IP it is refused
    When the front-end IP 203.0.113.11 is added to "lb"
    Then the request is refused because two front ends can't share a back-end port without floating IP

  # page: accepted-with
  # ja: フローティング IP があれば受け付けられ、サーバーから見た宛先はフロントエンド IP である
  Scenario: With floating IP it is accepted, and the server sees the front-end IP
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
