"""The times of a packet walk: in one unit and with one rounding, wherever they are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from azsim.questions.walk_rows import Pause, Row
from azsim.text import Text
from azsim.units import (
    HOUR,
    MILLISECOND,
    MINUTE,
    SECOND,
    round_half_up,
)

_WHOLE: Final = (
    (HOUR, Text("hour", "時間")),
    (MINUTE, Text("minute", "分")),
    (SECOND, Text("second", "秒")),
)


@frozen
class Times:
    """The unit in which a walk tells every time, and its name.

    Milliseconds are rounded to two decimals, as PsPing prints them; other units are exact.
    """

    unit: int
    name: Text

    def say(self, nanoseconds: int) -> Text:
        """A time since the start of the scenario, or a duration."""
        if self.unit == MILLISECOND:
            rounded = round_half_up(Decimal(nanoseconds) / MILLISECOND)
            return Text(f"{rounded:,} {self.name.en}", f"{rounded:,} {self.name.ja}")
        amount = f"{(Decimal(nanoseconds) / self.unit).normalize():,f}"
        plural = "" if amount == "1" else "s"
        return Text(f"{amount} {self.name.en}{plural}", f"{amount} {self.name.ja}")


def times_of(rows: Iterable[Row]) -> Times:
    """Milliseconds where anything is finer than one, else the largest unit that divides all."""
    told = set(_told(rows))
    if any(time % MILLISECOND for time in told):
        return Times(MILLISECOND, Text("ms", "ミリ秒"))
    for unit, name in _WHOLE:
        if all(time % unit == 0 for time in told) and (any(told) or unit == SECOND):
            return Times(unit, name)
    return Times(*_WHOLE[-1])


def _told(rows: Iterable[Row]) -> Iterator[int]:
    for row in rows:
        yield row.time
        yield row.until
        if isinstance(row, Pause):
            yield row.duration
