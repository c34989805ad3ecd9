# ja: 停止したマシンと Load Balancer
# ja: マシンが停止しているサーバーにはプローブも新しいフローも送られない。開いている接続は終わり、起動後はプローブが
# ja: 1 回成功するまで待つ。
# why en: A machine that is stopped (deallocated) keeps its place in the back-end pool and is passed over. To
# why en: lose nothing, set its admin state to Down first, wait until its TCP connections have ended, and stop
# why en: it then. Load Balancer has no draining of its own that would do the waiting.
# why ja: 停止 (割り当て解除) したマシンはバックエンド プールに残りますが、使われません。接続を失わないようにするには、
# why ja: 先に管理状態を Down にし、TCP 接続が終わるのを待ってから停止します。待機まで行うドレイン機能は Load Balancer に
# why ja: ありません。
# facts: load-balancer.stopped-server, load-balancer.stopped-server.open-flows
@probes
Feature: Machines that are stopped behind a load balancer

  A server whose machine is stopped isn't probed and gets no new flows, and its open
  connections are over. Once it is started, it waits for a probe that succeeds.

  Background:
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
      | web2 | 10.0.0.5   |
    And the client 192.0.2.33

  # page: not-probed
  # ja: 停止したサーバーには、プローブも新しいフローも送られない
  # why en: While web1 is stopped nobody asks whether it is healthy: all 20 requests come to web2. A list of
  # why en: probes that stops short is no sign that the probe is at fault.
  # why ja: web1 が停止している間、正常性は調べられず、20 件の要求はすべて web2 に届きます。プローブが届かなくても、
  # why ja: プローブの設定に問題があるとは限りません。
  # facts: load-balancer.stopped-server
  Scenario: A stopped server gets neither probes nor new flows
    When "web1" is stopped
    And the health probes run for 1 minute
    Then "web1" isn't probed
    And "web1" is unhealthy for "lb" because the machine is stopped
    When 192.0.2.33 sends 20 requests to 203.0.113.10:80
    Then "web2" receives 20 requests

  # page: started-again
  # ja: 起動したサーバーは、プローブが 1 回成功すれば使われる
  # why en: After the start web1 is out until it has been probed, so all 20 requests still come to web2. The
  # why en: first probe that succeeds lets it in, although the threshold is 3. A machine that boots faster than
  # why en: its service needs a probe of the service, and not of the machine.
  # why ja: 起動直後の web1 はプローブが成功するまで使われず、20 件の要求は web2 に届きます。しきい値は 3 ですが、最初に
  # why ja: 成功したプローブで使われるようになります。サービスより先にマシンが応答し始める場合は、サービス自体を調べるプローブ
  # why ja: にしてください。
  # facts: load-balancer.started-server
  Scenario: After a start one probe that succeeds is enough
    Given the health probe of "lb":
      | protocol | port | interval  | threshold |
      | TCP      | 80   | 5 seconds | 3         |
    When "web1" is stopped
    And "web1" is started
    Then "web1" is unhealthy for "lb" because no probe has succeeded since its machine was started
    When 192.0.2.33 sends 20 requests to 203.0.113.10:80
    Then "web2" receives 20 requests
    When the health probes run for 5 seconds
    Then "web1" is healthy for "lb"

  # page: open-flows
  # ja: マシンを停止すると TCP 接続は終わり、UDP フローは移る
  # why en: Both flows are at web1, as web2 was Down when they began. When web1 is stopped, the connection is
  # why en: over, which the client isn't told: its next packet finds no flow. The UDP flow goes on with web2,
  # why en: which knows nothing of its first packet. A failed probe would have left the connection open.
  # why ja: web2 が Down の間に開始するため、どちらのフローも web1 との間にあります。web1 を停止すると接続は終わりますが、
  # why ja: クライアントに通知はなく、次のパケットは破棄されます。UDP フローは、最初のパケットを知らない web2 との間で続きます。
  # why ja: プローブの失敗だけなら、接続は開いたままです。
  # facts: load-balancer.stopped-server.open-flows, load-balancer.stopped-server.at-once
  Scenario: Stopping a machine ends TCP connections and moves UDP
    When the admin state of "web2" in the pool of "lb" is set to Down
    And 192.0.2.33 opens a UDP flow to 203.0.113.10:514
    And 192.0.2.33 opens a TCP connection to 203.0.113.10:443
    And the admin state of "web2" in the pool of "lb" is set to None
    And "web1" is stopped
    And 192.0.2.33 sends a late packet on that connection
    Then the traffic is dropped because the load balancer knows no flow that the packet belongs to
    When 192.0.2.33 sends application data on one of the connections
    Then an answer has arrived on that connection

  # page: drained
  # ja: Down にして接続が終わるのを待てば、停止で失われるものはない
  # why en: With Down no new flow comes to web1, and the open connection goes on until the client closes it.
  # why en: Then nothing is left that stopping could cut, and the next request is served by web2.
  # why ja: Down にすると web1 に新しいフローは届かず、開いている接続はクライアントが閉じるまで続きます。その後に停止すれば
  # why ja: 切れる接続はなく、次の要求は web2 が処理します。
  # facts: load-balancer.admin-state, load-balancer.probe-down.tcp
  Scenario: Set Down, wait, then stop: nothing is lost
    When the admin state of "web2" in the pool of "lb" is set to Down
    And 192.0.2.33 opens a TCP connection to 203.0.113.10:443
    And the admin state of "web2" in the pool of "lb" is set to None
    And the admin state of "web1" in the pool of "lb" is set to Down
    Then that connection is still open
    When one of the connections ends with FIN from both ends
    And "web1" is stopped
    And 192.0.2.33 sends 20 requests to 203.0.113.10:80
    Then "web2" receives 20 requests

  # page: all-stopped
  # ja: すべてのマシンが停止していれば、応答はない
  # why en: Whoever connects gets no answer at all, as with servers whose probes all fail. A ping tells the two
  # why en: apart: it times out here, and says that the host is unreachable there.
  # why ja: すべてのプローブが失敗している場合と同じく、接続しても応答はありません。両者は ping で区別できます。停止していれ
  # why ja: ばタイムアウトになり、プローブの失敗なら宛先ホスト到達不能が返ります。
  # facts: load-balancer.stopped-server
  Scenario: With every machine stopped nobody answers
    When "web1" is stopped
    And "web2" is stopped
    And 192.0.2.33 sends a request to 203.0.113.10:80
    Then the traffic is dropped because the machine of every back-end server is stopped
    When "web2" is started
    And the health probes run for 15 seconds
    And 192.0.2.33 sends a request to 203.0.113.10:80
    Then 192.0.2.33 receives status code 200
