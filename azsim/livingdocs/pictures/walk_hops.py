"""The packet walk as a list that runs down a narrow screen or a sheet of paper, and is read out."""

from __future__ import annotations

from collections.abc import Iterator

from azsim.livingdocs.picture import Hop
from azsim.livingdocs.pictures.place_words import place_name
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.livingdocs.pictures.walk_sheet import style_of
from azsim.livingdocs.pictures.walk_times import times_of
from azsim.livingdocs.pictures.walk_words import (
    banner,
    bypassed,
    is_dns,
    label,
    outcome,
    rewrite,
    span,
)
from azsim.model.rules import Rule
from azsim.questions.walk import Walk
from azsim.questions.walk_rows import Note, Passage, Pause, Repeats, Request, Row
from azsim.text import Text, same


def hops(walk: Walk) -> tuple[Hop, ...]:
    """A hop for each row of *walk*, with its time where that isn't the time above."""
    times, said, found = times_of(walk.rows), same(""), list[Hop]()
    rules = set[tuple[str, Rule]]()
    for row in walk.rows:
        time = same("") if isinstance(row, Pause) else span(row, times)
        style = style_of(row, walk).removeprefix("row").strip()
        found.append(_hop(row, same("") if time == said else time, style, times, rules))
        said = time
    return tuple(found)


def _hop(row: Row, time: Text, style: str, times: TimeUnit, rules: set[tuple[str, Rule]]) -> Hop:
    match row:
        case Passage():
            names = [row.legs[0].start, *(leg.end for leg in row.legs)] if row.legs else [row.where]
            if is_dns(row):
                style = f"{style} dns".strip()
            places, details, end = map(place_name, names), list(_details(row, rules)), outcome(row)
            trouble = end if row.ended == "dropped" else None
            if end is not None and trouble is None:
                details.append(end)
            return Hop("packet", style, time, label(row), tuple(places), tuple(details), trouble)
        case Pause():
            return Hop("pause", style, time, banner(row, times)[0])
        case Request():
            what, answer = banner(row, times)
            if row.refused is None:
                return Hop("request", style, time, what, details=(answer,))
            return Hop("request", style, time, what, trouble=answer)
        case Note(where=str(where)):
            return Hop("note", style, time, row.words, (place_name(where),))
        case _:
            [what] = banner(row, times)
            return Hop("repeats" if isinstance(row, Repeats) else "note", style, time, what)


def _details(row: Passage, rules: set[tuple[str, Rule]]) -> Iterator[Text]:
    """Addresses wherever they are others than on the link before, and what was done about them.

    A rule of a place is told once, and then is one of *rules*.
    """
    before: tuple[str, str] | None = None
    for leg in row.legs:
        ends = (leg.source, leg.destination)
        if ends != before:
            yield same(f"{leg.source} → {leg.destination}")
        before = ends
        yield from map(rewrite, leg.rewrites)
        if leg.rule is not None and (leg.end, leg.rule) not in rules:
            rules.add((leg.end, leg.rule))
            yield leg.rule.text
        if leg.bypassed:
            yield bypassed(leg)
