"""Which nodes the packets of a connection visited, out of the trace."""

from __future__ import annotations

from collections.abc import Iterable

from azsim.model.events import Delivered, Dropped, Event, Passed, Sent
from azsim.model.rules import Rule


def hops(events: Iterable[Event], start: str, end: str) -> tuple[str, ...] | None:
    """The nodes between *start* and *end* that the last packet to arrive there visited.

    None where no packet from *start* has arrived at *end*.
    """
    ways: dict[int, list[str]] = {}
    arrived: tuple[str, ...] | None = None
    for each in events:
        match each:
            case Sent() if each.where == start:
                ways[each.packet.id] = []
            case Passed() if each.packet.id in ways:
                ways[each.packet.id].append(each.where)
            case Delivered() if each.packet.id in ways and each.where == end:
                arrived = tuple(ways[each.packet.id])
    return arrived


def lost(events: Iterable[Event], start: str) -> tuple[str, Rule] | None:
    """Where the last packet that *start* sent was dropped, and why; None where it wasn't."""
    last: int | None = None
    dropped: tuple[str, Rule] | None = None
    for each in events:
        match each:
            case Sent() if each.where == start:
                last, dropped = each.packet.id, None
            case Dropped() if each.packet.id == last:
                dropped = each.where, each.reason
    return dropped
