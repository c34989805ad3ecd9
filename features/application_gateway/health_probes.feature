# ja: Application Gateway の正常性プローブはインスタンスごとに送られる
# ja: インスタンスが 2 台なら、サーバーはプローブ間隔ごとに 2 回、各インスタンスの
# ja: プライベート IP アドレスから 1 回ずつプローブを受ける。インスタンスが 1 台増えると、プローブも
# ja: 1 回増える。したがって、サーバーのアクセス ログには、プローブ間隔から予想されるより多くのプローブが残る。
# why en: The instances probe independently of one another, so the number of probes grows with the
# why en: gateway. Allow the gateway's whole subnet in firewalls, since instances come and go within
# why en: it, and don't take the many lines in a server's log for an attack.
# why ja: 各インスタンスは互いに独立してプローブを送るため、ゲートウェイの台数が増えればプローブも増
# why ja: えます。インスタンスはサブネットの中で増減するので、ファイアウォールではゲートウェイのサブ
# why ja: ネット全体を許可してください。サーバーのログに多数のプローブが残っても、攻撃ではありませ
# why ja: ん。
# facts: application-gateway.probe-source, application-gateway.probe-interval
@probes
Feature: Every instance of an Application Gateway probes for itself

  With two instances a server gets two probes each interval, one from the private
  address of each instance. With one more instance it gets one more. The access log
  of a server therefore shows more probes than the interval suggests.

  Background:
    Given an application gateway "appgw" with front-end IP 203.0.113.20 and instances:
      | name    | private IP |
      | appgw-0 | 10.0.1.4   |
      | appgw-1 | 10.0.1.5   |
    And healthy back-end servers of "appgw":
      | name | private IP |
      | web1 | 10.0.2.4   |
      | web2 | 10.0.2.5   |

  # page: probe-sources
  # ja: Application Gateway は各インスタンスからプローブを送る
  # why en: With two instances a server sees two sources, 10.0.1.4 and 10.0.1.5; a firewall that
  # why en: allows only one of them makes the server look dead to the other instance. So it is for
  # why en: servers at private addresses. One that the gateway reaches at a public address is probed
  # why en: from the gateway's public front-end IP.
  # why ja: プローブはどちらのインスタンスからも届くため、サーバーから見た送信元は 10.0.1.4 と
  # why ja: 10.0.1.5 の二つです。一方だけを許可すると、もう一方のインスタンスからはサーバーが異常に
  # why ja: 見えます。これはサーバーのアドレスがプライベートの場合です。パブリック アドレスの
  # why ja: サーバーには、ゲートウェイのパブリックなフロントエンド IP からプローブが届きます。
  # facts: application-gateway.probe-source
  Scenario: Application Gateway probes from its instances' own addresses
    When the health probes run for 1 minute
    Then "web1" is probed from 10.0.1.4 and 10.0.1.5 only
    And "web2" is probed from 10.0.1.4 and 10.0.1.5 only

  # page: default-interval
  # ja: 既定では、各インスタンスは 30 秒ごとにプローブを送る
  # why en: The interval counts for each instance, so with two instances there are two probes in
  # why en: every 30 seconds. A single failure doesn't take a server out: by default it takes three
  # why en: in a row. Shorten the interval if that is too slow.
  # why ja: 間隔はインスタンスごとに数えるため、2 台のインスタンスからは 30 秒間に 2 回のプローブが
  # why ja: 届きます。1 回の失敗ではサーバーは外されず、既定では三回続けて失敗したときに外されます。
  # why ja: 遅すぎる場合は間隔を短くしてください。
  # facts: application-gateway.probe-interval, application-gateway.probe-source
  Scenario: By default, 30 seconds pass between two probes of an instance
    When the health probes run for 2 minutes
    Then "web1" is probed every 30 seconds by each of its probers

  # page: probed-by-both-services
  # ja: 両方のサービスの背後にあるサーバーは、両方からプローブを受ける
  # why en: Load Balancer probes from 168.63.129.16, Application Gateway from its instances, and
  # why en: neither knows of the other: this server has three sources of probes. Its firewall has to
  # why en: allow all of them; each service decides on its own whether the server is healthy.
  # why ja: Load Balancer は 168.63.129.16 から、Application Gateway は各インスタンスからプローブを
  # why ja: 送り、互いの結果は共有しません。このサーバーへのプローブの送信元は三つになるので、ファイ
  # why ja: アウォールですべてを許可してください。正常かどうかはサービスごとに判断されます。
  # facts: application-gateway.probe-source, load-balancer.probe-source
  Scenario: A server behind both services is probed by both
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.2.4   |
    When the health probes run for 1 minute
    Then "web1" is probed from 10.0.1.4, 10.0.1.5 and 168.63.129.16 only
    And "web2" is probed from 10.0.1.4 and 10.0.1.5 only
