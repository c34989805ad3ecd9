# language: ja
# en: What the rules of Azure Firewall let pass
# en: Network rules go before application rules, the first that matches decides, and what none
# en: matches is denied.
# why en: A firewall lets nothing pass that no rule allows, between subnets as well as to the internet. Until a
# why en: scenario lists rules, its firewall allows everything by network rules.
# why ja: ファイアウォールは、規則で許可されていないものを通しません。インターネット宛てだけでなく、サブネット間
# why ja: でも同じです。シナリオが規則を列挙しない場合は、ネットワーク規則ですべて許可されているとみなします。
# facts: firewall.denies-by-default
@firewall
機能: Azure Firewall の規則が通すもの

  ネットワーク規則はアプリケーション規則より先に評価され、最初に一致した規則で決まる。どの規則にも一致しない
  ものは拒否される。

  背景:
    前提 アドレス空間が 10.0.0.0/16 の仮想ネットワーク "vnet" があり、サブネットは次のとおり:
      | 名前                | アドレス プレフィックス |
      | app                 | 10.0.0.0/24             |
      | AzureFirewallSubnet | 10.0.1.0/26             |
      | data                | 10.0.2.0/24             |
    かつ サブネット "app" に IP アドレス 10.0.0.4 の仮想マシン "app1" がある
    かつ サブネット "data" に IP アドレス 10.0.2.4 の仮想マシン "data1" がある
    かつ プライベート IP が 10.0.1.4 の Azure Firewall "fw" があり、パブリック IP は 203.0.113.60 である
    かつ サブネット "app" のルート テーブルは次のとおり:
      | アドレス プレフィックス | ネクスト ホップの種類 | ネクスト ホップ アドレス |
      | 0.0.0.0/0               | 仮想アプライアンス    | 10.0.1.4                 |
      | 10.0.2.0/24             | 仮想アプライアンス    | 10.0.1.4                 |

  # page: denied-by-default
  # en: What no rule matches is denied
  # why en: The rules are about HTTPS, and a connection to port 22 matches none of them. TCP pings may seem to
  # why en: succeed nevertheless, as the firewall itself answers those: try the application.
  # why ja: 規則は HTTPS についてのもので、ポート 22 への接続はどれにも一致しません。それでも TCP ping は、
  # why ja: ファイアウォール自身が応答して成功したように見えることがあります。アプリケーションで確かめてください。
  # facts: firewall.denies-by-default
  シナリオ: どの規則にも一致しない接続は拒否される
    前提 ファイアウォール "fw" の規則は次のとおり:
      | 名前      | 種類         | 優先順位 | プロトコル | 宛先ポート |
      | allow-web | ネットワーク | 100      | TCP        | 443        |
    もし "app1" が 198.51.100.7:443 へ TCP 接続を開く
    ならば 198.51.100.7 から見た接続の送信元アドレスは 203.0.113.60 である
    もし "app1" が 198.51.100.7:22 へ TCP 接続を開く
    ならば ファイアウォールのどの規則でも許可されていないため、接続は失敗する

  # page: between-subnets
  # en: Between subnets the server sees the firewall where an application rule lets pass
  # why en: An application rule is served by a proxy, which always translates, to private addresses as well:
  # why en: "data1" sees one of the firewall's private addresses, and its answers find back without a route. A
  # why en: network rule would leave 10.0.0.4 as it is, and needs routes in both directions.
  # why ja: アプリケーション規則はプロキシが処理し、プライベート アドレス宛てでも常に変換されます。"data1" からは
  # why ja: ファイアウォールのプライベート アドレスのいずれかが見え、応答はルートがなくても戻ります。ネットワーク規則
  # why ja: なら送信元は 10.0.0.4 のままで、両方向のルートが必要です。
  # facts: firewall.application-rules-translate, firewall.translates-to-its-own
  シナリオ: アプリケーション規則では、サブネット間でも送信元が変わる
    前提 ファイアウォール "fw" の規則は次のとおり:
      | 名前      | 種類             | 優先順位 | プロトコル | 送信元      | 宛先ポート |
      | allow-sql | アプリケーション | 200      | MSSQL      | 10.0.0.0/24 | 1433       |
    もし "app1" が 10.0.2.4:1433 へ TCP 接続を開く
    ならば 10.0.2.4 から見た接続の送信元は、サブネット "AzureFirewallSubnet" のアドレスである

  # page: network-rules-first
  # en: A network rule goes before an application rule
  # why en: Network rules go first, whatever the numbers say: 300 decides before 100, as the rules are of
  # why en: different kinds. Here the network rule leaves the source as it is, which the routes back allow.
  # why ja: 番号にかかわらず、ネットワーク規則が先に評価されます。種類が違うため、300 が 100 より先に決まります。ここ
  # why ja: ではネットワーク規則が送信元をそのまま通します。戻りのルートもあります。
  # facts: firewall.rule-order, firewall.private-destinations
  シナリオ: ネットワーク規則はアプリケーション規則より先に決まる
    前提 サブネット "data" のルート テーブルは次のとおり:
      | アドレス プレフィックス | ネクスト ホップの種類 | ネクスト ホップ アドレス |
      | 10.0.0.0/24             | 仮想アプライアンス    | 10.0.1.4                 |
    かつ ファイアウォール "fw" の規則は次のとおり:
      | 名前      | 種類             | 優先順位 | プロトコル | 宛先ポート |
      | allow-sql | アプリケーション | 100      | MSSQL      | 1433       |
      | allow-tcp | ネットワーク     | 300      | TCP        | 1433       |
    もし "app1" が 10.0.2.4:1433 へ TCP 接続を開く
    ならば 10.0.2.4 から見た接続の送信元アドレスは 10.0.0.4 である

  # page: lower-number-first
  # en: Of two network rules the lower number decides
  # why en: Both rules match, and 100 < 200: the rule that denies is looked at first, and no other after it.
  # why ja: どちらの規則にも一致しますが、100 < 200 のため、拒否する規則が先に評価され、ほかの規則は評価されません。
  # facts: firewall.rule-order
  シナリオ: 優先順位の番号が小さい規則で決まる
    前提 ファイアウォール "fw" の規則は次のとおり:
      | 名前      | 種類         | 優先順位 | アクション | プロトコル | 宛先ポート |
      | allow-ssh | ネットワーク | 200      | 許可       | TCP        | 22         |
      | deny-ssh  | ネットワーク | 100      | 拒否       | TCP        | 22         |
    もし "app1" が 198.51.100.7:22 へ TCP 接続を開く
    ならば "fw" の規則 "deny-ssh" が拒否するため、トラフィックは破棄される
