"""ExpressRoute and FastPath, if they were otherwise."""

from __future__ import annotations

from collections.abc import Callable

from azsim.functions.circuit import FASTPATH_RESOURCE, Circuit
from azsim.functions.circuit_path import CircuitPath
from azsim.model.rules import Rule
from azsim.proving.variants.variant import otherwise

Refuses = Callable[[Circuit, str], Rule | None]


@otherwise("expressroute.gateway-exchanges-routes", "routes-without-gateway", Circuit, "has_routes")
def routes_without_gateway(self: Circuit) -> bool:
    """There is a way even when the gateway is gone."""
    return True


@otherwise("fastpath.configured-on", "on-the-circuit", Circuit, "refuses_fastpath")
def on_the_circuit(self: Circuit, resource: str, *, real: Refuses) -> Rule | None:
    """The circuit takes the connection's place, and the other way round."""
    return real(self, _changed_places(resource, "circuit"))


@otherwise("fastpath.configured-on", "on-the-gateway", Circuit, "refuses_fastpath")
def on_the_gateway(self: Circuit, resource: str, *, real: Refuses) -> Rule | None:
    """The gateway takes the connection's place, and the other way round."""
    return real(self, _changed_places(resource, "gateway"))


@otherwise("expressroute.internal-front-end", "unreachable", CircuitPath, "_reaches_front_ends")
def front_ends_are_unreachable(self: CircuitPath) -> bool:
    """No route leads to one."""
    return False


@otherwise("fastpath.internal-load-balancer", "through-the-gateway", CircuitPath, "_to_front_end")
def front_ends_are_behind_the_gateway(self: CircuitPath, at: str | None) -> str | None:
    """FastPath makes no difference there."""
    hops = self.circuit.facts.names("expressroute.path-in")
    following = 0 if at is None else hops.index(at) + 1
    return hops[following] if following < len(hops) else None


def _changed_places(resource: str, other: str) -> str:
    return {other: FASTPATH_RESOURCE, FASTPATH_RESOURCE: other}.get(resource, resource)
