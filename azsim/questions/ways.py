"""Which ways of a topology were gone, and which were only deployed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby, pairwise

from attrs import define, evolve, field

from azsim.model.events import (
    Delivered,
    Dropped,
    Event,
    FlowOpened,
    Passed,
    PortRefused,
    PortTaken,
    Sent,
)
from azsim.model.packet import FiveTuple
from azsim.model.topology import Heads, Link, Place, PlaceKind, Topology
from azsim.questions.atlas import Atlas

Hop = tuple[str, str]


def ways(topology: Topology, events: Iterable[Event]) -> Topology:
    """*topology* with heads where a trace tells that something went, and only there.

    A head stands at the end toward which connections were opened, on the parts of a path at
    each end toward which any packet went. What nobody deployed and nothing went along, such as
    the way to a server on the internet, is left out; what was gone and no link tells is added.
    """
    gone = _read(topology, events)
    kinds = {place.name: place.kind for place in topology.places}
    by_itself = {place.name for place in topology.places if _is_by_itself(place)}
    links, known = list[Link](), set[Hop]()
    for link in topology.links:
        start, end = gone.whole[link.start], gone.whole[link.end]
        known |= {(start, end), (end, start)}
        heads = gone.heads(link, start, end)
        is_free = _is_free(kinds, link) or link.end in by_itself
        if heads != "none" or link.kind != "traffic" or not is_free:
            links.append(evolve(link, heads=heads))
    order = {place.name: number for number, place in enumerate(topology.places)}
    for hop in gone.any:
        start, end = sorted(hop, key=lambda name: order.get(name, -1))
        if start in order and start != end and not {hop, (start, end)} & known:
            known |= {(start, end), (end, start)}
            link = Link(start, end, kind="traffic" if hop in gone.opened else "path")
            links.append(evolve(link, heads=gone.heads(link, start, end)))
    unused = by_itself - {name for link in links for name in (link.start, link.end)}
    shown = tuple(place for place in topology.places if place.name not in unused)
    return Topology(shown, tuple(links))


@define
class _Gone:
    """From which place to which anything went, in order, and where connections were opened.

    ``whole`` is the place that each place is a part of, or the place itself.
    """

    whole: dict[str, str]
    any: dict[Hop, None] = field(factory=dict)
    opened: set[Hop] = field(factory=set)
    _ways: set[tuple[tuple[str, ...], bool]] = field(factory=set)

    def add(self, places: Sequence[str], opens: bool) -> None:
        # Most flows go where others have gone.
        if (way := (tuple(places), opens)) in self._ways:
            return
        self._ways.add(way)
        hops = list(pairwise(places))
        self.any |= dict.fromkeys(hops)
        if opens:
            self.opened.update(hops)

    def heads(self, link: Link, start: str, end: str) -> Heads:
        if link.kind == "choice":
            return "none"
        hops = self.any if link.kind == "path" else self.opened
        match (start, end) in hops, (end, start) in hops:
            case True, True:
                return "both"
            case True, False:
                return "end"
            case False, True:
                return "start"
        return "none"


def _read(topology: Topology, events: Iterable[Event]) -> _Gone:
    atlas = Atlas(topology)
    gone = _Gone({place.name: place.within or place.name for place in topology.places})

    @cache
    def place(name: str) -> str:
        found = atlas.group(atlas.name_at(name))
        return gone.whole.get(found, found)

    delivered: set[FiveTuple] = set()
    packets: dict[int, tuple[list[str], bool]] = {}
    for each in events:
        match each:
            case Sent():
                opens = each.packet.five_tuple.reversed() not in delivered
                packets.setdefault(each.packet.id, ([], opens))[0].append(place(each.where))
            case Delivered() | Dropped():
                packets.setdefault(each.packet.id, ([], True))[0].append(place(each.where))
                delivered.add(each.packet.five_tuple)
            case Passed():
                packets.setdefault(each.after.id, ([], True))[0].append(place(each.where))
            case FlowOpened():
                outside = each.outside
                hops = each.inside.source, each.where, outside.source, outside.destination
                delivered.add(outside)
                gone.add([end for end, _ in groupby(map(place, hops))], opens=True)
            case PortTaken():
                ends = each.flow.source, each.where, each.outside.destination
                gone.add([place(end) for end in ends], opens=True)
            case PortRefused():
                gone.add([place(each.flow.source), place(each.where)], opens=True)
    for places, opens in packets.values():
        gone.add(places, opens)
    return gone


def _is_by_itself(place: Place) -> bool:
    """Whether Azure gave it to machines that had no other way out, and nobody asked for it."""
    return place.kind == "default outbound access" and place.detail is None


def _is_free(kinds: dict[str, PlaceKind], link: Link) -> bool:
    """Whether the way is there for anybody, and nothing that was deployed."""
    from_client = kinds[link.start] == "client"
    return kinds[link.end] == "internet server" or (
        from_client and kinds[link.end] == "Traffic Manager endpoint"
    )
