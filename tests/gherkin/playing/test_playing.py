"""Playing scenarios from Python, many times with different inputs."""

from __future__ import annotations

import gc

import pytest
from small_project import GOOD, Project

from azsim.gherkin import Played, play

COUNTING = """
    @given("what was put in")
    def put_in(scenario, pool):
        pool["left"] = scenario.inputs.get("ports", 8)
        scenario.report["read"] = pool["left"]
        scenario.attach("note", str(scenario.seed))
"""

FEATURE = """
Feature: F
  Scenario: Inputs
    Given what was put in
    When "web1" takes 3 ports
    Then 5 ports are left

  Scenario: Refusal
    When "web1" asks for too much

  Scenario: Advice
    When "web1" listens on 99999

  Scenario: Crash
    When the code breaks
"""


EXPECTED = """
Feature: F
  @xfail
  Scenario: Not yet
    Then 9 ports are left

  @xfail
  Scenario: Mended
    Then 0 ports are left

  @skip
  Scenario: Skipped
    Then 0 ports are left

  @untried
  Scenario: Not even tried
    Then 0 ports are left
"""
UNTRIED = """
    def pytest_bdd_apply_tag(tag, function):
        if tag == "untried":
            pytest.mark.xfail(run=False, reason="it never ends")(function)
            return True
"""


@pytest.fixture
def project_here(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    project.conftest(COUNTING)
    project.file("x.feature", FEATURE)
    monkeypatch.chdir(project.folder)
    return project


def outcomes(played: tuple[Played, ...]) -> list[tuple[str, str, str | None, str | None]]:
    return [(each.name, each.outcome, each.error, each.failed_keyword) for each in played]


def test_each_scenario_is_played_once(project_here: Project) -> None:
    plays = play(["x.feature"])
    assert outcomes(plays.played) == [
        ("Inputs", "passed", None, None),
        ("Refusal", "failed", "refusal", "when"),
        ("Advice", "failed", "advice", "when"),
        ("Crash", "failed", "crash", "when"),
    ]
    assert [each.line for each in plays.played] == [2, 7, 10, 13]
    assert plays.problems == ()


def test_what_was_expected_to_fail_is_told_apart(project_here: Project) -> None:
    project_here.conftest(UNTRIED)
    project_here.file("x.feature", EXPECTED)
    assert outcomes(play(["x.feature"]).played) == [
        ("Not yet", "xfailed", "mismatch", "then"),
        ("Mended", "xpassed", None, None),
        ("Skipped", "skipped", None, None),
        ("Not even tried", "skipped", None, None),
    ]


def test_nobody_looks_for_garbage_at_the_end(
    project_here: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gc, "collect", lambda: pytest.fail("a look at all that is kept"))
    assert play(["x.feature"]).problems == ()


def test_how_often_python_looks_for_garbage_is_put_back(project_here: Project) -> None:
    before = gc.get_threshold()
    play(["x.feature"])
    assert gc.get_threshold() == before


def test_what_the_fixtures_report_comes_back(project_here: Project) -> None:
    plays = play(["x.feature"], inputs={"ports": 9}, seed=3, wanted=["note"])
    [played, *_] = plays.of("x.feature::Inputs")
    assert played.report == {"read": 9}
    assert played.attachments == {"note": "3"}
    assert played.error == "mismatch"
    assert played.failed_keyword == "then"
    assert "The ports left" in played.message


def test_scenarios_may_be_played_with_many_inputs(project_here: Project) -> None:
    plays = play(["x.feature"], runs={"x.feature::Inputs": [{"ports": 7}, {"ports": 8}]})
    assert [(each.inputs, each.outcome) for each in plays.played] == [
        ({"ports": 7}, "failed"),
        ({"ports": 8}, "passed"),
    ]


def test_scenarios_are_played_in_the_order_of_their_inputs(project_here: Project) -> None:
    plays = play(["x.feature"], runs={"x.feature::Crash": [{}], "x.feature::Inputs": [{}]})
    assert [each.name for each in plays.played] == ["Crash", "Inputs"]


def test_further_inputs_may_depend_on_the_first_play(project_here: Project) -> None:
    def more(played: Played) -> list[dict[str, object]]:
        return [{"ports": 1}] if played.report else []

    plays = play(["x.feature"], runs=more)
    assert [each.name for each in plays.played] == [
        "Inputs",
        "Inputs",
        "Refusal",
        "Advice",
        "Crash",
    ]
    assert plays.played[1].report == {"read": 1}


def test_scenarios_may_be_selected_and_watched(project_here: Project) -> None:
    seen: list[str] = []
    plays = play(
        ["x.feature"],
        select=lambda id, case: case.name == "Inputs",
        on_played=lambda played: seen.append(played.id),
    )
    assert seen == ["x.feature::Inputs"] == [each.id for each in plays.played]


def test_nothing_is_printed(project_here: Project, capfd: pytest.CaptureFixture[str]) -> None:
    play(["x.feature"])
    assert capfd.readouterr() == ("", "")


def test_what_could_not_be_played_is_a_problem(project_here: Project) -> None:
    project_here.file("y.feature", "Feature：F\n")
    project_here.file("z.feature", GOOD)
    plays = play(["y.feature", "z.feature"])
    assert len(plays.played) == 1
    [problem] = plays.problems
    assert problem.startswith("y.feature:1: Full-width characters")


def test_a_fixture_that_breaks_is_a_crash(project_here: Project) -> None:
    project_here.conftest(
        COUNTING
        + """
    @pytest.fixture(autouse=True)
    def around():
        yield
        raise RuntimeError("after all")
    """
    )
    [played] = play(["x.feature"], select=lambda id, case: case.name == "Inputs").played
    assert (played.outcome, played.error) == ("failed", "crash")
    assert "after all" in played.message


def test_nothing_chosen_is_nothing_played(project_here: Project) -> None:
    plays = play(["x.feature"], select=lambda id, case: False)
    assert (plays.played, plays.problems) == ((), ())


def test_the_next_file_may_follow_one_that_is_played_once(project_here: Project) -> None:
    for name in ("a.feature", "b.feature"):
        project_here.file(name, GOOD)
    plays = play(["a.feature", "b.feature"], runs=lambda played: [])
    assert [each.outcome for each in plays.played] == ["passed", "passed"]
