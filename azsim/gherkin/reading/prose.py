"""Lines of a description that were meant as something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from azsim.gherkin.reading.dialects import STEPS, kind_of, words_of
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.reading.nearly_gherkin import WRITE_LINE, bent_keyword, misread, plain
from azsim.gherkin.reading.wrong_place import misplaced
from azsim.text import Language, Text

IF_PROSE = Text(
    "{advice}\nIf it is prose, begin it with another word.",
    "{advice}\n説明文であれば、別の語で始める。",
)
TAKEN_FOR_PROSE = Text(
    "This scenario has no steps, for line {line} is taken for prose. {reason} Write\n  {written}",
    "このシナリオにはステップがない。{line} 行目は説明文として扱われている。{reason}"
    "次のように書く。\n  {written}",
)


def in_description(number: int, line: str, dialect: str, *, steps_follow: bool) -> Mistake | None:
    """A line of a description that was meant as something else.

    Gherkin takes any line below a title for prose, so these would vanish in silence.
    """
    mistake = misread(number, line, dialect, in_prose=True)
    if mistake is not None:
        mistake = evolve(mistake, text=IF_PROSE.fill(advice=mistake.text))
    if kind_of(plain(line), dialect) != "step":
        return mistake
    # A star may be that of a list.
    return mistake if steps_follow and not plain(line).startswith("*") else None


def step_in_prose(line: str, language: Language) -> str | None:
    """What follows the step keyword that *line* begins with, if it does."""
    for kind in STEPS:
        for word in words_of(language, kind):
            if line.startswith(word):
                return line[len(word) :].strip()
    return None


def before_steps(description: Iterable[tuple[int, str]], dialect: str) -> Iterator[Mistake]:
    """The lines of *description* that were meant as steps, and aren't for their keyword.

    A sentence of prose may go on with such a word on its next line, but doesn't begin
    with it.
    """
    begins = True
    for number, line in description:
        found = bent_keyword(line, dialect) if begins else None
        if found is not None:
            yield Mistake(number, WRITE_LINE.fill(reason=found[0], line=found[1]), line)
        begins = found is not None or line.endswith((".", "!", "?", ":", "。"))


def below_no_step(description: Iterable[tuple[int, str]], dialect: str) -> Iterator[Mistake]:
    """The first table or text of *description* that was meant for a step."""
    for number, line in description:
        if kind_of(line, dialect) in ("table", "docstring"):
            mistake = misplaced(number, line, dialect)
            if mistake is not None:
                yield mistake
            return


def without_steps(description: Iterable[tuple[int, str]], dialect: str) -> Text | None:
    """The line of *description* that was meant as the first step of its scenario."""
    for number, line in description:
        found = bent_keyword(line, dialect)
        if found is not None:
            return TAKEN_FOR_PROSE.fill(line=number, reason=found[0], written=found[1])
    return None
