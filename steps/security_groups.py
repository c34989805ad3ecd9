"""Network security groups: their rules, and what they let through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from azsim.azure import Azure
from azsim.gherkin import Column, Rows, expect, given, one_of, parameter_type, then, when
from azsim.model.resources.security import (
    Access,
    Direction,
    SecurityRule,
    SecurityRuleProtocol,
    port_ranges,
    prefixes,
)
from azsim.model.rules import words
from azsim.steps.types import unquoted
from azsim.text import Text
from azsim.units import parse_count

parameter_type(
    name="security_group",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text(
        "the name of a network security group, or of a firewall",
        "ネットワーク セキュリティ グループまたはファイアウォールの名前",
    ),
    example=Text('"nsg1"', '"nsg1"'),
)
parameter_type(
    name="application_group",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text(
        "the name of an application security group",
        "アプリケーション セキュリティ グループの名前",
    ),
    example=Text('"asg-web"', '"asg-web"'),
)
parameter_type(
    name="security_rule",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text(
        "the name of a rule of a network security group or of a firewall",
        "ネットワーク セキュリティ グループまたはファイアウォールの規則の名前",
    ),
    example=Text('"DenyAllInBound"', '"DenyAllInBound"'),
)
DIRECTIONS = (Text("Inbound", "受信"), Text("Outbound", "送信"))
ACCESSES = (Text("Allow", "許可"), Text("Deny", "拒否"))
ANY = Text("Any", "すべて")
OF_GROUPS = {
    "sources": "source_application_security_groups",
    "destinations": "destination_application_security_groups",
}


def english(cell: str, *known: Text) -> str:
    """A word of *known*, in the words of Azure; anything else as it is written."""
    return next((each.en for each in known if cell == each.ja), cell)


def parts(cell: str) -> list[str]:
    """The parts of a cell such as ``80, 443``."""
    return [english(each.strip(), ANY) for each in cell.replace("、", ",").split(",")]


def places(cell: str) -> list[str]:
    """What a rule may name: addresses, networks, service tags, application security groups in quotes."""
    found = parts(cell)
    prefixes(each for each in found if not is_group(each))
    return found


def is_group(part: str) -> bool:
    """Whether *part* of a cell is the name of an application security group."""
    return part.startswith('"')


def ports(cell: str) -> list[str]:
    """Ports and ranges of ports."""
    found = parts(cell)
    port_ranges(found)
    return found


def any_unless_said(name: str, heading: Text, parse: Callable[[str], list[str]]) -> Column:
    """A column of a rule, which stands for everything where it is left out."""
    return Column(name, heading, required=False, parse=parse, translate=one_of([ANY]))


RULES = (
    Column("name", Text("name", "名前")),
    Column("priority", Text("priority", "優先順位"), parse=parse_count),
    Column(
        "direction",
        Text("direction", "方向"),
        parse=lambda cell: Direction(english(cell, *DIRECTIONS)),
        translate=one_of(DIRECTIONS),
    ),
    Column(
        "access",
        Text("access", "アクセス"),
        parse=lambda cell: Access(english(cell, *ACCESSES)),
        translate=one_of(ACCESSES),
    ),
    Column(
        "protocol",
        Text("protocol", "プロトコル"),
        required=False,
        parse=lambda cell: SecurityRuleProtocol(english(cell, ANY)),
        translate=one_of([ANY]),
    ),
    any_unless_said("sources", Text("source", "送信元"), places),
    any_unless_said("source_ports", Text("source port", "送信元ポート"), ports),
    any_unless_said("destinations", Text("destination", "宛先"), places),
    any_unless_said("destination_ports", Text("destination port", "宛先ポート"), ports),
)
IN_ORDER = (RULES[1], RULES[0], RULES[3])

RULES_OF = Text("the rules of {group}, in order of priority", "{group} の規則 (優先順位の順)")
TRAFFIC = Text("what became of the traffic", "トラフィックの結果")


def rules(datatable: Rows) -> list[SecurityRule]:
    """The rules of a table; what it leaves out is any."""
    return [_rule({key: value for key, value in row.items() if value}) for row in datatable]


def _rule(said: dict[str, Any]) -> SecurityRule:
    for key, groups in OF_GROUPS.items():
        named = [unquoted(each) for each in said.get(key, ()) if is_group(each)]
        if named:
            said[key] = [each for each in said[key] if not is_group(each)]
            said[groups] = named
    return SecurityRule(**said)


# Given


@given(
    "the network security group {security_group} on the network interface of {vms} with rules:",
    "{vms} のネットワーク インターフェイスにネットワーク セキュリティ グループ {security_group} があり、規則は次のとおり:",
    table=RULES,
)
def on_interfaces(azure: Azure, security_group: str, vms: list[str], datatable: Rows) -> None:
    """Azure's default rules come after these; a column that is left out means Any.

    これらの規則の後に Azure の既定の規則が続く。省いた列は「すべて」を意味する。
    """
    azure.security_groups.add_to_interfaces(security_group, vms, rules(datatable))


@given(
    "the network security group {security_group} on the network interface of {vms} with its default rules only",
    "{vms} のネットワーク インターフェイスに既定の規則だけを持つネットワーク セキュリティ グループ {security_group} がある",
)
def default_on_interfaces(azure: Azure, security_group: str, vms: list[str]) -> None:
    """A group as Azure creates it: nobody has added a rule.

    作成されたままで、規則を追加していないグループである。
    """
    azure.security_groups.add_to_interfaces(security_group, vms)


@given(
    "the network security group {security_group} on the subnet {subnet} with rules:",
    "サブネット {subnet} にネットワーク セキュリティ グループ {security_group} があり、規則は次のとおり:",
    table=RULES,
)
def on_a_subnet(azure: Azure, security_group: str, subnet: str, datatable: Rows) -> None:
    """For every machine in the subnet; Azure's default rules come after these.

    サブネット内のすべてのマシンに適用される。これらの規則の後に Azure の既定の規則が続く。
    """
    azure.security_groups.add_to_subnet(security_group, subnet, rules(datatable))


@given(
    "the network security group {security_group} on the subnet {subnet} with its default rules only",
    "サブネット {subnet} に既定の規則だけを持つネットワーク セキュリティ グループ {security_group} がある",
)
def default_on_a_subnet(azure: Azure, security_group: str, subnet: str) -> None:
    """A group as Azure creates it, for every machine in the subnet.

    作成されたままのグループで、サブネット内のすべてのマシンに適用される。
    """
    azure.security_groups.add_to_subnet(security_group, subnet)


@given(
    "{vms} is/are in the application security group {application_group}",
    "{vms} はアプリケーション セキュリティ グループ {application_group} に属している",
)
def in_application_group(azure: Azure, vms: list[str], application_group: str) -> None:
    """By all of their network interfaces. A rule names the group in quotation marks, as source or
    destination.

    すべてのネットワーク インターフェイスが属する。規則の送信元や宛先には、グループの名前を引用符で囲んで書く。
    """
    azure.security_groups.put_into(application_group, vms)


@given(
    "{vm} has no network security group",
    "{vm} にネットワーク セキュリティ グループはない",
)
def has_none(azure: Azure, vm: str) -> None:
    """Neither its network interface nor its subnet has one.

    ネットワーク インターフェイスにもサブネットにもない。
    """
    azure.security_groups.say_none(vm)


# When


@when(
    "these rules are added to {security_group}:",
    "{security_group} に次の規則を追加する:",
    table=RULES,
)
def rules_are_added(azure: Azure, security_group: str, datatable: Rows) -> None:
    """Azure is asked for more rules in the group.

    グループに規則を追加するよう Azure に求める。
    """
    azure.security_groups.ask_for_rules(security_group, rules(datatable))


@when(
    "{vm} is added to the application security group {application_group}",
    "{vm} をアプリケーション セキュリティ グループ {application_group} に追加する",
)
def join_application_group(azure: Azure, vm: str, application_group: str) -> None:
    """Azure is asked to add its network interfaces to the group.

    ネットワーク インターフェイスをグループに追加するよう Azure に求める。
    """
    azure.security_groups.ask_to_put_into(application_group, vm)


@when(
    "the rule {security_rule} is removed from {security_group}",
    "{security_group} から規則 {security_rule} を削除する",
)
def rule_is_removed(azure: Azure, security_rule: str, security_group: str) -> None:
    """Azure is asked to take the rule out of the group.

    グループから規則を削除するよう Azure に求める。
    """
    azure.security_groups.ask_to_remove(security_group, security_rule)


# Then


@then(
    "the traffic is dropped because the rule {security_rule} of {security_group} denies it",
    "{security_group} の規則 {security_rule} が拒否するため、トラフィックは破棄される",
)
def dropped_by_a_rule(azure: Azure, security_rule: str, security_group: str) -> None:
    """What a machine or a client sent last was dropped by exactly this rule.

    マシンまたはクライアントが最後に送ったものが、まさにこの規則により破棄されている。
    """
    denial = azure.security_groups.denial(security_rule, security_group)
    expect.equal(TRAFFIC, denial, azure.seen.fate(), show=words)


@then(
    "the rules of {security_group} for inbound traffic are, in order of priority:",
    "{security_group} の受信トラフィックの規則は優先順位の順に次のとおり:",
    table=IN_ORDER,
)
def inbound_rules(azure: Azure, security_group: str, datatable: Rows) -> None:
    """All of them, Azure's default rules included.

    Azure の既定の規則も含めたすべてである。
    """
    _compare(azure, security_group, Direction.INBOUND, datatable)


@then(
    "the rules of {security_group} for outbound traffic are, in order of priority:",
    "{security_group} の送信トラフィックの規則は優先順位の順に次のとおり:",
    table=IN_ORDER,
)
def outbound_rules(azure: Azure, security_group: str, datatable: Rows) -> None:
    """All of them, Azure's default rules included.

    Azure の既定の規則も含めたすべてである。
    """
    _compare(azure, security_group, Direction.OUTBOUND, datatable)


def _compare(azure: Azure, group: str, direction: Direction, datatable: Rows) -> None:
    expected = [(row["priority"], row["name"], row["access"]) for row in datatable]
    found = azure.security_groups.rules(group, direction)
    actual = [(each.priority, each.name, each.access) for each in found]
    expect.rows(RULES_OF.fill(group=group), [each.heading for each in IN_ORDER], expected, actual)
