"""A feature file with even indentation, aligned tables and single blank lines.

Nothing but blanks is changed: the file says the same before and after.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from attrs import evolve, frozen

from azsim.gherkin.reading.compat import LineListener, listen
from azsim.gherkin.reading.notation import aligned
from azsim.gherkin.reading.source import Source

_STEP = "  "
_TITLES = ("FeatureLine", "RuleLine", "BackgroundLine", "ScenarioLine", "ExamplesLine")
_HEADS = (*_TITLES, "StepLine", "TagLine", "Language")
# How deep the parts of a feature stand; inside a rule everything but its head is one deeper.
_DEPTHS = {
    "FeatureHeader": 0,
    "RuleHeader": 0,
    "Background": 1,
    "ScenarioDefinition": 1,
    "ExamplesDefinition": 2,
    "Step": 2,
}
_CELL = re.compile(r"(?:\\.|[^\\|])*\\?")


def laid_out(source: Source, wrong: Collection[int] = ()) -> str:
    """The text of *source* in the layout of this project; unchanged where it can't be read.

    What is inside the steps and tables on the *wrong* lines stays as it is.
    """
    if source.mistake is not None:
        return source.text
    lines = _with_comments(_described(_with_tables(_read(source.text, wrong))))
    newline = "\r\n" if source.text.count("\r\n") * 2 > source.text.count("\n") else "\n"
    return "".join(f"{line}{newline}" for line in _spaced(lines))


def meaning(source: Source) -> object:
    """What *source* says, whatever its layout; None where it can't be read."""
    return None if source.mistake is not None else _meaning(source.tree)


def after_last_bar(row: str) -> str:
    """What stands behind the last bar of a row of a table, which Gherkin doesn't read."""
    return _cells(row)[1]


def _meaning(node: Any) -> Any:
    if isinstance(node, list):
        return [_meaning(each) for each in node]
    if not isinstance(node, dict):
        return node
    found = {key: _meaning(value) for key, value in node.items() if key not in ("location", "id")}
    if "description" in found:
        found["description"] = found["description"].split()
    if "comments" in found:
        found["comments"] = [comment["text"].strip() for comment in found["comments"]]
    return found


@frozen
class _Line:
    """One line: what the parser takes it for, how deep it stands, and its words.

    Lines of one table, or of one description, share a *group*. What is inside one that
    is *wrong* stays as it is.
    """

    kind: str
    raw: str
    words: str = ""
    depth: int = 0
    group: int = 0
    wrong: bool = False

    def __str__(self) -> str:
        return f"{_STEP * self.depth}{self.words}" if self.words.strip() else self.words


def _read(text: str, wrong: Collection[int]) -> list[_Line]:
    reader = _Reader(wrong)
    listen(text, reader)
    return reader.lines


class _Reader(LineListener):
    """Keeps the lines, with how deep each stands."""

    def __init__(self, wrong: Collection[int]) -> None:
        self._wrong_lines = wrong
        super().__init__()

    def reset(self) -> None:
        """Begin a file."""
        self.lines: list[_Line] = []
        self._parts: list[tuple[str, int]] = []
        self._count = 0
        # How many blanks the parser takes from each line of the docstring that is open.
        self._margin: int | None = None

    def start_rule(self, rule_type: str) -> None:
        """A part of the grammar begins."""
        self._count += 1
        self._parts.append((rule_type, self._count))

    def end_rule(self, rule_type: str) -> None:
        """A part of the grammar ends."""
        self._parts.pop()

    def line(self, kind: str, raw: str, token: Any) -> None:
        """One line, of a kind that the parser has decided on."""
        if kind == "DocStringSeparator":
            self._margin = token.line.indent if self._margin is None else None
            self._keep(kind, raw, raw.strip())
        elif self._margin is not None:
            self._content(token, raw, self._margin)
        elif not raw.strip():
            self.lines.append(_Line("Empty", raw))
        elif token.location["line"] in self._wrong_lines:
            self._keep(kind, raw, raw.strip(), wrong=True)
        else:
            self._keep(kind, raw, _words(token, kind, raw))

    def _keep(self, kind: str, raw: str, words: str, *, wrong: bool = False) -> None:
        depth = self._depth() + (kind not in _HEADS)
        self.lines.append(_Line(kind, raw, words, depth, self._parts[-1][1], wrong))

    def _content(self, token: Any, raw: str, margin: int) -> None:
        content = token.line.get_line_text(margin).rstrip("\r\n")
        # Blanks are content here, even on a line of their own.
        words = f"{_STEP * (self._depth() + 1)}{content}" if content else ""
        self.lines.append(_Line("Content", raw, words))

    def _depth(self) -> int:
        names = [name for name, _ in self._parts]
        return ("Rule" in names) + next(
            (_DEPTHS[name] for name in reversed(names) if name in _DEPTHS), 0
        )


def _words(token: Any, kind: str, raw: str) -> str:
    if kind in _TITLES:
        return f"{token.matched_keyword}: {token.matched_text}".strip()
    if kind == "StepLine" and token.matched_text:
        return f"{token.matched_keyword.strip()} {token.matched_text}"
    if kind == "StepLine":
        # Without the blank after it, an English keyword isn't one.
        keyword: str = token.matched_keyword
        return keyword
    return raw.strip()


def _with_tables(lines: Sequence[_Line]) -> list[_Line]:
    """*lines* with the columns of every table aligned, unless one of its rows is wrong."""
    rows: dict[int, list[str]] = {}
    wrong = {line.group for line in lines if line.wrong}
    for line in lines:
        if line.kind == "TableRow" and line.group not in wrong:
            rows.setdefault(line.group, []).append(line.words)
    tables = {group: iter(_aligned(table)) for group, table in rows.items()}
    return [
        evolve(line, words=next(tables[line.group]))
        if line.kind == "TableRow" and line.group in tables
        else line
        for line in lines
    ]


def _aligned(rows: Sequence[str]) -> list[str]:
    split = [_cells(row) for row in rows]
    if not split[0][0]:
        return list(rows)
    written = aligned([cells for cells, _ in split])
    return [f"{row} {rest}".strip() for row, (_, rest) in zip(written, split, strict=True)]


def _cells(row: str) -> tuple[list[str], str]:
    """The cells of *row* as they are written, and what stands after its last bar."""
    cells: list[str] = []
    position = row.index("|") + 1
    while position <= len(row):
        found = _CELL.match(row, position)
        assert found is not None
        if found.end() == len(row):
            return cells, found[0].strip()
        cells.append(found[0].strip())
        position = found.end() + 1
    return cells, ""


def _described(lines: Sequence[_Line]) -> list[_Line]:
    """*lines* with every description moved as a whole, so that its lists keep their shape."""
    margins: dict[int, int] = {}
    for line in lines:
        if line.kind == "Other":
            margins[line.group] = min(margins.get(line.group, 1000), _indent(line.raw))
    return [
        evolve(line, words=" " * (_indent(line.raw) - margins[line.group]) + line.words)
        if line.kind == "Other"
        else line
        for line in lines
    ]


def _indent(raw: str) -> int:
    blanks = raw[: len(raw) - len(raw.lstrip())]
    return len(blanks.replace("\u3000", "  ").expandtabs(4))


def _with_comments(lines: Sequence[_Line]) -> list[_Line]:
    """*lines* with every comment as deep as the line that it stands on."""
    found: list[_Line] = []
    for kind, run in groupby(lines, key=lambda line: line.kind):
        block = list(run)
        if kind == "Comment":
            depth = _depth_of_comment(lines, len(found), len(found) + len(block))
            block = [evolve(line, depth=depth) for line in block]
        found.extend(block)
    return found


def _depth_of_comment(lines: Sequence[_Line], start: int, end: int) -> int:
    """How deep the lines from *start* to before *end* stand.

    A comment belongs to what follows it, unless only a blank line separates them and
    none separates it from what it follows.
    """
    after = _first(lines, range(end, len(lines)), ("Empty", "Comment"))
    before = _first(lines, range(start - 1, -1, -1), ("Empty", "Comment", "Content"))
    touches_after = end < len(lines) and lines[end].kind != "Empty"
    touches_before = start > 0 and lines[start - 1].kind != "Empty"
    if before is not None and not touches_after and (touches_before or after is None):
        return before.depth
    return after.depth if after is not None else 0


def _first(lines: Sequence[_Line], numbers: Iterable[int], but: Collection[str]) -> _Line | None:
    """The first of *lines*, in the order of their *numbers*, of another kind than these."""
    return next((lines[number] for number in numbers if lines[number].kind not in but), None)


def _spaced(lines: Sequence[_Line]) -> Iterator[str]:
    """*lines* with one blank line above each part, and never two in a row."""
    starts = set(_starts(lines))
    owed, first = False, True
    for number, line in enumerate(lines):
        if line.kind == "Empty":
            owed = True
            continue
        if not first and (owed or number in starts):
            yield ""
        owed = first = False
        yield str(line)


def _starts(lines: Sequence[_Line]) -> Iterable[int]:
    """Where each part begins: at its title, or at the tags and comments that lie upon it."""
    for number, line in enumerate(lines):
        if line.kind in _TITLES[1:]:
            start = above = number
            while above > 0 and lines[above - 1].kind in ("TagLine", "Comment", "Empty"):
                above -= 1
                if lines[above].kind == "TagLine" or (
                    lines[above].kind == "Comment" and above == start - 1
                ):
                    start = above
            yield start
