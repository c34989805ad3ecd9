"""A step as it is written in a feature file."""

from __future__ import annotations

from collections.abc import Iterator

from azsim.gherkin.reading.document import Step
from azsim.terminal.columns import aligned, escaped


def written(step: Step, keyword: str) -> Iterator[str]:
    """The lines of *step* behind *keyword*, without the indentation of its scenario."""
    yield f"{keyword} {step.text}"
    if step.table is not None:
        rows = [[escaped(cell) for cell in row] for row in step.table]
        yield from (f"  {line}" for line in aligned(rows))
    if step.docstring is not None:
        yield from (f"  {line}" for line in ('"""', *step.docstring.splitlines(), '"""'))
