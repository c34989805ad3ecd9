"""Looking things up in a topology: who has an address, who is alike, what lies between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from attrs import define, evolve, field

from azsim.model.topology import Place, Topology


def named(topology: Topology) -> dict[str, str]:
    """What the machines of *topology* are called, by their addresses."""
    alone = {
        address: place.name
        for place in topology.places
        if not place.members
        for address in place.addresses
    }
    members = {address: name for place in topology.places for name, address in place.members}
    return alone | members


@define
class Atlas:
    """A topology, and what a trace tells of places that are gone by its end."""

    topology: Topology
    _places: dict[str, Place] = field(factory=dict, init=False)
    _ranks: dict[str, int] = field(factory=dict, init=False)
    _groups: dict[str, str] = field(factory=dict, init=False)
    _names: dict[str, str] = field(factory=dict, init=False)
    _parts: dict[str, dict[str, str]] = field(factory=dict, init=False)
    _at: dict[str, Place] = field(factory=dict, init=False)
    _after: dict[str, set[str]] = field(init=False)
    _between: dict[tuple[str, str], tuple[str, ...]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        for rank, place in enumerate(self.topology.places):
            for name, address in place.members:
                self._add(evolve(place, name=name, addresses=(address,), members=()), rank)
                self._groups[name] = self._groups[address] = place.name
            if not place.members:
                self._add(place, rank)
        self._after = self._followers()

    def learn(self, name: str, address: str) -> None:
        """Somebody of that name sent from that address."""
        self._names.setdefault(address, name)

    def place(self, name: str) -> Place | None:
        """The place of that name, also one of many that are summed up."""
        return self._places.get(name)

    def rank(self, name: str) -> int:
        """Where on the way the place stands; one that is gone came first."""
        return self._ranks.get(name, -1)

    def name_at(self, address: str) -> str:
        """Who has *address*; the address itself where nobody is known to have it."""
        return self._names.get(address, address)

    def group(self, name_or_address: str) -> str:
        """What stands for everything that is like it."""
        return self._groups.get(name_or_address, name_or_address)

    def tell_apart(self, addresses: Collection[str]) -> None:
        """Of each place, only the parts at *addresses* matter, and one alone is the whole."""
        for name, parts in self._parts.items():
            seen = {address: part for address, part in parts.items() if address in addresses}
            self._parts[name] = seen if len(seen) > 1 else {}

    def part(self, name: str, address: str) -> str:
        """Which of the parts of the place *name* has *address*; the place where none has."""
        return self._parts.get(name, {}).get(address, name)

    def kind(self, name_or_address: str) -> str:
        """What a place is; a name or an address that isn't one of a place stands for itself."""
        place = self._places.get(name_or_address) or self._at.get(name_or_address)
        return place.kind if place else name_or_address

    def bypassed(self, start: str, end: str, visited: Collection[str]) -> tuple[str, ...]:
        """What lies between two places, when a packet went from one to the other at once."""
        pair = (start, end)
        if pair not in self._between:
            first, last = sorted(pair, key=self.rank)
            inner = self._reached(first) & {
                name for name in self._after if last in self._reached(name)
            }
            self._between[pair] = tuple(sorted(inner, key=self.rank))
        return tuple(name for name in self._between[pair] if name not in visited)

    def _add(self, place: Place, rank: int) -> None:
        self._places[place.name] = place
        self._ranks[place.name] = rank
        for endpoint in place.addresses:
            address = endpoint.partition(":")[0]
            self._names.setdefault(address, place.within or place.name)
            self._at.setdefault(address, place)
            if place.within is not None:
                self._parts.setdefault(place.within, {}).setdefault(address, place.name)

    def _followers(self) -> dict[str, set[str]]:
        """What each place leads to; what a part leads to, the whole leads to."""
        whole = {place.name: place.within or place.name for place in self.topology.places}
        members = {
            place.name: [name for name, _ in place.members] or [whole[place.name]]
            for place in self.topology.places
        }
        after: dict[str, set[str]] = defaultdict(set)
        for link in self.topology.links:
            for start in members[link.start]:
                after[start].update(members[link.end])
        return dict(after)

    def _reached(self, start: str) -> set[str]:
        reached: set[str] = set()
        waiting = [start]
        while waiting:
            fresh = self._after.get(waiting.pop(), set()) - reached
            reached |= fresh
            waiting += fresh
        return reached
