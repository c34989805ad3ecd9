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

    def set_aside(self, block: range) -> list[range]:
        """Let nobody have *block*, or as many of the highest ports where it isn't free; which those are."""
        for place, part in enumerate(self._free):
            if block.start in part:
                rest = [range(part.start, block.start), range(block.stop, part.stop)]
                self._free[place : place + 1] = [each for each in rest if each]
                return [block]
        self._free, highest = split(self._free, max(0, self.count - len(block)))
        return highest


class AddressPorts:
    """The ports of one public address, whoever hands them out.

    Each of the ports where flows come in takes a block of its own away. Nothing is read of *profile*
    before the first port is asked for.
    """

    def __init__(self, profile: PortProfile, listening: Collection[int] = ()) -> None:
        self._profile = profile
        self._listening = listening
        self._set_aside: dict[int, list[range]] = {}

    @property
    def total(self) -> int:
        """How many there are to hand out, whoever has them by now."""
        return self._without_blocks()[0].count

    @cached_property
    def free(self) -> PortRanges:
        """Those that belong to no instance yet."""
        free, self._set_aside = self._without_blocks()
        return free

    def listen(self, listening: Collection[int]) -> None:
        """From now on flows come in at the ports *listening*, and no longer at others."""
        if listening == self._listening:
            return
        self._listening = listening
        if "free" not in vars(self):
            return
        blocks = self._blocks()
        for start in [each for each in self._set_aside if each not in blocks]:
            self.free.give_back(self._set_aside.pop(start))
        for start, block in blocks.items():
            if start not in self._set_aside:
                self._set_aside[start] = self.free.set_aside(block)

    def _without_blocks(self) -> tuple[PortRanges, dict[int, list[range]]]:
        """All ports but the blocks, and what was set aside for each of these."""
        ranges = PortRanges(self._profile.first_port, self._profile.ports_per_address)
        return ranges, {start: ranges.set_aside(block) for start, block in self._blocks().items()}

    def _blocks(self) -> dict[int, range]:
        if not self._listening:
            return {}
        size = self._profile.block
        return {start: range(start, start + size) for start in blocks_of(self._listening, size)}


def split(ranges: list[range], count: int) -> tuple[list[range], list[range]]:
    """The first *count* ports of *ranges*, and the others."""
    kept, rest = [], []
    for part in ranges:
        kept.append(part[:count])
        rest.append(part[count:])
        count -= len(kept[-1])
    return [part for part in kept if part], [part for part in rest if part]
