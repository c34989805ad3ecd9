# ja: クラシック デプロイからインターネットに到達する方法
# ja: 仮想マシンまたは Web ロール・worker ロールは、三つの方法のいずれかでパブリック アドレスに
# ja: 到達する。最も優先されるのはインスタンス レベルのパブリック IP である。それがなければ、
# ja: 負荷分散エンドポイントのアドレスを使う。どちらもなければ、デプロイ全体が使う
# ja: アドレスを Azure が選ぶ。
# why en: Which address a partner sees, and whether ports can run out, depends on one question:
# why en: which method does the instance use? The first that it has wins. Today's deployments have a
# why en: longer list, with NAT gateway first, then a public IP, outbound rules and load-balancing
# why en: rules.
# why ja: 通信相手から見えるアドレスも、ポートが枯渇し得るかどうかも、インスタンスがどの方法を使うか
# why ja: で決まり、使われるのは最初に当てはまる方法です。現在のデプロイでは方法がさらに多く、NAT
# why ja: ゲートウェイ、パブリック IP、アウトバウンド規則、負荷分散規則の順に優先されます。
# facts: classic.methods
@outbound @classic
Feature: How a classic deployment reaches the internet

  A virtual machine or a web or worker role reaches public addresses by one of three
  methods. An instance-level public IP goes first. Without one, the load-balanced
  endpoint lends its address. With neither, Azure picks an address for the whole
  deployment.

  # ja: インスタンス レベルのパブリック IP がほかの方法に優先する
  Rule: An instance-level public IP wins over everything else

    Background:
      Given a classic deployment with virtual machines:
        | name | private IP | instance-level public IP |
        | vm1  | 10.0.0.4   | 203.0.113.50             |
        | vm2  | 10.0.0.5   |                          |
      And the load-balanced endpoint 203.0.113.10:80 in front of "vm1" and "vm2"
      And the internet server 198.51.100.7

    # page: one-to-one-port-kept
    # ja: インスタンス レベルのパブリック IP では、ポートは書き換えられない
    # why en: Nobody else uses this address, so there is nothing to keep apart: Azure swaps the
    # why en: private address for the public one and leaves port 50000 as it is. No SNAT port is
    # why en: spent, and none can run out. It makes no difference that the instance also stands
    # why en: behind an endpoint.
    # why ja: このアドレスを使うのは 1 台だけで、ほかと区別する必要がないため、Azure はプライベー
    # why ja: ト アドレスをパブリック アドレスに置き換えるだけで、ポート 50000 は変わりません。
    # why ja: SNAT ポートは使われず、枯渇もしません。エンドポイントの背後にあっても同じです。
    # facts: classic.methods, classic.instance-level.one-to-one
    Scenario: An instance-level public IP is translated and the port is kept
      When "vm1" opens a TCP connection from port 50000 to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from 203.0.113.50:50000
      And "vm1" uses 0 SNAT ports

    # page: udp-one-to-one
    # ja: インスタンス レベルのパブリック IP なら、UDP もポートを使わない
    # why en: The translation looks at addresses only, so UDP fares like TCP: no SNAT port is used,
    # why en: and the sender's own port stays. Protocols that need their source port, as some VPNs
    # why en: do, work here and not behind a shared address.
    # why ja: 変換の対象はアドレスだけなので、UDP でも TCP と同じく SNAT ポートは使われず、送信元
    # why ja: ポートも変わりません。一部の VPN のように送信元ポートが変わると困る通信は、共有アドレ
    # why ja: スの背後ではなくここで使えます。
    # facts: classic.instance-level.one-to-one
    Scenario: Through an instance-level public IP, UDP uses no SNAT port
      When "vm1" opens a UDP flow to 198.51.100.7:514
      Then 198.51.100.7 sees the connection come from the address 203.0.113.50
      And "vm1" uses 0 SNAT ports

    # page: idle-4-minutes
    # ja: 自分の IP があっても、通信のない接続は 4 分でタイムアウトする
    # why en: An address of your own saves ports, not idle connections: after 4 minutes without a
    # why en: packet the flow is dropped in silence. A database connection that rests longer, here
    # why en: to port 26257, needs keepalives. The document calls this translation stateless, yet
    # why en: names the timeout for all outbound flows; the model follows the latter.
    # why ja: 自分のアドレスがあればポートは足りますが、アイドル状態の接続が維持されるわけではなく、
    # why ja: 4 分間パケットがなければ通知なしに破棄されます。ここでのポート 26257 のような
    # why ja: データベース接続を長く休ませる場合は、キープアライブが必要です。文書はこの変換を
    # why ja: ステートレスとする一方、すべての送信フローにタイムアウトがあるとしており、本モデルは後
    # why ja: 者に従います。
    # facts: classic.idle-timeout, classic.instance-level.one-to-one
    Scenario: Even with its own IP, an idle connection ends after 4 minutes
      When "vm1" opens a TCP connection to 198.51.100.7:26257
      And 239 seconds pass
      Then that connection is still open
      When 1 second passes
      Then that connection has timed out

    # page: between-machines
    # ja: 仮想マシン間の接続は変換されず、アイドル状態が続いても維持される
    # why en: Between machines of one network nothing is translated, so there is no record that
    # why en: could time out: after 5 minutes of silence the connection is still there. If such a
    # why en: connection does break, look at firewalls and applications, not at SNAT.
    # why ja: 同じネットワークのマシン間では変換が行われず、タイムアウトする記録もないため、5 分間何
    # why ja: も流れなくても接続は残ります。この経路で接続が切れる場合に調べるのは、SNAT ではなくフ
    # why ja: ァイアウォールやアプリケーションです。
    # facts: classic.private-destinations
    Scenario: An idle connection between machines isn't translated and stays
      When "vm1" opens a TCP connection to 10.0.0.5:26257
      And 5 minutes pass
      Then that connection is still open

    # page: load-balanced-endpoint-is-source
    # ja: 自分のパブリック IP がなければ、エンドポイントが送信元になる
    # why en: The endpoint is the next method: it lends its address to whatever stands behind it,
    # why en: also for connections that go out. From here on ports matter, since the address is
    # why en: shared: this connection takes 1.
    # why ja: 次に優先されるのはエンドポイントです。背後にあるインスタンスは、自分から接続を開くとき
    # why ja: にもエンドポイントのアドレスを使います。アドレスを共有するため、ここからはポートが問題
    # why ja: になり、この接続も 1 個使います。
    # facts: classic.methods
    Scenario: Without a public IP of its own, an instance uses the endpoint
      When "vm2" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.10
      And "vm2" uses 1 TCP SNAT port

    # page: all-ephemeral-ports
    # ja: 自分のパブリック IP があれば、エフェメラル ポートをすべて使える
    # why en: An instance behind a shared address would stop at its preallocated ports. With an
    # why en: address of its own only the operating system sets a limit; where it uses ports 49,152
    # why en: to 65,535, as Windows does, that is 65,535 − 49,152 + 1 = 16,384 toward one
    # why en: destination. So 2,000 connections are no problem.
    # why ja: 共有アドレスの背後なら、事前に割り当てられたポートを使い切ったところで止まります。自分
    # why ja: のアドレスがあれば制限は OS だけです。Windows のようにポート 49,152 から 65,535 までを
    # why ja: 使うなら、一つの宛先に対して 65,535 − 49,152 + 1 = 16,384 個です。2,000 本の接続も問題
    # why ja: なく開けます。
    # facts: classic.instance-level.one-to-one, host.first-ephemeral-port, host.last-ephemeral-port
    Scenario: With its own public IP, an instance has all ephemeral ports
      When "vm1" opens 2,000 TCP connections to 198.51.100.7:443
      Then all 2,000 connections succeed
      And "vm1" uses 0 SNAT ports

    # page: ephemeral-ports-run-out
    # ja: 自分のパブリック IP があっても、一つの宛先への接続は 16,384 本までである
    # why en: An address of its own needs no SNAT ports, so the operating system is the next to run
    # why en: out: it has 65,535 − 49,152 + 1 = 16,384 ephemeral ports, and the connection after
    # why en: that finds none. Azure refuses nothing here, so look at the machine: reuse
    # why en: connections, or widen its range of ports; other systems than Windows have other ranges.
    # why ja: 自分のアドレスがあれば SNAT ポートは要りませんが、次に足りなくなるのは OS です。エフェメ
    # why ja: ラル ポートは 65,535 − 49,152 + 1 = 16,384 個で、その次の接続には空きがありません。Azure
    # why ja: が拒否しているわけではないので、マシンの側を確認し、接続を再利用するか、ポートの範囲を
    # why ja: 広げてください。Windows 以外の OS では、範囲が異なります。
    # facts: classic.instance-level.one-to-one, host.first-ephemeral-port, host.last-ephemeral-port
    Scenario: With its own public IP, a machine has 16,384 connections to one destination
      When "vm1" opens 16,385 TCP connections to 198.51.100.7:443
      Then 16,384 connections succeed
      And 1 connection fails for lack of ephemeral ports
      And "vm1" uses 0 SNAT ports

    # page: ephemeral-ports-of-linux
    # ja: Linux なら、一つの宛先への接続は 28,232 本までである
    # why en: Linux connects from the ports 32,768 to 60,999 by default, and 60,999 − 32,768 + 1 =
    # why en: 28,232 of them lead to one destination. The range is a setting of the machine; neither
    # why en: Azure nor the public IP has anything to do with it.
    # why ja: Linux の既定では、接続にポート 32,768 から 60,999 までを使い、一つの宛先に対して
    # why ja: 60,999 − 32,768 + 1 = 28,232 個です。範囲を決めるのはマシンの設定であり、Azure もパブリ
    # why ja: ック IP も関係ありません。
    # facts: host.linux.first-ephemeral-port, host.linux.last-ephemeral-port
    Scenario: On Linux, a machine has 28,232 connections to one destination
      Given "vm1" runs Linux
      When "vm1" opens 28,233 TCP connections to 198.51.100.7:443
      Then 28,232 connections succeed
      And 1 connection fails because ephemeral ports are used up

    # page: still-counts-behind-endpoint
    # ja: 自分の IP を持つインスタンスも、エンドポイントの背後に数えられる
    # why en: The instance leaves by its own address, but still stands behind the endpoint, and the
    # why en: pool is counted by who stands there. The document doesn't settle this; the model
    # why en: counts it. With two instances nothing changes, since up to 50 have 1,024 ports each.
    # why ja: 自分のアドレスから送信するインスタンスも、エンドポイントの背後にあることに変わりはな
    # why ja: く、プールの台数に数えられます。文書では明確にされておらず、本モデルでは数えることにし
    # why ja: ています。50 台までは 1 台につき 1,024 個なので、この台数では影響がありません。
    # facts: classic.ilpip-behind-endpoint-counts, classic.ports-by-pool-size
    Scenario: An instance with its own IP still counts behind the endpoint
      Then each instance has 1,024 preallocated TCP SNAT ports

    # page: icmp-and-esp
    # ja: ICMP と ESP を扱うのはインスタンス レベルのパブリック IP だけである
    # why en: Sharing an address works by rewriting the source port, and ICMP and ESP have no ports:
    # why en: behind an endpoint they are dropped. So a ping from an instance without an address of
    # why en: its own says nothing about the network; test with a TCP connection instead.
    # why ja: アドレスの共有は送信元ポートの書き換えで成り立っていますが、ICMP と ESP にはポートがな
    # why ja: いため、エンドポイントの背後からは破棄されます。自分のアドレスを持たないインスタンスか
    # why ja: らの ping が通らなくても、ネットワークの障害とはいえません。TCP 接続で確認してくださ
    # why ja: い。
    # facts: classic.instance-level.protocols, classic.masquerading.protocols
    Scenario Outline: Only an instance-level public IP carries ICMP and ESP
      When "<vm>" sends <protocol> to 198.51.100.7
      Then the traffic is <result>

      Examples:
        # ja: | vm | プロトコル | 結果 |
        | vm  | protocol | result                                                     |
        | vm1 | ICMP     | delivered                                                  |
        | vm1 | ESP      | delivered                                                  |
        | vm2 | ICMP     | dropped because port masquerading carries only TCP and UDP |
        | vm2 | ESP      | dropped because port masquerading carries only TCP and UDP |

    # page: no-gre
    # ja: GRE はインスタンス レベルのパブリック IP でも扱えない
    # why en: The document lists what an instance-level public IP carries: TCP, UDP, ICMP and ESP.
    # why en: GRE isn't among them, so tunnels such as PPTP don't work out of a classic deployment;
    # why en: use IPsec in ESP or UDP.
    # why ja: 文書によれば、インスタンス レベルのパブリック IP が扱うのは TCP、UDP、ICMP、ESP です。
    # why ja: GRE は含まれないため、PPTP のようなトンネルはクラシック デプロイから外に張れません。
    # why ja: ESP または UDP による IPsec を使ってください。
    # facts: classic.instance-level.protocols
    Scenario: Not even an instance-level public IP carries GRE
      When "vm1" sends GRE to 198.51.100.7
      Then the traffic is dropped because an instance-level public IP carries only TCP, UDP, ICMP and ESP

  # ja: ほかの方法が使えなければ、デプロイ全体が使うアドレスを Azure が選ぶ
  Rule: With neither, Azure picks an address for the whole deployment

    Background:
      Given a classic deployment with virtual machines:
        | name | private IP |
        | vm1  | 10.0.0.4   |
        | vm2  | 10.0.0.5   |
      And the internet server 198.51.100.7

    # page: fallback-shared-uncounted
    # ja: フォールバック アドレスは共有され、クォータに数えられない
    # why en: With neither an instance-level public IP nor an endpoint the deployment still reaches
    # why en: the internet: Azure lends it one address for all instances, which no quota counts.
    # why en: Nothing promises that it stays the same, and the document advises against it where
    # why en: outbound connections matter; keep it off a partner's allow list.
    # why ja: インスタンス レベルのパブリック IP もエンドポイントもなくても、インターネットには到達
    # why ja: できます。Azure がデプロイ全体に一つのアドレスを割り当て、クォータには数えられません。
    # why ja: ただし同じアドレスのままという保証はなく、文書も、送信接続が重要な場合には勧めていませ
    # why ja: ん。通信相手の許可リストには載せないでください。
    # facts: classic.fallback.shared, classic.fallback.counts-against-quota, classic.methods
    Scenario: The fallback address is shared and counts against no quota
      When "vm1" and "vm2" each open a TCP connection to 198.51.100.7:443
      Then both connections come from the same public address
      And "vm1" uses 1 TCP SNAT port
      And the deployment counts 0 addresses against the public IP quota

    # page: fallback-cant-be-chosen
    # ja: フォールバック アドレスは選べない
    # why en: Azure picks the fallback address, and there is no setting for it. Where a partner has
    # why en: to know the address beforehand, give the deployment an endpoint or an instance-level
    # why en: public IP.
    # why ja: フォールバック アドレスは Azure が選び、設定する方法はありません。通信相手に事前にアド
    # why ja: レスを伝える必要がある場合は、エンドポイントまたはインスタンス レベルのパブリッ
    # why ja: ク IP を用意してください。
    # facts: classic.fallback.configurable
    Scenario: The fallback address can't be chosen
      When the fallback address is set to 203.0.113.99
      Then the request is refused because Azure picks the fallback address

    # page: instance-level-ip-counts
    # ja: インスタンス レベルのパブリック IP はクォータに数えられる
    # why en: An instance-level public IP belongs to the subscription. The document names the quota
    # why en: for the fallback address only, and the model reads from it that this one counts. A
    # why en: page of the time allows five to a subscription, so check the limit before you plan one
    # why en: for each instance.
    # why ja: インスタンス レベルのパブリック IP はサブスクリプションに属します。文書がクォータに触
    # why ja: れているのはフォールバック アドレスだけで、こちらは数えられるというのが本モデルの解釈
    # why ja: です。当時の文書ではサブスクリプションあたり五個までなので、1 台に 1 個を計画する前に
    # why ja: 上限を確認してください。
    # facts: classic.instance-level.counts-against-quota
    Scenario: An instance-level public IP counts against the quota
      When the instance-level public IP 203.0.113.50 is assigned to "vm1"
      Then the request is accepted
      And the deployment counts 1 address against the public IP quota

    # page: fallback-no-icmp
    # ja: フォールバック アドレスでは ICMP を扱えない
    # why en: The fallback address is shared by the whole deployment and told apart by ports, which
    # why en: ICMP doesn't have. A ping to the internet fails while web pages load; that is by
    # why en: design and no fault of the network.
    # why ja: フォールバック アドレスはデプロイ全体で共有され、ポートで区別されますが、ICMP にはポー
    # why ja: トがありません。Web ページは開けるのにインターネットへの ping が通らないのは仕様であ
    # why ja: り、ネットワークの障害ではありません。
    # facts: classic.masquerading.protocols
    Scenario: The fallback address carries no ICMP
      When "vm1" sends ICMP to 198.51.100.7
      Then the traffic is dropped because port masquerading carries only TCP and UDP

  # ja: Web ロールと worker ロールで使える方法は三つのうち二つである
  Rule: A web or worker role has two of the three methods

    # page: role-without-endpoint
    # ja: エンドポイントのないロールはフォールバック アドレスを使う
    # why en: A role has two of the three methods, endpoint and fallback address. A <role> that
    # why en: serves nobody from outside often has no endpoint, so it leaves by an address that
    # why en: Azure picks and that all instances share.
    # why ja: ロールが使えるのは、三つの方法のうちエンドポイントとフォールバック アドレスの二つで
    # why ja: す。外部からの接続を受けない<role>にはエンドポイントがないことが多く、その場合
    # why ja: は Azure が選んだ共有のアドレスから送信します。
    # facts: classic.role.methods, classic.fallback.shared
    Scenario Outline: A role without an endpoint uses the fallback address
      Given a classic deployment with 2 <role> instances
      When instance 1 and instance 2 each open a TCP connection to 198.51.100.7:443
      Then both connections come from the same public address
      And instance 1 uses 1 TCP SNAT port

      Examples:
        # ja: | ロール |
        | role        |
        | web role    |
        | worker role |

    # page: role-behind-endpoint
    # ja: エンドポイントの背後にあるロールはエンドポイントのアドレスを使う
    # why en: An endpoint is there to let requests in, but it lends its address to connections that
    # why en: go out as well, for a <role> as for a virtual machine. The partner sees the address
    # why en: that clients connect to.
    # why ja: エンドポイントは要求を受けるためのものですが、<role>が自分から開く接続にも、仮想マシン
    # why ja: と同じくそのアドレスが使われます。通信相手から見えるのは、クライアントが接続するアドレ
    # why ja: スと同じです。
    # facts: classic.role.methods
    Scenario Outline: A role behind an endpoint uses the endpoint's address
      Given a classic deployment with 2 <role> instances behind the load-balanced endpoint 203.0.113.10:80
      When instance 2 opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.10

      Examples:
        # ja: | ロール |
        | role        |
        | web role    |
        | worker role |

    # page: each-role-own-way
    # ja: エンドポイントの有無により、ロールごとに送信元が異なる
    # why en: By the document it is the role that stands behind an endpoint or doesn't, not the
    # why en: cloud service as a whole. So the web role leaves by the endpoint's address and the
    # why en: worker role by the fallback address, and a partner may have to allow both.
    # why ja: 文書によれば、エンドポイントの背後にあるかどうかは、クラウド サービス全体ではなく
    # why ja: ロールごとに決まります。そのため、Web ロールはエンドポイントのアドレスから、worker
    # why ja: ロールはフォールバック アドレスから送信します。通信相手は両方のアドレスを許可する必要
    # why ja: があるかもしれません。
    # facts: classic.role.methods, classic.fallback.shared
    Scenario: Roles with and without an endpoint leave by two addresses
      Given a classic deployment with roles:
        | role   | kind        | instances | endpoint        |
        | web    | web role    | 2         | 203.0.113.10:80 |
        | worker | worker role | 1         |                 |
      When "web_IN_1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.10
      When "web_IN_0" and "worker_IN_0" each open a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees connections from 2 different addresses

    # page: role-instance-level-ip-refused
    # ja: ロールにはインスタンス レベルのパブリック IP を割り当てられない
    # why en: The page on outbound connections gives instance-level public IPs to virtual machines
    # why en: only, and the model follows it; another page of the time does assign one to a role. A
    # why en: role that runs out of ports has to save connections, or be split over more than one
    # why en: cloud service.
    # why ja: 送信接続のページではインスタンス レベルのパブリック IP を使えるのは仮想マシンだけで、
    # why ja: 本モデルはこれに従います (当時の別のページでは、ロールにも割り当てています)。ロールで
    # why ja: ポートが不足する場合は、接続を減らすか、クラウド サービスを分けてください。
    # facts: classic.role.methods
    Scenario: A role instance can't have an instance-level public IP
      Given a classic deployment with 2 worker role instances
      When the instance-level public IP 203.0.113.50 is assigned to instance 1
      Then the request is refused because a web or worker role can't have an instance-level public IP

  # ja: 変換されるのはパブリック アドレス宛ての通信だけである
  Rule: Only public destinations are translated

    # page: private-address-stays
    # ja: プライベート アドレスのサーバーへは変換されずに届く
    # why en: Destinations in 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 are reached without
    # why en: translation: the server <server> sees 10.0.0.4 and no SNAT port is spent. Firewalls on
    # why en: that way have to allow private addresses.
    # why ja: 10.0.0.0/8、172.16.0.0/12、192.168.0.0/16 の宛先には変換なしで到達します。サーバ
    # why ja: ー <server> から見た送信元は 10.0.0.4 で、SNAT ポートは使われません。途中のファイアウ
    # why ja: ォールで許可するのはプライベート アドレスです。
    # facts: classic.private-destinations
    Scenario Outline: A server at a private address sees the sender's private one
      Given a classic deployment with virtual machines:
        | name   | private IP |
        | vm1    | 10.0.0.4   |
        | server | <server>   |
      And the load-balanced endpoint 203.0.113.10:80 in front of "vm1"
      When "vm1" opens a TCP connection to <server>:443
      Then <server> sees the connection come from the address 10.0.0.4
      And "vm1" uses 0 SNAT ports

      Examples:
        # ja: | サーバー |
        | server       |
        | 10.20.0.5    |
        | 172.16.0.5   |
        | 172.31.255.5 |
        | 192.168.0.5  |

  # ja: 負荷分散エンドポイントが複数あれば、どれも送信元の候補になる
  Rule: Several load-balanced endpoints are all candidates

    # page: addresses-chosen-at-random
    # ja: エンドポイントが複数あれば、フローごとに一つがランダムに選ばれる
    # why en: With several endpoints each new flow draws one of their addresses, and nobody can say
    # why en: which: a partner has to allow all of them. More endpoints mean more ports in all, but
    # why en: a flow that draws a full address fails although another has room; that a full one
    # why en: isn't replaced is the model's reading.
    # why ja: エンドポイントが複数あると、新しいフローごとにどれか一つのアドレスが選ばれ、どれになる
    # why ja: かは分からないため、通信相手はすべてを許可する必要があります。全体のポートは増えます
    # why ja: が、ポートの尽きたアドレスが選ばれたフローは、ほかに空きがあっても失敗します (選び直さ
    # why ja: れないというのは本モデルの解釈です)。
    # facts: classic.endpoint-choice, classic.endpoint-choice.scope
    Scenario: With several endpoints, each flow takes one at random
      Given a classic deployment with 1 instance behind the load-balanced endpoints:
        | endpoint        |
        | 203.0.113.10:80 |
        | 203.0.113.11:80 |
      When "vm1" opens 200 TCP connections to 198.51.100.7:443
      Then every connection comes from either 203.0.113.10 or 203.0.113.11
      And each of those addresses carries at least 60 connections
