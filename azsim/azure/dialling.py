"""Connections that are opened and closed while their packets are under way, as PsPing does."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define

from azsim.azure import hashed
from azsim.deploy.balanced import Balanced
from azsim.deploy.world import World
from azsim.functions.load_balancer import LoadBalancer
from azsim.hosts.application import Connection
from azsim.hosts.host import Host
from azsim.model.packet import FiveTuple
from azsim.tools import psping


def dial(world: World, host: Host, address: str, port: int) -> Connection:
    """Send the SYN of a new connection.

    :raises Advice: where *host* has no free port left.
    """
    connection, packets = host.connect(world.free_flow(host, "TCP", address, port))
    world.send(host, packets)
    return connection


def play(world: World, done: Callable[[], bool], until: int | None = None) -> None:
    """Let happen what is due, one instant after the other, until *done* or nothing is left."""
    schedule = world.schedule
    while not done():
        due = schedule.next_due()
        if due is None or (until is not None and due > until):
            return
        schedule.advance_to(due)


def is_open(world: World, connection: Connection) -> bool:
    """Whether both ends of *connection* know that it is open."""
    if connection.state != "ESTABLISHED":
        return False
    server, flow = _far_end(world, connection.five_tuple)
    other = server.connections.get(flow.reversed())
    return other is not None and other.state == "ESTABLISHED"


@define
class Dialler:
    """A client as PsPing sees it."""

    world: World
    host: Host

    @property
    def now(self) -> int:
        return self.world.now

    def wait_until(self, time: int) -> None:
        self.world.schedule.advance_to(time)

    def connect(self, address: str, port: int, timeout: int) -> psping.Ping:
        world, began = self.world, self.now
        network = world.network
        connection = dial(self.world, self.host, address, port)
        play(
            self.world,
            lambda: connection.state != "SYN_SENT" or network.dropped is not None,
            began + timeout,
        )
        _refuse_choice(world, connection.five_tuple)
        if connection.state != "ESTABLISHED":
            self.wait_until(began + timeout)
            world.send(self.host, self.host.abort(connection))
            return psping.Ping(None)
        took = self.now - began
        self._close(connection)
        source = connection.five_tuple
        return psping.Ping(took, f"{source.source}:{source.source_port}")

    def _close(self, connection: Connection) -> None:
        """FIN from both ends; the server's leaves as soon as it has the client's."""
        world = self.world
        world.send(self.host, self.host.close(connection))
        server, flow = _far_end(world, connection.five_tuple)
        other = server.connections.get(flow.reversed())
        if other is None:
            return
        play(world, lambda: other.state == "CLOSE_WAIT")
        world.send(server, server.close(other))


def balancer_at(world: World, address: str) -> Balanced | None:
    """The load balancer that has *address* as a front end, if one has."""
    owner = world.owner(address)
    found = None if owner is None else world.names.get(owner.name)
    return found if isinstance(found, Balanced) and isinstance(found.node, LoadBalancer) else None


def chosen_by(world: World, flow: FiveTuple) -> Balanced | None:
    """The load balancer that has chosen one of several servers for *flow*, if one has."""
    balanced = balancer_at(world, flow.destination)
    known = None if balanced is None else balanced.node.flow_of(flow)
    return None if known is None or not known.by_chance else balanced


def _refuse_choice(world: World, flow: FiveTuple) -> None:
    balanced = chosen_by(world, flow)
    if balanced is not None and not hashed.serve_alike(balanced):
        raise hashed.by_hash(balanced)


def _far_end(world: World, flow: FiveTuple) -> tuple[Host, FiveTuple]:
    """Where *flow* ends, and as what it arrives there."""
    balanced = balancer_at(world, flow.destination)
    known = None if balanced is None else balanced.node.flow_of(flow)
    if known is None:
        return world.endpoint_at(flow.destination), flow
    return world.endpoint_at(known.server.address), known.inside
