"""Load balancers, application gateways and TCP proxies, as the facts say they are.

Each is a node of the network that becomes a function when the first packet
reaches it: one that forwards flows, or one that ends sessions.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from attrs import define, field

from azsim.azure import probing
from azsim.azure.world import Egress, World
from azsim.engine.network import Hop
from azsim.functions.health_probe import HttpProbe, Prober, TcpProbe
from azsim.functions.load_balancer import LoadBalancer, Server
from azsim.functions.proxy import ApplicationGateway, Backend, Instance, Proxy, TcpProxy
from azsim.hosts.host import Host
from azsim.hosts.web import WebServer
from azsim.model.packet import Packet
from azsim.model.verdict import Verdict
from azsim.text import Advice, Text

# What an application gateway asks for with a default probe: the server under
# its loopback name.
PROBED_HOST = "127.0.0.1"


@define(eq=False)
class Service(ABC):
    """A front-end IP or several, with servers behind."""

    world: World
    name: str
    front_ends: list[str]
    servers: list[Host] = field(factory=list)
    _function: LoadBalancer | Proxy | None = field(default=None, init=False)
    _host: Host | None = field(default=None, init=False)
    _probers: list[Prober] | None = field(default=None, init=False)

    def add_server(self, name: str, address: str) -> None:
        """A server of the back-end pool, which may serve others as well.

        :raises Advice: where the name or the address is something else's.
        """
        host = self.world.names.get(name)
        if host in self.servers or not isinstance(host, Host) or host.addresses != (address,):
            host = web_server(self.world, name, address)
        self.servers.append(host)
        through(self.world, host, self._way_back)

    def open(self) -> None:
        """Let packets to the front-end IP addresses come here.

        :raises Advice: where one of them is taken.
        """
        for address in self.front_ends:
            self.world.own(address, self)
        self.world.egress[self.name] = self._way_on

    # A node of the network

    def translate(self, packet: Packet, now: int) -> Verdict:
        """What the function decides."""
        probing = self._probing(packet)
        return (probing or self.function()).translate(packet, now)

    def receive(self, packet: Packet, now: int) -> Iterable[Packet]:
        """What the function sends in return; one that only forwards receives nothing."""
        receiver = self._probing(packet) or self.function()
        return [] if isinstance(receiver, LoadBalancer) else receiver.receive(packet, now)

    def function(self) -> LoadBalancer | Proxy:
        """The function that this service is."""
        if self._function is None:
            self._function = self._proxy() if self._ends_sessions() else self._balancer()
        return self._function

    @abstractmethod
    def _ends_sessions(self) -> bool:
        """What the facts say."""

    @abstractmethod
    def _proxy(self) -> Proxy:
        """The service as something that ends sessions."""

    def _balancer(self) -> LoadBalancer:
        servers = [Server(each.name, each.address) for each in self.servers]
        return LoadBalancer(self.name, self.front_ends, self.world.facts, servers)

    def host(self) -> Host:
        """The endpoint of what starts or ends here: probes, and the sessions of a proxy."""
        if self._host is None:
            self._host = Host(self.name, self._addresses(), self.world.facts, self.world.packet_ids)
            self._host.carried_by(self.world.send)
            self.world.schedule.watch(self._host)
        return self._host

    def _addresses(self) -> tuple[str, ...]:
        return tuple(self.front_ends)

    def _probing(self, packet: Packet) -> Host | None:
        if self._host is None:
            return None
        connection = self._host.connections.get(packet.five_tuple.reversed())
        probe = connection is not None and isinstance(connection.application, HttpProbe)
        return self._host if probe else None

    def _fitted(self, proxy: Proxy) -> Proxy:
        host = self.host()
        host.application = proxy
        proxy.at(host)
        proxy.servers = [Backend(each.name, each.address) for each in self.servers]
        return proxy

    def _way_on(self, packet: Packet) -> Hop | None:
        if not isinstance(self._function, LoadBalancer):
            return None
        server = self._function.server_of(packet.five_tuple)
        if server is None:
            return None
        return Hop(next(each for each in self.servers if each.name == server.name))

    def _way_back(self, packet: Packet) -> Hop | None:
        function = self._function
        if isinstance(function, LoadBalancer) and function.carries(packet.five_tuple):
            return Hop(self)
        if (
            isinstance(function, Proxy)
            and packet.five_tuple.reversed() in function.host.connections
        ):
            return Hop(self)
        return None


@define(eq=False)
class PublicLoadBalancer(Service):
    """A public load balancer."""

    def _ends_sessions(self) -> bool:
        return self.world.facts.flag("load-balancer.terminates-sessions")

    def _proxy(self) -> Proxy:
        return self._fitted(
            Proxy(self.name, self.front_ends[0], self.world.facts, self.world.draws)
        )

    def probers(self) -> list[Prober]:
        """One for each server, from the address that all of Azure probes from."""
        if self._probers is None:
            self._probers = [self._prober(server) for server in self.servers]
        return self._probers

    def _prober(self, server: Host) -> Prober:
        facts = self.world.facts
        source = facts.text("load-balancer.probe-source")
        host = probing.source_at(self.world, source)
        prober = Prober(
            lambda: facts.duration("load-balancer.probe-interval"),
            lambda number: probing.probe(self.world, host, source, server.address, TcpProbe()),
        )
        self.world.schedule.watch(prober)
        return prober


@define(eq=False)
class Gateway(Service):
    """An application gateway with its instances."""

    instances: list[Instance] = field(factory=list)

    def add_instance(self, name: str, address: str) -> None:
        """An instance, with its private address.

        :raises Advice: where the name or the address is something else's.
        """
        instance = Instance(name, address)
        self.world.name(name, instance)
        self.world.own(address, self)
        self.instances.append(instance)

    def handle_next(self, instance: Instance) -> None:
        """Let *instance* handle the next session.

        :raises Advice: where it is an instance of another gateway.
        """
        if instance not in self.instances:
            raise Advice(
                Text(
                    "{instance} is no instance of {gateway}.",
                    "{instance} は {gateway} のインスタンスではない。",
                ).fill(instance=instance.name, gateway=self.name)
            )
        function = self.function()
        if isinstance(function, Proxy):
            function.handled_by = instance

    def _ends_sessions(self) -> bool:
        return self.world.facts.flag("application-gateway.terminates-sessions")

    def _proxy(self) -> Proxy:
        gateway = ApplicationGateway(
            self.name, self.front_ends[0], self.world.facts, self.world.draws, self.instances
        )
        self.world.schedule.watch(gateway)
        return self._fitted(gateway)

    def _addresses(self) -> tuple[str, ...]:
        return (*self.front_ends, *(each.address for each in self.instances))

    def probers(self) -> list[Prober]:
        """One for each instance and server, each from the instance's own address."""
        if self._probers is None:
            which = self.world.facts.text("application-gateway.probe-source")
            instances = self.instances if which == "each instance" else self.instances[:1]
            self._probers = [
                self._prober(instance, server) for server in self.servers for instance in instances
            ]
        return self._probers

    def _prober(self, instance: Instance, server: Host) -> Prober:
        host = self.host()
        prober = Prober(
            lambda: self.world.facts.duration("application-gateway.probe-interval"),
            lambda number: probing.probe(
                self.world, host, instance.address, server.address, HttpProbe(PROBED_HOST)
            ),
        )
        self.world.schedule.watch(prober)
        return prober


@define(eq=False)
class PlainProxy(Service):
    """A TCP proxy on a virtual machine."""

    def _ends_sessions(self) -> bool:
        return self.world.facts.flag("tcp-proxy.terminates-sessions")

    def _proxy(self) -> Proxy:
        return self._fitted(
            TcpProxy(self.name, self.front_ends[0], self.world.facts, self.world.draws)
        )


def web_server(world: World, name: str, address: str) -> Host:
    """A new server called *name*.

    :raises Advice: where the name or the address is taken.
    """
    host = world.host(name, address, application=WebServer())
    world.name(name, host)
    return host


def through(world: World, host: Host, egress: Egress) -> None:
    """Let packets of *host* go by *egress* where it has a way for them."""
    other = world.egress.get(host.name)
    world.egress[host.name] = (
        egress if other is None else lambda packet: egress(packet) or other(packet)
    )
