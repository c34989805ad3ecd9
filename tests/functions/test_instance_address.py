"""An instance-level public IP: one address for one, ports as they are, and an idle limit."""

from __future__ import annotations

import attrs
import pytest
from attrs import define, field

from azsim.engine.clock import Clock
from azsim.engine.trace import Trace
from azsim.facts import Facts
from azsim.functions.instance_address import InstanceAddress
from azsim.functions.snat.flows import NO_FLOW, FlowSettings, TranslatedFlow
from azsim.functions.snat.profiles import ClassicInstanceLevel, PublicIp
from azsim.model.events import HoldBegan
from azsim.model.packet import FiveTuple, Packet, Protocol
from azsim.model.payload import Data, Keepalive
from azsim.model.verdict import Drop, Pass
from azsim.units import MINUTE, SECOND

OUT = Packet(1, "TCP", "10.0.0.4", 50_000, "198.51.100.7", 443, "SYN")
BACK = Packet(2, "TCP", "198.51.100.7", 443, "203.0.113.50", 50_000, "SYN ACK")
IN = Packet(3, "TCP", "198.51.100.7", 60_000, "203.0.113.50", 3389, "SYN")


@define(eq=False)
class Sender:
    """An interface with its flow table."""

    name: str = "vm1"
    address: str = "10.0.0.4"
    flows: dict[FiveTuple, TranslatedFlow] = field(factory=dict)


def address() -> InstanceAddress:
    return InstanceAddress("203.0.113.50", Sender(), ClassicInstanceLevel(Facts()))


def late(packet: Packet) -> Packet:
    """Data on the connection that *packet* opened."""
    return attrs.evolve(packet, flags="ACK", payload=Data())


class TestTranslation:
    def test_changes_only_the_source_address_on_the_way_out(self) -> None:
        verdict = address().translate(OUT, 0)
        assert isinstance(verdict, Pass)
        assert verdict.packet == attrs.evolve(OUT, source="203.0.113.50")

    def test_changes_only_the_destination_address_on_the_way_in(self) -> None:
        function = address()
        function.translate(OUT, 0)
        verdict = function.translate(BACK, 0)
        assert isinstance(verdict, Pass)
        assert verdict.packet == attrs.evolve(BACK, destination="10.0.0.4")

    @pytest.mark.parametrize("protocol", ["TCP", "UDP", "ICMP", "ESP"])
    def test_carries(self, protocol: Protocol) -> None:
        assert isinstance(address().translate(attrs.evolve(OUT, protocol=protocol), 0), Pass)

    def test_carries_nothing_else_and_says_so_in_both_languages(self) -> None:
        verdict = address().translate(attrs.evolve(OUT, protocol="GRE"), 0)
        assert isinstance(verdict, Drop)
        assert verdict.reason.text.en.endswith("carries only TCP, UDP, ICMP and ESP")
        assert verdict.reason.text.ja.endswith("TCP、UDP、ICMP、ESP しか扱わない")

    def test_lets_a_connection_from_outside_in_and_its_answers_out(self) -> None:
        function = address()
        came = function.translate(IN, 0)
        assert isinstance(came, Pass)
        answer = Packet(4, *came.packet.five_tuple.reversed(), "SYN ACK")
        verdict = function.translate(answer, 0)
        assert isinstance(verdict, Pass)
        assert verdict.packet.source == "203.0.113.50"

    def test_keeps_what_came_in_apart_from_what_the_machine_opens(self) -> None:
        function = address()
        came = function.translate(IN, 0)
        assert isinstance(came, Pass)
        answers = came.packet.five_tuple.reversed()
        assert function.sender.flows == {}
        assert function.awaits(answers)
        function.expire(240 * SECOND)
        assert not function.awaits(answers)

    def test_drops_what_belongs_to_no_connection(self) -> None:
        assert address().translate(late(OUT), 0) == Drop(NO_FLOW)


class TestAFlow:
    def test_is_gone_after_four_idle_minutes(self) -> None:
        function = address()
        function.translate(OUT, 0)
        function.expire(240 * SECOND)
        assert function.translate(late(OUT), 241 * SECOND) == Drop(NO_FLOW)
        assert function.sender.flows == {}

    def test_is_kept_by_a_keepalive(self) -> None:
        function = address()
        function.translate(OUT, 0)
        keepalive = attrs.evolve(OUT, flags="ACK", payload=Keepalive())
        function.translate(keepalive, 239 * SECOND)
        function.expire(240 * SECOND)
        assert isinstance(function.translate(late(OUT), 241 * SECOND), Pass)

    def test_may_be_opened_again_from_the_same_port(self) -> None:
        function = address()
        function.translate(OUT, 0)
        function.translate(attrs.evolve(OUT, flags="RST"), SECOND)
        function.translate(OUT, 2 * SECOND)
        [flow] = function.sender.flows.values()
        assert flow.is_open

    def test_that_was_opened_as_a_flow_leaves_from_its_own_port(self) -> None:
        function = address()
        flow = function.open(OUT.five_tuple, 0)
        assert flow.outside == FiveTuple("TCP", "203.0.113.50", 50_000, "198.51.100.7", 443)
        assert flow.translator is function

    def test_is_told_of_when_its_hold_begins(self) -> None:
        trace = Trace(Clock())
        function = InstanceAddress(
            "203.0.113.50", Sender(), ClassicInstanceLevel(Facts()), recorder=trace
        )
        function.translate(OUT, 0)
        function.translate(attrs.evolve(OUT, flags="RST"), 0)
        assert trace.events == (
            HoldBegan(0, 0, "ILPIP 203.0.113.50", flow=OUT.five_tuple, after="RST"),
        )

    def test_ends_with_the_address(self) -> None:
        function = address()
        flow = function.open(OUT.five_tuple, 0)
        function.end()
        assert flow.ended == "removed"


class TestAnIdleTimeoutThatIsSet:
    @pytest.fixture
    def function(self) -> InstanceAddress:
        function = InstanceAddress("203.0.113.50", Sender(), PublicIp(Facts()))
        function.set(FlowSettings(30 * MINUTE))
        return function

    def inbound(self, function: InstanceAddress, packet: Packet = IN) -> TranslatedFlow:
        function.translate(packet, 0)
        flow = function.inbound(packet.five_tuple)
        assert flow is not None
        return flow

    def test_is_that_of_connections_that_come_in(self, function: InstanceAddress) -> None:
        flow = self.inbound(function)
        assert function.next_deadline() == 30 * MINUTE == flow.kept_for("idle timeout")
        function.expire(30 * MINUTE - 1)
        assert flow.ended is None
        function.expire(30 * MINUTE)
        assert flow.ended == "idle timeout"

    def test_leaves_alone_what_the_machine_opens(self, function: InstanceAddress) -> None:
        flow = function.open(OUT.five_tuple, 0)
        assert function.next_deadline() == 4 * MINUTE == flow.kept_for("idle timeout")

    def test_leaves_udp_alone(self, function: InstanceAddress) -> None:
        flow = self.inbound(function, attrs.evolve(IN, protocol="UDP", flags=None))
        assert function.next_deadline() == 4 * MINUTE == flow.kept_for("idle timeout")

    def test_counts_for_open_connections_once_it_changes(self, function: InstanceAddress) -> None:
        self.inbound(function)
        woken: list[str] = []
        function.announce_to(lambda: woken.append("yes"))
        function.set(FlowSettings())
        assert woken
        assert function.next_deadline() == 4 * MINUTE

    def test_takes_no_part_once_both_ends_have_closed(self, function: InstanceAddress) -> None:
        flow = self.inbound(function)
        function.fin(flow, "client", SECOND)
        function.fin(flow, "server", SECOND)
        assert flow.in_hold
        function.expire(SECOND + 4 * MINUTE)
        assert flow.ended == "FIN"

    def test_ends_with_the_address(self, function: InstanceAddress) -> None:
        flow = self.inbound(function)
        function.end()
        assert flow.ended == "removed"
