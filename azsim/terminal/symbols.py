"""The few symbols that a console may be unable to show."""

from __future__ import annotations

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
