"""The few signs that a console may be unable to show."""

from __future__ import annotations

from attrs import frozen


@frozen
class Marks:
    """How a step that passed, failed or wasn't reached is marked."""

    passed: str
    failed: str
    unreached: str


FINE = Marks("✓", "✗", "–")
PLAIN = Marks("+", "x", "-")


def marks_for(encoding: str | None) -> Marks:
    """The finest marks that *encoding* can write."""
    try:
        "✓✗–".encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return PLAIN
    return FINE
