# ja: インスタンス レベルのパブリック IP が通信相手にかける手間
# ja: 送信元アドレスで接続を許可する通信相手は、インスタンスがアドレスを共有している間は 1 個の
# ja: アドレスを許可すればよいが、インスタンスがそれぞれ自分のアドレスを持つと、インスタンスの
# ja: 台数と同じ数のアドレスを許可しなければならない。
# why en: A partner who filters by source address has to allow every address that you may leave
# why en: from. Sharing one address keeps his list at one entry and yours at a limited number of
# why en: ports; an address for each instance ends the shortage of ports and makes the list as long
# why en: as the deployment. Today a NAT gateway with one public IP gives both.
# why ja: 送信元アドレスで接続を許可する通信相手は、こちらが使う可能性のあるアドレスをすべて許可しな
# why ja: ければなりません。アドレスを共有すれば許可リストは 1 件で済みますがポートの数が限られ、イ
# why ja: ンスタンスごとにアドレスを持てばポート不足は解消しますが、許可リストは台数分になります。現
# why ja: 在は、パブリック IP が 1 個の NAT ゲートウェイで両立できます。
# facts: classic.methods
@outbound @classic
Feature: What an instance-level public IP costs the partner

  A partner who allows connections by their source address has one address to allow
  while the instances share one, and as many as there are instances when each of them
  gets its own.

  # page: one-address-for-all
  # ja: エンドポイントのアドレスを共有していれば、アドレスは全体で 1 個
  # why en: Behind an endpoint all instances leave by the endpoint's address, however many there
  # why en: are, and growing the deployment changes nothing for the partner. What it costs is that
  # why en: they share the ports of that address.
  # why ja: エンドポイントの背後にあるインスタンスは、何台あってもエンドポイントのアドレスから送信し
  # why ja: ます。台数を増やしても通信相手の設定は変わりませんが、そのアドレスのポートを全員で分け合
  # why ja: うことになります。
  # facts: classic.methods
  Scenario: One address for all while they share the endpoint's
    Given a classic deployment with 3 instances behind the load-balanced endpoint 203.0.113.10:80
    When "vm1", "vm2" and "vm3" each open a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 1 different address

  # page: one-address-each
  # ja: インスタンス レベルのパブリック IP があれば、アドレスは 1 台につき 1 個
  # why en: An instance-level public IP goes before the shared address, so the partner sees one
  # why en: address for each of the 3 instances and has to allow 3. Each of them also counts against
  # why en: the subscription's quota of public addresses; tell the partner before you scale out.
  # why ja: インスタンス レベルのパブリック IP は共有のアドレスに優先するため、通信相手からは 3 台そ
  # why ja: れぞれのアドレスが見え、3 個を許可する必要があります。サブスクリプションのパブリッ
  # why ja: ク IP のクォータにも 3 個と数えられるので、スケールアウトの前に通信相手へ知らせてくださ
  # why ja: い。
  # facts: classic.methods, classic.instance-level.counts-against-quota
  Scenario: One address each with instance-level public IPs
    Given a classic deployment with virtual machines:
      | name | private IP | instance-level public IP |
      | vm1  | 10.0.0.4   | 203.0.113.51             |
      | vm2  | 10.0.0.5   | 203.0.113.52             |
      | vm3  | 10.0.0.6   | 203.0.113.53             |
    When "vm1", "vm2" and "vm3" each open a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 3 different addresses
    And the deployment counts 3 addresses against the public IP quota
