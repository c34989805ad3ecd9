# ja: AKS クラスターからの送信
# ja: AKS クラスターのノードは、Standard ロード バランサーのアウトバウンド規則によってインターネットに接続する。
# ja: ノードあたりの SNAT ポートは、既定ではノードの台数で決まる。
# why en: A cluster leaves through a Standard load balancer with an outbound rule that AKS makes: ports
# why en: by the size of the pool, until you set a number, a longer idle timeout, and TCP reset. All pods
# why en: of a node share the ports of the node. Set a number that leaves room for surge nodes, or give
# why en: the cluster a NAT gateway.
# why ja: クラスターは、AKS が作成するアウトバウンド規則を持つ Standard ロード バランサーから送信します。
# why ja: ポートの数は、設定しない限りプールのサイズで決まります。アイドル タイムアウトは長く、TCP リセットは
# why ja: 有効です。ノードのポッドはすべて、そのノードのポートを共有します。サージ ノードの余裕を残した数を設定
# why ja: するか、クラスターで NAT ゲートウェイを使ってください。
# facts: aks.allocated-outbound-ports, aks.tcp-reset
@aks
Feature: Outbound connections of an AKS cluster

  The nodes of an AKS cluster reach the internet by an outbound rule of its Standard load
  balancer. By default the number of nodes decides how many SNAT ports each of them has.

  # ja: 既定のポートの数
  Rule: Ports by default

    # page: growth-halves-ports
    # ja: 48 台から 52 台に増えると、ノードのポートは半分になる
    # why en: By default AllocatedOutboundPorts is 0, and the table by pool size decides: <before> ports
    # why en: for each of <nodes> nodes, and <after> for each of <more>. Connections on the ports that
    # why en: are taken away break. Set a number of your own before the cluster grows past a step.
    # why ja: 既定の AllocatedOutboundPorts は 0 で、プールのサイズの表により <nodes> 台なら 1 台につき
    # why ja: <before> 個、<more> 台なら <after> 個です。取り上げられたポートの接続は切れます。クラスターが
    # why ja: 表の境目を超える前に、数を設定してください。
    # facts: aks.allocated-outbound-ports, outbound.ports-by-pool-size
    Scenario Outline: Growing past a step of the table halves the ports of each node
      Given an AKS cluster with <nodes> nodes
      Then each instance has <before> preallocated TCP SNAT ports
      When the AKS cluster grows to <more> nodes
      Then each instance has <after> preallocated TCP SNAT ports

      Examples:
        # ja: | ノード | 前 | 増加後 | 後 |
        | nodes | before | more | after |
        | 48    | 1,024  | 52   | 512   |
        | 100   | 512    | 101  | 256   |

    # page: one-node-exhausts
    # ja: ノードのポッドは、ノードのポートを共有する
    # why en: With 3 nodes each has 1,024 ports toward one database, whatever the number of its pods: of
    # why en: 1,100 connections 1,100 − 1,024 = 76 fail, while the other nodes have ports to spare.
    # why en: Pool connections, and spread the pods.
    # why ja: ノード 3 台なら、1 台のノードから一つのデータベースへ使えるポートは、ポッドの数にかかわらず 1,024 個
    # why ja: です。1,100 本のうち 1,100 − 1,024 = 76 本が失敗しますが、ほかのノードにはポートが余っています。
    # why ja: 接続プールを使い、ポッドを分散させてください。
    # facts: aks.allocated-outbound-ports, outbound.ports-by-pool-size
    @starter
    Scenario: A busy node runs out of ports that its neighbours don't use
      Given an AKS cluster with 3 nodes and the outbound IP addresses 203.0.113.50
      When "node1" opens 1,100 TCP connections to 198.51.100.7:5432
      Then 76 connections fail because SNAT ports are exhausted
      When "node2" opens a TCP connection to 198.51.100.7:5432
      Then 198.51.100.7 sees the connection come from the address 203.0.113.50

  # ja: ポートの数を設定する
  Rule: A number of ports of one's own

    # page: too-many-ports
    # ja: ノード 50 台に 1,600 個ずつは、IP アドレス 1 個では足りない
    # why en: 50 × 1,600 = 80,000 > 64,000 ports of one address. AKS refuses this with
    # why en: InvalidLoadBalancerProfileAllocatedOutboundPorts. A second address makes it fit: 80,000 ≤
    # why en: 64,000 × 2.
    # why ja: 50 × 1,600 = 80,000 > 64,000 となり、アドレス 1 個のポートでは足りません。AKS は
    # why ja: InvalidLoadBalancerProfileAllocatedOutboundPorts で拒否します。アドレスを 2 個にすれば
    # why ja: 80,000 ≤ 64,000 × 2 で収まります。
    # facts: outbound.ports-per-front-end
    Scenario: 1,600 ports for each of 50 nodes take two IP addresses
      Given an AKS cluster with 50 nodes
      When the allocated outbound ports of the AKS cluster are set to 1,600 per node
      Then the request is refused because 80,000 SNAT ports are needed and 64,000 are available
      When the outbound IP addresses of the AKS cluster are increased to 2
      And the allocated outbound ports of the AKS cluster are set to 1,600 per node
      Then the request is accepted
      And each instance has 1,600 preallocated TCP SNAT ports

    # page: largest-cluster
    # ja: アドレスとポートの数が、ノードの上限を決める
    # why en: 64,000 ÷ <ports> × <addresses> = <nodes> nodes are the most. One more needs <needed> ports,
    # why en: and the cluster can't grow; an upgrade that adds surge nodes is stopped in the same way.
    # why ja: ノードは最大 64,000 ÷ <ports> × <addresses> = <nodes> 台です。もう 1 台増やすには <needed> 個の
    # why ja: ポートが必要なため、クラスターは拡大できません。サージ ノードを追加するアップグレードも同様です。
    # facts: outbound.ports-per-front-end
    Scenario Outline: Addresses and ports decide how far a cluster can grow
      Given an AKS cluster with <nodes> nodes
      When the outbound IP addresses of the AKS cluster are increased to <addresses>
      And the allocated outbound ports of the AKS cluster are set to <ports> per node
      Then the request is accepted
      When the AKS cluster grows to <more> nodes
      Then the request is refused because <needed> SNAT ports are needed and <available> are available

      Examples:
        # ja: | アドレス | ポート | ノード | 増加後 | 必要 | 利用可能 |
        | addresses | ports | nodes | more | needed  | available |
        | 2         | 1,000 | 128   | 129  | 129,000 | 128,000   |
        | 7         | 1,000 | 448   | 449  | 449,000 | 448,000   |
        | 2         | 4,000 | 32    | 33   | 132,000 | 128,000   |
        | 7         | 4,000 | 112   | 113  | 452,000 | 448,000   |

    # page: surge
    # ja: アップグレードのサージ ノードの分も必要である
    # why en: 100 nodes × 4,000 = 400,000 of 7 × 64,000 = 448,000 ports leave 448,000 − 400,000 = 48,000,
    # why en: enough for 2 surge nodes × 4,000 = 8,000. Reckon with maxSurge and with the largest number
    # why en: that the autoscaler may reach.
    # why ja: 100 台 × 4,000 = 400,000 個は 7 × 64,000 = 448,000 個に収まり、448,000 − 400,000 = 48,000 個残る
    # why ja: ため、サージ ノード 2 台 × 4,000 = 8,000 個に足ります。maxSurge と、自動スケールで達しうる最大の
    # why ja: 台数を見込んで計算してください。
    # facts: outbound.ports-per-front-end
    Scenario: 100 nodes with 4,000 ports on 7 addresses leave room for 2 surge nodes
      Given an AKS cluster with 100 nodes
      When the outbound IP addresses of the AKS cluster are increased to 7
      And the allocated outbound ports of the AKS cluster are set to 4,000 per node
      And the AKS cluster grows to 102 nodes
      Then the request is accepted
      And each instance has 4,000 preallocated TCP SNAT ports

    # page: multiple-of-eight
    # ja: ノードあたりのポートは 8 の倍数である
    # why en: Ports are handed out in blocks of 8, and 1,001 is no multiple of that. The answer names the
    # why en: multiples next to it.
    # why ja: ポートは 8 個ずつ割り当てられ、1,001 は 8 の倍数ではありません。拒否の理由には、前後の倍数が示され
    # why ja: ます。
    # facts: outbound.port-block, outbound-rule.multiple-of-block
    Scenario: A number of ports that isn't a multiple of 8 is refused
      Given an AKS cluster with 3 nodes
      When the allocated outbound ports of the AKS cluster are set to 1,001 per node
      Then the request is refused because 1,001 SNAT ports per instance isn't a multiple of 8

  # ja: アイドル状態の接続
  Rule: Idle connections

    # page: idle-timeout
    # ja: アイドル状態の接続は、30 分後に双方へ RST が届いて終わる
    # why en: AKS sets 30 minutes, far more than a load balancer of one's own has, and enables TCP reset:
    # why en: both ends learn of the end. Long timeouts keep ports of connections that nobody uses; shorten
    # why en: it where short-lived connections abound.
    # why ja: AKS は、自分で作るロード バランサーの既定値よりはるかに長い 30 分を設定し、TCP リセットを有効にします。双方に
    # why ja: 終了が伝わります。長いタイムアウトは使われない接続のポートを保ち続けるため、短い接続が多い場合は
    # why ja: 短くしてください。
    # facts: aks.idle-timeout, aks.tcp-reset
    Scenario: After 30 idle minutes both ends get an RST
      Given an AKS cluster with 3 nodes
      When "node1" opens a TCP connection to 198.51.100.7:443
      And 29 minutes pass
      Then that connection is still open
      When 1 minute passes
      Then an RST has reached both ends of that connection

    # page: shorter-idle-timeout
    # ja: アイドル タイムアウトを短くすると、ポートが早く戻る
    # why en: With the least of 4 minutes an idle connection gives its port back after 4 minutes. What is
    # why en: idle for longer than that and still needed has to send keepalives.
    # why ja: 最短の 4 分にすると、アイドル状態の接続のポートは 4 分後に戻ります。それより長くアイドルになる
    # why ja: 必要な接続では、キープアライブを送ってください。
    # facts: outbound.tcp-reset
    Scenario: A shorter idle timeout gives ports back sooner
      Given an AKS cluster with 3 nodes
      When the outbound idle timeout of the AKS cluster is set to 4 minutes
      And "node1" opens a TCP connection to 198.51.100.7:443
      And 4 minutes pass
      Then an RST has reached both ends of that connection
      And "node1" uses 0 SNAT ports

  # ja: LoadBalancer タイプの Service
  Rule: Services of the type LoadBalancer

    # page: basic-load-balancer
    # ja: Basic ロード バランサーでは、最初の Service のアドレスが送信元になる
    # why en: Without a Service a cluster on Basic has no load balancer, and its nodes have default outbound
    # why en: access, whose address may change. With the first Service its address takes over, and a second
    # why en: one changes nothing. Microsoft's support observed this; Basic has been retired since.
    # why ja: Service がなければ、Basic を使うクラスターにはロード バランサーがなく、ノードは既定の送信アクセスを使い
    # why ja: ます。そのアドレスは変わることがあります。最初の Service を作成すると、そのアドレスが送信元になり、二つ目を
    # why ja: 作成しても変わりません。Microsoft のサポート チームによる観察です。Basic はすでに廃止されています。
    # facts: aks.basic-without-services, aks.basic-first-service
    Scenario: On a Basic load balancer the address of the first Service is the source
      Given an AKS cluster with 2 nodes on a Basic load balancer
      Then the methods for outbound connections of "node1" are:
        | method                   | state |
        | user-defined route       | none  |
        | NAT gateway              | none  |
        | public IP of the machine | none  |
        | outbound rule            | none  |
        | load-balancing rule      | none  |
        | default outbound access  | used  |
      When the Kubernetes Service "a" of the type LoadBalancer is created with the IP address 203.0.113.10
      And "node1" opens 200 TCP connections to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.10
      When the Kubernetes Service "b" of the type LoadBalancer is created with the IP address 203.0.113.11
      And "node1" opens 200 TCP connections to 198.51.100.8:443
      Then 198.51.100.8 sees the connection come from the address 203.0.113.10
      And 198.51.100.8 sees connections from 1 different address

    # page: standard-load-balancer
    # ja: Standard ロード バランサーでは、Service を作成しても送信元は変わらない
    # why en: On Standard the outbound rule decides: connections leave from 203.0.113.50 before and after the
    # why en: Service gets 203.0.113.10, which serves what comes in only.
    # why ja: Standard ではアウトバウンド規則で決まります。203.0.113.10 の Service を作成しても、送信元は 203.0.113.50 の
    # why ja: ままです。Service のアドレスは受信にだけ使われます。
    # facts: aks.standard-keeps-its-addresses
    Scenario: On a Standard load balancer a Service doesn't change the source
      Given an AKS cluster with 2 nodes and the outbound IP addresses 203.0.113.50
      When the Kubernetes Service "a" of the type LoadBalancer is created with the IP address 203.0.113.10
      And "node1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.50

    # page: deleted-service
    # ja: Service を削除しても、Standard では送信元は変わらない
    # why en: The Service takes its front end and its address 203.0.113.10 along, so clients get no answer. What the
    # why en: nodes open leaves by the outbound rule, before and after. A new Service gets another address: make a
    # why en: static one for what stands in the DNS or on somebody's allow list.
    # why ja: Service と一緒にフロントエンドとアドレス 203.0.113.10 もなくなるため、クライアントには応答がありません。ノードから
    # why ja: の接続は、削除の前も後もアウトバウンド規則で送信されます。新しい Service には別のアドレスが付きます。DNS や許可リスト
    # why ja: に登録するアドレスには、静的アドレスを用意してください。
    # facts: aks.deleted-service, aks.standard-keeps-its-addresses
    Scenario: Deleting a Service takes its address, and not the way out
      Given an AKS cluster with 2 nodes and the outbound IP addresses 203.0.113.50
      And the client 192.0.2.33
      When the Kubernetes Service "a" of the type LoadBalancer is created with the IP address 203.0.113.10
      And 192.0.2.33 sends a request to 203.0.113.10:80
      Then 192.0.2.33 receives status code 200
      When the Kubernetes Service "a" is deleted
      And "node1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.50
      When 192.0.2.33 sends a request to 203.0.113.10:80
      Then the request fails because nothing has the address any more

    # page: last-service-on-basic
    # ja: Basic では、最後の Service を削除すると既定の送信アクセスに戻る
    # why en: The source of a cluster on Basic follows its Services: the address of the one that is left, and with none
    # why en: left an address of default outbound access. Whoever allows the source by its address is cut off by
    # why en: somebody else's deployment. Basic has been retired; on Standard the outbound rule keeps the address.
    # why ja: Basic を使うクラスターの送信元は Service によって変わります。残った Service のアドレスになり、一つもなくなると既定の
    # why ja: 送信アクセスのアドレスになります。送信元アドレスで許可している相手には、他人のデプロイによって接続できなくなることが
    # why ja: あります。Basic はすでに廃止されています。Standard ではアウトバウンド規則のアドレスのまま変わりません。
    # facts: aks.deleted-service
    Scenario: Without its last Service a Basic cluster has default access
      Given an AKS cluster with 2 nodes on a Basic load balancer
      When the Kubernetes Service "a" of the type LoadBalancer is created with the IP address 203.0.113.10
      And the Kubernetes Service "b" of the type LoadBalancer is created with the IP address 203.0.113.11
      And the Kubernetes Service "a" is deleted
      And "node1" opens a TCP connection to 198.51.100.7:443
      Then 198.51.100.7 sees the connection come from the address 203.0.113.11
      When the Kubernetes Service "b" is deleted
      And "node1" opens a TCP connection to 198.51.100.8:443
      Then 198.51.100.8 sees the connection come from the address 203.0.113.220
