"""azsim as it is installed, in a folder that has nothing to do with the checkout."""

from __future__ import annotations

import json
import sys
import tomllib
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

import pytest
from folder import ROOT, Folder

import azsim

GOOD = """\
Feature: One connection
  Scenario: It succeeds
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 1 connection succeeds
"""
BAD = GOOD.replace("1 connection succeeds", "2 connections succeed")


def installed() -> Distribution:
    """azsim as pip installed it; a build leaves another description in the checkout."""
    elsewhere = [each for each in sys.path if Path(each).resolve() != ROOT]
    return next(iter(distributions(name="azsim", path=elsewhere)))


def is_editable(found: Distribution) -> bool:
    """Whether *found* is a link to the checkout."""
    origin = json.loads(found.read_text("direct_url.json") or "{}")
    return bool(origin.get("dir_info", {}).get("editable"))


def test_it_plays_the_features_that_come_with_it_and_says_so(folder: Folder) -> None:
    result = folder.azsim("run", "--", "-k", "snat_ports or psping")
    assert result.code == 0, result.said
    assert result.out.startswith("Playing the features that come with azsim.\n")
    assert "snat_ports.feature" in result.out
    assert "計測" in result.out
    assert list(folder.path.iterdir()) == []


def test_every_feature_comes_with_it(folder: Folder) -> None:
    result = folder.azsim("run", "--", "--collect-only", "-q")
    listed = {line.partition(".feature:")[0] for line in result.out.splitlines()}
    shipped = Path(azsim.__file__).parent / "features"
    if not shipped.is_dir():
        shipped = Path(azsim.__file__).parents[1] / "features"
    assert {f"{path.with_suffix('')}" for path in shipped.rglob("*.feature")} <= listed


def test_pytest_plays_a_feature_file_with_no_python_beside_it(folder: Folder) -> None:
    folder.write("x.feature", GOOD)
    result = folder.pytest("x.feature", "-p", "no:cacheprovider")
    assert "1 passed" in result.out
    assert [each.name for each in folder.path.iterdir()] == ["x.feature"]


def test_pytest_shows_the_steps_of_one_that_fails(folder: Folder) -> None:
    folder.write("x.feature", BAD)
    result = folder.pytest("x.feature", "-p", "no:cacheprovider")
    assert result.code == 1
    assert "✗ Then 2 connections succeed" in result.out
    assert "Traceback" not in result.said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["run", "good.feature"], 0),
        (["run", "bad.feature"], 1),
        (["run", "good.feature", "bad.feature"], 1),
        (["run", "nowhere.feature"], 4),
        (["run", "--colour"], 4),
        (["run", "good.feature", "--", "-k", "nothing"], 5),
        (["facts"], 0),
        (["facts", "show", "classic.fin-hold"], 0),
        (["facts", "show", "classic.fin-hld"], 2),
        (["facts", "prove", "nowhere.feature"], 2),
        (["fly"], 2),
        ([], 0),
        (["--version"], 0),
        (["--help"], 0),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else f"is {each}",
)
def test_exit_codes(folder: Folder, arguments: list[str], code: int) -> None:
    folder.write("good.feature", GOOD)
    folder.write("bad.feature", BAD)
    result = folder.azsim(*arguments)
    assert result.code == code, result.said
    assert "Traceback" not in result.said


def test_it_tells_its_version(folder: Folder) -> None:
    assert folder.azsim("--version").out == f"azsim {installed().version}\n"


def test_it_lists_and_explains_facts(folder: Folder) -> None:
    assert "classic.fin-hold" in folder.azsim("facts").out
    assert "240 seconds" in folder.azsim("facts", "show", "classic.fin-hold").out
    assert "240 秒" in folder.azsim("facts", "show", "classic.fin-hold", LC_ALL="ja_JP.UTF-8").out


def test_an_unknown_fact_is_answered_with_the_nearest(folder: Folder) -> None:
    result = folder.azsim("facts", "show", "classic.fin-hld")
    assert result.err == (
        'azsim: No fact has the id "classic.fin-hld". Did you mean "classic.fin-hold"? '
        '"azsim facts" lists them all.\n'
    )


def test_it_adds_no_other_top_level_name() -> None:
    found = installed()
    if is_editable(found):
        pytest.skip("azsim is installed as a link to the checkout; tox installs a wheel")
    places = [PurePosixPath(each.as_posix()) for each in found.files or ()]
    inside = {each.parts[0] for each in places if each.parts[0] != ".."}
    assert inside == {"azsim", f"azsim-{found.version}.dist-info"}
    assert {each.name.removesuffix(".exe") for each in places if each.parts[0] == ".."} == {"azsim"}


def test_every_package_is_installed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "azsim").rglob("*.py")}
    packages = {".".join(folder.parts) for folder in folders}
    assert set(settings["packages"]) == packages | {"azsim.features", "azsim.steps"}


def test_it_says_that_it_is_typed_and_whose_licence_it_has() -> None:
    found = installed()
    assert (Path(azsim.__file__).parent / "py.typed").exists()
    assert found.metadata["License-Expression"] == "MIT"
