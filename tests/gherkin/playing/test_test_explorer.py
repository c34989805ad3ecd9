"""VS Code's test explorer shows every scenario at its line, and plays the one that is clicked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from small_project import Project

# A project that is played by a test has a home folder of its own.
HOME = Path.home()

NAMES = """
Feature: Names
  Scenario: Twin
    Given a pool of 1 port

  Scenario: From 2001:db8::1 [a note]
    Given a pool of 1 port

  Rule: Another
    Scenario: Twin
      Given a pool of 1 port
      Then 9 ports are left

    Scenario Outline: Taking <n>
      Given a pool of <n> ports

      Examples:
        | n |
        | 1 |
        | 2 |
"""

JAPANESE = """
# language: ja
機能: 名前
  シナリオ: ポートを取る
    前提 ポート 8 個のプールがある
"""

BROKEN = "Feature: Ports\n  Given a pool of 1 port\n  Scenario: It\n    Given a pool of 1 port\n"

# What the explorer shows, folder by folder: a test comes with its line.
TREE = {
    "features": {
        "broken.feature": {"It": 3, "line 2": 2},
        "names.feature": {
            "Twin[line 2]": 2,
            "From 2001:db8∷1 [a note]": 5,
            "Twin[line 9]": 9,
            "Taking <n>[line 18]": 18,
            "Taking <n>[line 19]": 19,
        },
        "sub": {"ja.feature": {"ポートを取る": 3}},
    }
}


@pytest.fixture
def explored(project: Project) -> Project:
    project.file("pytest.ini", "[pytest]\nazsim_features = true\n")
    project.file("features/broken.feature", BROKEN)
    project.file("features/names.feature", NAMES)
    project.file("features/sub/ja.feature", JAPANESE)
    return project


def leaves(tree: Any, folder: Path) -> Iterator[tuple[str, int]]:
    """The id and the line of each test of *tree*, as the explorer has them."""
    for name, content in tree.items():
        if isinstance(content, int):
            yield f"{folder}::{name}", content
        else:
            yield from leaves(content, folder / name)


class Seen:
    """What a plug-in such as the explorer's sees of the tests."""

    def __init__(self) -> None:
        self.items: list[pytest.Item] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = list(session.items)

    def tree(self, root: Path) -> Any:
        tree: dict[str, Any] = {}
        for item in self.items:
            assert isinstance(item.parent, pytest.File)
            assert not hasattr(item, "callspec")
            place = tree
            for folder in item.parent.path.relative_to(root).parts:
                place = place.setdefault(folder, {})
            place[item.name] = (item.location[1] or 0) + 1
        return tree


def test_the_tree_is_made_of_folders_features_and_scenarios(explored: Project) -> None:
    seen = Seen()
    explored.pytester.inline_run("--collect-only", plugins=[seen])
    assert seen.tree(explored.folder) == TREE


@pytest.mark.parametrize("test", [each for each, _ in leaves(TREE, Path())])
def test_each_test_is_played_by_its_id(explored: Project, test: str) -> None:
    name = f"{explored.folder.as_posix()}/{test}"
    result = explored.pytest(name, f"--rootdir={explored.folder}")
    assert sum(result.parseoutcomes().values()) == 1


class Explorer:
    """The plug-in of the extension, which writes to a file instead of a pipe here."""

    def __init__(self, plugin: Path, project: Project) -> None:
        self._plugin = plugin
        self._project = project

    def run(self, *arguments: str) -> list[Any]:
        pipe = self._project.folder / "pipe"
        options = ["-p", "vscode_pytest", f"--rootdir={self._project.folder}"]
        subprocess.run(
            [sys.executable, "-m", "pytest", *options, *arguments],
            cwd=self._project.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(self._plugin),
                "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "",
                "TEST_RUN_PIPE": str(pipe),
            },
            capture_output=True,
            timeout=60,
        )
        found = re.split(r"content-length: [0-9]+\r\n(?:.+\r\n)*\r\n", pipe.read_bytes().decode())
        return [json.loads(each)["params"] for each in found if each]

    def tree(self) -> Any:
        """Folders and features by name, tests with their lines."""
        [payload] = self.run("--collect-only")
        assert payload["error"] == []

        def read(node: Any) -> Any:
            if node["type_"] == "test":
                return int(node["lineno"])
            return {each["name"]: read(each) for each in node["children"]}

        return read(payload["tests"])

    def outcomes(self, *tests: str) -> dict[str, str]:
        results = [payload["result"] for payload in self.run(*tests)]
        return {test: each["outcome"] for result in results for test, each in result.items()}


@pytest.fixture
def explorer(explored: Project) -> Explorer:
    found = sorted(HOME.glob(".vscode*/extensions/ms-python.python-*/python_files"))
    if not found:
        pytest.skip("the Python extension of VS Code isn't installed")
    return Explorer(found[-1], explored)


def test_the_real_explorer_shows_the_same_tree(explorer: Explorer) -> None:
    assert explorer.tree() == TREE


def test_the_real_explorer_plays_what_is_clicked(explorer: Explorer, explored: Project) -> None:
    file = explored.folder / "features" / "names.feature"
    chosen = [f"{file}::Twin[line 9]", f"{file}::From 2001:db8∷1 [a note]"]
    assert explorer.outcomes(*chosen) == {chosen[0]: "failure", chosen[1]: "success"}
