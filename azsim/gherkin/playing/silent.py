"""A pytest that writes nothing, for whoever uses it from Python."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest

from azsim.gherkin.playing import compat


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
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return (yield)
        finally:
            if was_enabled:
                gc.enable()

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
