"""Processes that share work end with the one that asks for it, whatever ends it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from azsim import processes

ASKS = """
import os
import signal
import sys
import time
from pathlib import Path

from azsim.processes import ProcessPool, ends_cleanly
from azsim.text import Advice


def lasts(number, ticks):
    ticks.put((0, 1, ""))
    time.sleep(100)


def dies(number, ticks):
    os._exit(3)


def tell(done, total, last):
    print("under way" if total == 2 else "", flush=True)


if __name__ == "__main__":
    # In the background, whoever started the tests may have had them ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    work, folder = sys.argv[1:]
    with ends_cleanly(), ProcessPool(2, Path(folder)) as pool:
        try:
            pool.run({"lasts": lasts, "dies": dies}[work], [(1,), (2,)], tell)
        except Advice as advice:
            print(advice.text.en)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the processes write into."""
    made = tmp_path / "folder"
    made.mkdir()
    (made / "written").touch()
    return made


@pytest.fixture
def asking(tmp_path: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that asks two others for work that lasts long."""
    script = tmp_path / "asks.py"
    script.write_text(ASKS)
    command = [sys.executable, str(script), "lasts", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "under way" in line:
                break
        yield process
        process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="a signal ends a process at once there")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_them_all_and_lets_the_first_clear_away(
    asking: subprocess.Popen[str], name: str
) -> None:
    number = signal.Signals[name]
    asking.send_signal(number)
    # All of them have the output open: it ends when the last of them does.
    asking.communicate(timeout=60)
    expected = -number if name == "SIGINT" else 128 + number
    assert asking.returncode == expected


def test_they_end_and_clear_away_where_the_first_is_killed(
    asking: subprocess.Popen[str], folder: Path
) -> None:
    asking.kill()
    asking.communicate(timeout=60)
    assert not folder.exists()


def test_one_that_dies_is_told_of(tmp_path: Path, folder: Path) -> None:
    script = tmp_path / "asks.py"
    script.write_text(ASKS)
    done = subprocess.run(
        [sys.executable, str(script), "dies", str(folder)],
        capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert "ended before its work was done" in done.stdout
    assert done.stderr == ""


def test_where_there_can_be_no_other_process_this_one_does_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = []

    def twice(number: int, ticks: processes.Ticks) -> int:
        ticks.put((0, 1, ""))
        ticks.put((1, 0, f"number {number}"))
        return number * 2

    monkeypatch.setattr(processes, "HAS_OTHERS", False)
    with processes.process_pool() as pool:
        assert pool.size == 1
        done = pool.run(twice, [(1,), (2,)], lambda *progress: told.append(progress))
    assert done == [2, 4]
    assert told == [(0, 1, ""), (1, 1, "number 1"), (1, 2, "number 1"), (2, 2, "number 2")]
