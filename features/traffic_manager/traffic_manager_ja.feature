# language: ja
# en: Traffic Manager balances load by DNS
# en: A client resolves the name of Traffic Manager and talks directly to the endpoint whose
# en: address it gets. While the answer is in its DNS cache, it doesn't ask Traffic Manager and
# en: goes on talking to the same endpoint. Once the answer is gone from the cache, it resolves the
# en: name again, and Traffic Manager decides anew where the traffic goes.
@dns
機能: Traffic Manager は DNS で負荷分散する

  クライアントは Traffic Manager の名前解決を行い、得られたアドレスのエンドポイントと直接通信する。
  DNS キャッシュが残っている間は Traffic Manager に問い合わせず、同じエンドポイントと通信を続ける。
  キャッシュがなくなると再度名前解決を行い、Traffic Manager が通信先を改めて決める。

  背景:
    前提 TTL が 60 秒で優先順位ルーティングの Traffic Manager プロファイル "test.trafficmanager.net" があり、エンドポイントは次のとおり:
      | エンドポイント                      | アドレス | 優先順位 |
      | test01.japaneast.cloudapp.azure.com | 1.1.1.1  | 1        |
      | test02.japanwest.cloudapp.azure.com | 2.2.2.2  | 2        |
    かつ クライアント 192.0.2.33 がある

  # page: client-goes-direct
  # en: After resolving the name, the client talks to the endpoint directly
  シナリオ: 名前解決の後はエンドポイントと直接通信する
    もし 192.0.2.33 が "test.trafficmanager.net" に要求を送る
    ならば DNS 応答は次のとおり:
      | 名前                                | 種類  | データ                              |
      | test.trafficmanager.net             | CNAME | test01.japaneast.cloudapp.azure.com |
      | test01.japaneast.cloudapp.azure.com | A     | 1.1.1.1                             |
    かつ DNS 応答は 1.1.1.1 である
    かつ 要求とその応答は次の区間を順に通る:
      | から                                | へ                                  | 送信元     | 宛先       |
      | クライアント                        | test01.japaneast.cloudapp.azure.com | 192.0.2.33 | 1.1.1.1    |
      | test01.japaneast.cloudapp.azure.com | クライアント                        | 1.1.1.1    | 192.0.2.33 |
    かつ 要求は Traffic Manager を経由しない

  # page: cached-answer
  # en: While the answer is in the DNS cache, Traffic Manager isn't involved
  シナリオ: DNS キャッシュが残っている間は Traffic Manager を経由しない
    前提 192.0.2.33 は "test.trafficmanager.net" の名前解決を終えたばかりである
    かつ その後エンドポイント "test01.japaneast.cloudapp.azure.com" は機能低下のままである
    もし 59 秒経過する
    かつ 192.0.2.33 が "test.trafficmanager.net" に要求を送る
    ならば 要求は DNS クエリなしで 1.1.1.1 に届く
    もし 1 秒経過する
    かつ 192.0.2.33 が "test.trafficmanager.net" に要求を送る
    ならば 要求は DNS クエリの後に 2.2.2.2 に届く

  # page: degraded-not-answered
  # en: A degraded endpoint isn't in the answer
  シナリオ: 機能低下のエンドポイントは応答に含まれない
    前提 エンドポイント "test01.japaneast.cloudapp.azure.com" の状態は機能低下である
    もし 192.0.2.33 が "test.trafficmanager.net" に要求を送る
    ならば DNS 応答は 2.2.2.2 である

  # page: largest-ttl
  # en: A TTL of up to 2,147,483,647 seconds can be set
  シナリオ: TTL は 2,147,483,647 秒まで設定できる
    もし "test.trafficmanager.net" の TTL を 2,147,483,648 秒に設定する
    ならば TTL の最大値は 2,147,483,647 秒であるため、要求は拒否される

  # page: probes-from-published-ranges
  # en: Every probe comes from one of the published IP addresses
  シナリオ: プローブの送信元は公開されている IP アドレスのいずれかである
    もし 正常性プローブが 20 分続く
    ならば "test01.japaneast.cloudapp.azure.com" へのプローブの送信元は公開されている Traffic Manager のプローブ IP アドレス範囲だけである
    かつ "test01.japaneast.cloudapp.azure.com" はプローブの送り手ごとに 30 秒間隔でプローブを受ける

  # page: default-ttl
  # en: Where no TTL is set, it is 300 seconds
  シナリオ: TTL を設定しなければ 300 秒である
    前提 TTL が既定値で優先順位ルーティングの Traffic Manager プロファイル "default.trafficmanager.net" があり、エンドポイントは次のとおり:
      | エンドポイント                      | アドレス | 優先順位 |
      | test03.japaneast.cloudapp.azure.com | 3.3.3.3  | 1        |
    かつ 192.0.2.33 は "default.trafficmanager.net" の名前解決を終えたばかりである
    もし 299 秒経過する
    かつ 192.0.2.33 が "default.trafficmanager.net" に要求を送る
    ならば 要求は DNS クエリなしで 3.3.3.3 に届く
    もし 1 秒経過する
    かつ 192.0.2.33 が "default.trafficmanager.net" に要求を送る
    ならば 要求は DNS クエリの後に 3.3.3.3 に届く
