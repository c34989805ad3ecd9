"""Advice is worked out once for all steps that say the same, whatever their values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from small_project import Project
from words import document, small_vocabulary, source

from azsim.gherkin.advice import nearest, unknown_step
from azsim.gherkin.checking.findings import in_feature
from azsim.gherkin.vocabulary.vocabulary import Vocabulary


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str], list[object]]:
    """Counts the calls of a function of a module."""

    def counted(module: Any, name: str) -> list[object]:
        calls: list[object] = []
        function = getattr(module, name)

        def call(*arguments: object) -> object:
            calls.append(arguments)
            return function(*arguments)

        monkeypatch.setattr(module, name, call)
        return calls

    return counted


def advice(vocabulary: Vocabulary, *steps: str) -> list[str]:
    text = "Feature: F\n" + "".join(f"  Scenario: {step}\n    {step}\n" for step in steps)
    cases = document(text).cases
    return [unknown_step.advise(vocabulary, case, case.steps[0]).en for case in cases]


def test_the_same_step_is_looked_at_once(count: Callable[[Any, str], list[object]]) -> None:
    worked_out = count(unknown_step, "_advise")
    said = advice(small_vocabulary(), *["Given a pond of 8 ports"] * 100)
    assert len(worked_out) == 1
    assert len(set(said)) == 1


def test_other_numbers_cost_no_second_look_at_all_sentences(
    count: Callable[[Any, str], list[object]],
) -> None:
    searched, repaired = count(nearest, "_likely"), count(unknown_step, "_repaired")
    said = advice(small_vocabulary(), *(f"Given a pond of {n} ports" for n in range(200, 300)))
    # The second proves that what was said of the first holds for others.
    assert (len(searched), len(repaired)) == (1, 2)
    # Each keeps its own value.
    assert said == [
        "No sentence says this. The nearest is about something else.\n"
        f'This says "pool" instead of "pond":\n  Given a pool of {n} ports'
        for n in range(200, 300)
    ]


def test_numbers_that_are_equal_in_some_steps_only_are_looked_at_apart() -> None:
    [*_, equal, other] = advice(
        small_vocabulary(),
        *(f"Given a pond of {n} and {n} ports" for n in (20, 30, 40)),
        "Given a pond of 50 and 60 ports",
    )
    assert "40" in equal
    assert "50" in other
    assert "60" in other


def test_a_number_that_the_advice_holds_anyway_is_no_place_for_others() -> None:
    more = """
parameter_type(name="place", regexp="[0-9.]+:[0-9]+", example=Text("10.0.0.7:80", "10.0.0.7:80"))

@when("somebody looks at {place}")
def _(place): pass
"""
    [*_, last] = advice(small_vocabulary(more), *(f"When somebody {n} yawns" for n in (7, 7, 7, 8)))
    assert "looks at 10.0.0.7:80" in last


def test_a_pattern_that_tells_digits_apart_is_asked_for_each_number() -> None:
    more = """
parameter_type(name="fault", regexp="5[0-9][0-9]", example=Text("599", "599"))
parameter_type(name="answer", regexp="[0-9]+", example=Text("200", "200"))

@then("it answers with the fault {fault}")
def _(fault): pass

@then("it answers with {answer}")
def _(answer): pass
"""
    [*_, fault, answer] = advice(
        small_vocabulary(more),
        *(f"Then it answers by the fault {n}" for n in (404, 405, 406, 503, 407)),
    )
    assert "with the fault 503" in fault
    assert "the fault 407" not in answer


def test_what_fits_one_value_and_not_another_is_looked_at_again() -> None:
    [first, second, third] = advice(
        small_vocabulary(),
        'When "web1" listen at 80',
        'When "web1" listen at 70000',
        'When "web1" listen at 443',
    )
    assert '"web1" listens on 80' in first
    assert "70000" not in second.splitlines()[-1]
    assert '"web1" listens on 443' in third


def test_the_order_of_the_steps_changes_no_advice() -> None:
    steps = [f'When "web{n}" grabs {n} prots' for n in range(1, 5)]
    assert advice(small_vocabulary(), *steps) == advice(small_vocabulary(), *steps[::-1])[::-1]


def test_a_run_and_a_check_work_advice_out_once_for_each_step(
    project: Project, count: Callable[[Any, str], list[object]]
) -> None:
    worked_out = count(unknown_step, "_advise")
    scenarios = "".join(f"  Scenario: {n}\n    Given a pond\n" for n in range(20))
    played = project.play(f"Feature: F\n{scenarios}")
    assert played.outcomes == {"failed": 20}
    assert len(worked_out) == 1
    worked_out.clear()
    text = f"Feature: F\n{scenarios}"
    in_feature("x.feature", source(text), document(text), small_vocabulary())
    assert len(worked_out) == 1


def test_hardly_any_of_many_sentences_is_compared_letter_by_letter(
    count: Callable[[Any, str], list[object]],
) -> None:
    more = "".join(
        f"\n@given('a {colour} {thing} of {{count}} cables')\ndef _(count): pass\n"
        for colour in ("red", "green", "blue", "black", "white", "grey", "brown", "pink")
        for thing in ("bundle", "string", "loop", "coil", "reel", "tray", "drum", "rack")
    )
    compared = count(nearest, "_likeness")
    assert "a pool of 8 ports" in advice(small_vocabulary(more), "Given a pond of 8 ports")[0]
    assert len(compared) <= 20
