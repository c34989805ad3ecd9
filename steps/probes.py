"""Health probes of load balancers: how they are set, and what they have found."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.gherkin import Column, Rows, expect, given, then
from azsim.model.resources.balancing import Probe
from azsim.model.rules import Rule, words
from azsim.text import Text
from azsim.units import parse_count, parse_duration, parse_port

PROBE = (
    Column("protocol", Text("protocol", "プロトコル")),
    Column("port", Text("port", "ポート"), parse=parse_port),
    Column("request_path", Text("path", "パス"), required=False),
    Column("interval", Text("interval", "間隔"), required=False, parse=parse_duration),
    Column("probe_threshold", Text("threshold", "しきい値"), required=False, parse=parse_count),
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
    settings = datatable[0]
    azure.server_health.set_probe(load_balancer, Probe(name="health probe", **settings))


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
