"""SNAT with port masquerading, decision by decision."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs
import pytest
from attrs import define, field

from azsim.engine.clock import Clock
from azsim.engine.trace import Trace
from azsim.facts import Facts, Value
from azsim.functions.snat.flows import NO_FLOW, TranslatedFlow
from azsim.functions.snat.masquerading import EXHAUSTED, ONLY_TCP_AND_UDP, UNSOLICITED, Snat
from azsim.functions.snat.profiles import Classic, LoadBalancerRule
from azsim.model.events import (
    End,
    FlowReopened,
    HoldBegan,
    PoolResized,
    PortRefused,
    PortReleased,
    PortTaken,
    TimerRestarted,
)
from azsim.model.packet import FiveTuple, Packet, Protocol
from azsim.model.payload import Data, Keepalive
from azsim.model.verdict import Drop, Pass
from azsim.text import Advice
from azsim.units import SECOND

PUBLIC = "203.0.113.10"
SERVER = "198.51.100.7"
VM1, VM2 = "10.0.0.4", "10.0.0.5"


@define(eq=False)
class Sender:
    """An interface with its flow table."""

    name: str
    address: str
    flows: dict[FiveTuple, TranslatedFlow] = field(factory=dict)


def senders(*addresses: str) -> list[Sender]:
    """Interfaces at *addresses*, without any flow."""
    return [Sender(f"vm{number}", address) for number, address in enumerate(addresses, start=1)]


def snat(*members: str, reported: int | None = None, **changed: Value) -> Snat:
    """SNAT for *members*, under the documented facts but for those *changed*."""
    facts = Facts({f"classic.{name.replace('_', '-')}": value for name, value in changed.items()})
    made = Snat(f"SNAT {PUBLIC}", PUBLIC, Classic(facts))
    made.set_pool(senders(*(members or (VM1,))), reported or len(members) or 1)
    return made


def resize(function: Snat, *members: str, reported: int) -> None:
    """Measure the pool again, without those who are no longer members: they have gone."""
    gone = [each for each in function.pool._members if each.address not in members]
    function.set_pool(senders(*members), reported, gone)


def flow(
    port: int = 50_000, *, protocol: Protocol = "TCP", source: str = VM1, to: str = f"{SERVER}:443"
) -> FiveTuple:
    address, _, number = to.partition(":")
    return FiveTuple(protocol, source, port, address, int(number))


def open_many(function: Snat, count: int, to: str = f"{SERVER}:443") -> int:
    """How many of *count* flows to one destination get a port."""
    return sum(
        function.open(flow(50_000 + number, to=to), 0) is not None for number in range(count)
    )


class TestAllocation:
    @pytest.mark.parametrize(
        ("pool", "ports"), [(1, 1024), (50, 1024), (51, 512), (101, 256), (201, 128), (400, 128)]
    )
    def test_follows_the_size_of_the_pool(self, pool: int, ports: int) -> None:
        assert snat(reported=pool).allocated(VM1, "TCP") == ports

    def test_gives_each_instance_ports_of_its_own(self) -> None:
        function = snat(VM1, VM2)
        ports = {
            mapping.port
            for source in (VM1, VM2)
            for number in range(1024)
            if (mapping := function.open(flow(50_000 + number, source=source), 0))
        }
        assert len(ports) == 2048


class TestOpening:
    def test_takes_the_lowest_free_port(self) -> None:
        function = snat()
        ports = [getattr(function.open(flow(port), 0), "port", None) for port in (1, 2, 3)]
        assert ports == [1024, 1025, 1026]

    def test_fails_when_every_port_is_used_toward_the_destination(self) -> None:
        function = snat()
        assert open_many(function, 1025) == 1024

    def test_shares_ports_between_destinations(self) -> None:
        function = snat()
        for to in (f"{SERVER}:443", f"{SERVER}:8443", "198.51.100.8:443"):
            assert open_many(function, 1024, to) == 1024
        assert function.in_use(VM1, "TCP") == 1024

    def test_has_no_ports_for_what_is_not_translated(self) -> None:
        assert snat().allocated(VM1, "ICMP") == 0

    def test_counts_tcp_and_udp_apart(self) -> None:
        function = snat()
        open_many(function, 1024)
        assert function.open(flow(protocol="UDP"), 0) is not None
        assert (function.in_use(VM1, "TCP"), function.in_use(VM1, "UDP")) == (1024, 1)

    def test_of_one_instance_never_uses_the_ports_of_another(self) -> None:
        function = snat(VM1, VM2)
        open_many(function, 1024)
        assert function.open(flow(1), 0) is None
        assert function.open(flow(1, source=VM2), 0) is not None


class TestRelease:
    @pytest.mark.parametrize(("elapsed", "held"), [(239, True), (240, False)])
    def test_comes_240_seconds_after_fin_from_both_ends(self, elapsed: int, held: bool) -> None:
        function = snat()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.fin(mapping, "client", 100 * SECOND)
        function.fin(mapping, "server", 100 * SECOND)
        function.expire((100 + elapsed) * SECOND)
        assert (mapping.ended is None) is held

    def test_needs_the_fin_of_both_ends(self) -> None:
        function = snat()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.fin(mapping, "client", 100 * SECOND)
        assert mapping.is_open
        function.expire(240 * SECOND)
        assert mapping.ended == "idle timeout"

    @pytest.mark.parametrize(("elapsed", "held"), [(14, True), (15, False)])
    def test_comes_15_seconds_after_rst(self, elapsed: int, held: bool) -> None:
        function = snat()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.reset(mapping, 0)
        function.expire(elapsed * SECOND)
        assert (mapping.ended is None) is held

    def test_is_not_put_off_by_a_late_packet(self) -> None:
        function = snat()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.fin(mapping, "client", 0)
        function.fin(mapping, "server", 0)
        assert not function.touch(mapping, "application data", "server", 100 * SECOND)
        assert function.next_deadline() == 240 * SECOND

    @pytest.mark.parametrize("end", ["client", "server"])
    @pytest.mark.parametrize("sign", ["TCP keepalive", "application data"])
    def test_is_put_off_by_a_sign_of_life(self, sign: str, end: str) -> None:
        function = snat()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.touch(mapping, sign, end, 239 * SECOND)  # type: ignore[arg-type]
        assert function.next_deadline() == 479 * SECOND

    def test_is_not_put_off_by_a_sign_that_the_platform_does_not_count(self) -> None:
        one_sided = Classic(Facts({"classic.idle-reset.ends": ("client",)}))
        function = Snat(f"SNAT {PUBLIC}", PUBLIC, one_sided)
        function.set_pool(senders(VM1), 1)
        held = function.open(flow(), 0)
        assert held is not None
        assert not function.touch(held, "application data", "server", 1)
        assert function.touch(held, "application data", "client", 1)

    def test_happens_once(self) -> None:
        function = snat()
        held = function.open(flow(), 0)
        assert held is not None
        function.reset(held, 0)
        function.reset(held, 5 * SECOND)
        function.expire(15 * SECOND)
        assert held.ended == "RST"
        assert not function.touch(held, "application data", "client", 15 * SECOND)

    def test_of_a_udp_flow_comes_by_idling(self) -> None:
        function = snat()
        mapping = function.open(flow(protocol="UDP"), 0)
        assert mapping is not None
        function.expire(240 * SECOND)
        assert mapping.ended == "idle timeout"
        assert function.in_use(VM1, "UDP") == 0

    def test_comes_next_where_a_timer_ends_first(self) -> None:
        function = snat()
        idle, closed = function.open(flow(), 0), function.open(flow(50_001), 0)
        udp = function.open(flow(protocol="UDP"), SECOND)
        assert idle is not None
        assert closed is not None
        assert udp is not None
        function.reset(closed, 0)
        ends = []
        while (deadline := function.next_deadline()) is not None:
            ends.append(deadline)
            function.expire(deadline)
        assert ends == [15 * SECOND, 240 * SECOND, 241 * SECOND]

    def test_makes_room_for_the_next_flow(self) -> None:
        function = snat()
        open_many(function, 1024)
        function.expire(240 * SECOND)
        assert open_many(function, 1024) == 1024

    def test_a_client_that_reuses_its_flow_in_the_hold_gets_the_same_port(self) -> None:
        function = snat()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.reset(mapping, 0)
        function.reopen(mapping, 1 * SECOND)
        assert mapping.is_open
        assert function.next_deadline() == 241 * SECOND

    @pytest.mark.parametrize("end", ["client", "server"])
    def test_of_a_flow_that_began_again_needs_the_fin_of_both_ends_again(self, end: End) -> None:
        function = snat()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.fin(mapping, "client", 0)
        function.fin(mapping, "server", 0)
        function.reopen(mapping, SECOND)
        function.fin(mapping, end, 2 * SECOND)
        assert mapping.is_open


class TestResizing:
    def test_growing_a_tier_cuts_the_flows_on_the_upper_half(self) -> None:
        function = snat()
        opened = [function.open(flow(port), 0) for port in range(1, 1025)]
        resize(function, VM1, reported=51)
        ended = [each.ended for each in opened if each is not None]
        assert ended == [None] * 512 + ["reclaimed"] * 512
        assert function.allocated(VM1, "TCP") == function.in_use(VM1, "TCP") == 512

    def test_growing_a_tier_takes_free_ports_as_well(self) -> None:
        function = snat()
        opened = [function.open(flow(port), 0) for port in range(1, 514)]
        assert opened[-1] is not None
        function.release(opened[-1], "RST")
        resize(function, VM1, reported=51)
        assert function.free_toward(flow()) == 0
        assert function.open(flow(600), 0) is None

    def test_growing_several_tiers_halves_several_times(self) -> None:
        function = snat()
        open_many(function, 1)
        resize(function, VM1, reported=201)
        assert function.allocated(VM1, "TCP") == 128

    def test_growing_within_a_tier_changes_nothing(self) -> None:
        function = snat()
        open_many(function, 1024)
        resize(function, VM1, reported=50)
        assert function.in_use(VM1, "TCP") == 1024

    def test_shrinking_keeps_every_flow_and_adds_ports(self) -> None:
        function = snat(reported=51)
        open_many(function, 512)
        resize(function, VM1, reported=50)
        assert function.allocated(VM1, "TCP") == 1024
        assert function.in_use(VM1, "TCP") == 512

    def test_an_instance_that_leaves_takes_its_flows_along(self) -> None:
        function = snat(VM1, VM2)
        mapping = function.open(flow(source=VM2), 0)
        resize(function, VM1, reported=1)
        assert mapping is not None
        assert mapping.ended == "removed"
        assert function.in_use(VM2, "TCP") == 0

    def test_an_instance_that_leaves_the_pool_alone_keeps_its_flows(self) -> None:
        function = snat(VM1, VM2, reported=51)
        mapping = function.open(flow(source=VM2), 0)
        assert mapping is not None
        function.set_pool(senders(VM1), 50)
        assert (mapping.is_open, function.in_use(VM2, "TCP")) == (True, 1)
        assert function.expects(mapping.outside.reversed())
        assert function.allocated(VM1, "TCP") == 1024

    def test_an_instance_that_goes_after_it_left_the_pool_loses_its_flows(self) -> None:
        function = snat(VM1, VM2)
        mapping = function.open(flow(source=VM2), 0)
        assert mapping is not None
        for gone in ((), senders(VM2)):
            assert mapping.is_open
            function.set_pool(senders(VM1), 1, gone)
        assert mapping.ended == "removed"

    @pytest.mark.parametrize(("reported", "ports"), [(1, 1024), (51, 512)])
    def test_an_instance_that_takes_the_place_of_another_begins_anew(
        self, reported: int, ports: int
    ) -> None:
        function = snat()
        opened = [function.open(flow(port), 0) for port in range(1, 1025)]
        gone = function.pool._members
        [newcomer] = senders(VM1)
        function.set_pool([newcomer], reported, gone)
        assert {each.ended for each in opened if each is not None} == {"removed"}
        assert function.allocated(VM1, "TCP") == ports
        assert function.open(flow(), 0) is newcomer.flows[flow()]

    def test_whose_ports_are_free_once_those_flows_are_over(self) -> None:
        function = snat(VM1, VM2)
        mapping = function.open(flow(source=VM2), 0)
        assert mapping is not None
        function.set_pool(senders(VM1), 1)
        function.expire(240 * SECOND)
        function.set_pool(senders(VM1, "10.0.0.6"), 2)
        newcomer = function.open(flow(source="10.0.0.6"), 241 * SECOND)
        assert newcomer is not None
        assert newcomer.port == mapping.port

    def test_ports_that_come_back_after_growing_serve_again(self) -> None:
        function = snat()
        open_many(function, 1024)
        resize(function, VM1, reported=51)
        resize(function, VM1, reported=50)
        assert open_many(function, 1024, "198.51.100.8:443") == 1024

    def test_an_instance_that_has_left_uses_no_port(self) -> None:
        function = snat(VM1, VM2)
        function.open(flow(source=VM2), 0)
        resize(function, VM1, reported=1)
        assert function.in_use(VM2, "TCP") == 0

    def test_flows_and_answers_find_ports_in_every_range_of_an_instance(self) -> None:
        function = snat(VM1, VM2, reported=101)
        function.allocated(VM1, "TCP")
        for reported in (51, 50):
            resize(function, VM1, VM2, reported=reported)
        opened = [function.open(flow(50_000 + number), 0) for number in range(1_024)]
        ports = [each.port for each in opened if each is not None]
        assert ports == [*range(1024, 1280), *range(1536, 1792), *range(2048, 2560)]
        for each in opened:
            assert each is not None
            assert function.find_return(each.outside.reversed()) is each

    @pytest.mark.parametrize("port", [1023, 1024, 2048, 65_535])
    def test_a_port_that_nobody_uses_answers_nobody(self, port: int) -> None:
        function = snat(VM1)
        function.open(flow(to=f"{SERVER}:80"), 0)
        assert not function.expects(FiveTuple("TCP", SERVER, 443, PUBLIC, port))

    def test_who_goes_without_ever_having_been_a_member_takes_nothing(self) -> None:
        function = snat(VM1)
        held = function.open(flow(), 0)
        assert held is not None
        function.set_pool(senders(VM1), 1, senders(VM2))
        assert held.is_open

    def test_a_pool_beyond_the_table_is_refused_with_advice(self) -> None:
        words = (
            "A pool of 401 instances isn't modelled: the documented table of SNAT ports ends at 400"
        )
        with pytest.raises(Advice, match=words):
            snat(VM1, reported=401).allocated(VM1, "TCP")


class TestCounting:
    def test_a_port_that_two_destinations_share_is_in_use_until_both_are_over(self) -> None:
        function = snat()
        first = function.open(flow(), 0)
        second = function.open(flow(to=f"{SERVER}:80"), 0)
        assert first is not None
        assert second is not None
        function.release(first, "removed")
        assert function.in_use(VM1, "TCP") == 1
        function.release(second, "removed")
        assert function.in_use(VM1, "TCP") == 0

    def test_what_is_free_toward_a_destination_is_what_is_not_held_there(self) -> None:
        function = snat()
        assert not function.is_used
        assert function.free_toward(flow()) == 1_024
        assert function.is_used
        open_many(function, 3)
        assert function.free_toward(flow()) == 1_021
        assert function.free_toward(flow(to=f"{SERVER}:80")) == 1_024


class TestPackets:
    OUT = Packet(1, "TCP", VM1, 50_000, SERVER, 443, "SYN")

    def back(self, **changes: Any) -> Packet:
        answer = Packet(2, "TCP", SERVER, 443, PUBLIC, 1024, "SYN ACK")
        return attrs.evolve(answer, **changes)

    def test_that_leave_get_the_public_address_and_a_port(self) -> None:
        verdict = snat().translate(self.OUT, 0)
        assert isinstance(verdict, Pass)
        assert verdict.packet == attrs.evolve(self.OUT, source=PUBLIC, source_port=1024)

    def test_that_come_back_reach_the_private_address(self) -> None:
        function = snat()
        function.translate(self.OUT, 0)
        verdict = function.translate(self.back(), 0)
        assert isinstance(verdict, Pass)
        assert verdict.packet.five_tuple == self.OUT.five_tuple.reversed()

    @pytest.mark.parametrize(
        "changes",
        [{"source": "198.51.100.9"}, {"source_port": 444}, {"destination_port": 1025}],
        ids=["from another address", "from another port", "to another port"],
    )
    def test_that_nobody_expects_are_dropped(self, changes: dict[str, object]) -> None:
        function = snat()
        function.translate(self.OUT, 0)
        assert function.translate(self.back(**changes), 0) == Drop(UNSOLICITED)

    def test_that_come_to_a_udp_port_from_elsewhere_are_dropped(self) -> None:
        function = Snat("SNAT", PUBLIC, LoadBalancerRule(Facts()))
        function.set_pool(senders(VM1), 1)
        held = function.open(flow(protocol="UDP"), 0)
        assert held is not None
        answer = held.outside.reversed()
        assert function.expects(answer)
        assert not function.expects(answer._replace(source="198.51.100.9"))
        assert not function.expects(answer._replace(source_port=444))

    @pytest.mark.parametrize("protocol", ["ICMP", "ESP", "GRE"])
    def test_of_other_protocols_are_dropped(self, protocol: Protocol) -> None:
        packet = attrs.evolve(self.OUT, protocol=protocol, flags="")
        assert snat().translate(packet, 0) == Drop(ONLY_TCP_AND_UDP)

    def test_that_find_no_port_are_dropped(self) -> None:
        function = snat()
        open_many(function, 1024)
        syn = attrs.evolve(self.OUT, source_port=1)
        assert function.translate(syn, 0) == Drop(EXHAUSTED)

    def test_of_a_flow_that_timed_out_are_dropped(self) -> None:
        function = snat()
        function.translate(self.OUT, 0)
        function.expire(240 * SECOND)
        late = attrs.evolve(self.OUT, flags="ACK", payload=Data())
        assert function.translate(late, 241 * SECOND) == Drop(NO_FLOW)

    def test_move_the_timers_as_their_flags_say(self) -> None:
        function = snat()
        function.translate(self.OUT, 0)
        keepalive = attrs.evolve(self.OUT, flags="ACK", payload=Keepalive())
        function.translate(keepalive, 100 * SECOND)
        assert function.next_deadline() == 340 * SECOND
        function.translate(attrs.evolve(self.OUT, flags="FIN ACK"), 110 * SECOND)
        function.translate(self.back(flags="FIN ACK"), 120 * SECOND)
        assert function.next_deadline() == 360 * SECOND
        function.translate(attrs.evolve(self.OUT, flags="SYN"), 130 * SECOND)
        function.translate(self.back(flags="RST"), 140 * SECOND)
        assert function.next_deadline() == 155 * SECOND


class TestFacts:
    def test_are_read_when_they_are_first_decided_by(self) -> None:
        facts = Facts()
        function = Snat("SNAT", PUBLIC, Classic(facts))
        function.set_pool(senders(VM1), 1)
        assert facts.read == ()
        function.open(flow(), 0)
        assert {"classic.ports-by-pool-size", "classic.port-choice"} <= set(facts.read)
        assert "classic.fin-hold" not in facts.read

    @pytest.mark.parametrize(
        ("protocol", "elapsed", "shown"),
        [
            ("TCP", 240 * SECOND - 1, set()),
            ("TCP", 240 * SECOND, {"classic.tcp-release", "classic.boundary"}),
            ("UDP", 240 * SECOND, {"classic.udp-release", "classic.boundary"}),
        ],
    )
    def test_on_release_are_rested_on_when_a_flow_is_released(
        self, protocol: Protocol, elapsed: int, shown: set[str]
    ) -> None:
        facts = Facts()
        function = Snat("SNAT", PUBLIC, Classic(facts))
        function.set_pool(senders(VM1), 1)
        function.open(flow(protocol=protocol), 0)
        function.expire(elapsed)
        on_release = {"classic.tcp-release", "classic.udp-release", "classic.boundary"}
        assert on_release & set(facts.read) == shown

    @pytest.mark.parametrize("ends", [[], ["client"], ["server"], ["client", "server"]])
    def test_on_a_fin_are_rested_on_where_a_flow_with_one_idles_out(self, ends: list[End]) -> None:
        facts = Facts()
        function = Snat("SNAT", PUBLIC, Classic(facts))
        function.set_pool(senders(VM1), 1)
        mapping = function.open(flow(), 0)
        assert mapping is not None
        for end in ends:
            function.fin(mapping, end, 100 * SECOND)
        function.expire(240 * SECOND)
        assert ("classic.fin-leaves-idle-timer" in facts.read) == (len(ends) == 1)

    def test_on_holds_are_rested_on_as_far_as_a_flow_gets(self) -> None:
        facts = Facts()
        function = Snat("SNAT", PUBLIC, Classic(facts))
        function.set_pool(senders(VM1), 1)
        mapping = function.open(flow(), 0)
        assert mapping is not None
        steps = [
            (lambda: function.reset(mapping, 0), "classic.tcp-release"),
            (lambda: None, "classic.hold-is-per-destination"),
            (
                lambda: function.touch(mapping, "application data", "client", 1),
                "classic.late-packet-prolongs-hold",
            ),
            (lambda: function.reopen(mapping, 2), "classic.reopen-in-hold"),
        ]
        assert not {fact_id for _, fact_id in steps} & set(facts.read)
        for number, (step, _) in enumerate(steps, start=1):
            step()
            assert {fact_id for _, fact_id in steps[:number]} <= set(facts.read)
        assert "classic.boundary" not in facts.read

    def test_on_resizing_are_rested_on_when_the_pool_grows_and_shrinks(self) -> None:
        facts = Facts()
        function = Snat("SNAT", PUBLIC, Classic(facts))
        function.set_pool(senders(VM1), 1)
        growing = {"classic.growth.times-out-flows", "classic.growth.reclaimed-half"}
        shrinking = {"classic.shrinking.keeps-flows"}
        function.open(flow(), 0)
        assert not (growing | shrinking) & set(facts.read)
        resize(function, VM1, reported=51)
        assert growing <= set(facts.read)
        resize(function, VM1, reported=52)
        assert not shrinking & set(facts.read)
        resize(function, VM1, reported=50)
        assert shrinking <= set(facts.read)

    def test_on_exhaustion_are_rested_on_when_no_port_is_left(self) -> None:
        facts = Facts({"classic.ports-by-pool-size": ((1, 1),)})
        function = Snat("SNAT", PUBLIC, Classic(facts))
        function.set_pool(senders(VM1), 1)
        on_exhaustion = {"classic.exhaustion-refuses", "classic.exhaustion.signal"}
        function.open(flow(), 0)
        assert not on_exhaustion & set(facts.read)
        function.open(flow(50_001), 0)
        assert on_exhaustion <= set(facts.read)

    def test_on_late_packets_are_rested_on_when_one_comes(self) -> None:
        facts = Facts()
        function = Snat("SNAT", PUBLIC, Classic(facts))
        function.set_pool(senders(VM1), 1)
        function.translate(Packet(1, *flow(), "SYN"), 0)
        assert "classic.late-packet-revives" not in facts.read
        function.translate(Packet(2, *flow(50_001), "ACK", Data()), 0)
        assert "classic.late-packet-revives" in facts.read

    def test_decide(self) -> None:
        function = snat(fin_hold=65 * SECOND)
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.fin(mapping, "client", 0)
        function.fin(mapping, "server", 0)
        assert function.next_deadline() == 65 * SECOND


class TestItTells:
    """What it does about a port, to whoever records it."""

    def told(
        self, *, on: bool = True, changed: Mapping[str, Value] | None = None
    ) -> tuple[Snat, Trace]:
        trace = Trace(Clock(), on=on)
        function = Snat(f"SNAT {PUBLIC}", PUBLIC, Classic(Facts(changed)), trace)
        function.set_pool(senders(VM1), 1)
        return function, trace

    def test_a_life_from_the_port_taken_to_the_port_released(self) -> None:
        function, trace = self.told()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.fin(mapping, "client", 0)
        function.fin(mapping, "server", 0)
        function.reopen(mapping, 1)
        function.reset(mapping, 2)
        function.expire(15 * SECOND + 2)
        outside = FiveTuple("TCP", PUBLIC, 1_024, SERVER, 443)
        where = f"SNAT {PUBLIC}"
        assert trace.events == (
            PoolResized(0, 0, where, 1, 1_024, 0, (("vm1", VM1),)),
            PortTaken(1, 0, where, flow(), outside, 1),
            HoldBegan(2, 0, where, flow(), "FIN"),
            FlowReopened(3, 0, where, flow()),
            HoldBegan(4, 0, where, flow(), "RST"),
            PortReleased(5, 0, where, flow(), outside, "RST", 0),
        )

    @pytest.mark.parametrize(
        ("share", "allocated"),
        [(Fraction(1, 2), [1024, 512, 512, 1024]), (Fraction(3, 4), [1024, 256, 256, 1024])],
    )
    def test_how_many_ports_each_has_by_now(self, share: Fraction, allocated: list[int]) -> None:
        function, trace = self.told(changed={"classic.growth.reclaimed-share": share})
        function.open(flow(), 0)
        for reported in (51, 52, 50):
            resize(function, VM1, reported=reported)
        told = [each.allocated for each in trace.events if isinstance(each, PoolResized)]
        assert told == allocated

    def test_a_pool_that_stays_as_it_is_only_once(self) -> None:
        function, trace = self.told()
        function.open(flow(), 0)
        resize(function, VM1, reported=2)
        function.set_pool(function.pool._members, 2)
        assert [each.reported for each in trace.events if isinstance(each, PoolResized)] == [1, 2]

    def test_a_port_that_was_refused(self) -> None:
        function, trace = self.told()
        for port in range(1_025):
            function.open(flow(port + 1), 0)
        assert isinstance(trace.events[-1], PortRefused)

    def test_flows_that_lose_their_port_after_the_change_that_took_it(self) -> None:
        function, trace = self.told()
        function.open(flow(), 0)
        resize(function, reported=0)
        resized, released = trace.events[-2:]
        assert isinstance(resized, PoolResized)
        assert (resized.lost, resized.allocated) == (1, 0)
        assert isinstance(released, PortReleased)
        assert (released.why, released.in_use) == ("removed", 0)

    def test_a_timer_that_a_packet_restarts_but_not_one_of_a_flow(self) -> None:
        function, trace = self.told()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        assert function.touch(mapping, "application data", "client", 1)
        assert len(trace) == 2
        function.translate(Packet(1, *flow(), "ACK", Keepalive()), 2)
        assert trace.events[-1] == TimerRestarted(
            2, 0, f"SNAT {PUBLIC}", flow(), "TCP keepalive", "client"
        )

    def test_nothing_where_nobody_listens(self) -> None:
        function, trace = self.told(on=False)
        function.open(flow(), 0)
        assert trace.events == ()
