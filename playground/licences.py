"""The licences of everything in the wheel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import contents
from contents import HERE

_INTRODUCTION: Final = """\
What azsim puts beside its pages so that they can play holds the work of others, each under the licence
below. Python files are there as bytecode, without most docstrings; Pyodide's two scripts stand as functions
in one file, with their exports replaced. playground/build.py among azsim's sources makes all of it from what
npm and PyPI have under the names and versions that stand in the files beside it.
"""
# Wanted for building alone, or told of in the folder licences.
_ELSEWHERE: Final = ("@esbuild/", "@types/", "esbuild", "pyodide", "ws", "xz-decompress")


def text(wheels: Path) -> str:
    """All of them, one below the other; *wheels* are those of the packages.

    :raises ValueError: where a package tells no licence.
    """
    told = {"azsim": [(HERE.parent / "LICENSE").read_text("utf-8")]}
    told |= {each.stem: [each.read_text("utf-8")] for each in sorted((HERE / "licences").iterdir())}
    told |= contents.licences(wheels) | dict(_of_npm())
    silent = [name for name, texts in told.items() if not texts]
    if silent:
        raise ValueError(f"no licence of {', '.join(silent)}: put it into playground/licences")
    line = "=" * 100
    return "\n".join(
        [_INTRODUCTION]
        + [f"{line}\n{name}\n{line}\n\n" + "\n".join(texts) for name, texts in told.items()]
    )


def _of_npm() -> Iterator[tuple[str, list[str]]]:
    """What the editor is made of."""
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))
    for place, package in sorted(lock["packages"].items()):
        name = place.removeprefix("node_modules/")
        if name and not name.startswith(_ELSEWHERE):
            found = sorted((HERE / place).glob("LICEN[CS]E*"))
            yield f"{name} {package['version']}", [each.read_text("utf-8") for each in found]
