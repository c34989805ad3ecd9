"""Something that keeps a feature file, or a part of it, from being played."""

from __future__ import annotations

from attrs import frozen

from azsim.text import Text

# Numbered lines of a file.
Lines = tuple[tuple[int, str], ...]


@frozen
class Mistake:
    """Something that keeps a feature file, or a part of it, from being played.

    ``repair`` is the line as it has to be, where nothing but its signs is wrong.
    """

    line: int
    text: Text
    source: str = ""
    repair: str | None = None
