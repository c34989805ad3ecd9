"""``azsim run``: what it plays and what it prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_project import GOOD, Project

from azsim.gherkin.commands.paths import found_path
from azsim.gherkin.vocabulary.installed import features

JAPANESE = """
# language: ja
機能: ポート
  シナリオ: 取る
    前提 ポート 8 個のプールがある
    ならば 残りのポートは 6 個である
"""


def test_a_scenario_is_a_line_and_counted(project: Project) -> None:
    project.file("features/x.feature", GOOD)
    result = project.azsim("run", "features/x.feature")
    assert (result.returncode, result.stderr) == (0, "")
    *lines, counted = result.stdout.splitlines()
    assert lines == [
        "",
        "Feature: Ports  (features/x.feature)",
        "  ✓ Taking some",
        "",
        "✓ 1  features/x.feature",
        "",
        "Every step: azsim run -v features/x.feature",
        "Reasons, pictures and sources: azsim docs features/x.feature",
    ]
    assert counted.startswith("1 scenario: 1 passed. ")


TABLED = """
Feature: Ports

  Scenario: Those of two servers
    Given the servers:
      | name | ports |
      | web1 | 1,024,000 |
      | web2 |       |
    Then 0 ports are left
"""


def test_every_step_is_shown_where_that_is_asked_for(project: Project) -> None:
    project.file("my own.feature", TABLED)
    shown = project.azsim("run", "-v", "my own.feature").stdout
    assert shown.startswith(
        "\n"
        "Feature: Ports  (my own.feature)\n"
        "  ✓ Those of two servers\n"
        "      ✓ Given the servers:\n"
        "          | name | ports     |\n"
        "          | web1 | 1,024,000 |\n"
        "          | web2 |           |\n"
        "      ✓ Then 0 ports are left\n"
        "\n"
        "✓ 1  my own.feature\n"
        "\n"
        'Reasons, pictures and sources: azsim docs "my own.feature"\n'
        "1 scenario: "
    )


def test_lines_fit_the_terminal_and_break_between_words(project: Project) -> None:
    project.file("x.feature", TABLED.replace("Those of two servers", "long " * 12 + "title"))
    lines = project.azsim("run", "-v", "x.feature", COLUMNS="26").stdout.splitlines()
    assert max(map(len, lines)) <= 26
    assert lines[1:4] == ["Feature: Ports", "    (x.feature)", "  ✓ long long long long"]
    cells = lines.index("      ✓ Given the servers:")
    assert lines[cells + 1 : cells + 4] == [
        "          - name: web1;",
        "            ports:",
        "            1,024,000",
    ]


def test_values_and_signs_have_colours_where_there_are_any(project: Project) -> None:
    project.file("x.feature", GOOD)
    shown = project.azsim("run", "-v", "x.feature", "--", "--color=yes").stdout
    assert '\x1b[32m✓\x1b[0m When \x1b[36m"web1"\x1b[0m takes \x1b[36m3\x1b[0m ports\n' in shown
    assert "\x1b[32m✓\x1b[0m Taking some\n" in shown


def test_a_failure_stands_below_its_step_and_in_the_list_at_the_end(project: Project) -> None:
    project.file("x.feature", GOOD.replace("5 ports", "6 ports"))
    result = project.azsim("run", "x.feature")
    assert result.returncode == 1
    assert (
        "      ✗ Then 6 ports are left\n"
        "          x.feature:6\n"
        "          The ports left\n"
        "          expected    actual\n"
        "          ----------  --------\n"
        "          6           5\n"
    ) in result.stdout
    assert "Failed:\n  x.feature:3  Taking some\n" in result.stdout
    assert "Traceback" not in result.stdout


def test_a_step_is_answered_in_its_language_and_the_summary_is_in_that_of_the_reader(
    project: Project,
) -> None:
    project.file("en.feature", GOOD)
    project.file("ja.feature", JAPANESE)
    result = project.azsim("run", LC_ALL="ja_JP.UTF-8")
    assert "失敗したシナリオ:\n  ja.feature:3  取る\n" in result.stdout
    assert "シナリオ 2 件: 成功 1 件、失敗 1 件。" in result.stdout
    result = project.azsim("run")
    assert "期待" in result.stdout
    assert "2 scenarios: 1 passed, 1 failed." in result.stdout


@pytest.mark.parametrize("encoding", ["cp932", "cp1252", "ascii"])
def test_a_console_without_the_signs_gets_plain_ones(project: Project, encoding: str) -> None:
    project.file("x.feature", JAPANESE)
    project.file("y.feature", GOOD)
    for command in (["run"], ["run", "--", "-n", "2"]):
        result = project.azsim(*command, PYTHONIOENCODING=f"{encoding}:strict")
        assert result.returncode == 1
        assert "  + Taking some" in result.stdout
        assert "      x " in result.stdout
        assert "Error" not in result.stdout + result.stderr
        if encoding == "cp932":
            assert "x ならば 残りのポートは 6 個である" in result.stdout


def test_without_a_path_the_folder_features_is_played(project: Project) -> None:
    project.file("features/deep/x.feature", GOOD)
    project.file("other.feature", GOOD)
    result = project.azsim("run")
    assert result.stdout.startswith("Playing features.\n")
    assert "1 scenario: 1 passed" in result.stdout


def test_without_a_folder_the_features_here_are_played(project: Project) -> None:
    project.file("a.feature", GOOD)
    project.file("b.feature", GOOD)
    result = project.azsim("run", LC_ALL="ja_JP.UTF-8")
    assert result.stdout.startswith("実行する対象: a.feature、b.feature\n")


def test_without_anything_here_the_shipped_features_are_played(project: Project) -> None:
    result = project.azsim("run", "--", "--collect-only")
    assert result.stdout.startswith("Playing the features that come with azsim.\n")


def test_only_features_are_looked_at(project: Project) -> None:
    project.file("features/x.feature", GOOD)
    project.file("features/test_it.py", "raise SystemExit\n")
    project.file("features/test_it.txt", ">>> 1\n2\n")
    project.file("features/__init__.py", "raise SystemExit\n")
    result = project.azsim("run", "features")
    assert "1 scenario: 1 passed" in result.stdout


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("features/y.feature", 'There is no features/y.feature. Did you mean "x.feature"?'),
        ("feature/x.feature", 'There is no feature/x.feature. Did you mean "features"?'),
        ("features/x.feature::Taking sum", 'Did you mean "Taking some"?'),
        ("conftest.py", "conftest.py isn't a feature file."),
        ("features/x[1].feature", "a path with [ can't be chosen"),
    ],
)
def test_a_wrong_path_is_answered_with_the_nearest(
    project: Project, path: str, advice: str
) -> None:
    project.file("features/x.feature", GOOD)
    result = project.azsim("run", path)
    assert result.returncode == 4
    assert advice in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "path", ["x.feature:4", "x.feature::Taking some", "x.feature:4:1", "features/../x.feature"]
)
def test_a_scenario_is_chosen_by_line_or_name(project: Project, path: str) -> None:
    project.file("features/__init__.py", "")
    project.file("x.feature", GOOD)
    result = project.azsim("run", path)
    assert "1 scenario: 1 passed" in result.stdout, result.stderr


def test_what_follows_two_dashes_reaches_pytest(project: Project) -> None:
    project.file("x.feature", GOOD + GOOD.replace("Feature: Ports", "").replace("some", "more"))
    result = project.azsim(
        "run", "x.feature", "--", "--junitxml=out.xml", "-k", "more", "--durations=1"
    )
    assert "1 of 2 scenarios: 1 passed. 1 left out by -k more." in result.stdout
    assert "slowest 1 durations" in result.stdout
    assert (project.folder / "out.xml").exists()


def test_the_first_failure_may_end_the_run(project: Project) -> None:
    project.file("a.feature", GOOD.replace("5 ports", "6 ports"))
    project.file("b.feature", GOOD)
    result = project.azsim("run", "--", "-x")
    assert "Stopped early: " in result.stdout
    assert "1 of 2 scenarios: 1 failed. 1 left unplayed." in result.stdout


def test_what_failed_last_can_be_played_alone(project: Project) -> None:
    project.file("a.feature", GOOD.replace("5 ports", "6 ports"))
    project.file("b.feature", GOOD)
    cache = str(project.folder / "cache")
    project.azsim("run", XDG_CACHE_HOME=cache)
    result = project.azsim("run", "--", "--lf", XDG_CACHE_HOME=cache)
    assert "1 of 2 scenarios: 1 failed. 1 left out by --lf." in result.stdout
    assert not (project.folder / ".pytest_cache").exists()


SLOW = """
Feature: Ports
  Scenario: Quick
    Given a pool of 8 ports

  @slow
  Scenario: Slow
    Given a pool of 8 ports
"""


@pytest.mark.parametrize("expression", ["@slow", "not @quick and @slow"])
def test_a_tag_may_be_written_as_in_the_file(project: Project, expression: str) -> None:
    project.file("x.feature", SLOW)
    result = project.azsim("run", "--", "-m", expression, LC_ALL="ja_JP.UTF-8")
    assert "  ✓ Slow\n" in result.stdout
    said = expression.replace("@", "")
    option = f'-m "{said}"' if " " in said else f"-m {said}"
    assert f"シナリオ 2 件中 1 件: 成功 1 件。{option} による除外 1 件。" in result.stdout, (
        result.stdout + result.stderr
    )


def test_what_is_left_out_is_told_where_nothing_is_left(project: Project) -> None:
    project.file("x.feature", SLOW)
    project.file("pytest.ini", "[pytest]\naddopts = -k nobody\n")
    result = project.azsim("run", "--", "-n", "0")
    assert result.returncode == 5
    assert "There is nothing to play" in result.stdout
    assert "2 left out by -k nobody.\n" in result.stdout


def test_what_is_to_be_played_is_listed_with_what_is_left_out(project: Project) -> None:
    project.file("x.feature", SLOW)
    project.conftest(
        """
        def pytest_collection_modifyitems(items):
            items[:] = [item for item in items if item.get_closest_marker("slow")]
        """
    )
    result = project.azsim("run", "--", "--collect-only")
    assert result.stdout.endswith("x.feature:6  Slow\n\n1 left out\n")


EXPECTED = """
Feature: Ports
  @xfail
  Scenario: As it was expected
    Then 9 ports are left

  @xfail
  Scenario: Mended
    Then 0 ports are left

  @strict
  Scenario: Mended long ago
    Then 0 ports are left

  Scenario: Given up in a step
    When this isn't done yet
"""


def test_what_was_expected_to_fail_is_told_apart(project: Project) -> None:
    project.conftest(
        """
        def pytest_bdd_apply_tag(tag, function):
            if tag == "strict":
                pytest.mark.xfail(strict=True, reason="ports are lost")(function)
                return True

        @when("this isn't done yet")
        def later():
            pytest.xfail("not written")
        """
    )
    project.file("x.feature", EXPECTED)
    shown = project.azsim("run").stdout
    assert (
        "  – As it was expected\n"
        "      ✗ Then 9 ports are left\n"
        "          x.feature:4\n"
        "          The ports left\n"
        "          expected    actual\n"
        "          ----------  --------\n"
        "          9           0\n"
        "        failed as expected\n"
        "  ✓ Mended\n"
        "      ✓ Then 0 ports are left\n"
        "        expected to fail, but passes\n"
        "  ✗ Mended long ago\n"
        "      ✓ Then 0 ports are left\n"
        "        expected to fail, but passes: ports are lost\n"
        "  – Given up in a step\n"
        "      – When this isn't done yet\n"
        "        failed as expected: not written\n"
    ) in shown
    assert "skipped" not in shown
    assert "4 scenarios: 1 failed, 2 failed as expected, 1 passed against expectation." in shown


def test_several_processes_print_in_the_order_of_the_files(project: Project) -> None:
    for name in "abcd":
        project.file(f"{name}.feature", GOOD + GOOD.replace("Feature: Ports", ""))
    alone = project.azsim("run", "-v").stdout
    shared = project.azsim("run", "-v", "--", "-n", "2").stdout
    assert _steps(alone) == _steps(shared)
    assert len(_steps(alone)) == 4 * (1 + 2 * 4)


def _steps(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(("Feature:", "  "))]


def test_collect_only_lists_places_and_names(project: Project) -> None:
    project.file("x.feature", GOOD)
    result = project.azsim("run", "--", "--collect-only")
    assert "x.feature:3  Taking some" in result.stdout.splitlines()


def test_nothing_to_play(project: Project) -> None:
    project.file("features/readme.txt", "")
    result = project.azsim("run", "features")
    assert result.returncode == 5
    assert "There is nothing to play" in result.stdout


def test_a_crash_is_said_to_be_a_bug(project: Project) -> None:
    project.file("x.feature", "Feature: F\n  Scenario: S\n    When the code breaks\n")
    result = project.azsim("run", "x.feature")
    assert "it is a bug in the code behind the step" in result.stdout
    assert "KeyError: 'nothing'" in result.stdout


TALKATIVE = """
    import logging

    @when("it talks")
    def talk():
        print("The answer was 42.")
        logging.getLogger("ports").warning("The server said 43.")
"""


def test_what_was_printed_and_logged_stands_below_the_step_that_failed(project: Project) -> None:
    project.conftest(TALKATIVE)
    failing = scenario("When it talks", "Then 9 ports are left", "Then 8 ports are left")
    project.file("a.feature", failing)
    project.file("b.feature", scenario("When it talks"))
    shown = project.azsim("run").stdout
    before, _, below = shown.partition("          Printed:\n            The answer was 42.\n")
    assert before.endswith("          9           0\n")
    assert below.startswith("          Logged:\n            WARNING  ports:conftest.py:")
    assert "The server said 43.\n      – Then 8 ports are left" in below
    # Whatever passes may keep it to itself.
    assert shown.count("The answer was 42.") == 1


def scenario(*steps: str) -> str:
    lines = "".join(f"    {step}\n" for step in steps)
    return f"Feature: Ports\n  Scenario: It\n{lines}"


def test_a_fixture_that_breaks_at_the_end_is_shown(project: Project) -> None:
    project.conftest(
        """
        @pytest.fixture(autouse=True)
        def around():
            yield
            raise RuntimeError("after all")
        """
    )
    project.file("x.feature", GOOD)
    result = project.azsim("run", "x.feature")
    assert result.returncode == 1
    assert "after all" in result.stdout
    # It is one scenario, whatever failed of it.
    assert "1 scenario: 1 failed." in result.stdout


def test_a_vocabulary_that_cannot_be_imported_is_shown(project: Project) -> None:
    project.conftest(only="import nothing_of_this_name\n")
    project.file("x.feature", GOOD)
    result = project.azsim("run", "x.feature")
    assert result.returncode != 0
    assert "nothing_of_this_name" in result.stdout + result.stderr


def test_cucumber_json_is_refused(project: Project) -> None:
    project.file("x.feature", GOOD)
    result = project.azsim("run", "--", "--cucumberjson=out.json")
    assert result.returncode == 4
    assert "--cucumberjson loses failures" in result.stderr


def test_wrong_usage_has_the_exit_code_of_pytest(project: Project) -> None:
    assert project.azsim("run", "--colour").returncode == 4
    assert project.azsim("fly").returncode == 2


def test_the_version(project: Project) -> None:
    result = project.azsim("--version")
    assert result.returncode == 0
    assert result.stdout.startswith("azsim 0.")


def test_an_option_with_an_optional_value_does_not_swallow_the_path(project: Project) -> None:
    project.conftest(
        """
        def pytest_addoption(parser):
            parser.addoption("--colourful", nargs="?", const="very")
        """
    )
    project.file("a.feature", GOOD)
    project.file("b.feature", GOOD)
    result = project.azsim("run", "a.feature", "--", "--colourful")
    assert "1 scenario: 1 passed" in result.stdout, result.stderr


def test_other_plug_ins_find_the_statistics(project: Project) -> None:
    project.file("x.feature", GOOD)
    project.conftest(
        """
        def pytest_terminal_summary(terminalreporter):
            print("counted:", {name: len(found) for name, found in terminalreporter.stats.items()})
        """
    )
    assert "counted: {'': 2, 'passed': 1}" in project.azsim("run", "x.feature").stdout


def test_escape_sequences_of_a_feature_never_reach_the_terminal(project: Project) -> None:
    project.file("x.feature", GOOD.replace("Ports", "Po\x1b[8mrts").replace("Taking", "Ta\x07king"))
    result = project.azsim("run", "x.feature", "--", "--color=yes")
    assert "Feature: Po␛[8mrts" in result.stdout
    assert "Ta␇king" in result.stdout
    assert "\x1b[8m" not in result.stdout
    played = project.pytester.runpytest_inprocess("-v", "x.feature")
    assert "Ta␇king some PASSED" in played.stdout.str()


def test_the_console_of_another_plug_in_takes_no_step_away(project: Project) -> None:
    project.conftest(
        """
        from _pytest.terminal import TerminalReporter

        class Dots(TerminalReporter):
            def pytest_runtest_logreport(self, report):
                self.write_line("a dot")

        @pytest.hookimpl(trylast=True)
        def pytest_configure(config):
            standard = config.pluginmanager.getplugin("terminalreporter")
            dots = Dots(standard.config)
            config.pluginmanager.unregister(standard)
            config.pluginmanager.register(dots, "terminalreporter")
        """
    )
    project.file("x.feature", GOOD)
    result = project.azsim("run", "x.feature")
    assert result.returncode == 0, result.stderr
    assert "  ✓ Taking some\n" in result.stdout
    assert "1 scenario: 1 passed" in result.stdout
    assert "a dot" not in result.stdout


def test_a_feature_that_comes_with_azsim_is_found_by_the_name_that_it_is_shown_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [shipped] = features()
    named = "features/outbound/scaling.feature:12"
    assert found_path(named) == f"{shipped / 'outbound' / 'scaling.feature'}:12"
    assert found_path("features/none.feature") == "features/none.feature"
    own = tmp_path / "features" / "outbound" / "scaling.feature"
    own.parent.mkdir(parents=True)
    own.write_text(GOOD)
    assert found_path(named) == named
