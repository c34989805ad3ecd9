"""The picture of a packet walk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import shipped
from svg_labels import broad, check_labels

from azsim.livingdocs.picture import Picture
from azsim.livingdocs.pictures.mermaid import quoted
from azsim.livingdocs.pictures.place_words import place_name
from azsim.livingdocs.pictures.walk import draw
from azsim.livingdocs.pictures.walk_columns import columns
from azsim.model.events import Delivered, Dropped, Event, PacketEvent, Passed, Sent
from azsim.model.packet import Packet
from azsim.model.payload import Data, DnsQuery, HttpRequest, Payload, Tls
from azsim.model.rules import Rule
from azsim.questions.passages import address
from azsim.questions.walk import Walk, walk
from azsim.questions.walk_rows import (
    Leg,
    Note,
    Omitted,
    Passage,
    Pause,
    Repeats,
    Request,
    Rewrite,
    Row,
    packets,
)
from azsim.text import Text, same
from azsim.units import MINUTE, SECOND, parse_duration

SVG = "{http://www.w3.org/2000/svg}"
INSIDE, OUTSIDE, SERVER = "10.0.0.4:50000", "203.0.113.10:1024", "198.51.100.7:443"
RULE = Rule("test.rule", Text("the rule", "規則による"))
LEGS = (
    Leg("vm1", "lb", INSIDE, SERVER, (Rewrite("source", INSIDE, OUTSIDE),), RULE),
    Leg("lb", "web", OUTSIDE, SERVER),
)


def passage(legs: Sequence[Leg] = LEGS, payload: Payload | None = None) -> Passage:
    return Passage(0, 0, "packet", "TCP", tuple(legs), "web", flags="SYN", payload=payload)


def picture(*rows: Row, places: Sequence[str] = ("vm1", "lb", "web")) -> Picture:
    return draw(Walk(tuple((name, None) for name in places), rows))


def words(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def arrows(svg: str) -> int:
    return len(heads(svg))


def heads(svg: str) -> list[tuple[int, float, float, bool]]:
    """The arrowheads in the order of the rows: row, tip, and whether it points to the right."""
    found = []
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        for each in group.iter(f"{SVG}polygon"):
            if "data-row" in group.attrib:
                corners = [point.split(",") for point in each.attrib["points"].split()]
                (x, y), (back, _) = ((float(a), float(b)) for a, b in corners[:2])
                found.append((int(group.attrib["data-row"]), x, y, x > back))
    return found


def mermaid(of: Picture) -> list[str]:
    assert of.mermaid is not None
    return of.mermaid.en.splitlines()


class TestARow:
    def test_shows_the_packet_and_its_addresses_on_each_leg(self) -> None:
        said = words(picture(passage()).svg.en)
        assert said.count("SYN") == 2
        assert f"{INSIDE} → {SERVER}" in said
        assert f"{OUTSIDE} → {SERVER}" in said

    def test_breaks_names_where_there_are_many_lifelines(self) -> None:
        few = ("vm1", "lb", "web", "a gateway of SNAT")
        many = (*few, *(f"another gateway {number}" for number in range(7)))
        assert "a gateway of SNAT" in words(picture(passage(), places=few).svg.en)
        assert "a gateway of" in words(picture(passage(), places=many).svg.en)

    def test_shows_what_was_rewritten_and_by_which_rule(self) -> None:
        svg = picture(passage()).svg
        assert {f"source {INSIDE} → {OUTSIDE}", "the rule"} <= set(words(svg.en))
        assert {f"送信元 {INSIDE} → {OUTSIDE}", "規則による"} <= set(words(svg.ja))

    def test_marks_a_drop_with_a_sign_and_its_reason(self) -> None:
        lost = Passage(0, 0, "packet", "TCP", LEGS[:1], "lb", "dropped", RULE.text, "SYN")
        svg = picture(lost).svg.en
        assert "✗ dropped: the rule" in words(svg)
        assert 'class="bad line"' in svg

    def test_leaps_over_what_is_bypassed(self) -> None:
        leap = Leg("vm1", "web", INSIDE, SERVER, bypassed=("lb",))
        svg = picture(passage([leap])).svg
        assert "bypassed" in words(svg.en)
        assert "バイパス" in words(svg.ja)
        assert re.search(r'd="M[^"]*A12 12', svg.en)
        assert 'class="lifeline off"' in svg.en

    def test_swings_back_to_whoever_sends_to_itself(self) -> None:
        svg = picture(passage([Leg("web", "web", INSIDE, INSIDE)])).svg.en
        check_labels(svg)
        assert arrows(svg) == 1

    @pytest.mark.parametrize(
        ("payload", "said"),
        [
            (None, "SYN"),
            (Data(), "TCP data"),
            (HttpRequest("web"), "HTTP GET web/"),
            (DnsQuery(7, "a.example"), "DNS query for a.example"),
            (Tls(("Certificate",), "CN=alice"), "TLS Certificate (client certificate CN=alice)"),
            (
                Tls(("ApplicationData",), carries=HttpRequest("w")),
                "TLS ApplicationData: HTTP GET w/",
            ),
        ],
    )
    def test_says_what_is_carried(self, payload: Payload | None, said: str) -> None:
        table = picture(passage(payload=payload)).table
        assert table is not None
        assert str(table.rows[0][5]) == said

    def test_tells_tcp_sessions_apart_by_number_and_band(self) -> None:
        one, other = (
            Passage(0, 0, "packet", "TCP", (leg,), leg.end, flags="SYN", session=number)
            for number, leg in enumerate(LEGS, start=1)
        )
        svg = picture(one, other).svg.en
        assert {"session-odd", "session-even"} <= set(re.findall(r'class="([^"]+)"', svg))
        assert {"session 1: SYN", "session 2: SYN"} <= set(words(svg))

    @pytest.mark.parametrize(
        ("row", "en", "ja"),
        [
            (Pause(0, 4 * MINUTE), "4 minutes pass", "4 分経過"),
            (Pause(0, SECOND), "1 second passes", "1 秒経過"),
            (
                Repeats(0, SECOND, 199, 597, (("vm1", "web"),)),
                "and 199 more like it, until 1 second (597 packets): vm1 → web",
                "ほか同様のもの 199 回、1 秒まで (パケット 597 個): vm1 → web",
            ),
            (
                Omitted(0, SECOND, 9, 27),
                "and 9 more rows, with 27 packets and flows",
                "ほか 9 行、パケットとフロー 27 個",
            ),
            (Note(0, 0, "lb", same("a note")), "a note", "a note"),
            (
                Request(0, same("grow"), Text("no", "いけない")),
                "✗ refused: no",
                "✗ 拒否: いけない",
            ),
            (Request(0, same("grow"), None), "✓ accepted", "✓ 受け付け"),
        ],
    )
    def test_says_what_happens_besides(self, row: Row, en: str, ja: str) -> None:
        drawn = picture(row)
        assert en in " ".join(words(drawn.svg.en))
        assert ja in " ".join(words(drawn.svg.ja))

    def test_counts_flows(self) -> None:
        opened = Passage(0, SECOND, "open", "TCP", LEGS, "web", count=1024)
        drawn = picture(opened)
        assert "1,024 TCP connections opened; the first" in words(drawn.svg.en)
        assert "TCP 接続 1,024 本を開始 (最初の 1 本)" in words(drawn.svg.ja)
        assert {"0 seconds", "– 1 second"} <= set(words(drawn.svg.en))


class TestTheOtherForms:
    def test_the_table_has_a_row_for_each_leg(self) -> None:
        table = picture(passage(), Pause(0, SECOND)).table
        assert table is not None
        first, second, pause = ([str(cell) for cell in row] for row in table.rows)
        assert first == [
            "0 seconds", "vm1", "lb", INSIDE, SERVER, "SYN",
            f"the rule; source {INSIDE} → {OUTSIDE}",
        ]  # fmt: skip
        assert second[1:5] == ["lb", "web", OUTSIDE, SERVER]
        assert pause[5] == "1 second passes"

    def test_the_diagram_has_an_arrow_for_each_leg(self) -> None:
        lines = mermaid(picture(passage()))
        assert lines[0] == "sequenceDiagram"
        assert "  participant p0 as vm1" in lines
        assert f"  p0->>p1: SYN<br/>{INSIDE} → {SERVER}" in lines

    def test_the_diagram_of_requests_alone_has_somebody_to_ask(self) -> None:
        lines = mermaid(picture(Request(0, same("grow"), None), places=()))
        assert "  participant p0 as Azure" in lines
        assert "  Note over p0: Request to Azure: grow<br/>✓ accepted" in lines

    def test_names_are_words_and_nothing_else(self) -> None:
        nasty = '<b>; # end "x"'
        leg = Leg(nasty, "web", INSIDE, SERVER)
        drawn = picture(passage([leg]), places=(nasty, "web"))
        assert "<b>" not in drawn.svg.en
        assert "&lt;b&gt;" in drawn.svg.en
        [name] = [line for line in mermaid(drawn) if line.startswith("  participant p0")]
        assert not re.search(r'[<>"]|\bend\b', name)
        assert name.count(";") == name.count("#")


NAMES = st.sampled_from(["vm1", "lb", "a much longer name", "test01.japaneast.example.com"])
ADDRESSES = st.sampled_from([INSIDE, OUTSIDE, SERVER, "255.255.255.255:65535"])


@st.composite
def legs(draw_: st.DrawFn) -> list[Leg]:
    names = draw_(st.lists(NAMES, min_size=2, max_size=4, unique=True))
    return [
        Leg(start, end, draw_(ADDRESSES), draw_(ADDRESSES), LEGS[0].rewrites, draw_(RULES))
        for start, end in pairwise(names)
    ]


RULES = st.sampled_from(
    [None, RULE, Rule("test.long", Text("a long rule " * 9, "長い規則である" * 9))]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(legs(), min_size=1, max_size=5), st.sampled_from(["delivered", "dropped"]))
def test_labels_never_overlap(ways: list[list[Leg]], ended: str) -> None:
    names = list(
        dict.fromkeys(name for way in ways for leg in way for name in (leg.start, leg.end))
    )
    rows = [
        Passage(0, 0, "packet", "TCP", tuple(way), way[-1].end, ended, RULE.text, "SYN ACK")  # type: ignore[arg-type]
        for way in ways
    ]
    drawn = picture(*rows, places=sorted(names))
    for svg in (drawn.svg.en, drawn.svg.ja):
        check_labels(svg)
        assert arrows(svg) == sum(map(len, ways))


@frozen
class Drawn:
    """The walk of a scenario, its picture, and all that happened."""

    id: str
    walk: Walk
    picture: Picture
    events: Sequence[Event]


@pytest.fixture(scope="module")
def walks() -> list[Drawn]:
    found = []
    for id, evidence in shipped().items():
        assert evidence.topology is not None, id
        events = evidence.events
        # Which half is asked about is all the same here, but there has to be one.
        walked = walk(events, evidence.topology, [range(len(events) // 2, len(events))])
        if walked is not None:
            found.append(Drawn(id, walked, draw(walked, events), events))
    return found


def seen_of(packet: int, events: Sequence[Event]) -> list[PacketEvent]:
    """What the trace tells of a packet."""
    kinds = Sent | Passed | Delivered | Dropped
    return [each for each in events if isinstance(each, kinds) and each.packet.id == packet]


@pytest.mark.once
class TestEveryShippedWalk:
    def test_has_an_arrow_for_each_leg(self, walks: list[Drawn]) -> None:
        for each in walks:
            legs = sum(len(row.legs) for row in each.walk.rows if isinstance(row, Passage))
            svg = each.picture.svg
            assert arrows(svg.en) == arrows(svg.ja) == legs, each.id

    def test_goes_the_way_that_the_trace_tells(self, walks: list[Drawn]) -> None:
        for each in walks:
            for row in each.walk.rows:
                if isinstance(row, Passage) and row.crossing == "packet":
                    sent, *seen = seen_of(each.events[row.first].packet.id, each.events)  # type: ignore[union-attr]
                    assert (row.time, row.until) == (sent.time, (seen or [sent])[-1].time)
                    assert row.first == sent.sequence, each.id
                    assert row.last == (seen or [sent])[-1].sequence, each.id
                    assert (row.ended == "dropped") == isinstance((seen or [sent])[-1], Dropped)
                    if row.legs:
                        crossed = [(leg.source, leg.destination) for leg in row.legs]
                        assert crossed == [ends(one.packet) for one in seen], each.id

    def test_stands_in_the_order_of_the_trace(self, walks: list[Drawn]) -> None:
        for each in walks:
            rows = each.walk.rows
            assert [row.time for row in rows] == sorted(row.time for row in rows), each.id
            numbers = [row.first for row in rows if not isinstance(row, Pause | Omitted)]
            assert numbers == sorted(numbers), each.id

    def test_is_drawn_downwards_with_every_head_in_its_direction(self, walks: list[Drawn]) -> None:
        for each in walks:
            at = columns(each.walk, "en").at
            legs = [
                (number, leg)
                for number, row in enumerate(each.walk.rows)
                if isinstance(row, Passage)
                for leg in row.legs
            ]
            drawn = heads(each.picture.svg.en)
            assert [number for number, *_ in drawn] == [number for number, _ in legs], each.id
            for (_, leg), (_, tip, _, to_the_right) in zip(legs, drawn, strict=True):
                assert tip == pytest.approx(at[leg.end], abs=0.1), each.id
                assert leg.start == leg.end or to_the_right == (at[leg.end] > at[leg.start])
            lowest: dict[int, float] = {}
            for number, _, y, _ in drawn:
                lowest.setdefault(number, y)
            assert list(lowest.values()) == sorted(set(lowest.values())), each.id

    def test_tells_each_time_as_the_trace_does(self, walks: list[Drawn]) -> None:
        for each in walks:
            assert each.picture.table is not None
            units = set()
            for row, hop in zip(each.walk.rows, each.picture.hops, strict=True):
                if hop.time.en:
                    start, _, end = hop.time.en.partition(" – ")
                    assert parse_duration(start) == pytest.approx(row.time, abs=5_000), each.id
                    assert parse_duration(end or start) == pytest.approx(row.until, abs=5_000)
                    units |= {start.split()[1].rstrip("s"), (end or start).split()[1].rstrip("s")}
            assert len(units) == 1, each.id
            told = {str(cells[0]) for cells in each.picture.table.rows}
            assert told >= {hop.time.en for hop in each.picture.hops if hop.time.en}, each.id

    def test_is_the_same_in_the_table_the_list_and_the_diagram(self, walks: list[Drawn]) -> None:
        for each in walks:
            legs = [
                (place_name(leg.start).en, place_name(leg.end).en)
                for row in each.walk.rows
                if isinstance(row, Passage)
                for leg in row.legs
            ]
            table = each.picture.table
            assert table is not None
            assert [(str(row[1]), str(row[2])) for row in table.rows if row[2]] == legs, each.id
            assert not any(str(row[6]).startswith(";") for row in table.rows), each.id
            hops = [pair for hop in each.picture.hops for pair in pairwise(hop.places)]
            assert [(start.en, end.en) for start, end in hops] == legs, each.id
            ids = {f"p{number}": name for number, (name, _) in enumerate(each.walk.places)}
            arrow = re.compile("  (p[0-9]+)--?(?:>>|x)(p[0-9]+): ")
            found = [match for line in mermaid(each.picture) if (match := arrow.match(line))]
            assert [(ids[one[1]], ids[one[2]]) for one in found] == [
                (leg.start, leg.end)
                for row in each.walk.rows
                if isinstance(row, Passage)
                for leg in row.legs
            ], each.id

    def test_leaves_no_packet_out(self, walks: list[Drawn]) -> None:
        for each in walks:
            flows = sum(
                row.count
                for row in each.walk.rows
                if isinstance(row, Passage) and row.crossing in ("open", "close", "refuse")
            )
            sent = sum(isinstance(one, Sent) for one in each.events)
            if not any(isinstance(row, Omitted) for row in each.walk.rows):
                assert sum(map(packets, each.walk.rows)) - flows == sent, each.id

    def test_can_be_read(self, walks: list[Drawn]) -> None:
        for each in walks:
            for svg in (each.picture.svg.en, each.picture.svg.ja):
                check_labels(svg)
                assert broad(svg) < 1250, each.id
                assert len(svg.encode()) < 36_000, each.id


def ends(packet: Packet) -> tuple[str, str]:
    return (
        address(packet.source, packet.source_port),
        address(packet.destination, packet.destination_port),
    )


@pytest.mark.parametrize(
    ("name", "japanese"),
    [
        ("server", "server"),
        ("client", "client"),
        ("source port", "source port"),
        ("MSEE", "MSEE ルーター"),
        ("instance 2", "インスタンス 2"),
    ],
)
def test_only_a_place_that_nobody_named_has_a_name_in_japanese(name: str, japanese: str) -> None:
    assert place_name(name) == Text(name, japanese)


def test_a_line_break_in_a_name_begins_no_statement_of_mermaid() -> None:
    assert quoted("a\nNote over p0: forged\u2028\rend") == "a Note over p0: forged #101;#110;#100;"
