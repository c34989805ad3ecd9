"""The rows of a packet walk: what crossed the network, what was asked, what time passed."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from azsim.model.packet import Flags, Protocol
from azsim.model.payload import Payload
from azsim.model.rules import Rule
from azsim.text import Text

Field = Literal["source", "destination"]
Crossing = Literal["packet", "open", "close", "refuse"]
End = Literal["delivered", "dropped", "under way"]


@frozen
class Rewrite:
    """What a place changed about a packet: an address with its port, before and after."""

    field: Field
    before: str
    after: str


@frozen
class Leg:
    """One link that was crossed, with the addresses there.

    ``rule`` and ``rewrites`` tell how the place at the end passed the packet on, where it
    did. ``bypassed`` are places between the two that it didn't visit.
    """

    start: str
    end: str
    source: str
    destination: str
    rewrites: tuple[Rewrite, ...] = ()
    rule: Rule | None = None
    bypassed: tuple[str, ...] = ()


@frozen
class Passage:
    """A packet, or ``count`` flows alike, on the way to ``where``.

    Times are in nanoseconds since the start of the scenario. ``reason`` is why it was
    dropped or refused, or how the flows were closed. ``session`` numbers the TCP sessions
    of a request that uses several. ``asked_about`` tells what the scenario is about from the
    rest. ``first`` and ``last`` are the numbers of its events in the trace, and so they
    are in other rows.
    """

    time: int
    until: int
    crossing: Crossing
    protocol: Protocol
    legs: tuple[Leg, ...]
    where: str
    ended: End = "delivered"
    reason: Text | None = None
    flags: Flags = ""
    payload: Payload | None = None
    count: int = 1
    session: int | None = None
    asked_about: bool = False
    first: int = 0
    last: int = 0


@frozen
class Note:
    """Something that happened at a place, or with Azure as a whole where that is None."""

    time: int
    until: int
    where: str | None
    words: Text
    first: int = 0
    last: int = 0


@frozen
class Request:
    """Something that was asked of Azure; ``refused`` is the reason, None where it was granted."""

    time: int
    words: Text
    refused: Text | None
    first: int = 0
    last: int = 0

    @property
    def until(self) -> int:
        """Azure answers at once."""
        return self.time


@frozen
class Pause:
    """Nothing happens for a while."""

    time: int
    duration: int

    @property
    def until(self) -> int:
        """When it is over."""
        return self.time + self.duration


@frozen
class Repeats:
    """What was told before happens *count* times more from here on, up to ``until``.

    ``ways`` are from where to where, in the order in which they were first gone.
    """

    time: int
    until: int
    count: int
    packets: int
    ways: tuple[tuple[str, str], ...] = ()
    first: int = 0
    last: int = 0


@frozen
class Omitted:
    """So many rows more, with so many packets and flows, are too many to show."""

    time: int
    until: int
    rows: int
    packets: int
    last: int = 0


Row = Passage | Note | Request | Pause | Repeats | Omitted


def packets(row: Row) -> int:
    """How many packets or flows a row tells of."""
    match row:
        case Passage():
            return row.count
        case Repeats() | Omitted():
            return row.packets
        case _:
            return 0
