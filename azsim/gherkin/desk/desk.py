"""A text that is being written, and what can be said of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from attrs import define, frozen

from azsim.gherkin.catalogue.entries import Entry, catalogue
from azsim.gherkin.catalogue.survey import Catalogue, survey
from azsim.gherkin.checking.findings import in_feature
from azsim.gherkin.checking.mend import mended
from azsim.gherkin.checking.unheeded import Kind
from azsim.gherkin.desk.mending import Mend, layout_mend, mends_of
from azsim.gherkin.reading.dialects import lines_of
from azsim.gherkin.reading.document import of
from azsim.gherkin.reading.source import parse_text
from azsim.gherkin.translating.translate import UNTRANSLATED, translate
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import Language, Text


@frozen
class Remark:
    """Something that the author of a text should change, and ways to do so that keep what is said.

    ``line`` counts from 1. So do ``column``, where the words on it begin, and ``end``, behind the
    last of them; both are 1 on an empty line. A remark of the ``kind`` layout is about blanks alone.
    """

    line: int
    column: int
    end: int
    kind: Kind
    text: Text
    mends: tuple[Mend, ...] = ()


@frozen
class Translated:
    """A text in the other language, or the ``remarks`` on what keeps it from being translated.

    ``untranslated`` are the lines of titles that are still in the first language.
    """

    text: str
    untranslated: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()


@define(slots=False)
class Desk:
    """Where texts are written that would lie at *path*, with the sentences that they may use there.

    Nothing is read of *path* itself: steps may name the files beside it.
    """

    path: Path
    vocabulary: Vocabulary

    @cached_property
    def catalogue(self) -> Catalogue:
        """The sentences that a text may use, and what there are none for."""
        return Catalogue(catalogue([self.vocabulary]), self.vocabulary.not_modelled)

    def remarks(self, text: str) -> list[Remark]:
        """What ``azsim check`` finds in *text*, each with the ways to put it right."""
        source = parse_text(self.path, text)
        document = of(source)
        lines = lines_of(text)
        repairs = {each.line: each.repair for each in document.mistakes if each.repair}
        steps = {step.line: step for case in document.cases for step in case.steps}
        remarks = []
        for finding in in_feature("", source, document, self.vocabulary):
            if finding.kind == "layout":
                mends = layout_mend(text, mended(source, self.vocabulary))
            else:
                written, step = _line(lines, finding.line), steps.get(finding.line)
                repair = repairs.get(finding.line)
                mends = mends_of(finding.line, written, step, finding.text, repair)
            remarks.append(_remark(lines, finding.line, finding.kind, finding.text, mends))
        return remarks

    def entry_on(self, text: str, line: int) -> Entry | None:
        """The sentence that the step on *line* of *text* says; None where none stands there."""
        document = of(parse_text(self.path, text))
        steps = (step for case in document.cases for step in case.steps if step.line == line)
        for step in steps:
            matches = self.vocabulary.find(step.kind, step.text)
            if len(matches) == 1:
                return self._entries[id(matches[0].definition)]
        return None

    @cached_property
    def _entries(self) -> dict[int, Entry]:
        return {id(each.definition): each for each in self.catalogue.entries}

    def translated(self, text: str, to: Language) -> Translated:
        """*text* in the language *to*; titles that have no words in it stay as they are."""
        found = translate(parse_text(self.path, text), self.vocabulary, to)
        if found.mistakes:
            lines = lines_of(text)
            remarks = [_remark(lines, each.line, "step", each.text) for each in found.mistakes]
            return Translated(text, (), tuple(remarks))
        kept = list(_without_marks(found.text))
        marked = {each.line for each in found.untranslated}
        untranslated = (new for new, (old, _) in enumerate(kept, start=1) if old in marked)
        return Translated("\n".join(line for _, line in kept), tuple(untranslated))

    def mended(self, text: str) -> str:
        """*text* as ``azsim check --fix`` puts it in order."""
        return mended(parse_text(self.path, text), self.vocabulary)


def desk_at(path: Path) -> Desk:
    """The desk for texts at *path*, a feature file that is there.

    :raises Advice: where a conftest.py can't be imported.
    """
    [feature] = survey([path]).features
    return Desk(path, feature.vocabulary)


def _remark(
    lines: list[str], line: int, kind: Kind, text: Text, mends: Iterable[Mend] = ()
) -> Remark:
    written = _line(lines, line)
    column = len(written) - len(written.lstrip()) + 1 if written.strip() else 1
    return Remark(line, column, max(column, len(written.rstrip()) + 1), kind, text, tuple(mends))


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _without_marks(text: str) -> Iterator[tuple[int, str]]:
    """The lines of *text* with their numbers, but those that only say that a title isn't translated."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() not in (UNTRANSLATED.en, UNTRANSLATED.ja):
            yield number, line
