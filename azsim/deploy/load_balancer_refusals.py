"""What Azure refuses of the load-balancing rules of a load balancer."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, duration
from azsim.model.resources.balancing import (
    FrontEnd,
    LoadBalancer,
    LoadBalancerSku,
    LoadBalancingRule,
    ProbeProtocol,
)
from azsim.model.resources.checks import Protocol
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import MINUTE, format_count, format_duration

FRONT_END_PORT_TAKEN = Rule(
    "load-balancer.front-end-port-taken",
    Text(
        "another rule has the same front-end IP, protocol and front-end port",
        "フロントエンド IP、プロトコル、フロントエンド ポートが同じ規則がすでにある",
    ),
)
HA_PORTS_ON_INTERNAL_STANDARD = Rule(
    "load-balancer.ha-ports.where",
    Text(
        "only an internal Standard load balancer can have HA ports",
        "HA ポートを使えるのは Standard の内部ロード バランサーだけである",
    ),
)
HA_PORTS_ONCE = Rule(
    "load-balancer.ha-ports.once",
    Text(
        "an internal front end can have one HA ports rule only",
        "内部フロントエンドの HA ポート規則は一つだけである",
    ),
)
HA_PORTS_BESIDE_OTHERS = Rule(
    "load-balancer.ha-ports.beside-others",
    Text(
        "an HA ports rule stands beside other rules to the same servers only if all of them have floating IP",
        "HA ポート規則を同じサーバーへのほかの規則と併用できるのは、すべての規則でフローティング IP が有効な場合だけである",
    ),
)


IDLE_TIMEOUT_RANGE = Rule(
    "load-balancer.idle-timeout",
    Text(
        "the idle timeout of a load-balancing rule is from {least} to {most} minutes",
        "負荷分散規則のアイドル タイムアウトは {least} 分から {most} 分までである",
    ),
)
NAT_IDLE_TIMEOUT_RANGE = Rule(
    "load-balancer.nat.idle-timeout",
    Text(
        "the idle timeout of an inbound NAT rule is from {least} to {most} minutes",
        "インバウンド NAT 規則のアイドル タイムアウトは {least} 分から {most} 分までである",
    ),
)
TCP_RESET_ON_STANDARD = Rule(
    "load-balancer.tcp-reset.where",
    Text(
        "only a Standard load balancer can have TCP reset",
        "TCP リセットを使えるのは Standard ロード バランサーだけである",
    ),
)


PROBE_INTERVAL = Rule(
    "load-balancer.probe-interval",
    Text(
        "the interval of a health probe is {least} or more",
        "正常性プローブの間隔は {least}以上である",
    ),
)
HTTPS_PROBE_ON_STANDARD = Rule(
    "load-balancer.https-probe.where",
    Text(
        "only a Standard load balancer can have HTTPS probes",
        "HTTPS プローブを使えるのは Standard ロード バランサーだけである",
    ),
)
NAT_RANGE_TOO_SHORT = Rule(
    "load-balancer.nat.range-too-short",
    Text(
        "the port range of the inbound NAT rule has fewer ports than the pool has servers",
        "インバウンド NAT 規則のポート範囲が、プールのサーバーの台数より少ない",
    ),
)


class Limits(Profile):
    """What a load-balancing rule may say."""

    shortest_idle_timeout = duration("load-balancer.idle-timeout.shortest")
    longest_idle_timeout = duration("load-balancer.idle-timeout.longest")


def idle_timeout_range(facts: Facts, of_rule: Rule = IDLE_TIMEOUT_RANGE) -> Rule:
    """The reason for which Azure refuses another idle timeout of such a rule."""
    limits = Limits(facts)
    return of_rule.fill(
        least=format_count(limits.shortest_idle_timeout // MINUTE),
        most=format_count(limits.longest_idle_timeout // MINUTE),
    )


class ProbeLimits(Profile):
    """What a health probe may say."""

    shortest_interval = duration("load-balancer.probe-interval.shortest")


def probe_interval_range(facts: Facts) -> Rule:
    """The reason for which Azure refuses a shorter interval of a health probe."""
    return PROBE_INTERVAL.fill(least=format_duration(ProbeLimits(facts).shortest_interval))


def of_probes(record: LoadBalancer, facts: Facts) -> Rule | None:
    """Why Azure refuses a health probe of *record*, if it does."""
    intervals = [each.interval for each in record.probes if each.interval is not None]
    if intervals and min(intervals) < ProbeLimits(facts).shortest_interval:
        return probe_interval_range(facts)
    return _https_probe(record, facts)


@decides
def _https_probe(record: LoadBalancer, facts: Facts) -> Rule | None:
    has_one = any(each.protocol is ProbeProtocol.HTTPS for each in record.probes)
    if not has_one or record.sku is not LoadBalancerSku.BASIC:
        return None
    facts.rests_on("load-balancer.https-probe.standard-only")
    return HTTPS_PROBE_ON_STANDARD


def of_rules(record: LoadBalancer, facts: Facts) -> Rule | None:
    """Why Azure refuses a rule of *record*, if it does."""
    rules = record.load_balancing_rules or ()
    checks = (_same_front_end_port, _nat_ranges, _ha_ports, _idle_timeouts, _tcp_reset)
    return next((found for each in checks if (found := each(record, rules, facts))), None)


def shares_back_end_port(record: LoadBalancer) -> bool:
    """Whether two rules lead to one port of the same servers, and not both have floating IP."""
    if record.load_balancing_rules is None:
        return len(serving(record)) > 1 and not record.floating_ip
    return any(
        one.back_end_pool == other.back_end_pool
        and (one.back_end_port == other.back_end_port)
        and _overlap(one.protocol, other.protocol)
        and not (one.enable_floating_ip and other.enable_floating_ip)
        for one, other in itertools.combinations(record.load_balancing_rules, 2)
    )


def serving(record: LoadBalancer) -> list[FrontEnd]:
    """The front ends at which requests come in."""
    return [each for each in record.front_ends if not each.outbound_only]


def _overlap(one: Protocol, other: Protocol) -> bool:
    return Protocol.ALL in (one, other) or one is other


def is_ha_ports(rule: LoadBalancingRule) -> bool:
    """Whether *rule* takes in every port."""
    return rule.front_end_port == 0


@decides
def _same_front_end_port(
    record: LoadBalancer, rules: Sequence[LoadBalancingRule], facts: Facts
) -> Rule | None:
    taken = [
        (one, other)
        for one, other in itertools.combinations(rules, 2)
        if record.front_end(one.front_end) == record.front_end(other.front_end)
        and one.front_end_port == other.front_end_port
        and one.front_end_port
        and _overlap(one.protocol, other.protocol)
    ]
    also_nat = any(
        record.front_end(rule.front_end) == record.front_end(nat.front_end)
        and rule.front_end_port in nat.front_end_ports
        and _overlap(rule.protocol, nat.protocol)
        for rule in rules
        for nat in record.inbound_nat_rules
    )
    twice_nat = any(
        record.front_end(one.front_end) == record.front_end(other.front_end)
        and not set(one.front_end_ports).isdisjoint(other.front_end_ports)
        and _overlap(one.protocol, other.protocol)
        for one, other in itertools.combinations(record.inbound_nat_rules, 2)
    )
    if not taken and not also_nat and not twice_nat:
        return None
    facts.rests_on("load-balancer.front-end-port-once")
    return FRONT_END_PORT_TAKEN


@decides
def _nat_ranges(
    record: LoadBalancer, rules: Sequence[LoadBalancingRule], facts: Facts
) -> Rule | None:
    for nat in record.inbound_nat_rules:
        if nat.back_end_pool is None:
            continue
        servers = record.back_end_pool(nat.back_end_pool).addresses
        if len(servers) > len(nat.front_end_ports):
            facts.rests_on("load-balancer.nat.range-blocks-growth")
            return NAT_RANGE_TOO_SHORT
    return None


@decides
def _ha_ports(
    record: LoadBalancer, rules: Sequence[LoadBalancingRule], facts: Facts
) -> Rule | None:
    ha_ports = [each for each in rules if is_ha_ports(each)]
    if not ha_ports:
        return None
    facts.rests_on("load-balancer.ha-ports")
    if not record.is_internal or record.sku is LoadBalancerSku.BASIC:
        return HA_PORTS_ON_INTERNAL_STANDARD
    front_ends = [record.front_end(each.front_end).name for each in ha_ports]
    if len(set(front_ends)) < len(front_ends):
        return HA_PORTS_ONCE
    if len(rules) > len(ha_ports) and not all(each.enable_floating_ip for each in rules):
        return HA_PORTS_BESIDE_OTHERS
    return None


def _idle_timeouts(
    record: LoadBalancer, rules: Sequence[LoadBalancingRule], facts: Facts
) -> Rule | None:
    if not _are_legal([*(each.idle_timeout for each in rules), record.idle_timeout], facts):
        return idle_timeout_range(facts)
    if not _are_legal([each.idle_timeout for each in record.inbound_nat_rules], facts):
        return idle_timeout_range(facts, NAT_IDLE_TIMEOUT_RANGE)
    return None


def _are_legal(idle_timeouts: Sequence[int | None], facts: Facts) -> bool:
    said = [each for each in idle_timeouts if each is not None]
    if not said:
        return True
    limits = Limits(facts)
    return limits.shortest_idle_timeout <= min(said) and max(said) <= limits.longest_idle_timeout


@decides
def _tcp_reset(
    record: LoadBalancer, rules: Sequence[LoadBalancingRule], facts: Facts
) -> Rule | None:
    resets = record.enable_tcp_reset or any(each.enable_tcp_reset for each in rules)
    if not resets or record.sku is not LoadBalancerSku.BASIC:
        return None
    facts.rests_on("load-balancer.tcp-reset.standard-only")
    return TCP_RESET_ON_STANDARD
