# ja: クラシック デプロイからインターネットに到達する方法
# ja: 仮想マシンまたは Web ロール・worker ロールは、三つの方法のいずれかでパブリック アドレスに
# ja: 到達する。最も優先されるのはインスタンス レベルのパブリック IP である。それがなければ、
# ja: 負荷分散エンドポイントのアドレスを使う。どちらもなければ、デプロイ全体が使う
# ja: アドレスを Azure が選ぶ。
@outbound @classic
Feature: How a classic deployment reaches the internet

  A virtual machine or a web or worker role reaches public addresses by one of three
  methods. An instance-level public IP goes first. Without one, the load-balanced
  endpoint lends its address. With neither, Azure picks an address for the whole
  deployment.

  # ja: インスタンス レベルのパブリック IP がほかの方法に優先する
  Rule: An instance-level public IP wins over everything else

    Background:
      Given a classic deployment with virtual machines:
        | name | private IP | instance-level public IP |
        | vm1  | 10.0.0.4   | 203.0.113.50             |
        | vm2  | 10.0.0.5   |                          |
      And the load-balanced endpoint 203.0.113.10:80 in front of "vm1" and "vm2"
      And the internet server 198.51.100.7

    # page: one-to-one-port-kept
    # ja: アドレスは 1 対 1 で変換され、ポートは変わらない
    Scenario: The address is translated one to one and the port is kept
      When "vm1" opens a TCP connection from port 50000 to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from 203.0.113.50:50000
      And "vm1" uses 0 SNAT ports

    # page: udp-one-to-one
    # ja: UDP フローでもポートは変わらない
    Scenario: A UDP flow keeps its port as well
      When "vm1" opens a UDP flow to 198.51.100.7:514
      Then 198.51.100.7 sees the connection come from the address 203.0.113.50
      And "vm1" uses 0 SNAT ports

    # page: idle-4-minutes
    # ja: このアドレスからの接続も、4 分にわたり通信がなければタイムアウトする
    Scenario: A connection that is idle for 4 minutes times out here as well
      When "vm1" opens a TCP connection to 198.51.100.7:26257
      And 239 seconds pass
      Then that connection is still open
      When 1 second passes
      Then that connection has timed out

    # page: between-machines
    # ja: 仮想マシン間の接続は変換されず、アイドル状態が続いても維持される
    Scenario: A connection between the machines isn't translated and stays
      When "vm1" opens a TCP connection to 10.0.0.5:26257
      And 5 minutes pass
      Then that connection is still open

    # page: load-balanced-endpoint-is-source
    # ja: それがなければ、負荷分散エンドポイントが送信元になる
    Scenario: Without one, the load-balanced endpoint is the source
      When "vm2" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.10
      And "vm2" uses 1 TCP SNAT port

    # page: all-ephemeral-ports
    # ja: インスタンスのエフェメラル ポートをすべて使える
    Scenario: All ephemeral ports of the instance are there to use
      When "vm1" opens 2,000 TCP connections to 198.51.100.7:443
      Then all 2,000 connections succeed
      And "vm1" uses 0 SNAT ports

    # page: still-counts-behind-endpoint
    # ja: 自分のアドレスを持つインスタンスもエンドポイントの背後の台数に数えられる
    Scenario: An instance with its own address still counts behind the endpoint
      Then each instance has 1,024 preallocated TCP SNAT ports

    # page: icmp-and-esp
    # ja: <protocol> を扱えるのはインスタンス レベルのパブリック IP だけである
    Scenario Outline: Only an instance-level public IP carries <protocol>
      When "<vm>" sends <protocol> to 198.51.100.7
      Then the traffic is <result>

      Examples:
        | vm  | protocol | result                                                     |
        | vm1 | ICMP     | delivered                                                  |
        | vm1 | ESP      | delivered                                                  |
        | vm2 | ICMP     | dropped because port masquerading carries only TCP and UDP |
        | vm2 | ESP      | dropped because port masquerading carries only TCP and UDP |

    # page: no-gre
    # ja: GRE はインスタンス レベルのパブリック IP でも扱えない
    Scenario: Not even an instance-level public IP carries GRE
      When "vm1" sends GRE to 198.51.100.7
      Then the traffic is dropped because an instance-level public IP carries only TCP, UDP, ICMP and ESP

  # ja: どちらもなければ、デプロイ全体が使うアドレスを Azure が選ぶ
  Rule: With neither, Azure picks an address for the whole deployment

    Background:
      Given a classic deployment with virtual machines:
        | name | private IP |
        | vm1  | 10.0.0.4   |
        | vm2  | 10.0.0.5   |
      And the internet server 198.51.100.7

    # page: fallback-shared-uncounted
    # ja: フォールバック アドレスは共有され、クォータに数えられない
    Scenario: The fallback address is shared and isn't counted
      When "vm1" and "vm2" each open a TCP connection to 198.51.100.7:443
      Then both connections come from the same public address
      And "vm1" uses 1 TCP SNAT port
      And the deployment counts 0 addresses against the public IP quota

    # page: fallback-cant-be-chosen
    # ja: フォールバック アドレスは選べない
    Scenario: The fallback address can't be chosen
      When the fallback address is set to 203.0.113.99
      Then the request is refused because Azure picks the fallback address

    # page: instance-level-ip-counts
    # ja: インスタンス レベルのパブリック IP はクォータに数えられる
    Scenario: An instance-level public IP counts against the quota
      When the instance-level public IP 203.0.113.50 is assigned to "vm1"
      Then the request is accepted
      And the deployment counts 1 address against the public IP quota

    # page: fallback-no-icmp
    # ja: フォールバック アドレスはポート マスカレードを行うため、ICMP を扱えない
    Scenario: The fallback address masquerades ports, so that it carries no ICMP
      When "vm1" sends ICMP to 198.51.100.7
      Then the traffic is dropped because port masquerading carries only TCP and UDP

  # ja: Web ロールと worker ロールで使える方法は三つのうち二つである
  Rule: A web or worker role has two of the three methods

    # page: role-without-endpoint
    # ja: エンドポイントのない <role>はフォールバック アドレスを使う
    Scenario Outline: A <role> without an endpoint uses the fallback address
      Given a classic deployment with 2 <role> instances
      When instance 1 and instance 2 each open a TCP connection to 198.51.100.7:443
      Then both connections come from the same public address
      And instance 1 uses 1 TCP SNAT port

      Examples:
        | role        |
        | web role    |
        | worker role |

    # page: role-behind-endpoint
    # ja: エンドポイントの背後にある <role>はエンドポイントのアドレスを使う
    Scenario Outline: A <role> behind an endpoint uses the endpoint's address
      Given a classic deployment with 2 <role> instances behind the load-balanced endpoint 203.0.113.10:80
      When instance 2 opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.10

      Examples:
        | role        |
        | web role    |
        | worker role |

    # page: each-role-own-way
    # ja: エンドポイントを持つのはロールであり、エンドポイントのないロールはフォールバック アドレスを使う
    Scenario: Each role of a cloud service has its own way out
      Given a classic deployment with roles:
        | role   | kind        | instances | endpoint        |
        | web    | web role    | 2         | 203.0.113.10:80 |
        | worker | worker role | 1         |                 |
      When "web_IN_1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.10
      When "web_IN_0" and "worker_IN_0" each open a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees connections from 2 different addresses

    # page: role-instance-level-ip-refused
    # ja: インスタンス レベルのパブリック IP の割り当ては拒否される
    Scenario: Asking for an instance-level public IP is refused
      Given a classic deployment with 2 worker role instances
      When the instance-level public IP 203.0.113.50 is assigned to instance 1
      Then the request is refused because a web or worker role can't have an instance-level public IP

  # ja: 変換されるのはパブリック アドレス宛ての通信だけである
  Rule: Only public destinations are translated

    # page: private-address-stays
    # ja: <server> のサーバーから見た送信元はプライベート IP アドレスである
    Scenario Outline: The server at <server> sees the private address
      Given a classic deployment with virtual machines:
        | name   | private IP |
        | vm1    | 10.0.0.4   |
        | server | <server>   |
      And the load-balanced endpoint 203.0.113.10:80 in front of "vm1"
      When "vm1" opens a TCP connection to <server>:443
      Then <server> sees the connection come from the address 10.0.0.4
      And "vm1" uses 0 SNAT ports

      Examples:
        | server       |
        | 10.20.0.5    |
        | 172.16.0.5   |
        | 172.31.255.5 |
        | 192.168.0.5  |

  # ja: 負荷分散エンドポイントが複数あれば、どれも送信元の候補になる
  Rule: Several load-balanced endpoints are all candidates

    # page: addresses-chosen-at-random
    # ja: アドレスの一つがフローごとにランダムに選ばれる
    Scenario: One of the addresses is chosen at random for each flow
      Given a classic deployment with 1 instance behind the load-balanced endpoints:
        | endpoint        |
        | 203.0.113.10:80 |
        | 203.0.113.11:80 |
      When "vm1" opens 200 TCP connections to 198.51.100.7:443
      Then every connection comes from either 203.0.113.10 or 203.0.113.11
      And each of those addresses carries at least 60 connections
