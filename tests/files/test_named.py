"""Which files a feature may name, and what is said of the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from azsim.files import named
from azsim.files.named import read_named
from azsim.text import Advice

PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a feature's folder, in a folder that holds a secret."""
    (tmp_path / "secret.txt").write_text("a secret")
    folder = tmp_path / "project" / "features"
    folder.mkdir(parents=True)
    (folder / "run.txt").write_text("a run")
    (folder.parent / "data.txt").write_text("data")
    return folder.parent


def read(project: Path, name: str) -> bytes:
    return read_named(name, project / "features", project)


def advice(project: Path, name: str) -> str:
    """What is said in English of a file that isn't read; Japanese says it as well."""
    with pytest.raises(Advice) as refused:
        read(project, name)
    text = refused.value.text
    assert text.ja not in ("", text.en)
    return text.en


def test_a_file_of_the_project_is_read(project: Path) -> None:
    assert read(project, "run.txt") == b"a run"
    assert read(project, "../data.txt") == b"data"


@pytest.mark.parametrize("name", ["../../secret.txt", "../../no.txt", "/proc/self/environ"])
def test_a_file_elsewhere_is_not_whether_it_is_there_or_not(project: Path, name: str) -> None:
    assert "doesn't lie in the project" in advice(project, name)


@pytest.mark.parametrize("name", ["../.git/config", ".env"])
def test_nor_is_one_that_is_hidden(project: Path, name: str) -> None:
    place = project / "features" / name
    place.parent.mkdir(exist_ok=True)
    place.write_text("a secret")
    assert "or is hidden" in advice(project, name)


def test_a_feature_in_a_hidden_folder_sees_what_is_beside_it(project: Path) -> None:
    folder = project / ".venv" / "features"
    folder.mkdir(parents=True)
    (folder / "run.txt").write_text("an installed run")
    assert read_named("run.txt", folder, project) == b"an installed run"
    assert read_named("../../data.txt", folder, project) == b"data"


def test_the_whole_file_system_is_no_project(project: Path) -> None:
    with pytest.raises(Advice, match="doesn't lie in the project"):
        read_named("run.txt", project / "features", Path(project.anchor))


def test_a_link_that_leads_elsewhere_is_not_followed(project: Path) -> None:
    (project / "features" / "link.txt").symlink_to(project.parent / "secret.txt")
    assert "doesn't lie in the project" in advice(project, "link.txt")


@PIPES
def test_a_pipe_is_not_waited_for(project: Path) -> None:
    os.mkfifo(project / "pipe")
    assert "no plain file" in advice(project, "../pipe")


def test_nor_is_a_folder_read(project: Path) -> None:
    assert "no plain file" in advice(project, "..")


def test_a_file_has_a_size(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named, "LARGEST", 4)
    assert read(project, "../data.txt") == b"data"
    assert "more than 4 bytes" in advice(project, "run.txt")


def test_of_a_missing_file_the_nearest_of_the_project_is_told(project: Path) -> None:
    assert 'Did you mean "run.txt"' in advice(project, "runs.txt")
    assert "Did you mean" not in advice(project, "a" * 300)


@pytest.mark.parametrize("name", ["a\0b", "~\x1b[8m" + "x" * 300])
def test_a_strange_name_is_quoted_harmlessly(project: Path, name: str) -> None:
    said = advice(project, name)
    assert said.isprintable()
    assert len(said) < 200
