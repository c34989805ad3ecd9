"""What machines reach the internet through: NAT gateways and firewalls."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional

from azsim.model.resources.checks import (
    IDLE_TIMEOUT,
    Word,
    distinct,
    duration,
    folded,
    number,
    plain_name,
)
from azsim.model.resources.identity import Resource, ResourceId, resource_id, resource_ids
from azsim.model.resources.network import IP_CONFIGURATION
from azsim.text import Text
from azsim.units import parse_address


class NatGatewaySku(Word):
    """The SKU of a NAT gateway."""

    STANDARD = "Standard"
    STANDARD_V2 = "StandardV2"


class FirewallTier(Word):
    """The tier of a firewall's SKU."""

    BASIC = "Basic"
    STANDARD = "Standard"
    PREMIUM = "Premium"


@frozen(kw_only=True)
class NatGateway(Resource):
    """A NAT gateway. The subnets that use it name it; ``virtual_network`` gives it to all of one."""

    KIND: ClassVar[Text] = Text("NAT gateway", "NAT ゲートウェイ")

    sku: NatGatewaySku | None = field(default=None, converter=optional(NatGatewaySku))
    public_ip_addresses: tuple[ResourceId, ...] = field(default=(), converter=resource_ids)
    public_ip_prefixes: tuple[ResourceId, ...] = field(default=(), converter=resource_ids)
    idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))
    virtual_network: ResourceId | None = field(default=None, converter=optional(resource_id))


@frozen(kw_only=True)
class FirewallIpConfiguration:
    """A public address of a firewall; the first one names the subnet that it stands in."""

    name: str = field(eq=folded, validator=plain_name)
    subnet: ResourceId | None = field(default=None, converter=optional(resource_id))
    public_ip_address: ResourceId | None = field(default=None, converter=optional(resource_id))
    private_ip_address: str | None = field(default=None, converter=optional(parse_address))


@frozen(kw_only=True)
class Firewall(Resource):
    """An Azure Firewall in a virtual network.

    ``instances`` is how many it runs on, which Azure decides by the load; ``idle_timeout`` is that
    of TCP flows to the internet, which Microsoft extends on request.
    """

    KIND: ClassVar[Text] = Text("firewall", "ファイアウォール")

    tier: FirewallTier | None = field(default=None, converter=optional(FirewallTier))
    ip_configurations: tuple[FirewallIpConfiguration, ...] = field(
        default=(), validator=distinct(IP_CONFIGURATION)
    )
    instances: int | None = field(
        default=None, validator=number(Text("number of instances", "インスタンスの数"), 0)
    )
    idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))
