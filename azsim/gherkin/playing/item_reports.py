"""What pytest's reports say of scenarios, put there in each process that plays some."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from azsim.gherkin.playing import compat
from azsim.gherkin.playing.items import FeatureItem, ScenarioItem


class ItemReports:
    """Puts what is known about a scenario on its reports, and subtests where they belong.

    A subtest makes a report of its own while a scenario is under way, which knows why it
    failed; what it is called is known when that report is handed on.
    """

    def __init__(self) -> None:
        self._subtest: tuple[ScenarioItem, BaseException] | None = None

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, None, None]:
        """The fixtures begin."""
        __tracebackhide__ = True
        return (yield from _under_way(item))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, None, None]:
        """The steps."""
        __tracebackhide__ = True
        return (yield from _under_way(item))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, None, None]:
        """The fixtures end."""
        __tracebackhide__ = True
        return (yield from _under_way(item))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, Any, Any]:
        """What is known travels on the report between processes."""
        report = yield
        if not isinstance(item, FeatureItem):
            return report
        if not item.is_under_way:
            if isinstance(item, ScenarioItem) and report.failed and report.when != "call":
                assert call.excinfo is not None
                report.longrepr = item.outside_steps(call.excinfo.value) or report.longrepr
            item.complete(report)
            return report
        report.azsim = item.place_facts()
        self._subtest = None
        if isinstance(item, ScenarioItem) and report.failed and call.excinfo is not None:
            self._subtest = item, call.excinfo.value
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: Any) -> None:
        """A subtest is over, and has its name."""
        name = compat.subtest_name(report)
        if name is not None and self._subtest is not None:
            item, error = self._subtest
            item.result.subtests.append((name, error))
            self._subtest = None


def _under_way(item: pytest.Item) -> Generator[None, None, None]:
    __tracebackhide__ = True
    if not isinstance(item, FeatureItem):
        return (yield)
    item.is_under_way = True
    try:
        return (yield)
    finally:
        item.is_under_way = False
