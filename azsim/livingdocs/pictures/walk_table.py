"""The packet walk as a table: one row for each leg, and for whatever else happened."""

from __future__ import annotations

from collections.abc import Iterator

from azsim.livingdocs.picture import Table
from azsim.livingdocs.pictures.place_words import place_name
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.livingdocs.pictures.walk_times import times_of
from azsim.livingdocs.pictures.walk_words import (
    AZURE,
    COLUMNS,
    banner,
    bypassed,
    label,
    outcome,
    rewrite,
    span,
)
from azsim.questions.walk import Walk
from azsim.questions.walk_rows import Leg, Note, Passage, Request, Row
from azsim.text import Text

_Cells = tuple[Text | str, ...]


def table(walk: Walk) -> Table:
    """The rows of *walk*, with the columns of the picture."""
    times = times_of(walk.rows)
    return Table(COLUMNS, tuple(cells for row in walk.rows for cells in _cells(row, times)))


def sentences(parts: list[Text]) -> Text:
    """Several remarks in one cell."""
    return Text("; ".join(part.en for part in parts), "、".join(part.ja for part in parts))


def _cells(row: Row, times: TimeUnit) -> Iterator[_Cells]:
    time = span(row, times)
    if not isinstance(row, Passage):
        where: Text | str = ""
        if isinstance(row, Request):
            where = AZURE
        elif isinstance(row, Note) and row.where is not None:
            where = place_name(row.where)
        yield time, where, "", "", "", sentences(list(banner(row, times))), ""
        return
    end = outcome(row)
    if not row.legs:
        yield time, place_name(row.where), "", "", "", label(row), end or ""
    for number, leg in enumerate(row.legs, start=1):
        remarks = _remarks(leg)
        if number == len(row.legs) and end is not None:
            remarks.append(end)
        yield (
            time,
            place_name(leg.start),
            place_name(leg.end),
            leg.source,
            leg.destination,
            label(row),
            sentences(remarks),
        )


def _remarks(leg: Leg) -> list[Text]:
    found = [rewrite(changed) for changed in leg.rewrites]
    if leg.rule is not None:
        found.insert(0, leg.rule.text)
    if leg.bypassed:
        found.append(bypassed(leg))
    return found
