"""Every test of the runner plays a small project."""

from __future__ import annotations

import pytest
from small_project import Project

# Modules that a run inside this process imports are forgotten after it. These stay, or the
# next run would meet two copies of them.
from azsim.gherkin import (  # noqa: F401
    collect,
    console,
    evidence,
    expect,
    fixtures,
    given,
    hints,
    library,
    parameter_type,
    playing,
    read_table,
)


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Project:
    # On a CI server pytest's last lines say everything a second time.
    for name in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    # The conftest changes it; this puts it back.
    monkeypatch.setattr(library, "GROUP", library.GROUP)
    return Project(pytester)
