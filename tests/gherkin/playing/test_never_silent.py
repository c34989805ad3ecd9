"""Nothing is lost in silence: whatever can't be played is a test that fails."""

from __future__ import annotations

import pytest
from small_project import GOOD, Project


def test_a_scenario_without_steps_fails(project: Project) -> None:
    played = project.play("Feature: F\n  Scenario: Empty\n")
    assert played.outcomes == {"failed": 1}
    played.says("x.feature:2")
    assert "This scenario has no steps" in played.text


def test_an_outline_without_rows_fails(project: Project) -> None:
    played = project.play(
        """
        Feature: F
          Scenario Outline: No table
            Given a pool of 1 port

          Scenario Outline: No rows
            Given a pool of <n> ports
            Examples:
              | n |
        """
    )
    assert played.outcomes == {"failed": 2}
    assert played.text.count("This scenario outline has no examples to play") == 2


def test_a_feature_without_scenarios_fails(project: Project) -> None:
    played = project.play("Feature: Nothing yet\n\n  Some words.\n")
    assert played.outcomes == {"failed": 1}
    assert "This feature has no scenario" in played.text


def test_an_asynchronous_step_fails(project: Project) -> None:
    project.conftest(
        """
        @given("something to wait for")
        async def wait():
            assert False
        """
    )
    played = project.play("Feature: F\n  Scenario: S\n    Given something to wait for\n")
    assert played.outcomes == {"failed": 1}
    assert "this step is asynchronous" in played.text


def test_an_ambiguous_step_names_both_definitions(project: Project) -> None:
    project.conftest(
        """
        parameter_type(name="what", regexp=".*")

        @given("a pool of {what}")
        def anything(what):
            pass
        """
    )
    played = project.play(GOOD)
    assert played.outcomes == {"failed": 1}
    assert "More than one sentence says this" in played.text
    assert "a pool of {count} port/ports  (" in played.text
    assert "a pool of {what}  (" in played.text
    assert played.text.count("conftest.py:") >= 2


def test_two_definitions_of_one_sentence_are_an_error_even_unused(project: Project) -> None:
    project.conftest(
        """
        @then("the request is refused")
        def refused_again():
            pass
        """
    )
    played = project.play(GOOD)
    assert played.outcomes == {"passed": 1, "failed": 1}
    assert "“the request is refused” is defined twice as then" in played.text


def test_two_types_of_one_name_are_an_error(project: Project) -> None:
    project.file(
        "inner/conftest.py",
        "from azsim.gherkin import parameter_type\nparameter_type(name='count', regexp='[0-9]+')\n",
    )
    project.file("inner/x.feature", GOOD)
    result = project.pytest("inner/x.feature")
    assert result.parseoutcomes()["failed"] == 1
    assert "{count} is defined twice" in result.stdout.str()


def test_all_wrong_steps_of_a_scenario_are_reported_at_once(project: Project) -> None:
    played = project.play(
        """
        Feature: F
          Scenario: S
            Given nobody knows this
            When "web1" takes 3 ports
            Then nor this
        """
    )
    played.says("✗ Given nobody knows this\nx.feature:3")
    played.says("✗ Then nor this\nx.feature:5")
    played.says('– When "web1" takes 3 ports')


def test_a_step_whose_keyword_is_mistyped_is_not_taken_for_prose(project: Project) -> None:
    played = project.play(
        """
        Feature: F
          Scenario: S
            Givenn a pool of 8 ports
            Then 0 ports are left

          Scenario: T
            This is prose, and a pool of 8 ports may stand in it.
            Then 0 ports are left
        """
    )
    assert played.outcomes == {"passed": 1, "failed": 1}
    played.says(
        """
        Line 3 is taken for prose, since "Givenn" is no keyword. Write
          Given a pool of 8 ports
        """
    )


def test_a_mistyped_keyword_in_a_background_is_not_taken_for_prose(project: Project) -> None:
    played = project.play(
        """
        # language: ja
        機能: F
          背景:
            前堤 ポート 8 個のプールがある
          シナリオ: S
            ならば 残りのポートは 0 個である
        """
    )
    assert played.outcomes == {"failed": 1}
    assert "4 行目は説明文として扱われている" in played.text


def test_a_step_outside_a_scenario_is_not_taken_for_prose(project: Project) -> None:
    played = project.play(
        """
        Feature: F
          When prose begins like this, it is still prose.
          Given a pool of 8 ports

          Scenario: S
            Then 0 ports are left
        """
    )
    assert played.outcomes == {"passed": 1, "failed": 1}
    played.says("x.feature:3\nGiven a pool of 8 ports")
    assert "A step stands here, outside a scenario." in played.text


def test_a_broken_file_fails_alone(project: Project) -> None:
    project.file("good.feature", GOOD)
    project.file("bad.feature", "Feature: F\n  Scenario: S\n    Whenn b\n      Given c\n|a|\n|\n")
    assert project.pytest("bad.feature", "good.feature").parseoutcomes() == {
        "passed": 1,
        "failed": 1,
    }


def test_a_sentence_of_an_undefined_type_is_named(project: Project) -> None:
    project.conftest(
        """
        @given("a pool of {colour} ports")
        def coloured(colour):
            pass
        """
    )
    played = project.play("Feature: F\n  Scenario: S\n    Given a pool of red ports\n")
    assert "a pool of {colour} ports  (" in played.text
    assert "because of a mistake in its definition" in played.text
    assert "Undefined parameter type 'colour'" in played.text


def test_a_table_below_a_sentence_that_takes_none_fails(project: Project) -> None:
    played = project.play(
        """
        Feature: F
          Scenario: S
            Given a pool of 8 ports
              | a |
        """
    )
    assert "A table stands below this sentence, which takes none" in played.text


def test_a_sentence_without_its_table_fails(project: Project) -> None:
    played = project.play("Feature: F\n  Scenario: S\n    Given the servers:\n")
    assert "This sentence takes a table. Write one below it" in played.text


def test_cucumber_json_is_refused(project: Project) -> None:
    project.file("x.feature", GOOD)
    result = project.pytest("x.feature", "--cucumberjson=out.json")
    assert result.ret == 4
    assert "--cucumberjson loses failures" in result.stderr.str()


def test_what_an_early_end_leaves_unplayed_is_told(project: Project) -> None:
    project.file("a.feature", GOOD.replace("5 ports", "6 ports"))
    project.file("b.feature", GOOD)
    result = project.pytest("a.feature", "b.feature", "-x")
    result.stdout.fnmatch_lines(["1 of 2 chosen scenarios left unplayed."])
    result = project.pytest("a.feature", "b.feature")
    result.stdout.no_fnmatch_line("*scenarios left unplayed*")


TAKE_ONE = """
def pytest_collection_modifyitems(items):
    del items[1:]
"""


def test_what_pytest_does_not_count_as_deselected_is_told(project: Project) -> None:
    project.file("a.feature", GOOD)
    project.file("b.feature", GOOD)
    result = project.pytest("a.feature", "b.feature", "-k", "b.feature")
    result.stdout.no_fnmatch_line("*scenarios left out*")
    project.conftest(TAKE_ONE)
    result = project.pytest("a.feature", "b.feature")
    result.stdout.fnmatch_lines(["1 of 2 scenarios left out."])


@pytest.mark.parametrize(
    ("option", "right"),
    [("-m=@slow", '-m "slow"'), ("-mnot @slow", '-m "not slow"'), ("-k@slow", '-k "slow"')],
)
def test_a_tag_with_its_sign_is_answered_with_how_pytest_writes_it(
    project: Project, option: str, right: str
) -> None:
    project.file("x.feature", GOOD)
    result = project.pytest("x.feature", option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert result.stderr.str().strip().endswith(f"Write {right}.")
