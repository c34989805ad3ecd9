"""AKS clusters: what they are made of, and what can't be said of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.azure.clients import Clients
from azsim.azure.why import of_those
from azsim.model.events import Asked
from azsim.text import Advice

MISTAKES: list[tuple[Callable[[Azure], None], str]] = [
    (lambda azure: azure.aks.describe(0), "has 1 node or more"),
    (lambda azure: [azure.aks.describe(1) for _ in range(2)], "an AKS cluster already"),
    (lambda azure: azure.aks.grow(2), "No AKS cluster is described yet"),
    (lambda azure: [azure.aks.describe(2), azure.aks.grow(2)], "has 2 already"),
    (lambda azure: [azure.aks.describe(2), azure.aks.add_addresses(1)], "has 1 already"),
    (lambda azure: azure.aks.delete_service("web"), 'no Kubernetes Service "web"'),
    (
        lambda azure: [
            azure.aks.describe(2),
            azure.aks.add_service("web", "203.0.113.10"),
            azure.aks.delete_service("wbe"),
        ],
        'Did you mean "web"',
    ),
]


@pytest.mark.parametrize(("say", "answer"), MISTAKES, ids=[answer for _, answer in MISTAKES])
def test_a_mistake_is_answered(say: Callable[[Azure], None], answer: str) -> None:
    with pytest.raises(Advice, match=answer):
        say(Azure())


def test_nodes_stand_in_the_virtual_network_that_is_described() -> None:
    azure = Azure()
    azure.networks.describe("vnet", "10.240.0.0/16", [("nodes", "10.240.0.0/24")])
    azure.aks.describe(2)
    azure.aks.grow(3)
    nodes = [azure.cloud.machines.find(f"node{number}") for number in (1, 2, 3)]
    assert [each.address for each in nodes] == ["10.240.0.4", "10.240.0.5", "10.240.0.6"]


def test_more_addresses_bring_no_node_more_ports_of_a_fixed_number() -> None:
    azure = Azure()
    azure.aks.describe(2)
    azure.aks.set_ports(1_000)
    azure.aks.add_addresses(2)
    assert azure.seen.allocations("TCP") == [1_000]


def test_a_refused_growth_adds_no_node() -> None:
    azure = Azure()
    azure.aks.describe(2)
    azure.aks.set_ports(32_000)
    azure.aks.grow(3)
    assert [each.name for each in azure.cloud.machines.all()] == ["node1", "node2"]


def test_too_many_ports_are_refused_by_the_name_that_aks_has_for_it() -> None:
    azure = Azure()
    azure.aks.describe(50)
    azure.aks.set_ports(1_600)
    [asked] = [each for each in azure.world.trace.events if isinstance(each, Asked)]
    assert asked.refused is not None
    assert asked.refused.remedy is not None
    assert "InvalidLoadBalancerProfileAllocatedOutboundPorts" in asked.refused.remedy.en


def test_a_cluster_on_a_basic_load_balancer_has_no_outbound_rule_to_change() -> None:
    azure = Azure()
    azure.aks.describe_basic(2)
    for change in (
        lambda: azure.aks.set_ports(8),
        lambda: azure.aks.grow(3),
        lambda: azure.aks.add_addresses(2),
    ):
        with pytest.raises(Advice, match="on a Basic load balancer"):
            change()
    with pytest.raises(Advice, match="an AKS cluster already"):
        azure.aks.describe(1)


def test_a_service_takes_a_cluster() -> None:
    with pytest.raises(Advice, match="No AKS cluster is described yet"):
        Azure().aks.add_service("web", "203.0.113.10")


def test_a_deleted_service_leaves_its_address_to_others() -> None:
    azure = Azure()
    azure.aks.describe(2)
    azure.aks.add_service("web", "203.0.113.10")
    azure.aks.delete_service("web")
    azure.aks.add_service("shop", "203.0.113.10")
    assert azure.cloud.load_balancers.running["kubernetes"].node.front_ends == ["203.0.113.10"]


def test_what_came_in_by_a_deleted_service_ends_in_silence() -> None:
    azure = Azure()
    azure.aks.describe(2)
    azure.aks.add_service("web", "203.0.113.10")
    clients = Clients(azure.cloud)
    clients.add("192.0.2.33")
    client = clients.find("192.0.2.33")
    flow = clients.open(client, "TCP", "203.0.113.10", 80)
    udp = clients.open(client, "UDP", "203.0.113.10", 53)
    azure.aks.delete_service("web")
    assert [flow.state, udp.state] == ["cut", "cut"]
    told = of_those([flow], azure.world.now)
    assert told is not None
    assert "203.0.113.10 is gone" in told.en


def test_a_cluster_on_basic_gets_a_load_balancer_again() -> None:
    azure = Azure()
    azure.aks.describe_basic(2)
    for name, address in (("a", "203.0.113.10"), ("b", "203.0.113.11")):
        azure.aks.add_service(name, address)
        azure.outbound.open_connection("node1", "TCP", "198.51.100.7", 443)
        assert azure.outbound.that.outside.source == address
        azure.aks.delete_service(name)
    assert not azure.cloud.load_balancers.running
