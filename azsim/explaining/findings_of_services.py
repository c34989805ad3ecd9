"""Findings about services: retired ones, ones that do nothing, and ones that can't be as asked for."""

from __future__ import annotations

from typing import Final

from azsim.deploy.aks_nodes import made_for
from azsim.explaining.answers import Finding
from azsim.explaining.seen import Findings, Seen
from azsim.facts import Facts
from azsim.functions.snat.pools import ByPoolSize, Fixed
from azsim.functions.snat.profiles import PortProfile
from azsim.model.resources.aks import ManagedCluster
from azsim.model.resources.balancing import LoadBalancer, LoadBalancerSku
from azsim.model.resources.hybrid import Connection
from azsim.model.resources.identity import Resource
from azsim.model.resources.network import PublicIpAddress, PublicIpSku, VirtualNetwork
from azsim.model.resources.outbound import NatGateway
from azsim.text import Text, listed
from azsim.units import format_count

RETIRED = Text(
    "the SKU is Basic, which was retired on {day}: it has to become Standard",
    "SKU が {day} に廃止された Basic である。Standard にする必要がある",
)
NO_FASTPATH = Text(
    "FastPath is asked for and can't be enabled: {reason}",
    "FastPath が指定されているが、有効にできない: {reason}",
)
EMPTY_POOL = Text(
    'no machine of the input is behind the rule "{rule}"',
    "規則「{rule}」のバックエンド プールに、入力のどのマシンも入っていない",
)
IDLE_GATEWAY = Text(
    "no subnet names the NAT gateway, so that nothing leaves through it",
    "NAT ゲートウェイを使うサブネットがないため、何も通らない",
)
NOBODY_BEHIND = Text(
    "no machine of the input leaves through the NAT gateway on {subnets}",
    "入力のどのマシンも {subnets} の NAT ゲートウェイを使わない",
)
FEWER_PORTS = Text(
    "the autoscaler may let the cluster grow from {count} nodes to {most}, which changes {ports} SNAT ports "
    "each to {fewer}. Connections on the ports that go time out",
    "クラスター オートスケーラーによりノードが {count} 台から {most} 台まで増えると、SNAT ポートが各 {ports} 個から {fewer} 個に減る。"
    "なくなるポートの接続はタイムアウトする",
)
NO_ROOM = Text(
    "the autoscaler may ask for {most} nodes, and {most} × {ports} = {needed} SNAT ports are more than "
    "{available}: the growth is refused",
    "クラスター オートスケーラーによりノードが {most} 台になると SNAT ポートが {most} × {ports} = {needed} 個必要になり、{available} 個を"
    "超えるため、拒否される",
)
_OF_BALANCERS: Final = "resource-manager.load-balancer.basic-retired"
_OF_ADDRESSES: Final = "resource-manager.public-ip.basic-retired"


def retired(seen: Seen) -> Findings:
    """Load balancers and public IP addresses of the Basic SKU."""
    facts = Facts()
    known = seen.records.resources
    balancers = [
        each
        for each in known
        if isinstance(each, LoadBalancer) and each.sku is LoadBalancerSku.BASIC
    ]
    addresses = [
        each
        for each in known
        if isinstance(each, PublicIpAddress) and each.sku is PublicIpSku.BASIC
    ]
    kinds: tuple[tuple[str, list[LoadBalancer] | list[PublicIpAddress]], ...] = (
        (_OF_BALANCERS, balancers),
        (_OF_ADDRESSES, addresses),
    )
    for fact, found in kinds:
        if found:
            names = tuple(each.name for each in found)
            yield Finding(
                id="retired",
                text=RETIRED.fill(day=facts.text(fact)),
                about=names,
                facts=(fact,),
                place=seen.records.place_of(found[0]),
            )


def fastpath(seen: Seen) -> Findings:
    """Connections that ask for FastPath where it can't be."""
    for path in seen.circuits:
        if path.why_not_fastpath is not None:
            yield Finding(
                id="fastpath",
                text=NO_FASTPATH.fill(reason=path.why_not_fastpath),
                about=(path.connection,),
                facts=path.facts,
                place=seen.place_of(Connection, path.connection),
            )


def empty_pools(seen: Seen) -> Findings:
    """Load-balancing rules behind which nobody is."""
    for part in seen.running:
        for name, balanced in part.cloud.load_balancers.running.items():
            for rule in balanced.node.rules:
                if not rule.servers and not rule.is_inbound_nat:
                    yield Finding(
                        id="empty-pool",
                        text=EMPTY_POOL.fill(rule=rule.name),
                        about=(name,),
                        facts=("load-balancer.rule-takes-in",),
                        place=seen.place_of(LoadBalancer, name),
                    )


def idle_gateways(seen: Seen) -> Findings:
    """NAT gateways that no subnet names, and ones that no machine leaves through."""
    used = {each.outbound.through for each in seen.machines}
    used |= {one.outbound.through for each in seen.machines for one in each.interfaces}
    for gateway in seen.records.resources:
        if not isinstance(gateway, NatGateway) or gateway.virtual_network is not None:
            continue
        subnets = [
            subnet.name
            for each in seen.placed.resources
            if isinstance(each, VirtualNetwork)
            for subnet in each.subnets
            if subnet.nat_gateway == gateway.id
        ]
        text = NOBODY_BEHIND.fill(subnets=listed(subnets)) if subnets else IDLE_GATEWAY
        # Behind a firewall's subnet it serves others than machines, who are told of it.
        if gateway.name not in used and not any(_serves_a_firewall(each) for each in subnets):
            yield Finding(
                id="nat-gateway-unused",
                text=text,
                about=(gateway.name,),
                facts=("outbound.methods",),
                place=seen.records.place_of(gateway),
            )


def _serves_a_firewall(subnet: str) -> bool:
    return subnet.casefold().startswith("azurefirewall")


def autoscaling(seen: Seen) -> Findings:
    """AKS clusters whose nodes lose SNAT ports, or get none, when the autoscaler adds some."""
    clusters = made_for(seen.records.resources)
    for part in seen.running:
        for name, balanced in part.cloud.load_balancers.running.items():
            cluster = clusters.get(name)
            if cluster is None or not balanced.node.outbound:
                continue
            most = sum(_most(each.count, each.max_count) for each in cluster.agent_pools)
            snat = balanced.node.outbound[0]
            plan, count, profile = snat.pool.plan, snat.pool.reported, snat.profile
            assert isinstance(profile, PortProfile)
            if most <= count:
                continue
            text = None
            facts: tuple[str, ...] = ("outbound.ports-by-pool-size",)
            if isinstance(plan, ByPoolSize):
                text = _fewer(profile, count, most)
            elif isinstance(plan, Fixed):
                available = sum(
                    each.available for each in balanced.node.outbound if each.pool is snat.pool
                )
                facts = ("outbound-rule.oversubscription", "outbound.ports-per-front-end")
                text = _no_room(plan.ports, most, available)
            if text is not None:
                yield _of(seen, cluster, text, facts)


def _most(count: int, max_count: int | None) -> int:
    return count if max_count is None else max(count, max_count)


def _fewer(profile: PortProfile, count: int, most: int) -> Text | None:
    has, gets = _ports_at(profile, count), _ports_at(profile, most)
    if has is None or gets is None or gets >= has:
        return None
    return FEWER_PORTS.fill(
        count=format_count(count),
        most=format_count(most),
        ports=format_count(has),
        fewer=format_count(gets),
    )


def _ports_at(profile: PortProfile, instances: int) -> int | None:
    return next((ports for most, ports in profile.tiers if instances <= most), None)


def _no_room(ports: int, most: int, available: int) -> Text | None:
    if most * ports <= available:
        return None
    return NO_ROOM.fill(
        most=format_count(most),
        ports=format_count(ports),
        needed=format_count(most * ports),
        available=format_count(available),
    )


def _of(seen: Seen, cluster: Resource, text: Text, facts: tuple[str, ...]) -> Finding:
    assert isinstance(cluster, ManagedCluster)
    return Finding(
        id="autoscaling",
        text=text,
        about=(cluster.name,),
        facts=facts,
        place=seen.records.place_of(cluster),
    )
