"""Where the boxes of a topology stand: in columns, from where packets start to where they go.

A long way is folded where it would be too wide: what follows in the same zone stands below
what comes before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, get_args

from attrs import define, evolve, frozen

from azsim.livingdocs.pictures.canvas import LAPTOP, mono_width, width, wrapped
from azsim.livingdocs.pictures.place_words import (
    BOLD,
    DEGRADED,
    KINDS,
    ZONES,
    name_lines,
    place_name,
)
from azsim.model.topology import Heads, Link, LinkKind, Place, Topology, Zone
from azsim.text import Language, Text

MARGIN: Final = 10
PADDING: Final = 9
FRAME: Final = 14
TITLE: Final = 24
LANE: Final = 14
BETWEEN: Final = 18
NAME: Final = 190
DETAIL: Final = 170
LINE: Final = 15
MOST_IN_COLUMN: Final = 8
WIDEST: Final = LAPTOP

_ZONES: Final[tuple[Zone, ...]] = get_args(Zone)
_MORE = Text("and {count} more", "ほか {count} 件")


@frozen
class Line:
    """One line in a box."""

    words: str
    style: str = ""

    @property
    def height(self) -> float:
        """The step to the next line."""
        return LINE + 3 if self.style == "strong" else LINE

    @property
    def width(self) -> float:
        """How wide it is at most."""
        if self.style == "strong":
            return BOLD * width(self.words)
        return mono_width(self.words) if "mono" in self.style else width(self.words, "small")


@define(eq=False)
class Box:
    """A place with its words, and its parts within; where it stands is set at last."""

    name: str
    zone: Zone
    lines: Sequence[Line]
    parts: list[Box]
    x: float = 0
    y: float = 0
    w: float = 0

    @property
    def words_height(self) -> float:
        """The height of its own words."""
        return sum(line.height for line in self.lines) + PADDING

    @property
    def height(self) -> float:
        """Its height, with its parts."""
        return self.words_height + sum(part.height + 8 for part in self.parts)

    @property
    def natural_width(self) -> float:
        """The width that its words need."""
        inner = [part.natural_width + 2 * PADDING for part in self.parts]
        return max([*inner, *(line.width + 2 * PADDING for line in self.lines)])

    def put(self, x: float, y: float, w: float) -> None:
        """Stand there, with all parts."""
        self.x, self.y, self.w = x, y, w
        top = y + self.words_height
        for part in self.parts:
            part.put(x + PADDING, top, w - 2 * PADDING)
            top += part.height + 8


@frozen
class Bus:
    """Links that share their way: all of the starts are linked to all of the ends."""

    starts: tuple[str, ...]
    ends: tuple[tuple[str, Text | None], ...]
    kind: LinkKind
    heads: Heads
    first: int
    last: int


@define(eq=False)
class Layout:
    """Columns of boxes, the ways between and within them, and the size of the whole.

    An upright way leads from a box to the next below it.
    """

    columns: list[list[Box]]
    buses: list[Bus]
    uprights: list[Link]
    language: Language
    width: float = 0
    height: float = 0

    def __attrs_post_init__(self) -> None:
        tallest = max(_height(column) for column in self.columns)
        under = LANE * sum(bus.last - bus.first > 1 for bus in self.buses)
        self.height = MARGIN + TITLE + tallest + BETWEEN + under + MARGIN
        x: float = MARGIN + FRAME
        for number, column in enumerate(self.columns):
            w = self._column_width(number)
            y = MARGIN + TITLE + (tallest - _height(column)) / 2
            for box in column:
                box.put(x, y, w)
                y += box.height + BETWEEN
            x += w + (self.gap(number) if number + 1 < len(self.columns) else FRAME + MARGIN)
        self.width = x

    @property
    def bottom(self) -> float:
        """Below every box, where there is room for what goes past a column."""
        return max(column[-1].y + column[-1].height for column in self.columns) + BETWEEN / 2

    def boxes(self) -> dict[str, Box]:
        """Every box by its name, parts too."""
        found = [box for column in self.columns for box in column]
        return {box.name: box for outer in found for box in (outer, *outer.parts)}

    def lanes(self, column: int) -> list[Bus]:
        """What runs up or down right of a column, from left to right."""
        return [bus for bus in self.buses if column in (bus.first, bus.last - 1)]

    def before(self, column: int) -> float:
        """How far from a column the words of links that come to it end."""
        sooner, here = self.columns[column - 1 : column + 1]
        return 10 if sooner[0].zone == here[0].zone else FRAME + 4

    def gap(self, column: int) -> float:
        """The space right of a column, with its lanes and the labels beyond."""
        labels = [
            width(label.to(self.language), "small")
            for bus in self.buses
            if bus.last - 1 == column
            for _, label in bus.ends
            if label is not None
        ]
        here, following = self.columns[column : column + 2]
        frames = 0 if here[0].zone == following[0].zone else 2 * FRAME
        return frames + LANE * (len(self.lanes(column)) + 1) + max(labels, default=0) + 12

    def frames(self) -> Iterable[tuple[Zone, Box, Box]]:
        """Each zone with a box of its first and of its last column."""
        for zone, run in groupby(self.columns, key=lambda column: column[0].zone):
            columns = list(run)
            yield zone, columns[0][0], columns[-1][0]

    def _column_width(self, number: int) -> float:
        column = self.columns[number]
        title = width(ZONES[column[0].zone].to(self.language), "small")
        return max(title, *(box.natural_width for box in column))


def layout(topology: Topology, language: Language) -> Layout | None:
    """The picture of *topology* before it is drawn; None where it is wider than a laptop."""
    shown, links = columns_of(topology, language)
    for folded in _foldings(shown, links):
        plan = Layout(folded, *_ways(links, folded), language)
        if plan.width <= WIDEST:
            return plan
    return None


def columns_of(
    topology: Topology, language: Language, name: float = NAME
) -> tuple[list[list[Box]], list[Link]]:
    """The boxes in columns, from where packets start, and the links between them.

    *name* is how broad a line of words in a box is at most.
    """
    ranks = _ranks(topology)
    outer = [place for place in topology.places if place.within is None]
    columns: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in outer:
        columns[ranks[place.name], _ZONES.index(place.zone)].append(place)
    shown: list[list[Box]] = []
    names = {place.name: place.name for place in topology.places}
    for _, places in sorted(columns.items()):
        boxes = [_box(place, topology, language, name) for place in places]
        if len(boxes) > MOST_IN_COLUMN:
            boxes, rest = boxes[: MOST_IN_COLUMN - 1], boxes[MOST_IN_COLUMN - 1 :]
            more = _MORE.fill(count=len(rest)).to(language)
            boxes.append(Box(more, boxes[0].zone, [Line(more, "muted")], []))
            names.update((each.name, more) for box in rest for each in (box, *box.parts))
        shown.append(boxes)
    links = dict.fromkeys(
        evolve(link, start=names[link.start], end=names[link.end]) for link in topology.links
    )
    return shown, list(links)


def _foldings(columns: list[list[Box]], links: Iterable[Link]) -> Iterator[list[list[Box]]]:
    """The *columns* as they are, and then each time with one more stacked on its neighbour."""
    yield columns
    number = 0
    while number + 1 < len(columns):
        stacked = columns[number] + columns[number + 1]
        if _can_stack(stacked, links):
            columns = [*columns[:number], stacked, *columns[number + 2 :]]
            yield columns
        else:
            number += 1


def _can_stack(boxes: Sequence[Box], links: Iterable[Link]) -> bool:
    """Whether they stand in one zone, and lines from box to box show all links among them."""
    order = {box.name: number for number, box in enumerate(boxes)}
    names = {each.name for box in boxes for each in (box, *box.parts)}
    return (
        len(boxes) <= MOST_IN_COLUMN
        and len({box.zone for box in boxes}) == 1
        and all(
            link.label is None
            and link.start in order
            and order[link.start] + 1 == order.get(link.end)
            for link in links
            if link.start in names and link.end in names
        )
    )


def _box(place: Place, topology: Topology, language: Language, name: float) -> Box:
    kind = KINDS[place.kind].to(language)
    if place.members:
        kind = f"{kind} × {len(place.members)}"
    named = place_name(place.name).to(language)
    lines = [Line(line, "strong") for line in name_lines(named, name / BOLD)]
    lines += [Line(line, "muted") for line in wrapped(kind, name, "small")]
    lines += [Line(address, "mono") for address in place.addresses if address != place.name]
    if place.detail is not None:
        detail = wrapped(place.detail.to(language), min(name, DETAIL), "small")
        lines += [Line(line, "accent") for line in detail]
    if place.is_degraded:
        lines.append(Line(DEGRADED.to(language), "bad"))
    inner = name - 2 * PADDING
    parts = [
        _box(each, topology, language, inner)
        for each in topology.places
        if each.within == place.name
    ]
    return Box(place.name, place.zone, lines, parts)


def _height(column: Sequence[Box]) -> float:
    return sum(box.height for box in column) + BETWEEN * (len(column) - 1)


def _ranks(topology: Topology) -> Mapping[str, int]:
    """How far along the way each outer place stands, as near to what follows as it can."""
    whole = {place.name: place.within or place.name for place in topology.places}
    after: dict[str, set[str]] = defaultdict(set)
    before: dict[str, set[str]] = defaultdict(set)
    for link in topology.links:
        after[whole[link.start]].add(whole[link.end])
        before[whole[link.end]].add(whole[link.start])
    outer = [place for place in topology.places if place.within is None]
    ranks: dict[str, int] = {}

    def rank(name: str) -> int:
        if name not in ranks:
            ranks[name] = 1 + max(map(rank, before[name]), default=-1)
        return ranks[name]

    for place in outer:
        if before[place.name] or after[place.name]:
            rank(place.name)
    for name in [name for name in ranks if not before[name]]:
        ranks[name] = min(ranks[each] for each in after[name]) - 1
    farthest = -1
    for place in outer:
        if place.name not in ranks:
            alike = [
                ranks[each.name] for each in outer if each.kind == place.kind and each.name in ranks
            ]
            ranks[place.name] = alike[0] if alike else farthest + 1
        farthest = max(farthest, ranks[place.name])
    return ranks


def _ways(links: Iterable[Link], columns: Sequence[Sequence[Box]]) -> tuple[list[Bus], list[Link]]:
    """What leads from column to column, and what stays in one."""
    column_of = {
        box.name: number
        for number, column in enumerate(columns)
        for outer in column
        for box in (outer, *outer.parts)
    }
    ends: dict[tuple[str, int, LinkKind, Heads], dict[tuple[str, Text | None], None]] = defaultdict(
        dict
    )
    uprights: list[Link] = []
    for link in links:
        if column_of[link.start] == column_of[link.end]:
            uprights.append(link)
        else:
            key = link.start, column_of[link.end], link.kind, link.heads
            ends[key][link.end, link.label] = None
    starts: dict[tuple[tuple[tuple[str, Text | None], ...], LinkKind, Heads, int, int], list[str]]
    starts = defaultdict(list)
    for (start, last, kind, heads), reached in ends.items():
        starts[tuple(reached), kind, heads, column_of[start], last].append(start)
    return [Bus(tuple(names), *key) for key, names in starts.items()], uprights
