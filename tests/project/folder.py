"""A folder outside the checkout, where somebody uses the installed azsim."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]


@frozen
class Result:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything that was printed."""
        return self.out + self.err


@frozen
class Folder:
    """An empty folder at first."""

    path: Path

    def write(self, name: str, text: str) -> Path:
        """A file of that name."""
        place = self.path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        return place

    def azsim(self, *arguments: str, **environment: str) -> Result:
        """Run the command here, in a process of its own."""
        return self._python("-m", "azsim", *arguments, **environment)

    def pytest(self, *arguments: str, **environment: str) -> Result:
        """Run plain pytest here, in a process of its own."""
        return self._python("-m", "pytest", *arguments, **environment)

    def _python(self, *arguments: str, **environment: str) -> Result:
        encoding = environment.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")
        }
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.path,
            env={**inherited, "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8", **environment},
            capture_output=True,
            encoding=encoding,
            timeout=300,
        )
        return Result(done.returncode, done.stdout, done.stderr)
