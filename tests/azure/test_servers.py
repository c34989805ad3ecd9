"""How a server serves has to be felt in the scenario that describes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from azsim.azure import Azure
from azsim.azure.servers import Servers
from azsim.gherkin import Scenario
from azsim.hosts.host import NO_ANSWER, RESET
from azsim.hosts.serving import Manner
from azsim.text import Advice, Text
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


class TestAWorkload:
    def test_meets_rst_on_each_request(self, azure: Azure) -> None:
        azure.servers.reset(SERVER)
        azure.workloads.on_new_connections("vm1", 10, SERVER, 443, SECOND, "FIN from both ends")
        assert azure.workloads.succeeded_of_all() == (0, 10)
        assert azure.workloads.failed_because(RESET) == 10
        azure.world.pass_time(15 * SECOND)
        assert azure.seen.ports_in_use("vm1") == 0

    def test_over_a_pool_that_is_reset_opens_a_connection_for_each_request(
        self, azure: Azure
    ) -> None:
        azure.servers.reset(SERVER)
        azure.workloads.over_a_pool("vm1", 10, SERVER, 443, SECOND, 3)
        assert azure.workloads.succeeded_of_all() == (0, 10)
        assert azure.workloads.failed_because(RESET) == 10
        assert azure.workloads.handshakes() == 10
        assert azure.workloads.peak("vm1") == 10
        azure.world.pass_time(15 * SECOND)
        assert azure.seen.ports_in_use("vm1") == 0

    def test_over_a_larger_pool_than_requests_leaves_connections_open(self, azure: Azure) -> None:
        azure.servers.reset(SERVER)
        azure.workloads.over_a_pool("vm1", 2, SERVER, 443, SECOND, 5)
        assert azure.workloads.handshakes() == 5
        assert azure.seen.count("open", "vm1") == 3

    def test_over_a_pool_waits_for_each_late_answer(self, azure: Azure) -> None:
        azure.servers.answer_after(SERVER, 2 * SECOND)
        azure.workloads.over_a_pool("vm1", 3, SERVER, 443, 10 * SECOND, 2)
        assert azure.workloads.succeeded_of_all() == (9, 30)
        azure.world.pass_time(30 * SECOND)
        assert azure.workloads.succeeded_of_all() == (30, 30)

    @pytest.mark.parametrize("over_a_pool", [False, True])
    def test_waits_for_ever_where_the_server_falls_silent(
        self, azure: Azure, over_a_pool: bool
    ) -> None:
        azure.servers.answer_after(SERVER, 10 * SECOND)
        if over_a_pool:
            azure.workloads.over_a_pool("vm1", 1, SERVER, 443, SECOND, 1)
        else:
            azure.workloads.on_new_connections("vm1", 1, SERVER, 443, SECOND, "RST")
        azure.servers.change(SERVER, "doesn't answer")
        azure.world.pass_time(60 * SECOND)
        assert azure.workloads.why().en == "of 1 in all: 1 waiting for an answer"

    def test_tries_again_when_the_operating_system_gives_up(self, azure: Azure) -> None:
        azure.servers.fall_silent(SERVER)
        azure.workloads.one_after_another("vm1", SERVER, 443, 60 * SECOND)
        assert [each.sent // SECOND for each in azure.workloads.result().failures] == [0, 21, 42]
        assert azure.workloads.peak("vm1") == 3

    def test_tries_once_where_it_succeeds(self, azure: Azure) -> None:
        azure.workloads.one_after_another("vm1", SERVER, 443, 60 * SECOND)
        assert azure.workloads.succeeded_of_all() == (1, 1)
        assert [flow.state for flow in azure.outbound.flows] == ["open"]

    def test_that_fails_at_once_needs_a_pause(self, azure: Azure) -> None:
        azure.servers.refuse(SERVER)
        with pytest.raises(Advice, match="no time passes before the next"):
            azure.workloads.one_after_another("vm1", SERVER, 443, 60 * SECOND)

    def test_tells_what_became_of_its_requests(self, azure: Azure) -> None:
        azure.servers.refuse(SERVER)
        azure.workloads.on_new_connections("vm1", 2, SERVER, 443, SECOND, "RST")
        assert azure.workloads.why() == Text(
            "of 2 in all: 2 failed because the server refuses the connection",
            "要求 2 件の内訳: サーバーが接続を拒否するため失敗 2 件",
        )


class TestAConnection:
    def test_that_is_reset_has_to_be_mentioned(self, azure: Azure, account: Scenario) -> None:
        azure.outbound.open_connection("vm1", "TCP", SERVER, 443)
        azure.servers.reset(SERVER)
        azure.ends.send_sign("vm1", "application data")
        assert azure.seen.fate() == RESET
        assert account.unsettled() is None

    def test_owes_once_for_keepalives_that_nobody_answers(
        self, azure: Azure, account: Scenario
    ) -> None:
        azure.outbound.open_connection("vm1", "TCP", SERVER, 443)
        azure.servers.change(SERVER, "doesn't answer")
        azure.ends.keep_alive("vm1", 10 * SECOND, 60 * SECOND)
        assert account.unsettled() is not None
        assert azure.seen.fate() == NO_ANSWER
        assert account.unsettled() is None

    def test_can_be_ended_though_the_server_is_silent(self, azure: Azure) -> None:
        azure.outbound.open_many("vm1", "TCP", 3, [(SERVER, 443)])
        azure.servers.change(SERVER, "doesn't answer")
        azure.ends.end_some(2, "FIN from both ends")
        assert len(azure.world.endpoint_at(SERVER).connections) == 3

    def test_that_is_over_is_not_idle(self, azure: Azure) -> None:
        azure.outbound.open_connection("vm1", "TCP", SERVER, 443)
        azure.ends.end_some(1, "RST")
        with pytest.raises(Advice, match="isn't open, so that it can't be idle"):
            azure.ends.stay_idle(SECOND)

    def test_between_machines_is_reset_by_either_name(self, azure: Azure) -> None:
        azure.deployment.grow(2)
        azure.outbound.open_connection("vm1", "TCP", "10.0.0.5", 1433)
        azure.ends.send_sign("vm2", "application data")
        azure.ends.send_rst_from_one_end("vm2")
        assert azure.outbound.that.state == "closed"
