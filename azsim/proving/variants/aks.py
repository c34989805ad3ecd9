"""AKS clusters, if they were otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from azsim.deploy import aks
from azsim.deploy.load_balancer_outbound import OutboundConnections
from azsim.facts import Facts
from azsim.model.resources.balancing import (
    BackEndPool,
    FrontEnd,
    LoadBalancer,
    LoadBalancerSku,
    OutboundRule,
)
from azsim.proving.variants.variant import otherwise


@otherwise("aks.tcp-reset", "silence", aks, "resets_idle_flows")
def silence(facts: Facts) -> bool:
    """No TCP reset."""
    return False


@otherwise(
    "aks.basic-without-services", "a-load-balancer-from-the-start", aks, "first_load_balancer"
)
def a_load_balancer_from_the_start(facts: Facts, pool: BackEndPool) -> LoadBalancer:
    """A Basic one."""
    return LoadBalancer(id=aks.LOAD_BALANCER, sku=LoadBalancerSku.BASIC, back_end_pools=(pool,))


@otherwise("aks.basic-first-service", "newest-service", OutboundConnections, "_first_of_services")
def newest_service(
    self: OutboundConnections, carries: dict[str, tuple[str, ...]], before: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """That which came last."""
    newest = list(carries)[-1]
    return {newest: carries[newest]}


@otherwise("aks.deleted-service", "front-end-stays", aks, "_without")
def front_end_stays(balancer: LoadBalancer, name: str, facts: Facts) -> tuple[FrontEnd, ...]:
    """All of them."""
    return balancer.front_ends


@otherwise("aks.standard-keeps-its-addresses", "leaves-from-services", aks, "_beside_services")
def leaves_from_services(balancer: LoadBalancer, service: FrontEnd, facts: Facts) -> OutboundRule:
    """The rule goes over to the Service."""
    [rule] = balancer.outbound_rules
    return evolve(rule, front_ends=(service.name,))
