# ja: サーバーの応答が遅いとき、応答がないときの Application Gateway
# ja: ゲートウェイはクライアントのセッションを終端するため、サーバーの応答がなくてもクライアントには
# ja: ゲートウェイ自身が応答する。応答を待つ時間の既定値は 20 秒であり、v1 では過ぎると 502 を返す。
# ja: v2 は別のサーバーを試してから 504 を返す。ここでの Application Gateway は v1 である。
# why en: The gateway waits only so long, and then answers although the server may still be at work.
# why en: Raise the time-out of the back-end setting above your slowest request, or make the request
# why en: shorter. v1 gateways have been retired; with a v2 gateway expect a second try at another
# why en: server and then 504.
# why ja: ゲートウェイが待つ時間には限りがあり、サーバーが処理を続けていても、それを過ぎれば応答しま
# why ja: す。バックエンド設定のタイムアウトを最も遅い要求より長くするか、要求の処理時間を短くしてく
# why ja: ださい。v1 のゲートウェイは廃止されています。v2 では、別のサーバーを試してから 504 が返り
# why ja: ます。
# facts: application-gateway.request-timeout, application-gateway.request-timeout.status
@inbound
Feature: Application Gateway in front of servers that are slow or gone

  The gateway ends the client's session, so it answers by itself where no server does.
  It waits 20 seconds by default, and a v1 gateway then says 502. A v2 gateway tries
  another server and then says 504; the application gateway here is a v1 gateway.

  Background:
    Given an application gateway "appgw" with front-end IP 203.0.113.20 and instances:
      | name    | private IP |
      | appgw-0 | 10.0.1.4   |
    And healthy back-end servers of "appgw":
      | name | private IP |
      | web1 | 10.0.2.4   |
    And the client 192.0.2.33

  # page: prompt-response
  # ja: Application Gateway でも、速い応答はすぐに届く
  # why en: As long as the server answers within 20 seconds, the gateway hands its status on, here
  # why en: 200. The client can't tell a status of the server from one of the gateway; the gateway's
  # why en: access log has both.
  # why ja: サーバーが 20 秒以内に応答すれば、ゲートウェイはその状態コード、ここでは 200 をそのまま
  # why ja: 渡します。クライアントは、サーバーの状態コードとゲートウェイ自身の状態コードを区別できま
  # why ja: せん。ゲートウェイのアクセス ログには両方が残ります。
  # facts: application-gateway.request-timeout
  Scenario: Behind Application Gateway, a prompt response arrives at once
    When 192.0.2.33 sends a request to 203.0.113.20:80
    Then 192.0.2.33 receives status code 200

  # page: response-after-19-seconds
  # ja: 応答に 19 秒かかっても、間に合って届く
  # why en: The response comes 20 s − 19 s = 1 s before the gateway gives up, so the client gets it.
  # why en: A request that takes so long on a quiet day may well fail under load; leave more room
  # why en: than that.
  # why ja: 応答が届くのは、ゲートウェイが諦める 20 秒 − 19 秒 = 1 秒前なので、クライアントに渡され
  # why ja: ます。普段からこれほど時間のかかる要求は、負荷が上がると間に合わなくなるおそれがありま
  # why ja: す。余裕を持たせてください。
  # facts: application-gateway.request-timeout
  Scenario: A response that takes 19 seconds still arrives
    Given 10.0.2.4 answers the first request after 19 seconds
    When 192.0.2.33 sends a request to 203.0.113.20:80
    And 18 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 200

  # page: timeout-502-after-20-seconds
  # ja: 応答に 25 秒かかると、20 秒後に 502 が届く
  # why en: The gateway gives up after 20 seconds and answers 502; the server goes on, and what it
  # why en: sends 25 s − 20 s = 5 s later reaches nobody. The request may have been carried out all
  # why en: the same, so a retry can do it twice. Raise the time-out, or let the client ask for the
  # why en: result later.
  # why ja: ゲートウェイは 20 秒で諦めて 502 を返します。サーバーは処理を続けますが、
  # why ja: 25 秒 − 20 秒 = 5 秒後に送る応答は誰にも届きません。処理自体は完了していることがあり、再
  # why ja: 試行すると二重に実行されるおそれがあります。タイムアウトを延ばすか、結果を後で取りに行く
  # why ja: 方式にしてください。
  # facts: application-gateway.request-timeout, application-gateway.request-timeout.status
  Scenario Outline: A response that takes 25 seconds is a 502 after 20 seconds
    Given 10.0.2.4 answers the first request after 25 seconds
    When 192.0.2.33 sends a request to 203.0.113.20:<port>
    And 19 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 502
    When 5 seconds pass
    Then 192.0.2.33 receives status code 502

    Examples:
      # ja: | ポート |
      | port |
      | 80   |
      | 443  |

  # page: silent-server-502
  # ja: サーバーがまったく応答しなければ、20 秒後に 502 が届く
  # why en: For the gateway a silent server and a slow one are the same: no response within 20
  # why en: seconds, so 502. Health probes take a silent server out after a while. If they don't,
  # why en: they ask for something else than the requests do.
  # why ja: ゲートウェイにとって、応答しないサーバーと遅いサーバーは同じです。20 秒以内に応答がなけ
  # why ja: れば 502 を返します。応答しないサーバーは、やがて正常性プローブによって外されます。外さ
  # why ja: れないとすれば、プローブが確認している内容が要求と異なるためです。
  # facts: application-gateway.request-timeout, application-gateway.request-timeout.status
  Scenario: A server that never answers is a 502 after 20 seconds
    Given the server 10.0.2.4 doesn't answer
    When 192.0.2.33 sends a request to 203.0.113.20:80
    And 19 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 502

  # page: refused-connection-502
  # ja: サーバーが RST を返すと、すぐに 502 が届く
  # why en: An RST is an answer: the gateway knows that no response will come and needn't wait. So a
  # why en: quick 502 points to a port where nothing listens, and a late one to a slow server. The
  # why en: documents give the code and not the moment; that it comes at once is this model's
  # why en: reading.
  # why ja: RST も一つの応答なので、ゲートウェイは応答がないことを知り、待つ必要がありません。すぐに
  # why ja: 返る 502 は待ち受けるものがないこと、遅れて返る 502 はサーバーが遅いことを示します。文書
  # why ja: にあるのは状態コードだけで、すぐに返るというのは本モデルの解釈です。
  # facts: application-gateway.terminates-sessions
  Scenario Outline: A server that sends RST is a 502 at once
    Given the server 10.0.2.4 <manner>
    When 192.0.2.33 sends a request to 203.0.113.20:80
    Then 192.0.2.33 receives status code 502

    Examples:
      # ja: | サーバーの状態 |
      | manner                        |
      | refuses connections           |
      | answers each request with RST |

  # page: status-of-the-server
  # ja: サーバーの 503 は、ゲートウェイを通ってそのまま届く
  # why en: The gateway hands the server's status on as it is, so look for the reason of a 503 in the
  # why en: logs of the server. A v1 gateway says something else itself, and only where no response
  # why en: comes in time.
  # why ja: ゲートウェイはサーバーの状態コードをそのまま渡すため、503 の原因はまずサーバーのログで調べ
  # why ja: てください。v1 のゲートウェイ自身が返すのは別の状態コードで、応答が間に合わない場合だけで
  # why ja: す。
  # facts: application-gateway.terminates-sessions
  Scenario: A 503 of the server arrives through the gateway
    Given "web1" answers with status code 503
    When 192.0.2.33 sends a request to 203.0.113.20:80
    Then 192.0.2.33 receives status code 503
