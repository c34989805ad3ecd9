"""Where azsim is merely installed, other projects don't notice."""

from __future__ import annotations

import subprocess
import sys

from small_project import Project

OTHERS_CONFTEST = """
from pytest_bdd import given, then

@given("a cat", target_fixture="cat")
def cat():
    return "cat"

@then("it purrs")
def purrs(cat):
    assert cat == "cat"
"""

OTHERS_FEATURE = """
Feature: Cats
  Scenario: Purring
    Given a cat
    Then it purrs
"""


def others(project: Project) -> None:
    project.conftest(only=OTHERS_CONFTEST)
    project.file("features/cats.feature", OTHERS_FEATURE)
    project.file("test_cats.py", "from pytest_bdd import scenarios\nscenarios('features')\n")


def run(project: Project, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=project.folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    ).stdout


def test_a_suite_of_pytest_bdd_runs_as_before(project: Project) -> None:
    others(project)
    collected = run(project, "--collect-only", "-q")
    assert [line for line in collected.splitlines() if "::" in line] == [
        "test_cats.py::test_purring"
    ]
    assert "1 passed" in run(project)


def test_no_fixture_of_azsim_is_seen(project: Project) -> None:
    others(project)
    shown = run(project, "--fixtures", "-q")
    assert "scenario --" not in shown
    assert "fixtures defined from azsim" not in shown


def test_hardly_anything_of_azsim_is_imported(project: Project) -> None:
    project.conftest(only="")
    project.file(
        "test_it.py",
        """
        import sys

        def test_it():
            found = {name for name in sys.modules if name.startswith("azsim.")}
            assert found == {"azsim.gherkin", "azsim.gherkin.plugin"}
        """,
    )
    assert "1 passed" in run(project)


def test_cucumber_json_of_other_suites_is_left_alone(project: Project) -> None:
    others(project)
    assert "1 passed" in run(project, "--cucumberjson=out.json")
