"""AKS clusters as Resource Manager describes them: their nodes, and how these are to leave."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import and_

from azsim.model.resources.balancing import LoadBalancerSku
from azsim.model.resources.checks import (
    IDLE_TIMEOUT,
    Word,
    distinct,
    duration,
    folded,
    number,
    plain_name,
    some,
)
from azsim.model.resources.identity import Resource, ResourceId, resource_id, resource_ids
from azsim.text import Text

NODE_POOL = Text("node pool", "ノード プール")
NODES = Text("number of nodes", "ノードの数")
ADDRESSES = Text("number of outbound IP addresses", "送信 IP アドレスの数")


class OutboundType(Word):
    """What AKS sets up for the nodes to leave by."""

    LOAD_BALANCER = "loadBalancer"
    MANAGED_NAT_GATEWAY = "managedNATGateway"
    USER_ASSIGNED_NAT_GATEWAY = "userAssignedNATGateway"
    USER_DEFINED_ROUTING = "userDefinedRouting"
    NONE = "none"


@frozen(kw_only=True)
class AgentPool:
    """Nodes that are alike. ``subnet`` is None where AKS makes the network.

    ``max_count`` is how many nodes the autoscaler may make of it, None where there is none.
    """

    name: str = field(eq=folded, validator=plain_name)
    count: int = field(validator=number(NODES, 0))
    max_count: int | None = field(default=None, validator=number(NODES, 0))
    subnet: ResourceId | None = field(default=None, converter=optional(resource_id))
    enable_node_public_ip: bool = False
    node_public_ip_prefix: ResourceId | None = field(default=None, converter=optional(resource_id))


@frozen(kw_only=True)
class ManagedCluster(Resource):
    """An AKS cluster.

    ``managed_outbound_ips`` is how many addresses AKS makes; ``outbound_ips`` and
    ``outbound_ip_prefixes`` are one's own in their place. ``idle_timeout`` in nanoseconds is that of
    what AKS sets up, the rule of a load balancer or a NAT gateway.
    """

    KIND: ClassVar[Text] = Text("AKS cluster", "AKS クラスター")

    agent_pools: tuple[AgentPool, ...] = field(validator=and_(some(NODE_POOL), distinct(NODE_POOL)))
    outbound_type: OutboundType = field(converter=OutboundType)
    load_balancer_sku: LoadBalancerSku = field(converter=LoadBalancerSku)
    managed_outbound_ips: int | None = field(default=None, validator=number(ADDRESSES, 1))
    outbound_ips: tuple[ResourceId, ...] = field(default=(), converter=resource_ids)
    outbound_ip_prefixes: tuple[ResourceId, ...] = field(default=(), converter=resource_ids)
    allocated_outbound_ports: int | None = field(
        default=None, validator=number(Text("number of SNAT ports", "SNAT ポートの数"), 0)
    )
    idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))
