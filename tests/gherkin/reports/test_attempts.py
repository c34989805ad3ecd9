"""A scenario that is played again after a failure: one scenario, and several attempts."""

from __future__ import annotations

import pytest
from small_project import Project
from test_messages import Messages

MORE = """
    ATTEMPTS = {"step": 0, "fixture": 0}

    @when("it works at the second attempt")
    def work_at_last():
        ATTEMPTS["step"] += 1
        assert ATTEMPTS["step"] > 1, "not yet"

    @pytest.fixture
    def clean_at_last():
        yield
        ATTEMPTS["fixture"] += 1
        assert ATTEMPTS["fixture"] > 1, "still dirty"

    @when("it is clean at the second attempt")
    def clean(clean_at_last):
        pass
"""

FEATURE = """
Feature: Ports
  Scenario: Late
    When it works at the second attempt
    Then 0 ports are left

  Scenario: Dirty
    When it is clean at the second attempt

  Scenario: Never
    Then 9 ports are left

  Scenario: At once
    Then 0 ports are left
"""


@pytest.fixture
def flaky(project: Project) -> Project:
    pytest.importorskip("pytest_rerunfailures", reason="pytest-rerunfailures isn't installed")
    project.conftest(MORE)
    project.file("x.feature", FEATURE)
    return project


def test_it_is_counted_once_as_it_was_played_last(flaky: Project) -> None:
    shown = flaky.azsim("run", "x.feature", "--", "--reruns=1").stdout
    assert (
        "  ✗ Late (attempt 1, played again)\n"
        "      ✗ When it works at the second attempt\n"
        "          x.feature:3\n"
        "          not yet\n"
    ) in shown
    assert (
        "  ✓ Late (after 2 attempts)\n"
        "  ✗ Dirty (attempt 1, played again)\n"
        "      ✓ When it is clean at the second attempt\n"
    ) in shown
    assert "  ✓ At once\n" in shown
    assert "✓ 3  ✗ 1  x.feature" in shown
    assert "\nFailed:\n  x.feature:9  Never\n\n" in shown
    assert (
        "Played again:\n"
        "  x.feature:2  Late (after 2 attempts)\n"
        "  x.feature:6  Dirty (after 2 attempts)\n"
        "  x.feature:9  Never (after 2 attempts)\n"
    ) in shown
    assert "\n4 scenarios: 3 passed, 1 failed." in shown


@pytest.mark.parametrize("processes", [[], ["-n", "1"]])
def test_messages_hold_each_attempt(flaky: Project, processes: list[str]) -> None:
    flaky.pytest("x.feature", "--reruns=1", "--azsim-messages=m.ndjson", *processes)
    messages = Messages(flaky)
    names = {pickle["id"]: pickle["name"] for pickle in messages.of("pickle")}
    cases = {case["id"]: names[case["pickleId"]] for case in messages.of("testCase")}
    again = {
        each["testCaseStartedId"]: each["willBeRetried"] for each in messages.of("testCaseFinished")
    }
    assert [
        (cases[each["testCaseId"]], each["attempt"], again[each["id"]])
        for each in messages.of("testCaseStarted")
    ] == [
        ("Late", 0, True),
        ("Late", 1, False),
        ("Dirty", 0, True),
        ("Dirty", 1, False),
        ("Never", 0, True),
        ("Never", 1, False),
        ("At once", 0, False),
    ]
    assert [
        [result["status"] for result in results]
        for name, results in messages.results()
        if name == "Late"
    ] == [["FAILED", "SKIPPED"], ["PASSED", "PASSED"]]
    assert len(names) == len(cases) == 4
