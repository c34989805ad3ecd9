# ja: Traffic Manager は公開されているアドレスから各エンドポイントにプローブを送る
# ja: プローブはインターネットから届き、その送信元は Microsoft が公開している一覧のアドレスである。
# ja: エンドポイントの前段にあるものは、これを通す必要がある。一覧は予告なく変わるため、下に示す最後に
# ja: 掲載された一覧を写すのではなく、サービス タグ AzureTrafficManager を許可する。また、多数の拠点が
# ja: 同時にプローブを送るため、エンドポイントに届くプローブは間隔から予想されるより多い。
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
  # ja: プローブは公開されている IP アドレス範囲から送られる
  Scenario: Probes come from the published ranges
    When the health probes run for 1 minute
    Then "test01.japaneast.cloudapp.azure.com" is probed from the published Traffic Manager probe ranges only
    And "test02.japanwest.cloudapp.azure.com" is probed from the published Traffic Manager probe ranges only

  # page: default-interval
  # ja: プローブ間隔を設定しなければ、同じ送り手は 30 秒ごとにプローブを送る
  Scenario: Where no interval is set, 30 seconds pass between two probes of one prober
    When the health probes run for 2 minutes
    Then "test01.japaneast.cloudapp.azure.com" is probed every 30 seconds by each of its probers

  # page: last-printed-list
  # ja: 2017 年の文書に一覧が最後に掲載された
  Scenario: A document printed the list in 2017 for the last time
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
