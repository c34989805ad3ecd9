"""Words that hang from points of a line, so that neither words nor hangers cross.

Words stand to the right of their hanger. Words that would reach the hanger of the next
point hang below its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from attrs import frozen

from azsim.livingdocs.pictures.canvas import Canvas, width

Sign = Literal["dot", "ring", "cross", ""]

LINE: Final = 16.0
"""Pixels from one line of words to the next."""

_INDENT: Final = 10.0
_BETWEEN: Final = 12.0


@frozen
class Words:
    """A line of words, with the sign that stands before it."""

    text: str
    sign: Sign = ""


@frozen
class Callout:
    """Lines of words that hang at ``x`` from ``rise`` pixels above where words begin."""

    x: float
    rise: float
    lines: tuple[Words, ...]

    @property
    def right(self) -> float:
        """Where the longest line ends."""
        return self.x + _INDENT + max(width(line.text, "small") for line in self.lines)


def tops(callouts: Sequence[Callout]) -> list[float]:
    """How far down each of *callouts* begins; they are ordered from left to right."""
    found: list[float] = []
    for number in range(len(callouts) - 1, -1, -1):
        reach = callouts[number].right + _BETWEEN
        below = [
            top + LINE * len(other.lines)
            for other, top in zip(callouts[number + 1 :], reversed(found), strict=True)
            if other.x < reach
        ]
        found.append(max(below, default=0.0))
    return found[::-1]


def height(callouts: Sequence[Callout]) -> float:
    """How much room *callouts* take below their line."""
    return max(
        (top + LINE * len(each.lines) for each, top in zip(callouts, tops(callouts), strict=True)),
        default=0.0,
    )


def hang(canvas: Canvas, callouts: Sequence[Callout], y: float) -> None:
    """Draw *callouts* below *y*."""
    for callout, top in zip(callouts, tops(callouts), strict=True):
        signs = [number for number, line in enumerate(callout.lines) if line.sign] or [0]
        lowest = y + top + LINE * signs[-1] + LINE / 2
        canvas.line(callout.x, y - callout.rise, callout.x, lowest, "line muted")
        for number, line in enumerate(callout.lines):
            middle = y + top + LINE * number + LINE / 2
            sign(canvas, callout.x, middle, line.sign)
            canvas.words(callout.x + _INDENT, middle + 4, line.text, size="small")


def sign(canvas: Canvas, x: float, y: float, what: Sign) -> None:
    """The sign before a line of words."""
    match what:
        case "dot":
            canvas.dot(x, y, 4)
        case "ring":
            canvas.dot(x, y, 4.5, "good")
        case "cross":
            canvas.cross(x, y, 4.5)
