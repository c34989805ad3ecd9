"""NAT gateways among Basic resources, and the connections of machines that nobody names."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.model.resources.network import IpConfiguration, NetworkInterface, PublicIpAddress
from azsim.model.resources.outbound import NatGateway
from azsim.model.resources.security import NetworkSecurityGroup
from azsim.text import Advice

BESIDE_BASIC = "can't have Basic load balancers"
SERVER = ("198.51.100.7", 443)


@pytest.fixture
def azure() -> Azure:
    """app1 in one subnet, data1 in another."""
    azure = Azure()
    azure.networks.describe(
        "vnet", "10.0.0.0/16", [("app", "10.0.0.0/24"), ("data", "10.0.1.0/24")]
    )
    azure.networks.add_machine("app1", "10.0.0.4", "app")
    azure.networks.add_machine("data1", "10.0.1.4", "data")
    return azure


class TestBasicResources:
    def test_keep_it_from_a_whole_network(self, azure: Azure) -> None:
        azure.public_ips.describe("data1", "203.0.113.51", "Basic")
        with pytest.raises(Advice, match=BESIDE_BASIC):
            azure.nat_gateways.describe("nat", ["203.0.113.50"])

    def test_of_another_subnet_dont_matter(self, azure: Azure) -> None:
        azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
        azure.public_ips.describe("data1", "203.0.113.51", "Basic")

    def test_come_once_it_is_gone(self, azure: Azure) -> None:
        azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
        with pytest.raises(Advice, match=BESIDE_BASIC):
            azure.public_ips.describe("app1", "203.0.113.51", "Basic")
        azure.nat_gateways.detach("nat", "app")
        azure.public_ips.describe("app1", "203.0.113.52", "Basic")


class TestConnectionsOfOthers:
    def test_have_room_at_each_address(self, azure: Azure) -> None:
        azure.nat_gateways.describe("nat", ["203.0.113.50", "203.0.113.51"], ["app"])
        azure.nat_gateways.carry_for_others("nat", 99_999, SERVER)
        with pytest.raises(Advice, match="room for 1 connections there, not for 2"):
            azure.nat_gateways.carry_for_others("nat", 2, SERVER)

    def test_go_with_their_address(self, azure: Azure) -> None:
        azure.nat_gateways.describe("nat", ["203.0.113.50", "203.0.113.51"], ["app"])
        azure.nat_gateways.carry_for_others("nat", 2_000_000)
        azure.nat_gateways.remove_address("nat", "203.0.113.50")
        azure.nat_gateways.carry_for_others("nat", 1_000_000)
        with pytest.raises(Advice, match="room for 0 connections"):
            azure.nat_gateways.carry_for_others("nat", 1)

    def test_are_on_the_internet(self, azure: Azure) -> None:
        azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
        with pytest.raises(Advice, match="a private address"):
            azure.nat_gateways.carry_for_others("nat", 1, ("10.0.1.4", 443))


class TestAWholeNetwork:
    def test_leaves_by_its_gateway(self, azure: Azure) -> None:
        for_all(azure)
        for name in ("app1", "data1"):
            azure.outbound.open_connection(name, "TCP", *SERVER)
            assert azure.outbound.that.outside.source == "203.0.113.50"

    def test_has_no_basic_public_ip_once_it_has_one(self, azure: Azure) -> None:
        for_all(azure)
        with pytest.raises(Advice, match=BESIDE_BASIC):
            azure.public_ips.describe("data1", "203.0.113.51", "Basic")

    def test_leaves_a_subnet_its_own(self, azure: Azure) -> None:
        for_all(azure)
        azure.nat_gateways.describe("own", ["203.0.113.60"], ["data"])
        azure.outbound.open_connection("data1", "TCP", *SERVER)
        assert azure.outbound.that.outside.source == "203.0.113.60"


def for_all(azure: Azure) -> None:
    """A NAT gateway for every subnet of the network."""
    azure.cloud.plane.describe(
        PublicIpAddress(id="nat-ip", ip_address="203.0.113.50"),
        NatGateway(
            id="nat", sku="StandardV2", public_ip_addresses=("nat-ip",), virtual_network="vnet"
        ),
    )


def test_an_interface_without_a_machine_is_in_nobodys_way(azure: Azure) -> None:
    spare = IpConfiguration(subnet="vnet/subnets/app")
    azure.cloud.plane.describe(
        NetworkInterface(id="spare", ip_configurations=(spare,)), NetworkSecurityGroup(id="nsg")
    )
    azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
    azure.outbound.open_connection("app1", "TCP", *SERVER)
    assert azure.outbound.that.outside.source == "203.0.113.50"


def test_a_described_subnet_of_a_sql_managed_instance_takes_none() -> None:
    azure = Azure()
    azure.networks.describe("vnet", "10.0.0.0/16", [("sql", "10.0.1.0/24")])
    azure.networks.delegate("sql", "microsoft.sql/managedinstances")
    with pytest.raises(Advice, match="delegated to this service"):
        azure.nat_gateways.describe("nat", ["203.0.113.50"], ["sql"])


def test_a_described_gateway_subnet_takes_none() -> None:
    azure = Azure()
    azure.networks.describe("vnet", "10.0.0.0/16", [("GatewaySubnet", "10.0.1.0/24")])
    with pytest.raises(Advice, match="gateway subnet"):
        azure.nat_gateways.describe("nat", ["203.0.113.50"], ["GatewaySubnet"])
