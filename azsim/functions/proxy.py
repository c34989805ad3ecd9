"""Proxies: each ends the client's TCP session and opens its own to a server.

Application Gateway ends TLS as well. A plain TCP proxy lets the bytes of TLS
through as they are.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from attrs import define, evolve, field, frozen

from azsim.engine.expiry import Entry, ExpiryQueue, earliest, nobody_waits
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, duration, number
from azsim.hosts.application import Application, Connection, Endpoint
from azsim.hosts.host import Host
from azsim.hosts.status import PHRASES
from azsim.hosts.tls import TlsClient, TlsServer
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import HttpRequest, HttpResponse, Payload, Tls
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Verdict
from azsim.text import Advice, Text

NOT_A_FRONT_END = Rule(
    "proxy.not-a-front-end",
    Text(
        "{proxy} accepts connections at its front-end IP only",
        "{proxy} はフロントエンド IP でのみ接続を受け入れる",
    ),
)

NO_LISTENER = Rule(
    "application-gateway.no-listener",
    Text(
        "{proxy} has no listener at port {port} of {address}",
        "{proxy} には {address} のポート {port} のリスナーがない",
    ),
)
ROUTE_NOT_MODELLED = Text(
    "What {proxy} does with requests for {host}{path} isn't modelled: it redirects them, or leads to a server "
    "that isn't described.",
    "{proxy} が {host}{path} への要求をどう扱うかはモデル化していない。リダイレクト、または記述されていない"
    "サーバーへの転送である。",
)
UNKNOWN_HOST_NOT_MODELLED = Text(
    "No listener of {proxy} is for the host name {host}, and what a v1 gateway answers then isn't documented, "
    "so that it isn't modelled.",
    "{proxy} にホスト名 {host} のリスナーがない。このとき v1 のゲートウェイが何を返すかは文書になく、モデル化していない。",
)
OTHER_PROTOCOL = Text(
    "What {proxy} answers to a request over {found} where its listener is for {expected} isn't modelled.",
    "{expected} のリスナーに {found} で要求したときの {proxy} の応答はモデル化していない。",
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


@frozen
class Route:
    """Where requests go by the rule *name*, or by one of its paths.

    ``servers`` is None where that isn't modelled, and ``request_timeout``, in nanoseconds, where
    nobody says how long a response is waited for.
    """

    name: str
    servers: tuple[Backend, ...] | None
    port: int = 0
    is_https: bool = False
    request_timeout: int | None = None


@frozen
class PathRoute:
    """Where requests for some paths go; a path that ends in ``*`` stands for all that begin like it."""

    paths: tuple[str, ...]
    route: Route


@frozen
class Site:
    """A listener with its rule: for some host names, or for every one, and where requests go by path.

    In a host name, ``*`` stands for any letters and ``?`` for one. ``priority`` is that of the rule.
    """

    host_names: tuple[str, ...]
    paths: tuple[PathRoute, ...]
    others: Route
    priority: int | None = None


@frozen
class Listener:
    """A port of a front end, with the sites that listen there, in the order of their rules."""

    front_end: str
    port: int
    is_https: bool
    sites: tuple[Site, ...]


@define(eq=False)
class Session(Entry):
    """A client's session, and the one to the server that goes with it.

    ``asks`` says that ``request``, the client's last one, has no response yet, and ``given_up`` is the
    server that it has waited for in vain.
    """

    client: Connection
    instance: Instance
    to_server: Connection | None = None
    route: Route | None = None
    client_tls: TlsServer | None = None
    server_tls: TlsClient | None = None
    waiting: list[Payload] = field(factory=list)
    asks: bool = False
    request: Payload | None = None
    server: Backend | None = None
    given_up: Backend | None = None


@define(eq=False)
class Proxy(Application, ABC):
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

    def accepts_at(self, address: str) -> bool:
        """Whether clients may connect to *address*."""
        return address == self.front_end

    def server_port(self, session: Session) -> int:
        """The port of the server: the client's, in both directions."""
        return session.client.five_tuple.source_port

    def server_is_https(self, session: Session) -> bool:
        """Whether the session to the server is over TLS: as the client's is."""
        return session.client_tls is not None

    def client_sees(self, session: Session) -> str:
        """The source of what the client gets."""
        return self.front_end

    def server_sees(self, session: Session) -> str:
        """The source of what the server gets."""
        return self.front_end

    def choose_instance(self, client: FiveTuple) -> Instance:
        """The instance that handles the session of *client*; the proxy itself where it has none."""
        return Instance(self.name, self.front_end)

    def choose_server(self, session: Session) -> Backend:
        """The server that gets the next request: one after the other."""
        self._servers_used += 1
        return self.servers[(self._servers_used - 1) % len(self.servers)]

    # A node of the network

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Take in what belongs to a session, and whoever comes to the front-end IP."""
        if packet.flags == "SYN" and not self.accepts_at(packet.destination):
            return Drop(NOT_A_FRONT_END.fill(proxy=self.name))
        return self.host.translate(packet, now)

    def receive(self, packet: Packet, now: int) -> list[Packet]:
        """Take in a packet; what the proxy sends in return, to either side."""
        return [self._sent(reply) for reply in self.host.receive(packet, now)]

    def _sent(self, packet: Packet) -> Packet:
        connection = self.host.connections.get(packet.five_tuple)
        if connection is None or connection.role == "client":
            return packet
        return evolve(packet, source=self.client_sees(self._session(connection)))

    def _session(self, client: Connection) -> Session:
        session = self._sessions.get(client)
        if session is None:
            instance = self.handled_by or self.choose_instance(client.five_tuple)
            self.handled_by = None
            session = self._sessions[client] = Session(client, instance)
        return session

    # The client's side: the application of the host

    def received(
        self, host: Endpoint, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """Go on with the client's handshake, or send its request to a server."""
        session = self._session(connection)
        if not isinstance(payload, Tls) or not self.ends_tls():
            return self._ask(session, payload, now)
        if session.client_tls is None:
            session.client_tls = TlsServer()
        if payload.carries is not None and session.client_tls.state == "open":
            return self._ask(session, payload.carries, now)
        reply = session.client_tls.take(payload)
        return [] if reply is None else host.send(connection, reply)

    # The server's side: the application of each connection to a server

    def server_is_gone(self, session: Session) -> list[Packet]:
        """The server has refused the session, or reset it."""
        session.to_server = session.server_tls = None
        session.waiting.clear()
        return self._to_client(session, BAD_GATEWAY) if session.asks else []

    def _ask(self, session: Session, payload: Payload, now: int) -> list[Packet]:
        session.asks = True
        session.request = payload
        session.given_up = None
        return self._to_server(session, payload)

    def _to_server(self, session: Session, payload: Payload) -> list[Packet]:
        if session.to_server is None:
            return self._connect(session, payload)
        ready = session.server_tls is None or session.server_tls.state == "open"
        if session.to_server.state != "ESTABLISHED" or not ready:
            session.waiting.append(payload)
            return []
        return self.host.send(session.to_server, _wrapped(payload, session.server_tls is not None))

    def _connect(self, session: Session, payload: Payload) -> list[Packet]:
        server, port = self.choose_server(session), self.server_port(session)
        session.server = server
        source = self.server_sees(session)
        flow = self.host.free_flow("TCP", server.address, port, source)
        if flow is None:
            return self._to_client(session, BAD_GATEWAY)
        if self.server_is_https(session):
            session.server_tls = TlsClient()
        session.waiting.append(payload)
        session.to_server, syn = self.host.connect(flow, ServerSide(self, session))
        return syn

    def _flush(self, session: Session) -> list[Packet]:
        waiting, session.waiting = session.waiting, []
        return [packet for payload in waiting for packet in self._to_server(session, payload)]

    def _to_client(self, session: Session, payload: Payload) -> list[Packet]:
        session.asks = False
        if not session.client.may_send:
            return []
        return self.host.send(session.client, _wrapped(payload, session.client_tls is not None))


@define(eq=False)
class ServerSide(Application):
    """What a proxy does on its own connection to a server."""

    proxy: Proxy
    session: Session

    def established(self, host: Endpoint, connection: Connection, now: int) -> list[Packet]:
        """Begin a handshake where the client came with one, else send what waits."""
        tls = self.session.server_tls
        first = None if tls is None else tls.begin()
        return self.proxy._flush(self.session) if first is None else host.send(connection, first)

    def received(
        self, host: Endpoint, connection: Connection, payload: Payload, now: int
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

    def reset(self, host: Endpoint, connection: Connection, now: int) -> list[Packet]:
        """Tell the client."""
        return self.proxy.server_is_gone(self.session)


class TcpProxy(Proxy):
    """A proxy that copies bytes, such as HAProxy in TCP mode or an nginx stream."""

    def ends_tls(self) -> bool:
        """It passes through, as measured."""
        self.facts.rests_on("tcp-proxy.terminates-tls")
        return False

    def server_is_gone(self, session: Session) -> list[Packet]:
        """Bytes are all that it can speak, so the client is reset as well."""
        return self.host.abort(session.client)


class GatewayAnswers(Profile):
    """What a gateway answers by itself, and how long it waits for a response before."""

    request_timeout = duration("application-gateway.request-timeout")
    timeout_status = number("application-gateway.request-timeout.status")
    v2_timeout_status = number("application-gateway.request-timeout.v2-status")
    unknown_host_status = number("application-gateway.unknown-host.status")


@define(eq=False)
class ApplicationGateway(Proxy):
    """A gateway of several instances, each with a private address of its own.

    A request whose response doesn't come in time is answered by the gateway itself; a v2 one tries another
    server before. Without ``listeners`` it takes requests at every port, and its servers get them at the same.
    ``is_v2`` tells that it is a v2 gateway, and that it is documented what a request gets that no listener
    is for.
    """

    instances: list[Instance] = field(factory=list)
    listeners: tuple[Listener, ...] = ()
    is_v2: bool = False
    _instances_used: int = field(default=0, init=False)
    _awaiting: dict[int | None, ExpiryQueue[Session]] = field(factory=dict, init=False)
    _wake: Callable[[], None] = field(default=nobody_waits, init=False)
    _own: GatewayAnswers = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._own = GatewayAnswers(self.facts)

    def ends_tls(self) -> bool:
        """It ends here, as documented."""
        self.facts.rests_on("application-gateway.terminates-tls")
        return True

    def client_sees(self, session: Session) -> str:
        """The front-end IP, as documented."""
        self.facts.rests_on("application-gateway.client-side-source")
        return session.client.five_tuple.source

    def server_sees(self, session: Session) -> str:
        """The private address of the instance that handles the request, as documented."""
        self.facts.rests_on("application-gateway.server-side-source")
        return session.instance.address

    def choose_instance(self, client: FiveTuple) -> Instance:
        """One instance after the other."""
        self.facts.rests_on("application-gateway.instance-choice")
        self._instances_used += 1
        return self.instances[(self._instances_used - 1) % len(self.instances)]

    def choose_server(self, session: Session) -> Backend:
        """One healthy server after the other, but for one that has let the request wait in vain."""
        self.facts.rests_on("application-gateway.server-choice")
        server = super().choose_server(session)
        return super().choose_server(session) if server == session.given_up else server

    # Listeners

    def accepts_at(self, address: str) -> bool:
        """At each front end that a listener names."""
        return super().accepts_at(address) or any(
            each.front_end == address for each in self.listeners
        )

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Take in what belongs to a session, and whoever comes to a listener."""
        at = packet.destination, packet.five_tuple.destination_port
        comes = packet.flags == "SYN" and self.accepts_at(packet.destination)
        if comes and self.listeners and self.listener(*at) is None:
            return Drop(NO_LISTENER.fill(proxy=self.name, address=at[0], port=at[1]))
        return super().translate(packet, now)

    def server_port(self, session: Session) -> int:
        """That of the settings by which the request goes, where there are listeners."""
        return super().server_port(session) if session.route is None else session.route.port

    def server_is_https(self, session: Session) -> bool:
        """As the settings say by which the request goes, where there are listeners."""
        route = session.route
        return super().server_is_https(session) if route is None else route.is_https

    def listener(self, address: str, port: int) -> Listener | None:
        """What listens at *port* of the front end *address*."""
        found = (each for each in self.listeners if (each.front_end, each.port) == (address, port))
        return next(found, None)

    def _connect(self, session: Session, payload: Payload) -> list[Packet]:
        """Begin a session to a server that the request may go to.

        :raises Advice: where what the gateway does with it isn't modelled.
        """
        listener = self.listener(*session.client.five_tuple[1:3])
        if listener is not None:
            self._check_protocol(listener, session)
            asked = session.client.five_tuple.source
            request = payload if isinstance(payload, HttpRequest) else HttpRequest(asked)
            route = self.route_of(listener, request.host, request.path)
            if route is None:
                return self._refuse_host(session, request.host)
            session.route = route
            if route.servers is None:
                raise Advice(
                    ROUTE_NOT_MODELLED.fill(proxy=self.name, host=request.host, path=request.path)
                )
            self.servers = list(route.servers)
        return super()._connect(session, payload) if self.servers else self._refuse(session)

    # Which way a request goes

    def route_of(self, listener: Listener, host: str, path: str) -> Route | None:
        """Where requests for *path* of *host* go; None where no listener is for the host."""
        sites = (each for each in self._in_order(listener) if self._is_for(each, host))
        site = next(sites, None)
        return None if site is None else self._way_of(site, path)

    @decides
    def _in_order(self, listener: Listener) -> list[Site]:
        """The sites by the priorities of their rules; without any, as they are listed."""
        if len(listener.sites) > 1:
            self.facts.rests_on("application-gateway.rule-order")
        return sorted(listener.sites, key=lambda each: each.priority or 0)

    @decides
    def _is_for(self, site: Site, host: str) -> bool:
        """Whether the listener of *site* takes requests for *host*."""
        if not site.host_names:
            return True
        self.facts.rests_on("application-gateway.host-names")
        return any(_matches_host(host, each) for each in site.host_names)

    def _way_of(self, site: Site, path: str) -> Route:
        """Where the rule of *site* sends requests for *path*."""
        matching = [
            each for each in site.paths if any(self._covers(one, path) for one in each.paths)
        ]
        if matching:
            return self._first(matching).route
        return self._without_match(site) if site.paths else site.others

    @decides
    def _first(self, matching: Sequence[PathRoute]) -> PathRoute:
        """Of several that match, the one that goes before the others."""
        self.facts.rests_on("application-gateway.path-order")
        return matching[0]

    @decides
    def _without_match(self, site: Site) -> Route:
        """Where requests go for which no path is listed."""
        self.facts.rests_on("application-gateway.other-paths")
        return site.others

    @decides
    def _covers(self, pattern: str, path: str) -> bool:
        self.facts.rests_on("application-gateway.path-case")
        return matches_path(path.casefold(), pattern.casefold())

    def _refuse_host(self, session: Session, host: str) -> list[Packet]:
        if not self.is_v2:
            raise Advice(UNKNOWN_HOST_NOT_MODELLED.fill(proxy=self.name, host=host))
        status = self._own.unknown_host_status
        return self._to_client(session, HttpResponse(status, PHRASES[status]))

    def _refuse(self, session: Session) -> list[Packet]:
        return self._to_client(session, BAD_GATEWAY)

    def _check_protocol(self, listener: Listener, session: Session) -> None:
        found = session.client_tls is not None
        if found is not listener.is_https:
            names = "HTTP", "HTTPS"
            raise Advice(
                OTHER_PROTOCOL.fill(
                    proxy=self.name, found=names[found], expected=names[listener.is_https]
                )
            )

    # Timers

    def announce_to(self, wake: Callable[[], None]) -> None:
        """Let *wake* be called when a response begins to be awaited."""
        self._wake = wake

    def next_deadline(self) -> int | None:
        """When the wait for a response is over next, or None."""
        return earliest(self._awaiting.values())

    def expire(self, now: int) -> int | None:
        """Answer each request whose response hasn't come in time, and give its server up."""
        for queue in self._awaiting.values():
            queue.expire(now)
        return self.next_deadline()

    def _give_up(self, session: Session, now: int) -> None:
        to_server = session.to_server
        given_up = [] if to_server is None else self.host.abort(to_server)
        session.to_server = session.server_tls = None
        session.waiting.clear()
        told = self._try_another(session, now) or self._time_out(session)
        self.host.emit([*given_up, *map(self._sent, told)])

    def _try_another(self, session: Session, now: int) -> list[Packet]:
        """Send the request to a second server; nothing where that isn't done, or not any more."""
        if not self.is_v2 or session.given_up is not None or session.request is None:
            return []
        self.facts.rests_on("application-gateway.request-timeout.second-wait")
        others = [each for each in self.servers if each != session.server]
        if not others or not self._tries_again(session):
            return []
        session.given_up = session.server
        sent = self._to_server(session, session.request)
        if session.asks:
            self._awaiting_as_long_as(session.route).put(session, now)
        return sent

    @decides
    def _tries_again(self, session: Session) -> bool:
        self.facts.rests_on("application-gateway.request-timeout.second-server")
        return True

    def _time_out(self, session: Session) -> list[Packet]:
        status = self._own.v2_timeout_status if self.is_v2 else self._own.timeout_status
        return self._to_client(session, HttpResponse(status, PHRASES[status]))

    def server_is_gone(self, session: Session) -> list[Packet]:
        """A second server that refuses the session, or resets it, fails the request as a silent one does."""
        if not session.asks or session.given_up is None:
            return super().server_is_gone(session)
        session.to_server = session.server_tls = None
        session.waiting.clear()
        return self._time_out(session)

    def _ask(self, session: Session, payload: Payload, now: int) -> list[Packet]:
        sent = super()._ask(session, payload, now)
        if session.asks:
            self._awaiting_as_long_as(session.route).put(session, now)
        return sent

    def _awaiting_as_long_as(self, route: Route | None) -> ExpiryQueue[Session]:
        """Whoever waits for a response as long as requests do that go by *route*."""
        timeout = None if route is None else route.request_timeout
        if timeout not in self._awaiting:
            queue = self._awaiting[timeout] = ExpiryQueue(
                "request time-out", lambda: timeout or self._own.request_timeout, self._give_up
            )
            queue.announce_to(self._wake)
        return self._awaiting[timeout]

    def _to_client(self, session: Session, payload: Payload) -> list[Packet]:
        if session.queue is not None:
            session.queue.remove(session)
        return super()._to_client(session, payload)


BAD_GATEWAY = HttpResponse(502, "Bad Gateway")


def _matches_host(host: str, pattern: str) -> bool:
    """Whether *host* is one that *pattern* stands for."""
    letters = re.escape(pattern.casefold()).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(letters, host.casefold()) is not None


def matches_path(path: str, pattern: str) -> bool:
    """Whether *path*, of which only what stands before a query counts, is one that *pattern* stands for.

    >>> matches_path("/images/a", "/images/*"), matches_path("/images/a", "/images")
    (True, False)
    """
    path = re.split("[?#]", path, maxsplit=1)[0]
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern


def _wrapped(payload: Payload, within_tls: bool) -> Payload:
    if within_tls and isinstance(payload, HttpRequest | HttpResponse):
        return Tls(("ApplicationData",), carries=payload)
    return payload
