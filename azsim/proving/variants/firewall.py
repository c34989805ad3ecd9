"""Routes and firewalls, if they were otherwise."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from azsim.functions.egress import Egress
from azsim.functions.firewall import Firewall, FirewallFlow, FirewallToTheInternet, Gateway
from azsim.functions.snat.flows import TranslatedFlow, Translator
from azsim.functions.user_routes import UserRoutes
from azsim.model.packet import FiveTuple
from azsim.proving.variants.variant import otherwise

Reset = Callable[[Translator, TranslatedFlow], bool]
Nearer = Callable[[UserRoutes, ipaddress.IPv4Address, int], bool]


@otherwise("route.user-routes-first", "methods-first", UserRoutes, "lead")
def methods_first(self: UserRoutes, flow: FiveTuple, interface: Egress) -> None:
    """No route of the route table decides."""


@otherwise("route.longest-prefix", "route-table-first", UserRoutes, "_is_nearer")
def route_table_first(self: UserRoutes, address: ipaddress.IPv4Address, prefix_length: int) -> bool:
    """Azure's own route never goes first."""
    return False


@otherwise("route.same-prefix", "system-route-first", UserRoutes, "_is_nearer")
def system_route_first(
    self: UserRoutes, address: ipaddress.IPv4Address, prefix_length: int, *, real: Nearer
) -> bool:
    """Azure's own route goes first where it is as long."""
    return real(self, address, prefix_length - 1)


@otherwise("firewall.exhaustion-refuses", "takes-any-number", FirewallToTheInternet, "_take")
def takes_any_number(self: FirewallToTheInternet, flow: FiveTuple, address: str) -> int | None:
    """As many ports as there are of a public address."""
    return self._ports_toward(flow, address).take(64_512)


@otherwise("firewall.resets-at-idle", "silence", Translator, "_resets")
def silence(self: Translator, flow: TranslatedFlow, *, real: Reset) -> bool:
    """A firewall tells nobody."""
    return not isinstance(self, FirewallToTheInternet) and real(self, flow)


@otherwise("firewall.silent-between-networks", "resets", Translator, "_resets")
def resets(self: Translator, flow: TranslatedFlow, *, real: Reset) -> bool:
    """A firewall tells both ends, wherever they are."""
    return flow.established if isinstance(self, Firewall) else real(self, flow)


@otherwise("firewall.nat-gateway", "keeps-its-own", FirewallToTheInternet, "_open_onward")
def keeps_its_own(
    self: FirewallToTheInternet, flow: FiveTuple, gateway: Gateway, now: int
) -> FirewallFlow | None:
    """As without a gateway."""
    self.go_on_through(None)
    return self.open(flow, now)
