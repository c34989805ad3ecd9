"""The ephemeral ports of a host, one after the other."""

from __future__ import annotations

from attrs import define, field

from azsim.model.packet import FiveTuple

Toward = tuple[str, str, str, int]
"""Protocol, source address, destination and its port: a port serves once toward each."""


@define(eq=False)
class EphemeralPorts:
    """The ports from *first* to *last*; ``busy`` has a bit for each that is taken.

    Where the next in turn is taken, whole machine words are passed over at a time,
    so that a host with nearly all its ports in use finds the last one as soon.
    """

    first: int
    last: int
    _turn: int = field(default=0, init=False)
    _busy: dict[Toward, int] = field(factory=dict, init=False)

    def next_free(self, flow: FiveTuple) -> FiveTuple | None:
        """*flow* from the next free port in turn, whatever its own; None where none is free."""
        count = self.last - self.first + 1
        turn = self._turn % count
        busy = self._busy.get(_toward(flow), 0)
        place = turn + _lowest_clear_bit(busy >> turn)
        if place >= count:
            place = _lowest_clear_bit(busy)
            if place >= count:
                return None
        self._turn = place + 1
        return flow._replace(source_port=self.first + place)

    def take(self, flow: FiveTuple) -> None:
        """The port of *flow* is in use toward its destination."""
        if self.first <= flow.source_port <= self.last:
            toward = _toward(flow)
            bit = 1 << (flow.source_port - self.first)
            self._busy[toward] = self._busy.get(toward, 0) | bit

    def give_back(self, flow: FiveTuple) -> None:
        """The port of *flow* is free again toward its destination."""
        if self.first <= flow.source_port <= self.last:
            toward = _toward(flow)
            busy = self._busy.get(toward, 0) & ~(1 << (flow.source_port - self.first))
            if busy:
                self._busy[toward] = busy
            else:
                self._busy.pop(toward, None)


def _toward(flow: FiveTuple) -> Toward:
    protocol, source, _, destination, destination_port = flow
    return protocol, source, destination, destination_port


def _lowest_clear_bit(bits: int) -> int:
    return (~bits & (bits + 1)).bit_length() - 1
