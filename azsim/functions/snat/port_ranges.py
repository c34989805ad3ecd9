"""The ports of one public address, handed out to instances in disjoint ranges."""

from __future__ import annotations

from azsim.units import LARGEST_PORT


class PortRanges:
    """The ports from *first* upwards that belong to no instance yet."""

    def __init__(self, first: int) -> None:
        self._free = [range(first, LARGEST_PORT + 1)]

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


def split(ranges: list[range], count: int) -> tuple[list[range], list[range]]:
    """The first *count* ports of *ranges*, and the others."""
    kept, rest = [], []
    for part in ranges:
        kept.append(part[:count])
        rest.append(part[count:])
        count -= len(kept[-1])
    return [part for part in kept if part], [part for part in rest if part]
