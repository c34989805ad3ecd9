# ja: クラシック デプロイからインターネットに到達する方法
# ja: 仮想マシンまたは Web ロール・worker ロールは、三つの方法のいずれかでパブリック アドレスに
# ja: 到達する。最も優先されるのはインスタンス レベルのパブリック IP である。それがなければ、
# ja: 負荷分散エンドポイントのアドレスを使う。どちらもなければ、デプロイ全体が使う
# ja: アドレスを Azure が選ぶ。
# why en: Which address a partner sees, and whether ports can run out, depends on one question:
# why en: which of three methods does the instance use? The first that it has wins, in the order
# why en: instance-level public IP, load-balanced endpoint, fallback address. Today's deployments
# why en: have another ladder, with NAT gateway and outbound rules, but the idea of an order is the
# why en: same.
# why ja: 通信相手から見えるアドレスも、ポートが枯渇し得るかどうかも、インスタンスが三つの方法のどれ
# why ja: を使うかで決まります。インスタンス レベルのパブリック IP、負荷分散エンドポイント、フォール
# why ja: バック アドレスの順に、最初に当てはまるものが使われます。現在のデプロイでは NAT ゲートウェ
# why ja: イやアウトバウンド規則を含む別の順序になりますが、優先順位で決まることは同じです。
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
    # ja: インスタンス レベルのパブリック IP では、アドレスは 1 対 1 で変換され、ポートは変わらない
    # why en: Nobody else uses this address, so there is nothing to keep apart: Azure swaps the
    # why en: private address for the public one and leaves port 50000 as it is. No SNAT port is
    # why en: spent, and none can run out. It is the first of the three methods, so it goes before
    # why en: any endpoint.
    # why ja: このアドレスを使うのは 1 台だけで、ほかと区別する必要がないため、Azure はプライベー
    # why ja: ト アドレスをパブリック アドレスに置き換えるだけで、ポート 50000 は変わりません。
    # why ja: SNAT ポートは使われず、枯渇もしません。三つの方法のうち最も優先され、エンドポイントが
    # why ja: あってもこちらが使われます。
    # facts: classic.methods, classic.instance-level.one-to-one
    Scenario: An instance-level public IP is translated one to one and the port is kept
      When "vm1" opens a TCP connection from port 50000 to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from 203.0.113.50:50000
      And "vm1" uses 0 SNAT ports

    # page: udp-one-to-one
    # ja: UDP フローでもポートは変わらない
    # why en: The translation of an instance-level public IP looks at addresses only, so UDP fares
    # why en: like TCP: no SNAT port, and the port of the sender stays. Protocols that need their
    # why en: own source port, as some games and VPNs do, work here and not behind a shared address.
    # why ja: インスタンス レベルのパブリック IP の変換はアドレスしか見ないため、UDP でも TCP と同じ
    # why ja: く SNAT ポートは使われず、送信元ポートも変わりません。一部の VPN やゲームのように送信
    # why ja: 元ポートが変わると困る通信は、共有アドレスの背後ではなくここで使えます。
    # facts: classic.instance-level.one-to-one
    Scenario: A UDP flow keeps its port as well
      When "vm1" opens a UDP flow to 198.51.100.7:514
      Then 198.51.100.7 sees the connection come from the address 203.0.113.50
      And "vm1" uses 0 SNAT ports

    # page: idle-4-minutes
    # ja: インスタンス レベルのパブリック IP を使う接続も、4 分にわたり通信がなければタイムアウトする
    # why en: An address of your own saves ports, not idle connections: the platform still keeps a
    # why en: record of each flow, and drops it in silence after 4 minutes without a packet. A
    # why en: database connection that rests longer, here to port 26257, needs keepalives.
    # why ja: 自分のアドレスがあればポートは足りますが、アイドル状態の接続は守られません。プラットフ
    # why ja: ォームはフローの状態を持っており、4 分間パケットがなければ通知なしに破棄します。ここで
    # why ja: のポート 26257 のようなデータベース接続を長く休ませる場合は、キープアライブが必要で
    # why ja: す。
    # facts: classic.idle-timeout
    Scenario: Through an instance-level public IP, too, an idle connection times out after 4 minutes
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
    Scenario: A connection between the machines isn't translated and stays
      When "vm1" opens a TCP connection to 10.0.0.5:26257
      And 5 minutes pass
      Then that connection is still open

    # page: load-balanced-endpoint-is-source
    # ja: インスタンス レベルのパブリック IP がなければ、負荷分散エンドポイントが送信元になる
    # why en: The endpoint is the next method: it lends its address to whatever stands behind it,
    # why en: also for connections that go out. From here on ports matter, since the address is
    # why en: shared: this connection takes 1.
    # why ja: 次の方法はエンドポイントです。背後にあるインスタンスは、自分から接続を開くときにもエン
    # why ja: ドポイントのアドレスを使います。アドレスを共有するため、ここからはポートが問題になり、
    # why ja: この接続も 1 個使います。
    # facts: classic.methods
    Scenario: Without an instance-level public IP, the load-balanced endpoint is the source
      When "vm2" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.10
      And "vm2" uses 1 TCP SNAT port

    # page: all-ephemeral-ports
    # ja: インスタンス レベルのパブリック IP があれば、エフェメラル ポートをすべて使える
    # why en: An instance behind a shared address would stop at its preallocated ports. With an
    # why en: address of its own only the operating system sets a limit: ports 49,152 to 65,535,
    # why en: that is 65,535 − 49,152 + 1 = 16,384 toward one destination. So 2,000 connections are
    # why en: no problem, and no SNAT port is used.
    # why ja: 共有アドレスの背後なら、事前に割り当てられたポートを使い切ったところで止まります。自分
    # why ja: のアドレスがあれば制限は OS だけで、ポート 49,152 から 65,535 まで、つまり一つの宛先に
    # why ja: 対して 65,535 − 49,152 + 1 = 16,384 個を使えます。2,000 本の接続も問題なく開け、
    # why ja: SNAT ポートは使われません。
    # facts: classic.instance-level.one-to-one, host.first-ephemeral-port, host.last-ephemeral-port
    Scenario: With an instance-level public IP, all ephemeral ports of the instance can be used
      When "vm1" opens 2,000 TCP connections to 198.51.100.7:443
      Then all 2,000 connections succeed
      And "vm1" uses 0 SNAT ports

    # page: still-counts-behind-endpoint
    # ja: 自分のアドレスを持つインスタンスもエンドポイントの背後の台数に数えられる
    # why en: The instance stands behind the endpoint, although it leaves by its own address, and
    # why en: the pool is counted by who stands there. The document doesn't settle this; the model
    # why en: counts it. With two instances nothing changes, since up to 50 have 1,024 ports each.
    # why ja: 自分のアドレスから送信するインスタンスも、エンドポイントの背後にあることに変わりはな
    # why ja: く、プールの台数に数えられます。ドキュメントでは明確にされておらず、本モデルでは数える
    # why ja: ことにしています。50 台までは 1 台につき 1,024 個なので、この台数では影響がありませ
    # why ja: ん。
    # facts: classic.ilpip-behind-endpoint-counts, classic.ports-by-pool-size
    Scenario: An instance with its own address still counts behind the endpoint
      Then each instance has 1,024 preallocated TCP SNAT ports

    # page: icmp-and-esp
    # ja: ICMP と ESP を扱えるのはインスタンス レベルのパブリック IP だけである
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
    # why ja: ドキュメントによれば、インスタンス レベルのパブリック IP が扱うのは TCP、UDP、ICMP、
    # why ja: ESP です。GRE は含まれないため、PPTP のようなトンネルはクラシック デプロイから外に張れ
    # why ja: ません。ESP または UDP による IPsec を使ってください。
    # facts: classic.instance-level.protocols
    Scenario: Not even an instance-level public IP carries GRE
      When "vm1" sends GRE to 198.51.100.7
      Then the traffic is dropped because an instance-level public IP carries only TCP, UDP, ICMP and ESP

  # ja: どちらもなければ、デプロイ全体が使うアドレスを Azure が選ぶ
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
    # why en: the internet: Azure lends it one address for all instances, for which nobody pays
    # why en: quota. It is a convenience, not a promise, and may change; don't put it on a partner's
    # why en: allow list.
    # why ja: インスタンス レベルのパブリック IP もエンドポイントもなくても、インターネットには到達
    # why ja: できます。Azure がデプロイ全体に一つのアドレスを割り当て、クォータには数えられません。
    # why ja: ただし予告なく変わり得る一時的なアドレスなので、通信相手の許可リストには載せないでくだ
    # why ja: さい。
    # facts: classic.fallback.shared, classic.fallback.counts-against-quota, classic.methods
    Scenario: The fallback address is shared and isn't counted
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
    # why en: An instance-level public IP belongs to the subscription, so it takes one of the public
    # why en: addresses that the subscription may have. Check the quota before you plan one address
    # why en: for each instance. The document names the quota for the fallback address only; that
    # why en: this address counts is the model's reading.
    # why ja: インスタンス レベルのパブリック IP はサブスクリプションに属するため、使えるパブリッ
    # why ja: ク IP の数に含まれます。インスタンスごとに割り当てる場合は、事前にクォータを確認してく
    # why ja: ださい。ドキュメントがクォータに触れているのはフォールバック アドレスだけで、こちらが
    # why ja: 数えられるというのは本モデルの解釈です。
    # facts: classic.instance-level.counts-against-quota
    Scenario: An instance-level public IP counts against the quota
      When the instance-level public IP 203.0.113.50 is assigned to "vm1"
      Then the request is accepted
      And the deployment counts 1 address against the public IP quota

    # page: fallback-no-icmp
    # ja: フォールバック アドレスはポート マスカレードを行うため、ICMP を扱えない
    # why en: The fallback address is shared by the whole deployment and told apart by ports, which
    # why en: ICMP doesn't have. A ping to the internet fails while web pages load; that is by
    # why en: design and no fault of the network.
    # why ja: フォールバック アドレスはデプロイ全体で共有され、ポートで区別されますが、ICMP にはポー
    # why ja: トがありません。Web ページは開けるのにインターネットへの ping が通らないのは仕様であ
    # why ja: り、ネットワークの障害ではありません。
    # facts: classic.masquerading.protocols
    Scenario: The fallback address masquerades ports, so that it carries no ICMP
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
    # ja: エンドポイントを持つのはロールであり、エンドポイントのないロールはフォールバック アドレスを使う
    # why en: An endpoint belongs to a role and not to the cloud service, so the role with the
    # why en: endpoint leaves by the endpoint's address, and the other by the fallback address. A
    # why en: partner may have to allow both.
    # why ja: エンドポイントはクラウド サービスではなくロールに属します。そのため、エンドポイントの
    # why ja: あるロールはそのアドレスから、もう一方のロールはフォールバック アドレスから送信しま
    # why ja: す。通信相手は両方のアドレスを許可する必要があるかもしれません。
    # facts: classic.role.methods
    Scenario: Each role of a cloud service has its own way out
      Given a classic deployment with roles:
        | role   | kind        | instances | endpoint        |
        | web    | web role    | 2         | 203.0.113.10:80 |
        | worker | worker role | 1         |                 |
      When "web_IN_1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.10
      When "web_IN_0" and "worker_IN_0" each open a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees connections from 2 different addresses

    # page: role-instance-level-ip-refused
    # ja: ロール インスタンスにはインスタンス レベルのパブリック IP を割り当てられない
    # why en: Instance-level public IPs are made for virtual machines; a web or worker role has only
    # why en: its endpoint and the fallback address. A role that runs out of ports has to save
    # why en: connections, or go behind more than one cloud service.
    # why ja: インスタンス レベルのパブリック IP は仮想マシンのためのもので、Web ロールと worker ロ
    # why ja: ールで使えるのはエンドポイントとフォールバック アドレスだけです。ロールでポートが不足
    # why ja: する場合は、接続を減らすか、クラウド サービスを分けてください。
    # facts: classic.role.methods
    Scenario: A role instance can't have an instance-level public IP
      Given a classic deployment with 2 worker role instances
      When the instance-level public IP 203.0.113.50 is assigned to instance 1
      Then the request is refused because a web or worker role can't have an instance-level public IP

  # ja: 変換されるのはパブリック アドレス宛ての通信だけである
  Rule: Only public destinations are translated

    # page: private-address-stays
    # ja: プライベート アドレスのサーバーから見た送信元は、プライベート IP アドレスである
    # why en: Destinations in 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 are reached without
    # why en: translation: the server <server> sees 10.0.0.4 and no SNAT port is spent. Firewalls on
    # why en: that way have to allow private addresses, and no public IP helps there.
    # why ja: 10.0.0.0/8、172.16.0.0/12、192.168.0.0/16 の宛先には変換なしで到達します。サーバ
    # why ja: ー <server> から見た送信元は 10.0.0.4 で、SNAT ポートは使われません。途中のファイアウ
    # why ja: ォールで許可するのはプライベート アドレスです。
    # facts: classic.private-destinations
    Scenario Outline: A server at a private address sees the private address of the sender
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
    # ja: 複数のエンドポイントのアドレスから、フローごとに一つがランダムに選ばれる
    # why en: With several endpoints each new flow draws one of their addresses, and nobody can say
    # why en: which: a partner has to allow all of them. More endpoints mean more ports in all, but
    # why en: a flow that draws a full address fails although another has room; that a full one
    # why en: isn't replaced is the model's reading.
    # why ja: エンドポイントが複数あると、新しいフローごとにどれか一つのアドレスが選ばれ、どれになる
    # why ja: かは分からないため、通信相手はすべてを許可する必要があります。全体のポートは増えます
    # why ja: が、ポートの尽きたアドレスが選ばれたフローは、ほかに空きがあっても失敗します (選び直さ
    # why ja: れないというのは本モデルの解釈です)。
    # facts: classic.endpoint-choice, classic.endpoint-choice.scope
    Scenario: One of several endpoints' addresses is chosen at random for each flow
      Given a classic deployment with 1 instance behind the load-balanced endpoints:
        | endpoint        |
        | 203.0.113.10:80 |
        | 203.0.113.11:80 |
      When "vm1" opens 200 TCP connections to 198.51.100.7:443
      Then every connection comes from either 203.0.113.10 or 203.0.113.11
      And each of those addresses carries at least 60 connections
