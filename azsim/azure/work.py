"""How much a step may ask for. One bound holds for all of them, and is told before it begins."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from azsim.text import Advice, Text
from azsim.units import format_count

ENOUGH: Final = 5_000_000
"""Requests over a pool, which is the least that a step does. More play for a minute and longer
without showing anything new."""


@frozen
class Work:
    """Something that a step does many times; each costs as much as that many requests.

    ``counter`` is what Japanese counts them with.
    """

    cost: int
    things: Text
    counter: str

    @property
    def most(self) -> int:
        """How many a step may ask for."""
        return ENOUGH // self.cost

    def check(self, count: int) -> None:
        """See that *count* of them aren't too many.

        :raises Advice: where they are, with how many are enough.
        """
        if count > self.most:
            raise Advice(
                Text(
                    "These are {count} {things}; {most} are enough.",
                    "{things} {count} {counter}は多すぎる。{most} {counter}までにする。",
                ).fill(
                    count=format_count(count),
                    things=self.things,
                    counter=self.counter,
                    most=format_count(self.most),
                )
            )


# Followed as flows: no packet is written down.
REQUESTS: Final = Work(1, Text("requests", "要求"), "件")
CONNECTIONS: Final = Work(5, Text("connections", "接続"), "本")
ATTEMPTS: Final = Work(5, Text("attempts", "試行"), "回")
# Followed packet by packet.
CLIENT_REQUESTS: Final = Work(100, Text("requests", "要求"), "件")
PAIRS_OF_FLOWS: Final = Work(100, Text("pairs of flows", "フローの組"), "組")
KEEPALIVES: Final = Work(100, Text("keepalives", "キープアライブ"), "回")
PROBES: Final = Work(100, Text("probes", "プローブ"), "回")
PINGS: Final = Work(100, Text("pings", "ping"), "回")
# Made, with all that belongs to them.
ADDRESSES: Final = Work(500, Text("addresses", "アドレス"), "個")
MACHINES: Final = Work(500, Text("machines", "マシン"), "台")
