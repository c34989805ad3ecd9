# ja: アイドルな受信接続は 4 分で終わる
# ja: クライアントの接続で通信がなければ、ロード バランサーはアイドル タイムアウトの後に接続の情報を破棄する。
# ja: 既定ではどちらの側にも知らされない。規則では 4 分から 100 分までを設定でき、TCP リセットを有効にすると
# ja: 双方に RST が届く。
# why en: After the idle timeout the load balancer has forgotten the connection, and the next packet on it
# why en: is dropped. Neither end knows, so the application hangs until its own time-out. Keepalives at
# why en: less than the idle timeout prevent that; a longer timeout only puts it off; TCP reset makes it
# why en: known at once.
# why ja: アイドル タイムアウトの後、ロード バランサーは接続を忘れており、次のパケットは破棄されます。どち
# why ja: らの側も気付かないため、アプリケーションは自身のタイムアウトまで待たされます。アイドル タイムアウ
# why ja: トより短い間隔のキープアライブで防げます。タイムアウトを延ばしても先送りになるだけですが、TCP リ
# why ja: セットなら双方がすぐに気付きます。
# facts: load-balancer.idle-timeout, load-balancer.activity
@inbound
Feature: An idle inbound connection ends after 4 minutes

  While nothing passes on a client's connection, the load balancer keeps it for the
  idle timeout and then forgets it. By default neither end is told. A rule may set 4 to
  100 minutes, and with TCP reset both ends get an RST.

  Background:
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the client 192.0.2.33

  # page: silent-after-four-minutes
  # ja: 4 分間通信がない接続は、通知なしに終わる
  # why en: Nobody has set an idle timeout, so it is 4 minutes: after 239 seconds the connection is there,
  # why en: after 240 seconds it is gone, in silence. What the client sends then goes nowhere.
  # why ja: アイドル タイムアウトを設定していないため既定の 4 分です。239 秒ではまだ接続があり、240 秒で通知な
  # why ja: しに終わります。その後にクライアントが送るものはどこにも届きません。
  # facts: load-balancer.idle-timeout
  Scenario: After 4 minutes without traffic it ends in silence
    When 192.0.2.33 opens a TCP connection to 203.0.113.10:3389
    And 239 seconds pass
    Then that connection is still open
    When 1 second passes
    Then that connection has timed out
    When 192.0.2.33 sends a late packet on that connection
    Then the traffic is dropped because the load balancer knows no flow that the packet belongs to

  # page: connection-of-a-request
  # ja: 要求に使われた接続も、アイドルのまま 4 分で終わる
  # why en: A client that keeps its connection for the next request finds it gone after 4 minutes, counted
  # why en: from the last packet. Let the pool of connections in the application give up idle ones earlier
  # why en: than that.
  # why ja: 次の要求のために接続を残すクライアントでは、最後のパケットから 4 分後に接続が失われています。ア
  # why ja: プリケーションの接続プールでは、それより早くアイドルな接続を閉じてください。
  # facts: load-balancer.idle-timeout
  Scenario: The connection of a request ends after 4 idle minutes too
    When 192.0.2.33 sends a request to 203.0.113.10:80
    And 5 minutes pass
    Then that connection has timed out

  # page: keepalives-keep-it
  # ja: キープアライブがあれば接続は続く
  # why en: A keepalive from either end starts the timer anew: one every 3 minutes keeps a connection that
  # why en: would end after 4. Operating systems send the first one much later unless told otherwise.
  # why ja: どちらの側のキープアライブでもタイマーは最初から始まります。3 分ごとに送れば、4 分で終わるはずの
  # why ja: 接続が続きます。オペレーティング システムの既定では最初のキープアライブがずっと遅いため、設定が必
  # why ja: 要です。
  # facts: load-balancer.activity, load-balancer.idle-timeout
  Scenario Outline: A keepalive from the <end> keeps it
    When 192.0.2.33 opens a TCP connection to 203.0.113.10:3389
    And 3 minutes pass
    And <sender> sends a keepalive on one of the connections
    And 3 minutes pass
    Then that connection is still open

    Examples:
      # ja: | 側 | 送り手 |
      | end    | sender     |
      | client | 192.0.2.33 |
      | server | "web1"     |

  # page: longer-by-rule
  # ja: 規則のアイドル タイムアウトは 100 分まで延ばせる
  # why en: The rule sets 100 minutes, the most that it may: after 99 minutes without traffic the connection
  # why en: is there, after 100 it is gone. Every device in between has a timeout of its own, so keepalives
  # why en: are the better cure.
  # why ja: 規則の設定は上限の 100 分です。99 分通信がなくても接続は続き、100 分で終わります。途中の機器にも
  # why ja: それぞれのタイムアウトがあるため、キープアライブのほうが確実です。
  # facts: load-balancer.idle-timeout.longest
  Scenario: A rule can keep it for 100 minutes
    When the idle timeout of "lb" is set to 100 minutes
    Then the request is accepted
    When 192.0.2.33 opens a TCP connection to 203.0.113.10:3389
    And 99 minutes pass
    Then that connection is still open
    When 1 minute passes
    Then that connection has timed out

  # page: other-timeouts-refused
  # ja: 4 分未満と 100 分超は拒否される
  # why en: The documents give 4 to 100 minutes for load-balancing rules, so Azure refuses <timeout>. An
  # why en: outbound rule may have a longer one.
  # why ja: 文書では負荷分散規則に設定できるのは 4 分から 100 分であり、<timeout>は拒否されます。アウトバウンド
  # why ja: 規則ではもう少し長く設定できます。
  # facts: load-balancer.idle-timeout.shortest, load-balancer.idle-timeout.longest
  Scenario Outline: An idle timeout of <timeout> is refused
    When the idle timeout of "lb" is set to <timeout>
    Then the request is refused because the idle timeout of a load-balancing rule is from 4 to 100 minutes

    Examples:
      # ja: | タイムアウト |
      | timeout     |
      | 3 minutes   |
      | 101 minutes |

  # page: reset-tells-both-ends
  # ja: TCP リセットを有効にすると、双方に RST が届く
  # why en: With TCP reset on, the load balancer tells both ends by RST when it gives the connection up, so
  # why en: that the application opens a new one at once instead of waiting. It goes to connections that are
  # why en: established.
  # why ja: TCP リセットを有効にすると、ロード バランサーは接続を破棄するときに双方へ RST を送ります。アプリ
  # why ja: ケーションは待たずに新しい接続を開けます。対象は確立済みの接続です。
  # facts: load-balancer.tcp-reset
  Scenario: With TCP reset both ends are told
    When TCP reset is enabled on "lb"
    Then the request is accepted
    When 192.0.2.33 opens a TCP connection to 203.0.113.10:3389
    And 4 minutes pass
    Then an RST has reached both ends of that connection

  # page: no-reset-on-basic
  # ja: Basic ロード バランサーには TCP リセットがない
  # why en: TCP reset came with the Standard SKU. On a Basic load balancer idle connections always end in
  # why en: silence, so keepalives are the only cure.
  # why ja: TCP リセットは Standard SKU の機能です。Basic ロード バランサーではアイドルな接続は必ず通知なしに
  # why ja: 終わるため、キープアライブを使うしかありません。
  # facts: load-balancer.tcp-reset.standard-only
  Scenario: A Basic load balancer has no TCP reset
    Given a Basic public load balancer "basic" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | web2 | 10.0.0.5   |
    When TCP reset is enabled on "basic"
    Then the request is refused because only a Standard load balancer can have TCP reset

  # page: front-end-first
  # ja: フロントエンド IP のアイドル タイムアウトは規則より優先される
  # why en: The rule says 100 minutes and its front-end IP 10; where they differ, the front-end IP counts. Look
  # why en: at both when connections end earlier than the rule says.
  # why ja: 規則は 100 分、フロントエンド IP は 10 分です。異なる場合はフロントエンド IP の設定が使われます。接
  # why ja: 続が規則の設定より早く終わる場合は、両方を確かめてください。
  # facts: load-balancer.idle-timeout.front-end-first
  Scenario: That of the front-end IP goes before that of the rule
    When the idle timeout of "lb" is set to 100 minutes
    Then the request is accepted
    When the idle timeout of the front-end IP 203.0.113.10 is set to 10 minutes
    Then the request is accepted
    When 192.0.2.33 opens a TCP connection to 203.0.113.10:3389
    And 9 minutes pass
    Then that connection is still open
    When 1 minute passes
    Then that connection has timed out

  # page: front-end-range
  # ja: フロントエンド IP では<タイムアウト>は拒否される
  # why en: A public IP address may keep idle connections that come in for 4 to 30 minutes, so <timeout> is
  # why en: refused. Where longer is needed, leave it to the rule.
  # why ja: パブリック IP アドレスに設定できる受信接続のアイドル タイムアウトは 4 分から 30 分であり、<timeout>は
  # why ja: 拒否されます。それより長くするには、規則で設定してください。
  # facts: public-ip.idle-timeout.shortest, public-ip.idle-timeout.longest
  Scenario Outline: On the front-end IP <timeout> is refused
    When the idle timeout of the front-end IP 203.0.113.10 is set to <timeout>
    Then the request is refused because the idle timeout of a public IP is from 4 to 30 minutes

    Examples:
      # ja: | タイムアウト |
      | timeout    |
      | 3 minutes  |
      | 31 minutes |
