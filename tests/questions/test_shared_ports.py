"""The ports of gateways and firewalls, which whoever leaves through them may take."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from azsim.azure import Azure
from azsim.model.events import Event
from azsim.questions.ports import PortUse, Scope
from azsim.questions.shared_ports import shared_port_use
from azsim.questions.timeline import timeline
from azsim.questions.translations import snapshots
from azsim.units import SECOND

SERVER, OTHER = ("198.51.100.7", 443), ("198.51.100.8", 443)
FIN, RST = "FIN from both ends", "RST"


@pytest.fixture
def azure() -> Azure:
    """A NAT gateway with 8 ports, of which 5 at most go to one destination."""
    azure = Azure(
        changed={
            "nat-gateway.ports": 8,
            "nat-gateway.connections-to-one-destination": 5,
            "nat-gateway.connections": 20,
        }
    )
    azure.networks.describe(
        "vnet", "10.0.0.0/16", [("app", "10.0.0.0/24"), ("AzureFirewallSubnet", "10.0.1.0/26")]
    )
    azure.networks.add_machine("app1", "10.0.0.4", "app")
    return azure


def through_nat(azure: Azure) -> Azure:
    azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
    return azure


def events(azure: Azure) -> Sequence[Event]:
    return azure.world.trace.events


def use(azure: Azure, scope: Scope = "destination", name: str = "") -> PortUse:
    [found] = [
        each
        for each in shared_port_use(events(azure))
        if each.scope == scope and name in each.instance
    ]
    return found


class TestPortsOfAGateway:
    def test_are_limited_toward_each_destination(self, azure: Azure) -> None:
        through_nat(azure).outbound.open_many("app1", "TCP", 6, [SERVER])
        found = use(azure)
        assert (found.instance, found.peak.in_use, found.peak.allocated) == (
            "198.51.100.7:443",
            5,
            5,
        )
        assert found.refused == 1

    def test_serve_several_destinations_at_once(self, azure: Azure) -> None:
        through_nat(azure)
        for to in (SERVER, OTHER):
            azure.outbound.open_many("app1", "TCP", 5, [to])
        found = use(azure, "ports")
        assert (found.peak.in_use, found.peak.allocated) == (8, 8)
        assert found.shared == 5 + 5 - 8

    def test_of_one_destination_are_told_once(self, azure: Azure) -> None:
        through_nat(azure).outbound.open_many("app1", "TCP", 5, [SERVER])
        assert [each.scope for each in shared_port_use(events(azure))] == ["destination"]

    def test_count_while_they_are_held(self, azure: Azure) -> None:
        through_nat(azure).outbound.open_many("app1", "TCP", 3, [SERVER])
        azure.ends.end_some(3, FIN)
        azure.world.pass_time(64 * SECOND)
        azure.outbound.open_many("app1", "TCP", 2, [SERVER])
        azure.world.pass_time(2 * SECOND)
        assert [level.ports for level in use(azure).levels] == [3, 5, 2]

    def test_grow_with_its_addresses(self, azure: Azure) -> None:
        through_nat(azure).outbound.open_many("app1", "TCP", 5, [SERVER])
        azure.nat_gateways.add_addresses("nat", 1)
        azure.outbound.open_many("app1", "TCP", 5, [SERVER])
        found = use(azure)
        assert [level.ports for level in found.allocated] == [5, 10]
        assert (found.peak.in_use, found.refused) == (10, 0)

    def test_of_machines_that_nobody_names_count_as_well(self, azure: Azure) -> None:
        through_nat(azure).nat_gateways.carry_for_others("nat", 4, SERVER)
        azure.outbound.open_many("app1", "TCP", 2, [SERVER])
        found = use(azure)
        assert (found.peak.in_use, found.refused) == (5, 1)
        assert [spell.count for spell in found.spells if spell.what == "others"] == [4]

    def test_are_as_many_connections_as_it_carries(self, azure: Azure) -> None:
        through_nat(azure).nat_gateways.carry_for_others("nat", 19)
        azure.outbound.open_many("app1", "TCP", 2, [SERVER])
        found = use(azure, "connections")
        assert (found.peak.in_use, found.peak.allocated, found.refused) == (20, 20, 1)
        assert use(azure).refused == 0

    def test_are_no_connections_once_they_are_held(self, azure: Azure) -> None:
        through_nat(azure).nat_gateways.carry_for_others("nat", 15)
        azure.outbound.open_many("app1", "TCP", 2, [SERVER])
        azure.ends.end_some(1, FIN)
        azure.world.pass_time(70 * SECOND)
        found = use(azure, "connections")
        assert [level.ports for level in found.levels] == [17, 16]


class TestAFlowThatComesAgainInItsHold:
    """Through a NAT gateway it leaves from another port, and the first is held on."""

    @pytest.fixture
    def again(self, azure: Azure) -> Azure:
        through_nat(azure)
        for ending in (FIN, RST):
            azure.outbound.open_connection("app1", "TCP", *SERVER, source_port=50_000)
            azure.ends.end_some(1, ending)
            azure.world.pass_time(10 * SECOND)
        azure.world.pass_time(100 * SECOND)
        return azure

    def test_uses_two_ports(self, again: Azure) -> None:
        assert [level.ports for level in use(again).levels] == [1, 2, 1, 0]

    def test_is_two_lives_on_a_timeline(self, again: Azure) -> None:
        found = timeline(events(again))
        assert found is not None
        ends = {bar.end for lane in found.lanes for bar in lane.bars}
        assert {65 * SECOND, (10 + 16) * SECOND} <= ends

    def test_is_two_rows_of_the_table(self, again: Azure) -> None:
        marks = range(len(events(again)))
        tables = [
            {(row.outside.source_port, row.state) for row in each.shown}
            for each in snapshots(events(again), marks)
        ]
        assert any(
            {state for _, state in table} == {"held after FIN", "in use"} for table in tables
        )
        assert {state for _, state in tables[-1]} == {"free"}


class TestPortsOfAFirewall:
    @pytest.fixture
    def walled(self) -> Azure:
        azure = Azure(changed={"firewall.ports-per-address": 4})
        azure.networks.describe(
            "vnet", "10.0.0.0/16", [("app", "10.0.0.0/24"), ("AzureFirewallSubnet", "10.0.1.0/26")]
        )
        azure.networks.add_machine("app1", "10.0.0.4", "app")
        azure.routing.add_firewall("fw", "10.0.1.4", ["203.0.113.60"])
        azure.routing.lead_internet_to("app", "10.0.1.4")
        return azure

    def test_are_those_of_its_instances(self, walled: Azure) -> None:
        walled.outbound.open_many("app1", "TCP", 9, [SERVER])
        found = use(walled)
        assert (found.snat, found.peak.in_use, found.peak.allocated) == ("fw", 8, 8)
        assert found.refused == 1

    def test_serve_several_destinations_at_once(self, walled: Azure) -> None:
        for to in (SERVER, OTHER):
            walled.outbound.open_many("app1", "TCP", 8, [to])
        assert use(walled, "ports").shared == 8

    def test_of_udp_are_counted_by_the_address_alone(self, walled: Azure) -> None:
        walled.outbound.open_many("app1", "UDP", 4, [("198.51.100.7", 53)])
        walled.outbound.open_many("app1", "UDP", 5, [("198.51.100.7", 123)])
        found = use(walled)
        assert (found.instance, found.peak.in_use, found.refused) == ("198.51.100.7", 8, 1)
