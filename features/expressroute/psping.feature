# language: ja
# en: Measuring TCP connect times with PsPing
# en: PsPing opens TCP connections one after another and measures how long each takes to open.
# en: The first connection is a warm-up and doesn't count in the statistics.
@expressroute
機能: PsPing による TCP 接続時間の計測
  PsPing は TCP 接続を繰り返し開き、開くまでの時間を計る。最初の接続はウォームアップであり、
  統計には含まれない。

  背景:
    前提 ExpressRoute 回線で接続されたオンプレミスのクライアント 10.100.10.2 がある
    かつ 接続先の仮想ネットワークに IP アドレス 10.128.1.4 の仮想マシン "vm" がある

  # en: The warm-up doesn't count in the statistics
  ルール: ウォームアップは統計に含まれない

    # page: run-without-options
    # en: A run without options
    シナリオ: オプションのない実行
      もし 10.100.10.2 が "psping 10.128.1.4:3389" を実行する
      ならば PsPing は "PsPing v2.12 - PsPing - ping, latency, bandwidth measurement utility" と報告する
      かつ PsPing は "5 iterations (warmup 1) ping test:" と報告する
      かつ PsPing は "Sent = 4, Received = 4, Lost = 0 (0% loss)" と報告する
      かつ ping は 1 秒ごとに送られる

    # page: run-with-options
    # en: A run of <コマンド>
    シナリオアウトライン: <コマンド> の実行
      もし 10.100.10.2 が "<コマンド>" を実行する
      ならば PsPing は "<繰り返し>" と報告する
      かつ PsPing は "<統計>" と報告する
      かつ ping は <間隔>ごとに送られる

      例:
        | コマンド                              | 繰り返し                             | 統計                                           | 間隔 |
        | psping -n 200 10.128.1.4:3389         | 201 iterations (warmup 1) ping test: | Sent = 200, Received = 200, Lost = 0 (0% loss) | 1 秒 |
        | .\\psping.exe -n 10 10.128.1.4:3389   | 11 iterations (warmup 1) ping test:  | Sent = 10, Received = 10, Lost = 0 (0% loss)   | 1 秒 |
        | psping64 -w 3 10.128.1.4:3389         | 7 iterations (warmup 3) ping test:   | Sent = 4, Received = 4, Lost = 0 (0% loss)     | 1 秒 |
        | psping -n 2 -w 0 -i 5 10.128.1.4:3389 | 2 iterations (warmup 0) ping test:   | Sent = 2, Received = 2, Lost = 0 (0% loss)     | 5 秒 |

  # en: A connection that doesn't open counts as lost
  ルール: 開かない接続は損失として数えられる

    # page: run-after-gateway-deleted
    # en: A run after the gateway is deleted
    シナリオ: ゲートウェイの削除後の実行
      もし ExpressRoute ゲートウェイを削除する
      かつ 10.100.10.2 が "psping 10.128.1.4:3389" を実行する
      ならば PsPing は "This operation returned because the timeout period expired." と報告する
      かつ PsPing は "Sent = 4, Received = 0, Lost = 4 (100% loss)" と報告する
      かつ PsPing は "Minimum = 0.00ms, Maximum = 0.00ms, Average = 0.00ms" と報告する
      かつ ping は 5 秒ごとに送られる

  # en: FastPath lowers the latency
  ルール: FastPath を有効にするとレイテンシが下がる

    # page: runs-before-after-fastpath
    # en: Runs before and after FastPath is enabled
    シナリオ: FastPath の有効化前後の計測
      前提 ExpressRoute ゲートウェイの SKU は ErGw3AZ である
      もし FastPath が無効な状態で 10.100.10.2 が "psping -n 200 10.128.1.4:3389" を実行する
      かつ FastPath が有効な状態で 10.100.10.2 が "psping -n 200 10.128.1.4:3389" を実行する
      ならば どちらの計測も "Sent = 200, Received = 200, Lost = 0 (0% loss)" と報告する
      かつ レイテンシの中央値の低下幅は 1.2 ミリ秒以上 1.95 ミリ秒以下である
      かつ 10.100.10.2 から "vm" への経路は CE ルーター、MSEE ルーターである
      かつ "vm" から 10.100.10.2 への経路は MSEE ルーター、CE ルーターである
