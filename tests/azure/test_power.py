"""Machines that are stopped and started: what they can't do, and what is left of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.azure.describing import PUBLIC
from azsim.functions.front_end_pings import ALL_STOPPED
from azsim.hosts.host import STOPPED
from azsim.model.resources.balancing import AdminState
from azsim.text import Advice

CLIENT, FRONT_END = "192.0.2.33", "203.0.113.10"


def behind_a_load_balancer(*names: str) -> Azure:
    azure = Azure()
    servers = [(name, f"10.0.0.{number}") for number, name in enumerate(names, start=4)]
    azure.load_balancing.add_load_balancer("lb", FRONT_END, servers, PUBLIC)
    azure.load_balancing.add_client(CLIENT)
    return azure


DOES: list[Callable[[Azure], None]] = [
    lambda azure: azure.outbound.open_connection("web1", "TCP", "198.51.100.7", 443),
    lambda azure: azure.outbound.open_many("web1", "TCP", 5, [("198.51.100.7", 443)]),
    lambda azure: azure.outbound.open_connection("web1", "UDP", "198.51.100.7", 53),
    lambda azure: azure.outbound.exhaust("web1", "TCP", "198.51.100.7", 443),
    lambda azure: azure.commands.run("web1", "netstat -n"),
]


@pytest.mark.parametrize("act", DOES)
def test_a_stopped_machine_does_nothing(act: Callable[[Azure], None]) -> None:
    azure = behind_a_load_balancer("web1")
    azure.networks.stop("web1")
    with pytest.raises(Advice, match='"web1" is stopped and sends nothing'):
        act(azure)
    azure.networks.start("web1")
    act(azure)


def test_nobody_is_answered_by_a_stopped_machine() -> None:
    azure = behind_a_load_balancer("web1", "web2")
    azure.networks.stop("web2")
    azure.outbound.open_connection("web1", "TCP", "10.0.0.5", 443)
    assert set(azure.outbound.attempt().refusals) == {STOPPED}
    azure.outbound.open_many("web1", "TCP", 2, [("10.0.0.5", 443)])
    assert set(azure.outbound.attempt().refusals) == {STOPPED}


SAYS: list[Callable[[Azure], None]] = [
    lambda azure: azure.ends.reply("10.0.0.5"),
    lambda azure: azure.ends.send_fin_from_one_end("10.0.0.5"),
    lambda azure: azure.ends.send_rst_from_one_end("10.0.0.5"),
    lambda azure: azure.ends.send_sign("10.0.0.5", "application data"),
    lambda azure: azure.ends.send_late("10.0.0.5"),
]


@pytest.mark.parametrize("say", SAYS)
def test_a_stopped_server_says_nothing_on_a_connection_that_reached_it(
    say: Callable[[Azure], None],
) -> None:
    azure = behind_a_load_balancer("web1", "web2")
    azure.outbound.open_connection("web1", "TCP", "10.0.0.5", 443)
    azure.networks.stop("web2")
    with pytest.raises(Advice, match='"web2" is stopped and sends nothing'):
        say(azure)


def test_a_server_that_was_started_again_knows_no_connection_from_before() -> None:
    azure = behind_a_load_balancer("web1", "web2")
    azure.outbound.open_connection("web1", "TCP", "10.0.0.5", 443)
    azure.networks.stop("web2")
    azure.networks.start("web2")
    with pytest.raises(Advice, match='"10.0.0.5" has no open connection'):
        azure.ends.reply("10.0.0.5")


def test_nobody_stops_or_starts_twice() -> None:
    azure = behind_a_load_balancer("web1")
    with pytest.raises(Advice, match="runs already"):
        azure.networks.start("web1")
    azure.networks.stop("web1")
    with pytest.raises(Advice, match="stopped already"):
        azure.networks.stop("web1")
    with pytest.raises(Advice, match="stopped already"):
        azure.networks.restart("web1")


def test_only_virtual_machines_of_a_network_are_stopped() -> None:
    azure = Azure()
    azure.deployment.describe_instances(1)
    with pytest.raises(Advice, match="no virtual machine of a virtual network"):
        azure.networks.stop("vm1")


def test_a_stopped_machine_has_no_connections_when_it_runs_again() -> None:
    azure = behind_a_load_balancer("web1")
    azure.outbound.open_connection("web1", "TCP", "198.51.100.7", 443)
    azure.networks.restart("web1")
    machine = azure.cloud.machines.find("web1")
    assert not machine.host.connections
    assert not machine.egress.flows
    azure.commands.run("web1", "netstat -n")
    assert azure.commands.states_toward("198.51.100.7", 443) == []


def test_an_inbound_nat_rule_leads_to_no_stopped_machine() -> None:
    azure = behind_a_load_balancer("web1", "web2")
    azure.load_balancer_rules.add_nat_rule_to_machine("lb", "TCP", 50_001, "web1", 22)
    azure.networks.stop("web1")
    azure.outbound.open_as_client(CLIENT, "TCP", FRONT_END, 50_001)
    assert azure.seen.fate() == ALL_STOPPED


def test_an_admin_state_of_up_gives_a_stopped_machine_no_flows() -> None:
    azure = behind_a_load_balancer("web1", "web2")
    azure.server_health.set_admin_state("web1", "lb", AdminState.UP)
    azure.networks.stop("web1")
    azure.load_balancing.send_requests(CLIENT, FRONT_END, 80, 20)
    assert azure.load_balancing.requests_at("web2") == 20


def test_a_machine_that_was_stopped_before_it_joins_waits_for_a_probe_too() -> None:
    azure = behind_a_load_balancer("web1")
    azure.load_balancing.grow_pool("lb", 2)
    azure.networks.stop("web2")
    azure.networks.start("web2")
    azure.load_balancing.send_requests(CLIENT, FRONT_END, 80, 20)
    assert azure.load_balancing.requests_at("web1") == 20
    azure.load_balancing.run_probes(15 * 10**9)
    assert azure.server_health.of("web2", "lb").healthy


def test_a_probe_that_is_under_way_when_its_machine_is_stopped_is_forgotten() -> None:
    azure = behind_a_load_balancer("web1", "web2")
    azure.servers.change("web1", "doesn't answer")
    azure.load_balancing.run_probes(1)
    azure.networks.stop("web1")
    azure.networks.start("web1")
    azure.world.pass_time(60 * 10**9)
    why = azure.server_health.of("web1", "lb").why
    assert why is not None
    assert why.id == "load-balancer.not-since-start"
