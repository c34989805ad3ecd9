"""Health probes: a connection of its own to a server, again after each interval."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field

from azsim.engine.expiry import nobody_waits
from azsim.hosts.application import Application, Connection, Endpoint
from azsim.model.packet import Packet
from azsim.model.payload import HttpRequest, Payload


class TcpProbe(Application):
    """A probe that is content with a handshake, and closes."""

    def established(self, host: Endpoint, connection: Connection, now: int) -> list[Packet]:
        """The server answers: that is enough."""
        return host.close(connection)


@define(eq=False)
class HttpProbe(Application):
    """A probe that asks for a page, with *host_name* as its host."""

    host_name: str

    def established(self, host: Endpoint, connection: Connection, now: int) -> list[Packet]:
        """Ask for the page."""
        return host.send(connection, HttpRequest(self.host_name))

    def received(
        self, host: Endpoint, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """Close: the page has come."""
        return host.close(connection)


@define(eq=False)
class Prober:
    """Sends probe number 0, 1, 2, … by ``probe`` while a run lasts.

    ``interval`` is asked for when there is a second probe to wait for.
    """

    interval: Callable[[], int]
    probe: Callable[[int], None]
    _sent: int = field(default=0, init=False)
    _next: int | None = field(default=None, init=False)
    _end: int = field(default=0, init=False)
    _wake: Callable[[], None] = field(default=nobody_waits, init=False)

    def run(self, now: int, duration: int) -> None:
        """Probe from *now* on; none falls on the instant at which *duration* is over."""
        self._next, self._end = now, now + duration
        self._wake()

    def next_deadline(self) -> int | None:
        """When the next probe leaves, or None."""
        return self._next if self._next is not None and self._next < self._end else None

    def announce_to(self, wake: Callable[[], None]) -> None:
        """Let *wake* be called when a run begins."""
        self._wake = wake

    def expire(self, now: int) -> None:
        """Send the probe that is due."""
        while (deadline := self.next_deadline()) is not None and deadline <= now:
            self._next = deadline + self.interval()
            self._sent += 1
            self.probe(self._sent - 1)
