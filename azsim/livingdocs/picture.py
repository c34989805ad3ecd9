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
class Hop:
    """A row of a packet walk, in words: when, what, past which places, and what was done there.

    ``time`` is empty where it is that of the row above; ``trouble`` says how it was lost.
    ``style`` names CSS classes.
    """

    kind: Literal["packet", "note", "request", "pause", "repeats"]
    style: str
    time: Text
    what: Text
    places: tuple[Text, ...] = ()
    details: tuple[Text, ...] = ()
    trouble: Text | None = None


@frozen
class Picture:
    """One picture, drawn once for each language.

    ``summary`` says in one or two sentences what is to be seen: the text alternative.
    ``svg`` is a whole ``<svg>`` element, ``narrow`` the same for where that doesn't fit and
    None where it fits everywhere, ``table`` the figures behind it, ``mermaid`` the same
    picture as a Mermaid diagram, where Mermaid can draw such a thing. ``hops`` are the rows
    of a walk, which stand in ``svg`` as ``data-row``; ``replay`` is what changes from one to the
    next, as JSON.
    """

    kind: PictureKind
    title: Text
    summary: Text
    svg: Text
    table: Table | None = None
    mermaid: Text | None = None
    narrow: Text | None = None
    hops: tuple[Hop, ...] = ()
    replay: Text | None = None
