"""The same scenario gives the same trace, and no scenario depends on a lucky seed.

``AZSIM_SEEDS=10`` plays every feature with as many seeds; ``tox -e seeds`` does so.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from folder import ROOT, Folder

from azsim.gherkin import play

pytestmark = pytest.mark.once

FEATURES = ROOT / "features"
# Between them: latency drawn at random, captured packets, timers, Japanese, and several files.
TRACED = [
    FEATURES / "expressroute" / "fastpath.feature",
    FEATURES / "outbound" / "observing.feature",
    FEATURES / "expressroute" / "psping.feature",
]


# A run of the features by themselves, as in tox and in the README, has seed 0.
SEEDS = range(1, 1 + int(os.environ.get("AZSIM_SEEDS", "1")))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_feature_holds_with_another_seed(seed: int) -> None:
    plays = play([FEATURES], seed=seed)
    assert plays.problems == ()
    assert [each.id for each in plays.played if each.outcome != "passed"] == []
    assert len(plays.played) > 200


def trace(folder: Folder, name: str, *options: str, **environment: str) -> bytes:
    result = folder.azsim(
        "run", *map(str, TRACED), "--trace", name, "--seed", "7", *options, **environment
    )
    assert result.code == 0, result.said
    return Path(folder.path / name).read_bytes()


def test_a_trace_is_the_same_byte_for_byte_however_it_is_played(folder: Folder) -> None:
    first = trace(folder, "a.jsonl", PYTHONHASHSEED="0")
    assert len(first.splitlines()) > 300
    assert trace(folder, "b.jsonl", PYTHONHASHSEED="1") == first
    assert trace(folder, "c.jsonl", "--", "-n", "2", PYTHONHASHSEED="2") == first


def test_another_seed_gives_another_trace(folder: Folder) -> None:
    folder.write(
        "x.feature",
        """\
Feature: F
  Scenario: S
    Given a classic deployment with 1 instance behind the load-balanced endpoints:
      | endpoint        |
      | 203.0.113.10:80 |
      | 203.0.113.11:80 |
    When "vm1" opens 20 TCP connections to 198.51.100.7:443
""",
    )
    traces = []
    for seed in ("0", "0", "1"):
        folder.azsim("run", "x.feature", "--trace", "t.jsonl", "--seed", seed)
        traces.append((folder.path / "t.jsonl").read_bytes())
    first, again, other = traces
    assert first == again != other
