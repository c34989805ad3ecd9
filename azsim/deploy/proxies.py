"""Application gateways and TCP proxies, with the servers behind them."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy import probing
from azsim.deploy.machines import Machine
from azsim.deploy.services import Services
from azsim.deploy.world import World
from azsim.functions.health_probe import HttpProbe, Prober
from azsim.functions.proxy import ApplicationGateway as Gateway
from azsim.functions.proxy import Backend, Instance, Proxy
from azsim.functions.proxy import TcpProxy as PlainProxy
from azsim.hosts.host import Host
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.servers import TcpProxy
from azsim.text import Advice, Text


@define(eq=False)
class Proxied:
    """An application gateway or a TCP proxy as it runs."""

    world: World
    node: Proxy
    servers: list[Machine] = field(factory=list)
    instances: list[Instance] = field(factory=list)
    _probers: dict[tuple[str, str], Prober] = field(factory=dict, init=False)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.node.name

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
        self.node.handled_by = instance

    def serve(self, servers: list[Machine]) -> None:
        """Let *servers* be behind it from now on."""
        self.servers = servers
        self.node.servers = [Backend(each.name, each.address) for each in servers]

    def probers(self) -> list[Prober]:
        """One for each instance and server, each from the instance's own address."""
        self.world.facts.rests_on("application-gateway.probe-source")
        for server in self.servers:
            for instance in probing_instances(self.instances):
                key = (server.name, instance.name)
                if key not in self._probers:
                    self._probers[key] = self._prober(instance, server)
        return list(self._probers.values())

    def _prober(self, instance: Instance, server: Machine) -> Prober:
        world, host = self.world, self.node.host
        probed_host = world.facts.text("application-gateway.probe-host")
        prober = Prober(
            lambda: world.facts.duration("application-gateway.probe-interval"),
            lambda number: probing.probe(
                world, host, instance.address, server.address, HttpProbe(probed_host)
            ),
        )
        world.schedule.watch(prober)
        return prober


@define(eq=False)
class ApplicationGateways(Services[ApplicationGateway]):
    """Deploys application gateways."""

    running: dict[str, Proxied] = field(factory=dict, init=False)

    def apply(self, before: ApplicationGateway | None, after: ApplicationGateway) -> None:
        """Let the gateway run as *after* says.

        :raises Advice: for a name or an address that is something else's.
        """
        running = self.running.get(after.name)
        if running is None:
            running = self.running[after.name] = self._begin(after)
        running.serve([each.machine for each in self.members(after.back_end_pools)])

    def _begin(self, record: ApplicationGateway) -> Proxied:
        world = self.world
        [front_end] = self.front_ends(record.front_ends)
        instances = [Instance(each.name, each.private_ip_address) for each in record.instances]
        world.names.check_free(record.name)
        node = build_application_gateway(self, record.name, front_end, instances)
        running = Proxied(world, node, instances=instances)
        world.own(self.space_of(front_end), front_end, node)
        world.names.add(record.name, running)
        world.probed.append(running.probers)
        for instance in instances:
            world.names.add(instance.name, instance)
            world.own(self.space_of(instance.address), instance.address, node)
        world.routes.attach(node, self.border())
        return running


@define(eq=False)
class TcpProxies(Services[TcpProxy]):
    """Deploys TCP proxies, which somebody runs on a machine of their own."""

    running: dict[str, Proxied] = field(factory=dict, init=False)

    def apply(self, before: TcpProxy | None, after: TcpProxy) -> None:
        """Let the proxy run as *after* says.

        :raises Advice: for a name or an address that is something else's.
        """
        running = self.running.get(after.name)
        if running is None:
            running = self.running[after.name] = self._begin(after)
        running.serve([self.machines.find(each.name) for each in after.servers])

    def _begin(self, record: TcpProxy) -> Proxied:
        world, address = self.world, record.ip_address
        world.names.check_free(record.name)
        node = build_tcp_proxy(self, record.name, address)
        world.own(self.space_of(address), address, node)
        running = Proxied(world, node)
        world.names.add(record.name, running)
        world.probed.append(running.probers)
        world.routes.attach(node, self.border())
        return running


# What each service is. Whoever asks what would be if it were something else replaces these.


def build_application_gateway(
    services: ApplicationGateways, name: str, front_end: str, instances: list[Instance]
) -> Proxy:
    """An application gateway: it ends the client's session and opens one of its own."""
    world = services.world
    world.facts.rests_on("application-gateway.terminates-sessions")
    gateway = Gateway(name, front_end, world.facts, instances=instances)
    world.schedule.watch(gateway)
    addresses = (front_end, *(each.address for each in instances))
    return fitted(services.endpoint(name, addresses), gateway)


def build_tcp_proxy(services: TcpProxies, name: str, address: str) -> Proxy:
    """A TCP proxy: it ends the client's TCP session and opens one of its own."""
    world = services.world
    world.facts.rests_on("tcp-proxy.terminates-sessions")
    proxy = PlainProxy(name, address, world.facts)
    return fitted(services.endpoint(name, (address,)), proxy)


def probing_instances(instances: list[Instance]) -> list[Instance]:
    """The instances that send health probes: each of them."""
    return instances


def fitted(host: Host, proxy: Proxy) -> Proxy:
    """*proxy*, which ends the sessions that come to *host*."""
    host.application = proxy
    proxy.at(host)
    return proxy
