"""Application gateways and TCP proxies, with the servers behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Generic, TypeVar

from attrs import define, evolve, field, frozen

from azsim.deploy import private_addresses, probing
from azsim.deploy.machines import Machine
from azsim.deploy.services import Services
from azsim.deploy.world import World
from azsim.functions.health_probe import HttpProbe, Prober
from azsim.functions.proxy import ApplicationGateway as Gateway
from azsim.functions.proxy import Backend, Instance, Listener, PathRoute, Proxy, Route, Site
from azsim.functions.proxy import TcpProxy as PlainProxy
from azsim.hosts.host import Host
from azsim.model.resources.application_gateway import (
    ApplicationGateway,
    ApplicationGatewayTier,
    HttpListener,
    HttpProtocol,
    PathRule,
    RequestRoutingRule,
    UrlPathMap,
)
from azsim.model.resources.balancing import BackEndPool
from azsim.model.resources.servers import TcpProxy
from azsim.model.rules import Rule
from azsim.text import Advice, Text

PROBE_NOT_MODELLED = Text(
    "The health probes of {gateway} over HTTPS aren't modelled.",
    "{gateway} の HTTPS による正常性プローブはモデル化していない。",
)


_V2: Final = (
    ApplicationGatewayTier.BASIC,
    ApplicationGatewayTier.STANDARD_V2,
    ApplicationGatewayTier.WAF_V2,
)


@frozen
class ProbeTarget:
    """How an application gateway probes a server; None for what nobody says."""

    port: int = probing.PORT
    is_https: bool = False
    interval: int | None = None
    host: str | None = None


P = TypeVar("P", bound=Proxy, covariant=True)


@define(eq=False)
class Proxied(Generic[P]):
    """An application gateway or a TCP proxy as it runs."""

    world: World
    node: P
    servers: list[Machine] = field(factory=list)
    instances: list[Instance] = field(factory=list)
    targets: dict[str, list[ProbeTarget]] = field(factory=dict, init=False)
    _probers: dict[tuple[str, str, ProbeTarget], Prober] = field(factory=dict, init=False)

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
                for target in self.targets.get(server.name, [ProbeTarget()]):
                    key = (server.name, instance.name, target)
                    if key not in self._probers:
                        self._probers[key] = self._prober(instance, server, target)
        return list(self._probers.values())

    def _prober(self, instance: Instance, server: Machine, target: ProbeTarget) -> Prober:
        world, host = self.world, self.node.host
        if target.is_https:
            raise Advice(PROBE_NOT_MODELLED.fill(gateway=self.name))
        application = HttpProbe(target.host or world.facts.text("application-gateway.probe-host"))
        prober = Prober(
            lambda: target.interval or world.facts.duration("application-gateway.probe-interval"),
            lambda number: probing.probe(
                world, host, instance.address, server.address, application, target.port
            ),
        )
        world.schedule.watch(prober)
        return prober


@define(eq=False)
class ApplicationGateways(Services[ApplicationGateway]):
    """Deploys application gateways."""

    running: dict[str, Proxied[Gateway]] = field(factory=dict, init=False)

    def refusal(self, before: ApplicationGateway | None, after: ApplicationGateway) -> Rule | None:
        """A private address that nothing gets."""
        return private_addresses.refusal(after.front_ends, self.networks, self.world.facts)

    def apply(self, before: ApplicationGateway | None, after: ApplicationGateway) -> None:
        """Let the gateway run as *after* says.

        :raises Advice: for a name or an address that is something else's.
        """
        running = self.running.get(after.name)
        if running is None:
            running = self.running[after.name] = self._begin(after)
        pools = [self._reachable(each) for each in after.back_end_pools]
        running.serve([each.machine for each in self.members(pools)])
        running.node.listeners = tuple(self._listeners(after))
        running.node.is_v2 = after.tier in _V2
        running.targets = self._targets(after)

    def _begin(self, record: ApplicationGateway) -> Proxied[Gateway]:
        world = self.world
        front_end, *others = self.front_ends(record.front_ends)
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
        for other in others:
            world.own(self.space_of(other), other, node)
        node.host.addresses = (*node.host.addresses, *others)
        world.routes.attach(node, self.border())
        return running

    def _targets(self, record: ApplicationGateway) -> dict[str, list[ProbeTarget]]:
        """How each server is probed: once by the settings of each rule or path that leads to it."""
        found: dict[str, list[ProbeTarget]] = {}
        for each in _targets(record):
            if each.back_end_pool is None or each.back_end_http_settings is None:
                continue
            settings = record.settings(each.back_end_http_settings)
            probe = None if settings.probe is None else record.probe(settings.probe)
            target = ProbeTarget(
                port=(probe.port if probe is not None else None) or settings.port,
                is_https=(settings if probe is None else probe).protocol is HttpProtocol.HTTPS,
                interval=None if probe is None else probe.interval,
                host=None if probe is None else probe.host,
            )
            pool = self._reachable(record.back_end_pool(each.back_end_pool))
            for member in self.members([pool]):
                known = found.setdefault(member.machine.name, [])
                if target not in known:
                    known.append(target)
        return found

    def _reachable(self, pool: BackEndPool) -> BackEndPool:
        """*pool* with those of its addresses that machines have."""
        return evolve(
            pool,
            addresses=tuple(each for each in pool.addresses if self.machines.has(each.ip_address)),
        )

    def _listeners(self, record: ApplicationGateway) -> Iterator[Listener]:
        """The listeners of *record*, those together that share a port of a front end."""
        places: dict[tuple[str, int], list[tuple[HttpListener, Site]]] = {}
        for listener, rule in _in_order(record):
            address = self.address_of(record.front_end(listener.front_end))
            site = self._site(record, listener, rule)
            places.setdefault((address, listener.port), []).append((listener, site))
        for (address, port), found in places.items():
            [(first, _), *_] = found
            is_https = first.protocol is HttpProtocol.HTTPS
            yield Listener(address, port, is_https, tuple(site for _, site in found))

    def _site(
        self, record: ApplicationGateway, listener: HttpListener, rule: RequestRoutingRule | None
    ) -> Site:
        if rule is None:
            return Site(listener.host_names, (), Route(listener.name, None))
        named = None if rule.url_path_map is None else record.path_map(rule.url_path_map)
        paths = () if named is None else named.path_rules
        return Site(
            host_names=listener.host_names,
            paths=tuple(
                PathRoute(each.paths, self._route(record, f"{rule.name} {each.name}", each))
                for each in paths
            ),
            others=self._route(record, rule.name, rule if named is None else named),
            priority=rule.priority,
        )

    def _route(
        self,
        record: ApplicationGateway,
        name: str,
        target: RequestRoutingRule | PathRule | UrlPathMap,
    ) -> Route:
        if target.back_end_pool is None or target.back_end_http_settings is None:
            return Route(name, None)
        pool = record.back_end_pool(target.back_end_pool)
        known = self._reachable(pool)
        settings = record.settings(target.back_end_http_settings)
        servers = tuple(Backend(each.machine.name, each.address) for each in self.members([known]))
        return Route(
            name,
            servers if known == pool and not pool.fqdns else None,
            settings.port,
            settings.protocol is HttpProtocol.HTTPS,
            settings.request_timeout,
        )


def _in_order(
    record: ApplicationGateway,
) -> Iterator[tuple[HttpListener, RequestRoutingRule | None]]:
    """Each rule with its listener, and then the listeners that no rule is for."""
    rules = record.request_routing_rules or ()
    yield from ((record.http_listener(each.http_listener), each) for each in rules)
    used = {each.http_listener.casefold() for each in rules}
    yield from ((each, None) for each in record.http_listeners if each.name.casefold() not in used)


def _targets(
    record: ApplicationGateway,
) -> Iterator[RequestRoutingRule | PathRule | UrlPathMap]:
    """Whatever leads requests to a pool: rules, and the paths of their maps."""
    for rule in record.request_routing_rules or ():
        if rule.url_path_map is None:
            yield rule
            continue
        named = record.path_map(rule.url_path_map)
        yield from named.path_rules
        yield named


@define(eq=False)
class TcpProxies(Services[TcpProxy]):
    """Deploys TCP proxies, which somebody runs on a machine of their own."""

    running: dict[str, Proxied[PlainProxy]] = field(factory=dict, init=False)

    def apply(self, before: TcpProxy | None, after: TcpProxy) -> None:
        """Let the proxy run as *after* says.

        :raises Advice: for a name or an address that is something else's.
        """
        running = self.running.get(after.name)
        if running is None:
            running = self.running[after.name] = self._begin(after)
        running.serve([self.machines.find(each.name) for each in after.servers])

    def _begin(self, record: TcpProxy) -> Proxied[PlainProxy]:
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
) -> Gateway:
    """An application gateway: it ends the client's session and opens one of its own."""
    world = services.world
    world.facts.rests_on("application-gateway.terminates-sessions")
    gateway = Gateway(name, front_end, world.facts, instances=instances)
    world.schedule.watch(gateway)
    addresses = (front_end, *(each.address for each in instances))
    put_behind(services.endpoint(name, addresses), gateway)
    return gateway


def build_tcp_proxy(services: TcpProxies, name: str, address: str) -> PlainProxy:
    """A TCP proxy: it ends the client's TCP session and opens one of its own."""
    world = services.world
    world.facts.rests_on("tcp-proxy.terminates-sessions")
    proxy = PlainProxy(name, address, world.facts)
    put_behind(services.endpoint(name, (address,)), proxy)
    return proxy


def probing_instances(instances: list[Instance]) -> list[Instance]:
    """The instances that send health probes: each of them."""
    return instances


def put_behind(host: Host, proxy: Proxy) -> None:
    """Let the sessions that come to *host* end at *proxy*."""
    host.application = proxy
    proxy.at(host)
