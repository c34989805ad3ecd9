"""Route tables and firewalls: where the flows of a subnet go, packet by packet and as flows."""

from __future__ import annotations

import pytest
from attrs import evolve

from azsim.azure import Azure
from azsim.deploy.firewalls import TIMEOUT_TOO_LONG, TOO_FEW_INSTANCES, TOO_MANY_ADDRESSES
from azsim.deploy.survey import topology
from azsim.functions.snat.flows import NO_FLOW
from azsim.functions.snat.masquerading import EXHAUSTED
from azsim.functions.user_routes import (
    NO_NEXT_HOP,
    TO_AN_APPLIANCE,
    TO_AN_UNKNOWN_APPLIANCE,
    TO_THE_GATEWAY,
)
from azsim.model.events import Ending
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.network import (
    IpConfiguration,
    NetworkInterface,
    PublicIpAddress,
    Route,
    RouteTable,
    Subnet,
    VirtualNetwork,
)
from azsim.model.resources.outbound import Firewall, FirewallIpConfiguration
from azsim.model.rules import Rule
from azsim.text import Advice
from azsim.units import MINUTE, SECOND

SERVER = ("198.51.100.7", 443)
FIREWALL, PUBLIC = "10.0.1.4", "203.0.113.60"


def firewall(addresses: int = 1, **settings: int) -> Firewall:
    """A firewall whose public addresses are described."""
    return Firewall(
        id="fw",
        ip_configurations=tuple(
            FirewallIpConfiguration(
                name=f"ip{number}",
                public_ip_address=f"ip{number}",
                subnet="vnet/subnets/AzureFirewallSubnet" if not number else None,
                private_ip_address=FIREWALL if not number else None,
            )
            for number in range(addresses)
        ),
        **settings,
    )


def deployed(*routes: tuple[str, str, str | None], back: str | None = None) -> Azure:
    """vm1 in a subnet with *routes*, vm2 in another one with a route *back*, and a firewall."""
    azure = Azure()
    plane = azure.cloud.plane
    plane.describe(
        RouteTable(id="table", routes=_routes(*routes)),
        RouteTable(id="back", routes=_routes((back, "VirtualAppliance", FIREWALL)) if back else ()),
        VirtualNetwork(
            id="vnet",
            address_space=("10.0.0.0/16",),
            subnets=(
                Subnet(name="app", address_prefixes=("10.0.0.0/24",), route_table="table"),
                Subnet(name="data", address_prefixes=("10.0.2.0/24",), route_table="back"),
                Subnet(name="AzureFirewallSubnet", address_prefixes=("10.0.1.0/26",)),
            ),
        ),
        PublicIpAddress(id="ip0", ip_address=PUBLIC),
        firewall(),
    )
    for name, subnet, address in (("vm1", "app", "10.0.0.4"), ("vm2", "data", "10.0.2.4")):
        configuration = IpConfiguration(subnet=f"vnet/subnets/{subnet}", private_ip_address=address)
        interface = NetworkInterface(id=f"{name}-nic", ip_configurations=(configuration,))
        plane.describe(interface, VirtualMachine(id=name, network_interfaces=(interface.id,)))
    return azure


def _routes(*rows: tuple[str, str, str | None]) -> tuple[Route, ...]:
    return tuple(
        Route(
            name=f"route {number}",
            address_prefix=prefix,
            next_hop_type=kind,
            next_hop_ip_address=address,
        )
        for number, (prefix, kind, address) in enumerate(rows)
    )


TO_THE_FIREWALL = ("0.0.0.0/0", "VirtualAppliance", FIREWALL)


def became(azure: Azure, address: str = SERVER[0]) -> tuple[Rule | None, Rule | None]:
    """Why a connection of vm1 fails that is followed, and one that is a flow."""
    azure.outbound.open_connection("vm1", "TCP", address, 443)
    followed = azure.outbound.attempt().flows[0]
    azure.outbound.open_many("vm1", "TCP", 1, [(address, 8443)])
    flow = azure.outbound.attempt().flows[0]
    assert followed.state == flow.state
    return followed.refused, flow.refused


def test_a_route_to_a_firewall_goes_before_every_method() -> None:
    azure = deployed(TO_THE_FIREWALL)
    assert became(azure) == (None, None)
    assert {flow.outside.source for flow in azure.outbound.flows} == {PUBLIC}


@pytest.mark.parametrize(
    ("kind", "address", "rule"),
    [
        ("VirtualAppliance", "10.0.2.4", TO_AN_APPLIANCE.fill(address="10.0.2.4")),
        ("VirtualAppliance", "10.0.9.9", TO_AN_APPLIANCE.fill(address="10.0.9.9")),
        ("VirtualAppliance", None, TO_AN_UNKNOWN_APPLIANCE),
        ("VirtualNetworkGateway", None, TO_THE_GATEWAY),
        ("None", None, NO_NEXT_HOP),
        ("Internet", None, None),
    ],
)
def test_each_kind_of_route_leads_somewhere(
    kind: str, address: str | None, rule: Rule | None
) -> None:
    azure = deployed(("0.0.0.0/0", kind, address))
    assert became(azure) == (rule, rule)


@pytest.mark.parametrize(
    ("routes", "through"),
    [
        ([TO_THE_FIREWALL], False),
        ([("10.0.0.0/16", "VirtualAppliance", FIREWALL)], True),
        ([("10.0.2.0/24", "VirtualAppliance", FIREWALL)], True),
        (
            [("10.0.0.0/16", "VirtualAppliance", FIREWALL), ("10.0.2.4/32", "VnetLocal", None)],
            False,
        ),
    ],
)
def test_within_the_network_the_longest_prefix_decides(
    routes: list[tuple[str, str, str | None]], through: bool
) -> None:
    azure = deployed(*routes, back="10.0.0.0/24" if through else None)
    azure.outbound.open_connection("vm1", "TCP", "10.0.2.4", 443)
    [flow] = azure.outbound.flows
    assert (flow.translated is not None) == through
    assert flow.outside == flow.inside


def test_answers_to_a_private_address_of_the_firewall_find_back_whatever_routes_say() -> None:
    azure = deployed(("10.0.0.0/16", "VirtualAppliance", FIREWALL), back="10.0.0.0/16")
    azure.cloud.plane.describe(evolve(firewall(), private_ranges=("192.168.0.0/16",)))
    assert became(azure, "10.0.2.4") == (None, None)
    seen = {flow.outside.source for flow in azure.outbound.flows}
    assert "10.0.0.4" not in seen
    assert all(each.startswith("10.0.1.") for each in seen)
    azure.ends.reply("10.0.2.4")
    assert azure.seen.reply_arrived_at() == "vm1 10.0.0.4"


def test_probes_of_azure_are_answered_whatever_routes_say() -> None:
    azure = deployed(TO_THE_FIREWALL)
    egress = azure.cloud.machines.find("vm1").egress
    assert egress.appliance_toward("168.63.129.16") is None


def test_a_firewall_counts_on_all_that_its_instances_have() -> None:
    azure = deployed(TO_THE_FIREWALL)
    azure.outbound.open_many("vm1", "TCP", 4_993, [SERVER])
    assert azure.outbound.attempt().refusals == [EXHAUSTED]
    azure.outbound.open_many("vm1", "TCP", 1, [("198.51.100.8", 443)])
    assert not azure.outbound.attempt().refusals


def test_more_addresses_and_instances_are_more_ports() -> None:
    azure = deployed(TO_THE_FIREWALL)
    second = PublicIpAddress(id="ip1", ip_address="203.0.113.61")
    azure.cloud.plane.describe(second, firewall(2, instances=3))
    azure.outbound.open_many("vm1", "TCP", 14_977, [SERVER])
    assert azure.outbound.attempt().refusals == [EXHAUSTED]
    sources = {flow.outside.source for flow in azure.outbound.flows}
    assert sources == {PUBLIC, "203.0.113.61"}


def test_a_port_comes_back_after_a_reset() -> None:
    azure = deployed(TO_THE_FIREWALL)
    azure.outbound.open_many("vm1", "TCP", 4_992, [SERVER])
    azure.ends.end_some(1, "RST")
    azure.world.pass_time(15 * SECOND)
    assert azure.seen.ports_in_use("vm1", "TCP") == 4_991
    azure.outbound.open_many("vm1", "TCP", 1, [SERVER])
    assert not azure.outbound.attempt().refusals


def test_what_idles_out_toward_the_internet_is_reset_at_both_ends() -> None:
    azure = deployed(TO_THE_FIREWALL)
    became(azure)
    azure.world.pass_time(4 * MINUTE)
    assert {flow.state for flow in azure.outbound.flows} == {"reset"}
    hosts = [azure.cloud.machines.find("vm1").host, azure.world.endpoint_at(SERVER[0])]
    assert not any(
        each.state == "ESTABLISHED" for host in hosts for each in host.connections.values()
    )


def test_between_networks_it_takes_longer_and_nobody_is_told() -> None:
    azure = deployed(("10.0.2.0/24", "VirtualAppliance", FIREWALL), back="10.0.0.0/24")
    assert became(azure, "10.0.2.4") == (None, None)
    azure.world.pass_time(5 * MINUTE - SECOND)
    assert {flow.state for flow in azure.outbound.flows} == {"open"}
    azure.world.pass_time(SECOND)
    assert {flow.state for flow in azure.outbound.flows} == {"timed out"}
    azure.ends.send_late("vm1")
    assert azure.outbound.attempt().refusals == [NO_FLOW]


@pytest.mark.parametrize("routes", [[], [("10.0.2.0/24", "VirtualAppliance", FIREWALL)]])
def test_a_firewall_in_one_direction_only_is_answered(
    routes: list[tuple[str, str, str | None]],
) -> None:
    azure = deployed(*routes, back=None if routes else "10.0.0.0/24")
    with pytest.raises(Advice, match="both directions"):
        azure.outbound.open_connection("vm1", "TCP", "10.0.2.4", 443)


def test_other_protocols_at_a_firewall_are_answered() -> None:
    azure = deployed(TO_THE_FIREWALL)
    with pytest.raises(Advice, match="carry TCP and UDP"):
        azure.outbound.send_datagram("vm1", "ICMP", SERVER[0])


@pytest.mark.parametrize(
    ("record", "rule"),
    [
        (firewall(251), TOO_MANY_ADDRESSES.fill(most="250")),
        (firewall(instances=1), TOO_FEW_INSTANCES.fill(least="2")),
        (firewall(idle_timeout=16 * MINUTE), TIMEOUT_TOO_LONG),
    ],
)
def test_a_firewall_beyond_its_limits_is_refused(record: Firewall, rule: Rule) -> None:
    refusal = Azure().cloud.firewalls.refusal(None, record)
    assert refusal is not None
    assert refusal.id == rule.id


def test_nobody_uses_up_ports_that_a_route_leads_past() -> None:
    azure = deployed(TO_THE_FIREWALL)
    with pytest.raises(Advice, match="no SNAT port"):
        azure.outbound.exhaust("vm1", "TCP", *SERVER)


def test_a_default_route_leads_past_what_is_reached_on_premises() -> None:
    azure = deployed(TO_THE_FIREWALL)
    azure.expressroute.describe_client("10.100.10.2")
    egress = azure.cloud.machines.find("vm1").egress
    assert egress.appliance_toward("10.100.10.2") is None
    assert egress.appliance_toward("10.101.0.1") == FIREWALL


def behind_a_gateway() -> Azure:
    """The same with a route to the firewall, whose subnet has a NAT gateway."""
    azure = deployed(TO_THE_FIREWALL)
    azure.nat_gateways.describe("nat", ["203.0.113.70"], ["AzureFirewallSubnet"])
    return azure


def test_a_gateway_of_its_subnet_translates_what_a_firewall_sends() -> None:
    azure = behind_a_gateway()
    assert became(azure) == (None, None)
    assert {flow.outside.source for flow in azure.outbound.flows} == {"203.0.113.70"}
    azure.ends.reply(SERVER[0])
    assert azure.seen.reply_arrived_at() == "vm1 10.0.0.4"
    links = {(link.start, link.end) for link in topology(azure.cloud).links}
    assert {("vm1", "fw"), ("fw", "nat"), ("nat", SERVER[0])} <= links
    assert ("fw", SERVER[0]) not in links


@pytest.mark.parametrize(("ending", "hold"), [("RST", 16), ("FIN from both ends", 65)])
def test_what_ends_at_a_firewall_ends_at_the_gateway(ending: Ending, hold: int) -> None:
    azure = behind_a_gateway()
    azure.outbound.open_many("vm1", "TCP", 3, [SERVER])
    azure.ends.end_some(3, ending)
    azure.world.pass_time(hold * SECOND)
    [gateway] = azure.cloud.nat_gateways.running.values()
    assert gateway.node.used("TCP") == 0
