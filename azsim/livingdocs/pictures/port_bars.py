"""SNAT ports in use as bars against the allocation, where no time passes."""

from __future__ import annotations

from typing import Final

from azsim.livingdocs.pictures.canvas import Canvas, width
from azsim.questions.ports import PortUse
from azsim.text import Language, Text
from azsim.units import format_count

PEAK = Text("peak", "最大")
END = Text("at the end", "終了時")
IN_USE = Text("{ports} of {allocated} in use", "{allocated} 個のうち {ports} 個を使用")

_BAR: Final = 18
_ROW: Final = 30
_GAP: Final = 10


class Bars:
    """The peak of *use* and, where that is another, its end, on *room* pixels."""

    def __init__(self, use: PortUse, language: Language, room: float) -> None:
        self._is_refused = bool(use.refused)
        states = [(PEAK, use.peak.in_use, use.peak.allocated)]
        end = use.levels[-1].ports, use.allocated[-1].ports
        if end != states[0][1:]:
            states.append((END, *end))
        self._bars = [
            (
                name.to(language) if len(states) > 1 else "",
                ports,
                allocated,
                IN_USE.fill(ports=format_count(ports), allocated=format_count(allocated)).to(
                    language
                ),
            )
            for name, ports, allocated in states
        ]
        self._left = max(width(name, "small") + _GAP if name else 0 for name, *_ in self._bars)
        said = max(width(said, "small") for *_, said in self._bars)
        # Behind the bar, a cross has its place between bar and words.
        self._across = room - self._left - said - 3 * _GAP
        self._most = max(allocated for _, _, allocated, _ in self._bars)
        self.height = len(self._bars) * _ROW + _GAP

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw it with its upper left corner there."""
        left = x + self._left
        y += _GAP / 2
        for name, ports, allocated, said in self._bars:
            canvas.words(x, y + 13, name, "muted", size="small")
            whole = self._across * allocated / self._most
            canvas.box(left, y, whole, _BAR, "box", 2)
            canvas.box(left, y, whole * ports / max(allocated, 1), _BAR, "accent", 2)
            if self._is_refused:
                canvas.cross(left + whole + _GAP, y + _BAR / 2)
            canvas.words(left + whole + 2 * _GAP, y + 13, said, size="small")
            y += _ROW
