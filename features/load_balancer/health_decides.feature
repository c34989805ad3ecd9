# ja: 正常性プローブの結果で決まること
# ja: プローブに失敗したサーバーには新しいフローが送られない。応答のないプローブはしきい値まで数えられ、
# ja: HTTP の応答があればただちに決まる。サーバー自身の送信は影響を受けない。
# why en: How soon a failure counts is the interval times the threshold, for a probe that isn't
# why en: answered; a response decides with the probe that gets it. Probes that a network security
# why en: group blocks look the same as a dead server.
# why ja: 応答のないプローブで異常になるまでの時間は、間隔 × しきい値です。応答があれば、そのプロー
# why ja: ブでただちに決まります。ネットワーク セキュリティ グループがブロックしたプローブは、停止し
# why ja: たサーバーと区別できません。
# facts: load-balancer.no-healthy-server
@probes
Feature: What the outcome of a health probe decides

  A server whose probe fails gets no new flows. Probes without an answer count up to the
  threshold, an HTTP response decides at once, and what the server opens itself isn't affected.

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the client 192.0.2.33

  # page: threshold
  # ja: しきい値が 2 なら、2 回続けて失敗すると異常になる
  # why en: A TCP probe has failed when the next one is due: the first after 5 seconds, the second
  # why en: after 2 × 5 = 10 seconds. Until then clients are sent to a server that doesn't answer.
  # why en: Twice in a row an answer has to come before it gets new flows again.
  # why ja: TCP プローブは、次のプローブの時点で失敗になります。1 回目は 5 秒後、2 回目は 2 × 5 = 10
  # why ja: 秒後です。それまでは、応答しないサーバーにもクライアントが振り分けられます。再び新しいフ
  # why ja: ローが送られるには、2 回続けて応答がなければなりません。
  # facts: load-balancer.no-healthy-server
  Scenario: With a threshold of 2, two probes in a row decide
    Given the health probe of "lb":
      | protocol | port | interval  | threshold |
      | TCP      | 80   | 5 seconds | 2         |
    When "web1" stops answering
    And the health probes run for 5 seconds
    Then "web1" is healthy for "lb"
    When the health probes run for 5 seconds
    Then "web1" is unhealthy for "lb" because its probe isn't answered in time
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the traffic is dropped because no back-end server is healthy
    When "web1" answers again
    And the health probes run for 5 seconds
    Then "web1" is unhealthy for "lb" because its probe isn't answered in time
    When the health probes run for 5 seconds
    Then "web1" is healthy for "lb"
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then 192.0.2.33 receives status code 200

  # page: default-threshold
  # ja: しきい値を設定しなければ、1 回のプローブで決まる
  # why en: Where nobody sets probeThreshold, one probe changes the state. The older property
  # why en: numberOfProbes is still there and isn't honoured.
  # why ja: probeThreshold を設定しなければ、1 回のプローブで状態が変わります。以前からある
  # why ja: numberOfProbes も残っていますが、使われません。
  # facts: load-balancer.probe-threshold, load-balancer.probe-interval
  Scenario: Without a threshold, one probe decides
    When "web1" stops answering
    And the health probes run for 14 seconds
    Then "web1" is healthy for "lb"
    When 1 second passes
    Then "web1" is unhealthy for "lb" because its probe isn't answered in time

  # page: http-status
  # ja: HTTP プローブに 503 で応答すると、ただちに異常になる
  # why en: The service itself says that it can't serve, and nothing is gained by asking again. Only
  # why en: probes that aren't answered count up to the threshold. Answer with 503 before
  # why en: maintenance, and new flows go elsewhere with the next probe.
  # why ja: サービス自身が処理できないと答えているため、確かめ直す必要がありません。しきい値まで数え
  # why ja: るのは、応答のないプローブだけです。メンテナンスの前に 503 を返せば、次のプローブから新
  # why ja: しいフローは送られません。
  # facts: load-balancer.http-probe.decides-at-once
  Scenario: A status code of 503 takes the server out at once
    Given the health probe of "lb":
      | protocol | port | path    | interval  | threshold |
      | HTTP     | 80   | /health | 5 seconds | 3         |
    When "web1" starts to answer with status code 503
    And the health probes run for 5 seconds
    Then "web1" is unhealthy for "lb" because its probe is answered with another status code than 200
    When "web1" starts to answer with status code 200
    And the health probes run for 5 seconds
    Then "web1" is healthy for "lb"

  # page: http-timeout
  # ja: HTTP プローブは、間隔が長くても 30 秒で失敗する
  # why en: With an interval of 2 minutes a TCP probe would wait for all of it. An HTTP probe waits
  # why en: for 30 seconds at most, or for the interval where that is shorter.
  # why ja: 間隔が 2 分なら、TCP プローブは 2 分間応答を待ちます。HTTP プローブが待つのは長くても 30
  # why ja: 秒で、間隔のほうが短ければ間隔までです。
  # facts: load-balancer.http-probe.timeout
  Scenario: An HTTP probe fails after 30 seconds, however long the interval
    Given the health probe of "lb":
      | protocol | port | interval  | threshold |
      | HTTP     | 80   | 2 minutes | 1         |
    When "web1" stops answering
    And the health probes run for 29 seconds
    Then "web1" is healthy for "lb"
    When 1 second passes
    Then "web1" is unhealthy for "lb" because its probe isn't answered in time

  # page: shortest-interval
  # ja: プローブの間隔は 5 秒以上である
  # why en: With 5 seconds and a threshold of 1, a failure is noticed 5 seconds after the probe. For
  # why en: sooner, let the service answer an HTTP probe with an error, which decides at once.
  # why ja: 間隔が 5 秒でしきい値が 1 なら、異常はプローブの 5 秒後に分かります。さらに早めるには、HTTP プローブに
  # why ja: サービスがエラーで応答するようにします。エラーの応答があれば、ただちに異常になります。
  # facts: load-balancer.probe-interval.shortest
  Scenario: An interval of less than 5 seconds is refused
    When the health probe of "lb" is changed to:
      | protocol | port | interval  |
      | TCP      | 80   | 4 seconds |
    Then the request is refused because the interval of a health probe is 5 seconds or more
    When the health probe of "lb" is changed to:
      | protocol | port | interval  |
      | TCP      | 80   | 5 seconds |
    Then the request is accepted

  # page: closed-ports
  # ja: ブロックされたポートへの HTTP プローブは失敗する
  # why en: The client that sends the probes blocks port <port>, so that HTTP probes can't use it: web1 is
  # why en: unhealthy although it would answer. Probe by TCP, or let the health page listen at another port.
  # why ja: プローブを送るクライアントがポート <port> をブロックしており、HTTP プローブには使えません。web1 は応答できても
  # why ja: 異常と見なされます。TCP プローブにするか、正常性のページを別のポートで待ち受けてください。
  # facts: load-balancer.http-probe.closed-ports, load-balancer.http-probe.closed-ports.outcome
  Scenario Outline: An HTTP probe to a blocked port fails
    Given the health probe of "lb":
      | protocol | port   | interval  |
      | HTTP     | <port> | 5 seconds |
    When the health probes run for 5 seconds
    Then "web1" is unhealthy for "lb" because HTTP probes can't use the port of its probe
    When the health probe of "lb" is changed to:
      | protocol | port   | interval  |
      | TCP      | <port> | 5 seconds |
    And the health probes run for 5 seconds
    Then "web1" is healthy for "lb"

    Examples:
      # ja: | ポート |
      | port |
      | 19   |
      | 21   |
      | 25   |
      | 70   |
      | 110  |
      | 119  |
      | 143  |
      | 220  |
      | 993  |

  # page: fluctuating
  # ja: 正常と異常を繰り返すサーバーも、1 回の成功で正常に戻る
  # why en: The page says that Load Balancer waits longer before a server whose probe fluctuates is healthy
  # why en: again, but not for how long. So this model adds no wait, and 1 probe lets web1 in each time. Count on
  # why en: a longer absence in Azure.
  # why ja: 文書には、プローブの結果が変動するサーバーは正常に戻るまでの待ち時間が長くなるとありますが、長さは書かれていませ
  # why ja: ん。本モデルでは待ち時間を加えず、毎回 1 回の成功で戻ります。実際の Azure では、より長く外れると考えてください。
  # facts: load-balancer.fluctuating-server
  Scenario: A server that comes and goes is in again at once
    Given the health probe of "lb":
      | protocol | port | interval  |
      | TCP      | 80   | 5 seconds |
    When "web1" stops answering
    And the health probes run for 5 seconds
    And "web1" answers again
    And the health probes run for 5 seconds
    And "web1" stops answering
    And the health probes run for 5 seconds
    Then "web1" is unhealthy for "lb" because its probe isn't answered in time
    When "web1" answers again
    And the health probes run for 5 seconds
    Then "web1" is healthy for "lb"

  # page: https-on-basic
  # ja: Basic では HTTPS プローブを使えない
  # why en: HTTPS probes came with the Standard SKU. On a Basic load balancer probe by HTTP or TCP.
  # why ja: HTTPS プローブは Standard SKU の機能です。Basic では HTTP または TCP を使います。
  # facts: load-balancer.https-probe.standard-only
  Scenario: A Basic load balancer has no HTTPS probes
    Given a Basic public load balancer "basic" with front-end IP 203.0.113.20 and healthy back-end servers:
      | name | private IP |
      | web2 | 10.0.0.5   |
    When the health probe of "basic" is changed to:
      | protocol | port |
      | HTTPS    | 443  |
    Then the request is refused because only a Standard load balancer can have HTTPS probes

  # page: all-probed-up
  # ja: AllProbedUp なら、すべて異常でも新しいフローが送られる
  # why en: noHealthyBackendsBehavior is AllProbedDown where nobody sets it, and clients get no answer
  # why en: then. With AllProbedUp they reach a server all the same, here one that says 503: good where a
  # why en: probe may fail although the service works.
  # why ja: noHealthyBackendsBehavior の既定は AllProbedDown で、その場合クライアントに応答はありません。AllProbedUp
  # why ja: ならサーバーに届き、ここでは 503 の応答があります。サービスは動いているのにプローブだけが失敗しうる場合
  # why ja: に使えます。
  # facts: load-balancer.all-probed-up
  Scenario: With AllProbedUp new flows go on while every probe fails
    Given the health probe of "lb":
      | protocol | port | interval  | threshold | no healthy back ends |
      | HTTP     | 80   | 5 seconds | 1         | AllProbedUp          |
    When "web1" starts to answer with status code 503
    And the health probes run for 5 seconds
    Then "web1" is unhealthy for "lb" because its probe is answered with another status code than 200
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then 192.0.2.33 receives status code 503

  # page: outbound-goes-on
  # ja: プローブの失敗は、サーバーからの送信を妨げない
  # why en: Health is about who gets new flows from clients. A server that is out still has the
  # why en: front-end IP and its SNAT ports, so a failed probe is no reason why updates or databases
  # why en: can't be reached.
  # why ja: 正常性で決まるのは、クライアントの新しいフローの振り分けだけです。異常なサーバーもフロン
  # why ja: トエンド IP と SNAT ポートを使えるので、更新サーバーやデータベースに接続できない原因はプ
  # why ja: ローブの失敗ではありません。
  # facts: load-balancer.probe-interval
  Scenario: A failed probe doesn't stop what the server opens itself
    When "web1" starts to refuse connections
    And the health probes run for 15 seconds
    Then "web1" is unhealthy for "lb" because its probe is reset
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.10

  # page: blocked-probe
  # ja: プローブを拒否する規則があると、サーバーは異常になる
  # why en: The rule lets no probe from 168.63.129.16 in, so Load Balancer sees a server that
  # why en: doesn't answer. Write a rule for AzureLoadBalancer with a smaller priority before a rule
  # why en: that denies everything. Blocking probes on purpose isn't supported, and may take effect
  # why en: late.
  # why ja: この規則は 168.63.129.16 からのプローブを通さないため、Load Balancer からは応答しないサー
  # why ja: バーに見えます。すべてを拒否する規則の前に、優先順位の数がより小さい AzureLoadBalancer
  # why ja: の許可規則を置いてください。意図的にプローブをブロックすることはサポートされず、反映が遅
  # why ja: れることもあります。
  # facts: load-balancer.probe-source, security-group.tag.azure-load-balancer
  Scenario: A rule that denies the probe makes the server unhealthy
    Given the network security group "nsg1" on the network interface of "web1" with rules:
      | name       | priority | direction | access | source            |
      | DenyProbes | 100      | Inbound   | Deny   | AzureLoadBalancer |
      | AllowAll   | 200      | Inbound   | Allow  | Any               |
    When the health probes run for 15 seconds
    Then "web1" is unhealthy for "lb" because its probe isn't answered in time
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the traffic is dropped because no back-end server is healthy

  # page: probe-in-virtual-network-tag
  # ja: VirtualNetwork を許可する規則は、プローブも許可する
  # why en: The service tag VirtualNetwork covers 168.63.129.16 as well, so the probe passes before
  # why en: the rule that denies everything. Clients on the internet don't.
  # why ja: サービス タグ VirtualNetwork には 168.63.129.16 も含まれるため、すべてを拒否する規則より
  # why ja: 先にプローブは許可されます。インターネット上のクライアントは許可されません。
  # facts: security-group.tag.virtual-network
  Scenario: A rule that allows the virtual network lets the probe in
    Given the network security group "nsg1" on the network interface of "web1" with rules:
      | name         | priority | direction | access | source         |
      | AllowNetwork | 100      | Inbound   | Allow  | VirtualNetwork |
      | DenyAll      | 200      | Inbound   | Deny   | Any            |
    When the health probes run for 15 seconds
    Then "web1" is healthy for "lb"
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the traffic is dropped because the rule "DenyAll" of "nsg1" denies it
