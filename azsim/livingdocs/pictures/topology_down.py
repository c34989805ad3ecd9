"""A topology for a narrow screen: every place below the one before, links beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from attrs import frozen

from azsim.livingdocs.pictures.canvas import PHONE, Canvas, width, wrapped
from azsim.livingdocs.pictures.place_words import ZONES
from azsim.livingdocs.pictures.topology_layout import PADDING, Box, Line, columns_of
from azsim.livingdocs.pictures.topology_shapes import (
    LEGEND,
    draw_box,
    draw_legend,
    head_look,
    legend_lines,
    look,
)
from azsim.model.topology import Heads, Link, LinkKind, Topology
from azsim.text import Language, Text

_MARGIN: Final = 6.0
_TITLE: Final = 22.0
_BETWEEN: Final = 22.0
_LANE: Final = 11.0
_FIRST: Final = 16.0
"""From a box to the lane beside it: an arrow's head has room there."""
_UPRIGHT: Final = 24.0
"""How far from the left of two boxes the line is that links them."""
_FRAME: Final = 8.0
_PLACE: Final = 170.0
"""How broad words in a box are at most."""


@frozen
class _Lane:
    """Links of one look from the same places, which share an upright line."""

    starts: tuple[str, ...]
    ends: tuple[str, ...]
    kind: LinkKind
    heads: Heads


def down(topology: Topology, language: Language, summary: str) -> str:
    """The picture, as wide as a phone at most."""
    columns, links = columns_of(topology, language, _PLACE)
    boxes = [box for column in columns for box in column]
    _name_links(boxes, links, language)
    upright, lanes = _shared(boxes, links)
    left = _MARGIN + _FRAME + (_FIRST + _LANE * len(lanes) if lanes else 4)
    broad = max(
        *(box.natural_width for box in boxes),
        *(width(ZONES[box.zone].to(language), "small") + _UPRIGHT + 14 for box in boxes),
    )
    right = left + broad + _FRAME + _MARGIN
    legend = legend_lines(topology.links, PHONE - 2 * _MARGIN, language)
    frames, bottom = _placed(boxes, left, broad)
    canvas = Canvas(max(right, PHONE if legend else 0), bottom + 4 + LEGEND * len(legend), summary)
    for zone, top, end in frames:
        canvas.box(_MARGIN, top, right - 2 * _MARGIN, end - top, "frame")
        # Right of the links that cross the frame.
        name = zone.to(language)
        canvas.words(right - _MARGIN - 8, top + 15, name, "muted", anchor="end", size="small")
    for link in upright:
        _draw_upright(canvas, link, boxes)
    _draw_lanes(canvas, lanes, boxes, left)
    for box in boxes:
        draw_box(canvas, box)
    draw_legend(canvas, legend, _MARGIN, bottom + 4, language)
    return canvas.svg()


def _name_links(boxes: Sequence[Box], links: Iterable[Link], language: Language) -> None:
    """What a link says, in the box that it leads to."""
    known = {each.name: each for box in boxes for each in (box, *box.parts)}
    for link in links:
        if link.label is not None and link.kind != "DNS":
            lines = wrapped(link.label.to(language), _PLACE - 2 * PADDING, "small")
            box = known[link.end]
            box.lines = [*box.lines, *(Line(line, "muted") for line in lines)]


def _shared(boxes: Sequence[Box], links: Iterable[Link]) -> tuple[list[Link], list[_Lane]]:
    """Links from a box to the next, and lanes for the others."""
    order = {box.name: number for number, box in enumerate(boxes)}
    upright: list[Link] = []
    ends: dict[tuple[str, LinkKind, Heads], dict[str, None]] = defaultdict(dict)
    for link in links:
        number = order.get(link.start)
        if number is not None and order.get(link.end) == number + 1 and not _has(upright, link):
            upright.append(link)
        else:
            ends[link.start, link.kind, link.heads][link.end] = None
    starts: dict[tuple[tuple[str, ...], LinkKind, Heads], list[str]] = defaultdict(list)
    for (start, kind, heads), reached in ends.items():
        starts[tuple(reached), kind, heads].append(start)
    return upright, [
        _Lane(tuple(names), reached, kind, heads)
        for (reached, kind, heads), names in starts.items()
    ]


def _has(upright: Iterable[Link], link: Link) -> bool:
    return any((each.start, each.end) == (link.start, link.end) for each in upright)


def _placed(
    boxes: Sequence[Box], left: float, broad: float
) -> tuple[list[tuple[Text, float, float]], float]:
    """Give each box its place; returns the frames of the zones, and where the last ends."""
    frames = []
    y = _MARGIN
    for zone, run in groupby(boxes, key=attrgetter("zone")):
        top = y
        y += _TITLE
        for box in run:
            box.put(left, y, broad)
            y += box.height + _BETWEEN
        y += _FRAME - _BETWEEN + 2
        frames.append((ZONES[zone], top, y))
        y += _BETWEEN - 6
    return frames, y - _BETWEEN + 6


def _draw_upright(canvas: Canvas, link: Link, boxes: Sequence[Box]) -> None:
    known = {box.name: box for box in boxes}
    above, below = known[link.start], known[link.end]
    x, start = above.x + _UPRIGHT, above.y + above.height
    canvas.line(x, start, x, below.y, look(link.kind, link.heads))
    if link.heads in ("end", "both"):
        canvas.head(x, below.y, "down", head_look(link.kind))
    if link.heads in ("start", "both"):
        canvas.head(x, start, "up", head_look(link.kind))


def _draw_lanes(canvas: Canvas, lanes: Sequence[_Lane], boxes: Sequence[Box], left: float) -> None:
    known = {each.name: each for box in boxes for each in (box, *box.parts)}
    plugs: dict[str, list[int]] = defaultdict(list)
    for number, lane in enumerate(lanes):
        for name in (*lane.starts, *lane.ends):
            plugs[name].append(number)
    for number, lane in enumerate(lanes):
        x, style = left - _FIRST - _LANE * number, look(lane.kind, lane.heads)
        heights = []
        for name in dict.fromkeys((*lane.starts, *lane.ends)):
            box = known[name]
            share = (plugs[name].index(number) + 1) / (len(plugs[name]) + 1)
            y = box.y + (box.words_height if box.parts else box.height) * share
            heights.append(y)
            canvas.line(x, y, box.x, y, style)
            pointed = name in lane.ends and lane.heads in ("end", "both")
            if pointed or (name in lane.starts and lane.heads in ("start", "both")):
                canvas.head(box.x, y, "right", head_look(lane.kind))
        canvas.line(x, min(heights), x, max(heights), style)
