"""The files that a run leaves behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_project import Project

from azsim.gherkin.reports import evidence
from azsim.gherkin.reports.evidence import LeftBehind, capture_names, captures

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
    found = {path.name: path.read_bytes() for path in (events.folder / "caps").glob("*.pcapng")}
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


@pytest.mark.parametrize(
    "option",
    [
        "--azsim-trace=features/sub/x.feature",
        "--azsim-trace=link",
        "--azsim-messages=link",
        "--azsim-captures=caps",
    ],
)
def test_what_somebody_else_wrote_is_never_replaced(events: Project, option: str) -> None:
    (events.folder / "link").symlink_to("features/sub/x.feature")
    other = events.file("caps/x-L6-vm1.pcapng", "a capture of mine")
    result = events.pytest("features/sub/x.feature", option)
    assert result.ret == 4
    assert "holds something else, which would be lost" in result.stderr.str()
    assert (events.folder / "features/sub/x.feature").read_text().strip() == EVENTS.strip()
    assert other.read_text().strip() == "a capture of mine"


def test_what_azsim_wrote_is(events: Project) -> None:
    options = ("--azsim-trace=t", "--azsim-messages=m", "--azsim-captures=caps")
    for _ in range(2):
        # One of its scenarios fails.
        assert events.pytest("features/sub/x.feature", *options).ret == 1
    assert ".azsim-captures" in {path.name for path in (events.folder / "caps").iterdir()}


def test_one_file_is_not_written_twice(events: Project) -> None:
    options = ("--azsim-trace=t", "--azsim-messages=t")
    result = events.pytest("features/sub/x.feature", *options)
    assert "t is named by --trace as well" in result.stderr.str()


@pytest.mark.parametrize("option", ["--junitxml", "--log-file"])
def test_nor_does_a_report_of_pytest_replace_a_feature(events: Project, option: str) -> None:
    events.file("y.feature", EVENTS)
    result = events.pytest("features/sub/x.feature", "--azsim-collect", f"{option}=y.feature")
    assert result.ret == 4
    assert f"{option}: " in result.stderr.str()
    assert (events.folder / "y.feature").read_text().strip() == EVENTS.strip()


def test_a_full_disk_is_told_in_a_line_at_the_end(
    events: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(place: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(evidence, "write_whole", full)
    result = events.pytest("features/sub/x.feature", "--azsim-trace=t", "--azsim-captures=caps")
    assert result.ret == 4
    for name in ("trace", "captures"):
        assert f"ERROR: --{name}: " in result.stderr.str()
    assert "couldn't be written: No space left on device" in result.stderr.str()
    assert "INTERNALERROR" not in result.stdout.str()


def test_places_that_differ_only_in_signs_have_captures_of_their_own() -> None:
    places = ["a b", "a/b", "A?b", "日" * 90, "日" * 80]
    attachments = {f"captures/{place}": place.encode() for place in places}
    found = captures([LeftBehind("x.feature", 3, None, attachments)])
    assert list(found.values()) == [place.encode() for place in places]
    assert list(found)[:3] == ["x-L3-a-b.pcapng", "x-L3-a-b-2.pcapng", "x-L3-A-b-3.pcapng"]
    assert len({name.casefold() for name in found}) == len(places)
    assert all(len(name.encode()) < 200 for name in found)


def test_files_of_one_name_are_told_apart_whatever_their_folders_are_called() -> None:
    files = ["a/b/x.feature", "a-b/x.feature"]
    played = [LeftBehind(file, 3, None, {}) for file in files]
    assert capture_names(played) == ["a-b-x-L3", "a-b-x-L3-2"]
