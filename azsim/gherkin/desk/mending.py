"""Ways to put a text right that change nothing of what its author says."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from azsim.gherkin.advice.unknown_step import proposed
from azsim.gherkin.reading.document import Step
from azsim.gherkin.reading.placeholders import placeholders_in
from azsim.text import Text


@frozen
class Mend:
    """The words for the lines from *first* to *last*, which count from 1; both are among them."""

    text: str
    first: int
    last: int


def mends_of(
    number: int, line: str, step: Step | None, advice: Text, repair: str | None
) -> Iterator[Mend]:
    """The ways to mend *line* that follow *advice* on it, and the *repair* where only signs are wrong."""
    indent = line[: len(line) - len(line.lstrip())]
    # A proposal has the values of one row in it, which would be lost to the others.
    steps = proposed(advice) if step is not None and not placeholders_in(line) else []
    for words in dict.fromkeys([*([repair] if repair else []), *steps]):
        yield Mend(f"{indent}{words}", number, number)


def layout_mend(text: str, mended: str) -> Iterator[Mend]:
    """The lines in which *mended* differs from *text*, from the first to the last."""
    if text == mended:
        return
    old, new = text.split("\n"), mended.split("\n")
    same = min(len(old), len(new))
    start = next((at for at in range(same) if old[at] != new[at]), same)
    # Where lines are only put in, the one above goes with them.
    start -= start == len(old)
    end = next((at for at in range(same - start) if old[-1 - at] != new[-1 - at]), same - start)
    yield Mend("\n".join(new[start : len(new) - end]), start + 1, len(old) - end)
