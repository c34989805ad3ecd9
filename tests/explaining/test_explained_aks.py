"""AKS clusters, of which AKS makes the nodes and their way out."""

from __future__ import annotations

from typing import Any

import pytest

from azsim.explaining.answers import Explanation, Machines
from tests.explaining.conftest import Explain, network, public_ip, ref, resource, subnet

SUBNET = "Microsoft.Network/virtualNetworks/subnets"
ADDRESS = "Microsoft.Network/publicIPAddresses"


def cluster(name: str = "shop", subnet: str | None = None, **profile: Any) -> dict[str, Any]:
    """A cluster with one pool of three nodes; *profile* is its network profile."""
    pool: dict[str, Any] = {"name": "system", "count": 3}
    if subnet is not None:
        pool["vnetSubnetID"] = ref(SUBNET, subnet)["id"]
    return resource(
        "Microsoft.ContainerService/managedClusters",
        name,
        agentPoolProfiles=[pool],
        networkProfile=profile,
    )


def nodes(explanation: Explanation) -> Machines:
    [found] = explanation.machines
    assert explanation.unresolved == ()
    return found


def test_nodes_leave_by_the_rule_that_aks_makes(explain_resources: Explain) -> None:
    found = nodes(explain_resources(cluster()))
    assert found.names == ("aks-system_0", "aks-system_1", "aks-system_2")
    assert (found.outbound.method, found.outbound.through) == ("outbound rule", "kubernetes")
    assert [each.each for each in found.outbound.ports] == [1_024, 1_024]
    [idle, *_] = found.outbound.timers
    assert idle.duration == 30 * 60 * 10**9


def test_ports_times_and_addresses_are_those_of_the_profile(explain_resources: Explain) -> None:
    profile = {
        "managedOutboundIPs": {"count": 2},
        "allocatedOutboundPorts": 4_000,
        "idleTimeoutInMinutes": 10,
    }
    outbound = nodes(explain_resources(cluster(loadBalancerProfile=profile))).outbound
    assert [each.each for each in outbound.ports] == [4_000, 4_000]
    assert len(outbound.addresses) == 2
    assert outbound.timers[0].duration == 10 * 60 * 10**9


def test_addresses_of_ones_own_go_before_managed_ones(explain_resources: Explain) -> None:
    profile = {"outboundIPs": {"publicIPs": [ref(ADDRESS, "mine")]}}
    outbound = nodes(
        explain_resources(public_ip("mine"), cluster(loadBalancerProfile=profile))
    ).outbound
    assert [each.resource for each in outbound.addresses] == ["mine"]


def test_a_prefix_of_ones_own_is_used(explain_resources: Explain) -> None:
    prefix = "Microsoft.Network/publicIPPrefixes"
    profile = {"outboundIPPrefixes": {"publicIPPrefixes": [ref(prefix, "mine")]}}
    own = resource(prefix, "mine", sku="Standard", prefixLength=31)
    outbound = nodes(explain_resources(own, cluster(loadBalancerProfile=profile))).outbound
    assert {each.resource for each in outbound.addresses} == {"mine"}


def test_a_managed_nat_gateway_is_on_the_network_that_aks_makes(explain_resources: Explain) -> None:
    profile = {"managedOutboundIPProfile": {"count": 2}, "idleTimeoutInMinutes": 7}
    found = nodes(
        explain_resources(cluster(outboundType="managedNATGateway", natGatewayProfile=profile))
    )
    assert (found.outbound.method, found.outbound.through) == ("NAT gateway", "aks-nat-gateway")
    assert [each.shared for each in found.outbound.ports] == [129_024, 129_024]


def test_a_managed_nat_gateway_on_another_network_isnt_known(explain_resources: Explain) -> None:
    app = network(subnet("app", "10.0.0.0/24"))
    found = explain_resources(app, cluster(subnet="vnet/app", outboundType="managedNATGateway"))
    assert any("NAT gateway" in each.reason.en for each in found.unresolved)


@pytest.mark.parametrize("kind", ["userAssignedNATGateway", "userDefinedRouting", "none"])
def test_nodes_leave_by_what_their_subnet_has(kind: str, explain_resources: Explain) -> None:
    gateway = ref("Microsoft.Network/natGateways", "nat")
    found = nodes(
        explain_resources(
            network(subnet("app", "10.0.0.0/24", natGateway=gateway)),
            public_ip("nat-ip"),
            resource(
                "Microsoft.Network/natGateways", "nat", publicIpAddresses=[ref(ADDRESS, "nat-ip")]
            ),
            cluster(subnet="vnet/app", outboundType=kind),
        )
    )
    assert found.subnet == "vnet/app"
    assert (found.outbound.method, found.outbound.through) == ("NAT gateway", "nat")


def test_a_basic_cluster_begins_with_default_access(explain_resources: Explain) -> None:
    found = nodes(explain_resources(cluster(loadBalancerSku="basic")))
    assert found.outbound.method == "default outbound access"


def test_two_clusters_dont_share_names(explain_resources: Explain) -> None:
    found = explain_resources(cluster("one"), cluster("two"))
    assert [each.names[0] for each in found.machines] == ["aks-system_0", "two aks-system_0"]
    assert [each.outbound.through for each in found.machines] == ["kubernetes", "two kubernetes"]


def test_a_cluster_that_is_made_already_isnt_made_again(explain_resources: Explain) -> None:
    made = resource(
        "Microsoft.Compute/virtualMachineScaleSets",
        "aks-system-12345678-vmss",
        virtualMachineProfile={"networkProfile": {"networkInterfaceConfigurations": []}},
    )
    assert explain_resources(made, cluster()).machines == ()


def test_a_pool_that_is_declared_beside_its_cluster_is_one_of_it(
    explain_resources: Explain,
) -> None:
    pool = resource("Microsoft.ContainerService/managedClusters/agentPools", "shop/user", count=2)
    system, user = explain_resources(cluster(), pool).machines
    assert user.names == ("aks-user_0", "aks-user_1")
    assert user.outbound == system.outbound


def test_a_finding_about_the_nodes_names_the_line_of_the_cluster(
    explain_resources: Explain,
) -> None:
    found = explain_resources(cluster(loadBalancerSku="basic"))
    [finding] = [each for each in found.findings if each.id == "default-outbound-access"]
    assert finding.place is not None
    assert finding.place.line is not None
