# ja: アウトバウンド規則で決める SNAT ポートの数
# ja: アウトバウンド規則を使うと、サーバーの SNAT ポートの数、プロトコル、アイドル タイムアウト、TCP リセットを
# ja: 自分で決められる。Azure が受け付ける値と拒否する値を示す。
# why en: The default number of SNAT ports shrinks as the pool grows. An outbound rule fixes it: it
# why en: divides the 64,000 ports of each front-end IP as you say, and Azure refuses what can't be
# why en: divided so.
# why ja: 既定の SNAT ポートの数は、プールが大きくなると減ります。アウトバウンド規則は、フロントエンド
# why ja: IP ごとの 64,000 個のポートを指定どおりに分け、その数を固定します。分けられない指定は Azure に
# why ja: 拒否されます。
# facts: outbound.ports-per-front-end
@outbound
Feature: How many SNAT ports an outbound rule can give

  An outbound rule says how many SNAT ports each server has, for which protocols, how long an idle
  connection is kept and whether its ends are told. These are the values that Azure accepts, and those
  that it refuses.

  # ja: 受け付けられるポート数
  Rule: Which number of ports is legal

    # page: largest-ports-per-instance
    # ja: 割り当てられるポートの最大数: 台数とアドレスの数による
    # why en: Each front-end IP has 64,000 ports; divide them by the servers and round down to a
    # why en: multiple of 8. With 7 servers behind one address, 64,000 ÷ 7 ≈ 9,143, and the multiple
    # why en: below it is 8 × 1,142 = 9,136. A rule uses every address of a prefix. Count the servers that you will scale out to, not those of today.
    # why ja: フロントエンド IP ごとの 64,000 個をサーバーの台数で割り、8 の倍数に切り捨てます。一つのアド
    # why ja: レスで 7 台なら 64,000 ÷ 7 ≈ 9,143 で、それ以下の倍数は 8 × 1,142 = 9,136 です。プレフィック
    # why ja: スではそのすべてのアドレスが使われます。台数は、今ではなくスケールアウト後の
    # why ja: 最大の台数で計算してください。
    # facts: outbound.ports-per-front-end, outbound.port-block
    Scenario Outline: The most ports per instance, by servers and addresses
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and <servers> healthy back-end servers
      And the outbound rules of "lb":
        | front-end IPs   |
        | <front-end IPs> |
      Then an outbound rule of "lb" can give each instance <ports> ports at most

      Examples:
        # ja: | サーバー | フロントエンド IP | ポート |
        | servers | front-end IPs   | ports   |
        | 1       | 203.0.113.32/32 | 64,000  |
        | 2       | 203.0.113.32/32 | 32,000  |
        | 7       | 203.0.113.32/32 | 9,136   |
        | 10      | 203.0.113.32/32 | 6,400   |
        | 44      | 203.0.113.32/32 | 1,448   |
        | 7       | 203.0.113.32/31 | 18,280  |
        | 100     | 203.0.113.32/31 | 1,280   |
        | 100     | 203.0.113.32/30 | 2,560   |
        | 2       | 203.0.113.32/28 | 512,000 |

    # page: ports-of-rules-take-blocks
    # ja: 規則のポートがあると、8 個ずつ減る
    # why en: Each port where a rule lets requests in takes the block of 8 that it lies in from the SNAT
    # why en: ports of the front-end IP. Ports <first> and <second> leave <ports>: two in one
    # why en: block cost no more than one. Where blocks begin isn't documented; here at multiples of 8. An address of its own for outbound connections keeps all 64,000.
    # why ja: 要求を受ける規則のポートがあると、それを含む 8 個のブロックがフロントエンド IP の SNAT ポートから減
    # why ja: ります。ポート <first> と <second> なら残りは <ports> 個です。同じブロックの二つなら 1 ブロックで済み
    # why ja: ます。ブロックの始まりは文書になく、本モデルでは 8 の倍数とします。送信専用
    # why ja: のアドレスを使えば 64,000 個すべてを使えます。
    # facts: outbound.listeners-take-blocks, outbound.ports-per-front-end, outbound.port-block
    Scenario Outline: Ports of rules cost a block of 8 each
      Given a Standard public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
        | name | private IP |
        | web1 | 10.0.0.4   |
      And the load-balancing rules of "lb":
        | name | protocol | front-end port | back-end port | outbound SNAT |
        | one  | TCP      | <first>        | 8080          | off           |
        | two  | TCP      | <second>       | 9090          | off           |
      Then an outbound rule of "lb" can give each instance <ports> ports at most

      Examples:
        # ja: | 1 個目 | 2 個目 | ポート |
        | first | second | ports  |
        | 80    | 81     | 63,992 |
        | 80    | 443    | 63,984 |

    # page: a-rule-that-comes-later
    # ja: 後から加えた負荷分散規則も 8 個を使う
    # why en: One server has all 64,000 SNAT ports of the front-end IP, and 64,000 − 8 = 63,992 are
    # why en: left once a rule listens on port 80. The rule is refused: lower the number of ports per
    # why en: instance before, or add a front-end IP.
    # why ja: 1 台のサーバーがフロントエンド IP の SNAT ポート 64,000 個をすべて使う設定です。ポート
    # why ja: 80 の規則を加えると 64,000 − 8 = 63,992 個しか残らないため、規則の追加は拒否されます。
    # why ja: 先にインスタンスあたりのポート数を減らすか、フロントエンド IP を追加してください。
    # facts: outbound.listeners-take-blocks, outbound-rule.oversubscription
    Scenario: A load-balancing rule added later takes its block too
      Given a Standard public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
        | name | private IP |
        | web1 | 10.0.0.4   |
      And outbound SNAT is disabled on the load-balancing rules of "lb"
      When an outbound rule with 64,000 ports per instance is added to "lb"
      And these load-balancing rules are added to "lb":
        | name | protocol | front-end port | back-end port | outbound SNAT |
        | web  | TCP      | 80             | 8080          | off           |
      Then the request is refused because 64,000 SNAT ports are needed and 63,992 are available

    # page: a-rule-that-fits
    # ja: 8 個の余裕があれば、規則を後から加えられる
    # why en: 63,992 SNAT ports per instance leave 64,000 − 63,992 = 8 of the front-end IP, which is
    # why en: the block that a rule on port 80 takes. A second rule on port 81 lies in the same block.
    # why ja: インスタンスあたり 63,992 個なら 64,000 − 63,992 = 8 個が残り、ポート 80 の規則が使う 1 ブロ
    # why ja: ックをまかなえます。ポート 81 の規則は同じブロックに入るため、さらに減ることはありません。
    # facts: outbound.listeners-take-blocks, outbound.ports-per-front-end
    Scenario: With 8 ports to spare, a rule can be added later
      Given a Standard public load balancer "lb" with front-end IP 203.0.113.20 and healthy back-end servers:
        | name | private IP |
        | web1 | 10.0.0.4   |
      And outbound SNAT is disabled on the load-balancing rules of "lb"
      When an outbound rule with 63,992 ports per instance is added to "lb"
      And these load-balancing rules are added to "lb":
        | name | protocol | front-end port | back-end port | outbound SNAT |
        | one  | TCP      | 80             | 8080          | off           |
        | two  | TCP      | 81             | 8081          | off           |
      Then the request is accepted

    # page: not-a-multiple-of-eight
    # ja: 8 の倍数でないポート数は拒否される
    # why en: Load Balancer hands SNAT ports out in blocks of 8, and 1,001 ÷ 8 = 125.125 isn't whole.
    # why en: 8 × 125 = 1,000 and 8 × 126 = 1,008 are accepted. Azure's error reads
    # why en: SpecifiedAllocatedOutboundPortsForOutboundRuleIsNotAMultipleOfEight.
    # why ja: Load Balancer は SNAT ポートを 8 個単位で割り当て、1,001 ÷ 8 = 125.125 は割り切れません。
    # why ja: 8 × 125 = 1,000 または 8 × 126 = 1,008 なら受け付けられます。Azure のエラー名は
    # why ja: SpecifiedAllocatedOutboundPortsForOutboundRuleIsNotAMultipleOfEight です。
    # facts: outbound-rule.multiple-of-block, outbound.port-block
    Scenario: A number that isn't a multiple of 8 is refused
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 2 healthy back-end servers
      And outbound SNAT is disabled on the load-balancing rules of "lb"
      When an outbound rule with 1,001 ports per instance is added to "lb"
      Then the request is refused because 1,001 SNAT ports per instance isn't a multiple of 8
      When an outbound rule with 1,000 ports per instance is added to "lb"
      Then the request is accepted
      And each instance has 1,000 preallocated TCP SNAT ports

    # page: more-ports-than-there-are
    # ja: 7 台に 10,000 個ずつは拒否され、9,136 個ずつなら通る
    # why en: 7 × 10,000 = 70,000 > 64,000: one front-end IP doesn't have so many. 7 × 9,136 =
    # why en: 63,952 ≤ 64,000 fits. Azure's error ends with ExceedsTotalNumberOfAvailablePorts; lower
    # why en: the number or add a front-end IP.
    # why ja: 7 × 10,000 = 70,000 > 64,000 となり、一つのフロントエンド IP では足りません。
    # why ja: 7 × 9,136 = 63,952 ≤ 64,000 なら収まります。Azure のエラー名の末尾は
    # why ja: ExceedsTotalNumberOfAvailablePorts です。数を減らすか、フロントエンド IP を追加してください。
    # facts: outbound-rule.oversubscription, outbound.ports-per-front-end
    Scenario: 7 servers with 10,000 ports each are refused, with 9,136 not
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 7 healthy back-end servers
      And outbound SNAT is disabled on the load-balancing rules of "lb"
      When an outbound rule with 10,000 ports per instance is added to "lb"
      Then the request is refused because 70,000 SNAT ports are needed and 64,000 are available
      When an outbound rule with 9,136 ports per instance is added to "lb"
      Then the request is accepted
      And each instance has 9,136 preallocated TCP SNAT ports
      And each instance has 9,136 preallocated UDP SNAT ports

    # page: second-address-doubles-ports
    # ja: フロントエンド IP が 2 個なら、7 台に 10,000 個ずつ割り当てられる
    # why en: Each front-end IP of the rule adds 64,000 ports: 2 × 64,000 = 128,000 ≥ 70,000. The
    # why en: address alone changes nothing for the servers: raise the number in the rule as well.
    # why ja: 規則のフロントエンド IP を 1 個増やすごとに 64,000 個増え、2 × 64,000 = 128,000 ≥ 70,000 と
    # why ja: なります。アドレスを追加しただけではサーバーのポート数は変わりません。規則の数も増やしてくだ
    # why ja: さい。
    # facts: outbound.ports-per-front-end
    Scenario: Two front-end IPs let 7 servers have 10,000 ports each
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 7 healthy back-end servers
      And the outbound rules of "lb":
        | front-end IPs              | ports per instance |
        | 203.0.113.32, 203.0.113.33 | 10,000             |
      Then each instance has 10,000 preallocated TCP SNAT ports
      And the instances together have 70,000 preallocated TCP SNAT ports
      When "web1" opens 10,001 TCP connections to 198.51.100.7:443
      Then 1 connection fails because SNAT ports are exhausted
      And every connection comes from either 203.0.113.32 or 203.0.113.33

    # page: default-outbound-rule
    # ja: ポート数のないアウトバウンド規則を追加しても、ポートは増えない
    # why en: Without a number the rule gives what the load-balancing rule gave: 1,024 ports for each of
    # why en: 10 servers. Only who translates has changed.
    # why ja: 数を指定しない規則では、負荷分散規則のときと同じく、10 台の各サーバーに 1,024 個です。変わる
    # why ja: のは変換する規則だけです。
    # facts: outbound-rule.zero, outbound.ports-by-pool-size
    Scenario: An outbound rule without a number adds no port
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 10 healthy back-end servers
      When outbound SNAT on the load-balancing rules of "lb" is disabled
      And an outbound rule is added to "lb"
      Then the request is accepted
      And each instance has 1,024 preallocated TCP SNAT ports

    # page: zero-means-default
    # ja: 0 個を指定すると、プールの大きさによる既定の数になる
    # why en: 0, or no number at all, leaves the number to the table: 1,024 each for up to 50 servers,
    # why en: less beyond. It says nothing against exhaustion, so write a number where you use an
    # why en: outbound rule for its ports.
    # why ja: 0 個を指定するか指定を省くと、表の数になります。50 台までは 1,024 個ずつで、それを超えると減り
    # why ja: ます。枯渇への対策にはならないため、ポートを増やすためのアウトバウンド規則には数を指定してく
    # why ja: ださい。
    # facts: outbound-rule.zero, outbound.ports-by-pool-size
    Scenario Outline: 0 ports mean the default number
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 10 healthy back-end servers
      And outbound SNAT is disabled on the load-balancing rules of "lb"
      And "lb" has an outbound rule with <said> ports per instance
      Then each instance has <ports> preallocated TCP SNAT ports

      Examples:
        # ja: | 指定 | ポート |
        | said  | ports |
        | 0     | 1,024 |
        | 6,400 | 6,400 |

    # page: ports-for-a-number-of-instances
    # ja: 最大インスタンス数で指定すると、その台数で等分される
    # why en: For up to 100 instances each gets 64,000 ÷ 100 = 640 ports, however few there are now.
    # why en: That is the safer way for a scale set: it can grow to 100 without being refused, and its
    # why en: ports never change.
    # why ja: 最大 100 台と指定すると、今の台数にかかわらず 64,000 ÷ 100 = 640 個ずつになります。スケール
    # why ja: セットにはこの指定が安全です。100 台まで拒否されずに増やせ、ポート数も変わりません。
    # facts: outbound.ports-per-front-end
    Scenario: A rule for up to 100 instances divides by 100
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 3 healthy back-end servers
      And outbound SNAT is disabled on the load-balancing rules of "lb"
      And "lb" has an outbound rule for up to 100 instances
      Then each instance has 640 preallocated TCP SNAT ports
      When the back-end pool of "lb" grows to 100 servers
      Then the request is accepted
      And each instance has 640 preallocated TCP SNAT ports

  # ja: 負荷分散規則との関係
  Rule: Beside load-balancing rules

    Background:
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 2 healthy back-end servers

    # page: front-end-in-use
    # ja: 負荷分散規則が使うフロントエンド IP には、先に無効化が要る
    # why en: A load-balancing rule translates outbound connections by itself, and two rules can't
    # why en: divide the ports of one front-end IP. Set disableOutboundSnat to true on the
    # why en: load-balancing rule first, or give the outbound rule a front-end IP of its own.
    # why ja: 負荷分散規則は既定で送信接続も変換し、一つのフロントエンド IP のポートを二つの規則で分けること
    # why ja: はできません。先に負荷分散規則の disableOutboundSnat を true にするか、アウトバウンド規則に専
    # why ja: 用のフロントエンド IP を割り当ててください。
    # facts: outbound-rule.front-end-in-use
    Scenario: A front-end IP in use needs outbound SNAT disabled first
      When an outbound rule with 1,600 ports per instance is added to "lb"
      Then the request is refused because a load-balancing rule uses the front-end IP for outbound SNAT already
      When outbound SNAT on the load-balancing rules of "lb" is disabled
      And an outbound rule with 1,600 ports per instance is added to "lb"
      Then the request is accepted
      And each instance has 1,600 preallocated TCP SNAT ports

    # page: disabled-without-outbound-rule
    # ja: 無効化だけしてアウトバウンド規則がないと、送信できない
    # why en: Behind a Standard load balancer there is no fallback: with disableOutboundSnat on every
    # why en: rule and no outbound rule, each packet to the internet is dropped. Requests still come
    # why en: in and are answered, so this is found late. Add an outbound rule or a NAT gateway.
    # why ja: Standard ロード バランサーの背後に代わりの手段はありません。すべての規則で
    # why ja: disableOutboundSnat を有効にし、アウトバウンド規則がないと、インターネットへのパケットはすべて
    # why ja: 破棄されます。要求には応答できるため、気付くのが遅れがちです。アウトバウンド規則または NAT ゲー
    # why ja: トウェイを追加してください。
    # facts: outbound.rules-without-snat
    Scenario: Disabled and without an outbound rule, nothing leaves
      Given outbound SNAT is disabled on the load-balancing rules of "lb"
      And the client 192.0.2.33
      When "web1" opens a TCP connection to 198.51.100.7:443
      Then the traffic is dropped because outbound SNAT is disabled on the load-balancing rules and there is no outbound rule
      When 192.0.2.33 sends a request to 203.0.113.20:80
      Then 192.0.2.33 receives status code 200

    # page: outbound-rule-first
    # ja: アウトバウンド規則は負荷分散規則より優先される
    # why en: Both could translate, and the outbound rule wins: servers leave from its front-end IP,
    # why en: and requests come in by the other. So inbound and outbound can have addresses of their
    # why en: own, which allow lists of partners may need.
    # why ja: どちらの規則でも変換できる場合、アウトバウンド規則が優先されます。サーバーはその規則のフロント
    # why ja: エンド IP から送信し、要求はもう一方で受けます。受信と送信のアドレスを分けられるので、接続先の
    # why ja: 許可リストに載せるアドレスを限定できます。
    # facts: outbound.methods
    Scenario: The outbound rule goes before load-balancing rules
      Given the outbound rules of "lb":
        | front-end IPs | ports per instance |
        | 203.0.113.32  | 10,000             |
      When "web1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.32

    # page: protocol-of-outbound-rule
    # ja: TCP のアウトバウンド規則では、UDP は送信できない
    # why en: A rule for TCP translates TCP alone, so time and name servers on the internet aren't
    # why en: reached by UDP. Let the rule's protocol be All, which gives both protocols as many
    # why en: ports.
    # why ja: TCP の規則で変換されるのは TCP だけなので、インターネット上の時刻サーバーやネーム サーバーに
    # why ja: UDP では到達できません。規則のプロトコルをすべて (All) にしてください。両方のプロトコルに同じ
    # why ja: 数のポートが割り当てられます。
    # facts: outbound.methods
    Scenario Outline: An outbound rule for <protocol>: UDP is <fate>
      Given the outbound rules of "lb":
        | front-end IPs | protocol   | ports per instance |
        | 203.0.113.32  | <protocol> | 10,000             |
      Then each instance has <ports> preallocated UDP SNAT ports
      And each instance has 10,000 preallocated TCP SNAT ports

      Examples:
        # ja: | プロトコル | UDP | ポート |
        | protocol | fate           | ports  |
        | TCP      | not translated | 0      |
        | All      | translated     | 10,000 |

    # page: no-time-server-by-tcp-rule
    # ja: TCP の規則だけでは、時刻サーバーに UDP で到達できない
    # why en: Load Balancer drops UDP where no rule translates it, and the machine waits for an answer
    # why en: that never comes. The cure is an outbound rule with protocol All.
    # why ja: 変換する規則のない UDP は Load Balancer が破棄し、マシンは届くことのない応答を待ち続けます。
    # why ja: プロトコルがすべて (All) のアウトバウンド規則で解決します。
    # facts: outbound.methods
    Scenario: With a rule for TCP alone, no time server is reached
      Given the outbound rules of "lb":
        | front-end IPs | protocol | ports per instance |
        | 203.0.113.32  | TCP      | 10,000             |
      When "web1" opens a UDP flow to 198.51.100.123:123
      Then the traffic is dropped because no rule of "lb" carries UDP

    # page: basic-has-no-outbound-rules
    # ja: Basic ロード バランサーにアウトバウンド規則は設定できない
    # why en: Outbound rules are a part of Standard. Basic gave its servers the default number of ports
    # why en: and no other; it has ended, so move to Standard.
    # why ja: アウトバウンド規則は Standard の機能です。Basic のサーバーのポートは既定の数だけでした。Basic はす
    # why ja: でに廃止されたため、Standard に移行してください。
    # facts: outbound-rule.standard-only
    Scenario: A Basic load balancer has no outbound rules
      Given a Basic public load balancer "basic" with front-end IP 203.0.113.40 and healthy back-end servers:
        | name | private IP |
        | app1 | 10.0.0.9   |
      When an outbound rule is added to "basic"
      Then the request is refused because only a Standard load balancer has outbound rules

    # page: internal-has-no-outbound-rules
    # ja: 内部ロード バランサーにアウトバウンド規則は設定できない
    # why en: An internal load balancer has no public address to lend. Its servers need a public one with an
    # why en: outbound rule beside it, a NAT gateway, or public IPs of their own. That Azure refuses the
    # why en: rule is known from a report; the document speaks of public load balancers only.
    # why ja: 内部ロード バランサーには、送信に使えるパブリック アドレスがありません。アウトバウンド規則を持つパブ
    # why ja: リック ロード バランサーを併用するか、NAT ゲートウェイまたはサーバー自身のパブリック IP を使ってくだ
    # why ja: さい。拒否されることは報告から知られているもので、文書はパブリック ロード バランサーについてだけ
    # why ja: 述べています。
    # facts: outbound-rule.public-only
    Scenario: An internal load balancer has no outbound rules
      Given an internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
        | name | private IP |
        | app1 | 10.0.0.9   |
      When an outbound rule is added to "ilb"
      Then the request is refused because an internal load balancer has no outbound rules

  # ja: スケールアウトと変更
  Rule: When the pool or the rule changes

    # page: scale-out-without-ports
    # ja: ポートが足りないと、スケールアウトは拒否される
    # why en: 10 × 6,400 = 64,000 uses every port, and an 11th server would need 70,400 > 64,000.
    # why en: Azure blocks the scale-out, just when it is needed. Leave room for the most servers that
    # why en: you may have, surge of an upgrade included.
    # why ja: 10 × 6,400 = 64,000 ですべてのポートを使っており、11 台目を加えると 70,400 > 64,000 となりま
    # why ja: す。必要なときにスケールアウトできなくなるため、アップグレード時の一時的な増加も含めた最大の台
    # why ja: 数で数を決めてください。
    # facts: outbound-rule.oversubscription, outbound.ports-per-front-end
    Scenario: Without ports left, scaling out is refused
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 10 healthy back-end servers
      And outbound SNAT is disabled on the load-balancing rules of "lb"
      And "lb" has an outbound rule with 6,400 ports per instance
      When the back-end pool of "lb" grows to 11 servers
      Then the request is refused because 70,400 SNAT ports are needed and 64,000 are available

    # page: fixed-ports-survive-scale-out
    # ja: 数を固定すると、51 台目でもポートは回収されない
    # why en: The table would halve the ports from 50 to 51 servers. A rule with 1,248 ports keeps them
    # why en: as they are, for 51 × 1,248 = 63,648 ≤ 64,000, and no connection is lost.
    # why ja: 表に従うと、50 台から 51 台になるとポートが半分になります。1,248 個の規則
    # why ja: なら 51 × 1,248 = 63,648 ≤ 64,000 なのでポートは変わらず、接続も失われません。
    # facts: outbound.ports-per-front-end
    Scenario: With a fixed number, the 51st server takes nothing away
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 50 healthy back-end servers
      And outbound SNAT is disabled on the load-balancing rules of "lb"
      And "lb" has an outbound rule with 1,248 ports per instance
      And "web1" has used every TCP SNAT port toward 198.51.100.7:443
      When the back-end pool of "lb" grows to 51 servers
      Then the request is accepted
      And each instance has 1,248 preallocated TCP SNAT ports
      And 1,248 connections of "web1" are still open

    # page: lowering-the-number
    # ja: ポート数を減らすと、その分の接続がタイムアウトする
    # why en: What becomes of open connections isn't documented; here, those on ports that are taken
    # why en: away time out, 1,600 − 800 = 800 of them, as they do when a growing pool takes ports. Do
    # why en: it when it is quiet.
    # why ja: 開いている接続の扱いは文書にありません。本モデルでは、プールが大きくなってポートが回収される場
    # why ja: 合と同じく、減った分のポートを使う 1,600 − 800 = 800 本がタイムアウトします。負荷の低い時間に
    # why ja: 変更してください。
    # facts: outbound-rule.change
    Scenario: A lower number times out the connections above it
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 2 healthy back-end servers
      And outbound SNAT is disabled on the load-balancing rules of "lb"
      And "lb" has an outbound rule with 1,600 ports per instance
      And "web1" has used every TCP SNAT port toward 198.51.100.7:443
      When the outbound rule of "lb" is changed to 800 ports per instance
      Then the request is accepted
      And 800 connections of "web1" have timed out
      And 800 connections of "web1" are still open

  # ja: アイドル タイムアウトと TCP リセット
  Rule: Idle timeout and TCP reset

    Background:
      Given a public load balancer "lb" with front-end IP 203.0.113.20 and 1 healthy back-end server

    # page: reset-tells-both-ends
    # ja: TCP リセットを有効にすると、15 分後に双方に通知される
    # why en: The rule keeps an idle connection for 15 minutes, and then sends RST both
    # why en: ways: the server closes at once, and netstat lists the connection no more. An application
    # why en: opens a new one without waiting for a time-out of its own.
    # why ja: この規則では、アイドルな接続が 15 分保たれ、その後双方に RST が送られます。サー
    # why ja: バーの接続はただちに閉じ、netstat にも表示されなくなります。アプリケーションは自身のタイムアウ
    # why ja: トを待たずに接続を開き直せます。
    # facts: outbound.tcp-reset, outbound-rule.idle-timeout.protocols
    Scenario: With TCP reset, both ends learn of the end after 15 minutes
      Given the outbound rules of "lb":
        | front-end IPs | idle timeout | TCP reset |
        | 203.0.113.32  | 15 minutes   | on        |
      When "web1" opens a TCP connection to 198.51.100.7:443
      And 899 seconds pass
      Then that connection is still open
      When 1 second passes
      Then an RST has reached both ends of that connection
      And an RST has reached both ends of 1 connection of "web1"
      When "web1" runs "netstat -n"
      Then netstat lists no connection to 198.51.100.7:443

    # page: silence-without-reset
    # ja: TCP リセットがなければ、15 分後も通知はない
    # why en: Without TCP reset the load balancer forgets the connection in silence after 15 minutes.
    # why en: Both ends still take it for open, and the next packet is lost: the application hangs
    # why en: until its own time-out.
    # why ja: TCP リセットがなければ、ロード バランサーは 15 分後に何も知らせずに接続の情報を破棄します。
    # why ja: 双方は接続が開いていると考え、次のパケットは届きません。アプリケーションは自身のタイムアウトま
    # why ja: で待つことになります。
    # facts: outbound-rule.idle-timeout.protocols
    Scenario: Without TCP reset, nobody is told after 15 minutes
      Given the outbound rules of "lb":
        | front-end IPs | idle timeout |
        | 203.0.113.32  | 15 minutes   |
      When "web1" opens a TCP connection to 198.51.100.7:443
      And 899 seconds pass
      Then that connection is still open
      When 1 second passes
      Then that connection has timed out
      When "web1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as ESTABLISHED
      When "web1" sends a late packet on that connection
      Then the traffic is dropped because its flow has timed out or was never opened

    # page: idle-timeout-range
    # ja: アイドル タイムアウトに指定できるのは 4 分から 120 分まで
    # why en: <timeout> lies outside of 4 to 120 minutes. Longer idle times need keepalives, which are
    # why en: the better answer anyway: they work whatever stands in between. An older page gave a
    # why en: lower limit; the newer pages give this one.
    # why ja: <timeout> は 4 分から 120 分までの範囲にありません。それより長いアイドル時間にはキープアライブ
    # why ja: を使ってください。途中に何があっても効くため、もともと望ましい方法です。古いページの上限はこれより
    # why ja: 短く、新しいページではこの値です。
    # facts: outbound-rule.idle-timeout.shortest, outbound-rule.idle-timeout.longest
    Scenario Outline: An idle timeout lies between 4 and 120 minutes
      Given outbound SNAT is disabled on the load-balancing rules of "lb"
      When an outbound rule with an idle timeout of <timeout> is added to "lb"
      Then the request is refused because the idle timeout of an outbound rule is 4 to 120 minutes

      Examples:
        # ja: | タイムアウト |
        | timeout     |
        | 3 minutes   |
        | 121 minutes |

    # page: accepted-idle-timeouts
    # ja: 4 分と 120 分のアイドル タイムアウトは受け付けられる
    # why en: Both ends of the range belong to it. Choose the shortest that your idle connections allow,
    # why en: because each of them keeps its SNAT port so long.
    # why ja: 範囲の両端も指定できます。アイドルな接続はその間 SNAT ポートを使い続けるため、支障のない範囲で
    # why ja: 短くしてください。
    # facts: outbound-rule.idle-timeout.shortest, outbound-rule.idle-timeout.longest
    Scenario Outline: 4 minutes and 120 minutes are accepted
      Given outbound SNAT is disabled on the load-balancing rules of "lb"
      When an outbound rule with an idle timeout of <timeout> is added to "lb"
      Then the request is accepted

      Examples:
        # ja: | タイムアウト |
        | timeout     |
        | 4 minutes   |
        | 120 minutes |
