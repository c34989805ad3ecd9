"""Which flows reached their far end, and where they came from."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from azsim.model.events import Delivered, Event, FlowOpened
from azsim.model.packet import FiveTuple


@frozen
class Arrival:
    """A flow as its far end, at the address *at*, first saw it."""

    at: str
    time: int
    five_tuple: FiveTuple


def arrivals(events: Iterable[Event]) -> list[Arrival]:
    """The flows that reached a far end, in the order in which they did.

    A TCP connection arrives with its SYN, everything else with its first packet.
    """
    found = []
    seen: set[FiveTuple] = set()
    for each in events:
        if isinstance(each, FlowOpened):
            flow = each.outside
        elif isinstance(each, Delivered):
            flow = each.packet.five_tuple
            opens = each.packet.flags == "SYN" or each.packet.protocol != "TCP"
            if not opens or flow in seen or flow.reversed() in seen:
                continue
        else:
            continue
        seen.add(flow)
        found.append(Arrival(flow.destination, each.time, flow))
    return found
