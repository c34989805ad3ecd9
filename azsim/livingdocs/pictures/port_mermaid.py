"""SNAT ports in use as a Mermaid diagram."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from azsim.livingdocs.pictures.mermaid import one_line
from azsim.livingdocs.pictures.port_words import headline
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.questions.ports import PortUse, level_at
from azsim.text import Text

_POINTS: Final = 30
_LEVELS: Final = 3


def mermaid(use: PortUse, unit: TimeUnit) -> Text | None:
    """Ports in use and allocated at evenly spaced instants.

    None where no time passes, or where the line would be but one step.
    """
    times = [use.ended * number // (_POINTS - 1) for number in range(_POINTS)]
    if len({level_at(use.levels, time) for time in times}) < _LEVELS:
        return None
    end = (Decimal(use.ended) / unit.size).quantize(Decimal("0.1"))
    in_use, allocated = (
        ", ".join(str(level_at(levels, time)) for time in times)
        for levels in (use.levels, use.allocated)
    )
    most = max(level.ports for level in use.allocated)
    # Mermaid has no way to write a quotation mark within a text.
    said = headline(use)
    title = Text(*(one_line(words).replace('"', "'") for words in (said.en, said.ja)))
    return _CHART.fill(
        title=title, unit=unit.short, end=end, most=most, in_use=in_use, allocated=allocated
    )


# The first line lies below the second, and what is in use is what the picture is about.
_COLOURS: Final = '%%{{init: {{"themeVariables": {{"xyChart": {{"plotColorPalette": "#94a3b8, #1d4ed8"}}}}}}}}%%\n'
_CHART = Text(
    f"{_COLOURS}"
    "xychart-beta\n"
    '    title "{title}"\n'
    '    x-axis "virtual time ({unit})" 0 --> {end}\n'
    '    y-axis "ports in use, and allocated" 0 --> {most}\n'
    "    line [{allocated}]\n"
    "    line [{in_use}]\n",
    f"{_COLOURS}"
    "xychart-beta\n"
    '    title "{title}"\n'
    '    x-axis "仮想時間 ({unit})" 0 --> {end}\n'
    '    y-axis "使用中のポートと割り当て" 0 --> {most}\n'
    "    line [{allocated}]\n"
    "    line [{in_use}]\n",
)
