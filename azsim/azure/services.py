"""Load balancers, application gateways and TCP proxies.

Each is a node of the network that becomes a function when the first packet
reaches it: one that forwards flows, or one that ends sessions.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Generic, TypeVar

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

Function = TypeVar("Function", bound=LoadBalancer | Proxy)


@define(eq=False)
class Service(ABC, Generic[Function]):
    """A front-end IP or several, with servers behind."""

    world: World
    name: str
    front_ends: list[str]
    servers: list[Host] = field(factory=list)
    _function: Function | None = field(default=None, init=False)
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

    def function(self) -> Function:
        """The function that this service is."""
        if self._function is None:
            self._function = self._build()
        return self._function

    @abstractmethod
    def _build(self) -> Function:
        """The function, made of the servers that there are."""

    def host(self) -> Host:
        """The endpoint of what starts or ends here: probes, and the sessions of a proxy."""
        if self._host is None:
            self._host = Host(self.name, self._addresses(), self.world.facts, self.world.packet_ids)
            self._host.on_retransmission(self.world.send, self.world.schedule.watch)
        return self._host

    def _addresses(self) -> tuple[str, ...]:
        return tuple(self.front_ends)

    def _probing(self, packet: Packet) -> Host | None:
        if self._host is None:
            return None
        connection = self._host.connections.get(packet.five_tuple.reversed())
        probe = connection is not None and isinstance(connection.application, HttpProbe)
        return self._host if probe else None

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
class PublicLoadBalancer(Service[LoadBalancer]):
    """A public load balancer."""

    def _build(self) -> LoadBalancer:
        return build_load_balancer(self)

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
class Gateway(Service[ApplicationGateway]):
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
        self.function().handled_by = instance

    def _build(self) -> ApplicationGateway:
        return build_application_gateway(self)

    def _addresses(self) -> tuple[str, ...]:
        return (*self.front_ends, *(each.address for each in self.instances))

    def probers(self) -> list[Prober]:
        """One for each instance and server, each from the instance's own address."""
        if self._probers is None:
            self.world.facts.rests_on("application-gateway.probe-source")
            self._probers = [
                self._prober(instance, server)
                for server in self.servers
                for instance in self.instances
            ]
        return self._probers

    def _prober(self, instance: Instance, server: Host) -> Prober:
        host, facts = self.host(), self.world.facts
        page = HttpProbe(facts.text("application-gateway.probe-host"))
        prober = Prober(
            lambda: facts.duration("application-gateway.probe-interval"),
            lambda number: probing.probe(self.world, host, instance.address, server.address, page),
        )
        self.world.schedule.watch(prober)
        return prober


@define(eq=False)
class PlainProxy(Service[TcpProxy]):
    """A TCP proxy on a virtual machine."""

    def _build(self) -> TcpProxy:
        return build_tcp_proxy(self)


def build_load_balancer(service: PublicLoadBalancer) -> LoadBalancer:
    """The load balancer with its servers."""
    service.world.facts.rests_on("load-balancer.terminates-sessions")
    servers = [Server(each.name, each.address) for each in service.servers]
    return LoadBalancer(service.name, service.front_ends, service.world.facts, servers)


def build_application_gateway(service: Gateway) -> ApplicationGateway:
    """The gateway with its instances and servers."""
    facts = service.world.facts
    facts.rests_on("application-gateway.terminates-sessions")
    gateway = ApplicationGateway(
        service.name, service.front_ends[0], facts, instances=service.instances
    )
    fit(gateway, service)
    return gateway


def build_tcp_proxy(service: PlainProxy) -> TcpProxy:
    """The proxy with its servers."""
    service.world.facts.rests_on("tcp-proxy.terminates-sessions")
    proxy = TcpProxy(service.name, service.front_ends[0], service.world.facts)
    fit(proxy, service)
    return proxy


def fit(proxy: Proxy, service: Service[Function]) -> None:
    """Let *proxy* end the sessions that come to *service*."""
    host = service.host()
    host.application = proxy
    proxy.at(host)
    proxy.servers = [Backend(each.name, each.address) for each in service.servers]


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
