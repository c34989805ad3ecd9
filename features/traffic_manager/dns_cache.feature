# ja: クライアントは TTL が切れるまでキャッシュした応答を使い続ける
# ja: 応答がキャッシュに残っている間、クライアントは Traffic Manager に問い合わせない。その後
# ja: エンドポイントが機能低下になっても、同じエンドポイントと通信を続ける。TTL が過ぎると
# ja: クライアントは再び名前解決を行い、Traffic Manager が通信先を改めて決める。したがって、
# ja: フェールオーバーにかかる時間には必ず TTL が含まれる。
# why en: Traffic Manager can only change answers that are still to be asked for, so fail-over takes
# why en: the time to detect the failure plus up to one TTL. Set a TTL as short as the load of DNS
# why en: queries allows, and remember that some clients and resolvers keep answers longer than they
# why en: should.
# why ja: Traffic Manager が変えられるのは、これから問い合わせられる応答だけです。そのため、フェール
# why ja: オーバーには、障害の検出時間に加えて最大で TTL の分の時間がかかります。DNS クエリの負荷が
# why ja: 許す範囲で TTL を短くしてください。TTL より長く応答を保つクライアントやリゾルバーもありま
# why ja: す。
# facts: traffic-manager.client-caches, traffic-manager.expired-answer-is-asked-again
@dns
Feature: A client keeps to a cached answer until its TTL runs out

  While an answer is in the client's cache, the client doesn't ask Traffic Manager. It
  goes on talking to the same endpoint, even one that has become degraded since. Once
  the TTL is over, the client resolves the name again, and Traffic Manager decides anew.
  The TTL is therefore part of every fail-over time.

  # ja: 応答をキャッシュする時間はプロファイルの TTL で決まる
  Rule: The TTL of the profile decides how long

    Background:
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
      And the client 192.0.2.33

    # page: cache-bypasses-traffic-manager
    # ja: クライアントは期限が切れるまで Traffic Manager に問い合わせない
    # why en: With a TTL of 60 seconds the client doesn't ask after 59 seconds, so it goes to the
    # why en: degraded 1.1.1.1; at 59 s + 1 s = 60 s the answer is over, it asks, and gets 2.2.2.2.
    # why en: The endpoint was known to be down all that time. A shorter TTL makes this window
    # why en: smaller, not zero.
    # why ja: TTL が 60 秒なら、59 秒の時点では問い合わせないため、機能低下の 1.1.1.1 に要求を送りま
    # why ja: す。59 秒 + 1 秒 = 60 秒で応答の期限が切れ、問い合わせて 2.2.2.2 を得ます。その間ずっ
    # why ja: と、エンドポイントの異常は分かっていました。TTL を短くすればこの時間は縮まりますが、な
    # why ja: くなりはしません。
    # facts: traffic-manager.client-caches, traffic-manager.expired-answer-is-asked-again, dns.expiry-boundary
    Scenario: A cached answer bypasses Traffic Manager until it expires
      Given 192.0.2.33 has just resolved "test.trafficmanager.net"
      And the endpoint "test01.japaneast.cloudapp.azure.com" is degraded from then on
      When 59 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query
      When 1 second passes
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 2.2.2.2 after a DNS query

    # page: age-since-answer
    # ja: TTL は応答が届いたときから数える
    # why en: The TTL runs from the moment at which the answer came, not from the start of the
    # why en: client or a change of the profile: 59 s + 1 s = 60 s after the query it asks again. So
    # why en: clients don't all change over at once, but spread over one TTL. Behind a shared
    # why en: resolver the time runs from the resolver's query.
    # why ja: TTL は、クライアントの起動やプロファイルの変更からではなく、応答を得たときから数えま
    # why ja: す。問い合わせの 59 秒 + 1 秒 = 60 秒後に、再び問い合わせます。そのためクライアントは
    # why ja: 一斉には切り替わらず、TTL の間に順に切り替わります。リゾルバーを共有している場合は、リ
    # why ja: ゾルバーの問い合わせから数えます。
    # facts: traffic-manager.client-caches, dns.client-honours-ttl
    Scenario: The age of an answer counts from when it came
      When 3 minutes pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query
      When 59 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query
      When 1 second passes
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query

    # page: use-doesnt-prolong
    # ja: キャッシュした応答を要求に使っても、その期限は延びない
    # why en: Using an answer doesn't renew it: 30 s + 30 s = 60 s after it came it is over, however
    # why en: busy the client was. A client that never rests changes over as soon as one that does.
    # why ja: 応答を使っても期限は延びません。届いてから 30 秒 + 30 秒 = 60 秒で、どれだけ使っていて
    # why ja: も期限が切れます。要求を送り続けるクライアントも、同じ時間で切り替わります。
    # facts: traffic-manager.client-caches, dns.client-honours-ttl
    Scenario: A request that uses the cached answer doesn't prolong it
      Given 192.0.2.33 has just resolved "test.trafficmanager.net"
      When 30 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query
      When 30 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query

    # page: cache-per-client
    # ja: キャッシュはクライアントごとにある
    # why en: Answers lie in the cache of whoever asked, so at one moment one client can go to the
    # why en: old endpoint and its neighbour to the new one. Where clients share a resolver, they
    # why en: share its answer as well; the model gives every client its own.
    # why ja: 応答は問い合わせた側のキャッシュに残るため、同じ時点で、あるクライアントは古いエンドポ
    # why ja: イントへ、別のクライアントは新しいエンドポイントへ要求を送ることがあります。リゾルバー
    # why ja: を共有していれば応答も共有されますが、本モデルではクライアントごとにキャッシュがありま
    # why ja: す。
    # facts: traffic-manager.client-caches
    Scenario: Every client has a cache of its own
      Given the client 192.0.2.34
      And 192.0.2.33 has just resolved "test.trafficmanager.net"
      And the endpoint "test01.japaneast.cloudapp.azure.com" is degraded from then on
      When 192.0.2.34 sends a request to "test.trafficmanager.net"
      Then the request goes to 2.2.2.2 after a DNS query
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query

    # page: ttl-0
    # ja: TTL が 0 なら要求のたびに問い合わせる
    # why en: A TTL of 0 forbids caching, so each request is preceded by a query and goes where
    # why en: Traffic Manager says at that moment. It makes fail-over as quick as DNS allows, at the
    # why en: price of a query each time. Some browsers and resolvers keep answers for a least time
    # why en: of their own all the same.
    # why ja: TTL が 0 なら応答はキャッシュされず、要求のたびに問い合わせて、その時点
    # why ja: で Traffic Manager が答えたエンドポイントに送ります。フェールオーバーは最も早くなりま
    # why ja: すが、毎回クエリが必要です。また、一部のブラウザーやリゾルバーは、独自の下限の間は応答
    # why ja: を使い続けます。
    # facts: traffic-manager.client-caches, dns.client-honours-ttl
    Scenario: With a TTL of 0 every request asks again
      When the TTL of "test.trafficmanager.net" is set to 0 seconds
      Then the request is accepted
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query
      When 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 after a DNS query

  # ja: TTL を設定しなければ 300 秒である
  Rule: Where no TTL is set, it is 300 seconds

    # page: default-ttl
    # ja: 既定では、応答は 300 秒間キャッシュされる
    # why en: A profile without a TTL of its own gives its answers 300 seconds, so a client may go
    # why en: to a dead endpoint for 5 minutes after Traffic Manager knows: after 299 seconds it
    # why en: still does, after 299 s + 1 s = 300 s it asks. Set a TTL if that is too long.
    # why ja: TTL を設定していないプロファイルの応答は 300 秒有効なので、Traffic Manager が異常に気
    # why ja: 付いた後も、最大 5 分間は停止したエンドポイントに要求が送られます。299 秒ではまだ使
    # why ja: い、299 秒 + 1 秒 = 300 秒で問い合わせます。長すぎる場合は TTL を設定してください。
    # facts: traffic-manager.default-ttl, traffic-manager.client-caches
    Scenario: By default an answer is cached for 300 seconds
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, the default TTL and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
        | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |
      And the client 192.0.2.33
      And 192.0.2.33 has just resolved "test.trafficmanager.net"
      And the endpoint "test01.japaneast.cloudapp.azure.com" is degraded from then on
      When 299 seconds pass
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 1.1.1.1 without a DNS query
      When 1 second passes
      And 192.0.2.33 sends a request to "test.trafficmanager.net"
      Then the request goes to 2.2.2.2 after a DNS query

  # ja: プロファイルの TTL は 2,147,483,647 秒まで設定できる
  Rule: A profile accepts a TTL of up to 2,147,483,647 seconds

    Background:
      Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
        | endpoint                            | address | priority |
        | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |

    # page: largest-ttl
    # ja: TTL は 2,147,483,647 秒まで設定できる
    # why en: The largest TTL is the largest that DNS can say, 2,147,483,647 seconds. It is allowed,
    # why en: not advisable: a client that honours it doesn't ask again for decades, and no
    # why en: fail-over reaches it. Many caches set a limit of their own, often a day.
    # why ja: TTL の最大値は、DNS で表せる最大の 2,147,483,647 秒です。設定はできますが、お勧めでき
    # why ja: ません。TTL に従うクライアントは何十年も問い合わせず、その間はフェールオーバーしても切
    # why ja: り替わりません。多くのキャッシュには、一日などの独自の上限があります。
    # facts: traffic-manager.largest-ttl
    Scenario: A TTL of 2,147,483,647 seconds is accepted
      When the TTL of "test.trafficmanager.net" is set to 2,147,483,647 seconds
      Then the request is accepted

    # page: ttl-out-of-range
    # ja: 最大値を 1 秒超える TTL は設定できない
    # why en: What DNS can say ends at the largest TTL, and 2,147,483,647 + 1 = 2,147,483,648
    # why en: doesn't fit. The change is refused, and the old TTL stays.
    # why ja: DNS の TTL に使える値は 2,147,483,647 までで、2,147,483,647 + 1 = 2,147,483,648 は収ま
    # why ja: りません。変更は拒否され、元の TTL のままになります。
    # facts: traffic-manager.largest-ttl
    Scenario: A TTL one second above the largest is refused
      When the TTL of "test.trafficmanager.net" is set to 2,147,483,648 seconds
      Then the request is refused because the largest TTL is 2,147,483,647 seconds
