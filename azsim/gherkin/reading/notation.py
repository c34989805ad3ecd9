"""How steps and tables are written in a feature file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from azsim.gherkin.reading.document import Step
from azsim.terminal.columns import padded, width


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Each of *rows* as a line such as ``| vm1 | 10.0.0.4 |``, with even columns.

    The cells are given as they are to be written: a bar in one is ``\\|`` already. All
    rows have as many.
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        f"| {' | '.join(padded(cell, wide) for cell, wide in zip(row, widths, strict=True))} |"
        for row in rows
    ]


def escaped(cell: str) -> str:
    """*cell* as it is written between two bars."""
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


def written(step: Step, keyword: str) -> Iterator[str]:
    """The lines of *step* behind *keyword*, without the indentation of its scenario."""
    yield f"{keyword} {step.text}"
    if step.table is not None:
        rows = [[escaped(cell) for cell in row] for row in step.table]
        yield from (f"  {line}" for line in aligned(rows))
    if step.docstring is not None:
        yield from (f"  {line}" for line in ('"""', *step.docstring.splitlines(), '"""'))
