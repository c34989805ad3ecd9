"""Network security groups as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.security import (
    Access,
    Direction,
    NetworkSecurityGroup,
    SecurityRule,
    SecurityRuleProtocol,
)
from azsim.readers.records.body import Body
from azsim.text import Advice, Text

IPV6_RULE = Text("IPv6 isn't modelled", "IPv6 はモデル化していない")
APPLICATION_GROUPS = Text(
    "application security groups aren't modelled",
    "アプリケーション セキュリティ グループはモデル化していない",
)


def network_security_group(id: ResourceId, body: Body) -> Resource | None:
    """A network security group with the rules that somebody wrote."""
    return NetworkSecurityGroup(id=id, rules=tuple(_rules(body.objects("securityRules"))))


def _rules(bodies: Iterable[Body]) -> Iterator[SecurityRule]:
    for body in bodies:
        if body.objects("sourceApplicationSecurityGroups") or body.objects(
            "destinationApplicationSecurityGroups"
        ):
            body.tell(APPLICATION_GROUPS)
            continue
        priority = body.number("priority")
        direction, access = body.word("direction", Direction), body.word("access", Access)
        if priority is None or direction is None or access is None:
            continue
        protocol = body.read("protocol", _protocol) or SecurityRuleProtocol.ANY
        sources = body.texts("sourceAddressPrefixes", "sourceAddressPrefix")
        destinations = body.texts("destinationAddressPrefixes", "destinationAddressPrefix")
        if any(":" in each for each in (*sources, *destinations)):
            body.tell(IPV6_RULE)
            continue
        try:
            yield SecurityRule(
                name=body.name,
                priority=priority,
                direction=direction,
                access=access,
                protocol=protocol,
                sources=sources or _ANY,
                source_ports=body.texts("sourcePortRanges", "sourcePortRange") or _ANY,
                destinations=destinations or _ANY,
                destination_ports=body.texts("destinationPortRanges", "destinationPortRange")
                or _ANY,
            )
        except Advice as advice:
            body.tell(advice.text)


_ANY = ("*",)


def _protocol(word: str) -> SecurityRuleProtocol:
    return SecurityRuleProtocol.ANY if word == "*" else SecurityRuleProtocol(word)
