"""What a packet carries, as the bytes that would be on the wire."""

from __future__ import annotations

from functools import lru_cache

from azsim.model.packet import Protocol
from azsim.model.payload import (
    Data,
    DnsAnswer,
    DnsQuery,
    HttpRequest,
    HttpResponse,
    Keepalive,
    Payload,
    Tls,
)
from azsim.tools.dns_message import answer_bytes, query_bytes
from azsim.tools.tls_records import records_bytes

_WITHOUT_BODY = (204, 304)


@lru_cache(maxsize=1024)
def payload_bytes(payload: Payload | None, protocol: Protocol) -> bytes:
    """The bytes of *payload* above *protocol*; a keepalive and None are empty.

    :raises Advice: for a name that DNS can't carry.
    """
    match payload:
        case None | Keepalive():
            return b""
        case Data():
            return payload.text.encode()
        case HttpRequest() | HttpResponse():
            return http_bytes(payload)
        case DnsQuery():
            return _framed(query_bytes(payload), protocol)
        case DnsAnswer():
            return _framed(answer_bytes(payload), protocol)
        case Tls():
            inner = b"" if payload.carries is None else http_bytes(payload.carries)
            return records_bytes(payload, len(inner))


def http_bytes(message: HttpRequest | HttpResponse) -> bytes:
    """An HTTP/1.1 request or response without a body."""
    if isinstance(message, HttpRequest):
        start = f"{message.method} {message.path} HTTP/1.1\r\nHost: {message.host}\r\n"
        empty = message.method in ("POST", "PUT", "PATCH")
    else:
        start = f"HTTP/1.1 {message.status} {message.reason}\r\n"
        empty = message.status >= 200 and message.status not in _WITHOUT_BODY
    return (start + ("Content-Length: 0\r\n" if empty else "") + "\r\n").encode()


def _framed(message: bytes, protocol: Protocol) -> bytes:
    # Over TCP a DNS message follows its length (RFC 1035, section 4.2.2).
    return len(message).to_bytes(2, "big") + message if protocol == "TCP" else message
