"""Machines with several network interfaces or IP configurations, and the routes between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import define, evolve, field, frozen

from azsim.azure import describing
from azsim.azure.public_ips import NOT_PUBLIC
from azsim.azure.security_groups import describe_group
from azsim.deploy.cloud import Cloud
from azsim.deploy.guest_routes import GuestRoutes
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.identity import ResourceId
from azsim.model.resources.network import IpConfiguration, NetworkInterface, PublicIpAddress
from azsim.model.resources.security import NetworkSecurityGroup, SecurityRule
from azsim.text import Advice, Text, did_you_mean, listed

TWO_SUBNETS = Text(
    'The IP configurations of "{interface}" lie in different subnets, {one} and {other}. A network '
    "interface is in one subnet: give each subnet an interface of its own.",
    "「{interface}」の IP 構成が別々のサブネット {one} と {other} にある。ネットワーク インターフェイスは一つの"
    "サブネットに置かれる。サブネットごとに別のインターフェイスを書く。",
)
ONE_INTERFACE = Text(
    '"{machine}" has one network interface, so that there is nothing to choose. Describe it with several: '
    'Given the virtual machine "{machine}" with network interfaces:',
    "「{machine}」のネットワーク インターフェイスは一つであり、選択の余地がない。複数ある場合は次のように書く: "
    '前提 仮想マシン "{machine}" があり、ネットワーク インターフェイスは次のとおり:',
)
NO_INTERFACE = Text(
    '"{machine}" has no network interface "{name}".{hint} It has {known}.',
    "「{machine}」に「{name}」というネットワーク インターフェイスはない。{hint}あるのは{known}である。",
)
IS_DEFAULT = Text(
    'The default route of "{machine}" leads through "{name}" already.',
    "「{machine}」の既定のルートはすでに「{name}」を経由している。",
)
NOTHING_TAKES_IT = Text(
    "{machine} sends nothing in this scenario that this step has an effect on.",
    "このシナリオで {machine} が送信するものに、このステップは影響しない。",
)
SEND = Text(
    "Let {machine} open or answer a connection, or leave the step out.",
    "{machine} が接続を開くか接続に応答するステップを書くか、このステップを取り除く。",
)


@frozen(kw_only=True)
class Configuration:
    """One row of what a scenario says: an IP configuration of the interface ``interface``.

    Its subnet is the one that the address lies in, where none is said.
    """

    interface: str
    private: str
    name: str | None = None
    subnet: str | None = None
    public: str | None = None


@define(eq=False)
class NetworkInterfaces:
    """What a scenario says about machines with several network interfaces or IP configurations."""

    cloud: Cloud
    _names: dict[str, dict[str, ResourceId]] = field(factory=dict, init=False)

    def describe_machine(self, machine: str, rows: Sequence[Configuration]) -> None:
        """A virtual machine; the first interface is the primary one, as is the first row of each.

        :raises Advice: for names and addresses that are something else's, a subnet that isn't
            there, and where Azure refuses it.
        """
        cloud = self.cloud
        cloud.default_network()
        cloud.world.names.check_free(machine)
        addresses = [self._public(machine, each.public) for each in rows if each.public]
        names: dict[str, ResourceId] = {}
        interfaces = []
        for name in dict.fromkeys(each.interface for each in rows):
            own = [each for each in rows if each.interface == name]
            made = self._interface(machine, name, own)
            interfaces.append(made)
            names[name] = made.id
        record = VirtualMachine(id=machine, network_interfaces=tuple(names.values()))
        cloud.plane.describe(*addresses, *interfaces, record)
        self._names[machine] = names

    def assign(self, machine: str, name: str, address: str) -> None:
        """Ask Azure to give the primary IP configuration of an interface a Standard public IP.

        :raises Advice: where there is no such interface, and for an address that isn't a free public one.
        """
        public = self._public(machine, address)
        interface = self._find(machine, name)
        first, *others = interface.ip_configurations
        changed = (evolve(first, public_ip_address=public.id), *others)
        self.cloud.plane.apply(public)
        request = Text(
            "assign the public IP {address} to {name} of {machine}",
            "{machine} の {name} にパブリック IP {address} を割り当てる",
        ).fill(address=address, name=name, machine=machine)
        self.cloud.plane.ask(request, evolve(interface, ip_configurations=changed))

    def add_security_group(
        self, machine: str, name: str, group: str, rules: Sequence[SecurityRule]
    ) -> None:
        """A network security group on one interface.

        :raises Advice: where there is no such interface, and where Azure refuses the rules.
        """
        made = NetworkSecurityGroup(id=group, rules=tuple(rules))
        interface = self._find(machine, name)
        describe_group(self.cloud, made, evolve(interface, network_security_group=made.id))

    def route_by_source(self, machine: str) -> None:
        """Each packet of a machine leaves by the interface that has its source address.

        :raises Advice: for a machine with one interface.
        """
        self._guest(machine).go_by_source(self._owe(machine))

    def lead_default_route(self, machine: str, name: str) -> None:
        """The default route of a machine leads through an interface.

        :raises Advice: for a machine with one interface, and where it leads there already.
        """
        guest = self._guest(machine)
        interface = self._find(machine, name)
        card = next(each for each in guest.cards if each.name == interface.name)
        if card is guest.default:
            raise Advice(IS_DEFAULT.fill(machine=machine, name=name))
        guest.lead_through(card, self._owe(machine))

    # Within

    def _interface(
        self, machine: str, name: str, rows: Sequence[Configuration]
    ) -> NetworkInterface:
        subnets = [self._subnet(each) for each in rows]
        for other in subnets[1:]:
            if other != subnets[0]:
                raise Advice(
                    TWO_SUBNETS.fill(interface=name, one=subnets[0].name, other=other.name)
                )
        return NetworkInterface(
            id=describing.interface_id(machine, name),
            ip_configurations=tuple(
                IpConfiguration(
                    name=each.name or f"ipconfig{number}",
                    subnet=subnets[0],
                    private_ip_address=each.private,
                    public_ip_address=each.public and _public_id(machine, each.public),
                )
                for number, each in enumerate(rows, start=1)
            ),
        )

    def _subnet(self, row: Configuration) -> ResourceId:
        if row.subnet is None:
            return describing.subnet_of(self.cloud, row.private)
        network, found = describing.subnet(self.cloud, row.subnet)
        return network.id.part("subnets", found.name)

    def _public(self, machine: str, address: str) -> PublicIpAddress:
        world = self.cloud.world
        if world.is_private(address):
            raise Advice(NOT_PUBLIC.fill(address=address))
        world.check_free(world.internet, address)
        return PublicIpAddress(id=_public_id(machine, address), ip_address=address)

    def _find(self, machine: str, name: str) -> NetworkInterface:
        names = self._interfaces_of(machine)
        if name not in names:
            hint, known = did_you_mean(name, names), listed(f'"{each}"' for each in names)
            raise Advice(NO_INTERFACE.fill(machine=machine, name=name, hint=hint, known=known))
        return self.cloud.plane.find(NetworkInterface, str(names[name]))

    def _interfaces_of(self, machine: str) -> Mapping[str, ResourceId]:
        found = self.cloud.machines.find(machine)
        if found.name in self._names:
            return self._names[found.name]
        record = self.cloud.plane.get(VirtualMachine, found.name)
        if record is None or len(record.network_interfaces) == 1:
            raise Advice(ONE_INTERFACE.fill(machine=machine))
        # A deployment has them. Those of an instance have the names that the scale set gives them.
        return {
            each.name.removeprefix(f"{found.name} "): each for each in record.network_interfaces
        }

    def _guest(self, machine: str) -> GuestRoutes:
        guest = self.cloud.machines.find(machine).guest
        if guest is None or len(guest.cards) == 1:
            raise Advice(ONE_INTERFACE.fill(machine=machine))
        return guest

    def _owe(self, machine: str) -> Callable[[], None]:
        """What settles that the machine sends something by the route that a step describes."""
        owed = self.cloud.world.owe(
            NOTHING_TAKES_IT.fill(machine=machine), SEND.fill(machine=machine)
        )
        return owed.settle


def _public_id(machine: str, address: str) -> str:
    return f"{machine} public IP {address}"
