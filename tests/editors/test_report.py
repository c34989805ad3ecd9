"""The official HTML report accepts the messages, and shows what is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from azsim.gherkin.vocabulary.installed import features

BROKEN = """
Feature: My network

  Scenario: What doesn't hold
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens 3 TCP connections to 198.51.100.7:443
    Then 2 connections succeed

  Scenario: What nobody says
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    Then 2 connections suceed

  Scenario: What holds
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens 3 TCP connections to 198.51.100.7:443
    Then 3 connections succeed
"""


def play(folder: Path, *arguments: str) -> str:
    """Play features with messages; returns where these are."""
    subprocess.run(
        [sys.executable, "-m", "azsim", "run", *arguments, "--messages", "m.ndjson"],
        cwd=folder,
        capture_output=True,
        timeout=300,
    )
    return str(folder / "m.ndjson")


@pytest.fixture(scope="module")
def broken(node: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("broken")
    (folder / "x.feature").write_text(BROKEN, encoding="utf-8")
    (folder / "y.feature").write_text("機能：全角\n", encoding="utf-8")
    return node("report.cjs", play(folder))


def test_messages_are_those_of_the_official_schema(broken: Any) -> None:
    assert broken["invalid"] == []
    assert broken["errors"] == []


@pytest.mark.parametrize(
    "words",
    [
        "(1 / 4)",
        "expected    actual",
        "No step definition found.",
        "Did you mean",
        "次のように書く。",
    ],
)
def test_the_report_shows_what_is_wrong(broken: Any, words: str) -> None:
    assert words in broken["text"]


def test_the_report_accepts_every_shipped_feature(node: Any, tmp_path: Path) -> None:
    report = node("report.cjs", play(tmp_path, *map(str, features())))
    assert report["invalid"] == []
    assert report["errors"] == []
    assert "100%" in report["text"]
