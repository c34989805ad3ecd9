"""The fixture ``scenario``, once there are any.

A project that plays its features by pytest-bdd's ``scenarios()`` gets the fixture by
``pytest_plugins = ["azsim.gherkin.fixtures"]`` in its conftest.
"""

from __future__ import annotations

from collections.abc import Iterator

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
