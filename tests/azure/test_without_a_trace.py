"""What happens doesn't depend on whether it is written down: explanations play without a trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.units import MINUTE, SECOND

SERVER = ("198.51.100.7", 443)


def beside(azure: Azure) -> None:
    azure.networks.describe(
        "vnet", "10.0.0.0/16", [("app", "10.0.0.0/24"), ("AzureFirewallSubnet", "10.0.1.0/26")]
    )
    azure.networks.add_machine("vm1", "10.0.0.4", "app")


def nat_gateway(azure: Azure) -> None:
    beside(azure)
    azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
    azure.nat_gateways.carry_for_others("nat", 49_998, SERVER)


def firewall(azure: Azure) -> None:
    beside(azure)
    azure.routing.add_firewall("fw", "10.0.1.4", ["203.0.113.60"])
    azure.routing.lead_internet_to("app", "10.0.1.4")


def default_access(azure: Azure) -> None:
    beside(azure)


def public_ip(azure: Azure) -> None:
    beside(azure)
    azure.public_ips.describe("vm1", "203.0.113.50")


def load_balancer(azure: Azure) -> None:
    azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [("vm1", "10.0.0.4")])


def played(describe: Callable[[Azure], None], *, tracing: bool) -> list[object]:
    """What became of connections that some ports are too few for, that end and begin anew."""
    azure, found = Azure(tracing=tracing), []
    describe(azure)
    for count in (2, 5_100):
        azure.outbound.open_many("vm1", "TCP", count, [SERVER])
        found.append(azure.outbound.attempt().refusals)
    azure.ends.end_some(2, "RST")
    azure.outbound.open_many("vm1", "UDP", 3, [("198.51.100.7", 53)])
    for duration in (SECOND, MINUTE, 4 * MINUTE):
        azure.world.pass_time(duration)
        azure.outbound.open_many("vm1", "TCP", 1, [SERVER])
        found.append([(each.state, each.outside) for each in azure.outbound.flows])
    return found


@pytest.mark.parametrize(
    "describe", [nat_gateway, firewall, default_access, public_ip, load_balancer]
)
def test_the_same_becomes_of_every_connection(describe: Callable[[Azure], None]) -> None:
    assert played(describe, tracing=False) == played(describe, tracing=True)
