"""Which nodes the packets of a connection visited, out of the trace."""

from __future__ import annotations

from collections.abc import Iterable

from azsim.model.observation import Observation
from azsim.model.packet import Packet
from azsim.text import Text


def hops(observations: Iterable[Observation], start: str, end: str) -> tuple[str, ...] | None:
    """The nodes between *start* and *end* that the last packet to arrive there visited.

    None where no packet from *start* has arrived at *end*.
    """
    ways: dict[int, list[str]] = {}
    arrived: tuple[str, ...] | None = None
    for observation in observations:
        packet = observation.after if observation.kind == "send" else observation.before
        if not isinstance(packet, Packet):
            continue
        if observation.kind == "send" and observation.where == start:
            ways[packet.id] = []
        elif packet.id in ways:
            if observation.kind == "pass":
                ways[packet.id].append(observation.where)
            elif observation.kind == "deliver" and observation.where == end:
                arrived = tuple(ways[packet.id])
    return arrived


def lost(observations: Iterable[Observation], start: str) -> tuple[str, Text] | None:
    """Where the last packet that *start* sent was dropped, and why; None where it wasn't."""
    last: int | None = None
    dropped: tuple[str, Text] | None = None
    for observation in observations:
        packet = observation.after if observation.kind == "send" else observation.before
        if not isinstance(packet, Packet):
            continue
        if observation.kind == "send" and observation.where == start:
            last, dropped = packet.id, None
        elif observation.kind == "drop" and packet.id == last and observation.rule is not None:
            dropped = observation.where, observation.rule
    return dropped
