# ja: SNAT ポートは有限のリソースである
# ja: パブリック IP アドレスを共有するインスタンスは、フローの送信元ポートで区別される。
# ja: この SNAT ポートは Azure が各インスタンスに事前に割り当てるものであり、その数は、アドレスを共有する
# ja: インスタンスの台数で決まる。
# why en: Azure divides the ports of an address in advance: 1,024 each up to 50 instances, and half
# why en: as many at each further step. Count what one instance has open and held toward its busiest
# why en: destination, and keep that below its share. The table lives on in the default allocation
# why en: of today's load balancers; a NAT gateway hands ports out on demand.
# why ja: Azure はアドレスのポートをあらかじめ分配します。50 台までは 1 台につき 1,024 個で、台数の
# why ja: レベルが上がるごとに半分になります。最もよく使う宛先に対して 1 台が開いている接続と保持中
# why ja: のポートを数え、割り当てを超えないようにしてください。この表は現在のロード バランサーの既
# why ja: 定の割り当てにも残っていますが、NAT ゲートウェイは必要に応じてポートを割り当てます。
# facts: classic.ports-by-pool-size
@outbound @classic
Feature: SNAT ports are a finite resource

  Instances that share a public address are told apart by the source port of their
  flows. Azure hands every instance a number of these SNAT ports in advance; how many
  depends on how many instances share the address.

  # ja: 事前に割り当てられるポートの数は、アドレスを共有するインスタンスの台数で決まる
  Rule: Ports are preallocated by the number of instances that share the address

    # page: ports-by-pool-endpoint
    # ja: エンドポイントの背後では、1 台のポートは 1,024 個から 128 個まで減る
    # why en: The ports of one address are divided by the number of instances: <ports> for each of
    # why en: <pool>. The steps are at 50, 100 and 200, so one more instance can halve what everyone
    # why en: has; look at the table before you scale out. TCP and UDP have as many each.
    # why ja: 一つのアドレスのポートは台数に応じて分けられ、<pool>なら 1 台につき <ports> 個です。境
    # why ja: 目は 50 台、100 台、200 台で、1 台増やすだけで全台のポートが半分になることがあるため、
    # why ja: スケールアウトの前に表を確認してください。TCP と UDP には、それぞれ同じ数が割り当てら
    # why ja: れます。
    # facts: classic.ports-by-pool-size
    Scenario Outline: Behind an endpoint, each instance has 1,024 ports down to 128
      Given a classic deployment with <pool> behind the load-balanced endpoint 203.0.113.10:80
      Then each instance has <ports> preallocated TCP SNAT ports
      And each instance has <ports> preallocated UDP SNAT ports

      Examples:
        # ja: | プール | ポート |
        | pool          | ports |
        | 1 instance    | 1,024 |
        | 50 instances  | 1,024 |
        | 51 instances  | 512   |
        | 100 instances | 512   |
        | 101 instances | 256   |
        | 200 instances | 256   |
        | 201 instances | 128   |
        | 400 instances | 128   |

    # page: ports-by-pool-fallback
    # ja: フォールバック アドレスのポートも、同じ表に従って分けられる
    # why en: Without an endpoint the deployment leaves by an address that Azure picks, and its
    # why en: instances divide the ports of that address by the same table: <ports> for each of
    # why en: <pool>. Putting them all behind an endpoint changes the address, not the number.
    # why ja: エンドポイントがなければ、デプロイは Azure が選ぶアドレスから送信し、そのポートも同じ
    # why ja: 表に従って分けられます。<pool>なら 1 台につき <ports> 個です。全台をエンドポイントの背
    # why ja: 後に置いても、変わるのはアドレスだけで、ポートの数は変わりません。
    # facts: classic.ports-by-pool-size
    Scenario Outline: On the fallback address, ports are divided by the same table
      Given a classic deployment with <pool>
      Then each instance has <ports> preallocated TCP SNAT ports

      Examples:
        # ja: | プール | ポート |
        | pool                     | ports |
        | 50 instances             | 1,024 |
        | 51 instances             | 512   |
        | 50 worker role instances | 1,024 |
        | 101 web role instances   | 256   |

    # page: ports-of-roles
    # ja: ロール インスタンスのポートの数も、仮想マシンと同じである
    # why en: The table asks how many instances share the address, not of what kind they are: web
    # why en: role instances behind an endpoint get 128 ports each from 201 on, as virtual machines
    # why en: do.
    # why ja: 表で決め手になるのはアドレスを共有するインスタンスの数であり、種類ではありません。
    # why ja: エンドポイントの背後にある Web ロールのインスタンスも、201 台からは仮想マシンと同じく
    # why ja: 1 台につき 128 個になります。
    # facts: classic.ports-by-pool-size
    Scenario: Role instances get as many ports as virtual machines do
      Given a classic deployment with 201 web role instances behind the load-balanced endpoint 203.0.113.10:80
      Then each instance has 128 preallocated TCP SNAT ports

    # page: roles-share-ports
    # ja: 同じアドレスの背後にある二つのロールは、ポートを分け合う
    # why en: Both endpoints are at the cloud service's one address, so the instances of both roles
    # why en: are counted together: 26 + 25 = 51, one more than the 50 that would have 1,024 ports
    # why en: each. Growing one role takes ports from the other; a cloud service of its own gives a
    # why en: role an address of its own.
    # why ja: 二つのエンドポイントはクラウド サービスの同じアドレスにあるため、両方のロールのインス
    # why ja: タンスは合わせて数えられます。26 + 25 = 51 台となり、1 台につき 1,024 個を割り当てられ
    # why ja: る 50 台を 1 台超えています。一方のロールを増やすと、もう一方のポートも減ります。クラ
    # why ja: ウド サービスを分ければ、ロールごとにアドレスを持てます。
    # facts: classic.pool-members, classic.ports-by-pool-size
    Scenario: Roles behind one address share the ports of that address
      Given a classic deployment with roles:
        | role   | kind        | instances | endpoint          |
        | web    | web role    | 26        | 203.0.113.10:80   |
        | worker | worker role | 25        | 203.0.113.10:8080 |
      When "web_IN_0" and "worker_IN_24" each open a TCP connection to 198.51.100.7:443
      Then both connections come from the same public address
      And each instance has 512 preallocated TCP SNAT ports

    # page: who-counts-in-pool
    # ja: 数えられるのはアドレスを共有するインスタンスだけである
    # why en: Ports belong to an address, so only those who leave by it are counted: 50 instances
    # why en: share the endpoint and have 1,024 ports each, and the other 10 of the 60 leave by the
    # why en: fallback address, 60 − 50 = 10, with as many. Putting a few instances behind another
    # why en: address is a way to stay in a better step of the table.
    # why ja: ポートはアドレスに属するため、数えられるのはそのアドレスから送信するインスタンスだけで
    # why ja: す。50 台がエンドポイントを共有して 1 台につき 1,024 個を持ち、残りの 60 − 50 = 10 台
    # why ja: はフォールバック アドレスを使い、同じく 1,024 個ずつ持ちます。一部のインスタンスを別の
    # why ja: アドレスの背後に置けば、割り当ての多いレベルにとどまれます。
    # facts: classic.ports-by-pool-size, classic.pool-members
    Scenario: Only the instances that share the address are counted
      Given a classic deployment with 60 instances
      And the load-balanced endpoint 203.0.113.10:80 in front of the first 50 instances
      Then each instance has 1,024 preallocated TCP SNAT ports

    # page: endpoints-with-own-ports
    # ja: 同じアドレスの別々のポートを使うマシンも、アドレスを共有する
    # why en: An endpoint that forwards a port to a single machine still lends it the address for
    # why en: what it sends, and both endpoints here are on one address. A partner can't tell the
    # why en: machines apart, and both count in one pool; an instance-level public IP separates
    # why en: them.
    # why ja: 1 台のマシンだけにポートを転送するエンドポイントでも、送信にはそのアドレスが使われ、こ
    # why ja: こでは二つのエンドポイントのアドレスが同じです。通信相手からはマシンを区別できず、プー
    # why ja: ルの台数も合わせて数えられます。区別したい場合は、インスタンス レベルのパブリッ
    # why ja: ク IP を割り当ててください。
    # facts: classic.methods, classic.pool-members
    Scenario: Machines with a port each on one address share that address
      Given a classic deployment with 2 instances
      And the load-balanced endpoint 203.0.113.10:50001 in front of "vm1"
      And the load-balanced endpoint 203.0.113.10:50002 in front of "vm2"
      When "vm1" and "vm2" each open a TCP connection to 198.51.100.7:443
      Then both connections come from the same public address

    # page: over-400-instances
    # ja: azsim で扱えるインスタンスは 400 台までである
    # why en: The documented table ends at 400 instances with 128 ports each, and says nothing of
    # why en: what comes after. azsim refuses to go on rather than guess.
    # why ja: 文書の表は 400 台、1 台につき 128 個で終わっており、その先については何も述べていませ
    # why ja: ん。azsim は推測せず、要求を拒否します。
    # facts: classic.ports-by-pool-size
    @limit
    Scenario: More than 400 instances aren't modelled
      Given a classic deployment with 400 instances behind the load-balanced endpoint 203.0.113.10:80
      When the deployment grows to 401 instances
      Then the request is refused because more than 400 instances aren't modelled

  # ja: ポートが使われるのはフローの区別に必要な場合だけである
  Rule: A port is spent only where it keeps flows apart

    Background:
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

    # page: one-destination-exhausts
    # ja: 同じ宛先へのフローは 1 本ごとにポートを 1 個使う
    # why en: Answers from one destination can be told apart only by the port that they come back
    # why en: to, so each connection to 198.51.100.7:443 takes one of the instance's 1,024 ports:
    # why en: 1,025 − 1,024 = 1 finds none. Azure doesn't queue it: the document says that it fails,
    # why en: and in this model its SYN is dropped, which looks like a time-out. Reuse connections,
    # why en: or spread them over more destinations or addresses.
    # why ja: 同じ宛先からの応答は、戻り先のポートでしか区別できません。そのため 198.51.100.7:443 へ
    # why ja: の接続はそれぞれインスタンスのポートを 1 個ずつ使い、1,024 個を使い切ると
    # why ja: 1,025 − 1,024 = 1 本が失敗します。Azure はポートが空くのを待ちません。文書には失敗する
    # why ja: とだけあり、本モデルでは SYN が破棄され、タイムアウトに見えます。接続を再利用するか、
    # why ja: 宛先またはアドレスを増やしてください。
    # facts: classic.ports-by-pool-size, classic.port-scope, classic.exhaustion-refuses
    Scenario: Flows to one destination take one port each
      When "vm1" opens 1,025 TCP connections to 198.51.100.7:443
      Then 1,024 connections succeed
      And 1 connection fails because SNAT ports are exhausted

    # page: destinations-share-ports
    # ja: 宛先が異なるフローはポートを共有する
    # why en: A port need only be unique toward one destination, since address, port and protocol of
    # why en: the destination tell the answers apart: 3 × 1,024 = 3,072 connections use the same
    # why en: 1,024 ports. Exhaustion toward one busy service therefore harms nothing else, and a
    # why en: service with several addresses has room for more.
    # why ja: 宛先のアドレス、ポート、プロトコルが異なれば応答を区別できるため、ポートは宛先ごとに重
    # why ja: ならなければ十分です。3 × 1,024 = 3,072 本の接続が、同じ 1,024 個のポートを使います。
    # why ja: したがって、ある宛先で枯渇してもほかの宛先には影響がなく、複数のアドレスを持つサービス
    # why ja: にはその分多くの接続を開けます。
    # facts: classic.port-scope, classic.ports-by-pool-size
    Scenario: Flows to different destinations share ports
      When "vm1" opens 1,024 TCP connections to each of:
        | destination       |
        | 198.51.100.7:443  |
        | 198.51.100.7:8443 |
        | 198.51.100.8:443  |
      Then all 3,072 connections succeed
      And "vm1" uses 1,024 TCP SNAT ports

    # page: tcp-udp-apart
    # ja: TCP と UDP の SNAT ポートは別々に数えられる
    # why en: The protocol tells answers apart as well, so an instance has 1,024 ports for TCP and
    # why en: as many for UDP. Name resolution over UDP goes on while TCP has none left, which makes
    # why en: an exhaustion look like a fault of the server.
    # why ja: プロトコルが異なれば応答を区別できるため、インスタンスのポートは TCP に 1,024 個、
    # why ja: UDP にも同じ数あります。TCP のポートを使い切っても UDP による名前解決は続くので、枯渇
    # why ja: がサーバーの障害に見えることがあります。
    # facts: classic.port-scope, classic.ports-by-pool-size
    Scenario: SNAT ports for TCP and for UDP are counted apart
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When "vm1" opens a UDP flow to 198.51.100.7:443
      Then "vm1" uses 1 UDP SNAT port
      And "vm1" uses 1,024 TCP SNAT ports

    # page: udp-exhausts
    # ja: UDP ポートも TCP ポートと同じく枯渇する
    # why en: Each UDP flow to 198.51.100.7:514 takes a port, as a TCP connection does: 1,025 −
    # why en: 1,024 = 1 finds none. Since UDP ports come back only by the idle timeout, a sender of
    # why en: log lines should keep one socket and not open one for each line.
    # why ja: 198.51.100.7:514 への UDP フローも、TCP 接続と同じくポートを 1 個ずつ使うため、
    # why ja: 1,025 − 1,024 = 1 本が失敗します。UDP のポートはアイドル タイムアウトでしか解放されな
    # why ja: いので、ログの送信などでは、1 行ごとにソケットを開かず同じソケットを使い続けてくださ
    # why ja: い。
    # facts: classic.port-scope, classic.ports-by-pool-size, classic.exhaustion-refuses
    Scenario: UDP ports run out as TCP ports do
      When "vm1" opens 1,025 UDP flows to 198.51.100.7:514
      Then 1,024 connections succeed
      And 1 connection fails because SNAT ports are exhausted

    # page: held-ports-stay-held
    # ja: インスタンスのポートが一巡しても、保持されているポートは使われない
    # why en: At 70 connections a second an instance has used 70 × 239 s = 16,730 of its own ports,
    # why en: more than the 65,535 − 49,152 + 1 = 16,384 that it has, and begins again with the
    # why en: first. The hold of 240 seconds doesn't end sooner for that: 1,024 handshakes are all
    # why en: that takes place. More ports in the operating system don't help.
    # why ja: 毎秒 70 本の接続を開くと、239 秒間に 70 × 239 秒 = 16,730 個のポートを使うことになりま
    # why ja: す。OS のポート 65,535 − 49,152 + 1 = 16,384 個は一巡し、最初から使われます。それでも
    # why ja: 240 秒の保持は早く終わらず、成立するハンドシェイクは 1,024 回だけです。OS 側のポートを
    # why ja: 増やしても効果はありません。
    # facts: classic.fin-hold, classic.ports-by-pool-size, host.first-ephemeral-port, host.last-ephemeral-port
    Scenario: Held ports stay held when the instance's own ports come round
      When "vm1" sends 70 requests per second to 198.51.100.7:443 for 239 seconds, each on a new connection closed by FIN from both ends
      Then 1,024 TCP handshakes take place

    # page: freed-port-serves-next
    # ja: ほかのフローのポートが解放されれば、新しいフローはすぐに成功する
    # why en: Exhaustion isn't a state that has to be cleared: as soon as one port is free, here 15
    # why en: seconds after RST, the next connection takes it. A retry helps once something has
    # why en: ended, and only then.
    # why ja: 枯渇は、一定の時間で解除されるような状態ではありません。ポートが 1 個でも空けば、ここ
    # why ja: では RST の 15 秒後に、次の接続がそれを使えます。再試行が役に立つのは、ほかの接続が終
    # why ja: わってポートが空いた後だけです。
    # facts: classic.rst-hold, classic.exhaustion-refuses
    Scenario: A new flow succeeds as soon as another gives its port back
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When "vm1" opens a TCP connection to 198.51.100.7:443
      Then 1 connection fails because SNAT ports are exhausted
      When one of the connections ends with RST
      And 15 seconds pass
      And "vm1" opens a TCP connection to 198.51.100.7:443
      Then 1 connection succeeds

  # ja: 入ってくるのは戻りのトラフィックだけである
  Rule: Only return traffic comes in

    Background:
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

    # page: reply-to-private-address
    # ja: 応答はプライベート IP アドレスに届く
    # why en: The answer is addressed to the public address and the SNAT port, and Azure puts the
    # why en: private address back before it delivers: the instance never sees its public address.
    # why en: To learn it, ask a service outside.
    # why ja: 応答はパブリック アドレスと SNAT ポートに宛てて送られ、Azure が宛先をプライベート アド
    # why ja: レスに戻して届けます。インスタンス自身からパブリック アドレスは見えないため、知りたい
    # why ja: 場合は外部のサービスに問い合わせてください。
    # facts: classic.methods
    Scenario: Answers come back to the private address
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And 198.51.100.7 replies
      Then the reply reaches "vm1" at 10.0.0.4

    # page: unasked-traffic-stays-out
    # ja: どのフローの応答でもないパケットは入ってこない
    # why en: A SNAT port opens a way back only for the destination that the flow goes to. A packet
    # why en: from elsewhere to the same public address and port belongs to no flow and is dropped;
    # why en: to be reached from outside, an instance needs an endpoint or an instance-level public
    # why en: IP.
    # why ja: SNAT ポートで開くのは、フローの宛先から戻る経路だけです。別の場所から同じパブリック ア
    # why ja: ドレスとポートに届いたパケットは、どのフローにも属さないため破棄されます。外部から接続
    # why ja: を受けるには、エンドポイントまたはインスタンス レベルのパブリック IP が必要です。
    # facts: classic.port-scope
    Scenario: A packet that answers no flow doesn't come in
      When "vm1" opens a UDP flow to 198.51.100.7:514
      And 198.51.100.9 sends a UDP packet to 203.0.113.10:1024
      Then the traffic is dropped because no flow of the deployment expects it
