"""Virtual networks of Resource Manager."""

from __future__ import annotations

from typing import Final

from attrs import define, field

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.world import World
from azsim.engine.routes import AddressSpace
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import VirtualNetwork

DEFAULT_NETWORK: Final = "virtual network"


@define(eq=False)
class VirtualNetworks(Unrefused):
    """Deploys virtual networks: each is an address space of its own."""

    world: World
    spaces: dict[str, AddressSpace] = field(factory=dict, init=False)
    _records: dict[ResourceId, VirtualNetwork] = field(factory=dict, init=False)

    def apply(self, before: VirtualNetwork | None, after: VirtualNetwork) -> None:
        """Let the network be there."""
        self._records[after.id] = after
        if after.name not in self.spaces:
            self.spaces[after.name] = self.world.new_space(after.name)

    def default(self) -> AddressSpace:
        """The virtual network of whatever names none: the first that is there."""
        return next(iter(self.spaces.values()))

    def of_subnet(self, subnet: ResourceId) -> AddressSpace:
        """The address space that a subnet is a part of."""
        return self.spaces[subnet.resource.name]

    def is_private(self, subnet: ResourceId) -> bool:
        """Whether default outbound access of a subnet is disabled."""
        return any(
            each.default_outbound_access is False
            for each in self._records[subnet.resource].subnets
            if each.name.casefold() == subnet.name.casefold()
        )
