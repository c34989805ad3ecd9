"""App Service plans and their apps."""

from __future__ import annotations

from typing import Any

import pytest

from azsim.explaining.answers import Explanation, Machines
from tests.explaining.conftest import (
    Explain,
    id_of,
    network,
    public_ip,
    ref,
    resource,
    subnet,
)

FARM = "Microsoft.Web/serverfarms"
SITE = "Microsoft.Web/sites"
SUBNET = "Microsoft.Network/virtualNetworks/subnets"
ADDRESS = "Microsoft.Network/publicIPAddresses"


def farm(sku: str = "P1v3") -> dict[str, Any]:
    """A plan with three instances."""
    return {**resource(FARM, "plan"), "sku": {"name": sku, "capacity": 3}}


def site(name: str = "shop", **properties: Any) -> dict[str, Any]:
    return resource(SITE, name, serverFarmId=id_of(FARM, "plan"), **properties)


def integrated(*, route_all: bool, **properties: Any) -> dict[str, Any]:
    settings = {"vnetRouteAllEnabled": route_all}
    return site(virtualNetworkSubnetId=id_of(SUBNET, "vnet/app"), siteConfig=settings, **properties)


def network_with_gateway() -> list[dict[str, Any]]:
    gateway = "Microsoft.Network/natGateways"
    return [
        network(subnet("app", "10.0.0.0/24", natGateway=ref(gateway, "nat"))),
        public_ip("nat-ip"),
        resource(gateway, "nat", publicIpAddresses=[ref(ADDRESS, "nat-ip")]),
    ]


def only(explanation: Explanation) -> Machines:
    assert explanation.unresolved == ()
    [found] = explanation.machines
    return found


def test_each_instance_has_its_ports(explain_resources: Explain) -> None:
    found = only(explain_resources(farm(), site()))
    assert found.names == ("plan_0", "plan_1", "plan_2")
    assert found.kind == "App Service instance"
    assert found.outbound.method == "outbound addresses of the app"
    assert [each.each for each in found.outbound.ports] == [128, 128]
    # How many addresses there are isn't known, nor which.
    [address] = found.outbound.addresses
    assert (address.resource, address.address) == (None, None)


def test_what_comes_in_is_told_as_not_known(explain_resources: Explain) -> None:
    [way] = only(explain_resources(farm(), site())).inbound
    assert way.through == "shop"
    assert way.not_known is not None


@pytest.mark.parametrize("route_all", [True, False])
def test_only_route_all_leads_to_the_nat_gateway(
    route_all: bool, explain_resources: Explain
) -> None:
    found = only(
        explain_resources(farm(), integrated(route_all=route_all), *network_with_gateway())
    )
    assert (found.outbound.through == "nat") is route_all
    assert (found.subnet == "vnet/app") is route_all


def test_a_network_config_beside_the_app_is_part_of_it(explain_resources: Explain) -> None:
    config = resource(
        f"{SITE}/networkConfig",
        "shop/virtualNetwork",
        subnetResourceId=id_of(SUBNET, "vnet/app"),
    )
    app = site(siteConfig={"vnetRouteAllEnabled": True})
    found = only(explain_resources(farm(), app, config, *network_with_gateway()))
    assert found.outbound.through == "nat"


def test_apps_of_a_plan_that_differ_are_told(explain_resources: Explain) -> None:
    found = explain_resources(
        farm(), site("other"), integrated(route_all=True), *network_with_gateway()
    )
    assert any("different ways" in each.reason.en for each in found.unresolved)


@pytest.mark.parametrize("sku", ["Y1", "FC1"])
def test_a_plan_that_scales_by_itself_isnt_known(sku: str, explain_resources: Explain) -> None:
    found = explain_resources(farm(sku), site())
    assert found.machines == ()
    assert found.unresolved != ()
