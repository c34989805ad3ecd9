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
  # why en: The count of a loop may be 800, here of names: the last one is that of the machine.
  # why ja: ループの count は 800 まで指定できます。ここでは名前を作るループで、最後の名前がマシンの名前になります。
  # facts: resource-manager.copy-count
  Scenario: A copy loop takes up to 800 turns
    Given the deployment in "copies.json" with "machines" set to 800
    When "web800" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP "web800-ip"

  # page: too-many-turns
  # ja: 800 回を超えるコピー ループは拒否される
  # why en: Azure looks at the count before it deploys anything: 801 > 800, so nothing of the template is there. Where so
  # why en: many machines are needed, a scale set has more of them than a loop makes.
  # why ja: Azure は何かをデプロイする前に count を確かめます。801 > 800 なので、テンプレートのリソースは一つも作られません。マシン
  # why ja: がそれだけ必要なら、ループより多くのマシンを持てるスケール セットを使ってください。
  # facts: resource-manager.copy-count
  Scenario: A copy loop of more turns is refused
    Given the deployment in "copies.json" with "machines" set to 801
    Then the request is refused because a copy loop takes at most 800 turns
