"""Network security groups, if they were otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from azsim.deploy.application_groups import ApplicationGroups
from azsim.deploy.security_groups import Members, SecurityGroups
from azsim.functions.security_group import InterfaceFilter, SecurityGroup
from azsim.model.packet import FiveTuple
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.security import ANY, SecurityRule
from azsim.model.rules import Rule
from azsim.model.verdict import Drop
from azsim.proving.variants.variant import otherwise

Covers = Callable[[SecurityGroups, str, bool], bool]


@otherwise(
    "security-group.distinct-priorities", "accepted", SecurityGroups, "_refuse_same_priority"
)
def same_priority(self: SecurityGroups) -> Rule | None:
    """Two rules may have the same priority."""
    return None


@otherwise("security-group.application-groups", "about-everybody", SecurityGroups, "_members")
def about_everybody(
    self: SecurityGroups, groups: Iterable[ResourceId], members: Members
) -> tuple[str, ...]:
    """The rule applies to each interface that has the network security group."""
    return (ANY,) if groups else ()


@otherwise("security-group.first-match", "the-last-match", SecurityGroup, "_deciding")
def last_match(self: SecurityGroup, matching: Iterator[SecurityRule]) -> SecurityRule:
    """The last rule that matches decides."""
    return list(matching)[-1]


@otherwise("security-group.stateful", "each-direction-alone", InterfaceFilter, "_answers")
def stateless(self: InterfaceFilter) -> bool:
    """Answers belong to nothing."""
    return False


@otherwise("security-group.new-flows-only", "open-flows-too", InterfaceFilter, "_keep")
def cut_open_flows(self: InterfaceFilter, open_flows: Iterable[FiveTuple]) -> None:
    """Every flow is new once the rules have changed."""
    self._flows.clear()


@otherwise("security-group.inbound-order", "the-interface-first", InterfaceFilter, "_on_the_way_in")
def interface_first_in(self: InterfaceFilter) -> Sequence[SecurityGroup | None]:
    """The interface, then the subnet."""
    return self.of_interface, self.of_subnet


@otherwise("security-group.outbound-order", "the-subnet-first", InterfaceFilter, "_on_the_way_out")
def subnet_first_out(self: InterfaceFilter) -> Sequence[SecurityGroup | None]:
    """The subnet, then the interface."""
    return self.of_subnet, self.of_interface


@otherwise("security-group.closed-by-default", "open", InterfaceFilter, "_closed")
@otherwise("public-ip.closed-by-default", "open", InterfaceFilter, "_closed")
def open_by_default(self: InterfaceFilter, fact_id: str) -> Drop | None:
    """Everything comes in."""
    return None


@otherwise(
    "security-group.tag.virtual-network", "without-the-host", SecurityGroups, "_is_virtual_network"
)
def without_the_host(self: SecurityGroups, address: str, in_network: bool) -> bool:
    """The platform's address is no part of the network."""
    return in_network


@otherwise(
    "security-group.tag.virtual-network", "the-internet-too", SecurityGroups, "_is_virtual_network"
)
def with_the_internet(self: SecurityGroups, address: str, in_network: bool) -> bool:
    """Every address is."""
    return True


@otherwise("security-group.tag.internet", "every-address", SecurityGroups, "_is_internet")
def every_address(self: SecurityGroups, address: str, in_network: bool) -> bool:
    """Every address is on the internet."""
    return True


@otherwise(
    "security-group.application-group.one-network",
    "several-networks",
    ApplicationGroups,
    "_in_other_network",
)
@otherwise(
    "security-group.application-group.source-and-destination",
    "several-networks",
    ApplicationGroups,
    "_apart",
)
def several_networks(self: ApplicationGroups) -> Rule | None:
    """Azure has no objection."""
    return None
