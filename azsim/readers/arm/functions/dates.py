"""Functions of dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from azsim.readers.arm.functions.registry import function
from azsim.readers.arm.kinds import a_text, an_integer
from azsim.readers.arm.problem import Problem
from azsim.readers.declared import Unknown, Value
from azsim.text import Text, quoted

_NO_DATE = Text(
    '"{found}" is no date such as 2026-01-31T12:00:00Z.',
    "「{found}」は 2026-01-31T12:00:00Z のような日時ではない。",
)
_NO_DURATION = Text(
    '"{found}" is no duration of ISO 8601 such as P3D or -PT2H.',
    "「{found}」は P3D や -PT2H のような ISO 8601 の期間ではない。",
)
_OWN_FORMAT = Text(
    "azsim doesn't write dates in a format of one's own",
    "独自の書式による日時の表記はモデル化されていない",
)
_DURATION = re.compile(
    r"(-?)P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})W)?(?:(\d{1,7})D)?"
    r"(?:T(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,7})S)?)?"
)


@function("dateTimeAdd", 2, 3)
def date_time_add(base: Value, duration: Value, format: Value = None) -> Value:
    """A date so much later."""
    start, words = _date(base), a_text(duration)
    found = _DURATION.fullmatch(words)
    if found is None or not any(found.groups()[1:]):
        raise Problem(_NO_DURATION.fill(found=quoted(words)))
    years, months, weeks, days, hours, minutes, seconds = (
        int(each or 0) for each in found.groups()[1:]
    )
    sign = -1 if found[1] else 1
    span = timedelta(days=days + 7 * weeks, hours=hours, minutes=minutes, seconds=seconds)
    try:
        moved = _months_later(start, sign * (12 * years + months)) + sign * span
    except (OverflowError, ValueError):
        raise Problem(_NO_DURATION.fill(found=quoted(words))) from None
    return _written(moved, format)


@function("dateTimeFromEpoch", 1)
def date_time_from_epoch(seconds: Value) -> Value:
    """The date so many seconds after 1970."""
    try:
        return _written(datetime.fromtimestamp(an_integer(seconds), UTC), None)
    except (OverflowError, ValueError, OSError):
        raise Problem(_NO_DATE.fill(found=seconds)) from None


@function("dateTimeToEpoch", 1)
def date_time_to_epoch(date: Value) -> Value:
    """Seconds after 1970."""
    return int(_date(date).timestamp())


def _date(value: Value) -> datetime:
    words = a_text(value)
    try:
        date = datetime.fromisoformat(words)
    except ValueError:
        raise Problem(_NO_DATE.fill(found=quoted(words))) from None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _months_later(date: datetime, months: int) -> datetime:
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    following = datetime(year + month // 11, (month + 1) % 12 + 1, 1, tzinfo=UTC)
    last = (following - timedelta(days=1)).day
    return date.replace(year=year, month=month + 1, day=min(date.day, last))


def _written(date: datetime, format: Value) -> Value:
    if format is not None:
        return Unknown(_OWN_FORMAT, f"{{{date.isoformat()} {a_text(format)}}}")
    return date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
