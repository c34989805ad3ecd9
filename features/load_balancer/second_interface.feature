# ja: 二つ目のネットワーク インターフェイスへの負荷分散
# ja: ロード バランサーのプールには、セカンダリ ネットワーク インターフェイスのアドレスも追加できる。ただし、マシンの
# ja: OS は応答を別のインターフェイスから送信するため、ルートを追加しなければならない。
# why en: Azure gives a default gateway to the primary network interface only, and the operating system sends every
# why en: answer there, whatever address it is from. Azure carries nothing from an interface that isn't from one of
# why en: its own addresses. A rule in the operating system, for each address, sends answers back where the requests came in.
# why ja: Azure が既定のゲートウェイを割り当てるのはプライマリ ネットワーク インターフェイスだけであり、OS は送信元
# why ja: アドレスにかかわらず応答をそこから送信します。インターフェイスから送信できるのは、自分のアドレスを送信元とする
# why ja: ものだけです。OS にアドレスごとのルールを追加すると、応答は要求を受信したインターフェイスから送信されます。
# facts: network-interface.secondary-gateway, load-balancer.probe-answer-interface
@load-balancer
Feature: Load balancing to a second network interface

  The pool of a load balancer may hold addresses of secondary network interfaces. The operating system of the
  machine answers by another interface until a route is added.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name       | address prefix |
      | management | 10.0.1.0/24    |
      | data       | 10.0.2.0/24    |
    And the virtual machine "web1" with network interfaces:
      | name | subnet     | private IP |
      | eth0 | management | 10.0.1.4   |
      | eth1 | data       | 10.0.2.4   |
    And a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.2.4   |
    And the client 192.0.2.33

  # page: answers-by-the-wrong-interface
  # ja: プローブへの応答が別のインターフェイスから送信され、サーバーは異常になる
  # why en: The probe arrives at eth1, at 10.0.2.4. The answer goes to 168.63.129.16, outside the subnet of eth1,
  # why en: so it leaves by eth0 and is lost: a server that runs well counts as down, and no new flow reaches it.
  # why en: A capture in the machine shows both the probe and the answer. The cure is the next scenario.
  # why ja: プローブは eth1 の 10.0.2.4 に届きます。応答の宛先 168.63.129.16 は eth1 のサブネットの外にあるため、応答は
  # why ja: eth0 から送信されて失われます。正常に動いているサーバーが異常とみなされ、新しいフローは届きません。マシンの中の
  # why ja: キャプチャには、プローブも応答も記録されます。対処は次のシナリオにあります。
  # facts: load-balancer.probe-answer-interface, load-balancer.probe-source
  Scenario: The answer to a probe leaves by the wrong interface
    When the health probes run for 15 seconds
    Then "web1" is unhealthy for "lb" because its probe isn't answered in time
    When 192.0.2.33 sends a request to 203.0.113.10:443
    Then the traffic is dropped because no back-end server is healthy

  # page: rule-by-source-address
  # ja: 送信元アドレスに基づくルールにより、応答は受信したインターフェイスから送信される
  # why en: In Linux: ip rule add from 10.0.2.4 lookup data, and in the table data a default route through eth1.
  # why en: Answers from 10.0.2.4 then leave by eth1, those to probes and those to clients.
  # why ja: Linux では、ip rule add from 10.0.2.4 lookup data を実行し、テーブル data に eth1 を経由する既定のルートを
  # why ja: 追加します。これで 10.0.2.4 からの応答は、プローブに対するものもクライアントに対するものも、eth1 から送信されます。
  # facts: network-interface.platform-route
  Scenario: A rule by source address sends answers back by the right one
    Given "web1" sends from each of its addresses through the network interface that has it
    When the health probes run for 15 seconds
    Then "web1" is healthy for "lb"
    When 192.0.2.33 sends a request to 203.0.113.10:443
    Then "web1" receives 1 requests
    And 192.0.2.33 receives status code 200

  # page: client-without-answer
  # ja: ルールがなければ、クライアントへの応答も失われる
  # why en: No probe has failed yet, so the load balancer gives the request to the server. The answer of the
  # why en: server to the handshake leaves by eth0, which doesn't have 10.0.2.4, and gets nowhere.
  # why ja: まだプローブが失敗していないため、ロード バランサーは要求をサーバーに送ります。ハンドシェイクへのサーバーの応答は、
  # why ja: 10.0.2.4 を持たない eth0 から送信され、どこにも届きません。
  # facts: network-interface.secondary-gateway
  Scenario: Without the rule a client gets no answer either
    When 192.0.2.33 opens a TCP connection to 203.0.113.10:443
    Then the traffic is dropped because it leaves by a network interface that doesn't have its source address

  # page: default-route-changed
  # ja: 既定のルートを変更しても、プローブへの応答は元のインターフェイスから送信される
  # why en: With the default route through eth1 clients are served. The route to 168.63.129.16 stays with eth0: the
  # why en: operating system has it beside the default route. Probes alone still fail, until the rule of the scenario
  # why en: before is there.
  # why ja: 既定のルートが eth1 を経由すれば、クライアントには応答できます。しかし 168.63.129.16 へのルートは既定のルートとは
  # why ja: 別に OS にあり、eth0 のままです。プローブだけが失敗し続けるので、前のシナリオのルールが必要です。
  # facts: network-interface.platform-route
  Scenario: Another default route serves clients, and not the probes
    Given the default route of "web1" leads through its network interface "eth1"
    When 192.0.2.33 sends a request to 203.0.113.10:443
    Then 192.0.2.33 receives status code 200
    When the health probes run for 15 seconds
    Then "web1" is unhealthy for "lb" because its probe isn't answered in time

  # page: agent-firewall
  # ja: サーバー自身が 168.63.129.16 に応答しなければ、プローブは失敗する
  # why en: A firewall in the machine that drops what goes to 168.63.129.16 has the same effect as a missing route:
  # why en: the load balancer can't tell them apart. It needs one interface only.
  # why ja: マシンの中のファイアウォールが 168.63.129.16 宛ての応答を破棄すると、ルートがない場合と同じ結果になり、ロード
  # why ja: バランサーからは区別できません。これはインターフェイスが一つでも起こります。
  # facts: load-balancer.probe-source
  Scenario: A server that doesn't answer the probes' address is down
    Given "web1" sends from each of its addresses through the network interface that has it
    And "web1" doesn't answer 168.63.129.16
    When 192.0.2.33 sends a request to 203.0.113.10:443
    Then 192.0.2.33 receives status code 200
    When the health probes run for 15 seconds
    Then "web1" is unhealthy for "lb" because its probe isn't answered in time

  # page: floating-ip-for-primary
  # ja: セカンダリ IP 構成ではフローティング IP を使えない
  # why en: The later row of eth1 is its secondary IP configuration. A rule with floating IP to a pool with that
  # why en: address is refused; a NAT gateway on its subnet would make it possible.
  # why ja: eth1 の二つ目の行はセカンダリ IP 構成です。このアドレスを含むプールへのフローティング IP の規則は拒否されます。
  # why ja: サブネットに NAT ゲートウェイがあれば使えます。
  # facts: load-balancer.floating-ip.primary-configuration
  Scenario: A secondary IP configuration can't have floating IP
    Given the virtual machine "web2" with network interfaces:
      | name | private IP |
      | eth0 | 10.0.1.5   |
      | eth1 | 10.0.2.5   |
      | eth1 | 10.0.2.6   |
    And a public load balancer "lb2" with front-end IP 203.0.113.11 and healthy back-end servers:
      | name | private IP |
      | web2 | 10.0.2.6   |
    And "lb2" has a load-balancing rule for TCP port 80
    When these load-balancing rules are added to "lb2":
      | protocol | front-end port | floating IP |
      | TCP      | 443            | on          |
    Then the request is refused because secondary IP configurations can't have floating IP
