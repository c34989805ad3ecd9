"""One unit for all times of a picture, and one way to round them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from attrs import frozen

from azsim.text import Text
from azsim.units import DAY, HOUR, MILLISECOND, MINUTE, SECOND, round_half_up


@frozen
class TimeUnit:
    """A unit of ``size`` nanoseconds, of which one says ``places`` after the point at most."""

    size: int
    short: Text
    long: Text
    places: str = "0.001"

    def number(self, time: int) -> str:
        """``239.5``: so many units, rounded half up."""
        return f"{round_half_up(Decimal(time) / self.size, self.places).normalize():,f}"

    def words(self, time: int) -> Text:
        """``240 seconds``: how the text of a picture says it."""
        number = self.number(time)
        plural = "" if number == "1" or self.long == self.short else "s"
        return Text(f"{number} {self.long.en}{plural}", f"{number} {self.long.ja}")

    def label(self, time: int) -> Text:
        """``240 s``: how it stands at an axis."""
        number = self.number(time)
        return Text(f"{number} {self.short.en}", f"{number} {self.short.ja}")

    def span(self, first: int, last: int) -> Text:
        """``240–599.8 s``."""
        low, high = self.number(first), self.number(last)
        return Text(f"{low}–{high} {self.short.en}", f"{low}～{high} {self.short.ja}")


def _of(size: int, short: str, long: str, ja: str, places: str = "0.001") -> TimeUnit:
    return TimeUnit(size, Text(short, ja), Text(long, ja), places)


MILLISECONDS: Final = _of(MILLISECOND, "ms", "ms", "ミリ秒", "0.01")
SECONDS: Final = _of(SECOND, "s", "second", "秒")
MINUTES: Final = _of(MINUTE, "min", "minute", "分")
HOURS: Final = _of(HOUR, "h", "hour", "時間")
DAYS: Final = _of(DAY, "days", "day", "日")
UNITS: Final = MILLISECONDS, SECONDS, MINUTES, HOURS, DAYS


def unit_of(times: Iterable[int]) -> TimeUnit:
    """The largest of hours and minutes of which all *times* are whole; else one that fits them."""
    found = [*times, 0]
    longest = max(found)
    if longest < SECOND:
        return SECONDS if not longest else MILLISECONDS
    whole = (unit for unit in (HOURS, MINUTES) if all(time % unit.size == 0 for time in found))
    return next(whole, SECONDS)
