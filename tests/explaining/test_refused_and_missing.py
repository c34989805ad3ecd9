"""Resources that Azure refuses, that no input declares, or that nobody can tell: answers without them."""

from __future__ import annotations

from typing import Any

import pytest

from azsim.explaining.answers import Explanation
from tests.explaining.broken import (
    ADDRESSES,
    BALANCERS,
    FRONT_ENDS,
    GROUPS,
    NETWORK,
    POOLS,
    SUBNETS,
    named,
    rule,
)
from tests.explaining.conftest import (
    Explain,
    id_of,
    machine,
    network,
    public_ip,
    ref,
    resource,
    subnet,
)

GROUP = {"networkSecurityGroup": ref(GROUPS, "nsg")}
INTERFACES = f"{NETWORK}networkInterfaces"
IN_POOL = {"loadBalancerBackendAddressPools": [ref(POOLS, "lb/pool")]}


def reasons(found: Explanation) -> str:
    return " ".join(each.reason.en for each in found.unresolved)


def balancer(front_end: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """A Standard load balancer with a rule for TCP 80."""
    rule = named(
        "http",
        frontendIPConfiguration=ref(FRONT_ENDS, "lb/in"),
        backendAddressPool=ref(POOLS, "lb/pool"),
        protocol="Tcp",
        frontendPort=80,
        backendPort=80,
    )
    return resource(
        BALANCERS,
        "lb",
        sku="Standard",
        frontendIPConfigurations=[named("in", **front_end)],
        backendAddressPools=[{"name": "pool"}],
        loadBalancingRules=[rule],
        **properties,
    )


def open_machine(*rules: dict[str, Any]) -> list[dict[str, Any]]:
    """A machine with a public IP address behind a group with these rules."""
    return [
        network(subnet("app", "10.0.0.0/24", **GROUP)),
        resource(GROUPS, "nsg", securityRules=list(rules)),
        public_ip("ip"),
        *machine("vm1", publicIPAddress=ref(ADDRESSES, "ip")),
    ]


def test_a_group_that_azure_refuses_leaves_its_subnets_without_one(
    explain_resources: Explain,
) -> None:
    found = explain_resources(*open_machine(rule("a", 100), rule("b", 100)))
    assert [each.id for each in found.findings] == ["refused", "closed"]


@pytest.mark.parametrize("kind", ["sourceAddressPrefix", "destinationAddressPrefix"])
def test_a_rule_with_a_tag_that_is_not_known_leaves_the_others(
    explain_resources: Explain, kind: str
) -> None:
    tagged = rule("tagged", 100, **{kind: "Storage.WestEurope"})
    found = explain_resources(*open_machine(tagged, rule("ssh", 200, destinationPortRange="22")))
    assert "Storage.WestEurope" in reasons(found)
    [way] = found.machines[0].inbound
    assert way.ports == "22"


def test_tags_are_read_without_case(explain_resources: Explain) -> None:
    found = explain_resources(*open_machine(rule("web", 100, sourceAddressPrefix="INTERNET")))
    assert reasons(found) == ""
    [way] = found.machines[0].inbound
    assert way.why_not is None


def test_of_a_rule_with_two_families_the_known_one_counts(explain_resources: Explain) -> None:
    both = rule("both", 100, sourceAddressPrefixes=["203.0.113.0/24", "2001:db8::/32"])
    found = explain_resources(*open_machine(both))
    assert "IPv6" in reasons(found)
    [way] = found.machines[0].inbound
    assert way.source == "203.0.113.0/24"


def test_a_prefix_that_stands_elsewhere_has_one_address_at_least(
    explain_resources: Explain,
) -> None:
    gateway = ref(f"{NETWORK}natGateways", "nat")
    prefix = ref(f"{NETWORK}publicIPPrefixes", "prefix")
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24", natGateway=gateway)),
        resource(f"{NETWORK}natGateways", "nat", publicIpPrefixes=[prefix]),
        *machine("vm1"),
    )
    assert "prefix prefix isn't in the input" in reasons(found)
    assert found.machines[0].outbound.method == "NAT gateway"
    assert not found.findings


def test_a_front_end_of_a_prefix_that_stands_elsewhere(explain_resources: Explain) -> None:
    prefix = ref(f"{NETWORK}publicIPPrefixes", "prefix")
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        balancer({"publicIPPrefix": prefix}),
        *machine("vm1", **IN_POOL),
    )
    assert "prefix prefix isn't in the input" in reasons(found)
    assert found.machines[0].outbound.through == "lb"


def test_a_front_end_of_ipv6_is_none_of_ipv4(explain_resources: Explain) -> None:
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        public_ip("six", publicIPAddressVersion="IPv6"),
        balancer({"publicIPAddress": ref(ADDRESSES, "six")}),
        *machine("vm1", **IN_POOL),
    )
    assert "IPv6" in reasons(found)
    assert "isn't in the input" not in reasons(found)
    assert found.machines[0].outbound.method is None
    assert found.machines[0].inbound == ()


def test_a_firewall_without_an_address_is_left_out(explain_resources: Explain) -> None:
    place = ref(SUBNETS, "vnet/AzureFirewallSubnet")
    found = explain_resources(
        network(subnet("AzureFirewallSubnet", "10.0.0.0/24")),
        resource(f"{NETWORK}azureFirewalls", "fw", ipConfigurations=[named("a", subnet=place)]),
    )
    assert "firewall without a public IP" in reasons(found)


def test_a_machine_in_two_networks_is_left_out(explain_resources: Explain) -> None:
    [nic, vm], [other, _] = machine("vm1"), machine("vm2", "spoke/app")
    vm["properties"]["networkProfile"]["networkInterfaces"].append({"id": other["id"]})
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        network(subnet("app", "10.1.0.0/24"), name="spoke", space="10.1.0.0/16"),
        nic,
        other,
        vm,
    )
    assert found.machines == ()
    assert "several virtual networks" in reasons(found)


def test_what_needs_something_refused_is_left_out_as_well(explain_resources: Explain) -> None:
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        public_ip("ip", idleTimeoutInMinutes=300),
        balancer({"publicIPAddress": ref(ADDRESSES, "ip")}),
        *machine("vm1", **IN_POOL),
    )
    refused, left_out, *_ = found.findings
    assert (refused.id, refused.about) == ("refused", ("ip",))
    assert (left_out.id, left_out.about) == ("left-out", ("lb",))
    assert "it needs ip" in left_out.text.en


def test_an_internal_load_balancer_is_open_to_its_network(explain_resources: Explain) -> None:
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        balancer({"subnet": ref(SUBNETS, "vnet/app")}),
        *machine("vm1", **IN_POOL),
    )
    [way] = found.machines[0].inbound
    assert (way.source, way.why_not) == ("virtual network", None)


def test_an_empty_list_is_an_export_of_nothing(explain_resources: Explain) -> None:
    assert explain_resources().machines == ()


def test_ids_of_other_kinds_than_they_should_be_are_elsewhere(explain_resources: Explain) -> None:
    gateway = ref(f"{NETWORK}natGateways", "nat")
    strange = {"id": id_of(f"{NETWORK}networkInterfaces", "vm1-nic")}
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24", natGateway=gateway)),
        resource(f"{NETWORK}natGateways", "nat", publicIpPrefixes=[strange]),
        *machine("vm1"),
    )
    assert "vm1-nic isn't in the input" in reasons(found)


def test_a_nat_gateway_that_azure_refuses_leaves_its_subnets_without_one(
    explain_resources: Explain,
) -> None:
    gateway = ref(f"{NETWORK}natGateways", "nat")
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24", natGateway=gateway)),
        public_ip("nat-ip"),
        resource(
            f"{NETWORK}natGateways",
            "nat",
            publicIpAddresses=[ref(ADDRESSES, "nat-ip")],
            idleTimeoutInMinutes=500,
        ),
        *machine("vm1"),
    )
    assert "refused" in [each.id for each in found.findings]
    assert found.machines[0].outbound.method != "NAT gateway"


def test_a_machine_of_a_scale_set_that_stands_elsewhere(explain_resources: Explain) -> None:
    interface, vm = machine("vm1")
    vm["properties"]["virtualMachineScaleSet"] = ref(
        "Microsoft.Compute/virtualMachineScaleSets", "scale"
    )
    found = explain_resources(network(subnet("app", "10.0.0.0/24")), interface, vm)
    assert "the scale set scale isn't in the input" in reasons(found)
    assert len(found.machines) == 1


def test_subnets_of_two_networks_may_have_one_name(explain_resources: Explain) -> None:
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        network(subnet("app", "10.9.0.0/24"), name="other", space="10.9.0.0/16"),
    )
    assert [each.subnet for each in found.machines] == ["vnet/app", "other/app"]
    assert [each.about for each in found.findings] == [("app (vnet)",), ("app (other)",)]
    assert all(each.place is not None for each in found.findings)


def test_a_member_of_a_pool_that_is_not_in_the_input_is_told(explain_resources: Explain) -> None:
    members = [
        {"id": f"{id_of(INTERFACES, f'{name}-nic')}/ipConfigurations/ipconfig1"}
        for name in ("vm1", "vm2")
    ]
    whole = balancer({"publicIPAddress": ref(ADDRESSES, "ip")})
    whole["properties"]["backendAddressPools"] = [named("pool", backendIPConfigurations=members)]
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")), public_ip("ip"), whole, *machine("vm1", **IN_POOL)
    )
    [doubt] = found.unresolved
    assert (doubt.path, doubt.reason.en.split()[0]) == ("lb pool", "vm2-nic")
    [machines] = found.machines
    assert machines.doubts


@pytest.mark.parametrize(
    ("address", "reason"),
    [("10.0.1.4", "lies outside its subnet"), ("10.0.0.3", "keeps the first 4 addresses")],
)
def test_an_interface_with_an_address_that_nothing_gets_is_refused(
    explain_resources: Explain, address: str, reason: str
) -> None:
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")), *machine("vm1", privateIPAddress=address)
    )
    refused, left_out, *_ = found.findings
    assert (refused.id, refused.about) == ("refused", ("vm1-nic",))
    assert reason in refused.text.en
    assert (left_out.id, left_out.about) == ("left-out", ("vm1",))


def test_a_front_end_whose_public_address_has_another_sku_is_refused(
    explain_resources: Explain,
) -> None:
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        public_ip("ip", sku="Basic"),
        balancer({"publicIPAddress": ref(ADDRESSES, "ip")}),
        *machine("vm1", **IN_POOL),
    )
    [refused] = [each for each in found.findings if each.id == "refused"]
    assert refused.about == ("lb",)
    assert "have the same SKU" in refused.text.en


def test_a_front_end_whose_public_address_is_not_known_may_have_any_sku(
    explain_resources: Explain,
) -> None:
    basic = balancer({"publicIPAddress": ref(ADDRESSES, "ip")})
    basic["sku"] = {"name": "Basic"}
    found = explain_resources(network(subnet("app", "10.0.0.0/24")), basic)
    assert "refused" not in [each.id for each in found.findings]


def test_an_internal_front_end_with_an_address_that_azure_keeps_is_refused(
    explain_resources: Explain,
) -> None:
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        balancer({"subnet": ref(SUBNETS, "vnet/app"), "privateIPAddress": "10.0.0.255"}),
        *machine("vm1", **IN_POOL),
    )
    [refused] = [each for each in found.findings if each.id == "refused"]
    assert refused.about == ("lb",)


@pytest.mark.parametrize(("sku", "refused"), [("Basic", True), ("Standard", False)])
def test_a_flexible_scale_set_behind_a_basic_load_balancer_is_refused(
    explain_resources: Explain, sku: str, refused: bool
) -> None:
    """The answers are those of instances behind nothing, and the finding says why."""
    configuration = named("one", subnet=ref(SUBNETS, "vnet/app"), **IN_POOL)
    interface = named("nic", primary=True, ipConfigurations=[configuration])
    profile = {"networkProfile": {"networkInterfaceConfigurations": [interface]}}
    kind = "Microsoft.Compute/virtualMachineScaleSets"
    flexible = resource(kind, "set", orchestrationMode="Flexible", virtualMachineProfile=profile)
    front_end = {"publicIPAddress": ref(ADDRESSES, "lb-ip")}
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        public_ip("lb-ip", sku),
        {**balancer(front_end), "sku": {"name": sku}},
        {**flexible, "sku": {"name": "Standard_D2", "capacity": 2}},
    )
    told = [each for each in found.findings if each.id == "refused"]
    assert bool(told) is refused
    [machines] = found.machines
    assert machines.names == ("set_0", "set_1")
    assert bool(machines.inbound) is not refused
    if refused:
        assert (
            "instances of a Flexible scale set can't be behind a Basic load balancer"
            in told[0].text.en
        )
        assert told[0].facts == ("scale-set.flexible.no-basic-load-balancer",)
        assert told[0].about == ("lb",)
        assert machines.outbound.method is None


def test_an_address_in_a_subnet_that_is_too_small_for_any_is_refused(
    explain_resources: Explain,
) -> None:
    found = explain_resources(
        network(subnet("app", "10.0.0.0/32")), *machine("vm1", privateIPAddress="10.0.0.0")
    )
    [told] = [each for each in found.findings if each.id == "refused"]
    assert "Azure keeps the first 4 addresses of a subnet" in told.text.en
