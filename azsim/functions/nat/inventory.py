"""The ports of a public address that anyone may take: which are free, and who uses the others.

There is a place for each port and no object for one that nobody uses. A port that no flow uses is
found by one draw, however few are left; one that is used, but not toward a certain destination,
by looking on from a port that was drawn.
"""

from __future__ import annotations

from array import array
from collections import Counter
from functools import cache
from typing import Final

from attrs import define

from azsim.facts.decides import decides
from azsim.functions.snat.flows import TranslatedFlow, Translator
from azsim.model.packet import FiveTuple, five_tuple

Destination = tuple[str, int]

_NOBODY: Final = 0
_SEVERAL: Final = (1 << 16) - 1


@cache
def _numbers(count: int) -> array[int]:
    """The numbers of so many ports."""
    return array("H", range(count))


@define(eq=False, weakref_slot=False)
class NatFlow(TranslatedFlow):
    """A flow, and the port that it holds toward its destination."""

    deck: Deck
    number: int

    @property
    def port(self) -> int:
        """The port of the public address that the flow leaves from."""
        return self.number

    @property
    def address(self) -> str:
        """The public address that the flow leaves from."""
        return self.deck.address

    @property
    def answers(self) -> FiveTuple:
        """The five-tuple of the packets that come back, found in one go as each flow asks for it."""
        protocol, _, _, destination, destination_port = self.inside
        return five_tuple((protocol, destination, destination_port, self.deck.address, self.number))


class Deck:
    """The ports of one public address for one protocol.

    ``toward`` holds, for each destination, who holds which port toward it. ``in_use`` counts the
    ports that each machine uses, by the number that it has here, from 1 on. ``others`` counts the
    flows of machines that nobody names, by their destination; None is wherever nobody else goes.
    """

    __slots__ = (
        "_first",
        "_free",
        "_order",
        "_place",
        "_several",
        "_users",
        "address",
        "gateway",
        "in_use",
        "others",
        "toward",
    )

    def __init__(self, gateway: Translator, address: str, first: int, count: int) -> None:
        self.gateway = gateway
        self.address = address
        self.toward: dict[Destination, dict[int, NatFlow]] = {}
        self.in_use: Counter[int] = Counter()
        self.others: Counter[Destination | None] = Counter()
        self._first = first
        # Ports in some order, of which the first so many are free, and where each port stands in it.
        self._order = _numbers(count)[:]
        self._place = _numbers(count)[:]
        self._free = count
        self._users = array("H", bytes(count * array("H").itemsize))
        self._several: dict[int, Counter[int]] = {}

    @property
    def used(self) -> int:
        """How many ports somebody uses, in flows and in holds."""
        return len(self._order) - self._free

    def held_toward(self, destination: Destination) -> int:
        """How many ports are held toward *destination*."""
        named = len(self.toward.get(destination, ()))
        return named + self.others[destination] if self.others else named

    def take(
        self, flow: FiveTuple, destination: Destination, machine: int, drawn: float
    ) -> NatFlow:
        """Let *flow* of the *machine* hold a port that nothing holds toward its *destination*.

        *drawn* is a number from 0 up to but not including 1.
        """
        holders = self.toward.get(destination)
        if holders is None:
            holders = self.toward[destination] = {}
        place = self._pick(holders, drawn)
        self._use(place, machine)
        number = self._first + place
        held = holders[number] = NatFlow(flow, self.gateway, self, number)
        return held

    def give_back(self, flow: NatFlow, machine: int) -> None:
        """The port of *flow* is free toward its destination."""
        destination, number = flow.inside[3:], flow.number
        holders = self.toward[destination]
        del holders[number]
        if not holders:
            del self.toward[destination]
        self._leave(number - self._first, machine)

    @decides
    def _pick(self, holders: dict[int, NatFlow], drawn: float) -> int:
        """A port that nobody uses; where there is none, one that isn't among *holders*."""
        if self._free:
            return self._order[int(drawn * self._free)]
        count = len(self._order)
        place = int(drawn * count)
        while self._first + place in holders:
            place = (place + 1) % count
        return place

    def _use(self, place: int, machine: int) -> None:
        users = self._users[place]
        if users == _NOBODY:
            self._users[place] = machine
            self.in_use[machine] += 1
            self._free -= 1
            self._swap(place, self._free)
            return
        if users != _SEVERAL:
            self._several[place] = Counter({users: 1})
            self._users[place] = _SEVERAL
        several = self._several[place]
        if not several[machine]:
            self.in_use[machine] += 1
        several[machine] += 1

    def _leave(self, place: int, machine: int) -> None:
        if self._users[place] != _SEVERAL:
            self._users[place] = _NOBODY
            self._swap(place, self._free)
            self._free += 1
            self.in_use[machine] -= 1
            return
        several = self._several[place]
        several[machine] -= 1
        if not several[machine]:
            del several[machine]
            self.in_use[machine] -= 1
        if several.total() == 1:
            [self._users[place]] = several
            del self._several[place]

    def _swap(self, place: int, to: int) -> None:
        """Let the port *place* stand at *to* in the order, and what stands there where it was."""
        order, where = self._order, self._place
        before, other = where[place], order[to]
        order[before], order[to] = other, place
        where[other], where[place] = before, to
