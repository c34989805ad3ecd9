"""The files that a run is asked to write: whether it can, before it starts; and all at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from azsim.terminal.language import reader_language
from azsim.text import Text

NO_FOLDER = Text(
    "--{name}: there is no folder {place}. Make it, or name another.",
    "--{name}: フォルダー {place} がない。作るか、別のフォルダーを指定する。",
)
NOT_WRITABLE = Text(
    "--{name}: {place} can't be written. Name another place.",
    "--{name}: {place} に書き込めない。別の場所を指定する。",
)
IS_A_FOLDER = Text(
    "--{name}: {place} is a folder. Name a file.",
    "--{name}: {place} はフォルダーである。ファイルを指定する。",
)
IS_A_FILE = Text(
    "--{name}: {place} is a file. Name a folder.",
    "--{name}: {place} はファイルである。フォルダーを指定する。",
)


def output_file(config: pytest.Config, name: str) -> Path | None:
    """Where the option ``--azsim-NAME`` wants a file, if it was given.

    :raises pytest.UsageError: where none can be written.
    """
    place = _place(config, name)
    if place is not None and place.is_dir():
        raise _usage_error(IS_A_FOLDER, name, place)
    return place


def output_folder(config: pytest.Config, name: str) -> Path | None:
    """Where the option ``--azsim-NAME`` wants a folder, if it was given.

    :raises pytest.UsageError: where none can be written.
    """
    place = _place(config, name)
    if place is not None and place.exists() and not place.is_dir():
        raise _usage_error(IS_A_FILE, name, place)
    return place


def write(place: Path, content: bytes) -> None:
    """Put *content* there at once, so that nobody ever reads half of it."""
    unfinished = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, place)
    finally:
        unfinished.unlink(missing_ok=True)


def _place(config: pytest.Config, name: str) -> Path | None:
    given = getattr(config.option, f"azsim_{name}")
    if given is None:
        return None
    place: Path = config.invocation_params.dir / given
    if not place.parent.is_dir():
        raise _usage_error(NO_FOLDER, name, place.parent)
    if not _can_be_written(place):
        raise _usage_error(NOT_WRITABLE, name, place)
    return place


def _can_be_written(place: Path) -> bool:
    if place.exists() and not os.access(place, os.W_OK):
        return False
    # The rights alone don't tell: the place may be no ordinary folder, or full.
    tried = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        tried.touch()
        tried.unlink()
    except OSError:
        return False
    return True


def _usage_error(text: Text, name: str, place: Path) -> pytest.UsageError:
    filled = text.fill(name=name, place=place)
    return pytest.UsageError(filled.to(reader_language()))
