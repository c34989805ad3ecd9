"""What a packet carries above TCP or UDP."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

RecordType = Literal["A", "CNAME"]


@frozen
class Data:
    """Application data whose content doesn't matter.

    ``text`` stands in captures as it is.
    """

    text: str = "data"


@frozen
class Fragmented(Data):
    """Data that is too large for one packet, so that its datagram comes in fragments.

    The packet that carries it stands for all of them.
    """


@frozen
class Keepalive:
    """A TCP keepalive: no data, only a sign of life that the other end acknowledges."""


@frozen
class HttpRequest:
    """An HTTP/1.1 request for *path* of *host*."""

    host: str
    path: str = "/"
    method: str = "GET"


@frozen
class HttpResponse:
    """An HTTP/1.1 response with its status code."""

    status: int = 200
    reason: str = "OK"


@frozen
class DnsRecord:
    """One record of a DNS answer; ``ttl`` in whole seconds."""

    name: str
    type: RecordType
    data: str
    ttl: int


@frozen
class DnsQuery:
    """A question for the records of *name*."""

    id: int
    name: str
    type: RecordType = "A"


@frozen
class DnsAnswer:
    """The answer to the query with the same id; no records mean that the name doesn't exist."""

    id: int
    name: str
    records: tuple[DnsRecord, ...]


TlsMessage = Literal[
    "ClientHello",
    "ServerHello",
    "CertificateRequest",
    "Certificate",
    "ClientKeyExchange",
    "CertificateVerify",
    "Finished",
    "Alert",
    "ApplicationData",
]


@frozen
class Tls:
    """TLS messages sent together; ``certificate`` is the subject of a client certificate.

    ``carries`` is what the application data hold, readable only where the session ends.
    """

    messages: tuple[TlsMessage, ...]
    certificate: str | None = None
    carries: HttpRequest | HttpResponse | None = None


Payload = Data | Keepalive | HttpRequest | HttpResponse | DnsQuery | DnsAnswer | Tls
