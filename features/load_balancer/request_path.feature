# ja: Load Balancer は宛先を書き換えてフローをそのまま通す
# ja: Load Balancer は接続を終端しない。要求の宛先をバックエンド サーバー 1 台のアドレスに書き換えて
# ja: 転送するため、サーバーからはクライアント自身のアドレスが見える。戻りではサーバーのアドレスが
# ja: 再びフロントエンド IP になるため、クライアントから見えるのは自身が接続したアドレスである。
# why en: Load Balancer works on packets and not on requests: it changes one address on the way in,
# why en: and changes it back on the way out. So the server sees the real client, TLS and
# why en: certificates pass untouched, and a status code never comes from Load Balancer. Application
# why en: Gateway does the opposite in all three.
# why ja: Load Balancer が扱うのは要求ではなくパケットです。行きにアドレスを一つ書き換え、戻りに元へ
# why ja: 戻します。そのためサーバーからは本当のクライアントが見え、TLS も証明書もそのまま通り、
# why ja: Load Balancer が状態コードを返すことはありません。Application Gateway では、この三つがすべ
# why ja: て逆になります。
# facts: load-balancer.rewrites-request, load-balancer.rewrites-response, load-balancer.terminates-sessions
@inbound
Feature: Load Balancer rewrites the destination and passes the flow through

  Load Balancer doesn't end a connection. It rewrites the destination of a request
  to the address of one back-end server and forwards it; the server sees the client's
  own address. On the way back the server's address becomes the front-end IP again,
  so that the client sees the address it connected to.

  Background:
    Given a Standard public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the client 192.0.2.33

  # page: server-sees-client-address
  # ja: サーバーからはクライアント、クライアントからはフロントエンド IP が見える
  # why en: Only the destination of a request is rewritten, so the server sees 192.0.2.33 and can
  # why en: filter or log by it. On the way back the source becomes 203.0.113.10 again, the address
  # why en: that the client connected to. Firewalls on the server have to allow the clients, and the
  # why en: health probes.
  # why ja: 書き換えられるのは要求の宛先だけなので、サーバーからは 192.0.2.33 が見え、それで制限や記
  # why ja: 録ができます。戻りでは送信元が、クライアントが接続した 203.0.113.10 に戻ります。サーバー
  # why ja: のファイアウォールでは、クライアントのアドレスと正常性プローブを許可してください。
  # facts: load-balancer.rewrites-request, load-balancer.rewrites-response
  @starter
  Scenario: The server sees the client, the client sees the front-end IP
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.33   | 203.0.113.10 |
      | lb     | web1   | 192.0.2.33   | 10.0.0.4     |
      | web1   | lb     | 10.0.0.4     | 192.0.2.33   |
      | lb     | client | 203.0.113.10 | 192.0.2.33   |

  # page: https-same-legs
  # ja: HTTPS 要求も HTTP 要求と同じ区間を通る
  # why en: What is in the packets makes no difference to Load Balancer, so HTTPS on port 443 goes
  # why en: the same way. TLS is between client and server; the certificate has to be on the server,
  # why en: and Load Balancer can't look at paths or host names.
  # why ja: パケットの中身は Load Balancer に関係ないため、ポート 443 の HTTPS も同じ区間を通りま
  # why ja: す。TLS はクライアントとサーバーの間で行われるので、証明書はサーバーに置く必要があり、
  # why ja: Load Balancer がパスやホスト名を見ることはできません。
  # facts: load-balancer.rewrites-request, load-balancer.rewrites-response
  Scenario: An HTTPS request takes the same way as an HTTP request
    When 192.0.2.33 sends a request to 203.0.113.10:443
    Then the request and its response take these legs:
      | from   | to     | source       | destination  |
      | client | lb     | 192.0.2.33   | 203.0.113.10 |
      | lb     | web1   | 192.0.2.33   | 10.0.0.4     |
      | web1   | lb     | 10.0.0.4     | 192.0.2.33   |
      | lb     | client | 203.0.113.10 | 192.0.2.33   |

  # page: one-tcp-session
  # ja: クライアントとサーバーは一つの TCP セッションを共有する
  # why en: Load Balancer doesn't answer the client's SYN, the server does: there is one session,
  # why en: with the client at one end and the server at the other. So the resets and keepalives of
  # why en: either reach the other as they are.
  # why ja: クライアントの SYN に応答するのは Load Balancer ではなくサーバーで、両者の間に一つのセッ
  # why ja: ションがあるだけです。リセットもキープアライブも、そのまま相手に届きます。
  # facts: load-balancer.terminates-sessions
  Scenario: Client and server share one TCP session
    When 192.0.2.33 sends a request to 203.0.113.10:80
    Then the client and "web1" share one TCP session
