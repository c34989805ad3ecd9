"""What runs: the time, the facts, the networks and the packets of one scenario."""

from __future__ import annotations

import ipaddress
import itertools
from collections.abc import Callable, Iterable, Iterator

from attrs import define, field, frozen

from azsim.deploy.registry import Registry
from azsim.deploy.requests import Account, Requests, nobody_keeps_account
from azsim.engine.clock import Clock
from azsim.engine.draws import Draws
from azsim.engine.network import Network
from azsim.engine.nodes import Node
from azsim.engine.routes import AddressSpace, Routes, Table
from azsim.engine.schedule import Schedule
from azsim.engine.trace import Trace
from azsim.facts import Facts
from azsim.functions.health_probe import Prober
from azsim.functions.snat.flows import Translator
from azsim.hosts.application import Application
from azsim.hosts.host import Host
from azsim.hosts.web import WebServer
from azsim.model.packet import FiveTuple, Packet, Protocol
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Verdict
from azsim.text import Advice, Text
from azsim.units import Within, is_on_the_internet

NOBODY_HAS_IT = Rule(
    "network.address-given-back",
    Text("nothing has the address any more", "そのアドレスを持つものがもうない"),
)


@frozen(eq=False)
class GivenBack:
    """Where an address leads that something had and has no more: nowhere."""

    name: str

    def translate(self, packet: Packet, now: int) -> Verdict:
        """It gets no further."""
        return Drop(NOBODY_HAS_IT)


@define(eq=False)
class World:
    """What every part of a scenario shares.

    ``spaces`` are all networks, of which ``internet`` is one, and ``platform`` another: addresses
    of Azure's own that are beside every machine. ``from_azure`` are the machines that those
    reach in turn. ``not_servers`` says of an address why nothing can be asked of it. ``probed``
    holds, for each service that probes its servers, what makes its probers once.
    """

    facts: Facts = field(factory=Facts)
    seed: int = 0
    tracing: bool = True
    owe: Account = nobody_keeps_account
    clock: Clock = field(init=False)
    schedule: Schedule = field(init=False)
    trace: Trace = field(init=False)
    routes: Routes = field(init=False)
    network: Network = field(init=False)
    draws: Draws = field(init=False)
    requests: Requests = field(init=False)
    packet_ids: itertools.count[int] = field(init=False)
    names: Registry = field(factory=Registry, init=False)
    internet: AddressSpace = field(init=False)
    platform: AddressSpace = field(init=False)
    from_azure: AddressSpace = field(init=False)
    spaces: list[AddressSpace] = field(init=False)
    not_servers: dict[str, Text] = field(factory=dict, init=False)
    probed: list[Callable[[], list[Prober]]] = field(factory=list, init=False)
    _also_private: tuple[str, ...] = field(default=(), init=False)
    _private: Within | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self.clock = Clock()
        self.schedule = Schedule(self.clock)
        self.trace = Trace(self.clock, on=self.tracing)
        self.routes = Routes()
        self.network = Network(self.clock, self.schedule, self.trace, self.routes)
        self.draws = Draws(self.seed)
        self.requests = Requests(self.trace, self.owe)
        self.packet_ids = itertools.count(1)
        self.internet = AddressSpace("internet")
        self.platform = AddressSpace("Azure")
        self.from_azure = AddressSpace("from Azure")
        self.spaces = [self.internet, self.platform]

    @property
    def now(self) -> int:
        """Nanoseconds since the start of the scenario."""
        return self.clock.now

    def pass_time(self, duration: int) -> None:
        """Let *duration* nanoseconds pass."""
        self.schedule.advance(duration)

    def send(self, sender: Node, packets: Iterable[Packet]) -> None:
        """Let *sender* emit *packets* and everything follow that happens at this instant."""
        self.network.dropped = None
        self.network.send(sender, packets)
        self.schedule.settle()

    # Networks and addresses

    def new_space(self, name: str) -> AddressSpace:
        """A network of its own, from which Azure's own addresses are reachable."""
        space = AddressSpace(name, self.platform)
        self.spaces.append(space)
        return space

    def is_private(self, address: str) -> bool:
        """Whether *address* belongs to a virtual network rather than to the internet."""
        if self._private is None:
            ranges = self.facts.names("network.private-addresses")
            self._private = Within((*ranges, *self._also_private))
        return self._private[address]

    def take_for_private(self, prefixes: Iterable[str]) -> None:
        """*prefixes*, which a deployment gives to a virtual network, are private as well."""
        self._also_private = (*self._also_private, *prefixes)
        self._private = None

    def own(self, space: AddressSpace, address: str, node: Node) -> None:
        """Let *node* be the one that packets to *address* in *space* reach.

        :raises Advice: where the address is taken there.
        """
        self.check_free(space, address)
        space.owners[address] = node

    def give_back(self, space: AddressSpace, address: str) -> None:
        """Nobody has *address* in *space* any more: what goes there is lost, until somebody has it."""
        space.owners[address] = GivenBack(address)

    def check_free(self, space: AddressSpace, address: str) -> None:
        """Whether nobody has *address* in *space*.

        :raises Advice: where somebody has.
        """
        owner = space.owners.get(address)
        if owner is not None and not isinstance(owner, GivenBack):
            raise Advice(
                Text(
                    f"The address {address} is given twice: {owner.name} has it.",
                    f"アドレス {address} が二度使われている。{owner.name} がすでに使っている。",
                )
            )

    def owner(self, address: str) -> Node | None:
        """Whoever has *address*, in whichever network; None where nobody has.

        :raises Advice: where several networks have it, so that nobody knows who is meant.
        """
        found = (space.owners.get(address) for space in self.spaces)
        owners = list(dict.fromkeys(each for each in found if each is not None))
        if len(owners) > 1:
            raise Advice(
                Text(
                    f"{address} is in use in {len(owners)} networks that aren't connected, and a "
                    "step can't tell which is meant. Give the machines different addresses.",
                    f"{address} は互いに接続されていない {len(owners)} 個のネットワークで使われており、"
                    "どれを指すか決まらない。マシンごとに異なるアドレスを書く。",
                )
            )
        return owners[0] if owners else None

    def open_to_internet(self, translator: Translator, ways: Table) -> None:
        """Let packets to the addresses of *translator* come to it, and its timers run.

        What it has translated goes by *ways*.

        :raises Advice: where an address is taken.
        """
        for address in translator.addresses:
            self.own(self.internet, address, translator)
        self.routes.attach(translator, ways)
        self.run_translator(translator)

    def run_translator(self, translator: Translator) -> None:
        """Let the timers of *translator* run, and carry what they make it send."""
        translator.carried_by(self.network.send, self.packet_ids)
        self.schedule.watch(*translator.timers)

    def free_public_address(self, first: str) -> str:
        """The first address from *first* on that nobody on the internet has."""
        return next(self.free_public_addresses(first))

    def free_public_addresses(self, first: str) -> Iterator[str]:
        """The addresses from *first* on that nobody on the internet has, in order."""
        address = ipaddress.IPv4Address(first)
        while True:
            if str(address) not in self.internet.owners:
                yield str(address)
            address += 1

    # Hosts

    def host(
        self,
        name: str,
        space: AddressSpace,
        address: str,
        *,
        application: Application | None = None,
        listens: bool = True,
    ) -> Host:
        """A new endpoint at *address* in *space*; by default it answers everything.

        :raises Advice: where the address is taken.
        """
        host = Host(
            name,
            (address,),
            self.facts,
            self.packet_ids,
            listens,
            WebServer() if application is None else application,
        )
        self.own(space, address, host)
        self.routes.attach(host, space)
        self.run(host)
        return host

    def run(self, host: Host) -> None:
        """Let the timers of *host* run, and carry what they make it send."""
        host.carried_by(self.network.send)
        self.schedule.watch(*host.timers)

    def free_flow(
        self,
        host: Host,
        protocol: Protocol,
        destination: str,
        destination_port: int,
        source: str | None = None,
    ) -> FiveTuple:
        """A flow of *host* to the destination, from its next free port.

        :raises Advice: where it has none left.
        """
        flow = host.free_flow(protocol, destination, destination_port, source)
        if flow is None:
            raise Advice(
                Text(
                    f"{host.name} has no free port left toward {destination}:{destination_port}.",
                    f"{host.name} には {destination}:{destination_port} 宛てに使えるポートが"
                    "残っていない。",
                )
            )
        return flow

    def endpoint_at(self, address: str) -> Host:
        """The endpoint at *address*; a public one that nobody declared answers everything.

        :raises Advice: for a private address that nobody declared, and for an address of
            something that is no server.
        """
        if address in self.not_servers:
            raise Advice(self.not_servers[address])
        node = self.owner(address)
        if isinstance(node, Host):
            return node
        if node is not None:
            raise Advice(
                Text(
                    f"{address} is the address of {node.name}, which is no server.",
                    f"{address} は {node.name} のアドレスであり、サーバーではない。",
                )
            )
        if self.is_private(address):
            raise Advice(
                Text(
                    f"Nothing has the private address {address}.",
                    f"プライベート アドレス {address} を持つものがない。",
                )
            )
        azure = self.facts.text("network.platform-address")
        if address == azure or not is_on_the_internet(address):
            raise Advice(
                Text(
                    f"{address} is no address of a server on the internet.",
                    f"{address} はインターネット上のサーバーのアドレスではない。",
                )
            )
        return self.host(address, self.internet, address)
