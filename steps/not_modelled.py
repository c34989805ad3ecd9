"""What no sentence says, with what comes nearest to it and how that differs.

``azsim steps``, the advice on a step and docs/not-modelled.md tell it from here. Whoever models one
of them takes its entry out, and its line out of both pages.
"""

from azsim.gherkin import NotModelled
from azsim.text import Text

_LOAD_BALANCER = Text(
    'Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:',
    '前提 フロントエンド IP が 203.0.113.10 のパブリック ロード バランサー "lb" があり、正常なバックエンド サーバーは次のとおり:',
)
_PROFILE = Text(
    'Given a Traffic Manager profile "shop.trafficmanager.net" with priority routing, the default TTL and endpoints:',
    '前提 TTL が既定値で優先順位ルーティングの Traffic Manager プロファイル "shop.trafficmanager.net" があり、エンドポイントは次のとおり:',
)
_LEGS = Text(
    "Then the request and its response take these legs:",
    "ならば 要求とその応答は次の区間を順に通る:",
)
_MANY = Text(
    'When "vm1" opens 200 TCP connections to 198.51.100.7:443',
    'もし "vm1" が 198.51.100.7:443 へ TCP 接続を 200 本開く',
)
_GATEWAY = Text(
    "Given the ExpressRoute gateway SKU is ErGw3AZ",
    "前提 ExpressRoute ゲートウェイの SKU は ErGw3AZ である",
)

azsim_not_modelled = (
    # Load Balancer
    NotModelled(
        Text("draining as an operation of its own", "ドレインという操作"),
        words=(
            "drain",
            "drained",
            "draining",
            "ドレイン",
        ),
        nearest=Text(
            'When the admin state of "web1" in the pool of "lb" is set to Down',
            'もし "lb" のプールで "web1" の管理状態を Down に設定する',
        ),
        why=Text(
            "With the admin state Down a server gets no new flows while its TCP connections go on; nobody waits "
            "for their end, or cuts them after a while.",
            "管理状態を Down にすると、TCP 接続が続くまま新しいフローが送られなくなる。接続が終わるまで待つ操作や、一定時間後に"
            "切断する操作はない。",
        ),
    ),
    NotModelled(
        Text("fail-over as an event of its own", "フェールオーバーを起こす操作"),
        words=(
            "fail over",
            "fails over",
            "failed over",
            "failover",
            "fail back",
            "failback",
            "フェールオーバー",
            "フェイルオーバー",
            "フェールバック",
        ),
        nearest=Text(
            'Given the endpoint "a.cloudapp.azure.com" is degraded',
            '前提 エンドポイント "a.cloudapp.azure.com" の状態は機能低下である',
        ),
        why=Text(
            "In Traffic Manager an endpoint is degraded, and the DNS answer shows which one takes its "
            "place. Back-end servers of a load balancer or a gateway aren't replaced.",
            "Traffic Manager ではエンドポイントが機能低下になり、代わりのエンドポイントは DNS 応答で分かる。"
            "ロード バランサーやゲートウェイのバックエンド サーバーは切り替わらない。",
        ),
    ),
    # HTTP and TLS
    NotModelled(
        Text("HTTP headers", "HTTP ヘッダー"),
        words=(
            "header",
            "x forwarded for",
            "x forwarded proto",
            "rewrite rule",
            "rewrite",
            "ヘッダー",
            "ヘッダ",
            "書き換え",
        ),
        nearest=_LEGS,
        why=Text(
            "Packets show addresses and ports on each leg; the headers of a request play no part, and "
            "nothing is written into them.",
            "区間ごとに分かるのはアドレスとポートである。要求のヘッダーは扱わず、ヘッダーには何も書き込まれない。",
        ),
    ),
    NotModelled(
        Text("Application Gateway v2", "Application Gateway v2"),
        words=(
            "application gateway v2",
            "gateway v2",
            "v2 gateway",
            "waf",
            "ゲートウェイ v2",
        ),
        nearest=Text(
            "Then 192.0.2.33 receives status code 502",
            "ならば 192.0.2.33 が受け取る状態コードは 502 である",
        ),
        why=Text(
            "The application gateway is a v1 gateway: it says 502 where a v2 gateway tries another "
            "server and then says 504.",
            "Application Gateway は v1 であり、v2 なら別のサーバーを試してから 504 を返す場面で 502 を返す。",
        ),
    ),
    NotModelled(
        Text(
            "cookies, paths, redirects and WebSocket in Application Gateway",
            "Application Gateway の Cookie、パス、リダイレクト、WebSocket",
        ),
        words=(
            "cookie",
            "url path",
            "path based",
            "redirect",
            "websocket",
            "http/2",
            "クッキー",
            "パス ベース",
            "リダイレクト",
        ),
        nearest=Text(
            "When 192.0.2.33 sends a request to 203.0.113.20:80",
            "もし 192.0.2.33 が 203.0.113.20:80 に要求を送る",
        ),
        why=Text(
            "A request has a destination and nothing else that a gateway looks at.",
            "要求には宛先のほかにゲートウェイが見るものがない。",
        ),
    ),
    NotModelled(
        Text(
            "versions, ciphers, names and validity in TLS",
            "TLS のバージョン、暗号スイート、サーバー名、証明書の有効期間",
        ),
        words=(
            "tls 1.2",
            "tls 1.3",
            "tls version",
            "cipher",
            "sni",
            "expired",
            "暗号スイート",
            "tls のバージョン",
            "期限切れ",
        ),
        nearest=Text(
            'Then "web1" accepts the client certificate "CN=alice"',
            'ならば "web1" はクライアント証明書 "CN=alice" を受け入れる',
        ),
        why=Text(
            "TLS tells only who handed over which certificate.",
            "TLS で分かるのは、だれがどの証明書を提示したかだけである。",
        ),
    ),
    NotModelled(
        Text("requests in parallel", "要求の並列実行"),
        words=(
            "in parallel",
            "parallel",
            "concurrent",
            "concurrently",
            "simultaneous",
            "simultaneously",
            "並列",
            "並行",
        ),
        nearest=Text(
            "Given 198.51.100.7 answers each request after 2 seconds",
            "前提 198.51.100.7 はどの要求にも 2 秒後に応答する",
        ),
        why=Text(
            "Requests are sent at a rate. How many are under way at once follows from the time that each "
            "answer takes, and isn't said by itself.",
            "要求は一定の頻度で送られる。同時に処理される要求の数は応答にかかる時間から決まり、直接は指定できない。",
        ),
    ),
    # Traffic Manager and clients
    NotModelled(
        Text(
            "routing methods of Traffic Manager other than priority",
            "優先順位以外の Traffic Manager のルーティング方法",
        ),
        words=(
            "performance",
            "weighted",
            "geographic",
            "multivalue",
            "subnet",
            "nested",
            "パフォーマンス",
            "重み付け",
            "地理的",
            "複数値",
            "サブネット",
            "入れ子",
        ),
        beside=("routing", "traffic manager", "profile", "ルーティング", "プロファイル"),
        nearest=_PROFILE,
        why=Text(
            "Priority routing answers with the first endpoint that isn't degraded, wherever the client "
            "is.",
            "優先順位ルーティングでは、クライアントの場所にかかわらず、機能低下でない最初のエンドポイントが"
            "応答になる。",
        ),
    ),
    NotModelled(
        Text(
            "Traffic Manager's probers as they are: how many, where, and their present addresses",
            "Traffic Manager の実際のプローブの送り手 (数、場所、現在のアドレス)",
        ),
        words=(
            "number of probes",
            "probes per",
            "probing location",
            "probe location",
            "azuretrafficmanager",
            "プローブの数",
            "プローブの件数",
            "プローブの拠点",
        ),
        nearest=Text(
            'Then "a.cloudapp.azure.com" is probed from the published Traffic Manager probe ranges only',
            'ならば "a.cloudapp.azure.com" へのプローブの送信元は公開されている Traffic Manager のプローブ IP アドレス範囲だけである',
        ),
        why=Text(
            "One prober stands for all of them, with the addresses that a document last printed. An "
            "endpoint gets more probes than the interval suggests, and a firewall takes the service tag "
            "AzureTrafficManager, not a copy of the list.",
            "一つの送り手で全体を代表し、送信元には文書に最後に掲載されたアドレスを使う。実際に届くプローブは間隔"
            "から予想されるより多く、ファイアウォールでは一覧の写しではなくサービス タグ AzureTrafficManager を"
            "許可する。",
        ),
    ),
    NotModelled(
        Text("regions and distances", "リージョンと距離"),
        words=("region", "closest", "リージョン"),
        why=Text("Nothing in a scenario has a place.", "シナリオに現れるものには場所がない。"),
    ),
    NotModelled(
        Text("DNS caches of a JVM or a browser", "JVM やブラウザーの DNS キャッシュ"),
        words=("jvm", "java", "browser", "ブラウザー", "ブラウザ"),
        nearest=Text(
            'Given 192.0.2.33 has just resolved "shop.trafficmanager.net"',
            '前提 192.0.2.33 は "shop.trafficmanager.net" の名前解決を終えたばかりである',
        ),
        why=Text(
            "The client keeps a DNS answer for its TTL, to the second; others may keep it longer.",
            "クライアントは DNS 応答をちょうど TTL の間だけキャッシュする。JVM やブラウザーはそれより長く"
            "保持することがある。",
        ),
    ),
    NotModelled(
        Text(
            "firewalls on machines, and what else filters beside network security groups",
            "マシン上のファイアウォールなど、ネットワーク セキュリティ グループ以外のフィルター処理",
        ),
        words=(
            "windows firewall",
            "local firewall",
            "allows only",
            "application security group",
            "flow log",
            "security admin rule",
            "windows ファイアウォール",
            "アプリケーション セキュリティ グループ",
            "フロー ログ",
            "セキュリティ管理規則",
        ),
        nearest=Text(
            'Given the network security group "nsg1" on the network interface of "web1" with its '
            "default rules only",
            '前提 "web1" のネットワーク インターフェイスに既定の規則だけを持つネットワーク セキュリティ '
            'グループ "nsg1" がある',
        ),
        why=Text(
            "Network security groups filter by addresses, ports and the service tags VirtualNetwork, "
            "AzureLoadBalancer and Internet. Other service tags, application security groups and "
            "firewalls on machines aren't there.",
            "ネットワーク セキュリティ グループは、アドレス、ポート、サービス タグ VirtualNetwork、"
            "AzureLoadBalancer、Internet によってフィルター処理する。ほかのサービス タグ、アプリケーション "
            "セキュリティ グループ、マシン上のファイアウォールはない。",
        ),
    ),
    NotModelled(
        Text(
            "Functions plans, Container Apps and App Service Environment",
            "Functions のプラン、Container Apps、App Service Environment",
        ),
        words=(
            "azure function",
            "function app",
            "consumption plan",
            "app service environment",
            "container",
            "コンテナ",
            "従量課金プラン",
        ),
        nearest=Text(
            "Given an App Service plan with 2 instances",
            "前提 App Service のインスタンス 2 台がある",
        ),
        why=Text(
            "An instance of an App Service plan has 128 SNAT ports, whatever runs on it. What a Functions "
            "plan or an environment has instead, and what stands between a container and its machine, "
            "isn't there.",
            "App Service プランのインスタンスには、動かすものにかかわらず SNAT ポートが 128 個ある。Functions の"
            "プランや App Service Environment での数、コンテナーと仮想マシンの間の処理は扱わない。",
        ),
    ),
    NotModelled(
        Text(
            "pods, node pools, other Kubernetes Services, and other outbound types of an AKS cluster",
            "ポッド、ノード プール、ほかの Kubernetes Service、AKS クラスターのほかの送信の種類",
        ),
        words=(
            "clusterip",
            "nodeport",
            "node pool",
            "pod",
            "managednatgateway",
            "userdefinedrouting",
            "ポッド",
            "ノード プール",
        ),
        nearest=Text(
            "Given an AKS cluster with 3 nodes", "前提 ノード 3 台の AKS クラスターがある"
        ),
        why=Text(
            "A cluster is its nodes behind a load balancer, with Services of the type LoadBalancer that stay. "
            "What a pod opens is opened by its node.",
            "クラスターは、ロード バランサーの背後にあるノードと、作成したままの LoadBalancer タイプの Service からなる。"
            "ポッドの接続はノードが開くものとして書く。",
        ),
    ),
    NotModelled(
        Text("availability sets, zones and autoscale", "可用性セット、可用性ゾーン、自動スケール"),
        words=(
            "availability zone",
            "availability set",
            "zone redundant",
            "autoscale",
            "可用性ゾーン",
            "可用性セット",
            "自動スケール",
        ),
        nearest=Text(
            "When the deployment grows to 2 instances", "もし デプロイのインスタンスが 2 台に増える"
        ),
        why=Text(
            "Machines have a number and no place, and don't fail by themselves.",
            "マシンには台数があるだけで場所はなく、ひとりでに障害を起こすこともない。",
        ),
    ),
    # Packets and links
    NotModelled(
        Text("IPv6", "IPv6"),
        words=("ipv6",),
        why=Text("Every address is an IPv4 address.", "アドレスはすべて IPv4 アドレスである。"),
    ),
    NotModelled(
        Text("sizes of packets", "パケットのサイズ"),
        words=(
            "ip fragment",
            "ipv4 fragment",
            "fragmentation",
            "mtu",
            "packet size",
            "udp size",
            "datagram size",
            "datagram of",
            "size of",
            "フラグメントを",
            "断片化",
            "パケット サイズ",
            "udp サイズ",
        ),
        nearest=Text(
            'When "vm1" sends a fragmented UDP packet to 198.51.100.53:53',
            'もし "vm1" が 198.51.100.53:53 へフラグメント化された UDP パケットを送る',
        ),
        why=Text(
            "A packet has no size, but that of a ping: one says that a UDP packet comes in fragments, and all of "
            "them arrive, or none.",
            "ping 以外のパケットにはサイズがない。UDP パケットがフラグメント化されていることは書け、フラグメントはすべて届くか、"
            "まったく届かないかである。",
        ),
    ),
    NotModelled(
        Text("bandwidth, loss and congestion", "帯域幅、パケット損失、輻輳"),
        words=(
            "bandwidth",
            "throughput",
            "congestion",
            "mbps",
            "gbps",
            "jitter",
            "packet loss",
            "packets are lost",
            "packet is lost",
            "帯域幅",
            "帯域",
            "スループット",
            "輻輳",
            "パケット損失",
            "パケット ロス",
            "パケットは失われ",
            "パケットが失われ",
        ),
        nearest=Text(
            "Then the median latency drops by between 1.2 ms and 1.95 ms",
            "ならば レイテンシの中央値の低下幅は 1.2 ミリ秒以上 1.95 ミリ秒以下である",
        ),
        why=Text(
            "A link carries any number of packets and loses none; only ExpressRoute takes time, with "
            "the latency that was recorded.",
            "リンクはいくつでもパケットを運び、失うことがない。レイテンシがあるのは ExpressRoute だけであり、"
            "その値は記録に基づく。",
        ),
    ),
    NotModelled(
        Text(
            "latency that depends on the SKU of a gateway",
            "ゲートウェイの SKU によるレイテンシの違い",
        ),
        words=("sku", "zone redundant gateway"),
        beside=("latency", "レイテンシ", "待機時間"),
        nearest=Text(
            "Then the median latency drops by between 1.2 ms and 1.95 ms",
            "ならば レイテンシの中央値の低下幅は 1.2 ミリ秒以上 1.95 ミリ秒以下である",
        ),
        why=Text(
            "All gateways are simulated alike; what differs is whether packets pass through one.",
            "シミュレーションではどのゲートウェイも同じに扱う。違いが出るのは、パケットがゲートウェイを通るかどうかである。",
        ),
    ),
    NotModelled(
        Text("a SYN that is sent again and answered", "再送した SYN への応答"),
        words=("retransmission", "retransmit", "retransmits", "syn again", "再送"),
        nearest=Text(
            "Then the attempt to connect fails after 21 seconds",
            "ならば 接続の試みは 21 秒後に失敗する",
        ),
        why=Text(
            "A SYN without an answer isn't sent again: the attempt fails when the operating system gives up, "
            "though meanwhile a port becomes free or the server is back.",
            "応答のない SYN は再送されない。その間にポートが空いたりサーバーが戻ったりしても、OS が諦めた時点で接続は失敗する。",
        ),
    ),
    # Networks and ExpressRoute
    NotModelled(
        Text(
            "gateway transit and remote gateways of a peering",
            "ピアリングのゲートウェイ転送とリモート ゲートウェイ",
        ),
        words=("gateway transit", "remote gateway", "ゲートウェイ転送", "リモート ゲートウェイ"),
        nearest=Text(
            'Given the virtual networks "hub" and "spoke" are peered',
            '前提 仮想ネットワーク "hub" と "spoke" はピアリングされている',
        ),
        why=Text(
            "A peering leads to the other network. What is on-premises is reached from the network that "
            "holds the gateway.",
            "ピアリングで届くのは相手のネットワークである。オンプレミスには、ゲートウェイのあるネットワークから届く。",
        ),
    ),
    NotModelled(
        Text("Virtual WAN", "Virtual WAN"),
        words=("virtual wan", "vwan", "仮想 wan"),
        nearest=_GATEWAY,
        why=Text(
            "The gateway stands in a virtual network, and its SKU decides about FastPath.",
            "ゲートウェイは仮想ネットワークにあり、FastPath を使えるかどうかは SKU で決まる。",
        ),
    ),
    NotModelled(
        Text("kinds of ExpressRoute circuits", "ExpressRoute 回線の種類"),
        words=(
            "expressroute direct",
            "provider circuit",
            "microsoft peering",
            "global reach",
            "local circuit",
            "premium circuit",
            "プロバイダー回線",
        ),
        nearest=Text(
            "Given an on-premises client 10.100.10.2 behind an ExpressRoute circuit",
            "前提 ExpressRoute 回線で接続されたオンプレミスのクライアント 10.100.10.2 がある",
        ),
        why=Text(
            "A circuit has neither kind nor SKU, and leads to one virtual network.",
            "回線には種類も SKU もなく、一つの仮想ネットワークにつながる。",
        ),
    ),
    NotModelled(
        Text("VPN gateways", "VPN ゲートウェイ"),
        words=("vpn", "site to site", "サイト間"),
        nearest=Text(
            "Given an on-premises client 10.100.10.2 behind an ExpressRoute circuit",
            "前提 ExpressRoute 回線で接続されたオンプレミスのクライアント 10.100.10.2 がある",
        ),
        why=Text(
            "On-premises clients come in through ExpressRoute.",
            "オンプレミスのクライアントは ExpressRoute を経由して接続する。",
        ),
    ),
    NotModelled(
        Text(
            "routes that BGP propagates, and a route that comes after a connection",
            "BGP で伝達されるルートと、接続の後に加わるルート",
        ),
        words=("bgp", "propagate", "route server", "伝達"),
        nearest=Text(
            'Given the subnet "app" sends internet traffic to the virtual network gateway',
            '前提 サブネット "app" はインターネット宛てのトラフィックを仮想ネットワーク ゲートウェイへ送る',
        ),
        why=Text(
            "A subnet has the routes of its route table and those that Azure makes. They are there before "
            "the first connection.",
            "サブネットのルートは、ルート テーブルのものと Azure が作成するものだけである。最初の接続より前に"
            "決まっている。",
        ),
    ),
    NotModelled(
        Text(
            "rules of a firewall that name domains or service tags, TLS inspection, threat intelligence",
            "ドメインやサービス タグを挙げるファイアウォールの規則、TLS 検査、脅威インテリジェンス",
        ),
        words=(
            "fqdn",
            "tls inspection",
            "threat intelligence",
            "tls 検査",
            "脅威インテリジェンス",
        ),
        nearest=Text(
            'Given the rules of the firewall "fw":',
            '前提 ファイアウォール "fw" の規則は次のとおり:',
        ),
        why=Text(
            "Rules of a firewall go by addresses, ports and protocols. A connection through the proxy of "
            "application rules is one connection, whose source the firewall translates.",
            "ファイアウォールの規則はアドレス、ポート、プロトコルで判断する。アプリケーション規則のプロキシを経由する"
            "接続は 1 本の接続であり、ファイアウォールが送信元を変換する。",
        ),
    ),
    NotModelled(
        Text(
            "private endpoints and service endpoints",
            "プライベート エンドポイントとサービス エンドポイント",
        ),
        words=(
            "private endpoint",
            "private link",
            "service endpoint",
            "storage account",
            "azure storage",
            "ストレージ アカウント",
            "プライベート エンドポイント",
            "プライベート リンク",
            "サービス エンドポイント",
        ),
        nearest=Text(
            "Given the internet server 198.51.100.7",
            "前提 インターネット上のサーバー 198.51.100.7 がある",
        ),
        why=Text(
            "A service of Azure is a server with a public address, like any other on the internet. That a "
            "machine in a private subnet still reaches Azure Storage of its region isn't there.",
            "Azure のサービスは、インターネット上のほかのサーバーと同じく、パブリック アドレスを持つサーバーで"
            "ある。プライベート サブネットのマシンから同じリージョンの Azure Storage に接続できることは扱わない。",
        ),
    ),
    NotModelled(
        Text("names within a virtual network", "仮想ネットワーク内の名前解決"),
        words=("private dns", "dns zone", "プライベート dns", "dns ゾーン"),
        nearest=Text(
            'When "vm1" runs "nslookup myip.opendns.com resolver1.opendns.com"',
            'もし "vm1" が "nslookup myip.opendns.com resolver1.opendns.com" を実行する',
        ),
        why=Text(
            "nslookup asks the public resolver that tells who asks.",
            "nslookup で問い合わせられるのは、問い合わせ元を答えるパブリックなリゾルバーである。",
        ),
    ),
    NotModelled(
        Text("Front Door and CDN", "Front Door と CDN"),
        words=("front door", "cdn"),
        nearest=_PROFILE,
        why=Text(
            "Traffic Manager answers DNS queries; no request passes through it.",
            "Traffic Manager は DNS クエリに応答するだけで、要求はそこを経由しない。",
        ),
    ),
    NotModelled(
        Text(
            "other programs than nslookup, netstat and PsPing",
            "nslookup、netstat、PsPing 以外のプログラム",
        ),
        words=("curl", "traceroute", "tracert", "tcpping", "telnet", "iperf", "mtr"),
        nearest=Text('When "vm1" runs "netstat -n"', 'もし "vm1" が "netstat -n" を実行する'),
        why=Text(
            "What can be run is nslookup and netstat on a virtual machine, and PsPing on a client.",
            "実行できるのは、仮想マシンでの nslookup と netstat、クライアントでの PsPing である。",
        ),
    ),
    NotModelled(
        Text("metrics, logs and alerts", "メトリック、ログ、アラート"),
        words=(
            "metric",
            "alert",
            "azure monitor",
            "flow log",
            "メトリック",
            "アラート",
            "フロー ログ",
        ),
        nearest=Text(
            'Then the peak of TCP SNAT ports in use on "vm1" is between 350 and 360',
            'ならば "vm1" が同時に使用した TCP SNAT ポートの最大数は 350 個以上 360 個以下である',
        ),
        why=Text(
            "What happens is seen in the scenario itself, not in what Azure Monitor would show.",
            "起きたことはシナリオ自体で分かる。Azure Monitor の表示は扱わない。",
        ),
    ),
)
