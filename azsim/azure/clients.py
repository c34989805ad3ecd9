"""Clients on the internet: they resolve names, and send requests."""

from __future__ import annotations

from attrs import define

from azsim.azure.flows import Flow
from azsim.azure.opening import of_client
from azsim.deploy.cloud import Cloud
from azsim.deploy.world import World
from azsim.hosts.application import Application
from azsim.hosts.dns import PORT as DNS_PORT
from azsim.hosts.dns import Records, Resolver
from azsim.hosts.host import REFUSED, Host
from azsim.hosts.tls import TlsClient
from azsim.hosts.web import WebRequest
from azsim.model.events import RequestBegan
from azsim.model.packet import FiveTuple, Protocol
from azsim.model.payload import Data, HttpRequest, Payload
from azsim.text import Advice, Text, nearest

HTTPS_PORT = 443

BEYOND_REACH = Text(
    "{client} is on the internet, and {address} is the private address of {name}. Send to a "
    "public address, such as that of a load balancer.",
    "{client} はインターネット上にあり、{address} は {name} のプライベート アドレスである。"
    "ロード バランサーなどのパブリック アドレスへ送る。",
)

FROM_WITHIN = Text(
    "{client} is a client in the virtual network, and {address}, where {name} is, lies outside of it: by which "
    "method a client gets there, nobody has said. A virtual machine has one, once it is described: Given the "
    'virtual machine "vm1". Write instead: When "vm1" sends a request to {address}:80',
    "{client} は仮想ネットワーク内のクライアントであり、{name} の {address} はその外にある。クライアントがどの方法で"
    '送信するかは決まっていない。仮想マシンには送信接続の方法がある (前提 仮想マシン "vm1" がある)。'
    '代わりに次のように書く: もし "vm1" が {address}:80 に要求を送る',
)
IS_A_MACHINE = Text(
    '"{address}" isn\'t a client but the address of {name}, and a machine is called by its name. For '
    'example: "{name}"',
    '「{address}」は {name} のアドレスであり、マシンは名前で書くもので、クライアントではない。例: "{name}"',
)
IS_ON_PREMISES = Text(
    "{address} is an on-premises client, and those connect to virtual machines: write When {address} "
    "connects to …. Requests of theirs aren't modelled.",
    "{address} はオンプレミスのクライアントである。仮想マシンに接続すると書く: もし {address} が … に"
    "接続する。オンプレミスのクライアントからの要求はモデル化していない。",
)
IS_NO_CLIENT = Text(
    "{address} is the address of {name}, which is no client.",
    "{address} は {name} のアドレスであり、クライアントではない。",
)


@define(eq=False)
class Client:
    """A client: its endpoint, and its resolver with a cache."""

    host: Host
    resolver: Resolver


@define(eq=False)
class Clients:
    """The clients of a world."""

    cloud: Cloud

    @property
    def world(self) -> World:
        """What everything runs in."""
        return self.cloud.world

    def add(self, address: str) -> None:
        """A client at *address*: on the internet, or in the virtual network where it is private.

        :raises Advice: where the address is taken.
        """
        world = self.world
        world.names.check_free(address)
        private = world.is_private(address)
        space = world.internet
        if private:
            self.cloud.default_network()
            space = self.cloud.networks.space_of(address)
        host = world.host(address, space, address, listens=False)
        world.names.add(address, Client(host, Resolver(world.facts)))

    def find(self, address: str) -> Client:
        """The client at *address*.

        :raises Advice: where there is none, with what to describe first.
        """
        found = self.world.names.get(address)
        if isinstance(found, Client):
            return found
        self._check_sends_requests(address)
        known = [each.host.name for each in self.all()]
        near = nearest(address, known)
        hint = Text("", "")
        if near is not None:
            hint = Text(f" Did you mean {near}?", f"{near} のことか。")
        raise Advice(
            Text(
                "There is no client {client}.{hint} Describe it first: Given the client {client}",
                "クライアント {client} がない。{hint}その前に次のように書く: "
                "前提 クライアント {client} がある",
            ).fill(client=address, hint=hint)
        )

    def _check_sends_requests(self, address: str) -> None:
        """Whether what has *address*, if anything, could be a client that sends requests.

        :raises Advice: where it can't, with what it does instead.
        """
        owner = self.world.owner(address)
        if owner is None:
            return
        if self.cloud.machines.get(owner.name) is not None:
            raise Advice(IS_A_MACHINE.fill(address=address, name=owner.name))
        if address in self.cloud.circuits.clients:
            raise Advice(IS_ON_PREMISES.fill(address=address))
        raise Advice(IS_NO_CLIENT.fill(address=address, name=owner.name))

    def all(self) -> list[Client]:
        """Every client, in the order in which they were described."""
        return self.world.names.of_kind(Client)

    # What they do

    def mark(self, client: Client, number: int = 1) -> None:
        """Write down that a request begins; *number* counts those of one step."""
        self.world.trace.add(RequestBegan, client.host.name, number)

    def send(
        self,
        client: Client,
        address: str,
        port: int,
        host_name: str | None = None,
        tls: TlsClient | None = None,
        path: str = "/",
    ) -> Flow:
        """Send one request, whose connection stays open; to port 443 it is an HTTPS request.

        :raises Advice: for a private address, which no client on the internet can reach, and
            where the client has no free port left.
        """
        self.check_reach(client, address, port)
        if tls is None and port == HTTPS_PORT:
            tls = TlsClient()
        flow = self.world.free_flow(client.host, "TCP", address, port)
        request = WebRequest(HttpRequest(host_name or address, path), tls)
        return self._connect(client, flow, request)

    def open(
        self,
        client: Client,
        protocol: Protocol,
        address: str,
        port: int,
        payload: Payload | None = None,
    ) -> Flow:
        """Open a TCP connection, or a UDP flow by its first packet, which carries *payload*.

        :raises Advice: as for a request.
        """
        self.check_reach(client, address, port)
        flow = self.world.free_flow(client.host, protocol, address, port)
        if protocol == "TCP":
            return self._connect(client, flow)
        world, host = self.world, client.host
        world.send(host, host.datagram(flow, payload or Data()))
        dropped = world.network.dropped
        refused = None if dropped is None else dropped.reason
        return of_client(world, host, host.connections[flow], refused)

    def _connect(
        self, client: Client, flow: FiveTuple, application: Application | None = None
    ) -> Flow:
        world, host = self.world, client.host
        connection, syn = host.connect(flow, application)
        world.send(host, syn)
        dropped = world.network.dropped
        refused = None if dropped is None else dropped.reason
        if refused is None and connection.state == "CLOSED":
            refused = REFUSED
        return of_client(world, host, connection, refused)

    def resolve(self, client: Client, name: str, server: str) -> Records:
        """The records of *name*: cached ones, or else what the name server *server* answers.

        :raises Advice: where the client has no free port left.
        """
        cached = client.resolver.cached(name, self.world.now)
        if cached is not None:
            return cached
        flow = self.world.free_flow(client.host, "UDP", server, DNS_PORT)
        query = client.resolver.query(name)
        self.world.send(client.host, client.host.datagram(flow, query, client.resolver))
        answer = client.resolver.answer
        return () if answer is None else answer.records

    def check_reach(self, client: Client, address: str, port: int | None = None) -> None:
        """Whether packets of *client* to *address* arrive anywhere, by which *port* they may need.

        :raises Advice: where they don't, or what arrives isn't modelled.
        """
        world = self.world
        space = world.internet
        if world.is_private(client.host.address):
            space = self.cloud.default_network()
        if port is not None:
            self.cloud.classic.check_takes_in(address, port)
        if space.reaches(address):
            return
        owner = world.owner(address)
        if owner is not None and world.is_private(address):
            raise Advice(
                BEYOND_REACH.fill(client=client.host.name, address=address, name=owner.name)
            )
        if owner is not None and space is not world.internet:
            raise Advice(
                FROM_WITHIN.fill(client=client.host.name, address=address, name=owner.name)
            )
        world.endpoint_at(address)
