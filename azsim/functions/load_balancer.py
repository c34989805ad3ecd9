"""Load Balancer: rewrites the destination of a flow and passes it through.

It ends no session. A flow table keeps each flow with the server that it was
given to, and the way back is rewritten by the same table.
"""

from __future__ import annotations

import hashlib

from attrs import define, evolve, field, frozen

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, names
from azsim.model.packet import FiveTuple, Packet
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

REQUEST_RULE = Text("load-balancing rule: to {server}", "負荷分散規則: {server} へ")
RESPONSE_RULE = Text(
    "return traffic of a load-balanced flow", "負荷分散されたフローの戻りトラフィック"
)
NO_FLOW = Text(
    "{balancer} knows no flow that the packet belongs to",
    "{balancer} にはこのパケットが属するフローがない",
)


@frozen
class Server:
    """A member of a back-end pool."""

    name: str
    address: str


@frozen
class Flow:
    """A flow as the client sends it, as its server gets it, and the server."""

    outside: FiveTuple
    inside: FiveTuple
    server: Server


class Distribution(Profile):
    """How Load Balancer chooses the server of a flow."""

    chosen_by = names("load-balancer.distribution")


@define(eq=False)
class LoadBalancer:
    """One load balancer that serves every port of its front-end IP addresses."""

    name: str
    front_ends: list[str]
    facts: Facts
    servers: list[Server] = field(factory=list)
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
        flow = self._flows.get(packet.five_tuple) or self._open(packet)
        if flow is None:
            return Drop(NO_FLOW.fill(balancer=self.name))
        rule = REQUEST_RULE.fill(server=flow.server.name)
        return Pass(
            evolve(packet, source=flow.inside.source, destination=flow.inside.destination), rule
        )

    def carries(self, five_tuple: FiveTuple) -> bool:
        """Whether a server's packet with this five-tuple belongs to one of the flows."""
        return five_tuple in self._replies

    def server_of(self, five_tuple: FiveTuple) -> Server | None:
        """The server that a rewritten packet is on its way to, or None for a response."""
        flow = self._replies.get(five_tuple.reversed())
        return None if flow is None else flow.server

    def _open(self, packet: Packet) -> Flow | None:
        starts = packet.flags == "SYN" or packet.protocol == "UDP"
        comes_in = packet.destination in self.front_ends and packet.source not in self.front_ends
        if not starts or not comes_in or not self.servers:
            return None
        outside = packet.five_tuple
        server = self._choose(outside)
        flow = Flow(outside, self._inside(outside, server), server)
        self._flows[outside] = self._replies[flow.inside.reversed()] = flow
        return flow

    def _choose(self, flow: FiveTuple) -> Server:
        chosen_by = self._distribution.chosen_by
        key = "|".join(
            str(getattr(flow, field)) for name, field in FIELDS.items() if name in chosen_by
        )
        digest = hashlib.blake2s(key.encode(), digest_size=8).digest()
        return self.servers[int.from_bytes(digest, "big") % len(self.servers)]

    @decides
    def _inside(self, outside: FiveTuple, server: Server) -> FiveTuple:
        self.facts.rests_on("load-balancer.rewrites-request")
        return outside._replace(destination=server.address)

    @decides
    def _response(self, packet: Packet, flow: Flow) -> Packet:
        self.facts.rests_on("load-balancer.rewrites-response")
        outside = flow.outside
        return evolve(packet, source=outside.destination, destination=outside.source)
