"""An explanation as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from azsim.explaining.answers import Explanation, Finding, Machines, Open
from azsim.explaining.telling import words
from azsim.explaining.telling.parts import Part, machine_rows, parts
from azsim.terminal.columns import padded, width
from azsim.terminal.wrapping import wrapped
from azsim.text import Language, Text


def lines(explanation: Explanation, language: Language, limit: int | None) -> Iterator[str]:
    """*explanation* in *language*, in lines of *limit* columns."""
    others = list(parts(explanation))
    if not explanation.machines and not others:
        yield from wrapped(words.NO_MACHINES.to(language), limit)
        yield ""
    for each in explanation.machines:
        yield from _machines(each, language, limit)
        yield ""
    for part in others:
        yield from _part(part, language, limit)
        yield ""
    yield words.FINDINGS.to(language)
    for finding in explanation.findings:
        yield from finding_lines(finding, language, limit)
    if not explanation.findings:
        yield f"  {words.NO_FINDINGS.to(language)}"
    yield from _open(words.UNRESOLVED, explanation.unresolved, language, limit)
    if explanation.unresolved:
        yield from wrapped(words.IN_DOUBT.to(language), limit, "  ")
    yield from _open(words.NOT_MODELLED, explanation.not_modelled, language, limit)


def _machines(each: Machines, language: Language, limit: int | None) -> Iterator[str]:
    yield from wrapped(words.names(each).to(language), limit, "", "  ")
    yield from wrapped(words.where(each).to(language), limit, "  ")
    rows = machine_rows(each)
    widest = max(width(head.to(language)) for head, _ in rows)
    before = None
    for head, told in rows:
        shown = "" if head is before else head.to(language)
        before = head
        start = f"  {padded(shown, widest)}  "
        yield from wrapped(told.to(language), limit, start, " " * (widest + 4))


def _part(part: Part, language: Language, limit: int | None) -> Iterator[str]:
    yield from wrapped(part.title.to(language), limit, "", "  ")
    widest = max((width(head.to(language)) for head, _ in part.rows), default=0)
    for head, told in part.rows:
        start = f"  {padded(head.to(language), widest)}  "
        yield from wrapped(told.to(language), limit, start, " " * (widest + 4))


def finding_lines(finding: Finding, language: Language, limit: int | None) -> Iterator[str]:
    """One finding, with what it rests on and where it stands."""
    about = few(finding.about)
    told = f"{about}: {words.finding(finding).to(language)}"
    yield from wrapped(told, limit, "  * ", "    ")
    sources = [", ".join(finding.facts), "" if finding.place is None else str(finding.place)]
    below = "  ".join(filter(None, sources))
    if below:
        yield from wrapped(below, limit, "    ")


def few(names: Sequence[str], most: int = 3) -> str:
    """All of a few names, and the first and the last of more."""
    return ", ".join(names) if len(names) <= most else f"{names[0]} … {names[-1]} ({len(names)})"


def _open(
    title: Text, known: Sequence[Open], language: Language, limit: int | None
) -> Iterator[str]:
    if not known:
        return
    yield ""
    yield title.to(language)
    for each in known:
        place = "" if each.place is None else f"  {each.place}"
        told = f"{each.path}: {each.reason.to(language)}{place}"
        yield from wrapped(told, limit, "  * ", "    ")
