# ja: インスタンス レベルのパブリック IP が通信相手の許可リストに与える影響
# ja: 送信元アドレスで接続を許可する通信相手は、インスタンスがアドレスを共有している間は 1 個の
# ja: アドレスを許可すればよいが、インスタンスがそれぞれ自分のアドレスを持つと、インスタンスの
# ja: 台数と同じ数のアドレスを許可しなければならない。
# why en: Sharing one address keeps the partner's list at one entry and your ports at a limited
# why en: number; an address for each instance ends the shortage of ports and makes the list as long
# why en: as the deployment. Today a NAT gateway with one public IP gives both.
# why ja: アドレスを共有すれば通信相手の許可リストは 1 件で済みますが、ポートの数が限られます。イン
# why ja: スタンスごとにアドレスを持てばポート不足は解消しますが、許可リストは台数分になります。現在
# why ja: は、パブリック IP が 1 個の NAT ゲートウェイで両立できます。
# facts: classic.methods
@outbound @classic
Feature: What an instance-level public IP costs the partner

  A partner who allows connections by their source address has one address to allow
  while the instances share one, and as many as there are instances when each of them
  gets its own.

  # page: one-address-for-all
  # ja: エンドポイントの背後では、全台が 1 個のアドレスを共有する
  # why en: Behind an endpoint all instances leave by the endpoint's address, however many there
  # why en: are, and growing the deployment changes nothing for the partner. What it costs is that
  # why en: they share the ports of that address.
  # why ja: エンドポイントの背後にあるインスタンスは、何台あってもエンドポイントのアドレスから送信し
  # why ja: ます。台数を増やしても通信相手の設定は変わりませんが、そのアドレスのポートを全台で分け合
  # why ja: うことになります。
  # facts: classic.methods
  Scenario: Instances behind one endpoint share one address
    Given a classic deployment with 3 instances behind the load-balanced endpoint 203.0.113.10:80
    When "vm1", "vm2" and "vm3" each open a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 1 different address

  # page: one-address-each
  # ja: インスタンス レベルのパブリック IP なら、1 台に 1 個のアドレスになる
  # why en: An instance-level public IP goes before the shared address, so the partner sees one
  # why en: address for each of the 3 instances and has to allow 3. The model counts each of them
  # why en: against the quota; a page of the time allows five to a subscription, so few deployments
  # why en: can do this for all.
  # why ja: インスタンス レベルのパブリック IP は共有のアドレスに優先するため、通信相手からは 3 台そ
  # why ja: れぞれのアドレスが見え、3 個を許可する必要があります。本モデルでは、どれもクォータに数え
  # why ja: ます。当時の文書ではサブスクリプションあたり五個までなので、全台に割り当てられるデプロイ
  # why ja: は多くありません。
  # facts: classic.methods, classic.instance-level.counts-against-quota
  Scenario: With instance-level public IPs, each instance has its own
    Given a classic deployment with virtual machines:
      | name | private IP | instance-level public IP |
      | vm1  | 10.0.0.4   | 203.0.113.51             |
      | vm2  | 10.0.0.5   | 203.0.113.52             |
      | vm3  | 10.0.0.6   | 203.0.113.53             |
    When "vm1", "vm2" and "vm3" each open a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 3 different addresses
    And the deployment counts 3 addresses against the public IP quota
