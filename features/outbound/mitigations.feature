# ja: 通信の多いアプリケーションを SNAT ポートの数に収める
@outbound @workload
Feature: Keeping a busy application inside its SNAT ports

  Background:
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

  # page: connection-per-request-exhausts
  # ja: 要求ごとに新しい接続を開くとポートが枯渇する
  Scenario: A new connection for every request exhausts the ports
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 10 minutes, each on a new connection closed by FIN from both ends
    Then the first request to fail is sent 204.8 seconds after the first request
    And between 350 and 360 requests fail because SNAT ports are exhausted

  # page: four-per-second-hold
  # ja: 毎秒 4 件の要求ならいつまでも続けられる
  Scenario: Four requests a second can go on for ever
    When "vm1" sends 4 requests per second to 198.51.100.7:443 for 1 hour, each on a new connection closed by FIN from both ends
    Then all 14,400 requests succeed
    And the peak of TCP SNAT ports in use on "vm1" is between 960 and 970

  # page: pool-needs-its-size
  # ja: 接続プールに必要なポートは接続の本数分だけである
  Scenario: A connection pool needs as many ports as it has connections
    When "vm1" sends 500 requests per second to 198.51.100.7:443 for 1 hour over a pool of 20 connections
    Then all 1,800,000 requests succeed
    And "vm1" uses 20 TCP SNAT ports

  # page: retry-every-second
  # ja: 1 秒ごとに試みると 239 回失敗する
  Scenario: Trying every second costs 239 failed attempts
    Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443 and has just closed all of those connections by FIN from both ends
    When "vm1" tries to connect to 198.51.100.7:443 until it succeeds, waiting 1 second before each attempt
    Then it succeeds after 240 seconds and 239 failed attempts

  # page: retry-backing-off
  # ja: バックオフすると、時間は 15 秒延びるが、試行は 232 回少なくて済む
  Scenario: Backing off costs 15 seconds more and 232 attempts fewer
    Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443 and has just closed all of those connections by FIN from both ends
    When "vm1" tries to connect to 198.51.100.7:443 until it succeeds, waiting 1 second before the first attempt and twice as long before each next
    Then it succeeds after 255 seconds and 7 failed attempts

  # page: reuse-one-handshake
  # ja: 1 本の接続を再利用すれば、ハンドシェイクは 1 回で済む
  Scenario: Reusing one connection takes one handshake
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 10 minutes over a pool of 1 connection
    Then all 3,000 requests succeed
    And 1 TCP handshake takes place

  # page: new-connections-many-handshakes
  # ja: 要求ごとに新しい接続を開くと、ハンドシェイクも要求の数だけ行われる
  Scenario: A new connection for every request takes as many handshakes
    When "vm1" sends 1 request per second to 198.51.100.7:443 for 10 minutes, each on a new connection closed by FIN from both ends
    Then all 600 requests succeed
    And 600 TCP handshakes take place

  # page: pool-serves-while-one-waits
  # ja: プールの 1 本が応答を待つ間も、ほかの接続が要求を処理する
  Scenario: The other connections of a pool serve while one waits
    Given 198.51.100.7 answers the first request after 30 seconds
    When "vm1" sends 10 requests per second to 198.51.100.7:443 for 1 minute over a pool of 2 connections
    Then 299 requests are served while the first one waits for its answer
    And all 600 requests succeed

  # page: single-connection-waits
  # ja: 接続が 1 本だけなら、応答を待つ間はどの要求も処理されない
  Scenario: A single connection serves nobody while it waits
    Given 198.51.100.7 answers the first request after 30 seconds
    When "vm1" sends 10 requests per second to 198.51.100.7:443 for 1 minute over a pool of 1 connection
    Then 0 requests are served while the first one waits for its answer
    And all 600 requests succeed

  # page: udp-pool
  # ja: プールは UDP フローの数も抑える
  Scenario: A pool limits UDP flows as well
    When "vm1" sends 100 requests per second to 198.51.100.7:514 for 10 minutes over a pool of 8 UDP flows
    Then all 60,000 requests succeed
    And "vm1" uses 8 UDP SNAT ports

  # page: same-rate-never-recovers
  # ja: 同じ頻度で再試行し続けると回復しない
  Scenario: Retrying at the same rate never recovers
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 1 hour, each on a new connection closed by FIN from both ends
    Then requests still fail in the last 5 minutes

  # page: backing-off-recovers
  # ja: バックオフすれば自然に回復する
  Scenario: Backing off recovers by itself
    When "vm1" sends 5 requests per second to 198.51.100.7:443 for 1 hour, each on a new connection closed by FIN from both ends, and waits twice as long after each failure
    Then the first request to fail is sent 204.8 seconds after the first request
    And no request fails in the last 50 minutes

  # page: instance-level-ip-ends-exhaustion
  # ja: インスタンス レベルのパブリック IP を割り当てると枯渇が解消する
  Scenario: An instance-level public IP ends the exhaustion
    Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
    When the instance-level public IP 203.0.113.50 is assigned to "vm1"
    And "vm1" opens 2,000 TCP connections to 198.51.100.7:443
    Then all 2,000 connections succeed

  # page: keepalive-two-minutes
  # ja: 2 分ごとのキープアライブにより、通信のない接続が維持される
  Scenario: A keepalive every two minutes keeps a quiet connection alive
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And "vm1" sends a keepalive on that connection every 2 minutes for 1 hour
    Then that connection is still open

  # page: no-keepalive-times-out
  # ja: キープアライブがなければ、通信のない接続はタイムアウトする
  Scenario: Without a keepalive, the quiet connection times out
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And 1 hour passes
    Then that connection has timed out
