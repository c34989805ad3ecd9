"""The templates and the examples of a scenario outline, in the other language.

A step of an outline is a template, and each row of the examples makes a step of it. What
every such step is in the other language is known; here one template and new cells are
found that make those steps. A column is *kept* where each of its cells is a value or lies
inside one: then the value moves, and ``<column>`` with it. The cells of any other column
hold words of the sentence too; they get whatever differs between the rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

from attrs import frozen

from azsim.text import Language, Text, listed

Row = Mapping[str, str]
# How much of a sentence goes into the cells of a column that isn't kept: as little as
# possible, that and the words around it, or everything.
Reach = Literal["phrase", "least", "all"]

TWO_TRANSLATIONS = Text(
    'The cell "{cell}" of <{column}> would have to be "{first}" in one place and "{second}" in '
    "another. Give one of the places a column of its own.",
    "列 <{column}> のセル「{cell}」が、ある場所では「{first}」、別の場所では「{second}」になる。"
    "一方の場所を別の列にする。",
)
TOO_MANY_COLUMNS = Text(
    "The columns {columns} hold words of this sentence, which stand elsewhere in the other "
    "language. Keep these words in one column.",
    "列 {columns} に文の語が分かれて入っており、もう一方の言語では語順が変わる。"
    "これらの語を一つの列にまとめる。",
)
NO_TEMPLATE = Text(
    "There is no single line in the other language that fits every row of the examples. Put the "
    "whole sentence into a column, or write a scenario for each row.",
    "例のすべての行に当てはまる 1 行が、もう一方の言語にはない。文の全体を列に入れるか、"
    "行ごとにシナリオを書く。",
)

# One kind of letter after the other: where it changes, a Japanese word may end. What a sentence is
# about ends in は, which stays with it.
_WORDS = re.compile(r"[A-Za-z0-9_]+|[ァ-ヺー]+|は(?=[ぁ-ゖ])|[ぁ-ゖ]+|[一-鿿々]+|\s+|.", re.DOTALL)
_KANA = re.compile(r"[ぁ-ゖ]+|[、。:「」<>]")
_PARTICLES = "がをはにでとのもへや、。:「」"


class Unsolvable(Exception):
    """No templates and cells make the steps; *line* is where it fails."""

    def __init__(self, line: int, text: Text) -> None:
        super().__init__(text.en)
        self.line = line
        self.text = text


@frozen
class Piece:
    """A part of a text in the other language, in one row.

    A value with placeholders has its *template*, as it was written. A value that is *cut*
    begins or ends within a cell. A *counted* word goes by a number. *translate* puts a
    part of the value into the other language.
    """

    text: str
    is_value: bool = False
    template: str | None = None
    cut: bool = False
    counted: bool = False
    translate: Callable[[str], str] = str


@frozen
class Said:
    """A text in the other language, as it is in one row.

    *holds* says whether other words would do as well, and *unfit* why some don't.
    """

    pieces: tuple[Piece, ...]
    holds: Callable[[str], bool]
    unfit: Callable[[str], Text] = lambda said: NO_TEMPLATE

    @property
    def text(self) -> str:
        """The words."""
        return "".join(piece.text for piece in self.pieces)


@frozen
class Slot:
    """A text with placeholders, and what it becomes in each row."""

    line: int
    template: str
    rows: tuple[Said, ...]


@frozen
class _Token:
    """A word of a text in the other language; *touched* where a cell brought it in."""

    text: str
    is_value: bool = False
    touched: bool = False
    counted: bool = False


def fill(template: str, row: Row) -> str:
    """*template* with the cells of *row* in the places of their columns."""
    return _placeholder(row).sub(lambda found: row[found[1]], template) if row else template


def placeholders(template: str, columns: Iterable[str]) -> list[str]:
    """The columns that *template* names, in their order."""
    return _placeholder(columns).findall(template)


def template_of(template: str, row: Row, start: int, end: int) -> str | None:
    """What of *template* becomes the text from *start* to *end*, with the cells of *row*.

    None where that text begins or ends within a cell.
    """
    moved = before = inside = 0
    for each in _placeholder(row).finditer(template) if row else ():
        first = each.start() + moved
        more = len(row[each[1]]) - len(each[0])
        moved += more
        last = each.end() + moved
        if first < start < last or first < end < last:
            return None
        if last <= start and first < start:
            before += more
        elif last <= end:
            inside += more
    return template[start - before : end - before - inside]


def solve(
    slots: Sequence[Slot], rows: Sequence[Row], language: Language
) -> tuple[list[str], list[dict[str, str]]]:
    """A template for each of *slots*, and the cells of each of *rows*, in *language*.

    :raises Unsolvable: where there are none.
    """
    columns = {column for row in rows for column in row}
    free = _columns_with_words(slots, columns)
    cells = _kept_cells(slots, rows, columns, free)
    outline = _Outline(slots, cells, columns, free, language)
    reaches: tuple[Reach, ...] = ("phrase", "least", "all")
    for reach in reaches:
        try:
            return outline.solved(reach)
        except Unsolvable as error:
            failure = error
    raise failure


def _columns_with_words(slots: Sequence[Slot], columns: set[str]) -> set[str]:
    """The columns of which some cell isn't a value, or inside one, wherever it stands."""
    found = set()
    for slot in slots:
        named = Counter(placeholders(slot.template, columns))
        for said in slot.rows:
            inside = Counter(
                name
                for piece in said.pieces
                if piece.template is not None and not piece.cut
                for name in placeholders(piece.template, columns)
            )
            found |= {name for name in named if inside[name] < named[name]}
    return found


def _kept_cells(
    slots: Sequence[Slot], rows: Sequence[Row], columns: set[str], free: set[str]
) -> list[dict[str, str]]:
    """The cells of the columns that aren't *free*; one that can't be kept becomes free."""
    cells = [dict(row) for row in rows]
    certain: dict[tuple[int, str], str] = {}
    for slot in slots:
        for number, said in enumerate(slot.rows):
            for piece in said.pieces:
                column = _only_placeholder(piece, columns)
                if column is None or column in free:
                    continue
                first = certain.setdefault((number, column), piece.text)
                if first != piece.text:
                    cell = rows[number][column]
                    raise _two_translations(slot, column, cell, first, piece.text)
                cells[number][column] = piece.text
    for slot in slots:
        for number, said in enumerate(slot.rows):
            for piece in said.pieces:
                for name in placeholders(piece.template or "", columns):
                    cell = cells[number][name]
                    if name in free or piece.cut or (cell and cell in piece.text):
                        continue
                    if (number, name) in certain:
                        written = rows[number][name]
                        raise _two_translations(slot, name, written, cell, written)
                    cell = cells[number][name] = piece.translate(cell)
                    if not cell or cell not in piece.text:
                        free.add(name)
    for row, known in zip(cells, rows, strict=True):
        row |= {column: known[column] for column in free if column in known}
    return cells


def _only_placeholder(piece: Piece, columns: set[str]) -> str | None:
    name = (piece.template or "")[1:-1]
    return name if name in columns and piece.template == f"<{name}>" else None


@frozen
class _Outline:
    """What is to be solved: *cells* has those of the kept columns in the other language."""

    slots: Sequence[Slot]
    cells: Sequence[Row]
    columns: set[str]
    free: set[str]
    language: Language

    def solved(self, reach: Reach) -> tuple[list[str], list[dict[str, str]]]:
        """The templates and the rows, where a column with words gets as many as *reach* says."""
        new = [dict(row) for row in self.cells]
        templates = []
        given: dict[str, list[str]] = {}
        for slot in self.slots:
            column = self._column_with_words(slot)
            if column is None:
                templates.append(self._without_words(slot))
                continue
            template, cells = self._with_words(slot, column, reach)
            templates.append(template)
            before = given.setdefault(column, cells)
            for row, first, second in zip(new, before, cells, strict=True):
                if first != second:
                    raise _two_translations(slot, column, row[column], first, second)
        for number, row in enumerate(new):
            row |= {column: cells[number] for column, cells in given.items()}
        for slot, template in zip(self.slots, templates, strict=True):
            if not _fits(slot, template, new):
                raise Unsolvable(slot.line, NO_TEMPLATE)
        return templates, new

    def _column_with_words(self, slot: Slot) -> str | None:
        found = {name for name in placeholders(slot.template, self.columns) if name in self.free}
        if len(found) > 1:
            shown = listed(f"<{name}>" for name in sorted(found))
            raise Unsolvable(slot.line, TOO_MANY_COLUMNS.fill(columns=shown))
        return next(iter(found), None)

    def _without_words(self, slot: Slot) -> str:
        """The one template for all rows, the plural before the singular."""
        written = {_joined(line) for line in self._tokens(slot)}
        for template in sorted(written, key=lambda each: (-len(each), each)):
            if _fits(slot, template, self.cells):
                return template
        raise Unsolvable(slot.line, NO_TEMPLATE)

    def _with_words(self, slot: Slot, column: str, reach: Reach) -> tuple[str, list[str]]:
        """The template that leaves to *column* what differs between the rows, and its cells."""
        lines = self._tokens(slot)
        if reach == "phrase" and slot.template == f"<{column}>":
            # A sentence in a cell stays one.
            reach = "all"
        start, end = _outside(lines, self.language, reach)
        stops = [len(line) - end for line in lines]
        cells = [
            fill(_joined(line[start:stop]), row)
            for line, stop, row in zip(lines, stops, self.cells, strict=True)
        ]
        first = lines[0]
        return f"{_joined(first[:start])}<{column}>{_joined(first[stops[0] :])}", cells

    def _tokens(self, slot: Slot) -> list[list[_Token]]:
        """The text of *slot* in each row, word by word, with the placeholders that are kept."""
        possible = [
            [list(self._ways(piece, row)) for piece in said.pieces]
            for said, row in zip(slot.rows, self.cells, strict=True)
        ]
        # Where a value can be written in several ways, the one that fits most rows is it.
        common = Counter(way for row in possible for ways in row for way in set(ways))
        return [
            [
                token
                for piece, ways in zip(said.pieces, row, strict=True)
                for token in self._words(piece, max(ways, key=common.__getitem__))
            ]
            for said, row in zip(slot.rows, possible, strict=True)
        ]

    def _ways(self, piece: Piece, row: Row) -> Iterator[str]:
        """The ways to write *piece* with the placeholders that are kept; its words if none."""
        if piece.template is None or piece.cut:
            yield piece.text
        elif fill(piece.template, row) == piece.text and not self._has_words(piece):
            yield piece.template
        else:
            names = placeholders(piece.template, self.columns)
            kept = [name for name in names if name not in self.free]
            yield from list(islice(_weavings(kept, piece.text, row), 20)) or [piece.text]

    def _words(self, piece: Piece, way: str) -> Iterator[_Token]:
        if piece.is_value and way == piece.text:
            yield _Token(way, is_value=True, touched=piece.cut or self._has_words(piece))
        elif piece.counted:
            yield _Token(way, counted=True)
        else:
            # Every second one is a placeholder's name.
            for number, words in enumerate(_placeholder(self.columns).split(way)):
                if number % 2:
                    yield _Token(f"<{words}>", is_value=True)
                else:
                    yield from map(_Token, _WORDS.findall(words))

    def _has_words(self, piece: Piece) -> bool:
        return any(name in self.free for name in placeholders(piece.template or "", self.columns))


def _weavings(names: Sequence[str], text: str, row: Row) -> Iterator[str]:
    """*text* with each of *names* in the place of its cell, in every way that is possible."""
    if not names:
        yield text
        return
    cell = row[names[0]]
    at = text.find(cell) if cell else -1
    while at >= 0:
        end = at + len(cell)
        for rest in _weavings(names[1:], text[end:], row):
            yield f"{text[:at]}<{names[0]}>{rest}"
        at = text.find(cell, at + 1)


def _fits(slot: Slot, template: str, cells: Sequence[Row]) -> bool:
    return all(said.holds(fill(template, row)) for said, row in zip(slot.rows, cells, strict=True))


def _outside(rows: Sequence[Sequence[_Token]], language: Language, reach: Reach) -> tuple[int, int]:
    """How many tokens at the start and at the end of *rows* lie outside the column."""
    shortest = min(map(len, rows))
    start = end = 0
    while start < shortest and _common([row[start] for row in rows]):
        start += 1
    while end < shortest - start and _common([row[-1 - end] for row in rows]):
        end += 1
    if reach == "all" or start + end == shortest:
        return 0, 0
    first = rows[0]
    if reach == "phrase" and any(
        token.touched for row in rows for token in row[start : len(row) - end]
    ):
        tail = first[len(first) - end :]
        if language == "ja":
            start -= _phrase(first[:start][::-1])
            end -= _phrase(tail)
        else:
            end -= _counted(tail)
    return start, end


def _common(tokens: Sequence[_Token]) -> bool:
    return len({token.text for token in tokens}) == 1 and not any(each.touched for each in tokens)


def _phrase(tokens: Sequence[_Token]) -> int:
    """How many of *tokens* belong to the word before them: those up to the next particle."""
    count = 0
    for number, token in enumerate(tokens, start=1):
        if token.is_value or _KANA.fullmatch(token.text):
            # The kana that a verb ends in belong to it.
            return 0 if _KANA.match(token.text) and token.text[0] not in _PARTICLES else count
        if not token.text.isspace():
            count = number
    return count


def _counted(tokens: Sequence[_Token]) -> int:
    """How many of *tokens* lead to the last word that goes by the number before them."""
    count = 0
    for number, token in enumerate(tokens, start=1):
        if token.counted:
            count = number
        elif not token.text.isspace():
            break
    return count


def _joined(tokens: Iterable[_Token]) -> str:
    return "".join(token.text for token in tokens)


def _two_translations(slot: Slot, column: str, cell: str, first: str, second: str) -> Unsolvable:
    return Unsolvable(
        slot.line,
        TWO_TRANSLATIONS.fill(column=column, cell=cell, first=first, second=second),
    )


def _placeholder(columns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("<(" + "|".join(map(re.escape, columns)) + ")>")
