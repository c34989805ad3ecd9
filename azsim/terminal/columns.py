"""How many columns of a terminal words take, whatever letters are in them."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """How many columns of a terminal *text* takes; a Japanese letter takes two."""
    return sum(map(_width, text))


def _width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def padded(text: str, wide: int) -> str:
    """*text* with blanks behind it, so that it takes *wide* columns."""
    return text + " " * (wide - width(text))


def cut(text: str, most: int) -> str:
    """*text*, or as much of it as *most* columns hold with a sign that there is more."""
    if width(text) <= most:
        return text
    wide, kept = 1, ""
    for sign in text:
        wide += _width(sign)
        if wide > most:
            break
        kept += sign
    return f"{kept.rstrip()}…"
