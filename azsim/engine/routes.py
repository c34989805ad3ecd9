"""Where a packet goes next: each node looks it up in the table that it is attached to.

The usual table is an :class:`AddressSpace`, in which whoever owns the destination is
next. A network function that knows a way of its own is a table itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from attrs import define, field, frozen

from azsim.engine.nodes import Node
from azsim.model.packet import FiveTuple, Packet
from azsim.model.rules import Rule
from azsim.model.verdict import Drop, Verdict
from azsim.text import Text

NO_ROUTE = Rule(
    "network.no-route", Text("no route leads to {destination}", "{destination} への経路がない")
)


@frozen
class Hop:
    """The next node of a packet, and how many nanoseconds the link to it takes."""

    node: Node
    latency: int = 0


class Table(Protocol):
    """Something that knows the next hop."""

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """Where *packet* goes from the node *at*, or why it goes nowhere."""


class FlowTable(Table, Protocol):
    """A table that remembers which way flows came in."""

    def came_in(self, packet: Packet, last: Node) -> None:
        """*packet* was delivered, and *last* was the node before."""


class Guard(Protocol):
    """What packets pass before they leave a node, and before they reach it."""

    def let_out(self, flow: FiveTuple, *, starts: bool) -> Drop | None:
        """Why a packet of *flow* may not leave, if it may not; *starts* marks one that opens it."""

    def let_in(self, flow: FiveTuple, last: Node, *, starts: bool) -> Drop | None:
        """Why a packet of *flow* that comes from *last* may not come in, if it may not."""


class Link(Protocol):
    """A way out of an address space, into others."""

    def reaches(self, address: str) -> bool:
        """Whether *address* lies beyond the link."""

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """Where a packet that leaves by the link goes from the node *at*."""


@define(eq=False)
class AddressSpace:
    """Addresses that reach one another: the internet, or one virtual network.

    Each address belongs to one node. What isn't here may be in one of the ``peers``, other spaces
    that are as near, though nothing beyond them, in one that is ``beside`` every network, or beyond
    one of the ``links``; nothing else is reachable. ``apart`` are spaces of the same kind that aren't reached, and ``forwarders`` those
    peers from which packets are taken that come from elsewhere.
    """

    name: str
    beside: AddressSpace | None = None
    links: list[Link] = field(factory=list, init=False)
    owners: dict[str, Node] = field(factory=dict, init=False)
    peers: Sequence[AddressSpace] = field(default=(), init=False)
    apart: Sequence[AddressSpace] = field(default=(), init=False)
    forwarders: Sequence[AddressSpace] = field(default=(), init=False)

    def reaches(self, address: str) -> bool:
        """Whether *address* is here, in one of the peers, or beyond one of the links."""
        if address in self.owners or (self.peers and self.owner(address) is not None):
            return True
        beside = self.beside
        if beside is not None and address in beside.owners:
            return True
        for link in self.links:  # noqa: SIM110, each new flow asks, and a generator costs as much again
            if link.reaches(address):
                return True
        return False

    def is_beside(self, address: str) -> bool:
        """Whether *address* is one that every network has beside it, whatever routes say."""
        return self.beside is not None and address in self.beside.owners

    def owner(self, address: str) -> Node | None:
        """Whoever has *address* here or in one of the peers; None where nobody has."""
        owner = self.owners.get(address)
        if owner is None and self.peers:
            found = (peer.owners.get(address) for peer in self.peers)
            owner = next((each for each in found if each is not None), None)
        return owner

    def owner_apart(self, address: str) -> Node | None:
        """Whoever has *address* in one of the spaces that aren't reached; None where nobody has."""
        for space in self.apart:
            owner = space.owners.get(address)
            if owner is not None:
                return owner
        return None

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """The owner of the destination, or the first hop of the link that leads there."""
        destination = packet.destination
        owner = self.owner(destination)
        if owner is None and self.beside is not None:
            owner = self.beside.owners.get(destination)
        if owner is not None:
            return Hop(owner)
        for link in self.links:
            if link.reaches(destination):
                return link.next_hop(at, packet, now)
        return Drop(NO_ROUTE.fill(destination=destination))


@define(eq=False)
class Border:
    """The table of a node between two address spaces, which belongs to neither."""

    inside: AddressSpace
    outside: AddressSpace

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """Inwards where the destination lies inside, outwards otherwise."""
        inwards = self.inside.reaches(packet.destination)
        return (self.inside if inwards else self.outside).next_hop(at, packet, now)


@define(eq=False)
class SharedBorder:
    """The table of a node that several address spaces share, and that stands before them."""

    inside: Callable[[], Iterable[AddressSpace]]
    outside: AddressSpace

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """Into the space that has the destination or reaches it, outwards otherwise."""
        spaces, destination = list(self.inside()), packet.destination
        owning = (each for each in spaces if destination in each.owners)
        reaching = (each for each in spaces if each.reaches(destination))
        into = next(owning, None) or next(reaching, None) or self.outside
        return into.next_hop(at, packet, now)


class Routes:
    """The table of every node, and the ``guards`` that stand at some of them, by their names."""

    def __init__(self) -> None:
        self._tables: dict[str, Table] = {}
        self._flow_tables: dict[str, FlowTable] = {}
        self.guards: dict[str, Guard] = {}

    def attach(self, node: Node, table: Table) -> None:
        """Let packets that leave *node* be looked up in *table* from now on."""
        self._tables[node.name] = table

    def attach_flow_table(self, node: Node, table: FlowTable) -> None:
        """The same, and let *table* know what is delivered to *node*."""
        self._tables[node.name] = self._flow_tables[node.name] = table

    def attach_guard(self, node: Node, guard: Guard) -> None:
        """Let *guard* see every packet that leaves *node* or arrives there."""
        self.guards[node.name] = guard

    def next_hop(self, at: Node, packet: Packet, now: int) -> Hop | Drop:
        """Where *packet* goes from the node *at*."""
        if self.guards:
            held = self.let_out(at, packet.five_tuple, starts=packet.flags == "SYN")
            if held is not None:
                return held
        return self._tables[at.name].next_hop(at, packet, now)

    def let_out(self, node: Node, flow: FiveTuple, *, starts: bool) -> Drop | None:
        """Why a packet of *flow* may not leave *node*, if it may not."""
        guard = self.guards.get(node.name)
        return None if guard is None else guard.let_out(flow, starts=starts)

    def let_in(self, node: Node, flow: FiveTuple, last: Node, *, starts: bool) -> Drop | None:
        """Why a packet of *flow* that comes from *last* may not reach *node*, if it may not."""
        guard = self.guards.get(node.name)
        return None if guard is None else guard.let_in(flow, last, starts=starts)

    def arrive(self, node: Node, packet: Packet, last: Node, now: int) -> Verdict:
        """What becomes of *packet*, which comes from *last*, at *node*."""
        if self.guards:
            held = self.let_in(node, packet.five_tuple, last, starts=packet.flags == "SYN")
            if held is not None:
                return held
        return node.translate(packet, now)

    def came_in(self, node: Node, packet: Packet, last: Node) -> None:
        """*packet* was delivered to *node*, coming from *last*."""
        table = self._flow_tables.get(node.name)
        if table is not None:
            table.came_in(packet, last)
