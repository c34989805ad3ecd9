"""Public IP addresses that machines in virtual networks have for themselves."""

from __future__ import annotations

from attrs import define, evolve

from azsim.azure import describing
from azsim.azure.load_balancer_rules import LoadBalancerRules
from azsim.deploy.cloud import Cloud
from azsim.model.resources.classic import CloudService
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.network import (
    IpConfiguration,
    NetworkInterface,
    PublicIpAddress,
)
from azsim.text import Advice, Text
from azsim.units import format_duration

NOT_PUBLIC = Text(
    "{address} is a private address; a public IP address of the machine is needed here.",
    "{address} はプライベート アドレスである。ここにはマシンのパブリック IP アドレスを書く。",
)
NO_INTERFACE = Text(
    '"{name}" is no virtual machine of a virtual network, and has no network interface. An instance of a '
    "classic deployment has an instance-level public IP instead: When the instance-level public IP "
    '{address} is assigned to "{name}"',
    "「{name}」は仮想ネットワークの仮想マシンではなく、ネットワーク インターフェイスがない。クラシック デプロイの"
    'インスタンスには、代わりに次のように書く: もし "{name}" にインスタンス レベルのパブリック IP {address} を'
    "割り当てる",
)
HAS_ONE = Text(
    '"{name}" has the public IP {address} already. A second one belongs to another IP configuration: Given '
    'the virtual machine "{name}" with network interfaces:',
    "「{name}」にはすでにパブリック IP {address} がある。二つ目には別の IP 構成が要る: 前提 仮想マシン "
    '"{name}" があり、ネットワーク インターフェイスは次のとおり:',
)
HAS_NONE = Text('"{name}" has no public IP address.', "「{name}」にパブリック IP アドレスはない。")
NO_SUCH_ADDRESS = Text(
    "No machine and no public load balancer has the public IP {address}. Write before it: Given the virtual "
    'machine "vm1" with the public IP {address}',
    "パブリック IP {address} を持つマシンもパブリック ロード バランサーもない。その前に次のように書く: 前提 "
    'パブリック IP が {address} の仮想マシン "vm1" がある',
)
HAS_ANOTHER = Text(
    'The public IP of "{name}" is {other}, not {address}.',
    "「{name}」のパブリック IP は {address} ではなく {other} である。",
)


@define(eq=False)
class PublicIps:
    """What a scenario says about the public IP addresses of its machines."""

    cloud: Cloud

    def describe_machine(self, name: str, address: str) -> None:
        """A virtual machine somewhere in the virtual network, with a public IP address.

        :raises Advice: for a name or an address that is something else's, and where no private
            address is left.
        """
        [private] = describing.addresses_somewhere(self.cloud, 1)
        describing.virtual_machine(self.cloud, name, private)
        self.describe(name, address)

    def describe(self, name: str, address: str, sku: str | None = None) -> None:
        """A machine has a public IP address, of that SKU; unsaid, it is Standard.

        :raises Advice: where there is no such machine, it has an address already, or the address
            is private or something else's.
        """
        self.cloud.plane.describe(*self._with(name, address, sku))

    def assign(self, name: str, address: str, sku: str | None = None) -> None:
        """Ask Azure to give a machine a public IP address, of that SKU; unsaid, it is Standard.

        :raises Advice: as for `describe`.
        """
        public, interface = self._with(name, address, sku)
        self.cloud.plane.apply(public)
        request = Text(
            "assign the public IP {address} to {name}",
            "{name} にパブリック IP {address} を割り当てる",
        ).fill(address=address, name=name)
        self.cloud.plane.ask(request, interface)

    def remove(self, name: str, address: str) -> None:
        """Ask Azure to take a machine's public IP address away.

        :raises Advice: where there is no such machine, or the address isn't its own.
        """
        interface, configuration = self._first(name, address)
        has = self._address_of(configuration)
        if has is None:
            raise Advice(HAS_NONE.fill(name=name))
        if has != address:
            raise Advice(HAS_ANOTHER.fill(name=name, other=has, address=address))
        request = Text(
            "remove the public IP {address} from {name}",
            "{name} からパブリック IP {address} を取り外す",
        ).fill(address=address, name=name)
        without = evolve(configuration, public_ip_address=None)
        self.cloud.plane.ask(request, _changed(interface, without))

    def ask_for_idle_timeout(self, address: str, idle_timeout: int) -> None:
        """Ask Azure for another idle timeout of what comes in to a public IP address.

        :raises Advice: where no machine, instance of a classic deployment or front end has it.
        """
        request = Text(
            "set the idle timeout of the public IP {address} to {duration}",
            "パブリック IP {address} のアイドル タイムアウトを {duration}に設定する",
        ).fill(address=address, duration=format_duration(idle_timeout))
        service = self._service_with(address)
        if service is not None:
            self.cloud.plane.ask(request, _with_idle_timeout(service, address, idle_timeout))
            return
        public = self.cloud.load_balancers.addresses.at(address)
        if public is None or address not in self.cloud.instance_addresses.running:
            rules = LoadBalancerRules(self.cloud)
            if public is not None and rules.balancers_with(public):
                rules.ask_for_front_end_idle_timeout(address, idle_timeout)
                return
            raise Advice(NO_SUCH_ADDRESS.fill(address=address))
        self.cloud.plane.ask(request, evolve(public, idle_timeout=idle_timeout))

    def _service_with(self, address: str) -> CloudService | None:
        """The classic deployment that has an instance with this public IP, if one does."""
        records = (each.record for each in self.cloud.classic.running.values())
        for record in records:
            if any(each.instance_level_public_ip == address for each in record.instances):
                return record
        return None

    def _with(
        self, name: str, address: str, sku: str | None = None
    ) -> tuple[PublicIpAddress, NetworkInterface]:
        world = self.cloud.world
        interface, configuration = self._first(name, address)
        has = self._address_of(configuration)
        if has is not None:
            raise Advice(HAS_ONE.fill(name=name, address=has))
        if world.is_private(address):
            raise Advice(NOT_PUBLIC.fill(address=address))
        world.check_free(world.internet, address)
        public = describing.public_ip(f"{name} public IP {address}", address, sku)
        return public, _changed(interface, evolve(configuration, public_ip_address=public.id))

    def _first(self, name: str, address: str) -> tuple[NetworkInterface, IpConfiguration]:
        self.cloud.machines.find(name)
        machine = self.cloud.plane.get(VirtualMachine, name)
        if machine is None:
            raise Advice(NO_INTERFACE.fill(name=name, address=address))
        interface = self.cloud.plane.find(NetworkInterface, str(machine.network_interfaces[0]))
        return interface, interface.ip_configurations[0]

    def _address_of(self, configuration: IpConfiguration) -> str | None:
        if configuration.public_ip_address is None:
            return None
        found = self.cloud.plane.find(PublicIpAddress, str(configuration.public_ip_address))
        return found.ip_address


def _with_idle_timeout(service: CloudService, address: str, idle_timeout: int) -> CloudService:
    """The same service, with another idle timeout of the instance-level public IP *address*."""
    roles = tuple(
        evolve(
            role,
            instances=tuple(
                evolve(each, public_ip_idle_timeout=idle_timeout)
                if each.instance_level_public_ip == address
                else each
                for each in role.instances
            ),
        )
        for role in service.roles
    )
    return evolve(service, roles=roles)


def _changed(interface: NetworkInterface, configuration: IpConfiguration) -> NetworkInterface:
    """The same interface, with *configuration* in place of its first."""
    return evolve(interface, ip_configurations=(configuration, *interface.ip_configurations[1:]))
