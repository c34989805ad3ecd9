"""What a host has connections for: an application is told what happens on each of them."""

from __future__ import annotations

from typing import Literal, Protocol

from attrs import define

from azsim.engine.expiry import Entry
from azsim.hosts.tcp import SENDS, State
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Data, Payload


@define(eq=False, weakref_slot=False)
class Connection(Entry):
    """One end of a TCP connection or a UDP flow.

    ``five_tuple`` names it as this end sends it. ``application`` is what it was
    opened for, where that isn't the application of the whole host. It waits in a
    queue of its host while a timer of its own runs.
    """

    five_tuple: FiveTuple
    state: State = "CLOSED"
    role: Literal["client", "server"] = "client"
    application: Application | None = None

    @property
    def may_send(self) -> bool:
        """Whether this end can send data: it is established, and has sent no FIN."""
        return self.state in SENDS


class Endpoint(Protocol):
    """The host of an application, as far as it acts by it."""

    def send(self, connection: Connection, payload: Payload) -> list[Packet]:
        """Send *payload* on a connection that may send."""

    def close(self, connection: Connection) -> list[Packet]:
        """Close the connection from this end."""

    def abort(self, connection: Connection) -> list[Packet]:
        """End the connection at once."""

    def respond(self) -> int:
        """The status code of the response that is about to be sent."""


class Application:
    """What a host does with its connections; by itself it takes everything and says nothing.

    Each method returns what the host sends in return.
    """

    def established(self, host: Endpoint, connection: Connection, now: int) -> list[Packet]:
        """The handshake of *connection* is over."""
        return []

    def received(
        self, host: Endpoint, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """*payload* has arrived on *connection*."""
        return []

    def reset(self, host: Endpoint, connection: Connection, now: int) -> list[Packet]:
        """The other end has refused *connection*, or ended it by RST."""
        return []


class Echo(Application):
    """An application that answers whatever it gets with data of its own."""

    def received(
        self, host: Endpoint, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """Answer, unless this end opened the connection or has closed it already."""
        if connection.role == "client" or not connection.may_send:
            return []
        return host.send(connection, Data("answer"))
