"""Back-end pools that are configured by IP address, where they differ from those by interface."""

from __future__ import annotations

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.model.resources.balancing import BackEndPool, LoadBalancer, LoadBalancerSku
from azsim.model.rules import Rule
from azsim.text import Text

STANDARD_ONLY = Rule(
    "load-balancer.pool-by-address.standard-only",
    Text(
        "only a Standard load balancer can have a pool by IP address",
        "IP アドレスで構成したプールを使えるのは Standard ロード バランサーだけである",
    ),
)
MIXED = Rule(
    "load-balancer.pool-by-address.mixed",
    Text(
        "a pool can't mix members by network interface and by IP address",
        "一つのプールにネットワーク インターフェイスによるメンバーと IP アドレスによるメンバーを混在させることはできない",
    ),
)
NO_INBOUND_NAT = Rule(
    "load-balancer.pool-by-address.inbound-nat",
    Text(
        "an inbound NAT rule can't be for a pool by IP address",
        "IP アドレスで構成したプールにはインバウンド NAT 規則を設定できない",
    ),
)


def of_pools(record: LoadBalancer, facts: Facts) -> Rule | None:
    """Why Azure refuses a pool by IP address of *record*, if it does."""
    by_address = [each for each in record.back_end_pools if _by_address(each)]
    if not by_address:
        return None
    if record.sku is LoadBalancerSku.BASIC:
        return _refuse_basic(facts)
    if any(len(_by_address(each)) < len(each.addresses) for each in by_address):
        return _refuse_mixture(facts)
    names = {each.name.casefold() for each in by_address}
    rules = (each.back_end_pool for each in record.inbound_nat_rules)
    if any(each is not None and each.casefold() in names for each in rules):
        return _refuse_inbound_nat(facts)
    return None


@decides
def _refuse_basic(facts: Facts) -> Rule | None:
    facts.rests_on("load-balancer.pool-by-address.standard-only")
    return STANDARD_ONLY


@decides
def _refuse_mixture(facts: Facts) -> Rule | None:
    facts.rests_on("load-balancer.pool-by-address.no-mixture")
    return MIXED


@decides
def _refuse_inbound_nat(facts: Facts) -> Rule | None:
    facts.rests_on("load-balancer.pool-by-address.no-inbound-nat")
    return NO_INBOUND_NAT


def addresses(record: LoadBalancer) -> set[str]:
    """The members of *record* that are there by their IP addresses."""
    return {each for pool in record.back_end_pools for each in _by_address(pool)}


def _by_address(pool: BackEndPool) -> list[str]:
    return [each.ip_address for each in pool.addresses if each.virtual_network is not None]
