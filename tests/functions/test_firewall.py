"""The halves of a firewall: who is known, and where addresses and ports run out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import define, field

from azsim.engine.draws import Draws
from azsim.engine.routes import AddressSpace
from azsim.facts import Facts
from azsim.functions.egress import Egress
from azsim.functions.firewall.firewall import FirewallWithin
from azsim.functions.firewall.half import Half, PrivateAddresses
from azsim.functions.firewall.rules import InboundRules, Rules
from azsim.functions.firewall.to_the_internet import FirewallToTheInternet, Gateway
from azsim.functions.nat.gateway import NatGateway
from azsim.functions.nat.profiles import NatGatewayProfile
from azsim.functions.outbound_platforms import ResourceManagerPlatform
from azsim.functions.snat.flows import NO_FLOW, TranslatedFlow
from azsim.functions.snat.masquerading import EXHAUSTED, UNSOLICITED
from azsim.model.packet import FiveTuple, Flags, Packet
from azsim.model.resources.outbound import FirewallNatRule
from azsim.model.verdict import Drop, Pass
from azsim.text import Advice
from azsim.units import MINUTE, SECOND

PUBLIC, PRIVATE, OWN = "203.0.113.50", "10.0.9.5", "10.0.9.4"
APP, SERVER, INSIDE = "10.0.0.4", "198.51.100.7", "10.1.0.4"
# How many ports an address has from the first one on that flows leave from.
ALL_PORTS = 65_536 - 1_024


@define(eq=False)
class Sender:
    """An interface with its flow table."""

    name: str = "app1"
    address: str = APP
    flows: dict[FiveTuple, TranslatedFlow] = field(factory=dict)


def to_the_internet(ports: int = 2_496) -> FirewallToTheInternet:
    """The half that leads to the internet from one public address, and serves app1."""
    facts, draws = Facts(), Draws(0)
    private = PrivateAddresses(facts, draws, lambda: [PRIVATE])
    half = FirewallToTheInternet("fw", [PUBLIC], private, facts, draws)
    half.change_to([PUBLIC], ports, None)
    half.serve(Sender())  # type: ignore[arg-type]
    return half


def within() -> FirewallWithin:
    """The half that translates between networks, and serves app1."""
    half = FirewallWithin(to_the_internet(), OWN, Facts())
    half.serve(Sender())  # type: ignore[arg-type]
    return half


def sent(number: int, flags: Flags = "SYN", to: str = SERVER, source: str = APP) -> Packet:
    """A packet of flow number *number* to port 443."""
    flow = FiveTuple("TCP", source, 1_000 + number % 60_000, to, 443 + number // 60_000)
    return Packet(1, *flow, flags)


def outside(half: Half, packet: Packet, now: int = 0) -> tuple[str, int]:
    """Where *packet* leaves from."""
    verdict = half.translate(packet, now)
    assert isinstance(verdict, Pass)
    return verdict.packet.source, verdict.packet.source_port


@pytest.mark.parametrize("half", [to_the_internet(), within()], ids=["internet", "within"])
class TestEitherHalf:
    def test_expects_nothing_from_somebody_whom_it_does_not_serve(self, half: Half) -> None:
        assert half.translate(sent(1, source="10.0.0.99"), 0) == Drop(UNSOLICITED)

    def test_knows_no_connection_before_its_syn(self, half: Half) -> None:
        assert half.translate(sent(1, "ACK"), 0) == Drop(NO_FLOW)


def test_a_connection_without_a_port_is_refused_and_one_that_is_open_goes_on() -> None:
    half = to_the_internet(ports=2)
    opened = [outside(half, sent(number)) for number in (1, 2)]
    assert half.translate(sent(3), 0) == Drop(EXHAUSTED)
    assert [outside(half, sent(number, "ACK")) for number in (1, 2)] == opened


def test_a_syn_during_the_hold_opens_the_connection_anew_from_the_same_port() -> None:
    half = to_the_internet(ports=2)
    first = outside(half, sent(1))
    outside(half, sent(1, "RST"))
    assert outside(half, sent(1), 10 * SECOND) == first
    half.expire(20 * SECOND)
    assert [each.in_hold for each in half.all_flows] == [False]


def test_a_port_is_kept_for_a_while_after_fin() -> None:
    half = to_the_internet(ports=1)
    opened = outside(half, sent(1))
    outside(half, sent(1, "ACK"))
    outside(half, sent(1, "FIN ACK"))
    half.expire(239 * SECOND)
    assert half.translate(sent(2), 239 * SECOND) == Drop(EXHAUSTED)
    half.expire(240 * SECOND)
    assert outside(half, sent(2), 240 * SECOND) == opened


class TestBetweenNetworks:
    def test_flows_leave_from_a_private_address_of_the_firewall(self) -> None:
        half = within()
        assert outside(half, sent(1, to=INSIDE)) == (PRIVATE, 1_024)
        assert outside(half, sent(2, to=INSIDE)) == (PRIVATE, 1_025)
        assert outside(half, sent(1, to="10.1.0.5")) == (PRIVATE, 1_024)

    def test_a_port_comes_back_when_its_flow_has_idled_out(self) -> None:
        half = within()
        outside(half, sent(1, to=INSIDE))
        half.expire(5 * MINUTE)
        assert half.all_flows == []
        assert outside(half, sent(2, to=INSIDE), 5 * MINUTE) == (PRIVATE, 1_024)

    def test_an_address_has_no_more_flows_to_one_destination_than_ports(self) -> None:
        half, flows = within(), all_flows_to(INSIDE)
        for _ in range(ALL_PORTS):
            assert half.open(next(flows), 0) is not None
        assert half.open(next(flows), 0) is None


class TestDnat:
    @pytest.fixture
    def half(self) -> FirewallToTheInternet:
        """One that leads port 443 of its public address to a machine."""
        rule = FirewallNatRule(
            name="dnat",
            protocol="TCP",
            ip_address=PUBLIC,
            port=443,
            translated_ip_address=INSIDE,
            translated_port=8443,
        )
        half = to_the_internet()
        half.inbound_rules = InboundRules((rule,), Rules("fw", Facts()))
        return half

    def test_what_comes_in_goes_on_from_a_private_address(
        self, half: FirewallToTheInternet
    ) -> None:
        verdict = half.translate(Packet(1, "TCP", SERVER, 50_000, PUBLIC, 443, "SYN"), 0)
        assert isinstance(verdict, Pass)
        assert verdict.packet.five_tuple == FiveTuple("TCP", PRIVATE, 1_024, INSIDE, 8443)

    def test_no_more_connections_come_in_than_a_private_address_has_ports(
        self, half: FirewallToTheInternet
    ) -> None:
        for number in range(ALL_PORTS):
            client = f"192.0.2.{number % 250}", 1_024 + number // 250
            half.translate(Packet(1, "TCP", *client, PUBLIC, 443, "SYN"), 0)
        late = Packet(1, "TCP", SERVER, 50_000, PUBLIC, 443, "SYN")
        assert half.translate(late, 0) == Drop(EXHAUSTED)
        assert half.inbound(late.five_tuple) is None


class TestANatGatewayOfItsSubnet:
    @pytest.fixture
    def half(self) -> FirewallToTheInternet:
        """One that goes on through a NAT gateway with two addresses."""
        half, gateway = to_the_internet(), NatGateway("nat", NatGatewayProfile(Facts()), Draws(0))
        interface = Egress(
            "fw", OWN, AddressSpace("vnet"), ResourceManagerPlatform(Facts()), Draws(0)
        )
        gateway.have(["203.0.113.70", "203.0.113.71"])
        gateway.admit(interface)
        half.go_on_through(Gateway(gateway, interface))
        return half

    def test_translates_in_its_place(self, half: FirewallToTheInternet) -> None:
        assert half.onward is not None
        assert half.addresses == half.onward.addresses == ("203.0.113.70", "203.0.113.71")
        assert half.own_addresses == (PUBLIC,)
        assert half.ports_per_address == 2_496
        assert outside(half, sent(1)) == (OWN, 1_024)

    def test_a_port_is_left_to_the_next_flow_where_the_gateway_refuses_one(
        self, half: FirewallToTheInternet
    ) -> None:
        gateway, flows = half.onward, all_flows_to(SERVER)
        assert isinstance(gateway, NatGateway)
        gateway.have(["203.0.113.70"])
        for _ in range(50_000):
            assert half.open(next(flows), 0) is not None
        assert half.open(next(flows), 0) is None
        gateway.have(["203.0.113.70", "203.0.113.71"])
        opened = half.open(next(flows), 0)
        assert opened is not None
        assert opened.port == 1_024 + 50_000

    def test_more_flows_than_one_private_address_has_ports_are_not_modelled(
        self, half: FirewallToTheInternet
    ) -> None:
        flows = all_flows_to(SERVER)
        for _ in range(ALL_PORTS):
            assert half.open(next(flows), 0) is not None
        with pytest.raises(Advice, match="More than 64,512 connections to one destination"):
            half.open(next(flows), 0)

    def test_ends_a_flow_with_the_firewall(self, half: FirewallToTheInternet) -> None:
        gateway = half.onward
        assert isinstance(gateway, NatGateway)
        outside(half, sent(1))
        outside(half, sent(1, "ACK"))
        [held] = half.all_flows
        for end in ("client", "server"):
            half.fin(held, end, 0)  # type: ignore[arg-type]
        assert gateway.used("TCP") == 1
        gateway.expire(65 * SECOND)
        assert gateway.used("TCP") == 0


def all_flows_to(destination: str) -> Iterator[FiveTuple]:
    """New flows of app1 to one destination, as many as are asked for."""
    # More than one machine has ports for: the far end sees the firewall's alone.
    for number in range(1, 1 << 20):
        yield FiveTuple("TCP", APP, number, destination, 443)
