"""The ports of one public address, handed out to instances in disjoint ranges."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from azsim.functions.snat.port_allocation import blocks_of
from azsim.functions.snat.profiles import PortProfile
from azsim.units import LARGEST_PORT


class PortRanges:
    """The ports from *first* upwards that belong to no instance yet, *count* of them or all."""

    def __init__(self, first: int, count: int | None = None) -> None:
        after = LARGEST_PORT + 1
        self._free = [range(first, after if count is None else min(after, first + count))]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, self._free))

    def take(self, count: int) -> list[range]:
        """The lowest *count* free ports, or as many as there are, as ranges in ascending order."""
        taken = []
        while count and self._free:
            lowest = self._free[0]
            part, rest = lowest[:count], lowest[count:]
            taken.append(part)
            count -= len(part)
            if rest:
                self._free[0] = rest
            else:
                del self._free[0]
        return taken

    def give_back(self, ranges: list[range]) -> None:
        """Make *ranges* free again."""
        merged: list[range] = []
        for part in sorted([*self._free, *ranges], key=lambda each: each.start):
            if merged and merged[-1].stop == part.start:
                merged[-1] = range(merged[-1].start, part.stop)
            else:
                merged.append(part)
        self._free = merged

    def set_aside(self, block: range) -> None:
        """Let nobody have *block*; where it isn't free, as many of the highest ports instead."""
        for place, part in enumerate(self._free):
            if block.start in part:
                rest = [range(part.start, block.start), range(block.stop, part.stop)]
                self._free[place : place + 1] = [each for each in rest if each]
                return
        self._free, _ = split(self._free, max(0, self.count - len(block)))


class AddressPorts:
    """The ports of one public address, whoever hands them out.

    *listening* are the ports where flows come in: each takes a block of its own away. Nothing is
    read of *profile* before the first port is asked for.
    """

    def __init__(self, profile: PortProfile, listening: Collection[int] = ()) -> None:
        self._profile = profile
        self._listening = listening

    @property
    def total(self) -> int:
        """How many there are to hand out, whoever has them by now."""
        return self._all().count

    @cached_property
    def free(self) -> PortRanges:
        """Those that belong to no instance yet."""
        return self._all()

    def _all(self) -> PortRanges:
        profile = self._profile
        ranges = PortRanges(profile.first_port, profile.ports_per_address)
        if self._listening:
            for start in blocks_of(self._listening, profile.block):
                ranges.set_aside(range(start, start + profile.block))
        return ranges


def split(ranges: list[range], count: int) -> tuple[list[range], list[range]]:
    """The first *count* ports of *ranges*, and the others."""
    kept, rest = [], []
    for part in ranges:
        kept.append(part[:count])
        rest.append(part[count:])
        count -= len(kept[-1])
    return [part for part in kept if part], [part for part in rest if part]
