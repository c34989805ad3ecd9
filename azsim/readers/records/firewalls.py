"""Azure Firewalls and their rules as records: those that they have themselves, and those of policies."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from attrs import define, field, frozen

from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.outbound import (
    Firewall,
    FirewallAction,
    FirewallIpConfiguration,
    FirewallNatRule,
    FirewallPolicy,
    FirewallProtocol,
    FirewallRule,
    FirewallRuleKind,
    FirewallTier,
)
from azsim.model.resources.security import ANY, is_tag, prefix
from azsim.readers.declared import Object
from azsim.readers.records.body import Body
from azsim.readers.records.references import reference
from azsim.text import Advice, Text
from azsim.units import parse_address

NO_SUBNET = Text("its subnet isn't known", "サブネットがわからない")
IN_A_HUB = Text(
    "a firewall in a Virtual WAN hub isn't modelled",
    "Virtual WAN ハブのファイアウォールはモデル化していない",
)
NO_ADDRESS = Text(
    "a firewall without a public IP address isn't modelled",
    "パブリック IP アドレスのないファイアウォールはモデル化していない",
)
NAMES_OTHERS = Text(
    "it names what isn't modelled for firewalls, such as domain names or service tags: the answers are those "
    "without it",
    "ドメイン名やサービス タグなど、ファイアウォールではモデル化していないものを挙げている。答えはこれがない場合の"
    "ものである",
)
NO_GROUP = Text("the IP group {name} isn't in the input", "IP グループ {name} が入力にない")
NO_COLLECTIONS = Text(
    "the rules of its rule collection group aren't in the input",
    "規則コレクション グループの規則が入力にない",
)
RULE: Final = "firewall rule"
_ICMP: Final = "icmp"
_NETWORK: Final = ("networkRuleCollections", "NetworkRule")
_APPLICATION: Final = ("applicationRuleCollections", "ApplicationRule")
_NAT: Final = ("natRuleCollections", "NatRule")


def firewall(id: ResourceId, body: Body) -> Resource | None:
    """An Azure Firewall in a virtual network."""
    configurations = tuple(
        FirewallIpConfiguration(
            name=each.name,
            subnet=each.reference("subnet"),
            public_ip_address=each.reference("publicIPAddress"),
            private_ip_address=each.read("privateIPAddress", parse_address),
        )
        for each in body.objects("ipConfigurations")
    )
    if not configurations or configurations[0].subnet is None:
        body.tell(IN_A_HUB if body.reference("virtualHub") else NO_SUBNET)
        return None
    if all(each.public_ip_address is None for each in configurations):
        body.tell(NO_ADDRESS)
        return None
    sku = body.object_at("sku")
    rules = _Rules()
    rules.read(list(_collections(body)))
    return Firewall(
        id=id,
        tier=None if sku is None else sku.word("tier", FirewallTier),
        ip_configurations=configurations,
        policy=body.reference("firewallPolicy"),
        rules=tuple(rules.found),
        nat_rules=tuple(rules.of_nat),
    )


def firewall_policy(id: ResourceId, body: Body) -> Resource | None:
    """A policy with the rules of its rule collection groups, in the order of their priorities."""
    rules = _Rules()
    groups = body.objects("ruleCollectionGroups")
    for group in sorted(groups, key=lambda each: each.number("priority") or 0):
        found = list(_collections(group))
        if not found and group.text("id") is not None and group.number("priority") is None:
            # A policy itself names its groups, and no more.
            group.tell(NO_COLLECTIONS)
        rules.read(found)
    return FirewallPolicy(
        id=id,
        base_policy=body.reference("basePolicy"),
        rules=tuple(rules.found),
        nat_rules=tuple(rules.of_nat),
    )


@frozen(eq=False)
class _Collection:
    """A rule collection; ``kind`` is that of its rules, None where each says it."""

    body: Body
    kind: str | None

    @property
    def priority(self) -> int:
        return self.body.number("priority") or 0

    @property
    def action(self) -> str | None:
        action = self.body.object_at("action")
        return None if action is None else action.text("type")


def _collections(body: Body) -> Iterator[_Collection]:
    for each in body.objects("ruleCollections"):
        yield _Collection(each, None)
    for key, kind in (_NETWORK, _APPLICATION, _NAT):
        for each in body.objects(key):
            yield _Collection(each, kind)


@define(eq=False)
class _Rules:
    """Rules in the order in which they were read, by which they have their priorities."""

    found: list[FirewallRule] = field(factory=list)
    of_nat: list[FirewallNatRule] = field(factory=list)
    _names: set[str] = field(factory=set)
    _rank: int = 0

    def read(self, collections: Sequence[_Collection]) -> None:
        """Take in the rules of *collections*, those of the lowest number first."""
        for each in sorted(collections, key=lambda one: one.priority):
            self._rank += 1
            for rule in each.body.objects("rules"):
                self._read(each, rule)

    def _read(self, collection: _Collection, rule: Body) -> None:
        kind = collection.kind or rule.text("ruleType") or _NETWORK[1]
        readers: dict[str, Callable[[_Collection, Body], None]] = {
            _NETWORK[1].casefold(): self._network,
            _APPLICATION[1].casefold(): self._application,
            _NAT[1].casefold(): self._nat,
        }
        try:
            readers[kind.casefold()](collection, rule)
        except Advice as advice:
            rule.tell(advice.text)
        except KeyError:
            self._leave_out(collection, rule)

    def _network(self, collection: _Collection, rule: Body) -> None:
        sources = _places(rule, "sourceAddresses", "sourceIpGroups")
        to = _places(rule, "destinationAddresses", "destinationIpGroups")
        if sources is None or to is None or rule.texts("destinationFqdns"):
            self._leave_out(collection, rule)
            return
        spoken = rule.texts("ipProtocols") or rule.texts("protocols") or (FirewallProtocol.ANY,)
        # What is told is about TCP and UDP.
        named = [each for each in spoken if each.casefold() != _ICMP]
        for protocol in named:
            self.found.append(
                FirewallRule(
                    name=self._name(collection, rule, protocol if len(named) > 1 else None),
                    kind=FirewallRuleKind.NETWORK,
                    priority=self._rank,
                    action=FirewallAction(collection.action or FirewallAction.ALLOW),
                    protocol=FirewallProtocol(protocol),
                    sources=sources,
                    destinations=to,
                    destination_ports=rule.texts("destinationPorts") or (ANY,),
                )
            )

    def _application(self, collection: _Collection, rule: Body) -> None:
        sources = _places(rule, "sourceAddresses", "sourceIpGroups")
        names = (*rule.texts("targetFqdns"), *rule.texts("destinationFqdns"))
        if sources is None or ANY_NAME not in names:
            self._leave_out(collection, rule)
            return
        spoken = rule.objects("protocols")
        for each in spoken:
            protocol = each.text("protocolType") or FirewallProtocol.HTTPS
            port = each.number("port")
            self.found.append(
                FirewallRule(
                    name=self._name(collection, rule, protocol if len(spoken) > 1 else None),
                    kind=FirewallRuleKind.APPLICATION,
                    priority=self._rank,
                    action=FirewallAction(collection.action or FirewallAction.ALLOW),
                    protocol=FirewallProtocol(protocol),
                    sources=sources,
                    destination_ports=(ANY,) if port is None else (str(port),),
                )
            )

    def _nat(self, collection: _Collection, rule: Body) -> None:
        sources = _places(rule, "sourceAddresses", "sourceIpGroups")
        inside, port = rule.text("translatedAddress"), rule.number("translatedPort")
        ports = rule.texts("destinationPorts")
        is_known = all(each.isdecimal() for each in ports)
        if sources is None or inside is None or port is None or not is_known:
            self._leave_out(collection, rule)
            return
        spoken = rule.texts("ipProtocols") or rule.texts("protocols") or (FirewallProtocol.TCP,)
        several = len(spoken) * len(ports) > 1
        for protocol in spoken:
            for each in ports:
                self.of_nat.append(
                    FirewallNatRule(
                        name=self._name(
                            collection, rule, f"{protocol} {each}" if several else None
                        ),
                        protocol=FirewallProtocol(protocol),
                        sources=sources,
                        ip_address=_address(rule),
                        port=int(each),
                        translated_ip_address=inside,
                        translated_port=port,
                    )
                )

    def _name(self, collection: _Collection, rule: Body, detail: str | None) -> str:
        """The rule's own name, with that of its collection; two of a policy may have the same."""
        plain = f"{collection.body.name} {rule.name}".replace("/", " ")
        plain = plain if detail is None else f"{plain} ({detail})"
        name, number = plain, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{plain} {number}"
        self._names.add(name.casefold())
        return name

    @staticmethod
    def _leave_out(collection: _Collection, rule: Body) -> None:
        name = f"{collection.body.name} {rule.name}"
        rule.reading.left_out.append((RULE, name, NAMES_OTHERS, rule.place))


ANY_NAME: Final = "*"


def _places(rule: Body, addresses: str, groups: str) -> tuple[str, ...] | None:
    """What a rule names as sources or destinations; None where it is what isn't modelled."""
    found: list[str] = []
    for each in (*rule.texts(addresses), *_of_groups(rule, groups)):
        first, dash, last = each.partition("-")
        if dash and first.replace(".", "").isdigit():
            start, end = sorted(map(ipaddress.IPv4Address, map(parse_address, (first, last))))
            found += map(str, ipaddress.summarize_address_range(start, end))
        else:
            found.append(prefix(each))
    if any(is_tag(each) for each in found):
        return None
    return tuple(found) or (ANY,)


def _of_groups(rule: Body, key: str) -> Iterator[str]:
    value = rule.plain(key)
    for each in value if isinstance(value, tuple) else ():
        id = each.get("id") if isinstance(each, Object) else each
        named = reference(id) if isinstance(id, str) else None
        group = None if named is None else rule.reading.names.id(named)
        known = None if group is None else rule.reading.ip_groups.get(group)
        if known is None:
            rule.tell(NO_GROUP.fill(name="?" if named is None else named.name))
        else:
            yield from known


def _address(rule: Body) -> str | None:
    """The public address that a DNAT rule is about, where the input knows it."""
    listed = rule.plain("destinationAddresses")
    value = listed[0] if isinstance(listed, tuple) and listed else rule.plain("destinationAddress")
    return value if isinstance(value, str) and value.replace(".", "").isdigit() else None
