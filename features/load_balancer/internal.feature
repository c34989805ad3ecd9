# ja: 内部ロード バランサーは仮想ネットワークの中で動作する
# ja: フロントエンド IP は仮想ネットワークのプライベート アドレスであり、同じネットワークのクライアントと
# ja: マシンから到達できる。書き換えはパブリック ロード バランサーと同じだが、サーバーからインターネットへの
# ja: 出口にはならない。
# why en: An internal load balancer is for what comes in. It translates nothing that servers open
# why en: themselves, so a machine behind it needs another way to the internet: a NAT gateway, a public
# why en: load balancer or a public IP.
# why ja: 内部ロード バランサーが扱うのは受信だけです。サーバーが自分から開く接続は変換されないため、その
# why ja: 背後のマシンには NAT ゲートウェイ、パブリック ロード バランサー、パブリック IP など、インターネッ
# why ja: トへの別の出口が必要です。
# facts: load-balancer.rewrites-request, load-balancer.internal.outbound
@inbound
Feature: An internal load balancer works within the virtual network

  The front-end IP is a private address of the virtual network, which clients and
  machines there reach. Addresses are rewritten as by a public load balancer, but the
  servers don't reach the internet through it.

  # page: answers-come-from-front-end
  # ja: 応答の送信元はフロントエンド IP に戻る
  # why en: The server sees the client's own address although both are in one network, and its answer
  # why en: still comes back from 10.0.0.100: the address is changed back on the way out, not by a device
  # why en: that the packets have to find.
  # why ja: 同じネットワークの中でも、サーバーからはクライアント自身のアドレスが見え、応答の送信元は
  # why ja: 10.0.0.100 に戻ります。途中の機器を通るからではなく、送り出す際に書き換えられるからです。
  # facts: load-balancer.rewrites-request, load-balancer.rewrites-response
  Scenario: Answers come back from the front-end IP
    Given an internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the client 10.0.0.50
    When 10.0.0.50 sends a request to 10.0.0.100:80
    Then the request and its response take these legs:
      | from   | to     | source     | destination |
      | client | ilb    | 10.0.0.50  | 10.0.0.100  |
      | ilb    | web1   | 10.0.0.50  | 10.0.0.4    |
      | web1   | ilb    | 10.0.0.4   | 10.0.0.50   |
      | ilb    | client | 10.0.0.100 | 10.0.0.50   |

  # page: floating-ip-legs
  # ja: フローティング IP では、サーバーにもフロントエンド IP 宛てで届く
  # why en: The destination stays 10.0.0.100 as far as the server, which has it on a loopback interface and answers
  # why en: from it; nothing is left to be changed back. The client sees the same four legs from its side with and
  # why en: without floating IP, and its own address is at the server in both. A failover cluster's listener is
  # why en: built like that.
  # why ja: 宛先はサーバーまで 10.0.0.100 のままです。サーバーはこのアドレスをループバック インターフェイスに持ち、
  # why ja: そこから応答するため、戻りで書き換えるものはありません。クライアントから見た通信はフローティング IP の有無で
  # why ja: 変わらず、サーバーにはどちらでもクライアント自身のアドレスが届きます。フェールオーバー クラスターのリスナーは
  # why ja: この構成です。
  # facts: load-balancer.floating-ip
  Scenario: With floating IP the server sees the front-end IP too
    Given an internal load balancer "ilb" with front-end IP 10.0.0.100 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And floating IP is enabled on "ilb"
    And the client 10.0.0.50
    When 10.0.0.50 sends a request to 10.0.0.100:80
    Then the request and its response take these legs:
      | from   | to     | source     | destination |
      | client | ilb    | 10.0.0.50  | 10.0.0.100  |
      | ilb    | web1   | 10.0.0.50  | 10.0.0.100  |
      | web1   | ilb    | 10.0.0.100 | 10.0.0.50   |
      | ilb    | client | 10.0.0.100 | 10.0.0.50   |

  # page: no-outbound-behind-standard
  # ja: Standard の内部ロード バランサーだけではインターネットに接続できない
  # why en: A pool of an internal Standard load balancer takes default outbound access away and gives
  # why en: nothing for it. Add a NAT gateway to the subnet, a public load balancer or a public IP.
  # why ja: Standard の内部ロード バランサーのプールに入ると既定の送信アクセスがなくなり、代わりの出口は与え
  # why ja: られません。サブネットの NAT ゲートウェイ、パブリック ロード バランサー、またはパブリック IP を追
  # why ja: 加してください。
  # facts: load-balancer.internal.outbound
  @outbound
  Scenario: Behind a Standard one alone, there is no way to the internet
    Given a Standard internal load balancer "ilb" with front-end IP 10.0.0.100 and 1 healthy back-end server
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then 1 connection fails because no method for outbound connections is left to the instance

  # page: default-access-behind-basic
  # ja: Basic の内部ロード バランサーでは既定の送信アクセスが残る
  # why en: A Basic load balancer leaves default outbound access as it is. The Basic SKU has been retired,
  # why en: and moving to Standard takes this way out away: add another one before.
  # why ja: Basic ロード バランサーは既定の送信アクセスに影響しません。Basic SKU はすでに廃止されており、
  # why ja: Standard に移行するとこの出口はなくなるため、先に別の出口を追加してください。
  # facts: outbound.methods
  @outbound
  Scenario: Behind a Basic one, default outbound access is left
    Given a Basic internal load balancer "ilb" with front-end IP 10.0.0.100 and 1 healthy back-end server
    When "web1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the address 203.0.113.220
