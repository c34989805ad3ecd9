"""SNAT ports in use as a step chart over virtual time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import evolve, frozen

from azsim.livingdocs.pictures.canvas import Canvas, width
from azsim.livingdocs.pictures.port_panel import LINE, RADIUS, mark
from azsim.livingdocs.pictures.port_words import Note
from azsim.livingdocs.pictures.ticks import count_ticks, time_ticks
from azsim.questions.ports import Level, Moment, PortUse
from azsim.text import Language, Text
from azsim.units import format_count

ALLOCATED = Text("{count} allocated", "割り当て {count} 個")
TIME = Text("virtual time ({unit})", "仮想時間 ({unit})")
PORTS = Text("ports", "ポート数")

_LANE: Final = 2 * RADIUS + 4
_GAP: Final = RADIUS + 4
_SMALL_SHARE: Final = 8
"""Where the peak is a smaller part of the allocation than one in so many, it sets the scale."""
_ROOM: Final = 25
"""One part in so many of the time is left free behind the last observation."""


@frozen
class _Plot:
    """Where time and ports lie on the canvas; ``span`` and ``most`` are their largest values."""

    left: float
    top: float
    right: float
    bottom: float
    span: int
    most: int

    def x(self, time: int) -> float:
        return self.left + (self.right - self.left) * time / self.span

    def y(self, ports: int) -> float:
        return self.bottom - (self.bottom - self.top) * ports / self.most

    def stairs(self, levels: Sequence[Level], start: int, end: int) -> list[tuple[float, float]]:
        """The corners of *levels*, whose last holds until *end*."""
        last = Level(end, levels[-1].ports)
        points = [(self.x(each.time), self.y(each.ports)) for each in (*levels, last)]
        return [(self.x(levels[0].time), self.y(start)), *points]


@frozen
class _Mark:
    """The number of a note in a lane above the plot."""

    number: int
    note: Note
    first: Moment
    last: Moment
    lane: int


class Chart:
    """The ports of *use*, *room* pixels wide, with a plot that is *high* pixels high."""

    def __init__(
        self, use: PortUse, notes: Sequence[Note], language: Language, room: float, high: float
    ) -> None:
        self._use = use
        self._language = language
        most = max(level.ports for level in use.allocated)
        peak = use.peak.in_use
        self._is_low = peak * _SMALL_SHARE < most and not use.refused
        self._counts = count_ticks(peak if self._is_low else most)
        self._allocation = ALLOCATED.fill(count=format_count(use.allocated[-1].ports)).to(language)
        said = [PORTS.to(language), *map(format_count, self._counts)]
        left = max(width(each, "small") for each in said) + _GAP
        right = room - width(self._allocation, "small") - _GAP
        span = use.ended + use.ended // _ROOM
        self._plot = _Plot(left, 0, right, high, span, self._counts[-1])
        self._marks = self._stacked(notes)
        self._top = _LANE * (1 + max((each.lane for each in self._marks), default=0)) + _GAP
        self.height = self._top + high + 3 * LINE

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw it with its upper left corner there."""
        at = self._plot
        top = y + self._top
        plot = evolve(at, left=x + at.left, right=x + at.right, top=top, bottom=top + at.bottom)
        levels = plot.stairs(self._use.levels, 0, self._use.ended)
        canvas.stairs(levels, "area", floor=plot.bottom)
        self._draw_axes(canvas, plot)
        for each in self._marks:
            self._draw_mark(canvas, plot, each, y + each.lane * _LANE + RADIUS)
        self._draw_allocation(canvas, plot)
        canvas.stairs(levels, "line accent")
        for each in self._marks:
            if each.note.look == "bad":
                self._draw_refused(canvas, plot, each)

    def _stacked(self, notes: Sequence[Note]) -> list[_Mark]:
        """Each mark in the first lane where it doesn't touch the one before."""
        spells = [
            (first, last, number, note)
            for number, note in enumerate(notes, start=1)
            for first, last in note.spells
        ]
        ends: list[float] = []
        stacked = []
        for first, last, number, note in sorted(spells, key=lambda each: each[0].sequence):
            start = self._plot.x(first.time) - RADIUS
            end = max(start + 2 * RADIUS, self._plot.x(last.time))
            lane = next((lane for lane, taken in enumerate(ends) if taken < start), len(ends))
            ends[lane : lane + 1] = [end + 2]
            stacked.append(_Mark(number, note, first, last, lane))
        return stacked

    def _draw_axes(self, canvas: Canvas, plot: _Plot) -> None:
        left = plot.left - _GAP
        for count in self._counts:
            y = plot.y(count)
            canvas.line(plot.left, y, plot.right, y, "thin" if count else "line")
            canvas.words(left, y + 4, format_count(count), "muted", anchor="end", size="small")
        ports = PORTS.to(self._language)
        canvas.words(left, plot.top - LINE + 4, ports, "muted", anchor="end", size="small")
        ticks, bottom = time_ticks(plot.span), plot.bottom
        for time in ticks.times:
            x, number = plot.x(time), ticks.number(time)
            canvas.line(x, bottom, x, bottom + 4)
            canvas.words(x, bottom + LINE, number, "muted", anchor="middle", size="small")
        unit = TIME.fill(unit=ticks.name).to(self._language)
        canvas.words(plot.right, bottom + 2 * LINE, unit, "muted", anchor="end", size="small")

    def _draw_mark(self, canvas: Canvas, plot: _Plot, each: _Mark, y: float) -> None:
        first, last = plot.x(each.first.time), plot.x(each.last.time)
        canvas.line(first, y, first, plot.bottom, "thin")
        if last > first + RADIUS:
            canvas.line(first, y, last, y)
            canvas.line(last, y - 4, last, y + 4)
        mark(canvas, first, y, each.number, each.note)

    def _draw_allocation(self, canvas: Canvas, plot: _Plot) -> None:
        allocated, beside = self._use.allocated, plot.right + _GAP
        y = plot.y(allocated[-1].ports)
        if self._is_low:
            # It lies beyond the scale.
            y = plot.top + 12
            canvas.arrow(beside + 6, y - 10, beside + 6, y - 24)
        else:
            first = allocated[0].ports
            canvas.stairs(plot.stairs(allocated, first, self._use.ended), "dashed")
        canvas.words(beside, y + 4, self._allocation, size="small")

    def _draw_refused(self, canvas: Canvas, plot: _Plot, refused: _Mark) -> None:
        y = plot.y(refused.first.allocated)
        first, last = plot.x(refused.first.time), plot.x(refused.last.time)
        if last > first + RADIUS:
            canvas.box(first, y - 5, last - first, 10, "bad", 0)
            canvas.cross(last, y)
        canvas.cross(first, y)
