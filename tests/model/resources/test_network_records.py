"""What records of virtual networks and public addresses accept, and what they answer."""

from __future__ import annotations

import pytest

from azsim.model.resources.network import (
    IpConfiguration,
    NetworkInterface,
    NextHopType,
    PublicIpAddress,
    PublicIpPrefix,
    PublicIpSku,
    Route,
    Subnet,
    VirtualNetwork,
)
from azsim.text import Advice
from azsim.units import MINUTE


def network(*subnets: Subnet) -> VirtualNetwork:
    """A virtual network with those subnets."""
    return VirtualNetwork(id="hub", address_space=["10.0.0.0/16"], subnets=subnets)


class TestAVirtualNetwork:
    def test_finds_its_subnet_without_case(self) -> None:
        app = Subnet(name="App", address_prefixes=["10.0.1.0/24"])
        assert network(app).subnet("app") is app

    def test_proposes_the_nearest_subnet(self) -> None:
        with pytest.raises(Advice) as caught:
            network(Subnet(name="App", address_prefixes=["10.0.1.0/24"])).subnet("ap")
        assert caught.value.text.en == (
            'The virtual network "hub" has no subnet "ap". Did you mean "App"?'
        )
        assert caught.value.text.ja == (
            "仮想ネットワーク「hub」にサブネット「ap」はない。「App」のことか。"
        )

    def test_has_no_two_subnets_whose_names_differ_in_case_only(self) -> None:
        with pytest.raises(Advice) as caught:
            network(
                Subnet(name="App", address_prefixes=["10.0.1.0/24"]),
                Subnet(name="app", address_prefixes=["10.0.2.0/24"]),
            )
        assert caught.value.text.en == (
            '"hub" has two of the same name, subnet "App" and subnet "app". Capitals don\'t count: '
            "give each a name of its own."
        )
        assert "サブネット「App」と「app」がある" in caught.value.text.ja

    def test_has_an_address_space(self) -> None:
        with pytest.raises(Advice) as caught:
            VirtualNetwork(id="hub", address_space=[])
        assert caught.value.text.en == '"hub" has no address prefix; it needs at least one.'


class TestASubnet:
    def test_is_neither_private_nor_not_where_nobody_said(self) -> None:
        assert Subnet(name="app", address_prefixes=["10.0.1.0/24"]).default_outbound_access is None

    def test_begins_with_the_first_address_of_its_network(self) -> None:
        with pytest.raises(Advice, match="write 10.0.1.0/24"):
            Subnet(name="app", address_prefixes=["10.0.1.4/24"])

    @pytest.mark.parametrize("name", ["", " ", "hub/app"])
    def test_has_a_plain_name(self, name: str) -> None:
        with pytest.raises(Advice) as caught:
            Subnet(name=name, address_prefixes=["10.0.1.0/24"])
        assert caught.value.text.en == (
            f'"{name}" is no name of a part. Write a name without "/" on one line, such as web.'
        )


class TestANetworkInterface:
    def test_has_an_ip_configuration(self) -> None:
        with pytest.raises(Advice) as caught:
            NetworkInterface(id="nic1", ip_configurations=())
        assert caught.value.text.en == '"nic1" has no IP configuration; it needs at least one.'
        assert caught.value.text.ja == "「nic1」に IP 構成がない。少なくとも一つ必要である。"

    def test_compares_the_pools_that_it_is_in_without_case(self) -> None:
        one = IpConfiguration(load_balancer_back_end_pools=["lb/backendAddressPools/web"])
        other = IpConfiguration(load_balancer_back_end_pools=["LB/backendaddresspools/Web"])
        assert one == other

    def test_has_private_addresses_in_their_form(self) -> None:
        with pytest.raises(Advice, match='"10.0.0.256" is not an IPv4 address'):
            IpConfiguration(private_ip_address="10.0.0.256")


class TestAPublicIpAddress:
    def test_takes_its_sku_in_any_case(self) -> None:
        assert PublicIpAddress(id="ip", sku="standardv2").sku is PublicIpSku.STANDARD_V2

    def test_proposes_the_nearest_sku(self) -> None:
        with pytest.raises(Advice) as caught:
            PublicIpAddress(id="ip", sku="Standrad")
        assert caught.value.text.en == (
            '"Standrad" is none of Basic, Standard and StandardV2. Did you mean "Standard"?'
        )
        assert caught.value.text.ja == (
            "「Standrad」は Basic、Standard、StandardV2 のいずれでもない。「Standard」のことか。"
        )

    def test_says_nothing_that_nobody_said(self) -> None:
        ip = PublicIpAddress(id="ip")
        assert (ip.ip_address, ip.sku, ip.idle_timeout) == (None, None, None)

    @pytest.mark.parametrize("nanoseconds", [0, -4 * MINUTE])
    def test_has_an_idle_timeout_longer_than_nothing(self, nanoseconds: int) -> None:
        with pytest.raises(Advice) as caught:
            PublicIpAddress(id="ip", idle_timeout=nanoseconds)
        assert caught.value.text.en == ('The idle timeout of "ip" has to be longer than 0 seconds.')
        assert caught.value.text.ja == (
            "「ip」のアイドル タイムアウトには 0 秒より長い時間を書く。"
        )


class TestAPublicIpPrefix:
    def test_has_a_length_before_azure_has_given_out_its_range(self) -> None:
        assert PublicIpPrefix(id="prefix", prefix_length=28).ip_prefix is None

    def test_reads_its_length_from_its_range(self) -> None:
        assert PublicIpPrefix(id="prefix", ip_prefix="203.0.113.0/28").prefix_length == 28

    def test_has_one_or_the_other(self) -> None:
        with pytest.raises(Advice) as caught:
            PublicIpPrefix(id="prefix")
        assert caught.value.text.en == (
            'The description of "prefix" is incomplete: say its prefix length, such as 28.'
        )

    def test_has_a_length_that_its_range_has_too(self) -> None:
        with pytest.raises(Advice, match="Write 28, or leave the length out"):
            PublicIpPrefix(id="prefix", ip_prefix="203.0.113.0/28", prefix_length=29)

    def test_has_no_length_beyond_an_address(self) -> None:
        with pytest.raises(Advice) as caught:
            PublicIpPrefix(id="prefix", prefix_length=33)
        assert caught.value.text.en == (
            'The prefix length of "prefix" is 33. It is a whole number from 0 to 32.'
        )
        assert caught.value.text.ja == (
            "「prefix」のプレフィックス長が 33 である。0 から 32 までの整数を書く。"
        )


class TestARoute:
    def test_names_the_type_of_its_next_hop_in_any_case(self) -> None:
        route = Route(
            name="out",
            address_prefix="0.0.0.0/0",
            next_hop_type="virtualappliance",
            next_hop_ip_address="10.0.0.4",
        )
        assert route.next_hop_type is NextHopType.VIRTUAL_APPLIANCE
