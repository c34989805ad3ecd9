"""Who is behind a load balancer, as far as the interfaces of machines don't say it themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from azsim.model.resources.balancing import BackEndPool, InboundNatRule, LoadBalancer
from azsim.model.resources.compute import ScaleSet, VirtualMachine
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import NetworkInterface
from azsim.readers.declared import Doubt
from azsim.text import Text

NO_MACHINE_THERE = Text(
    "no machine of the input has the address {address}",
    "入力に {address} のアドレスを持つマシンはない",
)


def with_members(resources: Iterable[Resource], doubts: list[Doubt]) -> list[Resource]:
    """*resources*, whose load balancers lead to machines that are there.

    Each instance of a scale set has a port of the inbound NAT pools that the set names.
    """
    known = list(resources)
    addresses = {
        part.private_ip_address
        for each in known
        if isinstance(each, NetworkInterface)
        for part in each.ip_configurations
    }
    instances = _instances(known)

    def led(each: LoadBalancer) -> LoadBalancer:
        pools = tuple(_reachable(each, pool, addresses, doubts) for pool in each.back_end_pools)
        rules = (*each.inbound_nat_rules, *_spread(each, known, instances))
        return evolve(each, back_end_pools=pools, inbound_nat_rules=rules)

    return [led(each) if isinstance(each, LoadBalancer) else each for each in known]


def _reachable(
    owner: LoadBalancer, pool: BackEndPool, addresses: set[str | None], doubts: list[Doubt]
) -> BackEndPool:
    """*pool* with those of its own addresses that a machine has."""
    kept = tuple(each for each in pool.addresses if each.ip_address in addresses)
    for each in pool.addresses:
        if each not in kept:
            reason = NO_MACHINE_THERE.fill(address=each.ip_address)
            doubts.append(Doubt(f"{owner.name} {pool.name}", reason, about=owner.name))
    return evolve(pool, addresses=kept)


def _spread(
    owner: LoadBalancer,
    resources: list[Resource],
    instances: Mapping[ResourceId, list[str]],
) -> Iterator[InboundNatRule]:
    """A rule for each instance of the scale sets that name an inbound NAT pool."""
    for pool in owner.inbound_nat_pools:
        id = owner.id.part("inboundNatPools", pool.name)
        machines = [address for name in _users(resources, id) for address in instances[name]]
        for number, address in enumerate(machines[: len(pool.front_end_ports)]):
            yield InboundNatRule(
                name=f"{pool.name}.{number}",
                front_end=pool.front_end,
                protocol=pool.protocol,
                front_end_port=pool.front_end_ports[number],
                back_end_port=pool.back_end_port,
                back_end_address=address,
                idle_timeout=pool.idle_timeout,
                enable_tcp_reset=pool.enable_tcp_reset,
                enable_floating_ip=pool.enable_floating_ip,
            )


def _instances(resources: list[Resource]) -> dict[ResourceId, list[str]]:
    """The first addresses of each scale set's machines, in order."""
    found: dict[ResourceId, list[str]] = {
        each.id: [] for each in resources if isinstance(each, ScaleSet)
    }
    interfaces = {each.id: each for each in resources if isinstance(each, NetworkInterface)}
    for each in resources:
        if isinstance(each, VirtualMachine) and each.virtual_machine_scale_set in found:
            [first, *_] = interfaces[each.network_interfaces[0]].ip_configurations
            assert first.private_ip_address is not None, "addresses have been given out"
            found[each.virtual_machine_scale_set].append(first.private_ip_address)
    return found


def _users(resources: list[Resource], nat_pool: ResourceId) -> Iterator[ResourceId]:
    """The scale sets that name an inbound NAT pool."""
    for each in resources:
        if isinstance(each, ScaleSet) and any(
            nat_pool in configuration.load_balancer_inbound_nat_pools
            for interface in each.network_interface_configurations
            for configuration in interface.ip_configurations
        ):
            yield each.id
