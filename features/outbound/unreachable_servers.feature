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
      Then 0 requests succeed
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
