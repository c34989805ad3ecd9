"""Virtual machines in virtual networks."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy.default_access import DefaultAccess
from azsim.deploy.guest_routes import Card, GuestRoutes
from azsim.deploy.machines import Machines
from azsim.deploy.network_interfaces import NetworkInterfaces
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.scale_sets import ScaleSets
from azsim.deploy.world import World
from azsim.functions.outbound_platforms import ResourceManagerPlatform
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import IpConfiguration, NetworkInterface
from azsim.model.rules import Rule


@define(eq=False)
class VirtualMachines:
    """Deploys virtual machines."""

    world: World
    machines: Machines
    networks: VirtualNetworks
    interfaces: NetworkInterfaces
    scale_sets: ScaleSets
    default_access: DefaultAccess
    _platform: ResourceManagerPlatform = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._platform = ResourceManagerPlatform(self.world.facts)

    def refusal(self, before: VirtualMachine | None, after: VirtualMachine) -> Rule | None:
        """Interfaces that belong to load balancers or public IP addresses of different SKUs."""
        return self.interfaces.skus.machine_refusal(self._addresses(after))

    def apply(self, before: VirtualMachine | None, after: VirtualMachine) -> None:
        """Let the machine stand in its network.

        :raises Advice: for a name or an address that is something else's.
        """
        self.interfaces.skus.are_one_machine(self._addresses(after))
        if self.machines.get(after.name) is None:
            interfaces = [self.interfaces.interfaces.records[id] for id in after.network_interfaces]
            (address, subnet), *others = (
                _place(each) for interface in interfaces for each in interface.in_order
            )
            machine = self.machines.add(
                after.name,
                "virtual machine",
                address,
                self.networks.of_subnet(subnet),
                self._platform,
            )
            for other, its_subnet in others:
                self.machines.add_address(machine, other, self.networks.of_subnet(its_subnet))
            if others:
                machine.guest = GuestRoutes(self.world.facts, tuple(map(self._card, interfaces)))
            if after.virtual_machine_scale_set is not None:
                self.scale_sets.join(machine, after.virtual_machine_scale_set)
            self.default_access.start(machine, {address: subnet, **dict(others)})

    def _addresses(self, record: VirtualMachine) -> list[str]:
        """The private addresses of its interfaces, as far as these are there already."""
        records = self.interfaces.interfaces.records
        interfaces = (records[id] for id in record.network_interfaces if id in records)
        return [_place(each)[0] for interface in interfaces for each in interface.in_order]

    def _card(self, interface: NetworkInterface) -> Card:
        """The interface as the operating system has it."""
        places = [_place(each) for each in interface.in_order]
        (_, subnet), *_ = places
        addresses = tuple(address for address, _ in places)
        return Card(interface.name, addresses, self.networks.prefixes(subnet))


def _place(configuration: IpConfiguration) -> tuple[str, ResourceId]:
    """The address of an IP configuration, and the subnet that it is in."""
    assert configuration.private_ip_address is not None, "a scenario says every address"
    assert configuration.subnet is not None
    return configuration.private_ip_address, configuration.subnet
