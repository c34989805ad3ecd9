# ja: 応答が遅いサーバー、応答しないサーバーの前段の Application Gateway
# ja: ゲートウェイはクライアントのセッションを終端するため、サーバーの応答がなくてもクライアントには
# ja: ゲートウェイ自身が応答する。応答を待つ時間の既定値は 20 秒であり、v1 では過ぎると 502 を返す。
# ja: v2 は別のサーバーを試してから 504 を返す。ここでの Application Gateway は v1 である。
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
  # ja: すぐに応答があれば 200 が届く
  Scenario: A prompt response arrives at once
    When 192.0.2.33 sends a request to 203.0.113.20:80
    Then 192.0.2.33 receives status code 200

  # page: response-after-19-seconds
  # ja: 応答に 19 秒かかると、19 秒後に届く
  Scenario: A response after 19 seconds arrives after 19 seconds
    Given 10.0.2.4 answers the first request after 19 seconds
    When 192.0.2.33 sends a request to 203.0.113.20:80
    And 18 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 200

  # page: timeout-502-after-20-seconds
  # ja: 応答に 25 秒かかると、20 秒後に 502 が届く
  Scenario Outline: A response after 25 seconds is a 502 after 20 seconds, on port <port>
    Given 10.0.2.4 answers the first request after 25 seconds
    When 192.0.2.33 sends a request to 203.0.113.20:<port>
    And 19 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 502
    When 5 seconds pass
    Then 192.0.2.33 receives status code 502

    Examples:
      | port |
      | 80   |
      | 443  |

  # page: silent-server-502
  # ja: サーバーが応答しなくても、20 秒後に 502 が届く
  Scenario: A server that doesn't answer is a 502 after 20 seconds as well
    Given the server 10.0.2.4 doesn't answer
    When 192.0.2.33 sends a request to 203.0.113.20:80
    And 19 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 502

  # page: refused-connection-502
  # ja: サーバーが接続を拒否すると、すぐに 502 が届く
  Scenario: A server that refuses connections is a 502 at once
    Given the server 10.0.2.4 refuses connections
    When 192.0.2.33 sends a request to 203.0.113.20:80
    Then 192.0.2.33 receives status code 502
