"""What Azure says of outbound rules: which it refuses, and how many SNAT ports one may give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import define, field

from azsim.deploy import aks
from azsim.deploy.services import Services
from azsim.facts.decides import decides
from azsim.functions.snat.outbound_rules import OutboundRules
from azsim.functions.snat.port_allocation import available, largest_share, nearest_multiples
from azsim.functions.snat.profiles import LoadBalancerRule
from azsim.model.resources.balancing import (
    InboundNatPool,
    InboundNatRule,
    LoadBalancer,
    LoadBalancerSku,
    OutboundRule,
)
from azsim.model.resources.checks import Protocol
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import MINUTE, format_count

BOTH: Final = ("TCP", "UDP")
PROTOCOLS: Final = {Protocol.TCP: ("TCP",), Protocol.UDP: ("UDP",), Protocol.ALL: BOTH}

STANDARD_ONLY = Rule(
    "outbound-rule.standard-only",
    Text(
        "only a Standard load balancer has outbound rules",
        "アウトバウンド規則を持てるのは Standard ロード バランサーだけである",
    ),
)
PUBLIC_ONLY = Rule(
    "outbound-rule.public-only",
    Text(
        "an internal load balancer has no outbound rules",
        "内部ロード バランサーにはアウトバウンド規則を設定できない",
    ),
)
FRONT_END_IN_USE = Rule(
    "outbound-rule.front-end-in-use",
    Text(
        "a load-balancing rule uses the front-end IP for outbound SNAT already",
        "フロントエンド IP がすでに負荷分散規則のアウトバウンド SNAT に使われている",
    ),
    Text(
        "Disable it there first: outbound SNAT is disabled on the load-balancing rules of "
        '"{balancer}".',
        "先にそれを無効にする: {balancer} の負荷分散規則でアウトバウンド SNAT が無効である。",
    ),
)
NOT_A_MULTIPLE = Rule(
    "outbound-rule.not-a-multiple",
    Text(
        "{ports} SNAT ports per instance isn't a multiple of {block}",
        "インスタンスあたりの SNAT ポート {ports} 個は {block} の倍数ではない",
    ),
    Text(
        "{below} and {above} are. Azure calls this "
        "SpecifiedAllocatedOutboundPortsForOutboundRuleIsNotAMultipleOfEight.",
        "前後の倍数は {below} と {above} である。Azure のエラー名は "
        "SpecifiedAllocatedOutboundPortsForOutboundRuleIsNotAMultipleOfEight である。",
    ),
)
TOO_MANY_PORTS = Rule(
    "outbound-rule.oversubscribed",
    Text(
        "{needed} SNAT ports are needed and {available} are available",
        "SNAT ポートは {needed} 個必要だが、{available} 個しかない",
    ),
    Text(
        "{instances} × {ports} = {needed}. With {instances} instances, {largest} each are the most; "
        "another front-end IP brings {more} more. Azure calls this {error}.",
        "{instances} × {ports} = {needed} である。{instances} 台なら 1 台あたり {largest} 個まで"
        "であり、フロントエンド IP を一つ増やすと {more} 個増える。Azure のエラー名は {error} である。",
    ),
)
MORE_THAN_A_RULE_HAS: Final = (
    "SpecifiedAllocatedOutboundPortsForOutboundRuleExceedsTotalNumberOfAllowedPortsPerRule"
)
MORE_THAN_THERE_ARE: Final = (
    "SpecifiedAllocatedOutboundPortsForOutboundRuleExceedsTotalNumberOfAvailablePorts"
)
IDLE_TIMEOUT_RANGE = Rule(
    "outbound-rule.idle-timeout-range",
    Text(
        "the idle timeout of an outbound rule is {shortest} to {longest} minutes",
        "アウトバウンド規則のアイドル タイムアウトは {shortest} 分から {longest} 分までである",
    ),
)


def idle_timeout_range(shortest: int, longest: int) -> Rule:
    """The reason for which Azure refuses another idle timeout."""
    return IDLE_TIMEOUT_RANGE.fill(shortest=shortest // MINUTE, longest=longest // MINUTE)


@define(eq=False)
class OutboundRuleChecks:
    """Decides on the outbound rules of load balancers."""

    services: Services[LoadBalancer]
    _profile: LoadBalancerRule = field(init=False)
    _rules: OutboundRules = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._profile = LoadBalancerRule(self.services.world.facts)
        self._rules = OutboundRules(self.services.world.facts)

    def refusal(self, record: LoadBalancer) -> Rule | None:
        """Why Azure refuses an outbound rule of the load balancer, or more machines behind it."""
        for rule in record.outbound_rules:
            for refused in (
                self._not_standard(record),
                self._not_public(record, rule),
                self._in_use(record, rule),
                self._odd(rule),
                self._out_of_range(rule),
            ):
                if refused is not None:
                    return refused
        short = (self._oversubscribed(record, rule) for rule in record.outbound_rules)
        return next(filter(None, short), None)

    def largest_legal(self, record: LoadBalancer, front_ends: Sequence[str], instances: int) -> int:
        """The most SNAT ports per instance that a rule on those *front_ends* may say."""
        block = self._profile.block
        return largest_share(self._available(record, front_ends), instances, block)

    @decides
    def _not_standard(self, record: LoadBalancer) -> Rule | None:
        if record.sku != LoadBalancerSku.BASIC:
            return None
        self._rules.rests_on(self._rules.standard_only)
        return STANDARD_ONLY

    @decides
    def _not_public(self, record: LoadBalancer, rule: OutboundRule) -> Rule | None:
        parts = [record.front_end(each) for each in rule.front_ends]
        if not any(each.private_ip_address for each in parts):
            return None
        self._rules.rests_on(self._rules.public_only)
        return PUBLIC_ONLY

    @decides
    def _in_use(self, record: LoadBalancer, rule: OutboundRule) -> Rule | None:
        if not any(_translates(record, each) for each in rule.front_ends):
            return None
        self._rules.rests_on(self._rules.front_end_in_use)
        return FRONT_END_IN_USE.fill(balancer=record.name)

    @decides
    def _odd(self, rule: OutboundRule) -> Rule | None:
        ports, block = rule.allocated_outbound_ports or 0, self._profile.block
        below, above = nearest_multiples(ports, block)
        if ports == below:
            return None
        self._rules.rests_on(self._rules.multiple_of_block)
        return NOT_A_MULTIPLE.fill(
            ports=format_count(ports),
            block=format_count(block),
            below=format_count(below),
            above=format_count(above),
        )

    def _out_of_range(self, rule: OutboundRule) -> Rule | None:
        if rule.idle_timeout is None:
            return None
        shortest, longest = self._rules.shortest_idle_timeout, self._rules.longest_idle_timeout
        if shortest <= rule.idle_timeout <= longest:
            return None
        return idle_timeout_range(shortest, longest)

    @decides
    def _oversubscribed(self, record: LoadBalancer, rule: OutboundRule) -> Rule | None:
        ports = rule.allocated_outbound_ports or 0
        if not ports:
            return None
        instances = len(record.back_end_pool(rule.back_end_pool).addresses)
        there_are = self._available(record, rule.front_ends) - _elsewhere(record, rule)
        if instances * ports <= there_are:
            return None
        self._rules.rests_on(self._rules.oversubscription)
        per_front_end = self._profile.ports_per_address
        too_many = ports > self._available(record, rule.front_ends)
        return TOO_MANY_PORTS.fill(
            needed=format_count(instances * ports),
            available=format_count(there_are),
            instances=format_count(instances),
            ports=format_count(ports),
            largest=format_count(largest_share(there_are, instances, self._profile.block)),
            more=format_count(per_front_end),
            error=_error(rule, too_many),
        )

    def _available(self, record: LoadBalancer, front_ends: Sequence[str]) -> int:
        profile = self._profile
        listening = [
            self.listening(record, name)
            for name in front_ends
            for _ in self.services.addresses_of(record.front_end(name))
        ]
        return available(listening, profile.ports_per_address, profile.block)

    def listening(self, record: LoadBalancer, front_end: str) -> frozenset[int]:
        """The ports of a front end where rules let flows in."""
        name = record.front_end(front_end).name
        ports = {
            rule.front_end_port
            for rule in record.load_balancing_rules or ()
            if record.front_end(rule.front_end).name == name
        }
        into: list[InboundNatRule | InboundNatPool] = [
            *record.inbound_nat_rules,
            *record.inbound_nat_pools,
        ]
        for inbound in into:
            if record.front_end(inbound.front_end).name == name:
                ports |= set(inbound.front_end_ports)
        if ports:
            self._profile.shows(self._profile.listeners_take_blocks)
            self._profile.shows(self._profile.block_alignment)
        return frozenset(ports - {0})


def _error(rule: OutboundRule, too_many: bool) -> str:
    """What Azure calls the refusal of more ports than there are, or than one rule may have."""
    if rule.name == aks.OUTBOUND_RULE:
        return aks.TOO_MANY_PORTS
    return MORE_THAN_A_RULE_HAS if too_many else MORE_THAN_THERE_ARE


def _translates(record: LoadBalancer, front_end: str) -> bool:
    """Whether load-balancing rules translate outbound connections at that front end."""
    rules = record.load_balancing_rules
    if rules is None:
        return not (record.disable_outbound_snat or record.front_end(front_end).outbound_only)
    name = record.front_end(front_end).name
    return any(
        record.front_end(rule.front_end).name == name and not rule.disable_outbound_snat
        for rule in rules
    )


def _elsewhere(record: LoadBalancer, rule: OutboundRule) -> int:
    """The ports of the same front ends and protocols that other outbound rules hand out."""
    return sum(
        (other.allocated_outbound_ports or 0)
        * len(record.back_end_pool(other.back_end_pool).addresses)
        for other in record.outbound_rules
        if other.name != rule.name
        and {*map(str.casefold, other.front_ends)} & {*map(str.casefold, rule.front_ends)}
        and {*PROTOCOLS[other.protocol]} & {*PROTOCOLS[rule.protocol]}
    )
