"""The nodes of AKS clusters, and what AKS sets up for them, in the place of the clusters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from azsim.deploy.aks import LOAD_BALANCER, POOL, first_load_balancer, outbound_rule
from azsim.facts import Facts
from azsim.model.resources.aks import AgentPool, ManagedCluster, OutboundType
from azsim.model.resources.balancing import (
    BackEndPool,
    FrontEnd,
    LoadBalancer,
    LoadBalancerSku,
)
from azsim.model.resources.compute import (
    NetworkInterfaceConfiguration,
    PublicIpAddressConfiguration,
    ScaleSet,
    ScaleSetIpConfiguration,
)
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import PublicIpAddress, PublicIpSku, Subnet, VirtualNetwork
from azsim.model.resources.outbound import NatGateway


def with_nodes(resources: Iterable[Resource], facts: Facts) -> list[Resource]:
    """*resources*, with what AKS makes in the place of each cluster: its nodes, and their way out.

    A cluster whose scale sets are there as well, as exports of a whole subscription show them, is
    one that AKS has made already.
    """
    known = list(resources)
    taken = {each.name.casefold() for each in known}
    found: list[Resource] = []
    for each in known:
        if not isinstance(each, ManagedCluster):
            found.append(each)
        elif not _is_made(each, known):
            names = Made(each, frozenset(taken))
            taken |= {name.casefold() for name in names.all}
            found += _made(each, names, facts)
    return found


@frozen
class Made:
    """What the resources are called that AKS makes for *cluster*, none of which is *taken* yet."""

    cluster: ManagedCluster
    taken: frozenset[str]

    @property
    def load_balancer(self) -> str:
        """The name of its load balancer."""
        return self._free(LOAD_BALANCER)

    @property
    def network(self) -> str:
        """The name of its network."""
        return self._free("aks-vnet")

    @property
    def nat_gateway(self) -> str:
        """The name of its NAT gateway."""
        return self._free("aks-nat-gateway")

    def scale_set(self, pool: AgentPool) -> str:
        """The name of the scale set of a node pool."""
        return self._free(f"aks-{pool.name}")

    @property
    def all(self) -> list[str]:
        """Every name."""
        pools = map(self.scale_set, self.cluster.agent_pools)
        return [self.load_balancer, self.network, self.nat_gateway, *pools]

    def _free(self, name: str) -> str:
        return name if name.casefold() not in self.taken else f"{self.cluster.name} {name}"


def made_for(resources: Iterable[Resource]) -> dict[str, ManagedCluster]:
    """By the names of what AKS makes, the cluster that it is made for."""
    known = list(resources)
    taken = {each.name.casefold() for each in known}
    found: dict[str, ManagedCluster] = {}
    for each in known:
        if isinstance(each, ManagedCluster) and not _is_made(each, known):
            names = Made(each, frozenset(taken)).all
            taken |= {name.casefold() for name in names}
            found.update((name, each) for name in names)
    return found


def _is_made(cluster: ManagedCluster, resources: Iterable[Resource]) -> bool:
    starts = tuple(f"aks-{each.name}-".casefold() for each in cluster.agent_pools)
    return any(
        isinstance(each, ScaleSet)
        and each.name.casefold().startswith(starts)
        and each.name.casefold().endswith("-vmss")
        for each in resources
    )


def _made(cluster: ManagedCluster, names: Made, facts: Facts) -> Iterator[Resource]:
    """The nodes of *cluster*, and what AKS sets up for them."""
    subnet = ResourceId(names.network).part("subnets", "aks-subnet")
    balancer = None
    if cluster.outbound_type is OutboundType.LOAD_BALANCER:
        balancer, public = _balancer(cluster, names.load_balancer, facts)
        yield from public
    if any(each.subnet is None for each in cluster.agent_pools):
        yield from _network(cluster, names, facts)
    if balancer is not None:
        yield balancer
    for pool in cluster.agent_pools:
        yield _scale_set(pool, names.scale_set(pool), pool.subnet or subnet, balancer)


def _balancer(
    cluster: ManagedCluster, name: str, facts: Facts
) -> tuple[LoadBalancer | None, list[PublicIpAddress]]:
    """The load balancer that the nodes leave by, and the addresses that AKS makes for it."""
    pool = BackEndPool(name=POOL)
    if cluster.load_balancer_sku is LoadBalancerSku.BASIC:
        return first_load_balancer(facts, pool), []
    public: list[PublicIpAddress] = []
    if not cluster.outbound_ips and not cluster.outbound_ip_prefixes:
        count = cluster.managed_outbound_ips or facts.number("aks.outbound-addresses")
        public = _addresses(name, count)
    made = [each.id for each in public]
    front_ends = (
        *(
            FrontEnd(name=f"outbound {number}", public_ip_address=each)
            for number, each in enumerate((*cluster.outbound_ips, *made), start=1)
        ),
        *(
            FrontEnd(name=f"outbound prefix {number}", public_ip_prefix=each)
            for number, each in enumerate(cluster.outbound_ip_prefixes, start=1)
        ),
    )
    rule = outbound_rule(facts, [each.name for each in front_ends], POOL)
    if cluster.allocated_outbound_ports is not None:
        rule = evolve(rule, allocated_outbound_ports=cluster.allocated_outbound_ports)
    if cluster.idle_timeout is not None:
        rule = evolve(rule, idle_timeout=cluster.idle_timeout)
    balancer = LoadBalancer(
        id=name,
        sku=LoadBalancerSku.STANDARD,
        front_ends=front_ends,
        back_end_pools=(pool,),
        load_balancing_rules=(),
        outbound_rules=(rule,),
    )
    return balancer, public


def _addresses(owner: str, count: int) -> list[PublicIpAddress]:
    return [
        PublicIpAddress(id=f"{owner} outbound IP {number}", sku=PublicIpSku.STANDARD)
        for number in range(1, count + 1)
    ]


def _network(cluster: ManagedCluster, names: Made, facts: Facts) -> Iterator[Resource]:
    """The network that AKS makes, with a NAT gateway where it makes one."""
    gateway = None
    if cluster.outbound_type is OutboundType.MANAGED_NAT_GATEWAY:
        count = cluster.managed_outbound_ips or facts.number("aks.nat-gateway-addresses")
        public = _addresses(names.nat_gateway, count)
        yield from public
        gateway = NatGateway(
            id=names.nat_gateway,
            public_ip_addresses=tuple(each.id for each in public),
            idle_timeout=cluster.idle_timeout,
        )
        yield gateway
    prefixes = (facts.text("aks.network"),)
    subnet = Subnet(
        name="aks-subnet",
        address_prefixes=prefixes,
        nat_gateway=None if gateway is None else gateway.id,
    )
    yield VirtualNetwork(id=names.network, address_space=prefixes, subnets=(subnet,))


def _scale_set(
    pool: AgentPool, name: str, subnet: ResourceId, balancer: LoadBalancer | None
) -> ScaleSet:
    pools = () if balancer is None else (balancer.id.part("backendAddressPools", POOL),)
    public = None
    if pool.enable_node_public_ip:
        public = PublicIpAddressConfiguration(
            name="node public IP", public_ip_prefix=pool.node_public_ip_prefix
        )
    configuration = ScaleSetIpConfiguration(
        name="ipconfig1",
        subnet=subnet,
        public_ip_address_configuration=public,
        load_balancer_back_end_pools=pools,
    )
    interface = NetworkInterfaceConfiguration(
        name="nic", ip_configurations=(configuration,), primary=True
    )
    return ScaleSet(id=name, capacity=pool.count, network_interface_configurations=(interface,))
