"""What Azure refuses of a load balancer for secondary IP configurations of its members."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from azsim.deploy.machines import Machines
from azsim.deploy.nat_gateways import NAT_GATEWAY
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.model.resources.balancing import LoadBalancer, LoadBalancingRule, OutboundRule
from azsim.model.rules import Rule
from azsim.text import Text

OUTBOUND_RULE_FOR_PRIMARY = Rule(
    "outbound-rule.primary-configuration",
    Text(
        "an outbound rule is for primary IP configurations only",
        "アウトバウンド規則の対象はプライマリ IP 構成だけである",
    ),
)
FLOATING_IP_FOR_PRIMARY = Rule(
    "load-balancer.floating-ip.primary-configuration",
    Text(
        "secondary IP configurations can't have floating IP",
        "セカンダリ IP 構成ではフローティング IP を使えない",
    ),
)


def of_secondary(
    record: LoadBalancer,
    facts: Facts,
    secondary: Collection[str],
    machines: Machines,
) -> Rule | None:
    """Why Azure refuses a rule of *record* to a pool with one of the *secondary* addresses in it."""
    if any(each in secondary for each in _addresses(record, record.outbound_rules)):
        return _refuse_outbound_rule(facts)
    if record.floating_ip:
        members = {each.ip_address for pool in record.back_end_pools for each in pool.addresses}
    else:
        rules = record.load_balancing_rules or ()
        members = _addresses(record, [each for each in rules if each.enable_floating_ip])
    if any(each in secondary and not _has_nat(machines, each) for each in members):
        return _refuse_floating_ip(facts)
    return None


@decides
def _refuse_outbound_rule(facts: Facts) -> Rule | None:
    facts.rests_on("outbound-rule.primary-configuration")
    return OUTBOUND_RULE_FOR_PRIMARY


@decides
def _refuse_floating_ip(facts: Facts) -> Rule | None:
    facts.rests_on("load-balancer.floating-ip.primary-configuration")
    return FLOATING_IP_FOR_PRIMARY


def _has_nat(machines: Machines, address: str) -> bool:
    """Whether a NAT gateway leads *address* out."""
    return NAT_GATEWAY in machines.at(address).interface(address).methods


def _addresses(record: LoadBalancer, rules: Iterable[LoadBalancingRule | OutboundRule]) -> set[str]:
    """The members of the pools that *rules* name."""
    named = {each.back_end_pool for each in rules if each.back_end_pool is not None}
    return {each.ip_address for name in named for each in record.back_end_pool(name).addresses}
