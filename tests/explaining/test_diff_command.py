"""Which of two states the options of azsim diff are for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.explaining.conftest import SCALE_SET
from tests.explaining.test_secrets import PARAMETERS, output

Files = tuple[str, str]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A template whose number of instances has no default, and a file that gives it."""
    text = re.sub(r"^ *//.*$", "", SCALE_SET.read_text("utf-8"), flags=re.MULTILINE)
    template = json.loads(text)
    del template["parameters"]["instanceCount"]["defaultValue"]
    path, given = tmp_path / "main.json", tmp_path / "main.parameters.json"
    path.write_text(json.dumps(template, indent=1), "utf-8")
    values = {"instanceCount": {"value": 50}}
    given.write_text(json.dumps({"$schema": PARAMETERS, "parameters": values}), "utf-8")
    return str(path), str(given)


def counts(capsys: pytest.CaptureFixture[str], *words: str) -> list[int]:
    """How many machines there are before and after."""
    told = json.loads(output(capsys, "diff", *words, "--format", "json"))
    return [sum(each["count"] for each in told[side]["machines"]) for side in ("before", "after")]


def test_what_is_set_is_a_change_to_what_the_file_of_parameters_gives(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    path, given = files
    assert counts(capsys, path, "--parameters", given, "--set", "instanceCount=51") == [50, 51]


def test_a_file_of_parameters_alone_is_the_change(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    path, given = files
    assert counts(capsys, path, "--parameters", given) == [0, 50]


def test_of_two_files_both_have_the_same_values(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    path, given = files
    assert counts(capsys, path, path, "--parameters", given, "--set", "instanceCount=51") == [
        51,
        51,
    ]
