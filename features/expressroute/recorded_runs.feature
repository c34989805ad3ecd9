# ja: FastPath の有効化前後に PsPing で記録したレイテンシ
# ja: 1 台の仮想マシンに対する PsPing の 7 回の計測の記録である。3 回は FastPath が無効な状態で、
# ja: 4 回は有効な状態で行われた。シミュレーションのレイテンシは、この記録に合わせてある。
# why en: One article printed these runs, and they show two things: FastPath saves about the time
# why en: that the gateway takes, and four connections are few enough to suggest the opposite. They
# why en: come from a single environment, so measure your own before you decide.
# why ja: 一つの記事に掲載されたこの計測からは、二つのことが分かります。FastPath で短くなる時間は
# why ja: ゲートウェイの通過時間にほぼ等しいこと、そして、四回の計測では逆の結論が出てしまうこともあ
# why ja: ることです。一つの環境での計測なので、判断の前に自分の環境で計測してください。
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
    # ja: FastPath により、記録された統計値はすべて下がる
    # why en: The middle and the minimum drop by nearly as much, 4.63 − 3.23 = 1.4 ms and 3.81 −
    # why en: 2.11 = 1.7 ms, as they should where one station on the way is left out. The maximum
    # why en: hangs on single slow connections and says little.
    # why ja: 中央値の差は 4.63 − 3.23 = 1.4 ミリ秒、最小値の差は 3.81 − 2.11 = 1.7 ミリ秒で、ほぼ同
    # why ja: じです。途中の装置を一つ通らなくなったのであれば、こうなるはずです。最大値は遅い接
    # why ja: 続 1 本で決まるため、あまり参考になりません。
    Scenario: With FastPath, every statistic of the recorded runs drops
      Then the recorded runs compare as follows:
        | statistic | FastPath disabled | FastPath enabled | drop    |
        | minimum   | 3.81 ms           | 2.11 ms          | 1.7 ms  |
        | median    | 4.63 ms           | 3.23 ms          | 1.4 ms  |
        | average   | 5.53 ms           | 4.07 ms          | 1.46 ms |
        | maximum   | 13.99 ms          | 11.1 ms          | 2.89 ms |

    # page: median-drops-1-4-ms
    # ja: FastPath により、記録された中央値は 1.4 ミリ秒下がる
    # why en: The median is the figure to compare, since a few slow connections don't move it: 4.63
    # why en: − 3.23 = 1.4 ms. The average drops too, but a handful of slow connections more or
    # why en: fewer could have turned that round.
    # why ja: 比べるなら中央値です。遅い接続が数本あっても動かず、4.63 − 3.23 = 1.4 ミリ秒の差があり
    # why ja: ます。平均値も下がりますが、遅い接続が数本増減するだけで逆転しかねない差です。
    Scenario: With FastPath the recorded median drops by 1.4 ms
      Then the median of the runs recorded with FastPath disabled is 4.63 ms
      And the median of the runs recorded with FastPath enabled is 3.23 ms
      And the median latency drops by between 1.4 ms and 1.4 ms

  # ja: 接続 4 本の計測 1 回では判断を誤ることがある
  Rule: One run of four connections can mislead

    # page: average-of-one-run-rises
    # ja: FastPath を有効にして平均値が上がった計測もある
    # why en: One run without FastPath has an average of 4.33 ms, one with it 5.56 ms: compared
    # why en: alone they say that FastPath slows things down. Four connections are too few for an
    # why en: average; take more, or take the median.
    # why ja: FastPath が無効な計測の一つは平均 4.33 ミリ秒、有効な計測の一つは平均 5.56 ミリ秒で、
    # why ja: この二つだけを比べると遅くなったように見えます。四回の計測では、平均値で比べられませ
    # why ja: ん。回数を増やすか、中央値を使ってください。
    Scenario: The average of one recorded run went up with FastPath
      Then the average of the recorded run "recordings/before-1.txt" is 4.33 ms
      And the average of the recorded run "recordings/after-2.txt" is 5.56 ms

    # page: one-slow-connection
    # ja: 遅い接続 1 本が引き上げるのは平均値であり、中央値ではない
    # why en: The run has one connection of 11.1 ms; it lifts the average to 5.56 ms, while the
    # why en: median stays at 4.08 ms. To find the shorter path compare medians; to see how long
    # why en: users wait in all, take the average of many more connections.
    # why ja: この計測には 11.1 ミリ秒の接続が 1 本あり、平均値は 5.56 ミリ秒に上がりますが、中央値
    # why ja: は 4.08 ミリ秒のままです。どちらの経路が短いかは中央値で比べます。利用者が待つ時間を知
    # why ja: るには、はるかに多くの接続の平均値を使います。
    Scenario: One slow connection carries the average, not the median
      Then the maximum of the recorded run "recordings/after-2.txt" is 11.1 ms
      And the average of the recorded run "recordings/after-2.txt" is 5.56 ms
      And the median of the recorded run "recordings/after-2.txt" is 4.08 ms

  # ja: 表示される統計値は個々の計測値から求められる
  Rule: What is printed follows from the samples

    # page: figures-of-file
    # ja: 各計測で表示された統計値は、個々の計測値から求められる
    # why en: Minimum and average of <file>, computed from its samples, are what PsPing printed,
    # why en: <minimum> ms and <average> ms. So the runs were copied without error, and PsPing
    # why en: leaves the warm-up out.
    # why ja: <file> の個々の計測値から求めた最小値 <minimum> ミリ秒、平均値 <average> ミリ秒は、
    # why ja: PsPing の表示と一致します。計測が正しく写されていること、PsPing がウォームアップを含め
    # why ja: ないことが確認できます。
    # facts: psping.rounding
    Scenario Outline: The printed figures of each run follow from its samples
      Then the minimum of the recorded run "recordings/<file>" is <minimum> ms
      And the average of the recorded run "recordings/<file>" is <average> ms
      And the recorded run "recordings/<file>" reports "Minimum = <minimum>ms"
      And the recorded run "recordings/<file>" reports "Average = <average>ms"

      Examples:
        # ja: | ファイル | 最小値 | 平均値 |
        | file         | minimum | average |
        | before-1.txt | 3.81    | 4.33    |
        | before-2.txt | 3.85    | 6.74    |
        | before-3.txt | 4.16    | 5.52    |
        | after-1.txt  | 2.34    | 3.53    |
        | after-2.txt  | 2.98    | 5.56    |
        | after-3.txt  | 2.95    | 4.35    |
        | after-4.txt  | 2.11    | 2.86    |

    # page: rounding-4-345
    # ja: ちょうど 4.345 になる平均値は切り上げられる
    # why en: The four samples add up to 7.13 ms + 2.95 ms + 3.48 ms + 3.82 ms = 17.38 ms, and 17.38
    # why en: ms ÷ 4 = 4.345 ms: PsPing prints 4.35 ms, so a half is rounded up. azsim rounds in the
    # why en: same way wherever it shows PsPing's figures.
    # why ja: 四つの計測値の合計は 7.13 ミリ秒 + 2.95 ミリ秒 + 3.48 ミリ秒 + 3.82 ミリ秒 = 17.38 ミ
    # why ja: リ秒、平均は 17.38 ミリ秒 ÷ 4 = 4.345 ミリ秒です。PsPing は 4.35 ミリ秒と表示するの
    # why ja: で、ちょうど半分は切り上げられています。azsim が PsPing の数値を示すときも、同じように
    # why ja: 丸めます。
    # facts: psping.rounding
    Scenario: An average of exactly 4.345 is rounded up
      Then the recorded run "recordings/after-3.txt" reports "7.13ms"
      And the recorded run "recordings/after-3.txt" reports "2.95ms"
      And the recorded run "recordings/after-3.txt" reports "3.48ms"
      And the recorded run "recordings/after-3.txt" reports "3.82ms"
      And the average of the recorded run "recordings/after-3.txt" is 4.35 ms

    # page: warm-up
    # ja: PsPing の統計にウォームアップは含まれない
    # why en: The warm-up took 2.47 ms, less than the minimum of 2.95 ms that is printed: had it
    # why en: counted, it would be the minimum. So it is left out of minimum, maximum and average
    # why en: alike.
    # why ja: ウォームアップは 2.47 ミリ秒で、表示された最小値 2.95 ミリ秒より短い値です。含まれてい
    # why ja: れば最小値になるはずなので、最小値、最大値、平均値のいずれにも含まれていないことが分か
    # why ja: ります。
    Scenario: PsPing's statistics leave the warm-up out
      Then the recorded run "recordings/after-3.txt" reports "(warmup): from 10.100.10.2:46857: 2.47ms"
      And the minimum of the recorded run "recordings/after-3.txt" is 2.95 ms

  # ja: シミュレーションのレイテンシは記録された値に近い
  Rule: The simulated latency resembles the recorded one

    # page: two-thousand-connections
    # ja: 2,000 本のシミュレーションは、記録された計測に近い
    # why en: With so many connections chance hardly matters, and the simulated median and average
    # why en: lie where the recorded ones do. That shows that the fit is good, not that Azure always
    # why en: behaves so: without FastPath there were a dozen connections to fit it to.
    # why ja: これだけ多くの接続を開けば偶然の影響は小さく、シミュレーションの中央値と平均値は、記録
    # why ja: された値の近くに収まります。モデルが記録によく合っていることは分かりますが、Azure が常
    # why ja: にそうなるという意味ではありません。FastPath が無効な計測の接続は、十数本しかありませ
    # why ja: ん。
    # facts: expressroute.latency.msee-gateway, expressroute.latency.gateway-vm, expressroute.latency.jitter-mean, expressroute.latency.spike-chance, expressroute.latency.spike-mean
    Scenario: 2,000 simulated connections come close to the recorded ones
      Given an on-premises client 10.100.10.2 behind an ExpressRoute circuit
      And a virtual machine "vm" at 10.128.1.4 in the connected virtual network
      When 10.100.10.2 runs "psping -n 2000 10.128.1.4:3389"
      Then the median of the runs with FastPath disabled is between 4.45 ms and 4.75 ms
      And the average of the runs with FastPath disabled is between 5.34 ms and 5.81 ms
