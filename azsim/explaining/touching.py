"""What the answers about a machine rest on: the resources that its traffic may meet, and that make it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import define, field

from azsim.model.resources.app_service import AppServicePlan, WebSite
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import (
    NetworkInterface,
    PublicIpAddress,
    RouteTable,
    Subnet,
    VirtualNetwork,
)
from azsim.model.resources.outbound import Firewall, FirewallPolicy, NatGateway

_SUBNETS: Final = "subnets"


@define(eq=False)
class Touching:
    """Follows what resources name.

    ``hops`` are those that routes lead to, by table and route, and ``makers`` for each that Azure makes
    by itself the one that it is made for.
    """

    resources: Iterable[Resource]
    hops: Mapping[tuple[ResourceId, str], ResourceId]
    makers: Mapping[ResourceId, ResourceId]
    _by_id: dict[ResourceId, list[Resource]] = field(factory=dict, init=False)
    _subnets: dict[ResourceId, Subnet] = field(factory=dict, init=False)
    _of_network: dict[ResourceId, list[ResourceId]] = field(factory=dict, init=False)
    _of_address: dict[str, list[ResourceId]] = field(factory=dict, init=False)
    _sites: dict[ResourceId, list[ResourceId]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        for each in self.resources:
            self._by_id.setdefault(each.id, []).append(each)
            if isinstance(each, VirtualNetwork):
                named = ((each.id.part(_SUBNETS, one.name), one) for one in each.subnets)
                self._subnets.update(named)
            if isinstance(each, NatGateway) and each.virtual_network is not None:
                self._of_network.setdefault(each.virtual_network, []).append(each.id)
            if isinstance(each, WebSite):
                self._sites.setdefault(each.server_farm, []).append(each.id)
            for address in _addresses(each):
                self._of_address.setdefault(address, []).append(each.id)

    def of(self, start: ResourceId) -> frozenset[ResourceId]:
        """The ids of all that the answers about *start* rest on, also of what isn't there.

        It is a machine, or a plan or a cloud service with instances of its own.
        """
        found = {start}
        left = [start]
        while left:
            for each in self._named(left.pop()):
                if each not in found:
                    found.add(each)
                    left.append(each)
        return frozenset(found)

    def _named(self, id: ResourceId) -> Iterator[ResourceId]:
        if id in self._subnets:
            yield from _there(_of_subnet(self._subnets[id]))
        if id.resource != id:
            yield id.resource
            yield from self._of_network.get(id.resource, ())
        yield from _there((self.makers.get(id),))
        for each in self._by_id.get(id, ()):
            yield from _there(self._of(each))

    def _of(self, each: Resource) -> Iterator[ResourceId | None]:
        if isinstance(each, VirtualMachine):
            yield from (*each.network_interfaces, each.virtual_machine_scale_set)
        elif isinstance(each, NetworkInterface):
            yield each.network_security_group
            for part in each.ip_configurations:
                yield from (part.subnet, part.public_ip_address)
                yield from part.load_balancer_back_end_pools
                yield from part.load_balancer_inbound_nat_rules
                yield from part.application_gateway_back_end_pools
                yield from self._of_address.get(part.private_ip_address or "", ())
        elif isinstance(each, AppServicePlan):
            yield each.virtual_network_subnet
            yield from self._sites.get(each.id, ())
        elif isinstance(each, NatGateway):
            yield from (*each.public_ip_addresses, *each.public_ip_prefixes)
        elif isinstance(each, PublicIpAddress):
            yield each.public_ip_prefix
        elif isinstance(each, LoadBalancer):
            for front_end in each.front_ends:
                yield from (front_end.public_ip_address, front_end.public_ip_prefix)
        elif isinstance(each, ApplicationGateway):
            yield from (front_end.public_ip_address for front_end in each.front_ends)
        elif isinstance(each, Firewall):
            for configuration in each.ip_configurations:
                yield from (configuration.public_ip_address, configuration.subnet)
            yield each.policy
        elif isinstance(each, FirewallPolicy):
            yield each.base_policy
        elif isinstance(each, RouteTable):
            for route in each.routes:
                yield self.hops.get((each.id, route.name))
                yield from self._of_address.get(route.next_hop_ip_address or "", ())


def _of_subnet(subnet: Subnet) -> tuple[ResourceId | None, ...]:
    return subnet.network_security_group, subnet.route_table, subnet.nat_gateway


def _there(ids: Iterable[ResourceId | None]) -> Iterator[ResourceId]:
    return (each for each in ids if each is not None)


def _addresses(each: Resource) -> Iterator[str]:
    """The private addresses by which a firewall is a next hop, and a balancer has members."""
    if isinstance(each, Firewall):
        yield from filter(None, (part.private_ip_address for part in each.ip_configurations))
    elif isinstance(each, LoadBalancer):
        yield from (member.ip_address for pool in each.back_end_pools for member in pool.addresses)
