"""Application gateways with their instances in the subnet, and the servers behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import evolve

from azsim.model.resources.application_gateway import (
    ApplicationGateway,
    ApplicationGatewayInstance,
)
from azsim.model.resources.balancing import BackEndAddress
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import NetworkInterface

Give = Callable[[ResourceId], str]
"""The next free address of a subnet."""


def with_instances(gateway: ApplicationGateway, give: Give) -> ApplicationGateway:
    """*gateway* with as many instances as it has at least, each with an address of its subnet."""
    if gateway.subnet is None or gateway.instances:
        return gateway
    # One that may scale to none still answers, by what Azure keeps ready.
    count = max(gateway.capacity or 1, 1)
    instances = tuple(
        ApplicationGatewayInstance(
            name=f"{gateway.name} instance {number}", private_ip_address=give(gateway.subnet)
        )
        for number in range(1, count + 1)
    )
    return evolve(gateway, instances=instances)


def with_servers(resources: Iterable[Resource]) -> list[Resource]:
    """*resources*, whose application gateways have the members in their pools that name these."""
    known = list(resources)
    interfaces = [each for each in known if isinstance(each, NetworkInterface)]
    return [
        _with_servers(each, interfaces) if isinstance(each, ApplicationGateway) else each
        for each in known
    ]


def _with_servers(
    gateway: ApplicationGateway, interfaces: list[NetworkInterface]
) -> ApplicationGateway:
    pools = []
    for pool in gateway.back_end_pools:
        id = gateway.id.part("backendAddressPools", pool.name)
        has = {each.ip_address for each in pool.addresses}
        named = (each for each in _named(id, interfaces) if each.ip_address not in has)
        pools.append(evolve(pool, addresses=(*pool.addresses, *named)))
    return evolve(gateway, back_end_pools=tuple(pools))


def _named(pool: ResourceId, interfaces: list[NetworkInterface]) -> Iterator[BackEndAddress]:
    for interface in interfaces:
        for each in interface.ip_configurations:
            if pool in each.application_gateway_back_end_pools and each.private_ip_address:
                yield BackEndAddress(
                    name=f"{interface.name} {each.name}", ip_address=each.private_ip_address
                )
