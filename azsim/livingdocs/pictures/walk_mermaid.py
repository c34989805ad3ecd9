"""The packet walk as a Mermaid sequence diagram."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from azsim.livingdocs.pictures.mermaid import quoted
from azsim.livingdocs.pictures.place_words import KINDS, place_name
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.livingdocs.pictures.walk_table import sentences
from azsim.livingdocs.pictures.walk_times import times_of
from azsim.livingdocs.pictures.walk_words import (
    AZURE,
    banner,
    bypassed,
    is_dns,
    label,
    outcome,
    rewrite,
)
from azsim.questions.walk import Walk
from azsim.questions.walk_rows import Note, Passage, Row
from azsim.text import Language, Text


def mermaid(walk: Walk) -> Text:
    """The diagram in both languages."""
    return Text("\n".join(_lines(walk, "en")), "\n".join(_lines(walk, "ja")))


def _lines(walk: Walk, language: Language) -> Iterator[str]:
    yield "sequenceDiagram"
    ids = {name: f"p{number}" for number, (name, _) in enumerate(walk.places)}
    for name, place in walk.places:
        named = quoted(place_name(name).to(language))
        kind = "" if place is None else f"<br/>{quoted(KINDS[place.kind].to(language))}"
        yield f"  participant {ids[name]} as {named}{kind}"
    if not ids:
        ids[AZURE.en] = "p0"
        yield f"  participant p0 as {AZURE.to(language)}"
    times = times_of(walk.rows)
    for row in walk.rows:
        for line in _row(row, ids, times, language):
            yield f"  {line}"


def _row(row: Row, ids: Mapping[str, str], times: TimeUnit, language: Language) -> Iterator[str]:
    def say(text: Text) -> str:
        return quoted(text.to(language))

    if not isinstance(row, Passage):
        over = _span(list(ids.values()))
        if isinstance(row, Note) and row.where is not None:
            over = ids.get(row.where, over)
        yield f"Note over {over}: {'<br/>'.join(map(say, banner(row, times)))}"
        return
    for leg in row.legs:
        is_last = leg is row.legs[-1] and row.ended == "dropped"
        line = "--" if is_dns(row) else "-"
        arrow = f"{line}x" if is_last else f"{line}>>"
        addresses = quoted(f"{leg.source} → {leg.destination}")
        yield f"{ids[leg.start]}{arrow}{ids[leg.end]}: {say(label(row))}<br/>{addresses}"
        notes = [rewrite(changed) for changed in leg.rewrites]
        if leg.rule is not None:
            notes.append(leg.rule.text)
        if notes:
            yield f"Note over {ids[leg.end]}: {'<br/>'.join(map(say, notes))}"
        if leg.bypassed:
            over = _span([ids[name] for name in leg.bypassed])
            yield f"Note over {over}: {say(bypassed(leg))}"
    end = outcome(row)
    if end is not None:
        what = end if row.legs else sentences([label(row), end])
        yield f"Note over {ids[row.where]}: {say(what)}"


def _span(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{ids[0]},{ids[-1]}"
