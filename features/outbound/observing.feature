# ja: 送信接続についてエンジニアが確認できること
# ja: 使用中のパブリック IP アドレスはデプロイの内側から調べられ、変換の働きは netstat と
# ja: パケット キャプチャに現れる。
# why en: The instance itself sees only its private side, so its own tools never show the address
# why en: that a partner sees, nor that SNAT ports run out. A DNS server that answers with the
# why en: address a query came from closes the first gap; a capture on either side of the
# why en: translation shows the rest. Today's load balancers also have a metric of failed SNAT
# why en: connections.
# why ja: インスタンスから見えるのはプライベート側だけなので、自身のツールには、通信相手から見えるア
# why ja: ドレスも SNAT ポートの枯渇も現れません。アドレスは、問い合わせ元のアドレスを答え
# why ja: る DNS サーバーで調べられます。それ以外は、変換の両側でキャプチャすれば分かります。現在の
# why ja: ロード バランサーでは、失敗した SNAT 接続の数をメトリックでも確認できます。
# facts: classic.lookup.name
@outbound @classic @tools
Feature: What an engineer sees of outbound connections

  The public address in use can be looked up from inside, and netstat and packet
  captures show what the translation does.

  # ja: OpenDNS への nslookup で使用中のパブリック IP アドレスが分かる
  Rule: nslookup against OpenDNS answers with the public address in use

    # page: nslookup-endpoint
    # ja: エンドポイントの背後では、nslookup にそのアドレスが表示される
    # why en: The server resolver1.opendns.com answers the name myip.opendns.com with the address
    # why en: that the query came from, so this query, which leaves as any other flow does, comes
    # why en: back with the endpoint's address. Use it before you tell a partner what to allow.
    # why ja: resolver1.opendns.com は、myip.opendns.com という名前に対して問い合わせ元のアドレスを
    # why ja: 答えます。この問い合わせもほかのフローと同じように送信されるため、エンドポイントのアド
    # why ja: レスが返ります。許可すべきアドレスを通信相手に伝える前に確認してください。
    # facts: classic.lookup.name, classic.lookup.resolver, classic.methods
    Scenario: Behind an endpoint, nslookup shows the endpoint's address
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
      When "vm1" runs "nslookup myip.opendns.com resolver1.opendns.com"
      Then the DNS answer is 203.0.113.10

    # page: nslookup-instance-level-ip
    # ja: 自分のパブリック IP があれば、nslookup にそのアドレスが表示される
    # why en: The query leaves by the method that goes first, so an instance with an address of its
    # why en: own sees that address. Ask each instance: they may differ.
    # why ja: 問い合わせも最も優先される方法で送信されるため、自分のアドレスを持つインスタンスではそ
    # why ja: のアドレスが返ります。インスタンスごとに異なることがあるので、それぞれで確認してくださ
    # why ja: い。
    # facts: classic.lookup.name, classic.methods
    Scenario: With an instance-level public IP, nslookup shows that address
      Given a classic deployment with virtual machines:
        | name | private IP | instance-level public IP |
        | vm1  | 10.0.0.4   | 203.0.113.50             |
      When "vm1" runs "nslookup myip.opendns.com resolver1.opendns.com"
      Then the DNS answer is 203.0.113.50

    # page: nslookup-fallback
    # ja: エンドポイントも自分の IP もなければ、nslookup はフォールバックを示す
    # why en: With neither an endpoint nor an instance-level public IP the answer is the address
    # why en: that Azure picked. It can be looked up, but nothing promises that it stays. The
    # why en: address 203.0.113.200 is made up for the model.
    # why ja: エンドポイントもインスタンス レベルのパブリック IP もなければ、Azure が選んだアドレス
    # why ja: が返ります。調べることはできますが、同じアドレスのままという保証はありません。
    # why ja: 203.0.113.200 は本モデルで使う仮のアドレスです。
    # facts: classic.lookup.name, classic.methods, classic.fallback.address
    Scenario: With neither endpoint nor own IP, nslookup shows the fallback
      Given a classic deployment with 1 instance
      When "vm1" runs "nslookup myip.opendns.com resolver1.opendns.com"
      Then the DNS answer is 203.0.113.200

  # ja: netstat に表示されるのは変換前のプライベート側である
  Rule: netstat shows the private side

    Background:
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

    # page: netstat-open
    # ja: 開いている接続は netstat に ESTABLISHED と表示される
    # why en: netstat lists what the operating system knows: the private address, its own port, and
    # why en: the state on this side. The public address and the SNAT port belong to Azure and don't
    # why en: appear, so netstat can't show that ports are running out; it can show how many
    # why en: connections you have to one destination.
    # why ja: netstat に表示されるのは OS が知っていること、つまりプライベート アドレスと自身のポー
    # why ja: ト、こちら側の状態です。パブリック アドレスと SNAT ポートは Azure の側にあるため現れ
    # why ja: ず、枯渇も分かりません。ただし、一つの宛先への接続が何本あるかは数えられます。
    Scenario: netstat shows an open connection as ESTABLISHED
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And "vm1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as ESTABLISHED

    # page: netstat-syn-sent
    # ja: 応答を待つ接続は、OS が諦めるまで netstat に SYN_SENT と表示される
    # why en: Nobody answers the SYN, and Windows repeats it 2 times, after 3 and 2 × 3 = 6 s, and then waits
    # why en: 2 × 6 = 12 s: it gives up after 3 + 6 + 12 = 21 s, and the line is gone. The SNAT port is held for much longer. Many
    # why en: lines with SYN_SENT toward one destination are the sign of one that is down or blocked, or of SNAT
    # why en: exhaustion.
    # why ja: SYN に応答がなく、Windows は 3 秒後と 2 × 3 = 6 秒後の 2 回再送し、さらに 2 × 6 = 12 秒待ちます。3 + 6 + 12 = 21 秒で諦めると行は消え
    # why ja: ますが、SNAT ポートはさらに長く保持されます。一つの宛先に対する SYN_SENT が多数並んでいれば、宛先の停止やブロック、
    # why ja: または SNAT ポートの枯渇が疑われます。
    # facts: host.retransmission-wait, host.syn-retransmissions, host.waits-double
    Scenario: netstat shows an unanswered attempt as SYN_SENT
      Given the server 198.51.100.7 doesn't answer
      When "vm1" opens a TCP connection to 198.51.100.7:443
      Then the connection fails because nothing answers
      When 20 seconds pass
      And "vm1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as SYN_SENT
      When 1 second passes
      And "vm1" runs "netstat -n"
      Then netstat lists no connection to 198.51.100.7:443
      And "vm1" uses 1 TCP SNAT port

    # page: netstat-closed
    # ja: 双方が閉じた接続は、netstat に TIME_WAIT と表示される
    # why en: The end that closes first stays in TIME_WAIT, and its SNAT port is held as well. Many
    # why en: lines with TIME_WAIT toward one destination are the sign of an application that opens
    # why en: a connection for each request.
    # why ja: 先に閉じた側の接続は TIME_WAIT になり、SNAT ポートも保持されます。一つの宛先に対する
    # why ja: TIME_WAIT が多数並んでいれば、アプリケーションが要求ごとに接続を開いています。
    # facts: host.time-wait, classic.fin-hold
    Scenario: netstat shows a connection closed by both ends as TIME_WAIT
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And one of the connections ends with FIN from both ends
      And "vm1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as TIME_WAIT

    # page: time-wait-240-seconds
    # ja: TIME_WAIT は 240 秒で終わる
    # why en: TIME_WAIT is the operating system's own wait, here 240 seconds, and not the hold of
    # why en: the SNAT port, which happens to be as long after FIN. Shortening TIME_WAIT in the
    # why en: operating system brings no SNAT port back sooner. The figure is the model's choice;
    # why en: systems differ.
    # why ja: TIME_WAIT は OS 自身の待ち時間で、ここでは 240 秒です。FIN の後に SNAT ポートが保持さ
    # why ja: れる時間とたまたま同じ長さですが別のもので、OS の TIME_WAIT を短くしても SNAT ポートは
    # why ja: 早く解放されません。この値は本モデルの仮定で、実際には OS により異なります。
    # facts: host.time-wait
    Scenario: TIME_WAIT ends after 240 seconds
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And one of the connections ends with FIN from both ends
      And 239 seconds pass
      And "vm1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as TIME_WAIT
      When 1 second passes
      And "vm1" runs "netstat -n"
      Then netstat lists no connection to 198.51.100.7:443

    # page: close-wait
    # ja: サーバーだけが閉じた接続は、netstat に CLOSE_WAIT と表示される
    # why en: CLOSE_WAIT means that the server has closed and the application here hasn't: the
    # why en: connection, and its SNAT port, wait for the application to notice. Lines that stay in
    # why en: CLOSE_WAIT are a fault of the application, which doesn't close what it no longer
    # why en: needs.
    # why ja: CLOSE_WAIT は、サーバーは閉じたのにこちらのアプリケーションがまだ閉じていないことを示
    # why ja: します。接続も SNAT ポートも、アプリケーションが気付くのを待っています。CLOSE_WAIT の
    # why ja: まま残る行があれば、不要になった接続を閉じていないアプリケーションの問題です。
    # facts: classic.fin-ends
    Scenario: netstat shows one that only the server closed as CLOSE_WAIT
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And 198.51.100.7 sends a FIN on one of the connections
      And "vm1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as CLOSE_WAIT

  # ja: 変換の両側のキャプチャでは、同じパケットの送信元が異なる
  Rule: Captures on both sides show one packet with two sources

    # page: handshake-both-sides
    # ja: 同じパケットの送信元が、変換の内側と外側で異なる
    # why en: It is one packet with two sources: inside it comes from 10.0.0.4, outside from
    # why en: 203.0.113.50, with the same port, since an instance-level public IP is translated one
    # why en: to one. To compare captures, match them by port and time; behind a shared address the
    # why en: port differs as well.
    # why ja: 同じパケットの送信元が、内側では 10.0.0.4、外側では 203.0.113.50 になります。インスタ
    # why ja: ンス レベルのパブリック IP は 1 対 1 で変換されるため、ポートは同じです。キャプチャを
    # why ja: 突き合わせるには、ポートと時刻を手掛かりにします。共有アドレスの背後では、ポートも変わ
    # why ja: ります。
    # facts: classic.instance-level.one-to-one
    Scenario: One packet has two sources: inside and outside the translation
      Given a classic deployment with virtual machines:
        | name | private IP | instance-level public IP |
        | vm1  | 10.0.0.4   | 203.0.113.50             |
      When "vm1" opens a TCP connection from port 50000 to 198.51.100.7:443
      Then the packet capture on "vm1" begins with:
        | source           | destination      | flags   |
        | 10.0.0.4:50000   | 198.51.100.7:443 | SYN     |
        | 198.51.100.7:443 | 10.0.0.4:50000   | SYN ACK |
        | 10.0.0.4:50000   | 198.51.100.7:443 | ACK     |
      And the packet capture outside the translation begins with:
        | source             | destination        | flags   |
        | 203.0.113.50:50000 | 198.51.100.7:443   | SYN     |
        | 198.51.100.7:443   | 203.0.113.50:50000 | SYN ACK |
        | 203.0.113.50:50000 | 198.51.100.7:443   | ACK     |
