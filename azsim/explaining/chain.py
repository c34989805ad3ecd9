"""Which resources lead a machine to its way out, one naming the next."""

from __future__ import annotations

from collections.abc import Iterator

from azsim.azure.outbound_methods import ROUTE
from azsim.deploy.cloud import Cloud
from azsim.deploy.load_balancer_outbound import LOAD_BALANCING_RULE, OUTBOUND_RULE
from azsim.deploy.machines import Machine
from azsim.deploy.nat_gateways import NAT_GATEWAY
from azsim.deploy.public_ips import PUBLIC_IP
from azsim.explaining.answers import Link
from azsim.explaining.configurations import configurations
from azsim.model.resources.balancing import BACK_END_POOL, LoadBalancer
from azsim.model.resources.balancing import LOAD_BALANCING_RULE as BALANCING_KIND
from azsim.model.resources.balancing import OUTBOUND_RULE as OUTBOUND_KIND
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.description import Description
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import (
    ROUTE as ROUTE_KIND,
)
from azsim.model.resources.network import (
    SUBNET,
    IpConfiguration,
    NetworkInterface,
    RouteTable,
    Subnet,
    VirtualNetwork,
)
from azsim.model.resources.outbound import NatGateway


def chain(cloud: Cloud, machine: Machine, address: str, method: str | None) -> tuple[Link, ...]:
    """The links from *machine* to what it leaves by from its private *address*.

    There are none for what Azure does by itself.
    """
    description = cloud.plane.description
    record = cloud.plane.get(VirtualMachine, machine.name)
    if record is None:
        return ()
    interface, configuration = next(
        (interface, each)
        for interface, each in configurations(description, record)
        if each.private_ip_address == address
    )
    links = {
        ROUTE.en: _by_route,
        NAT_GATEWAY: _by_nat_gateway,
        PUBLIC_IP: _by_public_ip,
        OUTBOUND_RULE: _by_outbound_rule,
        LOAD_BALANCING_RULE: _by_balancing_rule,
    }
    found = links.get(method or "")
    return () if found is None else tuple(found(description, interface, configuration))


def _subnet(description: Description, id: ResourceId | None) -> tuple[Link, Subnet] | None:
    if id is None:
        return None
    network = description.find(VirtualNetwork, id.resource)
    return Link(SUBNET, f"{network.name}/{id.name}"), network.subnet(id.name)


def _by_route(
    description: Description, interface: NetworkInterface, configuration: IpConfiguration
) -> Iterator[Link]:
    found = _subnet(description, configuration.subnet)
    if found is None or found[1].route_table is None:
        return
    link, subnet = found
    assert subnet.route_table is not None
    table = description.find(RouteTable, subnet.route_table)
    yield link
    yield Link(RouteTable.KIND, table.name)
    for route in table.routes:
        if route.address_prefix == "0.0.0.0/0":
            yield Link(ROUTE_KIND, route.name)


def _by_nat_gateway(
    description: Description, interface: NetworkInterface, configuration: IpConfiguration
) -> Iterator[Link]:
    found = _subnet(description, configuration.subnet)
    if found is None:
        return
    link, subnet = found
    if subnet.nat_gateway is not None:
        yield link
        yield Link(NatGateway.KIND, subnet.nat_gateway.name)
        return
    # A StandardV2 gateway may be that of a whole network.
    assert configuration.subnet is not None
    for gateway in description.of_kind(NatGateway):
        if gateway.virtual_network == configuration.subnet.resource:
            yield Link(VirtualNetwork.KIND, configuration.subnet.resource.name)
            yield Link(NatGateway.KIND, gateway.name)


def _by_public_ip(
    description: Description, interface: NetworkInterface, configuration: IpConfiguration
) -> Iterator[Link]:
    yield Link(NetworkInterface.KIND, interface.name)


def _by_outbound_rule(
    description: Description, interface: NetworkInterface, configuration: IpConfiguration
) -> Iterator[Link]:
    for balancer, pool in _pools(description, configuration):
        for rule in balancer.outbound_rules:
            if rule.back_end_pool.casefold() == pool.casefold():
                yield Link(BACK_END_POOL, f"{balancer.name}/{pool}")
                yield Link(OUTBOUND_KIND, rule.name)
                return


def _by_balancing_rule(
    description: Description, interface: NetworkInterface, configuration: IpConfiguration
) -> Iterator[Link]:
    for balancer, pool in _pools(description, configuration):
        for rule in balancer.load_balancing_rules or ():
            if (rule.back_end_pool or "").casefold() == pool.casefold():
                yield Link(BACK_END_POOL, f"{balancer.name}/{pool}")
                yield Link(BALANCING_KIND, rule.name)
                return


def _pools(
    description: Description, configuration: IpConfiguration
) -> Iterator[tuple[LoadBalancer, str]]:
    """The pools that the configuration is in, by what it names and by its address."""
    for balancer in description.of_kind(LoadBalancer):
        if balancer.is_internal:
            continue
        for pool in balancer.back_end_pools:
            id = balancer.id.part("backendAddressPools", pool.name)
            by_address = any(
                each.ip_address == configuration.private_ip_address for each in pool.addresses
            )
            if by_address or id in configuration.load_balancer_back_end_pools:
                yield balancer, pool.name
