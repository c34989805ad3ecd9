"""How long a packet takes over each leg of an ExpressRoute path.

A leg one way takes a base and an exponential jitter; now and then a connection
meets a spike on top. All of it is a model, fitted to recorded runs of PsPing.
"""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import Final

from attrs import define, field

from azsim.facts import Facts
from azsim.functions.circuit import CE_ROUTER, GATEWAY, MSEE

CLIENT: Final = "client"
VIRTUAL_MACHINE: Final = "virtual machine"

# A leg is the same in both directions. One that isn't listed takes no time, as
# every link outside ExpressRoute.
_LEGS: Final = {
    frozenset((CLIENT, CE_ROUTER)): "expressroute.latency.client-ce",
    frozenset((CE_ROUTER, MSEE)): "expressroute.latency.ce-msee",
    frozenset((MSEE, GATEWAY)): "expressroute.latency.msee-gateway",
    frozenset((GATEWAY, VIRTUAL_MACHINE)): "expressroute.latency.gateway-vm",
    frozenset((MSEE, VIRTUAL_MACHINE)): "expressroute.latency.msee-vm",
}


@define
class Latency:
    """Draws the latencies of one scenario from *source*, of which only ``random()`` is used."""

    facts: Facts
    source: random.Random
    _bases: dict[tuple[str, str], int | None] = field(factory=dict, init=False)
    _jitter: int | None = field(default=None, init=False)
    _spike: tuple[float, int] | None = field(default=None, init=False)

    def leg(self, start: str, end: str) -> int:
        """Nanoseconds from *start* to *end* for one packet."""
        key = (start, end)
        if key not in self._bases:
            fact_id = _LEGS.get(frozenset(key))
            self._bases[key] = None if fact_id is None else self.facts.duration(fact_id)
        base = self._bases[key]
        if base is None:
            return 0
        if self._jitter is None:
            self._jitter = self.facts.duration("expressroute.latency.jitter-mean")
        return base + self._exponential(self._jitter)

    def spike(self) -> int:
        """Nanoseconds that a connection takes on top, once; mostly none."""
        if self._spike is None:
            self._spike = (
                float(self.facts.fraction("expressroute.latency.spike-chance")),
                self.facts.duration("expressroute.latency.spike-mean"),
            )
        chance, mean = self._spike
        return self._exponential(mean) if self.source.random() < chance else 0

    def connect(self, there: tuple[str, ...], back: tuple[str, ...]) -> int:
        """Nanoseconds of one TCP connect: a SYN *there*, its answer *back*, through these nodes."""
        way = (CLIENT, *there, VIRTUAL_MACHINE, *back, CLIENT)
        legs = sum(self.leg(start, end) for start, end in pairwise(way))
        return legs + self.spike()

    def _exponential(self, mean: int) -> int:
        return round(-mean * math.log(1.0 - self.source.random()))
