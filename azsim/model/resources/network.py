"""Virtual networks, what stands in them, and the public addresses that are given out."""

from __future__ import annotations

import ipaddress
from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import and_

from azsim.model.resources.checks import (
    IDLE_TIMEOUT,
    Word,
    distinct,
    duration,
    folded,
    needs,
    networks,
    number,
    plain_name,
    some,
)
from azsim.model.resources.identity import (
    Resource,
    ResourceId,
    part_named,
    resource_id,
    resource_ids,
)
from azsim.text import Advice, Text
from azsim.units import parse_address, parse_network

SUBNET = Text("subnet", "サブネット")
PEERING = Text("peering", "ピアリング")
IP_CONFIGURATION = Text("IP configuration", "IP 構成")
ROUTE = Text("route", "ルート")
ADDRESS_PREFIX = Text("address prefix", "アドレス プレフィックス")


class PublicIpSku(Word):
    """The SKU of a public IP address, and of a prefix."""

    BASIC = "Basic"
    STANDARD = "Standard"
    STANDARD_V2 = "StandardV2"


class NextHopType(Word):
    """Where a route leads."""

    VIRTUAL_APPLIANCE = "VirtualAppliance"
    VIRTUAL_NETWORK_GATEWAY = "VirtualNetworkGateway"
    VIRTUAL_NETWORK = "VnetLocal"
    INTERNET = "Internet"
    NONE = "None"


@frozen(kw_only=True)
class Subnet:
    """A subnet; ``default_outbound_access=False`` makes it a private one.

    ``delegations`` are the services that it is delegated to, such as Microsoft.Sql/managedInstances.
    ``is_made_up`` marks one that stands elsewhere, of which nobody says the prefixes.
    """

    name: str = field(eq=folded, validator=plain_name)
    address_prefixes: tuple[str, ...] = field(converter=networks, validator=some(ADDRESS_PREFIX))
    default_outbound_access: bool | None = field(default=None)
    nat_gateway: ResourceId | None = field(default=None, converter=optional(resource_id))
    route_table: ResourceId | None = field(default=None, converter=optional(resource_id))
    network_security_group: ResourceId | None = field(default=None, converter=optional(resource_id))
    delegations: tuple[str, ...] = field(default=(), eq=folded)
    is_made_up: bool = False


@frozen(kw_only=True)
class VirtualNetworkPeering:
    """One direction of a peering: what this network does for packets of the other one."""

    name: str = field(eq=folded, validator=plain_name)
    remote_virtual_network: ResourceId = field(converter=resource_id)
    allow_forwarded_traffic: bool = False
    allow_gateway_transit: bool = False
    use_remote_gateways: bool = False


@frozen(kw_only=True)
class VirtualNetwork(Resource):
    """A virtual network with its address space."""

    KIND: ClassVar[Text] = Text("virtual network", "仮想ネットワーク")

    address_space: tuple[str, ...] = field(converter=networks, validator=some(ADDRESS_PREFIX))
    subnets: tuple[Subnet, ...] = field(default=(), validator=distinct(SUBNET))
    peerings: tuple[VirtualNetworkPeering, ...] = field(default=(), validator=distinct(PEERING))

    def subnet(self, name: str) -> Subnet:
        """The subnet of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.subnets, SUBNET, self)


@frozen(kw_only=True)
class IpConfiguration:
    """An address of a network interface, and what it belongs to.

    ``private_ip_address`` is None where Azure picks one from the subnet. The memberships in
    pools and rules stand here, as in Resource Manager.
    """

    name: str = field(default="ipconfig1", eq=folded, validator=plain_name)
    subnet: ResourceId | None = field(default=None, converter=optional(resource_id))
    private_ip_address: str | None = field(default=None, converter=optional(parse_address))
    public_ip_address: ResourceId | None = field(default=None, converter=optional(resource_id))
    primary: bool | None = None
    load_balancer_back_end_pools: tuple[ResourceId, ...] = field(default=(), converter=resource_ids)
    load_balancer_inbound_nat_rules: tuple[ResourceId, ...] = field(
        default=(), converter=resource_ids
    )
    application_gateway_back_end_pools: tuple[ResourceId, ...] = field(
        default=(), converter=resource_ids
    )
    application_security_groups: tuple[ResourceId, ...] = field(default=(), converter=resource_ids)


@frozen(kw_only=True)
class NetworkInterface(Resource):
    """A network interface of a machine."""

    KIND: ClassVar[Text] = Text("network interface", "ネットワーク インターフェイス")

    ip_configurations: tuple[IpConfiguration, ...] = field(
        validator=and_(some(IP_CONFIGURATION), distinct(IP_CONFIGURATION))
    )
    enable_ip_forwarding: bool = field(default=False)
    network_security_group: ResourceId | None = field(default=None, converter=optional(resource_id))

    @property
    def in_order(self) -> list[IpConfiguration]:
        """Its IP configurations, the primary one first: the first, where none says that it is."""
        return sorted(self.ip_configurations, key=lambda each: not each.primary)


@frozen(kw_only=True)
class PublicIpAddress(Resource):
    """A public IP address; ``ip_address`` is None where Azure hasn't given it out yet.

    ``public_ip_prefix`` is where it was taken from.
    """

    KIND: ClassVar[Text] = Text("public IP address", "パブリック IP アドレス")

    ip_address: str | None = field(default=None, converter=optional(parse_address))
    sku: PublicIpSku | None = field(default=None, converter=optional(PublicIpSku))
    public_ip_prefix: ResourceId | None = field(default=None, converter=optional(resource_id))
    idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))
    fqdn: str | None = field(default=None, eq=folded)


@frozen(kw_only=True)
class PublicIpPrefix(Resource):
    """A range of public IP addresses: its length, and the range once Azure has given it out.

    Where only ``ip_prefix`` is said, ``prefix_length`` is read from it.
    """

    KIND: ClassVar[Text] = Text("public IP prefix", "パブリック IP プレフィックス")

    ip_prefix: str | None = field(default=None, converter=optional(parse_network))
    prefix_length: int = field(validator=number(Text("prefix length", "プレフィックス長"), 0, 32))
    sku: PublicIpSku | None = field(default=None, converter=optional(PublicIpSku))

    @prefix_length.default
    def _length_of_range(self) -> int:
        if self.ip_prefix is None:
            raise needs(
                self,
                Text(
                    "say its prefix length, such as 28",
                    "28 のようなプレフィックス長を書く",
                ),
            )
        return ipaddress.IPv4Network(self.ip_prefix).prefixlen

    def __attrs_post_init__(self) -> None:
        if self.ip_prefix is None:
            return
        length = ipaddress.IPv4Network(self.ip_prefix).prefixlen
        if length != self.prefix_length:
            raise Advice(
                Text(
                    f'The prefix length of "{self.name}" is {self.prefix_length}, and its range is '
                    f"{self.ip_prefix}. Write {length}, or leave the length out.",
                    f"「{self.name}」のプレフィックス長は {self.prefix_length} だが、範囲は "
                    f"{self.ip_prefix} である。{length} と書くか、プレフィックス長を省く。",
                )
            )


@frozen(kw_only=True)
class Route:
    """Packets to ``address_prefix`` go to the next hop."""

    name: str = field(eq=folded, validator=plain_name)
    address_prefix: str = field(converter=parse_network)
    next_hop_type: NextHopType = field(converter=NextHopType)
    next_hop_ip_address: str | None = field(default=None, converter=optional(parse_address))


@frozen(kw_only=True)
class RouteTable(Resource):
    """User-defined routes of the subnets that name it."""

    KIND: ClassVar[Text] = Text("route table", "ルート テーブル")

    routes: tuple[Route, ...] = field(default=(), validator=distinct(ROUTE))
    disable_bgp_route_propagation: bool = field(default=False)
