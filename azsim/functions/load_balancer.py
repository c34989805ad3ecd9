"""Load Balancer: rewrites the destination of a flow and passes it through.

It ends no session. A flow table keeps each flow with the server that it was
given to, and the way back is rewritten by the same table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from attrs import define, evolve, field, frozen

from azsim.engine.nodes import Node
from azsim.engine.routes import Hop, Table
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, names
from azsim.functions.snat.masquerading import Snat
from azsim.model.packet import FiveTuple, Packet
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Pass, Verdict
from azsim.text import Text

# The fields of a five-tuple go by these names in the fact on distribution.
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


@frozen
class Server:
    """A member of a back-end pool; ``node`` is where its packets arrive."""

    name: str
    address: str
    node: Node


@frozen
class Flow:
    """A flow as the client sends it, as its server gets it, and the server."""

    outside: FiveTuple
    inside: FiveTuple
    server: Server


def hash_of(key: str) -> int:
    """A number from 0 up to but not including 2**64 that stands for *key*.

    Azure doesn't publish its own: which server a flow gets is nothing that a scenario can state.
    """
    return int.from_bytes(hashlib.blake2s(key.encode(), digest_size=8).digest())


class Distribution(Profile):
    """How Load Balancer chooses the server of a flow."""

    chosen_by = names("load-balancer.distribution")


@define(eq=False)
class LoadBalancer:
    """One load balancer that serves every port of its front-end IP addresses.

    ``beyond`` knows the ways to everybody but its servers. With ``floating_ip``, requests
    keep the front-end IP as their destination. ``outbound`` are what the servers' own connections
    to the internet leave through.
    """

    name: str
    front_ends: list[str]
    facts: Facts
    beyond: Table
    servers: list[Server] = field(factory=list)
    floating_ip: bool = False
    outbound: Sequence[Snat] = ()
    _flows: dict[FiveTuple, Flow] = field(factory=dict, init=False)
    _replies: dict[FiveTuple, Flow] = field(factory=dict, init=False)
    _distribution: Distribution = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._distribution = Distribution(self.facts)

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Rewrite a packet of a flow, in either direction."""
        reply = self._replies.get(packet.five_tuple)
        if reply is not None:
            return Pass(self._response(packet, reply), RESPONSE_RULE)
        flow = self._flows.get(packet.five_tuple)
        if flow is None:
            outbound = self._expecting(packet)
            if outbound is not None:
                return outbound.translate(packet, now)
            flow = self._open(packet)
        if flow is None:
            return Drop(NO_FLOW.fill(balancer=self.name))
        rule = REQUEST_RULE.fill(server=flow.server.name)
        return Pass(
            evolve(packet, source=flow.inside.source, destination=flow.inside.destination), rule
        )

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """To the server of a flow, or out into the networks."""
        flow = self._replies.get(packet.five_tuple.reversed())
        if flow is not None:
            return Hop(flow.server.node)
        return self.beyond.next_hop(at, packet, now)

    def _expecting(self, packet: Packet) -> Snat | None:
        """What a packet answers that one of the servers has sent."""
        flow = packet.five_tuple
        for each in self.outbound:
            if each.address == packet.destination and each.expects(flow):
                return each
        return None

    def _open(self, packet: Packet) -> Flow | None:
        starts = packet.flags == "SYN" or packet.protocol == "UDP"
        comes_in = packet.destination in self.front_ends and packet.source not in self.front_ends
        if not starts or not comes_in or not self.servers:
            return None
        outside = packet.five_tuple
        server = self._choose(outside)
        rewrite = self._kept if self.floating_ip else self._inside
        flow = Flow(outside, rewrite(outside, server), server)
        self._flows[outside] = self._replies[flow.inside.reversed()] = flow
        return flow

    def _choose(self, flow: FiveTuple) -> Server:
        chosen_by = self._distribution.chosen_by
        key = "|".join(
            str(getattr(flow, field)) for name, field in FIELDS.items() if name in chosen_by
        )
        return self.servers[hash_of(key) % len(self.servers)]

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
        return evolve(packet, source=outside.destination, destination=outside.source)
