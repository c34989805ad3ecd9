# ja: Traffic Manager は公開されているアドレスから各エンドポイントにプローブを送る
# ja: プローブはインターネットから届き、その送信元は Microsoft が公開している一覧のアドレスである。
# ja: エンドポイントの前段にあるものは、これを通す必要がある。一覧は予告なく変わるため、下に示す最後に
# ja: 掲載された一覧を写すのではなく、サービス タグ AzureTrafficManager を許可する。また、多数の拠点が
# ja: 同時にプローブを送るため、エンドポイントに届くプローブは間隔から予想されるより多い。
# why en: Traffic Manager stands outside your network, so its probes arrive as any other request
# why en: from the internet and are easily blocked by mistake. A rule made from a list that was
# why en: copied once fails when the addresses change; the service tag follows them.
# why ja: Traffic Manager は自分のネットワークの外にあるため、プローブはインターネットからの要求とし
# why ja: て届き、誤ってブロックされがちです。一度写した一覧で作った規則は、アドレスが変わると機能し
# why ja: なくなります。サービス タグなら変更に追従します。
# facts: traffic-manager.probe-sources, traffic-manager.probe-interval
@probes
Feature: Traffic Manager probes every endpoint from published addresses

  Probes come from the internet, from a list of addresses that Microsoft publishes.
  Whatever stands in front of an endpoint must let them in, by the service tag
  AzureTrafficManager: the list changes without notice, and the one below is only the last
  that a document printed. Many places probe at once, so that an endpoint gets more probes
  than the interval suggests.

  Background:
    Given a Traffic Manager profile "test.trafficmanager.net" with priority routing, a TTL of 60 seconds and endpoints:
      | endpoint                            | address | priority |
      | test01.japaneast.cloudapp.azure.com | 1.1.1.1 | 1        |
      | test02.japanwest.cloudapp.azure.com | 2.2.2.2 | 2        |

  # page: probes-from-published-ranges
  # ja: Traffic Manager のプローブは、公開されたアドレスから届く
  # why en: A probe has to reach the endpoint from outside, so whatever stands in front of it must
  # why en: let these sources in; where it doesn't, the endpoint is degraded although clients can
  # why en: use it. Microsoft publishes the addresses as a service tag and a file, which change
  # why en: without notice.
  # why ja: プローブは外部からエンドポイントに届く必要があるため、手前にあるものはすべて、この送信元
  # why ja: を許可しなければなりません。ブロックすると、クライアントが使える状態でもエンドポイントは
  # why ja: 機能低下になります。アドレスはサービス タグとファイルで公開され、予告なく変わります。
  # facts: traffic-manager.probe-sources
  Scenario: Traffic Manager's probes come from published addresses
    When the health probes run for 1 minute
    Then "test01.japaneast.cloudapp.azure.com" is probed from the published Traffic Manager probe ranges only
    And "test02.japanwest.cloudapp.azure.com" is probed from the published Traffic Manager probe ranges only

  # page: default-interval
  # ja: 既定では、同じ送り手は 30 秒ごとにプローブを送る
  # why en: The interval of 30 seconds counts for each prober, and there are many, so an endpoint
  # why en: sees probes far more often. An endpoint isn't degraded at the first failure: three are
  # why en: tolerated by default, and the interval lies between them. A profile can set a shorter
  # why en: interval at a higher price.
  # why ja: 30 秒という間隔は送り手ごとに数えますが、送り手は多数あるため、エンドポイントにはずっと
  # why ja: 頻繁にプローブが届きます。最初の失敗で機能低下になるのではなく、既定では三回までの失敗が
  # why ja: 許容され、その間隔もこの値です。追加料金で、より短い間隔を設定できます。
  # facts: traffic-manager.probe-interval, traffic-manager.one-prober
  Scenario: By default, 30 seconds pass between two probes of one prober
    When the health probes run for 2 minutes
    Then "test01.japaneast.cloudapp.azure.com" is probed every 30 seconds by each of its probers

  # page: last-printed-list
  # ja: プローブの送信元の一覧が最後に掲載されたのは 2017 年である
  # why en: A page printed these addresses once; newer pages point to the service tag instead, since
  # why en: the list changes. The scenario keeps it to show what old firewall rules were made from:
  # why en: don't copy it, and compare rules that contain it with the tag.
  # why ja: かつてはこれらのアドレスがページに掲載されていましたが、一覧は変わるため、新しいページで
  # why ja: はサービス タグが案内されています。ここに残しているのは、古いファイアウォール規則の元に
  # why ja: なった一覧を示すためです。この一覧を写すのではなく、すでに使っている規則もサービス タグ
  # why ja: に置き換えてください。
  # facts: traffic-manager.probe-sources
  Scenario: The list of probe addresses was last printed in 2017
    When the health probes run for 1 minute
    Then "test01.japaneast.cloudapp.azure.com" is probed from addresses among those last printed for Traffic Manager:
      | address        |
      | 40.68.30.66    |
      | 40.68.31.178   |
      | 137.135.80.149 |
      | 137.135.82.249 |
      | 23.96.236.252  |
      | 65.52.217.19   |
      | 40.87.147.10   |
      | 40.87.151.34   |
      | 13.75.124.254  |
      | 13.75.127.63   |
      | 52.172.155.168 |
      | 52.172.158.37  |
      | 104.215.91.84  |
      | 13.75.153.124  |
      | 13.84.222.37   |
      | 23.101.191.199 |
      | 23.96.213.12   |
      | 137.135.46.163 |
      | 137.135.47.215 |
      | 191.232.208.52 |
      | 191.232.214.62 |
      | 13.75.152.253  |
      | 104.41.187.209 |
      | 104.41.190.203 |
