"""How a page gets its parts: archives that always come out the same, in scripts named by their hash."""

from __future__ import annotations

import base64
import hashlib
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator, Mapping

# What the page unpacks knows these checks only, and has to hold the whole dictionary in memory.
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 24}]
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
# Divisible by 3, so that the texts of the pieces make the text of the whole.
_PIECE = 3 << 18


def compressed(content: bytes) -> bytes:
    """*content* as xz."""
    return lzma.compress(content, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=_FILTERS)


def tar(files: Mapping[str, bytes]) -> bytes:
    """The *files* in the order of their paths, without owners and dates."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(files):
            entry = tarfile.TarInfo(path)
            entry.size = len(files[path])
            archive.addfile(entry, io.BytesIO(files[path]))
    return written.getvalue()


def zipped(files: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """The *files* in the order of their paths, without dates."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _FIRST_DAY)
            entry.compress_type = compression
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[path])
    return written.getvalue()


def scripts(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The names and the texts of scripts that hand *content* over, as xz, to the page that runs them.

    A page may open files from a folder only as scripts. One that is large comes in pieces, so that the
    page can show how far it is.
    """
    packed = compressed(content)
    pieces = [packed[first : first + _PIECE] for first in range(0, len(packed), _PIECE)]
    for number, piece in enumerate(pieces, start=1):
        part = f"{name}.{number}" if len(pieces) > 1 else name
        yield part, f'azsimPart("{part}","{base64.b64encode(piece).decode()}");\n'.encode()


def hashed(name: str, content: bytes) -> str:
    """The name of the script *name*, which changes with its *content*."""
    return f"{name}.{hashlib.sha256(content).hexdigest()[:10]}.js"
