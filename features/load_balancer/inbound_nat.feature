# ja: インバウンド NAT 規則は、サーバーごとにポートを割り当てる
# ja: 負荷分散規則では届くサーバーが選ばれるが、インバウンド NAT 規則では一つのフロントエンド ポートが決まった
# ja: 1 台のサーバーのポートにつながる。プールに対する規則ではポートの範囲を決め、プールはその数まで増やせる。
# why en: Remote desktop and SSH have to reach a certain machine, so that spreading is of no use. Each
# why en: server of the pool gets a port of the range. Plan the range for the largest pool that there will
# why en: be: beyond it, growing is blocked.
# why ja: リモート デスクトップや SSH は特定のマシンに届く必要があり、負荷分散は役に立ちません。プールの各
# why ja: サーバーに範囲のポートが一つずつ割り当てられます。範囲を超えるとプールを増やせなくなるため、将来
# why ja: の最大の台数に合わせて範囲を決めてください。
# facts: load-balancer.nat.range-blocks-growth, load-balancer.nat.port-of-each
@inbound
Feature: An inbound NAT rule gives each server a front-end port of its own

  A load-balancing rule chooses a server; with an inbound NAT rule, one front-end port
  leads to one server. A rule for a pool has a range of ports, and the pool can grow up
  to that number of servers.

  Background:
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.10 and 2 healthy back-end servers
    And "lb" has an inbound NAT rule from TCP ports 50001 to 50003 to port 22 of its servers
    And the client 192.0.2.33

  # page: a-port-for-each
  # ja: 範囲の各ポートは、決まったサーバーに必ず届く
  # why en: A port of the range belongs to one server, so every connection to it reaches that server, with
  # why en: no hash and no luck. Which port belongs to which server is for Azure to say: look it up in its
  # why en: list. Here they follow the order of the pool.
  # why ja: 範囲のポートはそれぞれ 1 台のサーバーのものなので、そのポートへの接続は必ずそのサーバーに届きま
  # why ja: す。どのポートがどのサーバーのものかは Azure が決めるため、一覧で確かめてください。ここではプール
  # why ja: の順になります。
  # facts: load-balancer.nat.port-of-each
  Scenario Outline: Each port of the range reaches one server always
    When 192.0.2.33 sends 5 requests to 203.0.113.10:<port>
    Then <server> receives 5 requests

    Examples:
      # ja: | ポート | サーバー |
      | port  | server |
      | 50001 | "web1" |
      | 50002 | "web2" |

  # page: range-blocks-growth
  # ja: 範囲のポートより多くは増やせない
  # why en: The range has 3 ports, so a third server fits and a fourth doesn't: Azure blocks the growth of
  # why en: the pool. Make the range longer first.
  # why ja: 範囲のポートは 3 個なので、3 台目は入りますが 4 台目は入らず、Azure はプールの拡大をブロックしま
  # why ja: す。先に範囲を広げてください。
  # facts: load-balancer.nat.range-blocks-growth
  Scenario: A pool can't grow beyond the range
    When the back-end pool of "lb" grows to 3 servers
    Then the request is accepted
    When the back-end pool of "lb" grows to 4 servers
    Then the request is refused because the port range of the inbound NAT rule has fewer ports than the pool has servers

  # page: one-machine
  # ja: 1 台に対する規則のポートは、そのマシンにだけ届く
  # why en: The rule names web2 alone, so front-end port 50101 leads to port 3389 of web2, whatever the pool
  # why en: is. Nobody else gets anything on that port. A machine that comes later needs a rule of its own; a
  # why en: rule for the pool would take it in.
  # why ja: この規則の対象は web2 だけなので、フロントエンド ポート 50101 はプールの構成によらず web2 のポート
  # why ja: 3389 につながり、ほかのサーバーには届きません。後から増えたマシンには別の規則が必要です。プールに
  # why ja: 対する規則なら自動的に含まれます。
  # facts: load-balancer.nat.one-machine
  Scenario: A rule for one machine leads its port to that machine
    Given "lb" has an inbound NAT rule from TCP port 50101 to port 3389 of "web2"
    When 192.0.2.33 sends 5 requests to 203.0.113.10:50101
    Then "web2" receives 5 requests

  # page: idle-timeout-accepted
  # ja: インバウンド NAT 規則のアイドル タイムアウトも 4 分から 100 分までである
  # why en: The same 4 to 100 minutes hold for inbound NAT rules as for load-balancing rules. At 100 minutes,
  # why en: the most, a remote desktop may rest for 99 minutes and is still connected.
  # why ja: インバウンド NAT 規則でも、負荷分散規則と同じ 4 分から 100 分を設定できます。上限の 100 分なら、リモ
  # why ja: ート デスクトップが 99 分間アイドルでも接続は続きます。
  # facts: load-balancer.idle-timeout.shortest, load-balancer.idle-timeout.longest
  Scenario: An inbound NAT rule keeps a connection for 100 minutes
    When the idle timeout of the inbound NAT rules of "lb" is set to 100 minutes
    Then the request is accepted
    When 192.0.2.33 opens a TCP connection to 203.0.113.10:50001
    And 99 minutes pass
    Then that connection is still open
    When 1 minute passes
    Then that connection has timed out

  # page: idle-timeout-refused
  # ja: インバウンド NAT 規則でも、<タイムアウト>は拒否される
  # why en: An inbound NAT rule may keep idle connections for 4 to 100 minutes, so Azure refuses <timeout>. Only
  # why en: an outbound rule may have more.
  # why ja: インバウンド NAT 規則がアイドルな接続を維持できるのは 4 分から 100 分であり、<timeout>は拒否されます。
  # why ja: それより長く設定できるのはアウトバウンド規則だけです。
  # facts: load-balancer.idle-timeout.shortest, load-balancer.idle-timeout.longest
  Scenario Outline: On an inbound NAT rule <timeout> is refused
    When the idle timeout of the inbound NAT rules of "lb" is set to <timeout>
    Then the request is refused because the idle timeout of an inbound NAT rule is from 4 to 100 minutes

    Examples:
      # ja: | タイムアウト |
      | timeout     |
      | 3 minutes   |
      | 101 minutes |
