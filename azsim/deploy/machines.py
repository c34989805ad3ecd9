"""One registry of machines: a name, its interfaces, and what it is."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator

from attrs import define, field

from azsim.deploy.world import World
from azsim.engine.nodes import Node
from azsim.engine.routes import AddressSpace, Hop
from azsim.functions.egress import Egress, Platform
from azsim.hosts.host import Host
from azsim.model.packet import Packet
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

    ``interfaces`` holds the egress of each of its private addresses; ``address``, ``egress`` and
    ``space``, its network, are those of the first. ``kind`` is what pictures show it as.
    """

    name: str
    kind: PlaceKind
    host: Host
    interfaces: dict[str, Egress]
    address: str = field(init=False)
    egress: Egress = field(init=False)
    space: AddressSpace = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.address = self.host.address
        self.egress = self.interfaces[self.address]
        self.space = self.egress.space

    def interface(self, address: str) -> Egress:
        """The egress that has *address*; the first one's where none has it."""
        return self.interfaces.get(address, self.egress)

    # The table of its host: the interface that has a packet's address knows the way

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """The way out of the interface that has the packet's source address."""
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
        if not world.is_private(address):
            raise Advice(
                Text(
                    "{address} is no private address. A virtual network uses {networks}.",
                    "{address} はプライベート アドレスではない。"
                    "仮想ネットワークでは {networks} を使う。",
                ).fill(
                    address=address,
                    networks=listed(world.facts.names("network.private-addresses")),
                )
            )
        world.names.check_free(name)
        host = world.host(name, space, address)
        egress = Egress(name, address, space, platform, world.draws)
        machine = self._machines[name] = Machine(name, kind, host, {address: egress})
        world.names.add(name, machine)
        world.routes.attach_flow_table(host, machine)
        return machine

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
