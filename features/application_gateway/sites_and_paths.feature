# ja: 一つの Application Gateway の複数のサイトとパス
# ja: ゲートウェイは要求のホスト名とパスを読み、それぞれ別のサーバーに送る。どのリスナー、どのパスが使われるかは
# ja: 順序で決まる。
# why en: One address and one port serve many sites, because a gateway reads the host name and the path of each
# why en: request. Which listener and which path of several take it is a matter of order, and not of which one fits
# why en: best: a rule that is too wide and comes first takes everything.
# why ja: ゲートウェイは要求ごとにホスト名とパスを読むため、一つのアドレスとポートで多くのサイトを扱えます。複数の
# why ja: リスナーやパスが一致するときは順序で決まり、最もよく合うものが選ばれるわけではありません。広い規則が先にある
# why ja: と、すべての要求がそこに送られます。
# facts: application-gateway.host-names, application-gateway.path-order
@inbound
Feature: Several sites and paths behind one Application Gateway

  A gateway reads the host name and the path of a request, and sends each to servers of
  its own. Which of several listeners and paths takes it is decided by their order.

  Background:
    Given the deployment in "sites-and-paths.json"
    And the client 192.0.2.33

  # page: priority-before-place
  # ja: 優先順位の数値が小さい規則が先に使われる
  # why en: Both listeners match: "*.example.com" stands first in the file, and the rule for shop.example.com has the
  # why en: lower number, so that it serves the site. Give rules for one site lower numbers than those with wildcards.
  # why ja: どちらのリスナーも一致します。ファイルで先にあるのは "*.example.com" ですが、shop.example.com の規則の数値のほうが
  # why ja: 小さいため、こちらが使われます。特定のサイトの規則には、ワイルドカードの規則より小さい数値を付けてください。
  # facts: application-gateway.rule-order, application-gateway.host-names
  Scenario: The rule with the lower priority number serves the site
    When 192.0.2.33 sends 1 request for "http://shop.example.com/" to the public IP "gw-ip"
    Then "shop1" receives 1 requests
    And "others1" receives 0 requests

  # page: wildcard-site
  # ja: ほかのホスト名はワイルドカードのリスナーが受け付ける
  # why en: The asterisk stands for any letters, dots among them, so blog.eu.example.com is one of these as well. The name
  # why en: without anything before the dot isn't: it needs a listener of its own.
  # why ja: アスタリスクはドットを含む任意の文字を表すため、blog.eu.example.com にも一致します。ドットの前に何もない名前には
  # why ja: 一致せず、別のリスナーが必要です。
  # facts: application-gateway.host-names
  Scenario: A wildcard listener takes the other host names
    When 192.0.2.33 sends 2 requests for "http://blog.eu.example.com/" to the public IP "gw-ip"
    Then "others1" receives 2 requests

  # page: unknown-site
  # ja: どのリスナーにも一致しないホスト名には 404 が返る
  # why en: No listener is for www.example.net, and none without a host name is there, so no rule applies and a v2
  # why en: gateway answers 404 by itself: no server sees the request. A probe or a scanner that asks by address gets the
  # why en: same. Add a basic listener at the end where somebody has to be served.
  # why ja: www.example.net のリスナーも、ホスト名のないリスナーもないため、どの規則も使われず、v2 のゲートウェイが自ら 404 を
  # why ja: 返します。要求はサーバーに届きません。アドレスで要求した場合も同じです。応答が必要なら、最後に基本リスナーを加えて
  # why ja: ください。
  # facts: application-gateway.unknown-host.status, application-gateway.host-names
  Scenario: A host name of no listener gets 404
    When 192.0.2.33 sends 1 request for "http://www.example.net/" to the public IP "gw-ip"
    Then 192.0.2.33 receives status code 404

  # page: path-of-images
  # ja: パスごとに別のサーバーに送られる
  # why en: The path map of the site has "/images/*", so these requests go to the servers for images, whatever the letter
  # why en: case and whatever stands after a question mark.
  # why ja: このサイトのパス マップには "/images/*" があり、該当する要求は画像のサーバーに送られます。大文字と小文字の違いや、
  # why ja: 疑問符より後は影響しません。
  # facts: application-gateway.path-case
  Scenario: Requests for a path go to servers of their own
    When 192.0.2.33 sends 1 request for "http://shop.example.com/Images/logo.png?size=2" to the public IP "gw-ip"
    Then "images1" receives 1 requests

  # page: first-path-wins
  # ja: 先に記載されたパスが使われ、より詳しいパスには届かない
  # why en: "/images/new/*" fits better and stands second; the first that matches decides, so no request ever reaches
  # why en: "new1". List the narrow path before the wide one.
  # why ja: "/images/new/*" のほうがよく合いますが、先に一致したものが使われるため、"new1" には要求が届きません。
  # why ja: 狭いパスを広いパスより先に記載してください。
  # facts: application-gateway.path-order
  Scenario: The path that is listed first wins over the one that fits better
    When 192.0.2.33 sends 1 request for "http://shop.example.com/images/new/a.png" to the public IP "gw-ip"
    Then "images1" receives 1 requests
    And "new1" receives 0 requests

  # page: other-paths
  # ja: ほかのパスは既定のプールに送られる
  # why en: No path of the map matches "/cart", so the default pool of the map gets it, which each map has.
  # why ja: "/cart" はどのパスにも一致しないため、パス マップの既定のプールに送られます。
  # facts: application-gateway.other-paths
  Scenario: Every other path goes to the default pool
    When 192.0.2.33 sends 1 request for "http://shop.example.com/cart" to the public IP "gw-ip"
    Then "shop1" receives 1 requests
