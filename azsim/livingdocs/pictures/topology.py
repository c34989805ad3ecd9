"""The topology that a scenario described: zones as frames, places as boxes, and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from azsim.livingdocs.picture import Picture, Table
from azsim.livingdocs.pictures.mermaid import quoted
from azsim.livingdocs.pictures.place_words import DEGRADED, KINDS, ZONES, place_name
from azsim.livingdocs.pictures.topology_across import across
from azsim.livingdocs.pictures.topology_down import down
from azsim.model.topology import Link, Place, Topology
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
_SHORT: Final = 3
_OF_ZONE: Final = Text("{zone}: {places}", "{zone}: {places}")
_LABELLED: Final = Text("{place} ({label})", "{place} ({label})")
_UNUSED: Final = Text("{place}, unused", "{place} (未使用)")
_PART: Final = Text("{kind} of {whole}", "{whole} の{kind}")


def draw(topology: Topology) -> Picture | None:
    """The picture of a topology; None where nothing was described."""
    if not topology.places:
        return None
    summary = _summary(topology)
    narrow = Text(down(topology, "en", summary.en), down(topology, "ja", summary.ja))
    return Picture(
        "topology",
        _TITLE,
        summary,
        Text(
            across(topology, "en", summary.en) or narrow.en,
            across(topology, "ja", summary.ja) or narrow.ja,
        ),
        Table(_COLUMNS, tuple(_rows(topology))),
        Text(_mermaid(topology, "en"), _mermaid(topology, "ja")),
        narrow,
    )


def is_trivial(topology: Topology) -> bool:
    """Whether it is a short chain without a word that its other pictures don't have."""
    return len(topology.places) <= _SHORT and all(
        link.label is None and link.kind == "traffic" for link in topology.links
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


# The table and the diagram


def _rows(topology: Topology) -> Iterator[tuple[Text | str, ...]]:
    for place in topology.places:
        kind = KINDS[place.kind]
        if place.members:
            kind = Text(f"{kind.en} × {len(place.members)}", f"{kind.ja} × {len(place.members)}")
        if place.within is not None:
            kind = _PART.fill(kind=kind, whole=place_name(place.within))
        setting = [*filter(None, [place.detail]), *([DEGRADED] if place.is_degraded else [])]
        yield (
            place_name(place.name),
            kind,
            ", ".join(place.addresses),
            _listed(setting),
            ZONES[place.zone],
            _listed(_leads(topology, place.name)),
        )


def _leads(topology: Topology, name: str) -> Iterator[Text]:
    """Where connections from the place of that name go, and what it was set up with."""
    for link in topology.links:
        if link.start == name and link.heads != "start":
            end = place_name(link.end)
            if link.label is not None:
                yield _LABELLED.fill(place=end, label=link.label)
            else:
                yield _UNUSED.fill(place=end) if link.heads == "none" else end
        if link.end == name and link.heads in ("start", "both"):
            yield place_name(link.start)


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
        ends = [ids[link.start], ids[link.end]]
        if link.heads == "start":
            ends.reverse()
        lines.append(f"  {ends[0]} {_arrow(link)}{label} {ends[1]}")
    return "\n".join(lines)


def _arrow(link: Link) -> str:
    if link.heads == "none":
        return "-.-"
    if link.kind == "DNS":
        return "-.->"
    return "<-->" if link.heads == "both" else "-->"


def _node(
    place: Place, topology: Topology, ids: Mapping[str, str], language: Language
) -> Iterator[str]:
    said = [place_name(place.name).to(language), KINDS[place.kind].to(language), *place.addresses]
    if place.detail is not None:
        said.append(place.detail.to(language))
    if place.is_degraded:
        said.append(DEGRADED.to(language))
    words = "<br/>".join(map(quoted, dict.fromkeys(said)))
    parts = [each for each in topology.places if each.within == place.name]
    if not parts:
        yield f'{ids[place.name]}["{words}"]'
        return
    yield f'subgraph {ids[place.name]}["{words}"]'
    for part in parts:
        yield from (f"  {line}" for line in _node(part, topology, ids, language))
    yield "end"
