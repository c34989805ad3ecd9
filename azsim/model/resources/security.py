"""Network security groups: which flows reach the interfaces of a network, and leave them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar, Final

from attrs import field, frozen

from azsim.model.resources.checks import Word, distinct, folded, number, plain_name
from azsim.model.resources.identity import Resource, ResourceId, part_named, resource_ids
from azsim.text import Advice, Text, quoted
from azsim.units import LARGEST_PORT, parse_address, parse_network

SECURITY_RULE = Text("rule", "規則")
PRIORITY = Text("priority", "優先順位")
ANY: Final = "Any"
VIRTUAL_NETWORK: Final = "VirtualNetwork"
AZURE_LOAD_BALANCER: Final = "AzureLoadBalancer"
INTERNET: Final = "Internet"
TAGS: Final = (VIRTUAL_NETWORK, AZURE_LOAD_BALANCER, INTERNET)
"""The service tags whose addresses are known."""
"""Every address, every port, every protocol."""

_STANDS_FOR_ANY = ("any", "*")
_TAG = re.compile("[A-Za-z][A-Za-z0-9]*(?:[.][A-Za-z0-9]+)?")
_RANGE = re.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?")
_EVERY_ADDRESS = "0.0.0.0/0"


class Direction(Word):
    """Whether a rule is about flows that come in or about flows that go out."""

    INBOUND = "Inbound"
    OUTBOUND = "Outbound"


class Access(Word):
    """What a rule does with the flows that match it."""

    ALLOW = "Allow"
    DENY = "Deny"


class SecurityRuleProtocol(Word):
    """The protocol of a rule; ``ANY`` stands for all of them."""

    TCP = "TCP"
    UDP = "UDP"
    ICMP = "ICMP"
    ESP = "ESP"
    AH = "AH"
    ANY = "Any"


def prefix(given: str) -> str:
    """A network, an address as a network of its own, the name of a service tag, or ``Any``.

    :raises Advice: for anything else.
    """
    words = given.strip()
    if words.casefold() in _STANDS_FOR_ANY or words == _EVERY_ADDRESS:
        return ANY
    if _TAG.fullmatch(words):
        return words
    if "/" in words:
        return parse_network(words)
    if words[:1].isdigit():
        return f"{parse_address(words)}/32"
    raise Advice(
        Text(
            '"{found}" is none of what a rule may name: an address, a network such as 10.0.0.0/16, '
            "a service tag such as VirtualNetwork, or Any. An application security group stands in quotation "
            'marks: "asg-web".',
            "「{found}」は規則に書けるもののどれでもない。アドレス、10.0.0.0/16 のようなネットワーク、"
            "VirtualNetwork のようなサービス タグ、Any のいずれかを書く。アプリケーション セキュリティ グループは "
            '"asg-web" のように引用符で囲む。',
        ).fill(found=quoted(given))
    )


def prefixes(given: Iterable[str]) -> tuple[str, ...]:
    """What a rule names as source or destination; one service tag at most.

    :raises Advice: where there are several service tags, and for what `prefix` refuses.
    """
    found = tuple(prefix(each) for each in given)
    tags = [each for each in found if is_tag(each)]
    if len(tags) > 1:
        raise Advice(
            Text(
                "A rule can't name several service tags, and this one has {tags}. Write a rule for "
                "each of them.",
                "一つの規則に複数のサービス タグは書けないが、{tags} がある。サービス タグごとに規則を書く。",
            ).fill(tags=", ".join(tags))
        )
    return found


def is_tag(named: str) -> bool:
    """Whether *named*, as `prefix` gives it, is a service tag."""
    return named != ANY and "/" not in named


def port_range(given: str) -> tuple[int, int]:
    """The first and the last port of ``80``, ``10000-10005`` or ``Any``.

    :raises Advice: for anything else.
    """
    words = given.strip()
    if words.casefold() in _STANDS_FOR_ANY:
        return 0, LARGEST_PORT
    found = _RANGE.fullmatch(words)
    if found is not None:
        first = int(found[1])
        last = first if found[2] is None else int(found[2])
        if first <= last <= LARGEST_PORT:
            return first, last
    raise Advice(
        Text(
            '"{found}" is neither a port nor a range of ports. Write 80, 10000-10005 or Any.',
            "「{found}」はポートでもポートの範囲でもない。80、10000-10005、Any のように書く。",
        ).fill(found=quoted(given))
    )


def port_ranges(given: Iterable[str | tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The ranges of ports that a rule names."""
    return tuple(port_range(each) if isinstance(each, str) else each for each in given)


@frozen(kw_only=True)
class SecurityRule:
    """A rule of a network security group.

    A flow matches it that agrees in its protocol, and in both addresses and both ports: the
    *source* ports of a client are its own, and never those of a service. An application security
    group stands for the addresses that are in it, beside those that are named.
    """

    name: str = field(eq=folded, validator=plain_name)
    priority: int = field(validator=number(PRIORITY, 1))
    direction: Direction = field(converter=Direction)
    access: Access = field(converter=Access)
    protocol: SecurityRuleProtocol = field(
        default=SecurityRuleProtocol.ANY, converter=SecurityRuleProtocol
    )
    sources: tuple[str, ...] = field(default=(ANY,), converter=prefixes)
    source_ports: tuple[tuple[int, int], ...] = field(default=(ANY,), converter=port_ranges)
    destinations: tuple[str, ...] = field(default=(ANY,), converter=prefixes)
    destination_ports: tuple[tuple[int, int], ...] = field(default=(ANY,), converter=port_ranges)
    source_application_security_groups: tuple[ResourceId, ...] = field(
        default=(), converter=resource_ids
    )
    destination_application_security_groups: tuple[ResourceId, ...] = field(
        default=(), converter=resource_ids
    )

    @property
    def application_security_groups(self) -> tuple[ResourceId, ...]:
        """Those that it names, as source and as destination."""
        source, destination = (
            self.source_application_security_groups,
            self.destination_application_security_groups,
        )
        return (*source, *destination)


@frozen(kw_only=True)
class NetworkSecurityGroup(Resource):
    """A network security group with the rules that somebody wrote; Azure adds its default rules.

    Subnets and network interfaces name the group that they have.
    """

    KIND: ClassVar[Text] = Text("network security group", "ネットワーク セキュリティ グループ")

    rules: tuple[SecurityRule, ...] = field(default=(), validator=distinct(SECURITY_RULE))

    def rule(self, name: str) -> SecurityRule:
        """The rule of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.rules, SECURITY_RULE, self)
