"""The picture of SNAT ports in use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from shipped import shipped
from svg_labels import check_forms

from azsim.azure import Azure
from azsim.livingdocs.picture import Picture
from azsim.livingdocs.pictures.canvas import TABLET
from azsim.livingdocs.pictures.ports import draw
from azsim.livingdocs.pictures.ticks import count_ticks, time_ticks
from azsim.livingdocs.pictures.time_unit import unit_of
from azsim.questions.ports import PortUse, port_use
from azsim.questions.shared_ports import shared_port_use
from azsim.text import Language
from azsim.units import DAY, HOUR, MINUTE, SECOND

SERVER = "198.51.100.7"
TO = (SERVER, 443)
LANGUAGES: tuple[Language, Language] = ("en", "ja")


def deployment(instances: int = 1, *addresses: str) -> Azure:
    azure = Azure()
    endpoints = [(address, 80) for address in addresses or ("203.0.113.10",)]
    azure.deployment.describe_instances(instances, endpoints=endpoints)
    return azure


def uses(azure: Azure) -> tuple[PortUse, ...]:
    return port_use(azure.world.trace.events)


def drawn(azure: Azure) -> Picture:
    picture = draw(uses(azure))
    assert picture is not None
    return picture


def cells(picture: Picture) -> list[tuple[str, ...]]:
    """The table as a reader of English sees it."""
    assert picture.table is not None
    return [tuple(map(str, row)) for row in picture.table.rows]


def two_minutes() -> Azure:
    """All ports are taken, one attempt fails, and one port comes back after 15 seconds."""
    azure = deployment()
    azure.outbound.open_many("vm1", "TCP", 1_025, [TO])
    azure.ends.end_some(1, "RST")
    azure.world.pass_time(2 * MINUTE)
    return azure


def coming_and_going() -> Azure:
    """Two hundred ports are taken, then one hundred more, and all but those come back."""
    azure = deployment()
    azure.outbound.open_many("vm1", "TCP", 200, [TO])
    azure.world.pass_time(MINUTE)
    azure.outbound.open_many("vm1", "TCP", 100, [TO])
    azure.ends.end_some(200, "RST")
    azure.world.pass_time(MINUTE)
    return azure


def crowded() -> Azure:
    """Several instances and addresses, every kind of event, and many of them."""
    azure = deployment(51, "203.0.113.10", "203.0.113.11")
    for number in range(1, 7):
        azure.outbound.open_many(f"vm{number}", "TCP", 200 * number, [TO])
        azure.ends.end_some(10, "RST" if number % 2 else "FIN from both ends")
        azure.world.pass_time(7 * SECOND)
        azure.deployment.start_redeployment(Fraction(2))
        azure.world.pass_time(7 * SECOND)
        azure.deployment.end_redeployment()
    azure.deployment.grow(101)
    azure.deployment.shrink(1)
    azure.world.pass_time(HOUR)
    return azure


class TestNothingIsDrawn:
    def test_of_nothing(self) -> None:
        assert draw(()) is None

    def test_where_no_second_port_was_ever_asked_for(self) -> None:
        azure = deployment()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        assert draw(uses(azure)) is None


class TestAChart:
    def test_says_whose_ports_how_many_of_how_many_and_when(self) -> None:
        svg = drawn(two_minutes()).svg
        for words in ("vm1: TCP ports at SNAT 203.0.113.10", "1,024 allocated", "virtual time (s)"):
            assert f">{words}<" in svg.en
        for words in ("vm1: SNAT 203.0.113.10 の TCP ポート", "割り当て 1,024 個", "仮想時間 (秒)"):
            assert f">{words}<" in svg.ja

    def test_numbers_what_happened_and_tells_it_below(self) -> None:
        svg = drawn(two_minutes()).svg.en
        assert ">0 seconds: 1 attempt found no free port<" in svg
        assert ">15 seconds: 1 flow released the port at the end of the hold after RST<" in svg
        assert len(re.findall(r'class="small">[12]</text>', svg)) == 4

    def test_crosses_refusals_out(self) -> None:
        crosses = 'class="bad line"'
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 1_024, [TO])
        azure.world.pass_time(HOUR)
        assert crosses not in drawn(azure).svg.en
        assert crosses in drawn(two_minutes()).svg.en

    def test_reaches_up_to_the_allocation_where_few_ports_are_used(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 20, [TO])
        azure.world.pass_time(HOUR)
        svg = drawn(azure).svg.en
        assert ">20</text>" not in svg
        assert ">1,024</text>" in svg
        assert ">1,024 allocated<" in svg

    def test_tells_alike_spells_once(self) -> None:
        azure = deployment()
        azure.outbound.exhaust("vm1", "TCP", *TO)
        for _ in range(6):
            azure.world.pass_time(30 * SECOND)
            azure.outbound.open_many("vm1", "TCP", 2, [TO])
        assert drawn(azure).svg.en.count("found no free port") == 1
        assert ("30–180 s", "12 attempts found no free port", "1,024", "1,024") in cells(
            drawn(azure)
        )


class TestBars:
    def test_stand_where_no_time_passes(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 1_025, [TO])
        svg = drawn(azure).svg.en
        assert ">1,024 of 1,024 in use<" in svg
        assert "virtual time" not in svg

    def test_show_the_end_beside_the_peak_where_it_is_another(self) -> None:
        azure = deployment(50)
        azure.outbound.exhaust("vm1", "TCP", *TO)
        azure.deployment.grow(51)
        svg = drawn(azure).svg.en
        assert ">peak: 1,024 of 1,024 in use<" in svg
        assert ">512 of 512 in use<" in svg


class TestSeveralInstances:
    def test_stand_side_by_side_the_busiest_first(self) -> None:
        azure = deployment(3)
        azure.outbound.open_many("vm1", "TCP", 1, [TO])
        azure.outbound.open_many("vm2", "TCP", 9, [TO])
        svg = drawn(azure).svg.en
        assert svg.index("vm2: TCP") < svg.index("vm1: TCP")

    def test_beyond_four_are_summed_up(self) -> None:
        azure = deployment(400)
        for number in range(1, 8):
            azure.outbound.open_many(f"vm{number}", "TCP", 10 * number, [TO])
        said = drawn(azure).summary
        assert "3 more that used at most 30 ports aren't shown." in said.en
        assert "393 more instances share SNAT 203.0.113.10" in said.en
        assert "ほかの 393 台のインスタンス" in said.ja

    def test_of_roles_are_named_in_each_language(self) -> None:
        azure = Azure()
        azure.deployment.describe_instances(1, "web role")
        azure.outbound.open_many("instance 1", "TCP", 2, [TO])
        assert ">instance 1: TCP" in drawn(azure).svg.en
        assert ">インスタンス 1: SNAT" in drawn(azure).svg.ja


class TestTheTable:
    def test_holds_the_turning_points_with_the_figures_after_them(self) -> None:
        assert cells(drawn(two_minutes())) == [
            ("0 seconds", "peak", "1,024", "1,024"),
            ("0 seconds", "1 attempt found no free port", "1,024", "1,024"),
            (
                "15 seconds",
                "1 flow released the port at the end of the hold after RST",
                "1,023",
                "1,024",
            ),
        ]

    def test_ends_with_the_last_observation(self) -> None:
        azure = two_minutes()
        azure.commands.run("vm1", "netstat -n")
        assert cells(drawn(azure))[-1] == ("120 seconds", "last observation", "1,023", "1,024")

    def test_tells_alike_changes_of_the_allocation_once(self) -> None:
        azure = deployment(51)
        azure.outbound.exhaust("vm1", "TCP", *TO)
        for _ in range(5):
            azure.world.pass_time(SECOND)
            azure.deployment.start_redeployment(Fraction(2))
            azure.world.pass_time(SECOND)
            azure.deployment.end_redeployment()
        said = [row[1] for row in cells(drawn(azure))]
        assert said == [
            "peak",
            "the pool reported 102 instances, and the allocation went from 512 to 256 ports; "
            "256 flows lost the port",
            "the pool reported 51 instances, and the allocation went from 256 to 512 ports",
        ]

    def test_of_many_points_says_how_many_are_left_out(self) -> None:
        rows = cells(drawn(crowded()))
        assert len(rows) == 25
        assert re.fullmatch(r"… and [0-9]+ more", rows[-1][0])


class TestMermaid:
    def test_draws_ports_and_allocation_at_thirty_instants(self) -> None:
        mermaid = drawn(coming_and_going()).mermaid
        assert mermaid is not None
        assert mermaid.en.splitlines()[1] == "xychart-beta"
        allocated, in_use = (
            [int(each) for each in line.split(", ")]
            for line in re.findall(r"line \[(.*)\]", mermaid.en)
        )
        assert len(allocated) == len(in_use) == 30
        assert set(allocated) == {1024}
        assert list(dict.fromkeys(in_use)) == [200, 300, 100]

    def test_draws_what_is_in_use_above_the_allocation_and_stronger(self) -> None:
        mermaid = drawn(coming_and_going()).mermaid
        assert mermaid is not None
        assert '"plotColorPalette": "#94a3b8, #1d4ed8"' in mermaid.en.splitlines()[0]

    def test_says_nothing_of_a_single_step(self) -> None:
        assert drawn(two_minutes()).mermaid is None

    def test_says_nothing_where_no_time_passes(self) -> None:
        azure = deployment()
        azure.outbound.open_many("vm1", "TCP", 9, [TO])
        assert drawn(azure).mermaid is None

    def test_has_no_quotation_mark_within_a_text(self) -> None:
        [use] = uses(coming_and_going())
        picture = draw([evolve(use, instance='a"b"')])
        assert picture is not None
        assert picture.mermaid is not None
        assert picture.mermaid.en.splitlines()[2].count('"') == 2


def test_names_are_escaped() -> None:
    [use] = uses(two_minutes())
    picture = draw([evolve(use, instance="<script>alert(1)</script>")])
    assert picture is not None
    assert "<script>" not in picture.svg.en + picture.svg.ja


@pytest.fixture(scope="module")
def pictures() -> Mapping[str, Picture]:
    """The picture of each shipped scenario that has one, and of a crowded one."""
    found = {id: draw(port_use(evidence.events)) for id, evidence in shipped().items()}
    found["crowded"] = drawn(crowded())
    return {id: picture for id, picture in found.items() if picture is not None}


@pytest.mark.once
def test_shipped_scenarios_have_pictures_that_are_small(pictures: Mapping[str, Picture]) -> None:
    assert len(pictures) > 30
    for id, picture in pictures.items():
        for language in LANGUAGES:
            svg = picture.svg.to(language)
            assert len(svg.encode()) < 30_000, id


@pytest.mark.once
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_neither_overlap_nor_leave_the_picture(
    pictures: Mapping[str, Picture], language: Language
) -> None:
    for picture in pictures.values():
        check_forms(picture, language, TABLET)


class TestTicks:
    @given(st.integers(1, 1_000 * DAY))
    def test_of_time_are_few_whole_numbers_up_to_the_end(self, span: int) -> None:
        ticks = time_ticks(span)
        assert 1 <= len(ticks.times) <= 8
        assert all(time <= span and time % ticks.unit.size == 0 for time in ticks.times)

    @pytest.mark.parametrize(
        ("span", "step", "name"),
        [(10 * SECOND, 2 * SECOND, "s"), (10 * MINUTE, 2 * MINUTE, "min"), (DAY, 6 * HOUR, "h")],
    )
    def test_of_time_are_in_the_unit_that_fits(self, span: int, step: int, name: str) -> None:
        ticks = time_ticks(span)
        assert (ticks.times[1], ticks.unit.short.en) == (step, name)

    @given(st.integers(1, 100_000))
    def test_of_counts_are_few_and_reach_the_top(self, top: int) -> None:
        ticks = count_ticks(top)
        assert len(ticks) <= 6
        assert ticks[0] == 0
        assert ticks[-2] < top <= ticks[-1]

    def test_a_range_of_time_is_in_one_unit(self) -> None:
        assert unit_of([4 * MINUTE, HOUR]).span(4 * MINUTE, HOUR).en == "4–60 min"
        tenths = 599_800_000_000
        assert unit_of([4 * MINUTE, tenths]).span(4 * MINUTE, tenths).ja == "240～599.8 秒"


class TestAGateway:
    """Whoever leaves through it takes ports, up to a limit toward each destination."""

    @pytest.fixture
    def picture(self) -> Picture:
        azure = Azure(
            changed={"nat-gateway.ports": 8, "nat-gateway.connections-to-one-destination": 6}
        )
        azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/24")])
        azure.networks.add_machine("app1", "10.0.0.4", "app")
        azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
        azure.outbound.open_many("app1", "TCP", 7, [TO])
        azure.outbound.open_many("app1", "TCP", 3, [("198.51.100.8", 443)])
        azure.ends.end_some(1, "RST")
        azure.world.pass_time(MINUTE)
        picture = draw(shared_port_use(azure.world.trace.events))
        assert picture is not None
        return picture

    def test_has_a_panel_for_each_destination_and_one_for_all(self, picture: Picture) -> None:
        english = [f"nat: TCP ports toward {SERVER}:443", "nat: TCP ports toward 198.51.100.8:443"]
        for words in (*english, "nat: TCP ports toward all destinations together", "at most 6"):
            assert f">{words}<" in picture.svg.en
        for words in (f"nat: {SERVER}:443 への TCP ポート", "nat: すべての宛先への TCP ポート"):
            assert f">{words}<" in picture.svg.ja

    def test_says_how_many_ports_serve_several_destinations(self, picture: Picture) -> None:
        assert "at most 8 of 8 in use, 1 of them toward several destinations at once" in (
            " ".join(re.findall(">([^<]+)</text>", picture.svg.en))
        )
        assert "うち 1 個は同時に複数の宛先に使用" in picture.svg.ja

    def test_says_that_attempts_fail_at_the_limit(self, picture: Picture) -> None:
        assert ">0 seconds: 1 attempt failed at the limit<" in picture.svg.en

    def test_is_not_drawn_where_next_to_nothing_is_used(self) -> None:
        azure = Azure()
        azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/24")])
        azure.networks.add_machine("app1", "10.0.0.4", "app")
        azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
        azure.outbound.open_many("app1", "TCP", 100, [TO])
        assert draw(shared_port_use(azure.world.trace.events)) is None
