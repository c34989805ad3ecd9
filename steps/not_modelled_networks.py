"""What no sentence says of packets, networks and ExpressRoute; the services are in ``not_modelled``."""

from azsim.gherkin import NotModelled
from azsim.text import Text

_PROFILE = Text(
    'Given a Traffic Manager profile "shop.trafficmanager.net" with priority routing, the default TTL and endpoints:',
    '前提 TTL が既定値で優先順位ルーティングの Traffic Manager プロファイル "shop.trafficmanager.net" があり、エンドポイントは次のとおり:',
)
_GATEWAY = Text(
    "Given the ExpressRoute gateway SKU is ErGw3AZ",
    "前提 ExpressRoute ゲートウェイの SKU は ErGw3AZ である",
)

azsim_not_modelled = (
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
            "プライベート エンドポイント",
            "プライベート リンク",
            "サービス エンドポイント",
        ),
        nearest=Text(
            "Given the internet server 198.51.100.7",
            "前提 インターネット上のサーバー 198.51.100.7 がある",
        ),
        why=Text(
            "A service of Azure is a server with a public address, like any other on the internet; Azure Storage "
            "of the region is reached without a method for outbound connections.",
            "Azure のサービスは、インターネット上のほかのサーバーと同じく、パブリック アドレスを持つサーバーである。同じ"
            "リージョンの Azure Storage には、送信接続の方法がなくても接続できる。",
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
