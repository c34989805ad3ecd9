"""Scenarios that were played, written as a feature file of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from azsim.gherkin.reading.keywords import KEYWORDS
from azsim.gherkin.reading.notation import aligned, escaped
from azsim.gherkin.telling.report import ScenarioReport, StepReport
from azsim.text import Language


def feature_text(scenarios: Sequence[ScenarioReport], language: Language) -> str:
    """A feature file that says *scenarios* of one feature again, in *language*.

    Each stands by itself, with its tags and with the steps of its background; a row of an outline
    is a scenario.
    """
    feature = scenarios[0].feature.heading.name.to(language)
    lines = ["# language: ja"] if language == "ja" else []
    lines.append(f"{KEYWORDS['feature'].to(language)}: {feature}")
    names = _names(scenarios, language)
    for told, name in zip(scenarios, names, strict=True):
        lines.append("")
        if told.tags:
            lines.append(f"  {' '.join(f'@{tag}' for tag in told.tags)}")
        lines.append(f"  {KEYWORDS['scenario'].to(language)}: {name}")
        lines += (f"    {line}".rstrip() for step in told.steps for line in _step(step, language))
    return "\n".join(lines) + "\n"


def _names(scenarios: Sequence[ScenarioReport], language: Language) -> list[str]:
    """A name of its own for each scenario: rows that are called alike have their values in it."""
    names = [told.name.to(language) for told in scenarios]
    return [
        f"{name} ({', '.join(cell.to(language) for cell in told.cells)})"
        if names.count(name) > 1 and told.cells
        else name
        for told, name in zip(scenarios, names, strict=True)
    ]


def _step(step: StepReport, language: Language) -> Iterator[str]:
    yield f"{step.keyword.to(language)} {step.sentence.text.to(language)}"
    if step.table:
        rows = [[escaped(cell.to(language)) for cell in row] for row in step.table]
        yield from (f"  {line}" for line in aligned(rows))
    if step.docstring is not None:
        yield from (f"  {line}" for line in ('"""', *step.docstring.splitlines(), '"""'))
