"""SNAT ports in use as a step chart over virtual time.

The axis always reaches the allocation, so that a few ports of many look like a few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from attrs import evolve, frozen

from azsim.livingdocs.pictures.canvas import PHONE, Canvas, width, wrapped
from azsim.livingdocs.pictures.port_panel import LINE, RADIUS, mark
from azsim.livingdocs.pictures.port_scale import Scale, scale
from azsim.livingdocs.pictures.port_words import Note, allotted
from azsim.livingdocs.pictures.ticks import count_ticks, time_ticks
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.questions.ports import Level, PortUse
from azsim.text import Language, Text
from azsim.units import format_count

TIME = Text("virtual time ({unit})", "仮想時間 ({unit})")
PORTS = Text("ports", "ポート数")
SHARE = Text("share of attempts that find no free port", "試行のうち空きポートがない割合")
ONE_INSTANT = Text(
    "A shaded part is one instant: what happens at it, from left to right.",
    "網掛けは一つの時刻であり、その時刻のイベントを左から順に示す。",
)

_LANE: Final = 2 * RADIUS + 4
_GAP: Final = RADIUS + 4
_ROOM: Final = 25
"""One part in so many of the time is left free behind the last observation."""
_STEP: Final = 34.0
_NARROW_STEP: Final = 22.0
_SHARE: Final = 44.0


@frozen
class _Plot:
    """Where time and ports lie on the canvas; ``most`` is the largest number of ports."""

    scale: Scale
    top: float
    bottom: float
    most: int

    @property
    def left(self) -> float:
        return self.scale.left

    @property
    def right(self) -> float:
        return self.scale.right

    def y(self, ports: int) -> float:
        return self.bottom - (self.bottom - self.top) * ports / self.most

    def stairs(self, levels: Sequence[Level], start: int, end: int) -> list[tuple[float, float]]:
        """The corners of *levels*, whose last holds until *end*."""
        first, last = levels[0], levels[-1]
        corners = [(self.scale.x(each.time, each.sequence), self.y(each.ports)) for each in levels]
        # Behind all that happens at the last instant.
        beyond = max(corners[-1][0], self._end(end))
        begin = min(self.scale.x(first.time), corners[0][0])
        return [(begin, self.y(start)), *corners, (beyond, self.y(last.ports))]

    def _end(self, end: int) -> float:
        bands = [band.right for band in self.scale.bands if band.time == end]
        return bands[0] if bands else self.scale.x(end)


@frozen
class _Mark:
    """The number of a note in a lane above the plot, from its first spell to its last."""

    number: int
    note: Note
    first: float
    last: float
    lane: int


class Chart:
    """The ports of *use*, *room* pixels wide, with a plot that is *high* pixels high."""

    def __init__(
        self,
        use: PortUse,
        notes: Sequence[Note],
        unit: TimeUnit,
        language: Language,
        room: float,
        high: float,
    ) -> None:
        self._use = use
        self._unit = unit
        self._language = language
        self._is_narrow = room < PHONE
        most = max(level.ports for level in use.allocated)
        self._counts = count_ticks(most)
        said = [PORTS.to(language), *map(format_count, self._counts)]
        left = max(width(each, "small") for each in said) + _GAP
        span = use.ended + use.ended // _ROOM
        step = _NARROW_STEP if self._is_narrow else _STEP
        self._scale = scale(use, notes, left, room - 16, span, step)
        self._most = self._counts[-1]
        self._marks = list(self._stacked(notes))
        lanes = 1 + max((each.lane for each in self._marks), default=-1)
        self._top = max(_LANE * lanes, 6) + LINE + 8
        self._high = high
        self._remark = wrapped(ONE_INSTANT.to(language), room, "small") if self._scale.bands else []
        self._share = wrapped(SHARE.to(language), room - left, "small") if self._fails() else []
        share = _SHARE + LINE * len(self._share) + 10 if self._share else 0
        self.height = self._top + high + 3 * LINE + share + LINE * len(self._remark)

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw it with its upper left corner there."""
        top = y + self._top
        at = self._scale
        bands = tuple(evolve(band, left=x + band.left, right=x + band.right) for band in at.bands)
        moved = evolve(at, left=x + at.left, right=x + at.right, bands=bands)
        plot = _Plot(moved, top, top + self._high, self._most)
        for band in bands:
            canvas.box(band.left, top, band.right - band.left, self._high, "band", 0)
        levels = plot.stairs(self._use.levels, 0, self._use.ended)
        canvas.stairs(levels, "area", floor=plot.bottom)
        self._draw_axes(canvas, plot)
        for each in self._marks:
            self._draw_mark(canvas, plot, each, x, y + each.lane * _LANE + RADIUS)
        self._draw_allocation(canvas, plot)
        canvas.stairs(levels, "line accent")
        for each in self._marks:
            if each.note.look == "bad":
                self._draw_refused(canvas, plot, each.note)
        below = plot.bottom + 2 * LINE + 8
        if self._share:
            below = self._draw_share(canvas, plot, below)
        for line in self._remark:
            below += LINE
            canvas.words(x, below - 4, line, "muted", size="small")

    def _fails(self) -> bool:
        """Whether attempts fail at more than one time."""
        return sum(bool(each.refused) for each in self._use.attempts) > 1

    def _stacked(self, notes: Sequence[Note]) -> Iterator[_Mark]:
        """Each mark in the first lane where it doesn't touch the one before."""
        ends: list[float] = []
        for number, note in enumerate(notes, start=1):
            first = self._scale.x(note.first.time, note.first.sequence)
            last = self._scale.x(note.last.time, note.last.sequence)
            start, end = first - RADIUS, max(first + RADIUS, last)
            lane = next((lane for lane, taken in enumerate(ends) if taken < start), len(ends))
            ends[lane : lane + 1] = [end + 2]
            yield _Mark(number, note, first, last, lane)

    def _draw_axes(self, canvas: Canvas, plot: _Plot) -> None:
        left = plot.left - _GAP
        for count in self._counts:
            y = plot.y(count)
            canvas.line(plot.left, y, plot.right, y, "thin" if count else "line")
            canvas.words(left, y + 4, format_count(count), "muted", anchor="end", size="small")
        ports = PORTS.to(self._language)
        canvas.words(left, plot.top - LINE + 2, ports, "muted", anchor="end", size="small")
        ticks = time_ticks(plot.scale.span, 5 if self._is_narrow else 8, self._unit)
        taken, bottom = -1.0, plot.bottom
        for time in ticks.times:
            x, number = plot.scale.x(time), self._unit.number(time)
            canvas.line(x, bottom, x, bottom + 4)
            half = width(number, "small") / 2
            if x - half > taken and x + half <= plot.right + 16:
                canvas.words(x, bottom + LINE, number, "muted", anchor="middle", size="small")
                taken = x + half + 4
        unit = TIME.fill(unit=self._unit.short).to(self._language)
        canvas.words(plot.right, bottom + 2 * LINE, unit, "muted", anchor="end", size="small")

    def _draw_mark(self, canvas: Canvas, plot: _Plot, each: _Mark, x: float, y: float) -> None:
        canvas.line(x + each.first, y, x + each.first, plot.bottom, "thin")
        if each.last > each.first + RADIUS:
            canvas.line(x + each.first, y, x + each.last, y)
            canvas.line(x + each.last, y - 4, x + each.last, y + 4)
        mark(canvas, x + each.first, y, each.number, each.note)

    def _draw_allocation(self, canvas: Canvas, plot: _Plot) -> None:
        """The line of the allocation, told at each of its levels where there is room."""
        allocated = self._use.allocated
        corners = plot.stairs(allocated, allocated[0].ports, self._use.ended)
        canvas.stairs(corners, "dashed")
        taken: list[tuple[float, float]] = []
        levels = zip(allocated, pairwise(corners[1:]), strict=True)
        for level, ((left, y), (right, _)) in sorted(levels, key=lambda each: each[1][0][0]):
            count = format_count(level.ports)
            said = allotted(self._use.scope, level.ports).to(self._language)
            is_last = right == corners[-1][0]
            if width(said, "small") + 4 > right - left and not is_last:
                said = count
            begin = right - width(said, "small")
            if begin < left and not is_last:
                continue
            if any(abs(y - other) < LINE and begin < end for end, other in taken):
                continue
            taken.append((right, y))
            canvas.words(right, y - 9, said, anchor="end", size="small")

    def _draw_refused(self, canvas: Canvas, plot: _Plot, note: Note) -> None:
        for start, end in note.spells:
            y = plot.y(start.allocated)
            first = plot.scale.x(start.time, start.sequence)
            last = plot.scale.x(end.time, end.sequence)
            if self._share:
                canvas.box(first, y - 4, max(last - first, 2), 8, "bad", 0)
            else:
                canvas.cross(first, y)

    def _draw_share(self, canvas: Canvas, plot: _Plot, y: float) -> float:
        for line in self._share:
            y += LINE
            canvas.words(plot.left, y - 4, line, "muted", size="small")
        y += 4
        floor = y + _SHARE
        for percent, at in ((100, y), (0, floor)):
            canvas.line(plot.left, at, plot.right, at, "thin" if percent else "line")
            said = f"{percent} %"
            canvas.words(plot.left - _GAP, at + 4, said, "muted", anchor="end", size="small")
        for each in self._use.attempts:
            left, right = plot.scale.x(each.start), plot.scale.x(each.end)
            high = _SHARE * each.refused / each.made
            if high:
                canvas.box(left, floor - high, max(right - left, 2), high, "bad", 0)
        return floor + 10
