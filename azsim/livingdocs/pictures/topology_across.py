"""A topology whose places stand in columns, from where packets start to where they go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from azsim.livingdocs.pictures.canvas import Canvas
from azsim.livingdocs.pictures.place_words import ZONES
from azsim.livingdocs.pictures.topology_layout import (
    FRAME,
    LANE,
    MARGIN,
    Box,
    Bus,
    Layout,
    layout,
)
from azsim.livingdocs.pictures.topology_shapes import (
    LEGEND,
    draw_box,
    draw_legend,
    head_look,
    legend_lines,
    look,
)
from azsim.model.topology import Topology
from azsim.text import Language


def across(topology: Topology, language: Language, summary: str) -> str | None:
    """The picture; None where a laptop is too narrow for it."""
    plan = layout(topology, language)
    if plan is None:
        return None
    legend = legend_lines(topology.links, plan.width - 2 * MARGIN, language)
    canvas = Canvas(plan.width, plan.height + LEGEND * len(legend), summary)
    for zone, first, last in plan.frames():
        left, right = first.x - FRAME, last.x + last.w + FRAME
        canvas.box(left, MARGIN / 2, right - left, plan.height - MARGIN, "frame")
        canvas.words(left + 8, MARGIN / 2 + 16, ZONES[zone].to(language), "muted", size="small")
    _draw_buses(canvas, plan)
    _draw_uprights(canvas, plan)
    for column in plan.columns:
        for box in column:
            draw_box(canvas, box)
    draw_legend(canvas, legend, MARGIN, plan.height, language)
    return canvas.svg()


def _draw_buses(canvas: Canvas, plan: Layout) -> None:
    boxes, beneath = plan.boxes(), plan.bottom
    leaving = _sockets(boxes, ((bus, name) for bus in plan.buses for name in bus.starts))
    arriving = _sockets(boxes, ((bus, name) for bus in plan.buses for name, _ in bus.ends))
    for bus in plan.buses:
        sources = [(boxes[name].x + boxes[name].w, leaving[bus, name]) for name in bus.starts]
        targets = [(boxes[name].x, arriving[bus, name]) for name, _ in bus.ends]
        out, back = _lane(plan, bus, bus.first), _lane(plan, bus, bus.last - 1)
        style = look(bus.kind, bus.heads)
        if bus.last - bus.first > 1:
            _draw_tree(canvas, out, sources, [beneath], style)
            canvas.line(out, beneath, back, beneath, style)
            _draw_tree(canvas, back, targets, [beneath], style)
            beneath += LANE
        else:
            _draw_tree(canvas, out, [*sources, *targets], [], style)
        for x, y in targets if bus.heads in ("end", "both") else ():
            canvas.head(x, y, "right", head_look(bus.kind))
        for x, y in sources if bus.heads in ("start", "both") else ():
            canvas.head(x, y, "left", head_look(bus.kind))
        for (x, y), (_, label) in zip(targets, bus.ends, strict=True):
            if label is not None:
                words, beside = label.to(plan.language), plan.before(bus.last)
                canvas.words(x - beside, y - 5, words, "muted", anchor="end", size="small")


def _draw_uprights(canvas: Canvas, plan: Layout) -> None:
    boxes = plan.boxes()
    for link in plan.uprights:
        above, below = boxes[link.start], boxes[link.end]
        middle, bottom = above.x + above.w / 2, above.y + above.height
        canvas.line(middle, bottom, middle, below.y, look(link.kind, link.heads))
        if link.heads in ("end", "both"):
            canvas.head(middle, below.y, "down", head_look(link.kind))
        if link.heads in ("start", "both"):
            canvas.head(middle, bottom, "up", head_look(link.kind))


def _draw_tree(
    canvas: Canvas, lane: float, ends: list[tuple[float, float]], turns: list[float], style: str
) -> None:
    """Lines from each of the *ends* to one upright line, which reaches to the *turns*."""
    for x, y in ends:
        canvas.line(x, y, lane, y, style)
    heights = sorted([*(y for _, y in ends), *turns])
    if heights[0] != heights[-1]:
        canvas.line(lane, heights[0], lane, heights[-1], style)
    branches = {y for _, y in ends if heights[0] < y < heights[-1]}
    both = {y for _, y in ends if sum(other == y for _, other in ends) > 1} if len(ends) > 2 else ()
    for y in sorted(branches.union(both)) if style == "line" else ():
        canvas.dot(lane, y, 2.5)


def _lane(plan: Layout, bus: Bus, column: int) -> float:
    here, following = plan.columns[column : column + 2]
    edge = here[0].x + here[0].w + (0 if here[0].zone == following[0].zone else FRAME)
    return edge + LANE * (plan.lanes(column).index(bus) + 1)


def _sockets(
    boxes: Mapping[str, Box], plugs: Iterable[tuple[Bus, str]]
) -> dict[tuple[Bus, str], float]:
    """At which height each link meets a box: evenly spread over its side."""
    by_name: dict[str, list[Bus]] = defaultdict(list)
    for bus, name in plugs:
        by_name[name].append(bus)
    return {
        (bus, name): boxes[name].y + boxes[name].height * number / (len(buses) + 1)
        for name, buses in by_name.items()
        for number, bus in enumerate(buses, start=1)
    }
