# ja: 管理状態でサーバーを外す、または残す
# ja: バックエンド プールのサーバーの管理状態は、正常性プローブの結果に優先する。Up なら新しいフローが送られ、
# ja: Down なら送られない。None ならプローブの結果で決まる。
# why en: For maintenance, set Down: new flows go elsewhere at once, and TCP connections end when their
# why en: clients are done. With Up a server stays in although its probe fails, as while the
# why en: probe itself is being repaired. It needs a rule with a health probe and doesn't hold for inbound NAT rules.
# why ja: メンテナンスの前に Down にすると、新しいフローはただちにほかのサーバーに送られ、TCP 接続はクライアント
# why ja: の処理が終わるまで続きます。Up にすれば、プローブ自体を修理している間など、失敗していてもサーバーは残り
# why ja: ます。正常性プローブのある規則が必要で、インバウンド NAT 規則には効果がありません。
# facts: load-balancer.admin-state
@probes
Feature: Taking servers out, and keeping them in, by admin state

  The admin state of a server in a back-end pool goes before its health probe. Up lets new
  flows in, Down keeps them out, and None leaves it to the probe.

  Background:
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
      | web2 | 10.0.0.5   |
    And the client 192.0.2.33

  # page: down
  # ja: Down にしたサーバーには、正常でも新しいフローが送られない
  # why en: The probe finds web1 healthy, and that decides nothing any more. All 20 requests come to
  # why en: web2. Set None afterwards, and the probe decides again.
  # why ja: プローブから見て web1 は正常ですが、それでは決まりません。20 件の要求はすべて web2 に届きます。終わった
  # why ja: ら None に戻すと、再びプローブの結果で決まります。
  # facts: load-balancer.admin-state
  Scenario: A healthy server that is set Down gets no new flows
    When the health probes run for 15 seconds
    Then "web1" is healthy for "lb"
    When the admin state of "web1" in the pool of "lb" is set to Down
    And 192.0.2.33 sends 20 requests to 203.0.113.10:80
    Then "web2" receives 20 requests
    When the admin state of "web2" in the pool of "lb" is set to Down
    And 192.0.2.33 sends a request to 203.0.113.10:80
    Then the traffic is dropped because the admin state of every back-end server is Down

  # page: up
  # ja: Up にしたサーバーには、プローブが失敗しても新しいフローが送られる
  # why en: Both answer the probe with 503. web1 is Up, so the probe doesn't count and all 20 requests
  # why en: come to it; web2 has no admin state and gets none.
  # why ja: どちらもプローブに 503 で応答しています。web1 は Up なのでプローブの結果は使われず、20 件の要求がすべて届
  # why ja: きます。管理状態を設定していない web2 には届きません。
  # facts: load-balancer.admin-state
  Scenario: A server that is set Up gets new flows although its probe fails
    Given the health probe of "lb":
      | protocol | port | interval  | threshold |
      | HTTP     | 80   | 5 seconds | 1         |
    When "web1" starts to answer with status code 503
    And "web2" starts to answer with status code 503
    And the health probes run for 5 seconds
    And the admin state of "web1" in the pool of "lb" is set to Up
    And 192.0.2.33 sends 20 requests to 203.0.113.10:80
    Then "web1" receives 20 requests

  # page: down-open-flows
  # ja: Down にしても TCP 接続は続き、UDP フローは移る
  # why en: Both flows begin while web2 is Down, so they are at web1. Then web1 is set Down and web2
  # why en: None: the UDP flow gets its next answer from web2, and the connection stays with web1,
  # why en: which is silent by then. Stop a server only when its connections have ended.
  # why ja: web2 が Down の間に開始するため、どちらのフローも web1 との間にあります。web1 を Down、web2 を None に
  # why ja: すると、UDP フローには web2 が応答し、TCP 接続は応答しなくなった web1 にとどまります。サーバーを止める
  # why ja: のは、接続が終わってからにしてください。
  # facts: load-balancer.admin-state, load-balancer.probe-down.tcp, load-balancer.probe-down.udp
  Scenario: Down leaves TCP connections and moves UDP flows
    When the admin state of "web2" in the pool of "lb" is set to Down
    And 192.0.2.33 opens a UDP flow to 203.0.113.10:514
    And 192.0.2.33 opens a TCP connection to 203.0.113.10:443
    And the admin state of "web2" in the pool of "lb" is set to None
    And the admin state of "web1" in the pool of "lb" is set to Down
    And "web1" stops answering
    And 192.0.2.33 sends a late packet on that connection
    Then the traffic is dropped because the server doesn't answer
    When 192.0.2.33 sends application data on one of the connections
    Then an answer has arrived on that connection

  # page: combinations
  # ja: 管理状態とプローブの結果の組み合わせ
  # why en: Only with None does the probe's <status> count. Up lets the request in either way, so that the client
  # why en: gets whatever the server says, and Down keeps it out either way.
  # why ja: プローブの結果 <status> で決まるのは None の場合だけです。Up ならどちらでも要求が届き、クライアントはサーバーの応答を受
  # why ja: け取ります。Down ならどちらでも届きません。
  # facts: load-balancer.http-probe.decides-at-once
  Scenario Outline: Admin state and probe, in each combination
    Given a Standard public load balancer "single" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | web3 | 10.0.0.6   |
    And the health probe of "single":
      | protocol | port | interval  | threshold |
      | HTTP     | 80   | 5 seconds | 1         |
    When "web3" starts to answer with status code 503
    And the health probes run for 5 seconds
    And "web3" starts to answer with status code <status>
    And the health probes run for 5 seconds
    And the admin state of "web3" in the pool of "single" is set to <state>
    And 192.0.2.33 sends a request to 203.0.113.20:80
    Then <outcome>

    Examples:
      # ja: | 状態コード | 管理状態 | 結果 |
      | status | state | outcome                                                                         |
      | 200    | Up    | 192.0.2.33 receives status code 200                                             |
      | 200    | None  | 192.0.2.33 receives status code 200                                             |
      | 200    | Down  | the traffic is dropped because the admin state of every back-end server is Down |
      | 503    | Up    | 192.0.2.33 receives status code 503                                             |
      | 503    | None  | the traffic is dropped because no back-end server is healthy                    |
      | 503    | Down  | the traffic is dropped because the admin state of every back-end server is Down |
