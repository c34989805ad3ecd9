"""The npm packages around Cucumber, where they are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

# Runs a script of this folder with arguments and an input, and returns its answer.
Node = Callable[..., Any]


@pytest.fixture(scope="session")
def installed() -> None:
    """Skips where node or the packages are missing."""
    if shutil.which("node") is None:
        pytest.skip("node isn't installed")
    modules = Path(os.environ.get("NODE_PATH", "nowhere"))
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    missing = [name for name in wanted if not (modules / name).is_dir()]
    if missing:
        pytest.skip(f"NODE_PATH holds no {', '.join(missing)}; tox -e editors installs them")


@pytest.fixture(scope="session")
def node(installed: None) -> Node:
    def run(script: str, *arguments: str, given: Any = None) -> Any:
        result = subprocess.run(
            ["node", str(HERE / script), *arguments],
            input=json.dumps(given),
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return run


@pytest.fixture(scope="session")
def settings() -> Any:
    """What this repository tells VS Code."""
    return json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
