# ja: 応答しないサーバー、接続を拒否するサーバー
# ja: 接続に失敗した試行も SNAT ポートを使う。応答がなければポートはアイドル タイムアウトまで、RST で
# ja: 拒否されればその 15 秒後まで塞がる。休みなく再試行すると、接続できないままポートが枯渇する。
@outbound @classic
Feature: Servers that don't answer, and servers that refuse

  An attempt to connect takes a SNAT port although it fails. Without an answer the port
  is held until the idle timeout, after a refusal by RST for 15 seconds. Whoever retries
  without a pause runs out of ports and never gets a connection.

  Background:
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

  # ja: 応答のない試行のポートはアイドル タイムアウトまで塞がる
  # ja: 最後に通ったのは SYN であり、その 4 分後にフローがアイドルとして失われる。
  Rule: An attempt without an answer holds its port until the idle timeout

    The SYN was the last packet of the flow, which idles out 4 minutes later.

    Background:
      Given the server 198.51.100.7 doesn't answer

    # page: one-attempt-syn-sent
    # ja: 1 回の試行
    Scenario: One attempt
      When "vm1" opens a TCP connection to 198.51.100.7:1883
      Then the connection fails because the server doesn't answer
      And "vm1" uses 1 TCP SNAT port
      When 239 seconds pass
      Then "vm1" uses 1 TCP SNAT port
      When 1 second passes
      Then "vm1" uses 0 TCP SNAT ports

    # page: five-per-second-exhaust
    # ja: 毎秒 5 回の試行では、4 分後までにポートが枯渇する
    # ja: 240 秒 × 毎秒 5 回 = 1,200 回であり、1,024 個を 176 回上回る。
    Scenario: Five attempts a second exhaust the ports within four minutes
      240 s × 5 a second = 1,200 attempts, 176 more than there are ports.

      When "vm1" sends 5 requests per second to 198.51.100.7:1883 for 4 minutes, each on a new connection closed by RST
      Then 0 requests succeed
      And the first request to fail is sent 0 seconds after the first request
      And 176 requests fail because SNAT ports are exhausted

    # page: four-per-second-dont
    # ja: 毎秒 4 回の試行では枯渇しない
    # ja: 240 秒 × 毎秒 4 回 = 960 回であり、1,024 個に収まる。
    Scenario: Four attempts a second don't
      240 s × 4 a second = 960 attempts, for which there are ports.

      When "vm1" sends 4 requests per second to 198.51.100.7:1883 for 10 minutes, each on a new connection closed by RST
      Then 0 requests succeed
      And 0 requests fail because SNAT ports are exhausted

    # page: udp-no-different
    # ja: UDP でも同じである
    Scenario: UDP is no different
      When "vm1" opens a UDP flow to 198.51.100.7:514
      Then the traffic is dropped because the server doesn't answer
      And "vm1" uses 1 UDP SNAT port
      When 4 minutes pass
      Then "vm1" uses 0 UDP SNAT ports

  # ja: 拒否された試行のポートは 15 秒塞がる
  # ja: サーバーの RST でフローは終わり、ポートは RST の後の保持時間が過ぎるまで塞がる。
  Rule: A refused attempt holds its port for 15 seconds

    The server's RST ends the flow, and the hold after RST begins.

    Background:
      Given the server 198.51.100.7 refuses connections

    # page: one-attempt-holds-port
    # ja: 1 回の試行
    Scenario: One attempt
      When "vm1" opens a TCP connection to 198.51.100.7:1883
      Then the connection fails because the server refuses the connection
      When 14 seconds pass
      Then "vm1" uses 1 TCP SNAT port
      When 1 second passes
      Then "vm1" uses 0 TCP SNAT ports

    # page: three-attempts-at-once
    # ja: 一度に 3 回の試行
    Scenario: Three attempts at once
      When "vm1" opens 3 TCP connections to 198.51.100.7:1883
      Then the connection fails because the server refuses the connection
      When 14 seconds pass
      Then "vm1" uses 3 TCP SNAT ports
      When 1 second passes
      Then "vm1" uses 0 TCP SNAT ports

    # page: 68-per-second-hold
    # ja: 毎秒 68 回までの試行では枯渇しない
    # ja: 15 秒 × 毎秒 68 回 = 1,020 回であり、1,024 個に収まる。
    Scenario: Up to 68 attempts a second never exhaust the ports
      15 s × 68 a second = 1,020 attempts, for which there are ports.

      When "vm1" sends 68 requests per second to 198.51.100.7:1883 for 1 minute, each on a new connection closed by RST
      Then 0 requests succeed
      And 0 requests fail because SNAT ports are exhausted

    # page: 69-per-second-exhaust
    # ja: 毎秒 69 回を超えると枯渇する
    # ja: 15 秒 × 毎秒 69 回 = 1,035 回であり、最初の 15 秒で 11 回分のポートが足りなくなる。
    Scenario: From 69 attempts a second on, they run out
      15 s × 69 a second = 1,035 attempts: in the first 15 seconds, 11 find no port.

      When "vm1" sends 69 requests per second to 198.51.100.7:1883 for 15 seconds, each on a new connection closed by RST
      Then 11 requests fail because SNAT ports are exhausted

  # ja: 応答が遅いと、待つ間にフローが失われることがある
  Rule: A late answer may find its flow gone

    Background:
      Given 198.51.100.7 answers the first request after 10 minutes

    # page: pool-first-request-fails
    # ja: 接続プールでは、失敗したのは最初に送られた要求である
    Scenario: In a pool, the request that fails is the one that was sent first
      When "vm1" sends 1 request per second to 198.51.100.7:5432 for 1 second over a pool of 1 connection
      Then 0 requests succeed
      When 10 minutes pass
      Then the first request to fail is sent 0 seconds after the first request

    # page: own-connection-no-better
    # ja: 要求ごとに新しい接続を開いても同じである
    Scenario: On a connection of its own it fares no better
      When "vm1" sends 1 request per second to 198.51.100.7:5432 for 20 minutes, each on a new connection closed by FIN from both ends
      Then the first request to fail is sent 0 seconds after the first request
      And 1,199 requests succeed

    # page: answer-within-four-minutes
    # ja: 4 分に満たなければ応答は届く
    Scenario: An answer within four minutes arrives
      Given 198.51.100.7 answers the first request after 239 seconds
      When "vm1" sends 1 request per second to 198.51.100.7:5432 for 5 minutes, each on a new connection closed by FIN from both ends
      Then all 300 requests succeed

  # ja: 塞がったポートは、接続先に到達できる場合でも使えない
  Rule: A held port is held toward a server that answers as well

    # page: held-port-stays-held
    # ja: 塞がったポートは、エフェメラル ポートが一巡しても使えない
    # ja: 240 秒の間に 24,000 回の要求があり、16,384 個のエフェメラル ポートは一巡する。
    Scenario: A held port stays held when the ephemeral ports come round
      In 240 seconds there are 24,000 requests, and only 16,384 ephemeral ports.

      When "vm1" sends 100 requests per second to 198.51.100.8:443 for 239 seconds, each on a new connection closed by FIN from both ends
      Then 1,024 TCP handshakes take place
      And 22,876 requests fail because SNAT ports are exhausted
