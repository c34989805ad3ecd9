"""The way of a packet from node to node, and what the trace keeps of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
import pytest

from azsim.engine.clock import Clock
from azsim.engine.network import Network
from azsim.engine.nodes import Node
from azsim.engine.routes import Hop, Routes
from azsim.engine.schedule import Schedule
from azsim.engine.trace import Trace
from azsim.model.events import Delivered, Dropped, Event, Passed, Sent
from azsim.model.packet import Packet
from azsim.model.rules import Rule
from azsim.model.verdict import Deliver, Drop, Pass, Verdict
from azsim.text import Text

REWRITTEN = Rule("test.rewritten", Text("rewritten", "書き換え"))
NO_WAY = Rule("test.no-way", Text("no way", "経路なし"))
PACKET = Packet(1, "TCP", "10.0.0.4", 50_000, "198.51.100.7", 443, "SYN")


class Rewriter:
    """A place that gives every packet another source."""

    name = "rewriter"

    def translate(self, packet: Packet, now: int) -> Verdict:
        return Pass(attrs.evolve(packet, source="203.0.113.10"), REWRITTEN)


class End:
    """A place where packets end; it answers with *answers*."""

    def __init__(self, name: str, answers: Sequence[Packet] = ()) -> None:
        self.name = name
        self.received: list[tuple[int, Packet]] = []
        self._answers = list(answers)

    def translate(self, packet: Packet, now: int) -> Verdict:
        return Deliver()

    def receive(self, packet: Packet, now: int) -> Iterable[Packet]:
        self.received.append((now, packet))
        answers, self._answers = self._answers, []
        return answers


class FixedHops(Routes):
    """Routes by which packets take the given hops, one after the other."""

    def __init__(self, *hops: Hop | Drop) -> None:
        super().__init__()
        self._hops = list(hops)

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        return self._hops.pop(0)


class World:
    """A network whose packets take the given hops, one after the other."""

    def __init__(self, *hops: Hop | Drop) -> None:
        self.clock = Clock()
        self.schedule = Schedule(self.clock)
        self.trace = Trace(self.clock)
        self.network = Network(self.clock, self.schedule, self.trace, FixedHops(*hops))

    def send(self, sender: Node, *packets: Packet) -> None:
        self.network.send(sender, packets)
        self.schedule.settle()

    def seen(self) -> list[tuple[type[Event], str]]:
        return [(type(each), each.where) for each in self.trace.events]


def test_a_packet_goes_from_node_to_node_until_one_keeps_it() -> None:
    server = End("server")
    world = World(Hop(Rewriter()), Hop(server))
    world.send(End("client"), PACKET)
    assert world.seen() == [(Sent, "client"), (Passed, "rewriter"), (Delivered, "server")]


def test_a_packet_keeps_its_identity_through_a_rewrite() -> None:
    server = End("server")
    world = World(Hop(Rewriter()), Hop(server))
    world.send(End("client"), PACKET)
    [(_, packet)] = server.received
    assert (packet.id, packet.source) == (PACKET.id, "203.0.113.10")


def test_a_link_takes_its_time() -> None:
    server = End("server")
    world = World(Hop(server, latency=500))
    world.send(End("client"), PACKET)
    assert server.received == []
    world.schedule.advance(500)
    assert [time for time, _ in server.received] == [500]


def test_what_an_end_answers_is_carried_as_well() -> None:
    client, answer = End("client"), attrs.evolve(PACKET, id=2, flags="SYN ACK")
    world = World(Hop(End("server", [answer])), Hop(client))
    world.send(client, PACKET)
    assert [packet.id for _, packet in client.received] == [2]


def test_a_packet_without_a_route_is_dropped_where_it_is() -> None:
    world = World(Drop(NO_WAY))
    world.send(End("client"), PACKET)
    assert world.trace.events[-1] == Dropped(1, 0, "client", PACKET, NO_WAY)
    assert world.network.dropped == Drop(NO_WAY)


@pytest.mark.parametrize("on", [True, False])
def test_a_trace_that_is_switched_off_keeps_nothing(on: bool) -> None:
    trace = Trace(Clock(), on=on)
    trace.add(Sent, "somewhere", PACKET)
    assert len(trace) == int(on)


def test_events_are_numbered_and_timed() -> None:
    clock = Clock()
    trace = Trace(clock)
    trace.add(Sent, "a", PACKET)
    clock.move_to(7)
    trace.add(Sent, "b", PACKET)
    assert [(each.sequence, each.time) for each in trace.events] == [(0, 0), (1, 7)]
