"""What a packet carries, in a few words of either language."""

from __future__ import annotations

from azsim.model.payload import (
    Data,
    DnsAnswer,
    DnsQuery,
    Fragmented,
    HttpRequest,
    HttpResponse,
    Keepalive,
    Payload,
    Tls,
)
from azsim.text import Text, same

_KEEPALIVE = Text("keepalive", "キープアライブ")
_FRAGMENTS = Text("in fragments", "フラグメント")
_QUERY = Text("DNS query for {name}", "{name} の DNS クエリ")
_ANSWER = Text("DNS answer: {data}", "DNS 応答: {data}")
_NO_SUCH_NAME = Text("DNS answer: {name} doesn't exist", "DNS 応答: {name} は存在しない")


def payload_words(payload: Payload | None) -> Text:
    """What stands for *payload* in a table; nothing for None."""
    match payload:
        case None:
            return same("")
        case Keepalive():
            return _KEEPALIVE
        case Fragmented():
            return _FRAGMENTS
        case Data():
            return same(payload.text)
        case HttpRequest():
            return same(f"HTTP {payload.method} {payload.host}{payload.path}")
        case HttpResponse():
            return same(f"HTTP {payload.status} {payload.reason}")
        case DnsQuery():
            return _QUERY.fill(name=payload.name)
        case DnsAnswer() if payload.records:
            return _ANSWER.fill(data=", ".join(record.data for record in payload.records))
        case DnsAnswer():
            return _NO_SUCH_NAME.fill(name=payload.name)
        case Tls():
            return same(f"TLS {', '.join(payload.messages)}")
