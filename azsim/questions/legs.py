"""The legs that the last request and its response took, through rewrites and proxies."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from azsim.model.events import Delivered, Dropped, Event, PacketEvent, Sent
from azsim.model.payload import Payload
from azsim.questions.exchange import is_message, is_request, last_request
from azsim.text import Text

COLUMNS = (
    Text("from", "から"),
    Text("to", "へ"),
    Text("source", "送信元"),
    Text("destination", "宛先"),
)

CLIENT = Text("client", "クライアント")
DROPPED = Text("dropped by {where}", "{where} で破棄")
NO_RESPONSE = Text("no response", "応答なし")


@frozen
class Leg:
    """One link that a packet crossed, and its addresses there."""

    start: str | Text
    end: str | Text
    source: str
    destination: str


@frozen
class _Way:
    """The legs of one packet, and where it was delivered, if it was."""

    legs: list[Leg]
    delivered: Delivered | None


def legs(events: Sequence[Event]) -> list[Leg]:
    """The legs of the last request and of its response, in order.

    A packet that is dropped ends with a leg that says so, and so does a request
    without a response.
    """
    seen = last_request(events)
    sent = _first_sent(seen, is_request) or _first_sent(seen, lambda payload: payload is None)
    if sent is None:
        return []
    client = sent.where
    found: list[Leg] = []
    while True:
        way = _follow(seen, sent)
        found += way.legs
        if way.delivered is None or way.delivered.where == client:
            break
        place, after = way.delivered.where, way.delivered.sequence
        rest = [each for each in seen if each.sequence > after and each.where == place]
        onward = _first_sent(rest, is_message)
        if onward is None:
            found.append(Leg(place, NO_RESPONSE, "", ""))
            break
        sent = onward
    return [
        Leg(_named(leg.start, client), _named(leg.end, client), leg.source, leg.destination)
        for leg in found
    ]


def visited(events: Sequence[Event]) -> list[str]:
    """The places where packets of the last request and its response were seen, in order."""
    places = [
        each.where
        for each in last_request(events)
        if isinstance(each, PacketEvent) and each.packet.protocol == "TCP"
    ]
    return list(dict.fromkeys(places))


def _follow(seen: Sequence[Event], sent: Sent) -> _Way:
    start, found = sent.where, list[Leg]()
    for each in seen:
        if isinstance(each, Sent) or not isinstance(each, PacketEvent):
            continue
        packet = each.packet
        if packet.id != sent.packet.id:
            continue
        if isinstance(each, Dropped):
            end: str | Text = DROPPED.fill(where=each.where)
            found.append(Leg(start, end, packet.source, packet.destination))
            return _Way(found, None)
        found.append(Leg(start, each.where, packet.source, packet.destination))
        if isinstance(each, Delivered):
            return _Way(found, each)
        start = each.where
    return _Way(found, None)


def _first_sent(seen: Sequence[Event], wanted: Callable[[Payload | None], bool]) -> Sent | None:
    for each in seen:
        if isinstance(each, Sent) and each.packet.protocol == "TCP" and wanted(each.packet.payload):
            return each
    return None


def _named(place: str | Text, client: str) -> str | Text:
    return CLIENT if place == client else place
