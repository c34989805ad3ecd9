"""Writing a site so that whoever reads the old one never meets half of the new one.

Everything is written into a folder beside the site, which takes its place at the end.
An interrupted build leaves that folder behind, and the next build clears it away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from azsim.files.written import is_full
from azsim.text import Advice, Text

MARK = ".azsim-site"
"""The file that lists what azsim wrote: a folder that holds more isn't replaced."""

IS_A_FILE = Text(
    "--out: {place} is a file. Name a folder.",
    "--out: {place} はファイルである。フォルダーを指定する。",
)
NOT_OURS = Text(
    "--out: {place} holds {other}, which azsim didn't write and which would be lost. Take it away, "
    "or name a new or an empty folder.",
    "--out: {place} には azsim が書き出したものではない {other} があり、失われてしまう。移動するか、"
    "新しいフォルダーか空のフォルダーを指定する。",
)
IS_HERE = Text(
    "--out: {place} is the folder that you are in, and would be replaced. Name one below it.",
    "--out: {place} は現在のフォルダーであり、置き換えられない。その下のフォルダーを指定する。",
)
NO_FOLDER = Text(
    "--out: there is no folder {place}. Make it, or name another.",
    "--out: フォルダー {place} がない。作るか、別のフォルダーを指定する。",
)
NOT_WRITABLE = Text(
    "--out: {place} can't be written: {reason}.",
    "--out: {place} に書き込めない: {reason}",
)


@contextmanager
def staged(place: Path) -> Iterator[Path]:
    """A folder to write into, which becomes *place* where nothing goes wrong.

    :raises Advice: where *place* can't be written, or isn't ours to replace.
    """
    place = place.resolve()
    check(place)
    with _told(place):
        _clear_away(place)
        new = _beside(place, f"new-{os.getpid()}")
        new.mkdir()
    try:
        try:
            yield new
        except OSError as error:
            if is_full(error):
                raise _not_writable(place, error) from None
            raise
        with _told(place):
            (new / MARK).write_text("".join(f"{each}\n" for each in _files(new)), "utf-8")
            _swap(new, place)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def check(place: Path) -> None:
    """Whether a site may be written to *place*, before a long build rather than after it.

    :raises Advice: where it may not.
    """
    place, shown = place.resolve(), place.as_posix()
    if place.exists() and not place.is_dir():
        raise Advice(IS_A_FILE.fill(place=shown))
    if place.parent.exists() and not place.parent.is_dir():
        raise Advice(IS_A_FILE.fill(place=place.parent.as_posix()))
    if not place.parent.is_dir():
        raise Advice(NO_FOLDER.fill(place=place.parent.as_posix()))
    if Path.cwd().is_relative_to(place):
        raise Advice(IS_HERE.fill(place=shown))
    if place.is_dir():
        with _told(place):
            other = next(_others(place), None)
        if other is not None:
            raise Advice(NOT_OURS.fill(place=shown, other=other))


def _others(place: Path) -> Iterator[str]:
    """What lies in *place* and isn't ours."""
    mark = place / MARK
    ours = set(mark.read_text("utf-8").splitlines()) if mark.is_file() else set()
    return (each for each in _files(place) if each not in ours and each != MARK)


def _files(folder: Path) -> list[str]:
    """The files in *folder* and below, from there."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if not path.is_dir() or path.is_symlink()
    )


def _swap(new: Path, place: Path) -> None:
    """Let *new* be *place*. Whatever stops it between the two steps puts the old one back."""
    old = _beside(place, f"old-{os.getpid()}")
    if place.exists():
        place.rename(old)
    try:
        new.rename(place)
    except BaseException:
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _clear_away(place: Path) -> None:
    """Remove what interrupted builds left; a site that lost its place gets it back."""
    for left in sorted(place.parent.glob(f".{place.name}.old-*")):
        if not place.exists() and (left / MARK).is_file():
            left.rename(place)
        else:
            shutil.rmtree(left, ignore_errors=True)
    for left in sorted(place.parent.glob(f".{place.name}.new-*")):
        if not _is_running(int(left.name.rpartition("-")[2])):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(process: int) -> bool:
    """Whether another build may still be writing."""
    if os.name == "nt":
        # A signal would end it there; a folder in use can't be removed anyway.
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()


def _beside(place: Path, what: str) -> Path:
    return place.with_name(f".{place.name}.{what}")


@contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _not_writable(place, error) from None


def _not_writable(place: Path, error: OSError) -> Advice:
    return Advice(NOT_WRITABLE.fill(place=place.as_posix(), reason=error.strerror or error))


def write(folder: Path, address: str, content: bytes) -> None:
    """Put *content* at *address*, whose parts are separated by slashes, below *folder*."""
    place = folder.joinpath(*address.split("/"))
    with suppress(FileExistsError):
        place.parent.mkdir(parents=True)
    place.write_bytes(content)
