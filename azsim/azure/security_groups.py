"""Network security groups: who has them, what their rules are, and what they did to traffic."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve

from azsim.azure import describing
from azsim.deploy.cloud import Cloud
from azsim.functions.firewall.rules import DENIED as DENIED_BY_FIREWALL
from azsim.functions.security_group import DENIED
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.identity import Resource, part_named
from azsim.model.resources.network import NetworkInterface
from azsim.model.resources.outbound import FIREWALL_RULE, Firewall
from azsim.model.resources.security import (
    SECURITY_RULE,
    Direction,
    NetworkSecurityGroup,
    SecurityRule,
)
from azsim.model.rules import Rule
from azsim.text import Advice, Text, did_you_mean, listed

NO_INTERFACE = Text(
    '"{name}" has no network interface that could have a network security group: it is a machine of a '
    "classic deployment. Describe a virtual machine instead.",
    "「{name}」はクラシック デプロイのマシンであり、ネットワーク セキュリティ グループを持てるネットワーク "
    "インターフェイスがない。代わりに仮想マシンを書く。",
)
SEVERAL_INTERFACES = Text(
    '"{name}" has several network interfaces. Say which of them has the group: Given the network security '
    'group "nsg1" on the network interface "eth1" of "{name}" with rules:',
    "「{name}」にはネットワーク インターフェイスが複数ある。どれにグループがあるかを書く: 前提 "
    '"{name}" のネットワーク インターフェイス "eth1" にネットワーク セキュリティ グループ "nsg1" があり、規則は次のとおり:',
)
NOBODY_IN_GROUP = Text(
    'The rule "{rule}" names the application security group "{group}", and nothing is in it.{hint} Write before: '
    'Given "web1" is in the application security group "{group}"',
    "規則「{rule}」にアプリケーション セキュリティ グループ「{group}」があるが、属するものがない。{hint}その前に次のように"
    '書く: 前提 "web1" はアプリケーション セキュリティ グループ "{group}" に属している',
)
HAS_GROUP = Text(
    '"{name}" has the network security group "{group}". Leave out one of the two steps.',
    "「{name}」にはネットワーク セキュリティ グループ「{group}」がある。どちらかのステップを取り除く。",
)
NOTHING_MEETS_IT = Text(
    'No packet meets the network security group "{group}" after this step, which so has no effect.',
    "このステップより後にネットワーク セキュリティ グループ「{group}」を通るパケットがなく、このステップは結果に"
    "影響しない。",
)
SEND = Text(
    "Let a machine that has it send or receive something, or leave the step out.",
    "このグループのあるマシンが何かを送信または受信するステップを書くか、このステップを取り除く。",
)


@define(eq=False)
class SecurityGroups:
    """What a scenario says about network security groups."""

    cloud: Cloud

    # What there is

    def add_to_interfaces(
        self, name: str, machines: Sequence[str], rules: Sequence[SecurityRule] = ()
    ) -> None:
        """A group on the network interfaces of *machines*.

        :raises Advice: for a machine without any, and where Azure refuses the rules.
        """
        group = NetworkSecurityGroup(id=name, rules=tuple(rules))
        interfaces = [each for machine in machines for each in self._interfaces(machine)]
        self._describe(
            group, *(evolve(each, network_security_group=group.id) for each in interfaces)
        )

    def add_to_subnet(self, name: str, subnet: str, rules: Sequence[SecurityRule] = ()) -> None:
        """A group on a subnet.

        :raises Advice: where there is no such subnet, and where Azure refuses the rules.
        """
        group = NetworkSecurityGroup(id=name, rules=tuple(rules))
        network, found = describing.subnet(self.cloud, subnet)
        has_group = evolve(found, network_security_group=group.id)
        self._describe(group, describing.with_subnet(network, has_group))

    def put_into(self, group: str, machines: Sequence[str]) -> None:
        """The network interfaces of *machines* are in an application security group.

        :raises Advice: for a machine without any, and where Azure refuses it.
        """
        for each in machines:
            self.cloud.plane.describe(*self._in_application_group(group, each))

    def ask_to_put_into(self, group: str, machine: str) -> None:
        """Ask Azure to add the network interfaces of a machine to an application security group.

        :raises Advice: for a machine without any.
        """
        request = Text('add {machine} to "{group}"', "{machine} を「{group}」に追加する").fill(
            machine=machine, group=group
        )
        self.cloud.plane.ask(request, *self._in_application_group(group, machine))

    def _in_application_group(self, group: str, machine: str) -> list[NetworkInterface]:
        return [
            evolve(
                interface,
                ip_configurations=tuple(
                    evolve(
                        each,
                        application_security_groups=(*each.application_security_groups, group),
                    )
                    for each in interface.ip_configurations
                ),
            )
            for interface in self._interfaces_of(machine)
        ]

    def say_none(self, machine: str) -> None:
        """There is no group on a machine's interfaces and subnets.

        :raises Advice: where there is one.
        """
        groups = self.cloud.security_groups
        groups.are_described = True
        groups.settle(self.cloud.plane)
        found = groups.of(self.cloud.machines.find(machine))
        if found:
            raise Advice(HAS_GROUP.fill(name=machine, group=found[0].name))

    # What is asked of Azure

    def ask_for_rules(self, name: str, rules: Sequence[SecurityRule]) -> None:
        """Ask Azure to add *rules* to a group.

        :raises Advice: where there is no such group.
        """
        group = self._group(name)
        self._check_groups(rules)
        request = Text('add {rules} to "{name}"', "「{name}」に{rules}を追加する").fill(
            name=name, rules=listed(f'"{each.name}"' for each in rules)
        )
        self.cloud.plane.ask(request, evolve(group, rules=(*group.rules, *rules)))

    def ask_to_remove(self, name: str, rule: str) -> None:
        """Ask Azure to remove a rule from a group.

        :raises Advice: where there is no such group or rule.
        """
        group = self._group(name)
        gone = group.rule(rule)
        request = Text('remove "{rule}" from "{name}"', "「{name}」から「{rule}」を削除する").fill(
            name=name, rule=rule
        )
        rest = tuple(each for each in group.rules if each is not gone)
        self.cloud.plane.ask(request, evolve(group, rules=rest))

    # What was seen

    def rules(self, name: str, direction: Direction) -> list[SecurityRule]:
        """The rules of one direction that a group has, default rules included, in order."""
        return self.cloud.security_groups.running[self._group(name).id].of(direction)

    def denial(self, rule: str, group: str) -> Rule:
        """The reason for which a rule of a group, or of a firewall, drops traffic.

        :raises Advice: where there is no such group, or none of its rules is called so.
        """
        firewall = self.cloud.plane.get(Firewall, group)
        if firewall is not None:
            denies = part_named(rule, firewall.rules or (), FIREWALL_RULE, firewall)
            return DENIED_BY_FIREWALL.fill(rule=denies.name, firewall=firewall.name)
        found = self.cloud.security_groups.running[self._group(group).id]
        for each in found.rules:
            if each.name.casefold() == rule.casefold():
                return DENIED.fill(rule=each.name, group=found.name)
        raise Advice(
            Text(
                'The network security group "{group}" has no {kind} "{rule}".{hint}',
                "ネットワーク セキュリティ グループ「{group}」に{kind}「{rule}」はない。{hint}",
            ).fill(
                group=group,
                kind=SECURITY_RULE,
                rule=rule,
                hint=did_you_mean(rule, [each.name for each in found.rules]),
            )
        )

    # Within

    def _describe(self, group: NetworkSecurityGroup, *others: Resource) -> None:
        if self.cloud.plane.get(NetworkSecurityGroup, group.name) is not None:
            raise Advice(
                Text(
                    'The network security group "{name}" is described twice. Name every machine in '
                    "one step.",
                    "ネットワーク セキュリティ グループ「{name}」が二度書かれている。"
                    "すべてのマシンを一つのステップで挙げる。",
                ).fill(name=group.name)
            )
        self._check_groups(group.rules)
        describe_group(self.cloud, group, *others)

    def _check_groups(self, rules: Sequence[SecurityRule]) -> None:
        """See that something is in each application security group that *rules* name.

        :raises Advice: where nothing is, with the nearest name.
        """
        known = {
            group.name: group
            for interface in self.cloud.plane.description.of_kind(NetworkInterface)
            for each in interface.ip_configurations
            for group in each.application_security_groups
        }
        for rule in rules:
            for group in rule.application_security_groups:
                if group not in known.values():
                    hint = did_you_mean(group.name, known)
                    raise Advice(NOBODY_IN_GROUP.fill(rule=rule.name, group=group.name, hint=hint))

    def _group(self, name: str) -> NetworkSecurityGroup:
        """The group of that name; a step that speaks of it wants no packet to meet it."""
        group = self.cloud.plane.find(NetworkSecurityGroup, name)
        self.cloud.security_groups.running[group.id].met()
        return group

    def _interfaces(self, machine: str) -> list[NetworkInterface]:
        self.cloud.machines.find(machine)
        record = self.cloud.plane.get(VirtualMachine, machine)
        if record is None:
            raise Advice(NO_INTERFACE.fill(name=machine))
        if len(record.network_interfaces) > 1:
            raise Advice(SEVERAL_INTERFACES.fill(name=machine))
        return self._interfaces_of(machine)

    def _interfaces_of(self, machine: str) -> list[NetworkInterface]:
        """All of them.

        :raises Advice: for a machine without any.
        """
        self.cloud.machines.find(machine)
        record = self.cloud.plane.get(VirtualMachine, machine)
        if record is None:
            raise Advice(NO_INTERFACE.fill(name=machine))
        return [
            self.cloud.plane.find(NetworkInterface, str(each)) for each in record.network_interfaces
        ]


def describe_group(cloud: Cloud, group: NetworkSecurityGroup, *others: Resource) -> None:
    """There is *group*, and what has it; it is owed that a packet meets it.

    :raises Advice: where Azure refuses the rules.
    """
    owed = cloud.world.owe(NOTHING_MEETS_IT.fill(group=group.name), SEND)
    cloud.security_groups.waiting[group.id] = owed.settle
    cloud.plane.describe(group, *others)
