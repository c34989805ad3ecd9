"""What strangers write reaches the terminal as signs, and never steers it."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from azsim import cli
from azsim.terminal.progress import progress
from azsim.terminal.visible import VisibleWriter, plain_streams, visible_streams
from azsim.text import visible

HIDDEN = "a\x1b[8mb\x1b]0;title\x07\x9b31m\u202ec\rd"
SEEN = "a␛[8mb␛]0;title␇\ufffd31m\ufffdc␍d"


class Coloured:
    """A writer like pytest's, on a terminal."""

    def __init__(self) -> None:
        self.written = ""

    def markup(self, text: str, **colours: bool) -> str:
        return f"\x1b[31m{text}\x1b[0m" if colours else text

    def line(self, text: str, **colours: bool) -> None:
        self.written += self.markup(text, **colours) + "\n"

    def write(self, text: str) -> None:
        self.written += text


def test_control_characters_are_shown_and_lines_stay() -> None:
    assert visible(HIDDEN) == SEEN
    assert visible("a\tb\n\u3000日本語") == "a\tb\n\u3000日本語"


def test_our_own_colours_stay() -> None:
    terminal = Coloured()
    writer = VisibleWriter(terminal)
    writer.line(HIDDEN, red=True)
    writer.write(writer.markup(HIDDEN, red=True))
    assert terminal.written == f"\x1b[31m{SEEN}\x1b[0m\n\x1b[31m{SEEN}\x1b[0m"


def test_whatever_a_command_prints_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "a\x07b\x1bc.feature"]) == 2
    said = capsys.readouterr()
    assert "There is no a␇b␛c.feature." in said.err
    assert "\x1b" not in said.err + said.out


def test_only_within_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    before = sys.stdout, sys.stderr
    with visible_streams():
        print(HIDDEN)
        with plain_streams():
            print(HIDDEN)
    assert (sys.stdout, sys.stderr) == before
    assert capsys.readouterr().out == f"{SEEN}\n{HIDDEN}\n"


def test_the_bar_still_begins_its_line_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal: Any = StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)
    with visible_streams(), progress("reading") as show:
        show(1, 2, f"the {HIDDEN}")
    began, drawn, wiped, end = terminal.getvalue().split("\r")[1:]
    assert began == "reading"
    assert drawn.startswith(f"[{'#' * 15}{'.' * 15}] 1/2  the {SEEN}")
    assert (set(wiped), end) == ({" "}, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device is always full here")
@pytest.mark.parametrize("command", ["run", "check"])
def test_a_full_disk_is_told_in_one_line(tmp_path: Path, command: str) -> None:
    (tmp_path / "x.feature").write_text("Feature: F\n  Scenario: S\n    Given no such step\n")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "azsim", command, "x.feature"],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", timeout=100,
        )  # fmt: skip
    [line] = done.stderr.splitlines()
    assert "can't be written any further: No space left on device. Make room" in line
    assert done.returncode == 2
