"""What commands printed, out of the traces of whoever ran them."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.questions.printed import printed
from azsim.tools import psping
from azsim.units import SECOND

SERVER = "198.51.100.7"
PSPING = "psping -n 3 10.128.1.4:3389"


def deployment(*, tracing: bool = True) -> Azure:
    azure = Azure(tracing=tracing)
    azure.deployment.describe_instances(1, endpoints=[("203.0.113.10", 80)])
    return azure


def circuit() -> Azure:
    azure = Azure()
    azure.expressroute.describe_client("10.100.10.2")
    azure.expressroute.describe_machine("vm1", "10.128.1.4")
    azure.expressroute.set_sku("UltraPerformance")
    return azure


def test_nothing_ran_in_an_empty_trace() -> None:
    assert printed([]) == ()


def test_netstat_is_printed_where_and_when_it_ran() -> None:
    azure = deployment()
    azure.outbound.open_connection("vm1", "TCP", SERVER, 443)
    azure.world.pass_time(5 * SECOND)
    azure.commands.run("vm1", "netstat -n")
    [ran] = printed(azure.world.trace.events)
    assert (ran.time, ran.where, ran.command) == (5 * SECOND, "vm1", "netstat -n")
    assert ran.output == azure.commands.output()
    assert f"{SERVER}:443" in ran.output


def test_commands_stand_in_the_order_in_which_they_ran() -> None:
    azure = deployment()
    lookup = "nslookup myip.opendns.com resolver1.opendns.com"
    azure.commands.run("vm1", lookup)
    azure.commands.run("vm1", "netstat -n")
    first, second = printed(azure.world.trace.events)
    assert (first.command, second.command) == (lookup, "netstat -n")
    assert "203.0.113.10" in first.output


def test_each_run_of_psping_is_printed_whole_once_it_is_done() -> None:
    azure = circuit()
    azure.expressroute.run("10.100.10.2", PSPING, fastpath=False)
    azure.expressroute.run("10.100.10.2", PSPING, fastpath=True)
    runs = azure.expressroute.measurements.simulated_runs()
    ran = printed(azure.world.trace.events)
    assert [each.output for each in ran] == [psping.render(run) for run in runs]
    assert [each.command for each in ran] == [PSPING, PSPING]
    assert ran[-1].time == azure.world.now
    assert {each.where for each in ran} == {"10.100.10.2"}


def test_without_a_trace_nothing_is_kept() -> None:
    azure = deployment(tracing=False)
    azure.commands.run("vm1", "netstat -n")
    assert printed(azure.world.trace.events) == ()
