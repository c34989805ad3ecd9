"""Machines to which a scenario gives no address, and how many of them there are."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.azure.describing import PUBLIC
from azsim.text import Advice


@pytest.fixture
def azure() -> Azure:
    azure = Azure()
    azure.networks.describe(
        "vnet", "10.0.0.0/16", [("app", "10.0.1.0/29"), ("data", "10.0.2.0/24")]
    )
    return azure


def addresses(azure: Azure) -> dict[str, str]:
    return {each.name: each.address for each in azure.cloud.machines.all()}


def test_machines_get_the_next_free_addresses_of_their_subnet(azure: Azure) -> None:
    azure.networks.add_machine("first", "10.0.2.4", "data")
    azure.networks.add_machines(["second", "third"], "data")
    assert addresses(azure) == {"first": "10.0.2.4", "second": "10.0.2.5", "third": "10.0.2.6"}


def test_machines_of_no_subnet_stand_in_the_first_one(azure: Azure) -> None:
    azure.networks.add_machines(["vm1"])
    assert addresses(azure) == {"vm1": "10.0.1.4"}


def test_machines_need_no_network() -> None:
    azure = Azure()
    azure.networks.add_machines(["vm1", "vm2"])
    assert addresses(azure) == {"vm1": "10.0.0.4", "vm2": "10.0.0.5"}


def test_a_subnet_has_only_so_many_addresses(azure: Azure) -> None:
    with pytest.raises(Advice, match='The subnet "app" has 3 free addresses, and 4 are needed'):
        azure.networks.add_machines(["a", "b", "c", "d"], "app")


def test_a_scale_set_has_the_instances_that_it_is_said_to_have(azure: Azure) -> None:
    azure.scale_sets.describe("web", "Uniform", 3, "data")
    assert addresses(azure) == {"web_0": "10.0.2.4", "web_1": "10.0.2.5", "web_2": "10.0.2.6"}


def test_a_pool_of_machines_that_nobody_described_makes_them(azure: Azure) -> None:
    azure.load_balancer_rules.add_load_balancer("lb", "203.0.113.20", ["vm1", "vm2"], PUBLIC)
    assert addresses(azure) == {"vm1": "10.0.1.4", "vm2": "10.0.1.5"}


def test_a_name_that_is_none_of_the_machines_described_may_be_a_slip(azure: Azure) -> None:
    azure.networks.add_machines(["vm1"])
    with pytest.raises(
        Advice, match='called "wm1".* Describe it first: Given the virtual machine "wm1"'
    ):
        azure.load_balancer_rules.add_load_balancer("lb", "203.0.113.20", ["wm1"], PUBLIC)


def test_unnamed_servers_stand_in_the_network_that_is_described(azure: Azure) -> None:
    azure.load_balancing.add_load_balancer_with("lb", "203.0.113.20", 2, PUBLIC)
    assert addresses(azure) == {"web1": "10.0.1.4", "web2": "10.0.1.5"}
