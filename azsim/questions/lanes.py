"""Lanes of a timeline: what lasted, what happened, and what happened again and again.

Times are nanoseconds since the start of the scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Literal

from attrs import frozen

from azsim.text import Text
from azsim.units import format_count

LaneKind = Literal["connections", "probes", "names", "endpoint", "Azure"]
BarKind = Literal["idle", "hold", "cached", "degraded"]
Outcome = Literal["happened", "succeeded", "failed"]

MOST_TICKS = 60
"""How many of a row of ticks are kept; the count stays exact."""

MOST_LANES = 8


@frozen
class Bar:
    """Something that lasted; ``end`` is None where it outlasted the trace.

    ``longest`` is the longest time without a sign of life, where there were too many to tell.
    """

    start: int
    end: int | None
    kind: BarKind
    what: Text
    longest: int | None = None


@frozen
class Mark:
    """Something that happened once."""

    time: int
    outcome: Outcome
    what: Text


@frozen
class Ticks:
    """Something that happened ``count`` times, of which ``times`` are some, the ends included.

    ``interval`` is the time from each to the next, None where it varied.
    """

    times: tuple[int, ...]
    count: int
    interval: int | None
    outcome: Outcome
    what: Text

    @property
    def words(self) -> Text:
        """How often it happened, and what."""
        if self.count == 1:
            return self.what
        return _COUNTED.fill(what=self.what, count=format_count(self.count))


@frozen
class Lane:
    """A row of a timeline; ``beneath`` says more about its ``name``."""

    kind: LaneKind
    name: Text
    beneath: Text
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()
    ticks: tuple[Ticks, ...] = ()


def ticked(times: Sequence[int], outcome: Outcome, what: Text) -> Ticks:
    """Ticks at *times*, which ascend and of which there is at least one."""
    distinct = list(dict.fromkeys(times))
    intervals = {later - sooner for sooner, later in pairwise(distinct)}
    interval = intervals.pop() if len(intervals) == 1 else None
    kept = [
        distinct[number * (len(distinct) - 1) // (MOST_TICKS - 1)] for number in range(MOST_TICKS)
    ]
    shown = distinct if len(distinct) <= MOST_TICKS else kept
    return Ticks(tuple(shown), len(times), interval, outcome, what)


def lane(
    kind: LaneKind,
    name: Text,
    beneath: Text,
    bars: Iterable[Bar] = (),
    marks: Iterable[Mark] = (),
    ticks: Iterable[Ticks] = (),
) -> Lane:
    """A lane whose marks stand in order; those that are many and alike become ticks."""
    alike: dict[tuple[Outcome, Text], list[int]] = {}
    for mark in sorted(marks, key=attrgetter("time")):
        alike.setdefault((mark.outcome, mark.what), []).append(mark.time)
    few = [
        Mark(time, *said) for said, times in alike.items() if len(times) <= _FEW for time in times
    ]
    many = [ticked(times, *said) for said, times in alike.items() if len(times) > _FEW]
    few.sort(key=attrgetter("time"))
    return Lane(kind, name, beneath, tuple(bars), tuple(few), (*ticks, *many))


_FEW = 3
_COUNTED = Text("{count} × {what}", "{what} × {count}")
