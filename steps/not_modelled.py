"""What no sentence says, with what comes nearest to it and how that differs.

``azsim steps``, the advice on a step and docs/not-modelled.md tell it from here and from
``not_modelled_networks``. Whoever models one of them takes its entry out, and its line out of both pages.
"""

from azsim.gherkin import NotModelled
from azsim.text import Text

_PROFILE = Text(
    'Given a Traffic Manager profile "shop.trafficmanager.net" with priority routing, the default TTL and endpoints:',
    '前提 TTL が既定値で優先順位ルーティングの Traffic Manager プロファイル "shop.trafficmanager.net" があり、エンドポイントは次のとおり:',
)
_LEGS = Text(
    "Then the request and its response take these legs:",
    "ならば 要求とその応答は次の区間を順に通る:",
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
        nearest=Text('Given the deployment in "main.json"', '前提 "main.json" のデプロイがある'),
        why=Text(
            "The application gateway of a sentence is a v1 gateway. One of a deployment's file is what the file "
            "says, and a v2 gateway tries another server before it answers. Rules of a web application "
            "firewall aren't there.",
            "文に書く Application Gateway は v1 である。デプロイのファイルにあるものはその SKU に従い、v2 は別の"
            "サーバーを試してから応答する。WAF の規則は扱わない。",
        ),
    ),
    NotModelled(
        Text(
            "cookies, redirects and WebSocket in Application Gateway",
            "Application Gateway の Cookie、リダイレクト、WebSocket",
        ),
        words=(
            "cookie",
            "redirect",
            "websocket",
            "http/2",
            "クッキー",
            "リダイレクト",
        ),
        nearest=Text(
            'When 192.0.2.33 sends 1 request for "http://shop.example.com/images/" to the public IP "gw-ip"',
            'もし 192.0.2.33 がパブリック IP "gw-ip" に "http://shop.example.com/images/" の要求を 1 件送る',
        ),
        why=Text(
            "A gateway looks at the host name and the path of a request, as a deployment has them, and at nothing else.",
            "ゲートウェイが見るのは、デプロイにあるとおりのホスト名とパスだけである。",
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
        words=(
            "regions",
            "another region",
            "other region",
            "different region",
            "paired region",
            "same region",
            "in region",
            "region is",
            "closest",
            "リージョンは",
            "リージョンが",
            "リージョンを",
            "リージョン間",
            "別のリージョン",
            "ほかのリージョン",
            "異なるリージョン",
            "ペア リージョン",
        ),
        nearest=Text(
            "Given the Azure Storage account 198.51.100.20 in the region of the virtual network",
            "前提 仮想ネットワークと同じリージョンに Azure Storage アカウント 198.51.100.20 がある",
        ),
        why=Text(
            "Nothing in a scenario has a place, but that a storage account may be in the region of the virtual "
            "networks.",
            "シナリオに現れるものには場所がない。書けるのは、ストレージ アカウントが仮想ネットワークと同じリージョンにある"
            "ことだけである。",
        ),
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
            "flow log",
            "security admin rule",
            "windows ファイアウォール",
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
            "Network security groups filter by addresses, ports, application security groups and the "
            "service tags VirtualNetwork, AzureLoadBalancer and Internet. Other service tags and firewalls "
            "on machines aren't there.",
            "ネットワーク セキュリティ グループは、アドレス、ポート、アプリケーション セキュリティ グループ、サービス タグ "
            "VirtualNetwork、AzureLoadBalancer、Internet によってフィルター処理する。ほかのサービス タグとマシン上の"
            "ファイアウォールはない。",
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
            "A cluster is its nodes behind a load balancer, with Services of the type LoadBalancer. What a pod "
            "opens is opened by its node.",
            "クラスターは、ロード バランサーの背後にあるノードと LoadBalancer タイプの Service からなる。ポッドの接続は"
            "ノードが開くものとして書く。",
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
)
