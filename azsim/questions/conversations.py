"""Packets that belong together: what one place sends, and everything that follows from it.

A packet that a place sends right after one was delivered there is an answer; any other
begins a conversation, and so does another flow of whoever began the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from attrs import define, evolve, field

from azsim.model.events import Delivered, Dropped, PacketEvent, Passed, Sent
from azsim.model.packet import Packet
from azsim.model.payload import DnsAnswer, DnsQuery, Payload
from azsim.model.rules import Rule
from azsim.questions.atlas import Atlas

Alike = Callable[[str], str]


@define(eq=False)
class Conversation:
    """What was seen of its packets, in order. ``began`` is the first packet as it was sent."""

    where: str
    began: Packet
    events: list[PacketEvent] = field(factory=list)

    @property
    def time(self) -> int:
        """When its first packet was sent, in nanoseconds since the start of the scenario."""
        return self.events[0].time

    @property
    def until(self) -> int:
        """When the last of it was seen."""
        return self.events[-1].time

    @property
    def packets(self) -> int:
        """How many packets were sent."""
        return sum(isinstance(each, Sent) for each in self.events)

    def shape(self, alike: Alike) -> Hashable:
        """What is the same for another one that went the same way, whatever its time and ports.

        *alike* says of a name or an address what stands for everything that is like it.
        """
        ways: dict[int, list[Hashable]] = {}
        for each in self.events:
            packet = each.after if isinstance(each, Passed) else each.packet
            way = ways.setdefault(packet.id, [])
            content = _content(packet, alike)
            way.append((type(each), alike(each.where), _rule(each), content))
        return self.began.destination_port, *map(tuple, ways.values())

    def way(self, atlas: Atlas) -> tuple[str, str]:
        """Where its first packet came from, and where that got to."""
        began, *rest = (each for each in self.events if each.packet.id == self.began.id)
        end = rest[-1] if rest else began
        return (
            atlas.part(self.where, self.began.source),
            atlas.part(end.where, end.packet.destination),
        )


@define
class Conversations:
    """Takes what happens to packets in order, and tells which conversation they are of."""

    _last: PacketEvent | None = field(default=None, init=False)
    _of_packet: dict[int, Conversation] = field(factory=dict, init=False)

    def take(self, seen: PacketEvent) -> Conversation | None:
        """Put *seen* where it belongs; the conversation that it begins, if it does."""
        begun = None
        if isinstance(seen, Sent):
            conversation = self._answered(seen)
            if conversation is None:
                conversation = begun = Conversation(seen.where, seen.packet)
            self._of_packet[seen.packet.id] = conversation
        self._of_packet[seen.packet.id].events.append(seen)
        self._last = seen
        return begun

    def end(self) -> None:
        """Whatever is sent next has nothing to do with what was seen before."""
        self._last = None

    def _answered(self, seen: Sent) -> Conversation | None:
        last, packet = self._last, seen.packet
        if last is None or (last.where, last.time) != (seen.where, seen.time):
            return None
        if not isinstance(last, Sent | Delivered):
            return None
        conversation = self._of_packet[last.packet.id]
        began = conversation.began
        again = (seen.where, packet.protocol) == (conversation.where, began.protocol)
        return None if again and packet.five_tuple != began.five_tuple else conversation


def _rule(seen: PacketEvent) -> Rule | None:
    match seen:
        case Passed():
            return seen.rule
        case Dropped():
            return seen.reason
    return None


def _content(packet: Packet, alike: Alike) -> Hashable:
    return (
        packet.protocol,
        alike(packet.source),
        alike(packet.destination),
        packet.flags,
        _without_id(packet.payload),
    )


def _without_id(payload: Payload | None) -> Payload | None:
    return evolve(payload, id=0) if isinstance(payload, DnsQuery | DnsAnswer) else payload
