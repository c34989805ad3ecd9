"""What can't be said of public IP addresses of machines, and what is said instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.text import Advice
from azsim.units import MINUTE


@pytest.fixture
def azure() -> Azure:
    azure = Azure()
    azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/24")])
    azure.public_ips.describe_machine("vm1", "203.0.113.50")
    azure.networks.add_machine("vm2", "10.0.0.5", "app")
    return azure


MISTAKES: list[tuple[Callable[[Azure], None], str]] = [
    (lambda azure: azure.public_ips.describe("vm3", "203.0.113.51"), "No machine is called"),
    (lambda azure: azure.public_ips.describe("vm2", "10.0.0.50"), "is a private address"),
    (lambda azure: azure.public_ips.describe("vm2", "203.0.113.50"), "is given twice"),
    (
        lambda azure: azure.public_ips.assign("vm1", "203.0.113.51"),
        "has the public IP 203.0.113.50",
    ),
    (lambda azure: azure.public_ips.remove("vm1", "203.0.113.51"), "is 203.0.113.50, not"),
    (lambda azure: azure.public_ips.remove("vm2", "203.0.113.51"), "has no public IP address"),
    (
        lambda azure: azure.public_ips.ask_for_idle_timeout("203.0.113.51", 10 * MINUTE),
        "has the public IP 203.0.113.51. Write before it: Given the virtual",
    ),
    (
        lambda azure: azure.outbound.open_connection("vm1", "TCP", "203.0.113.50", 443),
        "to its own deployment's public address aren't modelled",
    ),
    (
        lambda azure: azure.workloads.over_a_pool("vm2", 1, "203.0.113.50", 443, MINUTE, 1),
        "come in through public IP 203.0.113.50",
    ),
]


@pytest.mark.parametrize(("say", "answer"), MISTAKES, ids=[answer for _, answer in MISTAKES])
def test_a_mistake_is_answered(azure: Azure, say: Callable[[Azure], None], answer: str) -> None:
    with pytest.raises(Advice, match=answer):
        say(azure)


def test_an_instance_of_a_classic_deployment_is_answered() -> None:
    azure = Azure()
    azure.deployment.describe_instances(1)
    with pytest.raises(Advice, match="When the instance-level public IP 203.0.113.50 is assigned"):
        azure.public_ips.describe("vm1", "203.0.113.50")


def test_without_a_network_the_machine_stands_in_the_default_one() -> None:
    azure = Azure()
    azure.public_ips.describe_machine("vm1", "203.0.113.50")
    assert azure.cloud.machines.find("vm1").address == "10.0.0.4"


def test_the_timeout_of_an_instance_level_address_is_for_tcp_that_comes_in() -> None:
    azure = Azure()
    azure.deployment.describe_instances(2)
    azure.deployment.assign_instance_level_address("vm1", "203.0.113.50")
    azure.public_ips.ask_for_idle_timeout("203.0.113.50", 30 * MINUTE)
    [service] = azure.cloud.classic.running.values()
    assert [each.public_ip_idle_timeout for each in service.record.instances] == [30 * MINUTE, None]
    own = service.own["vm1"]
    assert own.inbound_kept_for("TCP") == 30 * MINUTE
    assert own.inbound_kept_for("UDP") == 4 * MINUTE
    assert own.kept_for("idle timeout", "TCP") == 4 * MINUTE
