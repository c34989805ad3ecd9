"""What a step's function gets, and what becomes of what it returns."""

from __future__ import annotations

from small_project import GOOD, Project


def test_values_are_bound_by_type_name_in_both_languages(project: Project) -> None:
    project.conftest(
        """
        @then("{count} reasons to visit {server}", "{server} を訪れる理由は {count} 個ある")
        def reasons(count, server):
            assert (count, server) == (3, "web1")
        """
    )
    english = 'Feature: F\n  Scenario: S\n    Then 3 reasons to visit "web1"\n'
    japanese = '# language: ja\n機能: F\n  シナリオ: S\n    ならば "web1" を訪れる理由は 3 個ある\n'
    assert project.play(english).outcomes == {"passed": 1}
    assert project.play(japanese).outcomes == {"passed": 1}


def test_a_keyword_that_goes_on_inherits_what_it_goes_on_with(project: Project) -> None:
    played = project.play(
        """
        Feature: F
          Background:
            * a pool of 8 ports
          Scenario: S
            And a pool of 9 ports
            When "web1" takes 1 port
            * "web1" takes 1 port
            But "web1" takes 1 port
            Then 6 ports are left
            And 6 ports are left
        """
    )
    assert played.outcomes == {"passed": 1}


def test_a_given_sentence_is_no_when_sentence(project: Project) -> None:
    played = project.play("Feature: F\n  Scenario: S\n    When a pool of 8 ports\n")
    assert played.outcomes == {"failed": 1}


def test_rows_fill_sentences_tables_and_texts(project: Project) -> None:
    project.conftest(
        """
        @then("this is shown:")
        def shown(docstring):
            assert docstring == "8 (a+b) ports"

        @then("these are shown:")
        def these(datatable):
            assert datatable == [["n"], ["8"]]
        """
    )
    played = project.play(
        '''
        Feature: F
          Scenario Outline: <n (a+b)> ports
            Given a pool of <n (a+b)> ports
            Then this is shown:
              """
              <n (a+b)> (a+b) ports
              """
            And these are shown:
              | n         |
              | <n (a+b)> |
            Examples:
              | n (a+b) |
              | 8       |
        '''
    )
    assert played.outcomes == {"passed": 1}


def test_a_target_fixture_is_seen_by_later_steps_and_fixtures(project: Project) -> None:
    project.conftest(
        """
        @given("a number {count}", target_fixture="number")
        def number(count):
            return count

        @pytest.fixture
        def twice(number):
            return 2 * number

        @then("twice the number is {count}")
        def check(twice, number, count):
            assert (twice, number) == (count, count / 2)
        """
    )
    played = project.play(
        "Feature: F\n  Scenario: S\n    Given a number 4\n    Then twice the number is 8\n"
    )
    assert played.outcomes == {"passed": 1}


def test_a_step_that_yields_is_finished_when_the_scenario_is_over(project: Project) -> None:
    project.conftest(
        """
        @given("a door")
        def door():
            print("opened")
            yield
            print("closed")

        @then("it is used")
        def used():
            print("used")
        """
    )
    played = project.play(
        "Feature: F\n  Scenario: S\n    Given a door\n    Then it is used\n", "-s"
    )
    played.says("x.feature opened\nused\n.closed")


def test_optional_parameters_are_filled_where_there_is_something(project: Project) -> None:
    project.conftest(
        """
        @given("a list")
        @given("a list:")
        def a_list(datatable=None):
            print("got", datatable)
        """
    )
    played = project.play(
        "Feature: F\n  Scenario: S\n    Given a list\n    And a list:\n      | a |\n", "-s"
    )
    assert "got None" in played.text
    assert "got [['a']]" in played.text


def test_a_value_that_is_not_allowed_gives_advice(project: Project) -> None:
    played = project.play(
        """
        Feature: F
          Scenario: S
            When "web1" listens on 70000
        """
    )
    played.says(
        """
        x.feature:3
          Scenario: S
          ✗ When "web1" listens on 70000
              "70000" is not a port. A port is a whole number from 1 to 65535.
        """
    )
    played.never_says("Traceback", "conftest.py")


def test_a_parameter_that_nobody_fills_is_named(project: Project) -> None:
    project.conftest(
        """
        @given("a lonely step")
        def lonely(somebody):
            pass
        """
    )
    played = project.play("Feature: F\n  Scenario: S\n    Given a lonely step\n")
    assert "asks for somebody, which is neither a value of the sentence nor a fixture" in (
        played.text
    )
    played.never_says("available fixtures")


def test_the_scenario_is_known_to_its_steps(project: Project) -> None:
    project.conftest(
        """
        @given("a look around")
        def look(scenario):
            print(
                scenario.language, scenario.name, scenario.path.name, scenario.folder.name,
                scenario.seed, dict(scenario.inputs), sorted(scenario.wanted),
            )
        """
    )
    project.file("here/x.feature", "Feature: F\n  Scenario: S\n    Given a look around\n")
    result = project.pytest("here/x.feature", "-s", "--azsim-seed=7", "--azsim-trace=t")
    assert "en S x.feature here 7 {} ['trace']" in result.stdout.str()


def test_a_tag_may_skip_a_scenario(project: Project) -> None:
    played = project.play("@skip\n" + GOOD.lstrip())
    assert played.outcomes == {"skipped": 1}


def test_fixtures_of_a_module_live_as_long_as_the_file(project: Project) -> None:
    project.conftest(
        """
        @pytest.fixture(scope="module")
        def shared():
            print("made")
            return []

        @given("a share")
        def share(shared):
            shared.append(1)
            print("shares:", len(shared))
        """
    )
    played = project.play(
        "Feature: F\n  Scenario: S\n    Given a share\n  Scenario: T\n    Given a share\n", "-s"
    )
    assert played.text.count("made") == 1
    assert "shares: 2" in played.text


def test_the_same_functions_serve_pytest_bdd_in_a_test_module(project: Project) -> None:
    project.conftest(
        """
        pytest_plugins = ["azsim.gherkin.fixtures"]

        @given("the hosts:", table=[Column("count", Text("count", "数"), parse=parse_count)])
        def the_hosts(datatable):
            yield
            assert datatable == [{"count": 1024}]
        """
    )
    project.file("features/x.feature", GOOD)
    project.file(
        "features/table.feature",
        """
        Feature: F
          Scenario: A table that is read
            Given the hosts:
              | 数    |
              | 1,024 |
        """,
    )
    project.file(
        "features/ja.feature",
        """
        # language: ja
        機能: ポート
          シナリオ: 求めすぎる
            前提 ポート 8 個のプールがある
            もし "web1" が多くを求めすぎる
            ならば 要求は拒否される
          シナリオ: 誰も触れない
            もし "web1" が多くを求めすぎる
        """,
    )
    project.file("test_it.py", "from pytest_bdd import scenarios\nscenarios('features')\n")
    result = project.pytest("test_it.py")
    # The debt that nobody settles is found when the scenario is torn down.
    assert result.parseoutcomes() == {"passed": 4, "errors": 1}


def test_a_step_of_pytest_bdd_is_said_to_be_one(project: Project) -> None:
    project.conftest(
        """
        import pytest_bdd

        @pytest_bdd.given(pytest_bdd.parsers.parse("an old step of {year:d}"))
        def old(year):
            pass
        """
    )
    feature = "Feature: F\n  Scenario: S\n    Given an old step of 1999\n    And an older step\n"
    played = project.play(feature)
    assert "It is a step of pytest-bdd (" in played.text
    assert played.text.count("It is a step of pytest-bdd") == 1


def test_a_nearer_conftest_is_said_not_to_overrule_another(project: Project) -> None:
    project.file(
        "inner/conftest.py",
        "from azsim.gherkin import then\n\n@then('the request is refused')\ndef again(): pass\n",
    )
    project.file("inner/x.feature", "Feature: F\n  Scenario: S\n    Then the request is refused\n")
    result = project.pytest("inner/x.feature")
    assert "More than one sentence says this." in result.stdout.str()
    assert "doesn't overrule that of the folder above it" in result.stdout.str()


def test_what_stands_behind_a_second_yield_is_not_lost_in_silence(project: Project) -> None:
    project.conftest(
        """
        @given("a thing that is cleaned up twice")
        def thing():
            yield "thing"
            yield "a slip"
            raise AssertionError("nobody sees this")
        """
    )
    played = project.play("Feature: F\n  Scenario: S\n    Given a thing that is cleaned up twice\n")
    assert played.outcomes == {"passed": 1, "errors": 1}
    assert ": this step yields a second time" in played.text
    played.never_says("nobody sees this")
