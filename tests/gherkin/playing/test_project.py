"""Which sentences, features and left-overs belong to the folder that a command is given in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small_project import GOOD, Project

from azsim.gherkin.playing.project import folder_of

OWN = """
from azsim.gherkin import given

@given("a note")
def note():
    pass
"""
NOTE = "Feature: F\n  Scenario: S\n    Given a note\n"


def test_a_conftest_above_serves_whatever_folder_the_command_is_given_in(project: Project) -> None:
    project.file("features/conftest.py", OWN)
    project.file("features/out/deep/x.feature", NOTE)
    deep = project.folder / "features" / "out" / "deep"
    assert project.azsim("run", folder=deep).returncode == 0
    assert project.azsim("check", folder=deep).stdout.count("No sentence says this") == 0
    assert "a note" in project.azsim("steps", "note", folder=deep).stdout
    assert project.azsim("run", str(deep / "x.feature"), folder=project.folder).returncode == 0


def test_a_conftest_above_the_project_is_not_its_own(project: Project) -> None:
    project.conftest(only="raise RuntimeError('not mine')\n")
    project.file("mine/pytest.ini", "[pytest]\n")
    project.file("mine/conftest.py", OWN)
    project.file("mine/x.feature", NOTE)
    assert project.azsim("run", folder=project.folder / "mine").returncode == 0


def test_features_in_the_folders_below_are_found_without_a_path(project: Project) -> None:
    project.file("sub/deep/x.feature", GOOD)
    project.file(".hidden/y.feature", GOOD)
    result = project.azsim("run")
    assert "the features below this folder" in result.stdout
    assert "1 scenario: 1 passed" in result.stdout


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no symbolic links here")
def test_left_overs_of_editors_are_not_played(project: Project) -> None:
    project.file("x.feature", GOOD)
    project.file(".y.feature", "no feature")
    (project.folder / ".#x.feature").symlink_to("user@host.1")
    (project.folder / "gone.feature").symlink_to("nowhere.feature")
    result = project.azsim("run")
    assert "1 scenario: 1 passed" in result.stdout


@pytest.mark.parametrize("name", ["a[1].feature", "a::b.feature"])
def test_a_name_that_pytest_would_take_apart_is_played_without_a_path(
    project: Project, name: str
) -> None:
    project.file(name, GOOD)
    project.file("sub/x.feature", GOOD)
    assert "1 scenario: 1 passed" in project.azsim("run").stdout
    assert "1 file" in project.azsim("check").stdout


def test_a_conftest_that_ends_python_is_no_success(project: Project) -> None:
    project.conftest(only="raise SystemExit(0)\n")
    project.file("x.feature", GOOD)
    for command, code in (("run", 4), ("check", 2)):
        result = project.azsim(command, "x.feature")
        assert result.returncode == code
        assert "A conftest.py ended Python" in result.stderr


def test_a_home_that_cannot_be_written_is_no_matter(project: Project) -> None:
    project.file("x.feature", GOOD)
    no_folder = project.file("home", "a file")
    result = project.azsim("run", XDG_CACHE_HOME=str(no_folder))
    assert (result.returncode, result.stderr) == (0, "")
    assert "Warning" not in result.stdout


def test_a_value_that_its_type_refuses_is_no_bug(project: Project) -> None:
    project.conftest(
        """
        import ipaddress

        parameter_type(
            name="net",
            regexp="[0-9./]+",
            transformer=ipaddress.ip_network,
            meaning=Text("a network", "ネットワーク"),
        )

        @given("the network {net}")
        def network(net):
            pass
        """
    )
    feature = "Feature: F\n  Scenario: S\n    Given the network 10.0.0.1/24\n"
    played = project.play(feature)
    played.says('"10.0.0.1/24" isn\'t a network: 10.0.0.1/24 has host bits set')
    played.never_says("report it")
    assert "isn't a network" in project.azsim("check", "x.feature").stdout


def test_a_feature_belongs_to_the_folder_where_its_project_begins(tmp_path: Path) -> None:
    feature = tmp_path / "features" / "out" / "x.feature"
    assert folder_of(feature) == feature.parent
    (tmp_path / "features" / "out").mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    assert folder_of(feature) == tmp_path
