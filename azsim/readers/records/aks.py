"""AKS clusters as records."""

from __future__ import annotations

from azsim.model.resources.aks import AgentPool, ManagedCluster, OutboundType
from azsim.model.resources.balancing import LoadBalancerSku
from azsim.model.resources.identity import Resource, ResourceId
from azsim.readers.records.body import Body
from azsim.text import Text

NO_NODES = Text("it has no node pool", "ノード プールがない")
NO_COUNT = Text(
    "its number of nodes isn't known; none is taken", "ノードの数がわからない。0 台とみなす"
)
NO_NETWORK = Text(
    "AKS attaches a NAT gateway of its own only to a network of its own, and the node pools are in "
    "another: how they reach the internet isn't known",
    "AKS が管理する NAT ゲートウェイは AKS が作成したネットワークでしか使えないが、ノード プールは別の"
    "ネットワークにある。インターネットへの接続方法はわからない",
)


def managed_cluster(id: ResourceId, body: Body) -> Resource | None:
    """An AKS cluster with its node pools."""
    pools = tuple(_pool(each) for each in body.objects("agentPoolProfiles"))
    if not pools:
        body.tell(NO_NODES)
        return None
    profile = body.object_at("networkProfile")
    facts = body.reading.facts
    kind = None if profile is None else profile.word("outboundType", OutboundType)
    sku = None if profile is None else profile.word("loadBalancerSku", LoadBalancerSku)
    kind = kind or OutboundType(facts.text("aks.outbound-type"))
    is_managed = kind is OutboundType.MANAGED_NAT_GATEWAY
    settings = None
    if profile is not None:
        settings = profile.object_at("natGatewayProfile" if is_managed else "loadBalancerProfile")
    if is_managed and any(each.subnet is not None for each in pools):
        body.tell(NO_NETWORK)
    return ManagedCluster(
        id=id,
        agent_pools=pools,
        outbound_type=kind,
        load_balancer_sku=sku or LoadBalancerSku(facts.text("aks.load-balancer-sku")),
        managed_outbound_ips=_managed(settings),
        outbound_ips=_own(settings, "outboundIPs", "publicIPs"),
        outbound_ip_prefixes=_own(settings, "outboundIPPrefixes", "publicIPPrefixes"),
        allocated_outbound_ports=None if settings is None else settings.number(_PORTS),
        idle_timeout=None if settings is None else settings.minutes("idleTimeoutInMinutes"),
    )


_PORTS = "allocatedOutboundPorts"


def _pool(body: Body) -> AgentPool:
    count = body.number("count")
    if count is None:
        body.tell(NO_COUNT)
    scales = body.flag("enableAutoScaling") is True
    return AgentPool(
        name=body.name,
        count=count or 0,
        max_count=body.number("maxCount") if scales else None,
        subnet=body.reference("vnetSubnetID"),
        enable_node_public_ip=body.flag("enableNodePublicIP") or False,
        node_public_ip_prefix=body.reference("nodePublicIPPrefixID"),
    )


def _managed(settings: Body | None) -> int | None:
    if settings is None:
        return None
    managed = settings.object_at("managedOutboundIPs") or settings.object_at(
        "managedOutboundIPProfile"
    )
    return None if managed is None else managed.number("count") or None


def _own(settings: Body | None, key: str, listed: str) -> tuple[ResourceId, ...]:
    own = None if settings is None else settings.object_at(key)
    return () if own is None else own.references(listed)
