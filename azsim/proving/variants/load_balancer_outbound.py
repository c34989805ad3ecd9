"""SNAT ports of Load Balancer, if they were handed out otherwise."""

from __future__ import annotations

from azsim.deploy.load_balancer_outbound import OutboundConnections
from azsim.deploy.outbound_rule_checks import BOTH, OutboundRuleChecks
from azsim.functions.snat.flows import TranslatedFlow, Translator
from azsim.functions.snat.pools import Fixed, Plan
from azsim.model.resources.balancing import LoadBalancer, LoadBalancingRule, OutboundRule
from azsim.model.rules import Rule
from azsim.proving.variants.variant import otherwise

Refusal = Rule | None
Carries = dict[str, tuple[str, ...]]


@otherwise("outbound.listeners-take-blocks", "take-nothing", OutboundRuleChecks, "listening")
def rules_take_nothing(
    self: OutboundRuleChecks, record: LoadBalancer, front_end: str
) -> frozenset[int]:
    """No port of a rule counts."""
    return frozenset()


@otherwise("outbound.protocols-of-rules", "both-protocols", OutboundConnections, "_let_out_by")
def both_protocols(
    self: OutboundConnections, record: LoadBalancer, rule: LoadBalancingRule
) -> tuple[str, ...]:
    """A rule lets both out, unless it lets nothing out."""
    return () if rule.disable_outbound_snat else BOTH


@otherwise("outbound.basic-picks-one", "all-of-them", OutboundConnections, "_picked")
def all_of_them(
    self: OutboundConnections, record: LoadBalancer, carries: Carries
) -> tuple[Carries, bool]:
    """None is picked."""
    return carries, False


@otherwise("outbound.rules-without-snat", "default-access", OutboundConnections, "_kept_in")
def default_access(self: OutboundConnections, carries: Carries) -> Carries:
    """Nothing is in the way of default outbound access."""
    return {}


@otherwise("outbound.tcp-reset", "in-silence", Translator, "_resets")
def in_silence(self: Translator, flow: TranslatedFlow) -> bool:
    """Nobody is told."""
    return False


@otherwise("outbound-rule.zero", "none-at-all", OutboundConnections, "_plan")
def none_at_all(self: OutboundConnections, rule: OutboundRule) -> Plan:
    """So many as the rule says, even where it says none."""
    return Fixed(rule.allocated_outbound_ports or 0)


@otherwise("outbound-rule.multiple-of-block", "accepted", OutboundRuleChecks, "_odd")
def an_odd_number_is_accepted(self: OutboundRuleChecks, rule: OutboundRule) -> Refusal:
    """It may be any."""
    return None


@otherwise("outbound-rule.oversubscription", "accepted", OutboundRuleChecks, "_oversubscribed")
def oversubscription_is_accepted(
    self: OutboundRuleChecks, record: LoadBalancer, rule: OutboundRule
) -> Refusal:
    """Whoever comes last goes short."""
    return None


@otherwise("outbound-rule.front-end-in-use", "accepted", OutboundRuleChecks, "_in_use")
def a_front_end_in_use_is_accepted(
    self: OutboundRuleChecks, record: LoadBalancer, rule: OutboundRule
) -> Refusal:
    """Both may have it."""
    return None


@otherwise("outbound-rule.standard-only", "accepted", OutboundRuleChecks, "_not_standard")
def basic_is_accepted(self: OutboundRuleChecks, record: LoadBalancer) -> Refusal:
    """The SKU doesn't matter."""
    return None


@otherwise("outbound-rule.public-only", "accepted", OutboundRuleChecks, "_not_public")
def internal_is_accepted(
    self: OutboundRuleChecks, record: LoadBalancer, rule: OutboundRule
) -> Refusal:
    """What its front ends are doesn't matter."""
    return None
