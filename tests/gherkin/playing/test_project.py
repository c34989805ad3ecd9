"""Which sentences, features and left-overs belong to the folder that a command is given in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small_project import GOOD, Project

from azsim.gherkin.commands.paths import THE_SHIPPED, chosen_paths, default_paths
from azsim.gherkin.playing.project import folder_of
from azsim.text import Advice

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
    project.file("src/test/resources/jp/co/example/deep/x.feature", GOOD)
    project.file(".hidden/y.feature", GOOD)
    result = project.azsim("run")
    assert "the features below this folder" in result.stdout
    assert "1 scenario: 1 passed" in result.stdout


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no symbolic links here")
def test_what_looks_like_a_feature_file_and_is_not_played_is_told(project: Project) -> None:
    project.file("x.feature", GOOD)
    project.file("first.feature.txt", GOOD)
    project.file("kept.feature.bak", GOOD)
    project.file(".y.feature", "a left-over of an editor")
    (project.folder / ".#x.feature").symlink_to("user@host.1")
    (project.folder / "gone.feature").symlink_to("nowhere.feature")
    passed_over = (
        "Passed over:\n"
        "  first.feature.txt: its name doesn't end in .feature\n"
        "  gone.feature: it links to a file that isn't there\n"
    )
    for command, told in (("run", "1 scenario: 1 passed"), ("check", "1 file: nothing to mend")):
        result = project.azsim(command)
        assert passed_over in result.stdout
        assert told in result.stdout


def test_a_folder_that_pytest_does_not_enter_is_told(project: Project) -> None:
    project.file("x.feature", GOOD)
    project.file("build/y.feature", GOOD)
    project.file("dist/none.txt", "")
    project.file(".hidden/y.feature", GOOD)
    result = project.azsim("run", ".")
    assert "Passed over:\n  build: it holds feature files, but" in result.stdout
    assert "dist:" not in result.stdout
    assert ".hidden:" not in result.stdout
    assert "1 scenario: 1 passed" in result.stdout


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("first.feature.txt", "first.feature.txt: its name"),
        ("SECOND.FEATURE", "SECOND.FEATURE: its name"),
        ("deep/er/x.feature.md", "deep/er/x.feature.md: its name"),
        ("x.features", "x.features: its name"),
        (".cases/x.feature", ".cases: it holds feature files"),
    ],
)
def test_the_shipped_features_never_stand_in_for_what_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert default_paths()[1] == THE_SHIPPED
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(GOOD)
    with pytest.raises(Advice) as refused:
        default_paths()
    assert f"\n  {told}" in refused.value.text.en
    assert "それらしいものはある" in refused.value.text.ja


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no symbolic links here")
def test_a_link_to_nowhere_is_not_taken_for_a_slip_in_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dead.feature").symlink_to("nowhere.feature")
    with pytest.raises(Advice, match=r"^dead.feature is a link to nowhere.feature, which isn't"):
        chosen_paths(["dead.feature"])


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
