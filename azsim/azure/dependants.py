"""What is left of a resource that names others which aren't there, because they were refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TypeVar

from attrs import evolve

from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.resources.compute import ScaleSet, VirtualMachine
from azsim.model.resources.description import Key
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import (
    NetworkInterface,
    PublicIpAddress,
    PublicIpPrefix,
    RouteTable,
    VirtualNetwork,
)
from azsim.model.resources.outbound import Firewall, NatGateway
from azsim.model.resources.security import NetworkSecurityGroup

R = TypeVar("R", bound=Resource)


def without(resource: Resource, gone: AbstractSet[Key]) -> Resource | ResourceId:
    """*resource* as it can be without those that are *gone*; one of them where it can't."""

    def kept(kind: type[R], id: ResourceId | None) -> ResourceId | None:
        return None if id is None or (kind, id) in gone else id

    def there(kind: type[R], ids: tuple[ResourceId, ...]) -> tuple[ResourceId, ...]:
        return tuple(each for each in ids if (kind, each) not in gone)

    missing = next((each for each in _needs(resource) if each in gone), None)
    if missing is not None:
        return missing[1]
    if isinstance(resource, NetworkInterface):
        return evolve(
            resource,
            network_security_group=kept(NetworkSecurityGroup, resource.network_security_group),
            ip_configurations=tuple(
                evolve(each, public_ip_address=kept(PublicIpAddress, each.public_ip_address))
                for each in resource.ip_configurations
            ),
        )
    if isinstance(resource, VirtualNetwork):
        return evolve(
            resource,
            subnets=tuple(
                evolve(
                    each,
                    network_security_group=kept(NetworkSecurityGroup, each.network_security_group),
                    route_table=kept(RouteTable, each.route_table),
                    nat_gateway=kept(NatGateway, each.nat_gateway),
                )
                for each in resource.subnets
            ),
        )
    if isinstance(resource, NatGateway):
        return evolve(
            resource,
            public_ip_addresses=there(PublicIpAddress, resource.public_ip_addresses),
            public_ip_prefixes=there(PublicIpPrefix, resource.public_ip_prefixes),
        )
    return resource


def _needs(resource: Resource) -> list[Key]:
    """What *resource* can't be without."""
    if isinstance(resource, VirtualMachine):
        scale_set = (resource.virtual_machine_scale_set,)
        interfaces = [(NetworkInterface, each) for each in resource.network_interfaces]
        return [*interfaces, *_named(ScaleSet, scale_set)]
    if isinstance(resource, NetworkInterface):
        return [*_named(VirtualNetwork, (each.subnet for each in resource.ip_configurations))]
    if isinstance(resource, PublicIpAddress):
        return [*_named(PublicIpPrefix, (resource.public_ip_prefix,))]
    if isinstance(resource, LoadBalancer | ApplicationGateway | Firewall):
        front_ends = () if isinstance(resource, Firewall) else resource.front_ends
        parts = resource.ip_configurations if isinstance(resource, Firewall) else front_ends
        return [
            *_named(PublicIpAddress, (each.public_ip_address for each in parts)),
            *_named(PublicIpPrefix, (each.public_ip_prefix for each in front_ends)),
            *_named(VirtualNetwork, (each.subnet for each in parts)),
        ]
    return []


def _named(kind: type[Resource], ids: Iterable[ResourceId | None]) -> Iterator[Key]:
    return ((kind, each.resource) for each in ids if each is not None)
