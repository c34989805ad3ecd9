# ja: サーバーが応答しないときの Load Balancer
# ja: Load Balancer は何も終端しないため、クライアントに届くのはサーバー自身の応答だけである。サーバーの
# ja: 応答が遅ければ遅れて届き、サーバーが応答しなければ何も届かない。
# why en: Load Balancer has no time-out for requests and no pages for errors, since it never sees a
# why en: request. What the client gets is what the server does, so a status code such as "bad
# why en: gateway" can't come from Load Balancer: look for a proxy.
# why ja: Load Balancer は要求を見ないため、要求のタイムアウトもエラー ページもありません。クライア
# why ja: ントに届くのはサーバーの動作そのものです。Load Balancer が「Bad Gateway」などの状態コード
# why ja: を返すことはないので、その場合は途中のプロキシを調べてください。
# facts: load-balancer.terminates-sessions
@inbound
Feature: Load Balancer in front of servers that are slow or gone

  Load Balancer ends nothing, so the client gets what the server itself says: late
  where the server is slow, an RST where it refuses, and nothing where it is silent.

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the client 192.0.2.33

  # page: slow-response-arrives
  # ja: Load Balancer では、1 分かかる応答も 1 分後に届く
  # why en: Nothing between client and server waits for the response, so it arrives when the server
  # why en: sends it, here after a minute. The one limit is the idle time-out of the flow, four
  # why en: minutes where nothing else is set. Application Gateway would have given up sooner.
  # why ja: クライアントとサーバーの間で応答を待つものはないため、サーバーが送った 1 分後に届きま
  # why ja: す。制限になるのはフローのアイドル タイムアウトだけで、設定しなければ四分です。
  # why ja: Application Gateway なら、もっと早くタイムアウトしています。
  # facts: load-balancer.terminates-sessions
  Scenario: Behind Load Balancer, a response that takes a minute arrives
    Given 10.0.0.4 answers the first request after 1 minute
    When 192.0.2.33 sends a request to 203.0.113.10:80
    And 59 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 200

  # page: nothing-arrives
  # ja: Load Balancer では、サーバーが応答しなければ何も届かない
  # why en: There is no status code, for nobody is there to send one. A server that doesn't answer
  # why en: leaves the client to its own time-out; one that refuses sends an RST, which Load
  # why en: Balancer passes on. Set time-outs in the client, and let a health probe take such a
  # why en: server out.
  # why ja: 状態コードを返すものがありません。サーバーが応答しなければ、クライアントは自身のタイムア
  # why ja: ウトまで待つことになります。拒否する場合はサーバーの RST が、Load Balancer を通ってその
  # why ja: まま届きます。クライアントにタイムアウトを設定し、正常性プローブでそのようなサーバーを外
  # why ja: してください。
  # facts: load-balancer.terminates-sessions
  Scenario Outline: Behind Load Balancer, a server that is gone means no response
    Given the server 10.0.0.4 <manner>
    When 192.0.2.33 sends a request to 203.0.113.10:80
    And 1 hour passes
    Then 192.0.2.33 receives no response
    And the request fails because <reason>

    Examples:
      # ja: | サーバーの状態 | 理由 |
      | manner              | reason                            |
      | doesn't answer      | the server doesn't answer         |
      | refuses connections | the server refuses the connection |

  # page: client-gives-up
  # ja: 応答がなければ、クライアントは OS が諦めるまで待つ
  # why en: Load Balancer passes the SYN on and says nothing itself. A client on Windows waits 3 + 6 +
  # why en: 12 = 21 seconds until it knows; a browser or a library may give up sooner.
  # why ja: Load Balancer は SYN を通すだけで、自らは何も返しません。Windows のクライアントに分かるの
  # why ja: は 3 + 6 + 12 = 21 秒後です。ブラウザーやライブラリは、それより早く諦めることがあります。
  # facts: host.retransmission-wait, host.syn-retransmissions, host.operating-system
  Scenario: A client learns of a silent server when its system gives up
    Given the server "web1" doesn't answer
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the request fails because nothing answers
    When 21 seconds pass
    Then the request fails because the connection has timed out

  # page: every-request-is-lost
  # ja: サーバーの停止中は、どの要求も失われる
  # why en: Load Balancer forwards each request to the one server that it has, and neither keeps nor
  # why en: repeats any. So all 3 that are sent during the outage are lost: a second server and a
  # why en: health probe are what helps.
  # why ja: Load Balancer は唯一のサーバーに要求を転送するだけで、保管も再送もしません。停止中に送られ
  # why ja: た 3 件はすべて失われます。サーバーを増やし、正常性プローブを設定してください。
  # facts: load-balancer.terminates-sessions
  Scenario: While the only server is down, every request is lost
    When 192.0.2.33 sends 3 requests to 203.0.113.10:80
    Then all 3 requests succeed
    When "web1" stops answering
    And 192.0.2.33 sends 3 requests to 203.0.113.10:80
    Then 3 requests fail because nothing answers

  # page: error-is-the-servers
  # ja: Load Balancer では、503 を返すのはサーバー自身である
  # why en: Load Balancer passes the response through as the server wrote it, and has none of its own.
  # why en: So an error such as 503 comes from the application or from a proxy in front of it: look
  # why en: into the logs of the server.
  # why ja: Load Balancer はサーバーの応答をそのまま通し、自らは何も返しません。503 などのエラーを返
  # why ja: したのはアプリケーションか、その手前のプロキシです。サーバーのログを調べてください。
  # facts: load-balancer.terminates-sessions
  Scenario: Behind Load Balancer, a 503 comes from the server itself
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then 192.0.2.33 receives status code 200
    When "web1" starts to answer with status code 503
    And 192.0.2.33 sends a request to 203.0.113.10:80
    Then 192.0.2.33 receives status code 503

  # page: server-comes-back
  # ja: 停止したサーバーが戻ると、次の要求には応答が届く
  # why en: Load Balancer keeps nothing for a server that is gone: what a client sends meanwhile is
  # why en: lost, and only a new request gets a response once the server is back. Let clients try
  # why en: again with a pause.
  # why ja: Load Balancer は停止したサーバーの代わりに何も保管しないため、停止中の要求は失われ、サー
  # why ja: バーが戻った後の新しい要求にだけ応答が届きます。クライアントは間隔を空けて再試行するよう
  # why ja: にしてください。
  # facts: load-balancer.terminates-sessions
  Scenario Outline: A server that comes back answers the next request
    When "web1" <trouble>
    And 192.0.2.33 sends a request to 203.0.113.10:80
    And 1 minute passes
    Then 192.0.2.33 receives no response
    When "web1" answers again
    And 192.0.2.33 sends a request to 203.0.113.10:80
    Then 192.0.2.33 receives status code 200

    Examples:
      # ja: | 起きること |
      | trouble                      |
      | stops answering              |
      | starts to refuse connections |

  # page: reset-passes-through
  # ja: サーバーが要求を RST で切ると、クライアントに応答は届かない
  # why en: The handshake succeeds, since the server takes the connection; then its RST comes instead
  # why en: of a response, and Load Balancer passes it on. A check that only connects finds nothing
  # why en: wrong: probe with a request.
  # why ja: サーバーが接続を受け入れるため、ハンドシェイクは成功します。その後、応答の代わりにサーバ
  # why ja: ーの RST が Load Balancer を通って届きます。接続できるかどうかだけの監視では異常に気付け
  # why ja: ません。要求を送るプローブを使ってください。
  # facts: load-balancer.terminates-sessions
  Scenario: A server that resets each request gives no response
    Given the server "web1" answers each request with RST
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the request fails because the server resets the connection

  # page: every-response-late
  # ja: どの要求にも遅いサーバーの応答は、要求ごとに遅れて届く
  # why en: Each request waits for its own response, 30 seconds after it was sent. Load
  # why en: Balancer doesn't hurry, queue or retry anything.
  # why ja: どの要求にも、送られてから 30 秒後に応答が届きます。Load Balancer は要求の処
  # why ja: 理を早めることも、要求を溜めることも、再送することもありません。
  # facts: load-balancer.terminates-sessions
  Scenario: Where every response is slow, each request waits its time
    Given 10.0.0.4 answers each request after 30 seconds
    When 192.0.2.33 sends a request to 203.0.113.10:80
    And 30 seconds pass
    Then 192.0.2.33 receives status code 200
    When 192.0.2.33 sends a request to 203.0.113.10:80
    And 29 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 200
