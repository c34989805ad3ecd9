"""What machines reach the internet through: NAT gateways and firewalls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional

from azsim.model.resources.checks import (
    IDLE_TIMEOUT,
    Word,
    distinct,
    duration,
    folded,
    networks,
    number,
    plain_name,
    port_number,
)
from azsim.model.resources.identity import Resource, ResourceId, resource_id, resource_ids
from azsim.model.resources.network import IP_CONFIGURATION
from azsim.model.resources.security import ANY, is_tag, port_ranges, prefix
from azsim.text import Advice, Text, quoted
from azsim.units import parse_address

FIREWALL_RULE = Text("rule", "規則")


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


class FirewallRuleKind(Word):
    """What a rule of a firewall looks at."""

    NETWORK = "Network"
    APPLICATION = "Application"


class FirewallAction(Word):
    """What a rule does with the flows that match it."""

    ALLOW = "Allow"
    DENY = "Deny"


class FirewallProtocol(Word):
    """The protocol of a network rule, or what an application rule takes a connection to speak."""

    TCP = "TCP"
    UDP = "UDP"
    ANY = "Any"
    HTTP = "HTTP"
    HTTPS = "HTTPS"
    MSSQL = "MSSQL"


_OF_NETWORK_RULES = (FirewallProtocol.TCP, FirewallProtocol.UDP, FirewallProtocol.ANY)


def places(given: Iterable[str]) -> tuple[str, ...]:
    """Networks, addresses as networks of their own, or ``Any``.

    :raises Advice: for service tags, which aren't modelled here, and for anything else.
    """
    found = tuple(prefix(each) for each in given)
    for each in found:
        if is_tag(each):
            raise Advice(
                Text(
                    '"{found}" is neither an address, nor a network, nor Any. Rules of a firewall that name '
                    "service tags or domain names aren't modelled.",
                    "「{found}」はアドレスでもネットワークでも Any でもない。サービス タグやドメイン名を挙げる"
                    "ファイアウォールの規則はモデル化していない。",
                ).fill(found=quoted(each))
            )
    return found


@frozen(kw_only=True)
class FirewallRule:
    """A network rule or an application rule of a firewall.

    ``priority`` is that of its collection: of two rules of one kind the lower number goes first. An
    application rule is about TCP, and its destination is any, as connections name addresses here.
    """

    name: str = field(eq=folded, validator=plain_name)
    kind: FirewallRuleKind = field(converter=FirewallRuleKind)
    priority: int = field(validator=number(Text("priority", "優先順位"), 0))
    action: FirewallAction = field(default=FirewallAction.ALLOW, converter=FirewallAction)
    protocol: FirewallProtocol = field(converter=FirewallProtocol)
    sources: tuple[str, ...] = field(default=(ANY,), converter=places)
    destinations: tuple[str, ...] = field(default=(ANY,), converter=places)
    destination_ports: tuple[tuple[int, int], ...] = field(default=(ANY,), converter=port_ranges)

    def __attrs_post_init__(self) -> None:
        is_network = self.kind is FirewallRuleKind.NETWORK
        if is_network is not (self.protocol in _OF_NETWORK_RULES):
            raise Advice(
                Text(
                    'The protocol of the rule "{name}" is {found}. A network rule has TCP, UDP or Any, an '
                    "application rule HTTP, HTTPS or MSSQL.",
                    "規則「{name}」のプロトコルが {found} である。ネットワーク規則では TCP、UDP、Any のいずれか、"
                    "アプリケーション規則では HTTP、HTTPS、MSSQL のいずれかを書く。",
                ).fill(name=self.name, found=self.protocol)
            )
        if not is_network and self.destinations != (ANY,):
            raise Advice(
                Text(
                    'The application rule "{name}" has a destination. Such a rule names domains in Azure, '
                    "and connections go to addresses here: only Any is modelled.",
                    "アプリケーション規則「{name}」に宛先がある。Azure ではドメインを挙げるが、ここでは接続の宛先が"
                    "アドレスであるため、Any だけを扱う。",
                ).fill(name=self.name)
            )


@frozen(kw_only=True)
class FirewallNatRule:
    """What comes in to a port of a public address of the firewall goes to a private address.

    ``ip_address`` is None where only Azure knows the address yet.
    """

    name: str = field(eq=folded, validator=plain_name)
    protocol: FirewallProtocol = field(default=FirewallProtocol.TCP, converter=FirewallProtocol)
    sources: tuple[str, ...] = field(default=(ANY,), converter=places)
    ip_address: str | None = field(converter=optional(parse_address))
    port: int = field(validator=port_number())
    translated_ip_address: str = field(converter=parse_address)
    translated_port: int = field(validator=port_number())

    def __attrs_post_init__(self) -> None:
        if self.protocol not in _OF_NETWORK_RULES:
            raise Advice(
                Text(
                    'The protocol of the DNAT rule "{name}" is {found}. Write TCP, UDP or Any.',
                    "DNAT 規則「{name}」のプロトコルが {found} である。TCP、UDP、Any のいずれかを書く。",
                ).fill(name=self.name, found=self.protocol)
            )


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
    of TCP flows to the internet, which Microsoft extends on request. ``private_ranges`` are the
    destinations for which network rules don't translate, None where they are left as they are.
    ``rules`` is None where nobody lists any, and the firewall lets everything pass as by network rules.
    ``policy`` is the one whose rules it has as well.
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
    private_ranges: tuple[str, ...] | None = field(default=None, converter=optional(networks))
    rules: tuple[FirewallRule, ...] | None = field(default=None, validator=distinct(FIREWALL_RULE))
    nat_rules: tuple[FirewallNatRule, ...] = field(default=(), validator=distinct(FIREWALL_RULE))
    policy: ResourceId | None = field(default=None, converter=optional(resource_id))


@frozen(kw_only=True)
class FirewallPolicy(Resource):
    """Rules for the firewalls that name it; those of ``base_policy`` go before its own.

    The priority of a rule is its place among them all.
    """

    KIND: ClassVar[Text] = Text("firewall policy", "ファイアウォール ポリシー")

    base_policy: ResourceId | None = field(default=None, converter=optional(resource_id))
    rules: tuple[FirewallRule, ...] = field(default=(), validator=distinct(FIREWALL_RULE))
    nat_rules: tuple[FirewallNatRule, ...] = field(default=(), validator=distinct(FIREWALL_RULE))
