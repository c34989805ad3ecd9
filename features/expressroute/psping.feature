# language: ja
# en: Measuring TCP connect times with PsPing
# en: PsPing opens TCP connections one after another and measures how long each takes to open.
# en: The first connection is a warm-up and doesn't count in the statistics.
# why en: Azure drops ping in many places, so measure with TCP: PsPing opens connections and times
# why en: the handshake, which needs a port where something listens and nothing else. Use many
# why en: connections and read the median; four, the default, are too few to compare two paths.
# why ja: Azure では ping (ICMP) が通らない場所が多いため、TCP で計測します。PsPing は接続を開き、ハ
# why ja: ンドシェイクにかかる時間を計ります。必要なのは、待ち受けているポートだけです。回数を増やし
# why ja: て中央値を見てください。既定の 4 回では、二つの経路を比べるには足りません。
# facts: psping.count, psping.warm-up
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
    # en: A run without options takes four measurements, one a second
    # why en: Without options PsPing opens 1 + 4 = 5 connections, one a second, and leaves the first
    # why en: out, which pays for name resolution and cold caches. Raise the number with -n for
    # why en: figures that can be compared.
    # why ja: オプションなしでは、1 秒ごとに 1 + 4 = 5 本の接続を開き、最初の 1 本は統計から除きま
    # why ja: す。最初の接続には、キャッシュがないことによる時間が含まれるためです。比較できる値を得
    # why ja: るには、-n で回数を増やしてください。
    # facts: psping.count, psping.warm-up, psping.interval
    シナリオ: オプションなしの実行では、1 秒ごとに 4 回計測する
      もし 10.100.10.2 が "psping 10.128.1.4:3389" を実行する
      ならば PsPing は "PsPing v2.12 - PsPing - ping, latency, bandwidth measurement utility" と報告する
      かつ PsPing は "5 iterations (warmup 1) ping test:" と報告する
      かつ PsPing は "Sent = 4, Received = 4, Lost = 0 (0% loss)" と報告する
      かつ ping は 1 秒ごとに送られる

    # page: run-with-options
    # en: How options change a run of PsPing
    # why en: The option -n says how many connections are measured, -w how many are left out before
    # why en: them, and -i how many seconds pass between two; here the run reports "<繰り返し>". Without
    # why en: warm-up the first slow connection stands in the average.
    # why ja: -n は計測する回数、-w はその前に除く回数、-i は間隔の秒数です。ここでは「<繰り返し>」
    # why ja: と報告されます。ウォームアップをなくすと、最初の遅い接続も平均に含まれます。
    # facts: psping.warm-up, psping.count
    シナリオアウトライン: オプションによる計測回数と間隔の違い
      もし 10.100.10.2 が "<コマンド>" を実行する
      ならば PsPing は "<繰り返し>" と報告する
      かつ PsPing は "<統計>" と報告する
      かつ ping は <間隔>ごとに送られる

      例:
        # en: | command | iterations | statistics | interval |
        | コマンド                              | 繰り返し                             | 統計                                           | 間隔 |
        | psping -n 200 10.128.1.4:3389         | 201 iterations (warmup 1) ping test: | Sent = 200, Received = 200, Lost = 0 (0% loss) | 1 秒 |
        | .\\psping.exe -n 10 10.128.1.4:3389   | 11 iterations (warmup 1) ping test:  | Sent = 10, Received = 10, Lost = 0 (0% loss)   | 1 秒 |
        | psping64 -w 3 10.128.1.4:3389         | 7 iterations (warmup 3) ping test:   | Sent = 4, Received = 4, Lost = 0 (0% loss)     | 1 秒 |
        | psping -n 2 -w 0 -i 5 10.128.1.4:3389 | 2 iterations (warmup 0) ping test:   | Sent = 2, Received = 2, Lost = 0 (0% loss)     | 5 秒 |

  # en: A connection that doesn't open counts as lost
  ルール: 開かない接続は損失として数えられる

    # page: run-after-gateway-deleted
    # en: Connections that don't open are counted as lost
    # why en: A connection that isn't open after 5 seconds counts as lost, and the next one begins
    # why en: then, not after 1 second. A loss of everything means that nothing answers on that port
    # why en: by this way; look at routes and firewalls before you look at the server.
    # why ja: 5 秒以内に開かない接続は損失として数えられ、次の接続は 1 秒ごとではなくその後に始まり
    # why ja: ます。すべて損失になるのは、この経路ではそのポートに応答するものがないということです。
    # why ja: サーバーより先に、ルートとファイアウォールを確認してください。
    # facts: psping.timeout, psping.interval
    シナリオ: 開かない接続は損失として数えられる
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
    # why en: FastPath shortens the way in by what the gateway takes, 0.55 ms + 1.2 ms − 0.4 ms =
    # why en: 1.35 ms in this model, so the median of 200 connections drops by about as much; jitter
    # why en: and spikes are the same with and without. The latencies are fitted to one published
    # why en: measurement: compare paths with them, don't quote them.
    # why ja: FastPath では、行きの経路がゲートウェイの分だけ短くなります。本モデルでは 0.55 ミリ
    # why ja: 秒 + 1.2 ミリ秒 − 0.4 ミリ秒 = 1.35 ミリ秒で、200 回の計測の中央値もその程度下がりま
    # why ja: す。ばらつきは有無によらず同じです。レイテンシは公開された一つの計測に合わせたものなの
    # why ja: で、経路の比較に使い、数値そのものは引用しないでください。
    # facts: expressroute.latency.msee-gateway, expressroute.latency.gateway-vm, expressroute.latency.msee-vm, expressroute.path-in-fastpath
    シナリオ: FastPath の有効化前後の計測
      前提 ExpressRoute ゲートウェイの SKU は ErGw3AZ である
      もし FastPath が無効な状態で 10.100.10.2 が "psping -n 200 10.128.1.4:3389" を実行する
      かつ FastPath が有効な状態で 10.100.10.2 が "psping -n 200 10.128.1.4:3389" を実行する
      ならば どちらの計測も "Sent = 200, Received = 200, Lost = 0 (0% loss)" と報告する
      かつ レイテンシの中央値の低下幅は 1.2 ミリ秒以上 1.95 ミリ秒以下である
      かつ 10.100.10.2 から "vm" への経路は CE ルーター、MSEE ルーターである
      かつ "vm" から 10.100.10.2 への経路は MSEE ルーター、CE ルーターである
