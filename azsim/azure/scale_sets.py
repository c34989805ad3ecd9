"""Scale sets, as a scenario describes them and lets them grow and shrink."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve, field

from azsim.azure import describing
from azsim.azure.describing import BalancerKind
from azsim.azure.work import MACHINES
from azsim.deploy.cloud import Cloud
from azsim.deploy.machines import Machine
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.resources.compute import (
    NetworkInterfaceConfiguration,
    OrchestrationMode,
    ScaleSet,
    ScaleSetIpConfiguration,
    VirtualMachine,
)
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import NetworkInterface
from azsim.text import Advice, Text
from azsim.units import format_count

NOT_MORE = Text(
    'The scale set "{name}" has {count} instances: to grow, write more than that.',
    "スケール セット「{name}」のインスタンスは {count} 台である。増やすには、それより大きい数を書く。",
)
NOT_FEWER = Text(
    'The scale set "{name}" has {count} instances: to shrink, write fewer than that, and at least 1.',
    "スケール セット「{name}」のインスタンスは {count} 台である。減らすには、1 以上でそれより小さい数を書く。",
)
NO_INSTANCES = Text(
    "A scale set has 1 instance or more here.",
    "スケール セットのインスタンスは 1 台以上である。",
)


@define(eq=False)
class ScaleSets:
    """The scale sets of a scenario. ``_numbers`` are those of the next instances."""

    cloud: Cloud
    _numbers: dict[str, int] = field(factory=dict, init=False)

    def describe(self, name: str, mode: str, count: int, subnet: str) -> None:
        """A scale set with *count* instances ``name_0``, ``name_1`` … in a subnet.

        :raises Advice: for a count of 0, where there is no such subnet, for names that are something
            else's, and where the subnet has too few addresses.
        """
        if not count:
            raise Advice(NO_INSTANCES)
        MACHINES.check(count)
        _, found = describing.subnet(self.cloud, subnet)
        addresses = list(describing.free_addresses(self.cloud, found, count))
        scale_set = ScaleSet(id=name, capacity=count, orchestration_mode=OrchestrationMode(mode))
        self.cloud.plane.describe(scale_set)
        for server, address in self._newcomers(name, addresses):
            describing.virtual_machine(self.cloud, server, address, scale_set.id)

    def stand_behind(self, name: str, balancer: str, front_end: str, kind: BalancerKind) -> None:
        """A load balancer in front of a scale set: later instances join its back-end pool as well.

        :raises Advice: where there is no such scale set, and for a front end of the other kind.
        """
        record = self.cloud.plane.find(ScaleSet, name)
        servers = [(each.name, each.address) for each in self._instances(record)]
        describing.load_balancer(self.cloud, balancer, front_end, servers, kind)
        pool = ResourceId(balancer).part("backendAddressPools", describing.POOL)
        configuration = ScaleSetIpConfiguration(name="ip", load_balancer_back_end_pools=(pool,))
        interface = NetworkInterfaceConfiguration(name="nic", ip_configurations=(configuration,))
        before = record.network_interface_configurations
        named = evolve(interface, name=f"nic {len(before) + 1}")
        self.cloud.plane.describe(evolve(record, network_interface_configurations=(*before, named)))

    def grow(self, name: str, count: int) -> None:
        """Ask for *count* instances, which are more than there are.

        :raises Advice: where there is no such scale set, where it has as many already, and where
            the subnet has too few addresses.
        """
        cloud = self.cloud
        record = cloud.plane.find(ScaleSet, name)
        instances = self._instances(record)
        have = len(instances)
        if count <= have:
            raise Advice(NOT_MORE.fill(name=name, count=format_count(have)))
        MACHINES.check(count - have)
        subnet = describing.subnet_at(cloud, instances[0].address)
        addresses = list(describing.free_addresses(cloud, subnet, count - have))
        newcomers = self._newcomers(name, addresses)
        request = Text(
            "let the scale set {name} grow to {count} instances",
            "スケール セット {name} のインスタンスを {count} 台に増やす",
        ).fill(name=name, count=format_count(count))
        cloud.plane.ask(
            request,
            *describing.new_machines(cloud, newcomers, record.id),
            *(describing.with_members(each, newcomers) for each in self._balancers(record)),
            evolve(record, capacity=count),
        )

    def shrink(self, name: str, count: int) -> None:
        """Ask for *count* instances, which are fewer than there are; Azure chooses who goes.

        :raises Advice: where there is no such scale set, and for 0 instances or as many as there are.
        """
        cloud = self.cloud
        record = cloud.plane.find(ScaleSet, name)
        instances = self._instances(record)
        have = len(instances)
        if not 1 <= count < have:
            raise Advice(NOT_FEWER.fill(name=name, count=format_count(have)))
        leaving = cloud.scale_sets.leaving(record.id, instances, have - count)
        gone = {each.address for each in leaving}
        request = Text(
            "let the scale set {name} shrink to {count} instances",
            "スケール セット {name} のインスタンスを {count} 台に減らす",
        ).fill(name=name, count=format_count(count))
        behind = [
            each
            for each in cloud.plane.description.of_kind(LoadBalancer)
            if gone
            & {member.ip_address for pool in each.back_end_pools for member in pool.addresses}
        ]
        without = (describing.without_members(each, gone) for each in behind)
        cloud.plane.ask(request, *without, evolve(record, capacity=count))
        self._remove(leaving)

    # Within

    def _newcomers(self, name: str, addresses: Sequence[str]) -> list[tuple[str, str]]:
        """Instances at *addresses*, with the next numbers: none is given twice."""
        first = self._numbers.get(name, 0)
        self._numbers[name] = first + len(addresses)
        return [(f"{name}_{number}", each) for number, each in enumerate(addresses, start=first)]

    def _instances(self, record: ScaleSet) -> list[Machine]:
        """The instances of a scale set, the oldest first."""
        machines = self.cloud.plane.description.of_kind(VirtualMachine)
        own = {each.name for each in machines if each.virtual_machine_scale_set == record.id}
        return [each for each in self.cloud.machines.all() if each.name in own]

    def _balancers(self, record: ScaleSet) -> list[LoadBalancer]:
        """The load balancers whose back-end pools its instances join."""
        pools = [
            pool
            for interface in record.network_interface_configurations
            for configuration in interface.ip_configurations
            for pool in configuration.load_balancer_back_end_pools
        ]
        return [self.cloud.plane.find(LoadBalancer, pool.resource.name) for pool in pools]

    def _remove(self, machines: Sequence[Machine]) -> None:
        plane, description = self.cloud.plane, self.cloud.plane.description
        records: list[Resource] = []
        for machine in machines:
            record = description.find(VirtualMachine, machine.name)
            interfaces = (
                description.find(NetworkInterface, str(each)) for each in record.network_interfaces
            )
            records += [record, *interfaces]
            self.cloud.power.end(machine)
        plane.forget(*records)
        for machine in machines:
            self.cloud.remove(machine)
