# ja: バックエンド サーバーから自分のフロントエンドに接続する
# ja: 内部ロード バランサーのサーバーがそのフロントエンド IP に接続し、自分自身に振り分けられると、接続は
# ja: 失敗する。別のサーバーに振り分けられれば成功する。パブリック ロード バランサーでは SNAT を経由するため
# ja: 成功する。
# why en: The server sends to the front-end IP and gets the packet back with its own address as source
# why en: and destination: for its operating system, these aren't two halves of one connection. It answers
# why en: itself, and the connection times out. With several servers that happens now and then, which
# why en: looks like a network that loses packets.
# why ja: サーバーがフロントエンド IP に送ったパケットは、送信元も宛先も自分のアドレスになって戻ってきます。
# why ja: オペレーティング システムはこれを一つの接続の両側とは見なさず、自分に応答するため、接続はタイムア
# why ja: ウトします。サーバーが複数あれば時々起こり、ネットワークがパケットを失っているように見えます。
# facts: load-balancer.hairpin
@inbound
Feature: A back-end server connects to its own front end

  A server behind an internal load balancer that connects to the front-end IP and is
  given to itself fails. Given to another server, it succeeds. With a public load
  balancer it works, because the connection is translated on its way out.

  # page: one-server-always-fails
  # ja: サーバーが 1 台なら必ず失敗する
  # why en: With one server in the pool the flow can only come back to it, so it fails each time. Connect
  # why en: to localhost for what runs on the same machine, or separate client and server.
  # why ja: プールのサーバーが 1 台なら、フローは必ず自分に戻って失敗します。同じマシンで動くものには
  # why ja: localhost で接続するか、クライアントとサーバーを別のマシンに分けてください。
  # facts: load-balancer.hairpin
  Scenario: With one server in the pool it always fails
    Given an internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    When "web1" opens 10 TCP connections to 10.0.0.100:80
    Then 10 connections fail because the flow comes back to the server that it started from

  # page: another-server-succeeds
  # ja: 別のサーバーに振り分けられれば成功する
  # why en: app1 stands outside the pool: the flow reaches web1, whose answers come back from 10.0.0.100 as
  # why en: app1 expects. Keeping clients out of the pool that they connect to is the plain way out.
  # why ja: app1 はプールの外にあります。フローは web1 に届き、応答は app1 の期待どおり 10.0.0.100 から返りま
  # why ja: す。接続元のマシンを接続先のプールに入れないのが確実な方法です。
  # facts: load-balancer.rewrites-response
  Scenario: Given to another server it succeeds
    Given the virtual machine "app1"
    And an internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.5   |
    When "app1" opens 10 TCP connections to 10.0.0.100:80
    Then all 10 connections succeed

  # page: public-front-end-costs-ports
  # ja: パブリック フロントエンドなら成功し、SNAT ポートを使う
  # why en: The connection leaves through SNAT, so that web1 sees the front-end IP as the source and can
  # why en: answer. Each of the 10 connections costs a SNAT port, and busy servers run out of them.
  # why ja: 接続は SNAT を経由して出るため、web1 から見た送信元はフロントエンド IP になり、応答できます。
  # why ja: 10 本の接続はそれぞれ SNAT ポートを 1 個使うので、接続が多いと枯渇します。
  # facts: outbound.port-scope.tcp
  Scenario: Through a public front end it succeeds and costs SNAT ports
    Given an internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And a public load balancer "lb" with front-end IP 203.0.113.10 and the back-end server "web1"
    When "web1" opens 10 TCP connections to 203.0.113.10:80
    Then all 10 connections succeed
    And "web1" uses 10 TCP SNAT ports

  # page: request-never-arrives
  # ja: 自分に戻った要求は、サーバーのアプリケーションに届かない
  # why en: The connection never comes about, so the application on web1 gets no request at all; its log
  # why en: shows nothing. Look at the client's side for the time-outs.
  # why ja: 接続が確立しないため、web1 のアプリケーションに要求は届かず、ログにも何も残りません。タイムアウ
  # why ja: トはクライアント側で確かめてください。
  # facts: load-balancer.hairpin
  Scenario: A request that comes back never arrives
    Given an internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    When "web1" sends a request to 10.0.0.100:80
    Then the traffic is dropped because the flow comes back to the server that it started from
    And "web1" receives 0 requests

  # page: floating-ip-succeeds
  # ja: フローティング IP なら、自分に戻っても成功する
  # why en: With floating IP the packet keeps 10.0.0.100 as its destination, so that web1 sees the two ends of
  # why en: one connection: its own address and the front end's, which it has on a loopback interface. The
  # why en: rule and the server have to be set up for it.
  # why ja: フローティング IP ではパケットの宛先が 10.0.0.100 のままなので、web1 からは自分のアドレスと、ループ
  # why ja: バック インターフェイスに持つフロントエンドのアドレスが、一つの接続の両端に見えます。規則とサーバ
  # why ja: ーの両方にその設定が必要です。
  # facts: load-balancer.floating-ip
  Scenario: With floating IP it succeeds
    Given an internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And floating IP is enabled on "ilb"
    When "web1" opens 10 TCP connections to 10.0.0.100:80
    Then all 10 connections succeed
