"""What a page needs for a play beside azsim: Python's own library and packages, as sources."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
PYODIDE: Final = HERE / "node_modules" / "pyodide"

Files = dict[str, bytes]
"""The contents of files by their paths, parted by slashes."""

# Compiled for another processor, for type checkers, or of no use without an installer.
_NOT_WANTED = ("*.so", "*.pyi", "*.typed", "*.ini", "*.c", "*.h")
_WHO_TELLS = ("METADATA", "entry_points.txt")


def library() -> Files:
    """Python's own library, as Pyodide has it, less what no play in a page can use."""
    left_out = _choices()["library"]["left_out"]
    return {
        path: content
        for path, content in _unpacked(PYODIDE / "python_stdlib.zip").items()
        if not _is_in(path, left_out) and _is_wanted(path)
    }


def packages(wheels: Path) -> Files:
    """The packages of requirements.txt, which are fetched into the folder *wheels*.

    Of the records of a package those stay by which Python finds its version and its plug-ins.

    :raises subprocess.CalledProcessError: where pip can't get one of them, with the hash that it has to have.
    """
    return {
        path: content
        for wheel in fetched(wheels)
        for path, content in _unpacked(wheel).items()
        if _is_wanted(path)
    }


def fetched(wheels: Path) -> list[Path]:
    """The wheels of requirements.txt in the folder *wheels*, the same on every machine."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation=cp"]
    command += ["--python-version=3.14", "--platform=manylinux_2_17_x86_64"]
    command += [f"--dest={wheels}", f"--requirement={HERE / 'requirements.txt'}"]
    subprocess.run(command, check=True)
    return sorted(wheels.glob("*.whl"))


def licences(wheels: Path) -> dict[str, list[str]]:
    """The texts of the licences of each package, by its name and version."""
    return {
        " ".join(wheel.name.split("-")[:2]): [
            content.decode()
            for path, content in sorted(_unpacked(wheel).items())
            if re.search(r"dist-info/(licenses/)?(LICEN[CS]E|COPYING|NOTICE)[^/]*$", path)
        ]
        for wheel in sorted(wheels.glob("*.whl"))
    }


@cache
def _choices() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((HERE / "left_out.toml").read_text("utf-8"))


def _unpacked(archive: Path) -> Files:
    with zipfile.ZipFile(archive) as opened:
        return {
            name: _without_prose(name, opened.read(name))
            for name in opened.namelist()
            if not name.endswith("/") and not any(fnmatch(name, pattern) for pattern in _NOT_WANTED)
        }


def _without_prose(path: str, content: bytes) -> bytes:
    """The headers of a METADATA, without the page that follows them."""
    return content.partition(b"\n\n")[0] + b"\n" if path.endswith("/METADATA") else content


def _is_wanted(path: str) -> bool:
    package, _, within = path.partition("/")
    if package.endswith(".dist-info"):
        return within in _WHO_TELLS
    choices = _choices()
    if package in choices["kept"]:
        return within.removesuffix(".py") in choices["kept"][package]
    return not _is_in(within, choices["without"].get(package, ()))


def _is_in(path: str, named: Iterable[str]) -> bool:
    """Whether *path* is that of a module that is *named*, or below a folder that is."""
    parts = path.removesuffix(".py").split("/")
    heads = ["/".join(parts[: length + 1]) for length in range(len(parts))]
    return any(fnmatch(head, pattern) for head in heads for pattern in named)
