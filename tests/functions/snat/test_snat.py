"""SNAT with port masquerading, decision by decision."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from azsim.facts import Facts, Value
from azsim.functions.snat.flows import (
    EXHAUSTED,
    NO_FLOW,
    ONLY_TCP_AND_UDP,
    UNSOLICITED,
    Snat,
)
from azsim.functions.snat.profiles import Classic
from azsim.model.packet import FiveTuple, Packet, Protocol
from azsim.model.payload import Data, Keepalive
from azsim.model.verdict import Drop, Pass
from azsim.units import SECOND

PUBLIC = "203.0.113.10"
SERVER = "198.51.100.7"
VM1, VM2 = "10.0.0.4", "10.0.0.5"


def snat(*members: str, reported: int | None = None, **changed: Value) -> Snat:
    """SNAT for *members*, under the documented facts but for those *changed*."""
    facts = Facts({f"classic.{name.replace('_', '-')}": value for name, value in changed.items()})
    made = Snat(PUBLIC, Classic(facts))
    made.resize(members or (VM1,), reported or len(members) or 1)
    return made


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

    def test_ends_with_the_table(self) -> None:
        assert snat().resize([VM1], 401) is None

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
        assert function.refused == 1

    def test_shares_ports_between_destinations(self) -> None:
        function = snat()
        for to in (f"{SERVER}:443", f"{SERVER}:8443", "198.51.100.8:443"):
            assert open_many(function, 1024, to) == 1024
        assert function.in_use(VM1, "TCP") == 1024

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
        function.touch(mapping, "application data", "server", 100 * SECOND)
        assert function.next_deadline() == 240 * SECOND

    @pytest.mark.parametrize("end", ["client", "server"])
    @pytest.mark.parametrize("sign", ["TCP keepalive", "application data"])
    def test_is_put_off_by_a_sign_of_life(self, sign: str, end: str) -> None:
        function = snat()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.touch(mapping, sign, end, 239 * SECOND)  # type: ignore[arg-type]
        assert function.next_deadline() == 479 * SECOND

    def test_of_a_udp_flow_comes_by_idling(self) -> None:
        function = snat()
        mapping = function.open(flow(protocol="UDP"), 0)
        assert [each.ended for each in function.expire(240 * SECOND)] == ["idle timeout"]
        assert mapping is not None
        assert function.in_use(VM1, "UDP") == 0

    def test_of_one_of_two_flows_on_a_port_leaves_it_in_use(self) -> None:
        function = snat()
        here, there = function.open(flow(), 0), function.open(flow(to="198.51.100.8:443"), 0)
        assert here is not None
        assert there is not None
        assert here.port == there.port
        function.reset(here, 0)
        function.expire(15 * SECOND)
        assert function.in_use(VM1, "TCP") == 1

    def test_is_final(self) -> None:
        function = snat()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.reset(mapping, 0)
        function.expire(15 * SECOND)
        function.touch(mapping, "application data", "client", 16 * SECOND)
        function.fin(mapping, "client", 16 * SECOND)
        function.reset(mapping, 16 * SECOND)
        function.reopen(mapping, 16 * SECOND)
        assert mapping.ended == "RST"
        assert function.next_deadline() is None

    def test_begins_with_the_first_hold(self) -> None:
        function = snat()
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.reset(mapping, 0)
        function.reset(mapping, 1 * SECOND)
        assert function.next_deadline() == 15 * SECOND

    def test_of_an_older_mapping_leaves_the_newer_one_of_the_same_flow(self) -> None:
        function = snat()
        function.open(flow(), 0)
        newer = function.open(flow(), 1 * SECOND)
        function.expire(240 * SECOND)
        assert function.find(flow()) is newer

    def test_by_data_of_one_end_only_is_a_matter_of_the_profile(self) -> None:
        function = snat(**{"idle-reset.ends": ("client",)})
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.touch(mapping, "application data", "server", 1 * SECOND)
        assert function.next_deadline() == 240 * SECOND

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


class TestResizing:
    def test_growing_a_tier_cuts_the_flows_on_the_upper_half(self) -> None:
        function = snat()
        open_many(function, 1024)
        lost = function.resize([VM1], 51)
        assert lost is not None
        assert (len(lost), {each.ended for each in lost}) == (512, {"reclaimed"})
        assert function.allocated(VM1, "TCP") == function.in_use(VM1, "TCP") == 512

    def test_growing_several_tiers_halves_several_times(self) -> None:
        function = snat()
        function.resize([VM1], 201)
        assert function.allocated(VM1, "TCP") == 128

    def test_growing_within_a_tier_changes_nothing(self) -> None:
        function = snat()
        open_many(function, 1024)
        assert function.resize([VM1], 50) == []

    def test_shrinking_keeps_every_flow_and_adds_ports(self) -> None:
        function = snat(reported=51)
        open_many(function, 512)
        assert function.resize([VM1], 50) == []
        assert function.allocated(VM1, "TCP") == 1024
        assert function.in_use(VM1, "TCP") == 512

    def test_ports_that_are_added_lie_beyond_those_of_others(self) -> None:
        function = snat(VM1, VM2, reported=51)
        function.resize([VM1, VM2], 50)
        mappings = [function.open(flow(50_000 + number), 0) for number in range(1024)]
        ports = sorted(mapping.port for mapping in mappings if mapping is not None)
        assert ports == [*range(1024, 1536), *range(2048, 2560)]

    def test_an_instance_that_leaves_takes_its_flows_along(self) -> None:
        function = snat(VM1, VM2)
        mapping = function.open(flow(source=VM2), 0)
        assert function.resize([VM1], 1) == [mapping]
        assert function.members == (VM1,)

    def test_ports_that_come_back_after_growing_serve_again(self) -> None:
        function = snat()
        open_many(function, 1024)
        function.resize([VM1], 51)
        function.resize([VM1], 50)
        assert open_many(function, 1024, "198.51.100.8:443") == 1024

    def test_an_instance_that_has_left_uses_no_port(self) -> None:
        function = snat(VM1, VM2)
        function.open(flow(source=VM2), 0)
        function.resize([VM1], 1)
        assert function.in_use(VM2, "TCP") == 0


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
        function = Snat(PUBLIC, Classic(facts))
        assert facts.read == ()
        function.resize([VM1], 1)
        assert "classic.ports-by-pool-size" in facts.read
        assert "classic.fin-hold" not in facts.read

    def test_decide(self) -> None:
        function = snat(fin_hold=65 * SECOND)
        mapping = function.open(flow(), 0)
        assert mapping is not None
        function.fin(mapping, "client", 0)
        function.fin(mapping, "server", 0)
        assert function.next_deadline() == 65 * SECOND
