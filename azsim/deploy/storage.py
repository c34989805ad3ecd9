"""Azure Storage in the region of the virtual networks, which machines reach without a method."""

from __future__ import annotations

from attrs import define

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.world import World
from azsim.facts.decides import decides
from azsim.model.resources.servers import StorageAccount


@define(eq=False)
class StorageAccounts(Unrefused):
    """Deploys storage accounts: each is a server on the internet, and beside every network as well."""

    world: World
    networks: VirtualNetworks

    def apply(self, before: StorageAccount | None, after: StorageAccount) -> None:
        """Let the account answer.

        :raises Advice: for an address that is something else's.
        """
        world = self.world
        host = world.host(after.name, world.internet, after.ip_address)
        if self._is_beside():
            world.own(world.platform, after.ip_address, host)
            world.routes.attach(host, self.networks.border())

    @decides
    def _is_beside(self) -> bool:
        """Whether machines of the region reach it as they are."""
        self.world.facts.rests_on("storage.same-region")
        return True
