"""Boxes of words beside the lifelines of a packet walk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import define, field, frozen

from azsim.livingdocs.pictures.canvas import Canvas, mono_width, width
from azsim.livingdocs.pictures.walk_columns import MARGIN

LINE: Final = 15
GAP: Final = 8
_ROOM: Final = 8


@frozen
class Line:
    """A line of a note, ``mono`` for addresses."""

    words: str
    style: str = ""

    @property
    def width(self) -> float:
        return mono_width(self.words) if "mono" in self.style else width(self.words, "small")


@define
class Notes:
    """Boxes of words centred on lifelines, below one another where they would overlap.

    They stand between ``first`` and the margin left of ``limit``.
    """

    limit: float
    first: float = MARGIN
    _lanes: list[list[tuple[float, float, Sequence[Line], str]]] = field(factory=list)

    def add(self, x: float, lines: Sequence[Line], style: str = "note") -> None:
        """Put *lines* beside the lifeline at *x*."""
        if not lines:
            return
        w = max(line.width for line in lines) + 2 * _ROOM
        left = min(max(x - w / 2, self.first), max(self.limit - w - MARGIN, self.first))
        for lane in self._lanes:
            if all(
                left + w + GAP <= other or other + wide + GAP <= left for other, wide, *_ in lane
            ):
                lane.append((left, w, lines, style))
                return
        self._lanes.append([(left, w, lines, style)])

    @property
    def height(self) -> float:
        """The height of all lanes."""
        return sum(self._heights()) + GAP * max(len(self._lanes) - 1, 0)

    def draw(self, canvas: Canvas, y: float) -> None:
        """Draw every box, the first lane at *y*."""
        for lane, height in zip(self._lanes, self._heights(), strict=True):
            for left, w, lines, style in lane:
                canvas.box(left, y, w, LINE * len(lines) + 6, style, radius=3)
                for number, line in enumerate(lines, start=1):
                    canvas.words(
                        left + w / 2,
                        y + LINE * number,
                        line.words,
                        line.style,
                        anchor="middle",
                        size="small",
                    )
            y += height + GAP

    def _heights(self) -> list[float]:
        return [LINE * max(len(lines) for _, _, lines, _ in lane) + 6 for lane in self._lanes]
