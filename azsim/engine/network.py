"""Carries packets from node to node, in virtual time.

Where a packet goes next is asked of the routes; what a node does with it is the node's
verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from azsim.engine.clock import Clock
from azsim.engine.nodes import EndNode, Node
from azsim.engine.routes import Routes
from azsim.engine.schedule import Schedule
from azsim.engine.trace import Trace
from azsim.model.events import Delivered, Dropped, Passed, Sent
from azsim.model.packet import Packet
from azsim.model.verdict import Deliver, Drop, Pass


class Network:
    """Nodes, and the packets between them."""

    def __init__(self, clock: Clock, schedule: Schedule, trace: Trace, routes: Routes) -> None:
        self._clock = clock
        self._schedule = schedule
        self._trace = trace
        self._routes = routes
        self.dropped: Drop | None = None

    def send(self, sender: Node, packets: Iterable[Packet]) -> None:
        """Let *sender* emit *packets*, and carry each as far as it gets at this instant."""
        for packet in packets:
            self._trace.add(Sent, sender.name, packet)
            self._carry(sender, packet)

    def _carry(self, at: Node, packet: Packet) -> None:
        hop = self._routes.next_hop(at, packet, self._clock.now)
        if isinstance(hop, Drop):
            self._drop(at, packet, hop)
        else:
            node = hop.node
            self._schedule.after(hop.latency, lambda: self._arrive(at, node, packet))

    def _arrive(self, last: Node, node: Node, packet: Packet) -> None:
        verdict = self._routes.arrive(node, packet, last, self._clock.now)
        if isinstance(verdict, Pass):
            self._trace.add(Passed, node.name, packet, verdict.packet, verdict.rule)
            self._carry(node, verdict.packet)
        elif isinstance(verdict, Deliver):
            self._trace.add(Delivered, node.name, packet, verdict.rule)
            self._routes.came_in(node, packet, last)
            # Only an end of a connection takes a packet for itself.
            self.send(node, cast(EndNode, node).receive(packet, self._clock.now))
        else:
            self._drop(node, packet, verdict)

    def _drop(self, node: Node, packet: Packet, drop: Drop) -> None:
        self._trace.add(Dropped, node.name, packet, drop.reason)
        self.send(node, drop.answers)
        self.dropped = drop
