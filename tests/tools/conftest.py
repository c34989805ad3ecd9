"""Conversations played for real, whose captures and tables the tests look at."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from attrs import define, field

from azsim.deploy.world import World
from azsim.engine.nodes import Node
from azsim.engine.routes import AddressSpace, Border, Hop
from azsim.hosts.application import Application, Connection
from azsim.hosts.host import Host
from azsim.model.events import Event
from azsim.model.packet import FiveTuple, Packet, Protocol
from azsim.model.payload import (
    Data,
    DnsAnswer,
    DnsQuery,
    DnsRecord,
    HttpRequest,
    HttpResponse,
    Payload,
    Tls,
)
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Text

PUBLIC = "203.0.113.10"
NO_PORT = Rule("test.no-port", Text("no port is left", "ポートが残っていない"))
REWRITTEN = Rule("test.rewritten", Text("source rewritten", "送信元の書き換え"))
BACK = Rule("test.back", Text("return traffic", "戻りトラフィック"))


class Answering(Application):
    """A server that answers each payload as its kind is answered."""

    def established(self, host: Host, connection: Connection, now: int) -> list[Packet]:
        return []

    def received(
        self, host: Host, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        answer: Payload
        match payload:
            case HttpRequest():
                answer = HttpResponse()
            case DnsQuery():
                chain = DnsRecord(payload.name, "CNAME", "pool.example.net", 60)
                answer = DnsAnswer(
                    payload.id,
                    payload.name,
                    (chain, DnsRecord("pool.example.net", "A", "198.51.100.9", 30)),
                )
            case Tls() if "ClientHello" in payload.messages:
                answer = Tls(("ServerHello", "Certificate", "CertificateRequest"))
            case Tls() if "Finished" in payload.messages:
                answer = Tls(("Finished",))
            case Tls():
                answer = Tls(("ApplicationData",), carries=HttpResponse())
            case Data("ping"):
                answer = Data("pong")
            case _:
                return []
        return host.send(connection, answer)


@define(eq=False)
class Translator:
    """The least that hides private addresses behind a public one."""

    name: str = "snat"
    exhausted: bool = False
    ports: dict[int, tuple[str, int]] = field(factory=dict)

    def translate(self, packet: Packet, now: int) -> Verdict:
        if packet.destination == PUBLIC:
            address, port = self.ports[packet.destination_port]
            back = attrs.evolve(packet, destination=address, destination_port=port)
            return Pass(back, BACK)
        if self.exhausted:
            return Drop(NO_PORT)
        inside = (packet.source, packet.source_port)
        known = {value: key for key, value in self.ports.items()}
        port = known.get(inside, 1024 + len(self.ports))
        self.ports[port] = inside
        return Pass(attrs.evolve(packet, source=PUBLIC, source_port=port), REWRITTEN)


@define(eq=False)
class ThroughTranslator:
    """The table of a host whose packets all go to the translator first."""

    translator: Translator

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop:
        return Hop(self.translator)


@define
class Played:
    """A world with vm1 behind a translation, and one server outside."""

    world: World
    vm: Host
    server: Host
    translator: Translator
    ports: int = 50_000

    def flow(self, protocol: Protocol = "TCP", port: int = 443) -> FiveTuple:
        self.ports += 1
        source_port = self.ports if port else 0
        return FiveTuple(protocol, self.vm.address, source_port, self.server.address, port)

    def connect(self, flow: FiveTuple) -> Connection:
        connection, packets = self.vm.connect(flow)
        self.world.send(self.vm, packets)
        return connection

    def say(self, connection: Connection, payload: Payload) -> None:
        self.world.send(self.vm, self.vm.send(connection, payload))

    def datagram(self, flow: FiveTuple, payload: Payload | None) -> None:
        self.world.send(self.vm, self.vm.datagram(flow, payload))

    def close_both(self, connection: Connection) -> None:
        self.world.send(self.vm, self.vm.close(connection))
        for other in list(self.server.connections.values()):
            self.world.send(self.server, self.server.close(other))

    @property
    def events(self) -> tuple[Event, ...]:
        return self.world.trace.events


@pytest.fixture
def play() -> Callable[[], Played]:
    """Makes a new world each time it is called."""

    def new() -> Played:
        world = World()
        inside, internet = AddressSpace("inside"), world.internet
        vm = world.host("vm1", inside, "10.0.0.4", application=Application(), listens=False)
        server = world.host("server", internet, "198.51.100.7", application=Answering())
        translator = Translator()
        world.own(internet, PUBLIC, translator)
        world.routes.attach(translator, Border(inside, internet))
        world.routes.attach(vm, ThroughTranslator(translator))
        return Played(world, vm, server, translator)

    return new


@pytest.fixture
def played(play: Callable[[], Played]) -> Played:
    """A world in which nothing has happened yet."""
    return play()
