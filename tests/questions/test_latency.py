"""Statistics of connect times, rounded as PsPing prints them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import mean, median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azsim.questions.latency import (
    RESOLUTION,
    Milliseconds,
    measure,
    quartiles,
    rounded,
    statistic_called,
)
from azsim.text import Advice

SAMPLES = st.lists(st.integers(0, 20_000_000), min_size=1, max_size=9)


def hundredths(value: Decimal, rounding: str) -> int:
    return int((value / RESOLUTION).quantize(Decimal(1), rounding=rounding)) * RESOLUTION


@given(st.integers(0, 10**9), st.integers(1, 20))
def test_rounding_is_that_of_decimal_numbers(amount: int, parts: int) -> None:
    exact = Decimal(amount) / parts
    assert rounded(Fraction(amount, parts)) == hundredths(exact, ROUND_HALF_UP)


@given(SAMPLES)
def test_statistics_are_those_of_the_standard_library(samples: list[int]) -> None:
    exact = [Fraction(sample) for sample in samples]
    assert measure("minimum", samples) == min(samples)
    assert measure("maximum", samples) == max(samples)
    assert measure("median", samples) == median(exact)
    assert measure("average", samples) == mean(exact)


@given(SAMPLES.filter(lambda samples: len(samples) > 1))
def test_quartiles_are_those_of_the_standard_library(samples: list[int]) -> None:
    exact = quantiles([Fraction(sample) for sample in samples], method="inclusive")
    assert quartiles(samples) == tuple(exact)


def test_the_quartiles_of_one_sample_are_the_sample() -> None:
    assert quartiles([RESOLUTION]) == (RESOLUTION,) * 3


@given(SAMPLES)
def test_the_middle_quartile_is_the_median(samples: list[int]) -> None:
    assert quartiles(samples)[1] == measure("median", samples)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("4.63 ms", "4.63 ms"), ("-1.98 ミリ秒", "-1.98 ms"), ("2 seconds", "2,000 ms")],
)
def test_milliseconds_are_shown_as_they_are_read(text: str, shown: str) -> None:
    assert str(Milliseconds.parse(text)) == shown


def test_a_statistic_has_a_name_in_either_language() -> None:
    assert statistic_called("中央値") == statistic_called("median") == "median"
    with pytest.raises(Advice, match='Did you mean "average"'):
        statistic_called("averge")
