"""Network security groups that somebody describes wrongly, or where they aren't modelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from azsim.azure import Azure
from azsim.azure.network_interfaces import Configuration
from azsim.gherkin import Scenario
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import NetworkInterface
from azsim.model.resources.security import Access, Direction, SecurityRule
from azsim.text import Advice


def rule(name: str = "Allow", **fields: object) -> SecurityRule:
    return SecurityRule(
        name=name, priority=100, direction=Direction.INBOUND, access=Access.ALLOW, **fields
    )


@pytest.fixture
def azure() -> Azure:
    azure = Azure()
    azure.load_balancing.add_load_balancer("lb", "203.0.113.10", [("web1", "10.0.0.4")])
    azure.load_balancing.add_client("192.0.2.33")
    return azure


def test_a_service_tag_without_known_addresses_is_not_modelled(azure: Azure) -> None:
    with pytest.raises(Advice, match="service tag Storage"):
        azure.security_groups.add_to_interfaces("nsg1", ["web1"], [rule(sources=["Storage"])])


def test_a_rule_about_an_application_group_that_nothing_is_in_may_be_a_slip(azure: Azure) -> None:
    azure.security_groups.put_into("asg-web", ["web1"])
    slip = rule(destinations=(), destination_application_security_groups=["asg-wbe"])
    with pytest.raises(Advice, match='nothing is in it. Did you mean "asg-web"'):
        azure.security_groups.add_to_interfaces("nsg1", ["web1"], [slip])


def test_classic_machines_are_in_no_application_group(azure: Azure) -> None:
    azure.deployment.describe_machines([("vm1", "10.1.0.4", None)])
    with pytest.raises(Advice, match="classic deployment"):
        azure.security_groups.put_into("asg-web", ["vm1"])


def test_all_interfaces_of_a_machine_are_in_its_application_group(azure: Azure) -> None:
    rows = [
        Configuration(interface=name, private=f"10.0.{name[-1]}.9") for name in ("eth1", "eth2")
    ]
    azure.network_interfaces.describe_machine("vm2", rows)
    azure.security_groups.put_into("asg-web", ["vm2"])
    assert azure.cloud.plane.description.find(NetworkInterface, "vm2 eth2").ip_configurations[
        0
    ].application_security_groups == (ResourceId("asg-web"),)


def test_a_group_is_described_once(azure: Azure) -> None:
    azure.security_groups.add_to_interfaces("nsg1", ["web1"])
    with pytest.raises(Advice, match="described twice"):
        azure.security_groups.add_to_interfaces("nsg1", ["web1"])


def test_a_group_that_is_there_cannot_be_missing(azure: Azure) -> None:
    azure.security_groups.add_to_interfaces("nsg1", ["web1"])
    with pytest.raises(Advice, match='has the network security group "nsg1"'):
        azure.security_groups.say_none("web1")


def test_classic_machines_have_no_interface_for_one(azure: Azure) -> None:
    azure.deployment.describe_machines([("vm1", "10.1.0.4", None)])
    with pytest.raises(Advice, match="classic deployment"):
        azure.security_groups.add_to_interfaces("nsg1", ["vm1"])


def test_the_nearest_rule_is_named(azure: Azure) -> None:
    azure.security_groups.add_to_interfaces("nsg1", ["web1"])
    with pytest.raises(Advice, match='Did you mean "DenyAllInBound"'):
        azure.security_groups.denial("DenyAllIn", "nsg1")


def test_a_front_end_address_at_a_server_is_not_modelled(azure: Azure) -> None:
    azure.load_balancing.enable_floating_ip("lb")
    azure.security_groups.add_to_interfaces("nsg1", ["web1"], [rule()])
    with pytest.raises(Advice, match="because of floating IP"):
        azure.load_balancing.send_requests("192.0.2.33", "203.0.113.10", 80)


def test_flows_followed_as_flows_ask_the_same(azure: Azure) -> None:
    azure.load_balancing.add_load_balancer("lb2", "203.0.113.11", [("web2", "10.0.0.5")])
    denies = SecurityRule(
        name="Deny", priority=100, direction=Direction.INBOUND, access=Access.DENY
    )
    azure.security_groups.add_to_interfaces("nsg2", ["web2"], [denies])
    azure.outbound.open_many("web1", "TCP", 2, [("10.0.0.5", 443)])
    assert azure.seen.fate() == azure.security_groups.denial("Deny", "nsg2")
    azure.outbound.open_many("web2", "TCP", 2, [("198.51.100.7", 443)])
    assert azure.seen.succeeded() == 2


def test_a_group_that_no_packet_meets_is_owed() -> None:
    account = Scenario("en", "S", Path("a.feature"))
    azure = Azure(owe=account.owe)
    azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/24")])
    azure.public_ips.describe_machine("vm1", "203.0.113.50")
    azure.outbound.open_connection("vm1", "TCP", "198.51.100.7", 443)
    azure.security_groups.add_to_interfaces("nsg1", ["vm1"])
    debt = account.unsettled()
    assert debt is not None
    assert 'No packet meets the network security group "nsg1"' in debt.text.en
    azure.outbound.open_connection("vm1", "TCP", "198.51.100.8", 443)
    assert account.unsettled() is None


def test_a_group_that_is_spoken_of_needs_no_packet() -> None:
    account = Scenario("en", "S", Path("a.feature"))
    azure = Azure(owe=account.owe)
    azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/24")])
    azure.security_groups.add_to_subnet("nsg1", "app")
    assert account.unsettled() is not None
    assert azure.security_groups.rules("nsg1", Direction.INBOUND)
    assert account.unsettled() is None
