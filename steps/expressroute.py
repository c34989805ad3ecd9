"""ExpressRoute: the path in each direction, FastPath, and what PsPing measures."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import Column, Rows, Scenario, expect, given, one_of, then, when
from azsim.questions.latency import (
    COLUMNS,
    NAMES,
    Milliseconds,
    Statistic,
    statistic_called,
)
from azsim.text import Text
from azsim.units import duration_in, format_duration, format_milliseconds

RECORDINGS = (Column("file", Text("file", "ファイル")),)
COMPARISON = [
    Column(
        "statistic",
        COLUMNS[0],
        parse=lambda text: NAMES[statistic_called(text)],
        translate=one_of(NAMES.values()),
    ),
    *(
        Column(key, heading, parse=Milliseconds.parse, translate=duration_in)
        for key, heading in zip(("before", "after", "drop"), COLUMNS[1:], strict=True)
    ),
]

PATH = Text("the path", "経路")
ROUTE = Text("that there is no route", "経路がないこと")
NO_ROUTE = Text("no route", "経路がない")
MEDIAN_DROP = Text("how much the median latency drops", "レイテンシの中央値の低下幅")
EACH_REPORT = Text("what each run reports", "各計測の報告")
REPORT = Text("what PsPing reports", "PsPing の報告")
INTERVAL = Text("the time between the pings", "ping の間隔")
MEASURED = Text("the {statistic} that was measured", "計測された{statistic}")
STATISTIC = Text("the {statistic} that was recorded", "記録された{statistic}")
COMPARED = Text("the recorded runs, compared", "記録した結果の比較")


# The deployment


@given(
    "an on-premises client {client} behind an ExpressRoute circuit",
    "ExpressRoute 回線で接続されたオンプレミスのクライアント {client} がある",
)
def on_premises_client(azure: Azure, client: str) -> None:
    """A client behind a CE router and an ExpressRoute circuit that ends at a gateway.

    CE ルーターと ExpressRoute 回線の先にクライアントがある。回線はゲートウェイで終わる。
    """
    azure.expressroute.describe_client(client)


@given(
    "a virtual machine {vm} at {private_address} in the connected virtual network",
    "接続先の仮想ネットワークに IP アドレス {private_address} の仮想マシン {vm} がある",
)
def connected_machine(azure: Azure, vm: str, private_address: str) -> None:
    """A virtual machine in the virtual network that the gateway is in.

    ゲートウェイと同じ仮想ネットワークにある仮想マシンである。
    """
    azure.expressroute.describe_machine(vm, private_address)


@given("the ExpressRoute gateway SKU is {sku}", "ExpressRoute ゲートウェイの SKU は {sku} である")
def gateway_sku(azure: Azure, sku: str) -> None:
    """The SKU decides whether FastPath can be enabled.

    FastPath を有効にできるかどうかは SKU で決まる。
    """
    azure.expressroute.set_sku(sku)


@given(
    "the ExpressRoute gateway has {count} scale unit/units",
    "ExpressRoute ゲートウェイのスケール ユニットは {count} 個である",
)
def gateway_scale_units(azure: Azure, count: int) -> None:
    """Only the SKU ErGwScale has scale units.

    スケール ユニットがあるのは SKU が ErGwScale の場合だけである。
    """
    azure.expressroute.set_scale_units(count)


@given("FastPath is {fastpath}", "FastPath は{fastpath}である")
def fastpath_is(azure: Azure, fastpath: bool) -> None:
    """FastPath is a setting of the connection between the circuit and the gateway.

    FastPath は、回線とゲートウェイを結ぶ接続リソースの設定である。
    """
    azure.expressroute.set_fastpath(fastpath)


@given(
    "the PsPing runs recorded with FastPath {fastpath}:",
    "FastPath が{fastpath}な状態で記録した PsPing の結果は次のとおり:",
    table=RECORDINGS,
)
def recorded_runs(azure: Azure, scenario: Scenario, fastpath: bool, datatable: Rows) -> None:
    """Files beside the feature file, each with what PsPing printed.

    PsPing の出力を保存したファイルで、フィーチャー ファイルと同じ場所から読み込む。
    """
    files = [str(row["file"]) for row in datatable]
    azure.expressroute.measurements.read_recordings(scenario.read, files, fastpath)


# What happens


@when("{client} connects to {destination}", "{client} が {destination} に接続する")
def client_connects(azure: Azure, client: str, destination: tuple[str, int]) -> None:
    """A client on-premises opens a TCP connection.

    オンプレミスのクライアントが TCP 接続を開く。
    """
    azure.expressroute.connect(client, destination)


@when("{vm} connects to {destination}", "{vm} が {destination} に接続する")
def machine_connects(azure: Azure, vm: str, destination: tuple[str, int]) -> None:
    """A virtual machine opens a TCP connection, such as to on-premises.

    仮想マシンが、たとえばオンプレミスへ TCP 接続を開く。
    """
    azure.expressroute.connect_machine(vm, destination)


@when("FastPath is enabled on the connection", "接続リソースで FastPath を有効にする")
def fastpath_is_enabled(azure: Azure) -> None:
    """A request to Azure, which the gateway SKU may forbid.

    Azure への要求であり、ゲートウェイの SKU によっては拒否される。
    """
    azure.expressroute.enable_fastpath()


@when("FastPath is enabled on the {resource}", "{resource}で FastPath を有効にする")
def fastpath_is_enabled_on(azure: Azure, resource: str) -> None:
    """A request to Azure to enable FastPath somewhere else than on the connection.

    接続リソース以外で FastPath を有効にするよう Azure に要求する。
    """
    azure.expressroute.enable_fastpath(resource)


@when("the ExpressRoute gateway is deleted", "ExpressRoute ゲートウェイを削除する")
def gateway_is_deleted(azure: Azure) -> None:
    """The gateway goes, and its connection to the circuit with it.

    ゲートウェイが、回線との接続リソースごとなくなる。
    """
    azure.expressroute.delete_gateway()


@when("{client} runs {command}", "{client} が {command} を実行する")
def client_runs(azure: Azure, client: str, command: str) -> None:
    """A client on-premises runs PsPing; or one on the internet, to the front end of a load balancer.

    オンプレミスのクライアントが PsPing を実行する。インターネット上のクライアントからは、ロード バランサーの
    フロントエンドへ実行できる。
    """
    azure.expressroute.run(client, command)


@when(
    "{client} runs {command} with FastPath {fastpath}",
    "FastPath が{fastpath}な状態で {client} が {command} を実行する",
)
def client_runs_with_fastpath(azure: Azure, client: str, command: str, fastpath: bool) -> None:
    """A client on-premises runs PsPing after FastPath was switched.

    FastPath を切り替えてから、オンプレミスのクライアントが PsPing を実行する。
    """
    azure.expressroute.run(client, command, fastpath)


# What is seen


@then("the path from {client} to {vm} is {hops}", "{client} から {vm} への経路は {hops}である")
def path_in(azure: Azure, client: str, vm: str, hops: Text) -> None:
    """The nodes that the packets of the last connection visited on the way into Azure.

    最後の接続のパケットが、Azure へ入るまでに通った機器である。
    """
    expect.equal(PATH, hops, azure.expressroute.path(client, vm))


@then("the path from {vm} to {client} is {hops}", "{vm} から {client} への経路は {hops}である")
def path_out(azure: Azure, client: str, vm: str, hops: Text) -> None:
    """The nodes that the packets of the last connection visited on the way out of Azure.

    最後の接続のパケットが、Azure から出るまでに通った機器である。
    """
    expect.equal(PATH, hops, azure.expressroute.path(vm, client))


@then("there is no route from {client} to {vm}", "{client} から {vm} への経路はない")
def no_route_in(azure: Azure, client: str, vm: str) -> None:
    """The last connection met a place where no route leads on.

    最後の接続は、その先へのルートがない場所に行き当たった。
    """
    route = azure.expressroute.route(client, vm)
    expect.holds(ROUTE, route or NO_ROUTE, route is None, expected=NO_ROUTE)


@then("there is no route from {vm} to {client}", "{vm} から {client} への経路はない")
def no_route_out(azure: Azure, client: str, vm: str) -> None:
    """The last connection met a place where no route leads on.

    最後の接続は、その先へのルートがない場所に行き当たった。
    """
    route = azure.expressroute.route(vm, client)
    expect.holds(ROUTE, route or NO_ROUTE, route is None, expected=NO_ROUTE)


@then(
    "the median latency drops by between {at_least} and {at_most}",
    "レイテンシの中央値の低下幅は {at_least}以上 {at_most}以下である",
)
def median_drops(azure: Azure, at_least: Milliseconds, at_most: Milliseconds) -> None:
    """The median of the runs with FastPath enabled lies below that with FastPath disabled.

    FastPath が有効な計測の中央値は、無効な計測の中央値よりこれだけ低い。
    """
    expect.between(
        MEDIAN_DROP,
        at_least,
        at_most,
        azure.expressroute.measurements.median_drop(),
        show=format_milliseconds,
    )


@then(
    "the {statistic} of the runs with FastPath {fastpath} is between {at_least} and {at_most}",
    "FastPath が{fastpath}な状態での計測の{statistic}は {at_least}以上 {at_most}以下である",
)
def statistic_lies_between(
    azure: Azure,
    statistic: Statistic,
    fastpath: bool,
    at_least: Milliseconds,
    at_most: Milliseconds,
) -> None:
    """Over the pings of all those runs together, without their warm-ups.

    該当する計測の ping をすべて合わせて求める。ウォームアップは除く。
    """
    actual = azure.expressroute.simulated(statistic, fastpath)
    expect.between(
        MEASURED.fill(statistic=NAMES[statistic]),
        at_least,
        at_most,
        actual,
        show=format_milliseconds,
    )


@then("each run reports {output}", "どちらの計測も {output} と報告する")
def each_run_reports(azure: Azure, output: str) -> None:
    """Every run of PsPing of this scenario prints these words.

    このシナリオの PsPing は、どの実行でもこのとおりに表示する。
    """
    expect.equal(EACH_REPORT, output, azure.expressroute.measurements.each_reports(output))


@then("PsPing reports {output}", "PsPing は {output} と報告する")
def psping_reports(azure: Azure, output: str) -> None:
    """The last run of PsPing prints these words.

    最後に実行した PsPing がこのとおりに表示する。
    """
    expect.equal(REPORT, output, azure.expressroute.measurements.last_reports(output))


@then("the pings are sent {interval} apart", "ping は {interval}ごとに送られる")
def pings_apart(azure: Azure, interval: int) -> None:
    """From the beginning of each ping of the last run to the beginning of the next.

    最後の実行で、ある ping の開始から次の ping の開始までの時間である。
    """
    expect.equal(INTERVAL, format_duration(interval), azure.expressroute.interval())


@then(
    "the {statistic} of the runs recorded with FastPath {fastpath} is {milliseconds}",
    "FastPath が{fastpath}な状態で記録した結果の{statistic}は {milliseconds}である",
)
def recorded_statistic(
    azure: Azure, statistic: Statistic, fastpath: bool, milliseconds: Milliseconds
) -> None:
    """Over the pings of all those runs together, without their warm-ups.

    該当する計測の ping をすべて合わせて求める。ウォームアップは除く。
    """
    actual = azure.expressroute.measurements.recorded(statistic, fastpath)
    expect.equal(STATISTIC.fill(statistic=NAMES[statistic]), milliseconds, actual)


@then(
    "the {statistic} of the recorded run {recording} is {milliseconds}",
    "記録 {recording} の{statistic}は {milliseconds}である",
)
def statistic_of_recording(
    azure: Azure, statistic: Statistic, recording: str, milliseconds: Milliseconds
) -> None:
    """Over the pings in that file, without their warm-up.

    そのファイルの ping から求める。ウォームアップは除く。
    """
    actual = azure.expressroute.measurements.recorded_in(statistic, recording)
    expect.equal(STATISTIC.fill(statistic=NAMES[statistic]), milliseconds, actual)


@then("the recorded run {recording} reports {output}", "記録 {recording} は {output} と報告する")
def recording_reports(azure: Azure, recording: str, output: str) -> None:
    """That file holds these words, as PsPing printed them.

    そのファイルに、PsPing が表示したとおりの内容がある。
    """
    expect.equal(
        REPORT, output, azure.expressroute.measurements.recording_reports(recording, output)
    )


@then("the recorded runs compare as follows:", "記録した結果の比較は次のとおり:", table=COMPARISON)
def recordings_compare(azure: Azure, datatable: Rows) -> None:
    """Statistics of all runs recorded without FastPath, beside those with it.

    FastPath が無効な記録全体の統計値を、有効な記録の統計値と並べる。
    """
    expected = [tuple(row[column.key] for column in COMPARISON) for row in datatable]
    expect.rows(COMPARED, COLUMNS, expected, azure.expressroute.measurements.comparison())
