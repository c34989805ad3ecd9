"""What a server did about client certificates, by the TLS messages that it got and sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import frozen

from azsim.model.events import Delivered, Event, PacketEvent
from azsim.model.payload import Tls
from azsim.questions.exchange import last_request
from azsim.text import Text, same

COLUMNS = (
    Text("asked for", "要求"),
    Text("received", "受信"),
    Text("answer", "回答"),
)

Answer = Literal["accepted", "rejected"]

NOT_ASKED = Text("it asked for no certificate", "証明書を要求しなかった")
NO_TLS = Text("no TLS message reached it", "TLS のメッセージが届かなかった")
NOTHING_RECEIVED = Text("it received no certificate", "証明書が届かなかった")
RECEIVED = Text("it received {certificate}", "{certificate} が届いた")
ACCEPTED = Text("{received} and accepted the client", "{received}ため、受け入れた")
REJECTED = Text("{received} and rejected the request", "{received}ため、要求を拒否した")


@frozen
class Handshake:
    """The last handshake of a server, as far as it got."""

    reached: bool = False
    asked: bool = False
    certificate: str | None = None
    answer: Answer | None = None

    @property
    def words(self) -> Text:
        """What happened, as a reader sees it."""
        if not self.reached:
            return NO_TLS
        if not self.asked:
            return NOT_ASKED
        received = NOTHING_RECEIVED
        if self.certificate is not None:
            received = RECEIVED.fill(certificate=same(self.certificate))
        if self.answer is None:
            return received
        return (ACCEPTED if self.answer == "accepted" else REJECTED).fill(received=received)


def handshake(events: Sequence[Event], server: str) -> Handshake:
    """The handshake of *server* in the last request."""
    reached = asked = False
    certificate: str | None = None
    answer: Answer | None = None
    for each in last_request(events):
        if each.where != server or not isinstance(each, PacketEvent):
            continue
        payload = each.packet.payload
        if not isinstance(payload, Tls):
            continue
        messages = payload.messages
        if isinstance(each, Delivered):
            reached = True
            certificate = payload.certificate or certificate
        elif "CertificateRequest" in messages:
            asked = True
        elif "Finished" in messages:
            answer = "accepted"
        elif "Alert" in messages:
            answer = "rejected"
    return Handshake(reached, asked, certificate, answer)
