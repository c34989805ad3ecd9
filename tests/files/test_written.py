"""What azsim writes replaces nothing that is somebody else's, and no link, pipe or device."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from azsim.files.written import is_full, is_replaceable, is_stream, write_whole

PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")


def ours(head: bytes) -> bool:
    return head.startswith(b"azsim")


@pytest.mark.parametrize(
    ("content", "replaceable"), [(None, True), (b"", True), (b"azsim 1", True), (b"mine", False)]
)
def test_only_what_azsim_wrote_is_replaced_also_through_a_link(
    tmp_path: Path, content: bytes | None, replaceable: bool
) -> None:
    place, link = tmp_path / "place", tmp_path / "link"
    link.symlink_to(place)
    if content is not None:
        place.write_bytes(content)
    assert is_replaceable(place, ours) is replaceable
    assert is_replaceable(link, ours) is replaceable


def test_a_link_stays_one_and_what_it_points_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    place, link = tmp_path / "folder" / "place", tmp_path / "link"
    link.symlink_to(place)
    for content in (b"first", b"second"):
        write_whole(link, content)
        assert place.read_bytes() == content
    assert link.is_symlink()
    assert [each.name for each in place.parent.iterdir()] == ["place"]


@PIPES
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe, found = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    assert is_replaceable(pipe, ours)
    write_whole(pipe, b"content")
    reader.join()
    assert found == [b"content"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_our_own_output_keeps_what_it_has(tmp_path: Path) -> None:
    # As with --trace /dev/stdout > out.txt.
    place = tmp_path / "out.txt"
    place.write_bytes(b"so far\n")
    before = os.dup(1)
    with place.open("ab") as output:
        os.dup2(output.fileno(), 1)
        try:
            assert is_stream(place)
            assert is_replaceable(place, ours)
            write_whole(place, b"trace\n")
        finally:
            os.dup2(before, 1)
            os.close(before)
    assert place.read_bytes() == b"so far\ntrace\n"


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    place = tmp_path / "place"
    write_whole(place, b"old")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left") as error:
        write_whole(place, b"new")
    assert is_full(error.value)
    assert place.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["place"]
