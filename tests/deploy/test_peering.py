"""Several virtual networks: what stands in which, and what reaches what."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.functions.egress import NOT_PEERED
from azsim.functions.firewall.profiles import NOT_FORWARDED
from azsim.model.resources.outbound import FirewallNatRule
from azsim.model.rules import Rule


def networks(*peered: str, forwarded: bool = False) -> Azure:
    """A hub with a firewall, and two spokes with a machine each, of which *peered* are peered with it."""
    azure = Azure()
    azure.networks.describe("hub", "10.0.0.0/16", [("AzureFirewallSubnet", "10.0.1.0/26")])
    for number in (1, 2):
        prefix = f"10.{number}.0"
        azure.networks.describe(
            f"spoke{number}", f"{prefix}.0/16", [(f"s{number}", f"{prefix}.0/24")]
        )
        azure.networks.add_machine(f"vm{number}", f"{prefix}.4", f"s{number}")
    azure.routing.add_firewall("fw", "10.0.1.4", ["203.0.113.60"])
    for each in peered:
        azure.networks.peer("hub", each, forwarded=forwarded)
    return azure


def became(azure: Azure, address: str, port: int = 443) -> Rule | None:
    """Why a connection of vm1 fails, whether it is followed or a flow."""
    azure.outbound.open_connection("vm1", "TCP", address, port)
    followed = azure.outbound.attempt().flows[0].refused
    azure.outbound.open_many("vm1", "TCP", 1, [(address, port)])
    assert azure.outbound.attempt().flows[0].refused == followed
    return followed


def test_networks_are_apart_until_they_are_peered() -> None:
    assert became(networks(), "10.2.0.4") == NOT_PEERED
    assert became(networks("spoke1", "spoke2"), "10.2.0.4") == NOT_PEERED
    azure = networks()
    azure.networks.peer("spoke1", "spoke2")
    assert became(azure, "10.2.0.4") is None


@pytest.mark.parametrize(("forwarded", "rule"), [(True, None), (False, NOT_FORWARDED)])
def test_a_firewall_connects_spokes_that_take_what_it_forwards(
    forwarded: bool, rule: Rule | None
) -> None:
    azure = networks("spoke1", "spoke2", forwarded=forwarded)
    for subnet in ("s1", "s2"):
        azure.routing.lead_internet_to(subnet, "10.0.1.4")
    assert became(azure, "10.2.0.4") == rule
    assert became(azure, "198.51.100.7") is None


def test_a_firewall_that_always_translates_forwards_nothing() -> None:
    azure = networks("spoke1", "spoke2")
    azure.routing.set_private_ranges("fw", ["255.255.255.255/32"])
    azure.routing.lead_internet_to("s1", "10.0.1.4")
    assert became(azure, "10.2.0.4") is None


def test_a_route_into_a_network_that_is_not_peered_leads_nowhere() -> None:
    azure = networks("spoke2")
    azure.routing.lead_internet_to("s1", "10.0.1.4")
    assert became(azure, "198.51.100.7") == NOT_PEERED


def test_each_spoke_leaves_by_its_own_nat_gateway() -> None:
    azure = networks()
    azure.nat_gateways.describe("nat2", ["203.0.113.72"], ["s2"])
    azure.nat_gateways.describe("nat1", ["203.0.113.71"], ["s1"])
    for number in (1, 2):
        azure.outbound.open_connection(f"vm{number}", "TCP", "198.51.100.7", 443)
        assert not azure.outbound.attempt().refusals
        assert azure.seen.last_source_address("198.51.100.7") == f"203.0.113.7{number}"


def test_a_load_balancer_stands_before_the_machines_of_any_network() -> None:
    azure = networks()
    azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [("vm2", "10.2.0.4")])
    azure.load_balancing.add_client("192.0.2.33")
    azure.outbound.open_as_client("192.0.2.33", "TCP", "203.0.113.20", 443)
    assert not azure.outbound.attempt().refusals
    azure.outbound.open_connection("vm2", "TCP", "198.51.100.7", 443)
    assert azure.seen.last_source_address("198.51.100.7") == "203.0.113.20"


def test_a_dnat_rule_leads_into_a_spoke() -> None:
    azure = networks("spoke2")
    rule = FirewallNatRule(
        name="rdp",
        ip_address="203.0.113.60",
        port=3389,
        translated_ip_address="10.2.0.4",
        translated_port=3389,
    )
    azure.routing.set_nat_rules("fw", [rule])
    azure.load_balancing.add_client("192.0.2.33")
    azure.outbound.open_as_client("192.0.2.33", "TCP", "203.0.113.60", 3389)
    assert not azure.outbound.attempt().refusals
