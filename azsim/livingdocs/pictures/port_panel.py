"""The frame of each panel of a picture of SNAT ports: a headline above, a legend below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from azsim.livingdocs.pictures.canvas import Canvas, wrapped
from azsim.livingdocs.pictures.place_words import BOLD
from azsim.livingdocs.pictures.port_words import Note, figures, headline
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.questions.ports import PortUse
from azsim.text import Language

LINE: Final = 18
"""From one line of small text to the next, in pixels."""
RADIUS: Final = 9
"""Of the circle around a note's number."""
_HEADLINE: Final = 20
_NOTE: Final = 2 * RADIUS + 4
_INDENT: Final = 3 * RADIUS


class Body(Protocol):
    """What stands between headline and legend."""

    @property
    def height(self) -> float:
        """How high it is, in pixels."""

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw it with its upper left corner there."""


class Panel:
    """The ports of one instance, *width* pixels wide; the legend tells *notes* by number."""

    def __init__(
        self,
        use: PortUse,
        notes: Sequence[Note],
        unit: TimeUnit,
        language: Language,
        width: float,
        body: Body,
    ) -> None:
        self._notes = notes
        self._body = body
        self._headline = wrapped(headline(use).to(language), width / BOLD)
        self._figures = wrapped(figures(use).to(language), width, "small")
        said = [note.line(unit).to(language) for note in notes]
        self._legend = [wrapped(line, width - _INDENT, "small") for line in said]
        self._head = len(self._headline) * _HEADLINE + len(self._figures) * LINE
        self.height = self._head + body.height + sum(map(_height, self._legend))

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw it with its upper left corner there."""
        self._body.draw(canvas, x, y + self._head)
        below = y + self._head + self._body.height
        for line in self._headline:
            y += _HEADLINE
            canvas.words(x, y - 6, line, "strong")
        for line in self._figures:
            y += LINE
            canvas.words(x, y - 6, line, "muted", size="small")
        for number, (note, lines) in enumerate(zip(self._notes, self._legend, strict=True), 1):
            mark(canvas, x + RADIUS, below + RADIUS, number, note)
            for row, line in enumerate(lines):
                canvas.words(x + _INDENT, below + RADIUS + 4 + row * LINE, line, size="small")
            below += _height(lines)


def mark(canvas: Canvas, x: float, y: float, number: int, note: Note) -> None:
    """The number of a note, in a circle."""
    canvas.dot(x, y, RADIUS, note.look)
    canvas.words(x, y + 4, str(number), anchor="middle", size="small")


def _height(lines: Sequence[str]) -> float:
    return _NOTE + (len(lines) - 1) * LINE
