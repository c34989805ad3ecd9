"""The network security group of an application gateway's subnet, which stands before the gateway."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy.control_plane import ControlPlane
from azsim.deploy.proxies import ApplicationGateways, Proxied
from azsim.deploy.security_groups import SecurityGroups
from azsim.engine.nodes import Node
from azsim.functions.proxy import Proxy
from azsim.functions.security_group import SecurityGroup, Tags
from azsim.model.packet import FiveTuple
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.security import Direction
from azsim.model.verdict import Drop


@define(eq=False)
class GatewayGuard:
    """Lets in and out what begins a connection as the group has it; the rest belongs to one."""

    gateway: Proxied[Proxy]
    tags: Tags
    group: SecurityGroup | None = None

    def let_in(self, flow: FiveTuple, last: Node, *, starts: bool) -> Drop | None:
        """Ask the group, to which the gateway is an address of the subnet."""
        inside = flow._replace(destination=self.gateway.instances[0].address)
        return self._judged(Direction.INBOUND, inside, starts)

    def let_out(self, flow: FiveTuple, *, starts: bool) -> Drop | None:
        """Ask the group about what an instance sends to a server."""
        return self._judged(Direction.OUTBOUND, flow, starts)

    def _judged(self, direction: Direction, flow: FiveTuple, starts: bool) -> Drop | None:
        if self.group is None or not starts:
            return None
        refusal = self.group.refusal(direction, flow, self.tags)
        return None if refusal is None else Drop(refusal)


@define(eq=False)
class GatewayGuards:
    """Puts the groups of subnets before the application gateways in them."""

    gateways: ApplicationGateways
    groups: SecurityGroups
    _guards: dict[str, GatewayGuard] = field(factory=dict, init=False)

    def settle(self, plane: ControlPlane) -> None:
        """Let each gateway have the group of its subnet, and none where that has none."""
        if not self.groups.are_described:
            return
        subnets = plane.description.subnets()
        for record in plane.description.of_kind(ApplicationGateway):
            if record.subnet in subnets:
                named = subnets[record.subnet].network_security_group
                self._guard(record, plane).group = self.groups.named(named)

    def _guard(self, record: ApplicationGateway, plane: ControlPlane) -> GatewayGuard:
        guard = self._guards.get(record.name)
        if guard is None:
            running = self.gateways.running[record.name]
            tags = self.groups.tags_at(running.instances[0].address, plane.description)
            guard = self._guards[record.name] = GatewayGuard(running, tags)
            self.gateways.world.routes.attach_guard(running.node, guard)
        return guard
