# ja: コピー ループのあるテンプレート
# ja: ループが作るリソースには、テンプレートの式が付けた名前がある。回数には上限がある。
# why en: A copy loop writes one declaration as often as its count says, and copyIndex() tells the turns apart. Names
# why en: come from it, so a scenario calls machines as the portal would.
# why ja: コピー ループは一つの宣言を count の回数だけ繰り返し、copyIndex() で何回目かがわかります。名前はこれで決まるため、
# why ja: シナリオではポータルと同じ名前でマシンを呼びます。
# facts: resource-manager.copy-count
@deployments
Feature: Templates with copy loops

  What a loop makes has the names that the expressions of the template give. How often it turns is limited.

  # page: most-turns
  # ja: コピー ループは 800 回まで繰り返せる
  # why en: Azure takes 800 turns and refuses one more, before anything is deployed. A scale set has more instances
  # why en: than a loop makes machines.
  # why ja: Azure が受け付けるのは 800 回までで、それを超えるとデプロイの前に拒否されます。さらに多くのマシンにはスケール
  # why ja: セットを使ってください。
  # facts: resource-manager.copy-count
  Scenario: A copy loop takes up to 800 turns
    Given the deployment in "copies.json" with "machines" set to 800
    When "web800" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP "web800-ip"
