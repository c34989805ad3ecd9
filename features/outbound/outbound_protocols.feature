# ja: ロード バランサーの背後から UDP を送信する
# ja: Standard ロード バランサーは、規則のプロトコルの送信フローだけを変換する。TCP の規則しかないと、時刻サーバーや
# ja: インターネット上の DNS サーバーに UDP では到達できない。
# why en: Behind a Standard load balancer, what leaves depends on the protocol of its rules: with TCP rules
# why en: alone, no UDP packet gets out. Time servers are what fails first, and nobody suspects the load
# why en: balancer.
# why ja: Standard ロード バランサーの背後から何を送信できるかは、規則のプロトコルで決まります。TCP の規則しかな
# why ja: いと UDP は送信できません。最初に影響が出るのは時刻同期で、原因がロード バランサーにあるとは気付きにくい
# why ja: ものです。
# facts: outbound.protocols-of-rules
@outbound
Feature: Why UDP doesn't get out from behind a load balancer

  A Standard load balancer translates outbound flows of the protocols that its rules have. Where all of
  them are for TCP, machines reach neither time servers nor name servers on the internet by UDP.

  # page: tcp-rules-let-no-udp-out
  # ja: TCP の規則だけでは、時刻サーバーに到達できない
  # why en: No rule of the load balancer is for UDP, so it drops what the machine sends to port 123, and
  # why en: no answer ever comes. Any rule for UDP cures it: nobody needs to listen on its port, and it
  # why en: needs no probe. An outbound rule for both protocols is the cleaner way.
  # why ja: UDP の規則がないため、ポート 123 へ送ったものはロード バランサーで破棄され、応答は届きません。UDP の規
  # why ja: 則が一つあれば解決します。そのポートで待ち受けるものもプローブも不要です。両方のプロトコルのアウトバウン
  # why ja: ド規則を使うほうがすっきりします。
  # facts: outbound.protocols-of-rules
  Scenario: With rules for TCP alone, time servers aren't reached
    Given a Standard public load balancer "lb" with a TCP rule and the back-end server "worker1"
    When "worker1" opens a UDP flow to 198.51.100.123:123
    Then the traffic is dropped because no rule of "lb" carries UDP
    When "worker1" opens a TCP connection to 198.51.100.7:443
    Then the traffic is delivered
    When a load-balancing rule for UDP port 65000 is added to "lb"
    And "worker1" opens a UDP flow to 198.51.100.123:123
    Then the traffic is delivered

  # page: outbound-rule-for-both-protocols
  # ja: 両方のプロトコルのアウトバウンド規則なら、UDP も送信できる
  # why en: An outbound rule goes before the load-balancing rules, and without a protocol it is for all.
  # why en: Disable outbound SNAT on the load-balancing rules, or give the outbound rule an address of its
  # why en: own, as here.
  # why ja: アウトバウンド規則は負荷分散規則より優先され、プロトコルを指定しなければ両方を変換します。負荷分散規則で
  # why ja: アウトバウンド SNAT を無効にするか、この例のように専用のアドレスを割り当ててください。
  # facts: outbound.methods
  Scenario: An outbound rule for both protocols lets UDP out
    Given a Standard public load balancer "lb" with a TCP rule and the back-end server "worker1"
    And the outbound rules of "lb":
      | front-end IPs |
      | 203.0.113.32  |
    When "worker1" opens a UDP flow to 198.51.100.123:123
    Then the traffic is delivered

  # page: basic-translates-both
  # ja: Basic ロード バランサーは、規則によらず両方を変換する
  # why en: Basic translated TCP and UDP whatever its rules were for, so a machine that moved to Standard
  # why en: may lose the time without any change of its own. Basic has ended since.
  # why ja: Basic は規則のプロトコルによらず TCP と UDP を変換していました。そのため、Standard に移行すると、マシン
  # why ja: には何の変更もないのに時刻同期ができなくなることがあります。Basic はすでに廃止されています。
  # facts: outbound.methods
  Scenario: Basic translates both, whatever the rules are for
    Given a Basic public load balancer "lb" with a TCP rule and the back-end server "worker1"
    When "worker1" opens a UDP flow to 198.51.100.123:123
    Then the traffic is delivered

  # page: udp-ports-by-rules
  # ja: 規則のプロトコルごとに SNAT ポートが割り当てられる
  # why en: Ports are counted for each protocol, and only for those that a rule carries: with <protocol>
  # why en: rules there are <UDP ports> for UDP.
  # why ja: ポートはプロトコルごとに数え、規則のあるプロトコルだけに割り当てられます。<protocol> の規則なら、UDP のポー
  # why ja: トは <UDP ports> 個です。
  # facts: outbound.protocols-of-rules, outbound.ports-by-pool-size
  Scenario Outline: SNAT ports are there for the protocols of the rules
    Given a Standard public load balancer "lb" with a <protocol> rule and the back-end server "worker1"
    Then "worker1" has <TCP ports> preallocated TCP SNAT ports
    And "worker1" has <UDP ports> preallocated UDP SNAT ports

    Examples:
      # ja: | プロトコル | TCP ポート | UDP ポート |
      | protocol | TCP ports | UDP ports |
      | TCP      | 1,024     | 0         |
      | UDP      | 0         | 1,024     |
