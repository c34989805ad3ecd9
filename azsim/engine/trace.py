"""The one source of evidence: everything that happened, in order."""

from __future__ import annotations

from azsim.engine.clock import Clock
from azsim.model.observation import Kind, Observation
from azsim.model.packet import FiveTuple, Packet
from azsim.text import Text


class Trace:
    """Observations in the order in which they were made.

    A trace that is switched off keeps nothing and costs one comparison.
    """

    def __init__(self, clock: Clock, *, on: bool = True) -> None:
        self.on = on
        self._clock = clock
        self._observations: list[Observation] = []

    def add(
        self,
        kind: Kind,
        where: str,
        before: Packet | FiveTuple | None = None,
        after: Packet | FiveTuple | None = None,
        rule: Text | None = None,
        **details: object,
    ) -> None:
        """Write down one observation at the present instant."""
        if self.on:
            self._observations.append(
                Observation(
                    len(self._observations),
                    self._clock.now,
                    kind,
                    where,
                    before,
                    after,
                    rule,
                    tuple(details.items()),
                )
            )

    @property
    def observations(self) -> tuple[Observation, ...]:
        """All that was seen so far."""
        return tuple(self._observations)

    def __len__(self) -> int:
        return len(self._observations)

    def since(self, mark: int) -> list[Observation]:
        """What was seen after the trace had *mark* observations."""
        return self._observations[mark:]
