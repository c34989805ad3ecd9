"""Answers that rest on what isn't known say so, and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from azsim.explaining.answers import Explanation
from azsim.explaining.telling.lines import lines
from tests.explaining.broken import (
    ADDRESSES,
    BALANCERS,
    GROUPS,
    NETWORK,
    POOLS,
    SUBNETS,
    named,
    rule,
)
from tests.explaining.conftest import (
    Explain,
    explained,
    machine,
    network,
    public_ip,
    ref,
    resource,
    subnet,
)


def doubtful(found: Explanation) -> set[str]:
    return {name for each in found.machines if each.doubts for name in each.names}


def two_subnets(**properties: Any) -> list[dict[str, Any]]:
    """A machine in the subnet of these properties, and one in another."""
    return [
        network(subnet("app", "10.0.0.0/24", **properties), subnet("web", "10.0.1.0/24")),
        *machine("vm1"),
        *machine("vm2", "vnet/web"),
    ]


def test_a_group_elsewhere_touches_its_subnet_only(explain_resources: Explain) -> None:
    found = explain_resources(*two_subnets(networkSecurityGroup=ref(GROUPS, "nsg")))
    assert doubtful(found) == {"vm1"}


def test_a_rule_in_doubt_touches_whoever_it_is_for(explain_resources: Explain) -> None:
    group = resource(
        GROUPS, "nsg", securityRules=[rule("a", 100, sourceAddressPrefix="Sql.WestEurope")]
    )
    here = two_subnets(networkSecurityGroup=ref(GROUPS, "nsg"))
    assert doubtful(explain_resources(group, *here)) == {"vm1"}
    assert doubtful(explain_resources(group, *two_subnets())) == set()


def test_a_refused_nat_gateway_touches_its_subnet(explain_resources: Explain) -> None:
    gateway = resource(f"{NETWORK}natGateways", "nat", idleTimeoutInMinutes=300)
    here = two_subnets(natGateway=ref(f"{NETWORK}natGateways", "nat"))
    found = explain_resources(gateway, *here)
    assert doubtful(found) == {"vm1"}
    access = [each for each in found.findings if each.id == "default-outbound-access"]
    assert {each.about: each.in_doubt for each in access} == {("vm1",): True, ("vm2",): False}
    told = "\n".join(lines(found, "en", None))
    assert "not certain  because of nat" in told
    assert told.count("(not certain)") == 1


def test_an_address_of_a_balancer_touches_its_pool(explain_resources: Explain) -> None:
    balancer = resource(
        BALANCERS,
        "lb",
        sku="Standard",
        frontendIPConfigurations=[named("in", publicIPAddress=ref(ADDRESSES, "elsewhere"))],
        backendAddressPools=[
            {"name": "pool"},
            named("by-address", loadBalancerBackendAddresses=[named("a", ipAddress="10.0.1.9")]),
        ],
    )
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24"), subnet("web", "10.0.1.0/24")),
        balancer,
        *machine("vm1", loadBalancerBackendAddressPools=[ref(POOLS, "lb/pool")]),
        *machine("vm2", "vnet/web", privateIPAddress="10.0.1.9"),
        *machine("vm3", "vnet/web"),
    )
    assert doubtful(found) == {"vm1", "vm2"}


def test_a_firewall_touches_whoever_is_routed_to_it(explain_resources: Explain) -> None:
    route = named(
        "all",
        addressPrefix="0.0.0.0/0",
        nextHopType="VirtualAppliance",
        nextHopIpAddress="10.0.9.4",
    )
    firewall = named(
        "one",
        subnet=ref(SUBNETS, "vnet/AzureFirewallSubnet"),
        privateIPAddress="10.0.9.4",
        publicIPAddress=ref(ADDRESSES, "elsewhere"),
    )
    routes = ref(f"{NETWORK}routeTables", "routes")
    found = explain_resources(
        network(
            subnet("app", "10.0.0.0/24", routeTable=routes),
            subnet("web", "10.0.1.0/24"),
            subnet("AzureFirewallSubnet", "10.0.9.0/24"),
        ),
        resource(f"{NETWORK}routeTables", "routes", routes=[route]),
        resource(f"{NETWORK}azureFirewalls", "fw", ipConfigurations=[firewall]),
        *machine("vm1"),
        *machine("vm2", "vnet/web"),
    )
    assert doubtful(found) == {"vm1"}


def test_a_cluster_touches_its_nodes(explain_resources: Explain) -> None:
    def cluster(name: str, **profile: Any) -> dict[str, Any]:
        pools = [{"name": name, "count": 2}]
        kind = "Microsoft.ContainerService/managedClusters"
        return resource(kind, name, agentPoolProfiles=pools, networkProfile=profile)

    found = explain_resources(cluster("known"), cluster("shop", outboundType="carrier pigeon"))
    assert doubtful(found) == {"aks-shop_0", "aks-shop_1"}


def test_a_plan_and_its_apps_touch_its_instances(explain_resources: Explain) -> None:
    def plan(name: str) -> list[dict[str, Any]]:
        farm = resource("Microsoft.Web/serverfarms", name)
        site = {"serverFarmId": farm["id"]}
        return [farm, resource("Microsoft.Web/sites", f"{name}-app", **site)]

    known, shop = plan("known"), plan("shop")
    shop[1]["properties"]["vnetRouteAllEnabled"] = "perhaps"
    assert doubtful(explain_resources(*known, *shop)) == {"shop_0"}
    [_, app] = plan("elsewhere")
    found = explain_resources(*known, app)
    assert found.unresolved
    assert doubtful(found) == set()


def test_what_is_about_no_resource_touches_all(explain_resources: Explain) -> None:
    found = explain_resources({"name": "no resource"}, *two_subnets(), public_ip("ip"))
    assert doubtful(found) == {"vm1", "vm2"}


def test_a_condition_that_is_not_known_touches_what_depends_on_it(tmp_path: Path) -> None:
    group = resource(GROUPS, "nsg")
    disk = resource("Microsoft.Compute/disks", "disk")
    unknown = "[equals(reference('/subscriptions/s/providers/A.B/c/d', '2024-01-01').a, 'b')]"

    def of(conditional: dict[str, Any]) -> Explanation:
        plain = [
            {key: value for key, value in each.items() if key != "id"}
            | {"apiVersion": "2024-01-01"}
            for each in two_subnets(networkSecurityGroup={"id": group["id"]})
        ]
        whole = {
            "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
            "contentVersion": "1.0.0.0",
            "resources": [
                *plain,
                *(
                    {**each, "apiVersion": "2024-01-01"}
                    for each in (group,)
                    if each is not conditional
                ),
                {**conditional, "apiVersion": "2024-01-01", "condition": unknown},
            ],
        }
        path = tmp_path / "main.json"
        path.write_text(json.dumps(whole), encoding="utf-8")
        return explained(path)

    assert doubtful(of(group)) == {"vm1"}
    assert doubtful(of(disk)) == set()
    assert of(disk).unresolved
