# ja: Application Gateway はクライアントのセッションを終端し、別のセッションを開く
# ja: Application Gateway はリバース プロキシである。クライアントのセッションは、ゲートウェイの
# ja: フロントエンド IP で終端される。要求を処理するインスタンスは、自身の
# ja: プライベート IP アドレスからバックエンド サーバーへ別のセッションを開く。ネットワーク層では、
# ja: サーバーからクライアントのアドレスは見えない。
# why en: To choose a server by path or host name, a gateway has to read the request, and to read it
# why en: under TLS it has to be the one who answers. What the server loses by that is the client's
# why en: address. It finds address and port in the header X-Forwarded-For; its own firewall has to
# why en: allow the gateway's subnet.
# why ja: パスやホスト名で振り分けるには要求を読む必要があり、TLS で暗号化された要求を読むには、
# why ja: ゲートウェイ自身が TLS を終端するしかありません。その代わり、サーバーからはクライアントの
# why ja: アドレスが見えなくなります。アドレスとポートは X-Forwarded-For ヘッダーで渡されます。
# why ja: サーバーではゲートウェイのサブネットを許可してください。
# facts: application-gateway.terminates-sessions, application-gateway.server-side-source
@inbound
Feature: Application Gateway ends the client's session and opens its own

  Application Gateway is a reverse proxy. The client's session ends at the gateway's
  front-end IP. The instance that handles the request opens another session to a
  back-end server, from its own private address. At the network layer the server
  never sees the client's address.

  Background:
    Given an application gateway "appgw" with front-end IP 203.0.113.20 and instances:
      | name    | private IP |
      | appgw-0 | 10.0.1.4   |
      | appgw-1 | 10.0.1.5   |
    And the client 192.0.2.33

  # ja: サーバーから見た送信元は要求を処理するインスタンスである
  Rule: The server sees the instance that handles the request

    Background:
      Given healthy back-end servers of "appgw":
        | name | private IP |
        | web1 | 10.0.2.4   |

    # page: source-is-instance
    # ja: サーバーから見えるのはインスタンスのプライベート IP アドレスである
    # why en: The session to the server begins at appgw-1, so its source is 10.0.1.5; the client
    # why en: only ever sees 203.0.113.20. Filters and logs on the server that go by address see the
    # why en: gateway, so read X-Forwarded-For for the client. A server that the gateway reaches at
    # why en: a public address sees the public front-end IP instead.
    # why ja: サーバーへのセッションは appgw-1 から始まるため、送信元は 10.0.1.5 です。クライアント
    # why ja: から見えるのは 203.0.113.20 だけです。サーバーでアドレスによる制限や記録を行うとゲート
    # why ja: ウェイのアドレスになるため、クライアントは X-Forwarded-For で確認してください。なお、
    # why ja: パブリック アドレスのサーバーからは、パブリックなフロントエンド IP が見えます。
    # facts: application-gateway.server-side-source, application-gateway.client-side-source
    Scenario: The server sees the private address of the gateway's instance
      When 192.0.2.33 sends a request to 203.0.113.20:80 that is handled by "appgw-1"
      Then the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | appgw  | 192.0.2.33   | 203.0.113.20 |
        | appgw  | web1   | 10.0.1.5     | 10.0.2.4     |
        | web1   | appgw  | 10.0.2.4     | 10.0.1.5     |
        | appgw  | client | 203.0.113.20 | 192.0.2.33   |

    # page: another-instance-another-source
    # ja: 別のインスタンスが処理すると、送信元も変わる
    # why en: Every instance talks to the servers from its own address, here 10.0.1.4, and which one
    # why en: handles a request isn't yours to choose. Allow the whole subnet of the gateway, or
    # why en: requests fail now and then, and more often after it has scaled out.
    # why ja: インスタンスはそれぞれ自身のアドレス、ここでは 10.0.1.4 からサーバーと通信し、どれが処
    # why ja: 理するかは選べません。ゲートウェイのサブネット全体を許可しないと要求がときどき失敗し、
    # why ja: スケールアウトした後はさらに増えます。
    # facts: application-gateway.server-side-source
    Scenario: A request through another instance comes from another address
      When 192.0.2.33 sends a request to 203.0.113.20:80 that is handled by "appgw-0"
      Then the request and its response take these legs:
        | from   | to     | source       | destination  |
        | client | appgw  | 192.0.2.33   | 203.0.113.20 |
        | appgw  | web1   | 10.0.1.4     | 10.0.2.4     |
        | web1   | appgw  | 10.0.2.4     | 10.0.1.4     |
        | appgw  | client | 203.0.113.20 | 192.0.2.33   |

    # page: two-tcp-sessions
    # ja: 1 件の要求に 2 本の TCP セッションが使われる
    # why en: One session runs from the client to the gateway, the other from the gateway to the
    # why en: server, 2 in all. Each has time-outs and keepalives of its own, so a connection that
    # why en: the client keeps open says nothing about the one to the server. Azure may use one of
    # why en: its sessions to a server for many requests, which isn't modelled.
    # why ja: クライアントからゲートウェイまでと、ゲートウェイからサーバーまでで、合わせて 2 本で
    # why ja: す。タイムアウトやキープアライブはそれぞれ別なので、クライアント側の接続が開いていて
    # why ja: も、サーバー側の接続が開いているとは限りません。実際の Azure では、サーバー側の 1 本が
    # why ja: 多くの要求に使い回されることがありますが、本モデルでは扱っていません。
    # facts: application-gateway.terminates-sessions
    @starter
    Scenario: One request uses two TCP sessions
      When 192.0.2.33 sends a request to 203.0.113.20:80
      Then the request uses 2 separate TCP sessions

    # page: tls-two-tcp-sessions
    # ja: 両側が TLS でも、TCP セッションは 2 本である
    # why en: End-to-end TLS means that both halves are encrypted, not that TLS reaches from end to
    # why en: end: the gateway ends the client's TLS and begins another to the server, over 2 TCP
    # why en: sessions. The gateway needs a certificate as well as the server.
    # why ja: エンド ツー エンド TLS とは両側が暗号化されるということで、TLS が端から端まで一続きに
    # why ja: なるわけではありません。ゲートウェイはクライアントの TLS を終端し、サーバーとの間で別
    # why ja: の TLS を始めるため、TCP セッションは 2 本です。証明書はサーバーだけでなくゲートウェイ
    # why ja: にも必要です。
    # facts: application-gateway.terminates-sessions, application-gateway.terminates-tls
    Scenario: TLS on both sides still means two TCP sessions
      When 192.0.2.33 sends a request to 203.0.113.20:443
      Then the request uses 2 separate TCP sessions

    # page: instances-in-turn
    # ja: 本モデルでは、ゲートウェイのインスタンスが順番に要求を処理する
    # why en: Which instance handles a request isn't documented; the model lets them take turns, so
    # why en: that both addresses are seen at the server. On Azure expect any of them, and write no
    # why en: rule that depends on the order.
    # why ja: どのインスタンスが要求を処理するかは、文書に記載がありません。本モデルでは順番に処理す
    # why ja: ることとし、サーバーには両方のアドレスから届きます。実際の Azure ではどれが処理するか
    # why ja: 分からないため、順序に依存する設定はしないでください。
    # facts: application-gateway.instance-choice, application-gateway.server-side-source
    Scenario: The gateway's instances handle requests in turn in this model
      When 192.0.2.33 sends 8 requests to 203.0.113.20:80
      Then "web1" receives 8 requests
      And "web1" receives requests from 10.0.1.4 and 10.0.1.5 in turn

  # ja: 要求は正常なサーバーに順番に送られる
  Rule: The healthy servers get the requests in turn

    # page: servers-in-turn
    # ja: 6 件の要求は、正常な 2 台のサーバーに均等に送られる
    # why en: The gateway goes through the healthy servers in turn, request by request: 6 ÷ 2 = 3
    # why en: each. That its two instances share one turn is the model's choice; on Azure expect
    # why en: about as many, not exactly. Cookie-based affinity changes this and isn't modelled.
    # why ja: ゲートウェイは正常なサーバーに要求を 1 件ずつ順番に送るため、6 ÷ 2 = 3 件ずつになりま
    # why ja: す。2 台のインスタンスが一つの順番を共有するのは本モデルの仮定で、実際の Azure では
    # why ja: ちょうど同数とは限りません。Cookie によるアフィニティを使うと変わりますが、本モデルで
    # why ja: は扱っていません。
    # facts: application-gateway.server-choice, application-gateway.instance-choice
    Scenario: Two healthy servers share six requests equally
      Given healthy back-end servers of "appgw":
        | name | private IP |
        | web1 | 10.0.2.4   |
        | web2 | 10.0.2.5   |
      When 192.0.2.33 sends 6 requests to 203.0.113.20:80
      Then "web1" receives 3 requests
      And "web2" receives 3 requests
