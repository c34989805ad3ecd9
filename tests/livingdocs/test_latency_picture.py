"""The picture of what PsPing measured."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from svg_labels import check_forms

from azsim.livingdocs.picture import Picture
from azsim.livingdocs.pictures.canvas import TABLET
from azsim.livingdocs.pictures.latency import draw
from azsim.questions.measured import Measured
from azsim.text import Language
from azsim.units import MILLISECOND, SECOND

LANGUAGES: tuple[Language, Language] = ("en", "ja")
BEFORE = Measured(False, None, tuple(each * MILLISECOND for each in (4, 5, 6, 7)), 0)
AFTER = Measured(True, None, tuple(each * MILLISECOND for each in (2, 3, 4, 5)), 1)


def drawn(*measured: Measured) -> Picture:
    picture = draw(measured)
    assert picture is not None
    return picture


def rows(picture: Picture) -> list[tuple[str, ...]]:
    assert picture.table is not None
    return [tuple(map(str, row)) for row in picture.table.rows]


def test_nothing_to_draw() -> None:
    assert draw(()) is None
    assert draw([Measured(False, None, (), 4)]) is None


def test_medians_and_their_drop_are_written() -> None:
    picture = drawn(AFTER, BEFORE)
    assert "median 5.50 ms, half of the pings from 4.75 ms to 6.25 ms" in picture.svg.en
    assert ">the median drops by 2.00 ms<" in picture.svg.en
    assert ">中央値の低下幅は 2.00 ミリ秒<" in picture.svg.ja
    assert picture.summary.en == (
        "FastPath disabled, simulated, 4 pings: the median is 5.50 ms. "
        "FastPath enabled, simulated, 5 pings, 1 lost: the median is 3.50 ms. "
        "The median drops by 2.00 ms."
    )


def test_many_pings_are_a_diagram_as_well() -> None:
    off, on = (
        Measured(is_on, None, tuple(start + each * MILLISECOND // 30 for each in range(60)), 0)
        for is_on, start in ((False, 4 * MILLISECOND), (True, 3 * MILLISECOND))
    )
    mermaid = drawn(on, off).mermaid
    assert mermaid is not None
    assert mermaid.en.splitlines()[1:5] == [
        "xychart-beta",
        '    title "FastPath disabled: median 4.98 ms; FastPath enabled: median 3.98 ms"',
        '    x-axis "latency (ms)" 3.00 --> 5.97',
        '    y-axis "pings (%)"',
    ]
    shares = [
        [float(each) for each in line.split(", ")]
        for line in re.findall(r"line \[(.*)\]", mermaid.en)
    ]
    assert [len(each) for each in shares] == [30, 30]
    assert [sum(each) for each in shares] == [pytest.approx(100, abs=2)] * 2


def test_a_few_pings_are_no_diagram() -> None:
    assert drawn(BEFORE, AFTER).mermaid is None


def test_a_median_that_rises_says_so() -> None:
    slower = Measured(True, None, BEFORE.samples, 0)
    faster = Measured(False, None, AFTER.samples, 0)
    assert ">the median rises by 2.00 ms<" in drawn(faster, slower).svg.en


def test_simulated_and_recorded_pings_are_compared_apart() -> None:
    recorded = Measured(True, "after.txt", AFTER.samples, 0)
    assert "the median drops" not in drawn(BEFORE, recorded).svg.en


def test_the_table_has_each_set_and_then_each_file() -> None:
    files = [Measured(False, f"before-{number}.txt", BEFORE.samples, 0) for number in (1, 2)]
    names = [row[0] for row in rows(drawn(AFTER, *files))]
    assert names == [
        "FastPath enabled, simulated, 5 pings, 1 lost",
        "FastPath disabled, recorded, 8 pings in 2 files",
        "before-1.txt",
        "before-2.txt",
    ]
    assert rows(drawn(AFTER))[0][1:] == (
        "5", "1", "2.00 ms", "2.75 ms", "3.50 ms", "4.25 ms", "5.00 ms",
    )  # fmt: skip


def test_a_set_that_was_lost_is_told_without_figures() -> None:
    picture = drawn(BEFORE, Measured(True, None, (), 4))
    assert ">every ping was lost<" in picture.svg.en
    assert rows(picture)[1][1:] == ("4", "4", "–", "–", "–", "–", "–")


def test_few_pings_are_dots_and_many_a_histogram() -> None:
    assert drawn(BEFORE).svg.en.count("<circle") == 4
    many = Measured(False, None, BEFORE.samples * 100, 0)
    assert "<circle" not in drawn(many).svg.en


def test_a_long_tail_is_cut_off_and_counted() -> None:
    many = (5 * MILLISECOND,) * 998 + (80 * MILLISECOND, 90 * MILLISECOND)
    svg = drawn(Measured(False, None, many, 0)).svg
    assert "; 2 pings beyond the axis, up to 90.00 ms<" in svg.en
    assert "。軸の範囲外の ping 2 回、最大 90.00 ミリ秒<" in svg.ja


def test_thousands_of_pings_make_a_small_picture() -> None:
    spread = tuple(MILLISECOND + each * 7_919 % (20 * MILLISECOND) for each in range(10_000))
    assert len(drawn(Measured(False, None, spread, 0)).svg.en) < 6_000


def test_it_is_the_same_every_time() -> None:
    assert drawn(BEFORE, AFTER) == drawn(BEFORE, AFTER)


SAMPLES = st.lists(st.integers(0, SECOND), max_size=150).map(tuple)
MEASURED = st.builds(
    Measured, st.booleans(), st.sampled_from([None, "a.txt", "b.txt"]), SAMPLES, st.integers(0, 3)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(MEASURED, max_size=6))
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_never_overlap(language: Language, measured: list[Measured]) -> None:
    picture = draw(measured)
    if picture is not None:
        check_forms(picture, language, TABLET)
