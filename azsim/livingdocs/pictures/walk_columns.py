"""Where the lifelines of a packet walk stand, so that no label is cut or overlaps another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from attrs import frozen

from azsim.livingdocs.pictures.canvas import mono_width, width, wrapped
from azsim.livingdocs.pictures.place_words import BOLD, KINDS, name_lines, place_name
from azsim.livingdocs.pictures.time_unit import TimeUnit
from azsim.livingdocs.pictures.walk_times import times_of
from azsim.livingdocs.pictures.walk_words import BYPASSED, label
from azsim.model.topology import Place
from azsim.questions.walk import Walk
from azsim.questions.walk_rows import Leg, Passage, Pause, Repeats, Row
from azsim.text import Language, Text

MARGIN: Final = 12
WIDEST: Final = 880
# Room for banners and notes where there are few lifelines.
NARROWEST: Final = 420
# The narrowest that a leg's label or a name is broken to, and the widest that a name is written.
LABEL: Final = 130
NAME: Final = 190
# How far a packet to oneself swings out.
LOOP: Final = 28
# Free space at either end of an arrow.
ROOM: Final = 12


@frozen
class Heading:
    """The words over a lifeline."""

    name: tuple[str, ...]
    kind: tuple[str, ...]

    @property
    def width(self) -> float:
        """How wide the box around them is."""
        lines = [BOLD * width(line) for line in self.name]
        return max([*lines, *(width(line, "small") for line in self.kind)]) + 2 * ROOM


@frozen
class Columns:
    """The lifelines by name: their headings, where they stand, and what is right of them."""

    headings: dict[str, Heading]
    at: dict[str, float]
    beyond: dict[str, float]
    times: float
    width: float
    has_long_lines: bool

    def is_crossed(self, low: float, high: float) -> bool:
        """Whether a lifeline stands between the two."""
        return any(low < x < high for x in self.at.values())

    def stretch(self, leg: Leg, language: Language) -> tuple[float, float]:
        """From where to where the label of a leg may reach."""
        if leg.start == leg.end:
            return self.at[leg.start] + LOOP + ROOM, self.beyond[leg.start] - ROOM
        stops = [self.at[name] for name in (leg.start, *leg.bypassed, leg.end)]
        low, high = max(
            pairwise(sorted(stops)), key=lambda stretch: round(stretch[1] - stretch[0], 1)
        )
        aside = width(BYPASSED.to(language), "small") / 2
        inner = {self.at[name] for name in leg.bypassed}
        return (
            low + (aside if low in inner else 0) + ROOM,
            high - (aside if high in inner else 0) - ROOM,
        )


def columns(walk: Walk, language: Language) -> Columns:
    """The lifelines of *walk*, with addresses and names on one line where there is room for that."""
    for has_long_lines, heading in ((True, NAME), (False, NAME), (False, LABEL)):
        found = _columns(walk, language, has_long_lines=has_long_lines, heading=heading)
        if found.width <= WIDEST:
            break
    return found


def leg_lines(leg: Leg, *, has_long_lines: bool) -> list[str]:
    """The addresses of a leg, on one line or on two."""
    if has_long_lines:
        return [f"{leg.source} → {leg.destination}"]
    return [f"{leg.source} →", leg.destination]


def time_lines(row: Row, times: TimeUnit, language: Language) -> list[str]:
    """When a row began and ended, in the left margin; a pause says it itself."""
    if isinstance(row, Pause):
        return []
    lines = [times.words(row.time).to(language)]
    # What is repeated says until when in its own words.
    if row.until != row.time and not isinstance(row, Repeats):
        lines.append(f"– {times.words(row.until).to(language)}")
    return lines


def _columns(walk: Walk, language: Language, *, has_long_lines: bool, heading: float) -> Columns:
    headings = {each: _heading(each, place, language, heading) for each, place in walk.places}
    names = list(headings)
    scale = times_of(walk.rows)
    said = [line for row in walk.rows for line in time_lines(row, scale, language)]
    times = MARGIN + max((width(line, "small") for line in said), default=0) + ROOM
    gaps = [
        (headings[left].width + headings[right].width) / 2 + ROOM for left, right in pairwise(names)
    ]
    # Right of the last lifeline, for what it sends to itself.
    gaps.append(headings[names[-1]].width / 2 if names else 0)
    rank = {name: number for number, name in enumerate(names)}
    aside = width(BYPASSED.to(language), "small") / 2
    shortest_first = sorted(
        _legs(walk.rows), key=lambda leg: abs(rank[leg[0].end] - rank[leg[0].start])
    )
    for leg, words in shortest_first:
        stops = sorted(rank[name] for name in (leg.start, *leg.bypassed, leg.end))
        if leg.start == leg.end:
            stops[1] += 1
        first, last = max(pairwise(stops), key=lambda stretch: sum(gaps[slice(*stretch)]))
        addresses = leg_lines(leg, has_long_lines=has_long_lines)
        needed: float = max(
            *(mono_width(line) for line in addresses),
            *(width(line, "small") for line in _label(words.to(language))),
        )
        inner = {rank[name] for name in leg.bypassed}
        needed += 2 * ROOM + aside * len(inner & {first, last})
        needed += LOOP if leg.start == leg.end else 0
        missing = needed - sum(gaps[first:last])
        if missing > 0:
            for number in range(first, last):
                gaps[number] += missing / (last - first)
    at: dict[str, float] = {}
    beyond: dict[str, float] = {}
    x: float = times + (headings[names[0]].width / 2 if names else 0)
    for name, gap in zip(names, gaps, strict=False):
        at[name] = x
        beyond[name] = x = x + gap
    right = max(x, times + NARROWEST)
    return Columns(headings, at, beyond, times, right + MARGIN, has_long_lines)


def _label(words: str) -> list[str]:
    """A label in lines as short as may be, with words that aren't too long for that whole."""
    longest = max(width(word, "small") for word in words.split())
    return wrapped(words, LABEL if longest > NAME else max(LABEL, longest), "small")


def _heading(name: str, place: Place | None, language: Language, limit: float) -> Heading:
    kind = "" if place is None else KINDS[place.kind].to(language)
    return Heading(
        tuple(name_lines(place_name(name).to(language), limit / BOLD)),
        tuple(wrapped(kind, limit, "small")) if kind else (),
    )


def _legs(rows: Iterable[Row]) -> Iterator[tuple[Leg, Text]]:
    for row in rows:
        if isinstance(row, Passage):
            for leg in row.legs:
                yield leg, label(row)
