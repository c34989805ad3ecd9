"""Public IP addresses of machines: what comes in by them, and which way its answers go."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.functions.snat.flows import NO_FLOW
from azsim.functions.snat.masquerading import UNSOLICITED
from azsim.model.events import Dropped
from azsim.text import Advice
from azsim.units import MINUTE

PUBLIC, CLIENT, FIREWALL = "203.0.113.50", "192.0.2.10", "10.0.1.4"


@pytest.fixture
def azure() -> Azure:
    """vm1 with a public IP, and a client on the internet."""
    azure = Azure()
    subnets = [("app", "10.0.0.0/24"), ("AzureFirewallSubnet", "10.0.1.0/26")]
    azure.networks.describe("vnet", "10.0.0.0/16", subnets)
    azure.public_ips.describe_machine("vm1", PUBLIC)
    azure.load_balancing.add_client(CLIENT)
    return azure


def test_a_request_reaches_the_machine_and_is_answered(azure: Azure) -> None:
    client = azure.load_balancing.clients.find(CLIENT)
    flow = azure.load_balancing.clients.open(client, "TCP", PUBLIC, 22)
    assert flow.far_end is azure.cloud.machines.find("vm1").host
    assert flow.state == "open"
    azure.cloud.world.pass_time(4 * MINUTE)
    assert flow.state == "timed out"


def test_a_route_leads_answers_elsewhere_where_nothing_expects_them(azure: Azure) -> None:
    azure.routing.add_firewall("fw", FIREWALL, ["203.0.113.60"])
    azure.routing.lead_internet_to("app", FIREWALL)
    client = azure.load_balancing.clients.find(CLIENT)
    flow = azure.load_balancing.clients.open(client, "TCP", PUBLIC, 22)
    assert flow.state != "open"
    [dropped] = [each for each in azure.cloud.world.trace.events if isinstance(each, Dropped)]
    assert (dropped.where, dropped.reason) == ("fw", NO_FLOW)


def test_a_machine_joins_a_pool_of_another_sku_only_once_its_address_is_gone(azure: Azure) -> None:
    azure.networks.add_machine("web1", "10.0.0.9", "app")
    azure.public_ips.describe("web1", "203.0.113.51", "Basic")

    def stand_behind(name: str, front_end: str) -> None:
        azure.load_balancing.add_load_balancer(name, front_end, [("web1", "10.0.0.9")])

    with pytest.raises(Advice, match="the Basic and the Standard SKU at once"):
        stand_behind("lb1", "203.0.113.20")
    azure.public_ips.remove("web1", "203.0.113.51")
    stand_behind("lb2", "203.0.113.21")


def test_the_address_of_a_front_end_has_an_idle_timeout_too(azure: Azure) -> None:
    azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [("web1", "10.0.0.9")])
    azure.public_ips.ask_for_idle_timeout("203.0.113.20", 10 * MINUTE)
    client = azure.load_balancing.clients.find(CLIENT)
    flow = azure.load_balancing.clients.open(client, "TCP", "203.0.113.20", 22)
    azure.cloud.world.pass_time(9 * MINUTE)
    assert flow.state == "open"
    azure.cloud.world.pass_time(MINUTE)
    assert flow.state == "timed out"


def test_another_machine_comes_in_from_its_own_public_address(azure: Azure) -> None:
    azure.networks.add_machine("vm2", "10.0.0.9", "app")
    azure.outbound.open_connection("vm2", "TCP", PUBLIC, 443)
    [flow] = azure.outbound.flows
    assert flow.far_end is azure.cloud.machines.find("vm1").host
    assert [each.translator.address for each in flow.translations] == ["203.0.113.220", PUBLIC]
    assert flow.outside.source == "203.0.113.220"
    assert flow.outside.destination == "10.0.0.4"
    [arrival] = azure.outbound.arrivals_at(PUBLIC)
    assert arrival.five_tuple == flow.outside


def test_either_translation_ends_a_connection_between_machines(azure: Azure) -> None:
    azure.networks.add_machine("vm2", "10.0.0.9", "app")
    azure.public_ips.ask_for_idle_timeout(PUBLIC, 10 * MINUTE)
    azure.outbound.open_many("vm2", "TCP", 2, [(PUBLIC, 443)])
    azure.cloud.world.pass_time(4 * MINUTE)
    states = [flow.state for flow in azure.outbound.flows]
    left_by = [flow.translated for flow in azure.outbound.flows]
    assert states == ["timed out", "timed out"]
    assert all(each is not None and each.ended == "idle timeout" for each in left_by)
    came_in = [flow.arrived for flow in azure.outbound.flows]
    assert all(each is not None and each.is_open for each in came_in)


def test_closing_such_connections_gives_their_ports_back(azure: Azure) -> None:
    azure.networks.add_machine("vm2", "10.0.0.9", "app")
    azure.outbound.open_many("vm2", "TCP", 3, [(PUBLIC, 443)])
    azure.ends.end_some(3, "FIN from both ends")
    assert [flow.state for flow in azure.outbound.flows] == ["closed"] * 3
    assert all(each.in_hold for flow in azure.outbound.flows for each in flow.translations)


def test_a_route_between_the_subnets_is_none_to_a_public_ip(azure: Azure) -> None:
    azure.networks.add_machine("vm2", "10.0.0.9", "app")
    azure.routing.add_firewall("fw", FIREWALL, ["203.0.113.60"])
    azure.routing.lead_internet_to("app", FIREWALL)
    azure.outbound.open_connection("vm2", "TCP", PUBLIC, 443)
    [refused] = azure.outbound.attempt().refusals
    # The answers are led to the firewall, as those to anybody else on the internet are.
    assert refused == UNSOLICITED
