"""What is said of load-balancing rules and inbound NAT rules, where the features don't."""

from __future__ import annotations

import pytest

from azsim.azure import Azure, describing
from azsim.deploy.load_balancer_refusals import HA_PORTS_ONCE
from azsim.model.resources.balancing import (
    BackEndPool,
    FrontEnd,
    LoadBalancer,
    LoadBalancingRule,
)
from azsim.model.resources.checks import Protocol
from azsim.model.rules import Rule
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


def ha_ports(name: str, front_end: str) -> LoadBalancingRule:
    return LoadBalancingRule(
        name=name,
        front_end=front_end,
        back_end_pool="pool",
        protocol=Protocol.ALL,
        front_end_port=0,
        back_end_port=0,
        enable_floating_ip=True,
    )


@pytest.mark.parametrize(("other", "refused"), [("one", HA_PORTS_ONCE), ("two", None)])
def test_a_front_end_has_one_rule_with_ha_ports(other: str, refused: Rule | None) -> None:
    record = LoadBalancer(
        id="ilb",
        front_ends=(
            FrontEnd(name="one", private_ip_address="10.0.0.100"),
            FrontEnd(name="two", private_ip_address="10.0.0.101"),
        ),
        back_end_pools=(BackEndPool(name="pool"),),
        load_balancing_rules=(ha_ports("first", "one"), ha_ports("second", other)),
    )
    assert Azure().cloud.load_balancers.refusal(None, record) == refused


def test_an_idle_timeout_is_one_of_an_inbound_nat_rule(azure: Azure) -> None:
    with pytest.raises(Advice, match='"lb" has no inbound NAT rule'):
        azure.load_balancer_rules.ask_for_nat_idle_timeout("lb", 4 * MINUTE)


def test_an_idle_timeout_is_one_of_a_front_end(azure: Azure) -> None:
    with pytest.raises(
        Advice, match=r"No public load balancer has the front-end IP 203\.0\.113\.99"
    ):
        azure.load_balancer_rules.ask_for_front_end_idle_timeout("203.0.113.99", 4 * MINUTE)
