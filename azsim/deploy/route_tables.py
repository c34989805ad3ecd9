"""Route tables: what they lead elsewhere of what the machines of their subnets send."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy.control_plane import ControlPlane, Unrefused
from azsim.deploy.machines import Machines
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.world import World
from azsim.functions.user_routes import UserRoutes
from azsim.model.resources.description import Description
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import NetworkInterface, RouteTable, VirtualNetwork


@define(eq=False)
class RouteTables(Unrefused):
    """Deploys route tables. They count where a subnet names them."""

    world: World
    machines: Machines
    networks: VirtualNetworks
    _are_described: bool = field(default=False, init=False)

    def apply(self, before: RouteTable | None, after: RouteTable) -> None:
        """Remember that there are some."""
        self._are_described = True

    def settle(self, plane: ControlPlane) -> None:
        """Let each interface have the routes of the table that its subnet names."""
        if not self._are_described:
            return
        routes = self._by_address(plane.description)
        for machine in self.machines.all():
            for address, egress in machine.interfaces.items():
                egress.routes = routes.get(address)

    def _by_address(self, description: Description) -> dict[str, UserRoutes]:
        tables = {table.id: table for table in description.of_kind(RouteTable)}
        of_subnets: dict[ResourceId, UserRoutes] = {
            network.id.part("subnets", subnet.name): UserRoutes(
                tables[subnet.route_table].routes,
                self.networks.prefixes_near(network),
                self.world.facts,
            )
            for network in description.of_kind(VirtualNetwork)
            for subnet in network.subnets
            if subnet.route_table is not None
        }
        return {
            each.private_ip_address: of_subnets[each.subnet]
            for interface in description.of_kind(NetworkInterface)
            for each in interface.ip_configurations
            if each.private_ip_address is not None and each.subnet in of_subnets
        }
