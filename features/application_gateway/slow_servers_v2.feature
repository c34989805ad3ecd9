# ja: サーバーの応答が遅いときの Application Gateway v2
# ja: v2 のゲートウェイは、応答が時間内にないと別のサーバーで要求を試し、それも失敗すると 504 を返す。
# why en: A v2 gateway doesn't give up after one server: it tries the request at a second one, so that the client
# why en: may wait twice as long, and the request may be carried out twice. Keep the time-out of the back-end
# why en: setting, doubled, below that of the client, and let servers take the same request twice.
# why ja: v2 のゲートウェイは最初のサーバーで諦めず、別のサーバーで要求を試します。そのためクライアントは倍の時間待つ
# why ja: ことがあり、要求が二度実行されることもあります。バックエンド設定のタイムアウトの倍の時間がクライアントの
# why ja: タイムアウトより短くなるようにし、同じ要求が二度届いても問題がないようにしてください。
# facts: application-gateway.request-timeout, application-gateway.request-timeout.second-server
@inbound
Feature: Application Gateway v2 in front of servers that are slow or gone

  It waits 20 seconds by default, tries the request at a second server, and answers 504
  where that fails as well.

  Background:
    Given the deployment in "two-servers-v2.json"
    And the client 192.0.2.33

  # page: second-server-answers
  # ja: 最初のサーバーの応答が遅ければ、20 秒後に別のサーバーが応答する
  # why en: "web1" would need 25 seconds. After 20 the gateway gives it up and sends the request to "web2", which answers
  # why en: at once. The client sees a slow success, and "web1" has done the work as well.
  # why ja: "web1" の応答には 25 秒かかります。ゲートウェイは 20 秒で諦めて要求を "web2" に送り、"web2" はすぐに応答します。
  # why ja: クライアントからは遅い成功に見えますが、"web1" も処理を実行しています。
  # facts: application-gateway.request-timeout, application-gateway.request-timeout.second-server
  Scenario: The second server answers after the first has let the gateway wait
    Given "web1" answers the first request after 25 seconds
    When 192.0.2.33 sends 1 request for "http://shop.example.com/" to the public IP "gw-ip"
    And 19 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 200

  # page: both-servers-504
  # ja: どちらのサーバーも応答しなければ、40 秒後に 504 が届く
  # why en: The client waits for both servers, 20 s + 20 s = 40 s. That the second one gets as long as the first is this
  # why en: model's reading of a page with one time-out. So a 504 means that two servers were too slow, not one.
  # why ja: クライアントは両方のサーバーを待つため、20 秒 + 20 秒 = 40 秒かかります。別のサーバーも最初のサーバーと同じ時間待つと
  # why ja: いうのは、タイムアウトを一つしか挙げていない文書に対する本モデルの解釈です。504 は、遅いサーバーが一台だけではな
  # why ja: いことを示します。
  # facts: application-gateway.request-timeout, application-gateway.request-timeout.v2-status, application-gateway.request-timeout.second-wait
  Scenario: Two servers that never answer are a 504 after 40 seconds
    Given the server "web1" doesn't answer
    And the server "web2" doesn't answer
    When 192.0.2.33 sends 1 request for "http://shop.example.com/" to the public IP "gw-ip"
    And 39 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 504

  # page: second-server-refuses
  # ja: 別のサーバーが接続を拒否すれば、20 秒後に 504 が届く
  # why en: The page says that the client gets 504 where the second request fails, however it fails. A server that refuses
  # why en: fails it at once, so that nobody waits for another 20 seconds.
  # why ja: 文書では、別のサーバーへの要求がどのように失敗しても、クライアントには 504 が返ります。接続を拒否するサーバーではすぐ
  # why ja: に失敗するため、さらに 20 秒待つことはありません。
  # facts: application-gateway.request-timeout, application-gateway.request-timeout.v2-status, application-gateway.request-timeout.second-server
  Scenario: A second server that refuses is a 504 after 20 seconds
    Given the server "web1" doesn't answer
    And the server "web2" refuses connections
    When 192.0.2.33 sends 1 request for "http://shop.example.com/" to the public IP "gw-ip"
    And 20 seconds pass
    Then 192.0.2.33 receives status code 504
