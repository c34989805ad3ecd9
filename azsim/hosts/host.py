"""A TCP and UDP endpoint with state: a virtual machine, a server, a client, a proxy.

TCP follows the state machine of RFC 9293 in one table. What the connections are
used for is the business of an application, which is told when one is
established and what arrives on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, Protocol

from attrs import define, field

from azsim.engine.expiry import Entry, ExpiryQueue
from azsim.engine.schedule import Timed
from azsim.facts import Facts
from azsim.model.packet import FiveTuple, Flags, Packet
from azsim.model.packet import Protocol as PacketProtocol
from azsim.model.payload import Data, Keepalive, Payload
from azsim.model.rules import Rule
from azsim.model.verdict import Deliver, Drop, Verdict
from azsim.text import Text

State = Literal[
    "CLOSED",
    "SYN_SENT",
    "SYN_RECEIVED",
    "ESTABLISHED",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "CLOSING",
    "TIME_WAIT",
    "CLOSE_WAIT",
    "LAST_ACK",
]
Event = Literal["connect", "close", "abort", "SYN", "SYN ACK", "ACK", "FIN ACK", "RST"]

# What an event does to a connection: its next state, and the flags of the
# segment that is sent. What isn't listed changes nothing and sends nothing.
TRANSITIONS: dict[tuple[State, Event], tuple[State, Flags]] = {
    ("CLOSED", "connect"): ("SYN_SENT", "SYN"),
    ("CLOSED", "SYN"): ("SYN_RECEIVED", "SYN ACK"),
    ("SYN_SENT", "SYN ACK"): ("ESTABLISHED", "ACK"),
    # A server that still knows an older connection of the same five-tuple
    # answers a SYN with a challenge ACK, and the RST makes it forget (RFC 5961).
    ("SYN_SENT", "ACK"): ("SYN_SENT", "RST"),
    ("SYN_SENT", "RST"): ("CLOSED", ""),
    ("SYN_RECEIVED", "ACK"): ("ESTABLISHED", ""),
    ("SYN_RECEIVED", "RST"): ("CLOSED", ""),
    ("ESTABLISHED", "SYN"): ("ESTABLISHED", "ACK"),
    ("ESTABLISHED", "close"): ("FIN_WAIT_1", "FIN ACK"),
    ("ESTABLISHED", "FIN ACK"): ("CLOSE_WAIT", "ACK"),
    ("ESTABLISHED", "RST"): ("CLOSED", ""),
    ("FIN_WAIT_1", "SYN"): ("FIN_WAIT_1", "ACK"),
    ("FIN_WAIT_1", "ACK"): ("FIN_WAIT_2", ""),
    ("FIN_WAIT_1", "FIN ACK"): ("TIME_WAIT", "ACK"),
    ("FIN_WAIT_1", "RST"): ("CLOSED", ""),
    ("FIN_WAIT_2", "SYN"): ("FIN_WAIT_2", "ACK"),
    ("FIN_WAIT_2", "FIN ACK"): ("TIME_WAIT", "ACK"),
    ("FIN_WAIT_2", "RST"): ("CLOSED", ""),
    ("CLOSE_WAIT", "close"): ("LAST_ACK", "FIN ACK"),
    ("CLOSE_WAIT", "SYN"): ("CLOSE_WAIT", "ACK"),
    ("CLOSE_WAIT", "RST"): ("CLOSED", ""),
    ("LAST_ACK", "SYN"): ("LAST_ACK", "ACK"),
    ("LAST_ACK", "ACK"): ("CLOSED", ""),
    ("LAST_ACK", "RST"): ("CLOSED", ""),
    ("TIME_WAIT", "SYN"): ("SYN_RECEIVED", "SYN ACK"),
    ("SYN_SENT", "abort"): ("CLOSED", ""),
    ("SYN_RECEIVED", "abort"): ("CLOSED", "RST"),
    ("ESTABLISHED", "abort"): ("CLOSED", "RST"),
    ("FIN_WAIT_1", "abort"): ("CLOSED", "RST"),
    ("FIN_WAIT_2", "abort"): ("CLOSED", "RST"),
    ("CLOSE_WAIT", "abort"): ("CLOSED", "RST"),
}

NOT_ONE_OF_MINE = Rule(
    "host.no-connection",
    Text(
        "{host} has no connection that the packet belongs to",
        "{host} にはこのパケットが属する接続がない",
    ),
)


@define(eq=False)
class Connection(Entry):
    """One end of a TCP connection or a UDP flow.

    ``five_tuple`` names it as this end sends it. ``application`` is what it was
    opened for, where that isn't the application of the whole host.
    """

    five_tuple: FiveTuple
    state: State = "CLOSED"
    role: Literal["client", "server"] = "client"
    application: Application | None = None


class Application(Protocol):
    """What a host does with its connections."""

    def established(self, host: Host, connection: Connection, now: int) -> list[Packet]:
        """The handshake of *connection* is over."""

    def received(
        self, host: Host, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """*payload* has arrived on *connection*."""


class Silent:
    """An application that takes everything and says nothing."""

    def established(self, host: Host, connection: Connection, now: int) -> list[Packet]:
        return []

    def received(
        self, host: Host, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        return []


@define(eq=False)
class Host:
    """An endpoint with one or more addresses; ``listens`` makes it accept connections."""

    name: str
    addresses: tuple[str, ...]
    facts: Facts
    packet_ids: Iterator[int]
    listens: bool = True
    application: Application = field(factory=Silent)
    connections: dict[FiveTuple, Connection] = field(factory=dict, init=False)
    _ephemeral: range | None = field(default=None, init=False)
    _ports_taken: int = field(default=0, init=False)
    _waiting: ExpiryQueue[Connection] = field(
        factory=lambda: ExpiryQueue("retransmission"), init=False
    )
    _retransmit: Callable[[Host, list[Packet]], None] | None = field(default=None, init=False)
    _watch: Callable[[Timed], None] | None = field(default=None, init=False)

    @property
    def address(self) -> str:
        """The first of the addresses, from which it connects where it isn't told otherwise."""
        return self.addresses[0]

    # Sending

    def free_flow(
        self,
        protocol: PacketProtocol,
        destination: str,
        destination_port: int,
        source: str | None = None,
    ) -> FiveTuple | None:
        """A flow to the destination from the next free ephemeral port, or None.

        It starts at *source*, by default the first of the host's addresses.
        """
        if self._ephemeral is None:
            self._ephemeral = range(
                self.facts.number("host.first-ephemeral-port"),
                self.facts.number("host.last-ephemeral-port") + 1,
            )
        ports, source = self._ephemeral, source or self.address
        for _ in ports:
            port = ports[self._ports_taken % len(ports)]
            self._ports_taken += 1
            flow = FiveTuple(protocol, source, port, destination, destination_port)
            known = self.connections.get(flow)
            if known is None or known.state in ("CLOSED", "TIME_WAIT"):
                return flow
        return None

    def connect(
        self, five_tuple: FiveTuple, application: Application | None = None
    ) -> tuple[Connection, list[Packet]]:
        """Begin a TCP connection; the SYN is what it sends."""
        connection = Connection(five_tuple, application=application)
        self.connections[five_tuple] = connection
        return connection, self._event(connection, "connect")

    def send(self, connection: Connection, payload: Payload) -> list[Packet]:
        """Send *payload* on a connection that is established, or on a UDP flow."""
        flags: Flags = "ACK" if connection.five_tuple.protocol == "TCP" else ""
        return [self._packet(connection.five_tuple, flags, payload)]

    def datagram(
        self,
        five_tuple: FiveTuple,
        payload: Payload | None,
        application: Application | None = None,
    ) -> list[Packet]:
        """Send *payload* without a handshake, over UDP, ICMP, ESP or GRE."""
        self.connections.setdefault(
            five_tuple, Connection(five_tuple, "ESTABLISHED", application=application)
        )
        return [self._packet(five_tuple, "", payload)]

    def close(self, connection: Connection) -> list[Packet]:
        """Close the connection from this end: a FIN."""
        return self._event(connection, "close")

    def abort(self, connection: Connection) -> list[Packet]:
        """End the connection at once: an RST."""
        return self._event(connection, "abort")

    # Receiving

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Take the packet where it is one of this host's, drop it otherwise."""
        known = packet.five_tuple.reversed() in self.connections
        if known or (self.listens and (packet.protocol != "TCP" or packet.flags == "SYN")):
            return Deliver()
        return Drop(NOT_ONE_OF_MINE.fill(host=self.name))

    def receive(self, packet: Packet, now: int) -> list[Packet]:
        """Take in a packet; what this host sends in return."""
        key = packet.five_tuple.reversed()
        connection = self.connections.get(key)
        if connection is None or (connection.state == "CLOSED" and packet.flags == "SYN"):
            connection = self.connections[key] = Connection(key, role="server")
        if packet.protocol != "TCP":
            connection.state = "ESTABLISHED"
            return self._hand_over(connection, packet, now)
        before = connection.state
        sent = self._event(connection, packet.flags) if packet.flags else []
        if before == "SYN_SENT" and connection.state == "SYN_SENT":
            self._wait_for(connection, now)
        if before != "ESTABLISHED" and connection.state == "ESTABLISHED":
            sent += self._application(connection).established(self, connection, now)
        return sent + self._hand_over(connection, packet, now)

    def _hand_over(self, connection: Connection, packet: Packet, now: int) -> list[Packet]:
        if packet.payload is None:
            return []
        if isinstance(packet.payload, Keepalive):
            return [self._packet(connection.five_tuple, "ACK", None)]
        return self._application(connection).received(self, connection, packet.payload, now)

    def _application(self, connection: Connection) -> Application:
        return connection.application or self.application

    # Connections that are followed as flows: the state after the packets, without them

    def accept(self, five_tuple: FiveTuple) -> bool:
        """Take up a connection as its server; False where an older one is in the way."""
        known = self.connections.get(five_tuple)
        if known is not None and known.state not in ("CLOSED", "TIME_WAIT"):
            return five_tuple.protocol != "TCP"
        self.connections[five_tuple] = Connection(five_tuple, "ESTABLISHED", "server")
        return True

    def take_up(self, five_tuple: FiveTuple) -> Connection:
        """A connection as its client has it after the handshake."""
        connection = self.connections[five_tuple] = Connection(five_tuple, "ESTABLISHED")
        return connection

    def forget(self, five_tuple: FiveTuple) -> None:
        """Know nothing of a connection any more."""
        self.connections.pop(five_tuple, None)

    # Timers: a SYN that met an older connection is sent again

    def on_retransmission(
        self, send: Callable[[Host, list[Packet]], None], watch: Callable[[Timed], None]
    ) -> None:
        """Let *send* carry what a timer makes this host send.

        *watch* is called when the first timer starts, which few hosts ever do.
        """
        self._retransmit, self._watch = send, watch

    def next_deadline(self) -> int | None:
        """When a SYN is sent again, or None."""
        oldest = self._waiting.oldest
        return None if oldest is None else oldest.since + self._wait()

    def expire(self, now: int) -> None:
        """Send every SYN again whose wait is over."""
        while (oldest := self._waiting.oldest) and oldest.since + self._wait() <= now:
            self._waiting.remove(oldest)
            if oldest.state == "SYN_SENT" and self._retransmit is not None:
                self._retransmit(self, [self._packet(oldest.five_tuple, "SYN", None)])

    def _wait_for(self, connection: Connection, now: int) -> None:
        if self._watch is not None:
            self._watch(self)
            self._watch = None
        self._waiting.put(connection, now)

    def _wait(self) -> int:
        return self.facts.duration("host.retransmission-wait")

    # The state machine

    def _event(self, connection: Connection, event: str) -> list[Packet]:
        transition = TRANSITIONS.get((connection.state, event))  # type: ignore[arg-type]
        if transition is None:
            return []
        connection.state, flags = transition
        return [self._packet(connection.five_tuple, flags, None)] if flags else []

    def _packet(self, five_tuple: FiveTuple, flags: Flags, payload: Payload | None) -> Packet:
        return Packet(next(self.packet_ids), *five_tuple, flags, payload)


class Echo:
    """An application that answers whatever it gets with data of its own."""

    def established(self, host: Host, connection: Connection, now: int) -> list[Packet]:
        return []

    def received(
        self, host: Host, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        return [] if connection.role == "client" else host.send(connection, Data("answer"))
