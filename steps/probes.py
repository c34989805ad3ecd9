"""Health probes of load balancers: how they are set, and what they have found."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import Column, Rows, expect, given, one_of, parameter_type, then, when
from azsim.model.resources.balancing import AdminState, Probe, ProbeProtocol
from azsim.model.rules import Rule, words
from azsim.text import Text, same
from azsim.units import parse_count, parse_duration, parse_port

PROBE = (
    Column("protocol", Text("protocol", "プロトコル")),
    Column("port", Text("port", "ポート"), parse=parse_port),
    Column("request_path", Text("path", "パス"), required=False),
    Column(
        "interval", Text("interval", "間隔"), required=False, parse=parse_duration, type="interval"
    ),
    Column(
        "probe_threshold",
        Text("threshold", "しきい値"),
        required=False,
        parse=parse_count,
        type="count",
    ),
    Column(
        "no_healthy_back_ends_behavior",
        Text("no healthy back ends", "正常なバックエンドがない場合"),
        required=False,
    ),
)

parameter_type(
    name="admin_state",
    regexp=[each.value for each in AdminState],
    transformer=AdminState,
    translate=one_of([same(each.value) for each in AdminState]),
    meaning=Text("an admin state: Up, Down or None", "管理状態 (Up、Down、None)"),
    example=Text("Down", "Down"),
)

parameter_type(
    name="probe_protocol",
    regexp="TCP|HTTPS|HTTP",
    transformer=ProbeProtocol,
    meaning=Text("the protocol of a health probe", "正常性プローブのプロトコル"),
    example=Text("HTTP", "HTTP"),
)

HEALTH = Text(
    "what {load_balancer} has found of {server}", "{load_balancer} から見た {server} の状態"
)
HEALTHY = Text("healthy", "正常")
UNHEALTHY = Text("unhealthy", "異常")


@given(
    "the health probe of {load_balancer}:",
    "{load_balancer} の正常性プローブは次のとおり:",
    table=PROBE,
)
def the_health_probe(azure: Azure, load_balancer: str, datatable: Rows) -> None:
    """One row. The load-balancing rules that are listed before it go by it.

    1 行で書く。これより前に示した負荷分散規則は、このプローブの結果に従う。
    """
    azure.server_health.set_probe(load_balancer, _probe(datatable))


@given(
    "the health probe of {load_balancer} uses {probe_protocol} on port {port} every {interval}",
    "{load_balancer} の正常性プローブは {interval}ごとにポート {port} へ {probe_protocol} で送られる",
)
def the_health_probe_in_a_line(
    azure: Azure, load_balancer: str, probe_protocol: ProbeProtocol, port: int, interval: int
) -> None:
    """For HTTP it asks for the path /. The load-balancing rules that are listed before it go by it.

    HTTP の場合のパスは / である。これより前に示した負荷分散規則は、このプローブの結果に従う。
    """
    probe = {"protocol": probe_protocol, "port": port, "interval": interval}
    azure.server_health.set_probe(load_balancer, _probe([probe]))


@when(
    "the health probe of {load_balancer} is changed to:",
    "{load_balancer} の正常性プローブを次のとおり変更する:",
    table=PROBE,
)
def ask_for_probe(azure: Azure, load_balancer: str, datatable: Rows) -> None:
    """One row. Azure takes an interval of 5 seconds or more, and HTTPS on Standard only.

    1 行で書く。Azure が受け付ける間隔は 5 秒以上で、HTTPS は Standard だけである。
    """
    azure.server_health.ask_for_probe(load_balancer, _probe(datatable))


@when(
    "the admin state of {server} in the pool of {load_balancer} is set to {admin_state}",
    "{load_balancer} のプールで {server} の管理状態を {admin_state} に設定する",
)
def set_admin_state(azure: Azure, server: str, load_balancer: str, admin_state: AdminState) -> None:
    """Up lets new flows in and Down keeps them out, whatever its probe says; None leaves it to the probe.

    プローブの結果によらず、Up なら新しいフローが送られ、Down なら送られない。None ならプローブの結果で決まる。
    """
    azure.server_health.set_admin_state(server, load_balancer, admin_state)


@then(
    "{server} is healthy for {load_balancer}",
    "{server} は {load_balancer} から見て正常である",
)
def is_healthy(azure: Azure, server: str, load_balancer: str) -> None:
    """By the outcomes of its health probes, it gets new flows.

    正常性プローブの結果により、新しいフローが送られる。
    """
    what = HEALTH.fill(load_balancer=load_balancer, server=server)
    healthy = azure.server_health.of(server, load_balancer).healthy
    expect.equal(what, HEALTHY, HEALTHY if healthy else UNHEALTHY)


@then(
    "{server} is unhealthy for {load_balancer} because {reason}",
    "{reason}ため、{server} は {load_balancer} から見て異常である",
)
def is_unhealthy(azure: Azure, server: str, load_balancer: str, reason: Rule) -> None:
    """By the outcomes of its health probes, it gets no new flows; the last one was exactly this.

    正常性プローブの結果により、新しいフローは送られない。異常になったのは、まさにこの理由による。
    """
    what = HEALTH.fill(load_balancer=load_balancer, server=server)
    health = azure.server_health.of(server, load_balancer)
    found = HEALTHY if health.healthy or health.why is None else words(health.why)
    expect.equal(what, words(reason), found)


def _probe(rows: Rows) -> Probe:
    return Probe(name="health probe", **rows[0])
