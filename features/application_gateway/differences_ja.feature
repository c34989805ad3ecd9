# language: ja
# en: How traffic differs between Load Balancer and Application Gateway
# en: Load Balancer only rewrites the destination and forwards the traffic; it doesn't end the
# en: session. Application Gateway is a reverse proxy, with one session to the client and another
# en: to the server. Every difference follows from this: whether a client certificate reaches the
# en: server, which source the server sees, and where probes come from.
@inbound
機能: Load Balancer と Application Gateway の通信の違い

  Load Balancer は宛先を書き換えて通信を転送するだけで、セッションを終端しない。
  Application Gateway はリバース プロキシであり、クライアントとの間とサーバーとの間で別々の
  セッションを使う。クライアント証明書がサーバーに届くかどうか、サーバーから見た送信元、
  プローブの送信元の違いは、いずれもここから生じる。

  # en: Load Balancer translates the destination of traffic
  ルール: Load Balancer を経由する通信は宛先 NAT される

    背景:
      前提 フロントエンド IP が 203.0.113.10 のパブリック ロード バランサー "lb" があり、正常なバックエンド サーバーは次のとおり:
        | 名前 | プライベート IP |
        | web1 | 10.0.0.4        |
      かつ クライアント 192.0.2.33 がある

    # page: destination-rewritten-source-rewritten-back
    # en: The destination is rewritten on the way there, the source on the way back
    シナリオ: 行きは宛先が、戻りは送信元が書き換えられる
      もし 192.0.2.33 が 203.0.113.10:80 に要求を送る
      ならば 要求とその応答は次の区間を順に通る:
        | から         | へ           | 送信元       | 宛先         |
        | クライアント | lb           | 192.0.2.33   | 203.0.113.10 |
        | lb           | web1         | 192.0.2.33   | 10.0.0.4     |
        | web1         | lb           | 10.0.0.4     | 192.0.2.33   |
        | lb           | クライアント | 203.0.113.10 | 192.0.2.33   |
      かつ クライアントと "web1" は一つの TCP セッションを共有する

    # page: certificate-reaches-server
    # en: The client certificate reaches the server
    シナリオ: クライアント証明書はサーバーまで届く
      前提 "web1" はクライアント証明書を要求する
      もし クライアント証明書 "CN=alice" を持つ 192.0.2.33 が 203.0.113.10:443 に HTTPS 要求を送る
      ならば "web1" はクライアント証明書 "CN=alice" を受け入れる

    # page: probes-from-168-63-129-16
    # en: Probes come from 168.63.129.16
    シナリオ: プローブの送信元は 168.63.129.16 である
      もし 正常性プローブが 1 分続く
      ならば "web1" へのプローブの送信元は 168.63.129.16 だけである
      かつ "web1" はプローブの送り手ごとに 15 秒間隔でプローブを受ける

    # page: source-ports-reach-different-servers
    # en: Flows from different source ports can reach different servers
    シナリオ: 送信元ポートが違えば別のサーバーに届くことがある
      前提 フロントエンド IP が 203.0.113.12 のパブリック ロード バランサー "lb2" があり、正常なバックエンド サーバーは次のとおり:
        | 名前 | プライベート IP |
        | web2 | 10.0.0.5        |
        | web3 | 10.0.0.6        |
      もし 送信元ポートだけが異なるフローの組が 64 組 "lb2" に届く
      ならば 送信元ポートだけが異なるフローの一部は別々のサーバーに届く

  # en: Application Gateway opens another session
  ルール: Application Gateway は別のセッションを作成する

    背景:
      前提 フロントエンド IP が 203.0.113.20 の Application Gateway "appgw" があり、インスタンスは次のとおり:
        | 名前    | プライベート IP |
        | appgw-0 | 10.0.1.4        |
        | appgw-1 | 10.0.1.5        |
      かつ "appgw" の正常なバックエンド サーバーは次のとおり:
        | 名前 | プライベート IP |
        | web1 | 10.0.2.4        |
      かつ クライアント 192.0.2.33 がある

    # page: server-sees-instance-address
    # en: The server sees the IP of the instance that talks to it
    シナリオ: サーバーから見た送信元は通信するインスタンスの IP である
      もし 192.0.2.33 が 203.0.113.20:80 に要求を送り、インスタンス "appgw-1" が処理する
      ならば 要求とその応答は次の区間を順に通る:
        | から         | へ           | 送信元       | 宛先         |
        | クライアント | appgw        | 192.0.2.33   | 203.0.113.20 |
        | appgw        | web1         | 10.0.1.5     | 10.0.2.4     |
        | web1         | appgw        | 10.0.2.4     | 10.0.1.5     |
        | appgw        | クライアント | 203.0.113.20 | 192.0.2.33   |
      かつ この要求には別々の TCP セッションが 2 本使われる

    # page: certificate-doesnt-reach-server
    # en: The client certificate doesn't reach the server
    シナリオ: クライアント証明書はサーバーに届かない
      前提 "web1" はクライアント証明書を要求する
      もし クライアント証明書 "CN=alice" を持つ 192.0.2.33 が 203.0.113.20:443 に HTTPS 要求を送る
      ならば "web1" はクライアント証明書が届かないため要求を拒否する

    # page: servers-in-turn
    # en: The healthy servers get the requests in turn
    シナリオ: 要求は正常なサーバーに順番に送られる
      前提 "appgw" の正常なバックエンド サーバーは次のとおり:
        | 名前 | プライベート IP |
        | web2 | 10.0.2.5        |
      もし 192.0.2.33 が 203.0.113.20:80 に要求を 6 件送る
      ならば "web1" に届く要求は 3 件である
      かつ "web2" に届く要求は 3 件である

    # page: instances-in-turn
    # en: The instances take turns where the scenario names none
    シナリオ: シナリオが指定しなければインスタンスは順番に処理する
      もし 192.0.2.33 が 203.0.113.20:80 に要求を 8 件送る
      ならば "web1" に届く要求の送信元は順番に 10.0.1.4 と 10.0.1.5 である

    # page: each-instance-probes
    # en: Every instance sends probes of its own
    シナリオ: プローブはそれぞれのインスタンスから送られる
      もし 正常性プローブが 1 分続く
      ならば "web1" へのプローブの送信元は 10.0.1.4 と 10.0.1.5 だけである
      かつ "web1" はプローブの送り手ごとに 30 秒間隔でプローブを受ける

  # en: A TCP proxy that doesn't end TLS hands the certificate on, even over two sessions
  ルール: TLS を終端しない TCP プロキシでは、セッションが二つでも証明書が届く

    # page: end-of-tls-loses-certificate
    # en: What loses the certificate is the end of TLS, not the number of TCP sessions
    シナリオ: 証明書が届かない原因は TCP セッションの数ではなく TLS の終端である
      前提 アドレスが 203.0.113.30 の TCP プロキシ "proxy" があり、正常なバックエンド サーバーは次のとおり:
        | 名前 | プライベート IP |
        | web1 | 10.0.3.4        |
      かつ "web1" はクライアント証明書を要求する
      かつ クライアント 192.0.2.33 がある
      もし クライアント証明書 "CN=alice" を持つ 192.0.2.33 が 203.0.113.30:443 に HTTPS 要求を送る
      ならば "web1" はクライアント証明書 "CN=alice" を受け入れる
      かつ この要求には別々の TCP セッションが 2 本使われる
