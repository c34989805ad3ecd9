"""The fixture ``scenario`` and the reports of scenarios, once there are any.

A project that plays its features by pytest-bdd's ``scenarios()`` gets the fixture by
``pytest_plugins = ["azsim.gherkin.fixtures"]`` in its conftest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from azsim.gherkin.playing.scenario import Scenario


@pytest.fixture
def scenario(request: pytest.FixtureRequest) -> Iterator[Scenario]:
    """The scenario that is being played."""
    from azsim.gherkin.playing.items import ScenarioItem

    item = request.node
    if isinstance(item, ScenarioItem):
        yield item.scenario
        return
    played = Scenario("en", item.name, item.path, seed=item.config.option.azsim_seed)
    yield played
    debt = played.unsettled()
    if debt is not None:
        pytest.fail(debt.text.en, pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Put what is known about a scenario on its report, which travels between processes."""
    report = yield
    from azsim.gherkin.playing.items import FeatureItem, ScenarioItem

    if isinstance(item, ScenarioItem) and report.failed and report.when != "call":
        assert call.excinfo is not None
        report.longrepr = item.outside_steps(call.excinfo.value) or report.longrepr
    if isinstance(item, FeatureItem):
        item.complete(report)
    return report


def pytest_collection_finish(session: pytest.Session) -> None:
    """Number the scenarios in the order in which they will be played."""
    from azsim.gherkin.playing.items import FeatureItem

    for turn, item in enumerate(session.items):
        if isinstance(item, FeatureItem):
            item.turn, item.total = turn, len(session.items)
