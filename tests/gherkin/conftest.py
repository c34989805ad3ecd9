"""Every test of the runner plays a small project."""

from __future__ import annotations

import pytest
from small_project import Project

# Modules that a run inside this process imports are forgotten after it. These stay, or the
# next run would meet two copies of them.
from azsim.gherkin import fixtures, given, parameter_type, read_table  # noqa: F401
from azsim.gherkin.advice import unknown_step  # noqa: F401
from azsim.gherkin.commands import steps  # noqa: F401
from azsim.gherkin.playing import collecting, expect, from_python, vocabularies  # noqa: F401
from azsim.gherkin.reports import console, evidence  # noqa: F401
from azsim.gherkin.vocabulary import installed


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Project:
    # On a CI server pytest's last lines say everything a second time.
    for name in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    # The conftest changes it; this puts it back.
    monkeypatch.setattr(installed, "GROUP", installed.GROUP)
    return Project(pytester)
