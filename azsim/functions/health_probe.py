"""Health probes: a connection of its own to a server, again after each interval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import define, field, frozen

from azsim.engine.expiry import earlier, nobody_waits
from azsim.hosts.application import Application, Connection, Endpoint
from azsim.hosts.tls import TlsClient
from azsim.model.packet import Packet
from azsim.model.payload import HttpRequest, HttpResponse, Payload, Tls
from azsim.model.rules import Rule
from azsim.text import Text

HANDSHAKE = Rule(
    "health-probe.handshake", Text("its probe completes a handshake", "プローブの接続が確立する")
)
STATUS_200 = Rule(
    "health-probe.status-200",
    Text("its probe is answered with status code 200", "プローブに状態コード 200 の応答がある"),
)
OTHER_STATUS = Rule(
    "health-probe.other-status",
    Text(
        "its probe is answered with another status code than 200",
        "プローブへの応答の状態コードが 200 ではない",
    ),
)
RESET = Rule("health-probe.reset", Text("its probe is reset", "プローブが RST でリセットされる"))
CLOSED_PORT = Rule(
    "health-probe.closed-port",
    Text(
        "HTTP probes can't use the port of its probe", "プローブのポートは HTTP プローブに使えない"
    ),
)
NO_ANSWER = Rule(
    "health-probe.no-answer",
    Text("its probe isn't answered in time", "プローブに時間内の応答がない"),
)

SUCCESS_STATUS: Final = 200


@frozen
class Outcome:
    """What became of a probe; ``explicit`` where the service itself has answered it."""

    success: bool
    why: Rule
    explicit: bool = False


Report = Callable[[Outcome], None]


def nobody_listens(outcome: Outcome) -> None:
    """Where the outcome of a probe decides nothing."""


def nobody_minds(number: int) -> None:
    """Where no probe is given up."""


@define(eq=False)
class TcpProbe(Application):
    """A probe that is content with a handshake, and closes."""

    report: Report = nobody_listens

    def established(self, host: Endpoint, connection: Connection, now: int) -> list[Packet]:
        """The server answers: that is enough."""
        self.report(Outcome(True, HANDSHAKE))
        return host.close(connection)

    def reset(self, host: Endpoint, connection: Connection, now: int) -> list[Packet]:
        """The server refuses."""
        self.report(Outcome(False, RESET))
        return []


@define(eq=False)
class HttpProbe(Application):
    """A probe that asks for a page, with *host_name* as its host; within *tls*, if there is any."""

    host_name: str
    path: str = "/"
    tls: TlsClient | None = None
    report: Report = nobody_listens

    def established(self, host: Endpoint, connection: Connection, now: int) -> list[Packet]:
        """Ask for the page, or begin the TLS handshake that comes before it."""
        first = self._request() if self.tls is None else self.tls.begin()
        return [] if first is None else host.send(connection, first)

    def received(
        self, host: Endpoint, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """Go on with TLS, or close: the page has come."""
        if isinstance(payload, Tls):
            if payload.carries is None:
                return self._go_on(host, connection, payload)
            payload = payload.carries
        assert isinstance(payload, HttpResponse), "a request is answered by a response"
        ok = payload.status == SUCCESS_STATUS
        self.report(Outcome(ok, STATUS_200 if ok else OTHER_STATUS, explicit=True))
        return host.close(connection)

    def reset(self, host: Endpoint, connection: Connection, now: int) -> list[Packet]:
        """The server refuses, or ends the connection."""
        self.report(Outcome(False, RESET, explicit=True))
        return []

    def _go_on(self, host: Endpoint, connection: Connection, payload: Tls) -> list[Packet]:
        assert self.tls is not None, "only who speaks TLS is answered by it"
        reply = self.tls.take(payload)
        if reply is None and self.tls.is_open:
            reply = Tls(("ApplicationData",), carries=self._request())
        return [] if reply is None else host.send(connection, reply)

    def _request(self) -> HttpRequest:
        return HttpRequest(self.host_name, self.path)


@define(eq=False)
class Prober:
    """Sends probe number 0, 1, 2, … by ``probe`` while a run lasts.

    ``interval`` is asked for when there is a second probe to wait for. Where there is a
    ``timeout``, a probe that nobody has said to be `answered` so long after it was sent is
    ``given_up``, by its number: before the next one leaves, where that is at the same instant. So is
    one of an earlier run, in its own time.
    """

    interval: Callable[[], int]
    probe: Callable[[int], object]
    timeout: Callable[[], int] | None = None
    given_up: Callable[[int], None] = nobody_minds
    _sent: int = field(default=0, init=False)
    _next: int | None = field(default=None, init=False)
    _end: int = field(default=0, init=False)
    # Until when an answer counts, by the number of its probe.
    _awaited: dict[int, int] = field(factory=dict, init=False)
    _wake: Callable[[], None] = field(default=nobody_waits, init=False)

    def run(self, now: int, duration: int) -> None:
        """Probe from *now* on; none falls on the instant at which *duration* is over."""
        self._next, self._end = now, now + duration
        self._wake()

    def stop(self) -> None:
        """Send none, and wait for no answer, until the next run."""
        self._next = None
        self._awaited.clear()

    def awaits(self, number: int) -> bool:
        """Whether an answer to the probe with that *number* counts."""
        return number in self._awaited

    def answered(self, number: int) -> None:
        """The probe with that *number* needs no answer any more."""
        self._awaited.pop(number, None)

    def next_deadline(self) -> int | None:
        """When the next probe leaves, or one is given up, or None."""
        leaves = self._next if self._next is not None and self._next < self._end else None
        return earlier(leaves, min(self._awaited.values())) if self._awaited else leaves

    def announce_to(self, wake: Callable[[], None]) -> None:
        """Let *wake* be called when a run begins."""
        self._wake = wake

    def expire(self, now: int) -> int | None:
        """Give up the probe that waited for too long, and send the one that is due; the next deadline."""
        while (deadline := self.next_deadline()) is not None and deadline <= now:
            late = next((each for each, by in self._awaited.items() if by == deadline), None)
            if late is not None:
                del self._awaited[late]
                self.given_up(late)
                continue
            number, self._sent = self._sent, self._sent + 1
            self._next = deadline + self.interval()
            if self.timeout is not None:
                self._awaited[number] = deadline + self.timeout()
            self.probe(number)
        return deadline
