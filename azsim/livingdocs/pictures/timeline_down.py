"""A timeline for a narrow screen: in each lane time runs downwards, from instant to instant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from azsim.livingdocs.pictures.callouts import LINE, Sign, sign
from azsim.livingdocs.pictures.canvas import PHONE, Canvas, width, wrapped
from azsim.livingdocs.pictures.place_words import BOLD
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.livingdocs.pictures.timeline_across import SIGNS, STYLES
from azsim.livingdocs.pictures.timeline_words import lasts, repeats, title
from azsim.questions.lanes import Bar, Lane, Ticks
from azsim.questions.timeline import Timeline
from azsim.text import Language

_MARGIN: Final = 10.0
_STRIP: Final = 12.0
_GAP: Final = 10.0
_LEAST: Final = 20.0
_STROKES: Final = 12.0


@frozen
class _Instant:
    """A point of time in a lane: its signs with their words, and what lasts from then on."""

    time: int
    signs: tuple[tuple[Sign, tuple[str, ...]], ...]
    lasting: tuple[str, ...]

    @property
    def told(self) -> float:
        """How much room its signs take."""
        return LINE * max(1, sum(len(lines) for _, lines in self.signs))

    @property
    def height(self) -> float:
        """How far it is to the next."""
        return self.told + max(_LEAST, LINE * len(self.lasting) + 10)


class _Lane:
    """A lane, laid out below its name."""

    def __init__(
        self, lane: Lane, ended: int, left: float, unit: TimeUnit, language: Language
    ) -> None:
        self._lane = lane
        self._unit = unit
        self._language = language
        self._ended = ended
        self._bars = [(bar, number) for bar, number in _beside_one_another(lane.bars)]
        strips = max((number for _, number in self._bars), default=-1) + 1
        self._rail = left + 8
        self._text = self._rail + max(strips, 1) * _STRIP + _GAP
        room = PHONE - _MARGIN
        self._name = wrapped(lane.name.to(language), (room - _MARGIN) / BOLD, "small")
        beneath = lane.beneath.to(language)
        self._beneath = wrapped(beneath, room - _MARGIN, "small") if beneath else []
        self._instants = self._read(room - self._text)
        self._ticks = [
            (ticks, wrapped(repeats(ticks, unit).to(language), room - _MARGIN, "small"))
            for ticks in lane.ticks
        ]
        ticks = (_STROKES + LINE * (len(words) + 1) + 8 for _, words in self._ticks)
        instants = [*(each.height for each in self._instants[:-1])]
        if self._instants:
            has_open_end = any(bar.end is None for bar in lane.bars)
            last = self._instants[-1]
            instants.append(last.height if has_open_end else last.told)
        head = LINE * (len(self._name) + len(self._beneath))
        self.height = head + sum(ticks) + sum(instants) + 22

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draw it below *top*."""
        canvas.line(_MARGIN, top, PHONE - _MARGIN, top, "thin")
        y = top + 2
        for style, lines in (("strong", self._name), ("muted", self._beneath)):
            for line in lines:
                y += LINE
                canvas.words(_MARGIN, y, line, style, size="small")
        y += 8
        for ticks, words in self._ticks:
            y = self._draw_ticks(canvas, ticks, words, y)
        self._draw_strips(canvas, y)
        for each in self._instants:
            self._draw_instant(canvas, each, y)
            y += each.height

    def _read(self, room: float) -> list[_Instant]:
        lane = self._lane
        ends = [time for bar in lane.bars for time in (bar.start, bar.end) if time is not None]
        times = sorted({*ends, *(mark.time for mark in lane.marks)})
        return [
            _Instant(
                time,
                tuple(
                    (SIGNS[mark.outcome], tuple(self._wrapped(mark.what.to(self._language), room)))
                    for mark in lane.marks
                    if mark.time == time
                ),
                tuple(
                    line
                    for bar in lane.bars
                    if bar.start == time
                    for line in self._wrapped(lasts(bar, self._unit).to(self._language), room)
                ),
            )
            for time in times
        ]

    @staticmethod
    def _wrapped(words: str, room: float) -> list[str]:
        return wrapped(words, room, "small")

    def _draw_strips(self, canvas: Canvas, top: float) -> None:
        at, y = {}, top
        for each in self._instants:
            at[each.time] = y + LINE / 2
            y += each.height
        for bar, number in self._bars:
            x = self._rail + number * _STRIP - _STRIP / 2 + 2
            end = y - 8 if bar.end is None else at[bar.end]
            canvas.box(x, at[bar.start], _STRIP - 4, end - at[bar.start], STYLES[bar.kind], 2)
            if bar.end is None:
                canvas.head(x + _STRIP / 2 - 2, y, "down", STYLES[bar.kind])

    def _draw_instant(self, canvas: Canvas, each: _Instant, y: float) -> None:
        label = self._unit.label(each.time).to(self._language)
        canvas.words(self._rail - _STRIP, y + 12, label, "muted", anchor="end", size="small")
        canvas.line(self._rail - 8, y + LINE / 2, self._text - 4, y + LINE / 2, "thin")
        below = y
        for what, lines in each.signs:
            sign(canvas, self._rail, below + LINE / 2, what)
            for line in lines:
                canvas.words(self._text, below + 12, line, size="small")
                below += LINE
        below = y + each.told + 5
        for line in each.lasting:
            canvas.words(self._text, below + 12, line, "muted", size="small")
            below += LINE

    def _draw_ticks(self, canvas: Canvas, ticks: Ticks, words: Sequence[str], y: float) -> float:
        left, right = _MARGIN + 2, PHONE - _MARGIN - 2
        canvas.line(left, y + _STROKES, right, y + _STROKES, "thin")
        for time in ticks.times:
            x = left + (right - left) * time / self._ended
            if ticks.outcome == "failed":
                canvas.cross(x, y + _STROKES / 2, 3)
            else:
                canvas.line(x, y, x, y + _STROKES, "stroke")
        y += _STROKES + LINE - 2
        first, last = (self._unit.label(time).to(self._language) for time in (0, self._ended))
        canvas.words(left, y, first, "muted", size="small")
        canvas.words(right, y, last, "muted", anchor="end", size="small")
        for line in words:
            y += LINE
            canvas.words(_MARGIN, y, line, size="small")
        return y + 10


def down(timeline: Timeline, unit: TimeUnit, language: Language) -> str:
    """The picture, as wide as a phone."""
    instants = {0, timeline.ended}
    for lane in timeline.lanes:
        instants.update(mark.time for mark in lane.marks)
        instants.update(time for bar in lane.bars for time in (bar.start, bar.end) if time)
    labels = [width(unit.label(time).to(language), "small") for time in instants]
    left = _MARGIN + max(labels) + 6
    laid_out = [_Lane(lane, timeline.ended, left, unit, language) for lane in timeline.lanes]
    tall = sum(each.height for each in laid_out) + 8
    canvas = Canvas(PHONE, tall, title(timeline).to(language))
    top = 4.0
    for each in laid_out:
        each.draw(canvas, top)
        top += each.height
    return canvas.svg()


def _beside_one_another(bars: Sequence[Bar]) -> list[tuple[Bar, int]]:
    """Each bar with the first strip that is free when it begins."""
    free: list[int | None] = []
    placed = []
    for bar in sorted(bars, key=lambda bar: bar.start):
        number = next(
            (n for n, until in enumerate(free) if until is not None and until <= bar.start),
            len(free),
        )
        free[number : number + 1] = [bar.end]
        placed.append((bar, number))
    return placed
