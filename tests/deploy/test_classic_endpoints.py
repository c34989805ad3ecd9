"""Load-balanced endpoints of classic deployments: what comes in by them, beside what leaves."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.functions.snat.masquerading import UNSOLICITED
from azsim.text import Advice
from azsim.units import MINUTE

PUBLIC, CLIENT, SERVER = "203.0.113.10", "192.0.2.10", "198.51.100.7"


@pytest.fixture
def azure() -> Azure:
    """vm1 behind an endpoint, and a client on the internet."""
    azure = Azure()
    azure.deployment.describe_instances(1, endpoints=[(PUBLIC, 3389)])
    azure.load_balancing.add_client(CLIENT)
    return azure


def open_connection(azure: Azure, port: int = 3389) -> None:
    azure.outbound.open_as_client(CLIENT, "TCP", PUBLIC, port)


def test_what_comes_in_reaches_the_instance_and_leaves_its_ports_alone(azure: Azure) -> None:
    open_connection(azure)
    [flow] = azure.outbound.flows
    assert flow.far_end is azure.cloud.machines.find("vm1").host
    assert (flow.outside.source, flow.outside.destination) == (CLIENT, "10.0.0.4")
    snat = azure.cloud.classic.running["cloud service 1"].endpoints[PUBLIC]
    assert snat.in_use("10.0.0.4", "TCP") == 0


def test_a_port_without_an_endpoint_takes_nothing_in(azure: Azure) -> None:
    open_connection(azure, 22)
    assert azure.outbound.attempt().refusals == [UNSOLICITED]


def test_both_directions_work_side_by_side(azure: Azure) -> None:
    azure.outbound.open_connection("vm1", "TCP", SERVER, 443)
    open_connection(azure)
    assert [flow.state for flow in azure.outbound.flows] == ["open", "open"]
    azure.deployment.set_endpoint_idle_timeout((PUBLIC, 3389), 10 * MINUTE)
    azure.cloud.world.pass_time(4 * MINUTE)
    assert [flow.state for flow in azure.outbound.flows] == ["timed out", "open"]
    azure.cloud.world.pass_time(6 * MINUTE)
    assert [flow.state for flow in azure.outbound.flows] == ["timed out", "timed out"]


def test_outbound_packets_are_told_of_where_they_were_without_an_endpoint(azure: Azure) -> None:
    without = Azure()
    without.deployment.describe_instances(1)
    for each in (azure, without):
        each.outbound.open_connection("vm1", "TCP", SERVER, 443)
    told, otherwise = (
        [(type(each), getattr(each, "where", "")) for each in one.cloud.world.trace.events]
        for one in (azure, without)
    )
    fallback = without.cloud.classic.running["cloud service 1"].fallback
    assert fallback is not None
    assert told == [(kind, where.replace(fallback.address, PUBLIC)) for kind, where in otherwise]


def test_who_of_several_gets_it_is_not_guessed(azure: Azure) -> None:
    azure.deployment.grow(2)
    with pytest.raises(Advice, match="in front of 2 instances"):
        open_connection(azure)
    azure.deployment.shrink(1)
    open_connection(azure)
    assert azure.outbound.flows[-1].state == "open"


def test_an_instance_does_not_reach_its_own_endpoint(azure: Azure) -> None:
    with pytest.raises(Advice, match="to its own deployment's public address"):
        azure.outbound.open_connection("vm1", "TCP", PUBLIC, 3389)


def test_an_endpoint_that_is_not_there_is_answered_with_those_that_are(azure: Azure) -> None:
    with pytest.raises(Advice, match="What there is: 203.0.113.10:3389"):
        azure.deployment.set_endpoint_idle_timeout((PUBLIC, 80), 10 * MINUTE)
    nowhere = Azure()
    nowhere.deployment.describe_instances(1)
    with pytest.raises(Advice, match="What there is: none"):
        nowhere.deployment.set_endpoint_idle_timeout((PUBLIC, 80), 10 * MINUTE)
