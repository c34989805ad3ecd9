"""How a feature file is called: in messages, and in what a run leaves behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shown_path(path: Path, folder: Path) -> str:
    """*path* as seen from *folder*, with slashes; whole where it lies elsewhere."""
    try:
        shown = Path(os.path.relpath(path, folder))
    except ValueError:
        # Another drive of Windows.
        return path.as_posix()
    return path.as_posix() if shown.parts[:2] == ("..", "..") else shown.as_posix()


def relative_name(path: Path, config: pytest.Config) -> str:
    """*path* relative to the PATH of the command line that led to it, with slashes."""
    folder = config.invocation_params.dir
    best = path.parent
    for argument in config.args:
        given = Path(os.path.abspath(folder / argument.partition("::")[0]))
        if given == path:
            return path.name
        if path.is_relative_to(given) and len(given.parts) < len(best.parts):
            best = given
    return path.relative_to(best).as_posix()
