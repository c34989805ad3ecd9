"""Tables whose columns stand below each other, whatever letters are in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Each of *rows* as a line such as ``| vm1 | 10.0.0.4 |``, with even columns.

    The cells are given as they are to be written: a bar in one is ``\\|`` already. All
    rows have as many.
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        f"| {' | '.join(_padded(cell, wide) for cell, wide in zip(row, widths, strict=True))} |"
        for row in rows
    ]


def escaped(cell: str) -> str:
    """*cell* as it is written between two bars."""
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


def width(text: str) -> int:
    """How many columns of a terminal *text* takes; a Japanese letter takes two."""
    return sum(map(_width, text))


def _width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _padded(cell: str, wide: int) -> str:
    return cell + " " * (wide - width(cell))
