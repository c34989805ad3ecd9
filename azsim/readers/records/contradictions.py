"""What two resources say of one another, and don't agree on: exports show both ends of a link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import RouteTable, Subnet, VirtualNetwork
from azsim.model.resources.outbound import NatGateway
from azsim.model.resources.security import NetworkSecurityGroup
from azsim.readers.declared import Doubt
from azsim.readers.records.body import Body
from azsim.text import Text

NOT_SAID_BY_NETWORK = Text(
    '{kind} "{name}" says that the subnet {subnet} has it, and the network says otherwise; the network '
    "is followed",
    "{kind}「{name}」ではサブネット {subnet} に割り当てられているが、仮想ネットワークの内容と一致しない。"
    "仮想ネットワークに従う",
)

_SAID_BY_SUBNET: Final[Mapping[type[Resource], str]] = {
    NatGateway: "nat_gateway",
    NetworkSecurityGroup: "network_security_group",
    RouteTable: "route_table",
}


def contradictions(read: Iterable[tuple[Resource, Body]]) -> Iterator[Doubt]:
    """Subnets that a resource names as its own, and that name another one or none."""
    known = list(read)
    subnets = {
        network.id.part("subnets", subnet.name): subnet
        for network, _ in known
        if isinstance(network, VirtualNetwork)
        for subnet in network.subnets
    }
    for resource, body in known:
        where = _SAID_BY_SUBNET.get(type(resource))
        if where is not None:
            for id in body.references("subnets"):
                if id in subnets and not _agrees(subnets[id], where, resource):
                    yield _doubt(resource, id, body)


def _agrees(subnet: Subnet, where: str, resource: Resource) -> bool:
    return bool(getattr(subnet, where) == resource.id)


def _doubt(resource: Resource, subnet: ResourceId, body: Body) -> Doubt:
    reason = NOT_SAID_BY_NETWORK.fill(
        kind=resource.KIND, name=resource.name, subnet=f"{subnet.resource.name}/{subnet.name}"
    )
    return Doubt(f"{subnet.resource.name}/{subnet.name}", reason, body.place, str(subnet))
