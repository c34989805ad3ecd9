"""The numbers that a text gives its scenarios to begin with, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from azsim.gherkin.desk.desk import Desk
from azsim.gherkin.reading.dialects import lines_of
from azsim.gherkin.reading.document import Case, Step, of
from azsim.gherkin.reading.keywords import Keyword
from azsim.gherkin.reading.placeholders import filler, pieces_of
from azsim.gherkin.reading.source import parse_text
from azsim.gherkin.vocabulary.parts import names_in
from azsim.gherkin.vocabulary.vocabulary import Match

_NUMBER = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?: ?(?P<unit>[^0-9\s.,:/\"]+))?")
_BAR = re.compile(r"(?<!\\)\|")


@frozen
class Number:
    """A value of the ``type`` of that name which is a ``number``, perhaps with a ``unit``, in a step.

    ``line`` and ``column`` count from 1; ``end`` is behind its last digit. ``step`` is what its
    sentence is for. ``words`` is the step with an ellipsis in its place, or the row of examples
    where it stands in one.
    """

    line: int
    column: int
    end: int
    type: str
    number: str
    unit: str
    step: Keyword
    words: str


def numbers_in(desk: Desk, text: str) -> list[Number]:
    """Every number that steps of *text* and rows of their examples hold, in their order.

    What stands in a table below a step isn't one of them. A number of a row is told of once for each
    kind of step that it is put into.
    """
    lines = lines_of(text)
    found: dict[tuple[int, int, Keyword], Number] = {}
    for case in of(parse_text(desk.path, text)).cases:
        for step in case.steps:
            matches = desk.vocabulary.find(step.kind, step.text)
            if len(matches) == 1:
                for each in _numbers(lines, case, step, matches[0]):
                    found.setdefault((each.line, each.column, each.step), each)
    return [found[place] for place in sorted(found)]


def _numbers(lines: Sequence[str], case: Case, step: Step, match: Match) -> Iterator[Number]:
    at = 0
    for name in names_in(match.sentence.expression):
        value = match.texts[name]
        # No part of a longer number.
        found = re.compile(rf"(?<![0-9.,]){re.escape(value)}(?![0-9])").search(step.text, at)
        if found is None:
            return
        at = found.end()
        number = _NUMBER.fullmatch(value)
        if number is None:
            continue
        begin, size = found.start(), number.end("number")
        place = _place(lines, case, step, begin, begin + size)
        if place is not None:
            line, column, words = place
            told = (number["number"], number["unit"] or "", step.kind, words)
            yield Number(line, column + 1, column + 1 + size, name, *told)


def _place(
    lines: Sequence[str], case: Case, step: Step, begin: int, end: int
) -> tuple[int, int, str] | None:
    """Where stands what is from *begin* to *end* in the text of *step*: the line, what is before it, the words.

    None where that is in several places, or written by other letters.
    """
    line = lines[step.line - 1].rstrip()
    filled = filler(case.columns, case.cells)(line)
    if not filled.endswith(step.text):
        return None
    # Nothing is put into a keyword.
    written = line[len(filled) - len(step.text) :]
    for piece in pieces_of(written, case.columns, case.cells):
        if not piece.begin <= begin <= end <= piece.end:
            continue
        if piece.column is None:
            at = piece.at + begin - piece.begin
            words = f"{written[:at]}…{written[at + end - begin :]}"
            return step.line, len(line) - len(written) + at, words
        return _in_row(lines, case, piece.column, begin - piece.begin, end - piece.begin)
    return None


def _in_row(
    lines: Sequence[str], case: Case, column: int, begin: int, end: int
) -> tuple[int, int, str] | None:
    assert case.row is not None, "only rows have columns"
    row = lines[case.row - 1]
    bars = [bar.end() for bar in _BAR.finditer(row)]
    cell = case.cells[column]
    at = bars[column] + len(row[bars[column] :]) - len(row[bars[column] :].lstrip())
    if not row.startswith(cell, at):
        return None
    cells = [*case.cells[:column], f"{cell[:begin]}…{cell[end:]}", *case.cells[column + 1 :]]
    return case.row, at + begin, " | ".join(cells)
