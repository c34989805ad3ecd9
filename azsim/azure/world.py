"""The world of one scenario: its time, its facts, its addresses and who owns them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable
from typing import TypeVar

from attrs import define, field

from azsim.azure.requests import Owed, Requests, nobody_keeps_account
from azsim.engine.clock import Clock
from azsim.engine.network import NO_ROUTE, Hop, Network, Node
from azsim.engine.schedule import Schedule
from azsim.engine.trace import Trace
from azsim.facts import Facts
from azsim.hosts.host import Application, Echo, Host
from azsim.model.packet import Packet
from azsim.model.verdict import Drop
from azsim.text import Advice, Text, did_you_mean
from azsim.units import is_on_the_internet, within

T = TypeVar("T")

Egress = Callable[[Packet], Hop | Drop | None]


@define
class World:
    """What every part of a scenario shares.

    ``egress`` holds, by the name of a node, where its packets go first, where
    that isn't simply the owner of their destination. ``not_servers`` says of an
    address why nothing can be asked of it.
    """

    facts: Facts = field(factory=Facts)
    seed: int = 0
    tracing: bool = True
    owe: Callable[[Text], Owed] = nobody_keeps_account
    clock: Clock = field(init=False)
    schedule: Schedule = field(init=False)
    trace: Trace = field(init=False)
    network: Network = field(init=False)
    random: random.Random = field(init=False)
    requests: Requests = field(init=False)
    packet_ids: itertools.count[int] = field(init=False)
    owners: dict[str, Node] = field(factory=dict, init=False)
    egress: dict[str, Egress] = field(factory=dict, init=False)
    names: dict[str, object] = field(factory=dict, init=False)
    not_servers: dict[str, Text] = field(factory=dict, init=False)
    _private: dict[str, bool] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.clock = Clock()
        self.schedule = Schedule(self.clock)
        self.trace = Trace(self.clock, on=self.tracing)
        self.network = Network(self.clock, self.schedule, self.trace, self._route)
        self.random = random.Random(self.seed)
        self.requests = Requests(self.trace, self.owe)
        self.packet_ids = itertools.count(1)

    @property
    def now(self) -> int:
        """Nanoseconds since the start of the scenario."""
        return self.clock.now

    def pass_time(self, duration: int) -> None:
        """Let *duration* nanoseconds pass."""
        self.schedule.advance(duration)

    # Names and addresses

    def name(self, name: str, thing: object) -> None:
        """Give *thing* its name.

        :raises Advice: where the name is taken or empty.
        """
        if not name:
            raise Advice(Text("A name is missing.", "名前がない。"))
        if name in self.names:
            raise Advice(
                Text(
                    f'The name "{name}" is given twice. Every name stands for one thing only.',
                    f"名前「{name}」が二度使われている。一つの名前は一つのものだけを指す。",
                )
            )
        self.names[name] = thing

    def find(self, name: str, kind: type[T]) -> T:
        """The thing of that *kind* with that name.

        :raises Advice: where there is none, with the nearest name.
        """
        thing = self.names.get(name)
        if isinstance(thing, kind):
            return thing
        known = [other for other, candidate in self.names.items() if isinstance(candidate, kind)]
        raise Advice(
            Text(
                'Nothing is called "{name}" here.{hint}', "「{name}」という名前のものはない。{hint}"
            ).fill(name=name, hint=did_you_mean(name, known))
        )

    def own(self, address: str, node: Node) -> None:
        """Let *node* be the one that packets to *address* reach.

        :raises Advice: where the address is taken.
        """
        self._check_free(address)
        self.owners[address] = node

    def reserve(self, address: str, why_no_server: Text) -> None:
        """Keep *address* for something that is made only when it is used.

        :raises Advice: where the address is taken.
        """
        self._check_free(address)
        self.not_servers[address] = why_no_server

    def check_unreserved(self, address: str) -> None:
        """Whether *address* isn't kept for something.

        :raises Advice: where it is.
        """
        if address in self.not_servers:
            raise Advice(
                Text(
                    f"The address {address} is given twice: a load-balanced endpoint has it.",
                    f"アドレス {address} が二度使われている。"
                    "負荷分散エンドポイントがすでに使っている。",
                )
            )

    def _check_free(self, address: str) -> None:
        if address in self.owners:
            raise Advice(
                Text(
                    f"The address {address} is given twice: {self.owners[address].name} has it.",
                    f"アドレス {address} が二度使われている。"
                    f"{self.owners[address].name} がすでに使っている。",
                )
            )

    def release(self, name: str, address: str) -> None:
        """Let a name and an address be free again, as what they stand for is gone."""
        del self.names[name]
        del self.owners[address]

    def host(
        self,
        name: str,
        *addresses: str,
        application: Application | None = None,
        listens: bool = True,
    ) -> Host:
        """A new endpoint that owns *addresses*; by default it answers everything."""
        for address in addresses:
            self.check_unreserved(address)
        host = Host(
            name,
            addresses,
            self.facts,
            self.packet_ids,
            listens,
            Echo() if application is None else application,
        )
        for address in addresses:
            self.own(address, host)
        host.on_retransmission(self.send, self.schedule.watch)
        return host

    def is_private(self, address: str) -> bool:
        """Whether *address* belongs to a virtual network rather than to the internet."""
        known = self._private.get(address)
        if known is None:
            networks = self.facts.names("network.private-addresses")
            known = self._private[address] = within(address, networks)
        return known

    def _is_public(self, address: str) -> bool:
        azure = self.facts.text("network.platform-address")
        return is_on_the_internet(address) and address != azure

    def endpoint_at(self, address: str, application: Application | None = None) -> Host:
        """The endpoint at *address*.

        A public address that nobody declared is a server that answers everything,
        or what *application* answers.

        :raises Advice: for a private address that nobody declared.
        """
        node = self.owners.get(address)
        if isinstance(node, Host):
            return node
        if address in self.not_servers:
            raise Advice(self.not_servers[address])
        if node is None and not self.is_private(address) and not self._is_public(address):
            raise Advice(
                Text(
                    f"{address} is no address of a server on the internet.",
                    f"{address} はインターネット上のサーバーのアドレスではない。",
                )
            )
        if node is None and not self.is_private(address):
            return self.host(address, address, application=application)
        if node is None:
            raise Advice(
                Text(
                    f"Nothing has the private address {address}.",
                    f"プライベート アドレス {address} を持つものがない。",
                )
            )
        raise Advice(
            Text(
                f"{address} is the address of {node.name}, which is no server.",
                f"{address} は {node.name} のアドレスであり、サーバーではない。",
            )
        )

    # Packets

    def send(self, sender: Node, packets: Iterable[Packet]) -> None:
        """Let *sender* emit *packets* and everything follow that happens at this instant."""
        self.network.dropped = None
        self.network.send(sender, packets)
        self.schedule.settle()

    def _route(self, at: Node, packet: Packet) -> Hop | Drop:
        egress = self.egress.get(at.name)
        hop = egress(packet) if egress is not None else None
        if hop is not None:
            return hop
        owner = self.owners.get(packet.destination)
        if owner is None and not self.is_private(packet.destination):
            owner = self.endpoint_at(packet.destination)
        if owner is None:
            return Drop(NO_ROUTE.fill(destination=packet.destination))
        return Hop(owner)
