"""Playing one scenario: its steps are found, called in order, and their outcome kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from time import perf_counter_ns
from typing import Any

import pytest

from azsim.gherkin.advice.lost_steps import swallowed
from azsim.gherkin.playing.expect import Mismatch
from azsim.gherkin.playing.result import (
    Error,
    FailedSubtests,
    Misworded,
    ScenarioResult,
    Subtest,
    Unmentioned,
)
from azsim.gherkin.playing.scenario import Scenario
from azsim.gherkin.pytest_bdd.compat import inject_fixture
from azsim.gherkin.pytest_bdd.hooks import Hooks
from azsim.gherkin.reading.document import Case, Step
from azsim.gherkin.vocabulary.definition import VocabularyError
from azsim.gherkin.vocabulary.tables import read_table
from azsim.gherkin.vocabulary.vocabulary import Match, Vocabulary
from azsim.text import Advice, Language, Text

TAKES_NO_TABLE = Text(
    "A table stands below this sentence, which takes none. Delete the table, or use a sentence "
    "that takes one; those end in a colon.",
    "この文は表を取らないが、下に表がある。表を削除するか、表を取る文を使う。そのような文は"
    "コロンで終わる。",
)
NEEDS_TABLE = Text(
    "This sentence takes a table. Write one below it, with headings in the first row.",
    "この文には表が要る。1 行目を見出しにして、下に書く。",
)
TAKES_NO_DOCSTRING = Text(
    "A text between quotation marks stands below this sentence, which takes none.",
    "この文は引用符で囲んだ文章を取らないが、下に文章がある。",
)
NEEDS_DOCSTRING = Text(
    'This sentence takes a text. Write it below, between two lines of """.',
    'この文には文章が要る。下に、""" の行で挟んで書く。',
)
SECOND_YIELD = Text(
    "{where}: this step yields a second time, and nothing behind that is ever run. Keep one yield, "
    "with what is to be done after the scenario below it.",
    "{where}: このステップには二つ目の yield があり、その後は実行されない。yield は一つにし、"
    "シナリオの後に行うことをその下に書く。",
)


def play(
    result: ScenarioResult,
    scenario: Scenario,
    vocabulary: Vocabulary,
    request: pytest.FixtureRequest,
    hooks: Hooks,
) -> None:
    """Call the steps one after the other.

    Whatever stops the scenario is raised, and kept in *result*.
    """
    __tracebackhide__ = True
    with hooks.scenario():
        _raise_failed_subtests(result)
        try:
            matches = _find_all(result, vocabulary)
        except Misworded as error:
            for index in result.misworded:
                hooks.unknown(result.case.steps[index], error)
            raise
        for index, match in enumerate(matches):
            scenario.step = index
            for call in scenario.on_step:
                call()
            _play_step(result, index, match, request, hooks)
        debt = scenario.unsettled()
        if debt is not None:
            unmentioned = Unmentioned(debt)
            result.fail(debt.step, "refusal", unmentioned)
            raise unmentioned


def _play_step(
    result: ScenarioResult, index: int, match: Match, request: pytest.FixtureRequest, hooks: Hooks
) -> None:
    __tracebackhide__ = True
    step = result.case.steps[index]
    started = perf_counter_ns()
    try:
        with hooks.step(step, match):
            try:
                _call(step, match, request, hooks)
            except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:
                _raise_failed_subtests(result, match, error)
                raise
            _raise_failed_subtests(result, match)
    except pytest.xfail.Exception:
        # Given up, like a step that skips the rest.
        raise
    except (Exception, pytest.fail.Exception) as error:
        result.fail(index, _kind_of(error, match), error)
        raise
    finally:
        result.durations.append(perf_counter_ns() - started)
    result.states[index] = "passed"


def _find_all(result: ScenarioResult, vocabulary: Vocabulary) -> list[Match]:
    """The one match of every step: all wrong ones are reported at once."""
    __tracebackhide__ = True
    case = result.case
    if case.problem is not None or _swallowed(case, vocabulary):
        raise _misworded(result)
    found = [vocabulary.find(step.kind, step.text) for step in case.steps]
    result.misworded = [index for index, matches in enumerate(found) if len(matches) != 1]
    if result.misworded:
        for index in result.misworded:
            result.states[index] = "failed"
        raise _misworded(result)
    return [matches[0] for matches in found]


def _misworded(result: ScenarioResult) -> Misworded:
    error = Misworded(result.case.name)
    result.fail(result.misworded[0] if result.misworded else None, "advice", error)
    return error


def _swallowed(case: Case, vocabulary: Vocabulary) -> bool:
    return next(swallowed(case, vocabulary), None) is not None


def _call(step: Step, match: Match, request: pytest.FixtureRequest, hooks: Hooks) -> None:
    __tracebackhide__ = True
    definition = match.definition
    if definition.is_async:
        raise VocabularyError(
            f"{definition.where}: this step is asynchronous, and nobody would wait for it; "
            "write it as an ordinary function"
        )
    values = values_of(step, match)
    chosen = values if definition.takes_any else definition.optional
    arguments = {name: values[name] for name in chosen if name in values}
    for name in definition.required:
        arguments[name] = values[name] if name in values else request.getfixturevalue(name)
    hooks.call(step, arguments)
    made = definition.function(**arguments)
    if definition.is_generator:
        made = _start(made, definition.where, request)
    if definition.target_fixture is not None:
        inject_fixture(request, definition.target_fixture, made)


def values_of(step: Step, match: Match) -> dict[str, Any]:
    """What *step* hands to its function: its values, and the table or text below it.

    :raises Advice: where one of them isn't allowed, or missing.
    """
    definition = match.definition
    values: dict[str, Any] = match.arguments()
    if step.table is not None:
        if not definition.takes_table:
            raise Advice(TAKES_NO_TABLE)
        values["datatable"] = (
            [list(row) for row in step.table]
            if definition.table is None
            else read_table(step.table, definition.table)
        )
    elif "datatable" in definition.required:
        raise Advice(NEEDS_TABLE)
    if step.docstring is not None:
        if not definition.takes_docstring:
            raise Advice(TAKES_NO_DOCSTRING)
        values["docstring"] = step.docstring
    elif "docstring" in definition.required:
        raise Advice(NEEDS_DOCSTRING)
    return values


def _start(generator: Any, where: str, request: pytest.FixtureRequest) -> Any:
    """Run a step up to its ``yield``; the rest of it runs when the scenario is over."""
    __tracebackhide__ = True
    result = next(generator)
    request.addfinalizer(partial(_finish, generator, where, request.node.language))
    return result


def _finish(generator: Any, where: str, language: Language) -> None:
    """Run what follows the ``yield``."""
    if next(generator, _END) is not _END:
        pytest.fail(SECOND_YIELD.fill(where=where).to(language), pytrace=False)


_END = object()


def failed_subtests(
    result: ScenarioResult, match: Match | None = None, stop: BaseException | None = None
) -> FailedSubtests | None:
    """The subtests that have failed, once: inside the step *match*, or outside the steps.

    pytest lets whatever has subtests go on, and tells of each by itself. *stop* is what then
    stopped the step.
    """
    if not result.subtests:
        return None
    found = [Subtest(name, _kind_of(error, match), error) for name, error in result.subtests]
    is_one_of_them = stop is found[-1].exception
    if stop is not None and not is_one_of_them and not isinstance(stop, pytest.skip.Exception):
        found.append(Subtest(None, _kind_of(stop, match), stop))
    result.subtests.clear()
    return FailedSubtests(found)


def _raise_failed_subtests(
    result: ScenarioResult, match: Match | None = None, stop: BaseException | None = None
) -> None:
    __tracebackhide__ = True
    found = failed_subtests(result, match, stop)
    if found is None:
        return
    if match is None:
        # Those of a fixture, before the steps.
        result.fail(None, found.error, found)
    raise found from None


def _kind_of(error: BaseException, match: Match | None) -> Error:
    """An assertion in the step itself is its verdict; anything else is a bug."""
    if isinstance(error, FailedSubtests):
        return error.error
    if isinstance(error, Advice):
        return "advice"
    if isinstance(error, Mismatch | pytest.fail.Exception):
        return "mismatch"
    if not isinstance(error, AssertionError):
        return "crash"
    if match is None:
        return "mismatch"
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    raised_in = Path(trace.tb_frame.f_code.co_filename) if trace is not None else None
    defined_in = Path(match.definition.where.rpartition(":")[0])
    return "mismatch" if raised_in == defined_in else "crash"
