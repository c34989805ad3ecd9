"""Load balancers, with the servers behind them."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from azsim.deploy import probing
from azsim.deploy.load_balancer_outbound import OutboundConnections
from azsim.deploy.machines import Machine
from azsim.deploy.services import Services
from azsim.deploy.world import World
from azsim.facts.decides import decides
from azsim.functions.health_probe import Prober, TcpProbe
from azsim.functions.load_balancer import LoadBalancer as Balancer
from azsim.functions.load_balancer import Server
from azsim.model.resources.balancing import FrontEnd, LoadBalancer, LoadBalancerSku
from azsim.model.rules import Rule
from azsim.text import Advice, Text
from azsim.units import format_count

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
    outbound: OutboundConnections = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.outbound = OutboundConnections(self)

    def refusal(self, before: LoadBalancer | None, after: LoadBalancer) -> Rule | None:
        """Outbound rules, front ends that share back-end ports, a pool beyond the table of ports.

        :raises Advice: for a private front end: answers would go straight from a server to a
            client beside it.
        """
        if (refused := self.outbound.refusal(after)) is not None:
            return refused
        for front_end in after.front_ends:
            if front_end.private_ip_address is not None:
                raise Advice(NO_INTERNAL_LOAD_BALANCER.fill(address=front_end.private_ip_address))
        had, has = (0 if each is None else _pool_size(each) for each in (before, after))
        most = self.outbound.largest_pool
        if 0 < had < has and has > most and self.outbound.goes_by_table(after):
            return TOO_MANY.fill(most=format_count(most))
        if len(_serving(after)) > 1 and not after.floating_ip:
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
        front_ends = self.front_ends(_serving(after))
        outbound_only = self.front_ends(each for each in after.front_ends if each.outbound_only)
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
        self.world.facts.rests_on("security-group.unsaid")
        self._add_front_ends(running, front_ends)
        for address in outbound_only:
            if self.world.internet.owners.get(address) is not running.node:
                self.world.own(self.world.internet, address, running.node)
        running.node.floating_ip = after.floating_ip
        running.servers = self.members(after.back_end_pools)
        running.node.servers = [
            Server(each.name, each.address, each.host) for each in running.servers
        ]
        leads_out = self.outbound.lead_out(after.name, after, running.node)
        running.node.outbound = list(leads_out.snats())

    def sku(self, name: str) -> LoadBalancerSku:
        """The SKU of the load balancer *name*: today's, where none is said."""
        return self._records[name].sku or LoadBalancerSku.STANDARD

    def _add_front_ends(self, running: Balanced, front_ends: Sequence[str]) -> None:
        node = running.node
        for address in front_ends:
            if address not in node.front_ends:
                self.world.own(self.world.internet, address, node)
                node.front_ends.append(address)


def _serving(record: LoadBalancer) -> list[FrontEnd]:
    """The front ends at which requests come in."""
    return [each for each in record.front_ends if not each.outbound_only]


def _pool_size(record: LoadBalancer) -> int:
    return sum(len(pool.addresses) for pool in record.back_end_pools)


def _share_ports(one: LoadBalancer, other: LoadBalancer) -> bool:
    """Whether they have a server in common."""
    members, others = (
        {member.ip_address for pool in each.back_end_pools for member in pool.addresses}
        for each in (one, other)
    )
    return not members.isdisjoint(others)


# What the service is. Whoever asks what would be if it were something else replaces this.


def build_load_balancer(services: LoadBalancers, name: str, front_ends: list[str]) -> Balancer:
    """A load balancer: it ends no session."""
    facts = services.world.facts
    facts.rests_on("load-balancer.terminates-sessions")
    return Balancer(name, list(front_ends), facts, services.border())
