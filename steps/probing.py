"""Health probes of every service: let them run, and see whom they come from, and how often."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import expect, then, when
from azsim.text import Text, listed
from azsim.units import format_duration

PROBE_SOURCE = Text("address", "アドレス")
PROBES_AT = Text("health probes sent to {server}", "{server} に送られた正常性プローブ")
PROBED_FROM = Text("the addresses that {server} is probed from", "{server} へのプローブの送信元")
PROBED_EVERY = Text("the time between probes of {server}", "{server} へのプローブの間隔")
NOT_PROBED_TWICE = Text("fewer than two probes", "プローブが 2 回に満たない")


@when("the health probes run for {duration}", "正常性プローブが {duration}続く")
def health_probes_run(azure: Azure, duration: int) -> None:
    """Every service probes; the first probes leave at once, none at the end of the time.

    どのサービスもプローブを送る。最初のプローブはすぐに送られ、期間が終わる時点では送られない。
    """
    azure.load_balancing.run_probes(duration)


@then(
    "{server} is probed from {addresses} only",
    "{server} へのプローブの送信元は {addresses} だけである",
)
def is_probed_from(azure: Azure, server: str, addresses: list[str]) -> None:
    """From each of the addresses, and from no other.

    プローブは、挙げたアドレスのすべてから届き、ほかのアドレスからは届かない。
    """
    expected = [(address,) for address in sorted(addresses)]
    actual = [(address,) for address in sorted(azure.load_balancing.probe_sources(server))]
    expect.rows(PROBED_FROM.fill(server=server), [PROBE_SOURCE], expected, actual)


@then("{server} isn't probed", "{server} にプローブは送られない")
def is_not_probed(azure: Azure, server: str) -> None:
    """In the last run, none was sent to it.

    最後の実行で、サーバーにプローブは一度も送られていない。
    """
    expect.equal(PROBES_AT.fill(server=server), 0, azure.load_balancing.probes_of(server))


@then(
    "{server} is probed every {duration} by each of its probers",
    "{server} はプローブの送り手ごとに {duration}間隔でプローブを受ける",
)
def is_probed_every(azure: Azure, server: str, duration: int) -> None:
    """The same time between any two probes of one prober; a server with several gets more.

    A load balancer is one prober, and so is each instance of an application gateway. Traffic
    Manager has many at once, in number that no document states; here one stands for all of them.

    同じ送り手からのプローブの間隔がどれも等しい。送り手が複数あれば、届くプローブはその分多い。
    ロード バランサーは一つの送り手であり、Application Gateway では各インスタンスが送り手である。
    Traffic Manager では多数の送り手が同時にプローブを送るが、その数は文書にない。ここでは一つで代表する。
    """
    found = [format_duration(each) for each in azure.load_balancing.probe_intervals(server)]
    actual = listed(found) if found else NOT_PROBED_TWICE
    expect.equal(PROBED_EVERY.fill(server=server), format_duration(duration), actual)
