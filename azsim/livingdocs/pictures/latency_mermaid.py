"""How long connects took, as a Mermaid diagram: how many pings took how long, a line for each set."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from attrs import frozen

from azsim.livingdocs.pictures.mermaid import one_line
from azsim.text import Text
from azsim.units import MILLISECOND

_POINTS: Final = 30
_FEWEST: Final = 60
_TAIL: Final = 100
"""One ping in so many may lie beyond the axis."""
COLOURS: Final = ("#94a3b8", "#1d4ed8")
"""What is told for comparison, and what the picture is about, drawn above it."""


@frozen
class Line:
    """The pings of a set, ascending, and what is said of them."""

    words: Text
    samples: tuple[int, ...]


def mermaid(lines: Sequence[Line]) -> Text | None:
    """The share of pings in equal steps of time, for two of *lines* at most.

    None where there are too few pings for a distribution.
    """
    shown = lines[: len(COLOURS)]
    if not shown or min(len(line.samples) for line in shown) < _FEWEST:
        return None
    low = min(line.samples[0] for line in shown)
    high = max(line.samples[-1 - len(line.samples) // _TAIL] for line in shown)
    step = max((high - low) // _POINTS, 1)
    edges = [low + step * number for number in range(_POINTS + 1)]
    said = [line.words for line in shown]
    title = Text("; ".join(each.en for each in said), "、".join(each.ja for each in said))
    drawn = "\n".join(f"    line [{', '.join(_shares(line.samples, edges))}]" for line in shown)
    return _CHART.fill(
        colours=", ".join(COLOURS[-len(shown) :]),
        title=Text(*(one_line(words).replace('"', "'") for words in (title.en, title.ja))),
        low=f"{edges[0] / MILLISECOND:.2f}",
        high=f"{edges[-1] / MILLISECOND:.2f}",
        lines=drawn,
    )


def _shares(samples: Sequence[int], edges: Sequence[int]) -> list[str]:
    """How many percent of *samples* lie between two neighbours of *edges*."""
    below = [bisect_right(samples, edge) for edge in edges]
    below[0] = 0
    return [
        f"{100 * (after - before) / len(samples):.1f}".removesuffix(".0")
        for before, after in pairwise(below)
    ]


_CHART = Text(
    '%%{{init: {{"themeVariables": {{"xyChart": {{"plotColorPalette": "{colours}"}}}}}}}}%%\n'
    "xychart-beta\n"
    '    title "{title}"\n'
    '    x-axis "latency (ms)" {low} --> {high}\n'
    '    y-axis "pings (%)"\n'
    "{lines}\n",
    '%%{{init: {{"themeVariables": {{"xyChart": {{"plotColorPalette": "{colours}"}}}}}}}}%%\n'
    "xychart-beta\n"
    '    title "{title}"\n'
    '    x-axis "レイテンシ (ms)" {low} --> {high}\n'
    '    y-axis "ping の割合 (%)"\n'
    "{lines}\n",
)
