"""The packet walk of a scenario: who sent what to whom, hop by hop, as rows to be shown.

What happens three times or more alike is told once, with its count; many flows that are
followed as flows are one row; and a walk of more than :data:`MOST_ROWS` rows says what it
leaves out.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import count
from typing import Final

from attrs import define, field, frozen

from azsim.model.events import (
    Asked,
    Delivered,
    Dropped,
    Event,
    FlowClosed,
    FlowEvent,
    FlowOpened,
    FlowRefused,
    FlowReopened,
    HealthChanged,
    HoldBegan,
    PacketEvent,
    Passed,
    PoolResized,
    PortRefused,
    PortReleased,
    PortTaken,
    ProbesBegan,
    RequestBegan,
    Sent,
    TimerRestarted,
)
from azsim.model.topology import Place, Topology
from azsim.questions.atlas import Atlas
from azsim.questions.conversations import Conversation, Conversations
from azsim.questions.flow_rows import flows_passage, returned
from azsim.questions.passages import passages
from azsim.questions.walk_rows import (
    Note,
    Omitted,
    Passage,
    Pause,
    Repeats,
    Request,
    Row,
    packets,
)
from azsim.text import Text
from azsim.units import SECOND, format_duration

MOST_ROWS: Final = 40
# What happens twice is told twice, unless the walk is too long then.
FEWEST_FOLDED: Final = 3
FEWEST_FOLDED_IN_BRIEF: Final = 2

_PROBES_RUN = Text("the health probes run for {duration}", "正常性プローブが続く ({duration})")
_DEGRADED = Text("the endpoint is degraded", "エンドポイントは機能低下である")


@frozen
class Walk:
    """The rows of a walk, and the places in them, in the order of the way.

    A place that the topology doesn't know has None for what it is.
    """

    places: tuple[tuple[str, Place | None], ...]
    rows: tuple[Row, ...]


def walk(events: Sequence[Event], topology: Topology) -> Walk | None:
    """The walk of a scenario; None where nothing was sent and nothing asked."""
    atlas = Atlas(topology)
    rows = _told(events, atlas, in_brief=False)
    if len(rows) > MOST_ROWS:
        rows = _at_most(MOST_ROWS, _told(events, atlas, in_brief=True))
    if not rows:
        return None
    names = dict.fromkeys(name for row in rows for name in _places(row))
    ordered = sorted(names, key=atlas.rank)
    return Walk(tuple((name, atlas.place(name)) for name in ordered), tuple(rows))


def _told(events: Sequence[Event], atlas: Atlas, *, in_brief: bool) -> list[Row]:
    told = _Told(atlas, in_brief)
    for each in events:
        told.take(each)
    return list(told.rows())


@define(eq=False)
class _Flows:
    """Flows that met the same fate: the first of them, how many, and until when."""

    first: FlowEvent | PortReleased
    until: int
    count: int = 1

    @property
    def time(self) -> int:
        return self.first.time


_Item = Conversation | _Flows | Note | Request


@define
class _Told:
    """Puts together what belongs together, in the order in which it began.

    Whatever has the same key is folded. A chapter ends where something is asked of Azure
    or announced, and where ports are given back. Flows of two spells stay apart, except *in
    brief*: a spell ends where nothing happens for longer than from one sample of a workload
    to the next.
    """

    atlas: Atlas
    in_brief: bool
    _conversations: Conversations = field(factory=Conversations)
    _items: list[_Item] = field(factory=list)
    _chapters: list[int] = field(factory=list)
    _flows: dict[Hashable, _Flows] = field(factory=dict)
    _chapter: int = 0
    _spell: int = 0
    _last: Event | None = None

    def take(self, seen: Event) -> None:
        """One more event, in order."""
        if isinstance(seen, _UNTOLD):
            return
        last, self._last = self._last, seen
        if not self.in_brief and last is not None and seen.time > last.time + SECOND:
            self._spell += 1
        match seen:
            case Sent() | Passed() | Delivered() | Dropped():
                self._take_packet(seen)
            case PortReleased():
                if not isinstance(last, PortReleased):
                    self._chapter += 1
                self._count(seen, (self._spell, seen.timed_out, seen.where, seen.why))
            case FlowOpened() | FlowRefused() | FlowClosed():
                self._take_flow(seen)
            case PoolResized():
                for name, address in seen.members:
                    self.atlas.learn(name, address)
            case _:
                self._take_event(seen)

    def rows(self) -> Iterator[Row]:
        """The rows, without a limit."""
        keys = [
            (chapter, item.shape(self.atlas)) if isinstance(item, Conversation) else number
            for number, (item, chapter) in enumerate(zip(self._items, self._chapters, strict=True))
        ]
        alike: dict[Hashable, list[_Item]] = {}
        for key, item in zip(keys, self._items, strict=True):
            alike.setdefault(key, []).append(item)
        fewest = FEWEST_FOLDED_IN_BRIEF if self.in_brief else FEWEST_FOLDED
        numbers, now = count(1), 0
        for key, item in zip(keys, self._items, strict=True):
            first, *more = alike[key]
            folds = len(alike[key]) >= fewest
            if folds and item is not first:
                continue
            if item.time > now:
                yield Pause(now, item.time - now)
            yield from self._told(item, numbers)
            if folds:
                yield _repeats(more)
            now = max(now, (more[-1] if folds else item).until)

    def _told(self, item: _Item, numbers: Iterator[int]) -> Iterable[Row]:
        match item:
            case Conversation():
                return passages(item, self.atlas, numbers)
            case _Flows(first, until, count):
                if isinstance(first, PortReleased):
                    return [returned(first, until, count)]
                return [flows_passage(first, until, count, self.atlas)]
            case _:
                return [item]

    def _take_packet(self, seen: PacketEvent) -> None:
        if isinstance(seen, Sent):
            self.atlas.learn(seen.where, seen.packet.source)
        begun = self._conversations.take(seen)
        if begun is not None:
            self._add(begun)

    def _take_flow(self, seen: FlowEvent) -> None:
        inside, group = seen.inside, self.atlas.group
        fate: Hashable = None
        match seen:
            case FlowRefused():
                fate = seen.reason
            case FlowClosed():
                fate = seen.ending
        way = (group(inside.source), group(inside.destination), inside.destination_port)
        self._count(seen, (self._spell, type(seen), group(seen.where), fate, *way))

    def _count(self, seen: FlowEvent | PortReleased, key: Hashable) -> None:
        """One more of the flows with that *key*."""
        known = self._flows.get(key)
        if known is None:
            self._flows[key] = flows = _Flows(seen, seen.time)
            self._add(flows)
        else:
            known.count, known.until = known.count + 1, seen.time

    def _take_event(self, seen: Event) -> None:
        item = _announced(seen)
        if item is not None or isinstance(seen, RequestBegan):
            self._conversations.end()
        if item is not None:
            self._chapter += 1
            self._spell += 1
            self._add(item)

    def _add(self, item: _Item) -> None:
        self._items.append(item)
        self._chapters.append(self._chapter)


# What a SNAT does about a port shows in the flow or the packet that made it do so.
_UNTOLD: Final = (PortTaken, PortRefused, TimerRestarted, HoldBegan, FlowReopened)


def _announced(seen: Event) -> Note | Request | None:
    """What an event is worth a row for, where it is about no packet and no flow."""
    match seen:
        case Asked():
            refused = None if seen.refused is None else seen.refused.text
            return Request(seen.time, seen.request, refused)
        case ProbesBegan():
            words = _PROBES_RUN.fill(duration=format_duration(seen.duration))
            return Note(seen.time, seen.time, None, words)
        case HealthChanged(healthy=False):
            return Note(seen.time, seen.time, seen.where, _DEGRADED)
    return None


def _repeats(more: Sequence[_Item]) -> Repeats:
    sent = sum(each.packets for each in more if isinstance(each, Conversation))
    return Repeats(more[0].time, more[-1].until, len(more), sent)


def _at_most(most: int, rows: list[Row]) -> list[Row]:
    if len(rows) <= most:
        return rows
    rest = rows[most - 1 :]
    omitted = Omitted(
        rest[0].time, max(row.until for row in rest), len(rest), sum(map(packets, rest))
    )
    return [*rows[: most - 1], omitted]


def _places(row: Row) -> Iterable[str]:
    match row:
        case Passage():
            for leg in row.legs:
                yield from (leg.start, *leg.bypassed, leg.end)
            yield row.where
        case Note(where=str(where)):
            yield where
