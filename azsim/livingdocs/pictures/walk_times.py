"""The unit in which a packet walk tells its times, wherever they are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from azsim.livingdocs.pictures.time_unit import MILLISECONDS, TimeUnit, unit_of
from azsim.questions.walk_rows import Pause, Row
from azsim.units import MILLISECOND


def times_of(rows: Iterable[Row]) -> TimeUnit:
    """Milliseconds where anything is finer than one, else what fits all times of *rows*."""
    told = set(_told(rows))
    return MILLISECONDS if any(time % MILLISECOND for time in told) else unit_of(told)


def _told(rows: Iterable[Row]) -> Iterator[int]:
    for row in rows:
        yield row.time
        yield row.until
        if isinstance(row, Pause):
            yield row.duration
