"""A fact is proven when a scenario notices each of its changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from azsim.facts import registry
from azsim.proving import Proof, load, save

pytestmark = pytest.mark.once

HEAD = """\
Feature: The hold after FIN
  Background:
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens a TCP connection to 198.51.100.7:443
    And one of the connections ends with FIN from both ends
"""
STILL_HELD = """\
  Scenario: Still held
    When 239 seconds pass
    Then its SNAT port is still held
"""
FREE = """\
  Scenario: Free
    When 240 seconds pass
    Then its SNAT port is free
"""
FACT = "classic.fin-hold"


def prove(folder: Path, *paths: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "azsim", "facts", "prove", "--lang", "en", *paths],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


def kept(folder: Path, path: str) -> Proof:
    """The proof that is kept in *folder*."""
    place = folder / ".azsim" / "proof.json"
    content = json.loads(place.read_text("utf-8"))
    assert content["format"] == "azsim-proof"
    found = load([str(folder / path)], place)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def one_way(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("one_way")
    (folder / "x.feature").write_text(HEAD + STILL_HELD, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def half_proven(one_way: Path) -> subprocess.CompletedProcess[str]:
    return prove(one_way, "x.feature")


def documented() -> int:
    return sum(each.status == "documented" for each in registry().values())


def test_a_change_that_nothing_notices_leaves_the_fact_unproven(
    half_proven: subprocess.CompletedProcess[str],
) -> None:
    lines = half_proven.stdout.splitlines()
    at = lines.index(f"no scenario fails if this changes: {FACT}")
    assert lines[at + 1] == "  no scenario notices 241 seconds"
    assert not lines[at + 2].startswith("  no scenario notices")
    assert half_proven.returncode == 1
    assert half_proven.stderr == ""


def test_a_fact_that_nothing_reads_is_named_as_well(
    half_proven: subprocess.CompletedProcess[str],
) -> None:
    assert (
        "no scenario fails if this changes: traffic-manager.largest-ttl\n  no scenario decides by it\n"
        in half_proven.stdout
    )


def test_the_last_line_counts_the_facts(half_proven: subprocess.CompletedProcess[str]) -> None:
    *_, last = half_proven.stdout.splitlines()
    _, count, _, total, *words = last.split()
    assert int(total) == documented() > int(count)
    assert words == ["documented", "facts"]


def test_scenarios_on_both_sides_prove_the_fact(tmp_path: Path) -> None:
    (tmp_path / "x.feature").write_text(HEAD + STILL_HELD + FREE, encoding="utf-8")
    done = prove(tmp_path, "x.feature")
    assert FACT not in done.stdout
    proof = kept(tmp_path, "x.feature").facts[FACT]
    assert proof.proven
    assert [each.rpartition("::")[2] for each in proof.read_by] == ["Free", "Still held"]
    assert sorted(each.rpartition("::")[2] for each in proof.pinned_by) == ["Free", "Still held"]


NAMED = """\
  # why en: A port is held for 240 s.
  # why ja: ポートは 240 秒保持される。
  # facts: classic.fin-hold
"""
LONG = """\
  Scenario: Free again, after many connections
    When "vm1" opens 1,000 TCP connections to 198.51.100.8:443
    And 240 seconds pass
    And "vm1" opens 1,024 TCP connections to 198.51.100.7:443
    Then all 1,024 connections succeed
"""


def test_where_one_that_names_it_fails_no_other_is_tried(tmp_path: Path) -> None:
    (tmp_path / "x.feature").write_text(HEAD + NAMED + STILL_HELD + NAMED + FREE + LONG, "utf-8")
    prove(tmp_path, "x.feature")
    proof = kept(tmp_path, "x.feature").facts[FACT]
    assert proof.proven
    assert sorted(each.rpartition("::")[2] for each in proof.pinned_by) == ["Free", "Still held"]
    assert len(proof.read_by) == 3


def test_others_are_tried_the_shortest_first_until_one_fails(tmp_path: Path) -> None:
    (tmp_path / "x.feature").write_text(HEAD + LONG + FREE + NAMED + STILL_HELD, "utf-8")
    prove(tmp_path, "x.feature")
    proof = kept(tmp_path, "x.feature").facts[FACT]
    assert proof.proven
    assert sorted(each.rpartition("::")[2] for each in proof.pinned_by) == ["Free", "Still held"]


def test_a_long_one_is_tried_where_no_other_fails(tmp_path: Path) -> None:
    (tmp_path / "x.feature").write_text(HEAD + NAMED + LONG + NAMED + STILL_HELD, "utf-8")
    prove(tmp_path, "x.feature")
    proof = kept(tmp_path, "x.feature").facts[FACT]
    assert proof.proven
    assert sorted(each.rpartition("::")[2] for each in proof.pinned_by) == [
        "Free again, after many connections",
        "Still held",
    ]


def test_a_scenario_that_fails_without_any_change_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.feature").write_text(
        HEAD + STILL_HELD.replace("still held", "free"), encoding="utf-8"
    )
    done = prove(tmp_path, "x.feature")
    assert "problem: x.feature:6: fails without any change" in done.stdout
    assert done.stdout.splitlines()[-1] == f"proved 0 of {documented()} documented facts"
    assert done.returncode == 1


def test_a_file_that_can_not_be_read_is_a_problem_of_the_proof(tmp_path: Path) -> None:
    (tmp_path / "x.feature").write_text("Feature：F\n", encoding="utf-8")
    done = prove(tmp_path, "x.feature")
    assert "problem: x.feature:1: " in done.stdout
    assert done.returncode == 1


def test_the_proof_is_kept_until_something_changes(
    one_way: Path, half_proven: subprocess.CompletedProcess[str], tmp_path: Path
) -> None:
    feature, place = str(one_way / "x.feature"), tmp_path / "kept" / "proof.json"
    proof = kept(one_way, "x.feature")
    save(proof, [feature], place)
    assert load([feature], place) == proof
    other = tmp_path / "x.feature"
    other.write_text(HEAD + STILL_HELD, encoding="utf-8")
    assert load([str(other)], place) == proof
    other.write_text(HEAD + STILL_HELD + FREE, encoding="utf-8")
    assert load([str(other)], place) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"version": 99}'])
def test_what_is_no_proof_is_none(tmp_path: Path, content: str) -> None:
    place = tmp_path / "proof.json"
    place.write_text(content, encoding="utf-8")
    assert load([], place) is None


def test_no_proof_is_none(tmp_path: Path) -> None:
    assert load([], tmp_path / "proof.json") is None
