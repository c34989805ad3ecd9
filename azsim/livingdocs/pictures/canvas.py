"""A sheet to draw on: shapes and words in, one ``<svg>`` element out.

Colours are names of CSS classes, so that the page decides how they look in light, in
dark and on paper::

    canvas = Canvas(200, 60, "Two boxes and an arrow")
    canvas.box(10, 10, 60, 40, "box")
    canvas.words(40, 34, "vm1", anchor="middle")
    canvas.arrow(70, 30, 130, 30)
    svg = canvas.svg()

Text is written at the sizes of :data:`SIZES` and never shrunk to fit: whoever draws asks
:func:`width` first, and :func:`wrapped` breaks what is too long. The class of the element
names the smallest screen on which the whole of it is read; a page shows another drawing on
smaller ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from math import fsum
from typing import Final, Literal
from unicodedata import east_asian_width

Anchor = Literal["start", "middle", "end"]
Size = Literal["normal", "small"]

SIZES: Final[dict[Size, float]] = {"normal": 14, "small": 12}

PHONE: Final = 316.0
"""A picture of so many pixels at most is shown whole on a phone, 360 pixels wide."""
TABLET: Final = 690.0
"""One of so many is shown on a tablet and in a column beside the list of features."""
LAPTOP: Final = 930.0
"""One of so many is shown where the page is 1,280 pixels wide."""

# Shares of the font size in a broad font (DejaVu Sans): most others are narrower.
_WIDE, _CAPITAL, _DIGIT, _NARROW, _OTHER = 1.0, 0.75, 0.64, 0.37, 0.62
_BROAD = 0.95
_MONO = 0.62
_NARROW_LETTERS = frozenset("iljtfr.,:;'|!()[] ")
_BROAD_LETTERS = frozenset("mMwW%@—→✓✗")


def width(text: str, size: Size = "normal") -> float:
    """How wide *text* is at most, in pixels."""
    # Not sum(), whose last digit differs between Pythons.
    return fsum(map(_share, text)) * SIZES[size]


def mono_width(text: str, size: Size = "small") -> float:
    """How wide *text* is at most in the class ``mono``, in which every letter is as wide."""
    wide = sum(east_asian_width(letter) in "FW" for letter in text)
    return (wide * _WIDE + (len(text) - wide) * _MONO) * SIZES[size]


def wrapped(text: str, limit: float, size: Size = "normal") -> list[str]:
    """*text* in lines that are no wider than *limit* pixels.

    Lines break at spaces and beside Japanese letters, but not within a word in katakana; a
    word that is longer than a line breaks behind a dot, else anywhere.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip(), size) > limit:
            lines.append(line.rstrip())
            line = ""
        while width(piece.rstrip(), size) > limit and len(piece) > 1:
            fits = _longest_prefix(piece, limit, size)
            fits = piece.rfind(".", 0, fits) + 1 or fits
            lines.append(piece[:fits])
            piece = piece[fits:]
        line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> Iterable[str]:
    """What may stand alone on a line: a word with the space behind it, or a wide letter."""
    piece = ""
    for letter in text:
        wide = east_asian_width(letter) in "FW"
        in_word = _is_katakana(letter) and _is_katakana(piece[-1:])
        if wide and letter not in "、。」）ーァィゥェォッャュョ" and piece and not in_word:
            yield piece
            piece = ""
        piece += letter
        if letter == " ":
            yield piece
            piece = ""
    if piece:
        yield piece


def _is_katakana(letter: str) -> bool:
    return "ァ" <= letter <= "ヺ" or letter == "ー"


def _longest_prefix(text: str, limit: float, size: Size) -> int:
    fits = 1
    while fits < len(text) and width(text[: fits + 1], size) <= limit:
        fits += 1
    return fits


@cache
def _share(letter: str) -> float:
    if east_asian_width(letter) in "FWA":
        return _WIDE
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _BROAD_LETTERS:
        return _BROAD
    if letter.isupper():
        return _CAPITAL
    return _DIGIT if letter.isdigit() else _OTHER


class Canvas:
    """Collects shapes; what is drawn later lies on top.

    *label* is the short text alternative. Coordinates are pixels from the upper left.
    """

    def __init__(self, width: float, height: float, label: str) -> None:
        self._width = width
        self._height = height
        self._label = label
        self._parts: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, style: str = "line") -> None:
        """A straight line."""
        self._parts.append(f'<path class="{style}" d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}"/>')

    def path(self, points: Iterable[tuple[float, float]], style: str = "line") -> None:
        """A line through *points*."""
        drawn = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self._parts.append(f'<path class="{style}" d="M{drawn}"/>')

    def stairs(
        self,
        points: Iterable[tuple[float, float]],
        style: str = "line",
        *,
        floor: float | None = None,
    ) -> None:
        """From point to point, first sideways and then up or down; closed along *floor*."""
        parts, before_x, before_y = list[str](), "", ""
        for x, y in ((_n(x), _n(y)) for x, y in points):
            if not parts:
                parts.append(f"M{x} {y}")
            elif x != before_x:
                parts.append(f"H{x}")
            if before_y and y != before_y:
                parts.append(f"V{y}")
            before_x, before_y = x, y
        closing = "" if floor is None else f"V{_n(floor)}H{parts[0][1:].split()[0]}Z"
        self._parts.append(f'<path class="{style}" d="{"".join(parts)}{closing}"/>')

    def curve(self, d: str, style: str = "line") -> None:
        """A path in the words of SVG, for arcs."""
        self._parts.append(f'<path class="{style}" d="{d}"/>')

    def arrow(self, x1: float, y1: float, x2: float, y2: float, style: str = "line") -> None:
        """A horizontal or vertical line with a head at its end."""
        self.line(x1, y1, x2, y2, style)
        self.head(x2, y2, _direction(x1, y1, x2, y2), style)

    def head(self, x: float, y: float, to: str, style: str = "line") -> None:
        """The head of an arrow whose tip is at *x*, *y* and points ``left``, ``right`` …"""
        dx, dy = {"right": (-8, 4), "left": (8, 4), "down": (4, -8), "up": (4, 8)}[to]
        one, other = ((dx, dy), (dx, -dy)) if to in ("left", "right") else ((dx, dy), (-dx, dy))
        points = [(x, y), (x + one[0], y + one[1]), (x + other[0], y + other[1])]
        drawn = " ".join(f"{_n(a)},{_n(b)}" for a, b in points)
        self._parts.append(f'<polygon class="{style} head" points="{drawn}"/>')

    def box(
        self, x: float, y: float, w: float, h: float, style: str = "box", radius: float = 6
    ) -> None:
        """A rectangle with round corners."""
        self._parts.append(
            f'<rect class="{style}" x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}"'
            f' rx="{_n(radius)}"/>'
        )

    def dot(self, x: float, y: float, radius: float = 4, style: str = "dot") -> None:
        """A filled circle."""
        self._parts.append(f'<circle class="{style}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>')

    def cross(self, x: float, y: float, radius: float = 5, style: str = "bad") -> None:
        """An × for something that was refused or dropped."""
        r = radius
        self._parts.append(
            f'<path class="{style} line" d="M{_n(x - r)} {_n(y - r)}L{_n(x + r)} {_n(y + r)}'
            f'M{_n(x - r)} {_n(y + r)}L{_n(x + r)} {_n(y - r)}"/>'
        )

    def words(
        self,
        x: float,
        y: float,
        text: str,
        style: str = "",
        *,
        anchor: Anchor = "start",
        size: Size = "normal",
    ) -> None:
        """*text* on the baseline *y*."""
        names = " ".join(name for name in (size if size != "normal" else "", style) if name)
        class_ = f' class="{names}"' if names else ""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(f'<text x="{_n(x)}" y="{_n(y)}"{at}{class_}>{escape(text)}</text>')

    def link(self, address: str) -> None:
        """What is drawn from here up to :meth:`end_link` leads to *address*."""
        self._parts.append(f'<a href="{escape(address)}">')

    def end_link(self) -> None:
        """The end of what leads somewhere."""
        self._parts.append("</a>")

    def group(self, style: str, row: int | None = None) -> None:
        """What is drawn from here up to :meth:`end_group` belongs together, as that *row*."""
        of = "" if row is None else f' data-row="{row}"'
        self._parts.append(f'<g class="{style}"{of}>')

    def end_group(self) -> None:
        """The end of what belongs together."""
        self._parts.append("</g>")

    def svg(self, *, has_links: bool = False) -> str:
        """Everything that was drawn, as one element."""
        w, h = _n(self._width), _n(self._height)
        # A picture with links is a group of them, and not one image.
        role = "group" if has_links else "img"
        screens = ("phone", PHONE), ("tablet", TABLET), ("laptop", LAPTOP)
        fits = next((name for name, most in screens if self._width <= most), "screen")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}"'
            f' height="{h}" class="{fits}" role="{role}" aria-label="{escape(self._label)}">'
            f"{''.join(self._parts)}</svg>"
        )


def _direction(x1: float, y1: float, x2: float, y2: float) -> str:
    if y1 == y2:
        return "right" if x2 > x1 else "left"
    return "down" if y2 > y1 else "up"


def _n(number: float) -> str:
    """A coordinate with one decimal at most, the same on every platform."""
    return f"{number:.1f}".rstrip("0").rstrip(".")
