"""Application Gateway and TCP proxies, if they were otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from azsim.deploy import proxies
from azsim.deploy.proxies import ApplicationGateways, TcpProxies
from azsim.engine.nodes import Node
from azsim.engine.routes import Hop
from azsim.functions.balanced_flows import BalancingRule, Server
from azsim.functions.load_balancer import LoadBalancer
from azsim.functions.proxy import (
    ApplicationGateway,
    Backend,
    Instance,
    Listener,
    PathRoute,
    Route,
    Session,
    Site,
    TcpProxy,
    matches_path,
)
from azsim.hosts.host import Host
from azsim.model.packet import Packet
from azsim.model.verdict import Drop, Verdict
from azsim.proving.variants.variant import otherwise


@define(eq=False)
class PassesThrough(LoadBalancer):
    """A load balancer in a proxy's place; it doesn't matter to it which instance is named.

    What doesn't come to its front-end IP, such as the answer to a probe, comes to its host.
    """

    host: Host = field(kw_only=True)
    handled_by: Instance | None = None
    listeners: tuple[Listener, ...] = ()
    is_v2: bool = False

    @property
    def front_end(self) -> str:
        """Its front-end IP."""
        return self.front_ends[0]

    @property
    def servers(self) -> Sequence[Server]:
        """Who is behind it."""
        return [server for rule in self.rules for server in rule.servers]

    @servers.setter
    def servers(self, servers: Sequence[Backend]) -> None:
        # Where their packets go, the networks know: no node is asked for.
        behind = tuple(Server(each.name, each.address, self.host) for each in servers)
        self.go_by([BalancingRule(self.front_end, behind)])

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Rewrite a packet of a flow; the rest is the host's."""
        if packet.destination in self.front_ends or self.awaits(packet.five_tuple):
            return super().translate(packet, now)
        return self.host.translate(packet, now)

    def receive(self, packet: Packet, now: int) -> list[Packet]:
        """What the host sends in return."""
        return self.host.receive(packet, now)

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """Out into the networks, where the servers are as well."""
        return self.beyond.next_hop(at, packet, now)


@otherwise(
    "application-gateway.terminates-sessions",
    "passes-through",
    proxies,
    "build_application_gateway",
)
def gateway_passes_through(
    services: ApplicationGateways, name: str, front_end: str, instances: list[Instance]
) -> LoadBalancer:
    """Flows go to the servers unbroken."""
    return _passing(services, name, front_end, *(each.address for each in instances))


@otherwise("tcp-proxy.terminates-sessions", "passes-through", proxies, "build_tcp_proxy")
def proxy_passes_through(services: TcpProxies, name: str, address: str) -> LoadBalancer:
    """Flows go to the servers unbroken."""
    return _passing(services, name, address)


def _passing(
    services: ApplicationGateways | TcpProxies, name: str, front_end: str, *others: str
) -> LoadBalancer:
    host = services.endpoint(name, (front_end, *others))
    return PassesThrough(name, [front_end], services.world.facts, services.border(), host=host)


@otherwise(
    "application-gateway.terminates-tls", "tls-passes-through", ApplicationGateway, "ends_tls"
)
def tls_passes_through(self: ApplicationGateway) -> bool:
    """The handshake is the server's."""
    return False


@otherwise("tcp-proxy.terminates-tls", "ends-tls", TcpProxy, "ends_tls")
def proxy_ends_tls(self: TcpProxy) -> bool:
    """The handshake is the proxy's."""
    return True


@otherwise(
    "application-gateway.server-side-source",
    "the-front-end-address",
    ApplicationGateway,
    "server_sees",
)
def server_sees_the_front_end(self: ApplicationGateway, session: Session) -> str:
    """One address for all instances."""
    return self.front_end


@otherwise(
    "application-gateway.server-side-source",
    "the-clients-address",
    ApplicationGateway,
    "server_sees",
)
def server_sees_the_client(self: ApplicationGateway, session: Session) -> str:
    """As behind a load balancer."""
    return session.client.five_tuple.destination


@otherwise(
    "application-gateway.client-side-source",
    "the-instances-address",
    ApplicationGateway,
    "client_sees",
)
def client_sees_the_instance(self: ApplicationGateway, session: Session) -> str:
    """The instance shows itself."""
    return session.instance.address


@otherwise(
    "application-gateway.server-choice", "the-first-healthy", ApplicationGateway, "choose_server"
)
def the_first_healthy_server(self: ApplicationGateway, session: Session) -> Backend:
    """The others only stand by."""
    return next(each for each in self.servers if each != session.given_up)


@otherwise("application-gateway.host-names", "not-looked-at", ApplicationGateway, "_is_for")
def any_host(self: ApplicationGateway, site: Site, host: str) -> bool:
    """The name in a request says nothing."""
    return True


@otherwise("application-gateway.rule-order", "as-listed", ApplicationGateway, "_in_order")
def rules_as_listed(self: ApplicationGateway, listener: Listener) -> list[Site]:
    """Priorities say nothing."""
    return list(listener.sites)


@otherwise(
    "application-gateway.request-timeout.second-server",
    "gives-up",
    ApplicationGateway,
    "_tries_again",
)
def no_second_try(self: ApplicationGateway, session: Session) -> bool:
    """One server is all that a request gets."""
    return False


@otherwise("application-gateway.path-order", "the-longest", ApplicationGateway, "_first")
def the_longest_path(self: ApplicationGateway, matching: Sequence[PathRoute]) -> PathRoute:
    """The most specific path, as route tables have it."""
    return max(matching, key=lambda each: max(map(len, each.paths)))


@otherwise("application-gateway.other-paths", "to-nobody", ApplicationGateway, "_without_match")
def other_paths_to_nobody(self: ApplicationGateway, site: Site) -> Route:
    """No pool is the default one."""
    return Route(site.others.name, ())


@otherwise("application-gateway.path-case", "case-matters", ApplicationGateway, "_covers")
def paths_with_case(self: ApplicationGateway, pattern: str, path: str) -> bool:
    """Letter by letter."""
    return matches_path(path, pattern)


@otherwise("application-gateway.probe-source", "one-instance", proxies, "probing_instances")
def one_instance_probes(instances: list[Instance]) -> list[Instance]:
    """The first instance probes alone."""
    return instances[:1]
