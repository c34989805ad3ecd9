"""Writing a site: the old one stays whole until the new one is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from azsim.livingdocs.writing import MARK, staged, write
from azsim.text import Advice


def publish(place: Path, page: str) -> None:
    with staged(place) as new:
        write(new, "en/index.html", page.encode())


def begin(place: Path, page: str, stop: type[BaseException]) -> None:
    with staged(place) as new:
        write(new, "en/index.html", page.encode())
        raise stop


def page_of(place: Path) -> str:
    return (place / "en" / "index.html").read_text("utf-8")


def test_a_new_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    publish(tmp_path / "site", "old")
    publish(tmp_path / "site", "new")
    assert page_of(tmp_path / "site") == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("stop", [RuntimeError, KeyboardInterrupt])
def test_an_interrupted_build_leaves_the_old_site_whole(
    tmp_path: Path, stop: type[BaseException]
) -> None:
    publish(tmp_path / "site", "old")
    with pytest.raises(stop):
        begin(tmp_path / "site", "half", stop)
    assert page_of(tmp_path / "site") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


KILLED = """
    import sys, time
    from pathlib import Path
    from azsim.livingdocs.writing import staged, write
    with staged(Path("site")) as new:
        write(new, "en/index.html", b"half")
        print("begun", flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_build_that_is_killed_leaves_the_old_site_and_the_next_one_clears_away(
    tmp_path: Path,
) -> None:
    publish(tmp_path / "site", "old")
    with subprocess.Popen(
        [sys.executable, "-c", dedent(KILLED)], cwd=tmp_path, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert page_of(tmp_path / "site") == "old"
    assert len(list(tmp_path.iterdir())) == 2
    publish(tmp_path / "site", "new")
    assert [each.name for each in tmp_path.iterdir()] == ["site"]
    assert page_of(tmp_path / "site") == "new"


def test_a_site_that_lost_its_place_at_the_worst_moment_gets_it_back(tmp_path: Path) -> None:
    publish(tmp_path / "site", "old")
    (tmp_path / "site").rename(tmp_path / ".site.old-1")
    with pytest.raises(RuntimeError):
        begin(tmp_path / "site", "half", RuntimeError)
    assert page_of(tmp_path / "site") == "old"


def test_what_fails_at_the_exchange_puts_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path / "site", "old")
    rename = Path.rename

    def refuse_the_new_one(path: Path, target: Path) -> Path:
        if ".new-" in path.name:
            raise PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new_one)
    with pytest.raises(Advice, match="in use"):
        publish(tmp_path / "site", "new")
    assert page_of(tmp_path / "site") == "old"


def test_a_folder_with_other_things_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(Advice, match="would be lost"):
        publish(tmp_path, "new")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_what_a_user_adds_to_a_site_is_not_lost(tmp_path: Path) -> None:
    publish(tmp_path / "site", "old")
    (tmp_path / "site" / "CNAME").write_text("docs.example")
    with pytest.raises(Advice, match="CNAME"):
        publish(tmp_path / "site", "new")
    assert page_of(tmp_path / "site") == "old"


def test_the_folder_that_one_is_in_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Advice, match="the folder that you are in"):
        publish(Path(), "new")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_leads_to_the_folder_that_becomes_a_site(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    publish(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert page_of(tmp_path / "real") == "new"


def test_an_empty_folder_may_become_a_site(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    publish(tmp_path / "site", "new")
    assert (tmp_path / "site" / MARK).is_file()


def test_a_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(Advice, match="is a file"):
        publish(tmp_path / "site", "new")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Advice, match="no folder .*/nowhere"):
        publish(tmp_path / "nowhere" / "site", "new")


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="whoever is root may write anywhere"
)
def test_a_place_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Advice, match="can't be written"):
        publish(tmp_path / "site", "new")
