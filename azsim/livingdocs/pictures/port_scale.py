"""Where time lies in a chart of ports: true to scale, but for instants at which much happens.

What happens at one instant stands side by side in a band, in the order in which it
happened, and no time passes within.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from attrs import frozen

from azsim.livingdocs.pictures.port_words import Note
from azsim.questions.ports import PortUse


@frozen
class Band:
    """The steps of an instant, each by the number of its last event in the trace."""

    time: int
    steps: tuple[int, ...]
    left: float
    right: float

    def x(self, sequence: int) -> float:
        """Where the step stands that this event belongs to."""
        width = (self.right - self.left) / (len(self.steps) + 0.5)
        number = min(bisect_left(self.steps, sequence), len(self.steps) - 1)
        return self.left + width * (number + 0.5)


@frozen
class Scale:
    """From ``left`` to ``right``, the time from 0 to ``span``, with ``bands`` in between."""

    left: float
    right: float
    span: int
    bands: tuple[Band, ...] = ()

    def x(self, time: int, sequence: int | None = None) -> float:
        """Where *time* lies; where an instant has steps, that of *sequence*, or its beginning."""
        wide = sum(band.right - band.left for band in self.bands)
        before = sum(band.right - band.left for band in self.bands if band.time < time)
        for band in self.bands:
            if band.time == time and sequence is not None:
                return band.x(sequence)
        return self.left + before + (self.right - self.left - wide) * time / self.span


def scale(
    use: PortUse, notes: Sequence[Note], left: float, right: float, span: int, step: float
) -> Scale:
    """The scale of a chart of *use*, whose bands have *step* pixels for each step.

    They take two thirds of it at most; of more, those with the most steps are kept.
    """
    found = sorted(_steps(use, notes).items(), key=lambda each: -len(each[1]))
    room = (right - left) * 2 / 3
    kept: dict[int, tuple[int, ...]] = {}
    for time, steps in found:
        wide = step * (len(steps) + 0.5)
        if len(steps) > 1 and wide <= room:
            kept[time] = steps
            room -= wide
    bands: list[Band] = []
    for time, steps in sorted(kept.items()):
        begin = Scale(left, right, span, _widened(kept, step)).x(time)
        bands.append(Band(time, steps, begin, begin + step * (len(steps) + 0.5)))
    return Scale(left, right, span, tuple(bands))


def _widened(kept: dict[int, tuple[int, ...]], step: float) -> tuple[Band, ...]:
    """The bands by their widths alone."""
    return tuple(Band(time, steps, 0, step * (len(steps) + 0.5)) for time, steps in kept.items())


def _steps(use: PortUse, notes: Iterable[Note]) -> dict[int, tuple[int, ...]]:
    """What happens at instants at which something is noted, by the last event of each step."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for note in notes:
        for first, last in note.spells:
            if first.time == last.time:
                spans[first.time].append((first.sequence, last.sequence))
    for level in (*use.levels, *use.allocated[1:]):
        if level.time in spans:
            spans[level.time].append((level.sequence, level.sequence))
    return {time: tuple(_apart(steps)) for time, steps in spans.items()}


def _apart(spans: list[tuple[int, int]]) -> list[int]:
    """The ends of *spans*, of which those that overlap are one."""
    ends: list[int] = []
    for first, last in sorted(spans):
        if ends and first <= ends[-1]:
            ends[-1] = max(ends[-1], last)
        else:
            ends.append(last)
    return ends
