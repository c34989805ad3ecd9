"""``azsim docs`` as a user calls it: what it prints, what it writes, and when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from azsim.cli import main
from azsim.livingdocs import playground

pytestmark = pytest.mark.once

GOOD = """\
Feature: Ports

  Scenario: Some ports
    Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
    When "vm1" opens 8 TCP connections to 198.51.100.7:443
    Then "vm1" uses 8 TCP SNAT ports
"""
BAD = GOOD.replace("uses 8", "uses 7")


@pytest.fixture(autouse=True)
def one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process plays a scenario as well as several, which would begin to share nothing."""
    monkeypatch.setattr(os, "cpu_count", lambda: 1)


def files(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def azsim(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "azsim", *arguments],
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def test_it_writes_a_site_and_says_where(
    features: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playground, "is_installed", lambda: False)
    (features / "ports.feature").write_text(GOOD)
    assert main(["docs"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Playing features.",
        "For scenarios that can be changed and played in their pages, in a copy of azsim's repository, "
        "which says what to install then: python playground/build.py",
        "Whether a scenario fails when a fact changes isn't known yet for these: azsim facts prove",
        "1 of 1 plays hold: site/index.html",
    ]
    assert "en/features/own/ports/some-ports.html" in files(Path("site"))


def test_it_fails_where_a_scenario_fails_and_shows_it_all_the_same(
    features: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (features / "ports.feature").write_text(BAD)
    assert main(["docs"]) == 1
    assert "fails: features/ports.feature:3: Some ports" in capsys.readouterr().out
    assert b"What failed" in files(Path("site"))["en/features/own/ports/some-ports.html"]


def test_it_fails_where_a_file_can_not_be_read(
    features: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (features / "good.feature").write_text(GOOD)
    (features / "broken.feature").write_text("Feature: F\n  Scenario: S\n    Given x\n  oops\n")
    assert main(["docs"]) == 1
    assert "can't be played: features/broken.feature:" in capsys.readouterr().out
    assert b"features/broken.feature:" in files(Path("site"))["en/index.html"]


def test_the_same_input_gives_the_same_bytes_from_any_number_of_processes(
    features: Path,
) -> None:
    (features / "ports.feature").write_text(GOOD)
    (features / "more.feature").write_text(BAD)
    assert main(["docs"]) == 1
    found = azsim("docs", "--out", "again", PYTHONHASHSEED="7", LC_ALL="ja_JP.UTF-8")
    assert found.returncode == 1, found.stderr
    assert files(Path("again")) == files(Path("site"))


def test_one_feature_file_is_enough(features: Path) -> None:
    (features / "ports.feature").write_text(GOOD)
    assert main(["docs", "features/ports.feature", "--out", "one"]) == 0
    assert "en/features/own/ports/index.html" in files(Path("one"))


def test_open_shows_it_in_the_browser(features: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) is None)
    (features / "ports.feature").write_text(GOOD)
    assert main(["docs", "--open"]) == 0
    assert opened == [(Path.cwd() / "site" / "index.html").as_uri()]


def test_a_browser_that_can_not_be_started_is_said(
    features: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    (features / "ports.feature").write_text(GOOD)
    assert main(["docs", "--open"]) == 0
    assert "No browser could be started. Open site/index.html" in capsys.readouterr().out


def test_articles_have_a_folder_of_their_own(features: Path) -> None:
    (features / "ports.feature").write_text(GOOD)
    assert main(["docs"]) == 0
    assert main(["docs", "--format", "markdown"]) == 0
    assert "en/index.html" in files(Path("site"))
    assert "en/README.md" in files(Path("articles"))


def test_a_scenario_that_was_not_played_is_no_evidence(features: Path) -> None:
    (features / "x.feature").write_text("Feature: F\n  Scenario: S\n    Given nothing known\n")
    assert main(["docs"]) == 1
    page = files(Path("site"))["en/features/own/x/s.html"].decode()
    assert "It wasn&#39;t played." in page
    assert "sent no packet" not in page


def test_a_proof_that_is_kept_says_which_scenario_pins_a_fact(features: Path) -> None:
    (features / "ports.feature").write_text(GOOD)
    main(["facts", "prove"])
    assert main(["docs"]) == 0
    written = files(Path("site"))
    scenario = written["en/features/own/ports/some-ports.html"].decode()
    assert "not checked yet" not in scenario
    assert "this scenario fails if it changes" in scenario
    assert "changed" in written["en/facts/classic.ports-by-pool-size.html"].decode().casefold()


def test_a_proof_of_other_scenarios_says_nothing(features: Path) -> None:
    (features / "ports.feature").write_text(GOOD)
    main(["facts", "prove"])
    (features / "ports.feature").write_text(GOOD.replace("8", "9"))
    assert main(["docs"]) == 0
    assert b"not checked yet" in files(Path("site"))["en/index.html"]


def test_a_path_that_is_not_there_is_named(
    features: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["docs", "feature"]) == 2
    assert 'Did you mean "features"?' in capsys.readouterr().err


def test_a_folder_of_the_users_is_left_alone(
    features: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (features / "ports.feature").write_text(GOOD)
    assert main(["docs", "--out", "features"]) == 2
    assert "would be lost" in capsys.readouterr().err
    assert [path.name for path in features.iterdir()] == ["ports.feature"]


def test_a_conftest_that_can_not_be_imported_is_told(
    features: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (features / "ports.feature").write_text(GOOD)
    (features / "conftest.py").write_text("import nothing_of_that_name\n")
    assert main(["docs"]) == 2
    assert "nothing_of_that_name" in capsys.readouterr().err
    assert not Path("site").exists()


def test_without_jinja_it_says_what_to_install(
    features: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("azsim.livingdocs.command.find_spec", lambda name: None)
    assert main(["docs"]) == 2
    assert "pip install 'azsim[docs]'" in capsys.readouterr().err


def test_sentences_of_ones_own_stand_on_the_site(features: Path) -> None:
    (features / "conftest.py").write_text(
        "from azsim.gherkin import given\n\n\n"
        '@given("my application runs")\ndef runs():\n    """It runs."""\n'
    )
    (features / "own.feature").write_text(
        "Feature: F\n  Scenario: S\n    Given my application runs\n"
    )
    assert main(["docs"]) == 0
    written = files(Path("site"))
    assert b"my application runs" in written["en/sentences/index.html"]
    page = written["ja/features/own/own/s.html"].decode()
    assert '<span class="sentence" lang="en">my application runs</span>' in page


def test_what_a_conftest_puts_in_the_way_of_azsim_is_not_taken_for_it(features: Path) -> None:
    (features / "ports.feature").write_text(GOOD)
    (features / "conftest.py").write_text("")
    (features / "azsim").mkdir()
    (features / "azsim" / "__init__.py").write_text("raise ImportError('another azsim')\n")
    found = azsim("docs")
    assert found.returncode == 0, found.stdout + found.stderr
