"""Durations, counts, ports and addresses, as people write them in both languages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azsim.text import Advice
from azsim.units import (
    DAY,
    HOUR,
    MICROSECOND,
    MILLISECOND,
    MINUTE,
    SECOND,
    duration_in,
    format_count,
    format_duration,
    format_milliseconds,
    parse_address,
    parse_count,
    parse_duration,
    parse_endpoint,
    parse_network,
    parse_port,
    round_half_up,
    within,
)


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("15 seconds", 15 * SECOND),
        ("1 second", SECOND),
        ("4 minutes", 4 * MINUTE),
        ("1 hour", HOUR),
        ("2 days", 2 * DAY),
        ("1.5 ms", 1_500_000),
        ("204.8 seconds", 204_800 * MILLISECOND),
        ("50 µs", 50 * MICROSECOND),
        ("2,147,483,647 seconds", 2_147_483_647 * SECOND),
        ("15 秒", 15 * SECOND),
        ("4分", 4 * MINUTE),
        ("1.5 ミリ秒", 1_500_000),
        ("1 時間", HOUR),
    ],
)
def test_a_duration_is_read(text: str, nanoseconds: int) -> None:
    assert parse_duration(text) == nanoseconds


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("90 seconds", "90 秒"),
        ("1 second", "1 秒"),
        ("1 minute", "1 分"),
        ("2 minutes", "2 分"),
        ("1 hour", "1 時間"),
        ("2 days", "2 日"),
        ("1.5 ms", "1.5 ミリ秒"),
        ("-1.5 ms", "-1.5 ミリ秒"),
        ("50 µs", "50 マイクロ秒"),
        ("5 ns", "5 ナノ秒"),
        ("2,147,483,647 seconds", "2,147,483,647 秒"),
        ("1.0 seconds", "1.0 秒"),
    ],
)
def test_a_duration_has_the_same_number_and_unit_in_the_other_language(
    english: str, japanese: str
) -> None:
    assert duration_in(english, "ja") == japanese
    assert duration_in(japanese, "en") == english
    assert duration_in(english, "en") == english
    assert duration_in(japanese, "ja") == japanese


@pytest.mark.parametrize(
    ("words", "japanese"), [("15s", "15 秒"), ("4 min", "4 分"), ("3 parsecs", "3 parsecs")]
)
def test_short_units_are_spelt_out_and_unknown_ones_stay(words: str, japanese: str) -> None:
    assert duration_in(words, "ja") == japanese


@given(st.integers(0, 10**13), st.sampled_from(["ns", "ms", "seconds", "分", "時間", "日"]))
def test_a_duration_lasts_as_long_in_the_other_language(number: int, unit: str) -> None:
    words = f"{number:,} {unit}"
    for language in ("en", "ja"):
        assert parse_duration(duration_in(words, language)) == parse_duration(words)


@pytest.mark.parametrize(
    ("nanoseconds", "english", "japanese"),
    [
        (0, "0 seconds", "0 秒"),
        (SECOND, "1 second", "1 秒"),
        (90 * SECOND, "90 seconds", "90 秒"),
        (4 * MINUTE, "4 minutes", "4 分"),
        (HOUR, "1 hour", "1 時間"),
        (204_800 * MILLISECOND, "204.8 seconds", "204.8 秒"),
        (4_630 * MICROSECOND, "4.63 ms", "4.63 ミリ秒"),
        (50 * MICROSECOND, "50 µs", "50 マイクロ秒"),
    ],
)
def test_a_duration_is_written(nanoseconds: int, english: str, japanese: str) -> None:
    shown = format_duration(nanoseconds)
    assert (shown.en, shown.ja) == (english, japanese)


@given(st.integers(0, 10**18))
def test_what_is_written_is_read_back(nanoseconds: int) -> None:
    shown = format_duration(nanoseconds)
    assert parse_duration(shown.en) == parse_duration(shown.ja) == nanoseconds


def test_milliseconds_are_rounded_half_up() -> None:
    assert format_milliseconds(4_345_000).en == "4.35 ms"
    assert round_half_up(Decimal("4.345")) == Decimal("4.35")


@pytest.mark.parametrize(("text", "count"), [("0", 0), ("1025", 1025), ("1,800,000", 1_800_000)])
def test_a_count_is_read_with_and_without_commas(text: str, count: int) -> None:
    assert parse_count(text) == count


@given(st.integers(0, 10**12))
def test_a_count_that_is_written_is_read_back(count: int) -> None:
    assert parse_count(format_count(count)) == count


def test_an_endpoint_is_an_address_and_a_port() -> None:
    assert parse_endpoint("198.51.100.7:443") == ("198.51.100.7", 443)


@pytest.mark.parametrize(
    ("address", "inside"),
    [("10.1.2.3", True), ("172.31.0.1", True), ("172.32.0.1", False), ("198.51.100.7", False)],
)
def test_an_address_lies_within_networks_or_not(address: str, inside: bool) -> None:
    assert within(address, ("10.0.0.0/8", "172.16.0.0/12")) is inside


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (parse_duration, "soon", "a number and a unit"),
        (parse_duration, "5 fortnights", "a number and a unit"),
        (parse_duration, "1,5 seconds", "a number and a unit"),
        (parse_duration, "-5 seconds", "Time only moves forward"),
        (parse_duration, "0.1 ns", "finer than one nanosecond"),
        (parse_count, "1,02", "with a comma before each three"),
        (parse_count, "-3", "not a whole number"),
        (parse_count, "1.5", "not a whole number"),
        (parse_port, "0", "from 1 to 65535"),
        (parse_port, "65536", "from 1 to 65535"),
        (parse_port, "http", "from 1 to 65535"),
        (parse_address, "10.0.0.256", "four numbers from 0 to 255"),
        (parse_address, "10.0.0", "four numbers from 0 to 255"),
        (parse_address, "::1", "four numbers from 0 to 255"),
        (parse_endpoint, "198.51.100.7", "has no port"),
    ],
)
def test_a_mistake_is_named_and_put_right(
    read: Callable[[str], object], text: str, says: str
) -> None:
    with pytest.raises(Advice) as raised:
        read(text)
    assert f'"{text}"' in raised.value.text.en
    assert says in raised.value.text.en
    assert f"「{text}」" in raised.value.text.ja


@pytest.mark.parametrize(
    ("text", "network"), [("10.0.0.0/16", "10.0.0.0/16"), ("10.0.0.0/255.255.0.0", "10.0.0.0/16")]
)
def test_a_network_is_read_into_its_one_form(text: str, network: str) -> None:
    assert parse_network(text) == network


@pytest.mark.parametrize("text", ["10.0.0.0", "10.0.0.0/33", "10.0.0/8", "fd00::/8", "", "/"])
def test_what_is_no_network_is_answered_with_how_one_is_written(text: str) -> None:
    with pytest.raises(Advice) as caught:
        parse_network(text)
    assert caught.value.text.en == (
        f'"{text}" is not an IPv4 network. Write its first address, a slash and the prefix length, '
        "such as 10.0.0.0/16."
    )


def test_an_address_within_a_network_is_answered_with_the_network() -> None:
    with pytest.raises(Advice) as caught:
        parse_network("10.0.1.4/24")
    assert caught.value.text.ja == (
        "「10.0.1.4/24」はネットワークの先頭のアドレスで始まっていない。10.0.1.0/24 と書く。"
    )
