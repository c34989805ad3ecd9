"""App Service plans: what they are called, how they scale, and what can't be said of them."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.deploy.app_service import TOO_MANY
from azsim.deploy.survey import topology
from azsim.text import Advice


@pytest.fixture
def azure() -> Azure:
    return Azure()


def names(azure: Azure) -> list[str]:
    return [each.name for each in azure.cloud.machines.all()]


def test_instances_have_the_next_free_names(azure: Azure) -> None:
    azure.deployment.describe_instances(1)
    azure.app_service.describe(2)
    assert names(azure) == ["vm1", "vm2", "vm3"]


def test_the_last_instances_go_first_and_lose_their_flows(azure: Azure) -> None:
    azure.app_service.describe(2)
    azure.outbound.open_many("vm2", "TCP", 3, [("198.51.100.7", 443)])
    azure.app_service.scale(1)
    assert names(azure) == ["vm1"]
    assert {flow.state for flow in azure.outbound.flows} == {"closed"}


def test_a_plan_beyond_those_that_are_modelled_is_refused(azure: Azure) -> None:
    with pytest.raises(Advice, match=r"more than 100 instances"):
        azure.app_service.describe(101)
    assert TOO_MANY.id == "app-service.too-many-instances"


def test_two_plans_have_addresses_of_their_own(azure: Azure) -> None:
    azure.app_service.describe(1)
    azure.app_service.describe(1)
    first, second = (each.snat.addresses for each in azure.cloud.app_service.running.values())
    assert not set(first) & set(second)


@pytest.mark.parametrize(
    ("count", "advice"),
    [(0, "has 1 instance or more"), (2, "has 2 already")],
)
def test_scaling_to_no_other_size_is_answered(azure: Azure, count: int, advice: str) -> None:
    azure.app_service.describe(2)
    with pytest.raises(Advice, match=advice):
        azure.app_service.scale(count)


def test_scaling_needs_to_know_which_plan(azure: Azure) -> None:
    with pytest.raises(Advice, match="No App Service plan is described yet"):
        azure.app_service.scale(2)
    azure.app_service.describe(1)
    azure.app_service.describe(1)
    with pytest.raises(Advice, match="There are 2 App Service plans"):
        azure.app_service.scale(2)


def test_apps_leave_from_public_addresses(azure: Azure) -> None:
    with pytest.raises(Advice, match=r"10\.0\.0\.9 is a private address"):
        azure.app_service.describe(1, ["10.0.0.9"])


def test_the_topology_shows_instances_behind_their_addresses(azure: Azure) -> None:
    azure.app_service.describe(1, ["203.0.113.40"])
    azure.outbound.open_connection("vm1", "TCP", "198.51.100.7", 443)
    found = topology(azure.cloud)
    assert [place.kind for place in found.places] == [
        "App Service instance",
        "outbound addresses",
        "internet server",
    ]
    assert {(link.start, link.end) for link in found.links} == {
        ("vm1", "App Service"),
        ("App Service", "198.51.100.7"),
    }


def test_integrated_instances_need_an_address_each(azure: Azure) -> None:
    azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/28")])
    azure.app_service.describe_integrated(11, "app")
    with pytest.raises(Advice, match="has 0 free addresses, and 1 are needed"):
        azure.app_service.scale(12)


def test_integrated_instances_that_join_follow_the_routes_as_well(azure: Azure) -> None:
    azure.networks.describe(
        "vnet", "10.0.0.0/16", [("app", "10.0.0.0/28"), ("AzureFirewallSubnet", "10.0.1.0/26")]
    )
    azure.app_service.describe_integrated(1, "app")
    azure.routing.add_firewall("fw", "10.0.1.4", ["203.0.113.60"])
    azure.routing.lead_internet_to("app", "10.0.1.4")
    azure.app_service.scale(2)
    azure.outbound.open_connection("vm2", "TCP", "198.51.100.7", 443)
    assert azure.outbound.flows[-1].outside.source == "203.0.113.60"
    assert "outbound addresses" not in {each.kind for each in topology(azure.cloud).places}
