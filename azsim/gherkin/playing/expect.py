"""Comparing what a Then expects with what was found, and showing both side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from attrs import frozen

from azsim.terminal.symbols import UNICODE, Symbols
from azsim.text import Advice, Language, Text, listed, say

EXPECTED = Text("expected", "期待")
ACTUAL = Text("actual", "実際")
MISSING = Text("missing", "不足")
EXTRA = Text("extra", "余分")
BECAUSE = Text("why: {why}", "理由: {why}")

Row = tuple[object, ...]


@frozen
class Pair:
    """An expected row beside the actual one; either may be absent."""

    expected: Row | None
    actual: Row | None

    @property
    def agrees(self) -> bool:
        """Whether the row is there and right."""
        return self.expected == self.actual


class Mismatch(AssertionError):
    """What was found isn't what a Then says."""

    def __init__(
        self,
        what: Text,
        columns: Sequence[Text],
        pairs: Sequence[Pair],
        why: Text | None = None,
    ) -> None:
        super().__init__(what.en)
        self.what = what
        self.columns = tuple(columns)
        self.pairs = tuple(pairs)
        self.why = why

    def render(self, language: Language = "en", symbols: Symbols = UNICODE) -> str:
        """The difference as a table in *language*."""
        body = self._rows(language, symbols) if self.columns else self._values(language)
        why = "" if self.why is None else f"\n{BECAUSE.fill(why=self.why).to(language)}"
        return f"{self.what.to(language)}\n{body}{why}"

    def __str__(self) -> str:
        return self.render()

    def _values(self, language: Language) -> str:
        [pair] = self.pairs
        values = [
            [shown(value, language) for value in (*(pair.expected or ()), *(pair.actual or ()))]
        ]
        return _grid([EXPECTED.to(language), ACTUAL.to(language)], values)

    def _rows(self, language: Language, symbols: Symbols) -> str:
        headings = ["", *(column.to(language) for column in self.columns)]
        return _grid(headings, [_shown(pair, language, symbols) for pair in self.pairs])


def _as_it_is(value: Any) -> object:
    return value


def _unknown() -> None:
    """Nobody knows why."""


def equal(
    what: Text,
    expected: object,
    actual: object,
    *,
    show: Callable[[Any], object] = _as_it_is,
    why: Callable[[], Text | None] = _unknown,
) -> None:
    """*actual* has to be *expected*; *show* puts them into words, and *why* tells why they differ.

    :raises Mismatch: where it isn't.
    """
    if expected != actual:
        raise Mismatch(what, (), [Pair((show(expected),), (show(actual),))], why())


def between(
    what: Text,
    low: Any,
    high: Any,
    actual: Any,
    *,
    show: Callable[[Any], object] = _as_it_is,
) -> None:
    """*actual* has to lie between *low* and *high*, both included; *show* puts them into words.

    :raises Mismatch: where it doesn't.
    """
    if low > high:
        raise Advice(
            Text(
                "Nothing lies between {low} and {high}: write the smaller bound first.",
                "{low} 以上 {high} 以下の値はない。小さいほうを先に書く。",
            ).fill(low=show(low), high=show(high))
        )
    if not low <= actual <= high:
        bounds = Text("{low} to {high}", "{low} 以上 {high} 以下")
        shown = bounds.fill(low=show(low), high=show(high))
        raise Mismatch(what, (), [Pair((shown,), (show(actual),))])


def holds(what: Text, found: Text, holds: bool, *, expected: Text | None = None) -> None:
    """*what* is so, or else *found* is what was seen in its place.

    :raises Mismatch: where *holds* is false.
    """
    if not holds:
        wanted = expected or Text("that it holds", "成り立つこと")
        raise Mismatch(what, (), [Pair((wanted,), (found,))])


def rows(
    what: Text,
    columns: Sequence[Text],
    expected: Sequence[Sequence[object]],
    actual: Iterable[Sequence[object]],
) -> None:
    """The rows found have to be those expected, in the same order.

    :raises Mismatch: where a cell differs, or a row is missing or too many.
    """
    pairs = _aligned([tuple(row) for row in expected], [tuple(row) for row in actual])
    if not all(pair.agrees for pair in pairs):
        raise Mismatch(what, columns, pairs)


def _aligned(expected: list[Row], actual: list[Row]) -> list[Pair]:
    keys = ([repr(row) for row in expected], [repr(row) for row in actual])
    pairs: list[Pair] = []
    for _, low, high, found_low, found_high in SequenceMatcher(None, *keys, False).get_opcodes():
        wanted, found = expected[low:high], actual[found_low:found_high]
        for index in range(max(len(wanted), len(found))):
            pairs.append(
                Pair(
                    wanted[index] if index < len(wanted) else None,
                    found[index] if index < len(found) else None,
                )
            )
    return pairs


def _shown(pair: Pair, language: Language, symbols: Symbols) -> list[str]:
    if pair.expected is None or pair.actual is None:
        kind = MISSING if pair.actual is None else EXTRA
        row = pair.expected or pair.actual or ()
        return [f"{symbols.failed} {kind.to(language)}", *(shown(cell, language) for cell in row)]
    mark = symbols.passed if pair.agrees else symbols.failed
    cells = zip(pair.expected, pair.actual, strict=True)
    return [mark, *(_cell(wanted, found, language) for wanted, found in cells)]


def _cell(expected: object, actual: object, language: Language) -> str:
    if expected == actual:
        return shown(expected, language)
    return f"{shown(expected, language)} -> {shown(actual, language)}"


def shown(value: object, language: Language) -> str:
    """*value* as a reader sees it: numbers with thousands separators, lists in words."""
    # A subclass, such as one of durations, has words of its own.
    if type(value) is int:
        return f"{value:,}"
    if isinstance(value, list | tuple):
        return listed([shown(each, language) for each in value]).to(language)
    return say(value, language)


def _grid(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    # Only a failure pays for importing tabulate.
    from tabulate import tabulate

    table: str = tabulate(cells, headers=headings, tablefmt="simple", disable_numparse=True)
    return "\n".join(line.rstrip() for line in table.splitlines())
