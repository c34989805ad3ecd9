"""Rules that name application security groups: about the interfaces in them, and no others."""

from __future__ import annotations

from typing import Any

from azsim.explaining.answers import Explanation
from tests.explaining.broken import ADDRESSES, GROUPS, rule
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

APPLICATION_GROUPS = "Microsoft.Network/applicationSecurityGroups"
WEB = [ref(APPLICATION_GROUPS, "web")]
WITH_GROUP = {"networkSecurityGroup": ref(GROUPS, "nsg")}


def to_web() -> dict[str, Any]:
    """A rule that lets everybody reach those in the group."""
    found = rule("web", 100, destinationPortRange="443", destinationApplicationSecurityGroups=WEB)
    del found["properties"]["destinationAddressPrefix"]
    return found


def deployed(*machines: dict[str, Any]) -> list[dict[str, Any]]:
    """*machines* and those addresses of theirs, behind a group with that rule."""
    return [
        network(subnet("app", "10.0.0.0/24", **WITH_GROUP)),
        resource(GROUPS, "nsg", securityRules=[to_web()]),
        public_ip("in-ip"),
        public_ip("out-ip"),
        *machines,
    ]


def one_in_the_group() -> list[dict[str, Any]]:
    """Two machines with addresses of their own, one of which is in the group."""
    return [
        *machine("in", publicIPAddress=ref(ADDRESSES, "in-ip"), applicationSecurityGroups=WEB),
        *machine("out", publicIPAddress=ref(ADDRESSES, "out-ip")),
    ]


def open_ports(found: Explanation) -> dict[str, list[str]]:
    """By machine, the ports by which something comes in."""
    return {
        name: [way.ports for way in each.inbound if way.why_not is None]
        for each in found.machines
        for name in each.names
    }


def test_a_rule_for_a_group_is_about_those_in_it(explain_resources: Explain) -> None:
    found = explain_resources(*deployed(*one_in_the_group()))
    assert open_ports(found) == {"in": ["443"], "out": []}
    assert not found.unresolved


def test_a_rule_beside_it_for_no_group_is_about_everybody(explain_resources: Explain) -> None:
    vnet, group, *others = deployed(*one_in_the_group())
    group["properties"]["securityRules"].append(rule("ssh", 110, destinationPortRange="22"))
    found = explain_resources(vnet, group, *others)
    assert open_ports(found) == {"in": ["443", "22"], "out": ["22"]}


def test_the_group_itself_is_nothing_that_is_not_modelled(explain_resources: Explain) -> None:
    group = resource(APPLICATION_GROUPS, "web")
    found = explain_resources(*deployed(*one_in_the_group()), group)
    assert not found.not_modelled


def test_instances_of_a_scale_set_are_in_the_group_of_their_configuration(
    explain_resources: Explain,
) -> None:
    place = ref("Microsoft.Network/virtualNetworks/subnets", "vnet/app")
    address = {"name": "ip", "properties": {}, "sku": {"name": "Standard"}}
    parts = {
        "subnet": place,
        "publicIPAddressConfiguration": address,
        "applicationSecurityGroups": WEB,
    }
    interface = {
        "name": "nic",
        "properties": {"ipConfigurations": [{"name": "ip", "properties": parts}]},
    }
    scale_set = {
        "id": id_of("Microsoft.Compute/virtualMachineScaleSets", "set"),
        "name": "set",
        "type": "Microsoft.Compute/virtualMachineScaleSets",
        "sku": {"capacity": 2},
        "properties": {
            "virtualMachineProfile": {
                "networkProfile": {"networkInterfaceConfigurations": [interface]}
            }
        },
    }
    found = explain_resources(*deployed(scale_set))
    assert open_ports(found) == {"set_0": ["443"], "set_1": ["443"]}


def test_a_group_that_nobody_of_the_input_is_in_is_told(explain_resources: Explain) -> None:
    found = explain_resources(*deployed(*machine("out", publicIPAddress=ref(ADDRESSES, "out-ip"))))
    [doubt] = found.unresolved
    assert "no network interface of the input is in the application security group web" in (
        doubt.reason.en
    )
    [machines] = found.machines
    assert machines.doubts


def test_groups_of_peered_networks_that_a_rule_names_are_refused(
    explain_resources: Explain,
) -> None:
    both = rule(
        "both",
        100,
        sourceApplicationSecurityGroups=[ref(APPLICATION_GROUPS, "far")],
        destinationApplicationSecurityGroups=WEB,
    )
    for part in ("sourceAddressPrefix", "destinationAddressPrefix"):
        del both["properties"][part]
    far = {"applicationSecurityGroups": [ref(APPLICATION_GROUPS, "far")]}
    vnet = network(subnet("app", "10.0.0.0/24", **WITH_GROUP))
    peering = {"remoteVirtualNetwork": ref("Microsoft.Network/virtualNetworks", "spoke")}
    vnet["properties"]["virtualNetworkPeerings"] = [{"name": "spoke", "properties": peering}]
    found = explain_resources(
        vnet,
        network(subnet("far", "10.1.0.0/24"), name="spoke", space="10.1.0.0/16"),
        resource(GROUPS, "nsg", securityRules=[both]),
        *machine("in", applicationSecurityGroups=WEB),
        *machine("far", subnet="spoke/far", **far),
    )
    [refused] = [each for each in found.findings if each.id == "refused"]
    assert "application security groups of a rule" in refused.text.en
