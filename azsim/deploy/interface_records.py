"""What network interfaces say, for the deployers of what they belong to."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, evolve, field

from azsim.model.resources.balancing import (
    BackEndAddress,
    BackEndPool,
    InboundNatRule,
    LoadBalancer,
)
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import IpConfiguration, NetworkInterface


@define(eq=False)
class InterfaceRecords:
    """The network interfaces that are there, whether a machine has them already or not.

    ``secondary`` are the addresses of secondary IP configurations.
    """

    records: dict[ResourceId, NetworkInterface] = field(factory=dict, init=False)
    secondary: set[str] = field(factory=set, init=False)
    _naming: dict[ResourceId, NetworkInterface] = field(factory=dict, init=False)

    def put(self, record: NetworkInterface) -> None:
        """An interface is there, as *record* says."""
        self.records[record.id] = record
        self._naming.pop(record.id, None)
        configurations = record.in_order
        if any(
            each.load_balancer_back_end_pools or each.load_balancer_inbound_nat_rules
            for each in configurations
        ):
            self._naming[record.id] = record
        later = (each.private_ip_address for each in configurations[1:])
        self.secondary.update(each for each in later if each is not None)

    def with_members(self, record: LoadBalancer, has: Callable[[str], bool]) -> LoadBalancer:
        """*record* with the members that name its pools and rules in their IP configurations.

        Only those whose address something *has* count.
        """
        if not self._naming:
            return record
        pools = tuple(self._with_members(record, each, has) for each in record.back_end_pools)
        rules = tuple(self._with_target(record, each, has) for each in record.inbound_nat_rules)
        return evolve(record, back_end_pools=pools, inbound_nat_rules=rules)

    def _with_members(
        self, record: LoadBalancer, pool: BackEndPool, has: Callable[[str], bool]
    ) -> BackEndPool:
        id = record.id.part("backendAddressPools", pool.name)
        known = {each.ip_address for each in pool.addresses}
        members = [
            BackEndAddress(name=f"{interface.name} {configuration.name}", ip_address=address)
            for interface, configuration, address in self._configurations()
            if id in configuration.load_balancer_back_end_pools
            and address not in known
            and has(address)
        ]
        return evolve(pool, addresses=(*pool.addresses, *members)) if members else pool

    def _with_target(
        self, record: LoadBalancer, rule: InboundNatRule, has: Callable[[str], bool]
    ) -> InboundNatRule:
        id = record.id.part("inboundNatRules", rule.name)
        for _, configuration, address in self._configurations():
            if id in configuration.load_balancer_inbound_nat_rules and has(address):
                return evolve(rule, back_end_address=address)
        return rule

    def _configurations(self) -> list[tuple[NetworkInterface, IpConfiguration, str]]:
        return [
            (record, each, each.private_ip_address)
            for record in self._naming.values()
            for each in record.in_order
            if each.private_ip_address is not None
        ]
