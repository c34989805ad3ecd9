"""The passages of a conversation: each packet with its legs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from attrs import define, evolve, field

from azsim.model.events import Delivered, Dropped, PacketEvent, Passed, Sent
from azsim.model.packet import FiveTuple, Packet
from azsim.questions.atlas import Atlas
from azsim.questions.conversations import Conversation
from azsim.questions.walk_rows import End, Field, Leg, Passage, Rewrite


@define
class _Way:
    """A packet as it was sent, and what was seen of it since."""

    sent: Sent
    seen: list[Passed | Delivered | Dropped] = field(factory=list)

    @property
    def packet(self) -> Packet:
        """As it was sent."""
        return self.sent.packet

    @property
    def last(self) -> FiveTuple:
        """Its flow at the place that it got to."""
        if not self.seen:
            return self.packet.five_tuple
        end = self.seen[-1]
        return (end.after if isinstance(end, Passed) else end.packet).five_tuple


def passages(conversation: Conversation, atlas: Atlas, numbers: Iterator[int]) -> list[Passage]:
    """Every packet of a conversation, in the order in which they were sent.

    *numbers* are for the TCP sessions, where there are several.
    """
    ways: dict[int, _Way] = {}
    for each in conversation.events:
        if isinstance(each, Sent):
            ways[each.packet.id] = _Way(each)
        else:
            ways[each.packet.id].seen.append(each)
    sessions = _sessions(ways.values())
    found = [
        evolve(_passage(way, atlas), session=sessions.get(way.packet.five_tuple))
        for way in ways.values()
    ]
    return _numbered(found, numbers)


def address(name: str, port: int) -> str:
    """An address with its port, where there is one."""
    return f"{name}:{port}" if port else name


def rewrites(before: FiveTuple, after: FiveTuple) -> tuple[Rewrite, ...]:
    """Which addresses differ."""
    fields: tuple[Field, Field] = ("source", "destination")
    pairs = zip(fields, _ends(before), _ends(after), strict=True)
    return tuple(Rewrite(name, old, new) for name, old, new in pairs if old != new)


def _ends(flow: FiveTuple) -> tuple[str, str]:
    return (
        address(flow.source, flow.source_port),
        address(flow.destination, flow.destination_port),
    )


def _passage(way: _Way, atlas: Atlas) -> Passage:
    legs = list[Leg]()
    at = atlas.part(way.sent.where, way.packet.source)
    visited = [way.sent.where, *(each.where for each in way.seen)]
    for each in way.seen:
        if isinstance(each, Dropped) and each.where == at:
            # No route led away from where it was.
            break
        source, destination = _ends(each.packet.five_tuple)
        to = each.where
        if isinstance(each, Delivered):
            to = atlas.part(to, each.packet.destination)
        leg = Leg(
            at,
            to,
            source,
            destination,
            bypassed=atlas.bypassed(at, to, visited),
        )
        if isinstance(each, Passed):
            changed = rewrites(each.before.five_tuple, each.after.five_tuple)
            leg = evolve(leg, rewrites=changed, rule=each.rule)
        legs.append(leg)
        at = to
    end = way.seen[-1] if way.seen else way.sent
    packet = way.packet
    return Passage(
        way.sent.time,
        end.time,
        "packet",
        packet.protocol,
        tuple(legs),
        at,
        ended=_ended(end),
        reason=end.reason.text if isinstance(end, Dropped) else None,
        flags=packet.flags,
        payload=packet.payload,
        first=way.sent.sequence,
        last=end.sequence,
    )


def _ended(seen: PacketEvent) -> End:
    match seen:
        case Delivered():
            return "delivered"
        case Dropped():
            return "dropped"
    return "under way"


def _sessions(ways: Iterable[_Way]) -> dict[FiveTuple, int]:
    """The number of the TCP session of each flow, in both directions and on each side."""
    found: dict[FiveTuple, int] = {}
    fresh = count(1)
    for way in ways:
        flow = way.packet.five_tuple
        if flow.protocol == "TCP" and flow not in found:
            number = next(fresh)
            for each in (flow, way.last):
                found[each] = found[each.reversed()] = number
    return found


def _numbered(found: list[Passage], numbers: Iterator[int]) -> list[Passage]:
    """Number the sessions where there are several, else none."""
    used = dict.fromkeys(each.session for each in found if each.session is not None)
    if len(used) < 2:
        return [evolve(each, session=None) for each in found]
    renumbered = {old: next(numbers) for old in used}
    return [
        each if each.session is None else evolve(each, session=renumbered[each.session])
        for each in found
    ]
