"""HTTP and TLS at the two ends of a connection: a web server, and a client's request."""

from __future__ import annotations

from attrs import define, field

from azsim.hosts.application import Application, Connection, Endpoint
from azsim.hosts.status import PHRASES
from azsim.hosts.tls import TlsClient, TlsServer
from azsim.model.packet import Packet
from azsim.model.payload import Data, HttpRequest, HttpResponse, Payload, Tls


@define(eq=False)
class WebServer(Application):
    """Answers every request; ``asks_for_certificates`` makes it want one over TLS."""

    asks_for_certificates: bool = False
    _sessions: dict[Connection, TlsServer] = field(factory=dict, init=False)

    def received(
        self, host: Endpoint, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """Answer what a client sent, unless this end has closed already."""
        if connection.role == "client" or not connection.may_send:
            return []
        answer = self._answer(host, connection, payload)
        return [] if answer is None or not connection.may_send else host.send(connection, answer)

    def _answer(self, host: Endpoint, connection: Connection, payload: Payload) -> Payload | None:
        if isinstance(payload, HttpRequest):
            return _response(host)
        if isinstance(payload, Data):
            return Data("answer")
        if not isinstance(payload, Tls):
            return None
        session = self._sessions.get(connection)
        if session is None:
            session = self._sessions[connection] = TlsServer(self.asks_for_certificates)
        if payload.carries is not None and session.state == "open":
            return Tls(("ApplicationData",), carries=_response(host))
        return session.take(payload)


def _response(host: Endpoint) -> HttpResponse:
    status = host.respond()
    return HttpResponse(status, PHRASES[status])


@define(eq=False)
class WebRequest(Application):
    """One request of a client, in clear text or within *tls*."""

    request: HttpRequest
    tls: TlsClient | None = None

    def established(self, host: Endpoint, connection: Connection, now: int) -> list[Packet]:
        """Send the request, or begin the handshake that comes before it."""
        first = self.request if self.tls is None else self.tls.begin()
        return [] if first is None else host.send(connection, first)

    def received(
        self, host: Endpoint, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """Go on with the handshake; the request follows when it is over."""
        if self.tls is None or not isinstance(payload, Tls) or payload.carries is not None:
            return []
        reply = self.tls.take(payload)
        if reply is None and self.tls.is_open:
            reply = Tls(("ApplicationData",), carries=self.request)
        return [] if reply is None else host.send(connection, reply)
