"""How a server serves has to be felt in the scenario that describes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from azsim.azure import Azure
from azsim.azure.servers import Servers
from azsim.gherkin import Scenario
from azsim.units import SECOND

SERVER, OTHER = "198.51.100.7", "198.51.100.8"

DESCRIPTIONS: dict[str, Callable[[Servers], None]] = {
    "refuses": lambda servers: servers.refuse(SERVER),
    "is silent": lambda servers: servers.fall_silent(SERVER),
    "is slow": lambda servers: servers.answer_first_request_after(SERVER, 5 * SECOND),
}


@pytest.fixture
def account() -> Scenario:
    """What is owed to a scenario."""
    return Scenario("en", "S", Path("a.feature"))


@pytest.fixture
def azure(account: Scenario) -> Azure:
    azure = Azure(owe=account.owe)
    azure.deployment.describe_instances(1, endpoints=[("203.0.113.10", 80)])
    return azure


@pytest.mark.parametrize("described", DESCRIPTIONS)
class TestADescription:
    def test_that_nobody_feels_says_what_it_needs(
        self, azure: Azure, account: Scenario, described: str
    ) -> None:
        DESCRIPTIONS[described](azure.servers)
        azure.workloads.on_new_connections("vm1", 1, OTHER, 443, SECOND, "RST")
        debt = account.unsettled()
        assert debt is not None
        assert "which so has no effect" in debt.text.en
        assert f"to {SERVER}" in debt.remedy.en

    def test_is_felt_by_who_comes(self, azure: Azure, account: Scenario, described: str) -> None:
        DESCRIPTIONS[described](azure.servers)
        azure.workloads.on_new_connections("vm1", 1, SERVER, 443, SECOND, "RST")
        assert account.debts[0].settled

    def test_gives_way_to_the_next(self, azure: Azure, account: Scenario, described: str) -> None:
        DESCRIPTIONS[described](azure.servers)
        azure.servers.refuse(SERVER)
        assert [debt.settled for debt in account.debts] == [True, False]
