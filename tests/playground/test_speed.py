"""How long a play takes in a page, beside the same out of it: only such ratios mean anything on other machines."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from azsim.livingdocs.play import answer
from tests.playground.conftest import Visit
from tests.playground.test_bounds import ANSWER, PLAY, SCENARIO


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def test_the_first_result_takes_at_most_eight_times_a_run(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "ports.feature").write_text(SCENARIO, encoding="utf-8")
    command = [sys.executable, "-m", "azsim", "run", "ports.feature"]
    runs, plays = [], []
    for _ in range(3):
        runs.append(
            seconds(partial(subprocess.run, command, cwd=tmp_path, check=True, capture_output=True))
        )
        plays.append(seconds(partial(visit().evaluate, ANSWER, PLAY)))
    print(f"first result {min(plays):.2f} s, a run {min(runs):.2f} s")
    assert min(plays) <= 8 * min(runs)


def test_a_play_after_it_takes_at_most_twice_as_long_as_elsewhere(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = visit()
    page.evaluate(ANSWER, PLAY)
    answer(PLAY)
    pairs = [
        (seconds(partial(page.evaluate, ANSWER, PLAY)), seconds(partial(answer, PLAY)))
        for _ in range(10)
    ]
    played, elsewhere = (min(each) for each in zip(*pairs, strict=True))
    print(f"a play {played:.3f} s, elsewhere {elsewhere:.3f} s")
    assert played <= 2 * elsewhere
