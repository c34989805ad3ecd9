"""No Then is an assertion that can't fail: each has a scenario in ``failing/`` where it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from azsim.gherkin import Played, play

FAILING = Path(__file__).parent / "failing"


@pytest.fixture(scope="module")
def played() -> tuple[Played, ...]:
    """Every failing scenario, played once."""
    plays = play([FAILING])
    assert plays.problems == ()
    return plays.played


def test_there_are_failing_scenarios(played: tuple[Played, ...]) -> None:
    assert len(played) > 50


def test_each_fails_at_its_last_step_by_what_that_step_says(played: tuple[Played, ...]) -> None:
    wrong = [
        f"{each.id}: {each.outcome}, {each.failed_keyword}, {each.error}: {each.message}"
        for each in played
        if (each.outcome, each.failed_keyword) != ("failed", "then")
        or each.error not in ("mismatch", "advice")
    ]
    assert wrong == []
