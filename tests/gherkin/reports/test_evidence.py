"""The files that a run leaves behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_project import Project

ATTACHING = """
    @pytest.fixture
    def world(scenario):
        found = []
        yield found
        if "trace" in scenario.wanted:
            scenario.attach("trace", "\\n".join('{"kind":"%s"}' % each for each in found))
        if "captures" in scenario.wanted:
            scenario.attach("captures", b"\\x00" + str(len(found)).encode())

    parameter_type(name="event", regexp="[a-zé]+")

    @when("{event} happens")
    def happens(world, event):
        world.append(event)
"""

EVENTS = """
Feature: Events
  Scenario: One
    When rain happens
    And neige-free happens

  Scenario: Two
    When rain happens
    And été happens

  Scenario Outline: Three
    When <what> happens
    Examples:
      | what |
      | hail |
      | snow |
"""

EXPECTED = """\
{"format":"azsim-trace","version":2}
{"scenario":"sub/x.feature","line":6,"row":null,"kind":"rain"}
{"scenario":"sub/x.feature","line":6,"row":null,"kind":"été"}
{"scenario":"sub/x.feature","line":10,"row":14,"kind":"hail"}
{"scenario":"sub/x.feature","line":10,"row":15,"kind":"snow"}
"""


@pytest.fixture
def events(project: Project) -> Project:
    project.conftest(ATTACHING)
    project.file("features/sub/x.feature", EVENTS)
    return project


def test_the_trace_holds_every_scenario_in_order(events: Project) -> None:
    events.azsim("run", "features", "--trace", "t.jsonl")
    text = (events.folder / "t.jsonl").read_text(encoding="utf-8")
    assert text == EXPECTED
    assert all(json.loads(line) for line in text.splitlines())


def test_the_trace_is_the_same_from_several_processes_and_in_any_order(events: Project) -> None:
    events.conftest(
        ATTACHING
        + """
    def pytest_collection_modifyitems(items):
        items.reverse()
    """
    )
    result = events.azsim("run", "features", "--trace", "t.jsonl", "--", "-n", "2")
    assert result.returncode == 1, result.stdout
    assert (events.folder / "t.jsonl").read_text(encoding="utf-8") == EXPECTED


def test_a_capture_is_named_after_its_scenario(events: Project) -> None:
    events.azsim("run", "features", "--captures", "caps", "--", "-n", "2")
    found = {path.name: path.read_bytes() for path in (events.folder / "caps").iterdir()}
    assert found == {
        "x-L6.pcapng": b"\x002",
        "x-L10-14.pcapng": b"\x001",
        "x-L10-15.pcapng": b"\x001",
    }


def test_two_files_of_one_name_keep_their_captures_apart(events: Project) -> None:
    events.file("features/x.feature", EVENTS)
    events.azsim("run", "features", "--captures", "caps")
    names = {path.name for path in (events.folder / "caps").iterdir()}
    assert {"x-L6.pcapng", "sub-x-L6.pcapng"} <= names


@pytest.mark.parametrize(
    ("option", "advice"),
    [
        ("--trace=none/t", "--trace: there is no folder"),
        ("--trace=features", "is a folder. Name a file."),
        ("--captures=none/caps", "--captures: there is no folder"),
        ("--captures=conftest.py", "is a file. Name a folder."),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_before_the_run(
    events: Project, option: str, advice: str
) -> None:
    result = events.azsim("run", "features", option)
    assert result.returncode == 4
    assert advice in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Scenario" not in result.stdout


@pytest.mark.parametrize("name", ["trace", "captures"])
def test_a_place_that_takes_no_files_is_refused_before_the_run(
    events: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    # As in /proc, whose folders seem to be writable.
    def refuse(path: Path) -> None:
        raise FileNotFoundError(path)

    monkeypatch.setattr(Path, "touch", refuse)
    result = events.pytest("features/sub/x.feature", f"--azsim-{name}=place")
    assert result.ret == 4
    assert f"--{name}: " in result.stderr.str()
    assert "can't be written" in result.stderr.str()


def test_plain_pytest_has_the_same_options(events: Project) -> None:
    events.pytest("features/sub/x.feature", "--azsim-trace=t.jsonl")
    text = (events.folder / "t.jsonl").read_text(encoding="utf-8")
    assert text == EXPECTED.replace("sub/x.feature", "x.feature")
