"""How long a packet takes over each leg of an ExpressRoute path.

A leg one way takes a base and an exponential jitter; now and then a connection
meets a spike on top. All of it is a model, fitted to recorded runs of PsPing. What a
packet meets depends on its flow, and on how many of the flow passed the leg before.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import Final

from attrs import define, field

from azsim.engine.draws import Draws, numbers_from, start_of
from azsim.facts import Facts
from azsim.functions.circuit import CE_ROUTER, GATEWAY, MSEE
from azsim.model.packet import FiveTuple

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
    """The latencies of one scenario, by its *draws*."""

    facts: Facts
    draws: Draws
    # How long each leg takes at least, and where its draws for any flow begin.
    _legs: dict[tuple[str, str], tuple[int, int] | None] = field(factory=dict, init=False)
    _jitter: int | None = field(default=None, init=False)
    _spike: tuple[float, int] | None = field(default=None, init=False)
    _jitters: dict[tuple[str, str, FiveTuple], Iterator[float]] = field(factory=dict, init=False)

    def leg(self, start: str, end: str, flow: FiveTuple) -> int:
        """Nanoseconds from *start* to *end* for the next packet of *flow*."""
        if (start, end) not in self._legs:
            self._legs[start, end] = self._found(start, end)
        leg = self._legs[start, end]
        if leg is None:
            return 0
        base, beginning = leg
        if self._jitter is None:
            self._jitter = self.facts.duration("expressroute.latency.jitter-mean")
        drawn = self._jitters.get((start, end, flow))
        if drawn is None:
            drawn = numbers_from(start_of(flow, beginning))
            self._jitters[start, end, flow] = drawn
        return base + _exponential(next(drawn), self._jitter)

    def spike(self, flow: FiveTuple) -> int:
        """Nanoseconds that a connection takes on top, once; mostly none."""
        if self._spike is None:
            self._spike = (
                float(self.facts.fraction("expressroute.latency.spike-chance")),
                self.facts.duration("expressroute.latency.spike-mean"),
            )
        chance, mean = self._spike
        happens, size = islice(self.draws.stream("latency spike", flow), 2)
        return _exponential(size, mean) if happens < chance else 0

    def _found(self, start: str, end: str) -> tuple[int, int] | None:
        fact_id = _LEGS.get(frozenset((start, end)))
        if fact_id is None:
            return None
        if GATEWAY in (start, end):
            self.facts.rests_on("expressroute.latency.sku")
        beginning = self.draws.start("latency of a leg", (start, end))
        return self.facts.duration(fact_id), beginning


def _exponential(drawn: float, mean: int) -> int:
    """A whole number of exponential distribution, of one *drawn* uniformly from 0 up to 1."""
    return round(-mean * math.log(1.0 - drawn))
