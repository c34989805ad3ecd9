"""A deployment in parts that reach one another: networks that are peered, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from azsim.model.resources.app_service import AppServicePlan
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.resources.classic import CloudService
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.names import TrafficManagerProfile
from azsim.model.resources.network import (
    NetworkInterface,
    PublicIpAddress,
    PublicIpPrefix,
    VirtualNetwork,
)
from azsim.model.resources.outbound import Firewall, NatGateway


def parts(resources: Sequence[Resource]) -> Iterator[tuple[Resource, ...]]:
    """*resources* in groups, each a virtual network with those that it is peered with.

    What belongs to no network, such as an address or a security group, is in each of them. A cloud
    service is a part of its own, and so is an App Service plan that is in no network. All Traffic Manager
    profiles are one part, with the addresses that they may answer.
    """
    services = [each for each in resources if _is_apart(each)]
    known = [
        each
        for each in resources
        if not _is_apart(each) and not isinstance(each, TrafficManagerProfile)
    ]
    networks = [each for each in known if isinstance(each, VirtualNetwork)]
    homes = _homes(known)
    for group in _peered(networks):
        yield tuple(
            each
            for each in known
            if (each.id in group if isinstance(each, VirtualNetwork) else True)
            and homes.get((type(each), each.id), group) & group
        )
    yield from ((each,) for each in services)
    profiles = [each for each in resources if isinstance(each, TrafficManagerProfile)]
    if profiles:
        public = (each for each in known if isinstance(each, PublicIpAddress | PublicIpPrefix))
        yield (*public, *profiles)


def _is_apart(each: Resource) -> bool:
    is_plan = isinstance(each, AppServicePlan) and each.virtual_network_subnet is None
    return is_plan or isinstance(each, CloudService)


def _peered(networks: list[VirtualNetwork]) -> list[frozenset[ResourceId]]:
    """The networks that reach one another, in the order of the first of each group."""
    groups: list[set[ResourceId]] = []
    for network in networks:
        near = {network.id, *(each.remote_virtual_network for each in network.peerings)}
        touching = [each for each in groups if each & near]
        merged = near.union(*touching)
        if touching:
            groups[groups.index(touching[0])] = merged
            for each in touching[1:]:
                groups.remove(each)
        else:
            groups.append(merged)
    return [frozenset(each) for each in groups]


def _homes(
    resources: list[Resource],
) -> dict[tuple[type[Resource], ResourceId], frozenset[ResourceId]]:
    """In which networks a resource stands, where that is known."""
    homes: dict[tuple[type[Resource], ResourceId], frozenset[ResourceId]] = {}
    of_address: dict[str, set[ResourceId]] = {}
    for each in resources:
        if isinstance(each, NetworkInterface | Firewall):
            found = {
                part.subnet.resource for part in each.ip_configurations if part.subnet is not None
            }
            homes[type(each), each.id] = frozenset(found)
            for part in each.ip_configurations:
                if part.private_ip_address is not None:
                    of_address.setdefault(part.private_ip_address, set()).update(found)
        if isinstance(each, VirtualNetwork):
            for subnet in each.subnets:
                if subnet.nat_gateway is not None:
                    key = NatGateway, subnet.nat_gateway
                    homes[key] = homes.get(key, frozenset()) | {each.id}
        if isinstance(each, NatGateway) and each.virtual_network is not None:
            homes[type(each), each.id] = frozenset((each.virtual_network,))
    for each in resources:
        if isinstance(each, VirtualMachine):
            interface = homes.get((NetworkInterface, each.network_interfaces[0]))
            if interface is not None:
                homes[type(each), each.id] = interface
        if isinstance(each, ApplicationGateway) and each.subnet is not None:
            homes[type(each), each.id] = frozenset((each.subnet.resource,))
        if isinstance(each, AppServicePlan) and each.virtual_network_subnet is not None:
            homes[type(each), each.id] = frozenset((each.virtual_network_subnet.resource,))
        if isinstance(each, LoadBalancer):
            of_balancer = _home(each, of_address)
            if of_balancer:
                homes[type(each), each.id] = of_balancer
    return homes


def _home(balancer: LoadBalancer, of_address: dict[str, set[ResourceId]]) -> frozenset[ResourceId]:
    found = {each.subnet.resource for each in balancer.front_ends if each.subnet is not None}
    for pool in balancer.back_end_pools:
        for member in pool.addresses:
            if member.virtual_network is not None:
                found.add(member.virtual_network)
            elif len(owners := of_address.get(member.ip_address, set())) == 1:
                found |= owners
    return frozenset(found)
