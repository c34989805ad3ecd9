"""Virtual networks of Resource Manager, the machines in them, and default outbound access."""

from __future__ import annotations

from typing import Final

from attrs import define, field

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.machines import Machine, Machines
from azsim.deploy.world import World
from azsim.engine.routes import AddressSpace, Border
from azsim.functions.outbound_platforms import ResourceManagerPlatform
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.profiles import DefaultOutboundAccess
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import NetworkInterface, VirtualNetwork

DEFAULT_ACCESS: Final = "default outbound access"
DEFAULT_NETWORK: Final = "virtual network"


@define(eq=False)
class VirtualNetworks(Unrefused):
    """Deploys virtual networks: each is an address space of its own."""

    world: World
    spaces: dict[str, AddressSpace] = field(factory=dict, init=False)

    def apply(self, before: VirtualNetwork | None, after: VirtualNetwork) -> None:
        """Let the network be there."""
        if after.name not in self.spaces:
            self.spaces[after.name] = self.world.new_space(after.name)

    def default(self) -> AddressSpace:
        """The virtual network of whatever names none: the first that is there."""
        return next(iter(self.spaces.values()))

    def of_subnet(self, subnet: ResourceId) -> AddressSpace:
        """The address space that a subnet is a part of."""
        return self.spaces[subnet.resource.name]


@define(eq=False)
class NetworkInterfaces(Unrefused):
    """Deploys network interfaces: what they say counts once a machine has them."""

    records: dict[str, NetworkInterface] = field(factory=dict, init=False)

    def apply(self, before: NetworkInterface | None, after: NetworkInterface) -> None:
        """Keep what the interface is to be."""
        self.records[after.name] = after


@define(eq=False)
class VirtualMachines(Unrefused):
    """Deploys virtual machines."""

    world: World
    machines: Machines
    networks: VirtualNetworks
    interfaces: NetworkInterfaces
    _platform: ResourceManagerPlatform = field(init=False)
    _default_access: DefaultOutboundAccess = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._platform = ResourceManagerPlatform(self.world.facts)
        self._default_access = DefaultOutboundAccess(self.world.facts)

    def apply(self, before: VirtualMachine | None, after: VirtualMachine) -> None:
        """Let the machine stand in its network.

        :raises Advice: for a name or an address that is something else's.
        """
        if self.machines.get(after.name) is None:
            [interface] = (self.interfaces.records[id.name] for id in after.network_interfaces)
            [configuration] = interface.ip_configurations
            address = configuration.private_ip_address
            assert configuration.subnet is not None
            assert address is not None
            space = self.networks.of_subnet(configuration.subnet)
            self.machines.add(after.name, "virtual machine", address, space, self._platform)

    def lead_out(self, machine: Machine) -> None:
        """Give *machine* default outbound access, where it has no better way out.

        Azure does so by itself, and picks the address.
        """
        egress, world = machine.egress, self.world
        if egress.platform is not self._platform or DEFAULT_ACCESS in egress.methods:
            return
        if egress.first_of([*egress.methods, DEFAULT_ACCESS]) != DEFAULT_ACCESS:
            return
        address = world.free_public_address(world.facts.text("outbound.default-access.address"))
        snat = Snat(f"SNAT {address}", address, self._default_access, world.trace)
        snat.set_pool([egress], 1)
        world.open_to_internet(snat, Border(egress.space, world.internet))
        egress.offer(DEFAULT_ACCESS, [snat])
