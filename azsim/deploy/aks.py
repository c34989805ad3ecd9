"""AKS clusters: the outbound rule that AKS makes for the nodes, on a load balancer of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, duration, number
from azsim.model.resources.balancing import OutboundRule
from azsim.model.resources.checks import Protocol

LOAD_BALANCER: Final = "kubernetes"
"""What AKS calls the load balancer of a cluster."""
OUTBOUND_RULE: Final = "aksOutboundRule"
TOO_MANY_PORTS: Final = "InvalidLoadBalancerProfileAllocatedOutboundPorts"
"""What AKS calls the refusal of more ports than its addresses have."""


class AksDefaults(Profile):
    """What AKS sets where nobody says otherwise."""

    ports = number("aks.allocated-outbound-ports")
    idle_timeout = duration("aks.idle-timeout")


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
