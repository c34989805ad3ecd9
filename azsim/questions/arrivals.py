"""Which flows reached their far end, and where they came from."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from azsim.model.observation import Observation
from azsim.model.packet import FiveTuple, Packet


@frozen
class Arrival:
    """A flow as its far end, at the address *at*, first saw it."""

    at: str
    time: int
    five_tuple: FiveTuple


def arrivals(observations: Iterable[Observation]) -> list[Arrival]:
    """The flows that reached a far end, in the order in which they did.

    A TCP connection arrives with its SYN, everything else with its first packet.
    """
    found = []
    seen: set[FiveTuple] = set()
    for each in observations:
        if each.kind == "open" and isinstance(each.after, FiveTuple):
            flow = each.after
        elif each.kind == "deliver" and isinstance(each.before, Packet):
            flow = each.before.five_tuple
            opens = each.before.flags == "SYN" or each.before.protocol != "TCP"
            if not opens or flow in seen or flow.reversed() in seen:
                continue
        else:
            continue
        seen.add(flow)
        found.append(Arrival(flow.destination, each.time, flow))
    return found
