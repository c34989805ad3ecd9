"""The recorded figures follow from the connect times that PsPing printed."""

from __future__ import annotations

from decimal import Decimal
from statistics import median

import pytest

from azsim.facts import registry
from azsim.units import MILLISECOND, round_half_up

# Milliseconds and the average that was printed, run by run, warm-ups left out.
OFF = [
    ("4.25 3.81 4.52 4.74", "4.33"),
    ("4.97 4.16 3.85 13.99", "6.74"),
    ("5.12 4.77 8.03 4.16", "5.52"),
]
ON = [
    ("6.72 2.34 2.45 2.62", "3.53"),
    ("3.54 4.61 2.98 11.10", "5.56"),
    ("7.13 2.95 3.48 3.82", "4.35"),
    ("2.92 2.67 3.73 2.11", "2.86"),
]


def times(runs: list[tuple[str, str]]) -> list[Decimal]:
    return [Decimal(time) for run, _ in runs for time in run.split()]


@pytest.mark.parametrize(("state", "runs"), [("off", OFF), ("on", ON)])
def test_median_and_minimum(state: str, runs: list[tuple[str, str]]) -> None:
    facts = registry()
    assert facts[f"fastpath.recorded.median-{state}"].value == median(times(runs)) * MILLISECOND
    assert facts[f"fastpath.recorded.minimum-{state}"].value == min(times(runs)) * MILLISECOND


@pytest.mark.parametrize(("run", "printed"), OFF + ON)
def test_averages_are_rounded_half_up(run: str, printed: str) -> None:
    samples = times([(run, printed)])
    assert round_half_up(sum(samples, Decimal(0)) / len(samples)) == Decimal(printed)


def test_each_run_has_as_many_samples_as_the_default_count() -> None:
    assert {len(run.split()) for run, _ in OFF + ON} == {registry()["psping.count"].value}
