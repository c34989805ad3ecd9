"""The picture of a topology."""

from __future__ import annotations

from shipped import shipped
from svg_labels import broad, check_labels

from azsim.livingdocs.picture import Picture, Table
from azsim.livingdocs.pictures.topology import draw
from azsim.livingdocs.pictures.topology_layout import MOST_IN_COLUMN
from azsim.model.topology import Link, Place, Topology
from azsim.text import same

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


def test_every_shipped_topology_can_be_read() -> None:
    for id, evidence in shipped().items():
        assert evidence.topology is not None, id
        picture = draw(evidence.topology)
        if picture is None:
            assert not evidence.topology.places
            continue
        for svg in (picture.svg.en, picture.svg.ja):
            check_labels(svg)
            assert broad(svg) < 1250, id
            assert len(svg.encode()) < 10_000, id
