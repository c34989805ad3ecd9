"""A step that asks for more than is enough is answered before it begins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.azure.work import PROBES
from azsim.text import Advice
from azsim.units import DAY, HOUR, MINUTE, SECOND

FAR = ("198.51.100.7", 443)
MANY = 999_999_999_999


@pytest.fixture
def azure() -> Azure:
    made = Azure()
    made.deployment.describe_instances(1, endpoints=[("203.0.113.20", 80)])
    made.load_balancing.add_client("192.0.2.33")
    made.load_balancing.add_load_balancer_with("lb", "203.0.113.10", 2)
    made.expressroute.describe_client("10.100.10.2")
    made.expressroute.describe_machine("server", "10.128.1.4")
    # Whoever is asked for the first time is led out.
    made.outbound.machine("vm1")
    return made


TOO_MUCH: list[tuple[Callable[[Azure], object], str]] = [
    (lambda a: a.deployment.grow(MANY), "machines; 10,000 are enough"),
    (lambda a: a.load_balancing.grow_pool("lb", MANY), "machines; 10,000 are enough"),
    (
        lambda a: a.load_balancing.add_load_balancer_with("lb2", "203.0.113.11", MANY),
        "machines; 10,000 are enough",
    ),
    (
        lambda a: a.load_balancing.send_requests("192.0.2.33", "203.0.113.10", 80, MANY),
        "requests; 50,000 are enough",
    ),
    (
        lambda a: a.load_balancing.send_pairs("lb", "source port", MANY),
        "pairs of flows; 50,000 are enough",
    ),
    (lambda a: a.load_balancing.send_pairs("lb", "source port", 7_769), "has ports for 7,768"),
    (
        lambda a: a.load_balancing.run_probes(1_000_000 * DAY),
        "These are 11,520,000,000 probes; 50,000 are enough",
    ),
    (
        lambda a: a.outbound.open_many("vm1", "TCP", MANY, [FAR]),
        "connections; 1,000,000 are enough",
    ),
    (
        lambda a: a.workloads.over_a_pool("vm1", 1, *FAR, 10 * SECOND, MANY),
        "connections; 1,000,000 are enough",
    ),
    (
        lambda a: a.workloads.over_a_pool("vm1", 1, *FAR, MANY * DAY, 1),
        "requests; 5,000,000 are enough",
    ),
    (
        lambda a: a.workloads.on_new_connections("vm1", 2 * SECOND, *FAR, 1, "RST", backs_off=True),
        "more than one in each nanosecond",
    ),
    (
        lambda a: a.expressroute.run("10.100.10.2", f"psping -n {MANY} 10.128.1.4:3389"),
        "pings; 50,000 are enough",
    ),
    (
        lambda a: a.expressroute.run("10.100.10.2", f"psping -w {MANY} 10.128.1.4:3389"),
        "pings; 50,000 are enough",
    ),
]


@pytest.mark.parametrize(("step", "words"), TOO_MUCH)
def test_too_much_is_told_with_what_is_enough(
    azure: Azure, step: Callable[[Azure], object], words: str
) -> None:
    before = azure.world.now, len(azure.world.trace)
    with pytest.raises(Advice) as advice:
        step(azure)
    assert words in advice.value.text.en
    assert advice.value.text.ja not in ("", advice.value.text.en)
    assert (azure.world.now, len(azure.world.trace)) == before


def test_keepalives_have_the_same_bound(azure: Azure) -> None:
    azure.outbound.open_connection("vm1", "TCP", *FAR)
    with pytest.raises(Advice, match="50,000 are enough"):
        azure.ends.keep_alive("vm1", 1, SECOND)


def test_attempts_end_where_nobody_knows_how_many_there_will_be(
    azure: Azure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("azsim.azure.work.ENOUGH", 50)
    azure.outbound.exhaust("vm1", "TCP", *FAR)
    with pytest.raises(Advice, match="These are 11 attempts; 10 are enough"):
        azure.workloads.until_it_succeeds("vm1", *FAR, 1)


def test_the_probes_of_every_service_count(azure: Azure) -> None:
    azure.load_balancing.add_application_gateway("gw", "203.0.113.30", [("gw-0", "10.0.1.4")])
    azure.load_balancing.add_servers("gw", [("app1", "10.0.3.4")])
    # Two servers every 15 seconds, and one every 30 seconds.
    half = PROBES.most // 10 * MINUTE
    with pytest.raises(Advice, match="These are 50,010 probes"):
        azure.load_balancing.run_probes(half + MINUTE)


def test_time_in_which_nothing_happens_costs_nothing(azure: Azure) -> None:
    azure.load_balancing.run_probes(HOUR)
    before = len(azure.world.trace)
    azure.world.pass_time(1_000_000 * DAY)
    assert len(azure.world.trace) == before
