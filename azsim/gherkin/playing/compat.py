"""What azsim knows of the inside of pytest, and nothing else does.

pytest's hooks, nodes and reports are documented; how items share what was found out about
fixtures, how marks are made and how its console report is replaced isn't. The test that fails
first is named beside each part.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from inspect import unwrap
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.config import ConftestImportFailure as ConftestImportFailure

if TYPE_CHECKING:
    from azsim.gherkin.playing.result import Outcome

WATCHERS = ("unraisableexception", "threadexception")
"""The plug-ins that whoever uses pytest from Python leaves out, by names that pytest may change.

They watch for the authors of Python tests, at a cost for each scenario, and look for garbage
among all that is kept at the end. First to fail: test_playing.py,
test_nobody_looks_for_garbage_at_the_end.
"""

LEFT_OUT = (*WATCHERS, "warnings", "pytest-bdd", "hypothesispytest")
"""The plug-ins that ``azsim run`` leaves out.

pytest-bdd and Hypothesis have nothing to do where only feature files are played, and take long
to load. Under another name they would come back: the runner would be slower (``python -m
benchmarks runners``). First to fail: test_bdd_hooks.py,
test_the_command_loads_nothing_of_pytest_bdd.
"""


REPORTER = "terminalreporter"
"""The name under which pytest's console report is found.

First to fail: test_playing.py, test_nothing_is_printed.
"""


class ReadableId:
    """An item whose id pytest finds again, whatever its name is.

    pytest 9.2 reads the ids that it has kept as text, where a bracket begins a parameter, and
    compares them with those of items. First to fail: test_collecting.py,
    test_rows_brackets_and_twins_that_failed_last_are_played_again.
    """

    @property
    def id(self) -> Any:
        """As pytest reads it back from what it has kept, where a bracket begins a parameter."""
        own: Any = super().id  # type: ignore[misc]
        return type(own).parse(str(own))


def fixture_info(item: pytest.Function) -> Any:
    """Which fixtures *item* needs, to be handed to the next item of its file.

    Finding them out for each scenario takes long; a Function takes them as an argument, and
    gives them away nowhere. First to fail: any test that collects two scenarios of a file,
    such as test_run_command.py, test_a_scenario_is_a_line_and_counted.
    """
    return item._fixtureinfo


def bare_mark(name: str) -> pytest.MarkDecorator:
    """The mark called *name*, which ``pytest.mark`` would refuse or take apart.

    pytest lets nobody else make one. First to fail: test_collecting.py,
    test_a_tag_may_hold_signs_that_pytest_takes_for_more.
    """
    return decorator(pytest.Mark(name, (), {}, _ispytest=True))


def decorator(mark: pytest.Mark) -> pytest.MarkDecorator:
    """*mark* as an item takes it.

    First to fail: test_bdd_hooks.py, test_a_tag_can_mean_something_else.
    """
    return pytest.MarkDecorator(mark, _ispytest=True)


def tear_down(session: pytest.Session, following: pytest.Item | None) -> None:
    """End the fixtures that *following* has no use for.

    pytest ends them when it plays an item, which is told what follows; here what follows is
    known only afterwards. First to fail: test_playing.py,
    test_the_next_file_may_follow_one_that_is_played_once.
    """
    session._setupstate.teardown_exact(following)


def replace_reporter(config: pytest.Config, make: Callable[[Any], object]) -> None:
    """Put what *make* makes of pytest's console reporter in the place of it.

    Other plug-ins look for one under its name, and use attributes of it that aren't
    documented, so whatever stands there has to hand on what it doesn't know. First to fail:
    test_playing.py, test_nothing_is_printed.
    """
    plugins = config.pluginmanager
    standard = plugins.get_plugin(REPORTER)
    plugins.unregister(standard)
    plugins.register(make(standard), REPORTER)


def writer_of(standard: Any, config: pytest.Config) -> Any:
    """What the console reporter *standard* writes with; it may be missing.

    First to fail: test_run_command.py, test_a_scenario_is_a_line_and_counted.
    """
    return config.get_terminal_writer() if standard is None else standard._tw


def count(standard: Any, category: str, report: Any) -> None:
    """Let *standard* know of a report, for the plug-ins that ask it for its statistics.

    First to fail: test_run_command.py, test_other_plug_ins_find_the_statistics.
    """
    standard.stats.setdefault(category, []).append(report)


def skip_reason(report: Any) -> str | None:
    """Why something was skipped, where *report* says it; pytest keeps it as the last of three.

    First to fail: test_messages.py, test_what_pytest_skips_is_skipped.
    """
    if not isinstance(report.longrepr, tuple):
        return None
    return str(report.longrepr[2]).removeprefix("Skipped: ")


def repetitions(config: pytest.Config) -> int:
    """How often each test is to be played: pytest-repeat's ``--count``, where that is there.

    It repeats test functions of Python, by parameters that a scenario hasn't. First to fail:
    test_collecting.py, test_a_scenario_is_played_as_often_as_asked_for.
    """
    if not config.pluginmanager.hasplugin("repeat"):
        return 1
    return max(1, int(config.getoption("count")))


def will_be_played_again(report: Any) -> bool:
    """Whether *report* is about an attempt that isn't the last one.

    pytest-rerunfailures gives it an outcome that pytest doesn't know. First to fail:
    test_attempts.py, test_it_is_counted_once_as_it_was_played_last.
    """
    return bool(report.outcome == "rerun")


def expected_failure(report: Any) -> str | None:
    """Why *report* was expected to fail, perhaps without words; None where it wasn't.

    Nor was it where it isn't even tried (``run=False``), which is a skip with a reason.
    What passes all the same fails where that is strict, and then its text is all that tells.
    First to fail: test_run_command.py, test_what_was_expected_to_fail_is_told_apart.
    """
    reason = getattr(report, "wasxfail", None)
    if reason is not None:
        words = str(reason).removeprefix("reason: ")
        return None if words.startswith(_NOT_RUN) else words
    text = report.longrepr
    if report.failed and isinstance(text, str) and text.startswith(_STRICT):
        return text.removeprefix(_STRICT).strip()
    return None


_STRICT = "[XPASS(strict)]"
_NOT_RUN = "[NOTRUN]"


def outcome_of(report: Any) -> Outcome:
    """How what *report* is about went; what was expected to fail is told apart."""
    if report.failed:
        return "failed"
    if expected_failure(report) is not None:
        return "xpassed" if report.passed else "xfailed"
    return "passed" if report.passed else "skipped"


def subtest_name(report: Any) -> str | None:
    """What the subtest is called that *report* is about; None where it is about none.

    Its class is pytest-subtests' before pytest 9, and nothing says how it is shown. First to
    fail: test_subtests.py, test_each_is_named_and_told_at_its_step.
    """
    context = getattr(report, "context", None)
    if context is None or not hasattr(context, "kwargs"):
        return None
    words = [] if context.msg is None else [str(context.msg)]
    return ", ".join([*words, *(f"{name}={value}" for name, value in context.kwargs.items())])


def collection_error(report: Any) -> BaseException:
    """What kept a folder from being collected; a CollectReport doesn't promise to know it.

    First to fail: test_check.py, test_a_folder_that_can_not_be_read_says_so.
    """
    error: BaseException = report.call.excinfo.value
    return error


# What stopped a fixture. pytest promises neither the frames of its own between a test and a
# fixture, nor the words in which it says that a fixture lacks something. First to fail:
# test_slips.py, test_an_error_in_a_fixture_names_the_fixture.

_CALLS_FIXTURES = ("call_fixture_func", "_teardown_yield_fixture")
_WITHOUT_PARAM = re.compile(
    r"The requested fixture has no parameter defined for test:\n.*?"
    r"Requested fixture '(?P<name>.+?)' defined in:\n(?P<where>.+?)\n",
    re.DOTALL,
)


def frame_of_fixture(error: BaseException) -> TracebackType | None:
    """The call of the fixture that *error* comes from, the innermost where it needs others."""
    found = None
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        if trace.tb_frame.f_code.co_name in _CALLS_FIXTURES:
            found = trace.tb_next
        trace = trace.tb_next
    return found


def fixture_without_param(error: BaseException) -> tuple[str, str] | None:
    """The name and the place of a fixture that has params, where that is what *error* says."""
    found = _WITHOUT_PARAM.match(str(error))
    return None if found is None else (found["name"], found["where"])


def asking_fixture(error: pytest.FixtureLookupError) -> tuple[str, str] | None:
    """The name and the place of the fixture that asks for what there is none of.

    None where a step does.
    """
    if not error.fixturestack:
        return None
    asking = error.fixturestack[-1]
    code = unwrap(asking.func).__code__
    return asking.argname, f"{code.co_filename}:{code.co_firstlineno}"
