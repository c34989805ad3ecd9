"""What articles and the lists of them are made of, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from attrs import define

from azsim.gherkin import report
from azsim.livingdocs.addresses import relative
from azsim.livingdocs.markdown import (
    NOTHING,
    Markdown,
    blocks,
    bold,
    bullets,
    code,
    fence,
    joined,
    link,
    table,
    text,
)
from azsim.livingdocs.site import MARKS, Feature, Row, Site, worst
from azsim.livingdocs.words import word
from azsim.text import Language, Text, say
from azsim.units import format_count

INDEX = "README.md"


def address_of(feature: Feature, language: Language) -> str:
    """Where the article of a feature stands."""
    return f"{language}/{feature.address.removeprefix('features/')}.md"


@define
class Writer:
    """Says things in one language, at the address *here*."""

    site: Site
    language: Language
    here: str

    @property
    def other(self) -> Language:
        """The other language."""
        return "ja" if self.language == "en" else "en"

    def word(self, name: str, **values: object) -> Markdown:
        """A word of the site's own."""
        return text(word(self.language, name, **values))

    def say(self, words: Text | str) -> Markdown:
        """Words of an author, a fact or a picture."""
        return text(say(words, self.language))

    def label(self, name: str) -> Markdown:
        """A word that says what follows it."""
        return bold(Markdown(f"{self.word(name)}:"))

    def listed(self, items: Iterable[Markdown]) -> Markdown:
        """*items* one after another on a line."""
        return joined(items, ", " if self.language == "en" else "、")

    def to(self, address: str, label: Markdown) -> Markdown:
        """A link to the *address* of another file."""
        return link(label, relative(self.here, address))

    def badge(self, outcome: report.Outcome) -> Markdown:
        """How a play went, as a sign and a word."""
        return Markdown(f"{MARKS[outcome]} {self.word(outcome)}")

    def score(self, rows: Iterable[Row]) -> Markdown:
        """How many of *rows* hold."""
        outcomes = [row.outcome for row in rows]
        mark = MARKS[worst(outcomes)]
        holding, count = (format_count(each) for each in (outcomes.count("passed"), len(outcomes)))
        held = self.word("plays hold", count=count)
        return joined((Markdown(mark), bold(Markdown(holding)), held))

    def prose(self, words: Text) -> Iterator[Markdown]:
        """A description as it is kept: one paragraph on each line."""
        yield from (text(line) for line in words.to(self.language).split("\n"))

    def why(self, reason: report.Reason | None) -> Iterator[Markdown]:
        """Why something is so, where somebody tells."""
        if reason is not None and say(reason.prose, self.language):
            yield self.say(reason.prose)

    def mistake(self, mistaken: report.MistakeReport) -> Iterator[Markdown]:
        """What keeps a part of a file from being played."""
        yield code(f"{mistaken.shown}:{mistaken.line}")
        if mistaken.source:
            yield fence(mistaken.source)
        yield fence(mistaken.text.to(self.language))

    def sentence(self, sentence: report.Sentence) -> Markdown:
        """The words of a step, with its values as code."""
        pieces = groupby(sentence.to(self.language), lambda part: part.value)
        return Markdown(
            "".join(
                (code if is_value else text)("".join(part.text for part in parts))
                for is_value, parts in pieces
            )
        )

    def grid(self, columns: Iterable[Text | str], rows: Iterable[Iterable[Text | str]]) -> Markdown:
        """A table of words."""
        return table(
            [self.say(column) for column in columns],
            ([self.say(cell) for cell in row] for row in rows),
        )

    def verdict(self, row: Row) -> Iterator[Markdown]:
        """What failed in a play: the step, what was expected and found, and where that stands."""
        told = row.shown.told
        for step in told.steps:
            if step.state == "failed":
                yield self.step(step)
                yield code(f"{told.feature.shown}:{step.line}")
        if told.note:
            yield fence(told.note.to(self.language))
            yield code(f"{told.feature.shown}:{told.line}")

    def step(self, step: report.StepReport) -> Markdown:
        """A step with what belongs to it: a table, a text, and what is wrong with it."""
        mark = {"passed": NOTHING, "failed": Markdown(MARKS["failed"])}.get(step.state)
        if mark is None:
            mark = Markdown(f"({self.word(step.state)})")
        line = joined((mark, bold(self.say(step.keyword)), self.sentence(step.sentence)))
        return blocks((line, *self._below(step)))

    def _below(self, step: report.StepReport) -> Iterator[Markdown]:
        if step.table:
            yield self.grid(step.table[0], step.table[1:])
        if step.docstring is not None:
            yield fence(step.docstring)
        if step.difference:
            yield from self._difference(step.difference)
            if step.difference.why is not None:
                yield joined((self.word("because"), self.say(step.difference.why)))
        elif step.note:
            yield fence(step.note.to(self.language))

    def _difference(self, difference: report.Difference) -> Iterator[Markdown]:
        yield self.say(difference.what)
        if difference.columns:
            columns = [self.word("outcome"), *map(self.say, difference.columns)]
            yield table(columns, self._compared(difference))
            return
        expected, actual = difference.pairs[0]
        yield bullets(
            joined((self.label(side), self.say(cells[0]) if cells else self.word("none")))
            for side, cells in (("expected", expected), ("actual", actual))
        )

    def _compared(self, difference: report.Difference) -> Iterator[list[Markdown]]:
        """Rows that agree once, others below each other with the different cells in bold."""
        for expected, actual in difference.pairs:
            if expected is None or actual is None:
                side = "extra" if expected is None else "missing"
                yield [self.word(side), *map(self.say, expected or actual or ())]
            elif expected == actual:
                yield [Markdown(MARKS["passed"]), *map(self.say, expected)]
            else:
                differs = [one != other for one, other in zip(expected, actual, strict=True)]
                for side, cells in (("expected", expected), ("actual", actual)):
                    yield [
                        self.word(side),
                        *(
                            bold(self.say(cell)) if differ else self.say(cell)
                            for cell, differ in zip(cells, differs, strict=True)
                        ),
                    ]
