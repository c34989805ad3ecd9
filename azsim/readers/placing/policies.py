"""Firewalls with the rules of their policies, as far as these are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import PublicIpAddress
from azsim.model.resources.outbound import Firewall, FirewallNatRule, FirewallPolicy
from azsim.readers.declared import Doubt
from azsim.text import Text

POLICY_ELSEWHERE = Text(
    "its policy {name} isn't in the input: it is taken as letting everything pass",
    "ポリシー {name} が入力にない。すべて通すものとみなす",
)
WHICH_ADDRESS = Text(
    'the DNAT rule "{rule}" is about an address that isn\'t known; the answers are those without it',
    "DNAT 規則「{rule}」の対象のアドレスがわからない。答えはこれがない場合のものである",
)


def with_policies(resources: Iterable[Resource], doubts: list[Doubt]) -> list[Resource]:
    """*resources*, whose firewalls have the rules of the policies that they name."""
    known = list(resources)
    policies = {each.id: each for each in known if isinstance(each, FirewallPolicy)}
    addresses = {each.id: each.ip_address for each in known if isinstance(each, PublicIpAddress)}
    return [
        _with_policy(each, policies, addresses, doubts) if isinstance(each, Firewall) else each
        for each in known
    ]


def _with_policy(
    firewall: Firewall,
    policies: Mapping[ResourceId, FirewallPolicy],
    addresses: Mapping[ResourceId, str | None],
    doubts: list[Doubt],
) -> Firewall:
    chain: list[FirewallPolicy] = []
    named = firewall.policy
    while named is not None:
        found = policies.get(named)
        if found is None:
            reason = POLICY_ELSEWHERE.fill(name=named.name)
            doubts.append(Doubt(firewall.name, reason, about=firewall.name))
            return evolve(firewall, rules=None, nat_rules=())
        if found in chain:
            break
        # What a policy inherits goes before its own.
        chain.insert(0, found)
        named = found.base_policy
    rules, nat_rules = list(firewall.rules or ()), list(firewall.nat_rules)
    names = {each.name.casefold() for each in rules} | {each.name.casefold() for each in nat_rules}
    for policy in chain:
        rank = max((each.priority for each in rules), default=0)
        for rule in policy.rules:
            name = _apart(rule.name, policy, names)
            rules.append(evolve(rule, name=name, priority=rule.priority + rank))
        for each in policy.nat_rules:
            nat_rules.append(evolve(each, name=_apart(each.name, policy, names)))
    return evolve(
        firewall,
        rules=tuple(rules),
        nat_rules=tuple(_with_addresses(firewall, nat_rules, addresses, doubts)),
    )


def _apart(name: str, policy: FirewallPolicy, taken: set[str]) -> str:
    """*name*, with that of its *policy* before it where a rule of another one is called so."""
    while name.casefold() in taken:
        name = f"{policy.name} {name}"
    taken.add(name.casefold())
    return name


def _with_addresses(
    firewall: Firewall,
    rules: Iterable[FirewallNatRule],
    addresses: Mapping[ResourceId, str | None],
    doubts: list[Doubt],
) -> Iterable[FirewallNatRule]:
    """*rules*, of which those that don't know their address are about the only one that there is."""
    own = [
        addresses.get(each.public_ip_address)
        for each in firewall.ip_configurations
        if each.public_ip_address is not None
    ]
    for rule in rules:
        if rule.ip_address is not None:
            yield rule
        elif len(own) == 1 and own[0] is not None:
            yield evolve(rule, ip_address=own[0])
        else:
            reason = WHICH_ADDRESS.fill(rule=rule.name)
            doubts.append(Doubt(firewall.name, reason, about=firewall.name))
