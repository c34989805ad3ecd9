"""A packet, and the five-tuple that names the flow it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Literal, NamedTuple

from attrs import frozen

from azsim.model.payload import Payload

Protocol = Literal["TCP", "UDP", "ICMP", "ESP", "GRE"]
Flags = Literal["", "SYN", "SYN ACK", "ACK", "FIN ACK", "RST"]


class FiveTuple(NamedTuple):
    """What tells flows apart. Ports are 0 where the protocol has none.

    A tuple, not an attrs record: a million of them serve as keys of flow tables.
    """

    protocol: Protocol
    source: str
    source_port: int
    destination: str
    destination_port: int

    def reversed(self) -> FiveTuple:
        """The five-tuple of the packets that come back."""
        protocol, source, source_port, destination, destination_port = self
        return five_tuple((protocol, destination, destination_port, source, source_port))


five_tuple: Final[Callable[[tuple[Protocol, str, int, str, int]], FiveTuple]] = partial(
    tuple.__new__, FiveTuple
)
"""The same of its fields in one tuple, in half the time: each flow needs several."""


@frozen
class Packet:
    """One packet at one place of its way.

    A rewrite makes a new record; ``id`` stays the same through every rewrite,
    and tells that it is still the same packet.
    """

    id: int
    protocol: Protocol
    source: str
    source_port: int
    destination: str
    destination_port: int
    flags: Flags = ""
    payload: Payload | None = None

    @property
    def five_tuple(self) -> FiveTuple:
        """The flow that the packet belongs to, as seen at this place."""
        return FiveTuple(
            self.protocol,
            self.source,
            self.source_port,
            self.destination,
            self.destination_port,
        )
