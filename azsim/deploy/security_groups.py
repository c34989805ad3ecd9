"""Network security groups, and the filters that stand at the interfaces of machines for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from attrs import define, evolve, field

from azsim.deploy.application_groups import ApplicationGroups
from azsim.deploy.control_plane import ControlPlane
from azsim.deploy.load_balancers import LoadBalancers
from azsim.deploy.machines import Machine, Machines
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.public_ips import InstanceAddresses
from azsim.deploy.world import World
from azsim.engine.nodes import Node
from azsim.engine.routes import AddressSpace
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, number, text
from azsim.functions.security_group import (
    InterfaceFilter,
    SecurityGroup,
    Tags,
    default_rules,
    nobody_waits,
)
from azsim.model.packet import FiveTuple
from azsim.model.resources.balancing import LoadBalancerSku
from azsim.model.resources.description import Description
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import NetworkInterface, VirtualNetwork
from azsim.model.resources.security import (
    AZURE_LOAD_BALANCER,
    INTERNET,
    TAGS,
    Direction,
    NetworkSecurityGroup,
    SecurityRule,
    is_tag,
)
from azsim.model.rules import Rule
from azsim.model.verdict import Drop
from azsim.text import Advice, Text, listed
from azsim.units import format_count, within

PRIORITY_OUT_OF_RANGE = Rule(
    "security-group.priority",
    Text(
        "the priority of a rule is from {least} to {most}",
        "規則の優先順位は {least} から {most} までである",
    ),
)
PRIORITY_TAKEN = Rule(
    "security-group.same-priority",
    Text(
        "two rules of one direction can't have the same priority",
        "同じ方向の二つの規則に同じ優先順位は付けられない",
    ),
)
TAG_NOT_MODELLED = Text(
    'The rule "{rule}" names the service tag {tag}. It stands for addresses of a service that Microsoft '
    "changes, and isn't modelled; {known} are. Write the addresses that you mean.",
    "規則「{rule}」にサービス タグ {tag} がある。これは Microsoft が変更するサービスのアドレスを表し、"
    "モデル化していない。使えるのは {known} である。該当するアドレスを書く。",
)
FRONT_END_NOT_MODELLED = Text(
    "{address} reaches the machine as the destination, because of floating IP. Which address a rule of a "
    "network security group is compared with then isn't documented, and so it isn't modelled.",
    "フローティング IP により、宛先が {address} のままマシンに届く。このときネットワーク セキュリティ "
    "グループの規則がどのアドレスと比べられるかは文書になく、モデル化していない。",
)


Members: TypeAlias = Mapping[ResourceId, list[str]]
"""By application security group, the addresses that are in it."""


class SecurityGroupProfile(Profile):
    """What is documented of network security groups as such."""

    lowest_priority = number("security-group.priority.lowest")
    highest_priority = number("security-group.priority.highest")
    load_balancer = text("security-group.tag.azure-load-balancer")
    platform = text("network.platform-address")


@define(eq=False)
class MachineGuard:
    """The filters of a machine, one for each of its addresses."""

    machine: Machine
    groups: SecurityGroups
    filters: dict[str, InterfaceFilter] = field(factory=dict, init=False)

    def let_out(self, flow: FiveTuple, *, starts: bool) -> Drop | None:
        """Ask the interface that has the source address, by which it doesn't leave where it strays."""
        if self.machine.stray(flow) is not None:
            return None
        return self._at(flow.source).let_out(flow, starts=starts)

    def let_in(self, flow: FiveTuple, last: Node, *, starts: bool) -> Drop | None:
        """Ask the interface that has the destination address.

        :raises Advice: where the destination is a front end's address, which a group would judge by.
        """
        at = self._at(flow.destination)
        if flow.destination not in self.filters and at.has_group:
            raise Advice(FRONT_END_NOT_MODELLED.fill(address=flow.destination))
        return at.let_in(flow, starts=starts, closed_by=self.groups.closes(last))

    def refusals(self, direction: Direction, flow: FiveTuple) -> list[Rule]:
        """Why *flow* may not pass, once for each group on its way that would keep it by itself."""
        address = flow.destination if direction is Direction.INBOUND else flow.source
        return self._at(address).refusals(direction, flow)

    def _at(self, address: str) -> InterfaceFilter:
        return self.filters.get(address) or self.filters[self.machine.address]


@define(eq=False)
class SecurityGroups:
    """Deploys network security groups.

    ``are_described`` tells whether the scenario speaks of them at all. Where it doesn't, nothing is
    filtered. ``waiting`` has for groups what is to be told once a packet meets them.
    """

    world: World
    machines: Machines
    networks: VirtualNetworks
    load_balancers: LoadBalancers
    instance_addresses: InstanceAddresses
    application_groups: ApplicationGroups
    are_described: bool = field(default=False, init=False)
    running: dict[ResourceId, SecurityGroup] = field(factory=dict, init=False)
    waiting: dict[ResourceId, Callable[[], None]] = field(factory=dict, init=False)
    _guards: dict[Machine, MachineGuard] = field(factory=dict, init=False)
    _profile: SecurityGroupProfile = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._profile = SecurityGroupProfile(self.world.facts)

    def refusal(
        self, before: NetworkSecurityGroup | None, after: NetworkSecurityGroup
    ) -> Rule | None:
        """A priority out of range, two rules of one direction with the same, or groups apart.

        :raises Advice: for a service tag whose addresses aren't known here.
        """
        least, most = self._profile.lowest_priority, self._profile.highest_priority
        if any(not least <= each.priority <= most for each in after.rules):
            return priority_refusal(least, most)
        for each in after.rules:
            _check_tags(each)
        places = [(each.direction, each.priority) for each in after.rules]
        if len(set(places)) < len(places):
            return self._refuse_same_priority()
        return self.application_groups.refusal_of_rules(after)

    @decides
    def _refuse_same_priority(self) -> Rule | None:
        self.world.facts.rests_on("security-group.distinct-priorities")
        return PRIORITY_TAKEN

    def apply(self, before: NetworkSecurityGroup | None, after: NetworkSecurityGroup) -> None:
        """Let the group decide as *after* says, wherever it is named."""
        self.are_described = True
        self.application_groups.name(after)
        self._run(after, after.rules)

    def settle(self, plane: ControlPlane) -> None:
        """Let each interface have the groups that are named for it and for its subnet."""
        if not self.are_described:
            return
        description = plane.description
        self._let_members_count(description)
        named = _groups_by_address(description)
        for machine in self.machines.all():
            guard = self._guards.get(machine)
            if guard is None:
                guard = self._guards[machine] = MachineGuard(machine, self)
                self.world.routes.attach_guard(machine.host, guard)
            for address, egress in machine.interfaces.items():
                of_subnet, of_interface = named.get(address, (None, None))
                found = guard.filters.get(address)
                if found is None:
                    tags = self._tags(egress.space, description)
                    found = guard.filters[address] = InterfaceFilter(self.world.facts, tags)
                found.change_to(
                    self.named(of_subnet), self.named(of_interface), _open_flows(machine, address)
                )

    def of(self, machine: Machine) -> list[SecurityGroup]:
        """The groups on the interfaces of *machine* and on their subnets."""
        filters = self._guards[machine].filters.values()
        return [each for one in filters for each in (one.of_subnet, one.of_interface) if each]

    def refusals(self, machine: Machine, direction: Direction, flow: FiveTuple) -> list[Rule]:
        """Why *flow* may not pass at *machine*, once for each group that would keep it by itself."""
        return self._guards[machine].refusals(direction, flow)

    def tags_at(self, address: str, description: Description) -> Tags:
        """What service tags cover, as seen from the network of *address*."""
        return self._tags(self.networks.space_of(address), description)

    def closes(self, last: Node) -> str | None:
        """The fact by which what comes from *last* gets in only where a group allows it, if any."""
        if self.instance_addresses.is_standard(last):
            return "public-ip.closed-by-default"
        balanced = self.load_balancers.running.get(last.name)
        if balanced is None or balanced.node is not last:
            return None
        is_basic = self.load_balancers.sku(last.name) is LoadBalancerSku.BASIC
        if is_basic or self.load_balancers.is_internal(last.name):
            return None
        return "security-group.closed-by-default"

    def _run(self, group: NetworkSecurityGroup, rules: Iterable[SecurityRule]) -> None:
        every = (*rules, *default_rules(self.world.facts))
        met = self.waiting.get(group.id, nobody_waits)
        self.running[group.id] = SecurityGroup(group.name, self.world.facts, every, met)

    def _let_members_count(self, description: Description) -> None:
        """Let rules that name application security groups be about those that are in them by now."""
        members = _members(description)
        for group in description.of_kind(NetworkSecurityGroup):
            if any(each.application_security_groups for each in group.rules):
                self._run(group, [self._with_members(each, members) for each in group.rules])

    def _with_members(self, rule: SecurityRule, members: Members) -> SecurityRule:
        if not rule.application_security_groups:
            return rule
        of_source = self._members(rule.source_application_security_groups, members)
        of_destination = self._members(rule.destination_application_security_groups, members)
        return evolve(
            rule,
            sources=(*rule.sources, *of_source),
            destinations=(*rule.destinations, *of_destination),
        )

    @decides
    def _members(self, groups: Iterable[ResourceId], members: Members) -> tuple[str, ...]:
        self.world.facts.rests_on("security-group.application-groups")
        return tuple(each for group in groups for each in members.get(group, ()))

    def named(self, group: ResourceId | None) -> SecurityGroup | None:
        """The group that somebody names, where one is named."""
        return None if group is None else self.running[group]

    def _tags(self, space: AddressSpace, description: Description) -> Tags:
        """What service tags cover, as seen from the network *space*."""
        prefixes = next(
            (
                each.address_space
                for each in description.of_kind(VirtualNetwork)
                if self.networks.spaces.get(each.name) is space
            ),
            (),
        )

        def covers(tag: str, address: str) -> bool:
            if tag == AZURE_LOAD_BALANCER:
                return address == self._profile.load_balancer
            # Every network reaches Azure's own addresses, which lie in none.
            beside = address == self._profile.platform or space.is_beside(address)
            in_network = not beside and (within(address, prefixes) or space.reaches(address))
            if tag == INTERNET:
                return self._is_internet(address, in_network)
            return self._is_virtual_network(address, in_network)

        return covers

    @decides
    def _is_virtual_network(self, address: str, in_network: bool) -> bool:
        self.world.facts.rests_on("security-group.tag.virtual-network")
        return in_network or address == self._profile.platform

    @decides
    def _is_internet(self, address: str, in_network: bool) -> bool:
        self.world.facts.rests_on("security-group.tag.internet")
        is_public = not self.world.is_private(address) and address != self._profile.platform
        return is_public and not in_network


def priority_refusal(least: int, most: int) -> Rule:
    """Why a priority is refused that isn't from *least* to *most*."""
    return PRIORITY_OUT_OF_RANGE.fill(least=least, most=format_count(most))


def _check_tags(rule: SecurityRule) -> None:
    for each in (*rule.sources, *rule.destinations):
        if is_tag(each) and each not in TAGS:
            raise Advice(TAG_NOT_MODELLED.fill(rule=rule.name, tag=each, known=listed(TAGS)))


def _members(description: Description) -> Members:
    found: dict[ResourceId, list[str]] = {}
    for interface in description.of_kind(NetworkInterface):
        for each in interface.ip_configurations:
            if each.private_ip_address is not None:
                for group in each.application_security_groups:
                    found.setdefault(group, []).append(each.private_ip_address)
    return found


def _groups_by_address(
    description: Description,
) -> dict[str, tuple[ResourceId | None, ResourceId | None]]:
    """The groups of the subnet and of the interface that each address belongs to."""
    subnets = description.subnets()
    found = {}
    for interface in description.of_kind(NetworkInterface):
        for each in interface.ip_configurations:
            if each.private_ip_address is not None:
                subnet = None if each.subnet is None else subnets.get(each.subnet)
                of_subnet = None if subnet is None else subnet.network_security_group
                found[each.private_ip_address] = of_subnet, interface.network_security_group
    return found


def _open_flows(machine: Machine, address: str) -> list[FiveTuple]:
    """The flows of *machine* at *address*, each as the end sends it that opened it."""
    return [
        flow if connection.role == "client" else flow.reversed()
        for flow, connection in machine.host.connections.items()
        if flow.source == address
    ]
