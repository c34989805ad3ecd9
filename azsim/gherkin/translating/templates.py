"""The steps, the tables and the examples of one scenario, in the other language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any, Literal

from attrs import frozen

from azsim.gherkin.reading.document import Case, Step
from azsim.gherkin.reading.mistakes import Mistake
from azsim.gherkin.translating import outlines
from azsim.gherkin.translating.outlines import Piece, Row, Said, Slot, Unsolvable
from azsim.gherkin.translating.sentences import (
    LANGUAGES,
    column_called,
    is_one,
    said,
    sentence_in,
    value_in,
    values_in,
)
from azsim.gherkin.vocabulary.located import located
from azsim.gherkin.vocabulary.tables import Column
from azsim.gherkin.vocabulary.vocabulary import Match, Vocabulary
from azsim.text import Advice, Language, Text

OTHER_VALUE = Text(
    'In {language} this step would be\n  {said}\nwhere "{words}" isn\'t what "{written}" is here. '
    "Let {name} say how it is translated: parameter_type(…, translate=…)  ({where})",
    "このステップを{language}にすると次のようになる。\n  {said}\nここの「{written}」と"
    "「{words}」は同じ値ではない。{name} に訳し方を定義する: parameter_type(…, translate=…)  ({where})",
)
OTHER_SENTENCE = Text(
    "In {language} this step would be\n  {said}\nwhich isn't exactly one sentence. It should be the "
    "first of these only:\n{sentences}",
    "このステップを{language}にすると次のようになるが、当てはまる文が一つに決まらない。\n  {said}\n"
    "次のうち、最初の文だけに当てはまる必要がある。\n{sentences}",
)
OTHER_CELL = Text(
    'In {language} the cell "{written}" would be "{said}", which isn\'t the same in the column '
    '"{heading}". Let the column say how it is translated: Column(…, translate=…)',
    "セル「{written}」を{language}にすると「{said}」となるが、列「{heading}」では同じ値ではない。"
    "列に訳し方を定義する: Column(…, translate=…)",
)

# Which text of a scenario: that of the step on a line, of the text below it, or of a cell
# by its row and column in the table below it.
_Key = tuple[int] | tuple[int, Literal["docstring"]] | tuple[int, int, int]


class Untranslatable(Exception):
    """A scenario with *mistakes* that keep it from being translated."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__()
        self.mistakes = tuple(mistakes)


@frozen
class Templates:
    """What changes in a scenario, by lines: the text of steps, the cells of rows."""

    steps: Mapping[int, str]
    rows: Mapping[int, Sequence[str]]


def templates(
    vocabulary: Vocabulary,
    to: Language,
    cases: Sequence[Case],
    written: Mapping[int, Any],
    examples: Mapping[int, Any],
) -> Templates:
    """The scenario that *cases* are the rows of, in the language *to*.

    *written* has its steps and *examples* its rows, as the parser found them, by line.

    :raises Untranslatable: where it can't be said there.
    """
    columns = {column for case in cases for column in case.columns}
    rows = _rows(cases, columns, examples)
    slots = _slots(_Speaker(vocabulary, to, rows), cases, written)
    moving = {
        key: slot
        for key, slot in slots.items()
        if columns and outlines.placeholders(slot.template, columns)
    }
    texts = {key: slot.rows[0].text for key, slot in slots.items()}
    try:
        found, new = outlines.solve(tuple(moving.values()), rows, to)
    except Unsolvable as error:
        raise Untranslatable([Mistake(error.line, error.text)]) from None
    texts |= dict(zip(moving, found, strict=True))
    used = {
        name for slot in moving.values() for name in outlines.placeholders(slot.template, columns)
    }
    cells = [_alone(vocabulary, to, row, columns - used) for row in new]
    return Templates(
        {key[0]: text for key, text in texts.items() if len(key) == 1},
        _table_rows(texts, written) | _example_rows(cases, cells),
    )


def _alone(vocabulary: Vocabulary, to: Language, row: Row, columns: Set[str]) -> Row:
    """*row* with the cells of *columns*, which stand in no step, as any type of value would say them."""
    return {
        column: _spoken(vocabulary, to, cell) if column in columns else cell
        for column, cell in row.items()
    }


def _spoken(vocabulary: Vocabulary, to: Language, cell: str) -> str:
    kinds = (kind for kind in vocabulary.types.values() if kind.fits(cell))
    spoken = (kind.translate(cell, to) for kind in kinds)
    return next((words for words in spoken if words != cell), cell)


def _rows(cases: Sequence[Case], columns: Iterable[str], examples: Mapping[int, Any]) -> list[Row]:
    # A column that only another table of examples has stays as it is written.
    absent = {column: f"<{column}>" for column in columns}
    return [
        absent | dict(zip(case.columns, cells_of(examples[case.row]), strict=True))
        if case.row is not None
        else {}
        for case in cases
    ]


def _slots(
    speaker: _Speaker, cases: Sequence[Case], written: Mapping[int, Any]
) -> dict[_Key, Slot]:
    """Every text of the scenario, each of which is right in its own row at least."""
    slots: dict[_Key, Slot] = {}
    mistakes = []
    for at, first in enumerate(cases[0].steps):
        try:
            slots |= speaker.slots(written[first.line], [case.steps[at] for case in cases])
        except Advice as advice:
            mistakes.append(Mistake(first.line, advice.text))
    for slot in slots.values():
        wrong = next((each for each in slot.rows if not each.holds(each.text)), None)
        if wrong is not None:
            mistakes.append(Mistake(slot.line, wrong.unfit(wrong.text)))
    if mistakes:
        raise Untranslatable(mistakes)
    return slots


def cells_of(row: Any) -> list[str]:
    """The cells of a row, as the parser found them."""
    return [cell["value"] for cell in row["cells"]]


def _table_rows(texts: Mapping[_Key, str], written: Mapping[int, Any]) -> dict[int, Sequence[str]]:
    found: dict[int, list[str]] = {}
    for key, text in texts.items():
        if len(key) == 3:
            line, number, _ = key
            row = written[line]["dataTable"]["rows"][number]
            found.setdefault(row["location"]["line"], []).append(text)
    return dict(found)


def _example_rows(cases: Sequence[Case], rows: Sequence[Row]) -> dict[int, Sequence[str]]:
    return {
        case.row: [row[column] for column in case.columns]
        for case, row in zip(cases, rows, strict=True)
        if case.row is not None
    }


@frozen
class _Speaker:
    """Says the steps of one scenario in another language, row by row."""

    vocabulary: Vocabulary
    to: Language
    rows: Sequence[Row]

    def slots(self, written: Any, steps: Sequence[Step]) -> dict[_Key, Slot]:
        """Every text of the step *written*, which is one of *steps* in each row."""
        line = steps[0].line
        matches = [self.vocabulary.find(step.kind, step.text)[0] for step in steps]
        slots: dict[_Key, Slot] = {(line,): self._sentence(written["text"], steps, matches)}
        if "docString" in written:
            content = written["docString"]["content"]
            texts = [step.docstring or "" for step in steps]
            slots[line, "docstring"] = Slot(
                line, content, tuple(_fixed(text, content) for text in texts)
            )
        for number, row in enumerate(written.get("dataTable", {"rows": ()})["rows"]):
            for at, template in enumerate(cells_of(row)):
                said = tuple(
                    self._cell(template, match, step.table or (), number, at)
                    for step, match in zip(steps, matches, strict=True)
                )
                slots[line, number, at] = Slot(row["location"]["line"], template, said)
        return slots

    def _sentence(self, template: str, steps: Sequence[Step], matches: Sequence[Match]) -> Slot:
        counts: dict[str, str] = {}
        for match in matches:
            for name, words in match.texts.items():
                # Where the rows differ, the words are those for more than one.
                if name not in counts or is_one(counts[name]):
                    counts[name] = words
        return Slot(
            steps[0].line,
            template,
            tuple(
                self._said(template, step, match, row, counts)
                for step, match, row in zip(steps, matches, self.rows, strict=True)
            ),
        )

    def _said(
        self, template: str, step: Step, match: Match, row: Row, counts: Mapping[str, str]
    ) -> Said:
        values = values_in(self.vocabulary, match, self.to)
        places = located(match.sentence.expression, match.texts, step.text)
        sources = {
            name: outlines.template_of(template, row, start, end)
            for name, (start, end) in places.items()
        }
        # A value that doesn't fill its place alone says its number itself.
        numbers = {
            name: match.texts[name] if sources[name] in (None, match.texts[name]) else counts[name]
            for name in places
        }
        pieces = [
            Piece(part.text, counted=part.counted)
            if part.name is None
            else Piece(
                part.text,
                is_value=True,
                template=sources[part.name],
                cut=sources[part.name] is None,
                translate=self._translator(part.name),
            )
            for part in said(sentence_in(match.definition, self.to), values, numbers)
        ]
        return Said(
            tuple(pieces),
            lambda text: self._is_same(match, step, text),
            lambda text: self._why_not(match, step, values, text),
        )

    def _translator(self, name: str) -> Callable[[str], str]:
        return lambda words: value_in(self.vocabulary, name, words, self.to)

    def _is_same(self, match: Match, step: Step, text: str) -> bool:
        found = self.vocabulary.find(step.kind, text)
        return (
            len(found) == 1
            and found[0].definition is match.definition
            and not differing(match, found[0])
        )

    def _why_not(self, match: Match, step: Step, values: Mapping[str, str], text: str) -> Text:
        found = self.vocabulary.find(step.kind, text)
        language = LANGUAGES[self.to]
        wrong = [name for each in found for name in differing(match, each)] or [
            name
            for name, words in values.items()
            if name in self.vocabulary.types and not self.vocabulary.types[name].fits(words)
        ]
        if wrong:
            name = wrong[0]
            return OTHER_VALUE.fill(
                language=language,
                said=text,
                written=match.texts[name],
                words=values[name],
                name=f"{{{name}}}",
                where=self.vocabulary.types[name].where if name in self.vocabulary.types else "-",
            )
        definitions = dict.fromkeys([match.definition, *(each.definition for each in found)])
        lines = "\n".join(f"  {sentence_in(each, self.to)}  ({each.where})" for each in definitions)
        return OTHER_SENTENCE.fill(language=language, said=text, sentences=lines)

    def _cell(
        self, template: str, match: Match, table: Sequence[Sequence[str]], number: int, at: int
    ) -> Said:
        columns = match.definition.table
        text = table[number][at]
        column = column_called(columns, table[0][at]) if columns is not None else None
        if column is None or not text:
            return _fixed(text, template)
        if number == 0:
            heading = column.heading
            return Said(
                (Piece(heading.to(self.to), is_value=True, template=template),),
                lambda said: said in (heading.en, heading.ja),
            )
        return self._declared(text, template, column)

    def _declared(self, text: str, template: str, column: Column) -> Said:
        piece = Piece(
            column.translate(text, self.to),
            is_value=True,
            template=template,
            translate=lambda words: column.translate(words, self.to),
        )
        return Said(
            (piece,),
            lambda said: _means_the_same(column.parse or str, text, said),
            lambda said: OTHER_CELL.fill(
                language=LANGUAGES[self.to], written=text, said=said, heading=column.heading
            ),
        )


def _fixed(text: str, template: str) -> Said:
    """A text that stays as it is, since nothing says what it is."""
    return Said((Piece(text, is_value=True, template=template),), lambda said: said == text)


def differing(match: Match, other: Match) -> list[str]:
    """The values that aren't the same in two matches of one definition."""
    return [
        name
        for name, words in match.texts.items()
        if not _means_the_same(match.transformers[name], words, other.texts[name])
    ]


def _means_the_same(value_of: Callable[[str], object], words: str, other: str) -> bool:
    # Words that are no value yet are none in the other language either.
    if words == other:
        return True
    try:
        return value_of(words) == value_of(other)
    except Exception:
        return False
