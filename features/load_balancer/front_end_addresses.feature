# ja: フロントエンド IP にできるアドレス
# ja: パブリック フロントエンドのアドレスは、SKU がロード バランサーと同じでなければならない。内部フロントエンドのアドレス
# ja: は、サブネットのアドレスのうち Azure が予約していないものでなければならない。
# why en: A load balancer of one SKU is moved together with its addresses, and with the machines behind it. An
# why en: internal front end takes an address of a subnet like any machine, so plan for it when you size the
# why en: subnet.
# why ja: ロード バランサーの SKU を変えるときは、アドレスと背後のマシンも一緒に変えることになります。内部フロントエンドは
# why ja: マシンと同じようにサブネットのアドレスを一つ使うため、サブネットの大きさを決めるときに数に入れてください。
# facts: load-balancer.public-ip-sku, network.subnet-addresses-kept
@inbound
Feature: Which addresses a front end can have

  The address of a public front end has the SKU of the load balancer. That of an internal
  one is an address of its subnet, of those that Azure doesn't keep.

  Background:
    Given a virtual network "vnet" with the address space 10.0.0.0/16 and subnets:
      | name | address prefix |
      | web  | 10.0.1.0/24    |
    And the virtual machine "web1" in the subnet "web"

  # page: public-ip-sku
  # ja: <SKU> ロード バランサーに <もう一方の SKU> のパブリック IP は使えない
  # why en: Templates meet this where one resource says its SKU and the other doesn't: unsaid, the API takes Basic.
  # why en: Say Standard in both. Basic has been retired, and a Basic address can be upgraded.
  # why ja: 片方のリソースだけで SKU を指定したテンプレートで起こります。指定がなければ、API は Basic とみなすためです。両方に
  # why ja: Standard と書いてください。Basic はすでに廃止されており、Basic のアドレスはアップグレードできます。
  # facts: load-balancer.public-ip-sku
  Scenario Outline: A <sku> load balancer takes no <other> public IP
    Given a <sku> public load balancer "lb" with front-end IP 203.0.113.20 and the back-end server "web1"
    And floating IP is enabled on "lb"
    When the <other> public IP 203.0.113.21 is added to "lb" as a front-end IP
    Then the request is refused because a load balancer and its public IP addresses have the same SKU
    When the <sku> public IP 203.0.113.22 is added to "lb" as a front-end IP
    Then the request is accepted

    Examples:
      # ja: | SKU | もう一方の SKU |
      | sku      | other    |
      | Standard | Basic    |
      | Basic    | Standard |

  # page: internal
  # ja: 内部フロントエンド IP にできるのは、サブネットの空いているアドレスである
  # why en: Azure keeps 5 addresses of each subnet for itself, the first four and the last. A template that reckons
  # why en: addresses itself meets this where it begins to count at one instead of four.
  # why ja: Azure は各サブネットの最初の四つと最後の一つ、合わせて 5 個のアドレスを予約しています。アドレスを計算するテンプレート
  # why ja: で、四ではなく一から数え始めると起こります。
  # facts: network.subnet-addresses-kept
  Scenario Outline: An internal front end gets a free address of its subnet
    Given an internal load balancer "ilb" with front-end IP 10.0.1.100 and the back-end server "web1"
    And floating IP is enabled on "ilb"
    When the front-end IP <address> is added to "ilb"
    Then <answer>

    Examples:
      # ja: | アドレス | 回答 |
      | address    | answer                                                                                                   |
      | 10.0.1.3   | the request is refused because Azure keeps the first 4 addresses of a subnet and the last one for itself |
      | 10.0.1.5   | the request is accepted                                                                                  |
      | 10.0.1.254 | the request is accepted                                                                                  |
      | 10.0.1.255 | the request is refused because Azure keeps the first 4 addresses of a subnet and the last one for itself |
