"""What is wrong about outbound rules is answered with advice."""

from __future__ import annotations

import pytest

from azsim.azure import Azure, describing
from azsim.azure.load_balancer_outbound import DescribedRule
from azsim.text import Advice


@pytest.fixture
def azure() -> Azure:
    made = Azure()
    describing.load_balancer(made.cloud, "lb", "203.0.113.20", [("web1", "10.0.0.4")])
    return made


def test_a_rule_on_a_front_end_in_use_says_how_to_free_it(azure: Azure) -> None:
    words = 'Disable it there first: outbound SNAT is disabled on the load-balancing rules of "lb"'
    with pytest.raises(Advice, match=words):
        azure.load_balancer_outbound.describe("lb", DescribedRule())


def test_a_number_that_is_no_multiple_is_answered_with_its_neighbours(azure: Azure) -> None:
    with pytest.raises(Advice, match=r"isn't a multiple of 8\. 1,000 and 1,008 are"):
        azure.load_balancer_outbound.describe("lb", DescribedRule(["203.0.113.32"], ports=1_001))


@pytest.mark.parametrize(
    ("ports", "error"),
    [
        (64_008, "ExceedsTotalNumberOfAllowedPortsPerRule"),
        (32_008, "ExceedsTotalNumberOfAvailablePorts"),
    ],
)
def test_too_many_ports_are_answered_with_the_most(azure: Azure, ports: int, error: str) -> None:
    describing.load_balancer(
        azure.cloud, "two", "203.0.113.21", [("app1", "10.0.0.8"), ("app2", "10.0.0.9")]
    )
    with pytest.raises(Advice, match=f"32,000 each are the most; .* Azure calls this .*{error}"):
        azure.load_balancer_outbound.describe("two", DescribedRule(["203.0.113.32"], ports=ports))


def test_the_rule_that_is_changed_has_to_be_there(azure: Azure) -> None:
    with pytest.raises(Advice, match='"lb" has no outbound rule'):
        azure.load_balancer_outbound.ask_to_change("lb", 80)


def test_a_rule_for_nobody_has_no_use(azure: Azure) -> None:
    with pytest.raises(Advice, match="write 1 or more"):
        azure.load_balancer_outbound.describe_for("lb", 0)


def test_a_network_is_no_prefix_for_a_front_end(azure: Azure) -> None:
    with pytest.raises(Advice, match="more than 256 addresses"):
        azure.load_balancer_outbound.describe("lb", DescribedRule(["203.0.0.0/8"]))


def test_an_address_that_stands_twice_counts_once(azure: Azure) -> None:
    rule = DescribedRule(["203.0.113.32", "203.0.113.32"], ports=64_008)
    with pytest.raises(Advice, match="64,008 SNAT ports are needed and 64,000 are available"):
        azure.load_balancer_outbound.describe("lb", rule)


def test_a_pool_beyond_the_table_may_grow_where_a_rule_says_the_number(azure: Azure) -> None:
    azure.load_balancing.add_load_balancer_with("large", "203.0.113.22", 1_000)
    azure.load_balancer_outbound.describe("large", DescribedRule(["203.0.113.33"], ports=8))
    azure.load_balancing.grow_pool("large", 1_001)
    assert azure.seen.allocated_to("web1001", "TCP") == 8
