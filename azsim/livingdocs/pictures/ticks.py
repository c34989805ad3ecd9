"""Where an axis is marked: virtual time in one unit, and counts."""

from __future__ import annotations

from itertools import count
from typing import Final

from attrs import frozen

from azsim.livingdocs.pictures.time_unit import UNITS, TimeUnit
from azsim.units import DAY, HOUR, MILLISECOND, MINUTE, SECOND

MOST: Final = 8
"""More marks than that crowd an axis, on a narrow screen half as many."""

_STEPS: Final = tuple(
    unit * step
    for unit, steps in (
        (MILLISECOND, (1, 2, 5, 10, 20, 50, 100, 200, 500)),
        (SECOND, (1, 2, 5, 10, 15, 30)),
        (MINUTE, (1, 2, 5, 10, 15, 30)),
        (HOUR, (1, 2, 3, 6, 12)),
        (DAY, (1, 2, 5, 10, 20, 50, 100, 200, 500)),
    )
    for step in steps
)


@frozen
class TimeTicks:
    """Marks at ``times``, in nanoseconds, which are whole numbers of ``unit``."""

    times: tuple[int, ...]
    unit: TimeUnit


def time_ticks(span: int, most: int = MOST, unit: TimeUnit | None = None) -> TimeTicks:
    """At most *most* marks from 0 up to *span* nanoseconds, in *unit* or in one that fits."""
    least = unit.size if unit else 0
    steps = [step for step in _STEPS if step >= least]
    step = next((step for step in steps if span < step * most), steps[-1])
    fitting = unit or [each for each in UNITS if step >= each.size][-1]
    return TimeTicks(tuple(range(0, span + 1, step)), fitting)


def count_ticks(top: int) -> tuple[int, ...]:
    """Marks from 0 up to *top*, or the next round number; quarters where they are whole."""
    if top % 4 == 0:
        return tuple(range(0, top + 1, top // 4))
    step = next(
        step
        for power in count()
        for step in (10**power, 2 * 10**power, 5 * 10**power)
        if top <= 5 * step
    )
    return tuple(range(0, top + step, step))
