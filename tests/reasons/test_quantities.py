"""Numbers in prose, with their units."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azsim.facts import registry, show_value
from azsim.reasons import keys_of, quantities_in
from azsim.units import format_count, format_duration


def keys(text: str) -> list[object]:
    return [each.key for each in quantities_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "240 s",
        "240 seconds",
        "a 240-second hold",
        "4 minutes",
        "240 秒間",
        "4 分",
        "２４０ 秒",
        "240000 ms",
    ],
)
def test_a_duration_is_the_same_in_any_unit_and_language(text: str) -> None:
    assert keys(text) == keys("240 s")


def test_a_count_is_no_duration_and_no_percentage() -> None:
    assert (
        len({*keys("50"), *keys("50 s"), *keys("50%"), *keys("50 percent"), *keys("50 パーセント")})
        == 3
    )


@pytest.mark.parametrize(
    "text",
    [
        "vm1",
        "ErGw3AZ",
        "Standard_v2",
        "TLS 1.2",
        "RFC 6056",
        "IPv4",
        "layer 4",
        "5 タプル",
        "HTTP/1.1",
        "SHA-256",
    ],
)
def test_a_number_in_a_name_is_none(text: str) -> None:
    assert keys(f"It is {text} here.") == []


def test_a_fraction_in_japanese_is_no_minute() -> None:
    assert keys("4 分のタイムアウト") == keys("4 minutes")
    assert keys("4 分の 1") == keys("4") + keys("1")


def test_an_address_is_one_thing_and_its_port_a_number() -> None:
    assert keys("198.51.100.7:443") == [("address", "198.51.100.7"), *keys("443")]


@given(st.integers(0, 10**15))
def test_what_is_shown_of_a_duration_is_found_again(nanoseconds: int) -> None:
    shown = format_duration(nanoseconds)
    assert (
        keys(f"It takes {shown.en}.") == keys(f"{shown.ja}かかる。") == [("duration", nanoseconds)]
    )


@given(st.integers(0, 10**9))
def test_what_is_shown_of_a_count_is_found_again(count: int) -> None:
    text = f"There are {format_count(count)}, no more."
    (found,) = quantities_in(text)
    assert found.key == ("count", count)
    assert text[found.start : found.end] == format_count(count)


@given(st.text())
def test_any_text_has_its_quantities_in_order_and_apart(text: str) -> None:
    ends = [(each.start, each.end) for each in quantities_in(text)]
    assert all(start < end for start, end in ends)
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))


def test_the_value_of_a_fact_is_found_where_it_is_shown() -> None:
    for fact in registry().values():
        shown = show_value(fact)
        if fact.kind in ("duration", "number"):
            assert set(keys(shown.en)) == set(keys(shown.ja)) == keys_of(fact.id), fact.id


def test_a_table_has_its_cells_and_where_its_rows_begin() -> None:
    assert {*keys("51–100: 512")} <= keys_of("classic.ports-by-pool-size")
