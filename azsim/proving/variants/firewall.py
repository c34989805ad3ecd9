"""Routes and firewalls, if they were otherwise."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from azsim.functions.egress import Egress
from azsim.functions.firewall.firewall import Firewall, FirewallWithin
from azsim.functions.firewall.half import FirewallFlow, Half
from azsim.functions.firewall.rules import InboundRules, Rules
from azsim.functions.firewall.to_the_internet import FirewallToTheInternet, Gateway
from azsim.functions.snat.flows import TranslatedFlow, Translator
from azsim.functions.user_routes import UserRoutes
from azsim.model.packet import FiveTuple
from azsim.model.resources.outbound import FirewallRule, FirewallRuleKind
from azsim.model.rules import Rule
from azsim.proving.variants.variant import otherwise

Reset = Callable[[Translator, TranslatedFlow], bool]
Passes = Callable[[Firewall, str], bool]
InOrder = Callable[[Rules], list[FirewallRule]]
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
    return self._shared.take(flow, address, 64_512)


@otherwise("firewall.resets-at-idle", "silence", Translator, "_resets")
def silence(self: Translator, flow: TranslatedFlow, *, real: Reset) -> bool:
    """A firewall tells nobody."""
    return not isinstance(self, FirewallToTheInternet) and real(self, flow)


@otherwise("firewall.silent-between-networks", "resets", Translator, "_resets")
def resets(self: Translator, flow: TranslatedFlow, *, real: Reset) -> bool:
    """A firewall tells both ends, wherever they are."""
    is_within = isinstance(self, Half) and not isinstance(self, FirewallToTheInternet)
    return flow.established if is_within else real(self, flow)


@otherwise("firewall.nat-gateway", "keeps-its-own", FirewallToTheInternet, "_open_onward")
def keeps_its_own(
    self: FirewallToTheInternet, flow: FiveTuple, gateway: Gateway, now: int
) -> FirewallFlow | None:
    """As without a gateway."""
    self.go_on_through(None)
    return self.open(flow, now)


@otherwise("firewall.private-ranges", "beside-the-default", Firewall, "_passes_as_it_is")
def beside_the_default(self: Firewall, destination: str, *, real: Passes) -> bool:
    """Both the ranges that are set and the default ones."""
    return real(self, destination) or self._limits.private[destination]


@otherwise("firewall.translates-to-its-own", "keeps-the-source", FirewallWithin, "_translated")
def keeps_the_source(self: FirewallWithin, flow: FiveTuple) -> tuple[str, int]:
    """As it came."""
    return flow.source, flow.source_port


@otherwise("firewall.rule-order", "application-rules-first", Rules, "_in_order")
def application_rules_first(self: Rules, *, real: InOrder) -> list[FirewallRule]:
    """The other kind first."""
    return sorted(real(self), key=lambda each: each.kind is FirewallRuleKind.NETWORK)


@otherwise("firewall.rule-order", "highest-number-first", Rules, "_in_order")
def highest_number_first(self: Rules, *, real: InOrder) -> list[FirewallRule]:
    """Each kind the other way round."""
    return sorted(
        real(self), key=lambda each: (each.kind != FirewallRuleKind.NETWORK, -each.priority)
    )


@otherwise("firewall.denies-by-default", "allows-by-default", Rules, "_by_default")
def allows_by_default(self: Rules) -> None:
    """Nothing is in the way."""


@otherwise(
    "firewall.application-rules-translate", "as-network-rules", Firewall, "_proxy_translates"
)
def as_network_rules(self: Firewall, flow: FiveTuple) -> bool:
    """Its destination decides."""
    return not self._passes_as_it_is(flow.destination)


@otherwise(
    "firewall.dnat-translates-the-source",
    "shows-the-client",
    FirewallToTheInternet,
    "_source_inside",
)
def shows_the_client(self: FirewallToTheInternet, inwards: FiveTuple) -> tuple[str, int]:
    """As the client sends it."""
    return inwards.source, inwards.source_port


@otherwise("firewall.dnat-allows-by-itself", "needs-a-rule", InboundRules, "_allowed")
def needs_a_rule(self: InboundRules, inwards: FiveTuple, others: Rules) -> Rule | None:
    """As for what goes out."""
    return others.refusal(inwards)


@otherwise("firewall.dnat-allows-by-itself", "whatever-is-denied", InboundRules, "_allowed")
def whatever_is_denied(self: InboundRules, inwards: FiveTuple, others: Rules) -> None:
    """Nothing is in the way."""
