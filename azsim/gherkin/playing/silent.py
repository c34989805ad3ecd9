"""A pytest that writes nothing, for whoever uses it from Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from azsim import garbage
from azsim.gherkin.playing import compat

OPTIONS = (
    "--azsim-collect",
    "--quiet",
    *(f"-pno:{name}" for name in ("cacheprovider", *compat.WATCHERS)),
)
"""What pytest is told that is called from Python."""


class SilentPytest:
    """Silences pytest's own report and keeps what went wrong outside the scenarios."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Put a silent reporter in the place of pytest's."""
        compat.replace_reporter(config, _Silent)

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Iterator[Any]:
        """Collect without looking for garbage, of which collecting makes none."""
        with garbage.not_looking():
            return (yield)

    def pytest_collectreport(self, report: Any) -> None:
        """A file that can't be collected is a mistake in Python code."""
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longrepr}")

    def pytest_internalerror(self, excrepr: Any) -> None:
        """A bug in pytest, a plug-in or azsim."""
        self.problems.append(str(excrepr))


class _Silent:
    """Takes the place of pytest's reporter and writes nothing."""

    def __init__(self, reporter: Any) -> None:
        self._reporter = reporter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reporter, name)
