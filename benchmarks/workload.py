"""The flows that every contender plays: the same ones, at the same instants."""

from __future__ import annotations

import random
from collections import Counter
from typing import Literal, NamedTuple

from attrs import frozen

from azsim.model.packet import FiveTuple
from azsim.units import SECOND

Ending = Literal["FIN", "RST", "silence"]

INSTANCES = tuple(f"10.0.0.{number}" for number in range(4, 20))
DESTINATIONS = tuple(f"198.51.100.{number}" for number in range(1, 9))
PORT = 443
FIRST_EPHEMERAL, EPHEMERALS = 49152, 16384

# Of a hundred flows, so many end by FIN from both ends and by RST. The others fall silent.
FIN, RST = 85, 10


class Opening(NamedTuple):
    """A flow that is opened at *time*, in nanoseconds, and ends at once."""

    time: int
    flow: FiveTuple
    ending: Ending


@frozen
class Counts:
    """What became of the flows; every contender has to get the same."""

    accepted: int
    refused: int


def openings(flows: int, per_second: int) -> list[Opening]:
    """As many *flows*, evenly spaced, between instances and destinations drawn at random."""
    draw = random.Random(1)
    opened: Counter[tuple[str, str]] = Counter()
    made = []
    for number in range(flows):
        source, destination = draw.choice(INSTANCES), draw.choice(DESTINATIONS)
        port = FIRST_EPHEMERAL + opened[source, destination] % EPHEMERALS
        opened[source, destination] += 1
        fate = draw.randrange(100)
        ending: Ending = "FIN" if fate < FIN else "RST" if fate < FIN + RST else "silence"
        flow = FiveTuple("TCP", source, port, destination, PORT)
        made.append(Opening(number * SECOND // per_second, flow, ending))
    return made
