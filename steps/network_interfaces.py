"""Machines with several network interfaces or IP configurations."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.azure.network_interfaces import Configuration
from azsim.gherkin import Column, Rows, given, parameter_type, when
from azsim.steps.security_groups import RULES, rules
from azsim.steps.types import unquoted
from azsim.text import Text
from azsim.units import parse_address

parameter_type(
    name="network_interface",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a network interface", "ネットワーク インターフェイスの名前"),
    example=Text('"eth1"', '"eth1"'),
)

INTERFACES = (
    Column("interface", Text("name", "名前")),
    Column("name", Text("IP configuration", "IP 構成"), required=False),
    Column("subnet", Text("subnet", "サブネット"), required=False),
    Column("private", Text("private IP", "プライベート IP"), parse=parse_address),
    Column("public", Text("public IP", "パブリック IP"), required=False, parse=parse_address),
)


@given(
    "the virtual machine {vm} with network interfaces:",
    "仮想マシン {vm} があり、ネットワーク インターフェイスは次のとおり:",
    table=INTERFACES,
)
def machine_with_interfaces(azure: Azure, vm: str, datatable: Rows) -> None:
    """The first one is the primary one. One with several IP configurations has a row for each, the primary first.

    先頭がプライマリである。IP 構成が複数あるものは、プライマリを先頭に 1 行ずつ書く。
    """
    azure.network_interfaces.describe_machine(vm, [Configuration(**row) for row in datatable])


@given(
    "{vm} sends from each of its addresses through the network interface that has it",
    "{vm} は送信元アドレスを持つネットワーク インターフェイスから送信する",
)
def routes_by_source(azure: Azure, vm: str) -> None:
    """Its operating system has a rule and a route for each address, such as: ip rule add from 10.0.2.4.

    OS にアドレスごとのルールとルートがある (ip rule add from 10.0.2.4 など)。
    """
    azure.network_interfaces.route_by_source(vm)


@given(
    "the default route of {vm} leads through its network interface {network_interface}",
    "{vm} の既定のルートはネットワーク インターフェイス {network_interface} を経由する",
)
def default_route(azure: Azure, vm: str, network_interface: str) -> None:
    """Somebody has changed it in the operating system. Without that it leads through the primary one.

    OS で変更されている。変更しなければプライマリを経由する。
    """
    azure.network_interfaces.lead_default_route(vm, network_interface)


@given(
    "the network security group {security_group} on the network interface {network_interface} of {vm} with rules:",
    "{vm} のネットワーク インターフェイス {network_interface} にネットワーク セキュリティ グループ {security_group} があり、規則は次のとおり:",
    table=RULES,
)
def group_on_one_interface(
    azure: Azure, security_group: str, network_interface: str, vm: str, datatable: Rows
) -> None:
    """For that interface of several. Azure's default rules come after these.

    複数のうち、そのインターフェイスだけに適用される。これらの規則の後に Azure の既定の規則が続く。
    """
    azure.network_interfaces.add_security_group(
        vm, network_interface, security_group, rules(datatable)
    )


@when(
    "the public IP {address} is assigned to the network interface {network_interface} of {vm}",
    "{vm} のネットワーク インターフェイス {network_interface} にパブリック IP {address} を割り当てる",
)
def assign_to_interface(azure: Azure, address: str, network_interface: str, vm: str) -> None:
    """Its primary IP configuration gets a Standard public IP address.

    プライマリ IP 構成に Standard のパブリック IP アドレスが割り当てられる。
    """
    azure.network_interfaces.assign(vm, network_interface, address)


@when(
    "{vm} opens a TCP connection from {address} to {destination}",
    "{vm} が {address} から {destination} へ TCP 接続を開く",
)
def open_from_address(azure: Azure, vm: str, address: str, destination: tuple[str, int]) -> None:
    """A program binds that address of the machine. Otherwise its operating system chooses one.

    プログラムがマシンのそのアドレスをバインドする。バインドしなければ OS が選ぶ。
    """
    azure.outbound.open_connection(vm, "TCP", *destination, source=address)
