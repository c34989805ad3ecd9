"""What is said of load-balancing rules and inbound NAT rules, where the features don't."""

from __future__ import annotations

import pytest

from azsim.azure import Azure, describing
from azsim.text import Advice
from azsim.units import MINUTE


@pytest.fixture
def azure() -> Azure:
    azure = Azure()
    azure.load_balancing.add_load_balancer("lb", "203.0.113.10", [("web1", "10.0.0.4")])
    azure.load_balancing.add_client("192.0.2.33")
    return azure


def test_an_inbound_nat_rule_leads_to_a_machine_outside_the_pool(azure: Azure) -> None:
    describing.virtual_machine(azure.cloud, "jump", "10.0.0.9")
    azure.load_balancer_rules.add_nat_rule_to_machine("lb", "TCP", 50_001, "jump", 3389)
    azure.load_balancing.send_requests("192.0.2.33", "203.0.113.10", 50_001)
    assert azure.load_balancing.requests_at("jump") == 1


def test_two_inbound_nat_rules_share_no_front_end_port(azure: Azure) -> None:
    azure.load_balancer_rules.add_nat_rule_to_machine("lb", "TCP", 50_001, "web1", 3389)
    with pytest.raises(Advice, match="another rule has the same front-end IP"):
        azure.load_balancer_rules.add_nat_rule("lb", "TCP", (50_000, 50_010), 22)


def test_an_idle_timeout_is_one_of_an_inbound_nat_rule(azure: Azure) -> None:
    with pytest.raises(Advice, match='"lb" has no inbound NAT rule'):
        azure.load_balancer_rules.ask_for_nat_idle_timeout("lb", 4 * MINUTE)


def test_an_idle_timeout_is_one_of_a_front_end(azure: Azure) -> None:
    with pytest.raises(
        Advice, match=r"No public load balancer has the front-end IP 203\.0\.113\.99"
    ):
        azure.load_balancer_rules.ask_for_front_end_idle_timeout("203.0.113.99", 4 * MINUTE)
