"""A TCP and UDP endpoint with state: a virtual machine, a server, a client, a proxy.

TCP follows the table of :mod:`azsim.hosts.tcp`. What the connections are used for is
the business of an application, which is told when one is established and what
arrives on it. A connection that is CLOSED is known no more.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Literal

from attrs import define, field

from azsim.engine.expiry import ExpiryQueue, Queue, Timers
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.hosts.application import Application, Connection
from azsim.hosts.ports import EphemeralPorts
from azsim.hosts.profile import OperatingSystem, Windows
from azsim.hosts.serving import ANSWERS, LateAnswers, Serving, is_request, nobody_notices
from azsim.hosts.tcp import HAS_CLOSED, RECEIVES, Event, segment, step
from azsim.model.packet import FiveTuple, Flags, Packet
from azsim.model.packet import Protocol as PacketProtocol
from azsim.model.payload import Keepalive, Payload
from azsim.model.rules import Rule
from azsim.model.verdict import Deliver, Drop, Verdict
from azsim.text import Advice, Text
from azsim.units import LARGEST_PORT

Reception = Literal["accepted", "refused", "no answer", "challenged"]
"""What a new connection meets. It is challenged where the host still knows an older one of the
same five-tuple."""

NOT_ONE_OF_MINE = Rule(
    "host.no-connection",
    Text(
        "{host} has no connection that the packet belongs to",
        "{host} にはこのパケットが属する接続がない",
    ),
)
STOPPED = Rule("host.stopped", Text("the machine is stopped", "マシンが停止している"))
NO_ANSWER = Rule("host.no-answer", Text("the server doesn't answer", "サーバーが応答しない"))
REFUSED = Rule(
    "host.refused", Text("the server refuses the connection", "サーバーが接続を拒否する")
)
RESET = Rule("host.reset", Text("the server resets the connection", "サーバーが接続をリセットする"))
COMES_BACK = Rule(
    "host.comes-back",
    Text(
        "the flow comes back to the server that it started from",
        "フローが開始元のサーバー自身に戻ってくる",
    ),
)
NO_EPHEMERAL_PORT = Rule(
    "host.no-ephemeral-port",
    Text("ephemeral ports are used up", "エフェメラル ポートを使い切っている"),
)
CLOSED_ITS_END = Text(
    "{host} has closed its end of the connection to {destination}, and sends no more data.",
    "{host} は {destination} との接続を自分の側から閉じており、これ以上データを送らない。",
)
NOT_ESTABLISHED = Text(
    "{host} has no established connection to {destination} to send on.",
    "{host} には {destination} との確立された接続がなく、何も送れない。",
)


@define(eq=False)
class Host(Timers):
    """An endpoint with one or more addresses; ``listens`` makes it accept connections.

    While it ``is_off`` it takes nothing and sends nothing.
    """

    name: str
    addresses: tuple[str, ...]
    facts: Facts
    packet_ids: Iterator[int]
    listens: bool = True
    application: Application = field(factory=Application)
    is_off: bool = field(default=False, init=False)
    serving: Serving = field(factory=Serving, init=False)
    connections: dict[FiveTuple, Connection] = field(factory=dict, init=False)
    _ports: EphemeralPorts | None = field(default=None, init=False)
    _unanswered: ExpiryQueue[Connection] = field(init=False)
    _time_wait: ExpiryQueue[Connection] = field(init=False)
    # Five-tuples as plain ones, in which Python looks for no garbage; and when each of these began.
    _attempts: deque[tuple[PacketProtocol, str, int, str, int]] = field(
        factory=lambda: deque(maxlen=LARGEST_PORT + 1), init=False
    )
    _attempted: deque[int] = field(factory=lambda: deque(maxlen=LARGEST_PORT + 1), init=False)
    _carry: Callable[[Host, list[Packet]], None] | None = field(default=None, init=False)
    _late: LateAnswers = field(init=False)
    timers: tuple[Queue, ...] = field(init=False)
    _system: OperatingSystem = field(init=False)
    _system_felt: Callable[[], None] | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self._system = Windows(self.facts)
        self._time_wait = ExpiryQueue("TIME_WAIT", lambda: self._system.time_wait, self._has_waited)
        self._unanswered = ExpiryQueue(
            "retransmission", lambda: self._system.retransmission_wait, self._retransmit
        )
        self._late = LateAnswers(self._answer)
        self.timers = (self._time_wait, self._unanswered, self._late)

    @property
    def address(self) -> str:
        """The first of the addresses, from which it connects where it isn't told otherwise."""
        return self.addresses[0]

    # Its operating system

    def runs(
        self, system: type[OperatingSystem], felt: Callable[[], None] = nobody_notices
    ) -> None:
        """It runs *system* from now on; ``felt`` is called when it connects."""
        self._system = system(self.facts)
        self._system_felt = felt
        self._time_wait.look_again()
        self._unanswered.look_again()

    @property
    def prints_as_windows(self) -> bool:
        """Whether its programs print as those of Windows do."""
        return isinstance(self._system, Windows)

    @property
    def has_connected(self) -> bool:
        """Whether it has looked for a port to connect from."""
        return self._ports is not None

    @property
    def connect_timeout(self) -> int:
        """How long it waits until it gives up to connect, where nobody answers."""
        if self._system_felt is None:
            self.facts.rests_on("host.operating-system")
        self.facts.rests_on("host.syn-without-answer")
        return sum(self._system.waits())

    def attempted(self, five_tuple: FiveTuple, now: int) -> None:
        """The host began at *now* to connect by *five_tuple*, and nobody answers.

        So many are remembered as a host has ports: it has given up older ones. Over another protocol
        than TCP nothing is connected.
        """
        if five_tuple.protocol == "TCP":
            self._attempts.append(five_tuple[:])
            self._attempted.append(now)

    def attempts(self, now: int) -> Iterator[FiveTuple]:
        """The attempts to connect that nobody has answered, and that it hasn't given up at *now*."""
        if self._attempts:
            since = now - self.connect_timeout
            tried = zip(self._attempts, self._attempted, strict=True)
            yield from (FiveTuple(*each) for each, began in tried if began > since)

    @property
    def is_silent(self) -> bool:
        """Whether nothing that arrives is answered."""
        return self.serving.manner.value == "doesn't answer"

    def turn_off(self) -> None:
        """It is off from now on: its connections are gone, and nobody is told."""
        self.is_off = True
        for connection in list(self.connections.values()):
            connection.state = "CLOSED"
            self.forget(connection.five_tuple)
        self._attempts.clear()
        self._attempted.clear()

    def turn_on(self) -> None:
        """It is on again, and knows no connection."""
        self.is_off = False

    # Sending

    def free_flow(
        self,
        protocol: PacketProtocol,
        destination: str,
        destination_port: int,
        source: str | None = None,
    ) -> FiveTuple | None:
        """A flow to the destination from the next free ephemeral port, or None.

        It starts at *source*, by default the first of the host's addresses. A port
        whose connection to the destination is in TIME_WAIT isn't free; whoever wants
        it all the same names it, and connects from there.
        """
        ports = self._ports or self._count_ports()
        return ports.next_free(
            protocol, source or self.addresses[0], destination, destination_port, self.connections
        )

    def connect(
        self, five_tuple: FiveTuple, application: Application | None = None
    ) -> tuple[Connection, list[Packet]]:
        """Begin a TCP connection; the SYN is what it sends."""
        connection = self._keep(Connection(five_tuple, application=application))
        return connection, self._call(connection, "connect")

    def send(self, connection: Connection, payload: Payload) -> list[Packet]:
        """Send *payload* on a connection that is established, or on a UDP flow.

        A keepalive is no data: an end that has closed may still send one.

        :raises Advice: where this end has closed, or the connection is no more.
        """
        flow = connection.five_tuple
        if flow.protocol != "TCP":
            return [self._packet(flow, "", payload)]
        has_closed = connection.state in HAS_CLOSED
        if not connection.may_send and not (has_closed and isinstance(payload, Keepalive)):
            why = CLOSED_ITS_END if has_closed else NOT_ESTABLISHED
            destination = f"{flow.destination}:{flow.destination_port}"
            raise Advice(why.fill(host=self.name, destination=destination))
        return [self._packet(flow, "ACK", payload)]

    def datagram(
        self,
        five_tuple: FiveTuple,
        payload: Payload | None,
        application: Application | None = None,
    ) -> list[Packet]:
        """Send *payload* without a handshake, over UDP, ICMP, ESP or GRE."""
        if five_tuple not in self.connections:
            self._keep(Connection(five_tuple, "ESTABLISHED", application=application))
        return [self._packet(five_tuple, "", payload)]

    def close(self, connection: Connection) -> list[Packet]:
        """Close the connection from this end: a FIN."""
        return self._call(connection, "close")

    def abort(self, connection: Connection) -> list[Packet]:
        """End the connection at once: an RST."""
        return self._call(connection, "abort")

    def respond(self) -> int:
        """The status code of the response that it is about to send."""
        return self.serving.respond()

    # Receiving

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Take the packet where it is one of this host's, drop it otherwise."""
        reason = self._deaf_to(packet.five_tuple.reversed())
        if reason is None and {packet.source, packet.destination} <= {*self.addresses}:
            reason = self._comes_back(packet)
        return Deliver() if reason is None else Drop(reason)

    def receive(self, packet: Packet, now: int) -> list[Packet]:
        """Take in a packet; what this host sends in return.

        What belongs to no connection is answered with RST, unless it is an RST.
        """
        key = packet.five_tuple.reversed()
        known = self.connections.get(key)
        if packet.protocol != "TCP":
            flow = known or self._keep(Connection(key, "ESTABLISHED", "server"))
            return self._hand_over(flow, packet.payload, now)
        event = segment(packet)
        if event == "SYN" and self.reception(key) == "refused":
            return [self._packet(key, "RST", None)]
        before = "CLOSED" if known is None else known.state
        if known is None or (before, event) == ("TIME_WAIT", "SYN"):
            connection = Connection(key, before, "server")
        else:
            connection = known
        connection.state, flags = step(before, event)
        if connection is not known:
            self._keep(connection)
        sent = [self._packet(key, flags, None)] if flags else []
        self._start_timers(connection, now)
        application = connection.application or self.application
        if connection.state == "ESTABLISHED" != before:
            sent += application.established(self, connection, now)
        if event == "RST" and known is not None:
            sent += application.reset(self, connection, now)
        if event == "data" and connection.state in RECEIVES:
            sent += self._hand_over(connection, packet.payload, now)
        return sent

    def reception(self, five_tuple: FiveTuple) -> Reception:
        """What a client meets that opens *five_tuple*, as this host sends it.

        Packets and flows that are followed as flows both ask here.
        """
        if self._deaf_to(five_tuple) is not None:
            return "no answer"
        if five_tuple.protocol != "TCP":
            return "accepted"
        known = self.connections.get(five_tuple)
        if known is not None and known.state != "TIME_WAIT":
            return "challenged"
        if self.serving.meets("refuses connections"):
            return "refused"
        self.serving.meets("answers")
        return "accepted"

    def _deaf_to(self, five_tuple: FiveTuple) -> Rule | None:
        """Why nothing that arrives for *five_tuple* is taken, or None where it is."""
        if self.is_off:
            return STOPPED
        known = self.connections.get(five_tuple)
        if known is not None and known.role == "client":
            return None
        ignores = self.serving.ignores(five_tuple.destination)
        if ignores or self.serving.meets("doesn't answer"):
            return NO_ANSWER
        if self.listens or known is not None:
            return None
        return NOT_ONE_OF_MINE.fill(host=self.name)

    @decides
    def _comes_back(self, packet: Packet) -> Rule | None:
        """Why a packet that this host itself has sent isn't taken for its own connection."""
        self.facts.rests_on("load-balancer.hairpin")
        return COMES_BACK

    def _hand_over(self, connection: Connection, payload: Payload | None, now: int) -> list[Packet]:
        if payload is None:
            return []
        if is_request(connection, payload):
            over_tcp = connection.five_tuple.protocol == "TCP"
            if over_tcp and self.serving.meets("resets connections"):
                return self.abort(connection)
            if delay := self.serving.delay():
                self._late.put(connection, payload, now + delay)
                return []
        application = connection.application or self.application
        return application.received(self, connection, payload, now)

    # Connections that are followed as flows: the state after the packets, without them

    def accept(self, five_tuple: FiveTuple) -> Reception:
        """Take up a connection as its server, where nothing is in the way."""
        serving, ports = self.serving, self._ports
        connection = Connection(five_tuple, "ESTABLISHED", "server")
        if (
            self.listens
            and serving.manner is ANSWERS
            and not (self.is_off or serving.ignored or (ports and ports.busy))
            and self.connections.setdefault(five_tuple, connection) is connection
        ):
            return "accepted"
        reception = self.reception(five_tuple)
        if reception == "accepted":
            self._keep(connection)
        return reception

    def take_up(self, five_tuple: FiveTuple) -> Connection:
        """A connection as its client has it after the handshake."""
        # What _keep does mostly, written out here and in accept: each of millions of flows has two ends.
        connection, ports = Connection(five_tuple, "ESTABLISHED"), self._ports
        if (ports is not None and ports.busy) or (
            self.connections.setdefault(five_tuple, connection) is not connection
        ):
            self._keep(connection)
        return connection

    def end(self, five_tuple: FiveTuple) -> None:
        """The connection is over, and this end knows it no more: it is CLOSED."""
        connection = self.forget(five_tuple)
        if connection is not None:
            connection.state = "CLOSED"

    def linger(self, five_tuple: FiveTuple, now: int) -> None:
        """The connection is over, and this end, whose FIN came first, is in TIME_WAIT."""
        connection = self.connections.get(five_tuple)
        if connection is not None:
            connection.state = "TIME_WAIT"
            self._time_wait.put(connection, now)

    def forget(self, five_tuple: FiveTuple) -> Connection | None:
        """Know nothing of a connection any more; the one that it was, if it was known."""
        known = self.connections.pop(five_tuple, None)
        if known is not None:
            if self._ports is not None and self._ports.busy:
                self._ports.give_back(five_tuple)
            if known.queue is not None:
                known.queue.remove(known)
        return known

    # Timers: TIME_WAIT, requests that are answered late, and a SYN that met an older connection

    def carried_by(self, carry: Callable[[Host, list[Packet]], None]) -> None:
        """Let *carry* take along what this host sends because of a timer."""
        self._carry = carry

    def emit(self, packets: list[Packet]) -> None:
        """Send *packets* that no arriving packet is the reason of."""
        if packets and self._carry is not None:
            self._carry(self, packets)

    def _answer(self, connection: Connection, payload: Payload, now: int) -> None:
        if connection.may_send and not self.is_silent:
            application = connection.application or self.application
            self.emit(application.received(self, connection, payload, now))

    def _has_waited(self, connection: Connection, now: int) -> None:
        connection.state = "CLOSED"
        self.forget(connection.five_tuple)

    def _retransmit(self, connection: Connection, now: int) -> None:
        self._unanswered.remove(connection)
        self.emit([self._packet(connection.five_tuple, "SYN", None)])

    def _start_timers(self, connection: Connection, now: int) -> None:
        """Let *connection* wait where its state makes it wait, and be forgotten when CLOSED."""
        if connection.state == "TIME_WAIT":
            self._time_wait.put(connection, now)
        elif connection.state == "SYN_SENT":
            # It has just been challenged: whoever stays in this state has sent an RST.
            self._unanswered.put(connection, now)
        elif connection.queue is not None:
            connection.queue.remove(connection)
        if connection.state == "CLOSED":
            self.forget(connection.five_tuple)

    # Within

    def _keep(self, connection: Connection) -> Connection:
        """Know *connection* from now on, instead of an older one of the same five-tuple."""
        five_tuple = connection.five_tuple
        if self.connections.setdefault(five_tuple, connection) is not connection:
            self.forget(five_tuple)
            self.connections[five_tuple] = connection
        if self._ports is not None and self._ports.busy:
            self._ports.take(five_tuple)
        return connection

    def _call(self, connection: Connection, event: Event) -> list[Packet]:
        before = connection.state
        connection.state, flags = step(before, event)
        if connection.state == "CLOSED" != before:
            self.forget(connection.five_tuple)
        return [self._packet(connection.five_tuple, flags, None)] if flags else []

    def _count_ports(self) -> EphemeralPorts:
        if self._system_felt is not None:
            self._system_felt()
        system = self._system
        self._ports = EphemeralPorts(system.first_ephemeral_port, system.last_ephemeral_port)
        return self._ports

    def _packet(self, five_tuple: FiveTuple, flags: Flags, payload: Payload | None) -> Packet:
        return Packet(next(self.packet_ids), *five_tuple, flags, payload)
