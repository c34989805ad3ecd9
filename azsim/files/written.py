"""Files that azsim writes: a file that is somebody else's is never replaced, and a link never broken."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

HEAD = 4096
"""As many bytes of a file tell whose it is."""


def is_replaceable(place: Path, is_ours: Callable[[bytes], bool]) -> bool:
    """Whether nothing is lost where *place* is written.

    That is so where nothing is there, or nothing is in it, or *is_ours* knows how it begins;
    and where it is no plain file, such as a pipe, which is written to.
    """
    try:
        if not stat.S_ISREG(place.stat().st_mode):
            return True
        if is_stream(place):
            return True
        with place.open("rb") as file:
            head = file.read(HEAD)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return not head or is_ours(head)


def is_stream(place: Path) -> bool:
    """Whether *place* is written to and keeps what it is: a pipe, a device, our own output."""
    try:
        there = place.stat()
    except OSError:
        return False
    return not stat.S_ISREG(there.st_mode) or _own_output(there) is not None


def is_full(error: OSError) -> bool:
    """Whether a disk has no room left, or a user no right to more of it."""
    return error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


def write_whole(place: Path, content: bytes) -> None:
    """Put *content* there at once, so that nobody ever reads half of it.

    What a link points to is replaced, not the link. A stream gets it behind what it has.

    :raises OSError: where it can't be written; nothing has changed then.
    """
    if is_stream(place):
        _write_to_stream(place, content)
        return
    place = place.resolve()
    unfinished = unfinished_beside(place)
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, place)
    finally:
        unfinished.unlink(missing_ok=True)


def unfinished_beside(place: Path) -> Path:
    """What a file is called until it is whole."""
    return place.with_name(f".{place.name[:200]}.{os.getpid()}")


def _write_to_stream(place: Path, content: bytes) -> None:
    own = _own_output(place.stat())
    if own is None:
        with place.open("wb") as stream:
            stream.write(content)
        return
    while content:
        content = content[os.write(own, content) :]


def _own_output(there: os.stat_result) -> int | None:
    """The number of the standard stream that goes *there*, such as to /dev/stdout."""
    for number in (1, 2):
        try:
            if os.path.samestat(there, os.fstat(number)):
                return number
        except OSError:
            continue
    return None
