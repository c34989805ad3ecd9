"""Who holds which port: toward each destination, for each protocol, of each instance."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator
from itertools import chain

from attrs import define, field

from azsim.facts.decides import decides
from azsim.functions.snat.flows import Sender, TranslatedFlow, Translator
from azsim.functions.snat.port_ranges import split
from azsim.model.packet import FiveTuple, five_tuple


@define(eq=False, weakref_slot=False)
class Mapping(TranslatedFlow):
    """A flow that holds a port of its instance; ``beside`` is another that holds it with it."""

    bucket: Bucket
    index: int
    beside: Mapping | None = field(default=None, init=False)

    @property
    def port(self) -> int:
        """The port of the public address that the flow leaves from."""
        return self.bucket.inventory.instance.numbers[self.index]

    @property
    def answers(self) -> FiveTuple:
        """The five-tuple of the packets that come back, found in one go as each flow asks for it."""
        inside, port = self.inside, self.bucket.inventory.instance.numbers[self.index]
        protocol, _, _, destination, destination_port = inside
        address = self.translator.address_for(inside)
        return five_tuple((protocol, destination, destination_port, address, port))


class Bucket:
    """Who holds which port of an instance toward one destination.

    ``holders`` is as long as the highest port that was ever used here, so that a
    destination costs nothing for the ports that it never used. In a *cone*, flows that their
    instance sends from one port hold the same: ``cones`` tells which.
    """

    __slots__ = ("cones", "holders", "inventory", "returned")

    def __init__(self, inventory: Inventory, cone: bool = False) -> None:
        self.inventory = inventory
        self.cones: dict[int, int] | None = {} if cone else None
        self.holders: list[Mapping | None] = []
        self.returned: list[int] = []

    @decides
    def take(self, flow: FiveTuple) -> Mapping | None:
        """Let *flow* hold the lowest port that is free; None where none is."""
        if self.cones is not None:
            beside = self._beside(flow)
            if beside is not None:
                return self._hold_with(flow, beside)
        inventory, holders = self.inventory, self.holders
        index = len(holders)
        if self.returned:
            index = heapq.heappop(self.returned)
        elif index < inventory.instance.size:
            holders.append(None)
            if index == len(inventory.users):
                inventory.users.append(0)
        else:
            return None
        mapping = holders[index] = Mapping(flow, inventory.instance.snat, self, index)
        if self.cones is not None:
            self.cones[flow.source_port] = index
        if not inventory.users[index]:
            inventory.in_use += 1
        inventory.users[index] += 1
        return mapping

    def has_room(self, flow: FiveTuple) -> bool:
        """Whether `take` would find a port for *flow*."""
        if self.returned or len(self.holders) < self.inventory.instance.size:
            return True
        return self._beside(flow) is not None

    def free(self, mapping: Mapping) -> None:
        """Take the port of *mapping* back, where no other flow holds it with it."""
        index, inventory = mapping.index, self.inventory
        if self.holders[index] is not mapping or mapping.beside is not None:
            others = [each for each in self.at(index) if each is not mapping]
            self.holders[index] = None
            for other in others:
                other.beside, self.holders[index] = self.holders[index], other
            return
        if self.cones is not None:
            self.cones.pop(mapping.inside.source_port, None)
        self.holders[index] = None
        heapq.heappush(self.returned, index)
        inventory.users[index] -= 1
        if not inventory.users[index]:
            inventory.in_use -= 1

    def at(self, index: int) -> Iterator[Mapping]:
        """The flows that hold the port at *index*."""
        mapping = self.holders[index]
        while mapping is not None:
            yield mapping
            mapping = mapping.beside

    @decides
    def _beside(self, flow: FiveTuple) -> int | None:
        """Where the port is that *flow* holds with others; None where it takes one of its own."""
        return None if self.cones is None else self.cones.get(flow.source_port)

    def _hold_with(self, flow: FiveTuple, index: int) -> Mapping:
        mapping = Mapping(flow, self.inventory.instance.snat, self, index)
        mapping.beside, self.holders[index] = self.holders[index], mapping
        return mapping

    def cut(self, size: int) -> None:
        """Keep only the first *size* ports."""
        del self.holders[size:]
        if self.cones is not None:
            self.cones = {port: index for port, index in self.cones.items() if index < size}
        self.returned = sorted(index for index in self.returned if index < size)

    @property
    def busy(self) -> int:
        """How many ports are held."""
        return sum(each is not None for each in self.holders)


class Inventory:
    """The ports of one instance for one protocol, and how many flows use each."""

    __slots__ = ("buckets", "in_use", "instance", "users")

    def __init__(self, instance: InstancePorts) -> None:
        self.instance = instance
        self.buckets: list[Bucket] = []
        self.users: list[int] = []
        self.in_use = 0

    def holders_from(self, index: int) -> list[Mapping]:
        """The flows on the ports from *index* on."""
        return [
            holder
            for bucket in self.buckets
            for place in range(index, len(bucket.holders))
            for holder in bucket.at(place)
        ]


class InstancePorts:
    """The ports of one instance at a public address, in the order in which they are used.

    ``numbers`` are those of the ports, which are in so many ``ranges``.
    One that ``leaves`` the pool keeps its ports while its flows hold some.
    """

    __slots__ = ("inventories", "leaves", "numbers", "ranges", "sender", "size", "snat")

    def __init__(self, snat: Translator, sender: Sender, ranges: list[range]) -> None:
        self.snat = snat
        self.sender = sender
        self._have(ranges)
        self.size = len(self.numbers)
        self.leaves = False
        self.inventories: dict[str, Inventory] = {}

    @property
    def is_idle(self) -> bool:
        """Whether no flow holds a port."""
        return not any(inventory.in_use for inventory in self.inventories.values())

    def holders_from(self, index: int) -> list[Mapping]:
        """The flows on the ports from *index* on."""
        return [
            flow
            for inventory in self.inventories.values()
            for flow in inventory.holders_from(index)
        ]

    def extend(self, ranges: list[range]) -> None:
        """Let it have *ranges* as well."""
        self._have(self.ranges + ranges)
        self.size = len(self.numbers)

    def cut(self) -> list[range]:
        """Keep only as many ports as its size says; the others."""
        for inventory in self.inventories.values():
            for bucket in inventory.buckets:
                bucket.cut(self.size)
        kept, rest = split(self.ranges, self.size)
        self._have(kept)
        return rest

    def _have(self, ranges: list[range]) -> None:
        self.ranges = ranges
        self.numbers = array("H", chain.from_iterable(ranges))

    def index(self, port: int) -> int | None:
        """Where the port with that number stands, or None where it is another's."""
        passed = 0
        for part in self.ranges:
            if port in part:
                return passed + port - part.start
            passed += len(part)
        return None
