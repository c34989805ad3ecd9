"""Carries packets from node to node, in virtual time.

A node is a place that a packet visits: an end of a connection, or a function on
the way. Where a packet goes next is asked of the routes; what a node does with
it is the node's verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, cast

from attrs import frozen

from azsim.engine.clock import Clock
from azsim.engine.schedule import Schedule
from azsim.engine.trace import Trace
from azsim.model.events import Delivered, Dropped, Passed, Sent
from azsim.model.packet import Packet
from azsim.model.rules import Rule
from azsim.model.verdict import Deliver, Drop, Pass, Verdict
from azsim.text import Text


class Node(Protocol):
    """A place that a packet visits."""

    @property
    def name(self) -> str:
        """What the place is called in tables and traces."""

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Decide what happens to a packet that has arrived."""


class EndNode(Node, Protocol):
    """A place where connections end."""

    def receive(self, packet: Packet, now: int) -> Iterable[Packet]:
        """Take in a packet that was delivered; what it sends in return."""


@frozen
class Hop:
    """The next node of a packet, and how long the link to it takes."""

    node: Node
    latency: int = 0


Routes = Callable[[Node, Packet], Hop | Drop]

NO_ROUTE = Rule(
    "network.no-route", Text("no route leads to {destination}", "{destination} への経路がない")
)


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
        hop = self._routes(at, packet)
        if isinstance(hop, Drop):
            self._drop(at, packet, hop)
        else:
            node = hop.node
            self._schedule.after(hop.latency, lambda: self._arrive(node, packet))

    def _arrive(self, node: Node, packet: Packet) -> None:
        verdict = node.translate(packet, self._clock.now)
        if isinstance(verdict, Pass):
            self._trace.add(Passed, node.name, packet, verdict.packet, verdict.rule)
            self._carry(node, verdict.packet)
        elif isinstance(verdict, Deliver):
            self._trace.add(Delivered, node.name, packet, verdict.rule)
            # Only an end of a connection takes a packet for itself.
            self.send(node, cast(EndNode, node).receive(packet, self._clock.now))
        else:
            self._drop(node, packet, verdict)

    def _drop(self, node: Node, packet: Packet, drop: Drop) -> None:
        self.dropped = drop
        self._trace.add(Dropped, node.name, packet, drop.reason)
