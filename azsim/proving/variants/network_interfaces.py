"""Network interfaces, if they were otherwise."""

from __future__ import annotations

from azsim.deploy import secondary_configurations
from azsim.deploy.guest_routes import Card, GuestRoutes
from azsim.deploy.nat_gateways import NatGateways, RunningNatGateway
from azsim.facts import Facts
from azsim.model.rules import Rule
from azsim.proving.variants.variant import otherwise


@otherwise(
    "network-interface.primary-outbound", "last-configuration", GuestRoutes, "_primary_address"
)
def last_address(self: GuestRoutes, card: Card) -> str:
    """The last address of the interface."""
    return card.addresses[-1]


@otherwise("network-interface.secondary-gateway", "has-one", GuestRoutes, "_has_no_gateway")
@otherwise(
    "load-balancer.probe-answer-interface", "by-any", GuestRoutes, "_answers_a_probe_elsewhere"
)
def gets_there(self: GuestRoutes) -> Rule | None:
    """The packet goes on as if it had left by its own interface."""
    return None


@otherwise("network-interface.platform-route", "default-route", GuestRoutes, "_to_platform")
def by_default_route(self: GuestRoutes) -> Card:
    """The interface of the default route."""
    return self.default


@otherwise("nat-gateway.every-configuration", "primary-only", NatGateways, "_for_secondary")
def serves_primary_only(self: NatGateways, gateway: RunningNatGateway) -> None:
    """Secondary IP configurations leave by the next method."""


@otherwise(
    "outbound-rule.primary-configuration", "any", secondary_configurations, "_refuse_outbound_rule"
)
@otherwise(
    "load-balancer.floating-ip.primary-configuration",
    "any",
    secondary_configurations,
    "_refuse_floating_ip",
)
def accepted_for_secondary(facts: Facts) -> Rule | None:
    """Azure has no objection."""
    return None
