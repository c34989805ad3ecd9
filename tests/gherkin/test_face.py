"""What others may use of the runner."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import azsim.gherkin


@pytest.mark.parametrize("name", azsim.gherkin.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(azsim.gherkin, name).__doc__


def test_no_other_name_is() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'crew'"):
        azsim.gherkin.crew  # noqa: B018


def test_declaring_sentences_loads_no_pytest(tmp_path: Path) -> None:
    code = "import sys, azsim.gherkin; sys.exit('pytest' in sys.modules)"
    # Elsewhere, for Python would look for azsim in a checkout first.
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path).returncode == 0
