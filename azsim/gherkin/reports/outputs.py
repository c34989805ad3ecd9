"""The files that a run is asked to write: whether it may, before it starts; and what to say if not."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from azsim.files.written import is_replaceable, is_stream, unfinished_beside
from azsim.terminal.language import reader_language
from azsim.text import Text, visible

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
NOT_OURS = Text(
    "--{name}: {place} holds something else, which would be lost. Take it away, or name another "
    "file.",
    "--{name}: {place} には別の内容があり、書き込むと失われる。移動するか、別のファイルを指定する。",
)
TWICE = Text(
    "--{name}: {place} is named by --{other} as well. Name another file.",
    "--{name}: {place} は --{other} にも指定されている。別のファイルを指定する。",
)
NOT_WRITTEN = Text(
    "--{name}: {place} couldn't be written: {reason}.",
    "--{name}: {place} に書き込めなかった: {reason}",
)

CAPTURES_MARK: Final = ".azsim-captures"
"""The file in a folder of captures that lists those that azsim wrote."""

TRACE_BEGINS: Final = b'{"format":"azsim-trace"'
MESSAGES_BEGIN: Final = re.compile(rb'\{"meta":\{.*"implementation":\{"name":"azsim"')
_JUNIT: Final = re.compile(rb"\s*<\?xml[^>]*>\s*<testsuites?\b")
_CAPTURE: Final = re.compile(r".+-L[0-9]+(?:-.+)?\.pcapng")

# The reports that pytest and its plug-ins write, by the names of their options.
_OF_OTHERS: Final = {"junitxml": "xmlpath", "log-file": "log_file", "html": "htmlpath"}


def output_file(config: pytest.Config, name: str, is_ours: Callable[[bytes], bool]) -> Path | None:
    """Where the option ``--azsim-NAME`` wants a file, if it was given.

    :raises pytest.UsageError: where none can be written, or what is there isn't ours.
    """
    place = _place(config, name)
    if place is None:
        return None
    if place.is_dir():
        raise _usage_error(IS_A_FOLDER, name, place)
    if not is_replaceable(place, is_ours):
        raise _usage_error(NOT_OURS, name, place)
    taken = config.stash.setdefault(_TAKEN, {})
    if not is_stream(place) and (other := taken.setdefault(place.resolve(), name)) != name:
        raise pytest.UsageError(_filled(TWICE, name, place, other=other))
    return place


def output_folder(config: pytest.Config, name: str) -> Path | None:
    """Where the option ``--azsim-NAME`` wants a folder, if it was given.

    :raises pytest.UsageError: where none can be written, or captures in it aren't ours.
    """
    place = _place(config, name)
    if place is None:
        return None
    if place.exists() and not place.is_dir():
        raise _usage_error(IS_A_FILE, name, place)
    ours = written_before(place)
    for other in sorted(place.glob("*.pcapng")):
        if other.name not in ours and _CAPTURE.fullmatch(other.name):
            raise _usage_error(NOT_OURS, name, other)
    return place


def written_before(folder: Path) -> set[str]:
    """The names of the captures in *folder* that azsim wrote."""
    try:
        return set((folder / CAPTURES_MARK).read_text("utf-8").splitlines())
    except (OSError, ValueError):
        return set()


def check_reports_of_others(config: pytest.Config) -> None:
    """See that the reports that others write, as we know of them, replace nothing else.

    :raises pytest.UsageError: where one would.
    """
    for name, option in _OF_OTHERS.items():
        given = getattr(config.option, option, None)
        if not given:
            continue
        place = config.invocation_params.dir / given
        is_theirs = _is_junit if name == "junitxml" else _isnt_known
        if not is_replaceable(place, is_theirs) and (
            name == "junitxml" or place.suffix == ".feature"
        ):
            raise _usage_error(NOT_OURS, name, place)


def _is_junit(head: bytes) -> bool:
    return _JUNIT.match(head) is not None


def _isnt_known(head: bytes) -> bool:
    """Nothing tells such a report."""
    return False


@contextmanager
def told(session: pytest.Session, name: str, place: Path) -> Iterator[None]:
    """Say in a line what can't be written at the end of a run, which has failed by that."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        line = f"ERROR: {_filled(NOT_WRITTEN, name, place, reason=reason)}\n"
        # Below what the console says at the end.
        session.config.add_cleanup(lambda: print(line, end="", file=sys.stderr))
        session.exitstatus = pytest.ExitCode.USAGE_ERROR


_TAKEN = pytest.StashKey[dict[Path, str]]()


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
    if is_stream(place) and not place.is_dir():
        return True
    # The rights alone don't tell: the place may be no ordinary folder, or full.
    tried = unfinished_beside(place.resolve())
    try:
        tried.touch()
        tried.unlink()
    except OSError:
        return False
    return True


def _usage_error(text: Text, name: str, place: Path) -> pytest.UsageError:
    return pytest.UsageError(_filled(text, name, place))


def _filled(text: Text, name: str, place: Path, **more: object) -> str:
    return visible(text.fill(name=name, place=place, **more).to(reader_language()))
