"""AKS clusters: what they are made of, and what can't be said of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.model.events import Asked
from azsim.text import Advice

MISTAKES: list[tuple[Callable[[Azure], None], str]] = [
    (lambda azure: azure.aks.describe(0), "has 1 node or more"),
    (lambda azure: [azure.aks.describe(1) for _ in range(2)], "an AKS cluster already"),
    (lambda azure: azure.aks.grow(2), "No AKS cluster is described yet"),
    (lambda azure: [azure.aks.describe(2), azure.aks.grow(2)], "has 2 already"),
    (lambda azure: [azure.aks.describe(2), azure.aks.add_addresses(1)], "has 1 already"),
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
