"""One registry of machines: a name, its interfaces, and what it is."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator

from attrs import define, field

from azsim.deploy.guest_routes import GuestRoutes
from azsim.deploy.world import World
from azsim.engine.nodes import Node
from azsim.engine.routes import AddressSpace, Hop
from azsim.functions.egress import Egress, Platform
from azsim.functions.snat.flows import Translator
from azsim.hosts.host import Host
from azsim.model.packet import FiveTuple, Packet
from azsim.model.rules import Rule
from azsim.model.topology import PlaceKind
from azsim.model.verdict import Drop
from azsim.text import Advice, Text, did_you_mean, listed, quoted

# So many names are told.
_FEW = 3
# Role instances have numbers, other machines have names.
_NUMBERED = re.compile("instance [0-9]+")


@define(eq=False)
class Machine:
    """A virtual machine or a role instance, in a network.

    ``interfaces`` holds the egress of each of its private addresses: each is one IP configuration
    of one of its network interfaces. ``address``, ``egress`` and ``space``, its network, are those of
    the first, the primary one. ``guest`` holds the routes of its operating system where there is a
    choice of interfaces. ``kind`` is what pictures show it as.
    """

    name: str
    kind: PlaceKind
    host: Host
    interfaces: dict[str, Egress]
    address: str = field(init=False)
    egress: Egress = field(init=False)
    space: AddressSpace = field(init=False)
    guest: GuestRoutes | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self.address = self.host.address
        self.egress = self.interfaces[self.address]
        self.space = self.egress.space

    def interface(self, address: str) -> Egress:
        """The egress that has *address*; the first one's where none has it."""
        return self.interfaces.get(address, self.egress)

    def translators(self) -> Iterator[Translator]:
        """Every translator that any of its interfaces might leave through."""
        for egress in self.interfaces.values():
            yield from egress.translators()

    def source_toward(self, destination: str) -> str:
        """The address that it sends from to *destination*, where a program binds none."""
        return self.address if self.guest is None else self.guest.source_toward(destination)

    def interface_toward(self, destination: str) -> Egress:
        """The egress that has this address."""
        guest = self.guest
        return self.egress if guest is None else self.interface(guest.source_toward(destination))

    def answers_elsewhere(self, address: str) -> bool:
        """Whether answers from *address* to other networks leave by another interface."""
        guest = self.guest
        if guest is None or guest.goes_by_source:
            return False
        return guest.card(address) is not guest.default

    def answers_front_ends(self, address: str) -> bool:
        """Whether it is known how it answers what comes to *address* and stays for a front-end IP.

        It has the front-end IP on a loopback interface: of several interfaces the primary one sends for
        sure, while the default route leads through it.
        """
        guest = self.guest
        if guest is None or len(guest.cards) == 1:
            return True
        return guest.card(address) is guest.cards[0] is guest.default

    def stray(self, flow: FiveTuple) -> Rule | None:
        """Why packets of *flow* get nowhere, as they leave by another interface than their own."""
        return None if self.guest is None else self.guest.stray(flow)

    # The table of its host: the interface that has a packet's address knows the way

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """The way out of the interface that has the packet's source address."""
        if (stray := self.stray(packet.five_tuple)) is not None:
            return Drop(stray)
        return self.interface(packet.source).next_hop(at, packet, now)

    def came_in(self, packet: Packet, last: Node) -> None:
        """A packet arrived at one of the interfaces."""
        self.interface(packet.destination).came_in(packet, last)


@define(eq=False)
class Machines:
    """Every machine of a scenario, whatever it is for."""

    world: World
    _machines: dict[str, Machine] = field(factory=dict, init=False)

    def add(
        self, name: str, kind: PlaceKind, address: str, space: AddressSpace, platform: Platform
    ) -> Machine:
        """A machine at *address* in *space*, which reaches the internet as *platform* documents.

        :raises Advice: for an address that isn't private, and for a taken name or address.
        """
        world = self.world
        self._check_private(address)
        world.names.check_free(name)
        host = world.host(name, space, address)
        egress = Egress(name, address, space, platform, world.draws)
        machine = self._machines[name] = Machine(name, kind, host, {address: egress})
        world.names.add(name, machine)
        world.routes.attach_flow_table(host, machine)
        return machine

    def add_address(self, machine: Machine, address: str, space: AddressSpace) -> None:
        """*machine* has one more private address, in *space*.

        :raises Advice: for an address that isn't private, and for a taken one.
        """
        self._check_private(address)
        self.world.own(space, address, machine.host)
        machine.host.addresses += (address,)
        machine.interfaces[address] = Egress(
            machine.name, address, space, machine.egress.platform, self.world.draws
        )

    def remove(self, machine: Machine) -> None:
        """*machine* is gone; its name and its addresses are free again."""
        del self._machines[machine.name]
        self.world.names.remove(machine.name)
        for address, egress in machine.interfaces.items():
            del egress.space.owners[address]

    def get(self, name: str) -> Machine | None:
        """The machine of that name, or None."""
        return self._machines.get(name)

    def all(self) -> list[Machine]:
        """Every machine, in the order in which they were made."""
        return list(self._machines.values())

    def free_addresses(self) -> Iterator[str]:
        """Private addresses for machines that a scenario gives none, in order."""
        address = ipaddress.IPv4Address(self.world.facts.text("host.private-first-address"))
        taken = {each for machine in self._machines.values() for each in machine.interfaces}
        while True:
            if str(address) not in taken:
                yield str(address)
            address += 1

    def at(self, address: str) -> Machine:
        """The machine that has *address*.

        :raises Advice: where no machine has, or several in networks that aren't connected.
        """
        node = self.world.owner(address)
        machine = None if node is None else self._machines.get(node.name)
        if machine is None:
            raise Advice(
                Text(
                    f"No machine has the address {address}.",
                    f"アドレス {address} を持つマシンはない。",
                )
            )
        return machine

    def has(self, address: str) -> bool:
        """Whether a machine has *address*."""
        node = self.world.owner(address)
        return node is not None and node.name in self._machines

    def find(self, name: str) -> Machine:
        """The machine of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        machine = self._machines.get(name)
        if machine is not None:
            return machine
        if not self._machines:
            is_role = _NUMBERED.fullmatch(name) is not None
            raise Advice(NO_ROLE_INSTANCE if is_role else NO_MACHINE.fill(name=quoted(name)))
        near = did_you_mean(name, self._machines)
        raise Advice(
            Text(
                'No machine is called "{name}".{hint}', "「{name}」というマシンはない。{hint}"
            ).fill(name=quoted(name), hint=near if near.en else there_are(self._machines))
        )

    def _check_private(self, address: str) -> None:
        if not self.world.is_private(address):
            raise Advice(
                Text(
                    "{address} is no private address. A virtual network uses {networks}.",
                    "{address} はプライベート アドレスではない。"
                    "仮想ネットワークでは {networks} を使う。",
                ).fill(
                    address=address,
                    networks=listed(self.world.facts.names("network.private-addresses")),
                )
            )


def there_are(names: Iterable[str]) -> Text:
    """The first few of *names*, for whoever has used another one."""
    few = list(names)
    rest = Text(", …", "など") if len(few) > _FEW else Text("", "")
    english = ", ".join(f'"{name}"' for name in few[:_FEW])
    japanese = "".join(f"「{name}」" for name in few[:_FEW])
    return Text(f" What there is: {english}{rest.en}.", f"あるのは{japanese}{rest.ja}である。")


NO_MACHINE = Text(
    'No machine is described yet. Begin with a step such as: Given the virtual machine "{name}"',
    'マシンがまだ記述されていない。まず次のように書く: 前提 仮想マシン "{name}" がある',
)
NO_ROLE_INSTANCE = Text(
    "No machine is described yet, and instances of a classic deployment alone have numbers. Begin with a step "
    "such as: Given a classic deployment with 1 worker role instance",
    "マシンがまだ記述されていない。番号で呼べるのはクラシック デプロイのロール インスタンスだけである。"
    "まず次のように書く: 前提 worker ロールのインスタンス 1 台を持つクラシック デプロイがある",
)
