"""What the rows of an outline are called, and what all of them together: never a ``<column>``."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from azsim.gherkin.reading.placeholders import filler, placeholders_in
from azsim.text import Language, Text, beside, gap

# More different things than this aren't all named in a title.
MOST = 3


@frozen
class ExampleRow:
    """One row of examples. A column goes by its name in either language."""

    columns: tuple[Text, ...] = ()
    cells: tuple[Text, ...] = ()

    def fill(self, words: str, language: Language) -> str:
        """*words* with the cells of the row in *language*."""
        names = [name for column in self.columns for name in (column.en, column.ja)]
        cells = [cell.to(language) for cell in self.cells for _ in range(2)]
        return filler(names, cells)(words)

    def cell(self, column: Text) -> Text | None:
        """What stands in *column*, if the row has it."""
        return dict(zip(self.columns, self.cells, strict=True)).get(column)


def of_row(title: str, row: ExampleRow, rows: Sequence[ExampleRow], language: Language) -> str:
    """*title* as that of one of *rows*.

    Where it doesn't tell the rows apart, the cells that differ and don't stand in it do.
    """
    names = [each.fill(title, language) for each in rows]
    if len(set(names)) == len(names):
        return row.fill(title, language)
    told = set(placeholders_in(title))
    telling = (
        row.cell(column)
        for column in row.columns
        if not told & {column.en, column.ja} and len({each.cell(column) for each in rows}) > 1
    )
    cells = [cell.to(language) for cell in telling if cell is not None]
    told_apart = ("、" if language == "ja" else ", ").join(cells)
    return ": ".join(filter(None, (row.fill(title, language), told_apart)))


def of_all(title: str, rows: Sequence[ExampleRow], language: Language) -> str:
    """*title* as that of all *rows*: in the place of its columns stands what the rows make of them."""
    start, end = _place_of_columns(title, rows)
    return f"{title[:start]}{_or(made_of(title, rows, language), language)}{title[end:]}"


def made_of(title: str, rows: Sequence[ExampleRow], language: Language) -> Sequence[str]:
    """The different things that *rows* make of *title*, from its first column to its last."""
    start, end = _place_of_columns(title, rows)
    words = title[start:end]
    return list(dict.fromkeys(row.fill(words, language) for row in rows)) or [words]


def _place_of_columns(title: str, rows: Sequence[ExampleRow]) -> tuple[int, int]:
    columns = {name for row in rows for each in row.columns for name in (each.en, each.ja)}
    named = [f"<{name}>" for name in placeholders_in(title) if name in columns]
    if not named:
        return len(title), len(title)
    return title.index(named[0]), title.rindex(named[-1]) + len(named[-1])


def _or(words: Sequence[str], language: Language) -> str:
    first, *others = words
    if not others:
        return first
    if len(words) > MOST:
        return (
            beside(first, f"ほか {len(others)} 通り")
            if language == "ja"
            else f"{first} and {len(others)} more"
        )
    *before, last = words
    if language == "ja":
        either = beside("、".join(before), "または")
        return f"{either}{gap('は', last)}{last}"
    return f"{', '.join(before)} or {last}"
