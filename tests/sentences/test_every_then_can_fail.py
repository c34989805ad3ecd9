"""No Then is an assertion that can't fail: each has a scenario in ``failing/`` where it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from azsim.gherkin import Played, play
from azsim.gherkin.reading.document import read
from azsim.gherkin.vocabulary.vocabulary import Vocabulary

FAILING = Path(__file__).parent / "failing"

# Above a scenario with this tag stands a Then about something of which there is none. It says so
# instead of comparing; another scenario shows that it compares where there is something.
OF_NOTHING = "advice"


@pytest.fixture(scope="module")
def played() -> tuple[Played, ...]:
    """Every failing scenario, played once."""
    plays = play([FAILING])
    assert plays.problems == ()
    return plays.played


def test_each_fails_at_its_last_step_by_what_that_step_says(played: tuple[Played, ...]) -> None:
    wrong = [
        f"{each.id}: {each.outcome}, {each.failed_keyword}, {each.error}: {each.message}"
        for each in played
        if (each.outcome, each.failed_keyword) != ("failed", "then")
        or each.error != ("advice" if OF_NOTHING in each.tags else "mismatch")
    ]
    assert wrong == []


def test_each_then_is_the_last_step_of_one_that_fails_by_a_mismatch(
    vocabulary: Vocabulary,
) -> None:
    last = [
        case.steps[-1]
        for path in sorted(FAILING.glob("*.feature"))
        for case in read(path).cases
        if OF_NOTHING not in case.tags
    ]
    failing = {match.definition for step in last for match in vocabulary.find("then", step.text)}
    never = [
        definition.sentences[0][1]
        for definition in vocabulary.definitions
        if definition.keyword == "then" and definition not in failing
    ]
    assert never == []
