"""Packets that belong together: what one place sends, and everything that follows from it.

A packet that a place sends right after one was delivered there is an answer; any other
begins a conversation, and so does another flow of whoever began the last one.
"""

from __future__ import annotations

from collections.abc import Hashable

from attrs import define, evolve, field

from azsim.model.observation import Observation
from azsim.model.packet import Packet
from azsim.model.payload import DnsAnswer, DnsQuery, Payload
from azsim.questions.atlas import Atlas


@define(eq=False)
class Conversation:
    """What was seen of its packets, in order. ``began`` is the first packet as it was sent."""

    where: str
    began: Packet
    observations: list[Observation] = field(factory=list)

    @property
    def time(self) -> int:
        """When its first packet was sent, in nanoseconds since the start of the scenario."""
        return self.observations[0].time

    @property
    def until(self) -> int:
        """When the last of it was seen."""
        return self.observations[-1].time

    @property
    def packets(self) -> int:
        """How many packets were sent."""
        return sum(each.kind == "send" for each in self.observations)

    def shape(self, atlas: Atlas) -> Hashable:
        """What is the same for another one that went the same way, whatever its time and ports."""
        ways: dict[int, list[Hashable]] = {}
        for each in self.observations:
            packet = each.after if each.kind in ("send", "pass") else each.before
            assert isinstance(packet, Packet)
            way = ways.setdefault(packet.id, [])
            way.append((each.kind, atlas.group(each.where), each.rule, _content(packet, atlas)))
        return self.began.destination_port, *map(tuple, ways.values())


@define
class Conversations:
    """Takes the observations of packets in order, and tells which conversation they are of."""

    _last: Observation | None = field(default=None, init=False)
    _of_packet: dict[int, Conversation] = field(factory=dict, init=False)

    def take(self, seen: Observation) -> Conversation | None:
        """Put *seen* where it belongs; the conversation that it begins, if it does."""
        begun = None
        if seen.kind == "send" and isinstance(seen.after, Packet):
            conversation = self._answered(seen, seen.after)
            if conversation is None:
                conversation = begun = Conversation(seen.where, seen.after)
            self._of_packet[seen.after.id] = conversation
            conversation.observations.append(seen)
        elif isinstance(seen.before, Packet):
            self._of_packet[seen.before.id].observations.append(seen)
        self._last = seen
        return begun

    def end(self) -> None:
        """Whatever is sent next has nothing to do with what was seen before."""
        self._last = None

    def _answered(self, seen: Observation, packet: Packet) -> Conversation | None:
        last = self._last
        if last is None or (last.where, last.time) != (seen.where, seen.time):
            return None
        before = last.after if last.kind == "send" else last.before
        if last.kind not in ("send", "deliver") or not isinstance(before, Packet):
            return None
        conversation = self._of_packet[before.id]
        began = conversation.began
        again = (seen.where, packet.protocol) == (conversation.where, began.protocol)
        return None if again and packet.five_tuple != began.five_tuple else conversation


def _content(packet: Packet, atlas: Atlas) -> Hashable:
    return (
        packet.protocol,
        atlas.group(packet.source),
        atlas.group(packet.destination),
        packet.flags,
        _without_id(packet.payload),
    )


def _without_id(payload: Payload | None) -> Payload | None:
    return evolve(payload, id=0) if isinstance(payload, DnsQuery | DnsAnswer) else payload
