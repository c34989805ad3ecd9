"""SNAT ports in use as bars against the allocation, one below the other, where no time passes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from azsim.livingdocs.pictures.canvas import Canvas
from azsim.livingdocs.pictures.port_panel import LINE, RADIUS, mark
from azsim.livingdocs.pictures.port_words import Note, counter
from azsim.questions.ports import Moment, PortUse
from azsim.text import Language, Text
from azsim.units import format_count

PEAK = Text(
    "peak: {ports} of {allocated} in use",
    "最大: {allocated} {counter}のうち {ports} {counter}を使用",
)
END = Text(
    "at the end: {ports} of {allocated} in use",
    "終了時: {allocated} {counter}のうち {ports} {counter}を使用",
)
IN_USE = Text(
    "{ports} of {allocated} in use", "{allocated} {counter}のうち {ports} {counter}を使用"
)

_BAR: Final = 18
_ROW: Final = LINE + _BAR + 8
_CROSS: Final = 16


@frozen
class _Bar:
    """So many ports of so many, right after the note of that ``number``, where it is one."""

    ports: int
    allocated: int
    said: str
    number: int = 0


class Bars:
    """The peak of *use*, what each of *notes* leaves, and the end, on *room* pixels."""

    def __init__(
        self, use: PortUse, notes: Sequence[Note], language: Language, room: float
    ) -> None:
        self._notes = notes
        found = [(use.peak, 0), *((note.last, number) for number, note in enumerate(notes, 1))]
        found.sort(key=lambda each: each[0].sequence)
        end = Moment(use.ended, 0, use.levels[-1].ports, use.allocated[-1].ports)
        if (end.in_use, end.allocated) != (found[-1][0].in_use, found[-1][0].allocated):
            found.append((end, -1))
        self._counter = counter(use)
        self._bars = [
            self._bar(at, number, number < 0, len(found) == 1, language) for at, number in found
        ]
        self._across = room - _CROSS
        self._most = max(1, *(bar.allocated for bar in self._bars))
        self.height = len(self._bars) * _ROW + 10

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw it with its upper left corner there."""
        for bar in self._bars:
            left = x
            if bar.number > 0:
                note = self._notes[bar.number - 1]
                mark(canvas, x + RADIUS, y + LINE - 6, bar.number, note)
                left += 3 * RADIUS
            canvas.words(left, y + LINE - 2, bar.said, size="small")
            whole = self._across * bar.allocated / self._most
            top = y + LINE + 4
            canvas.box(x, top, whole, _BAR, "box", 2)
            canvas.box(x, top, whole * bar.ports / max(bar.allocated, 1), _BAR, "accent", 2)
            if bar.number > 0 and self._notes[bar.number - 1].look == "bad":
                canvas.cross(x + whole + _CROSS / 2, top + _BAR / 2)
            y += _ROW

    def _bar(
        self, at: Moment, number: int, is_end: bool, is_only: bool, language: Language
    ) -> _Bar:
        words = END if is_end else IN_USE if number or is_only else PEAK
        said = words.fill(
            ports=format_count(at.in_use),
            allocated=format_count(at.allocated),
            counter=self._counter,
        )
        return _Bar(at.in_use, at.allocated, said.to(language), max(number, 0))
