"""Machines of several services in one scenario: each flow goes where its machine stands."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.text import Advice


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
