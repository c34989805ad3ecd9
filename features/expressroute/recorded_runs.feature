# ja: FastPath の有効化前後に PsPing で記録したレイテンシ
# ja: 1 台の仮想マシンに対する PsPing の 7 回の計測の記録である。3 回は FastPath が無効な状態で、
# ja: 4 回は有効な状態で行われた。シミュレーションのレイテンシは、この記録に合わせてある。
@expressroute
Feature: Latency recorded with PsPing before and after FastPath
  Seven runs of PsPing against one virtual machine: three with FastPath disabled,
  four with it enabled. They are what the simulated latency is fitted to.

  Background:
    Given the PsPing runs recorded with FastPath disabled:
      | file                    |
      | recordings/before-1.txt |
      | recordings/before-2.txt |
      | recordings/before-3.txt |
    And the PsPing runs recorded with FastPath enabled:
      | file                   |
      | recordings/after-1.txt |
      | recordings/after-2.txt |
      | recordings/after-3.txt |
      | recordings/after-4.txt |

  # ja: FastPath を有効にするとレイテンシが下がる
  Rule: FastPath lowers the latency

    # page: all-runs
    # ja: すべての計測をまとめた比較
    Scenario: All runs together
      Then the recorded runs compare as follows:
        | statistic | FastPath disabled | FastPath enabled | drop    |
        | minimum   | 3.81 ms           | 2.11 ms          | 1.7 ms  |
        | median    | 4.63 ms           | 3.23 ms          | 1.4 ms  |
        | average   | 5.53 ms           | 4.07 ms          | 1.46 ms |
        | maximum   | 13.99 ms          | 11.1 ms          | 2.89 ms |

    # page: median-drops-1-4-ms
    # ja: 中央値は 1.4 ミリ秒下がる
    Scenario: The median drops by 1.4 ms
      Then the median of the runs recorded with FastPath disabled is 4.63 ms
      And the median of the runs recorded with FastPath enabled is 3.23 ms
      And the median latency drops by between 1.4 ms and 1.4 ms

  # ja: 接続 4 本の計測 1 回では判断を誤ることがある
  Rule: One run of four connections can mislead

    # page: average-of-one-run-rises
    # ja: 平均値が上がった計測もある
    Scenario: The average of one run went up
      Then the average of the recorded run "recordings/before-1.txt" is 4.33 ms
      And the average of the recorded run "recordings/after-2.txt" is 5.56 ms

    # page: one-slow-connection
    # ja: 遅い接続 1 本が引き上げるのは平均値であり、中央値ではない
    Scenario: One slow connection carries the average, not the median
      Then the maximum of the recorded run "recordings/after-2.txt" is 11.1 ms
      And the average of the recorded run "recordings/after-2.txt" is 5.56 ms
      And the median of the recorded run "recordings/after-2.txt" is 4.08 ms

  # ja: 表示される統計は個々の計測値から求められる
  Rule: What is printed follows from the samples

    # page: figures-of-file
    # ja: <file> の数値
    Scenario Outline: The figures of <file>
      Then the minimum of the recorded run "recordings/<file>" is <minimum> ms
      And the average of the recorded run "recordings/<file>" is <average> ms
      And the recorded run "recordings/<file>" reports "Minimum = <minimum>ms"
      And the recorded run "recordings/<file>" reports "Average = <average>ms"

      Examples:
        | file         | minimum | average |
        | before-1.txt | 3.81    | 4.33    |
        | before-2.txt | 3.85    | 6.74    |
        | before-3.txt | 4.16    | 5.52    |
        | after-1.txt  | 2.34    | 3.53    |
        | after-2.txt  | 2.98    | 5.56    |
        | after-3.txt  | 2.95    | 4.35    |
        | after-4.txt  | 2.11    | 2.86    |

    # page: rounding-4-345
    # ja: ちょうど 4.345 の平均値は切り上げられる
    Scenario: An average of exactly 4.345 is rounded up
      Then the recorded run "recordings/after-3.txt" reports "7.13ms"
      And the recorded run "recordings/after-3.txt" reports "2.95ms"
      And the recorded run "recordings/after-3.txt" reports "3.48ms"
      And the recorded run "recordings/after-3.txt" reports "3.82ms"
      And the average of the recorded run "recordings/after-3.txt" is 4.35 ms

    # page: warm-up
    # ja: ウォームアップは統計に含まれない
    Scenario: The warm-up counts for nothing
      Then the recorded run "recordings/after-3.txt" reports "(warmup): from 10.100.10.2:46857: 2.47ms"
      And the minimum of the recorded run "recordings/after-3.txt" is 2.95 ms

  # ja: シミュレーションのレイテンシは記録されたものに近い
  Rule: The simulated latency resembles the recorded one

    # page: two-thousand-connections
    # ja: FastPath が無効な状態での 2,000 本の接続
    Scenario: Two thousand connections without FastPath
      Given an on-premises client 10.100.10.2 behind an ExpressRoute circuit
      And a virtual machine "vm" at 10.128.1.4 in the connected virtual network
      When 10.100.10.2 runs "psping -n 2000 10.128.1.4:3389"
      Then the median of the runs with FastPath disabled is between 4.45 ms and 4.75 ms
      And the average of the runs with FastPath disabled is between 5.34 ms and 5.81 ms
