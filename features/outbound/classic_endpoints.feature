# ja: クラシックのエンドポイントで受信した接続のアイドル タイムアウト
# ja: クラシックのエンドポイントで受信した TCP 接続は、4 分間通信がなければ終わる。4 分から 30 分までを設定できる。
# ja: インスタンスが開く接続では変更できない。
# why en: An RDP session or a long download that goes through an endpoint of a classic deployment hangs after a few
# why en: silent minutes: the load balancer has forgotten it. For what comes in the timeout could be raised, for
# why en: what goes out it couldn't. The platform has ended; a load-balancing rule does the same today.
# why ja: クラシック デプロイのエンドポイントを経由する RDP セッションなどは、数分間通信がないと、ロード バランサーが
# why ja: 接続の情報を破棄するため反応しなくなります。このタイムアウトは受信では延長できましたが、送信ではできませんでした。
# why ja: クラシックは終了したプラットフォームです。現在は負荷分散規則で同じ設定ができます。
# facts: classic.inbound-idle-timeout, classic.inbound-idle-timeout.longest
@classic @inbound
Feature: Idle connections that come in by a classic endpoint

  A TCP connection that comes in by an endpoint ends after 4 minutes without traffic. An endpoint may
  have 4 to 30 minutes; what an instance opens itself can't be changed.

  Background:
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:3389
    And the client 192.0.2.33

  # page: silent-after-four-minutes
  # ja: 4 分間通信がない接続は、通知なしに終わる
  # why en: Nobody has set an idle timeout, so it is 4 minutes: after 239 seconds the session is there, after
  # why en: 240 seconds it is gone. Neither end is told, and what the client sends then is dropped.
  # why ja: アイドル タイムアウトを設定していないため既定の 4 分です。239 秒ではまだ接続があり、240 秒で終わります。
  # why ja: どちらの側にも知らされず、その後にクライアントが送るものは破棄されます。
  # facts: classic.inbound-idle-timeout
  Scenario: After 4 minutes without traffic it ends in silence
    When 192.0.2.33 opens a TCP connection to 203.0.113.10:3389
    And 239 seconds pass
    Then that connection is still open
    When 1 second passes
    Then that connection has timed out
    When 192.0.2.33 sends a late packet on that connection
    Then the traffic is dropped because the load balancer knows no flow that the packet belongs to

  # page: longer
  # ja: エンドポイントのアイドル タイムアウトは 30 分まで延ばせる
  # why en: The endpoint is set to 30 minutes, the most that it may. What the instance opens itself still ends
  # why en: after 4, as the setting is for what comes in.
  # why ja: エンドポイントの設定は上限の 30 分です。この設定は受信接続のもので、インスタンス自身が開く接続は 4 分で
  # why ja: 終わります。
  # facts: classic.inbound-idle-timeout.longest, classic.idle-timeout
  Scenario: An endpoint can keep it for 30 minutes
    When the idle timeout of the load-balanced endpoint 203.0.113.10:3389 is set to 30 minutes
    Then the request is accepted
    When 192.0.2.33 opens a TCP connection to 203.0.113.10:3389
    And 29 minutes pass
    Then that connection is still open
    When 1 minute passes
    Then that connection has timed out
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And 4 minutes pass
    Then that connection has timed out

  # page: other-timeouts-refused
  # ja: エンドポイントのアイドル タイムアウトに<タイムアウト>は設定できない
  # why en: An endpoint takes 4 to 30 minutes, so Azure refuses <timeout>. For longer silences the session needs
  # why en: keepalives.
  # why ja: エンドポイントに設定できるのは 4 分から 30 分であり、<timeout>は拒否されます。それより長く通信がない
  # why ja: セッションでは、キープアライブが必要です。
  # facts: classic.inbound-idle-timeout.shortest, classic.inbound-idle-timeout.longest
  Scenario Outline: An idle timeout of <timeout> for an endpoint is refused
    When the idle timeout of the load-balanced endpoint 203.0.113.10:3389 is set to <timeout>
    Then the request is refused because the idle timeout of a load-balanced endpoint is from 4 to 30 minutes

    Examples:
      # ja: | タイムアウト |
      | timeout    |
      | 3 minutes  |
      | 31 minutes |

  # page: client-address
  # ja: インスタンスからは、クライアント自身のアドレスが見える
  # why en: What comes in isn't translated like what goes out: the destination becomes the instance's address, the
  # why en: source stays the client's, and no SNAT port is used.
  # why ja: 受信は送信のようには変換されません。宛先がインスタンスのアドレスになるだけで、送信元はクライアントの
  # why ja: アドレスのままであり、SNAT ポートも使われません。
  # facts: load-balancer.rewrites-request
  Scenario: The instance sees the client's own address
    When 192.0.2.33 sends a request to 203.0.113.10:3389
    Then "vm1" receives requests from 192.0.2.33 in turn
    And "vm1" uses 0 SNAT ports

  # page: instance-level
  # ja: インスタンス レベルのパブリック IP でも受信だけを 30 分まで延ばせる
  # why en: An instance-level public IP takes 4 to 30 minutes as well. A session that came in to it is there after
  # why en: 29 minutes without traffic and gone after 30; what the instance opens itself still ends after 4.
  # why ja: インスタンス レベルのパブリック IP にも 4 分から 30 分までを設定できます。ここで受信したセッションは、29 分
  # why ja: 通信がなくても続き、30 分で終わります。インスタンス自身が開く接続は 4 分で終わります。
  # facts: classic.instance-level.idle-timeout.longest, classic.instance-level.idle-timeout.shortest, classic.instance-level.idle-timeout.inbound, classic.idle-timeout
  Scenario: An instance-level public IP can keep what comes in for 30 minutes
    When the instance-level public IP 203.0.113.50 is assigned to "vm1"
    And the idle timeout of the public IP 203.0.113.50 is set to 30 minutes
    Then the request is accepted
    When 192.0.2.33 opens a TCP connection to 203.0.113.50:3389
    And 29 minutes pass
    Then that connection is still open
    When 1 minute passes
    Then that connection has timed out
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And 3 minutes pass
    Then that connection is still open
    When 1 minute passes
    Then that connection has timed out

  # page: instance-level-refused
  # ja: インスタンス レベルのパブリック IP に<タイムアウト>は設定できない
  # why en: The range is that of endpoints, 4 to 30 minutes, so Azure refuses <timeout>.
  # why ja: 範囲はエンドポイントと同じ 4 分から 30 分であり、<timeout>は拒否されます。
  # facts: classic.instance-level.idle-timeout.shortest, classic.instance-level.idle-timeout.longest
  Scenario Outline: An idle timeout of <timeout> for an instance-level public IP is refused
    When the instance-level public IP 203.0.113.50 is assigned to "vm1"
    And the idle timeout of the public IP 203.0.113.50 is set to <timeout>
    Then the request is refused because the idle timeout of an instance-level public IP is from 4 to 30 minutes

    Examples:
      # ja: | タイムアウト |
      | timeout    |
      | 3 minutes  |
      | 31 minutes |
