"""What a failure looks like under plain pytest."""

from __future__ import annotations

from small_project import GOOD, Project


def test_a_mismatch_stands_below_its_step(project: Project) -> None:
    played = project.play(
        """
        Feature: Ports
          Scenario: Taking some
            Given a pool of 8 ports
            When "web1" takes 3 ports
            Then 6 ports are left
            And 5 ports are left
        """
    )
    played.says(
        """
        x.feature:5
          Scenario: Taking some
          ✓ Given a pool of 8 ports
          ✓ When "web1" takes 3 ports
          ✗ Then 6 ports are left
              The ports left
              expected    actual
              ----------  --------
              6           5
          – And 5 ports are left
        """
    )
    played.never_says("Traceback", "conftest.py", "Mismatch")


def test_messages_follow_the_language_of_the_file(project: Project) -> None:
    played = project.play(
        """
        # language: ja
        機能: ポート
          シナリオアウトライン: <数> 個
            前提 ポート <数> 個のプールがある
            ならば 残りのポートは 6 個である
            例:
              | 数 |
              | 8  |
        """
    )
    played.says(
        """
        x.feature:5
          シナリオアウトライン: 8 個 (8 行目の例)
          ✓ 前提 ポート 8 個のプールがある
          ✗ ならば 残りのポートは 6 個である
              残りのポート
              期待    実際
              ------  ------
              6       8
        """
    )


def test_a_crash_shows_a_trace_back_with_the_feature_on_top(project: Project) -> None:
    played = project.play("Feature: F\n  Scenario: S\n    When the code breaks\n")
    played.says("x.feature:3\nScenario: S\n✗ When the code breaks\nKeyError: 'nothing'")
    assert "it is a bug in the code behind the step" in played.text
    assert 'return {}["nothing"]' in played.text
    played.never_says("playing/run_scenario.py", "playing/items.py", "pytest_bdd/hooks.py")


def test_a_plain_assertion_in_a_step_is_no_crash(project: Project) -> None:
    project.conftest(
        """
        @then("nothing is right")
        def wrong():
            assert 1 == 2

        @then("nothing helps")
        def helpless():
            pytest.fail("beyond help")
        """
    )
    played = project.play(
        """
        Feature: F
          Scenario: S
            Then nothing is right
          Scenario: T
            Then nothing helps
        """
    )
    assert "assert 1 == 2" in played.text
    assert "beyond help" in played.text
    played.never_says("bug", "Traceback")


def test_an_assertion_deep_in_the_code_is_a_crash(project: Project) -> None:
    project.file("deep.py", "def sink():\n    assert False, 'deep down'\n")
    project.pytester.syspathinsert()
    project.conftest(
        """
        from deep import sink

        @then("it sinks")
        def sinks():
            sink()
        """
    )
    played = project.play("Feature: F\n  Scenario: S\n    Then it sinks\n")
    assert "it is a bug in the code behind the step" in played.text


def test_a_debt_that_nobody_settles_fails_where_it_arose(project: Project) -> None:
    played = project.play(
        """
        Feature: F
          Scenario: S
            Given a pool of 8 ports
            When "web1" asks for too much
            Then 8 ports are left
        """
    )
    played.says(
        """
        x.feature:4
          Scenario: S
          ✓ Given a pool of 8 ports
          ✗ When "web1" asks for too much
              web1 was refused.
              No later step of the scenario mentions this. Add a Then that expects it.
          ✓ Then 8 ports are left
        """
    )


def test_a_debt_that_a_step_settles_is_forgotten(project: Project) -> None:
    played = project.play(
        """
        Feature: F
          Scenario: S
            When "web1" asks for too much
            Then the request is refused
        """
    )
    assert played.outcomes == {"passed": 1}


def test_workers_show_the_same_text(project: Project) -> None:
    project.file("x.feature", GOOD.replace("5 ports", "6 ports"))
    alone = project.pytest("x.feature").stdout.str()
    shared = project.pytest("x.feature", "-n", "2").stdout.str()
    start, end = "x.feature:6", "====="
    assert _between(alone, start, end) == _between(shared, start, end)


def _between(text: str, start: str, end: str) -> str:
    return text[text.index(start) :].partition(end)[0]
