# ja: SNAT ポートは有限のリソースである
# ja: パブリック IP アドレスを共有するインスタンスは、フローの送信元ポートで区別される。
# ja: この SNAT ポートは Azure が各インスタンスに事前に割り当てるものであり、その数は、アドレスを共有する
# ja: インスタンスの台数で決まる。
@outbound @classic
Feature: SNAT ports are a finite resource

  Instances that share a public address are told apart by the source port of their
  flows. Azure hands every instance a number of these SNAT ports in advance; how many
  depends on how many instances share the address.

  # ja: 事前に割り当てられるポートの数は、アドレスを共有するインスタンスの台数で決まる
  Rule: Ports are preallocated by the number of instances that share the address

    # page: ports-by-pool-endpoint
    # ja: <pool>がエンドポイントの背後にあれば、ポートは 1 台につき <ports> 個
    Scenario Outline: <ports> ports each for <pool> behind an endpoint
      Given a classic deployment with <pool> behind the load-balanced endpoint 203.0.113.10:80
      Then each instance has <ports> preallocated TCP SNAT ports
      And each instance has <ports> preallocated UDP SNAT ports

      Examples:
        | pool          | ports |
        | 1 instance    | 1,024 |
        | 50 instances  | 1,024 |
        | 51 instances  | 512   |
        | 100 instances | 512   |
        | 101 instances | 256   |
        | 200 instances | 256   |
        | 201 instances | 128   |
        | 400 instances | 128   |

    # page: ports-by-pool-fallback
    # ja: <pool>がフォールバック アドレスを使えば、ポートは 1 台につき <ports> 個
    Scenario Outline: <ports> ports each for <pool> on the fallback address
      Given a classic deployment with <pool>
      Then each instance has <ports> preallocated TCP SNAT ports

      Examples:
        | pool                     | ports |
        | 50 instances             | 1,024 |
        | 51 instances             | 512   |
        | 50 worker role instances | 1,024 |
        | 101 web role instances   | 256   |

    # page: ports-of-roles
    # ja: エンドポイントの背後のロール インスタンスにも同じ数が割り当てられる
    Scenario: Role instances behind an endpoint get the same
      Given a classic deployment with 201 web role instances behind the load-balanced endpoint 203.0.113.10:80
      Then each instance has 128 preallocated TCP SNAT ports

    # page: roles-share-ports
    # ja: 一つのクラウド サービスの Web ロールと worker ロールも、同じアドレスのポートを分け合う
    Scenario: The roles of one cloud service share the ports of one address
      Given a classic deployment with roles:
        | role   | kind        | instances | endpoint          |
        | web    | web role    | 26        | 203.0.113.10:80   |
        | worker | worker role | 25        | 203.0.113.10:8080 |
      When "web_IN_0" and "worker_IN_24" each open a TCP connection to 198.51.100.7:443
      Then both connections come from the same public address
      And each instance has 512 preallocated TCP SNAT ports

    # page: who-counts-in-pool
    # ja: 数えられるのはアドレスを共有するインスタンスだけである
    Scenario: Only the instances that share the address are counted
      Given a classic deployment with 60 instances
      And the load-balanced endpoint 203.0.113.10:80 in front of the first 50 instances
      Then each instance has 1,024 preallocated TCP SNAT ports

    # page: endpoints-with-own-ports
    # ja: 同じアドレスの別々のポートを前段に持つインスタンスも、アドレスを共有する
    Scenario: Endpoints with a port for each machine share their address as well
      Given a classic deployment with 2 instances
      And the load-balanced endpoint 203.0.113.10:50001 in front of "vm1"
      And the load-balanced endpoint 203.0.113.10:50002 in front of "vm2"
      When "vm1" and "vm2" each open a TCP connection to 198.51.100.7:443
      Then both connections come from the same public address

    # page: over-400-instances
    # ja: 400 台を超えるインスタンスはモデル化されていない
    Scenario: More than 400 instances aren't modelled
      Given a classic deployment with 400 instances behind the load-balanced endpoint 203.0.113.10:80
      When the deployment grows to 401 instances
      Then the request is refused because more than 400 instances aren't modelled

  # ja: ポートが使われるのはフローの区別に必要な場合だけである
  Rule: A port is spent only where it keeps flows apart

    Background:
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

    # page: one-destination-exhausts
    # ja: 同じ宛先へのフローは 1 本ごとにポートを 1 個使う
    @starter
    Scenario: Flows to one destination take one port each
      When "vm1" opens 1,025 TCP connections to 198.51.100.7:443
      Then 1,024 connections succeed
      And 1 connection fails because SNAT ports are exhausted

    # page: destinations-share-ports
    # ja: 宛先が異なるフローはポートを共有する
    Scenario: Flows to different destinations share ports
      When "vm1" opens 1,024 TCP connections to each of:
        | destination       |
        | 198.51.100.7:443  |
        | 198.51.100.7:8443 |
        | 198.51.100.8:443  |
      Then all 3,072 connections succeed
      And "vm1" uses 1,024 TCP SNAT ports

    # page: tcp-udp-apart
    # ja: TCP と UDP は別々に数えられる
    Scenario: TCP and UDP are counted apart
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When "vm1" opens a UDP flow to 198.51.100.7:443
      Then "vm1" uses 1 UDP SNAT port
      And "vm1" uses 1,024 TCP SNAT ports

    # page: udp-exhausts
    # ja: UDP ポートも TCP ポートと同じく枯渇する
    Scenario: UDP ports run out as TCP ports do
      When "vm1" opens 1,025 UDP flows to 198.51.100.7:514
      Then 1,024 connections succeed
      And 1 connection fails because SNAT ports are exhausted

    # page: held-ports-stay-held
    # ja: インスタンスのポートが一巡しても、保持されているポートは使われない
    Scenario: Held ports stay held when the instance's own ports come round
      When "vm1" sends 70 requests per second to 198.51.100.7:443 for 239 seconds, each on a new connection closed by FIN from both ends
      Then 1,024 TCP handshakes take place

    # page: freed-port-serves-next
    # ja: ほかのフローのポートが解放されれば、新しいフローはすぐに成功する
    Scenario: A new flow succeeds as soon as another gives its port back
      Given "vm1" has used every TCP SNAT port toward 198.51.100.7:443
      When "vm1" opens a TCP connection to 198.51.100.7:443
      Then 1 connection fails because SNAT ports are exhausted
      When one of the connections ends with RST
      And 15 seconds pass
      And "vm1" opens a TCP connection to 198.51.100.7:443
      Then 1 connection succeeds

  # ja: 入ってくるのは戻りのトラフィックだけである
  Rule: Only return traffic comes in

    Background:
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

    # page: reply-to-private-address
    # ja: 戻りのトラフィックはプライベート IP アドレスに届く
    Scenario: Traffic comes back to the private address
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And 198.51.100.7 replies
      Then the reply reaches "vm1" at 10.0.0.4

    # page: unasked-traffic-stays-out
    # ja: どのフローの応答でもないトラフィックは入ってこない
    Scenario: What nobody asked for doesn't come in
      When "vm1" opens a UDP flow to 198.51.100.7:514
      And 198.51.100.9 sends a UDP packet to 203.0.113.10:1024
      Then the traffic is dropped because no flow of the deployment expects it
