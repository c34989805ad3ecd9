"""The way between on-premises and a virtual network over an ExpressRoute circuit.

One table for everybody on the way: an on-premises client, the routers, and, as a link of
its address space, a virtual network. Which nodes a packet visits is asked of the circuit,
how long each leg takes of the latency model.
"""

from __future__ import annotations

from attrs import define, field

from azsim.engine.nodes import Node, Rewriter
from azsim.engine.routes import NO_ROUTE, AddressSpace, Hop
from azsim.facts.decides import decides
from azsim.functions.circuit import (
    CE_ROUTER,
    NO_ROUTES_EXCHANGED,
    ROUTERS,
    Circuit,
    Direction,
    Router,
)
from azsim.functions.circuit_latency import CLIENT, VIRTUAL_MACHINE, Latency
from azsim.model.packet import Packet
from azsim.model.verdict import Drop


@define(eq=False)
class CircuitPath:
    """The routers of a circuit, between the networks that it connects."""

    circuit: Circuit
    latency: Latency
    on_premises: AddressSpace
    virtual_network: AddressSpace
    routers: dict[str, Router] = field(init=False)
    # When the last packet over a link arrives: packets don't overtake one another.
    _busy: dict[tuple[str, str], int] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.routers = {name: Router(name, self.circuit, self.direction) for name in ROUTERS}

    def direction(self, packet: Packet) -> Direction | None:
        """Into the virtual network or out of it; None where neither side has the destination."""
        owner = self.virtual_network.owners.get(packet.destination)
        if owner is not None:
            return "in" if not isinstance(owner, Rewriter) or self._reaches_front_ends() else None
        return "out" if packet.destination in self.on_premises.owners else None

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """The next router, or the end of the path.

        A client only knows the CE router, which may know no way further.
        """
        direction = self.direction(packet)
        if direction is None:
            return Drop(NO_ROUTE.fill(destination=packet.destination))
        if not self.circuit.has_routes():
            if direction == "out":
                return Drop(NO_ROUTES_EXCHANGED)
            return self._hop(at, self.routers[CE_ROUTER], packet, now)
        here = at.name if at.name in self.routers else None
        owner = self.virtual_network.owners.get(packet.destination)
        if isinstance(owner, Rewriter) and self.circuit.fastpath:
            following = self._to_front_end(here)
        else:
            following = self.circuit.next_hop(here, direction)
        if following is not None:
            return self._hop(at, self.routers[following], packet, now)
        ends = self.virtual_network if direction == "in" else self.on_premises
        return self._hop(at, ends.owners[packet.destination], packet, now)

    @decides
    def _reaches_front_ends(self) -> bool:
        """Whether on-premises reaches the front ends of internal load balancers."""
        self.circuit.facts.rests_on("expressroute.internal-front-end")
        return True

    @decides
    def _to_front_end(self, at: str | None) -> str | None:
        """The node after *at* on the way to such a front end, with FastPath."""
        self.circuit.facts.rests_on("fastpath.internal-load-balancer")
        return self.circuit.next_hop(at, "in")

    def _hop(self, at: Node, node: Node, packet: Packet, now: int) -> Hop:
        here, there = self._place(at), self._place(node)
        flow = packet.five_tuple
        arrival = now + self.latency.leg(here, there, flow)
        if packet.flags == "SYN" and CLIENT in (here, there):
            arrival += self.latency.spike(flow)
        arrival = max(arrival, self._busy.get((at.name, node.name), 0))
        self._busy[at.name, node.name] = arrival
        return Hop(node, arrival - now)

    def _place(self, node: Node) -> str:
        """What the latency model calls the place of *node*."""
        if node.name in self.routers:
            return node.name
        return CLIENT if node in self.on_premises.owners.values() else VIRTUAL_MACHINE


@define(eq=False)
class Side:
    """The circuit as the link of one of the networks that it connects, *towards* the other."""

    path: CircuitPath
    towards: AddressSpace

    def reaches(self, address: str) -> bool:
        """Whether the other network has *address*."""
        return address in self.towards.owners

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """The first hop of the path."""
        return self.path.next_hop(at, packet, now)
