"""A timeline: lanes with bars for what lasts and signs for what happens, over virtual time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from typing import Final

from attrs import frozen

from azsim.livingdocs.picture import Picture, Table
from azsim.livingdocs.pictures.callouts import LINE, Callout, Sign, Words, hang, height
from azsim.livingdocs.pictures.canvas import Canvas, width, wrapped
from azsim.livingdocs.pictures.ticks import rounded
from azsim.livingdocs.pictures.time_axis import TimeAxis, time_axis
from azsim.questions.lanes import Bar, BarKind, Lane, LaneKind, Outcome, Ticks
from azsim.questions.timeline import COLUMNS, Timeline
from azsim.text import Language, Text
from azsim.units import format_count, format_duration

BROAD: Final = 1080.0
"""Pixels that a picture is broad at most, unless its instants need more."""

_NAME: Final = 230.0
_NAME_LINE: Final = 18.0
_SAID: Final = 260.0
_BAR: Final = 22.0
_STROKES: Final = 12.0
_TICKS: Final = _STROKES + LINE + 6
_MARGIN: Final = 10.0
_NARROWEST: Final = 320.0
_LINE_AT: Final = 24.0
_FEW: Final = 12


def draw(timeline: Timeline) -> Picture:
    """*timeline* as a picture, with a table of all that it shows."""
    return Picture(
        "timeline",
        _title(timeline),
        _summary(timeline),
        Text(_drawn(timeline, "en"), _drawn(timeline, "ja")),
        _table(timeline),
    )


# In words


def _title(timeline: Timeline) -> Text:
    kinds = {lane.kind for lane in timeline.lanes} - {"Azure", "endpoint"}
    return _TITLES[kinds.pop()] if len(kinds) == 1 else _ANY_TITLE


def _summary(timeline: Timeline) -> Text:
    told = [(lane.name, said) for lane in timeline.lanes if (said := _told(lane))]
    lines = [_NAMED.fill(name=name, said=_joined(said, _THEN)) for name, said in told[:_TOLD]]
    return _SUMMARY.fill(
        count=format_count(len(timeline.lanes)),
        plural="" if len(timeline.lanes) == 1 else "s",
        span=format_duration(rounded(timeline.ended)),
        lanes=_joined(lines, _NEXT),
    )


def _told(lane: Lane) -> list[Text]:
    """What lasts in a lane, or else what comes again, unless that is too much to say."""
    said = [*map(_lasts, lane.bars)] or [ticks.words for ticks in lane.ticks]
    return said if len(said) <= _TOLD else [*said[: _TOLD - 1], _AND_SO_ON]


def _joined(parts: Sequence[Text], between: Text) -> Text:
    return Text(
        between.en.join(part.en for part in parts), between.ja.join(part.ja for part in parts)
    )


def _lasts(bar: Bar) -> Text:
    if bar.end is None:
        return bar.what
    return _LASTS.fill(what=bar.what, duration=format_duration(rounded(bar.end - bar.start)))


def _table(timeline: Timeline) -> Table:
    rows = [(time, lane.name, what) for lane in timeline.lanes for time, what in _happenings(lane)]
    rows.sort(key=itemgetter(0))
    return Table(
        COLUMNS, tuple((format_duration(rounded(time)), name, what) for time, name, what in rows)
    )


def _happenings(lane: Lane) -> Iterator[tuple[int, Text]]:
    for mark in lane.marks:
        yield mark.time, mark.what
    for ticks in lane.ticks:
        yield ticks.times[0], ticks.words
    for bar in lane.bars:
        yield bar.start, _lasts(bar)


# In shapes


@frozen
class _Row:
    """A lane, laid out: its name, the words in its bars, and what hangs from them."""

    lane: Lane
    name: tuple[str, ...]
    beneath: tuple[str, ...]
    inside: tuple[tuple[float, str], ...]
    callouts: tuple[Callout, ...]
    ticks: tuple[tuple[Ticks, float, str], ...]

    @property
    def bars(self) -> float:
        """How much room its bars take."""
        return _BAR + 4 if self.lane.bars else 0

    @property
    def height(self) -> float:
        """How tall it is."""
        named = _NAME_LINE * len(self.name) + LINE * len(self.beneath)
        shown = self.bars + height(self.callouts) + _TICKS * len(self.ticks)
        return max(named, shown) + 16

    @property
    def right(self) -> float:
        """Where the last of its words end."""
        return max((callout.right for callout in self.callouts), default=0)


def _drawn(timeline: Timeline, language: Language) -> str:
    lanes, instants = timeline.lanes, _instants(timeline)
    left = _MARGIN + max(_breadth(lane, language) for lane in lanes) + 24
    still = [bar.what.to(language) for lane in lanes for bar in lane.bars if bar.end is None]
    tail = max((width(words, "small") + 26 for words in still), default=10.0)
    room = BROAD - left - tail
    for _ in range(2):
        axis = time_axis(instants, left, room, language)
        rows = [_row(lane, axis, tail, language) for lane in lanes]
        last = width(axis.ticks[-1].label.to(language), "small") / 2
        right = max(axis.right + max(tail, last), *(row.right for row in rows))
        room = max(_NARROWEST, room - max(0.0, right - BROAD))
    head = 48 if any(stretch.is_cut for stretch in axis.stretches) else 32
    tall = head + sum(row.height for row in rows)
    canvas = Canvas(right + _MARGIN, tall + 2, _title(timeline).to(language))
    _draw_axis(canvas, axis, head, tall, language)
    top = float(head)
    for row in rows:
        canvas.line(_MARGIN, top, right, top, "thin")
        _draw_row(canvas, row, axis, axis.right + tail, top + 8)
        top += row.height
    return canvas.svg()


def _instants(timeline: Timeline) -> list[int]:
    """When something begins, ends or happens; of ticks that are many or regular the last."""
    found = {0, timeline.ended}
    for lane in timeline.lanes:
        found.update(mark.time for mark in lane.marks)
        found.update(bar.start for bar in lane.bars)
        found.update(bar.end for bar in lane.bars if bar.end is not None)
        for ticks in lane.ticks:
            few = ticks.interval is None and len(ticks.times) <= _FEW
            found.update(ticks.times if few else ticks.times[-1:])
    return sorted(found)


def _name(lane: Lane, language: Language) -> tuple[list[str], list[str]]:
    beneath = lane.beneath.to(language)
    name = wrapped(lane.name.to(language), _NAME)
    return name, wrapped(beneath, _NAME, "small") if beneath else []


def _breadth(lane: Lane, language: Language) -> float:
    name, beneath = _name(lane, language)
    return max(*map(width, name), *(width(line, "small") for line in beneath), 0)


def _row(lane: Lane, axis: TimeAxis, tail: float, language: Language) -> _Row:
    name, beneath = _name(lane, language)
    edge = axis.right + tail
    marks = [axis.x(mark.time) for mark in lane.marks]
    rise = _BAR + 4 if lane.bars else 0
    inside, callouts = [], _marked(lane, axis, rise, language)
    for bar in lane.bars:
        start, end = _span(bar, axis, edge)
        words = _lasts(bar).to(language)
        left, right = _widest_gap([start, *(x for x in marks if start < x < end), end])
        if width(words, "small") + 14 <= right - left:
            inside.append(((left + right) / 2, words))
        elif len(lane.bars) <= _FEW:
            lines = tuple(Words(line) for line in wrapped(words, _SAID, "small"))
            callouts.append(Callout((start + end) / 2, 4, lines))
    callouts.sort(key=attrgetter("x"))
    ticks = []
    for each in lane.ticks:
        said = each.words.to(language)
        x = max(
            axis.stretches[0].left, min(axis.x(each.times[0]), edge - width(said, "small") - 10)
        )
        ticks.append((each, x + 4, said))
    return _Row(lane, tuple(name), tuple(beneath), tuple(inside), tuple(callouts), tuple(ticks))


def _marked(lane: Lane, axis: TimeAxis, rise: float, language: Language) -> list[Callout]:
    """What happens at one instant hangs together."""
    return [
        Callout(
            axis.x(time),
            rise,
            tuple(
                Words(line, "" if number else _SIGNS[mark.outcome])
                for mark in marks
                for number, line in enumerate(wrapped(mark.what.to(language), _SAID, "small"))
            ),
        )
        for time, marks in groupby(lane.marks, attrgetter("time"))
    ]


def _span(bar: Bar, axis: TimeAxis, edge: float) -> tuple[float, float]:
    return axis.x(bar.start), edge - 8 if bar.end is None else axis.x(bar.end)


def _widest_gap(xs: Sequence[float]) -> tuple[float, float]:
    return max(pairwise(xs), key=lambda gap: gap[1] - gap[0])


def _draw_axis(
    canvas: Canvas, axis: TimeAxis, head: float, tall: float, language: Language
) -> None:
    for stretch in axis.stretches:
        if stretch.is_cut:
            canvas.box(
                stretch.left, _LINE_AT, stretch.right - stretch.left, tall - _LINE_AT, "band", 0
            )
    canvas.line(axis.stretches[0].left, _LINE_AT, axis.right, _LINE_AT)
    for tick in axis.ticks:
        x = axis.x(tick.time)
        canvas.line(x, _LINE_AT - 4, x, tall if tick.is_event else _LINE_AT, "thin")
        style = "" if tick.is_event else "muted"
        canvas.words(x, 14, tick.label.to(language), style, anchor="middle", size="small")
    for stretch in axis.stretches:
        if stretch.is_cut:
            middle = (stretch.left + stretch.right) / 2
            for x in (middle - 3, middle + 3):
                canvas.line(x - 3, _LINE_AT + 6, x + 3, _LINE_AT - 6)
            words = stretch.words.to(language)
            canvas.words(middle, head - 6, words, "muted", anchor="middle", size="small")


def _draw_row(canvas: Canvas, row: _Row, axis: TimeAxis, edge: float, top: float) -> None:
    y = top + 13
    for line in row.name:
        canvas.words(_MARGIN, y, line)
        y += _NAME_LINE
    for line in row.beneath:
        canvas.words(_MARGIN, y - 1, line, "muted", size="small")
        y += LINE
    for bar in row.lane.bars:
        start, end = _span(bar, axis, edge)
        canvas.box(start, top, end - start, _BAR, _STYLES[bar.kind], 3)
        if bar.end is None:
            canvas.head(end + 8, top + _BAR / 2, "right", _STYLES[bar.kind])
    for x, words in row.inside:
        canvas.words(x, top + 15, words, anchor="middle", size="small")
    hang(canvas, row.callouts, top + row.bars)
    y = top + row.bars + height(row.callouts)
    for ticks, left, words in row.ticks:
        for x in map(axis.x, ticks.times):
            if ticks.outcome == "failed":
                canvas.cross(x, y + _STROKES / 2, 3)
            else:
                canvas.line(x, y, x, y + _STROKES)
        canvas.words(left, y + _STROKES + 14, words, size="small")
        y += _TICKS


_STYLES: Final[dict[BarKind, str]] = {
    "idle": "accent",
    "hold": "warn",
    "cached": "good",
    "degraded": "bad",
}
_SIGNS: Final[dict[Outcome, Sign]] = {"happened": "dot", "succeeded": "ring", "failed": "cross"}

_TOLD: Final = 4
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
_AND_SO_ON = Text("and so on", "以下同様")
