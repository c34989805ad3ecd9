"""The numbers that a text gives its scenarios to begin with, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from azsim.gherkin.desk.desk import Desk
from azsim.gherkin.reading.dialects import lines_of
from azsim.gherkin.reading.document import Case, Step, of
from azsim.gherkin.reading.keywords import Keyword
from azsim.gherkin.reading.placeholders import filler, pieces_of
from azsim.gherkin.reading.source import parse_text
from azsim.gherkin.vocabulary.parts import names_in
from azsim.gherkin.vocabulary.tables import Column
from azsim.gherkin.vocabulary.vocabulary import Match

_NUMBER = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?: ?(?P<unit>[^0-9\s.,:/\"]+))?")
_BAR = re.compile(r"(?<!\\)\|")


@frozen
class Number:
    """A value of the ``type`` of that name which is a ``number``, perhaps with a ``unit``, in a step.

    ``line`` and ``column`` count from 1; ``end`` is behind its last digit. ``step`` is what its
    sentence is for. ``words`` is the step with an ellipsis in its place, or the row of a table or of
    examples where it stands in one.
    """

    line: int
    column: int
    end: int
    type: str
    number: str
    unit: str
    step: Keyword
    words: str


@frozen
class _Place:
    """Where words stand: in a *line*, after *at* letters. An ellipsis in them is the place that is meant."""

    line: int
    at: int
    words: str


def numbers_in(desk: Desk, text: str) -> list[Number]:
    """Every number that steps of *text*, their tables and rows of their examples hold, in their order.

    In a table below a step those are meant whose columns say of which type they are. A number of a row
    is told of once for each kind of step that it is put into.
    """
    lines = lines_of(text)
    found: dict[tuple[int, int, Keyword], Number] = {}
    for case in of(parse_text(desk.path, text)).cases:
        for step in case.steps:
            matches = desk.vocabulary.find(step.kind, step.text)
            if len(matches) == 1:
                for each in (
                    *_in_sentence(lines, case, step, matches[0]),
                    *_in_table(lines, case, step, matches[0].definition.table or ()),
                ):
                    found.setdefault((each.line, each.column, each.step), each)
    return [found[place] for place in sorted(found)]


def _in_sentence(lines: Sequence[str], case: Case, step: Step, match: Match) -> Iterator[Number]:
    line = lines[step.line - 1].rstrip()
    filled = filler(case.columns, case.cells)(line)
    if not filled.endswith(step.text):
        return
    # Nothing is put into a keyword.
    words = line[len(filled) - len(step.text) :]
    written = _Place(step.line, len(line) - len(words), words)
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
        span = found.start(), found.start() + number.end("number")
        place = _place(case, lines, written, span)
        if place is not None:
            yield _number(place, number, name, step)


def _in_table(
    lines: Sequence[str], case: Case, step: Step, columns: Sequence[Column]
) -> Iterator[Number]:
    if not columns or step.table is None:
        return
    below = range(step.line + 1, len(lines) + 1)
    rows = [number for number in below if lines[number - 1].lstrip().startswith("|")]
    headings, *table = step.table
    types = [next((each.type for each in columns if each.is_headed(one)), None) for one in headings]
    for line, cells in zip(rows[1:], table, strict=False):
        for column, type in enumerate(types):
            number = _NUMBER.fullmatch(cells[column])
            if type is None or number is None:
                continue
            place = _place(case, lines, _cell(lines, line, column), number.span("number"))
            if place is None:
                continue
            if place.line == line:
                words = _row(cells, column, number.span("number"))
                place = evolve(place, words=f"{headings[column]}: {words}")
            yield _number(place, number, type, step)


def _number(place: _Place, number: re.Match[str], type: str, step: Step) -> Number:
    begin, end = place.at + 1, place.at + 1 + number.end("number")
    told = number["number"], number["unit"] or ""
    return Number(place.line, begin, end, type, *told, step.kind, place.words)


def _place(
    case: Case, lines: Sequence[str], written: _Place, span: tuple[int, int]
) -> _Place | None:
    """Where stands *span* of what the words *written* say with the values of a row: there, or in that row.

    None where it is in several places, or written by other letters.
    """
    begin, end = span
    words = written.words
    for piece in pieces_of(words, case.columns, case.cells):
        if piece.begin <= begin <= end <= piece.end:
            if piece.column is not None:
                inside = begin - piece.begin, end - piece.begin
                return _in_examples(lines, case, piece.column, inside)
            at = piece.at + begin - piece.begin
            return _Place(
                written.line, written.at + at, f"{words[:at]}…{words[at + end - begin :]}"
            )
    return None


def _in_examples(
    lines: Sequence[str], case: Case, column: int, span: tuple[int, int]
) -> _Place | None:
    assert case.row is not None, "only rows have columns"
    cell = _cell(lines, case.row, column)
    if cell.words != case.cells[column]:
        return None
    return _Place(case.row, cell.at + span[0], _row(case.cells, column, span))


def _cell(lines: Sequence[str], line: int, column: int) -> _Place:
    """The cell of that *column* in a row, as it is written."""
    row = lines[line - 1]
    bars = [bar.end() for bar in _BAR.finditer(row)]
    written = row[bars[column] : bars[column + 1] - 1]
    return _Place(line, bars[column] + len(written) - len(written.lstrip()), written.strip())


def _row(cells: Sequence[str], column: int, span: tuple[int, int]) -> str:
    """A row with an ellipsis for *span* of the cell of that *column*."""
    cell = cells[column]
    shown = f"{cell[: span[0]]}…{cell[span[1] :]}"
    return " | ".join((*cells[:column], shown, *cells[column + 1 :]))
