"""A timeline whose lanes lie above one another along one axis."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final

from attrs import frozen

from azsim.livingdocs.pictures.callouts import LINE, Callout, Sign, Words, hang, height
from azsim.livingdocs.pictures.canvas import LAPTOP, TABLET, Canvas, width, wrapped
from azsim.livingdocs.pictures.place_words import BOLD
from azsim.livingdocs.pictures.time_axis import TimeAxis, time_axis
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.livingdocs.pictures.timeline_words import lasts, repeats, title
from azsim.questions.lanes import Bar, BarKind, Lane, Outcome, Ticks
from azsim.questions.timeline import Timeline
from azsim.text import Language

STYLES: Final[dict[BarKind, str]] = {
    "idle": "accent",
    "hold": "warn",
    "cached": "good",
    "degraded": "bad",
}
SIGNS: Final[dict[Outcome, Sign]] = {"happened": "dot", "succeeded": "ring", "failed": "cross"}

_NAME_LINE: Final = 18.0
_SAID: Final = 190.0
_BAR: Final = 22.0
_STROKES: Final = 12.0
_TICKS: Final = _STROKES + LINE + 6
_MARGIN: Final = 10.0
_NARROWEST: Final = 280.0
_LINE_AT: Final = 24.0
_FEW: Final = 12


@frozen
class _Row:
    """A lane, laid out: its name, the words in its bars, and what hangs from them."""

    lane: Lane
    name: tuple[tuple[str, str], ...]
    inside: tuple[tuple[float, str], ...]
    callouts: tuple[Callout, ...]
    ticks: tuple[tuple[Ticks, float, str], ...]

    @property
    def bars(self) -> float:
        """How much room its bars take."""
        return _BAR + 4 if self.lane.bars else 0

    @property
    def head(self) -> float:
        """How much room its name takes."""
        return _NAME_LINE * len(self.name) + 6

    @property
    def height(self) -> float:
        """How tall it is."""
        shown = self.bars + height(self.callouts) + _TICKS * len(self.ticks)
        return self.head + shown + 14

    @property
    def right(self) -> float:
        """Where the last of its words end."""
        return max((callout.right for callout in self.callouts), default=0)


@frozen
class _Sheet:
    """All of it, laid out; ``tail`` is the room behind the axis, ``right`` the last pixel."""

    axis: TimeAxis
    rows: tuple[_Row, ...]
    tail: float
    right: float


def across(timeline: Timeline, unit: TimeUnit, language: Language) -> str | None:
    """The picture, as narrow as it can be; None where even a laptop is too narrow for it."""
    sheets = (_laid_out(timeline, unit, language, most - _MARGIN) for most in (TABLET, LAPTOP))
    fitting = (
        sheet
        for sheet, most in zip(sheets, (TABLET, LAPTOP), strict=True)
        if sheet.right + _MARGIN <= most
    )
    sheet = next(fitting, None)
    return None if sheet is None else _drawn(sheet, timeline, unit, language)


def _laid_out(timeline: Timeline, unit: TimeUnit, language: Language, edge: float) -> _Sheet:
    lanes, instants = timeline.lanes, _instants(timeline)
    left = _MARGIN + max(width(unit.label(instants[0]).to(language), "small") / 2, 8)
    still = [bar.what.to(language) for lane in lanes for bar in lane.bars if bar.end is None]
    tail = max((width(words, "small") + 26 for words in still), default=10.0)
    room = edge - left - tail
    for _ in range(3):
        axis = time_axis(instants, left, room, unit, language)
        rows = [_row(lane, axis, tail, edge, unit, language) for lane in lanes]
        last = width(axis.ticks[-1].label.to(language), "small") / 2
        right = max(axis.right + max(tail, last), *(row.right for row in rows))
        room = max(_NARROWEST, room - max(0.0, right - edge))
    return _Sheet(axis, tuple(rows), tail, right)


def _drawn(sheet: _Sheet, timeline: Timeline, unit: TimeUnit, language: Language) -> str:
    axis, right = sheet.axis, sheet.right
    head = 48 if any(stretch.is_cut for stretch in axis.stretches) else 32
    tall = head + sum(row.height for row in sheet.rows)
    canvas = Canvas(right + _MARGIN, tall + 2, title(timeline).to(language))
    _draw_axis(canvas, axis, head, tall, unit, language)
    top = float(head)
    for row in sheet.rows:
        canvas.line(_MARGIN, top, right, top, "thin")
        _draw_row(canvas, row, axis, axis.right + sheet.tail, top + 8)
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


def _row(
    lane: Lane, axis: TimeAxis, tail: float, most: float, unit: TimeUnit, language: Language
) -> _Row:
    edge = axis.right + tail
    marks = [axis.x(mark.time) for mark in lane.marks]
    rise = _BAR + 4 if lane.bars else 0
    inside, callouts = [], _marked(lane, axis, rise, language)
    for bar in lane.bars:
        start, end = _span(bar, axis, edge)
        words = lasts(bar, unit).to(language)
        left, right = _widest_gap([start, *(x for x in marks if start < x < end), end])
        if width(words, "small") + 14 <= right - left:
            inside.append(((left + right) / 2, words))
        elif len(lane.bars) <= _FEW:
            lines = tuple(Words(line) for line in wrapped(words, _SAID, "small"))
            callouts.append(Callout((start + end) / 2, 4, lines))
    callouts.sort(key=attrgetter("x"))
    ticks = []
    for each in lane.ticks:
        said = repeats(each, unit).to(language)
        x = max(
            axis.stretches[0].left, min(axis.x(each.times[0]), edge - width(said, "small") - 10)
        )
        ticks.append((each, x + 4, said))
    name = _name(lane, most, language)
    return _Row(lane, name, tuple(inside), tuple(callouts), tuple(ticks))


def _name(lane: Lane, right: float, language: Language) -> tuple[tuple[str, str], ...]:
    """Its name, and what says more about it: on one line, or below one another."""
    name, beneath = lane.name.to(language), lane.beneath.to(language)
    room = right - _MARGIN
    if BOLD * width(name, "small") + 12 + width(beneath, "small") <= room:
        return ((name, beneath),)
    names = [(line, "") for line in wrapped(name, room / BOLD, "small")]
    return (*names, *(("", line) for line in wrapped(beneath, room, "small") if line))


def _marked(lane: Lane, axis: TimeAxis, rise: float, language: Language) -> list[Callout]:
    """What happens at one instant hangs together."""
    return [
        Callout(
            axis.x(time),
            rise,
            tuple(
                Words(line, "" if number else SIGNS[mark.outcome])
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
    canvas: Canvas, axis: TimeAxis, head: float, tall: float, unit: TimeUnit, language: Language
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
            words = unit.words(stretch.duration).to(language)
            canvas.words(middle, head - 6, words, "muted", anchor="middle", size="small")


def _draw_row(canvas: Canvas, row: _Row, axis: TimeAxis, edge: float, top: float) -> None:
    for number, (name, beneath) in enumerate(row.name):
        y = top + 12 + _NAME_LINE * number
        beside = BOLD * width(name, "small") + 12 if name else 0
        if name:
            canvas.words(_MARGIN, y, name, "strong", size="small")
        if beneath:
            canvas.words(_MARGIN + beside, y, beneath, "muted", size="small")
    top += row.head
    for bar in row.lane.bars:
        start, end = _span(bar, axis, edge)
        canvas.box(start, top, end - start, _BAR, STYLES[bar.kind], 3)
        if bar.end is None:
            canvas.head(end + 8, top + _BAR / 2, "right", STYLES[bar.kind])
    for x, words in row.inside:
        canvas.words(x, top + 15, words, anchor="middle", size="small")
    hang(canvas, row.callouts, top + row.bars)
    y = top + row.bars + height(row.callouts)
    for ticks, left, words in row.ticks:
        for x in map(axis.x, ticks.times):
            if ticks.outcome == "failed":
                canvas.cross(x, y + _STROKES / 2, 3)
            else:
                canvas.line(x, y, x, y + _STROKES, "stroke")
        canvas.words(left, y + _STROKES + 14, words, size="small")
        y += _TICKS
