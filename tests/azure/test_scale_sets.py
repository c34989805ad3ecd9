"""Scale sets that grow and shrink: what can't be asked for, and what is left of who is gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.azure.describing import PUBLIC
from azsim.deploy.world import GivenBack
from azsim.text import Advice

FRONT_END, CLIENT = "203.0.113.20", "192.0.2.33"


def scale_set(mode: str = "Uniform", count: int = 2) -> Azure:
    azure = Azure()
    azure.networks.describe(
        "vnet", "10.0.0.0/16", [("app", "10.0.0.0/24"), ("tiny", "10.0.1.0/29")]
    )
    azure.scale_sets.describe("web", mode, count, "app")
    return azure


MISTAKES: list[tuple[Callable[[Azure], None], str]] = [
    (lambda azure: azure.scale_sets.grow("web", 2), "to grow, write more than that"),
    (lambda azure: azure.scale_sets.shrink("web", 2), "to shrink, write fewer than that"),
    (lambda azure: azure.scale_sets.shrink("web", 0), "at least 1"),
    (lambda azure: azure.scale_sets.grow("wbe", 3), '"web"'),
    (lambda azure: azure.scale_sets.grow("web", 300), "free addresses"),
    (lambda azure: azure.scale_sets.describe("db", "Uniform", 0, "app"), "1 instance or more"),
    (lambda azure: azure.scale_sets.describe("db", "Uniform", 4, "tiny"), "3 free addresses"),
    (lambda azure: azure.scale_sets.describe("db", "Uniform", 1, "ap"), "No subnet is called"),
    (lambda azure: azure.scale_sets.stand_behind("wbe", "lb", FRONT_END, PUBLIC), '"web"'),
]


@pytest.mark.parametrize(("act", "answer"), MISTAKES)
def test_mistakes_are_answered(act: Callable[[Azure], None], answer: str) -> None:
    with pytest.raises(Advice, match=answer):
        act(scale_set())


def test_numbers_are_never_given_twice_and_addresses_are() -> None:
    azure = scale_set()
    azure.scale_sets.shrink("web", 1)
    azure.scale_sets.grow("web", 3)
    found = {each.name: each.address for each in azure.cloud.machines.all()}
    assert found == {"web_0": "10.0.0.4", "web_2": "10.0.0.5", "web_3": "10.0.0.6"}


def test_a_scale_set_that_is_refused_stays_as_it_is() -> None:
    azure = scale_set()
    azure.scale_sets.stand_behind("web", "lb", FRONT_END, PUBLIC)
    azure.load_balancer_rules.add_nat_rule("lb", "TCP", (50_001, 50_002), 22)
    azure.scale_sets.grow("web", 3)
    assert azure.world.requests.answer() is not None
    assert len(azure.cloud.machines.all()) == 2


def test_an_instance_that_goes_takes_none_of_another_scale_set_along() -> None:
    azure = scale_set()
    azure.scale_sets.describe("api", "Uniform", 2, "app")
    azure.scale_sets.stand_behind("api", "lb", FRONT_END, PUBLIC)
    azure.scale_sets.shrink("web", 1)
    assert [each.name for each in azure.cloud.machines.all()] == ["web_0", "api_0", "api_1"]
    azure.outbound.open_connection("web_0", "TCP", "198.51.100.7", 443)
    assert azure.outbound.that.outside.source != FRONT_END
    azure.outbound.open_connection("api_1", "TCP", "198.51.100.7", 443)
    assert azure.outbound.that.outside.source == FRONT_END


def test_two_load_balancers_get_each_new_instance() -> None:
    azure = scale_set()
    azure.scale_sets.stand_behind("web", "lb", FRONT_END, PUBLIC)
    internal = PUBLIC.__class__(is_internal=True)
    azure.scale_sets.stand_behind("web", "ilb", "10.0.0.200", internal)
    azure.scale_sets.grow("web", 3)
    running = azure.cloud.load_balancers.running
    assert [len(running[name].servers) for name in ("lb", "ilb")] == [3, 3]
    azure.scale_sets.shrink("web", 1)
    assert [len(running[name].servers) for name in ("lb", "ilb")] == [1, 1]


def test_the_public_ip_of_an_instance_that_is_gone_is_free_again() -> None:
    azure = scale_set()
    azure.public_ips.describe("web_1", "203.0.113.50")
    azure.outbound.open_connection("web_1", "TCP", "198.51.100.7", 443)
    azure.scale_sets.shrink("web", 1)
    assert isinstance(azure.world.internet.owner("203.0.113.50"), GivenBack)
    azure.public_ips.describe("web_0", "203.0.113.50")
    azure.outbound.open_connection("web_0", "TCP", "198.51.100.7", 443)
    assert azure.seen.last_source_address("198.51.100.7") == "203.0.113.50"


def test_a_client_s_connection_to_an_instance_that_is_gone_is_over() -> None:
    azure = scale_set(count=2)
    azure.scale_sets.stand_behind("web", "lb", FRONT_END, PUBLIC)
    azure.load_balancing.add_client(CLIENT)
    for _ in range(20):
        azure.outbound.open_as_client(CLIENT, "TCP", FRONT_END, 80)
    before = [flow for flow in azure.outbound.flows if flow.state == "open"]
    azure.scale_sets.shrink("web", 1)
    cut = [flow for flow in before if flow.state == "cut"]
    assert 0 < len(cut) < len(before) == 20
    assert {flow.balanced.server.name for flow in cut if flow.balanced} == {"web_1"}


def test_an_instance_at_the_address_of_another_is_probed_itself() -> None:
    azure = scale_set()
    azure.scale_sets.stand_behind("web", "lb", FRONT_END, PUBLIC)
    azure.servers.change("web_1", "doesn't answer")
    azure.load_balancing.run_probes(15 * 10**9)
    assert not azure.server_health.of("web_1", "lb").healthy
    azure.scale_sets.shrink("web", 1)
    azure.scale_sets.grow("web", 2)
    azure.load_balancing.run_probes(15 * 10**9)
    assert azure.server_health.of("web_2", "lb").healthy


def test_an_instance_that_comes_is_in_the_nat_gateway_of_its_subnet_and_leaves_it() -> None:
    azure = scale_set(count=1)
    azure.nat_gateways.describe("nat", ["203.0.113.40"], ["app"])
    azure.scale_sets.grow("web", 2)
    azure.outbound.open_connection("web_1", "TCP", "198.51.100.7", 443)
    assert azure.seen.last_source_address("198.51.100.7") == "203.0.113.40"
    azure.scale_sets.shrink("web", 1)
    [gateway] = azure.cloud.nat_gateways.running.values()
    assert [each.name for each in gateway.machines] == ["web_0"]
