# ja: 応答が遅いサーバー、応答しないサーバーの前段の Application Gateway
# ja: ゲートウェイはクライアントのセッションを終端するため、サーバーの応答がなくてもクライアントには
# ja: ゲートウェイ自身が応答する。応答を待つ時間の既定値は 20 秒であり、v1 では過ぎると 502 を返す。
# ja: v2 は別のサーバーを試してから 504 を返す。ここでの Application Gateway は v1 である。
# why en: The client waits for the gateway, and the gateway waits for the server, but only for so
# why en: long: 20 seconds where nothing else is set. Then it answers 502 itself, though the server
# why en: may be working still. Raise the time-out of the back-end setting above your slowest
# why en: request, or make the request shorter; a v2 gateway tries another server first.
# why ja: クライアントはゲートウェイを待ち、ゲートウェイはサーバーを待ちますが、設定しなければ 20 秒
# why ja: までです。それを過ぎると、サーバーが処理を続けていてもゲートウェイ自身が 502 を返します。
# why ja: バックエンド設定のタイムアウトを最も遅い要求より長くするか、要求を短くしてください。v2 で
# why ja: は、先に別のサーバーを試します。
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
  # ja: Application Gateway では、すぐに応答があればすぐに 200 が届く
  # why en: As long as the server answers within 20 seconds the gateway hands its status on, here
  # why en: 200. A status from the server and one from the gateway look alike to the client; the
  # why en: access log tells them apart.
  # why ja: サーバーが 20 秒以内に応答すれば、ゲートウェイはその状態コード、ここでは 200 をそのまま
  # why ja: 渡します。サーバーの状態コードとゲートウェイ自身の状態コードは、クライアントには区別でき
  # why ja: ません。アクセス ログで確認してください。
  # facts: application-gateway.request-timeout
  Scenario: Behind Application Gateway, a prompt response arrives at once
    When 192.0.2.33 sends a request to 203.0.113.20:80
    Then 192.0.2.33 receives status code 200

  # page: response-after-19-seconds
  # ja: 応答に 19 秒かかっても、間に合って届く
  # why en: The response comes 20 s − 19 s = 1 s before the gateway gives up, so the client gets it.
  # why en: A request that usually takes so long will fail under load; leave more room than that.
  # why ja: 応答が届くのは、ゲートウェイが諦める 20 秒 − 19 秒 = 1 秒前なので、クライアントに渡され
  # why ja: ます。普段からこれほど時間のかかる要求は、負荷が上がれば失敗します。余裕を持たせてくださ
  # why ja: い。
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
  # ja: サーバーが応答しなくても、20 秒後に 502 が届く
  # why en: For the gateway a silent server and a slow one are the same: no response within 20
  # why en: seconds, so 502. A health probe would have taken such a server out; if it didn't, the
  # why en: probe asks something else than the request does.
  # why ja: ゲートウェイにとって、応答しないサーバーと遅いサーバーは同じです。20 秒以内に応答がなけ
  # why ja: れば 502 を返します。本来なら正常性プローブで外されるはずなので、外されていなければ、プ
  # why ja: ローブと要求で確認している内容が違います。
  # facts: application-gateway.request-timeout, application-gateway.request-timeout.status
  Scenario: A server that doesn't answer is a 502 after 20 seconds as well
    Given the server 10.0.2.4 doesn't answer
    When 192.0.2.33 sends a request to 203.0.113.20:80
    And 19 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 502

  # page: refused-connection-502
  # ja: サーバーが接続を拒否すると、すぐに 502 が届く
  # why en: An RST is an answer: the gateway knows at once that there will be no response and
  # why en: doesn't wait. A 502 that comes quickly therefore means that nothing listens, one that
  # why en: comes late that somebody is slow.
  # why ja: RST も一つの応答です。ゲートウェイは応答がないことをすぐに知り、待たずに 502 を返しま
  # why ja: す。すぐに返る 502 は待ち受けるものがないこと、遅れて返る 502 は処理が遅いことを示しま
  # why ja: す。
  # facts: application-gateway.request-timeout
  Scenario: A server that refuses connections is a 502 at once
    Given the server 10.0.2.4 refuses connections
    When 192.0.2.33 sends a request to 203.0.113.20:80
    Then 192.0.2.33 receives status code 502
