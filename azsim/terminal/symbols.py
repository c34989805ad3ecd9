"""The few symbols that a console may be unable to show."""

from __future__ import annotations

import codecs
from typing import Final

from attrs import frozen


@frozen
class Symbols:
    """How a step that passed, failed or wasn't reached is marked."""

    passed: str
    failed: str
    unreached: str


UNICODE = Symbols("✓", "✗", "–")
ASCII = Symbols("+", "x", "-")


def symbols_for(encoding: str | None) -> Symbols:
    """The finest symbols that *encoding* can write."""
    try:
        "✓✗–".encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return ASCII
    return UNICODE


PLAIN: Final = {
    "→": "->",
    "…": "...",
    "×": "x",
    "÷": "/",
    "−": "-",
    "·": "-",
    "–": "-",
    "≤": "<=",
    "≥": ">=",
}
"""What is written where a console lacks a sign; a question mark for any other."""
IN_PLAIN_SIGNS: Final = "azsim.plain"
"""How encoding a text for a console deals with what the console lacks."""


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(PLAIN.get(sign, "?") for sign in lacking), error.end


codecs.register_error(IN_PLAIN_SIGNS, _plain)
