"""An explanation as Markdown, such as for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from azsim.explaining.answers import Explanation, Finding, Open
from azsim.explaining.telling import words
from azsim.explaining.telling.lines import few
from azsim.explaining.telling.parts import machine_rows, parts
from azsim.text import Language, Text

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~])")


def markdown(explanation: Explanation, language: Language) -> Iterator[str]:
    """*explanation* in *language*, line by line."""
    others = list(parts(explanation))
    if not explanation.machines and not others:
        yield words.NO_MACHINES.to(language)
        yield ""
    for each in explanation.machines:
        yield f"### {plain(words.names(each).to(language))}"
        yield ""
        yield plain(words.where(each).to(language))
        yield ""
        yield "| | |"
        yield "|---|---|"
        for head, told in machine_rows(each):
            yield f"| {plain(head.to(language))} | {plain(told.to(language))} |"
        yield ""
    for part in others:
        yield f"### {plain(part.title.to(language))}"
        yield ""
        for head, told in part.rows:
            yield f"* {plain(head.to(language))}: {plain(told.to(language))}"
        yield ""
    yield f"### {words.FINDINGS.to(language)}"
    yield ""
    for finding in explanation.findings:
        yield finding_item(finding, language)
    if not explanation.findings:
        yield words.NO_FINDINGS.to(language)
    yield from _open(words.UNRESOLVED, explanation.unresolved, language)
    yield from _open(words.NOT_MODELLED, explanation.not_modelled, language)


def plain(text: str) -> str:
    """*text* so that nothing in it is markup."""
    return _MARKUP.sub(r"\\\1", text)


def finding_item(finding: Finding, language: Language) -> str:
    """One finding as an item of a list."""
    about = plain(few(finding.about))
    facts = ", ".join(f"`{each}`" for each in finding.facts)
    place = "" if finding.place is None else plain(str(finding.place))
    sources = " · ".join(filter(None, (facts, place)))
    return f"* **{about}**: {plain(words.finding(finding).to(language))}" + (
        f" ({sources})" if sources else ""
    )


def _open(title: Text, known: Sequence[Open], language: Language) -> Iterator[str]:
    if not known:
        return
    yield ""
    yield f"### {title.to(language)}"
    yield ""
    for each in known:
        place = "" if each.place is None else f" ({plain(str(each.place))})"
        yield f"* {plain(each.path)}: {plain(each.reason.to(language))}{place}"
