"""The ephemeral ports of a host, one after the other."""

from __future__ import annotations

from collections.abc import Collection

from attrs import define, field

from azsim.model.packet import FiveTuple, Protocol, five_tuple

Toward = tuple[str, str, str, int]
"""Protocol, source address, destination and its port: a port serves once toward each."""


@define(eq=False)
class EphemeralPorts:
    """The ports from *first* to *last*.

    Mostly the next in turn is free. The first that isn't makes a table in ``busy`` of the
    ports in use toward its destination, a bit for each, in which whole machine words are
    passed over at a time: a host with nearly all its ports in use finds the last as soon.
    """

    first: int
    last: int
    busy: dict[Toward, int] = field(factory=dict, init=False)
    _count: int = field(init=False)
    _turn: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._count = self.last - self.first + 1

    def next_free(
        self,
        protocol: Protocol,
        source: str,
        destination: str,
        destination_port: int,
        known: Collection[FiveTuple],
    ) -> FiveTuple | None:
        """A flow from the next port in turn that no *known* one has; None where there is none."""
        count = self._count
        place = self._turn % count
        found = five_tuple((protocol, source, self.first + place, destination, destination_port))
        if found in known:
            busy = self._table(found, known)
            place += _lowest_clear_bit(busy >> place)
            if place >= count:
                place = _lowest_clear_bit(busy)
            if place >= count:
                return None
            found = found._replace(source_port=self.first + place)
        self._turn = place + 1
        return found

    def take(self, flow: FiveTuple) -> None:
        """The port of *flow* is in use toward its destination."""
        if self._is_mine(flow) and (toward := _toward(flow)) in self.busy:
            self.busy[toward] |= self._bit(flow)

    def give_back(self, flow: FiveTuple) -> None:
        """The port of *flow* is free again toward its destination."""
        if self._is_mine(flow) and (toward := _toward(flow)) in self.busy:
            self.busy[toward] &= ~self._bit(flow)
            if not self.busy[toward]:
                del self.busy[toward]

    def _table(self, flow: FiveTuple, known: Collection[FiveTuple]) -> int:
        toward = _toward(flow)
        busy = self.busy.get(toward)
        if busy is None:
            busy = 0
            for each in known:
                if _toward(each) == toward and self._is_mine(each):
                    busy |= self._bit(each)
            self.busy[toward] = busy
        return busy

    def _is_mine(self, flow: FiveTuple) -> bool:
        return self.first <= flow.source_port <= self.last

    def _bit(self, flow: FiveTuple) -> int:
        return 1 << (flow.source_port - self.first)


def _toward(flow: FiveTuple) -> Toward:
    protocol, source, _, destination, destination_port = flow
    return protocol, source, destination, destination_port


def _lowest_clear_bit(bits: int) -> int:
    return (~bits & (bits + 1)).bit_length() - 1
