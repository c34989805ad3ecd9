# ja: クライアント証明書がサーバーに届くのは、途中で TLS が終端されない場合だけである
# ja: クライアントを証明書で認証するサーバーは、Load Balancer の背後では動作するが、
# ja: それを Application Gateway に置き換えると動作しなくなる。証明書に問題はない。ゲートウェイが
# ja: クライアントの TLS セッションを終端して自身の TLS セッションを開くため、証明書は前者に残る。
# ja: 証明書が失われる原因は、TCP セッションが二つになることではない。二つ目の TCP セッションを
# ja: 開いても、TLS のバイト列を読まずに通すプロキシなら、証明書はサーバーに渡る。
# why en: A certificate is shown together with a proof that its key is at hand, and the proof holds
# why en: only in the TLS session in which it is given. So whoever ends TLS is the one who can check
# why en: it. Let a v2 gateway check certificates itself (mutual authentication) and pass on in a
# why en: header what it found, or use Load Balancer, which ends nothing.
# why ja: 証明書を示す側は、その秘密鍵を持っていることも証明します。この証明は、それを行った TLS
# why ja: セッションの中でだけ有効です。したがって、証明書を検証できるのは TLS を終端する側だけで
# why ja: す。v2 のゲートウェイ自身に証明書を検証させ (相互認証)、結果をヘッダーで渡すか、何も終端し
# why ja: ない Load Balancer を使ってください。
# facts: load-balancer.terminates-sessions, application-gateway.terminates-tls, tcp-proxy.terminates-tls
@tls
Feature: A client certificate reaches the server only where TLS isn't ended on the way

  A server that authenticates clients by certificate works behind Load Balancer, and
  stops working when Application Gateway takes its place. Nothing is wrong with the
  certificate. The gateway ends the client's TLS session and opens one of its own, and
  the certificate stays behind in the first. It isn't the second TCP session that
  loses the certificate: a proxy that opens a second TCP session, but lets the bytes
  of TLS through unread, hands the certificate on.

  # ja: Load Balancer の背後には証明書が届く
  Rule: Behind Load Balancer the certificate arrives

    Background:
      Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
        | name | private IP |
        | web1 | 10.0.0.4   |
      And "web1" asks clients for a certificate
      And the client 192.0.2.33

    # page: certificate-accepted-by-server
    # ja: Load Balancer の背後のサーバーは、クライアント証明書を受け入れる
    # why en: Load Balancer rewrites addresses and leaves the bytes of TLS alone, so client and
    # why en: server share the session in which the certificate is shown. Nothing has to be
    # why en: configured for it.
    # why ja: Load Balancer はアドレスを書き換えるだけで TLS のバイト列には触れないため、証明書を示
    # why ja: すセッションはクライアントとサーバーの間にあります。特別な設定は必要ありません。
    # facts: load-balancer.terminates-sessions
    Scenario: Behind Load Balancer, the server accepts a client certificate
      When 192.0.2.33 sends an HTTPS request with the client certificate "CN=alice" to 203.0.113.10:443
      Then "web1" accepts the client certificate "CN=alice"
      And the client and "web1" share one TCP session

    # page: no-certificate-is-rejected
    # ja: Load Balancer の背後でも、証明書のないクライアントは拒否される
    # why en: The server decides, as if nothing stood in between: without a certificate it refuses.
    # why en: If this happens behind a proxy to clients that do have one, the proxy has ended TLS.
    # why ja: 判断するのはサーバーで、間に何もない場合と同じです。証明書がなければ拒否されます。証明
    # why ja: 書を持つクライアントがプロキシの背後で拒否される場合は、プロキシが TLS を終端していま
    # why ja: す。
    # facts: load-balancer.terminates-sessions
    Scenario: Behind Load Balancer, a client without certificate is rejected
      When 192.0.2.33 sends a request to 203.0.113.10:443
      Then "web1" rejects the request because it received no client certificate

  # ja: Application Gateway では、証明書はゲートウェイにとどまる
  Rule: Behind Application Gateway the certificate stays at the gateway

    Background:
      Given an application gateway "appgw" with front-end IP 203.0.113.20 and instances:
        | name    | private IP |
        | appgw-0 | 10.0.1.4   |
        | appgw-1 | 10.0.1.5   |
      And healthy back-end servers of "appgw":
        | name | private IP |
        | web1 | 10.0.2.4   |
      And "web1" asks clients for a certificate
      And the client 192.0.2.33

    # page: certificate-lost-at-gateway
    # ja: Application Gateway の背後には、クライアント証明書が届かない
    # why en: TLS ends at the gateway, also where it is spoken on both sides, and the gateway can't
    # why en: show a certificate whose key it doesn't have. So the server sees a client without one.
    # why en: A v2 gateway can check the certificate itself (mutual authentication) and pass on its
    # why en: contents in a header.
    # why ja: 両側が TLS でも、TLS はゲートウェイで終端されます。ゲートウェイは、秘密鍵を持たないク
    # why ja: ライアントの証明書を示せないため、サーバーには証明書のないクライアントに見えます。
    # why ja: v2 のゲートウェイなら、自ら証明書を検証し (相互認証)、その内容をヘッダーで渡せます。
    # facts: application-gateway.terminates-tls, application-gateway.terminates-sessions
    Scenario: Behind Application Gateway, no client certificate gets through
      When 192.0.2.33 sends an HTTPS request with the client certificate "CN=alice" to 203.0.113.20:443
      Then "web1" rejects the request because it received no client certificate
      And the request uses 2 separate TCP sessions

  # ja: TCP プロキシの背後には、TCP セッションが二つでも証明書が届く
  Rule: Behind a TCP proxy the certificate arrives, although there are two TCP sessions

    Background:
      Given a TCP proxy "proxy" at 203.0.113.30 with healthy back-end servers:
        | name | private IP |
        | web1 | 10.0.3.4   |
      And "web1" asks clients for a certificate
      And the client 192.0.2.33

    # page: two-sessions-keep-certificate
    # ja: TCP プロキシなら、TCP セッションが二つでも証明書が届く
    # why en: A TCP proxy opens a second TCP session and copies the bytes of TLS unread, so TLS
    # why en: still runs from the client to the server. It isn't the number of TCP sessions that
    # why en: loses a certificate, but where TLS ends. This was measured with common proxies, not on
    # why en: Azure.
    # why ja: TCP プロキシは二つ目の TCP セッションを開きますが、TLS のバイト列は読まずにそのまま渡
    # why ja: すため、TLS はクライアントからサーバーまで一続きのままです。証明書が届くかどうかは、
    # why ja: TCP セッションの数ではなく TLS の終端の場所で決まります。これは Azure ではなく、一般の
    # why ja: プロキシで測定した結果です。
    # facts: tcp-proxy.terminates-tls, tcp-proxy.terminates-sessions
    Scenario: A TCP proxy keeps the certificate in spite of two TCP sessions
      When 192.0.2.33 sends an HTTPS request with the client certificate "CN=alice" to 203.0.113.30:443
      Then "web1" accepts the client certificate "CN=alice"
      And the request uses 2 separate TCP sessions

    # page: server-sees-proxy-address
    # ja: TCP プロキシの背後では、サーバーから見た送信元はプロキシのアドレスである
    # why en: The second session begins at the proxy, so its source is 203.0.113.30 and not the
    # why en: client: what is passed on is the content, not the address. A proxy that doesn't read
    # why en: TLS can't add a header either; let it use the PROXY protocol, or let the server go by
    # why en: the certificate.
    # why ja: 二つ目のセッションはプロキシから始まるため、送信元はクライアントではな
    # why ja: く 203.0.113.30 です。渡されるのは中身であり、アドレスではありません。TLS を読まないプ
    # why ja: ロキシはヘッダーも追加できないので、クライアントを区別するには、PROXY プロトコルを使う
    # why ja: か、証明書で判断します。
    # facts: tcp-proxy.terminates-sessions
    Scenario: Behind a TCP proxy, the server sees the proxy's address
      When 192.0.2.33 sends a request to 203.0.113.30:443
      Then "web1" rejects the request because it received no client certificate
      When 192.0.2.33 sends a request to 203.0.113.30:80
      Then the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | proxy  | 192.0.2.33   | 203.0.113.30 |
        | proxy  | web1   | 203.0.113.30 | 10.0.3.4     |
        | web1   | proxy  | 10.0.3.4     | 203.0.113.30 |
        | proxy  | client | 203.0.113.30 | 192.0.2.33   |
