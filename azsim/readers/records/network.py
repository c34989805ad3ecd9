"""Virtual networks, interfaces, public addresses and routes as records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import evolve

from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import (
    IpConfiguration,
    NetworkInterface,
    NextHopType,
    PublicIpAddress,
    PublicIpPrefix,
    PublicIpSku,
    Route,
    RouteTable,
    Subnet,
    VirtualNetwork,
    VirtualNetworkPeering,
)
from azsim.readers.records.body import Body
from azsim.text import Text
from azsim.units import parse_address, parse_network

IPV6 = Text("IPv6 isn't modelled", "IPv6 はモデル化していない")
NO_PREFIX = Text("it has no address prefix", "アドレス プレフィックスがない")
NO_CONFIGURATION = Text("it has no IP configuration", "IP 構成がない")
NO_PREFIX_LENGTH = Text("its prefix length isn't known", "プレフィックス長がわからない")
TOO_LARGE_A_PREFIX = Text(
    "public IP prefixes are read up to /{most}, and this one is /{length}",
    "読み取れるパブリック IP プレフィックスは /{most} までだが、/{length} である",
)
LARGEST_PREFIX: Final = 16
"""Far larger than those that Azure gives out; each address of a prefix is counted."""
SERVICE_TAG_ROUTE = Text(
    "a route to the service tag {tag} isn't modelled",
    "サービス タグ {tag} へのルートはモデル化していない",
)


def virtual_network(id: ResourceId, body: Body) -> Resource | None:
    """A virtual network with its subnets and peerings."""
    space = body.object_at("addressSpace")
    subnets = tuple(filter(None, map(_subnet, body.objects("subnets"))))
    subnets = tuple(_by_version(each, body) for each in subnets)
    spaces = () if space is None else _networks(space, "addressPrefixes", None)
    # One that stands elsewhere is known by the subnets that are named here.
    prefixes = spaces or tuple(each for one in subnets for each in one.address_prefixes)
    if not prefixes:
        body.tell(NO_PREFIX)
        return None
    return VirtualNetwork(
        id=id,
        address_space=prefixes,
        subnets=subnets,
        peerings=tuple(filter(None, map(_peering, body.objects("virtualNetworkPeerings")))),
    )


def _by_version(subnet: Subnet, network: Body) -> Subnet:
    """*subnet*, private where the version of the API makes it so and nobody says otherwise."""
    version = network.text("apiVersion")
    if version is None or subnet.default_outbound_access is not None:
        return subnet
    is_private = version > network.reading.facts.text("default-outbound-access.private-after")
    # What is there already doesn't change with the version that one asks by.
    if not is_private or network.text("etag") is not None:
        return subnet
    return evolve(subnet, default_outbound_access=False)


def _subnet(body: Body) -> Subnet | None:
    prefixes = _networks(body, "addressPrefixes", "addressPrefix")
    if not prefixes:
        body.tell(NO_PREFIX)
        return None
    return Subnet(
        name=body.name,
        address_prefixes=prefixes,
        default_outbound_access=body.flag("defaultOutboundAccess"),
        nat_gateway=body.reference("natGateway"),
        route_table=body.reference("routeTable"),
        network_security_group=body.reference("networkSecurityGroup"),
    )


def _peering(body: Body) -> VirtualNetworkPeering | None:
    remote = body.reference("remoteVirtualNetwork")
    if remote is None:
        return None
    return VirtualNetworkPeering(
        name=body.name,
        remote_virtual_network=remote,
        allow_forwarded_traffic=body.flag("allowForwardedTraffic") or False,
        allow_gateway_transit=body.flag("allowGatewayTransit") or False,
        use_remote_gateways=body.flag("useRemoteGateways") or False,
    )


def _networks(body: Body, key: str, single: str | None) -> tuple[str, ...]:
    found = []
    for each in body.texts(key, single):
        if ":" in each:
            body.tell(IPV6, body.place_of(key))
        else:
            found.append(parse_network(each))
    return tuple(found)


def network_interface(id: ResourceId, body: Body) -> Resource | None:
    """A network interface with its IP configurations."""
    configurations = tuple(filter(None, map(_configuration, body.objects("ipConfigurations"))))
    if not configurations:
        body.tell(NO_CONFIGURATION)
        return None
    return NetworkInterface(
        id=id,
        ip_configurations=configurations,
        enable_ip_forwarding=body.flag("enableIPForwarding") or False,
        network_security_group=body.reference("networkSecurityGroup"),
    )


def is_ipv6(body: Body, key: str) -> bool:
    """Whether *body* says IPv6 under *key*, which is told."""
    if (body.text(key) or "").casefold() != "ipv6":
        return False
    body.tell(IPV6)
    return True


def _configuration(body: Body) -> IpConfiguration | None:
    if is_ipv6(body, "privateIPAddressVersion"):
        return None
    public = body.reference("publicIPAddress")
    return IpConfiguration(
        name=body.name,
        subnet=body.reference("subnet"),
        private_ip_address=body.read("privateIPAddress", parse_address),
        public_ip_address=None if public in body.reading.ipv6 else public,
        primary=body.flag("primary"),
        load_balancer_back_end_pools=body.references("loadBalancerBackendAddressPools"),
        load_balancer_inbound_nat_rules=body.references("loadBalancerInboundNatRules"),
        application_gateway_back_end_pools=body.references("applicationGatewayBackendAddressPools"),
        application_security_groups=body.references("applicationSecurityGroups"),
    )


def public_ip_address(id: ResourceId, body: Body) -> Resource | None:
    """A public IP address."""
    if is_ipv6(body, "publicIPAddressVersion"):
        return None
    dns = body.object_at("dnsSettings")
    return PublicIpAddress(
        id=id,
        ip_address=body.read("ipAddress", parse_address),
        sku=sku(body) or PublicIpSku(body.reading.facts.text("resource-manager.public-ip.sku")),
        public_ip_prefix=body.reference("publicIPPrefix"),
        idle_timeout=body.minutes("idleTimeoutInMinutes"),
        fqdn=None if dns is None else dns.label("fqdn") or _dns_name(dns, body),
    )


def _dns_name(dns: Body, body: Body) -> str | None:
    """The DNS name that Azure makes of a label; the label alone where the region isn't known."""
    label, region = dns.label("domainNameLabel"), body.label("location")
    if label is None or region is None:
        return label
    return f"{label}.{region.replace(' ', '').lower()}.{_DOMAIN}"


_DOMAIN: Final = "cloudapp.azure.com"


def public_ip_prefix(id: ResourceId, body: Body) -> Resource | None:
    """A prefix of public IP addresses."""
    if is_ipv6(body, "publicIPAddressVersion"):
        return None
    given, length = body.read("ipPrefix", parse_network), body.number("prefixLength")
    if given is not None:
        length = int(given.rpartition("/")[2])
    if length is None:
        body.tell(NO_PREFIX_LENGTH)
        return None
    if length < LARGEST_PREFIX:
        body.tell(TOO_LARGE_A_PREFIX.fill(length=length, most=LARGEST_PREFIX))
        return None
    if given is not None:
        return PublicIpPrefix(id=id, ip_prefix=given, sku=sku(body))
    return PublicIpPrefix(id=id, prefix_length=length, sku=sku(body))


def sku(body: Body) -> PublicIpSku | None:
    """The SKU of an address or a prefix; None where it isn't said."""
    found = body.object_at("sku")
    return None if found is None else found.word("name", PublicIpSku)


def route_table(id: ResourceId, body: Body) -> Resource | None:
    """A route table with its routes."""
    return RouteTable(
        id=id,
        routes=tuple(_routes(id, body.objects("routes"))),
        disable_bgp_route_propagation=body.flag("disableBgpRoutePropagation") or False,
    )


def _routes(table: ResourceId, bodies: Iterable[Body]) -> Iterable[Route]:
    for body in bodies:
        prefix, hop = body.text("addressPrefix"), body.word("nextHopType", NextHopType)
        if prefix is None or hop is None:
            continue
        if ":" in prefix:
            body.tell(IPV6)
        elif not prefix[:1].isdigit():
            body.tell(SERVICE_TAG_ROUTE.fill(tag=prefix))
        else:
            referred = body.referred("nextHopIpAddress")
            if referred is not None:
                body.reading.hops[table, body.name] = referred
            yield Route(
                name=body.name,
                address_prefix=parse_network(prefix),
                next_hop_type=hop,
                next_hop_ip_address=None
                if referred is not None
                else body.read("nextHopIpAddress", parse_address),
            )
