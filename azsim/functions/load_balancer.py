"""Load Balancer: rewrites the destination of a flow and passes it through.

It ends no session. A flow table keeps each flow with the server that it was
given to, and the way back is rewritten by the same table. New flows are taken in by rules.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from attrs import define, evolve, field, frozen

from azsim.engine.nodes import Node
from azsim.engine.routes import Hop, Table
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, names
from azsim.functions.snat.masquerading import Snat
from azsim.model.packet import FiveTuple, Packet
from azsim.model.resources.balancing import LoadDistribution
from azsim.model.resources.checks import Protocol
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Text

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
        "{balancer} knows no flow that the packet belongs to",
        "{balancer} にはこのパケットが属するフローがない",
    ),
)
NO_SERVER = Rule(
    "load-balancer.no-server",
    Text("the back-end pool has no server", "バックエンド プールにサーバーがない"),
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


@frozen
class Server:
    """A member of a back-end pool; ``node`` is where its packets arrive."""

    name: str
    address: str
    node: Node


@frozen
class BalancingRule:
    """A load-balancing rule as it runs: what it takes in, and the servers that get it.

    Front-end port 0 takes in every port, and back-end port 0 leaves the port as it is. Rules that
    nobody has listed have no ``name``. ``probe`` is the name of the health probe that it goes by.
    """

    front_end: str
    servers: tuple[Server, ...]
    protocol: Protocol = Protocol.ALL
    front_end_port: int = 0
    back_end_port: int = 0
    name: str | None = None
    distribution: LoadDistribution = LoadDistribution.FIVE_TUPLE
    floating_ip: bool = False
    probe: str | None = None

    def takes_port(self, flow: FiveTuple) -> bool:
        """Whether it takes in what goes where *flow* goes, by some protocol."""
        here = flow.destination == self.front_end
        return here and self.front_end_port in (0, flow.destination_port)

    def carries(self, protocol: str) -> bool:
        """Whether it is for *protocol*."""
        every = protocol in ("TCP", "UDP") and self.protocol is Protocol.ALL
        return every or protocol == self.protocol.value


@frozen
class Flow:
    """A flow as the client sends it, as its server gets it, and what brought it there.

    ``by_chance`` tells that the hash chose among several servers.
    """

    outside: FiveTuple
    inside: FiveTuple
    server: Server
    rule: BalancingRule
    by_chance: bool


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


@define(eq=False)
class LoadBalancer:
    """One load balancer, whose ``rules`` take in new flows at its front-end IP addresses.

    ``beyond`` knows the ways to everybody but its servers. ``outbound`` are what the servers' own
    connections to the internet leave through.
    """

    name: str
    front_ends: list[str]
    facts: Facts
    beyond: Table
    rules: Sequence[BalancingRule] = ()
    outbound: Sequence[Snat] = ()
    _flows: dict[FiveTuple, Flow] = field(factory=dict, init=False)
    _replies: dict[FiveTuple, Flow] = field(factory=dict, init=False)
    _distribution: Distribution = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._distribution = Distribution(self.facts)

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Rewrite a packet of a flow, in either direction."""
        outbound = self._expecting(packet)
        if outbound is not None:
            return outbound.translate(packet, now)
        reply = self._replies.get(packet.five_tuple)
        if reply is not None:
            return Pass(self._response(packet, reply), RESPONSE_RULE)
        flow = self._flows.get(packet.five_tuple)
        if flow is None:
            if not self._begins(packet):
                return Drop(NO_FLOW.fill(balancer=self.name))
            opened = self._open(packet.five_tuple)
            if isinstance(opened, Drop):
                return opened
            flow = opened
        inside = flow.inside
        changed = evolve(
            packet,
            source=inside.source,
            destination=inside.destination,
            destination_port=inside.destination_port,
        )
        return Pass(changed, _passed_by(flow))

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """To the server of a flow, or out into the networks."""
        flow = self._replies.get(packet.five_tuple.reversed())
        if flow is not None:
            return Hop(flow.server.node)
        return self.beyond.next_hop(at, packet, now)

    def awaits(self, answers: FiveTuple) -> bool:
        """Whether *answers*, as a server sends them, are rewritten here."""
        return answers in self._replies

    def flow_of(self, outside: FiveTuple) -> Flow | None:
        """The flow that its client sends as *outside*, or None."""
        return self._flows.get(outside)

    @property
    def is_persistent(self) -> bool:
        """Whether a rule keeps clients with their servers, flow after flow."""
        return any(each.distribution is not LoadDistribution.FIVE_TUPLE for each in self.rules)

    def spreads_by(self, flow_field: str) -> bool:
        """Whether flows that differ only in that field may reach different servers."""
        modes = {each.distribution for each in self.rules}
        return any(flow_field in self._distribution.chosen_by(each) for each in modes)

    def flows(self) -> Iterator[Flow]:
        """Every flow that is known."""
        return iter(list(self._flows.values()))

    def forget(self, flow: Flow) -> None:
        """Know nothing of *flow* any more; over UDP its next packet begins a new one."""
        del self._flows[flow.outside]
        del self._replies[flow.inside.reversed()]

    def _expecting(self, packet: Packet) -> Snat | None:
        """What a packet answers that one of the servers has sent."""
        flow = packet.five_tuple
        for each in self.outbound:
            if each.address == packet.destination and each.expects(flow):
                return each
        return None

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
            return Drop(NO_SERVER)
        server = self._choose(outside, rule, candidates)
        rewrite = self._kept if rule.floating_ip else self._inside
        port = rule.back_end_port or outside.destination_port
        inside = rewrite(outside, server)._replace(destination_port=port)
        flow = Flow(outside, inside, server, rule, len(candidates) > 1)
        self._flows[outside] = self._replies[inside.reversed()] = flow
        return flow

    def _eligible(self, rule: BalancingRule) -> Sequence[Server]:
        """The servers of *rule* that may get a new flow."""
        return rule.servers

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
