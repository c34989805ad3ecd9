# ja: SNAT ポートが解放されるとき
# ja: TCP フローのポートは、双方からの FIN の 240 秒後、RST の 15 秒後、またはアイドル状態が 4 分
# ja: 続いたときに解放される。UDP フローのポートが解放されるのは、アイドル タイムアウトによる
# ja: 場合だけである。
# why en: How many connections a port can serve depends on the time until it can be used again, so
# why en: plan with the longest hold, and reuse connections instead of opening new ones. For today's
# why en: load balancers an older page gives the same times and newer pages give none; a NAT gateway
# why en: holds a port for about a minute after FIN.
# why ja: 一つのポートで支えられる接続の数は、再び使えるようになるまでの時間で決まります。最も長い保
# why ja: 持時間を前提に設計し、接続を開き直さずに再利用してください。現在のロード バランサーについ
# why ja: ては、古いページに同じ時間が示されていますが、新しいページには記載がありません。NAT ゲート
# why ja: ウェイでは、FIN の後の保持時間は一分ほどです。
# facts: classic.fin-hold, classic.rst-hold, classic.idle-timeout
@outbound @classic
Feature: When a SNAT port comes back

  A TCP flow gives its port back 240 seconds after FIN from both ends, 15 seconds after
  RST, or when it has been idle for 4 minutes. A UDP flow only ever idles out.

  # ja: TCP 接続が終わってもポートはしばらく保持される
  Rule: A hold follows the end of a TCP connection

    Background:
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
      And "vm1" has used every TCP SNAT port toward 198.51.100.7:443

    # page: hold-after-close
    # ja: ポートは、FIN の後 240 秒、RST の後 15 秒保持される
    # why en: TCP itself waits for late packets of a connection that is closed, and Azure waits with
    # why en: the port: 240 seconds after FIN from both ends, 15 seconds after RST. A client that
    # why en: closes a connection after each request has to count the hold along with the time that
    # why en: the connection is open. In this model the port can serve other destinations meanwhile.
    # why ja: TCP には、閉じた接続の遅れたパケットを待つ時間があり、Azure もポートを保持して待ちま
    # why ja: す。双方からの FIN の後は 240 秒、RST の後は 15 秒です。要求ごとに接続を閉じるクライア
    # why ja: ントでは、接続している時間に保持時間を足して必要なポート数を見積もってください。本モデ
    # why ja: ルでは、保持中のポートも別の宛先には使えます。
    # facts: classic.fin-hold, classic.rst-hold, classic.boundary, classic.hold-is-per-destination
    Scenario Outline: A port is held 240 seconds after FIN and 15 seconds after RST
      When 100 seconds pass
      And one of the connections ends with <ending>
      Then 1,023 connections of "vm1" are still open
      And "vm1" uses 1,024 TCP SNAT ports
      When <time> pass
      Then its SNAT port is <port>

      Examples:
        # ja: | 終わり方 | 経過時間 | ポート |
        | ending             | time        | port       |
        | FIN from both ends | 239 seconds | still held |
        | FIN from both ends | 240 seconds | free       |
        | RST                | 14 seconds  | still held |
        | RST                | 15 seconds  | free       |

    # page: fin-from-one-end
    # ja: クラシック デプロイでは、一方だけの FIN で保持は始まらない
    # why en: After one FIN the connection is half closed, and the other end may go on sending, so
    # why en: no hold begins: the port goes by the idle timeout, 100 s + 140 s = 240 s after the
    # why en: last data. That a FIN doesn't restart the idle timer is the model's choice. A page on
    # why en: Resource Manager lets one FIN begin the hold; the classic page asks for both and is
    # why en: followed here.
    # why ja: 一方だけが FIN を送った接続は半分閉じた状態で、もう一方はまだ送信できるため、保持は始
    # why ja: まりません。ポートは最後のデータから 100 秒 + 140 秒 = 240 秒後に、
    # why ja: アイドル タイムアウトによって解放されます。FIN がアイドル タイマーをリセットしないのは
    # why ja: 本モデルの仮定です。Resource Manager のページでは一方の FIN で保持が始まりますが、ここ
    # why ja: では双方の FIN を求めるクラシックのページに従います。
    # facts: classic.fin-ends, classic.idle-timeout, classic.fin-leaves-idle-timer
    Scenario Outline: In a classic deployment, a FIN from one end starts no hold
      When 100 seconds pass
      And <end> sends a FIN on one of the connections
      And 140 seconds pass
      Then its SNAT port is free

      Examples:
        # ja: | FIN を送った側 |
        | end          |
        | "vm1"        |
        | 198.51.100.7 |

    # page: late-packet
    # ja: 遅れて送られたパケットでは保持は延びない
    # why en: The hold is counted from the end of the connection and not from the last packet: a
    # why en: late packet after 100 seconds leaves 100 s + 139 s + 1 s = 240 s as they are. The
    # why en: document doesn't speak of late packets; that they change nothing is how this model
    # why en: reads it.
    # why ja: 保持時間は、最後のパケットではなく接続の終わりから数えます。100 秒後に遅れてパケットが
    # why ja: 届いても、100 秒 + 139 秒 + 1 秒 = 240 秒のまま変わりません。文書は遅れて届くパケット
    # why ja: に触れておらず、保持が延びないというのは本モデルの解釈です。
    # facts: classic.fin-hold, classic.late-packet-prolongs-hold
    Scenario: A late packet doesn't make the hold longer
      When one of the connections ends with FIN from both ends
      And 100 seconds pass
      And 198.51.100.7 sends a late packet on that connection
      And 139 seconds pass
      Then its SNAT port is still held
      When 1 second passes
      Then its SNAT port is free

  # ja: アイドル状態のフローは 4 分でポートを失う
  Rule: An idle flow loses its port after 4 minutes

    Background:
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

    # page: idle-4-minutes
    # ja: 4 分間通信がなければ、接続は失われてポートが解放される
    # why en: A connection on which nothing passes keeps its port for 4 minutes, and then Azure
    # why en: forgets it. Send something more often than that, or close what is no longer needed: an
    # why en: idle connection pool holds as many ports as it has connections.
    # why ja: 何も流れない接続は、ポートを 4 分間占有したまま、その後 Azure によって破棄されます。
    # why ja: 4 分より短い間隔で何かを送るか、不要になった接続を閉じてください。使われていない接続
    # why ja: プールも、接続の数だけポートを占有します。
    # facts: classic.idle-timeout
    Scenario: After 4 idle minutes, connections are gone and ports are free
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When 239 seconds pass
      Then all 1,024 connections are still open
      When 1 second passes
      Then "vm1" uses 0 TCP SNAT ports
      And 1,024 connections of "vm1" have timed out

    # page: what-restarts-idle-timer
    # ja: キープアライブやデータが流れると、アイドル タイマーがリセットされる
    # why en: Only the time since the last packet counts, whichever end sent it, so a keepalive from
    # why en: the server helps as much as one from the instance: the quiet connections are gone
    # why en: after 239 s + 1 s = 240 s, this one 239 s after them. Send keepalives more often than
    # why en: every 240 seconds; most operating systems wait about two hours.
    # why ja: 数えるのは最後のパケットからの時間だけで、どちらの側が送ったかは問いません。何も流れな
    # why ja: い接続は 239 秒 + 1 秒 = 240 秒で失われますが、キープアライブまたはデータが流れた接続
    # why ja: が失われるのは、その 239 秒後です。キープアライブは 240 秒より短い間隔で送ってくださ
    # why ja: い。多くの OS の既定値は約二時間なので、そのままでは間に合いません。
    # facts: classic.idle-timeout, classic.idle-reset.by, classic.idle-reset.ends
    Scenario Outline: A keepalive or data from either end restarts the idle timer
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When 239 seconds pass
      And <end> sends <what> on one of the connections
      And 1 second passes
      Then "vm1" uses 1 TCP SNAT port
      When 238 seconds pass
      Then that connection is still open
      When 1 second passes
      Then that connection has timed out

      Examples:
        # ja: | 送った側 | 送ったもの |
        | end          | what             |
        | "vm1"        | a keepalive      |
        | 198.51.100.7 | a keepalive      |
        | "vm1"        | application data |
        | 198.51.100.7 | application data |

    # page: silent-time-out
    # ja: アイドル接続のタイムアウトは、どちらの側にも通知されない
    # why en: Azure drops an idle flow after 4 minutes without sending a reset, so both ends believe
    # why en: that it is open: the instance can write, nothing arrives, and netstat still says
    # why en: ESTABLISHED. Applications notice only by their own time-outs; send keepalives more
    # why en: often than every 4 minutes, or set short time-outs. Today's load balancers can be told
    # why en: to send a reset.
    # why ja: Azure は 4 分間アイドルだったフローを、リセットを送らずに破棄します。そのため双方とも
    # why ja: 接続が開いていると思っており、書き込みはできても何も届かず、netstat で
    # why ja: も ESTABLISHED のままです。アプリケーションが気付くのは自身のタイムアウトによってだけ
    # why ja: なので、4 分より短い間隔でキープアライブを送るか、タイムアウトを短くしてください。現在
    # why ja: のロード バランサーでは、リセットを送るように設定できます。
    # facts: classic.idle-timeout, classic.late-packet-revives
    Scenario: Neither end is told when an idle connection times out
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And that connection is idle for 4 minutes
      And "vm1" sends application data on one of the connections
      Then that connection has timed out
      And the traffic is dropped because its flow has timed out or was never opened
      When "vm1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as ESTABLISHED

    # page: reused-port-old-connection
    # ja: ポートの再使用は、サーバーに残った古い接続により 3 秒遅れる
    # why en: Azure has forgotten the connection after 4 minutes, the server hasn't. The new SYN
    # why en: comes from the same address and port, so the server answers for its old connection and
    # why en: the instance resets that; only the next SYN, 3 seconds later, is taken as new. What
    # why en: looks like a slow server after a quiet time can be this. Linux is quicker.
    # why ja: 4 分が過ぎると Azure は接続を破棄しますが、サーバーには接続が残っています。新しい SYN
    # why ja: は同じアドレスとポートから届くため、サーバーは古い接続のものとして応答し、インスタンス
    # why ja: がそれをリセットし、3 秒後に再送した SYN でようやく接続できます。しばらく通信がなかっ
    # why ja: た後でサーバーが遅く見える場合は、これが原因かもしれません。Linux の再送はこれより早くなります。
    # facts: classic.idle-timeout, host.retransmission-wait
    Scenario: On a reused port, the server's old connection costs 3 seconds
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When 4 minutes pass
      And "vm1" opens a TCP connection to 198.51.100.7:443
      Then 0 connections succeed
      When 3 seconds pass
      Then 1 connection succeeds

    # page: reopened-at-once
    # ja: タイムアウトした接続は、すべてを一度に開き直せる
    # why en: The idle timeout has no hold after it, so all 1,024 ports are free as soon as the 4
    # why en: minutes are over. A reconnect of everything at once needs no spare ports, only the 3
    # why en: seconds until the SYN goes out again where the server still knows the old connection.
    # why ja: アイドル タイムアウトの後に保持時間はないため、4 分が過ぎると 1,024 個のポートがすべて
    # why ja: 解放されています。すべてを一度に再接続しても余分なポートは必要なく、サーバーに古い接続
    # why ja: が残っていれば、SYN を再送するまでの時間がかかるだけです。
    # facts: classic.idle-timeout, classic.ports-by-pool-size, host.retransmission-wait
    Scenario: All connections that timed out can be opened again at once
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When 4 minutes pass
      And "vm1" opens its timed-out connections again
      And 3 seconds pass
      Then all 1,024 connections succeed

    # page: udp-idles-out
    # ja: UDP フローのポートは、4 分間通信がなければ解放される
    # why en: UDP has neither FIN nor RST, so its ports come back only when nothing has passed for 4
    # why en: minutes. A client that sends each query from a new port, as resolvers do, holds a port
    # why en: for each of them: 1,024 ÷ 240 s ≈ 4.3 queries a second to one server.
    # why ja: UDP には FIN も RST もないため、ポートが解放されるのは 4 分間何も流れなかった場合だけ
    # why ja: です。リゾルバーのように問い合わせのたびに新しいポートから送るクライアントは、その数だ
    # why ja: けポートを占有します。1 台のサーバーに送れるのは、1,024 ÷ 240 秒 ≈ 4.3、つまり毎
    # why ja: 秒 4.3 件程度までです。
    # facts: classic.udp-release, classic.idle-timeout, classic.ports-by-pool-size
    Scenario: A UDP flow keeps its port until it has idled for 4 minutes
      When "vm1" opens a UDP flow to 198.51.100.7:514
      And 239 seconds pass
      Then "vm1" uses 1 UDP SNAT port
      When 1 second passes
      Then "vm1" uses 0 UDP SNAT ports

    # page: udp-flow-begins-anew
    # ja: タイムアウトした UDP フローは、次に送るパケットで再び始まる
    # why en: UDP has no handshake, so after the time-out the next packet is taken as a first one:
    # why en: it gets a port, perhaps another, and goes out. The partner may then see a new source
    # why en: port in the middle of an exchange. The document doesn't say this; it is how the model
    # why en: reads it. A late TCP packet, which no SYN announced, is dropped.
    # why ja: UDP にはハンドシェイクがないため、タイムアウトの後に送るパケットは最初のパケットとして
    # why ja: 扱われ、ポートを割り当てられて外に出ます。通信相手には、やり取りの途中で送信元ポートが
    # why ja: 変わったように見えることがあります。これは文書に記載がなく、本モデルの解釈です。TCP の
    # why ja: 場合は、SYN で始まっていないパケットは破棄されます。
    # facts: classic.udp-release, classic.idle-timeout
    Scenario: After a time-out, the next UDP packet begins the flow anew
      When "vm1" opens a UDP flow to 198.51.100.7:514
      And 5 minutes pass
      And "vm1" sends a late packet on that connection
      Then the traffic is delivered
      And "vm1" uses 1 UDP SNAT port

    # page: idle-timeout-fixed
    # ja: クラシック デプロイのアイドル タイムアウトは変更できない
    # why en: For classic outbound connections the 4 minutes are fixed, so the application has to
    # why en: adapt: keepalives more often than that, or short-lived connections. In today's
    # why en: deployments an outbound rule or a NAT gateway lets the time be set for TCP.
    # why ja: クラシックの送信接続では 4 分に固定されているため、アプリケーションの側で、4 分より短
    # why ja: い間隔でキープアライブを送るか、接続を短時間で閉じて対処します。現在のデプロイでは、ア
    # why ja: ウトバウンド規則または NAT ゲートウェイで TCP の時間を変更できます。
    # facts: classic.idle-timeout.adjustable, classic.idle-timeout
    Scenario: The idle timeout of classic deployments can't be changed
      When the outbound idle timeout is set to 10 minutes
      Then the request is refused because the outbound idle timeout is fixed at 4 minutes
