"""Network security groups as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.security import (
    TAGS,
    Access,
    Direction,
    NetworkSecurityGroup,
    SecurityRule,
    SecurityRuleProtocol,
    is_tag,
    prefix,
)
from azsim.readers.records.body import Body
from azsim.text import Advice, Text

IPV6_RULE = Text("IPv6 isn't modelled", "IPv6 はモデル化していない")
TAG_NOT_MODELLED = Text(
    "which addresses the service tag {tag} stands for isn't known, so that the rule is left out as far as "
    "it is about them",
    "サービス タグ {tag} が表すアドレスはわからない。規則のうち、このタグについての部分は除く",
)


def network_security_group(id: ResourceId, body: Body) -> Resource | None:
    """A network security group with the rules that somebody wrote."""
    return NetworkSecurityGroup(id=id, rules=tuple(_rules(body.objects("securityRules"))))


def _rules(bodies: Iterable[Body]) -> Iterator[SecurityRule]:
    for body in bodies:
        priority = body.number("priority")
        direction, access = body.word("direction", Direction), body.word("access", Access)
        if priority is None or direction is None or access is None:
            continue
        protocol = body.read("protocol", _protocol) or SecurityRuleProtocol.ANY
        source_groups = body.references("sourceApplicationSecurityGroups")
        destination_groups = body.references("destinationApplicationSecurityGroups")
        try:
            sources = _addresses(body, "sourceAddressPrefix", source_groups)
            destinations = _addresses(body, "destinationAddressPrefix", destination_groups)
            if not (sources or source_groups) or not (destinations or destination_groups):
                continue
            yield SecurityRule(
                name=body.name,
                priority=priority,
                direction=direction,
                access=access,
                protocol=protocol,
                sources=sources,
                source_ports=body.texts("sourcePortRanges", "sourcePortRange") or _ANY,
                destinations=destinations,
                destination_ports=body.texts("destinationPortRanges", "destinationPortRange")
                or _ANY,
                source_application_security_groups=source_groups,
                destination_application_security_groups=destination_groups,
            )
        except Advice as advice:
            body.tell(advice.text)


_ANY = ("*",)


def _addresses(body: Body, single: str, groups: tuple[ResourceId, ...]) -> tuple[str, ...]:
    """Those addresses and tags of a rule that can be told apart; the others are told.

    A rule that names neither these nor application security *groups* is about any address.

    :raises Advice: for what no rule may name.
    """
    known = []
    for each in body.texts(f"{single}es", single) or (() if groups else _ANY):
        if ":" in each:
            body.tell(IPV6_RULE)
            continue
        named = _TAGS.get(each.casefold(), each)
        if is_tag(prefix(named)) and named not in TAGS:
            body.tell(TAG_NOT_MODELLED.fill(tag=named))
            continue
        known.append(named)
    return tuple(known)


_TAGS = {each.casefold(): each for each in TAGS}


def _protocol(word: str) -> SecurityRuleProtocol:
    return SecurityRuleProtocol.ANY if word == "*" else SecurityRuleProtocol(word)
