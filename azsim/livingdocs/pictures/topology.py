"""The topology that a scenario described: zones as frames, places as boxes, and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from azsim.livingdocs.picture import Picture, Table
from azsim.livingdocs.pictures.canvas import Canvas, Size
from azsim.livingdocs.pictures.mermaid import quoted
from azsim.livingdocs.pictures.place_words import KINDS, ZONES, place_name
from azsim.livingdocs.pictures.topology_layout import (
    FRAME,
    LANE,
    MARGIN,
    Box,
    Bus,
    Layout,
    layout,
)
from azsim.model.topology import Place, Topology
from azsim.text import Language, Text

_TITLE: Final = Text("Topology", "トポロジ")
_COLUMNS: Final = (
    Text("name", "名前"),
    Text("kind", "種類"),
    Text("address", "アドレス"),
    Text("setting", "設定"),
    Text("zone", "場所"),
    Text("leads to", "接続先"),
)
_OF_ZONE: Final = Text("{zone}: {places}", "{zone}: {places}")
_LABELLED: Final = Text("{place} ({label})", "{place} ({label})")
_PART: Final = Text("{kind} of {whole}", "{whole} の{kind}")


def draw(topology: Topology) -> Picture | None:
    """The picture of a topology; None where nothing was described."""
    if not topology.places:
        return None
    summary = _summary(topology)
    return Picture(
        "topology",
        _TITLE,
        summary,
        Text(_svg(topology, "en", summary.en), _svg(topology, "ja", summary.ja)),
        Table(_COLUMNS, tuple(_rows(topology))),
        Text(_mermaid(topology, "en"), _mermaid(topology, "ja")),
    )


def _summary(topology: Topology) -> Text:
    zones: dict[Text, list[Text]] = defaultdict(list)
    for place in topology.places:
        if place.within is None:
            zones[ZONES[place.zone]].append(place_name(place.name))
    said = [_OF_ZONE.fill(zone=zone, places=_listed(names)) for zone, names in zones.items()]
    return Text(
        ". ".join(each.en for each in said) + ".", "。".join(each.ja for each in said) + "。"
    )


def _listed(words: Iterable[Text]) -> Text:
    found = list(words)
    return Text(", ".join(each.en for each in found), "、".join(each.ja for each in found))


# The drawing


def _svg(topology: Topology, language: Language, summary: str) -> str:
    plan = layout(topology, language)
    canvas = Canvas(plan.width, plan.height, summary)
    for zone, first, last in plan.frames():
        left, right = first.x - FRAME, last.x + last.w + FRAME
        canvas.box(left, MARGIN / 2, right - left, plan.height - MARGIN, "frame")
        canvas.words(left + 8, MARGIN / 2 + 16, ZONES[zone].to(language), "muted", size="small")
    _draw_buses(canvas, plan)
    _draw_uprights(canvas, plan)
    for column in plan.columns:
        for box in column:
            _draw_box(canvas, box)
    return canvas.svg()


def _draw_box(canvas: Canvas, box: Box) -> None:
    canvas.box(box.x, box.y, box.w, box.height)
    y = box.y + 6
    for line in box.lines:
        y += line.height
        size: Size = "normal" if line.style == "strong" else "small"
        canvas.words(box.x + box.w / 2, y - 2, line.words, line.style, anchor="middle", size=size)
    for part in box.parts:
        _draw_box(canvas, part)


def _draw_buses(canvas: Canvas, plan: Layout) -> None:
    boxes, beneath = plan.boxes(), plan.bottom
    leaving = _sockets(boxes, ((bus, name) for bus in plan.buses for name in bus.starts))
    arriving = _sockets(boxes, ((bus, name) for bus in plan.buses for name, _ in bus.ends))
    for bus in plan.buses:
        sources = [(boxes[name].x + boxes[name].w, leaving[bus, name]) for name in bus.starts]
        targets = [(boxes[name].x, arriving[bus, name]) for name, _ in bus.ends]
        out, back = _lane(plan, bus, bus.first), _lane(plan, bus, bus.last - 1)
        if bus.last - bus.first > 1:
            _draw_tree(canvas, out, sources, [beneath])
            canvas.line(out, beneath, back, beneath)
            _draw_tree(canvas, back, targets, [beneath])
            beneath += LANE
        else:
            _draw_tree(canvas, out, [*sources, *targets], [])
        for (x, y), (_, label) in zip(targets, bus.ends, strict=True):
            if label is not None:
                words = label.to(plan.language)
                canvas.words(x - 6, y - 5, words, "muted", anchor="end", size="small")


def _draw_uprights(canvas: Canvas, plan: Layout) -> None:
    boxes = plan.boxes()
    for link in plan.uprights:
        above, below = boxes[link.start], boxes[link.end]
        middle = above.x + above.w / 2
        canvas.line(middle, above.y + above.height, middle, below.y)


def _draw_tree(
    canvas: Canvas, lane: float, ends: list[tuple[float, float]], turns: list[float]
) -> None:
    """Lines from each of the *ends* to one upright line, which reaches to the *turns*."""
    for x, y in ends:
        canvas.line(x, y, lane, y)
    heights = sorted([*(y for _, y in ends), *turns])
    if heights[0] != heights[-1]:
        canvas.line(lane, heights[0], lane, heights[-1])
    branches = {y for _, y in ends if heights[0] < y < heights[-1]}
    both = {y for _, y in ends if sum(other == y for _, other in ends) > 1} if len(ends) > 2 else ()
    for y in sorted(branches.union(both)):
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


# The table and the diagram


def _rows(topology: Topology) -> Iterator[tuple[Text | str, ...]]:
    for place in topology.places:
        kind = KINDS[place.kind]
        if place.members:
            kind = Text(f"{kind.en} × {len(place.members)}", f"{kind.ja} × {len(place.members)}")
        if place.within is not None:
            kind = _PART.fill(kind=kind, whole=place_name(place.within))
        leads = [
            place_name(link.end)
            if link.label is None
            else _LABELLED.fill(place=place_name(link.end), label=link.label)
            for link in topology.links
            if link.start == place.name
        ]
        yield (
            place_name(place.name),
            kind,
            ", ".join(place.addresses),
            place.detail or "",
            ZONES[place.zone],
            _listed(leads),
        )


def _mermaid(topology: Topology, language: Language) -> str:
    ids = {place.name: f"n{number}" for number, place in enumerate(topology.places)}
    lines = ["flowchart LR"]
    zones = dict.fromkeys(place.zone for place in topology.places)
    for number, zone in enumerate(zones):
        lines.append(f'  subgraph z{number}["{quoted(ZONES[zone].to(language))}"]')
        for place in topology.places:
            if place.zone == zone and place.within is None:
                lines += [f"    {line}" for line in _node(place, topology, ids, language)]
        lines.append("  end")
    for link in topology.links:
        label = "" if link.label is None else f'|"{quoted(link.label.to(language))}"|'
        lines.append(f"  {ids[link.start]} ---{label} {ids[link.end]}")
    return "\n".join(lines)


def _node(
    place: Place, topology: Topology, ids: Mapping[str, str], language: Language
) -> Iterator[str]:
    said = [place_name(place.name).to(language), KINDS[place.kind].to(language), *place.addresses]
    if place.detail is not None:
        said.append(place.detail.to(language))
    words = "<br/>".join(map(quoted, dict.fromkeys(said)))
    parts = [each for each in topology.places if each.within == place.name]
    if not parts:
        yield f'{ids[place.name]}["{words}"]'
        return
    yield f'subgraph {ids[place.name]}["{words}"]'
    for part in parts:
        yield from (f"  {line}" for line in _node(part, topology, ids, language))
    yield "end"
