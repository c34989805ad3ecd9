# ja: プライベート サブネットと既定の送信アクセス
# ja: 既定の送信アクセスは、ほかに送信手段のないマシンに Azure が与える。プライベート サブネットのマシンには
# ja: 与えられない。
# why en: A machine that nobody gave a way out has long reached the internet all the same. In a private
# why en: subnet it doesn't, and new virtual networks have private subnets: attach a NAT gateway first.
# why ja: 送信手段を用意していないマシンも、これまではインターネットに接続できました。プライベート サブネットでは接続
# why ja: できず、新しい仮想ネットワークではサブネットがプライベートになります。先に NAT ゲートウェイを接続してください。
# facts: default-outbound-access.private-subnet
@outbound
Feature: Private subnets and default outbound access

  Azure gives default outbound access to a machine without any other way out, but not in
  a private subnet.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | app  | 10.0.0.0/24    |

  # page: no-internet
  # ja: プライベート サブネットのマシンはインターネットに接続できない
  # why en: Nothing is broken here: no method for outbound connections is there. Updates, activation and
  # why en: package downloads fail alike. Attach a NAT gateway to the subnet, or lead the traffic to a firewall.
  # why ja: 障害ではなく、送信接続の方法がない状態です。更新プログラム、ライセンス認証、パッケージのダウンロードも同じよう
  # why ja: に失敗します。サブネットに NAT ゲートウェイを接続するか、トラフィックをファイアウォールへ送ってください。
  # facts: default-outbound-access.private-subnet
  Scenario: In a private subnet, a machine has no way to the internet
    Given the subnet "app" is private
    And the virtual machine "app1" in the subnet "app"
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 1 connection fails because no method for outbound connections is left to the instance
    And "app1" has no way to the internet because its subnet is private

  # page: nat-gateway
  # ja: NAT ゲートウェイがあれば、プライベート サブネットからも送信できる
  # why en: Private means without default outbound access, not shut off: every explicit method works, and
  # why en: from its own addresses, which you can put on allow lists.
  # why ja: 「プライベート」は既定の送信アクセスがないという意味で、遮断ではありません。明示的な方法はどれも使え、許可リスト
  # why ja: に登録できる固定のアドレスから送信されます。
  # facts: default-outbound-access.private-subnet, outbound.methods
  Scenario: With a NAT gateway, a private subnet reaches the internet
    Given the subnet "app" is private
    And the virtual machine "app1" in the subnet "app"
    And the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.50

  # page: storage-of-the-region
  # ja: プライベート サブネットからも、同じリージョンの Azure Storage には接続できる
  # why en: A subnet that is private isn't cut off from Azure Storage in its region, and the NAT gateway sees nothing of
  # why en: it: IP rules of the account and firewalls that watch a public address miss this traffic. Use a network
  # why en: security group, or a private endpoint with the public one closed, where data must not leave that way.
  # why ja: プライベートにしたサブネットからも、同じリージョンの Azure Storage には接続でき、NAT ゲートウェイも通りません。
  # why ja: ストレージ アカウントの IP 規則や、パブリック アドレスを監視するファイアウォールでは捉えられません。データの持ち出しを防ぐ
  # why ja: には、ネットワーク セキュリティ グループを使うか、パブリック アクセスを閉じてプライベート エンドポイントを使います。
  # facts: storage.same-region, default-outbound-access.private-subnet
  Scenario: Storage of the region is reached from a private subnet
    Given the subnet "app" is private
    And the virtual machine "app1" in the subnet "app"
    And the Azure Storage account 198.51.100.20 in the region of the virtual network
    When "app1" opens a TCP connection to 198.51.100.20:443
    Then the traffic is delivered
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 1 connection fails because no method for outbound connections is left to the instance
    Given the NAT gateway "nat" with public IP 203.0.113.50 on the subnet "app"
    When "app1" opens a TCP connection to 198.51.100.20:443
    Then the traffic is delivered
    And "app1" uses 0 SNAT ports

  # page: several-addresses
  # ja: 既定の送信アクセスのアドレスは、インスタンスごとに異なる
  # why en: Each instance has an address that Azure picks, and the next one that comes has another: nobody can put
  # why en: them on an allow list. A NAT gateway gives all of them one address of your own.
  # why ja: Azure がインスタンスごとにアドレスを選び、追加されたインスタンスにも別のアドレスが付くため、許可リストには登録できません。
  # why ja: NAT ゲートウェイを使えば、すべてのインスタンスが自分で用意した一つのアドレスから送信します。
  # facts: default-outbound-access.address-of-each
  Scenario: By default access each instance of a scale set has an address
    Given a Uniform scale set "web" with 2 instances in the subnet "app"
    When "web_0" opens a TCP connection to 198.51.100.7:443
    And "web_1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 2 different addresses
    When the scale set "web" grows to 3 instances
    And "web_2" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees connections from 3 different addresses

  # page: default-access-ports
  # ja: 既定の送信アクセスの SNAT ポートは 1 台あたり 1,024 個とする
  # why en: How many ports default outbound access has, today's documents don't say: minimal, they call it. azsim
  # why en: takes the 1,024 of a pool of one machine. Don't rely on the number: any explicit method has one that is
  # why en: documented.
  # why ja: 既定の送信アクセスのポート数は、現在の文書では最小限とあるだけで示されていません。azsim では 1 台のプールの
  # why ja: 1,024 個としています。この数を当てにせず、数が文書に示されている明示的な方法を使ってください。
  # facts: outbound.default-access.pool, outbound.ports-by-pool-size
  Scenario: Default outbound access is taken to have 1,024 ports
    Given the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    When "app1" opens 1,025 TCP connections to 198.51.100.7:443
    Then 1,024 connections succeed
    And 1 connection fails because SNAT ports are exhausted

  # page: change-needs-restart
  # ja: 既存のマシンには、割り当て解除後の起動で反映される
  # why en: Making the subnet private looks harmless at first: the machine that runs keeps its access, and
  # why en: loses it weeks later when somebody stops and starts it. Give it a NAT gateway before the change.
  # why ja: サブネットをプライベートにしても、実行中のマシンからは接続できるため、影響がないように見えます。後日マシンを停
  # why ja: 止して起動したときに接続できなくなるので、変更の前に NAT ゲートウェイを用意してください。
  # facts: default-outbound-access.change-takes-effect, default-outbound-access.private-subnet
  Scenario: A machine keeps its access until it is deallocated and started
    Given the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    When default outbound access of the subnet "app" is disabled
    And "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220
    When "app1" is deallocated and started again
    And "app1" opens a TCP connection to 198.51.100.7:443
    Then 1 connection fails because no method for outbound connections is left to the instance
    And "app1" has no way to the internet because its subnet is private

  # page: back-again
  # ja: 既定の送信アクセスを戻しても、すぐには使えない
  # why en: The same holds in the other direction: the subnet is no longer private, and the machine stays
  # why en: without access until it has been deallocated and started again. A NAT gateway works at once.
  # why ja: 逆の変更でも同じです。サブネットがプライベートでなくなっても、マシンの割り当てを解除して起動するまで既定の送信
  # why ja: アクセスは与えられません。NAT ゲートウェイならすぐに使えます。
  # facts: default-outbound-access.change-takes-effect
  Scenario: Access that is enabled again comes with the next start
    Given the subnet "app" is private
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    When default outbound access of the subnet "app" is enabled
    Then "app1" has no way to the internet because its subnet is private
    When "app1" is deallocated and started again
    And "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220

  # page: new-network
  # ja: 新しい API バージョンで作成した仮想ネットワークはプライベートになる
  # why en: A template that has worked for years creates machines without internet once its API version is
  # why en: newer than the change and it says nothing of default outbound access. Older pages announce an
  # why en: earlier day for it. Add a NAT gateway to the template.
  # why ja: 何年も使ってきたテンプレートでも、API バージョンが変更より新しくなり、既定の送信アクセスの指定がなければ、作成
  # why ja: したマシンはインターネットに接続できません。古いページでは、より早い日付が予告されています。テンプレートに NAT
  # why ja: ゲートウェイを追加してください。
  # facts: default-outbound-access.private-after, default-outbound-access.private-subnet
  Scenario: A network of a new API version has private subnets
    Given the virtual network "vnet" comes from a template with API version 2026-05-01
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    Then "app1" has no way to the internet because its subnet is private

  # page: older-version
  # ja: 古い API バージョンでは既定の送信アクセスが残る
  # why en: The version in the template decides, not the day on which the network is created, and machines
  # why en: added later have access as well. The portal makes subnets private already.
  # why ja: 決め手はテンプレートのバージョンで、作成した日ではありません。後から追加したマシンにも既定の送信アクセスが与えら
  # why ja: れます。ポータルではすでにプライベートが既定です。
  # facts: default-outbound-access.private-after
  Scenario: A network of an older API version keeps default access
    Given the virtual network "vnet" comes from a template with API version 2026-01-01
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220

  # page: said-otherwise
  # ja: 明示すれば、新しい API バージョンでも既定の送信アクセスを使える
  # why en: The version decides only about what a template leaves out. One that isn't ready for private
  # why en: subnets sets defaultOutboundAccess to true, and should move to an explicit method all the same.
  # why ja: バージョンで変わるのは、テンプレートに指定がない場合だけです。移行の準備ができていなければ defaultOutboundAccess
  # why ja: を true にできますが、明示的な方法への移行は進めてください。
  # facts: default-outbound-access.private-after
  Scenario: A subnet that says so has default access in a new network
    Given the virtual network "vnet" comes from a template with API version 2026-05-01
    And the subnet "app" has default outbound access
    And the virtual machine "app1" at 10.0.0.4 in the subnet "app"
    When "app1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220

  # page: scale-sets
  # ja: <モード> スケール セットのインスタンスの送信接続の方法
  # why en: A scale set that moves from Uniform to Flexible loses a way out that nobody had configured, in a
  # why en: subnet that isn't private. Give it a NAT gateway, or an outbound rule of its load balancer.
  # why ja: Uniform から Flexible に移行したスケール セットは、プライベートでないサブネットでも、誰も構成していなかった出口を
  # why ja: 失います。NAT ゲートウェイまたはロード バランサーのアウトバウンド規則を用意してください。
  # facts: default-outbound-access.flexible-scale-set, outbound.methods
  Scenario Outline: What an instance of a <mode> scale set leaves by
    Given a <mode> scale set "web" with 2 instances in the subnet "app"
    Then the methods for outbound connections of "web_0" are:
      | method                   | state   |
      | user-defined route       | none    |
      | NAT gateway              | none    |
      | public IP of the machine | none    |
      | outbound rule            | none    |
      | load-balancing rule      | none    |
      | default outbound access  | <state> |

    Examples:
      # ja: | モード | 状態 |
      | mode     | state                                     |
      | Uniform  | used                                      |
      | Flexible | it is an instance of a Flexible scale set |

  # page: scale-set-behind-load-balancer
  # ja: Flexible スケール セットは、ロード バランサーから送信できる
  # why en: With a load balancer in front of them the instances leave from its front-end IP. An outbound rule
  # why en: or a NAT gateway fixes how many SNAT ports each has; the load-balancing rule leaves it to a table.
  # why ja: 前段にロード バランサーがあれば、インスタンスはそのフロントエンド IP から送信します。アウトバウンド規則や NAT
  # why ja: ゲートウェイを使えば SNAT ポートの数を自分で決められますが、負荷分散規則では表で決まります。
  # facts: outbound.methods
  Scenario: A Flexible scale set leaves through its load balancer
    Given a Flexible scale set "web" with 2 instances in the subnet "app"
    And a Standard public load balancer "lb" with front-end IP 203.0.113.20 and the back-end servers "web_0" and "web_1"
    When "web_1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.20

  # page: flexible-behind-basic
  # ja: <モード> スケール セットを Basic ロード バランサーの背後に置く
  # why en: Flexible scale sets came with Standard only. One that moves from Uniform takes a Standard load
  # why en: balancer with a Standard public IP along; Basic has ended anyway.
  # why ja: Flexible スケール セットで使えるのは Standard だけです。Uniform から移行するときは、ロード バランサーとパブリック IP
  # why ja: も Standard にしてください。Basic はすでに廃止されています。
  # facts: scale-set.flexible.no-basic-load-balancer
  Scenario Outline: A <mode> scale set behind a Basic load balancer
    Given the virtual machine "vm1" in the subnet "app"
    And a <mode> scale set "web" with 2 instances in the subnet "app"
    And a Basic public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "vm1"
    When "web_0" is added to the back-end pool of "lb"
    Then <answer>

    Examples:
      # ja: | モード | 回答 |
      | mode     | answer                                                                                                 |
      | Uniform  | the request is accepted                                                                                |
      | Flexible | the request is refused because instances of a Flexible scale set can't be behind a Basic load balancer |

  # page: group
  # ja: 1 台が Standard ロード バランサーの背後に入ると、全台に影響する
  # why en: Only "web_0" was put behind the load balancer, and "web_1" loses its access as well: the instances
  # why en: of a scale set count as one. Put all of them in the pool, or give the subnet a NAT gateway.
  # why ja: ロード バランサーの背後に置いたのは "web_0" だけですが、"web_1" も接続できなくなります。スケール セットのインスタ
  # why ja: ンスはまとめて扱われるためです。全台をプールに入れるか、サブネットに NAT ゲートウェイを接続してください。
  # facts: default-outbound-access.group
  Scenario: One instance behind a Standard load balancer counts for all
    Given a Uniform scale set "web" with 2 instances in the subnet "app"
    And a Standard public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "web_0"
    When "web_0" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.20
    And "web_1" has no way to the internet because another instance of its scale set is behind a Standard load balancer
