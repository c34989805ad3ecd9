"""Virtual networks with their subnets, and the machines that stand in them."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence

from attrs import define, evolve

from azsim.azure import describing
from azsim.deploy.cloud import Cloud
from azsim.deploy.machines import Machine
from azsim.deploy.networks import DEFAULT_NETWORK
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.network import (
    NetworkInterface,
    Subnet,
    VirtualNetwork,
    VirtualNetworkPeering,
)
from azsim.text import Advice, Text

TOO_LATE = Text(
    'The virtual network "{name}" comes too late: what the steps before describe stands in the one that '
    "is there already. Describe the virtual network first.",
    "仮想ネットワーク「{name}」を後から追加することはできない。これより前のステップで記述したものは、"
    "すでにある仮想ネットワークの中にある。仮想ネットワークを最初に書く。",
)
WITH_ITSELF = Text(
    '"{name}" can\'t be peered with itself.', "「{name}」を自分自身とピアリングすることはできない。"
)
PEERED_AFTER_FLOWS = Text(
    "There are connections already, and what a new peering does to those isn't modelled: describe it before.",
    "すでに接続がある。既存の接続に対する新しいピアリングの影響はモデル化していない。先に書く。",
)
SPACES_OVERLAP = Text(
    'The address spaces of "{one}" and "{other}" overlap. Azure peers no such networks, and a step couldn\'t '
    "tell which of the two has an address.",
    "「{one}」と「{other}」のアドレス空間が重なっている。そのようなネットワークはピアリングできず、アドレスが"
    "どちらのものか決まらない。",
)
SUBNET_TWICE = Text(
    'Both "{one}" and "{other}" have a subnet called "{subnet}", and a step couldn\'t tell which is meant. '
    "Give the subnets different names.",
    "「{one}」と「{other}」の両方に「{subnet}」というサブネットがあり、どちらを指すか決まらない。サブネットに異なる"
    "名前を付ける。",
)
OUTSIDE = Text(
    "The subnet {subnet} ({prefix}) doesn't lie within {space}, the address space of its virtual network.",
    "サブネット {subnet} ({prefix}) は、仮想ネットワークのアドレス空間 {space} に含まれていない。",
)
OVERLAP = Text(
    "The subnets {one} and {other} overlap.", "サブネット {one} と {other} の範囲が重なっている。"
)
AFTER_FLOWS = Text(
    '"{name}" has connections already. Say before them what the subnet is, or change it: When default '
    "outbound access of the subnet … is disabled",
    "「{name}」にはすでに接続がある。サブネットの状態は接続より前に書くか、次のように変更する: "
    "もし サブネット … の既定の送信アクセスを無効にする",
)
NO_VIRTUAL_MACHINE = Text(
    '"{name}" is no virtual machine of a virtual network, so deallocating it isn\'t modelled.',
    "「{name}」は仮想ネットワークの仮想マシンではないため、割り当ての解除はモデル化していない。",
)
STOPPED_ALREADY = Text('"{name}" is stopped already.', "「{name}」はすでに停止している。")
RUNS_ALREADY = Text('"{name}" runs already.', "「{name}」はすでに実行中である。")


@define(eq=False)
class Networks:
    """What a scenario says about its virtual network."""

    cloud: Cloud

    def describe(self, name: str, space: str, subnets: Sequence[tuple[str, str]]) -> None:
        """A virtual network with its *subnets*, each by its name and its prefix.

        :raises Advice: where something stands in another one that nobody described, where it overlaps
            with another one, and for subnets that don't fit.
        """
        description = self.cloud.plane.description
        others = description.of_kind(VirtualNetwork)
        if any(each.name == DEFAULT_NETWORK for each in others):
            raise Advice(TOO_LATE.fill(name=name))
        _check_prefixes(space, subnets)
        self._check_apart(name, space, subnets, others)
        self.cloud.plane.describe(
            VirtualNetwork(
                id=name,
                address_space=(space,),
                subnets=tuple(
                    Subnet(name=subnet, address_prefixes=(prefix,)) for subnet, prefix in subnets
                ),
            )
        )

    def peer(self, one: str, other: str, *, forwarded: bool = False) -> None:
        """Two virtual networks are peered from both sides, and take forwarded traffic or not.

        :raises Advice: where there is no such network, one is peered with itself, or there are
            connections already.
        """
        first = self.cloud.plane.find(VirtualNetwork, one)
        second = self.cloud.plane.find(VirtualNetwork, other)
        if first.id == second.id:
            raise Advice(WITH_ITSELF.fill(name=first.name))
        self.add_peering(one, other, forwarded=forwarded)
        self.add_peering(other, one, forwarded=forwarded)

    def add_peering(self, one: str, other: str, *, forwarded: bool = False) -> None:
        """One virtual network has a peering with another one, which may have none with it.

        :raises Advice: as for `peer`.
        """
        if any(each.egress.flows or each.host.connections for each in self.cloud.machines.all()):
            raise Advice(PEERED_AFTER_FLOWS)
        network = self.cloud.plane.find(VirtualNetwork, one)
        remote = self.cloud.plane.find(VirtualNetwork, other)
        peering = VirtualNetworkPeering(
            name=f"to-{remote.name}",
            remote_virtual_network=remote.id,
            allow_forwarded_traffic=forwarded,
        )
        self.cloud.plane.describe(evolve(network, peerings=(*network.peerings, peering)))

    def _check_apart(
        self,
        name: str,
        space: str,
        subnets: Sequence[tuple[str, str]],
        others: Iterable[VirtualNetwork],
    ) -> None:
        """See that nobody has to guess which of several virtual networks is meant."""
        for each in others:
            if any(_overlap(space, prefix) for prefix in each.address_space):
                raise Advice(SPACES_OVERLAP.fill(one=each.name, other=name))
            for subnet, _ in subnets:
                if any(subnet.casefold() == known.name.casefold() for known in each.subnets):
                    raise Advice(SUBNET_TWICE.fill(subnet=subnet, one=each.name, other=name))

    def add_machine(self, name: str, address: str, subnet: str) -> None:
        """A virtual machine in a subnet.

        :raises Advice: where there is no such subnet, and where Azure refuses the address.
        """
        self.cloud.world.names.check_free(name)
        self.cloud.plane.describe(*self._machine(name, address, subnet))

    def ask_for_machine(self, name: str, address: str, subnet: str) -> None:
        """Ask Azure for a virtual machine in a subnet.

        :raises Advice: where there is no such subnet, and for a name or an address that is
            something else's.
        """
        self.cloud.world.names.check_free(name)
        interface, machine = self._machine(name, address, subnet)
        request = Text(
            "create the virtual machine {name} at {address} in the subnet {subnet}",
            "サブネット {subnet} に IP アドレス {address} の仮想マシン {name} を作成する",
        ).fill(name=name, address=address, subnet=subnet)
        if self.cloud.plane.ask(request, interface):
            self.cloud.plane.describe(machine)

    def _machine(
        self, name: str, address: str, subnet: str
    ) -> tuple[NetworkInterface, VirtualMachine]:
        network, found = describing.subnet(self.cloud, subnet)
        return describing.machine_in(network.id.part("subnets", found.name), name, address)

    def add_machines(self, names: Sequence[str], subnet: str | None = None) -> None:
        """Virtual machines with the next free addresses of a subnet, of the first one if not named.

        :raises Advice: where there is no such subnet, for names that are something else's, and where
            too few addresses are left.
        """
        if subnet is None:
            addresses = describing.addresses_somewhere(self.cloud, len(names))
        else:
            _, found = describing.subnet(self.cloud, subnet)
            addresses = describing.free_addresses(self.cloud, found, len(names))
        for name, address in zip(names, addresses, strict=True):
            describing.virtual_machine(self.cloud, name, address)

    def delegate(self, name: str, service: str) -> None:
        """A subnet is delegated to a service, such as Microsoft.Sql/managedInstances.

        :raises Advice: where there is no such subnet, and where Azure refuses what it has already.
        """
        network, found = describing.subnet(self.cloud, name)
        delegated = evolve(found, delegations=(*found.delegations, service))
        self.cloud.plane.describe(describing.with_subnet(network, delegated))

    # Default outbound access

    def set_default_access(self, name: str, *, enabled: bool) -> None:
        """A subnet that has had default outbound access, or been private, since before its machines.

        :raises Advice: where there is no such subnet, or a connection from it already.
        """
        network, found = describing.subnet(self.cloud, name)
        self._describe_access(network, [found], enabled=enabled)

    def set_api_version(self, name: str, version: str) -> None:
        """A virtual network was created with a version of the API, which decides what is unsaid.

        :raises Advice: where there is no such network, or a connection from it already.
        """
        network = self.cloud.plane.find(VirtualNetwork, name)
        if self.cloud.default_access.is_private_by_default(version):
            unsaid = [each for each in network.subnets if each.default_outbound_access is None]
            self._describe_access(network, unsaid, enabled=False)

    def ask_for_default_access(self, name: str, *, enabled: bool) -> None:
        """Ask Azure for default outbound access of a subnet, or for none.

        :raises Advice: where there is no such subnet.
        """
        network, found = describing.subnet(self.cloud, name)
        enable = Text(
            "enable default outbound access of the subnet {subnet}",
            "サブネット {subnet} の既定の送信アクセスを有効にする",
        )
        disable = Text(
            "disable default outbound access of the subnet {subnet}",
            "サブネット {subnet} の既定の送信アクセスを無効にする",
        )
        changed = describing.with_subnet(network, evolve(found, default_outbound_access=enabled))
        self.cloud.plane.ask((enable if enabled else disable).fill(subnet=name), changed)

    def restart(self, name: str) -> None:
        """A virtual machine is deallocated and started again.

        :raises Advice: where there is no such machine, or it is in no virtual network.
        """
        machine = self._running(name)
        self.cloud.power.stop(machine)
        self.cloud.power.start(machine)

    def stop(self, name: str) -> None:
        """A virtual machine is stopped, and deallocated.

        :raises Advice: where there is no such machine, it is in no virtual network, or it is stopped.
        """
        self.cloud.power.stop(self._running(name))

    def start(self, name: str) -> None:
        """A virtual machine that was stopped is started.

        :raises Advice: where there is no such machine, it is in no virtual network, or it runs.
        """
        machine = self._virtual_machine(name)
        if not machine.host.is_off:
            raise Advice(RUNS_ALREADY.fill(name=name))
        self.cloud.power.start(machine)

    def _running(self, name: str) -> Machine:
        machine = self._virtual_machine(name)
        if machine.host.is_off:
            raise Advice(STOPPED_ALREADY.fill(name=name))
        return machine

    def _virtual_machine(self, name: str) -> Machine:
        machine = self.cloud.machines.find(name)
        if not self.cloud.default_access.knows(machine):
            raise Advice(NO_VIRTUAL_MACHINE.fill(name=name))
        return machine

    def _describe_access(
        self, network: VirtualNetwork, subnets: Sequence[Subnet], *, enabled: bool
    ) -> None:
        ids = [network.id.part("subnets", each.name) for each in subnets]
        started = [each for id in ids for each in self.cloud.default_access.started_in(id)]
        for machine in started:
            if any(each.flows for each in machine.interfaces.values()):
                raise Advice(AFTER_FLOWS.fill(name=machine.name))
        for each in subnets:
            said = evolve(each, default_outbound_access=enabled)
            network = describing.with_subnet(network, said)
        self.cloud.plane.describe(network)
        for machine in started:
            self.cloud.default_access.stop(machine)
            self.cloud.default_access.start_again(machine)


def _check_prefixes(space: str, subnets: Sequence[tuple[str, str]]) -> None:
    whole = ipaddress.IPv4Network(space)
    before: list[tuple[str, ipaddress.IPv4Network]] = []
    for name, prefix in subnets:
        network = ipaddress.IPv4Network(prefix)
        if not network.subnet_of(whole):
            raise Advice(OUTSIDE.fill(subnet=name, prefix=prefix, space=space))
        for other, taken in before:
            if network.overlaps(taken):
                raise Advice(OVERLAP.fill(one=other, other=name))
        before.append((name, network))


def _overlap(one: str, other: str) -> bool:
    return ipaddress.IPv4Network(one).overlaps(ipaddress.IPv4Network(other))
