"""The packet walk of a scenario: who sent what to whom, hop by hop, as rows to be shown.

Rows stand in the order of the trace: time runs downwards, and what happens at one instant
is a sequence. What happens three times or more alike is told once, and how often it happens
again where it does so first; many flows that are followed as flows are one row; and a walk of
more than :data:`MOST_ROWS` rows or :data:`MOST_PLACES` places says what it leaves out.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import count
from typing import Final

from attrs import define, evolve, field, frozen

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
    ServerHealthChanged,
    TimerRestarted,
)
from azsim.model.packet import FiveTuple
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

MOST_ROWS: Final = 60
MOST_PLACES: Final = 7


@frozen
class _Detail:
    """How much is told: from how many on what is alike is folded, and what counts as alike.

    ``spells`` keeps flows apart between which nothing happened for a while, ``kinds`` tells
    places of one kind together.
    """

    fewest: int
    spells: bool = False
    kinds: bool = False


# The first of these whose walk isn't too long; what happens twice is told twice if it may.
_DETAILS: Final = (_Detail(3, spells=True), _Detail(2), _Detail(2, kinds=True))

_PROBES_RUN = Text("the health probes run for {duration}", "正常性プローブが続く ({duration})")
_DEGRADED = Text("the endpoint is degraded", "エンドポイントは機能低下である")


@frozen
class Walk:
    """The rows of a walk, and the places in them, in the order of the way.

    A place that the topology doesn't know has None for what it is.
    """

    places: tuple[tuple[str, Place | None], ...]
    rows: tuple[Row, ...]

    @property
    def is_told_apart(self) -> bool:
        """Whether some of it is what the scenario is about, and some isn't."""
        return len({row.asked_about for row in self.rows if isinstance(row, Passage)}) > 1


def walk(events: Sequence[Event], topology: Topology, asked: Sequence[range] = ()) -> Walk | None:
    """The walk of a scenario; None where nothing was sent and nothing asked.

    *asked* are the numbers of the events that the scenario asks about.
    """
    atlas = Atlas(topology)
    atlas.tell_apart(set(_addresses(events)))
    rows: list[Row] = []
    for detail in _DETAILS:
        rows = _told(events, atlas, detail, asked)
        if len(rows) <= MOST_ROWS:
            break
    if not rows:
        return None
    rows = _at_most(MOST_ROWS, MOST_PLACES, rows)
    names = dict.fromkeys(name for row in rows for name in _places(row))
    ordered = sorted(names, key=atlas.rank)
    return Walk(tuple((name, atlas.place(name)) for name in ordered), tuple(rows))


def _addresses(events: Iterable[Event]) -> Iterator[str]:
    """Where packets were sent from and delivered to."""
    for each in events:
        match each:
            case Sent():
                yield each.packet.source
            case Delivered():
                yield each.packet.destination


def _told(
    events: Sequence[Event], atlas: Atlas, detail: _Detail, asked: Sequence[range]
) -> list[Row]:
    told = _Told(atlas, detail, asked)
    for each in events:
        told.take(each)
    return list(_with_pauses(told.rows()))


@define(eq=False)
class _Flows:
    """Flows that met the same fate: the first of them, the last, and how many."""

    first: FlowEvent | PortReleased
    last: FlowEvent | PortReleased
    count: int = 1


_Item = Conversation | _Flows | Note | Request


@define
class _Told:
    """Puts together what belongs together.

    Whatever has the same key is folded. A chapter ends where something is asked of Azure
    or announced, and where ports are given back. Flows of two spells stay apart where there is
    room for that: a spell ends where nothing happens for longer than from one sample of a
    workload to the next.
    """

    atlas: Atlas
    detail: _Detail
    asked: Sequence[range]
    _conversations: Conversations = field(factory=Conversations)
    _items: list[_Item] = field(factory=list)
    _chapters: list[int] = field(factory=list)
    _flows: dict[Hashable, _Flows] = field(factory=dict)
    _asked_flows: set[FiveTuple] = field(factory=set)
    _chapter: int = 0
    _spell: int = 0
    _last: Event | None = None

    def take(self, seen: Event) -> None:
        """One more event, in order."""
        if isinstance(seen, _UNTOLD):
            return
        last, self._last = self._last, seen
        if self.detail.spells and last is not None and seen.time > last.time + SECOND:
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

    def rows(self) -> list[Row]:
        """The rows in the order of the trace, without a limit."""
        alike: dict[Hashable, list[_Item]] = {}
        for number, (item, chapter) in enumerate(zip(self._items, self._chapters, strict=True)):
            key: Hashable = number
            if isinstance(item, Conversation):
                key = chapter, item.shape(self._alike)
            alike.setdefault(key, []).append(item)
        numbers, found = count(1), list[tuple[int, Row]]()
        for items in alike.values():
            told = 1 if len(items) >= self.detail.fewest else len(items)
            for item in items[:told]:
                found += self._told(item, numbers)
            more = [each for each in items[told:] if isinstance(each, Conversation)]
            if more:
                found.append((more[0].events[0].sequence, self._repeats(more)))
        return [row for _, row in sorted(found, key=lambda pair: pair[0])]

    def _alike(self, name_or_address: str) -> str:
        known = self.atlas.group(name_or_address)
        return self.atlas.kind(known) if self.detail.kinds else known

    def _told(self, item: _Item, numbers: Iterator[int]) -> Iterable[tuple[int, Row]]:
        match item:
            case Conversation():
                asked = self._is_asked_about(item)
                for each in passages(item, self.atlas, numbers):
                    yield each.first, evolve(each, asked_about=asked)
            case _Flows(PortReleased() as first, last, count):
                yield first.sequence, returned(first, last, count)
            case _Flows(FlowOpened() | FlowRefused() | FlowClosed() as first, last, count):
                row = flows_passage(first, last, count, self.atlas)
                yield row.first, evolve(row, asked_about=self._are_asked_about(first, last))
            case Note() | Request():
                yield item.first, item

    def _is_asked_about(self, conversation: Conversation) -> bool:
        return any(
            self._is_asked(each.sequence) or each.packet.five_tuple in self._asked_flows
            for each in conversation.events
        )

    def _are_asked_about(self, first: Event, last: Event) -> bool:
        return any(
            span.start <= last.sequence and first.sequence < span.stop for span in self.asked
        )

    def _is_asked(self, sequence: int) -> bool:
        return any(sequence in span for span in self.asked)

    def _repeats(self, more: Sequence[Conversation]) -> Repeats:
        ways = dict.fromkeys(each.way(self.atlas) for each in more)
        return Repeats(
            more[0].time,
            max(each.until for each in more),
            len(more),
            sum(each.packets for each in more),
            tuple(ways),
            more[0].events[0].sequence,
            max(each.events[-1].sequence for each in more),
        )

    def _take_packet(self, seen: PacketEvent) -> None:
        if isinstance(seen, Sent):
            self.atlas.learn(seen.where, seen.packet.source)
        if self._is_asked(seen.sequence):
            flow = seen.packet.five_tuple
            self._asked_flows.update((flow, flow.reversed()))
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
            self._flows[key] = flows = _Flows(seen, seen)
            self._add(flows)
        else:
            known.count, known.last = known.count + 1, seen

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


_HEALTHY = Text("healthy for {balancer}: {reason}", "{balancer} から見て正常: {reason}")
_UNHEALTHY = Text("unhealthy for {balancer}: {reason}", "{balancer} から見て異常: {reason}")

# What a SNAT does about a port shows in the flow or the packet that made it do so.
_UNTOLD: Final = (PortTaken, PortRefused, TimerRestarted, HoldBegan, FlowReopened)


def _announced(seen: Event) -> Note | Request | None:
    """What an event is worth a row for, where it is about no packet and no flow."""
    match seen:
        case Asked():
            refused = None if seen.refused is None else seen.refused.text
            return Request(seen.time, seen.request, refused, seen.sequence, seen.sequence)
        case ProbesBegan():
            words = _PROBES_RUN.fill(duration=format_duration(seen.duration))
            return Note(seen.time, seen.time, None, words, seen.sequence, seen.sequence)
        case HealthChanged(healthy=False):
            number = seen.sequence
            return Note(seen.time, seen.time, seen.where, _DEGRADED, number, number)
        case ServerHealthChanged():
            told = _HEALTHY if seen.healthy else _UNHEALTHY
            words = told.fill(balancer=seen.balancer, reason=seen.reason.text)
            return Note(seen.time, seen.time, seen.where, words, seen.sequence, seen.sequence)
    return None


def _with_pauses(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, and that time passes wherever nothing happens."""
    now = 0
    for row in rows:
        if row.time > now:
            yield Pause(now, row.time - now)
        yield row
        now = max(now, row.until)


def _at_most(most: int, most_places: int, rows: list[Row]) -> list[Row]:
    """The first of *rows*, and that there are others where they are too many or too wide."""
    among = _rows_among(most_places, rows)
    kept = among if among == len(rows) <= most else min(most - 1, among)
    rest = rows[kept:]
    if not rest:
        return rows
    omitted = Omitted(
        rest[0].time,
        max(row.until for row in rest),
        len(rest),
        sum(map(packets, rest)),
        max(row.last for row in rest if not isinstance(row, Pause)),
    )
    return [*rows[:kept], omitted]


def _rows_among(most_places: int, rows: list[Row]) -> int:
    """How many of *rows*, from the first on, are about no more places than that."""
    places = set[str]()
    for number, row in enumerate(rows):
        places.update(_places(row))
        if number and len(places) > most_places:
            return number
    return len(rows)


def _places(row: Row) -> Iterable[str]:
    match row:
        case Passage():
            for leg in row.legs:
                yield from (leg.start, *leg.bypassed, leg.end)
            yield row.where
        case Note(where=str(where)):
            yield where
