# ja: セッション永続化により、クライアントは同じサーバーに届き続ける
# ja: 既定では五つの要素のすべてでサーバーが決まる。セッション永続化では、クライアントとフロントエンドの
# ja: アドレスの二つ、またはプロトコルを加えた三つだけで決まるため、同じクライアントの接続は同じサーバーに届く。
# why en: Session persistence remembers nothing. It only leaves the ports out of the hash, so that all of
# why en: a client's connections give the same result. Clients behind one proxy or NAT have one address and
# why en: all reach one server; when the pool changes, the results change for new connections.
# why ja: セッション永続化は何も記憶しません。ハッシュからポートを除くことで、クライアントのどの接続でも結
# why ja: 果が同じになるだけです。一つのプロキシや NAT の背後のクライアントはアドレスが同じなので、すべて 1
# why ja: 台のサーバーに届きます。プールが変わると、新しい接続の結果も変わります。
# facts: load-balancer.distribution.source-ip, load-balancer.distribution.source-ip-protocol
@inbound
Feature: Session persistence sends a client to the same server again

  By default all five fields of a flow choose its server. With session persistence only
  the addresses of client and front end do, or these and the protocol, so that each
  connection of a client reaches the same server.

  Background:
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.10 and 8 healthy back-end servers
    And 64 clients at 192.0.2.1 and up

  # page: client-ip
  # ja: クライアント IP では、ポートもプロトコルも関係しない
  # why en: With client IP, two of the five fields choose the server, and the <part> isn't one of them. So
  # why en: a TCP control connection and the UDP stream of one client meet at one server.
  # why ja: クライアント IP では、五つのうち二つの要素でサーバーが決まり、<part>はそれに含まれません。その
  # why ja: ため、同じクライアントの TCP の制御接続と UDP のストリームは同じサーバーに届きます。
  # facts: load-balancer.distribution.source-ip
  Scenario Outline: By client IP, the <part> makes no difference
    Given the session persistence of "lb" is client IP
    When 64 pairs of flows that differ only in the <part> reach "lb"
    Then all flows that differ only in the <part> reach the same server

    Examples:
      # ja: | 異なる要素 |
      | part             |
      | source port      |
      | destination port |
      | protocol         |

  # page: client-ip-other-addresses
  # ja: クライアント IP では、アドレスが異なれば別のサーバーに届くことがある
  # why en: The <part> is one of the two fields that are left. So persistence doesn't gather all clients
  # why en: at one server: of 64 clients, some reach others.
  # why ja: <part>は残る二つの要素の一つです。そのため、永続化によってすべてのクライアントが 1 台に集まるわ
  # why ja: けではなく、64 台のクライアントの一部は別のサーバーに届きます。
  # facts: load-balancer.distribution.source-ip
  Scenario Outline: By client IP, another <part> can mean another server
    Given the session persistence of "lb" is client IP
    And floating IP is enabled on "lb"
    And "lb" also has the front-end IP 203.0.113.11
    When 32 pairs of flows that differ only in the <part> reach "lb"
    Then some flows that differ only in the <part> reach different servers

    Examples:
      # ja: | 異なる要素 |
      | part                |
      | source address      |
      | destination address |

  # page: client-ip-and-protocol-other-fields
  # ja: クライアント IP とプロトコルでは、三つの要素のどれも影響する
  # why en: The <part> is one of the three fields that are left, so two flows that differ in it are chosen
  # why en: for separately and may part.
  # why ja: <part>は残る三つの要素の一つなので、これが異なる二つのフローのサーバーは別々に選ばれ、分かれるこ
  # why ja: とがあります。
  # facts: load-balancer.distribution.source-ip-protocol
  Scenario Outline: By client IP and protocol, another <part> can mean another server
    Given the session persistence of "lb" is client IP and protocol
    And floating IP is enabled on "lb"
    And "lb" also has the front-end IP 203.0.113.11
    When 32 pairs of flows that differ only in the <part> reach "lb"
    Then some flows that differ only in the <part> reach different servers

    Examples:
      # ja: | 異なる要素 |
      | part                |
      | source address      |
      | destination address |
      | protocol            |

  # page: client-ip-and-protocol
  # ja: クライアント IP とプロトコルでは、ポートは関係しない
  # why en: With client IP and protocol, three of the five fields choose the server, and the <part> isn't
  # why en: one of them. The protocol is, so TCP and UDP of one client may part; where they have to meet,
  # why en: choose client IP.
  # why ja: クライアント IP とプロトコルでは、五つのうち三つの要素でサーバーが決まり、<part>はそれに含まれま
  # why ja: せん。プロトコルは含まれるため、同じクライアントの TCP と UDP は分かれることがあります。同じサーバ
  # why ja: ーに届ける必要があれば、クライアント IP を選んでください。
  # facts: load-balancer.distribution.source-ip-protocol
  Scenario Outline: By client IP and protocol, the <part> makes no difference
    Given the session persistence of "lb" is client IP and protocol
    When 64 pairs of flows that differ only in the <part> reach "lb"
    Then all flows that differ only in the <part> reach the same server

    Examples:
      # ja: | 異なる要素 |
      | part             |
      | source port      |
      | destination port |

  # page: changed-without-downtime
  # ja: 変更すると、新しいフローから有効になる
  # why en: The mode can be changed while flows are open; it is asked for each new flow and moves none of
  # why en: those that there are.
  # why ja: モードはフローが開いている間でも変更できます。新しいフローから使われ、すでにあるフローが移ること
  # why ja: はありません。
  # facts: load-balancer.distribution
  Scenario: A change holds for new flows
    When 64 pairs of flows that differ only in the source port reach "lb"
    Then some flows that differ only in the source port reach different servers
    When the session persistence of "lb" is changed to client IP
    Then the request is accepted
