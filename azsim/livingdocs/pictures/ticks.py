"""Where an axis is marked: virtual time in one unit, and counts."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Final

from attrs import frozen

from azsim.text import Text
from azsim.units import DAY, HOUR, MILLISECOND, MINUTE, SECOND

MOST: Final = 8
"""More marks than that crowd an axis, on a narrow screen half as many."""

_NAMES: Final = {
    MILLISECOND: Text("ms", "ミリ秒"),
    SECOND: Text("s", "秒"),
    MINUTE: Text("min", "分"),
    HOUR: Text("h", "時間"),
    DAY: Text("days", "日"),
}
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
    unit: int

    @property
    def name(self) -> Text:
        """The unit in short."""
        return _NAMES[self.unit]

    def number(self, time: int) -> str:
        """*time* as it stands at its mark."""
        return f"{time // self.unit:,}"


def time_ticks(span: int, most: int = MOST) -> TimeTicks:
    """At most *most* marks from 0 up to *span* nanoseconds."""
    step = next((step for step in _STEPS if span < step * most), _STEPS[-1])
    unit = max(unit for unit in _NAMES if step >= unit)
    return TimeTicks(tuple(range(0, span + 1, step)), unit)


def time_range(first: int, last: int) -> Text:
    """``240–599.8 s``: both in the largest unit in which they are whole, down to seconds."""
    whole = (unit for unit in (HOUR, MINUTE) if not first % unit and not last % unit)
    unit = next(whole, SECOND)
    low, high = (f"{(Decimal(time) / unit).normalize():,f}" for time in (first, last))
    name = _NAMES[unit]
    return Text(f"{low}–{high} {name.en}", f"{low}～{high} {name.ja}")


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


def rounded(time: int) -> int:
    """*time* as finely as a reader wants it: milliseconds from a second on."""
    return time - time % MILLISECOND if time >= SECOND else time
