"""The flows that machines open, keep and end.

A single flow is followed packet by packet, many at once as flows. See
:mod:`azsim.azure.opening`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from attrs import define, field

from azsim.azure.clients import HTTPS_PORT, Client, Clients
from azsim.azure.flows import Attempt, Flow
from azsim.azure.opening import SOME_DATA, Opener, follow_moved
from azsim.azure.work import CONNECTIONS
from azsim.deploy.cloud import Cloud
from azsim.deploy.machines import NO_MACHINE, Machine
from azsim.deploy.world import World
from azsim.functions.load_balancer import LoadBalancer
from azsim.functions.nat.gateway import NatGateway
from azsim.functions.snat.masquerading import Snat
from azsim.hosts.application import Connection
from azsim.hosts.dns import PORT as DNS_PORT
from azsim.hosts.host import NO_EPHEMERAL_PORT, RESET, Host
from azsim.hosts.tls import TlsClient
from azsim.hosts.web import WebRequest
from azsim.model.events import Ending, RequestBegan
from azsim.model.packet import FiveTuple, Packet, Protocol
from azsim.model.payload import Data, DnsQuery, Fragmented, HttpRequest, Keepalive
from azsim.model.resources.servers import StorageAccount
from azsim.questions import exchange
from azsim.questions.arrivals import Arrival, arrivals
from azsim.questions.instances import instance_in_step
from azsim.text import Advice, Text, listed

Sign = Literal["keepalive", "application data"]

NO_THAT = Text(
    "No step before this one speaks of one connection. Write before it: When {machine} opens a TCP "
    "connection to 198.51.100.7:443",
    "これより前に一つの接続を指すステップがない。その前に次のように書く: もし {machine} が "
    "198.51.100.7:443 へ TCP 接続を開く",
)


FRAGMENTS_ELSEWHERE = Text(
    "What becomes of fragments that {name} sends isn't modelled here: documents speak of the methods for "
    "outbound connections of virtual machines, and not of appliances, firewalls, App Service or classic "
    "deployments.",
    "{name} が送るフラグメントの扱いはモデル化していない。文書にあるのは仮想マシンの送信接続の方法についてであり、"
    "アプライアンス、ファイアウォール、App Service、クラシック デプロイについては書かれていない。",
)
NOT_OPEN = Text(
    "That connection isn't open, so that it can't be idle. To let time pass, write: When 5 minutes pass",
    "その接続は開いておらず、アイドル状態にはならない。時間の経過は次のように書く: もし 5 分経過する",
)

NO_FRONT_END = Text(
    '{address} is no front end of a load balancer, so that nothing chooses "{server}". Leave out who is chosen.',
    "{address} はロード バランサーのフロントエンドではなく、「{server}」を選ぶものがない。選ばれるサーバーは書かない。",
)
IS_STOPPED = Text(
    '"{name}" is stopped and sends nothing. Write before it: When "{name}" is started',
    '「{name}」は停止しており、何も送信しない。その前に次のように書く: もし "{name}" を起動する',
)
HAS_NO_CONNECTION = Text('"{name}" has no open connection.', "「{name}」に開いている接続がない。")
NOT_ITS_ADDRESS = Text(
    '{address} is no address of "{machine}", which has {own}.',
    "{address} は「{machine}」のアドレスではない。「{machine}」のアドレスは {own} である。",
)


def _is_open_tcp(flow: Flow) -> bool:
    return flow.inside.protocol == "TCP" and flow.state == "open"


@define(eq=False)
class Connections:
    """What machines have opened, and which of it steps speak of.

    ``_those`` are the flows that "that connection" may mean, ``_marks`` where in the trace steps
    began that open or send something.
    """

    cloud: Cloud
    opener: Opener = field(init=False)
    flows: list[Flow] = field(factory=list, init=False)
    reply_mark: int | None = field(default=None, init=False)
    _those: list[Flow] = field(factory=list, init=False)
    _attempt: Attempt | None = field(default=None, init=False)
    _marks: list[int] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        self.opener = Opener(self.world)

    @property
    def world(self) -> World:
        """What everything runs in."""
        return self.cloud.world

    @property
    def last_mark(self) -> int:
        """How many events there were when the last step began that opened or sent something."""
        return self._marks[-1] if self._marks else 0

    # Opening

    def begin(self) -> int:
        """A step begins that opens or sends something: how many events there are before it."""
        mark = len(self.world.trace)
        self._marks.append(mark)
        return mark

    def open_connection(
        self,
        name: str,
        protocol: Protocol,
        address: str,
        port: int,
        source_port: int | None = None,
        source: str | None = None,
    ) -> None:
        """Open one flow, and follow each of its packets.

        It starts at *source*, an address that a program of the machine binds.

        :raises Advice: where there is no such machine, or it doesn't have that address.
        """
        machine = self.machine(name)
        if source is not None and source not in machine.interfaces:
            own = listed(machine.interfaces)
            raise Advice(NOT_ITS_ADDRESS.fill(address=source, machine=name, own=own))
        with self._attempt_of_a_step() as attempt:
            attempt.flows.append(
                self.opener.follow(machine, protocol, address, port, source_port, source=source)
            )

    def send_fragmented(self, name: str, address: str, port: int) -> None:
        """Send one UDP datagram that comes in fragments.

        :raises Advice: for a machine of no virtual network, and where a route leads it elsewhere.
        """
        machine = self.machine(name)
        flow = FiveTuple("UDP", machine.source_toward(address), 0, address, port)
        led_elsewhere = machine.interface(flow.source).is_led_elsewhere(flow)
        if not self.cloud.default_access.knows(machine) or led_elsewhere:
            raise Advice(FRAGMENTS_ELSEWHERE.fill(name=name))
        with self._attempt_of_a_step() as attempt:
            attempt.flows.append(
                self.opener.follow(machine, "UDP", address, port, payload=Fragmented())
            )

    def send_fragmented_as_client(self, address: str, destination: str, port: int) -> None:
        """Let the client at *address* send one UDP datagram that comes in fragments."""
        clients = Clients(self.cloud)
        client = clients.find(address)
        with self._attempt_of_a_step() as attempt:
            attempt.flows.append(clients.open(client, "UDP", destination, port, Fragmented()))

    def open_as_client(self, address: str, protocol: Protocol, destination: str, port: int) -> None:
        """Let the client at *address* open a TCP connection or a UDP flow."""
        clients = Clients(self.cloud)
        client = clients.find(address)
        with self._attempt_of_a_step() as attempt:
            attempt.flows.append(clients.open(client, protocol, destination, port))

    def open_as_client_to(
        self, address: str, protocol: Protocol, destination: str, port: int, server: str
    ) -> None:
        """The same through a load balancer, which chooses the machine *server*.

        :raises Advice: where *destination* is no front end of a load balancer, or it can't choose that.
        """
        name = self.machine(server).name
        node = self.world.owner(destination)
        if not isinstance(node, LoadBalancer):
            raise Advice(NO_FRONT_END.fill(address=destination, server=server))
        node.choice = name
        try:
            self.open_as_client(address, protocol, destination, port)
        finally:
            node.choice = None

    def send_request(self, name: str, address: str, port: int) -> None:
        """Let a machine send a request, on a connection that stays open."""
        machine = self.machine(name)
        request = WebRequest(HttpRequest(address), TlsClient() if port == HTTPS_PORT else None)
        self.world.trace.add(RequestBegan, machine.name, 1)
        with self._attempt_of_a_step() as attempt:
            attempt.flows.append(
                self.opener.follow(machine, "TCP", address, port, application=request)
            )

    def mention_request(self) -> None:
        """A step speaks of what became of the last request; one of a machine owes nothing any more."""
        requests = exchange.last_step(self.world.trace.events)
        began = self.world.trace.events[self.last_mark - 1] if self.last_mark else None
        if requests and requests[0] is began:
            self.attempt()

    def speak_of(self, flows: list[Flow]) -> None:
        """From now on steps may speak of *flows*, which requests have opened."""
        self._those = flows

    def open_one_each(self, names: Sequence[str], address: str, port: int) -> None:
        """Let each instance open one TCP connection, and follow each packet."""
        machines = [self.machine(name) for name in names]
        with self._attempt_of_a_step() as attempt:
            attempt.flows += [self.opener.follow(each, "TCP", address, port) for each in machines]

    def open_many(
        self, name: str, protocol: Protocol, count: int, destinations: Sequence[tuple[str, int]]
    ) -> None:
        """Open *count* flows to each of *destinations*."""
        machine = self.machine(name)
        if not count:
            raise Advice(
                Text(
                    "0 connections are none: write 1 or more.",
                    "0 本では接続が開かれない。1 以上を書く。",
                )
            )
        CONNECTIONS.check(count * len(destinations))
        with self._attempt_of_a_step() as attempt:
            for address, port in destinations:
                none_left = None
                for _ in range(count):
                    flow = none_left or self.opener.open(machine, protocol, address, port)
                    # At the same instant there won't be another port, wherever one looks.
                    none_left = flow if flow.refused is NO_EPHEMERAL_PORT else None
                    attempt.flows.append(flow)

    def describe_server(self, address: str) -> None:
        """A server on the internet that answers every connection.

        :raises Advice: for a private address, and for one that is taken.
        """
        self._check_public(address)
        self.world.host(address, self.world.internet, address)

    def describe_storage_account(self, address: str) -> None:
        """An Azure Storage account in the region of the virtual networks.

        :raises Advice: for a private address, and for one that is taken.
        """
        self._check_public(address)
        self.cloud.plane.describe(StorageAccount(id=address, ip_address=address))

    def _check_public(self, address: str) -> None:
        if self.world.is_private(address):
            raise Advice(
                Text(
                    f"{address} is a private address: a server on the internet has a public one.",
                    f"{address} はプライベート アドレスである。"
                    "インターネット上のサーバーにはパブリック アドレスを書く。",
                )
            )

    def exhaust(self, name: str, protocol: Protocol, address: str, port: int) -> None:
        """Let an instance use every SNAT port that it has toward a destination."""
        machine = self.machine(name)
        before = len(self.flows)
        self.begin()
        source = machine.source_toward(address)
        toward, egress = FiveTuple(protocol, source, 0, address, port), machine.interface(source)
        led_elsewhere = egress.is_led_elsewhere(toward)
        for snat in egress.first_method():
            if isinstance(snat, Snat | NatGateway) and not led_elsewhere:
                for _ in range(snat.free_toward(toward)):
                    self.flows.append(self.opener.open(machine, protocol, address, port, snat))
        if len(self.flows) == before:
            raise Advice(
                Text(
                    f'"{name}" has no SNAT port toward {address}:{port} that it could use.',
                    f"「{name}」には {address}:{port} 宛てに使える SNAT ポートがない。",
                )
            )
        self._those = self.flows[before:]

    def exhaust_and_close(self, name: str, address: str, port: int) -> None:
        """Use every TCP SNAT port toward a destination, and close every connection by FIN."""
        before = len(self.flows)
        self.exhaust(name, "TCP", address, port)
        for flow in self.flows[before:]:
            self.opener.close(flow, "FIN from both ends")

    def reopen_timed_out(self, name: str) -> None:
        """Let an instance open each of its connections again that has timed out."""
        machine = self.machine(name)
        lost = [flow for flow in self.of(machine) if flow.state == "timed out"]
        if not lost:
            raise Advice(
                Text(
                    f'No connection of "{name}" has timed out.',
                    f"「{name}」の接続にタイムアウトしたものはない。",
                )
            )
        with self._attempt_of_a_step() as attempt:
            for flow in lost:
                inside = flow.inside
                self.flows.remove(flow)
                attempt.flows.append(
                    self.opener.open(
                        machine, inside.protocol, inside.destination, inside.destination_port
                    )
                )

    def send_datagram(self, name: str, protocol: Protocol, address: str) -> None:
        """Send one packet of a protocol that has no ports."""
        machine = self.machine(name)
        host = machine.host
        source = machine.source_toward(address)
        inside = FiveTuple(protocol, source, 0, address, 0)
        server = self.opener.far_end(machine, address)
        self.opener.check_both_directions(machine, server, inside)
        with self._attempt_of_a_step() as attempt:
            machine.interface(source).prepare()
            self.world.send(host, host.datagram(inside, None))
            attempt.flows.append(
                Flow(host, server, inside, host.connections[inside], refused=self.opener.dropped())
            )

    def send_query(self, machine: Machine, resolver: str, query: DnsQuery) -> None:
        """Send a DNS query from a machine, and let its answer come back."""
        with self._attempt_of_a_step() as attempt:
            attempt.flows.append(
                self.opener.follow(machine, "UDP", resolver, DNS_PORT, payload=query)
            )

    def send_from_internet(self, server: str, address: str, port: int) -> None:
        """Let a server on the internet send a UDP packet to an address of the deployment."""
        self.cloud.classic.check_takes_in(address, port)
        host = self.world.endpoint_at(server)
        inside = FiveTuple("UDP", server, port, address, port)
        with self._attempt_of_a_step() as attempt:
            self.world.send(host, host.datagram(inside, Data()))
            attempt.flows.append(
                Flow(host, None, inside, host.connections[inside], refused=self.opener.dropped())
            )

    # One of the flows

    def end_some(self, count: int, ending: Ending) -> None:
        """End the first *count* connections that are still open."""
        still_open = [flow for flow in self.flows if _is_open_tcp(flow)]
        if not 1 <= count <= len(still_open):
            raise Advice(
                Text(
                    f"{count:,} connections can't end: the number that are open is "
                    f"{len(still_open):,}.",
                    f"{count:,} 本の接続は終了できない。開いている接続は {len(still_open):,} 本である。",
                )
            )
        if count == 1:
            self._those = [still_open[0]]
            self.opener.close_followed(still_open[0], ending)
        else:
            for flow in still_open[:count]:
                self.opener.close(flow, ending)

    def send_fin_from_one_end(self, sender: str) -> None:
        """Let *sender*, an instance or a server, send FIN on one of the connections."""
        flow = self._pick(sender, tcp_only=True)
        host, connection = self._end_of(flow, sender)
        self._send(flow, host, connection, host.close(connection))

    def send_rst_from_one_end(self, sender: str) -> None:
        """Let *sender*, an instance or a server, break off one of the connections."""
        flow = self._pick(sender, tcp_only=True)
        host, connection = self._end_of(flow, sender)
        self._send(flow, host, connection, host.abort(connection))

    def send_sign(self, sender: str, sign: Sign) -> None:
        """Let *sender* send a sign of life on one of the connections."""
        self._send_on(self._pick(sender, tcp_only=sign == "keepalive"), sender, sign)

    def send_sign_on_that(self, sender: str, sign: Sign) -> None:
        """Let *sender* send a sign of life on the connection that was singled out."""
        self._those = [self.that]
        self._send_on(self.that, sender, sign)

    def send_late(self, sender: str) -> None:
        """Let *sender* send data on that connection, though it may be over."""
        flow = self.that
        self._those = [flow]
        attempt = Attempt(self.begin(), self.world.now)
        outward = sender == flow.host.name
        if outward and not isinstance(self.world.names.get(sender), Client):
            self.machine(sender)
        host = flow.host if outward else self._far_end(flow, sender)
        inside = flow.inside if outward else flow.answers
        late = Packet(next(self.world.packet_ids), *inside, "ACK", SOME_DATA)
        self.world.send(host, [late])
        far_end = flow.far_end if outward else flow.host
        attempt.flows.append(
            Flow(host, far_end, inside, flow.connection, refused=self.opener.dropped())
        )
        self._attempt = attempt
        self._owe(attempt)

    def stay_idle(self, duration: int) -> None:
        """Let *duration* pass, while nothing is sent on the connection that steps speak of.

        :raises Advice: where they speak of none, and where it isn't open.
        """
        if self.that.state != "open":
            raise Advice(NOT_OPEN)
        self.world.pass_time(duration)

    def reply(self, server: str) -> None:
        """Let *server* answer on the last connection that reached it.

        :raises Advice: where none has, where it knows that one no more, and where it is stopped.
        """
        host = self.opener.end_at(server)
        _check_runs(host)
        arrived = self.arrivals_at(server)[-1]
        connection = host.connections.get(arrived.five_tuple.reversed())
        if connection is None:
            raise Advice(HAS_NO_CONNECTION.fill(name=server))
        self.reply_mark = len(self.world.trace)
        self.world.send(host, host.send(connection, Data("answer")))

    @property
    def that(self) -> Flow:
        """The connection that the steps before have singled out, or the last of several."""
        return self.those[-1]

    @property
    def those(self) -> list[Flow]:
        """The flows that "that connection" may mean: several where one step opened several.

        :raises Advice: where there is none.
        """
        if not self._those:
            machines = self.cloud.machines.all()
            if not machines:
                raise Advice(NO_MACHINE.fill(name="vm1"))
            raise Advice(NO_THAT.fill(machine=instance_in_step(machines[0].name)))
        return self._those

    def attempt(self) -> Attempt:
        """What the last step tried; asking for it settles what it owes."""
        if self._attempt is None:
            raise Advice(
                Text(
                    "No step before this one opens or sends anything.",
                    "これより前に接続を開くステップも何かを送るステップもない。",
                )
            )
        self._attempt.mentioned = True
        if self._attempt.owed is not None:
            self._attempt.owed.settle()
        return self._attempt

    def every_flow(self) -> Iterator[Flow]:
        """The flows that have been opened, and those of the last attempt that failed."""
        yield from self.flows
        if self._attempt is not None:
            yield from (flow for flow in self._attempt.flows if flow.refused is not None)

    def of(self, machine: Machine) -> list[Flow]:
        """The flows that *machine* has opened."""
        return [flow for flow in self.flows if flow.host is machine.host]

    def machine(self, name: str) -> Machine:
        """The machine of that name, with its way to the internet.

        :raises Advice: where there is none, with the nearest name, and where it is stopped.
        """
        machine = self.cloud.machines.find(name)
        _check_runs(machine.host)
        self.cloud.default_access.lead_out(machine)
        return machine

    def arrivals_at(self, server: str) -> list[Arrival]:
        """The flows that have reached *server*, in order.

        :raises Advice: where none has.
        """
        addresses = self._addresses_of(server)
        seen = [each for each in arrivals(self.world.trace.events) if each.at in addresses]
        if not seen:
            raise Advice(
                Text(
                    f"No connection has reached {server} in this scenario.",
                    f"このシナリオで {server} に届いた接続はない。",
                )
            )
        return seen

    def last_arrivals_at(self, server: str) -> list[Arrival]:
        """Of the flows that have reached *server*, those that one step opened, the last that did.

        :raises Advice: where none has.
        """
        addresses = self._addresses_of(server)
        events = self.world.trace.events
        requests = (
            each.sequence for each in events if isinstance(each, RequestBegan) and each.number == 1
        )
        for mark in sorted({*self._marks, *requests}, reverse=True):
            seen = [each for each in arrivals(events[mark:]) if each.at in addresses]
            if seen:
                return seen
        return self.arrivals_at(server)

    # Within

    def _addresses_of(self, server: str) -> tuple[str, ...]:
        """Where what is for *server* arrives: at that address, or at all that a machine has."""
        host = self.opener.end_at(server)
        return (server,) if server in host.addresses else host.addresses

    @contextmanager
    def _attempt_of_a_step(self) -> Iterator[Attempt]:
        """Everything that a step opens or sends, which the next steps speak of."""
        attempt = Attempt(self.begin(), self.world.now)
        yield attempt
        self._attempt = attempt
        opened = [flow for flow in attempt.flows if flow.refused is None]
        self.flows += opened
        self._those = opened or self._those
        self._owe(attempt)

    def _owe(self, attempt: Attempt) -> None:
        """What failed has to be mentioned by a later step."""
        if refusals := attempt.refusals:
            attempt.owed = self.world.owe(
                Text(
                    "{failed} of {all} fail because {reason}.",
                    "{all} 本のうち {failed} 本が「{reason}」という理由で失敗する。",
                ).fill(
                    failed=f"{len(refusals):,}",
                    all=f"{len(attempt.flows):,}",
                    reason=refusals[0].text,
                )
            )

    def _send_on(self, flow: Flow, sender: str, sign: Sign) -> None:
        host, connection = self._end_of(flow, sender)
        payload = Keepalive() if sign == "keepalive" else SOME_DATA
        self._send(flow, host, connection, host.send(connection, payload))

    def _send(self, flow: Flow, host: Host, connection: Connection, packets: list[Packet]) -> None:
        """Let *host* send *packets* on *flow*; what is lost or reset, a later step mentions."""
        attempt = Attempt(len(self.world.trace), self.world.now)
        self.world.send(host, packets)
        follow_moved(flow)
        lost = self.opener.dropped()
        carries_data = any(packet.payload is not None for packet in packets)
        if lost is None and carries_data and connection.state == "CLOSED":
            lost = RESET
        if lost is not None:
            far_end = flow.far_end if host is flow.host else flow.host
            lost_flow = Flow(host, far_end, packets[0].five_tuple, flow.connection, refused=lost)
            attempt.flows.append(lost_flow)
            if not self._is_unmentioned(lost_flow):
                self._attempt = attempt
                self._owe(attempt)

    def _is_unmentioned(self, lost: Flow) -> bool:
        """Whether the last attempt was the same and was *lost* alike, as no step has said so far."""
        last = self._attempt
        if last is None or last.owed is None or last.mentioned:
            return False
        return [(each.inside, each.refused) for each in last.flows] == [(lost.inside, lost.refused)]

    def _pick(self, sender: str, *, tcp_only: bool) -> Flow:
        """One of the connections of the instance or to the server.

        It is one that is open, or else one that has timed out or that a load balancer has ended: its
        ends know nothing of that.
        """
        machine = self.cloud.machines.get(sender)
        addresses = [sender] if machine is None else machine.interfaces
        having = [
            flow
            for flow in self.flows
            if (
                sender in (flow.host.name, _name(flow.far_end))
                or flow.inside.destination in addresses
            )
            and (flow.inside.protocol == "TCP" or not tcp_only)
        ]
        for state in ("open", "timed out", "cut"):
            for flow in having:
                if flow.state == state:
                    self._those = [flow]
                    return flow
        raise Advice(HAS_NO_CONNECTION.fill(name=sender))

    def _address_of(self, sender: str) -> str:
        """Where *sender*, a machine or the address of a server, is connected to."""
        machine = self.cloud.machines.get(sender)
        return sender if machine is None else machine.address

    def _end_of(self, flow: Flow, sender: str) -> tuple[Host, Connection]:
        """The host and the connection at the end of *flow* that *sender* is."""
        if sender == flow.host.name:
            assert flow.connection is not None
            return flow.host, flow.connection
        server = self._far_end(flow, sender)
        connection = server.connections.get(flow.answers)
        if connection is None:
            raise Advice(
                Text(
                    f"{sender} isn't an end of that connection.",
                    f"{sender} はその接続のどちらの側でもない。",
                )
            )
        return server, connection

    def _far_end(self, flow: Flow, sender: str) -> Host:
        """The server *sender*, by its name or its address.

        :raises Advice: where it is stopped.
        """
        end = flow.far_end
        if end is None or sender != end.name:
            end = self.world.endpoint_at(self._address_of(sender))
        _check_runs(end)
        return end


def _check_runs(host: Host) -> None:
    if host.is_off:
        raise Advice(IS_STOPPED.fill(name=host.name))


def _name(host: Host | None) -> str | None:
    return None if host is None else host.name
