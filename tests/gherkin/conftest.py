"""Every test of the runner plays a small project."""

from __future__ import annotations

import pytest
from small_project import Project


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Project:
    from azsim.gherkin import library

    # The conftest changes it; this puts it back.
    monkeypatch.setattr(library, "GROUP", library.GROUP)
    return Project(pytester)
