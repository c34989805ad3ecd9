"""What resources name that no input declares: made up where machines need it, and told in each case."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from attrs import evolve

from azsim.model.resources.app_service import WebSite
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.compute import ScaleSet, VirtualMachine
from azsim.model.resources.description import Description
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import (
    NetworkInterface,
    PublicIpAddress,
    RouteTable,
    Subnet,
    VirtualNetwork,
)
from azsim.model.resources.outbound import NatGateway
from azsim.model.resources.security import NetworkSecurityGroup
from azsim.readers.declared import Doubt
from azsim.text import Text

NETWORK_ELSEWHERE = Text(
    "the subnet {subnet} isn't in the input: an address range was made up, and its route table, NAT "
    "gateway and network security group aren't known",
    "サブネット {subnet} は入力にない。アドレス範囲は仮のものであり、ルート テーブル、NAT ゲートウェイ、"
    "ネットワーク セキュリティ グループはわからない",
)
GROUP_ELSEWHERE = Text(
    "the network security group {name} isn't in the input: what it lets through isn't known",
    "ネットワーク セキュリティ グループ {name} は入力になく、何を許可するかわからない",
)
ROUTES_ELSEWHERE = Text(
    "the route table {name} isn't in the input: where it leads isn't known",
    "ルート テーブル {name} は入力になく、どのようなルートがあるかわからない",
)
GATEWAY_ELSEWHERE = Text(
    "the NAT gateway {name} isn't in the input: its addresses aren't known, and one was made up",
    "NAT ゲートウェイ {name} は入力になく、アドレスがわからない。仮のアドレスを一つ使う",
)
SCALE_SET_ELSEWHERE = Text(
    "the scale set {name} isn't in the input: what else belongs to it isn't known",
    "スケール セット {name} は入力になく、ほかに何が属しているかわからない",
)
ADDRESS_ELSEWHERE = Text(
    "the public IP address {name} isn't in the input: its address and SKU aren't known",
    "パブリック IP アドレス {name} は入力になく、アドレスも SKU もわからない",
)
NOBODY_IN_GROUP = Text(
    'no network interface of the input is in the application security group {name}, so that the rule "{rule}" '
    "applies to none",
    "アプリケーション セキュリティ グループ {name} に属するネットワーク インターフェイスが入力になく、規則「{rule}」は"
    "どれにも適用されない",
)


def without_missing(resources: Iterable[Resource], doubts: list[Doubt]) -> list[Resource]:
    """*resources*, with what they name and nobody declares made up or taken out."""
    known = {(type(each), each.id) for each in resources}
    doubts += _without_members(resources)
    found = [_checked(each, known, doubts) for each in resources]
    return [*_networks(found, doubts), *_gateways(found, known, doubts)]


def _checked(
    resource: Resource, known: set[tuple[type[Resource], ResourceId]], doubts: list[Doubt]
) -> Resource:
    def there(
        kind: type[Resource], id: ResourceId | None, reason: Text, about: ResourceId
    ) -> ResourceId | None:
        if id is None or (kind, id) in known:
            return id
        doubts.append(Doubt(resource.name, reason.fill(name=id.name), about=about.text))
        return None

    if isinstance(resource, NetworkInterface):
        group = there(
            NetworkSecurityGroup, resource.network_security_group, GROUP_ELSEWHERE, resource.id
        )
        return evolve(resource, network_security_group=group)
    if isinstance(resource, VirtualNetwork):

        def checked(each: Subnet) -> Subnet:
            id = resource.id.part("subnets", each.name)
            group, routes = each.network_security_group, each.route_table
            return evolve(
                each,
                network_security_group=there(NetworkSecurityGroup, group, GROUP_ELSEWHERE, id),
                route_table=there(RouteTable, routes, ROUTES_ELSEWHERE, id),
            )

        subnets = tuple(map(checked, resource.subnets))
        return evolve(resource, subnets=subnets)
    if isinstance(resource, VirtualMachine):
        id = resource.virtual_machine_scale_set
        scale_set = there(ScaleSet, id, SCALE_SET_ELSEWHERE, resource.id)
        return evolve(resource, virtual_machine_scale_set=scale_set)
    return resource


def _without_members(resources: Iterable[Resource]) -> Iterator[Doubt]:
    """A doubt for each application security group that a rule names and that nobody is in."""
    members = {
        group
        for each in resources
        if isinstance(each, NetworkInterface)
        for part in each.ip_configurations
        for group in part.application_security_groups
    }
    for each in resources:
        for rule in each.rules if isinstance(each, NetworkSecurityGroup) else ():
            for group in dict.fromkeys(
                (
                    *rule.source_application_security_groups,
                    *rule.destination_application_security_groups,
                )
            ):
                if group not in members:
                    reason = NOBODY_IN_GROUP.fill(name=group.name, rule=rule.name)
                    yield Doubt(f"{each.name} {rule.name}", reason, about=each.id.text)


def _gateways(
    resources: list[Resource],
    known: set[tuple[type[Resource], ResourceId]],
    doubts: list[Doubt],
) -> Iterator[Resource]:
    """The NAT gateways and the public addresses that are named and not declared."""
    made: set[ResourceId] = set()
    made_addresses: set[ResourceId] = set()
    for network in Description(resources).of_kind(VirtualNetwork):
        for subnet in network.subnets:
            id = subnet.nat_gateway
            if id is None or (NatGateway, id) in known or id in made:
                continue
            made.add(id)
            doubts.append(Doubt(subnet.name, GATEWAY_ELSEWHERE.fill(name=id.name), about=id.text))
            public = PublicIpAddress(id=f"{id.name} address")
            yield public
            yield NatGateway(id=id, public_ip_addresses=(public.id,))
    for id in _public_addresses(resources):
        if (PublicIpAddress, id) not in known and id not in made_addresses:
            made_addresses.add(id)
            doubts.append(Doubt(id.name, ADDRESS_ELSEWHERE.fill(name=id.name), about=id.text))
            yield PublicIpAddress(id=id)


def _public_addresses(resources: Iterable[Resource]) -> Iterator[ResourceId]:
    """The public addresses that resources name."""
    for each in resources:
        for part in (
            *getattr(each, "ip_configurations", ()),
            *getattr(each, "front_ends", ()),
        ):
            if part.public_ip_address is not None:
                yield part.public_ip_address
        if isinstance(each, NatGateway):
            yield from each.public_ip_addresses


def _networks(resources: list[Resource], doubts: list[Doubt]) -> Iterator[Resource]:
    """*resources*, with the subnets that machines and front ends stand in and nobody declares."""
    networks = {each.id: each for each in resources if isinstance(each, VirtualNetwork)}
    used = [each.address_space for each in networks.values()]
    free = free_networks([prefix for space in used for prefix in space])
    for id in dict.fromkeys(_subnets(resources)):
        network = networks.get(id.resource)
        if network is not None and any(
            each.name.casefold() == id.name.casefold() for each in network.subnets
        ):
            continue
        reason = NETWORK_ELSEWHERE.fill(subnet=f"{id.resource}/{id.name}")
        doubts.append(Doubt(id.name, reason, about=id.text))
        prefix = str(next(free))
        made = Subnet(name=id.name, address_prefixes=(prefix,), is_made_up=True)
        networks[id.resource] = (
            VirtualNetwork(id=id.resource, address_space=(prefix,), subnets=(made,))
            if network is None
            else evolve(
                network,
                address_space=(*network.address_space, prefix),
                subnets=(*network.subnets, made),
            )
        )
    yield from networks.values()
    yield from (each for each in resources if not isinstance(each, VirtualNetwork))


def _subnets(resources: Iterable[Resource]) -> Iterator[ResourceId]:
    for each in resources:
        if isinstance(each, ApplicationGateway) and each.subnet is not None:
            yield each.subnet
        if isinstance(each, WebSite) and each.subnet is not None and each.route_all:
            yield each.subnet
        for part in (
            *getattr(each, "ip_configurations", ()),
            *getattr(each, "front_ends", ()),
        ):
            if part.subnet is not None:
                yield part.subnet


def free_networks(used: list[str]) -> Iterator[ipaddress.IPv4Network]:
    """Ranges that no network has."""
    taken = [ipaddress.IPv4Network(each) for each in used]
    for candidate in ipaddress.IPv4Network("172.16.0.0/12").subnets(new_prefix=24):
        if not any(candidate.overlaps(each) for each in taken):
            yield candidate
