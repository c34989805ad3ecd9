"""Columns of examples between ``<`` and ``>``, for which a row puts its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_PLACEHOLDER = re.compile(r"<([^<>\s](?:[^<>]*[^<>\s])?)>")


def placeholders_in(text: str) -> list[str]:
    """The names between ``<`` and ``>`` in *text*, whether or not there are such columns."""
    return _PLACEHOLDER.findall(text)


def filler(columns: Sequence[str], values: Sequence[str]) -> Callable[[str], str]:
    """A function that puts the *values* of a row into a text."""
    if not columns:
        return str
    filled = dict(zip(columns, values, strict=True))
    pattern = re.compile("<(" + "|".join(re.escape(column) for column in columns) + ")>")

    def fill(text: str) -> str:
        return pattern.sub(lambda found: filled[found[1]], text) if "<" in text else text

    return fill
