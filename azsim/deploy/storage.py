"""Azure Storage in the region of the virtual networks, which machines reach without a method."""

from __future__ import annotations

from attrs import define

from azsim.deploy.control_plane import Unrefused
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.world import World
from azsim.facts.decides import decides
from azsim.hosts.host import Host
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
        host = self.world.host(after.name, self.world.internet, after.ip_address)
        self._stand_beside(host)

    @decides
    def _stand_beside(self, host: Host) -> None:
        """Let machines of the region reach *host* as they are."""
        world = self.world
        world.facts.rests_on("storage.same-region")
        world.own(world.platform, host.address, host)
        world.routes.attach(host, self.networks.border())
