"""How long an application waits until it learns of a failure is up to the operating system."""

from __future__ import annotations

from pathlib import Path

import pytest

from azsim.azure import Azure
from azsim.azure.flows import TIMED_OUT
from azsim.azure.which import DELIVERED
from azsim.functions.snat.masquerading import EXHAUSTED
from azsim.gherkin import Scenario
from azsim.hosts.host import NO_ANSWER, REFUSED
from azsim.text import Advice, Text
from azsim.units import SECOND

TO = ("198.51.100.7", 443)


@pytest.fixture
def account() -> Scenario:
    """What is owed to a scenario."""
    return Scenario("en", "S", Path("a.feature"))


@pytest.fixture
def azure(account: Scenario) -> Azure:
    """One instance with four ports."""
    azure = Azure(changed={"classic.ports-by-pool-size": ((2, 4), (4, 2))}, owe=account.owe)
    azure.deployment.describe_instances(1, endpoints=[("203.0.113.10", 80)])
    return azure


class TestAnOperatingSystem:
    def test_has_to_be_felt(self, azure: Azure, account: Scenario) -> None:
        azure.guests.run("vm1", "Linux")
        debt = account.unsettled()
        assert debt is not None
        assert debt.text.en.startswith('"vm1" opens no connection')
        azure.outbound.open_connection("vm1", "TCP", *TO)
        assert account.unsettled() is None

    def test_is_told_before_the_machine_connects(self, azure: Azure) -> None:
        azure.outbound.open_connection("vm1", "TCP", *TO)
        with pytest.raises(Advice, match="has opened connections already"):
            azure.guests.run("vm1", "Linux")

    def test_decides_from_which_port_a_machine_connects(self, azure: Azure) -> None:
        azure.guests.run("vm1", "Linux")
        azure.outbound.open_connection("vm1", "TCP", *TO)
        assert azure.outbound.that.inside.source_port == 32_768

    def test_other_than_windows_prints_nothing_here(self, azure: Azure) -> None:
        azure.guests.run("vm1", "Linux")
        with pytest.raises(Advice, match="doesn't run Windows"):
            azure.commands.run("vm1", "netstat -n")


class TestAnAttemptToConnect:
    @pytest.mark.parametrize("count", [1, 3])
    def test_times_out_where_nobody_answers(self, azure: Azure, count: int) -> None:
        azure.servers.fall_silent(TO[0])
        azure.outbound.open_many("vm1", "TCP", count, [TO])
        assert azure.seen.fails_after() == Text("21 seconds", "21 秒")
        azure.world.pass_time(21 * SECOND - 1)
        assert azure.seen.fate(TIMED_OUT) == NO_ANSWER
        assert azure.seen.failed_because(TIMED_OUT) == 0
        assert azure.seen.why_fate() is not None
        azure.world.pass_time(1)
        assert azure.seen.fate(TIMED_OUT) == TIMED_OUT
        assert azure.seen.failed_because(TIMED_OUT) == count
        assert azure.seen.fate(NO_ANSWER) == NO_ANSWER

    def test_never_times_out_where_it_is_refused(self, azure: Azure) -> None:
        azure.servers.refuse(TO[0])
        azure.outbound.open_connection("vm1", "TCP", *TO)
        azure.world.pass_time(60 * SECOND)
        assert azure.seen.fate(TIMED_OUT) == REFUSED
        assert azure.seen.why_fate() is None

    def test_that_succeeds_fails_never(self, azure: Azure) -> None:
        azure.outbound.open_connection("vm1", "TCP", *TO)
        assert azure.seen.fails_after().en == "it succeeds"
        assert azure.seen.fate(TIMED_OUT) == DELIVERED

    def test_is_no_other_when_several_differ(self, azure: Azure) -> None:
        azure.outbound.open_many("vm1", "TCP", 6, [TO])
        with pytest.raises(Advice, match="not the same became of all"):
            azure.seen.fails_after()

    def test_is_no_datagram(self, azure: Azure) -> None:
        azure.servers.fall_silent(TO[0])
        azure.outbound.open_connection("vm1", "UDP", *TO)
        with pytest.raises(Advice, match="doesn't try to connect over TCP"):
            azure.seen.fails_after()


def test_requests_that_nobody_answers_time_out_one_after_the_other(azure: Azure) -> None:
    azure.servers.fall_silent(TO[0])
    azure.workloads.on_new_connections("vm1", 1, *TO, 10 * SECOND, "RST")
    assert azure.workloads.failed_because(NO_ANSWER) == 4
    assert azure.workloads.failed_because(EXHAUSTED) == 6
    assert azure.workloads.failed_because(TIMED_OUT) == 0
    azure.world.pass_time(14 * SECOND)
    assert azure.workloads.failed_because(TIMED_OUT) == 4
    azure.world.pass_time(60 * SECOND)
    assert azure.workloads.failed_because(TIMED_OUT) == 10
