"""The flows that machines open, keep and end.

A single flow is followed packet by packet, many at once as flows. See
:mod:`azsim.azure.opening`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from attrs import define, field

from azsim.azure.clients import HTTPS_PORT, Clients
from azsim.azure.flows import Attempt, Flow
from azsim.azure.opening import Opener
from azsim.azure.work import CONNECTIONS
from azsim.deploy.cloud import Cloud
from azsim.deploy.machines import NO_MACHINE, Machine
from azsim.deploy.world import World
from azsim.functions.load_balancer import LoadBalancer
from azsim.functions.nat.gateway import NatGateway
from azsim.functions.snat.masquerading import Snat
from azsim.hosts.dns import PORT as DNS_PORT
from azsim.hosts.host import NO_EPHEMERAL_PORT, Host
from azsim.hosts.tls import TlsClient
from azsim.hosts.web import WebRequest
from azsim.model.events import RequestBegan
from azsim.model.packet import FiveTuple, Protocol
from azsim.model.payload import Data, DnsQuery, Fragmented, HttpRequest, Payload
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
NO_FRONT_END = Text(
    '{address} is no front end of a load balancer, so that nothing chooses "{server}". Leave out who is chosen.',
    "{address} はロード バランサーのフロントエンドではなく、「{server}」を選ぶものがない。選ばれるサーバーは書かない。",
)
IS_STOPPED = Text(
    '"{name}" is stopped and sends nothing. Write before it: When "{name}" is started',
    '「{name}」は停止しており、何も送信しない。その前に次のように書く: もし "{name}" を起動する',
)
NOT_ITS_ADDRESS = Text(
    '{address} is no address of "{machine}", which has {own}.',
    "{address} は「{machine}」のアドレスではない。「{machine}」のアドレスは {own} である。",
)


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
        self.open_as_client(address, "UDP", destination, port, Fragmented())

    def open_as_client(
        self,
        address: str,
        protocol: Protocol,
        destination: str,
        port: int,
        payload: Payload | None = None,
    ) -> None:
        """Let the client at *address* open a TCP connection, or a UDP flow by *payload*."""
        clients = Clients(self.cloud)
        client = clients.find(address)
        with self._attempt_of_a_step() as attempt:
            attempt.flows.append(clients.open(client, protocol, destination, port, payload))

    def open_as_client_to(
        self, address: str, protocol: Protocol, destination: str, port: int, server: str
    ) -> None:
        """The same through a load balancer, which chooses the machine *server*.

        :raises Advice: where *destination* is no front end of a load balancer, or it can't choose that.
        """
        with self._choosing(destination, server):
            self.open_as_client(address, protocol, destination, port)

    def open_connection_to(
        self, name: str, protocol: Protocol, destination: str, port: int, server: str
    ) -> None:
        """Let the machine *name* open a flow through a load balancer, which chooses the machine *server*.

        :raises Advice: where *destination* is no front end of a load balancer, or it can't choose that.
        """
        with self._choosing(destination, server):
            self.open_connection(name, protocol, destination, port)

    @contextmanager
    def _choosing(self, destination: str, server: str) -> Iterator[None]:
        name = self.machine(server).name
        node = self.world.owner(destination)
        if not isinstance(node, LoadBalancer):
            raise Advice(NO_FRONT_END.fill(address=destination, server=server))
        node.choice = name
        try:
            yield
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

    def tried(self, attempt: Attempt) -> None:
        """Steps speak of *attempt* from now on, and what failed of it has to be mentioned by one."""
        self._attempt = attempt
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

    def is_unmentioned(self, lost: Flow) -> bool:
        """Whether the last attempt was the same and was *lost* alike, as no step has said so far."""
        last = self._attempt
        if last is None or last.owed is None or last.mentioned:
            return False
        return [(each.inside, each.refused) for each in last.flows] == [(lost.inside, lost.refused)]

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
        check_runs(machine.host)
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
        opened = [flow for flow in attempt.flows if flow.refused is None]
        self.flows += opened
        self._those = opened or self._those
        self.tried(attempt)


def check_runs(host: Host) -> None:
    """:raises Advice: where *host* is stopped."""
    if host.is_off:
        raise Advice(IS_STOPPED.fill(name=host.name))
