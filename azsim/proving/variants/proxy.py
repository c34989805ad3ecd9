"""Application Gateway and TCP proxies, if they were otherwise."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define

from azsim.azure import services
from azsim.azure.services import Gateway, PlainProxy
from azsim.functions.health_probe import Prober
from azsim.functions.load_balancer import LoadBalancer, Server
from azsim.functions.proxy import ApplicationGateway, Backend, Instance, Session, TcpProxy
from azsim.proving.variants.variant import otherwise


@define(eq=False)
class PassesThrough(LoadBalancer):
    """A load balancer in a proxy's place; it doesn't matter to it which instance is named."""

    handled_by: Instance | None = None


@otherwise(
    "application-gateway.terminates-sessions",
    "passes-through",
    services,
    "build_application_gateway",
)
def gateway_passes_through(service: Gateway) -> LoadBalancer:
    """Flows go to the servers unbroken."""
    return _passing(service)


@otherwise("tcp-proxy.terminates-sessions", "passes-through", services, "build_tcp_proxy")
def proxy_passes_through(service: PlainProxy) -> LoadBalancer:
    """Flows go to the servers unbroken."""
    return _passing(service)


def _passing(service: Gateway | PlainProxy) -> LoadBalancer:
    servers = [Server(each.name, each.address) for each in service.servers]
    return PassesThrough(service.name, service.front_ends, service.world.facts, servers)


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
def the_first_healthy_server(self: ApplicationGateway) -> Backend:
    """The others only stand by."""
    return self.servers[0]


@otherwise("application-gateway.probe-source", "one-instance", Gateway, "probers")
def one_instance_probes(self: Gateway, *, real: Callable[[Gateway], list[Prober]]) -> list[Prober]:
    """The first instance probes alone."""
    self.host()  # which every instance belongs to
    everyone, self.instances = self.instances, self.instances[:1]
    try:
        return real(self)
    finally:
        self.instances = everyone
