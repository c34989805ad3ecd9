"""What can be said of the reasons in a feature file, and where one is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from attrs import frozen

from azsim.gherkin.checking.both_languages import columns_of
from azsim.gherkin.checking.unheeded import Found
from azsim.gherkin.reading.comments import title_nodes
from azsim.gherkin.reading.document import Case, Document
from azsim.gherkin.reading.heads import Heads, heads_in
from azsim.gherkin.reading.placeholders import filler, placeholders_in
from azsim.gherkin.reading.reasons import Reason, lost_reasons
from azsim.gherkin.reading.source import Source
from azsim.gherkin.vocabulary.reason_checks import Objection
from azsim.gherkin.vocabulary.vocabulary import Vocabulary
from azsim.text import OTHER, Text, did_you_mean

UNTOLD = Text(
    "Nothing tells why. Say it in a sentence or three directly above:\n"
    "  # why en: …\n  # why ja: …\n  # facts: …",
    "理由が書かれていない。すぐ上に 1～3 文で書く。\n  # why en: …\n  # why ja: …\n  # facts: …",
)
HALF_TOLD = Text(
    "Why is told in one language only. Write a line such as\n  # why {missing}: …",
    "理由が片方の言語でしか書かれていない。次のような行を書く。\n  # why {missing}: …",
)
IN_ROW = Text("With the row on line {row}: {text}", "{row} 行目の例では: {text}")

NO_COLUMN = Text(
    "<{name}> is no column of the scenario's examples, so it stays as it is written.{hint}",
    "<{name}> はこのシナリオの例の列ではないため、そのままの文字として扱われる。{hint}",
)


def in_reasons(
    source: Source, document: Document, vocabulary: Vocabulary, *, for_readers: bool
) -> Found:
    """What is wrong with the reasons of *document*; a missing one only in a file *for readers*."""
    for mistake in lost_reasons(source):
        yield mistake.line, "reason", mistake.text
    heads = heads_in(source, OTHER[source.language])
    for node in title_nodes(source.tree["feature"]):
        reason = document.reasons.get(node["location"]["line"], Reason())
        # A rule may leave it to its scenarios.
        if for_readers and ("language" in node or "examples" in node):
            yield from _missing(node, reason)
        if reason != Reason():
            yield from _columns(node, reason, heads)
            for claim in dict.fromkeys(_claims(document, node, heads)):
                yield from claim.objections(reason, vocabulary)


@frozen
class _Claim:
    """What the steps say that a reason is given for, in one row of examples if there are any.

    ``names`` are those of its columns, and ``cells`` what stands in them.
    """

    row: int | None
    names: tuple[str, ...]
    cells: tuple[str, ...]
    said: tuple[str, ...]

    def objections(self, reason: Reason, vocabulary: Vocabulary) -> Found:
        """What the vocabulary has to say of it."""
        fill = filler(self.names, self.cells)
        prose = Text(reason.prose("en", fill), reason.prose("ja", fill))
        for check in vocabulary.reason_checks:
            for each in check(prose, reason.ids, self.said):
                line = self._line(reason, each)
                is_filled = (
                    self.row is not None and each.where != "facts" and self._is_filled(reason)
                )
                text = IN_ROW.fill(row=self.row, text=each.text) if is_filled else each.text
                yield line, "reason", text

    def _line(self, reason: Reason, objection: Objection) -> int:
        if objection.where == "facts":
            fact = reason.ids[objection.at]
            return next(line for line, each in reason.facts if each == fact)
        return reason.line_at(objection.where, objection.at, filler(self.names, self.cells))

    def _is_filled(self, reason: Reason) -> bool:
        """Whether the prose is another in each row."""
        fill = filler(self.names, self.cells)
        return any(reason.prose(each) != reason.prose(each, fill) for each in OTHER)


def _claims(document: Document, node: Any, heads: Mapping[int, Heads]) -> Iterator[_Claim]:
    line = node["location"]["line"]
    if "examples" not in node:
        below = [case for case in document.cases if node["name"] == case.rule or "language" in node]
        yield _Claim(None, (), (), tuple(dict.fromkeys(chain(*map(_said, below)))))
        return
    other = {
        row["location"]["line"]: heads[examples["tableHeader"]["location"]["line"]].cells
        for examples in node["examples"]
        for row in examples["tableBody"]
        if examples["tableHeader"]["location"]["line"] in heads
    }
    for case in document.cases:
        if case.line == line:
            more = other.get(case.row or 0, ())
            yield _Claim(
                case.row, (*case.columns, *more), case.cells * (2 if more else 1), _said(case)
            )


def _said(case: Case) -> tuple[str, ...]:
    """Every text of the steps of *case*."""
    cells = (cell for step in case.steps for row in step.table or () for cell in row)
    texts = (step.docstring for step in case.steps if step.docstring is not None)
    return (*(step.text for step in case.steps), *cells, *texts)


def _missing(node: Any, reason: Reason) -> Found:
    if not (reason.en or reason.ja):
        yield node["location"]["line"], "reason", UNTOLD
        return
    for language, other in OTHER.items():
        if not reason.lines(language):
            yield reason.lines(other)[0][0], "reason", HALF_TOLD.fill(missing=language)


def _columns(node: Any, reason: Reason, heads: Mapping[int, Heads]) -> Found:
    """Names between < and > that are no column, so that nothing is filled in."""
    names = columns_of(node, heads)
    for line, words in (*reason.en, *reason.ja):
        for name in placeholders_in(words):
            if name not in names:
                text = NO_COLUMN.fill(name=name, hint=did_you_mean(name, names))
                yield line, "reason", text
