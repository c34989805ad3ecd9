"""How a load balancer spread its flows over the servers."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from azsim.model.events import Delivered, Dropped, Event, Passed
from azsim.model.packet import FiveTuple
from azsim.text import Text

COLUMNS = (
    Text("flows that differ only there", "そこだけが異なるフロー"),
    Text("groups", "組数"),
)


@frozen
class Spread:
    """Groups of flows that differ only in one field, and how many met different servers.

    ``chances`` are the flows that could have met another server than the first of their group.
    """

    groups: int
    split: int
    chances: int


def spread(events: Iterable[Event], field: str) -> Spread:
    """Group the flows that load balancers passed on by all but *field* of their five-tuple."""
    servers: dict[FiveTuple, str] = {}
    under_way: dict[int, FiveTuple] = {}
    replies: set[FiveTuple] = set()
    for each in events:
        if isinstance(each, Passed):
            flow = each.before.five_tuple
            if flow not in replies:
                replies.add(each.after.five_tuple.reversed())
                under_way[each.before.id] = flow
        elif isinstance(each, Delivered | Dropped) and each.packet.id in under_way:
            servers.setdefault(under_way.pop(each.packet.id), each.where)
    groups: dict[tuple[object, ...], list[str]] = {}
    for flow, server in servers.items():
        groups.setdefault(_without(flow, field), []).append(server)
    several = [met for met in groups.values() if len(met) > 1]
    split = sum(len(set(met)) > 1 for met in several)
    return Spread(len(several), split, sum(len(met) - 1 for met in several))


def _without(flow: FiveTuple, field: str) -> tuple[object, ...]:
    return tuple(
        value for name, value in zip(FiveTuple._fields, flow, strict=True) if name != field
    )
