"""Virtual machines in virtual networks."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.default_access import DefaultAccess
from azsim.deploy.machines import Machines
from azsim.deploy.networks import NetworkInterfaces, VirtualNetworks
from azsim.deploy.world import World
from azsim.functions.outbound_platforms import ResourceManagerPlatform
from azsim.model.resources.compute import VirtualMachine


@define(eq=False)
class VirtualMachines(Unrefused):
    """Deploys virtual machines."""

    world: World
    machines: Machines
    networks: VirtualNetworks
    interfaces: NetworkInterfaces
    default_access: DefaultAccess
    _platform: ResourceManagerPlatform = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._platform = ResourceManagerPlatform(self.world.facts)

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
            machine = self.machines.add(
                after.name, "virtual machine", address, space, self._platform
            )
            self.default_access.start(machine, configuration.subnet)
