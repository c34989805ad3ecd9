"""A picture and the table that says the same, before they stand on a page."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from azsim.text import Text

PictureKind = Literal["topology", "walk", "ports", "timeline", "latency"]


@frozen
class Table:
    """Named columns and rows; a cell is a :class:`Text`, or the same in both languages."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Text | str, ...], ...]


@frozen
class Picture:
    """One picture, drawn once for each language.

    ``summary`` says in one or two sentences what is to be seen: the text alternative.
    ``svg`` is a whole ``<svg>`` element, ``narrow`` the same for where that doesn't fit and
    None where it fits everywhere, ``table`` the figures behind it, ``mermaid`` the same
    picture as a Mermaid diagram, where Mermaid can draw such a thing.
    """

    kind: PictureKind
    title: Text
    summary: Text
    svg: Text
    table: Table | None = None
    mermaid: Text | None = None
    narrow: Text | None = None
