"""A subtest of pytest's that fails, fails the step that it belongs to."""

from __future__ import annotations

import json

import pytest
from small_project import Project

from azsim.gherkin import play
from azsim.gherkin.telling.report import ScenarioReport
from azsim.gherkin.telling.reporter import Reporter

pytestmark = pytest.mark.skipif(
    not hasattr(pytest, "Subtests"), reason="pytest has subtests since its version 9"
)

MORE = """
    @pytest.fixture
    def checked_early(subtests):
        with subtests.test("early"):
            assert False, "not ready"

    @pytest.fixture
    def checked_late(subtests):
        yield
        with subtests.test("late"):
            assert False, "left behind"

    @when("each port is looked at")
    def look(subtests):
        for port in (80, 443):
            with subtests.test("port", number=port):
                assert port == 80
        with subtests.test():
            expect.equal(Text("The ports left", "残りのポート"), 1, 2)

    @when("all ports are fine")
    def fine(subtests):
        with subtests.test("port"):
            pass
        with subtests.test("another"):
            pytest.skip("not today")

    @when("the code breaks in a subtest and behind it")
    def break_twice(subtests):
        with subtests.test("inside"):
            {}["nothing"]
        raise ValueError("behind")

    @when("the rest is postponed")
    def postpone(subtests):
        with subtests.test("first"):
            assert False, "it failed"
        pytest.skip("not today")

    @when("it is checked late")
    def late(checked_late):
        pass
"""


def of(*steps: str) -> str:
    lines = "".join(f"    {step}\n" for step in steps)
    return f"Feature: Ports\n  Scenario: It\n{lines}"


def test_each_is_named_and_told_at_its_step(project: Project) -> None:
    project.conftest(MORE)
    played = project.play(of("When each port is looked at", "Then 0 ports are left"))
    assert played.exit_code == 1
    played.says(
        """
        ✗ When each port is looked at
        Subtest port, number=443:
        assert 443 == 80
        """,
        """
        Subtest:
        The ports left
        expected    actual
        ----------  --------
        1           2
        – Then 0 ports are left
        """,
    )
    played.never_says("number=80:")


def test_those_that_pass_or_are_skipped_change_nothing(project: Project) -> None:
    project.conftest(MORE)
    file = project.file("x.feature", of("When all ports are fine", "Then 0 ports are left"))
    assert [each.outcome for each in play([file]).played] == ["passed"]


def test_the_command_counts_the_scenario_as_failed_once(project: Project) -> None:
    project.conftest(MORE)
    project.file("x.feature", of("When each port is looked at"))
    result = project.azsim("run", "x.feature", "--", "-n", "1")
    assert result.returncode == 1
    assert result.stdout.count("Subtest port, number=443:") == 1
    assert "1 scenario: 1 failed." in result.stdout


def test_a_bug_in_one_is_told_with_what_stopped_the_step(project: Project) -> None:
    project.conftest(MORE)
    played = project.play(of("When the code breaks in a subtest and behind it"))
    played.says("Subtest inside:\nKeyError: 'nothing'", "And the step itself:\nValueError: behind")
    assert '{}["nothing"]' in played.text


def test_a_skip_behind_one_does_not_hide_it(project: Project) -> None:
    project.conftest(MORE)
    played = project.play(of("When the rest is postponed"))
    played.says("✗ When the rest is postponed\nSubtest first:\nit failed")


def test_one_in_a_fixture_fails_the_scenario_outside_its_steps(project: Project) -> None:
    project.conftest(
        MORE
        + """
    @pytest.fixture(autouse=True)
    def around(checked_early):
        pass
    """
    )
    # pytest-rerunfailures breaks at a subtest of a fixture, whoever plays it.
    played = project.play(of("Then 0 ports are left"), "-p", "no:rerunfailures")
    played.says("– Then 0 ports are left\nSubtest early:\nnot ready")


def test_one_at_the_end_of_a_fixture_fails_the_scenario_too(project: Project) -> None:
    project.conftest(MORE)
    [played] = play([project.file("x.feature", of("When it is checked late"))]).played
    assert (played.outcome, played.message) == (
        "failed",
        "Subtest late:\n  left behind\n  assert False",
    )


def test_messages_tell_of_each_at_the_step(project: Project) -> None:
    project.conftest(MORE)
    project.play(of("When each port is looked at"), "--azsim-messages=m.ndjson")
    lines = (project.folder / "m.ndjson").read_text(encoding="utf-8").splitlines()
    envelopes = [json.loads(line) for line in lines]
    [result] = [
        each["testStepFinished"]["testStepResult"]
        for each in envelopes
        if "testStepFinished" in each
    ]
    assert result["status"] == "FAILED"
    assert "Subtest port, number=443:" in result["message"]
    assert any("stepDefinition" in each for each in envelopes)


def test_a_reader_of_the_site_is_told_in_both_languages(project: Project) -> None:
    project.conftest(MORE)
    file = project.file("x.feature", of("When each port is looked at"))
    told: list[ScenarioReport] = []
    reporter = Reporter(lambda report, played: told.append(report), lambda mistake: None)
    play([file], listener=reporter)
    [note] = [step.note for step in told[0].steps]
    assert told[0].outcome == "failed"
    assert note is not None
    assert "Subtest port, number=443:" in note.en
    assert "サブテスト port, number=443:" in note.ja
