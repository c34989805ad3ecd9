# ja: 応答しないサーバー、接続を拒否するサーバー
# ja: 接続に失敗した試行も SNAT ポートを使う。応答がなければポートはアイドル タイムアウトまで、RST で
# ja: 拒否されればその 15 秒後まで塞がる。休みなく再試行すると、接続できないままポートが枯渇する。
# why en: An attempt takes its port before anybody knows whether it will succeed. So a single dead
# why en: destination can exhaust the ports toward it, and a firewall that drops in silence does
# why en: more harm than one that rejects: wait longer after each failure. The document speaks of
# why en: RST and of idle flows; that an unanswered SYN counts as an idle flow is this model's
# why en: reading. A NAT gateway gives up on one after half a minute.
# why ja: 接続の試行は、成功するかどうかが分かる前にポートを使います。そのため、到達できない宛先が一
# why ja: つあるだけで、その宛先へのポートが枯渇することがあります。ファイアウォールで黙って破棄する
# why ja: ほうが、拒否するよりも影響は大きくなります。失敗のたびに再試行の間隔を延ばしてください。文
# why ja: 書が述べているのは RST とアイドル状態のフローだけで、応答のない SYN をアイドルのフローと見
# why ja: なすのは本モデルの解釈です。NAT ゲートウェイでは三十秒で打ち切られます。
# facts: classic.idle-timeout, classic.rst-hold
@outbound @classic
Feature: Servers that don't answer, and servers that refuse

  An attempt to connect takes a SNAT port although it fails. Without an answer the port
  is held until the idle timeout, after a refusal by RST for 15 seconds. Whoever retries
  without a pause runs out of ports and never gets a connection.

  Background:
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

  # ja: 応答のない試行のポートはアイドル タイムアウトまで塞がる
  # ja: 最後に通ったのは SYN であり、その 4 分後にフローがアイドルとして失われる。
  Rule: An attempt without an answer holds its port until the idle timeout

    The SYN was the last packet of the flow, which idles out 4 minutes later.

    Background:
      Given the server 198.51.100.7 doesn't answer

    # page: one-attempt-syn-sent
    # ja: 応答のない 1 回の試行は、ポートを 4 分間塞ぐ
    # why en: In this model the SYN opens a flow, and since nothing follows it idles out 4 minutes
    # why en: later, long after the application has given up. Closing the socket doesn't help, since
    # why en: no packet says so.
    # why ja: 本モデルでは SYN でフローが開き、その後何も流れないため、4 分後にアイドル タイムアウト
    # why ja: で失われます。アプリケーションがとうに諦めた後です。ソケットを閉じても、それを伝えるパ
    # why ja: ケットは送られないため、早くはなりません。
    # facts: classic.idle-timeout
    Scenario: One attempt without an answer holds its port for 4 minutes
      When "vm1" opens a TCP connection to 198.51.100.7:1883
      Then the connection fails because the server doesn't answer
      And "vm1" uses 1 TCP SNAT port
      When 239 seconds pass
      Then "vm1" uses 1 TCP SNAT port
      When 1 second passes
      Then "vm1" uses 0 TCP SNAT ports

    # page: five-per-second-exhaust
    # ja: 応答のない試行が毎秒 5 回なら、4 分以内にポートが枯渇する
    # why en: Each attempt holds its port for 240 seconds, and 5 a second × 240 s = 1,200 > 1,024
    # why en: ports: 1,200 − 1,024 = 176 attempts find none. A retry loop with a pause of a fifth of
    # why en: a second, toward one server that is down, does just that.
    # why ja: 1 回の試行はポートを 240 秒塞ぐため、毎秒 5 回 × 240 秒 = 1,200 > 1,024 となり、
    # why ja: 1,200 − 1,024 = 176 回分のポートが足りません。停止した 1 台のサーバーに対して、
    # why ja: 毎秒 5 回のペースで再試行し続けるだけでこうなります。
    # facts: classic.idle-timeout, classic.ports-by-pool-size, classic.exhaustion-refuses
    Scenario: Five unanswered attempts a second use up the ports in 4 minutes
      When "vm1" sends 5 requests per second to 198.51.100.7:1883 for 4 minutes, each on a new connection closed by RST
      Then 0 requests succeed
      And the first request to fail is sent 0 seconds after the first request
      And 1,024 requests fail because the server doesn't answer
      And 176 requests fail because SNAT ports are exhausted

    # page: four-per-second-dont
    # ja: 応答のない試行が毎秒 4 回なら枯渇しない
    # why en: Here 4 a second × 240 s = 960 < 1,024, so there is always a port for the next attempt.
    # why en: The margin is gone where the instance has half as many ports, from 51 instances on.
    # why ja: 毎秒 4 回 × 240 秒 = 960 < 1,024 なので、次の試行のポートは常にあります。ただし、台数
    # why ja: が次のレベルに上がってポートが半分になると足りなくなります。
    # facts: classic.idle-timeout, classic.ports-by-pool-size
    Scenario: Four unanswered attempts a second never exhaust the ports
      When "vm1" sends 4 requests per second to 198.51.100.7:1883 for 10 minutes, each on a new connection closed by RST
      Then 0 requests succeed
      And 0 requests fail because SNAT ports are exhausted

    # page: retry-loop-changes-reason
    # ja: 休みのない再試行は、失敗の理由を途中で変える
    # why en: The loop fails from the first attempt on, because nobody answers. At 50 a second the
    # why en: 1,024 ports last 1,024 ÷ 50 ≈ 20 s; from then on the attempts fail for want of ports,
    # why en: and no packet leaves any more. So the reason seen at the end isn't the one that began
    # why en: it: look at the first failure.
    # why ja: 再試行は、応答がないため最初から失敗しています。毎秒 50 回なら 1,024 個のポートは
    # why ja: 1,024 ÷ 50 ≈ 20 秒でなくなり、以後はポート不足で失敗し、パケットも送られません。最後に
    # why ja: 見える理由は発端ではないので、最初の失敗を確認してください。
    # facts: classic.idle-timeout, classic.ports-by-pool-size, classic.exhaustion-refuses
    Scenario: A retry loop without a pause fails for another reason in the end
      When "vm1" sends 50 requests per second to 198.51.100.7:1883 for 20 seconds, each on a new connection closed by RST
      Then 1,000 requests fail because nothing answers
      And 0 requests fail because SNAT ports are exhausted
      When "vm1" sends 50 requests per second to 198.51.100.7:1883 for 1 minute, each on a new connection closed by RST
      Then requests still fail in the last 10 seconds because SNAT ports are exhausted

    # page: udp-no-different
    # ja: 応答のない UDP フローも、ポートを 4 分間塞ぐ
    # why en: The first packet opens the flow whether anybody listens or not, and UDP has no end but
    # why en: the idle timeout of 4 minutes. DNS queries to a server that is down, each from a new
    # why en: port, use up ports in the same way.
    # why ja: 相手がいてもいなくても最初のパケットでフローが開き、UDP のフローが終わるのは 4 分間の
    # why ja: アイドル タイムアウトだけです。停止した DNS サーバーに毎回新しいポートから問い合わせる
    # why ja: と、同じようにポートを使い切ります。
    # facts: classic.idle-timeout, classic.udp-release
    Scenario: An unanswered UDP flow holds its port for 4 minutes as well
      When "vm1" opens a UDP flow to 198.51.100.7:514
      Then the traffic is dropped because the server doesn't answer
      And "vm1" uses 1 UDP SNAT port
      When 4 minutes pass
      Then "vm1" uses 0 UDP SNAT ports

  # ja: 失敗をアプリケーションが知るまでの時間は OS が決める
  # ja: 応答がないことは、OS が諦めるまで分からない。ポートはその後も塞がっている。
  Rule: The operating system decides when an application learns of it

    Nobody tells that no answer will come, so the system waits, and waits again. The port
    is held for longer than that.

    # page: windows-gives-up-after-21-seconds
    # ja: Windows は、応答のない接続を 21 秒後に諦める
    # why en: Windows waits 3 seconds after its first SYN and twice as long after each of the 2 that
    # why en: follow: 3 + 6 + 12 = 21 seconds in all. The application learns no more than that it
    # why en: took too long; the SNAT port stays in use for the rest of the 4 minutes, 240 − 21 =
    # why en: 219 seconds. Set a shorter time-out in the application, and it will take no port back.
    # why ja: Windows は最初の SYN の後に 3 秒、続く 2 回の後にはそのたびに倍の時間を待ち、合わせ
    # why ja: て 3 + 6 + 12 = 21 秒です。アプリケーションに分かるのは時間切れになったことだけで、
    # why ja: SNAT ポートは 4 分の残り 240 − 21 = 219 秒も塞がっています。アプリケーションのタイムア
    # why ja: ウトを短くしても、ポートは早く戻りません。
    # facts: host.retransmission-wait, host.syn-retransmissions, host.waits-double, host.operating-system, host.syn-without-answer, classic.idle-timeout, classic.unanswered-syn
    Scenario: Windows gives an unanswered attempt up after 21 seconds
      Given the server 198.51.100.7 doesn't answer
      When "vm1" opens a TCP connection to 198.51.100.7:1883
      Then the connection fails because nothing answers
      And the attempt to connect fails after 21 seconds
      When 21 seconds pass
      Then the connection fails because the connection has timed out
      And "vm1" uses 1 TCP SNAT port
      When 219 seconds pass
      Then "vm1" uses 0 TCP SNAT ports

    # page: linux-gives-up-after-131-seconds
    # ja: Linux は、応答のない接続を 131 秒後に諦める
    # why en: Linux waits 1 second 4 times, then for 6 times twice as long each time. Of the 131
    # why en: seconds 131 − 4 = 127 are left to the waits that double, and older kernels, which have
    # why en: no others, stop after those. So a retry loop of one attempt at a time is slower on
    # why en: Linux than on Windows, and holds fewer ports.
    # why ja: Linux はまず 1 秒を 4 回待ち、その後は 6 回にわたって倍の時間を待ちます。131 秒のう
    # why ja: ち 131 − 4 = 127 秒は倍になっていく待ち時間で、それしかない古いカーネルはここで諦めます。
    # why ja: 一つずつ再試行するループは Windows よりも遅くなり、塞がるポートも少なくなります。
    # facts: host.linux.retransmission-wait, host.linux.syn-retransmissions, host.linux.even-waits, host.waits-double
    Scenario: Linux gives an unanswered attempt up after 131 seconds
      Given "vm1" runs Linux
      And the server 198.51.100.7 doesn't answer
      When "vm1" opens a TCP connection to 198.51.100.7:1883
      Then the attempt to connect fails after 131 seconds

    # page: one-attempt-at-a-time
    # ja: 一つずつの再試行なら、塞がるポートは 12 個にとどまる
    # why en: A loop that waits for each attempt starts one every 3 + 6 + 12 = 21 s, and each holds
    # why en: its port for 240 s: 240 s ÷ 21 s ≈ 11.4, so at most 12 at once. In the 3,600 s of an
    # why en: hour that are 3,600 s ÷ 21 s ≈ 171.4, or 172 attempts, and no exhaustion. What exhausts
    # why en: ports is many attempts at a time, or a short time-out of the application.
    # why ja: 試行の結果を待つループでは 3 + 6 + 12 = 21 秒に 1 回しか試みず、ポートは 240 秒塞がる
    # why ja: ため、240 秒 ÷ 21 秒 ≈ 11.4、同時に塞がるのは多くても 12 個です。1 時間、つまり
    # why ja: 3,600 秒では 3,600 秒 ÷ 21 秒 ≈ 171.4、172 回となり、枯渇しません。枯渇するのは、同時
    # why ja: に多数を試みる場合や、アプリケーションのタイムアウトが短い場合です。
    # facts: classic.idle-timeout, host.retransmission-wait, host.syn-retransmissions
    Scenario: One attempt at a time holds 12 ports at most
      Given the server 198.51.100.7 doesn't answer
      When "vm1" tries to connect to 198.51.100.7:1883 for 1 hour, again as soon as each attempt fails
      Then 172 requests fail because nothing answers
      And the peak of TCP SNAT ports in use on "vm1" is between 12 and 12

    # page: refusal-is-told-at-once
    # ja: 拒否されたことは、すぐに分かる
    # why en: An RST is an answer, and the application has its error at once. Whoever sees an error
    # why en: within a moment has reached a machine; whoever waits for it has reached nobody, or a
    # why en: firewall that is silent.
    # why ja: RST も応答なので、アプリケーションはすぐにエラーを受け取ります。すぐに失敗するなら相手
    # why ja: のマシンには届いており、待たされるなら、誰にも届いていないか、黙って破棄するファイアウォ
    # why ja: ールがあります。
    # facts: classic.rst-hold
    Scenario: A refusal is told at once
      Given the server 198.51.100.7 refuses connections
      When "vm1" opens a TCP connection to 198.51.100.7:1883
      Then the attempt to connect fails after 0 seconds

    # page: exhaustion-looks-like-silence
    # ja: ポートが枯渇していても、アプリケーションには時間切れに見える
    # why en: Where no SNAT port is free the SYN is dropped in silence, so that the application waits
    # why en: as it would for a dead server: 3 + 6 + 12 = 21 seconds. Its log tells a time-out and no
    # why en: cause; look at the SNAT metrics before you look at the server.
    # why ja: SNAT ポートに空きがなければ SYN は黙って破棄されるため、アプリケーションは停止したサー
    # why ja: バーの場合と同じく 3 + 6 + 12 = 21 秒待ちます。ログには時間切れとあるだけで、原因は分
    # why ja: かりません。サーバーを調べる前に SNAT のメトリックを確認してください。
    # facts: classic.exhaustion-refuses, host.retransmission-wait, host.syn-retransmissions
    Scenario: Exhausted ports look like a server that doesn't answer
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When "vm1" opens a TCP connection to 198.51.100.7:443
      Then the connection fails because SNAT ports are exhausted
      And the attempt to connect fails after 21 seconds
      When 21 seconds pass
      Then the connection fails because the connection has timed out

  # ja: 拒否された試行のポートは 15 秒塞がる
  # ja: サーバーの RST でフローは終わり、ポートは RST の後の保持時間が過ぎるまで塞がる。
  Rule: A refused attempt holds its port for 15 seconds

    The server's RST ends the flow, and the hold after RST begins.

    Background:
      Given the server 198.51.100.7 refuses connections

    # page: one-attempt-holds-port
    # ja: 拒否された 1 回の試行は、ポートを 15 秒間塞ぐ
    # why en: The server's RST ends the flow at once, and only the hold of 15 seconds remains. So a
    # why en: server that refuses does little harm compared with one that is silent.
    # why ja: サーバーの RST でフローはすぐに終わり、残るのは 15 秒の保持だけです。拒否するサーバー
    # why ja: の影響は、応答しないサーバーに比べて小さくなります。
    # facts: classic.rst-hold
    Scenario: One refused attempt holds its port for 15 seconds
      When "vm1" opens a TCP connection to 198.51.100.7:1883
      Then the connection fails because the server refuses the connection
      When 14 seconds pass
      Then "vm1" uses 1 TCP SNAT port
      When 1 second passes
      Then "vm1" uses 0 TCP SNAT ports

    # page: three-attempts-at-once
    # ja: 拒否された 3 回の試行は、3 個のポートを 15 秒間塞ぐ
    # why en: Every attempt has a hold of its own, since every one has a port of its own: 3 ports
    # why en: are gone for 15 seconds. What counts is attempts, not successes.
    # why ja: 試行ごとにポートを使い、それぞれに保持があるため、3 個のポートが 15 秒塞がります。数え
    # why ja: られるのは成功した接続ではなく、試行の回数です。
    # facts: classic.rst-hold, classic.port-scope
    Scenario: Three refused attempts hold three ports for 15 seconds
      When "vm1" opens 3 TCP connections to 198.51.100.7:1883
      Then the connection fails because the server refuses the connection
      When 14 seconds pass
      Then "vm1" uses 3 TCP SNAT ports
      When 1 second passes
      Then "vm1" uses 0 TCP SNAT ports

    # page: 68-per-second-hold
    # ja: 拒否される試行が毎秒 68 回までなら枯渇しない
    # why en: Each refused attempt holds its port for 15 seconds, and 68 a second × 15 s = 1,020 <
    # why en: 1,024. So a retry loop against a server that refuses has to be quick before it
    # why en: exhausts anything.
    # why ja: 拒否された試行がポートを塞ぐのは 15 秒なので、毎秒 68 回 × 15 秒 = 1,020 < 1,024 とな
    # why ja: り、枯渇しません。拒否するサーバーへの再試行で枯渇するのは、よほど頻度が高い場合だけで
    # why ja: す。
    # facts: classic.rst-hold, classic.ports-by-pool-size
    Scenario: Up to 68 refused attempts a second never exhaust the ports
      When "vm1" sends 68 requests per second to 198.51.100.7:1883 for 1 minute, each on a new connection closed by RST
      Then 4,080 requests fail because the server refuses the connection
      And the peak of TCP SNAT ports in use on "vm1" is between 1,020 and 1,020
      And 0 requests fail because SNAT ports are exhausted

    # page: 69-per-second-exhaust
    # ja: 拒否される試行が毎秒 69 回以上なら枯渇する
    # why en: One attempt a second more is too many: 69 a second × 15 s = 1,035 > 1,024, so in the
    # why en: first 15 seconds 1,035 − 1,024 = 11 find no port. A tight loop without a pause is far
    # why en: above that.
    # why ja: 毎秒 1 回増えるだけで、毎秒 69 回 × 15 秒 = 1,035 > 1,024 となり、最初の 15 秒
    # why ja: で 1,035 − 1,024 = 11 回分が足りなくなります。休みのない再試行のループは、これをはるか
    # why ja: に上回ります。
    # facts: classic.rst-hold, classic.ports-by-pool-size, classic.exhaustion-refuses
    Scenario: From 69 refused attempts a second on, the ports run out
      When "vm1" sends 69 requests per second to 198.51.100.7:1883 for 15 seconds, each on a new connection closed by RST
      Then 11 requests fail because SNAT ports are exhausted

    # page: fewer-ports-fewer-refusals
    # ja: ポートが 128 個なら、拒否される試行は毎秒 8 回までである
    # why en: In a pool of more than 200 instances each has 128 ports, and 8 a second × 15 s = 120
    # why en: are fewer, 9 a second × 15 s = 135 more. What a small deployment never notices stops a
    # why en: large one: pause between attempts, the longer the more instances there are.
    # why ja: 200 台を超えるプールでは 1 台につき 128 個なので、毎秒 8 回 × 15 秒 = 120 なら足り、毎
    # why ja: 秒 9 回 × 15 秒 = 135 では足りません。小さなデプロイでは問題にならない再試行が、大きな
    # why ja: デプロイでは枯渇を招きます。台数が多いほど、再試行の間隔を空けてください。
    # facts: classic.rst-hold, classic.ports-by-pool-size
    Scenario Outline: With 128 ports, 8 refused attempts a second are the most
      When the deployment grows to 201 instances
      And "vm1" sends <rate> requests per second to 198.51.100.7:1883 for 15 seconds, each on a new connection closed by RST
      Then <refused> requests fail because the server refuses the connection
      And <exhausted> requests fail because SNAT ports are exhausted

      Examples:
        # ja: | 毎秒の試行 | 拒否 | 枯渇 |
        | rate | refused | exhausted |
        | 8    | 120     | 0         |
        | 9    | 128     | 7         |

  # ja: 接続した後に切るサーバーでも、ポートは 15 秒塞がる
  # ja: サーバーが要求に RST を返すとフローは終わり、ポートは RST の後の保持時間が過ぎるまで塞がる。
  Rule: A server that resets the connection frees its port 15 seconds later

    The RST ends the flow from whichever end it comes.

    # page: reset-after-handshake
    # ja: 要求に RST を返されると、接続は要求の時点で失敗する
    # why en: The handshake succeeds and so does a test that only connects; the RST comes with the
    # why en: first request. For the port it is an RST like any other: 15 seconds. Look into the
    # why en: server's log, or at a firewall that inspects what is sent.
    # why ja: ハンドシェイクは成功するため、接続できるかどうかの確認では分かりません。最初の要求に
    # why ja: RST が返ります。ポートの扱いはほかの RST と同じで、15 秒塞がります。サーバーのログか、
    # why ja: 通信の中身を検査するファイアウォールを調べてください。
    # facts: classic.rst-hold
    Scenario: A request answered with RST fails after a good handshake
      Given the server 198.51.100.7 answers each request with RST
      When "vm1" opens a TCP connection to 198.51.100.7:1883
      Then 1 connection succeeds
      When "vm1" sends application data on one of the connections
      Then the connection fails because the server resets the connection
      When 14 seconds pass
      Then its SNAT port is still held
      When 1 second passes
      Then its SNAT port is free

    # page: server-breaks-off
    # ja: サーバーが接続を打ち切ったときも、ポートは 15 秒塞がる
    # why en: An RST from the server ends the flow as one from the instance does, and the port is
    # why en: free 15 seconds later. A server that restarts, or that closes what has been idle for
    # why en: too long, so costs little.
    # why ja: サーバーからの RST も、インスタンスからの RST と同じくフローを終わらせ、ポートは 15 秒
    # why ja: 後に解放されます。再起動するサーバーや、アイドル接続を打ち切るサーバーの影響は小さなも
    # why ja: のです。
    # facts: classic.rst-hold
    Scenario: A server that breaks the connection off frees its port as quickly
      When "vm1" opens a TCP connection to 198.51.100.7:1883
      And 198.51.100.7 resets one of the connections
      And 14 seconds pass
      Then its SNAT port is still held
      When 1 second passes
      Then its SNAT port is free

    # page: resets-as-a-workload
    # ja: RST を返され続けても、毎秒 68 件までなら枯渇しない
    # why en: Each request fails, and each costs a port for 15 seconds: 68 a second × 15 s = 1,020 <
    # why en: 1,024. One more is too many: 69 a second × 15 s = 1,035 > 1,024, and 1,035 − 1,024 =
    # why en: 11 find none. Nothing differs from a server that refuses.
    # why ja: どの要求も失敗し、そのたびにポートが 15 秒塞がります。毎秒 68 件 × 15 秒 = 1,020 <
    # why ja: 1,024 なら足り、毎秒 69 件 × 15 秒 = 1,035 > 1,024 では 1,035 − 1,024 = 11 件分が足り
    # why ja: ません。接続を拒否するサーバーの場合と変わりません。
    # facts: classic.rst-hold, classic.ports-by-pool-size
    Scenario Outline: Requests answered with RST hold a port for 15 seconds each
      Given the server 198.51.100.7 answers each request with RST
      When "vm1" sends <rate> requests per second to 198.51.100.7:1883 for 15 seconds, each on a new connection closed by RST
      Then <reset> requests fail because the server resets the connection
      And <exhausted> requests fail because SNAT ports are exhausted

      Examples:
        # ja: | 毎秒の要求 | リセット | 枯渇 |
        | rate | reset | exhausted |
        | 68   | 1,020 | 0         |
        | 69   | 1,024 | 11        |

    # page: pool-against-resets
    # ja: RST を返すサーバーには、接続プールも役に立たない
    # why en: Each RST ends a connection of the pool, and the next request in its turn opens another, so that there
    # why en: are as many handshakes as requests that find a port: <reset>. At 68 a second × 15 s = 1,020 the ports
    # why en: last, at 69 × 15 = 1,035 > 1,024 they don't. Mend the server; a larger pool changes nothing.
    # why ja: RST を受けるたびにプールの接続は終わり、次の順番の要求で新しい接続を開くため、ポートのある要求と同じ <reset> 回のハンドシェイクに
    # why ja: なります。毎秒 68 件 × 15 秒 = 1,020 なら足りますが、69 × 15 = 1,035 > 1,024 では足りません。プールを大きくしても変わら
    # why ja: ないため、サーバーを直してください。
    # facts: classic.rst-hold, classic.ports-by-pool-size, host.reset-connection-is-replaced
    Scenario Outline: Against resets a pool opens a connection per request
      Given the server 198.51.100.7 answers each request with RST
      When "vm1" sends <rate> requests per second to 198.51.100.7:1883 for 15 seconds over a pool of 10 connections
      Then <reset> requests fail because the server resets the connection
      And <exhausted> requests fail because SNAT ports are exhausted
      And <reset> TCP handshakes take place

      Examples:
        # ja: | 毎秒の要求 | リセット | 枯渇 |
        | rate | reset | exhausted |
        | 68   | 1,020 | 0         |
        | 69   | 1,024 | 11        |

  # ja: サーバーが途中で停止しても、開いている接続はそのことを知らない
  Rule: A server that stops is noticed by who sends

    # page: server-stops-midway
    # ja: サーバーが停止しても、送るまで接続は開いたままに見える
    # why en: A server that goes down sends nothing, so the machine has no way to know: its
    # why en: connection is open until something is sent and nobody answers. Only keepalives, or a
    # why en: time-out of the application, find out sooner.
    # why ja: 停止したサーバーは何も送らないため、マシンには知りようがありません。何かを送って応答が
    # why ja: ないと分かるまで、接続は開いたままです。早く気付くには、キープアライブかアプリケーショ
    # why ja: ンのタイムアウトを使ってください。
    # facts: classic.idle-timeout
    Scenario: A server that stops leaves the connection open at the other end
      When "vm1" opens a TCP connection to 198.51.100.7:1883
      And 198.51.100.7 stops answering
      And 1 minute passes
      Then that connection is still open
      When "vm1" sends application data on one of the connections
      Then the traffic is dropped because the server doesn't answer
      And its SNAT port is still held

    # page: server-answers-again
    # ja: サーバーが戻れば、次の試行は成功する
    # why en: An attempt during the outage has taken its own port and keeps it for 4 minutes; the
    # why en: next one needs another and succeeds at once. The outage is over for the application
    # why en: before it is over for the ports.
    # why ja: 停止中の試行が使ったポートは 4 分間塞がったままですが、次の試行は別のポートですぐに成
    # why ja: 功します。ポートの影響は、アプリケーションが回復した後も残ります。
    # facts: classic.idle-timeout
    Scenario: When the server is back, the next attempt succeeds
      When 198.51.100.7 stops answering
      And "vm1" opens a TCP connection to 198.51.100.7:1883
      Then the connection fails because nothing answers
      When 198.51.100.7 answers again
      And "vm1" opens a TCP connection to 198.51.100.7:1883
      Then 1 connection succeeds
      And "vm1" uses 2 TCP SNAT ports

  # ja: 応答が遅いと、待つ間にフローが失われることがある
  Rule: A late answer may find its flow gone

    Background:
      Given 198.51.100.7 answers the first request after 10 minutes

    # page: pool-first-request-fails
    # ja: 接続プールでは、4 分より長く待つ要求は失敗する
    # why en: While a server works for 10 minutes nothing passes on the connection, so Azure forgets
    # why en: it after 4 minutes, and the answer finds no flow. The application waits for an answer
    # why en: that was sent. Let the server send something meanwhile, use keepalives, or fetch the
    # why en: result later.
    # why ja: サーバーが 10 分かけて処理する間は何も流れないため、4 分が過ぎると Azure はフローを破
    # why ja: 棄し、応答は届きません。アプリケーションは、送られたはずの応答を待ち続けることになりま
    # why ja: す。処理中も何かを送るか、キープアライブを使うか、結果を後で取りに行く方式にしてくださ
    # why ja: い。
    # facts: classic.idle-timeout
    Scenario: In a pool, a request that waits longer than 4 minutes fails
      When "vm1" sends 1 request per second to 198.51.100.7:5432 for 1 second over a pool of 1 connection
      Then 0 requests succeed
      When 10 minutes pass
      Then the first request to fail is sent 0 seconds after the first request
      And 1 request fails because the connection has timed out

    # page: keepalive-lets-answer-through
    # ja: キープアライブがあれば、10 分後の応答も届く
    # why en: A keepalive every 2 minutes comes before the 4 minutes are over, so Azure knows the
    # why en: flow when the answer is sent after 10. Without any, the flow is gone long before, and
    # why en: the answer with it. Switching keepalives on isn't enough where the system sends its
    # why en: first one after two hours: set the interval too.
    # why ja: 2 分ごとのキープアライブは 4 分が過ぎる前に届くため、10 分後に応答が送られるときもフ
    # why ja: ローは残っています。キープアライブがなければフローはとうに失われ、応答も届きません。最
    # why ja: 初のキープアライブを二時間後に送る OS では、有効にするだけでは足りません。間隔も設定し
    # why ja: てください。
    # facts: classic.idle-timeout, classic.idle-reset.by
    Scenario: With a keepalive every 2 minutes, an answer after 10 minutes arrives
      When "vm1" opens a TCP connection to 198.51.100.7:5432
      And "vm1" sends application data on one of the connections
      And "vm1" sends a keepalive on that connection every 2 minutes for 10 minutes
      Then an answer has arrived on that connection

    # page: no-keepalive-no-answer
    # ja: キープアライブがなければ、10 分後の応答は届かない
    # why en: The same query in silence: after 4 minutes the flow is gone, 10 − 4 = 6 minutes before
    # why en: the answer is sent. The server believes that it has answered, and the client waits.
    # why ja: 同じ要求でも、何も流れなければ 4 分後にフローが失われます。応答が送られるの
    # why ja: は 10 − 4 = 6 分後です。サーバーは応答したつもりでおり、クライアントは待ち続けます。
    # facts: classic.idle-timeout
    Scenario: Without keepalives, an answer after 10 minutes never arrives
      When "vm1" opens a TCP connection to 198.51.100.7:5432
      And "vm1" sends application data on one of the connections
      And that connection is idle for 10 minutes
      Then no answer has arrived on that connection
      And that connection has timed out

    # page: own-connection-no-better
    # ja: 要求ごとに接続を開いても、10 分待つ要求は失敗する
    # why en: Reuse isn't to blame: on a connection of its own the answer is just as late for the 4
    # why en: minutes of the flow. Of 1 a second × 1,200 s = 1,200 requests only the one that waits
    # why en: 10 minutes is lost, 1,200 − 1 = 1,199 succeed.
    # why ja: 接続の再利用が原因ではありません。専用の接続でも、応答は 4 分間のアイドル タイムアウト
    # why ja: に間に合いません。毎秒 1 件 × 1,200 秒 = 1,200 件のうち、失われるのは 10 分待つ 1 件だ
    # why ja: けで、1,200 − 1 = 1,199 件は成功します。
    # facts: classic.idle-timeout
    Scenario: A connection for each request doesn't save a 10-minute wait
      When "vm1" sends 1 request per second to 198.51.100.7:5432 for 20 minutes, each on a new connection closed by FIN from both ends
      Then the first request to fail is sent 0 seconds after the first request
      And 1,199 requests succeed

    # page: answer-within-four-minutes
    # ja: 4 分に満たなければ応答は届く
    # why en: An answer after 239 seconds comes while the flow is still known, so all 300 requests
    # why en: succeed. The limit is on silence and not on duration: a server that sends something
    # why en: now and then may take as long as it likes.
    # why ja: 239 秒後の応答はフローが残っている間に届くため、300 件の要求がすべて成功します。制限さ
    # why ja: れるのは処理の長さではなく、何も流れない時間です。ときどき何かを送れば、処理がどれだけ
    # why ja: 長くても構いません。
    # facts: classic.idle-timeout
    Scenario: An answer within four minutes arrives
      Given 198.51.100.7 answers the first request after 239 seconds
      When "vm1" sends 1 request per second to 198.51.100.7:5432 for 5 minutes, each on a new connection closed by FIN from both ends
      Then all 300 requests succeed

  # ja: 応答が遅いと、接続プールでは要求が空きを待つ
  Rule: Slow answers keep the connections of a pool busy

    # page: slow-pool-queues
    # ja: どの応答にも 2 秒かかるなら、接続 10 本で毎秒 5 件までである
    # why en: A connection is busy for the 2 seconds of each answer, so 10 connections carry 10 ÷
    # why en: 2 = 5 requests a second. Twice as many come, and half of them wait for a connection,
    # why en: longer and longer: in 59 seconds each connection has had 58 ÷ 2 = 29 answers, 10 × 29
    # why en: = 290 in all, of 10 × 59 = 590 requests. A slow server needs a larger pool, not more
    # why en: ports.
    # why ja: 応答のたびに接続が 2 秒間使われるため、10 本の接続で処理できるのは毎秒 10 ÷ 2 = 5 件
    # why ja: です。その倍の要求が届くので半分が空きを待ち、待ち時間は延び続けます。59 秒の間に届く
    # why ja: 応答は接続 1 本につき 58 ÷ 2 = 29 件、全体では 10 × 29 = 290 件で、要求
    # why ja: は 10 × 59 = 590 件です。遅いサーバーに必要なのはポートではなく、接続の多いプールです。
    Scenario: Where each answer takes 2 seconds, 10 connections carry 5 a second
      Given 198.51.100.7 answers each request after 2 seconds
      When "vm1" sends 10 requests per second to 198.51.100.7:5432 for 59 seconds over a pool of 10 connections
      Then 290 requests succeed
      And the peak of TCP SNAT ports in use on "vm1" is between 10 and 10

  # ja: 塞がったポートは、接続先に到達できる場合でも使えない
  Rule: A held port is held toward a server that answers as well

    # page: held-port-stays-held
    # ja: 塞がったポートは、エフェメラル ポートが一巡しても使えない
    # why en: In 239 seconds there are 100 a second × 239 s = 23,900 requests, more than the 65,535
    # why en: − 49,152 + 1 = 16,384 ports that the operating system has, so it begins again with its
    # why en: first. Azure's hold of 240 seconds takes no notice: 1,024 connections are made, and
    # why en: 23,900 − 1,024 = 22,876 fail. That the server answers makes no difference either.
    # why ja: 239 秒の間に毎秒 100 件 × 239 秒 = 23,900 件の要求があり、OS のポー
    # why ja: ト 65,535 − 49,152 + 1 = 16,384 個は一巡して最初から使われます。それで
    # why ja: も Azure の 240 秒の保持は変わらず、成立する接続は 1,024 本で、
    # why ja: 23,900 − 1,024 = 22,876 件は失敗します。サーバーが応答するかどうかも関係ありません。
    # facts: classic.fin-hold, classic.ports-by-pool-size, host.first-ephemeral-port, host.last-ephemeral-port
    Scenario: A held port stays held when the ephemeral ports come round
      When "vm1" sends 100 requests per second to 198.51.100.8:443 for 239 seconds, each on a new connection closed by FIN from both ends
      Then 1,024 TCP handshakes take place
      And 22,876 requests fail because SNAT ports are exhausted
