"""Load balancers, application gateways and TCP proxies, with the servers behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Generic, TypeVar

from attrs import define, field

from azsim.deploy import probing
from azsim.deploy.control_plane import Unrefused
from azsim.deploy.machines import Machine, Machines
from azsim.deploy.networks import VirtualNetworks
from azsim.deploy.world import World
from azsim.engine.routes import AddressSpace, Border
from azsim.facts.decides import decides
from azsim.functions.health_probe import HttpProbe, Prober, TcpProbe
from azsim.functions.load_balancer import LoadBalancer as Balancer
from azsim.functions.load_balancer import Server
from azsim.functions.proxy import ApplicationGateway as Gateway
from azsim.functions.proxy import Backend, Instance, Proxy
from azsim.functions.proxy import TcpProxy as PlainProxy
from azsim.functions.snat.masquerading import Snat
from azsim.functions.snat.port_allocation import tier_of
from azsim.functions.snat.profiles import LoadBalancerRule
from azsim.hosts.host import Host
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.balancing import BackEndPool, FrontEnd, LoadBalancer
from azsim.model.resources.identity import Resource
from azsim.model.resources.network import PublicIpAddress
from azsim.model.resources.servers import TcpProxy
from azsim.model.rules import Rule
from azsim.text import Advice, Text
from azsim.units import format_count

LOAD_BALANCING_RULE: Final = "load-balancing rule"

TOO_MANY = Rule(
    "load-balancer.too-many-servers",
    Text(
        "more than {most} back-end servers aren't modelled",
        "azsim で扱えるバックエンド サーバーは {most} 台までである",
    ),
)
SHARED_BACK_END_PORT = Rule(
    "load-balancer.shared-back-end-port",
    Text(
        "two front ends can't share a back-end port without floating IP",
        "フローティング IP なしでは二つのフロントエンドでバックエンド ポートを共有できない",
    ),
)
SHARED_BY_TWO = Rule(
    "load-balancer.shared-server",
    Text(
        "two public load balancers can't share a back-end port of a machine",
        "二つのパブリック ロード バランサーで一台のマシンのバックエンド ポートを共有できない",
    ),
)

NO_INTERNAL_LOAD_BALANCER = Text(
    "{address} is a private address, and the front end of a public load balancer has a public one. "
    "Internal load balancers aren't modelled.",
    "{address} はプライベート アドレスであり、パブリック ロード バランサーのフロントエンドには"
    "使えない。内部ロード バランサーはモデル化していない。",
)

R = TypeVar("R", bound=Resource)


@define(eq=False)
class PublicIpAddresses(Unrefused):
    """Deploys public IP addresses: each is what others name it for."""

    records: dict[str, PublicIpAddress] = field(factory=dict, init=False)

    def apply(self, before: PublicIpAddress | None, after: PublicIpAddress) -> None:
        """Keep what the address is."""
        self.records[str(after.id).casefold()] = after


@define(eq=False)
class Services(Unrefused, Generic[R]):
    """What deployers of services with front ends share."""

    world: World
    machines: Machines
    networks: VirtualNetworks
    addresses: PublicIpAddresses

    def border(self) -> Border:
        """The ways of a service: into the virtual network, or out to the internet."""
        return Border(self.networks.default(), self.world.internet)

    def space_of(self, address: str) -> AddressSpace:
        """Where *address* lies: in the virtual network, or on the internet."""
        private = self.world.is_private(address)
        return self.networks.default() if private else self.world.internet

    def front_ends(self, parts: Iterable[FrontEnd]) -> list[str]:
        """The addresses of front ends."""
        return [self.address_of(each) for each in parts]

    def address_of(self, front_end: FrontEnd) -> str:
        """The address of a front end."""
        if front_end.private_ip_address is not None:
            return front_end.private_ip_address
        address = self.addresses.records[str(front_end.public_ip_address).casefold()].ip_address
        assert address is not None, "a scenario says every address"
        return address

    def members(self, pools: Iterable[BackEndPool]) -> list[Machine]:
        """The machines that pools name by their addresses."""
        return [self.machines.at(member.ip_address) for pool in pools for member in pool.addresses]

    def endpoint(self, name: str, addresses: Sequence[str]) -> Host:
        """The endpoint of a service's sessions and probes."""
        host = Host(name, tuple(addresses), self.world.facts, self.world.packet_ids)
        self.world.run(host)
        return host


@define(eq=False)
class Balanced:
    """A load balancer as it runs."""

    world: World
    node: Balancer
    servers: list[Machine] = field(factory=list)
    _probers: dict[str, Prober] = field(factory=dict, init=False)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.node.name

    def probers(self) -> list[Prober]:
        """One for each server, from the address that all of Azure probes from."""
        for server in self.servers:
            if server.name not in self._probers:
                self._probers[server.name] = self._prober(server)
        return list(self._probers.values())

    def _prober(self, server: Machine) -> Prober:
        world, facts = self.world, self.world.facts
        source = facts.text("load-balancer.probe-source")
        host = probing.azure_itself(world, source)
        world.from_azure.owners[server.address] = server.host
        prober = Prober(
            lambda: facts.duration("load-balancer.probe-interval"),
            lambda number: probing.probe(world, host, source, server.address, TcpProbe()),
        )
        world.schedule.watch(prober)
        return prober


@define(eq=False)
class LoadBalancers(Services[LoadBalancer]):
    """Deploys load balancers."""

    running: dict[str, Balanced] = field(factory=dict, init=False)
    _records: dict[str, LoadBalancer] = field(factory=dict, init=False)
    _outbound: LoadBalancerRule = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._outbound = LoadBalancerRule(self.world.facts)

    def refusal(self, before: LoadBalancer | None, after: LoadBalancer) -> Rule | None:
        """Front ends that share back-end ports, and a pool beyond the table of SNAT ports.

        :raises Advice: for a private front end: answers would go straight from a server to a
            client beside it.
        """
        for front_end in after.front_ends:
            if front_end.private_ip_address is not None:
                raise Advice(NO_INTERNAL_LOAD_BALANCER.fill(address=front_end.private_ip_address))
        had, has = (0 if each is None else _pool_size(each) for each in (before, after))
        if 0 < had < has and tier_of(has, tiers := self._outbound.tiers) is None:
            return TOO_MANY.fill(most=format_count(tiers[-1][0]))
        if len(after.front_ends) > 1 and not after.floating_ip:
            return self._refuse_sharing(SHARED_BACK_END_PORT)
        others = (each for each in self._records.values() if each.id != after.id)
        if any(_share_ports(after, each) for each in others):
            return self._refuse_sharing(SHARED_BY_TWO)
        return None

    @decides
    def _refuse_sharing(self, reason: Rule) -> Rule | None:
        # Nobody has listed rules, so each front end serves every port.
        self.world.facts.rests_on("load-balancer.back-end-port-reuse")
        return reason

    def apply(self, before: LoadBalancer | None, after: LoadBalancer) -> None:
        """Let the load balancer run as *after* says.

        :raises Advice: for a name or an address that is something else's.
        """
        running = self.running.get(after.name)
        front_ends = self.front_ends(after.front_ends)
        if running is None:
            self.world.names.check_free(after.name)
            for address in front_ends:
                self.world.check_free(self.world.internet, address)
            node = build_load_balancer(self, after.name, front_ends)
            running = self.running[after.name] = Balanced(self.world, node)
            self.world.names.add(after.name, running)
            self.world.probed.append(running.probers)
            self.world.routes.attach(node, node)
            for address in front_ends:
                self.world.own(self.world.internet, address, node)
        self._records[after.name] = after
        self._add_front_ends(running, front_ends)
        running.node.floating_ip = after.floating_ip
        running.servers = self.members(after.back_end_pools)
        running.node.servers = [
            Server(each.name, each.address, each.host) for each in running.servers
        ]
        self._lead_out(running)

    def _add_front_ends(self, running: Balanced, front_ends: Sequence[str]) -> None:
        node = running.node
        for address in front_ends:
            if address not in node.front_ends:
                self.world.own(self.world.internet, address, node)
                node.front_ends.append(address)

    def _lead_out(self, running: Balanced) -> None:
        """Let the servers reach the internet from the front ends."""
        node, world = running.node, self.world
        for address in node.front_ends:
            snat = node.outbound.get(address)
            if snat is None:
                name = node.name if not node.outbound else f"{node.name} {address}"
                snat = node.outbound[address] = Snat(name, address, self._outbound, world.trace)
                world.routes.attach(snat, node)
                world.schedule.watch(snat)
            snat.set_pool([each.egress for each in running.servers], len(running.servers))
        for server in running.servers:
            server.egress.offer(
                LOAD_BALANCING_RULE,
                [
                    snat
                    for other in self.running.values()
                    if server in other.servers
                    for snat in other.node.outbound.values()
                ],
            )


def _pool_size(record: LoadBalancer) -> int:
    return sum(len(pool.addresses) for pool in record.back_end_pools)


def _share_ports(one: LoadBalancer, other: LoadBalancer) -> bool:
    """Whether they have a server in common."""
    members, others = (
        {member.ip_address for pool in each.back_end_pools for member in pool.addresses}
        for each in (one, other)
    )
    return not members.isdisjoint(others)


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
        running.serve(self.members(after.back_end_pools))

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


def build_load_balancer(services: LoadBalancers, name: str, front_ends: list[str]) -> Balancer:
    """A load balancer: it ends no session."""
    facts = services.world.facts
    facts.rests_on("load-balancer.terminates-sessions")
    return Balancer(name, list(front_ends), facts, services.border())


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
