"""The rules of a firewall: what may pass, and whether a network rule or an application rule says so."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.functions.snat.masquerading import UNSOLICITED
from azsim.model.packet import FiveTuple
from azsim.model.resources.outbound import (
    FirewallAction,
    FirewallNatRule,
    FirewallProtocol,
    FirewallRule,
    FirewallRuleKind,
)
from azsim.model.resources.security import ANY
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import within

NO_RULE = Rule(
    "firewall.no-rule",
    Text("no rule of the firewall allows it", "ファイアウォールのどの規則でも許可されていない"),
)
DENIED = Rule(
    "firewall.denied",
    Text(
        'the rule "{rule}" of the firewall "{firewall}" denies it',
        "ファイアウォール「{firewall}」の規則「{rule}」で拒否されている",
    ),
)


def _by_priority(rules: Sequence[FirewallRule] | None) -> tuple[FirewallRule, ...] | None:
    return None if rules is None else tuple(sorted(rules, key=lambda each: each.priority))


@frozen(eq=False)
class Rules:
    """The rules of the firewall *name*, in the order of their priorities; None lets everything pass."""

    name: str
    facts: Facts
    rules: tuple[FirewallRule, ...] | None = field(default=None, converter=_by_priority)

    def refusal(self, flow: FiveTuple) -> Rule | None:
        """Why *flow* may not pass; None where it may."""
        if self.rules is not None and self._deciding(flow) is None:
            return self._by_default()
        return self.explicit_refusal(flow)

    def explicit_refusal(self, flow: FiveTuple) -> Rule | None:
        """Why *flow* may not pass, where a rule says so; None where it may, and where none matches."""
        rule = None if self.rules is None else self._deciding(flow)
        if rule is None or rule.action is FirewallAction.ALLOW:
            return None
        return DENIED.fill(rule=rule.name, firewall=self.name)

    def is_proxied(self, flow: FiveTuple) -> bool:
        """Whether *flow* passes by an application rule."""
        rule = None if self.rules is None else self._deciding(flow)
        return rule is not None and rule.kind is FirewallRuleKind.APPLICATION

    def _deciding(self, flow: FiveTuple) -> FirewallRule | None:
        return next((each for each in self._in_order() if _matches(each, flow)), None)

    @decides
    def _in_order(self) -> list[FirewallRule]:
        """The rules in the order in which they are looked at: the first that matches decides."""
        self.facts.rests_on("firewall.rule-order")
        return sorted(self.rules or (), key=lambda each: each.kind is FirewallRuleKind.APPLICATION)

    @decides
    def _by_default(self) -> Rule | None:
        """What becomes of a flow that no rule matches."""
        self.facts.rests_on("firewall.denies-by-default")
        return NO_RULE


@frozen(eq=False)
class InboundRules:
    """The DNAT rules of a firewall, and the *others* that may deny what these let in."""

    nat_rules: tuple[FirewallNatRule, ...] = ()
    others: Rules | None = None

    def refusal(self, flow: FiveTuple) -> Rule | None:
        """Why *flow*, from the internet to a public address, may not come in; None where it may."""
        if self._of(flow) is None:
            return UNSOLICITED
        assert self.others is not None, "whoever has DNAT rules may have others"
        return self._allowed(self.inwards(flow), self.others)

    @decides
    def _allowed(self, inwards: FiveTuple, others: Rules) -> Rule | None:
        """Why a flow may not come in that a DNAT rule leads to the end of *inwards*."""
        others.facts.rests_on("firewall.dnat-allows-by-itself")
        return others.explicit_refusal(inwards)

    def inwards(self, flow: FiveTuple) -> FiveTuple:
        """*flow* as it goes on to the address and the port that its rule names."""
        rule = self._of(flow)
        assert rule is not None, "a DNAT rule lets it in"
        return flow._replace(
            destination=rule.translated_ip_address, destination_port=rule.translated_port
        )

    def _of(self, flow: FiveTuple) -> FirewallNatRule | None:
        return next((each for each in self.nat_rules if _leads(each, flow)), None)


def _leads(rule: FirewallNatRule, flow: FiveTuple) -> bool:
    return (
        (rule.ip_address, rule.port) == (flow.destination, flow.destination_port)
        and _covers(rule.protocol, flow.protocol)
        and _lies_in(rule.sources, flow.source)
    )


def _matches(rule: FirewallRule, flow: FiveTuple) -> bool:
    return (
        _covers(rule.protocol, flow.protocol)
        and any(first <= flow.destination_port <= last for first, last in rule.destination_ports)
        and _lies_in(rule.sources, flow.source)
        and _lies_in(rule.destinations, flow.destination)
    )


def _covers(protocol: FirewallProtocol, spoken: str) -> bool:
    if protocol is FirewallProtocol.ANY:
        return True
    # What an application rule is about is spoken over TCP.
    return spoken == ("UDP" if protocol is FirewallProtocol.UDP else "TCP")


def _lies_in(named: Sequence[str], address: str) -> bool:
    return any(each == ANY or within(address, (each,)) for each in named)
