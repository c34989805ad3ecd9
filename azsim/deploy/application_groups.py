"""Application security groups: who is in them, and which of them a rule names together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from attrs import define, field

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import NetworkInterface
from azsim.model.resources.security import NetworkSecurityGroup
from azsim.model.rules import Rule
from azsim.text import Text

IN_OTHER_NETWORK = Rule(
    "security-group.application-group.one-network",
    Text(
        "all members of an application security group are in the same virtual network",
        "アプリケーション セキュリティ グループのメンバーはすべて同じ仮想ネットワークになければならない",
    ),
)
APART = Rule(
    "security-group.application-group.source-and-destination",
    Text(
        "the members of both application security groups of a rule are in the same virtual network",
        "規則の送信元と宛先に指定するアプリケーション セキュリティ グループのメンバーは同じ仮想ネットワークになければならない",
    ),
)

Networks: TypeAlias = Mapping[ResourceId, ResourceId]
"""By application security group, the virtual network of its members."""
Pair: TypeAlias = tuple[ResourceId, ResourceId]
"""The application security groups that a rule names as source and as destination."""


@define(eq=False)
class ApplicationGroups:
    """The application security groups of a cloud.

    ``_networks`` has the virtual network of the first interface that was in each, ``_pairs`` what each
    network security group names together.
    """

    facts: Facts
    _networks: dict[ResourceId, ResourceId] = field(factory=dict, init=False)
    _pairs: dict[ResourceId, tuple[Pair, ...]] = field(factory=dict, init=False)

    def refusal_of_member(self, interface: NetworkInterface) -> Rule | None:
        """Why *interface* can't be in one of its groups, because of its network."""
        joining = dict(_joined(interface))
        if any(self._networks.get(group, network) != network for group, network in joining.items()):
            return self._in_other_network()
        named = (pair for pairs in self._pairs.values() for pair in pairs)
        return self._apart() if _are_apart(named, {**joining, **self._networks}) else None

    def refusal_of_rules(self, group: NetworkSecurityGroup) -> Rule | None:
        """Why the rules of *group* can't name what they name together."""
        return self._apart() if _are_apart(_named(group), self._networks) else None

    def join(self, interface: NetworkInterface) -> None:
        """*interface* is in the groups that it names."""
        for group, network in _joined(interface):
            self._networks.setdefault(group, network)

    def name(self, group: NetworkSecurityGroup) -> None:
        """The rules of *group* name what they name, and nothing that they named before."""
        self._pairs[group.id] = tuple(_named(group))

    @decides
    def _in_other_network(self) -> Rule | None:
        self.facts.rests_on("security-group.application-group.one-network")
        return IN_OTHER_NETWORK

    @decides
    def _apart(self) -> Rule | None:
        self.facts.rests_on("security-group.application-group.source-and-destination")
        return APART


def _joined(interface: NetworkInterface) -> Iterator[tuple[ResourceId, ResourceId]]:
    """The groups that *interface* is in, each with its virtual network."""
    for each in interface.ip_configurations:
        if each.subnet is not None:
            for group in each.application_security_groups:
                yield group, each.subnet.resource


def _named(group: NetworkSecurityGroup) -> Iterator[Pair]:
    for rule in group.rules:
        for source in rule.source_application_security_groups:
            for destination in rule.destination_application_security_groups:
                yield source, destination


def _are_apart(pairs: Iterable[Pair], networks: Networks) -> bool:
    """Whether both groups of a pair have members, and not in the same network."""
    return any(
        networks[source] != networks[destination]
        for source, destination in pairs
        if source in networks and destination in networks
    )
