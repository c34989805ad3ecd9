"""What can't be said of virtual networks, routes and firewalls, and what is said instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.deploy.survey import topology
from azsim.model.resources.network import NextHopType
from azsim.text import Advice

APPLIANCE, GATEWAY = NextHopType.VIRTUAL_APPLIANCE, NextHopType.VIRTUAL_NETWORK_GATEWAY
SUBNETS = [("app", "10.0.0.0/24"), ("AzureFirewallSubnet", "10.0.1.0/26")]


@pytest.fixture
def azure() -> Azure:
    azure = Azure()
    azure.networks.describe("vnet", "10.0.0.0/16", SUBNETS)
    azure.networks.add_machine("app1", "10.0.0.4", "app")
    return azure


MISTAKES: list[tuple[Callable[[Azure], None], str]] = [
    (lambda azure: azure.networks.describe("second", "10.0.128.0/17", []), "overlap"),
    (
        lambda azure: azure.networks.describe("second", "10.1.0.0/16", [("APP", "10.1.0.0/24")]),
        "have a subnet called",
    ),
    (lambda azure: azure.networks.peer("vnet", "vnet"), "peered with itself"),
    (lambda azure: azure.networks.add_machine("x", "10.0.1.5", "app"), "lies outside its subnet"),
    (lambda azure: azure.networks.add_machine("x", "10.0.0.5", "apps"), "No subnet is called"),
    (
        lambda azure: azure.load_balancing.add_load_balancer(
            "lb", "203.0.113.20", [("web1", "10.0.9.4")]
        ),
        "lies in no subnet",
    ),
    (
        lambda azure: azure.routing.add_routes("app", [("0.0.0.0/0", APPLIANCE, None)]),
        "write its address",
    ),
    (
        lambda azure: azure.routing.add_routes("app", [("0.0.0.0/0", GATEWAY, "10.0.1.4")]),
        "Only a virtual appliance",
    ),
    (
        lambda azure: [azure.routing.lead_internet_to("app", "10.0.1.4") for _ in range(2)],
        "two routes to 0.0.0.0/0",
    ),
    (
        lambda azure: azure.routing.add_firewall("fw", "10.0.0.9", ["203.0.113.60"]),
        "stands in a subnet called AzureFirewallSubnet",
    ),
    (
        lambda azure: azure.routing.add_firewall("fw", "10.0.1.4", ["10.0.1.9"]),
        "is a private address",
    ),
    (lambda azure: azure.routing.add_firewall_with("fw", "10.0.1.4", 0), "1 public IP address"),
]


@pytest.mark.parametrize(("say", "answer"), MISTAKES, ids=[answer for _, answer in MISTAKES])
def test_a_mistake_is_answered(azure: Azure, say: Callable[[Azure], None], answer: str) -> None:
    with pytest.raises(Advice, match=answer):
        say(azure)


def test_a_network_after_what_stands_in_an_unnamed_one_is_answered() -> None:
    azure = Azure()
    azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [("web1", "10.0.9.4")])
    with pytest.raises(Advice, match="comes too late"):
        azure.networks.describe("vnet", "10.0.0.0/16", SUBNETS)


def test_a_peering_after_a_connection_is_answered(azure: Azure) -> None:
    azure.networks.describe("second", "10.1.0.0/16", [])
    azure.outbound.open_connection("app1", "TCP", "198.51.100.7", 443)
    with pytest.raises(Advice, match="connections already"):
        azure.networks.peer("vnet", "second")


def test_a_route_after_a_connection_is_answered(azure: Azure) -> None:
    azure.outbound.open_connection("app1", "TCP", "198.51.100.7", 443)
    with pytest.raises(Advice, match="have connections already"):
        azure.routing.lead_internet_to("app", "10.0.1.4")


@pytest.mark.parametrize(
    ("space", "subnets", "answer"),
    [
        ("10.0.0.0/16", [("app", "10.1.0.0/24")], "doesn't lie within"),
        ("10.0.0.0/16", [("app", "10.0.0.0/24"), ("data", "10.0.0.128/25")], "overlap"),
    ],
)
def test_subnets_that_do_not_fit_are_answered(
    space: str, subnets: list[tuple[str, str]], answer: str
) -> None:
    with pytest.raises(Advice, match=answer):
        Azure().networks.describe("vnet", space, subnets)


def test_what_a_load_balancer_lets_in_gets_no_answer_past_a_route(azure: Azure) -> None:
    azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [("app1", "10.0.0.4")])
    azure.load_balancing.add_client("192.0.2.33")
    azure.routing.add_firewall("fw", "10.0.1.4", ["203.0.113.60"])
    azure.routing.lead_internet_to("app", "10.0.1.4")
    azure.load_balancing.send_requests("192.0.2.33", "203.0.113.20", 80)
    assert azure.world.network.dropped is not None


def test_the_topology_shows_what_routes_lead_to(azure: Azure) -> None:
    azure.routing.add_firewall_with("fw", "10.0.1.4", 5)
    azure.routing.lead_internet_to("app", "10.0.1.4")
    azure.outbound.open_connection("app1", "TCP", "198.51.100.7", 443)
    found = topology(azure.cloud)
    assert {place.kind: place.addresses for place in found.places} == {
        "virtual machine": ("10.0.0.4",),
        "firewall": ("10.0.1.4", "203.0.113.1 … 203.0.113.5"),
        "internet server": ("198.51.100.7",),
    }
    assert {(link.start, link.end) for link in found.links} == {
        ("app1", "fw"),
        ("fw", "198.51.100.7"),
    }
