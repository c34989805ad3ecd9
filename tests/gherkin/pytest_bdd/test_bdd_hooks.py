"""pytest-bdd's hooks, and who listens to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_project import Project

WRITER = """
import json, pathlib

def write(hook, **known):
    names = [hook]
    for name in ("scenario", "step"):
        if name in known:
            names.append(getattr(known[name], "name"))
    if "step_func_args" in known:
        names.append(sorted(known["step_func_args"]))
    if "exception" in known:
        names.append(type(known["exception"]).__name__)
    with open("told.jsonl", "a") as file:
        file.write(json.dumps(names) + "\\n")

def pytest_bdd_before_scenario(request, feature, scenario):
    write("before scenario", scenario=scenario)

def pytest_bdd_after_scenario(request, feature, scenario):
    write("after scenario", scenario=scenario)

def pytest_bdd_before_step(request, feature, scenario, step, step_func):
    write("before step", step=step)

def pytest_bdd_before_step_call(request, feature, scenario, step, step_func, step_func_args):
    write("before call", step=step, step_func_args=step_func_args)

def pytest_bdd_after_step(request, feature, scenario, step, step_func, step_func_args):
    write("after step", step=step)

def pytest_bdd_step_error(request, feature, scenario, step, step_func, step_func_args, exception):
    write("step error", step=step, exception=exception)

def pytest_bdd_step_func_lookup_error(request, feature, scenario, step, exception):
    write("unknown", step=step)
"""


def told(project: Project, feature: str) -> list[list[object]]:
    project.conftest(WRITER)
    project.play(feature)
    lines = (project.folder / "told.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def test_a_scenario_that_passes_is_told_step_by_step(project: Project) -> None:
    assert told(
        project,
        """
        Feature: F
          Scenario: S
            Given a pool of 8 ports
            Then 8 ports are left
        """,
    ) == [
        ["before scenario", "S"],
        ["before step", "a pool of 8 ports"],
        ["before call", "a pool of 8 ports", ["count", "pool"]],
        ["after step", "a pool of 8 ports"],
        ["before step", "8 ports are left"],
        ["before call", "8 ports are left", ["count", "pool"]],
        ["after step", "8 ports are left"],
        ["after scenario", "S"],
    ]


def test_a_step_that_fails_is_told_with_its_exception(project: Project) -> None:
    assert told(project, "Feature: F\n  Scenario: S\n    Then 8 ports are left\n") == [
        ["before scenario", "S"],
        ["before step", "8 ports are left"],
        ["before call", "8 ports are left", ["count", "pool"]],
        ["step error", "8 ports are left", "Mismatch"],
        ["after scenario", "S"],
    ]


def test_every_unknown_sentence_is_told(project: Project) -> None:
    feature = """
    Feature: F
      Scenario: S
        Given a pool of 8 ports
        When nothing
        Then nobody
    """
    assert told(project, feature) == [
        ["before scenario", "S"],
        ["unknown", "nothing"],
        ["unknown", "nobody"],
        ["after scenario", "S"],
    ]


def test_rows_and_scenarios_of_one_name_are_told_apart(project: Project) -> None:
    feature = """
    Feature: F
      Scenario Outline: S
        Given a pool of <n> ports
        Examples:
          | n |
          | 1 |
          | 2 |
      Scenario: T <n>
        Given a pool of 1 port
    """
    names = [name for hook, name, *_ in told(project, feature) if hook == "before scenario"]
    assert names == ["S[line 6]", "S[line 7]", "T <n>"]


def test_hooks_get_the_records_of_pytest_bdd(project: Project) -> None:
    project.conftest(
        """
        def pytest_bdd_before_step_call(feature, scenario, step, step_func, step_func_args):
            assert (feature.name, feature.tags, feature.language) == ("F", {"top"}, "en")
            assert (scenario.rule.name, scenario.tags, scenario.line_number) == ("R", {"deep"}, 6)
            assert (step.type, step.keyword, step.line_number) == ("given", "Given", 7)
            assert step.datatable.raw() == [["name"], ["web1"]]
            assert (step.scenario.name, step.background) == ("S", None)
            assert step_func.__name__ == "the_servers"
            assert step_func_args["datatable"] == [["name"], ["web1"]]
        """
    )
    played = project.play(
        """
        @top
        Feature: F
          Rule: R

            @deep
            Scenario: S
              Given the servers:
                | name |
                | web1 |
        """
    )
    assert played.outcomes == {"passed": 1}


def test_a_hook_may_read_the_table_and_the_background_of_every_step(project: Project) -> None:
    project.conftest(
        """
        def pytest_bdd_after_step(step):
            raw = step.datatable.raw() if step.datatable is not None else None
            print("told:", step.line_number, step.background is not None, raw)
        """
    )
    feature = """
    Feature: F
      Background:
        Given a pool of 8 ports

      Scenario Outline: S
        Given the servers:
          | name   | ports |
          | <name> | 2     |

        Examples:
          | name |
          | web1 |
          | web2 |
    """
    played = project.play(feature, "-s")
    assert played.outcomes == {"passed": 2}
    assert [line.partition("told: ")[2] for line in played.text.splitlines() if "told" in line] == [
        "3 True None",
        "6 False [['name', 'ports'], ['web1', '2']]",
        "3 True None",
        "6 False [['name', 'ports'], ['web2', '2']]",
    ]


def test_a_scenario_may_begin_with_a_keyword_that_goes_on(project: Project) -> None:
    assert told(
        project,
        """
        Feature: F
          Background:
            * a pool of 8 ports
          Scenario: S
            And a pool of 4 ports
            Then 4 ports are left
        """,
    ) == [
        ["before scenario", "S"],
        ["before step", "a pool of 8 ports"],
        ["before call", "a pool of 8 ports", ["count", "pool"]],
        ["after step", "a pool of 8 ports"],
        ["before step", "a pool of 4 ports"],
        ["before call", "a pool of 4 ports", ["count", "pool"]],
        ["after step", "a pool of 4 ports"],
        ["before step", "4 ports are left"],
        ["before call", "4 ports are left", ["count", "pool"]],
        ["after step", "4 ports are left"],
        ["after scenario", "S"],
    ]


def test_scenarios_of_one_name_keep_their_own_tags_rules_and_backgrounds(project: Project) -> None:
    project.conftest(
        """
        def pytest_bdd_before_scenario(feature, scenario):
            rule = scenario.rule
            above = [step.line_number for step in rule.background.steps] if rule.background else []
            print("told:", scenario.line_number, sorted(scenario.tags), rule.name, above)
            print("told:", sorted(feature.scenarios), [step.name for step in feature.background.steps])
        """
    )
    feature = """
    Feature: F
      Background:
        Given a pool of 8 ports
      Rule: one
        Background:
          * a pool of 4 ports
        @first
        Scenario: S
          Then 4 ports are left
      Rule: two
        @second
        Scenario: S
          Then 8 ports are left
    """
    played = project.play(feature, "-s")
    assert played.outcomes == {"passed": 2}
    every = "['S', 'S[line 12]'] ['a pool of 8 ports']"
    assert [line.partition("told: ")[2] for line in played.text.splitlines() if "told" in line] == [
        "8 ['first'] one [6]",
        every,
        "12 ['second'] two []",
        every,
    ]


def test_a_hook_may_look_at_an_outline_as_it_is_written(project: Project) -> None:
    project.conftest(
        """
        def pytest_bdd_before_step(scenario, step):
            outline = step.scenario
            print("told:", scenario.name, step.name, outline.name, outline.steps[0].name)
            print("told:", [list(each.as_contexts()) for each in outline.examples])
        """
    )
    feature = """
    Feature: F
      Scenario Outline: With <n>
        And a pool of <n> ports
        Examples:
          | n |
          | 1 |
    """
    played = project.play(feature, "-s")
    assert [line.partition("told: ")[2] for line in played.text.splitlines() if "told" in line] == [
        "With 1 a pool of 1 ports With <n> a pool of <n> ports",
        "[[{'n': '1'}]]",
    ]


def test_a_tag_can_mean_something_else(project: Project) -> None:
    project.conftest(
        """
        def pytest_bdd_apply_tag(tag, function):
            if tag == "todo":
                pytest.mark.skip(reason="not yet")(function)
                return True
        """
    )
    played = project.play(
        """
        Feature: F
          @todo
          Scenario: S
            Given a pool of 2 ports
          @kept
          Scenario: T
            Given a pool of 1 port
        """,
        "-rs",
    )
    assert played.outcomes == {"passed": 1, "skipped": 1}
    played.says("SKIPPED [1] x.feature: not yet")


def test_a_tag_can_name_a_fixture(project: Project) -> None:
    project.conftest(
        """
        OPEN = []

        @pytest.fixture
        def database():
            OPEN.append("database")
            yield
            OPEN.clear()

        def pytest_bdd_apply_tag(tag, function):
            if tag == "database":
                pytest.mark.usefixtures("database")(function)
                return True

        @then("{count} database/databases is/are open")
        def is_open(count):
            assert len(OPEN) == count
        """
    )
    played = project.play(
        """
        Feature: F
          Scenario: Before
            Then 0 databases are open
          @database
          Scenario: With
            Then 1 database is open
          Scenario: Behind
            Then 0 databases are open
          @database
          Scenario Outline: Each row
            Then <n> database is open
            Examples:
              | n |
              | 1 |
        """
    )
    assert played.outcomes == {"passed": 4}


def test_the_reporter_of_pytest_bdd_shows_collected_scenarios(project: Project) -> None:
    feature = "Feature: F\n  Scenario: S\n    Given a pool of 1 port\n  Scenario: T\n    * a pool of 2 ports\n"
    project.file("x.feature", feature)
    result = project.pytest("x.feature", "--gherkin-terminal-reporter", "-vv")
    result.stdout.fnmatch_lines(["*Scenario: S", "*Given a pool of 1 port", "*PASSED"])
    result.stdout.fnmatch_lines(["*Scenario: T", "* a pool of 2 ports", "*PASSED"])


@pytest.mark.parametrize("options", [(), ("--", "-n", "2")], ids=["one process", "two"])
def test_the_command_tells_them_as_well(project: Project, options: tuple[str, ...]) -> None:
    project.conftest(WRITER)
    project.file("x.feature", "Feature: F\n  Scenario: S\n    Given a pool of 1 port\n")
    result = project.azsim("run", "x.feature", *options)
    assert result.returncode == 0, result.stderr
    assert len((project.folder / "told.jsonl").read_text().splitlines()) == 5


def test_the_command_understands_what_a_project_asks_of_pytest_bdd(project: Project) -> None:
    project.file(
        "pytest.ini",
        "[pytest]\naddopts = --gherkin-terminal-reporter\nbdd_features_base_dir = features\n",
    )
    project.file("x.feature", "Feature: F\n  Scenario: S\n    Given a pool of 1 port\n")
    result = project.azsim("run", "x.feature")
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("required", "code"), [("pytest-bdd>=8", 0), ("pytest-bdd pytest-nothing", 4)]
)
def test_a_project_may_require_pytest_bdd(project: Project, required: str, code: int) -> None:
    project.file(
        "pytest.ini",
        f"[pytest]\nrequired_plugins = {required}\naddopts = --gherkin-terminal-reporter\n",
    )
    project.conftest(WRITER)
    project.file("x.feature", "Feature: F\n  Scenario: S\n    Given a pool of 1 port\n")
    result = project.azsim("run", "x.feature")
    assert result.returncode == code
    assert (project.folder / "told.jsonl").exists() == (code == 0)
    assert "pytest-bdd" not in result.stderr


def test_the_command_loads_nothing_of_pytest_bdd(project: Project) -> None:
    project.conftest(
        """
        @then("pytest-bdd isn't there")
        def absent():
            import sys
            assert "pytest_bdd" not in sys.modules
        """
    )
    project.file("x.feature", "Feature: F\n  Scenario: S\n    Then pytest-bdd isn't there\n")
    result = project.azsim("run", "x.feature", "--", "-p", "no:allure_pytest_bdd")
    assert result.returncode == 0, result.stdout


def allure(project: Project, feature: str) -> dict[str, dict[str, object]]:
    pytest.importorskip("allure_pytest_bdd", reason="allure-pytest-bdd is not installed")
    project.file("x.feature", feature)
    project.pytest("x.feature", "--alluredir=allure", keeping="allure_pytest_bdd")
    found = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in Path(project.folder, "allure").glob("*-result.json")
    ]
    assert len({each["historyId"] for each in found}) == len(found)
    return {each["name"]: each for each in found}


def test_allure_shows_every_scenario_with_its_steps(project: Project) -> None:
    found = allure(
        project,
        """
        Feature: F
          Scenario: passes
            And a pool of 8 ports
            Then 8 ports are left
          Scenario: fails
            Given the servers:
              | name |
              | web1 |
            Then 8 ports are left
            And 8 ports are left
          Scenario: unknown
            Given a pool of 8 ports
            When nothing
          Scenario Outline: row
            Given a pool of <n> ports
            Examples:
              | n |
              | 1 |
              | 2 |
        """,
    )
    statuses = {
        name: (each["status"], [step["status"] for step in each["steps"]])
        for name, each in found.items()
    }
    assert statuses == {
        "passes": ("passed", ["passed", "passed"]),
        "fails": ("failed", ["passed", "failed", "skipped"]),
        "unknown": ("broken", ["broken", "skipped"]),
        "row[line 18]": ("passed", ["passed"]),
        "row[line 19]": ("passed", ["passed"]),
    }
    assert "x.feature:9" in found["fails"]["statusDetails"]["trace"]


def test_allure_shows_a_file_that_cannot_be_read(project: Project) -> None:
    found = allure(
        project, "Feature: F\n  Scenario: S\n    Given a pool of 1 port\n    Whenn nothing\n"
    )
    assert {name: each["status"] for name, each in found.items()} == {"line 4": "broken"}
    assert "Did you mean" in found["line 4"]["statusDetails"]["trace"]
