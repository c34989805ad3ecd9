"""Proxies: each ends the client's TCP session and opens its own to a server.

Application Gateway ends TLS as well. A plain TCP proxy lets the bytes of TLS
through as they are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from attrs import define, evolve, field, frozen

from azsim.facts import Facts
from azsim.hosts.host import Connection, Host
from azsim.hosts.tls import TlsClient, TlsServer
from azsim.model.packet import Packet
from azsim.model.payload import HttpRequest, HttpResponse, Payload, Tls
from azsim.model.verdict import Drop, Verdict
from azsim.text import Text

NOT_A_FRONT_END = Text(
    "{proxy} accepts connections at its front-end IP only",
    "{proxy} はフロントエンド IP でのみ接続を受け入れる",
)


@frozen
class Backend:
    """A server of the back-end pool."""

    name: str
    address: str


@frozen
class Instance:
    """One instance of a gateway."""

    name: str
    address: str


@define(eq=False)
class Session:
    """A client's session, and the one to the server that goes with it."""

    client: Connection
    instance: Instance
    to_server: Connection | None = None
    client_tls: TlsServer | None = None
    server_tls: TlsClient | None = None
    waiting: list[Payload] = field(factory=list)


@define(eq=False)
class Proxy(ABC):
    """A reverse proxy, one with its front-end IP.

    ``host`` is the endpoint behind it, with every address of the proxy.
    """

    name: str
    front_end: str
    facts: Facts
    servers: list[Backend] = field(factory=list)
    handled_by: Instance | None = None
    _host: Host | None = field(default=None, init=False)
    _sessions: dict[Connection, Session] = field(factory=dict, init=False)
    _servers_used: int = field(default=0, init=False)

    def at(self, host: Host) -> None:
        """Let *host* be the endpoint behind the proxy."""
        self._host = host

    @property
    def host(self) -> Host:
        """The endpoint behind the proxy."""
        assert self._host is not None
        return self._host

    # What a service decides

    @abstractmethod
    def ends_tls(self) -> bool:
        """Whether the client's TLS session ends here."""

    def client_sees(self, session: Session) -> str:
        """The source of what the client gets."""
        return self.front_end

    def server_sees(self, session: Session) -> str:
        """The source of what the server gets."""
        return self.front_end

    def choose_instance(self) -> Instance:
        """The instance that handles the next session; the proxy itself where it has none."""
        return Instance(self.name, self.front_end)

    def choose_server(self) -> Backend:
        """The server that gets the next request: one after the other."""
        self._servers_used += 1
        return self.servers[(self._servers_used - 1) % len(self.servers)]

    # A node of the network

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Take in what belongs to a session, and whoever comes to the front-end IP."""
        if packet.flags == "SYN" and packet.destination != self.front_end:
            return Drop(NOT_A_FRONT_END.fill(proxy=self.name))
        return self.host.translate(packet, now)

    def receive(self, packet: Packet, now: int) -> list[Packet]:
        """Take in a packet; what the proxy sends in return, to either side."""
        return [self._sent(reply) for reply in self.host.receive(packet, now)]

    def _sent(self, packet: Packet) -> Packet:
        connection = self.host.connections[packet.five_tuple]
        if connection.role == "client":
            return packet
        return evolve(packet, source=self.client_sees(self._session(connection)))

    def _session(self, client: Connection) -> Session:
        session = self._sessions.get(client)
        if session is None:
            instance = self.handled_by or self.choose_instance()
            self.handled_by = None
            session = self._sessions[client] = Session(client, instance)
        return session

    # The client's side: the application of the host

    def established(self, host: Host, connection: Connection, now: int) -> list[Packet]:
        """A client has connected, and speaks first."""
        return []

    def received(
        self, host: Host, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """Go on with the client's handshake, or send its request to a server."""
        session = self._session(connection)
        if not isinstance(payload, Tls) or not self.ends_tls():
            return self._to_server(session, payload)
        if session.client_tls is None:
            session.client_tls = TlsServer()
        if payload.carries is not None and session.client_tls.state == "open":
            return self._to_server(session, payload.carries)
        reply = session.client_tls.take(payload)
        return [] if reply is None else host.send(connection, reply)

    # The server's side: the application of each connection to a server

    def _to_server(self, session: Session, payload: Payload) -> list[Packet]:
        if session.to_server is None:
            return self._connect(session, payload)
        ready = session.server_tls is None or session.server_tls.state == "open"
        if session.to_server.state != "ESTABLISHED" or not ready:
            session.waiting.append(payload)
            return []
        return self.host.send(session.to_server, _wrapped(payload, session.server_tls is not None))

    def _connect(self, session: Session, payload: Payload) -> list[Packet]:
        server = self.choose_server()
        port = session.client.five_tuple.source_port
        source = self.server_sees(session)
        flow = self.host.free_flow("TCP", server.address, port, source)
        if flow is None:
            return self._to_client(session, BAD_GATEWAY)
        if session.client_tls is not None:
            session.server_tls = TlsClient()
        session.waiting.append(payload)
        session.to_server, syn = self.host.connect(flow, ServerSide(self, session))
        return syn

    def _flush(self, session: Session) -> list[Packet]:
        waiting, session.waiting = session.waiting, []
        return [packet for payload in waiting for packet in self._to_server(session, payload)]

    def _to_client(self, session: Session, payload: Payload) -> list[Packet]:
        return self.host.send(session.client, _wrapped(payload, session.client_tls is not None))


@define(eq=False)
class ServerSide:
    """What a proxy does on its own connection to a server."""

    proxy: Proxy
    session: Session

    def established(self, host: Host, connection: Connection, now: int) -> list[Packet]:
        """Begin a handshake where the client came with one, else send what waits."""
        tls = self.session.server_tls
        first = None if tls is None else tls.begin()
        return self.proxy._flush(self.session) if first is None else host.send(connection, first)

    def received(
        self, host: Host, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """Go on with the handshake, or give the response to the client."""
        tls = self.session.server_tls
        if tls is None or not isinstance(payload, Tls):
            return self.proxy._to_client(self.session, payload)
        if payload.carries is not None:
            return self.proxy._to_client(self.session, payload.carries)
        reply = tls.take(payload)
        if reply is not None:
            return host.send(connection, reply)
        if tls.state == "closed":
            return self.proxy._to_client(self.session, BAD_GATEWAY)
        return self.proxy._flush(self.session)


class TcpProxy(Proxy):
    """A proxy that copies bytes, such as HAProxy in TCP mode or an nginx stream."""

    def ends_tls(self) -> bool:
        """It passes through, as measured."""
        self.facts.rests_on("tcp-proxy.terminates-tls")
        return False


@define(eq=False)
class ApplicationGateway(Proxy):
    """A gateway of several instances, each with a private address of its own."""

    instances: list[Instance] = field(factory=list)
    _instances_used: int = field(default=0, init=False)

    def ends_tls(self) -> bool:
        """It ends here, as documented."""
        self.facts.rests_on("application-gateway.terminates-tls")
        return True

    def client_sees(self, session: Session) -> str:
        """The front-end IP, as documented."""
        self.facts.rests_on("application-gateway.client-side-source")
        return self.front_end

    def server_sees(self, session: Session) -> str:
        """The private address of the instance that handles the request, as documented."""
        self.facts.rests_on("application-gateway.server-side-source")
        return session.instance.address

    def choose_instance(self) -> Instance:
        """One instance after the other."""
        self.facts.rests_on("application-gateway.instance-choice")
        self._instances_used += 1
        return self.instances[(self._instances_used - 1) % len(self.instances)]

    def choose_server(self) -> Backend:
        """One healthy server after the other."""
        self.facts.rests_on("application-gateway.server-choice")
        return super().choose_server()


BAD_GATEWAY = HttpResponse(502, "Bad Gateway")


def _wrapped(payload: Payload, within_tls: bool) -> Payload:
    if within_tls and isinstance(payload, HttpRequest | HttpResponse):
        return Tls(("ApplicationData",), carries=payload)
    return payload
