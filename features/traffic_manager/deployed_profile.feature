# ja: デプロイの Traffic Manager プロファイル
# ja: テンプレートのエンドポイントには、プロファイル内の名前と、応答される DNS 名がある。シナリオでは前者で呼び、応答はリソースの名前で確かめる。
# why en: A template says which endpoint has which priority; whom clients get in the end goes by that, by what is
# why en: disabled and by what is degraded. Played, it says so before there is an address.
# why ja: テンプレートに書かれているのは、エンドポイントごとの優先順位です。クライアントへの応答は、それに加えて、無効かどうか、
# why ja: 機能低下かどうかで決まります。実行すれば、アドレスが決まる前に確かめられます。
# facts: traffic-manager.answer, traffic-manager.priority-order
@dns @deployments
Feature: The Traffic Manager profile of a deployment

  An endpoint has a name in its profile, and a DNS name that is answered: that of its public IP address. The
  scenarios call it by the first.

  Background:
    Given the client 192.0.2.33

  # page: endpoint-of-a-template
  # ja: 東が機能低下になると、西のアドレスが応答になる
  # why en: "east" has priority 1, so that clients get the address of "east-ip" while it is online. What they ask for
  # why en: after it is degraded leads to "west-ip".
  # why ja: "east" の優先順位は 1 なので、オンラインの間は "east-ip" のアドレスが返ります。機能低下になった後の問い合わせに
  # why ja: は、"west-ip" のアドレスが返ります。
  # facts: traffic-manager.priority-order, traffic-manager.skips-degraded
  Scenario: The west takes over where the east is degraded
    Given the deployment in "two-regions.json"
    When 192.0.2.33 sends a request to "shop.trafficmanager.net"
    Then the DNS answer is the address of the public IP "east-ip"
    Given the endpoint "east" is degraded from then on
    When 30 seconds pass
    And 192.0.2.33 sends a request to "shop.trafficmanager.net"
    Then the DNS answer is the address of the public IP "west-ip"

  # page: disabled-endpoint
  # ja: 無効なエンドポイントは、優先順位が最小でも応答にならない
  # why en: "east" has the lowest number and serves as before, but it is disabled in the profile: no answer has it,
  # why en: and it isn't probed. That drains an endpoint at once for clients that ask; those with an old answer go on.
  # why ja: "east" の優先順位は最小で、サーバーも動いていますが、プロファイルで無効にしてあります。そのため応答に含まれず、
  # why ja: プローブも届きません。新しい問い合わせはすぐに西へ向かいますが、古い応答を持つクライアントは東を使い続けます。
  # facts: traffic-manager.skips-disabled
  Scenario: A disabled endpoint isn't answered
    Given the deployment in "two-regions.json" with "eastStatus" set to "Disabled"
    When 192.0.2.33 sends a request to "shop.trafficmanager.net"
    Then the DNS answer is the address of the public IP "west-ip"
