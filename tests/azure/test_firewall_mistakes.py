"""What can't be said of the rules of a firewall, and what is said instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.functions.firewall.profiles import NOT_TO_THE_INTERNET
from azsim.model.resources.outbound import (
    FirewallAction,
    FirewallNatRule,
    FirewallProtocol,
    FirewallRule,
    FirewallRuleKind,
)
from azsim.text import Advice

NETWORK, APPLICATION = FirewallRuleKind.NETWORK, FirewallRuleKind.APPLICATION
SERVER = ("198.51.100.7", 443)


@pytest.fixture
def azure() -> Azure:
    azure = Azure()
    subnets = [("app", "10.0.0.0/24"), ("AzureFirewallSubnet", "10.0.1.0/26")]
    azure.networks.describe("vnet", "10.0.0.0/16", subnets)
    azure.networks.add_machine("app1", "10.0.0.4", "app")
    azure.routing.add_firewall("fw", "10.0.1.4", ["203.0.113.60"])
    azure.routing.lead_internet_to("app", "10.0.1.4")
    return azure


def rule(kind: FirewallRuleKind = NETWORK, **says: object) -> FirewallRule:
    protocol = FirewallProtocol.TCP if kind is NETWORK else FirewallProtocol.HTTPS
    given = {"name": "rule", "kind": kind, "priority": 100, "protocol": protocol, **says}
    return FirewallRule(**given)  # type: ignore[arg-type]


def nat_rule(**says: object) -> FirewallNatRule:
    given = {
        "name": "rdp",
        "ip_address": "203.0.113.60",
        "port": 3389,
        "translated_ip_address": "10.0.0.4",
        "translated_port": 3389,
        **says,
    }
    return FirewallNatRule(**given)  # type: ignore[arg-type]


def after_a_connection(azure: Azure) -> None:
    azure.outbound.open_connection("app1", "TCP", *SERVER)


MISTAKES: list[tuple[Callable[[Azure], object], str]] = [
    (lambda _: rule(destinations=["AzureCloud"]), "service tags or domain names"),
    (lambda _: rule(APPLICATION, destinations=["10.0.0.0/24"]), "only Any is modelled"),
    (lambda _: rule(APPLICATION, protocol="TCP"), "an application rule HTTP"),
    (lambda _: rule(protocol="HTTPS"), "an application rule HTTP"),
    (lambda _: nat_rule(protocol="HTTPS"), "Write TCP, UDP or Any"),
    (
        lambda azure: azure.routing.set_nat_rules("fw", [nat_rule(ip_address="203.0.113.9")]),
        'public IP addresses of "fw" are 203.0.113.60',
    ),
    (
        lambda azure: (after_a_connection(azure), azure.routing.set_rules("fw", [rule()])),
        "pass through",
    ),
    (
        lambda azure: (
            after_a_connection(azure),
            azure.routing.scale_in("fw", 2, azure.outbound.that),
        ),
        "Say one less",
    ),
    (
        lambda azure: (
            azure.routing.set_instances("fw", 3),
            azure.outbound.open_many("app1", "TCP", 2, [SERVER]),
            azure.routing.scale_in("fw", 2, azure.outbound.that),
        ),
        "isn't documented",
    ),
]


@pytest.mark.parametrize(("say", "answer"), MISTAKES, ids=[answer for _, answer in MISTAKES])
def test_a_mistake_is_answered(azure: Azure, say: Callable[[Azure], object], answer: str) -> None:
    with pytest.raises(Advice, match=answer):
        say(azure)


@pytest.mark.parametrize("ranges", [["0.0.0.0/0"], ["198.51.100.0/24"]])
def test_what_is_not_translated_does_not_get_to_the_internet(
    azure: Azure, ranges: list[str]
) -> None:
    azure.routing.set_private_ranges("fw", ranges)
    after_a_connection(azure)
    assert azure.outbound.attempt().refusals == [NOT_TO_THE_INTERNET]
    azure.outbound.open_many("app1", "TCP", 3, [SERVER])
    assert azure.outbound.attempt().refusals == [NOT_TO_THE_INTERNET] * 3


def test_flows_are_judged_as_packets_are(azure: Azure) -> None:
    denies = rule(name="no-web", action=FirewallAction.DENY, destination_ports=["443"])
    azure.routing.set_rules("fw", [denies, rule(name="all", priority=200)])
    azure.outbound.open_connection("app1", "TCP", *SERVER)
    azure.outbound.open_many("app1", "TCP", 2, [SERVER])
    denial = azure.security_groups.denial("no-web", "fw")
    assert azure.outbound.attempt().refusals == [denial, denial]
    azure.outbound.open_many("app1", "TCP", 2, [("198.51.100.7", 80)])
    assert not azure.outbound.attempt().refusals
    with pytest.raises(Advice, match="no-web"):
        azure.security_groups.denial("no-wed", "fw")


def test_a_connection_that_ended_while_it_drained_is_left_alone(azure: Azure) -> None:
    azure.routing.set_instances("fw", 3)
    after_a_connection(azure)
    azure.routing.scale_in("fw", 2, azure.outbound.that)
    azure.ends.end_some(1, "RST")
    azure.world.pass_time(100 * 10**9)
    assert azure.outbound.that.state == "closed"


def test_udp_comes_in_where_a_rule_is_about_any_protocol(azure: Azure) -> None:
    azure.load_balancing.add_client("192.0.2.33")
    azure.routing.set_nat_rules("fw", [nat_rule(protocol="Any", sources=["192.0.2.0/24"])])
    azure.outbound.open_as_client("192.0.2.33", "UDP", "203.0.113.60", 3389)
    assert not azure.outbound.attempt().refusals
    azure.load_balancing.add_client("198.51.100.9")
    azure.outbound.open_as_client("198.51.100.9", "UDP", "203.0.113.60", 3389)
    assert len(azure.outbound.attempt().refusals) == 1
