"""What a timeline says, in one unit of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final

from azsim.livingdocs.picture import Table
from azsim.livingdocs.pictures.time_unit import TimeUnit, unit_of
from azsim.questions.lanes import Bar, Lane, LaneKind, Ticks
from azsim.questions.timeline import COLUMNS, Timeline
from azsim.text import Text
from azsim.units import format_count

_TOLD: Final = 4


def title(timeline: Timeline) -> Text:
    """What it is about."""
    kinds = {lane.kind for lane in timeline.lanes} - {"Azure", "endpoint"}
    return _TITLES[kinds.pop()] if len(kinds) == 1 else _ANY_TITLE


def summary(timeline: Timeline, unit: TimeUnit) -> Text:
    """All of it in a sentence or two."""
    told = [(lane.name, said) for lane in timeline.lanes if (said := _told(lane, unit))]
    lines = [_NAMED.fill(name=name, said=_joined(said, _THEN)) for name, said in told[:_TOLD]]
    return _SUMMARY.fill(
        count=format_count(len(timeline.lanes)),
        plural="" if len(timeline.lanes) == 1 else "s",
        span=unit.words(timeline.ended),
        lanes=_joined(lines, _NEXT),
    )


def table(timeline: Timeline, unit: TimeUnit) -> Table:
    """Everything that happens, in the order of time."""
    rows = [
        (time, lane.name, what) for lane in timeline.lanes for time, what in _happenings(lane, unit)
    ]
    rows.sort(key=itemgetter(0))
    return Table(COLUMNS, tuple((unit.words(time), name, what) for time, name, what in rows))


def lasts(bar: Bar, unit: TimeUnit) -> Text:
    """What lasts, and how long."""
    if bar.longest is not None:
        return _NEVER_LONGER.fill(longest=unit.words(bar.longest))
    if bar.end is None:
        return bar.what
    return _LASTS.fill(what=bar.what, duration=unit.words(bar.end - bar.start))


def repeats(ticks: Ticks, unit: TimeUnit) -> Text:
    """What happens again and again, how often, and at which interval."""
    if ticks.interval is None or ticks.count == 1:
        return ticks.words
    return _EVERY.fill(what=ticks.words, interval=unit.words(ticks.interval))


def times_of(timeline: Timeline) -> Iterator[int]:
    """Every instant and every length of time that the picture tells."""
    yield timeline.ended
    for lane in timeline.lanes:
        for bar in lane.bars:
            yield from (time for time in (bar.start, bar.end, bar.longest) if time is not None)
        yield from (mark.time for mark in lane.marks)
        for ticks in lane.ticks:
            yield from (ticks.times[0], ticks.interval or 0)


def unit_for(timeline: Timeline) -> TimeUnit:
    """The one unit of the picture."""
    return unit_of(times_of(timeline))


def _told(lane: Lane, unit: TimeUnit) -> list[Text]:
    """What lasts in a lane, or else what comes again, unless that is too much to say."""
    said = [lasts(bar, unit) for bar in lane.bars]
    said = said or [repeats(ticks, unit) for ticks in lane.ticks]
    return said if len(said) <= _TOLD else [*said[: _TOLD - 1], _AND_SO_ON]


def _joined(parts: Sequence[Text], between: Text) -> Text:
    return Text(
        between.en.join(part.en for part in parts), between.ja.join(part.ja for part in parts)
    )


def _happenings(lane: Lane, unit: TimeUnit) -> Iterator[tuple[int, Text]]:
    for mark in lane.marks:
        yield mark.time, mark.what
    for ticks in lane.ticks:
        yield ticks.times[0], repeats(ticks, unit)
    for bar in lane.bars:
        yield bar.start, lasts(bar, unit)


_TITLES: Final[dict[LaneKind, Text]] = {
    "connections": Text("Timers of the connections", "接続のタイマー"),
    "probes": Text("Health probes over time", "正常性プローブの経過"),
    "names": Text("Cached DNS answers over time", "DNS キャッシュの経過"),
}
_ANY_TITLE = Text("What happens over time", "時間の経過")
_SUMMARY = Text(
    "A timeline of {count} lane{plural} over {span} of virtual time. {lanes}.",
    "仮想時間 {span}、{count} 行のタイムライン。{lanes}。",
)
_NAMED = Text("{name}: {said}", "{name}: {said}")
_THEN = Text(", then ", "、次に、")
_NEXT = Text("; ", "。")
_LASTS = Text("{what}, {duration}", "{what} ({duration})")
_NEVER_LONGER = Text("never idle for longer than {longest}", "アイドルは最長でも {longest}")
_EVERY = Text("{what}, every {interval}", "{what}、{interval}ごと")
_AND_SO_ON = Text("and so on", "以下同様")
