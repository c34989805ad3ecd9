"""Load Balancer: rewrites the destination of a flow and passes it through.

It ends no session. A flow table keeps each flow with the server that it was
given to, and the way back is rewritten by the same table. New flows are taken in by rules.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator, Sequence

from attrs import define, evolve, field

from azsim.engine.nodes import Node, Rewriter
from azsim.engine.routes import Hop, Table
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, names
from azsim.functions.balanced_flows import BalancingRule, Ended, Flow, Flows, Server
from azsim.functions.front_end_pings import ALL_STOPPED, FrontEndPings
from azsim.functions.server_health import PoolHealth
from azsim.functions.snat.flows import NO_FRAGMENTS
from azsim.functions.snat.masquerading import Snat
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Fragmented
from azsim.model.resources.balancing import AdminState, LoadDistribution
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Advice, Text, listed

# The fields of a five-tuple go by these names in the facts on distribution.
FIELDS = {
    "source address": "source",
    "source port": "source_port",
    "destination address": "destination",
    "destination port": "destination_port",
    "protocol": "protocol",
}

REQUEST_RULE = Rule(
    "load-balancer.request", Text("load-balancing rule: to {server}", "負荷分散規則: {server} へ")
)
NAMED_REQUEST_RULE = Rule(
    "load-balancer.request-by-rule",
    Text('load-balancing rule "{rule}": to {server}', "負荷分散規則「{rule}」: {server} へ"),
)
RESPONSE_RULE = Rule(
    "load-balancer.return-traffic",
    Text("return traffic of a load-balanced flow", "負荷分散されたフローの戻りトラフィック"),
)
NO_FLOW = Rule(
    "load-balancer.no-flow",
    Text(
        "the load balancer knows no flow that the packet belongs to",
        "ロード バランサーにこのパケットが属するフローがない",
    ),
)
NO_SERVER = Rule(
    "load-balancer.no-server",
    Text("the back-end pool has no server", "バックエンド プールにサーバーがない"),
)
NO_HEALTHY_SERVER = Rule(
    "load-balancer.no-healthy-server",
    Text("no back-end server is healthy", "正常なバックエンド サーバーがない"),
)
ALL_TAKEN_OUT = Rule(
    "load-balancer.all-taken-out",
    Text(
        "the admin state of every back-end server is Down",
        "すべてのバックエンド サーバーの管理状態が Down である",
    ),
)
NO_RULE_FOR_PORT = Rule(
    "load-balancer.no-rule-for-port",
    Text(
        "no rule of the load balancer serves the port",
        "このポートを扱うロード バランサーの規則がない",
    ),
)
NO_RULE_FOR_PROTOCOL = Rule(
    "load-balancer.no-rule-for-protocol",
    Text(
        "no rule of the load balancer serves the protocol on this port",
        "このポートでこのプロトコルを扱うロード バランサーの規則がない",
    ),
)


def hash_of(key: str) -> int:
    """A number from 0 up to but not including 2**64 that stands for *key*.

    Azure doesn't publish its own: which server a flow gets is nothing that a scenario can state.
    """
    return int.from_bytes(hashlib.blake2s(key.encode(), digest_size=8).digest())


class Distribution(Profile):
    """How Load Balancer chooses the server of a flow, by distribution mode."""

    five_tuple = names("load-balancer.distribution")
    source_ip = names("load-balancer.distribution.source-ip")
    source_ip_protocol = names("load-balancer.distribution.source-ip-protocol")

    def chosen_by(self, mode: LoadDistribution) -> Sequence[str]:
        """What of a flow chooses its server."""
        if mode is LoadDistribution.SOURCE_IP:
            return self.source_ip
        if mode is LoadDistribution.SOURCE_IP_PROTOCOL:
            return self.source_ip_protocol
        return self.five_tuple


NOT_A_CHOICE = Text(
    '{balancer} can\'t choose "{server}": new flows to port {port} go to {servers}.',
    "{balancer} が「{server}」を選ぶことはない。ポート {port} への新しいフローの行き先は {servers} である。",
)
FLOATING_IP_NOT_MODELLED = Text(
    "{server} has several network interfaces, and gets what is for {address} by floating IP. By which of "
    "them its answers leave is up to the routes of its operating system for that address, which aren't "
    "modelled, unless all goes by its primary interface.",
    "{server} にはネットワーク インターフェイスが複数あり、フローティング IP により {address} 宛てのまま届く。応答が"
    "どのインターフェイスから送信されるかは、このアドレスについての OS のルートで決まる。すべてがプライマリ "
    "インターフェイスを通る場合を除き、モデル化していない。",
)


@define(eq=False)
class LoadBalancer(Rewriter):
    """One load balancer, whose ``rules`` take in new flows at its front-end IP addresses.

    ``beyond`` knows the ways to everybody but its servers. ``outbound`` are what the servers' own
    connections to the internet leave through. ``health`` tells, by the name of a health probe, which
    servers it finds healthy. ``choice`` is the server that the next new flow gets, where a scenario names one.
    """

    name: str
    front_ends: list[str]
    facts: Facts
    beyond: Table
    rules: Sequence[BalancingRule] = ()
    outbound: Sequence[Snat] = ()
    flows: Flows = field(init=False)
    pings: FrontEndPings = field(init=False)
    health: dict[str, PoolHealth] = field(factory=dict, init=False)
    choice: str | None = field(default=None, init=False)
    _carry: Callable[[LoadBalancer, list[Packet]], None] | None = field(default=None, init=False)
    _packet_ids: Iterator[int] = field(factory=lambda: itertools.count(1), init=False)
    _distribution: Distribution = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._distribution = Distribution(self.facts)
        self.flows = Flows(self.facts, self._idled_out)
        self.pings = FrontEndPings(self.facts)

    def go_by(self, rules: Sequence[BalancingRule]) -> None:
        """*rules* hold from now on: for new flows, and their idle timeouts for open ones."""
        self.rules = rules
        self.flows.go_by(rules)

    def health_changed(self, probe: str) -> None:
        """Forget the flows that don't outlast what *probe* has found by now, or an admin state.

        A UDP flow that another server can take goes on with its next packet.
        """
        health = self.health[probe]
        for flow in self.flows:
            rule = self.flows.rule_of(flow)
            servers = rule.servers
            same = (each for each in servers if each.address == flow.server.address)
            server = next(same, flow.server)
            if rule.probe == probe and health.gives_up(flow.outside.protocol, server, servers):
                self._give_up(flow, "probes failed")

    @decides
    def server_stopped(self, name: str) -> None:
        """Give up the flows to the server *name*, whose machine is stopped."""
        for flow in self.flows:
            if flow.server.name == name:
                self.facts.rests_on("load-balancer.stopped-server.open-flows")
                self.facts.rests_on("load-balancer.stopped-server.at-once")
                self._give_up(flow, "machine stopped")

    def remove_front_end(self, address: str) -> None:
        """Take nothing in at *address* any more, and forget the flows that came in there."""
        self.front_ends.remove(address)
        for flow in self.flows:
            if flow.outside.destination == address:
                self.facts.rests_on("load-balancer.removed-front-end")
                self.flows.forget(flow)
                flow.ended = "front end removed"

    def _give_up(self, flow: Flow, why: Ended) -> None:
        """Forget *flow*: over UDP it begins anew, where another server gets new flows."""
        self.flows.forget(flow)
        if flow.outside.protocol != "UDP" or not self._eligible(self.flows.rule_of(flow)):
            flow.ended = why

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Rewrite a packet of a flow, in either direction."""
        outbound = self._expecting(packet)
        if outbound is not None:
            return outbound.translate(packet, now)
        reply = self.flows.answered_by(packet.five_tuple)
        if reply is not None:
            self.flows.notice(reply, packet, now)
            return Pass(self._response(packet, reply), RESPONSE_RULE)
        if packet.protocol == "ICMP":
            return self._pinged(packet)
        if isinstance(packet.payload, Fragmented):
            rule = self._rule_for(packet.five_tuple)
            return rule if isinstance(rule, Drop) else self._take_fragments(packet, rule, now)
        return self._take(packet, now)

    def _take(self, packet: Packet, now: int) -> Verdict:
        """Lead a packet that comes in to a server."""
        flow = self.flows.get(packet.five_tuple)
        if flow is None:
            if not self._begins(packet):
                return Drop(NO_FLOW)
            opened = self._open(packet.five_tuple)
            if isinstance(opened, Drop):
                return opened
            flow = opened
        self.flows.notice(flow, packet, now)
        inside = flow.inside
        changed = evolve(
            packet,
            source=inside.source,
            destination=inside.destination,
            destination_port=inside.destination_port,
        )
        return Pass(changed, _passed_by(flow))

    def receive(self, packet: Packet, now: int) -> list[Packet]:
        """Answer a ping that was delivered."""
        reply = packet.five_tuple.reversed()
        return [Packet(next(self._packet_ids), *reply, payload=packet.payload)]

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """To the server of a flow, or out into the networks."""
        flow = self.flows.answered_by(packet.five_tuple.reversed())
        if flow is not None:
            return Hop(flow.server.node)
        return self.beyond.next_hop(at, packet, now)

    def awaits(self, answers: FiveTuple) -> bool:
        """Whether *answers*, as a server sends them, are rewritten here."""
        return self.flows.answered_by(answers) is not None

    def flow_of(self, outside: FiveTuple) -> Flow | None:
        """The flow that its client sends as *outside*, or None."""
        return self.flows.get(outside)

    @property
    def is_persistent(self) -> bool:
        """Whether a rule keeps clients with their servers, flow after flow."""
        return any(each.distribution is not LoadDistribution.FIVE_TUPLE for each in self.rules)

    def spreads_by(self, flow_field: str) -> bool:
        """Whether flows that differ only in that field may reach different servers."""
        modes = {each.distribution for each in self.rules}
        return any(flow_field in self._distribution.chosen_by(each) for each in modes)

    # Timers

    def carried_by(
        self, carry: Callable[[LoadBalancer, list[Packet]], None], packet_ids: Iterator[int]
    ) -> None:
        """Let *carry* take along what it sends because of a timer, numbered by *packet_ids*."""
        self._carry, self._packet_ids = carry, packet_ids

    def announce_to(self, wake: Callable[[], None]) -> None:
        """Let *wake* be called whenever a connection may be idle for too long earlier than before."""
        self.flows.announce = wake

    def next_deadline(self) -> int | None:
        """When a connection has been idle for too long next, or None."""
        return self.flows.next_deadline()

    def expire(self, now: int) -> int | None:
        """Give up what has been idle for too long; the next deadline."""
        return self.flows.expire(now)

    def _idled_out(self, flow: Flow) -> None:
        """*flow* has been idle for too long: it ends in silence, or by RST to both ends."""
        if flow.was_reset and self._carry is not None:
            ends = flow.outside.reversed(), flow.inside
            self._carry(self, [Packet(next(self._packet_ids), *each, "RST") for each in ends])

    def _expecting(self, packet: Packet) -> Snat | None:
        """What a packet answers that one of the servers has sent."""
        flow = packet.five_tuple
        for each in self.outbound:
            if each.address == packet.destination and each.expects(flow):
                return each
        return None

    def _pinged(self, ping: Packet) -> Verdict:
        rules = [
            each
            for each in self.rules
            if each.front_end == ping.destination and not each.is_inbound_nat
        ]
        servers = {server for each in rules for server in each.servers}
        running = {each for each in servers if not each.is_stopped}
        healthy = {server for each in rules for server in self._eligible(each)}
        return self.pings.verdict(ping, len(servers), len(running), len(healthy))

    # Fragments

    def _take_fragments(self, packet: Packet, rule: BalancingRule, now: int) -> Verdict:
        if rule.has_ha_ports:
            return self._take_fragments_by_ha_ports(packet, now)
        return self._take_fragments_by_rule(packet, now)

    @decides
    def _take_fragments_by_rule(self, packet: Packet, now: int) -> Verdict:
        self.facts.rests_on("load-balancer.fragments")
        return Drop(NO_FRAGMENTS)

    @decides
    def _take_fragments_by_ha_ports(self, packet: Packet, now: int) -> Verdict:
        self.facts.rests_on("load-balancer.ha-ports.fragments")
        return Drop(NO_FRAGMENTS)

    # New flows

    def _begins(self, packet: Packet) -> bool:
        starts = packet.flags == "SYN" or packet.protocol != "TCP"
        if not starts or packet.destination not in self.front_ends:
            return False
        return packet.source not in self.front_ends or self._is_a_servers_own(packet.five_tuple)

    def _is_a_servers_own(self, flow: FiveTuple) -> bool:
        """Whether one of the servers has opened *flow*, which comes from a front-end IP."""
        answers = flow.reversed()
        return any(each.address == flow.source and each.expects(answers) for each in self.outbound)

    def _open(self, outside: FiveTuple) -> Flow | Drop:
        rule = self._rule_for(outside)
        if isinstance(rule, Drop):
            return rule
        candidates = self._eligible(rule)
        if not candidates:
            return self._unanswered(rule) if rule.servers else Drop(NO_SERVER)
        by_chance = self.choice is None and len(candidates) > 1
        if self.choice is not None:
            server = self._named(self.choice, outside, candidates)
        else:
            server = self._choose(outside, rule, candidates)
        if rule.floating_ip and not server.answers_front_ends():
            raise Advice(
                FLOATING_IP_NOT_MODELLED.fill(server=server.name, address=outside.destination)
            )
        rewrite = self._kept if rule.floating_ip else self._inside
        port = rule.back_end_port or outside.destination_port
        inside = rewrite(outside, server)._replace(destination_port=port)
        flow = Flow(outside, inside, server, rule, by_chance)
        self.flows.keep(flow)
        return flow

    @decides
    def _eligible(self, rule: BalancingRule) -> Sequence[Server]:
        """The servers of *rule* that may get a new flow: all that run where no probe looks at them."""
        health = None if rule.probe is None else self.health.get(rule.probe)
        if health is None:
            return [each for each in rule.servers if not each.is_stopped]
        return health.eligible(rule.servers)

    def _unanswered(self, rule: BalancingRule) -> Drop:
        if all(each.is_stopped for each in rule.servers):
            self.facts.rests_on("load-balancer.stopped-server.at-once")
            return Drop(ALL_STOPPED)
        if all(each.admin_state is AdminState.DOWN for each in rule.servers):
            return Drop(ALL_TAKEN_OUT)
        self.facts.rests_on("load-balancer.no-healthy-server")
        return Drop(NO_HEALTHY_SERVER)

    @decides
    def _rule_for(self, flow: FiveTuple) -> BalancingRule | Drop:
        """The rule that takes in *flow*: one for its port goes before one for every port."""
        at_port = sorted(
            (each for each in self.rules if each.takes_port(flow)),
            key=lambda each: not each.front_end_port,
        )
        found = next((each for each in at_port if each.carries(flow.protocol)), None)
        if found is not None and found.name is None:
            return found
        self.facts.rests_on("load-balancer.rule-takes-in")
        if found is not None:
            return found
        return Drop(NO_RULE_FOR_PROTOCOL if at_port else NO_RULE_FOR_PORT)

    def _named(self, name: str, flow: FiveTuple, candidates: Sequence[Server]) -> Server:
        """The one of *candidates* that is called *name*.

        :raises Advice: where none is.
        """
        found = next((each for each in candidates if each.name == name), None)
        if found is None:
            raise Advice(
                NOT_A_CHOICE.fill(
                    balancer=self.name,
                    server=name,
                    port=flow.destination_port,
                    servers=listed(each.name for each in candidates),
                )
            )
        return found

    def _choose(self, flow: FiveTuple, rule: BalancingRule, candidates: Sequence[Server]) -> Server:
        chosen_by = self._distribution.chosen_by(rule.distribution)
        key = "|".join(
            str(getattr(flow, field)) for name, field in FIELDS.items() if name in chosen_by
        )
        return candidates[hash_of(key) % len(candidates)]

    @decides
    def _inside(self, outside: FiveTuple, server: Server) -> FiveTuple:
        self.facts.rests_on("load-balancer.rewrites-request")
        return outside._replace(destination=server.address)

    @decides
    def _kept(self, outside: FiveTuple, server: Server) -> FiveTuple:
        self.facts.rests_on("load-balancer.floating-ip")
        return outside

    @decides
    def _response(self, packet: Packet, flow: Flow) -> Packet:
        self.facts.rests_on("load-balancer.rewrites-response")
        outside = flow.outside
        return evolve(
            packet,
            source=outside.destination,
            source_port=outside.destination_port,
            destination=outside.source,
        )


def _passed_by(flow: Flow) -> Rule:
    """What is told of a packet of *flow* that goes to its server."""
    server, rule = flow.server.name, flow.rule.name
    if rule is None:
        return REQUEST_RULE.fill(server=server)
    return NAMED_REQUEST_RULE.fill(rule=rule, server=server)
