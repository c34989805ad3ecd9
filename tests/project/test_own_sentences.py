"""The sentences that docs/own-sentences.md adds, added and played."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from folder import ROOT

from azsim.cli import main
from azsim.gherkin import play

PAGES = [ROOT / "docs" / "own-sentences.md", ROOT / "docs" / "own-sentences.ja.md"]
A_SCREEN = 60


def block(page: Path, kind: str) -> str:
    """The one block of that *kind* on *page*."""
    [found] = re.findall(f"^```{kind}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.M)
    return str(found)


@pytest.fixture(params=PAGES, ids=lambda page: page.stem)
def page(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One of the pages, and a folder with what it shows."""
    path: Path = request.param
    (tmp_path / "conftest.py").write_text(block(path, "python"), "utf-8")
    (tmp_path / "backup.feature").write_text(block(path, "gherkin"), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return path


def test_the_feature_plays(page: Path) -> None:
    plays = play(["backup.feature"])
    assert [each.outcome for each in plays.played] == ["passed"]
    assert plays.problems == ()


def test_the_sentence_is_listed_first_with_its_meaning(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["steps", "backup"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert lines[:3] == [
        "When",
        "‹vm› runs the ‹backup› backup to ‹destination›",
        "A connection for each file that is sent at the same time.",
    ]
    assert lines[4] == 'When "vm1" runs the full backup to 198.51.100.7:443'
    assert "‹backup›       a kind of backup: full, incremental" in lines


def test_a_slip_is_answered_with_the_sentence(page: Path) -> None:
    slip = re.sub("(runs the |への)(full|完全)", r"\1huge", block(page, "gherkin"), count=1)
    Path("backup.feature").write_text(slip, "utf-8")
    [played] = play(["backup.feature"]).played
    assert "huge" in played.message
    assert re.search("runs the full backup|への完全バックアップを実行する", played.message)


def test_the_feature_plays_from_a_test_module(page: Path) -> None:
    [plugins] = re.findall("`(pytest_plugins = .*)`", page.read_text("utf-8"))
    with Path("conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(f"import azsim.steps\n{plugins}\n")
    Path("test_backup.py").write_text(
        "import pytest_bdd\npytest_bdd.scenarios('backup.feature')\n", "utf-8"
    )
    # A process of its own: in this one, pytest-bdd and the sentences have served others.
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_backup.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "1 passed" in done.stdout, done.stdout


def test_what_the_shipped_features_use_is_not_unused_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("backup.feature").write_text(block(PAGES[0], "gherkin"), "utf-8")
    assert main(["steps", "--unused", "keepalive"]) == 0


def test_both_pages_show_the_same_code_and_fit_on_a_screen() -> None:
    english, japanese = PAGES
    assert block(english, "python") == block(japanese, "python")
    for path in PAGES:
        assert len(path.read_text("utf-8").splitlines()) <= A_SCREEN
