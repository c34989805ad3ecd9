"""Findings about services and openings: each where it is true, and not where it isn't."""

from __future__ import annotations

from typing import Any

import pytest

from azsim.explaining.answers import Explanation
from tests.explaining.conftest import (
    Explain,
    machine,
    network,
    public_ip,
    ref,
    resource,
    subnet,
)

ADDRESS = "Microsoft.Network/publicIPAddresses"
GROUP = "Microsoft.Network/networkSecurityGroups"
NAT = "Microsoft.Network/natGateways"
BALANCER = "Microsoft.Network/loadBalancers"


def findings(explanation: Explanation) -> list[str]:
    return [each.id for each in explanation.findings]


def public_machine(sku: str, group: str | None = None) -> list[dict[str, Any]]:
    """A machine with a public IP address in a subnet, which may have a group."""
    named = {} if group is None else {"networkSecurityGroup": ref(GROUP, group)}
    return [
        network(subnet("app", "10.0.0.0/24", **named)),
        public_ip("vm1-ip", sku),
        *machine("vm1", publicIPAddress=ref(ADDRESS, "vm1-ip")),
    ]


def group(*rules: tuple[int, str, str, str]) -> dict[str, Any]:
    """A group with inbound rules: priority, access, source and port."""
    return resource(
        GROUP,
        "nsg",
        securityRules=[
            {
                "name": f"rule{priority}",
                "properties": {
                    "priority": priority,
                    "direction": "Inbound",
                    "access": access,
                    "protocol": "Tcp",
                    "sourceAddressPrefix": source,
                    "sourcePortRange": "*",
                    "destinationAddressPrefix": "*",
                    "destinationPortRange": port,
                },
            }
            for priority, access, source, port in rules
        ],
    )


def test_basic_skus_are_retired(explain_resources: Explain) -> None:
    found = explain_resources(*public_machine("Basic"))
    [retired] = [each for each in found.findings if each.id == "retired"]
    assert retired.about == ("vm1-ip",)
    assert "2025-09-30" in retired.text.en
    assert retired.place is not None
    assert "retired" not in findings(explain_resources(*public_machine("Standard")))


def test_a_basic_address_without_a_group_is_open(explain_resources: Explain) -> None:
    assert "open-to-everything" in findings(explain_resources(*public_machine("Basic")))
    assert "open-to-everything" not in findings(explain_resources(*public_machine("Standard")))
    guarded = explain_resources(group((100, "Allow", "*", "443")), *public_machine("Basic", "nsg"))
    assert "open-to-everything" not in findings(guarded)


@pytest.mark.parametrize(
    ("rules", "is_open"),
    [
        ([(100, "Allow", "*", "22")], True),
        ([(100, "Allow", "Internet", "3389")], True),
        ([(100, "Allow", "*", "*")], True),
        ([(100, "Deny", "*", "22"), (200, "Allow", "*", "0-3000")], False),
        ([(100, "Allow", "198.51.100.0/24", "22")], False),
        ([(100, "Allow", "*", "443")], False),
    ],
)
def test_ports_for_management_that_everybody_reaches(
    rules: list[tuple[int, str, str, str]], is_open: bool, explain_resources: Explain
) -> None:
    found = explain_resources(group(*rules), *public_machine("Standard", "nsg"))
    assert ("management-port" in findings(found)) is is_open


def balanced(behind: bool) -> list[dict[str, Any]]:
    """A load balancer with a rule, and a machine that may be behind it."""
    front_end = {"name": "front", "properties": {"publicIPAddress": ref(ADDRESS, "lb-ip")}}
    rule = {
        "name": "web",
        "properties": {
            "frontendIPConfiguration": ref(f"{BALANCER}/frontendIPConfigurations", "lb/front"),
            "backendAddressPool": ref(f"{BALANCER}/backendAddressPools", "lb/pool"),
            "protocol": "Tcp",
            "frontendPort": 80,
            "backendPort": 80,
        },
    }
    pools = [ref(f"{BALANCER}/backendAddressPools", "lb/pool")] if behind else []
    return [
        network(subnet("app", "10.0.0.0/24")),
        public_ip("lb-ip"),
        resource(
            BALANCER,
            "lb",
            sku="Standard",
            frontendIPConfigurations=[front_end],
            backendAddressPools=[{"name": "pool"}],
            loadBalancingRules=[rule],
        ),
        *machine("vm1", loadBalancerBackendAddressPools=pools),
    ]


def test_a_rule_without_anybody_behind_it(explain_resources: Explain) -> None:
    assert "empty-pool" in findings(explain_resources(*balanced(behind=False)))
    assert "empty-pool" not in findings(explain_resources(*balanced(behind=True)))


def test_a_nat_gateway_that_no_machine_uses(explain_resources: Explain) -> None:
    gateway = resource(NAT, "nat", publicIpAddresses=[ref(ADDRESS, "nat-ip")])
    given = [public_ip("nat-ip"), gateway, *machine("vm1")]

    def of(app: dict[str, Any], other: dict[str, Any]) -> list[str]:
        return findings(
            explain_resources(
                network(subnet("app", "10.0.0.0/24", **app), subnet("b", "10.0.1.0/24", **other)),
                *given,
            )
        )

    on = {"natGateway": ref(NAT, "nat")}
    assert "nat-gateway-unused" in of({}, on)
    assert "nat-gateway-unused" in of({}, {})
    assert "nat-gateway-unused" not in of(on, {})


def hybrid(sku: str, bypass: bool) -> list[dict[str, Any]]:
    """A gateway with a connection to a circuit."""
    place = ref("Microsoft.Network/virtualNetworks/subnets", "vnet/GatewaySubnet")
    gateway = resource(
        "Microsoft.Network/virtualNetworkGateways",
        "gw",
        gatewayType="ExpressRoute",
        sku=sku,
        ipConfigurations=[{"name": "ip", "properties": {"subnet": place}}],
    )
    gateway["properties"]["sku"] = {"name": sku, "tier": sku}
    return [
        network(subnet("GatewaySubnet", "10.0.1.0/24")),
        gateway,
        resource(
            "Microsoft.Network/connections",
            "circuit",
            connectionType="ExpressRoute",
            virtualNetworkGateway1=ref("Microsoft.Network/virtualNetworkGateways", "gw"),
            expressRouteGatewayBypass=bypass,
        ),
    ]


@pytest.mark.parametrize(
    ("sku", "bypass", "told"),
    [("Standard", True, True), ("Standard", False, False), ("UltraPerformance", True, False)],
)
def test_fastpath_that_the_gateway_cant_have(
    sku: str, bypass: bool, told: bool, explain_resources: Explain
) -> None:
    found = explain_resources(*hybrid(sku, bypass))
    assert ("fastpath" in findings(found)) is told


def test_fastpath_of_a_gateway_that_is_elsewhere_is_not_known(explain_resources: Explain) -> None:
    [connection] = [each for each in hybrid("Standard", True) if each["name"] == "circuit"]
    found = explain_resources(connection)
    [path] = found.circuits
    assert (path.fastpath, path.why_not_fastpath) == (None, None)
    assert "fastpath" not in findings(found)


def cluster(most: int, ports: int = 0) -> dict[str, Any]:
    pool = {"name": "system", "count": 40, "enableAutoScaling": True, "maxCount": most}
    return resource(
        "Microsoft.ContainerService/managedClusters",
        "shop",
        agentPoolProfiles=[pool],
        networkProfile={"loadBalancerProfile": {"allocatedOutboundPorts": ports}},
    )


@pytest.mark.parametrize(
    ("most", "ports", "says"),
    [
        (60, 0, "1,024 SNAT ports each to 512"),
        (50, 0, None),
        (64, 1_000, None),
        (65, 1_000, "65 × 1,000 = 65,000"),
    ],
)
def test_an_autoscaler_that_takes_ports_away(
    most: int, ports: int, says: str | None, explain_resources: Explain
) -> None:
    found = explain_resources(cluster(most, ports))
    told = [each.text.en for each in found.findings if each.id == "autoscaling"]
    assert (says is None) is (not told)
    assert says is None or says in told[0]
