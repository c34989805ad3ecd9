# ja: SNAT ポートを枯渇させないアプリケーションの作り方
# why en: Exhaustion is a matter of rate and hold: the connections that an instance opens to one
# why en: destination within 240 seconds may not outnumber its ports, 1,024 at most. So open fewer
# why en: (reuse, a pool), spread them over more destinations, or use an address of your own;
# why en: retrying faster makes it worse. Today's load balancers still divide ports by the same
# why en: table; where that doesn't do, use a NAT gateway.
# why ja: 枯渇するかどうかは、接続を開く頻度と保持時間で決まります。240 秒の間に一つの宛先へ開く接続
# why ja: の数が、インスタンスのポート数 (最大 1,024 個) を超えてはいけません。対処の方法は三つあり
# why ja: ます。接続の再利用や接続プールで新しい接続を減らすか、宛先を増やして分散させるか、自分の
# why ja: アドレスを使います。急いで再試行するほど悪化します。現在のロード バランサーも既定では同じ
# why ja: 表でポートを分けるため、足りなければ NAT ゲートウェイを使ってください。
# facts: classic.fin-hold, classic.ports-by-pool-size
@outbound @workload
Feature: Keeping a busy application inside its SNAT ports

  Background:
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

  # page: connection-per-request-exhausts
  # ja: 毎秒 5 本の新しい接続を開くと、204.8 秒後にポートが枯渇する
  # why en: Each connection keeps its port for 240 seconds after it is closed, and 5 a second × 240
  # why en: s = 1,200 > 1,024 ports. The first failure comes when all are taken, after 1,024 ÷ 5 a
  # why en: second = 204.8 s, long after a short load test has passed. Keep connections open and
  # why en: reuse them.
  # why ja: 閉じた接続のポートも 240 秒は保持されるため、毎秒 5 本 × 240 秒 = 1,200 > 1,024 となり、
  # why ja: 足りなくなります。最初に失敗するのは、すべて使い切る 1,024 ÷ 毎秒 5 本 = 204.8 秒後なの
  # why ja: で、短い負荷テストでは見つかりません。接続を開いたまま再利用してください。
  # facts: classic.fin-hold, classic.ports-by-pool-size, classic.exhaustion-refuses
  Scenario: Five new connections a second exhaust the ports in 204.8 s
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 10 minutes, each on a new connection closed by FIN from both ends
    Then the first request to fail is sent 204.8 seconds after the first request
    And between 350 and 360 requests fail because SNAT ports are exhausted

  # page: four-per-second-hold
  # ja: 毎秒 4 本の新しい接続なら、いつまでも続けられる
  # why en: At this rate ports come back as fast as they are taken: 4 a second × 240 s = 960 <
  # why en: 1,024. The margin is small, and it is gone when the pool grows into the next tier and
  # why en: each instance has half of its ports.
  # why ja: 毎秒 4 本 × 240 秒 = 960 < 1,024 となり、使うのと同じ速さで解放されるため枯渇しません。
  # why ja: ただし余裕は小さく、プールが次のレベルに上がってポートが半分になると足りなくなります。
  # facts: classic.fin-hold, classic.ports-by-pool-size
  Scenario: Four new connections a second can go on for ever
    When "vm1" sends 4 requests per second to 198.51.100.7:443 for 1 hour, each on a new connection closed by FIN from both ends
    Then all 14,400 requests succeed
    And the peak of TCP SNAT ports in use on "vm1" is between 960 and 970

  # page: pool-needs-its-size
  # ja: 接続プールに必要なポートは接続の本数分だけである
  # why en: Ports go by connections and not by requests: 500 a second × 3,600 s = 1,800,000 requests
  # why en: over 20 connections take 20 ports, for as long as the pool lives. A pool is the remedy
  # why en: that costs least. Keep its connections open between requests, and send keepalives where
  # why en: the pauses reach the idle timeout.
  # why ja: 必要なポートの数は、要求ではなく接続の数で決まります。毎秒
  # why ja: 500 件 × 3,600 秒 = 1,800,000 件の要求も、接続 20 本なら使うポートは 20 個です。接続
  # why ja: プールは最も手軽な対策です。要求と要求の間も接続を開いたままにし、間隔が
  # why ja: アイドル タイムアウトに達する場合はキープアライブを送ってください。
  # facts: classic.port-scope
  Scenario: A connection pool needs as many ports as it has connections
    When "vm1" sends 500 requests per second to 198.51.100.7:443 for 1 hour over a pool of 20 connections
    Then all 1,800,000 requests succeed
    And "vm1" uses 20 TCP SNAT ports

  # page: retry-every-second
  # ja: 1 秒ごとに接続を試みると 239 回失敗する
  # why en: All ports are in their hold, so nothing can succeed before 240 seconds are over: one
  # why en: attempt a second means 240 − 1 = 239 failures, each of them a log line and a time-out in
  # why en: the application. Trying more often doesn't help.
  # why ja: すべてのポートが保持中なので、240 秒が過ぎるまで何をしても成功しません。1 秒ごとに試みれ
  # why ja: ば 240 − 1 = 239 回失敗し、そのたびにログが残り、アプリケーションはタイムアウトを待つこ
  # why ja: とになります。頻度を上げても早くはなりません。
  # facts: classic.fin-hold, classic.exhaustion-refuses
  Scenario: Trying to connect every second costs 239 failed attempts
    Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443 and has just closed all of those connections by FIN from both ends
    When "vm1" tries to connect to 198.51.100.7:443 until it succeeds, waiting 1 second before each attempt
    Then it succeeds after 240 seconds and 239 failed attempts

  # page: retry-backing-off
  # ja: バックオフすると 15 秒遅れるが、失敗する試行は 232 回減る
  # why en: Waits of 1, 2, 4, 8, 16, 32, 64 and 128 seconds add up to 1 + 2 + 4 + 8 + 16 + 32 + 64 +
  # why en: 128 s = 255 s, the first sum past the hold of 240 seconds. That is 255 − 240 = 15 s
  # why en: later than with one attempt a second, which fails 239 times; here 239 − 7 = 232 of these
  # why en: attempts are saved.
  # why ja: 待ち時間を 1、2、4、8、16、32、64、128 秒と延ばすと、合計は
  # why ja: 1 + 2 + 4 + 8 + 16 + 32 + 64 + 128 秒 = 255 秒となります。ここで初めて 240 秒の保持を過
  # why ja: ぎます。1 秒ごとに試みると 239 回失敗しますが、それより 255 − 240 = 15 秒遅くなるだけ
  # why ja: で、試行は 239 − 7 = 232 回少なくて済みます。
  # facts: classic.fin-hold
  Scenario: Backing off costs 15 seconds and saves 232 failed attempts
    Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443 and has just closed all of those connections by FIN from both ends
    When "vm1" tries to connect to 198.51.100.7:443 until it succeeds, waiting 1 second before the first attempt and twice as long before each next
    Then it succeeds after 255 seconds and 7 failed attempts

  # page: reuse-one-handshake
  # ja: 1 本の接続を再利用すれば、ハンドシェイクは 1 回で済む
  # why en: One connection carries 5 a second × 600 s = 3,000 requests one after another, with a
  # why en: single handshake and a single port. HTTP keep-alive does this by itself where client and
  # why en: server let it; look for clients that are created anew for each request.
  # why ja: 1 本の接続で毎秒 5 件 × 600 秒 = 3,000 件の要求を順に送れば、ハンドシェイクは 1 回、ポー
  # why ja: トは 1 個で済みます。HTTP のキープアライブが有効なら自動的にこうなるので、要求ごとにクラ
  # why ja: イアントを作り直していないか確認してください。
  # facts: classic.port-scope
  Scenario: Reusing one connection takes one handshake
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 10 minutes over a pool of 1 connection
    Then all 3,000 requests succeed
    And 1 TCP handshake takes place

  # page: new-connections-many-handshakes
  # ja: 要求ごとに新しい接続を開くと、毎回ハンドシェイクが行われる
  # why en: Without reuse 600 requests cost 600 handshakes, each a round trip before the first byte,
  # why en: and from the fourth minute on 1 a second × 240 s = 240 ports at any time. It works,
  # why en: since that is far below 1,024, but it is the habit that exhausts ports at a higher rate.
  # why ja: 再利用しなければ 600 件の要求に 600 回のハンドシェイクが必要で、そのたびに最初のデータま
  # why ja: で 1 往復余分にかかります。4 分後からは、ポートも常に毎秒 1 件 × 240 秒 = 240 個を使い続
  # why ja: けます。1,024 個には収まりますが、頻度が上がれば枯渇する使い方です。
  # facts: classic.fin-hold, classic.ports-by-pool-size
  Scenario: A new connection for each request costs a handshake each time
    When "vm1" sends 1 request per second to 198.51.100.7:443 for 10 minutes, each on a new connection closed by FIN from both ends
    Then all 600 requests succeed
    And 600 TCP handshakes take place

  # page: pool-serves-while-one-waits
  # ja: プールの 1 本が応答を待つ間も、ほかの接続が要求を処理する
  # why en: With HTTP/1.1 a connection carries one request at a time, so a slow answer blocks only
  # why en: its own connection: of the 10 a second × 30 s = 300 requests that come while one waits,
  # why en: the other connection serves 300 − 1 = 299. Give the pool a few connections more than it
  # why en: needs when all is well.
  # why ja: HTTP/1.1 では 1 本の接続で同時に処理できる要求は 1 件なので、遅い応答が止めるのはその接
  # why ja: 続だけです。待つ間に来る毎秒 10 件 × 30 秒 = 300 件のうち、300 − 1 = 299 件はもう 1 本の
  # why ja: 接続が処理します。プールには、平常時に必要な数より少し多めの接続を持たせてください。
  Scenario: While one connection of a pool waits, the others serve
    Given 198.51.100.7 answers the first request after 30 seconds
    When "vm1" sends 10 requests per second to 198.51.100.7:443 for 1 minute over a pool of 2 connections
    Then 299 requests are served while the first one waits for its answer
    And all 600 requests succeed

  # page: single-connection-waits
  # ja: 接続が 1 本だけなら、応答を待つ間はどの要求も処理されない
  # why en: A pool of 1 saves the most ports and stops altogether for the 30 seconds that a slow
  # why en: answer takes; all other requests queue behind it. They succeed in the end, but users
  # why en: have waited. Choose the size of the pool by answer times as well, not by ports alone.
  # why ja: 接続 1 本のプールはポートを最も節約できますが、応答に 30 秒かかれば、その間はほかの要求
  # why ja: がすべて待たされます。最後には成功しても、利用者は待たされています。プールの大きさは、ポ
  # why ja: ートの数だけでなく応答時間も考えて決めてください。
  Scenario: A pool of a single connection serves nobody while it waits
    Given 198.51.100.7 answers the first request after 30 seconds
    When "vm1" sends 10 requests per second to 198.51.100.7:443 for 1 minute over a pool of 1 connection
    Then 0 requests are served while the first one waits for its answer
    And all 600 requests succeed

  # page: udp-pool
  # ja: 同じソケットを使い続ければ、UDP のポートの使用数も抑えられる
  # why en: For UDP a socket that is kept is what a pooled connection is for TCP: 8 sockets take 8
  # why en: ports for 60,000 messages. A new socket for each message would need 100 a second × 240 s
  # why en: = 24,000 ports, since a UDP flow gives its port back by idling alone.
  # why ja: UDP でも、ソケットを使い続ければ接続プールと同じ効果があります。8 個のソケットなら、
  # why ja: 60,000 件を送っても使うポートは 8 個です。UDP のポートはアイドル タイムアウトでしか解放
  # why ja: されないため、1 件ごとに新しいソケットを開くと、毎秒 100 件 × 240 秒 = 24,000 個が必要に
  # why ja: なります。
  # facts: classic.port-scope, classic.idle-timeout
  Scenario: A pool of sockets limits the ports that UDP takes as well
    When "vm1" sends 100 requests per second to 198.51.100.7:514 for 10 minutes over a pool of 8 UDP flows
    Then all 60,000 requests succeed
    And "vm1" uses 8 UDP SNAT ports

  # page: same-rate-never-recovers
  # ja: 毎秒 5 本のまま接続を開き続けると回復しない
  # why en: A failed attempt takes no port, but every port that comes back is taken at once, and 5 a
  # why en: second × 240 s = 1,200 > 1,024 holds at any time. So failures go on until the rate drops
  # why en: below 1,024 ÷ 240 s ≈ 4.27 a second. Waiting alone doesn't help; back off, or reuse
  # why en: connections.
  # why ja: 失敗した試行はポートを使いませんが、解放されたポートはすぐに使われ、毎
  # why ja: 秒 5 本 × 240 秒 = 1,200 > 1,024 の状態が続きます。頻度が 1,024 ÷ 240 秒 ≈ 4.27、つまり
  # why ja: 毎秒 4.27 本より下がらない限り失敗は続きます。待つだけでは回復しないので、間隔を延ばす
  # why ja: か、接続を再利用してください。
  # facts: classic.fin-hold, classic.ports-by-pool-size, classic.exhaustion-refuses
  Scenario: Going on at five connections a second never recovers
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 1 hour, each on a new connection closed by FIN from both ends
    Then requests still fail in the last 5 minutes

  # page: backing-off-recovers
  # ja: 失敗のたびに間隔を延ばせば自然に回復する
  # why en: The first failure comes after 1,024 ÷ 5 a second = 204.8 s, as without backing off. Each
  # why en: failure then doubles the pause, until it reaches past the 240 seconds after which ports
  # why en: come back. This sender stays slow from then on; one that returns to its old rate fails
  # why en: again, so use the pause to open fewer connections. Randomness keeps clients from waking
  # why en: together.
  # why ja: 最初の失敗は、バックオフしない場合と同じく 1,024 ÷ 毎秒 5 本 = 204.8 秒後です。その後は
  # why ja: 失敗のたびに間隔が倍になり、240 秒の保持を終えたポートが戻る頃まで延びます。ここではその
  # why ja: 後も間隔は延びたままです。元の頻度に戻せば再び失敗するので、その間に新しい接続を減らして
  # why ja: ください。間隔にばらつきを設けると、クライアントが一斉に再試行するのを防げます。
  # facts: classic.fin-hold, classic.ports-by-pool-size, classic.exhaustion-refuses
  Scenario: Backing off after each failure recovers by itself
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 1 hour, each on a new connection closed by FIN from both ends, and waits twice as long after each failure
    Then the first request to fail is sent 204.8 seconds after the first request
    And no request fails in the last 50 minutes

  # page: instance-level-ip-ends-exhaustion
  # ja: インスタンス レベルのパブリック IP を割り当てると枯渇が解消する
  # why en: The new connections leave by an address that this instance has for itself, where all its
  # why en: ephemeral ports are free; the exhausted ones belong to the old address. The price is
  # why en: that the partner sees a new address, and that web and worker roles can't have one.
  # why ja: 新しい接続は、このインスタンス専用のアドレスから送信され、エフェメラル ポートをすべて使
  # why ja: えます。枯渇したポートは元のアドレスのものです。ただし、通信相手から見えるアドレスが変わ
  # why ja: ります。また、Web ロールと worker ロールには割り当てられません。
  # facts: classic.methods, classic.instance-level.one-to-one
  Scenario: An instance-level public IP ends the exhaustion
    Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
    When the instance-level public IP 203.0.113.50 is assigned to "vm1"
    And "vm1" opens 2,000 TCP connections to 198.51.100.7:443
    Then all 2,000 connections succeed

  # page: keepalive-two-minutes
  # ja: 2 分ごとのキープアライブにより、通信のない接続が維持される
  # why en: The idle timer starts anew with each keepalive, and 2 minutes are less than the 4
  # why en: minutes after which Azure drops an idle flow. One end is enough. Switch keepalives on in
  # why en: the driver and set the time, since most operating systems wait about two hours.
  # why ja: アイドル タイマーはキープアライブのたびに最初から数え直され、2 分は、Azure がアイドルの
  # why ja: フローを破棄する 4 分より短いため、接続は維持されます。どちらか一方が送れば十分です。多
  # why ja: くの OS の既定値は約二時間なので、ドライバーなどでキープアライブを有効にし、間隔を設定し
  # why ja: てください。
  # facts: classic.idle-timeout, classic.idle-reset.by, classic.idle-reset.ends
  Scenario: A keepalive every two minutes keeps a quiet connection alive
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And "vm1" sends a keepalive on that connection every 2 minutes for 1 hour
    Then that connection is still open

  # page: no-keepalive-times-out
  # ja: キープアライブがなければ、1 時間通信のない接続は失われる
  # why en: A connection pool that rests for an hour comes back to connections that Azure dropped
  # why en: after 4 minutes, in silence. The first requests after a quiet time hang until the
  # why en: application's own time-out. Send keepalives, or let the pool close idle connections
  # why en: sooner.
  # why ja: 1 時間使わなかった接続プールの接続は、4 分が過ぎた時点で Azure が通知なしに破棄していま
  # why ja: す。しばらく使わなかった後の最初の要求は、アプリケーション自身のタイムアウトまで待たされ
  # why ja: ます。キープアライブを送るか、アイドルの接続をプールの側で早めに閉じてください。
  # facts: classic.idle-timeout
  Scenario: Without keepalives, a connection quiet for an hour is gone
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And 1 hour passes
    Then that connection has timed out
