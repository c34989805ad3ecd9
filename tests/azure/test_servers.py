"""How a server serves has to be felt in the scenario that describes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from azsim.azure import Azure
from azsim.azure.servers import Servers
from azsim.gherkin import Scenario
from azsim.hosts.serving import Manner
from azsim.text import Advice
from azsim.units import SECOND

SERVER, OTHER = "198.51.100.7", "198.51.100.8"

DESCRIPTIONS: dict[str, Callable[[Servers], None]] = {
    "refuses": lambda servers: servers.refuse(SERVER),
    "is silent": lambda servers: servers.fall_silent(SERVER),
    "is slow": lambda servers: servers.answer_first_request_after(SERVER, 5 * SECOND),
    "is slow for each": lambda servers: servers.answer_after(SERVER, 5 * SECOND),
    "resets": lambda servers: servers.reset(SERVER),
    "stops": lambda servers: servers.change(SERVER, "doesn't answer"),
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


class TestAStatus:
    def test_says_that_machines_and_workloads_get_none(
        self, azure: Azure, account: Scenario
    ) -> None:
        azure.servers.respond_with(SERVER, 503)
        azure.workloads.on_new_connections("vm1", 1, SERVER, 443, SECOND, "RST")
        debt = account.unsettled()
        assert debt is not None
        assert "HTTP request to 198.51.100.7" in debt.text.en

    @pytest.mark.parametrize("status", [199, 299, 599])
    def test_that_no_response_has_is_refused(self, azure: Azure, status: int) -> None:
        with pytest.raises(Advice, match=f"{status} is no status code of a response"):
            azure.servers.respond_with(SERVER, status)


class TestAChange:
    def test_back_leaves_the_responses_as_they_were(self, azure: Azure) -> None:
        azure.servers.answer_after(SERVER, 5 * SECOND)
        azure.servers.change(SERVER, "doesn't answer")
        azure.servers.change(SERVER, "answers")
        assert azure.servers.find("vm1").serving.delay() == 0
        assert azure.world.endpoint_at(SERVER).serving.delay() == 5 * SECOND

    @pytest.mark.parametrize(
        ("manner", "says"),
        [
            ("answers", "answers already"),
            ("doesn't answer", "is silent already"),
            ("refuses connections", "refuses connections already"),
        ],
    )
    def test_to_what_is_so_already_is_refused(
        self, azure: Azure, manner: Manner, says: str
    ) -> None:
        if manner != "answers":
            azure.servers.change("vm1", manner)
        with pytest.raises(Advice, match=f'"vm1" {says}'):
            azure.servers.change("vm1", manner)
