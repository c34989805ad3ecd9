"""The TLS handshake at both ends, as far as a client certificate depends on it."""

from __future__ import annotations

from typing import Literal

from attrs import define

from azsim.model.payload import Tls, TlsMessage

ClientState = Literal["start", "hello sent", "finished sent", "open", "closed"]
ClientEvent = Literal[
    "begin",
    "ServerHello",
    "CertificateRequest",
    "CertificateRequest, one at hand",
    "Finished",
    "Alert",
]

# What a client does: its next state, and the messages that it sends together.
CLIENT: dict[tuple[ClientState, ClientEvent], tuple[ClientState, tuple[TlsMessage, ...]]] = {
    ("start", "begin"): ("hello sent", ("ClientHello",)),
    ("hello sent", "ServerHello"): ("finished sent", ("ClientKeyExchange", "Finished")),
    # Whoever is asked answers with a Certificate message, an empty one if need be.
    ("hello sent", "CertificateRequest"): (
        "finished sent",
        ("Certificate", "ClientKeyExchange", "Finished"),
    ),
    ("hello sent", "CertificateRequest, one at hand"): (
        "finished sent",
        ("Certificate", "ClientKeyExchange", "CertificateVerify", "Finished"),
    ),
    ("hello sent", "Alert"): ("closed", ()),
    ("finished sent", "Finished"): ("open", ()),
    ("finished sent", "Alert"): ("closed", ()),
    ("open", "Alert"): ("closed", ()),
}

ServerState = Literal["start", "hello sent", "certificate requested", "open", "closed"]
ServerEvent = Literal[
    "ClientHello", "ClientHello, certificates wanted", "Finished", "certificate", "no certificate"
]

# What a server does, in the same form.
SERVER: dict[tuple[ServerState, ServerEvent], tuple[ServerState, tuple[TlsMessage, ...]]] = {
    ("start", "ClientHello"): ("hello sent", ("ServerHello", "Certificate")),
    ("start", "ClientHello, certificates wanted"): (
        "certificate requested",
        ("ServerHello", "Certificate", "CertificateRequest"),
    ),
    ("hello sent", "Finished"): ("open", ("Finished",)),
    ("certificate requested", "certificate"): ("open", ("Finished",)),
    ("certificate requested", "no certificate"): ("closed", ("Alert",)),
}


@define(eq=False)
class TlsClient:
    """The client's end of one session, with the certificate it can show."""

    certificate: str | None = None
    state: ClientState = "start"

    @property
    def is_open(self) -> bool:
        """Whether the handshake is over."""
        return self.state == "open"

    def begin(self) -> Tls | None:
        """The first message of the handshake."""
        return self._step("begin")

    def take(self, received: Tls) -> Tls | None:
        """Take in what the server sent; what the client sends in return."""
        return self._step(self._event(received))

    def _event(self, received: Tls) -> ClientEvent | None:
        events: tuple[ClientEvent, ...] = ("Alert", "CertificateRequest", "ServerHello", "Finished")
        found = next((event for event in events if event in received.messages), None)
        if found == "CertificateRequest" and self.certificate is not None:
            return "CertificateRequest, one at hand"
        return found

    def _step(self, event: ClientEvent | None) -> Tls | None:
        if event is None or (self.state, event) not in CLIENT:
            return None
        self.state, messages = CLIENT[self.state, event]
        if not messages:
            return None
        return Tls(messages, self.certificate if "Certificate" in messages else None)


@define(eq=False)
class TlsServer:
    """The server's end of one session; ``asks`` makes it want a client certificate."""

    asks: bool = False
    state: ServerState = "start"

    def take(self, received: Tls) -> Tls | None:
        """Take in what the client sent; what the server sends in return."""
        event = self._event(received)
        if event is None or (self.state, event) not in SERVER:
            return None
        self.state, messages = SERVER[self.state, event]
        return Tls(messages)

    def _event(self, received: Tls) -> ServerEvent | None:
        if "ClientHello" in received.messages:
            return "ClientHello, certificates wanted" if self.asks else "ClientHello"
        if "Finished" not in received.messages:
            return None
        if self.state != "certificate requested":
            return "Finished"
        return "certificate" if received.certificate is not None else "no certificate"
