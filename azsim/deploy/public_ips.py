"""Public IP addresses of machines in virtual networks, each of which belongs to one interface."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import define, field

from azsim.deploy.control_plane import ControlPlane
from azsim.deploy.machines import Machines
from azsim.deploy.services import PublicIpAddresses
from azsim.deploy.world import World
from azsim.engine.nodes import Node
from azsim.engine.routes import Border
from azsim.facts.decides import decides
from azsim.functions.egress import Egress
from azsim.functions.instance_address import InstanceAddress
from azsim.functions.snat.flows import FlowSettings, Translator
from azsim.functions.snat.profiles import PublicIp
from azsim.model.resources.description import Description
from azsim.model.resources.network import NetworkInterface, PublicIpAddress, PublicIpSku

PUBLIC_IP: Final = "public IP of the machine"


@define(eq=False)
class InstanceAddresses:
    """Lets each interface have the public IP addresses that its configurations name.

    ``running`` holds them by their addresses.
    """

    world: World
    machines: Machines
    addresses: PublicIpAddresses
    running: dict[str, Translator] = field(factory=dict, init=False)
    _records: dict[str, PublicIpAddress] = field(factory=dict, init=False)
    _profile: PublicIp = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._profile = PublicIp(self.world.facts)

    def settle(self, plane: ControlPlane) -> None:
        """Let machines have the addresses that they are given, and no others.

        :raises Advice: for an address that is something else's.
        """
        given = dict(_given(plane.description))
        interfaces = [
            each for machine in self.machines.all() for each in machine.interfaces.items()
        ]
        for private, egress in interfaces:
            own, record = egress.methods.get(PUBLIC_IP, ()), given.get(private)
            wanted = None if record is None else record.ip_address
            for translator in own:
                if translator.address != wanted:
                    self._close(translator, egress)
            if record is not None and wanted is not None:
                self._records[wanted] = record
                if wanted not in self.running:
                    self._open(wanted, egress)
                self.running[wanted].set(FlowSettings(record.idle_timeout))

    def is_standard(self, node: Node) -> bool:
        """Whether *node* is a public IP address of a machine, of today's SKU."""
        address = next((each for each, own in self.running.items() if own is node), None)
        return address is not None and self._records[address].sku is not PublicIpSku.BASIC

    def _open(self, address: str, egress: Egress) -> None:
        own = self._own_address(address, egress)
        self.world.open_to_internet(own, Border(egress.space, self.world.internet))
        self.running[address] = own
        egress.offer(PUBLIC_IP, [own])

    def _close(self, translator: Translator, egress: Egress) -> None:
        egress.offer(PUBLIC_IP, [])
        translator.end()
        del self.running[translator.address]
        self.world.give_back(self.world.internet, translator.address)

    @decides
    def _own_address(self, address: str, egress: Egress) -> Translator:
        """An address of one's own: nobody shares it, so no port needs to be rewritten."""
        self.world.facts.rests_on("public-ip.one-to-one")
        return InstanceAddress(address, egress, self._profile, self.world.trace, kind="public IP")


def _given(description: Description) -> Iterator[tuple[str, PublicIpAddress]]:
    """Private addresses, each with the public one that belongs to it."""
    for interface in description.of_kind(NetworkInterface):
        for each in interface.ip_configurations:
            if each.private_ip_address is not None and each.public_ip_address is not None:
                public = description.find(PublicIpAddress, str(each.public_ip_address))
                yield each.private_ip_address, public
