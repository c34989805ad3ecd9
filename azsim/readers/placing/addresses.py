"""Addresses that Azure gives out by itself, given out here in its stead.

Private addresses go by the documented order: the first free one of the subnet, after the few that
Azure keeps. Which public addresses Azure gives is nobody's to know: they come from a range
for tests of devices, and whoever shows one says that it isn't known yet.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from attrs import define, field

from azsim.facts import Facts
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import Subnet, VirtualNetwork
from azsim.text import Advice, Text
from azsim.units import format_count

FULL = Text(
    'The subnet "{subnet}" has {count} addresses for machines, and more are needed.',
    "サブネット「{subnet}」でマシンに使えるアドレスは {count} 個であり、足りない。",
)


@define(eq=False)
class PrivateAddresses:
    """The addresses of subnets. What somebody has is taken before anything else is given out."""

    facts: Facts
    networks: dict[ResourceId, VirtualNetwork]
    taken: set[tuple[ResourceId, str]] = field(factory=set, init=False)
    _free: dict[ResourceId, Iterator[str]] = field(factory=dict, init=False)

    def take(self, subnet: ResourceId, address: str) -> None:
        """Somebody has *address* in the network of *subnet*."""
        self.taken.add((subnet.resource, address))

    def give(self, subnet: ResourceId) -> str:
        """The next free address of *subnet*.

        :raises Advice: where there is none.
        """
        if subnet not in self._free:
            self._free[subnet] = self._addresses(subnet)
        for address in self._free[subnet]:
            if (subnet.resource, address) not in self.taken:
                self.take(subnet, address)
                return address
        count = sum(1 for _ in self._addresses(subnet))
        raise Advice(FULL.fill(subnet=subnet.name, count=format_count(count)))

    def _addresses(self, subnet: ResourceId) -> Iterator[str]:
        kept = self.facts.number("network.subnet-addresses-kept")
        for prefix in self.subnet(subnet).address_prefixes:
            network = ipaddress.IPv4Network(prefix)
            # Azure keeps the last address of each, and the others at its beginning.
            for number in range(kept - 1, network.num_addresses - 1):
                yield str(network[number])

    def subnet(self, id: ResourceId) -> Subnet:
        """The subnet *id*.

        :raises Advice: where its network has none of that name.
        """
        return self.networks[id.resource].subnet(id.name)


@define(eq=False)
class PublicAddresses:
    """Public addresses from a range that nobody uses, but for those that are *taken*."""

    facts: Facts
    taken: set[str]
    made_up: set[str] = field(factory=set, init=False)
    _next: ipaddress.IPv4Address = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._next = ipaddress.IPv4Address(self.facts.text("resource-manager.stand-in-address"))

    def give(self) -> str:
        """One that nobody has."""
        while str(self._next) in self.taken:
            self._next += 1
        return self._give(self._next)

    def give_range(self, length: int) -> str:
        """A range of that prefix length of which nobody has an address."""
        size = 2 ** (32 - length)
        first = -(-int(self._next) // size) * size
        while any(str(each) in self.taken for each in _addresses(first, size)):
            first += size
        for each in _addresses(first, size):
            self._give(each)
        return f"{ipaddress.IPv4Address(first)}/{length}"

    def give_of(self, prefix: str) -> str:
        """One of *prefix* that no single address has been taken from it."""
        for each in ipaddress.IPv4Network(prefix):
            if str(each) not in self._of_prefixes:
                self._of_prefixes.add(str(each))
                return str(each)
        return self.give()

    _of_prefixes: set[str] = field(factory=set, init=False)

    def _give(self, address: ipaddress.IPv4Address) -> str:
        self.taken.add(str(address))
        self.made_up.add(str(address))
        return str(address)


def _addresses(first: int, size: int) -> Iterable[ipaddress.IPv4Address]:
    return (ipaddress.IPv4Address(first + offset) for offset in range(size))
