"""How a feature file is called: in messages, and in what a run leaves behind."""

from __future__ import annotations

import os
from pathlib import Path


def shown_path(path: Path, folder: Path) -> str:
    """*path* as seen from *folder*, with slashes; whole where it lies elsewhere."""
    try:
        shown = Path(os.path.relpath(path, folder))
    except ValueError:
        # Another drive of Windows.
        return path.as_posix()
    return path.as_posix() if shown.parts[:2] == ("..", "..") else shown.as_posix()
