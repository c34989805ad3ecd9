"""SNAT ports in use as a table: the turning points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from azsim.livingdocs.picture import Table
from azsim.livingdocs.pictures.port_words import headline, notes
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.questions.ports import PortUse
from azsim.text import Text
from azsim.units import format_count

_MOST_ROWS: Final = 25

OF = Text("ports of", "対象")
COLUMNS = (
    Text("time", "時刻"),
    Text("event", "イベント"),
    Text("ports in use", "使用中のポート"),
    Text("allocated", "割り当て"),
)
LIMITED = (*COLUMNS[:2], Text("in use", "使用中"), Text("at most", "上限"))
Row = tuple[Text | str, ...]


def table(uses: Sequence[PortUse], unit: TimeUnit) -> Table:
    """What happened to the ports of each of *uses*, with the figures right after it."""
    several = len(uses) > 1
    rows: list[Row] = [
        (headline(use), *row) if several else row for use in uses for row in _rows(use, unit)
    ]
    if len(rows) > _MOST_ROWS:
        left_out = format_count(len(rows) - _MOST_ROWS + 1)
        blanks = [""] * (len(rows[0]) - 1)
        rows = [*rows[: _MOST_ROWS - 1], (_MORE.fill(count=left_out), *blanks)]
    columns = COLUMNS if all(use.scope == "instance" for use in uses) else LIMITED
    return Table((OF, *columns) if several else columns, tuple(rows))


def _rows(use: PortUse, unit: TimeUnit) -> list[Row]:
    """The peak, what happened before and after it, and the last observation."""
    found = [(note.first, note.when(unit), note.words, note.last) for note in notes(use)]
    found.append((use.peak, unit.words(use.peak.time), _PEAK, use.peak))
    found.sort(key=lambda row: row[0].sequence)
    rows = [_row(when, what, end.in_use, end.allocated) for _, when, what, end in found]
    if max(end.time for *_, end in found) < use.ended:
        in_use, allocated = use.levels[-1].ports, use.allocated[-1].ports
        rows.append(_row(unit.words(use.ended), _END, in_use, allocated))
    return rows


def _row(when: Text, what: Text, in_use: int, allocated: int) -> Row:
    return when, what, format_count(in_use), format_count(allocated)


_PEAK = Text("peak", "最大")
_END = Text("last observation", "最後の観測")
_MORE = Text("… and {count} more", "ほか {count} 件")
