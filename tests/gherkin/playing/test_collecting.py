"""A feature file is a test file, where it was asked for."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

import pytest
from small_project import GOOD, Project

from azsim.gherkin.commands.paths import check

TWO = """
Feature: Two
  Scenario: First
    Given a pool of 1 port
    Then 1 port is left

  Scenario Outline: Taking <n>
    Given a pool of 8 ports
    When "web1" takes <n> ports
    Then <left> ports are left

    Examples:
      | n | left |
      | 1 | 7    |
      | 2 | 6    |
"""


def test_a_file_named_on_the_command_line_is_played_without_python_beside_it(
    project: Project,
) -> None:
    project.file("features/x.feature", GOOD)
    assert project.pytest("features/x.feature").parseoutcomes() == {"passed": 1}


def test_a_folder_is_left_alone(project: Project) -> None:
    project.file("features/x.feature", GOOD)
    assert project.pytest("features").ret == pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.mark.parametrize("value", ["true", "features other"])
def test_a_folder_is_played_where_the_configuration_says_so(project: Project, value: str) -> None:
    project.file("features/x.feature", GOOD)
    project.file("pytest.ini", f"[pytest]\nazsim_features = {value}\n")
    assert project.pytest().parseoutcomes() == {"passed": 1}


def test_a_folder_that_the_configuration_does_not_name_is_left_alone(project: Project) -> None:
    project.file("features/x.feature", GOOD)
    project.file("pytest.ini", "[pytest]\nazsim_features = other\n")
    assert project.pytest().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def select(project: Project, *arguments: str) -> list[str]:
    project.file("two.feature", TWO)
    result = project.pytest("--collect-only", "-q", *arguments)
    return [line for line in result.outlines if "::" in line]


FIRST = "two.feature::First"
ROW_1 = "two.feature::Taking <n>[line 13]"
ROW_2 = "two.feature::Taking <n>[line 14]"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["two.feature"], [FIRST, ROW_1, ROW_2]),
        (["two.feature::First"], [FIRST]),
        (["two.feature::Taking <n>"], [ROW_1, ROW_2]),
        (["two.feature::Taking <n>[line 14]"], [ROW_2]),
        (["two.feature:3"], [FIRST]),
        (["two.feature:5"], [FIRST]),
        (["two.feature:8"], [ROW_1, ROW_2]),
        (["two.feature:14"], [ROW_2]),
        (["two.feature:14:7"], [ROW_2]),
        (["two.feature:3", "two.feature:14"], [FIRST, ROW_2]),
        (["two.feature:1"], [FIRST, ROW_1, ROW_2]),
        (["two.feature", "-k", "Taking"], [ROW_1, ROW_2]),
    ],
)
def test_scenarios_are_chosen_by_name_line_and_keyword(
    project: Project, arguments: list[str], expected: list[str]
) -> None:
    assert select(project, *arguments) == expected


def test_a_line_beyond_the_end_chooses_nothing(project: Project) -> None:
    project.file("one.feature", GOOD)
    result = project.pytest("one.feature:99")
    assert result.ret == 4
    assert "one.feature has no line 99; its last one is 6." in result.stderr.str()


TAGGED = """
@文書化済み
Feature: Tags
  @slow
  Scenario: One
    Given a pool of 1 port

  Rule: Another
    Scenario Outline: Two
      Given a pool of <n> ports

      @fact:a.b
      Examples:
        | n |
        | 1 |
"""


@pytest.mark.parametrize(
    ("expression", "count"),
    [("slow", 1), ("文書化済み", 2), ("slow and 文書化済み", 1), ("not slow", 1)],
)
def test_tags_choose_scenarios_under_strict_markers(
    project: Project, expression: str, count: int
) -> None:
    played = project.play(TAGGED, "--strict-markers", "-m", expression)
    assert played.outcomes["passed"] == count
    assert "warnings" not in played.outcomes


def test_a_tag_may_hold_signs_that_pytest_takes_for_more(project: Project) -> None:
    played = project.play(TAGGED, "-m", "fact:a.b")
    assert played.outcomes == {"passed": 1, "deselected": 1}


# A plug-in that would stop the whole run where a mark comes without what it needs.
PLUG_IN = """
def pytest_configure(config):
    for line in (
        "limit(seconds, method=None): stop after some seconds",
        "hosts([names]): whom it may speak to",
        "again(times=2): play it more than once",
        "plain: needs nothing",
    ):
        config.addinivalue_line("markers", line)

def pytest_runtest_setup(item):
    for name in ("limit", "hosts"):
        mark = item.get_closest_marker(name)
        if mark is not None:
            print("told:", name, mark.args[0])
    for mark in (*item.iter_markers("again"), *item.iter_markers("plain")):
        print("told:", mark.name)
"""


@pytest.mark.parametrize(
    "expression", ["", "limit and hosts", "again and plain", "not limit or plain"]
)
def test_a_tag_that_is_called_like_a_mark_which_needs_arguments_is_a_label(
    project: Project, expression: str
) -> None:
    project.conftest(PLUG_IN)
    feature = """
    Feature: F
      @limit @hosts @again @plain @skipif @parametrize
      Scenario: S
        Given a pool of 1 port
    """
    played = project.play(feature, "-s", "--strict-markers", "-m", expression)
    assert played.outcomes == {"passed": 1}
    assert [line for line in played.text.split() if line in ("again", "plain")] == [
        "again",
        "plain",
    ]
    played.never_says("told: limit", "told: hosts")


def test_a_hook_gives_a_tag_the_arguments_that_its_mark_needs(project: Project) -> None:
    project.conftest(
        PLUG_IN
        + """
def pytest_bdd_apply_tag(tag, function):
    if tag == "limit":
        pytest.mark.limit(30)(function)
        return True
"""
    )
    feature = "Feature: F\n  @limit\n  Scenario: S\n    Given a pool of 1 port\n"
    played = project.play(feature, "-s")
    assert "told: limit 30" in played.text


def test_two_scenarios_of_one_name_both_run(project: Project) -> None:
    played = project.play(
        """
        Feature: Twins
          Scenario: Twin
            Given a pool of 1 port
          Rule: Another
            Scenario: Twin
              Then 9 ports are left
        """
    )
    assert played.outcomes == {"passed": 1, "failed": 1}


def test_an_ipv6_address_may_stand_in_a_name(project: Project) -> None:
    text = """
        Feature: Names
          Scenario: From 2001:db8::1 [a note]
            Given a pool of 1 port
        """
    assert project.play(text).outcomes == {"passed": 1}
    chosen = project.pytest("x.feature::From 2001:db8::1 [a note]")
    assert chosen.parseoutcomes() == {"passed": 1}


def test_several_processes_share_the_scenarios_and_say_what_is_left_out(project: Project) -> None:
    project.file("two.feature", TWO)
    result = project.pytest("two.feature", "-n", "2", "-k", "Taking")
    assert result.parseoutcomes() == {"passed": 2}
    result.stdout.fnmatch_lines(["1 of 3 scenarios left out by -k Taking."])


def test_what_failed_last_is_played_alone(project: Project) -> None:
    project.file("x.feature", GOOD.replace("5 ports", "6 ports"))
    project.file("two.feature", TWO)
    project.pytester.runpytest_inprocess("x.feature", "two.feature")
    again = project.pytester.runpytest_inprocess("x.feature", "two.feature", "--lf")
    assert again.parseoutcomes()["failed"] == 1
    assert "passed" not in again.parseoutcomes()


def test_rows_brackets_and_twins_that_failed_last_are_played_again(project: Project) -> None:
    project.file(
        "x.feature",
        """
        Feature: F
          Scenario Outline: S
            Then <n> ports are left
            Examples:
              | n |
              | 0 |
              | 1 |
          Scenario: with [brackets]
            Then 1 port is left
          Scenario: twin
            Then 1 port is left
          Scenario: twin
            Then 0 ports are left
        """,
    )
    project.pytester.runpytest_inprocess("x.feature").assert_outcomes(failed=3, passed=2)
    again = project.pytester.runpytest_inprocess("x.feature", "--lf")
    again.assert_outcomes(failed=3)


def test_a_junit_report_names_the_scenario_and_the_failure(project: Project) -> None:
    project.file("x.feature", GOOD.replace("5 ports", "6 ports"))
    project.pytest("x.feature", "--junitxml=out.xml")
    case = ElementTree.parse(project.folder / "out.xml").find(".//testcase")
    assert case is not None
    assert case.get("name") == "Taking some"
    failure = case.find("failure")
    assert failure is not None
    assert "Then 6 ports are left" in (failure.text or "")


def test_an_item_knows_its_line(project: Project) -> None:
    project.file("two.feature", TWO)
    project.conftest(
        """
        def pytest_collection_modifyitems(items):
            for item in items:
                print("at", *item.location[:2])
        """
    )
    result = project.pytest("two.feature", "--collect-only", "-q", "-s")
    assert [line for line in result.outlines if line.startswith("at")] == [
        "at two.feature 1",
        "at two.feature 12",
        "at two.feature 13",
    ]


def test_a_conftest_serves_the_features_below_it_only(project: Project) -> None:
    project.file("a/x.feature", GOOD)
    project.file("b/x.feature", GOOD)
    (project.folder / "conftest.py").rename(project.folder / "a" / "conftest.py")
    result = project.pytest("a/x.feature", "b/x.feature")
    assert result.parseoutcomes() == {"passed": 1, "failed": 1}


def test_sentences_may_come_by_an_import_of_everything(project: Project) -> None:
    (project.folder / "conftest.py").rename(project.folder / "sentences.py")
    project.conftest(only="from sentences import *\n")
    project.pytester.syspathinsert()
    assert project.play(GOOD).outcomes == {"passed": 1}


STRANGE = [
    "a::b",
    "fe80::1 answers",
    "a[b",
    "a]b",
    "a[b]",
    "a[line 3]",
    "a\\b/c",
    "y.feature::a",
    "y.feature:3",
    'a "b" | c',
    "[1::2]",
    "日本語［全角］　空白",
    "-k a",
    "é %s {x} $HOME",
    "...",
]


@pytest.mark.parametrize("name", STRANGE)
def test_a_scenario_of_any_name_is_played_by_its_id_and_by_its_name(
    project: Project, name: str
) -> None:
    project.file(
        "x.feature",
        f"Feature: F\n  Scenario: {name}\n    Given a pool of 1 port\n"
        "  Scenario: other\n    Given a pool of 1 port\n",
    )
    listed = project.pytest("x.feature", "--collect-only", "-q").stdout.str().splitlines()
    identifier = next(line for line in listed if line.startswith("x.feature::"))
    project.pytest(identifier).assert_outcomes(passed=1)
    project.pytest(f"x.feature::{name}").assert_outcomes(passed=1)


def test_rows_with_any_cells_are_all_played_and_each_by_its_line(project: Project) -> None:
    cells = ["a::b", "a[b]", "", "", "\\|", "\\\\", "\\n", "日本", "<value>"]
    rows = "".join(f"      | {cell} |\n" for cell in cells)
    project.file(
        "x.feature",
        "Feature: F\n  Scenario Outline: S <value>\n    Given a pool of 1 port\n"
        f"    Examples:\n      | value |\n{rows}",
    )
    project.pytest("x.feature").assert_outcomes(passed=len(cells))
    for number in range(len(cells)):
        project.pytest(f"x.feature:{6 + number}").assert_outcomes(passed=1)


@pytest.mark.parametrize("name", ["a[b] <n>", "[a] <n>", "a[b", "a]b <n>"])
def test_all_rows_of_an_outline_are_chosen_by_its_name(project: Project, name: str) -> None:
    project.file(
        "x.feature",
        f"Feature: F\n  Scenario Outline: {name}\n    Given a pool of <n> ports\n"
        "    Examples:\n      | n |\n      | 1 |\n      | 2 |\n"
        "  Scenario: other\n    Given a pool of 1 port\n",
    )
    project.pytest(f"x.feature::{name}").assert_outcomes(passed=2)
    check(f"x.feature::{name}")


def test_a_scenario_without_a_name_is_called_by_its_line(project: Project) -> None:
    feature = "Feature: F\n  Scenario:\n    Given a pool of 1 port\n"
    played = project.play(feature, "--collect-only", "-q")
    assert "x.feature::[line 2]" in played.text.splitlines()
    project.pytest("x.feature::[line 2]").assert_outcomes(passed=1)


def test_a_scenario_is_played_as_often_as_asked_for(project: Project) -> None:
    pytest.importorskip("pytest_repeat", reason="pytest-repeat isn't installed")
    project.file("x.feature", GOOD)
    result = project.pytest("x.feature", "--count=3", "-v", "--azsim-messages=m.ndjson")
    assert result.parseoutcomes() == {"passed": 3}
    result.stdout.fnmatch_lines(
        [f"x.feature::Taking some[[]{number}-3[]] PASSED*" for number in (1, 2, 3)]
    )
    messages = (project.folder / "m.ndjson").read_text(encoding="utf-8").splitlines()
    ids = {json.loads(each)["pickle"]["id"] for each in messages if '{"pickle"' in each}
    assert ids == {"x.feature:3", "x.feature:3 2", "x.feature:3 3"}
