"""Columns of examples between ``<`` and ``>``, for which a row puts its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

_PLACEHOLDER = re.compile(r"<([^<>\s](?:[^<>]*[^<>\s])?)>")


def placeholders_in(text: str) -> list[str]:
    """The names between ``<`` and ``>`` in *text*, whether or not there are such columns."""
    return _PLACEHOLDER.findall(text)


def filler(columns: Sequence[str], values: Sequence[str]) -> Callable[[str], str]:
    """A function that puts the *values* of a row into a text."""
    if not columns:
        return str
    filled = dict(zip(columns, values, strict=True))
    pattern = _any_of(columns)

    def fill(text: str) -> str:
        return pattern.sub(lambda found: filled[found[1]], text) if "<" in text else text

    return fill


@frozen
class Piece:
    """What is from *begin* to *end* in a text with the values of a row in it.

    It begins *at* so many letters of the text as it is written, and is the value of the *column* of that number;
    None where it is as it is written.
    """

    begin: int
    end: int
    at: int
    column: int | None


def pieces_of(text: str, columns: Sequence[str], values: Sequence[str]) -> Iterator[Piece]:
    """The pieces of what :func:`filler` makes of *text*, in their order."""
    at = begin = 0
    for found in _any_of(columns).finditer(text) if columns else ():
        end = begin + found.start() - at
        yield Piece(begin, end, at, None)
        column = columns.index(found[1])
        begin, at = end + len(values[column]), found.end()
        yield Piece(end, begin, found.start(), column)
    yield Piece(begin, begin + len(text) - at, at, None)


def _any_of(columns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("<(" + "|".join(re.escape(column) for column in columns) + ")>")
