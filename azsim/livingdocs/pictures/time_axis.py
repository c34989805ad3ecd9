"""An axis of virtual time on which instants that are near one another can be told apart.

Where instants are spread evenly enough, the axis is true to scale. Else it is broken:
long stretches between two instants are cut short, and whoever draws says how long they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import fsum, log2
from operator import attrgetter
from typing import Final

from attrs import frozen

from azsim.livingdocs.pictures.canvas import width
from azsim.livingdocs.pictures.ticks import time_ticks
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.text import Language, Text

LEAST: Final = 44.0
"""Pixels between two instants."""

MOST_INSTANTS: Final = 24
"""More can't be told apart on one sheet; their axis is true to scale."""

_LONG: Final = 4
"""A stretch that is so many times as long as the shortest is cut short."""

_BESIDE: Final = 10.0
_AROUND: Final = 28.0


@frozen
class Stretch:
    """The time from one instant to the next, and where it is drawn."""

    start: int
    end: int
    left: float
    right: float
    is_cut: bool

    @property
    def duration(self) -> int:
        """How long it is."""
        return self.end - self.start


@frozen
class Tick:
    """An instant with its label; ``is_event`` where something happens."""

    time: int
    label: Text
    is_event: bool


@frozen
class TimeAxis:
    """Stretches from left to right, without gaps."""

    stretches: tuple[Stretch, ...]
    ticks: tuple[Tick, ...]

    @property
    def right(self) -> float:
        """Where the last instant is drawn."""
        return self.stretches[-1].right

    def x(self, time: int) -> float:
        """Where *time* is drawn, which lies between the first instant and the last."""
        stretch = next(each for each in self.stretches if time <= each.end)
        share = (time - stretch.start) / (stretch.end - stretch.start)
        return stretch.left + share * (stretch.right - stretch.left)


def time_axis(
    instants: Sequence[int], left: float, broad: float, unit: TimeUnit, language: Language
) -> TimeAxis:
    """An axis through *instants*, two or more that ascend, about *broad* pixels wide."""
    if len(instants) > MOST_INSTANTS:
        instants = [instants[0], instants[-1]]
    least = max(LEAST, _widest(instants, unit, language) + _BESIDE)
    gaps = [later - sooner for sooner, later in pairwise(instants)]
    scale = broad / sum(gaps)
    if min(gaps) * scale < least:
        widths = _widths(gaps, least, broad, unit, language)
        ticks = tuple(Tick(time, unit.label(time), True) for time in instants)
        return TimeAxis(_stretches(instants, widths, left, _LONG * min(gaps)), ticks)
    axis = TimeAxis(_stretches(instants, [gap * scale for gap in gaps], left), ())
    return TimeAxis(axis.stretches, _with_round_times(axis, instants, unit, language))


def _widths(
    gaps: Sequence[int], least: float, broad: float, unit: TimeUnit, language: Language
) -> list[float]:
    """Short gaps true to scale; long ones share what is left, longer ones a little more."""
    shortest = min(gaps)
    short = [gap * least / shortest if gap < _LONG * shortest else 0.0 for gap in gaps]
    wanted = [0.0 if short[i] else log2(gap / shortest) for i, gap in enumerate(gaps)]
    left_over = broad - fsum(short)
    found = []
    for gap, own, share in zip(gaps, short, wanted, strict=True):
        words = unit.words(gap).to(language)
        needed = max(least, width(words, "small") + _AROUND)
        found.append(own or max(needed, left_over * share / fsum(wanted)))
    return found


def _stretches(
    instants: Sequence[int], widths: Sequence[float], left: float, long: int | None = None
) -> tuple[Stretch, ...]:
    found = []
    for (start, end), broad in zip(pairwise(instants), widths, strict=True):
        found.append(
            Stretch(start, end, left, left + broad, long is not None and end - start >= long)
        )
        left += broad
    return tuple(found)


def _with_round_times(
    axis: TimeAxis, instants: Sequence[int], unit: TimeUnit, language: Language
) -> tuple[Tick, ...]:
    """The instants, and round times wherever there is room between them."""
    round_times = time_ticks(instants[-1], unit=unit)
    least = max(LEAST, _widest([*instants, *round_times.times], unit, language) + _BESIDE)
    taken = [axis.x(time) for time in instants]
    ticks = [Tick(time, unit.label(time), True) for time in instants]
    for time in round_times.times:
        if time >= instants[0] and all(abs(axis.x(time) - x) >= least for x in taken):
            taken.append(axis.x(time))
            ticks.append(Tick(time, unit.label(time), False))
    return tuple(sorted(ticks, key=attrgetter("time")))


def _widest(times: Iterable[int], unit: TimeUnit, language: Language) -> float:
    return max(width(unit.label(time).to(language), "small") for time in times)
