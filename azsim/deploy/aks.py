"""AKS clusters: the outbound rule that AKS makes for the nodes, on a load balancer of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import evolve

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, duration, number
from azsim.model.resources.balancing import BackEndPool, FrontEnd, LoadBalancer, OutboundRule
from azsim.model.resources.checks import Protocol

LOAD_BALANCER: Final = "kubernetes"
"""What AKS calls the load balancer of a cluster."""
OUTBOUND_RULE: Final = "aksOutboundRule"
POOL: Final = "aksOutboundBackendPool"
"""What AKS calls the pool of a cluster's nodes."""
TOO_MANY_PORTS: Final = "InvalidLoadBalancerProfileAllocatedOutboundPorts"
"""What AKS calls the refusal of more ports than its addresses have."""


class AksDefaults(Profile):
    """What AKS sets where nobody says otherwise."""

    ports = number("aks.allocated-outbound-ports")
    idle_timeout = duration("aks.idle-timeout")


def with_service(balancer: LoadBalancer, service: FrontEnd, facts: Facts) -> LoadBalancer:
    """The load balancer of a cluster with one more Service of the type LoadBalancer.

    Kubernetes answers on the nodes at the address of the Service itself.
    """
    front_ends = (*balancer.front_ends, service)
    changed = evolve(balancer, front_ends=front_ends, floating_ip=True)
    if not balancer.outbound_rules:
        return changed
    return evolve(changed, outbound_rules=(_beside_services(balancer, service, facts),))


def without_service(balancer: LoadBalancer, name: str, facts: Facts) -> LoadBalancer:
    """The load balancer of a cluster without the Service *name*."""
    return evolve(balancer, front_ends=_without(balancer, name, facts))


@decides
def _without(balancer: LoadBalancer, name: str, facts: Facts) -> tuple[FrontEnd, ...]:
    """The front ends that are left where a Service is deleted."""
    facts.rests_on("aks.deleted-service")
    return tuple(each for each in balancer.front_ends if each.name != name)


@decides
def _beside_services(balancer: LoadBalancer, service: FrontEnd, facts: Facts) -> OutboundRule:
    """The outbound rule of a cluster that gets a Service."""
    facts.rests_on("aks.standard-keeps-its-addresses")
    [rule] = balancer.outbound_rules
    return rule


@decides
def first_load_balancer(facts: Facts, pool: BackEndPool) -> LoadBalancer | None:
    """What a cluster on a Basic load balancer begins with."""
    facts.rests_on("aks.basic-without-services")
    return None


def outbound_rule(facts: Facts, front_ends: Sequence[str], pool: str) -> OutboundRule:
    """The rule by which the nodes in *pool* leave through *front_ends*."""
    defaults = AksDefaults(facts)
    return OutboundRule(
        name=OUTBOUND_RULE,
        front_ends=tuple(front_ends),
        back_end_pool=pool,
        protocol=Protocol.ALL,
        allocated_outbound_ports=defaults.ports,
        idle_timeout=defaults.idle_timeout,
        enable_tcp_reset=resets_idle_flows(facts),
    )


@decides
def resets_idle_flows(facts: Facts) -> bool:
    """Whether both ends of an idle connection are told of its end."""
    facts.rests_on("aks.tcp-reset")
    return True
