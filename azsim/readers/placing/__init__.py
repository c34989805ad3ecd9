"""From records to a deployment that can run: instances, addresses and members, as Azure would give them."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import evolve, frozen

from azsim.facts import Facts
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.balancing import FrontEnd, LoadBalancer
from azsim.model.resources.classic import CloudService
from azsim.model.resources.compute import (
    ScaleSet,
    ScaleSetIpConfiguration,
    VirtualMachine,
)
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
    VirtualNetwork,
)
from azsim.model.resources.outbound import Firewall, FirewallIpConfiguration
from azsim.readers.declared import Doubt
from azsim.readers.placing.addresses import PrivateAddresses, PublicAddresses
from azsim.readers.placing.app_service import with_plans
from azsim.readers.placing.gateways import with_instances, with_servers
from azsim.readers.placing.members import with_members
from azsim.readers.placing.missing import without_missing
from azsim.readers.placing.policies import with_policies
from azsim.readers.placing.prefixes import with_prefixes
from azsim.readers.placing.scale_sets import instances
from azsim.readers.placing.users import with_one_user_each
from azsim.text import Advice, Text

NO_INTERFACE = Text(
    "its network interface {name} isn't in the input, so it is left out",
    "ネットワーク インターフェイス {name} が入力にないため、対象から外す",
)
NO_SUBNET = Text(
    "its network interface {name} names no subnet, so it is left out",
    "ネットワーク インターフェイス {name} にサブネットがないため、対象から外す",
)
SEVERAL_NETWORKS = Text(
    "its network interfaces stand in several virtual networks, which one machine's can't, so it is left out",
    "ネットワーク インターフェイスが複数の仮想ネットワークにある。一つのマシンではできないため、対象から外す",
)
SAME_ADDRESS = Text(
    "it has the address {address}, which {other} has as well; it is taken as not known",
    "アドレス {address} は {other} のものでもある。わからないものとして扱う",
)

NO_HOP = Text("the address that it leads to isn't known", "ネクスト ホップのアドレスがわからない")
NO_HOPS: Final[Mapping[tuple[ResourceId, str], ResourceId]] = {}

Standing = IpConfiguration | FrontEnd | FirewallIpConfiguration
"""A part of a resource that stands in a subnet."""


@frozen(eq=False)
class Placed:
    """Resources that can be deployed, each after those that it names.

    ``made_up`` are the public addresses that nobody has given out yet.
    """

    resources: tuple[Resource, ...]
    made_up: frozenset[str]
    doubts: tuple[Doubt, ...]


Hops = Mapping[tuple[ResourceId, str], ResourceId]
"""By route table and route, the resource whose address a route leads to."""


def placed(resources: Iterable[Resource], facts: Facts, hops: Hops = NO_HOPS) -> Placed:
    """*resources* with what Azure would add to them by itself."""
    doubts: list[Doubt] = []
    known = list(resources)
    sku = _sku_of_instances(known, facts)
    known += [each for one in known if isinstance(one, ScaleSet) for each in instances(one, sku)]
    known = _without_homeless(known, doubts)
    known = without_missing(with_prefixes(known, doubts), doubts)
    known = with_one_user_each(_as_declared(known), doubts)
    known = _without_twins(known, doubts)
    public = PublicAddresses(facts, set(_public(known)))
    known = with_policies(_with_public(known, public), doubts)
    known = _with_private(known, facts, doubts)
    known = with_servers(with_members(known, doubts))
    known = _with_hops(known, hops, doubts)
    return Placed(tuple(known), frozenset(public.made_up), tuple(doubts))


def _sku_of_instances(
    resources: Iterable[Resource], facts: Facts
) -> Callable[[ScaleSetIpConfiguration], PublicIpSku]:
    """The SKU of addresses that instances get: that of the load balancer that they are behind."""
    skus = {each.id: each.sku for each in resources if isinstance(each, LoadBalancer)}

    def sku(configuration: ScaleSetIpConfiguration) -> PublicIpSku:
        named = (
            *configuration.load_balancer_back_end_pools,
            *configuration.load_balancer_inbound_nat_pools,
        )
        found = [skus[each.resource] for each in named if each.resource in skus]
        word = found[0] if found else None
        return PublicIpSku(word or facts.text("resource-manager.public-ip.sku"))

    return sku


def _as_declared(resources: list[Resource]) -> list[Resource]:
    """*resources*, which call the subnets that they stand in as the networks write them."""
    declared = {
        id: id
        for network in resources
        if isinstance(network, VirtualNetwork)
        for id in (network.id.part("subnets", each.name) for each in network.subnets)
    }

    def named(part: Standing) -> Standing:
        return (
            part
            if part.subnet is None
            else evolve(part, subnet=declared.get(part.subnet, part.subnet))
        )

    return [_changed(each, named) for each in resources]


def _with_hops(resources: list[Resource], hops: Hops, doubts: list[Doubt]) -> list[Resource]:
    """*resources*, whose routes lead to the addresses that the resources they name have by now."""
    addresses = {
        each.id: part.private_ip_address for each in resources for part in _in_subnets(each)[:1]
    }

    def led(table: RouteTable, route: Route) -> Route:
        is_open = route.next_hop_type is NextHopType.VIRTUAL_APPLIANCE
        if route.next_hop_ip_address is not None or not is_open:
            return route
        hop = hops.get((table.id, route.name))
        found = None if hop is None else addresses.get(hop)
        if found is None:
            doubts.append(Doubt(f"{table.name} {route.name}", NO_HOP, about=table.name))
        return evolve(route, next_hop_ip_address=found)

    return [
        evolve(each, routes=tuple(led(each, route) for route in each.routes))
        if isinstance(each, RouteTable)
        else each
        for each in resources
    ]


def _without_homeless(resources: list[Resource], doubts: list[Doubt]) -> list[Resource]:
    """*resources* but for machines whose interfaces or subnets aren't known."""
    interfaces = {each.id: each for each in resources if isinstance(each, NetworkInterface)}
    kept = []
    for each in resources:
        lacks = _lacks(each, interfaces) if isinstance(each, VirtualMachine) else None
        if lacks is None:
            kept.append(each)
        else:
            doubts.append(Doubt(each.name, lacks, about=each.name))
    return kept


def _lacks(machine: VirtualMachine, interfaces: dict[ResourceId, NetworkInterface]) -> Text | None:
    for id in machine.network_interfaces:
        if id not in interfaces:
            return NO_INTERFACE.fill(name=id.name)
        if any(each.subnet is None for each in interfaces[id].ip_configurations):
            return NO_SUBNET.fill(name=id.name)
    networks = {
        each.subnet.resource
        for id in machine.network_interfaces
        for each in interfaces[id].ip_configurations
        if each.subnet is not None
    }
    return SEVERAL_NETWORKS if len(networks) > 1 else None


def _without_twins(resources: list[Resource], doubts: list[Doubt]) -> list[Resource]:
    """*resources*, of which no two have the same public address, as happens in anonymized exports."""
    owners: dict[str, str] = {}
    kept = []
    for each in resources:
        if isinstance(each, PublicIpAddress) and each.ip_address is not None:
            owner = owners.setdefault(each.ip_address, each.name)
            if owner != each.name:
                reason = SAME_ADDRESS.fill(address=each.ip_address, other=owner)
                doubts.append(Doubt(each.name, reason, about=each.name))
                each = evolve(each, ip_address=None)
        kept.append(each)
    return kept


def _public(resources: Iterable[Resource]) -> Iterator[str]:
    """The public addresses that inputs say."""
    for each in resources:
        if isinstance(each, PublicIpAddress) and each.ip_address is not None:
            yield each.ip_address
        if isinstance(each, PublicIpPrefix) and each.ip_prefix is not None:
            yield from map(str, ipaddress.IPv4Network(each.ip_prefix))


def _with_public(resources: list[Resource], public: PublicAddresses) -> list[Resource]:
    ranges: dict[ResourceId, str] = {}
    found: list[Resource] = []
    for each in resources:
        if isinstance(each, PublicIpPrefix):
            prefix = each.ip_prefix or public.give_range(each.prefix_length)
            ranges[each.id] = prefix
            found.append(evolve(each, ip_prefix=prefix))
        else:
            found.append(each)
    return [_with_address(each, ranges, public) for each in found]


def _with_address(
    each: Resource, ranges: dict[ResourceId, str], public: PublicAddresses
) -> Resource:
    if isinstance(each, CloudService):
        address = public.give()
        endpoints = (evolve(one, ip_address=address) for one in each.input_endpoints)
        return evolve(each, input_endpoints=tuple(endpoints))
    if not isinstance(each, PublicIpAddress) or each.ip_address is not None:
        return each
    prefix = None if each.public_ip_prefix is None else ranges.get(each.public_ip_prefix)
    address = public.give() if prefix is None else public.give_of(prefix)
    return evolve(each, ip_address=address)


def _with_private(resources: list[Resource], facts: Facts, doubts: list[Doubt]) -> list[Resource]:
    networks = {each.id: each for each in resources if isinstance(each, VirtualNetwork)}
    private = PrivateAddresses(facts, networks)
    for each in resources:
        for part in _in_subnets(each):
            if part.private_ip_address is not None and part.subnet is not None:
                private.take(part.subnet, part.private_ip_address)
    found = []
    for each in resources:
        try:
            found.append(_given(each, private))
        except Advice as advice:
            doubts.append(Doubt(each.name, advice.text, about=each.name))
    found = with_plans(found, private.give, doubts)
    return _without_homeless(found, doubts)


def _in_subnets(each: Resource) -> Sequence[Standing]:
    """The parts of a resource that stand in a subnet."""
    if isinstance(each, NetworkInterface | Firewall):
        return each.ip_configurations
    return each.front_ends if isinstance(each, LoadBalancer | ApplicationGateway) else ()


def _given(each: Resource, private: PrivateAddresses) -> Resource:
    """*each* with an address for each part that has none."""
    if isinstance(each, ApplicationGateway):
        each = with_instances(each, private.give)
    return _changed(each, lambda part: _with_private_address(part, private))


def _changed(each: Resource, change: Callable[[Standing], Standing]) -> Resource:
    """*each*, with every part of it that stands in a subnet as *change* has it."""
    parts = _in_subnets(each)
    if not parts:
        return each
    changed = tuple(map(change, parts))
    where = "front_ends" if isinstance(each, LoadBalancer | ApplicationGateway) else _CONFIGURATIONS
    return evolve(each, **{where: changed})  # type: ignore[arg-type]


_CONFIGURATIONS: Final = "ip_configurations"


def _with_private_address(part: Standing, private: PrivateAddresses) -> Standing:
    if part.private_ip_address is not None or part.subnet is None:
        return part
    return evolve(part, private_ip_address=private.give(part.subnet))
