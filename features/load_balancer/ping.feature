# ja: ping には Load Balancer 自身が応答し、サーバーには届かない
# ja: Standard のパブリック ロード バランサーのフロントエンドは ping に応答する。応答するのはロード バランサーで
# ja: あり、応答の有無は負荷分散規則と正常性プローブの結果で決まる。サーバーのポートが使えるかどうかは分からない。
# why en: An echo reply says that the front end is reachable and that at least one server is healthy, and no
# why en: more: the server never sees the ping, so a network security group or a firewall on it makes no
# why en: difference. Test the service itself with a TCP connection to its port.
# why ja: エコー応答から分かるのは、フロントエンドに到達でき、正常なサーバーが 1 台以上あることだけです。ping は
# why ja: サーバーに届かないため、サーバーの NSG やファイアウォールは影響しません。サービス自体は、そのポート
# why ja: への TCP 接続で確かめてください。
# facts: load-balancer.ping.itself
@inbound
Feature: Load Balancer answers pings itself; no server sees them

  A front end of a Standard public load balancer can be pinged. It is the load balancer that
  answers, and what it answers depends on its rules and on the state of its health probes,
  not on what the servers do about pings.

  Background:
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
      | web2 | 10.0.0.5   |
    And the client 192.0.2.33

  # page: answered
  # ja: 正常なサーバーが 1 台でもあれば、応答がある
  # why en: That web2 is healthy is enough: the load balancer answers in its own name. That
  # why en: web1 is down doesn't show.
  # why ja: web2 が正常なので、ロード バランサー自身が応答します。web1 が異常であることは ping から
  # why ja: は分かりません。
  # facts: load-balancer.ping.itself
  Scenario: With one healthy server the load balancer answers
    When "web1" stops answering
    And the health probes run for 1 minute
    And 192.0.2.33 pings 203.0.113.10
    Then "lb" itself answers the ping

  # page: unreachable
  # ja: すべてのサーバーが異常なら、宛先ホスト到達不能が返る
  # why en: All health probes fail, and the reply says so at once: destination host unreachable. That tells
  # why en: servers that are down from a front end without rules, where nothing comes back.
  # why ja: すべての正常性プローブが失敗しており、ただちに宛先ホスト到達不能が返ります。何も返らない場合は、規
  # why ja: 則がないなど別の原因です。
  # facts: load-balancer.ping.all-probed-down
  Scenario: With every server down the host is unreachable
    When "web1" stops answering
    And "web2" stops answering
    And the health probes run for 1 minute
    And 192.0.2.33 pings 203.0.113.10
    Then the ping reports that the destination host is unreachable

  # page: all-off
  # ja: すべてのマシンが停止していれば、タイムアウトになる
  # why en: Both machines are stopped, so that no probe runs that could fail, and nothing comes back. The same
  # why en: silence follows from a front end without rules; only failed probes are told as unreachable.
  # why ja: どちらのマシンも停止しているため、失敗するプローブ自体がなく、何も返りません。規則のないフロントエンドでも同じで、
  # why ja: 宛先ホスト到達不能が返るのはプローブが失敗している場合だけです。
  # facts: load-balancer.ping.all-off
  Scenario: With every machine stopped the ping times out
    When "web1" is stopped
    And "web2" is stopped
    And 192.0.2.33 pings 203.0.113.10
    Then the ping times out because the machine of every back-end server is stopped
    When "web2" is started
    And the health probes run for 15 seconds
    And 192.0.2.33 pings 203.0.113.10
    Then "lb" itself answers the ping

  # page: no-rule
  # ja: 負荷分散規則がなければ、タイムアウトになる
  # why en: No load-balancing rule stands at the front end, so nobody answers however healthy the servers are.
  # why en: An inbound NAT rule alone doesn't change that.
  # why ja: フロントエンドに負荷分散規則がないため、サーバーが正常でも応答はありません。インバウンド NAT 規則だ
  # why ja: けでは変わりません。
  # facts: load-balancer.ping.no-rule
  Scenario: Without a load-balancing rule the ping times out
    Given "lb" has no load-balancing rules
    When 192.0.2.33 pings 203.0.113.10
    Then the ping times out because a ping is answered only where a load-balancing rule leads to a server

  # page: large-packets
  # ja: 64 バイトを超える ping は破棄される
  # why en: Pings of up to 64 bytes are answered; 65 are too many, whatever the state of the servers. So a
  # why en: test of the largest packet size by ping tells nothing here.
  # why ja: 応答があるのは 64 バイトまでで、65 バイトの ping はサーバーの状態によらず破棄されます。このため、
  # why ja: ping で最大パケット サイズを調べることはできません。
  # facts: load-balancer.ping.largest-packet
  Scenario: Of 64 bytes it is answered, of 65 dropped
    When 192.0.2.33 pings 203.0.113.10 with a packet of 64 bytes
    Then "lb" itself answers the ping
    When 192.0.2.33 pings 203.0.113.10 with a packet of 65 bytes
    Then the ping times out because the load balancer drops pings of more than 64 bytes

  # page: internal
  # ja: 内部ロード バランサーは ping に応答しない
  # why en: Only Standard public load balancers answer pings, so silence of an internal front end is no sign
  # why en: of anything. Connect to a port that a rule serves instead.
  # why ja: ping に応答するのは Standard のパブリック ロード バランサーだけです。内部フロントエンドの応答がなく
  # why ja: ても異常とは限らないため、規則のあるポートへの接続で確かめてください。
  # facts: load-balancer.ping.standard-public
  Scenario: An internal front end answers no ping
    Given a Standard internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | app1 | 10.0.0.6   |
    And the client 10.0.0.7
    When 10.0.0.7 pings 10.0.0.100
    Then the ping times out because only a Standard public load balancer answers pings

  # page: psping
  # ja: PsPing で調べれば、サーバーのポートまで確かめられる
  # why en: PsPing to a port opens TCP connections, which the load balancer passes on: no loss means that the
  # why en: server itself has answered. Where it is silent, each of the 4 connects of a default run is lost.
  # why ja: ポートを指定した PsPing は TCP 接続を開き、ロード バランサーはそれをサーバーへ通します。損失がなけ
  # why ja: れば、サーバー自身が応答しています。サーバーが応答しなければ、既定の 4 回の接続がすべて失われます。
  # facts: load-balancer.rewrites-request, psping.count
  Scenario: PsPing to a port reaches the server itself
    Given a Standard public load balancer "single" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | web3 | 10.0.0.8   |
    When 192.0.2.33 runs "psping 203.0.113.20:80"
    Then PsPing reports "Lost = 0 (0% loss)"
    When "web3" stops answering
    And 192.0.2.33 runs "psping 203.0.113.20:80"
    Then PsPing reports "Sent = 4, Received = 0, Lost = 4 (100% loss)"
