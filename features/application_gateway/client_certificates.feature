# ja: クライアント証明書がサーバーに届くのは、途中で TLS が終端されない場合だけである
# ja: クライアントを証明書で認証するサーバーは、Load Balancer の背後では動作するが、
# ja: それを Application Gateway に置き換えると動作しなくなる。証明書に問題はない。ゲートウェイが
# ja: クライアントの TLS セッションを終端して自身の TLS セッションを開くため、証明書は前者に残る。
# ja: 証明書が失われる原因は、TCP セッションが二つになることではない。二つ目の TCP セッションを
# ja: 開いても、TLS のバイト列を読まずに通すプロキシなら、証明書はサーバーに渡る。
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
    # ja: サーバーはクライアント証明書を受け入れる
    Scenario: The server accepts the client's certificate
      When 192.0.2.33 sends an HTTPS request with the client certificate "CN=alice" to 203.0.113.10:443
      Then "web1" accepts the client certificate "CN=alice"
      And the client and "web1" share one TCP session

    # page: no-certificate-is-rejected
    # ja: 証明書を持たないクライアントは、ほかの構成と同じく拒否される
    Scenario: A client without a certificate is rejected, as anywhere
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
    # ja: クライアントが証明書を持っていても、サーバーは要求を拒否する
    Scenario: The server rejects the request, although the client has a certificate
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
    # ja: TCP セッションが二つでも、サーバーは証明書を受け入れる
    Scenario: Two TCP sessions, and still the server accepts the certificate
      When 192.0.2.33 sends an HTTPS request with the client certificate "CN=alice" to 203.0.113.30:443
      Then "web1" accepts the client certificate "CN=alice"
      And the request uses 2 separate TCP sessions

    # page: server-sees-proxy-address
    # ja: サーバーから見た送信元はプロキシのアドレスである
    Scenario: The server sees the proxy's address
      When 192.0.2.33 sends a request to 203.0.113.30:443
      Then "web1" rejects the request because it received no client certificate
      When 192.0.2.33 sends a request to 203.0.113.30:80
      Then the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | proxy  | 192.0.2.33   | 203.0.113.30 |
        | proxy  | web1   | 203.0.113.30 | 10.0.3.4     |
        | web1   | proxy  | 10.0.3.4     | 203.0.113.30 |
        | proxy  | client | 203.0.113.30 | 192.0.2.33   |
