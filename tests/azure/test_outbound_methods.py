"""Who has default outbound access, what is used, and what can't be said of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure, describing
from azsim.azure.outbound_methods import AVAILABLE, LEAVES_BY, NONE, USED
from azsim.deploy.default_access import DEFAULT_ACCESS
from azsim.deploy.load_balancers import BEHIND_PUBLIC, NO_OUTBOUND_BY_RULES
from azsim.facts import words
from azsim.functions.user_routes import NO_NEXT_HOP
from azsim.model.resources.network import NextHopType
from azsim.text import Advice, Text

EVERYTHING, LB, NAT = "0.0.0.0/0", "203.0.113.20", "203.0.113.50"


@pytest.fixture
def azure() -> Azure:
    azure = Azure()
    azure.networks.describe(
        "vnet", "10.0.0.0/16", [("app", "10.0.0.0/24"), ("data", "10.0.1.0/24")]
    )
    azure.networks.add_machine("app1", "10.0.0.4", "app")
    return azure


def state(azure: Azure, method: str) -> Text:
    return dict(azure.outbound_methods.ladder("app1"))[words.of(method)]


def open_one(azure: Azure) -> str:
    """The address that a server sees on a new connection."""
    azure.outbound.open_connection("app1", "TCP", "198.51.100.7", 443)
    return azure.outbound.that.outside.source


def test_a_pool_of_a_standard_load_balancer_takes_default_access_away(azure: Azure) -> None:
    assert state(azure, DEFAULT_ACCESS) == USED
    describing.load_balancer(azure.cloud, "lb", LB, [("app1", "10.0.0.4")])
    assert state(azure, DEFAULT_ACCESS) == BEHIND_PUBLIC.text
    azure.load_balancer_rules.list_none("lb")
    assert state(azure, DEFAULT_ACCESS) == NO_OUTBOUND_BY_RULES.text


def test_a_nat_gateway_only_goes_before_default_access(azure: Azure) -> None:
    azure.nat_gateways.describe("nat", [NAT], ["app"])
    assert state(azure, DEFAULT_ACCESS) == AVAILABLE


def test_connections_end_with_the_nat_gateway_that_they_go_through(azure: Azure) -> None:
    azure.nat_gateways.describe("nat", [NAT], ["app"])
    assert open_one(azure) == NAT
    azure.nat_gateways.detach("nat", "app")
    assert azure.seen.ports_in_use("app1") == 0
    assert azure.outbound.that.state == "timed out"


def test_a_restart_ends_the_connections_and_gives_the_address_back(azure: Azure) -> None:
    before = open_one(azure)
    azure.networks.restart("app1")
    assert azure.seen.ports_in_use("app1") == 0
    assert open_one(azure) != before


@pytest.mark.parametrize(
    ("hop", "why"),
    [
        (NextHopType.NONE, NO_NEXT_HOP.text),
        (NextHopType.VIRTUAL_NETWORK_GATEWAY, LEAVES_BY.fill(method="user-defined route")),
        (NextHopType.INTERNET, LEAVES_BY.fill(method=DEFAULT_ACCESS)),
    ],
)
def test_a_route_to_everything_goes_before_all_methods(
    azure: Azure, hop: NextHopType, why: Text
) -> None:
    azure.routing.add_routes("app", [(EVERYTHING, hop, None)])
    assert azure.outbound_methods.why_none("app1").en == why.en


def test_a_classic_machine_has_the_methods_of_its_platform() -> None:
    azure = Azure()
    azure.deployment.describe_machines([("vm1", "10.0.0.4", None)])
    assert azure.outbound_methods.why_none("vm1").en == "it leaves by: fallback address"
    with pytest.raises(Advice, match="no virtual machine of a virtual network"):
        azure.networks.restart("vm1")


def test_the_api_version_counts_for_subnets_that_say_nothing(azure: Azure) -> None:
    azure.networks.set_default_access("app", enabled=True)
    azure.networks.set_api_version("vnet", "2026-05-01")
    assert state(azure, DEFAULT_ACCESS) == USED
    assert state(azure, "NAT gateway") == NONE


MISTAKES: list[tuple[Callable[[Azure], None], str]] = [
    (lambda azure: azure.networks.set_default_access("app", enabled=False), "connections already"),
    (lambda azure: azure.networks.restart("fw"), "No machine is called"),
    (lambda azure: azure.routing.remove_routes("app"), "has no route table"),
    (lambda azure: azure.nat_gateways.detach("nat", "data"), "isn't attached to the subnet"),
    (lambda azure: azure.load_balancer_outbound.ask_for_none("lb"), "has no outbound rule"),
    (
        lambda azure: azure.load_balancer_outbound.ask_to_join("lb", "web1"),
        'in the back-end pool of "lb" already',
    ),
    (
        lambda azure: azure.load_balancer_outbound.ask_to_leave("lb", "app1"),
        "isn't in the back-end pool",
    ),
]


@pytest.mark.parametrize(("say", "advice"), MISTAKES)
def test_is_answered_with_advice(azure: Azure, say: Callable[[Azure], None], advice: str) -> None:
    open_one(azure)
    azure.nat_gateways.describe("nat", [NAT], ["app"])
    describing.load_balancer(azure.cloud, "lb", LB, [("web1", "10.0.0.5")])
    with pytest.raises(Advice, match=advice):
        say(azure)
