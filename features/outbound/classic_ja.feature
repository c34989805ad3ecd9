# language: ja
# en: Outbound connections of a classic deployment
# en: A virtual machine or a web or worker role reaches public addresses by one of three methods.
# en: Instances that share a public address are told apart by SNAT ports, whose number is limited.
@outbound @classic
機能: クラシック デプロイの送信接続

  仮想マシンまたは Web ロール・worker ロールは、三つの方法のいずれかでパブリック アドレスに
  到達する。パブリック アドレスを共有するインスタンスは SNAT ポートで区別され、その数には
  限りがある。

  # en: An instance-level public IP wins over the other methods
  ルール: インスタンス レベルのパブリック IP がほかの方法に優先する

    背景:
      前提 次の仮想マシンからなるクラシック デプロイがある:
        | 名前 | プライベート IP | インスタンス レベルのパブリック IP |
        | vm1  | 10.0.0.4        | 203.0.113.50                       |
        | vm2  | 10.0.0.5        |                                    |
      かつ "vm1" と "vm2" の前段に負荷分散エンドポイント 203.0.113.10:80 がある
      かつ インターネット上のサーバー 198.51.100.7 がある

    # page: instance-level-ip-one-to-one
    # en: The address is translated one to one and the port is kept
    シナリオ: アドレスは 1 対 1 で変換され、ポートは変わらない
      もし "vm1" がポート 50000 から 198.51.100.7:443 へ TCP 接続を開く
      ならば 198.51.100.7 から見た接続の送信元は 203.0.113.50:50000 である
      かつ "vm1" が使用中の SNAT ポートは 0 個である

    # page: load-balanced-endpoint-is-source
    # en: Without one, the load-balanced endpoint is the source
    シナリオ: それがなければ負荷分散エンドポイントが送信元になる
      もし "vm2" が 198.51.100.7:443 へ TCP 接続を開く
      ならば 198.51.100.7 から見た接続の送信元アドレスは 203.0.113.10 である
      かつ "vm2" が使用中の TCP SNAT ポートは 1 個である

    # page: icmp-and-esp
    # en: What becomes of <プロトコル> sent from <vm>
    シナリオアウトライン: <vm> から送った <プロトコル> の行方
      もし "<vm>" が 198.51.100.7 へ <プロトコル> を送る
      ならば <結果>

      例:
        | vm  | プロトコル | 結果                                                                        |
        | vm1 | ICMP       | トラフィックは宛先に届く                                                    |
        | vm1 | ESP        | トラフィックは宛先に届く                                                    |
        | vm2 | ICMP       | ポート マスカレードは TCP と UDP しか扱わないため、トラフィックは破棄される |
        | vm2 | ESP        | ポート マスカレードは TCP と UDP しか扱わないため、トラフィックは破棄される |

  # en: A web or worker role has two methods
  ルール: Web ロールと worker ロールで使える方法は二つである

    # page: role-instance-level-ip-refused
    # en: An instance-level public IP can't be assigned
    シナリオ: インスタンス レベルのパブリック IP は割り当てられない
      前提 worker ロールのインスタンス 2 台を持つクラシック デプロイがある
      もし インスタンス 1 にインスタンス レベルのパブリック IP 203.0.113.50 を割り当てる
      ならば Web ロールと worker ロールにはインスタンス レベルのパブリック IP を割り当てられないため、要求は拒否される

    # page: shared-fallback-address
    # en: Without an endpoint, the whole deployment shares an address that Azure picks
    シナリオ: エンドポイントがなければ、Azure が選ぶアドレスをデプロイ全体で共有する
      前提 Web ロールのインスタンス 2 台を持つクラシック デプロイがある
      もし インスタンス 1 とインスタンス 2 がそれぞれ 198.51.100.7:443 へ TCP 接続を開く
      ならば どちらの接続も送信元は同じパブリック IP アドレスである
      かつ デプロイのアドレスのうちパブリック IP のクォータに数えられるのは 0 個である

  # en: SNAT ports are counted per destination, and new connections fail once they are used up
  ルール: SNAT ポートは宛先ごとに数えられ、使い切ると新しい接続は失敗する

    背景:
      前提 負荷分散エンドポイント 203.0.113.10:80 の背後にインスタンス 1 台を持つクラシック デプロイがある

    # page: one-port-per-flow
    # en: Connections to one destination take one port each
    シナリオ: 同じ宛先への接続は 1 本ごとにポートを 1 個使う
      もし "vm1" が 198.51.100.7:443 へ TCP 接続を 1,025 本開く
      ならば 1,024 本の接続が成功する
      かつ 1 本の接続が SNAT ポートの枯渇により失敗する

    # page: ports-shared-by-destinations
    # en: Connections to different destinations can share ports
    シナリオ: 宛先が異なればポートを共有できる
      もし "vm1" が次の宛先のそれぞれへ TCP 接続を 1,024 本ずつ開く:
        | 宛先              |
        | 198.51.100.7:443  |
        | 198.51.100.7:8443 |
        | 198.51.100.8:443  |
      ならば 3,072 本の接続がすべて成功する
      かつ "vm1" が使用中の TCP SNAT ポートは 1,024 個である

    # page: port-hold-after-close
    # en: The port is held for a while after <終わり方>
    シナリオアウトライン: <終わり方> の後もポートはしばらく保持される
      前提 "vm1" は 198.51.100.7:443 宛ての TCP SNAT ポートを使い切っている
      もし <終わり方> により接続のうち 1 本が終了する
      かつ <保持>経過する
      ならば その SNAT ポートはまだ保持されている
      もし 1 秒経過する
      ならば その SNAT ポートは解放されている

      例:
        | 終わり方       | 保持   |
        | 双方からの FIN | 239 秒 |
        | RST            | 14 秒  |

    # page: keepalive-defers-idle-timeout
    # en: Keepalives put off the idle timeout
    シナリオ: キープアライブはアイドル タイムアウトを延ばす
      もし "vm1" が 198.51.100.7:443 へ TCP 接続を開く
      かつ "vm1" が 1 時間にわたりその接続で 2 分ごとにキープアライブを送る
      ならば その接続は開いたままである

    # page: idle-timeout-fixed
    # en: The idle timeout can't be changed
    シナリオ: アイドル タイムアウトは変更できない
      もし 送信アイドル タイムアウトを 10 分に設定する
      ならば 送信アイドル タイムアウトは 4 分に固定されているため、要求は拒否される

  # en: Growing into the next tier takes half of the ports away
  ルール: 次のレベルに増やすとポートの半分が回収される

    # page: reclaimed-ports-time-out
    # en: The connections on the reclaimed ports time out
    シナリオ: 回収されたポートの接続はタイムアウトする
      前提 負荷分散エンドポイント 203.0.113.10:80 の背後にインスタンス 50 台を持つクラシック デプロイがある
      かつ "vm1" は 198.51.100.7:443 宛ての TCP SNAT ポートを使い切っている
      もし デプロイのインスタンスが 51 台に増える
      ならば 各インスタンスには TCP SNAT ポートが 512 個事前に割り当てられている
      かつ "vm1" の接続のうち 512 本がタイムアウトしている
      かつ "vm1" の接続のうち 512 本は開いたままである

    # page: redeployment-reports-more-instances
    # en: During a redeployment more instances are reported than there are
    シナリオ: 再デプロイ中はインスタンスが実際より多く報告される
      前提 負荷分散エンドポイント 203.0.113.10:80 の背後にインスタンス 34 台を持つクラシック デプロイがある
      もし 再デプロイが始まり、インスタンス数が実際の 1.5 倍として報告される
      ならば 各インスタンスには TCP SNAT ポートが 512 個事前に割り当てられている
      もし 再デプロイが終わる
      ならば 各インスタンスには TCP SNAT ポートが 1,024 個事前に割り当てられている

  # en: A new connection for every request exhausts the ports, a connection pool doesn't
  ルール: 要求ごとに接続を開くとポートが枯渇し、接続プールなら枯渇しない

    背景:
      前提 負荷分散エンドポイント 203.0.113.10:80 の背後にインスタンス 1 台を持つクラシック デプロイがある

    # page: connection-per-request
    # en: A new connection for every request
    シナリオ: 要求ごとに新しい接続を開く
      もし "vm1" が 10 分にわたり 198.51.100.7:443 へ毎秒 5 件の要求を送り、要求ごとに新しい接続を開いて 双方からの FIN で閉じる
      ならば 最初に失敗する要求は最初の要求の 204.8 秒後に送られる
      かつ 350 件以上 360 件以下の要求が SNAT ポートの枯渇により失敗する

    # page: connection-pool
    # en: A connection pool
    シナリオ: 接続プールを使う
      もし "vm1" が 10 分にわたり接続 20 本の接続プールで 198.51.100.7:443 へ毎秒 50 件の要求を送る
      ならば 30,000 件の要求がすべて成功する
      かつ "vm1" が使用中の TCP SNAT ポートは 20 個である

    # page: nslookup-shows-public-ip
    # en: nslookup shows the public IP in use
    シナリオ: 使用中のパブリック IP は nslookup で調べられる
      もし "vm1" が "nslookup myip.opendns.com resolver1.opendns.com" を実行する
      ならば DNS 応答は 203.0.113.10 である
