"""NAT gateway: one inventory, its limits, its timers, and who is told by RST."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import define, field

from azsim.engine.draws import Draws
from azsim.facts import Facts, Value
from azsim.functions.nat.gateway import TOO_MANY, TOO_MANY_TO_ONE, NatGateway
from azsim.functions.nat.profiles import NatGatewayProfile
from azsim.functions.snat.flows import NO_FLOW, FlowSettings, TranslatedFlow
from azsim.functions.snat.masquerading import EXHAUSTED, UNSOLICITED
from azsim.model.events import ReleaseCause
from azsim.model.packet import FiveTuple, Flags, Packet
from azsim.model.payload import Data
from azsim.model.verdict import Drop, Pass
from azsim.units import SECOND

ONE, TWO = "203.0.113.50", "203.0.113.51"
SERVER, OTHER = "198.51.100.7", "198.51.100.8"


@define(eq=False)
class Sender:
    """An interface with its flow table."""

    name: str
    address: str
    flows: dict[FiveTuple, TranslatedFlow] = field(factory=dict)


APP, DATA = "10.0.0.4", "10.0.1.4"


def nat(addresses: Sequence[str] = (ONE,), **changed: Value) -> NatGateway:
    """A NAT gateway with two machines, and with facts changed by their last words."""
    facts = Facts(
        {f"nat-gateway.{name.replace('_', '-')}": value for name, value in changed.items()}
    )
    gateway = NatGateway("nat", NatGatewayProfile(facts), Draws(0))
    gateway.have(addresses)
    for name, address in (("app1", APP), ("data1", DATA)):
        gateway.admit(Sender(name, address))
    return gateway


def flow(port: int, server: str = SERVER, source: str = APP, protocol: str = "TCP") -> FiveTuple:
    """A flow from that port of a machine."""
    return FiveTuple(protocol, source, port, server, 443)  # type: ignore[arg-type]


def packet(five_tuple: FiveTuple, flags: Flags = "", data: bool = False) -> Packet:
    """A packet of a flow."""
    return Packet(1, *five_tuple, flags, Data() if data else None)


def open_all(gateway: NatGateway, count: int, server: str = SERVER) -> list[TranslatedFlow]:
    """So many flows to one destination, which find ports."""
    opened = [gateway.open(flow(port, server), 0) for port in range(1, count + 1)]
    assert None not in opened
    return [each for each in opened if each is not None]


def close(gateway: NatGateway, held: TranslatedFlow, now: int) -> None:
    """FIN from both ends."""
    gateway.establish(held, now)
    gateway.fin(held, "client", now)
    gateway.fin(held, "server", now)


class TestPorts:
    def test_belong_to_no_machine(self) -> None:
        gateway = nat(ports=8)
        for port in range(4):
            assert gateway.open(flow(port), 0)
            assert gateway.open(flow(port, source=DATA), 0)
        assert gateway.open(flow(4), 0) is None
        assert gateway.why_not(flow(4)) == EXHAUSTED
        assert [gateway.in_use(each, "TCP") for each in (APP, DATA)] == [4, 4]

    def test_differ_toward_one_destination(self) -> None:
        gateway = nat(ports=64)
        assert len({each.port for each in open_all(gateway, 64)}) == 64

    def test_are_shared_only_where_none_is_free(self) -> None:
        gateway = nat(ports=8)
        open_all(gateway, 4)
        open_all(gateway, 4, OTHER)
        assert (gateway.used("TCP"), gateway.in_use(APP, "TCP")) == (8, 8)
        assert gateway.open(flow(5, OTHER), 0)
        assert gateway.used("TCP") == 8

    def test_count_once_for_each_machine_that_shares_them(self) -> None:
        gateway = nat(ports=2)
        shared = [*open_all(gateway, 2), *open_all(gateway, 2, OTHER)]
        shared += [gateway.open(flow(n, "198.51.100.9", DATA), 0) for n in (1, 2)]  # type: ignore[list-item]
        assert [gateway.in_use(each, "TCP") for each in (APP, DATA)] == [2, 2]
        for each in shared:
            gateway.release(each, "RST")
        assert [gateway.in_use(each, "TCP") for each in (APP, DATA)] == [0, 0]
        assert gateway.used("TCP") == 0

    def test_of_udp_are_others_than_of_tcp(self) -> None:
        gateway = nat(ports=1)
        assert gateway.open(flow(1), 0)
        assert gateway.open(flow(1, protocol="UDP"), 0)

    def test_on_hold_serve_other_destinations_at_once(self) -> None:
        gateway = nat(ports=1)
        [held] = open_all(gateway, 1)
        close(gateway, held, 0)
        assert gateway.open(flow(2), 0) is None
        assert gateway.open(flow(2, OTHER), 0)

    def test_come_back_at_the_second(self) -> None:
        gateway = nat(ports=1)
        [held] = open_all(gateway, 1)
        close(gateway, held, 0)
        gateway.expire(65 * SECOND - 1)
        assert gateway.open(flow(2), 65 * SECOND - 1) is None
        gateway.expire(65 * SECOND)
        assert gateway.open(flow(2), 65 * SECOND)


class TestLimits:
    def test_toward_one_destination(self) -> None:
        gateway = nat(connections_to_one_destination=3)
        open_all(gateway, 3)
        assert gateway.open(flow(4), 0) is None
        assert gateway.why_not(flow(4)).id == TOO_MANY_TO_ONE.id
        assert gateway.open(flow(4, OTHER), 0)

    def test_are_as_many_times_as_there_are_addresses(self) -> None:
        gateway = nat([ONE, TWO], connections_to_one_destination=3)
        assert {each.address for each in open_all(gateway, 6)} == {ONE, TWO}
        assert gateway.free_toward(flow(7)) == 0

    def test_of_the_whole_gateway_leave_out_those_on_hold(self) -> None:
        gateway = nat(connections=2)
        first, _ = open_all(gateway, 2)
        assert gateway.open(flow(3, OTHER), 0) is None
        assert gateway.why_not(flow(3, OTHER)).id == TOO_MANY.id
        close(gateway, first, 0)
        assert gateway.open(flow(3, OTHER), 0)

    def test_are_told_to_whoever_sends_beyond_them(self) -> None:
        gateway = nat(ports=8, connections_to_one_destination=2)
        for port in (1, 2):
            assert isinstance(gateway.translate(packet(flow(port), "SYN"), 0), Pass)
        refused = Drop(TOO_MANY_TO_ONE.fill(most="2"))
        assert gateway.translate(packet(flow(3), "SYN"), 0) == refused


class TestAddresses:
    def test_have_the_documented_number_of_ports(self) -> None:
        assert nat().ports_per_address == 64_512

    def test_each_get_the_answers_to_the_flows_that_leave_from_them(self) -> None:
        gateway = nat([ONE, TWO])
        opened = open_all(gateway, 20)
        assert {each.address for each in opened} == {ONE, TWO}
        assert [gateway.find_return(each.answers) for each in opened] == opened

    def test_that_are_removed_take_only_their_flows_along(self) -> None:
        gateway = nat([ONE, TWO])
        opened = open_all(gateway, 100)
        gateway.have([TWO])
        assert {each.address for each in opened if each.ended is None} == {TWO}
        assert {each.address for each in opened if each.ended == "removed"} == {ONE}
        later = gateway.open(flow(101), 0)
        assert later is not None
        assert later.address == TWO


class TestLateTcp:
    @pytest.fixture
    def gateway(self) -> NatGateway:
        """One whose only connection has idled out."""
        gateway = nat()
        [self.held] = open_all(gateway, 1)
        self.answers = self.held.answers
        gateway.establish(self.held, 0)
        gateway.expire(240 * SECOND)
        return gateway

    @pytest.mark.parametrize("end", ["client", "server"])
    def test_is_answered_to_whoever_sent_it(self, gateway: NatGateway, end: str) -> None:
        late = packet(flow(1) if end == "client" else self.answers, "ACK", data=True)
        verdict = gateway.translate(late, 241 * SECOND)
        assert isinstance(verdict, Drop)
        assert verdict.reason == NO_FLOW
        [answer] = verdict.answers
        assert (answer.flags, answer.five_tuple) == ("RST", late.five_tuple.reversed())

    def test_is_unsolicited_once_its_port_was_anothers(self) -> None:
        gateway = nat(ports=1)
        [given_up] = open_all(gateway, 1)
        gateway.establish(given_up, 0)
        gateway.expire(240 * SECOND)
        other = gateway.open(flow(2), 240 * SECOND)
        assert other is not None
        assert other.answers == given_up.answers
        gateway.release(other, "RST")
        late = packet(given_up.answers, "ACK")
        assert gateway.translate(late, 241 * SECOND) == Drop(UNSOLICITED)

    def test_is_never_answered_where_it_is_an_rst(self, gateway: NatGateway) -> None:
        verdict = gateway.translate(packet(flow(1), "RST"), 0)
        assert verdict == Drop(NO_FLOW)


class TestAgain:
    """The same five-tuple once more, of a flow that is followed as one."""

    def test_is_the_same_flow_while_that_is_open(self) -> None:
        gateway = nat()
        [held] = open_all(gateway, 1)
        assert gateway.reopen(held, SECOND) is held

    def test_is_another_flow_from_another_port_during_a_hold(self) -> None:
        gateway = nat()
        [held] = open_all(gateway, 1)
        close(gateway, held, 0)
        again = gateway.reopen(held, SECOND)
        assert again is not None
        assert again.port != held.port


class TestTimes:
    @pytest.mark.parametrize(
        ("cause", "protocol", "seconds"),
        [
            ("handshake", "TCP", 30),
            ("idle timeout", "TCP", 240),
            ("FIN", "TCP", 65),
            ("RST", "TCP", 16),
            ("idle timeout", "UDP", 240),
            ("UDP idle timeout", "UDP", 65),
        ],
    )
    def test_are_documented_for_each_way_to_end(
        self, cause: ReleaseCause, protocol: str, seconds: int
    ) -> None:
        assert nat().kept_for(cause, protocol) == seconds * SECOND

    def test_of_udp_arent_the_one_that_is_set(self) -> None:
        gateway = nat()
        gateway.set(FlowSettings(idle_timeout=600 * SECOND))
        assert gateway.kept_for("idle timeout", "TCP") == 600 * SECOND
        assert gateway.kept_for("idle timeout", "UDP") == 240 * SECOND


class TestUdp:
    @pytest.mark.parametrize(
        ("end", "lives"), [("client", False), ("server", False), ("both", True)]
    )
    def test_is_kept_by_both_ends_only(self, end: str, lives: bool) -> None:
        gateway = nat()
        outward = flow(1, protocol="UDP")
        held = gateway.open(outward, 0)
        assert held is not None
        for each in ("client", "server"):
            if end in (each, "both"):
                gateway.touch(held, "application data", each, 200 * SECOND)  # type: ignore[arg-type]
        gateway.expire(240 * SECOND)
        assert held.is_open is lives
        assert held.timed_out is not lives

    def test_takes_another_port_during_its_hold(self) -> None:
        gateway = nat()
        outward = flow(1, protocol="UDP")
        first = gateway.translate(packet(outward, data=True), 0)
        gateway.expire(240 * SECOND)
        second = gateway.translate(packet(outward, data=True), 240 * SECOND)
        assert isinstance(first, Pass)
        assert isinstance(second, Pass)
        assert first.packet.source_port != second.packet.source_port
        gateway.expire(305 * SECOND)
        assert gateway.used("UDP") == 1

    def test_is_over_for_answers_as_well_during_its_hold(self) -> None:
        gateway = nat()
        held = gateway.open(flow(1, protocol="UDP"), 0)
        assert held is not None
        gateway.expire(240 * SECOND)
        late = packet(held.answers, data=True)
        assert gateway.translate(late, 300 * SECOND) == Drop(UNSOLICITED)
        assert not gateway.touch(held, "application data", "client", 300 * SECOND)
        gateway.expire(305 * SECOND)
        assert gateway.used("UDP") == 0

    def test_is_dropped_where_nobody_asked(self) -> None:
        inward = FiveTuple("UDP", SERVER, 53, ONE, 40_000)
        assert nat().translate(packet(inward), 0) == Drop(UNSOLICITED)


class TestHandshake:
    def test_is_given_up_thirty_seconds_after_the_last_syn(self) -> None:
        gateway = nat()
        gateway.translate(packet(flow(1), "SYN"), 0)
        gateway.translate(packet(flow(1), "SYN"), SECOND)
        gateway.expire(30 * SECOND)
        assert gateway.used("TCP") == 1
        assert gateway.next_deadline() == 31 * SECOND
        gateway.expire(31 * SECOND)
        assert gateway.used("TCP") == 0

    def test_ends_with_the_ack_of_its_sender(self) -> None:
        gateway = nat()
        gateway.translate(packet(flow(1), "SYN"), 0)
        gateway.translate(packet(flow(1), "ACK"), 0)
        gateway.expire(31 * SECOND)
        assert gateway.used("TCP") == 1
