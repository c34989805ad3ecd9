"""The blocks of a pcapng file, as far as a capture needs them."""

from __future__ import annotations

from struct import pack
from typing import Literal

Direction = Literal["in", "out", "unknown"]

_SECTION, _INTERFACE, _PACKET = 0x0A0D0D0A, 1, 6
_BYTE_ORDER = 0x1A2B3C4D
_LENGTH_UNKNOWN = 0xFFFF_FFFF_FFFF_FFFF
_RAW_IP = 101
_NO_LIMIT = 0

_COMMENT, _APPLICATION, _NAME, _RESOLUTION, _FLAGS = 1, 4, 2, 9, 2
_NANOSECONDS = 9
_DIRECTIONS: dict[Direction, int] = {"unknown": 0, "in": 1, "out": 2}


def section(application: str, comment: str | None = None) -> bytes:
    """The header with which a file begins."""
    fixed = pack("<IHHQ", _BYTE_ORDER, 1, 0, _LENGTH_UNKNOWN)
    said = [] if comment is None else [(_COMMENT, comment.encode())]
    return _block(_SECTION, fixed + _options(*said, (_APPLICATION, application.encode())))


def interface(name: str) -> bytes:
    """An interface that sees IPv4 packets without a link layer, with time in nanoseconds.

    Interfaces are numbered from 0 in the order in which they stand in the file.
    """
    fixed = pack("<HHI", _RAW_IP, 0, _NO_LIMIT)
    options = _options((_NAME, name.encode()), (_RESOLUTION, bytes([_NANOSECONDS])))
    return _block(_INTERFACE, fixed + options)


def packet(
    interface: int, nanoseconds: int, content: bytes, direction: Direction, comment: str | None
) -> bytes:
    """A packet that *interface* has seen, *nanoseconds* after 1970 in UTC."""
    high, low = divmod(nanoseconds, 1 << 32)
    fixed = pack("<5I", interface, high, low, len(content), len(content)) + _padded(content)
    options = [(_FLAGS, pack("<I", _DIRECTIONS[direction]))]
    if comment:
        options.insert(0, (_COMMENT, comment.encode()))
    return _block(_PACKET, fixed + _options(*options))


LAST = (1 << 64) - 1
"""The last instant that a packet can have, in nanoseconds after 1970: in the year 2554."""


def _options(*options: tuple[int, bytes]) -> bytes:
    written = (pack("<HH", code, len(value)) + _padded(value) for code, value in options)
    return b"".join(written) + bytes(4)


def _block(kind: int, body: bytes) -> bytes:
    length = len(body) + 12
    return pack("<II", kind, length) + body + pack("<I", length)


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)
