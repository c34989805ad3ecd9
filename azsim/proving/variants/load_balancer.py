"""Load Balancer, if it were otherwise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from attrs import define, evolve, field

from azsim.deploy import load_balancer_refusals, load_balancers, proxies
from azsim.deploy.balanced import Balanced
from azsim.deploy.load_balancers import LoadBalancers
from azsim.deploy.machines import Machine
from azsim.deploy.scale_sets import ScaleSets
from azsim.deploy.services import Member
from azsim.engine.nodes import Node
from azsim.engine.routes import Hop, Table
from azsim.facts import Facts
from azsim.functions.balanced_flows import BalancingRule, Flow, Flows, Server
from azsim.functions.egress import Egress
from azsim.functions.front_end_pings import FrontEndPings
from azsim.functions.health_probe import Outcome
from azsim.functions.load_balancer import NO_RULE_FOR_PORT, NO_SERVER, LoadBalancer
from azsim.functions.proxy import Backend, Proxy
from azsim.functions.server_health import PoolHealth, Probed, ServerHealth
from azsim.functions.snat.masquerading import Snat
from azsim.hosts.host import Host
from azsim.model.packet import FiveTuple, Packet
from azsim.model.resources.balancing import AdminState, LoadBalancingRule
from azsim.model.resources.balancing import LoadBalancer as LoadBalancerRecord
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Verdict
from azsim.proving.variants.variant import otherwise

Build = Callable[[LoadBalancers, str, list[str]], LoadBalancer]
Inside = Callable[[LoadBalancer, FiveTuple, Server], FiveTuple]
Notice = Callable[[Flows, Flow, Packet, int], None]
Response = Callable[[LoadBalancer, Packet, Flow], Packet]


@define(eq=False)
class EndsSessions(Proxy):
    """A proxy that ends TLS and goes by its front-end IP on both sides."""

    front_ends: list[str] = field(factory=list)
    beyond: Table = field(kw_only=True)
    outbound: Sequence[Snat] = ()
    health: dict[str, PoolHealth] = field(factory=dict)
    pings: FrontEndPings = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.pings = FrontEndPings(self.facts)

    def health_changed(self, probe: str) -> None:
        """Sessions that are open go on."""

    def remove_front_end(self, address: str) -> None:
        """Take nothing in there any more."""
        self.front_ends.remove(address)

    def server_stopped(self, name: str) -> None:
        """They go on as far as the server does."""

    def go_by(self, rules: Sequence[BalancingRule]) -> None:
        """Take in whatever comes."""
        self.servers = [
            Backend(each.name, each.address) for rule in rules[:1] for each in rule.servers
        ]

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Take in sessions, and hand answers to the servers' own flows on."""
        for outbound in self.outbound:
            if outbound.address == packet.destination and outbound.expects(packet.five_tuple):
                return outbound.translate(packet, now)
        return super().translate(packet, now)

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """Out into the networks."""
        return self.beyond.next_hop(at, packet, now)

    def ends_tls(self) -> bool:
        """It does."""
        return True


@otherwise(
    "load-balancer.terminates-sessions", "ends-sessions", load_balancers, "build_load_balancer"
)
def ends_sessions(
    services: LoadBalancers, name: str, front_ends: list[str], *, real: Build
) -> Proxy | LoadBalancer:
    """A proxy in the load balancer's place, where sessions come in at all."""
    if not front_ends:
        return real(services, name, front_ends)
    facts, beyond = services.world.facts, services.border()
    proxy = EndsSessions(name, front_ends[0], facts, front_ends=list(front_ends), beyond=beyond)
    proxies.put_behind(services.endpoint(name, front_ends), proxy)
    return proxy


@otherwise("load-balancer.rewrites-request", "source-too", LoadBalancer, "_inside")
def request_from_front_end(
    self: LoadBalancer, outside: FiveTuple, server: Server, *, real: Inside
) -> FiveTuple:
    """The server sees the front-end IP."""
    return real(self, outside, server)._replace(source=outside.destination)


@otherwise("load-balancer.rewrites-request", "destination-stays", LoadBalancer, "_inside")
def request_to_front_end(self: LoadBalancer, outside: FiveTuple, server: Server) -> FiveTuple:
    """The request stays as it came."""
    return outside


@otherwise("load-balancer.floating-ip", "rewritten", LoadBalancer, "_kept")
def request_to_server(self: LoadBalancer, outside: FiveTuple, server: Server) -> FiveTuple:
    """The server's address is the destination."""
    return outside._replace(destination=server.address)


@otherwise("load-balancer.back-end-port-reuse", "accepted", LoadBalancers, "_refuse_sharing")
def shared_ports(self: LoadBalancers, reason: Rule) -> Rule | None:
    """Front ends share back-end ports."""
    return None


@otherwise("load-balancer.rewrites-response", "destination-too", LoadBalancer, "_response")
def response_to_front_end(
    self: LoadBalancer, packet: Packet, flow: Flow, *, real: Response
) -> Packet:
    """The response goes to the front-end IP, not to the client."""
    return evolve(real(self, packet, flow), destination=flow.outside.destination)


@otherwise("load-balancer.rewrites-response", "source-stays", LoadBalancer, "_response")
def response_from_server(
    self: LoadBalancer, packet: Packet, flow: Flow, *, real: Response
) -> Packet:
    """The response stays as it came, unless it would come here again for ever."""
    return real(self, packet, flow) if packet.destination in self.front_ends else packet


@otherwise("load-balancer.rule-takes-in", "everything", LoadBalancer, "_rule_for")
def every_rule_takes_in(self: LoadBalancer, flow: FiveTuple) -> BalancingRule | Drop:
    """The first rule takes in whatever comes."""
    return self.rules[0] if self.rules else Drop(NO_RULE_FOR_PORT)


@otherwise(
    "load-balancer.front-end-port-once",
    "accepted",
    load_balancer_refusals,
    "_same_front_end_port",
)
@otherwise("load-balancer.nat.range-blocks-growth", "grows", load_balancer_refusals, "_nat_ranges")
@otherwise("load-balancer.ha-ports", "accepted", load_balancer_refusals, "_ha_ports")
def rule_accepted(
    record: LoadBalancerRecord, rules: Sequence[LoadBalancingRule], facts: Facts
) -> Rule | None:
    """Azure has no objection."""
    return None


@otherwise("load-balancer.nat.one-machine", "pool", LoadBalancers, "_nat_target")
def first_of_the_pool(self: LoadBalancers, member: Member, record: LoadBalancerRecord) -> Member:
    """The first server of the pool."""
    return next(iter(self.members(record.back_end_pools)), member)


@otherwise("load-balancer.nat.mappings-persist", "in-order", LoadBalancers, "_map")
def mapped_in_order(
    self: LoadBalancers, mappings: dict[str, int], ports: Collection[int], servers: Sequence[str]
) -> None:
    """Nobody keeps a port."""
    mappings.clear()
    mappings |= zip(servers, ports, strict=False)


@otherwise("scale-set.flexible.no-basic-load-balancer", "accepted", ScaleSets, "_refuse_basic")
def flexible_behind_basic(self: ScaleSets) -> Rule | None:
    """Azure has no objection."""
    return None


@otherwise("scale-set.scale-in.uniform", "lowest", ScaleSets, "_leaving_uniform")
def lowest_first(self: ScaleSets, instances: Sequence[Machine], count: int) -> Sequence[Machine]:
    """The lowest numbers go."""
    return instances[:count]


@otherwise("scale-set.scale-in.flexible", "newest", ScaleSets, "_leaving_flexible")
def newest_first(self: ScaleSets, instances: Sequence[Machine], count: int) -> Sequence[Machine]:
    """The newest go."""
    return instances[-count:]


@otherwise("load-balancer.internal.outbound", "keeps-access", LoadBalancers, "_behind_internal")
def keeps_default_access(self: LoadBalancers, egress: Egress) -> Rule | None:
    """The pool takes nothing away."""
    return None


@otherwise("load-balancer.hairpin", "works", Host, "_comes_back")
def takes_its_own(self: Host, packet: Packet) -> Rule | None:
    """The server takes what it has sent itself."""
    return None


@otherwise("load-balancer.activity", "in-vain", Flows, "notice")
def only_its_first_packet_counts(
    self: Flows, flow: Flow, packet: Packet, now: int, *, real: Notice
) -> None:
    """Only the packet that opens the flow starts the timer."""
    if flow.queue is None:
        real(self, flow, packet, now)


@otherwise("load-balancer.tcp-reset", "silent", Flows, "_resets")
def never_resets(self: Flows, flow: Flow) -> bool:
    """Neither end is told."""
    return False


@otherwise(
    "load-balancer.tcp-reset.standard-only", "accepted", load_balancer_refusals, "_tcp_reset"
)
def tcp_reset_accepted(
    record: LoadBalancerRecord, rules: Sequence[LoadBalancingRule], facts: Facts
) -> Rule | None:
    """Azure has no objection."""
    return None


@otherwise("load-balancer.no-healthy-server", "any-server", LoadBalancer, "_eligible")
def any_server(self: LoadBalancer, rule: BalancingRule) -> Sequence[Server]:
    """Servers get new flows whatever probes say."""
    self.facts.rests_on("load-balancer.no-healthy-server")
    return rule.servers


@otherwise(
    "load-balancer.http-probe.decides-at-once", "threshold-counts", ServerHealth, "_decides_at_once"
)
def threshold_counts(self: ServerHealth, outcome: Outcome) -> bool:
    """A response counts towards the threshold as a time-out does."""
    return False


@otherwise("load-balancer.probe-down.tcp", "cut", PoolHealth, "_cuts_tcp")
def cut_connections(self: PoolHealth) -> bool:
    """Connections to an unhealthy server end."""
    return True


@otherwise("load-balancer.probe-down.udp", "stay", PoolHealth, "_moves_udp")
def udp_stays(self: PoolHealth) -> bool:
    """UDP flows stay with an unhealthy server."""
    return False


@otherwise(
    "load-balancer.all-probes-down.tcp", "the-other-way-round", PoolHealth, "_cuts_tcp_of_all"
)
def basic_keeps(self: PoolHealth, servers: Sequence[Probed]) -> bool:
    """Basic keeps connections, and Standard doesn't."""
    return self.keeps_connections


@otherwise("load-balancer.stopped-server", "probed", Balanced, "_is_probed")
def probed_all_the_same(self: Balanced, server: Machine) -> bool:
    """Stopped or not."""
    return True


@otherwise("load-balancer.started-server", "threshold-counts", ServerHealth, "_is_enough")
def not_enough(self: ServerHealth) -> bool:
    """The threshold counts."""
    return False


@otherwise("load-balancer.stopped-server.open-flows", "kept", LoadBalancer, "server_stopped")
def keeps_its_flows(self: LoadBalancer, name: str) -> None:
    """Nothing happens to them."""


@otherwise("load-balancer.fragments", "forwarded", LoadBalancer, "_take_fragments_by_rule")
@otherwise(
    "load-balancer.ha-ports.fragments", "forwarded", LoadBalancer, "_take_fragments_by_ha_ports"
)
def forwards_fragments(self: LoadBalancer, packet: Packet, now: int) -> Verdict:
    """They are packets like others."""
    return self._take(packet, now)


@otherwise("load-balancer.ping.itself", "silent", FrontEndPings, "_answered")
def answers_no_ping(self: FrontEndPings) -> Verdict:
    """Nobody answers."""
    return Drop(NO_SERVER)


@otherwise("load-balancer.ping.all-off", "unreachable", FrontEndPings, "_all_off")
@otherwise("load-balancer.ping.all-probed-down", "answered", FrontEndPings, "_unhealthy")
@otherwise("load-balancer.ping.no-rule", "answered", FrontEndPings, "_no_server")
@otherwise("load-balancer.ping.standard-public", "answered", FrontEndPings, "_not_here")
def answers_all_the_same(self: FrontEndPings) -> Drop | None:
    """Nothing keeps it from answering."""
    return None


@otherwise("load-balancer.admin-state", "probes-decide", PoolHealth, "_by_admin_state")
def probes_decide(self: PoolHealth, state: AdminState) -> bool | None:
    """Nobody's word goes before the health probe."""
    return None


@otherwise("load-balancer.all-probed-up", "all-down", PoolHealth, "_where_none_is_up")
def nobody_takes_new_flows(self: PoolHealth, servers: Sequence[Probed]) -> list[Probed]:
    """Nobody gets new flows."""
    return []


@otherwise(
    "load-balancer.idle-timeout.front-end-first", "rule-first", LoadBalancers, "_idle_timeout"
)
def rule_first(self: LoadBalancers, rule: BalancingRule) -> int | None:
    """What the rule says."""
    return rule.idle_timeout


@otherwise(
    "load-balancer.https-probe.standard-only", "accepted", load_balancer_refusals, "_https_probe"
)
def https_probe_accepted(record: LoadBalancerRecord, facts: Facts) -> Rule | None:
    """Azure has no objection."""
    return None
