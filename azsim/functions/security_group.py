"""Network security groups: whether a flow may leave an interface, or reach it.

A group's rules are looked at in the order of their priorities, and the first that a flow matches
decides. On the way in, the group of the subnet decides before that of the interface; on the way
out it is the other way round. Only a new flow is decided on: what belongs to one that was let
through passes, in either direction, whatever the rules say by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from attrs import define, field, frozen

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, number
from azsim.model.packet import FiveTuple
from azsim.model.resources.security import (
    ANY,
    AZURE_LOAD_BALANCER,
    INTERNET,
    VIRTUAL_NETWORK,
    Access,
    Direction,
    SecurityRule,
    SecurityRuleProtocol,
    is_tag,
)
from azsim.model.rules import Rule
from azsim.model.verdict import Drop
from azsim.text import Advice, Text
from azsim.units import within

DENIED = Rule(
    "security-group.denied",
    Text(
        'the rule "{rule}" of "{group}" denies it',
        '"{group}" の規則 "{rule}" が拒否する',
    ),
)
NO_GROUP = Rule(
    "security-group.none",
    Text(
        "no network security group lets it in",
        "受信を許可するネットワーク セキュリティ グループがない",
    ),
)
PROTOCOL_NOT_MODELLED = Text(
    '{protocol} meets the rule "{rule}" of "{group}", which is about any protocol. Whether that means '
    "{protocol} too isn't documented, and so it isn't modelled: TCP, UDP and ICMP are.",
    "{protocol} が、すべてのプロトコルを対象とする「{group}」の規則「{rule}」に当たる。これに {protocol} も"
    "含まれるかどうかは文書になく、モデル化していない。扱えるのは TCP、UDP、ICMP である。",
)

_ANY_PROTOCOL: Final = ("TCP", "UDP", "ICMP")


def _by_priority(rules: Iterable[SecurityRule]) -> tuple[SecurityRule, ...]:
    return tuple(sorted(rules, key=lambda each: each.priority))


Tags = Callable[[str, str], bool]
"""Whether a service tag covers an address, as seen from one virtual network."""


class DefaultPriorities(Profile):
    """The priorities of the rules that every group has."""

    virtual_network_in = number("security-group.default.virtual-network-in")
    load_balancer_in = number("security-group.default.load-balancer-in")
    deny_in = number("security-group.default.deny-in")
    virtual_network_out = number("security-group.default.virtual-network-out")
    internet_out = number("security-group.default.internet-out")
    deny_out = number("security-group.default.deny-out")


def default_rules(facts: Facts) -> tuple[SecurityRule, ...]:
    """The rules that Azure adds to every group."""
    priorities = DefaultPriorities(facts)

    def allow(name: str, priority: int, direction: Direction, source: str, to: str) -> SecurityRule:
        return SecurityRule(
            name=name,
            priority=priority,
            direction=direction,
            access=Access.ALLOW,
            sources=(source,),
            destinations=(to,),
        )

    def deny(name: str, priority: int, direction: Direction) -> SecurityRule:
        return SecurityRule(name=name, priority=priority, direction=direction, access=Access.DENY)

    inbound, outbound = Direction.INBOUND, Direction.OUTBOUND
    return (
        allow(
            "AllowVnetInBound",
            priorities.virtual_network_in,
            inbound,
            VIRTUAL_NETWORK,
            VIRTUAL_NETWORK,
        ),
        allow(
            "AllowAzureLoadBalancerInBound",
            priorities.load_balancer_in,
            inbound,
            AZURE_LOAD_BALANCER,
            ANY,
        ),
        deny("DenyAllInBound", priorities.deny_in, inbound),
        allow(
            "AllowVnetOutBound",
            priorities.virtual_network_out,
            outbound,
            VIRTUAL_NETWORK,
            VIRTUAL_NETWORK,
        ),
        allow("AllowInternetOutBound", priorities.internet_out, outbound, ANY, INTERNET),
        deny("DenyAllOutBound", priorities.deny_out, outbound),
    )


def nobody_waits() -> None:
    """Where nobody wants to know what a group meets."""


@frozen(eq=False)
class SecurityGroup:
    """A group as it decides, with its default rules; ``rules`` in the order of their priorities.

    ``met`` is told of each packet that meets the group at an interface.
    """

    name: str
    facts: Facts
    rules: tuple[SecurityRule, ...] = field(converter=_by_priority)
    met: Callable[[], None] = nobody_waits

    def of(self, direction: Direction) -> list[SecurityRule]:
        """The rules of one direction, in order."""
        return [each for each in self.rules if each.direction is direction]

    def refusal(self, direction: Direction, flow: FiveTuple, tags: Tags) -> Rule | None:
        """Why *flow* may not pass, or None where it may.

        :raises Advice: for a protocol of which no document says whether a rule covers it.
        """
        rules = self.of(direction)
        rule = self._deciding(each for each in rules if self._matches(each, flow, tags))
        if rule.access is Access.ALLOW:
            return None
        return DENIED.fill(rule=rule.name, group=self.name)

    @decides
    def _deciding(self, matching: Iterator[SecurityRule]) -> SecurityRule:
        # The last default rule matches everything, so that there is always one.
        self.facts.rests_on("security-group.first-match")
        return next(matching)

    def _matches(self, rule: SecurityRule, flow: FiveTuple, tags: Tags) -> bool:
        if not (
            _covers_port(rule.source_ports, flow.source_port)
            and _covers_port(rule.destination_ports, flow.destination_port)
            and _covers_address(rule.sources, flow.source, tags)
            and _covers_address(rule.destinations, flow.destination, tags)
        ):
            return False
        if rule.protocol is not SecurityRuleProtocol.ANY:
            return rule.protocol == flow.protocol
        if flow.protocol not in _ANY_PROTOCOL:
            raise Advice(
                PROTOCOL_NOT_MODELLED.fill(protocol=flow.protocol, rule=rule.name, group=self.name)
            )
        return True


def _covers_port(ranges: Sequence[tuple[int, int]], port: int) -> bool:
    return any(first <= port <= last for first, last in ranges)


def _covers_address(named: Sequence[str], address: str, tags: Tags) -> bool:
    return any(
        each == ANY or (tags(each, address) if is_tag(each) else within(address, (each,)))
        for each in named
    )


@define(eq=False)
class InterfaceFilter:
    """What stands between an interface and its network: its groups, and the flows let through.

    A flow is kept as the end sends it that opened it.
    """

    facts: Facts
    tags: Tags
    of_subnet: SecurityGroup | None = field(default=None, init=False)
    of_interface: SecurityGroup | None = field(default=None, init=False)
    _flows: set[FiveTuple] = field(factory=set, init=False)

    @property
    def has_group(self) -> bool:
        """Whether any group decides here."""
        return self.of_subnet is not None or self.of_interface is not None

    def change_to(
        self,
        of_subnet: SecurityGroup | None,
        of_interface: SecurityGroup | None,
        open_flows: Iterable[FiveTuple],
    ) -> None:
        """From now on these groups decide about new flows; *open_flows* have been opened before."""
        if (of_subnet, of_interface) != (self.of_subnet, self.of_interface):
            self.of_subnet, self.of_interface = of_subnet, of_interface
            self._keep(open_flows)

    def let_out(self, flow: FiveTuple, *, starts: bool) -> Drop | None:
        """Why a packet of *flow* may not leave, if it may not; *starts* marks a SYN."""
        return self._pass(self._on_the_way_out, Direction.OUTBOUND, flow, starts)

    def let_in(self, flow: FiveTuple, *, starts: bool, closed_by: str | None = None) -> Drop | None:
        """Why a packet of *flow* may not come in, if it may not.

        *closed_by* is the fact by which it came through something that lets in only what a group
        allows; None where it didn't.
        """
        if closed_by is not None and not self.has_group and not self._belongs(flow):
            return self._closed(closed_by)
        return self._pass(self._on_the_way_in, Direction.INBOUND, flow, starts)

    def refusals(self, direction: Direction, flow: FiveTuple) -> list[Rule]:
        """Why a new *flow* may not pass, once for each group that would keep it by itself."""
        groups = self._on_the_way_in if direction is Direction.INBOUND else self._on_the_way_out
        found = (each.refusal(direction, flow, self.tags) for each in groups() if each is not None)
        return [each for each in found if each is not None]

    def _pass(
        self,
        groups: Callable[[], Sequence[SecurityGroup | None]],
        direction: Direction,
        flow: FiveTuple,
        starts: bool,
    ) -> Drop | None:
        for has in (self.of_subnet, self.of_interface):
            if has is not None:
                has.met()
        if not starts and self._belongs(flow):
            return None
        for group in groups():
            if group is None:
                continue
            refusal = group.refusal(direction, flow, self.tags)
            if refusal is not None:
                return Drop(refusal)
        self._flows.add(flow)
        return None

    def _belongs(self, flow: FiveTuple) -> bool:
        """Whether *flow* is one that was let through, or the other direction of one."""
        return flow in self._flows or (flow.reversed() in self._flows and self._answers())

    @decides
    def _answers(self) -> bool:
        self.facts.rests_on("security-group.stateful")
        return True

    @decides
    def _keep(self, open_flows: Iterable[FiveTuple]) -> None:
        self.facts.rests_on("security-group.new-flows-only")
        self._flows.update(open_flows)

    @decides
    def _closed(self, fact_id: str) -> Drop | None:
        self.facts.rests_on(fact_id)
        return Drop(NO_GROUP)

    @decides
    def _on_the_way_in(self) -> Sequence[SecurityGroup | None]:
        self._rest_on_order("security-group.inbound-order")
        return self.of_subnet, self.of_interface

    @decides
    def _on_the_way_out(self) -> Sequence[SecurityGroup | None]:
        self._rest_on_order("security-group.outbound-order")
        return self.of_interface, self.of_subnet

    def _rest_on_order(self, fact_id: str) -> None:
        if self.of_subnet is not None and self.of_interface is not None:
            self.facts.rests_on(fact_id)
