"""Tables below a sentence: headings in either language, cells that are checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from attrs import field, frozen

from azsim.gherkin.reading import lookalikes
from azsim.gherkin.vocabulary.own_functions import REFUSALS, slip, translating
from azsim.gherkin.vocabulary.translations import Translate, as_written
from azsim.text import Advice, Text, listed, nearest, quotation

NOT_ALLOWED = Text("{found} isn't allowed here: {reason}", "{found}は使えない: {reason}")

Cells = Sequence[str]
# What a sentence that declares its columns gets: one mapping for each row, from the keys
# of the columns to their values.
Rows = list[dict[str, Any]]


@frozen
class Column:
    """A column that a table may have.

    *parse* turns the text of a cell into its value; a ``ValueError`` or an
    :class:`~azsim.text.Advice` refuses it. An optional column may be left out, and its cells
    may be left empty; the value is None then. *translate* says the text of a cell in the
    other language. *type* is the type that a sentence would take such a value by, for what is
    known of it: a page lets a reader move counts and durations.
    """

    key: str
    heading: Text
    required: bool = True
    parse: Callable[[str], object] | None = None
    translate: Translate = field(default=as_written, converter=translating)
    type: str | None = None

    def is_headed(self, heading: str) -> bool:
        """Whether *heading*, of either language, is that of the column."""
        return heading in (self.heading.en, self.heading.ja)


def read_table(datatable: Sequence[Cells] | None, columns: Sequence[Column]) -> Rows:
    """The rows of *datatable*, whose first row holds headings of *columns* in any order.

    The values of a row stand in the order of *columns*.

    :raises Advice: for a heading that is unknown, missing or there twice, a table
        without rows, an empty cell of a required column and what ``parse`` refuses.
    """
    if not datatable:
        raise Advice(
            Text(
                "This sentence takes a table. Put one below it, with the headings {headings}.",
                "この文には表が要る。見出しが{headings}の表を下に書く。",
            ).fill(headings=_headings(columns))
        )
    chosen = [_column(heading, columns) for heading in datatable[0]]
    for index, column in enumerate(chosen):
        if column in chosen[:index]:
            raise Advice(
                Text(
                    'The column "{heading}" stands in the table twice. Keep one of them.',
                    "列「{heading}」が表に二つある。一つだけ残す。",
                ).fill(heading=datatable[0][index])
            )
    for column in columns:
        if column.required and column not in chosen:
            raise Advice(
                Text(
                    'The table has no column "{heading}". It needs {needed}.',
                    "表に列「{heading}」がない。必要な列は{needed}である。",
                ).fill(
                    heading=column.heading,
                    needed=_headings([each for each in columns if each.required]),
                )
            )
    if len(datatable) == 1:
        raise Advice(
            Text(
                "The table has headings only. Write at least one row below them.",
                "表に見出ししかない。その下に少なくとも 1 行書く。",
            )
        )
    return [
        {column.key: None for column in columns}
        | {
            column.key: _value(cell, column, number)
            for column, cell in zip(chosen, row, strict=True)
        }
        for number, row in enumerate(datatable[1:], start=1)
    ]


def _column(heading: str, columns: Sequence[Column]) -> Column:
    for column in columns:
        if column.is_headed(heading):
            return column
    known = [words for each in columns for words in (each.heading.en, each.heading.ja)]
    close = nearest(heading, known)
    hint = Text("", "")
    if close is not None:
        hint = Text(f' Did you mean "{close}"?', f"「{close}」のことか。")
    reason = lookalikes.wrong(heading)
    if reason is not None:
        hint = Text(f" {reason.en}{hint.en}", f"{reason.ja}{hint.ja}")
    raise Advice(
        Text(
            'The table has an unknown column "{heading}".{hint} It may have {headings}.',
            "表に未知の列「{heading}」がある。{hint}使える列は{headings}である。",
        ).fill(heading=heading, hint=hint, headings=_headings(columns))
    )


def _value(cell: str, column: Column, number: int) -> object:
    if not cell:
        if not column.required:
            return None
        raise Advice(
            Text(
                'Row {number} of the table has nothing under "{heading}". Fill the cell in.',
                "見出しの下の {number} 行目の「{heading}」が空である。値を書く。",
            ).fill(number=number, heading=column.heading)
        )
    if column.parse is None:
        return cell
    try:
        return _parsed(cell, column.parse)
    except Advice as advice:
        reason = _other_signs(cell, column.parse) or advice.text
        raise Advice(
            Text(
                'Row {number} of the table, column "{heading}": {reason}',
                "見出しの下の {number} 行目、列「{heading}」: {reason}",
            ).fill(number=number, heading=column.heading, reason=reason)
        ) from None


def _parsed(cell: str, parse: Callable[[str], object]) -> object:
    try:
        return parse(cell)
    except Advice:
        raise
    except REFUSALS as error:
        refused = NOT_ALLOWED.fill(found=quotation(cell), reason=str(error) or repr(error))
        raise Advice(refused) from error
    except Exception as error:
        raise slip(error, parse, cell) from error


def _other_signs(cell: str, parse: Callable[[str], object]) -> Text | None:
    """What to say of *cell* where nothing but the width of its characters is wrong."""
    reason, plain = lookalikes.wrong(cell), lookalikes.ordinary(cell)
    if reason is None:
        return None
    try:
        _parsed(plain, parse)
    except Advice:
        return None
    return Text('{reason} Write "{plain}".', "{reason}「{plain}」と書く。").fill(
        reason=reason, plain=plain
    )


def _headings(columns: Iterable[Column]) -> Text:
    return listed(Text(f'"{each.heading.en}"', f"「{each.heading.ja}」") for each in columns)
