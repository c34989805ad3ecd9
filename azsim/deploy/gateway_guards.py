"""The network security group of an application gateway's subnet, which stands before the gateway."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy.control_plane import ControlPlane
from azsim.deploy.proxies import ApplicationGateways, Proxied
from azsim.deploy.security_groups import SecurityGroups
from azsim.engine.nodes import Node
from azsim.functions.security_group import SecurityGroup, Tags
from azsim.model.packet import FiveTuple
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import VirtualNetwork
from azsim.model.resources.security import Direction
from azsim.model.verdict import Drop


@define(eq=False)
class GatewayGuard:
    """Lets in and out what begins a connection as the group has it; the rest belongs to one."""

    gateway: Proxied
    group: SecurityGroup
    tags: Tags

    def let_in(self, flow: FiveTuple, last: Node, *, starts: bool) -> Drop | None:
        """Ask the group, to which the gateway is an address of the subnet."""
        if not starts:
            return None
        inside = flow._replace(destination=self.gateway.instances[0].address)
        return self._judged(Direction.INBOUND, inside)

    def let_out(self, flow: FiveTuple, *, starts: bool) -> Drop | None:
        """Ask the group about what an instance sends to a server."""
        return self._judged(Direction.OUTBOUND, flow) if starts else None

    def _judged(self, direction: Direction, flow: FiveTuple) -> Drop | None:
        refusal = self.group.refusal(direction, flow, self.tags)
        return None if refusal is None else Drop(refusal)


@define(eq=False)
class GatewayGuards:
    """Puts the groups of subnets before the application gateways in them."""

    gateways: ApplicationGateways
    groups: SecurityGroups
    _guarded: dict[str, SecurityGroup] = field(factory=dict, init=False)

    def settle(self, plane: ControlPlane) -> None:
        """Let each gateway have the group of its subnet."""
        for record in plane.description.of_kind(ApplicationGateway):
            running = self.gateways.running.get(record.name)
            group = None if record.subnet is None else self._group(plane, record.subnet)
            if running is None or group is None or self._guarded.get(record.name) is group:
                continue
            self._guarded[record.name] = group
            tags = self.groups.tags_at(running.instances[0].address, plane.description)
            guard = GatewayGuard(running, group, tags)
            self.gateways.world.routes.attach_guard(running.node, guard)

    def _group(self, plane: ControlPlane, subnet: ResourceId) -> SecurityGroup | None:
        for network in plane.description.of_kind(VirtualNetwork):
            for each in network.subnets:
                if network.id.part("subnets", each.name) == subnet:
                    named = each.network_security_group
                    return None if named is None else self.groups.running.get(named)
        return None
