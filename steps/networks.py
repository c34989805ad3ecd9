"""Virtual networks with their subnets, and the machines in them."""

from __future__ import annotations

import re

from azsim.azure import Azure
from azsim.azure.describing import BalancerKind
from azsim.gherkin import Column, Rows, given, parameter_type, when
from azsim.steps.types import unquoted
from azsim.text import Advice, Language, Text, listed, quoted
from azsim.units import parse_network

_SERVICE = re.compile("[A-Za-z]+[.][A-Za-z.]+/[A-Za-z]+")
_PREFIX = re.compile("[0-9.]+/[0-9]+")


def prefix_list(text: str) -> list[str]:
    """The networks in a list such as ``10.0.0.0/8 and 172.16.0.0/12``."""
    return [parse_network(each) for each in _PREFIX.findall(text)]


def prefixes_in(words: str, language: Language) -> str:
    """The networks *words* in *language*, all of which are meant."""
    return listed(_PREFIX.findall(words)).to(language)


def delegation(text: str) -> str:
    """The service that a subnet is delegated to, as Azure calls it.

    :raises Advice: for what is no such name.
    """
    service = unquoted(text)
    if not _SERVICE.fullmatch(service):
        raise Advice(
            Text(
                '"{found}" is no name by which Azure delegates subnets. It reads like '
                "Microsoft.Sql/managedInstances.",
                "「{found}」は Azure がサブネットを委任するサービスの名前ではない。"
                "Microsoft.Sql/managedInstances のように書く。",
            ).fill(found=quoted(service))
        )
    return service


parameter_type(
    name="virtual_network",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a virtual network", "仮想ネットワークの名前"),
    example=Text('"vnet"', '"vnet"'),
)
parameter_type(
    name="other_virtual_network",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of another virtual network", "別の仮想ネットワークの名前"),
    example=Text('"hub"', '"hub"'),
)
parameter_type(
    name="subnet",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a subnet", "サブネットの名前"),
    example=Text('"app"', '"app"'),
)
parameter_type(
    name="prefix",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+/[0-9]+",
    transformer=parse_network,
    meaning=Text(
        "an IPv4 network with its prefix length", "プレフィックス長を含む IPv4 ネットワーク"
    ),
    example=Text("10.0.0.0/16", "10.0.0.0/16"),
)
parameter_type(
    name="prefixes",
    regexp="[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+/[0-9]+(?:(?:, | and |、| と )[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+/[0-9]+)*",
    transformer=prefix_list,
    translate=prefixes_in,
    meaning=Text("one or more IPv4 networks", "一つ以上の IPv4 ネットワーク"),
    example=Text("10.0.0.0/8 and 172.16.0.0/12", "10.0.0.0/8 と 172.16.0.0/12"),
)
parameter_type(
    name="other_subnet",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of another subnet", "別のサブネットの名前"),
    example=Text('"data"', '"data"'),
)
parameter_type(
    name="delegation",
    regexp='"[^"]*"',
    transformer=delegation,
    meaning=Text("the service that a subnet is delegated to", "サブネットの委任先のサービス"),
    example=Text('"Microsoft.Sql/managedInstances"', '"Microsoft.Sql/managedInstances"'),
)
parameter_type(
    name="scale_set",
    regexp='"[^"]*"',
    transformer=unquoted,
    meaning=Text("the name of a virtual machine scale set", "仮想マシン スケール セットの名前"),
    example=Text('"web"', '"web"'),
)
parameter_type(
    name="orchestration_mode",
    regexp="Uniform|Flexible",
    transformer=str,
    meaning=Text(
        "the orchestration mode of a scale set", "スケール セットのオーケストレーション モード"
    ),
    example=Text("Flexible", "Flexible"),
)
SUBNETS = (
    Column("name", Text("name", "名前")),
    Column("prefix", Text("address prefix", "アドレス プレフィックス"), parse=parse_network),
)


@given(
    "a virtual network {virtual_network} with the address space {prefix} and subnets:",
    "アドレス空間が {prefix} の仮想ネットワーク {virtual_network} があり、サブネットは次のとおり:",
    table=SUBNETS,
)
def a_virtual_network(azure: Azure, virtual_network: str, prefix: str, datatable: Rows) -> None:
    """What has an address of it stands in this network. It comes before the rest. Several networks
    aren't connected unless they are peered.

    このネットワークのアドレスを持つものは、このネットワークにある。ほかのものより先に書く。複数のネットワークは、
    ピアリングされていない限りつながらない。
    """
    subnets = [(str(row["name"]), str(row["prefix"])) for row in datatable]
    azure.networks.describe(virtual_network, prefix, subnets)


@given(
    "the virtual machine {vm} at {private_address} in the subnet {subnet}",
    "サブネット {subnet} に IP アドレス {private_address} の仮想マシン {vm} がある",
)
def a_virtual_machine(azure: Azure, vm: str, private_address: str, subnet: str) -> None:
    """A machine with one network interface and no public IP address.

    ネットワーク インターフェイスが一つあり、パブリック IP アドレスのないマシンである。
    """
    azure.networks.add_machine(vm, private_address, subnet)


@given(
    "the virtual machine/machines {vms} in the subnet {subnet}",
    "サブネット {subnet} に仮想マシン {vms} がある",
)
def machines_in_a_subnet(azure: Azure, vms: list[str], subnet: str) -> None:
    """Each has one network interface with the next free address of the subnet, and no public IP address.

    それぞれにネットワーク インターフェイスが一つあり、サブネットの空いているアドレスを順に使う。パブリック IP アドレスはない。
    """
    azure.networks.add_machines(vms, subnet)


@when(
    "the virtual machine {vm} at {private_address} is created in the subnet {subnet}",
    "サブネット {subnet} に IP アドレス {private_address} の仮想マシン {vm} を作成する",
)
def create_a_machine(azure: Azure, vm: str, private_address: str, subnet: str) -> None:
    """Azure is asked for a machine whose network interface has that address.

    このアドレスのネットワーク インターフェイスを持つマシンを Azure に求める。
    """
    azure.networks.ask_for_machine(vm, private_address, subnet)


@given("the virtual machine/machines {vms}", "仮想マシン {vms} がある")
def machines_somewhere(azure: Azure, vms: list[str]) -> None:
    """Somewhere in the virtual network, each with the next free address and no public IP address.

    仮想ネットワーク内のどこかにあり、空いているアドレスを順に使う。パブリック IP アドレスはない。
    """
    azure.networks.add_machines(vms)


@given(
    "a {orchestration_mode} scale set {scale_set} with {count} instance/instances in the subnet {subnet}",
    "サブネット {subnet} に、インスタンス {count} 台の {orchestration_mode} スケール セット {scale_set} がある",
)
def a_scale_set(
    azure: Azure, orchestration_mode: str, scale_set: str, count: int, subnet: str
) -> None:
    """The instances of "web" are "web_0", "web_1" and so on, with the next free addresses.

    "web" のインスタンスは "web_0"、"web_1" のように呼び、アドレスは空いているものを順に使う。
    """
    azure.scale_sets.describe(scale_set, orchestration_mode, count, subnet)


@given(
    "{balancer_kind} load balancer {load_balancer} with front-end IP {address} in front of the scale set {scale_set}",
    "フロントエンド IP が {address} の{balancer_kind}ロード バランサー {load_balancer} の背後にスケール セット {scale_set} がある",
)
def in_front_of_a_scale_set(
    azure: Azure, balancer_kind: BalancerKind, load_balancer: str, address: str, scale_set: str
) -> None:
    """Each instance is a back-end server, also those that come later.

    各インスタンスがバックエンド サーバーとなる。後から増えるインスタンスも同じである。
    """
    azure.scale_sets.stand_behind(scale_set, load_balancer, address, balancer_kind)


@when(
    "the scale set {scale_set} grows to {count} instances",
    "スケール セット {scale_set} のインスタンスが {count} 台に増える",
)
def grow_a_scale_set(azure: Azure, scale_set: str, count: int) -> None:
    """The new instances have the next numbers, and stand in the same subnet behind the same load balancers.

    新しいインスタンスには続きの番号が付き、同じサブネット、同じロード バランサーの背後に置かれる。
    """
    azure.scale_sets.grow(scale_set, count)


@when(
    "the scale set {scale_set} shrinks to {count} instance/instances",
    "スケール セット {scale_set} のインスタンスが {count} 台に減る",
)
def shrink_a_scale_set(azure: Azure, scale_set: str, count: int) -> None:
    """Azure chooses which instances are deleted, by the default scale-in policy.

    削除されるインスタンスは、既定のスケールイン ポリシーに従って Azure が選ぶ。
    """
    azure.scale_sets.shrink(scale_set, count)


@given(
    "the subnet {subnet} is delegated to {delegation}",
    "サブネット {subnet} は {delegation} に委任されている",
)
def delegated(azure: Azure, subnet: str, delegation: str) -> None:
    """The subnet belongs to the service, such as that of a SQL managed instance.

    SQL マネージド インスタンスのサブネットのように、サブネットはそのサービスのものである。
    """
    azure.networks.delegate(subnet, delegation)


@given(
    "the virtual networks {virtual_network} and {other_virtual_network} are peered",
    "仮想ネットワーク {virtual_network} と {other_virtual_network} はピアリングされている",
)
def peered(azure: Azure, virtual_network: str, other_virtual_network: str) -> None:
    """From both sides. Neither takes what the other one forwards from a third network.

    双方から設定されている。相手が第三のネットワークから転送したトラフィックは、どちらも受け取らない。
    """
    azure.networks.peer(virtual_network, other_virtual_network)


@given(
    "the virtual networks {virtual_network} and {other_virtual_network} are peered and allow forwarded traffic",
    "仮想ネットワーク {virtual_network} と {other_virtual_network} はピアリングされ、転送されたトラフィックを許可している",
)
def peered_and_forwarding(azure: Azure, virtual_network: str, other_virtual_network: str) -> None:
    """From both sides. Each takes what an appliance of the other one forwards, as between spokes.

    双方から設定されている。スポーク間の通信のように、相手のアプライアンスが転送したトラフィックも受け取る。
    """
    azure.networks.peer(virtual_network, other_virtual_network, forwarded=True)


@given(
    "the virtual network {virtual_network} is peered with {other_virtual_network} from its side only",
    "仮想ネットワーク {virtual_network} からのみ、{other_virtual_network} とのピアリングが設定されている",
)
def peered_from_one_side(azure: Azure, virtual_network: str, other_virtual_network: str) -> None:
    """As after somebody has deleted the peering of the other network.

    相手のネットワークのピアリングだけが削除された状態である。
    """
    azure.networks.add_peering(virtual_network, other_virtual_network)
