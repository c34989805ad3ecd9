"""Machines of several services in one scenario: each flow goes where its machine stands."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.text import Advice

SERVER = "198.51.100.7"


def source(azure: Azure, name: str) -> str:
    """Where a new connection of that machine comes from."""
    azure.outbound.open_connection(name, "TCP", SERVER, 443)
    assert azure.outbound.flows[-1].state == "open"
    return azure.outbound.flows[-1].outside.source


def test_a_machine_behind_expressroute_reaches_the_internet_and_on_premises() -> None:
    azure = Azure()
    azure.expressroute.describe_client("10.100.10.2")
    azure.expressroute.describe_machine("server", "10.128.1.4")
    assert source(azure, "server") == "203.0.113.220"
    azure.expressroute.connect("10.100.10.2", ("10.128.1.4", 3389))
    assert azure.expressroute.path("10.100.10.2", "server").en.startswith("CE router")


def test_a_classic_instance_serves_a_load_balancer() -> None:
    azure = Azure()
    azure.deployment.describe_machines([("web1", "10.0.0.4", None)])
    azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [("web1", "10.0.0.4")])
    azure.load_balancing.add_client("192.0.2.33")
    azure.load_balancing.send_requests("192.0.2.33", "203.0.113.20", 80)
    ends = [str(leg.end) for leg in azure.load_balancing.legs()[:3]]
    assert ends == ["lb", "web1", "lb"]
    assert source(azure, "web1") == "203.0.113.200"


def test_a_growth_that_is_refused_leaves_no_machine_behind() -> None:
    azure = Azure()
    azure.load_balancing.add_load_balancer_with("lb", "203.0.113.20", 1_000)
    azure.load_balancing.grow_pool("lb", 1_001)
    assert len(azure.cloud.machines.all()) == 1_000
    azure.load_balancing.grow_pool("lb", 1_002)
    assert azure.seen.allocations("TCP") == [32]


def test_deployments_that_nothing_connects_do_not_reach_each_other() -> None:
    azure = Azure()
    azure.deployment.describe_machines([("app", "10.0.0.4", None)])
    azure.deployment.describe_machines([("db", "10.0.0.5", None)])
    with pytest.raises(Advice, match="another network than app"):
        azure.outbound.open_connection("app", "TCP", "10.0.0.5", 443)
