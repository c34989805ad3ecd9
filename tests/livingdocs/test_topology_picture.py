"""The picture of a topology."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import get_args

import pytest
from shipped import shipped
from svg_labels import broad, check_forms

from azsim.livingdocs.picture import Picture, Table
from azsim.livingdocs.pictures.topology import draw
from azsim.livingdocs.pictures.topology_layout import MOST_IN_COLUMN, WIDEST, layout
from azsim.model.topology import Link, LinkKind, Place, Topology, Zone
from azsim.questions.ways import ways
from azsim.text import Language, Text, same

VM = Place("vm1", "virtual machine", "virtual network", ("10.0.0.4",))
ENDPOINT = Place("SNAT 203.0.113.10", "load-balanced endpoint", "Azure", ("203.0.113.10:80",))
SERVER = Place("198.51.100.7", "internet server", "internet", ("198.51.100.7",))
OUTBOUND = Topology(
    (VM, ENDPOINT, SERVER), (Link("vm1", ENDPOINT.name), Link(ENDPOINT.name, SERVER.name))
)


def drawn(topology: Topology) -> Picture:
    picture = draw(topology)
    assert picture is not None
    return picture


def table(topology: Topology) -> Table:
    found = drawn(topology).table
    assert found is not None
    return found


class TestAPicture:
    def test_is_none_where_nothing_was_described(self) -> None:
        assert draw(Topology()) is None

    def test_shows_zones_names_kinds_and_addresses(self) -> None:
        picture = drawn(OUTBOUND)
        for words in ("virtual network", "vm1", "load-balanced endpoint", "203.0.113.10:80"):
            assert f">{words}<" in picture.svg.en
        for words in ("仮想ネットワーク", "vm1", "負荷分散エンドポイント", "インターネット"):
            assert f">{words}<" in picture.svg.ja
        assert picture.summary.en.startswith("virtual network: vm1. Azure: SNAT 203.0.113.10.")

    def test_writes_on_links_what_they_are_for(self) -> None:
        labelled = Topology(OUTBOUND.places, (Link("vm1", ENDPOINT.name, same("a label")),))
        assert ">a label<" in drawn(labelled).svg.en

    def test_draws_parts_within_the_whole(self) -> None:
        gateway = Place("gw", "application gateway", "Azure", ("203.0.113.20",))
        part = Place("gw-0", "application gateway instance", "Azure", within="gw")
        svg = drawn(Topology((gateway, part))).svg.en
        assert svg.count('class="box"') == 2
        assert 'subgraph n0["gw<br/>' in (drawn(Topology((gateway, part))).mermaid or same("")).en

    def test_is_no_wall(self) -> None:
        places = [
            Place(f"vm{number}", "virtual machine", "virtual network") for number in range(60)
        ]
        links = [Link(place.name, ENDPOINT.name) for place in places]
        picture = drawn(Topology((*places, ENDPOINT), tuple(links)))
        assert picture.svg.en.count('class="box"') == MOST_IN_COLUMN + 1
        assert ">and 53 more<" in picture.svg.en
        assert ">ほか 53 件<" in picture.svg.ja

    def test_says_the_same_in_a_table(self) -> None:
        assert [str(cell) for cell in table(OUTBOUND).rows[0]] == [
            "vm1",
            "virtual machine",
            "10.0.0.4",
            "",
            "virtual network",
            "SNAT 203.0.113.10",
        ]

    def test_takes_names_as_words_and_nothing_else(self) -> None:
        nasty = '<script>&"end"]; #1'
        picture = drawn(Topology((Place(nasty, "client", "internet"),)))
        assert "<script" not in picture.svg.en
        assert "&lt;script&gt;&amp;" in picture.svg.en
        assert picture.mermaid is not None
        node = picture.mermaid.en.splitlines()[2]
        assert node.count('"') == 2
        assert "<script" not in node


def way(*zones: Zone, label: Text | None = None) -> Topology:
    """A, B, C and so on, each linked to the next; five are too broad for one row."""
    names = "ABCDE"[: len(zones)]
    places = [
        Place(f"{name}{'.' * 20}", "client", zone) for name, zone in zip(names, zones, strict=True)
    ]
    links = [Link(one.name, other.name, label) for one, other in pairwise(places)]
    return Topology(tuple(places), tuple(links))


def fork() -> Topology:
    """A line from box to box in the first zone would hide where its links go."""
    long = way("Azure", "Azure", "internet", "on-premises", "virtual network")
    beside = Place("aside", "client", "Azure")
    return Topology((*long.places, beside), (*long.links, Link("aside", long.places[1].name)))


def columns(topology: Topology) -> list[str]:
    """The first letters of the places in each column, from the top; none where all are stacked."""
    plan = layout(topology, "en")
    columns = [] if plan is None else plan.columns
    return ["".join(box.name[0] for box in column) for column in columns]


class TestALongWay:
    def test_is_folded_within_a_zone_where_it_would_be_too_wide(self) -> None:
        long = way("on-premises", "on-premises", "Microsoft edge", "virtual network", "Azure")
        assert columns(long) == ["AB", "C", "D", "E"]
        assert broad(drawn(long).svg.en) <= WIDEST

    def test_is_folded_no_more_than_it_has_to_be(self) -> None:
        assert columns(way(*["on-premises"] * 4)) == ["A", "B", "C", "D"]
        assert columns(way(*["on-premises"] * 5)) == ["AB", "C", "D", "E"]

    def test_runs_down_where_it_is_folded(self) -> None:
        long = way(*["on-premises"] * 5)
        plan = layout(long, "en")
        assert plan is not None
        above, below = plan.columns[0]
        line = rf'"M([\d.]+) {above.y + above.height:g}L\1 {below.y:g}"'
        assert re.search(line, drawn(long).svg.en)

    @pytest.mark.parametrize(
        "long",
        [way(*get_args(Zone)), way(*["Azure"] * 5, label=same("a label")), fork()],
        ids=["each place in another zone", "links need room for their words", "a link beside"],
    )
    def test_stands_below_one_another_where_it_cannot_be_folded(self, long: Topology) -> None:
        assert columns(long) == []
        assert drawn(long).svg == drawn(long).narrow


class TestLinks:
    def drawn(self, link: Link) -> str:
        places = Place("a", "client", "internet"), Place("b", "virtual machine", "Azure")
        return drawn(Topology(places, (link,))).svg.en

    def test_are_solid_with_a_head_where_connections_go(self) -> None:
        svg = self.drawn(Link("a", "b"))
        assert svg.count("<polygon") == 1
        assert "dashed" not in svg

    def test_are_dashed_where_names_are_asked_for(self) -> None:
        svg = self.drawn(Link("a", "b", kind="DNS"))
        assert 'class="dashed"' in svg
        assert "DNS queries" in svg

    @pytest.mark.parametrize("kind", get_args(LinkKind))
    def test_are_dotted_and_without_a_head_where_nothing_goes(self, kind: LinkKind) -> None:
        svg = self.drawn(Link("a", "b", kind=kind, heads="none"))
        assert 'class="dotted"' in svg
        assert "<polygon" not in svg

    def test_point_at_whoever_was_connected_to(self) -> None:
        for heads, count in (("start", 1), ("both", 2)):
            assert self.drawn(Link("a", "b", heads=heads)).count("<polygon") == count


def test_a_degraded_place_looks_unlike_a_setting() -> None:
    place = Place("a", "Traffic Manager endpoint", "Azure", detail=same("set"), is_degraded=True)
    svg = drawn(Topology((place,))).svg.en
    assert re.search(r'class="small bad">degraded<', svg)
    assert re.search(r'class="small accent">set<', svg)


@pytest.mark.once
def test_every_shipped_topology_can_be_read() -> None:
    for id, evidence in shipped().items():
        assert evidence.topology is not None, id
        picture = draw(ways(evidence.topology, evidence.events))
        if picture is None:
            assert not evidence.topology.places
            continue
        for language in get_args(Language):
            check_forms(picture, language, WIDEST)
            assert len(picture.svg.to(language).encode()) < 10_000, id
