# ja: デプロイのパブリック IP に届く通信
# ja: アドレスがまだ決まっていなくても、リソースの名前で接続を試し、どのマシンに届くか、何が届かないかを確かめる。
# why en: What a template lets in is spread over rules of a load balancer, security groups and addresses, and each of
# why en: them can keep everything out. A client that tries says it, before there is an address to try.
# why ja: テンプレートが受け付ける通信は、ロード バランサーの規則、セキュリティ グループ、アドレスに分かれて書かれており、どれか
# why ja: 一つですべて届かなくなることもあります。クライアントから試せば、アドレスが決まる前に確かめられます。
# facts: security-group.first-match, public-ip.closed-by-default
@deployments
Feature: What comes in to the public IP addresses of a deployment

  A client calls an address by its resource. Where several servers might get a connection, the scenario says
  which one gets it this time.

  Background:
    Given the client 192.0.2.33

  # page: rule-and-group-agree
  # ja: 規則とセキュリティ グループが揃えば、インスタンスに届く
  # why en: The load-balancing rule takes in TCP 80, and a rule of "web-nsg" allows it, so each instance may get the
  # why en: connection. Which one does is up to a hash; the scenario asks about "web_0".
  # why ja: 負荷分散規則が TCP 80 を受け付け、"web-nsg" の規則が許可するため、どのインスタンスにも届く可能性があります。実際にど
  # why ja: れが選ばれるかはハッシュによるため、ここでは "web_0" の場合を示します。
  # facts: load-balancer.rule-takes-in, security-group.first-match
  Scenario: What a rule takes in and a group allows gets to an instance
    Given the deployment in "scale-set.json"
    When 192.0.2.33 opens a TCP connection to port 80 of the public IP "web-ip", and the load balancer chooses "web_0"
    Then the traffic reaches "web_0"

  # page: group-keeps-udp-out
  # ja: 規則がすべてのプロトコルになっても、UDP はグループで拒否される
  # why en: With rules for all protocols the load balancer takes in UDP 80 as well, and gives it to an instance. The group
  # why en: there allows TCP 80 only, so the last of its default rules denies it.
  # why ja: 規則をすべてのプロトコルにすると、ロード バランサーは UDP 80 も受け付けてインスタンスに送ります。グループが許可するのは
  # why ja: TCP 80 だけなので、既定の規則で拒否されます。
  # facts: security-group.first-match
  Scenario: A rule for all protocols doesn't open the group for UDP
    Given the deployment in "scale-set.json" with "rulesProtocol" set to "All"
    When 192.0.2.33 opens a UDP flow to port 80 of the public IP "web-ip", and the load balancer chooses "web_0"
    Then the traffic is dropped because the rule "DenyAllInBound" of "web-nsg" denies it

  # page: standard-address-without-group
  # ja: グループのない Standard のアドレスには何も届かない
  # why en: "front1" has a Standard public IP and no network security group, and such an address is closed until a group
  # why en: opens it. The machine still leaves from it.
  # why ja: "front1" には Standard のパブリック IP がありますが、ネットワーク セキュリティ グループがありません。Standard の
  # why ja: アドレスは、グループで許可するまで閉じています。送信には使われます。
  # facts: public-ip.closed-by-default
  Scenario: A Standard address without a group lets nothing in
    Given the deployment in "live-network.json"
    When 192.0.2.33 opens a TCP connection to port 443 of the public IP "front1-ip"
    Then the traffic is dropped because no network security group lets it in
    When 192.0.2.33 opens a UDP flow to port 53 of the public IP "front1-ip"
    Then the traffic is dropped because no network security group lets it in
