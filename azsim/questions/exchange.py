"""Requests and their responses, as they stand in a trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from azsim.model.events import Delivered, Dropped, Event, RequestBegan, Sent
from azsim.model.packet import FiveTuple
from azsim.model.payload import Data, HttpRequest, HttpResponse, Payload, Tls
from azsim.model.rules import Rule


@frozen
class Arrival:
    """A request that arrived at a place."""

    where: str
    source: str
    time: int


def last_request(events: Sequence[Event]) -> list[Event]:
    """The last request, from its event on; nothing where there was none."""
    return _from_last(events, first_of_step=False)


def last_step(events: Sequence[Event]) -> list[Event]:
    """All requests of the last step that sent any."""
    return _from_last(events, first_of_step=True)


def arrived(events: Iterable[Event], where: str) -> list[Arrival]:
    """The requests that arrived at *where*."""
    return [
        Arrival(where, each.packet.source, each.time)
        for each in events
        if isinstance(each, Delivered) and each.where == where and is_request(each.packet.payload)
    ]


def response(events: Iterable[Event], where: str) -> HttpResponse | None:
    """The last response that was delivered to *where*, in clear text or within TLS."""
    last = None
    for each in events:
        if isinstance(each, Delivered) and each.where == where:
            payload = each.packet.payload
            if isinstance(payload, Tls):
                payload = payload.carries
            if isinstance(payload, HttpResponse):
                last = payload
    return last


def drops(events: Iterable[Event]) -> list[Rule | None]:
    """Why something of each request of *events* was dropped, its answers included; None where
    nothing was.
    """
    found: list[Rule | None] = []
    client = None
    for each in events:
        if isinstance(each, RequestBegan):
            client = each.where
            found.append(None)
        elif isinstance(each, Dropped) and client in (each.packet.source, each.packet.destination):
            found[-1] = found[-1] or each.reason
    return found


def answered(events: Iterable[Event], host: str, flow: FiveTuple) -> bool | None:
    """Whether *host* has got an answer to what it asked last on *flow*; None where it asked nothing."""
    found: bool | None = None
    back = flow.reversed()
    for each in events:
        match each:
            case Sent(where=where, packet=packet) if where == host and packet.five_tuple == flow:
                if is_message(packet.payload):
                    found = False
            case Delivered(where=where, packet=packet) if (
                where == host and packet.five_tuple == back and is_message(packet.payload)
            ):
                found = None if found is None else True
    return found


def in_turn(addresses: Sequence[str], count: int) -> list[tuple[str]]:
    """The sources of *count* requests, of which there should be one for each of *addresses*
    at least, where they come from *addresses* in turn.
    """
    count = max(count, len(addresses))
    return [(addresses[number % len(addresses)],) for number in range(count)]


def is_request(payload: Payload | None) -> bool:
    """Whether the payload is a request, in clear text or within TLS."""
    if isinstance(payload, Tls):
        payload = payload.carries
    return isinstance(payload, HttpRequest)


def is_message(payload: Payload | None) -> bool:
    """Whether the payload is a request, a response or other data, and no handshake."""
    if isinstance(payload, Tls):
        payload = payload.carries
    return isinstance(payload, HttpRequest | HttpResponse | Data)


def _from_last(events: Sequence[Event], first_of_step: bool) -> list[Event]:
    for index in range(len(events) - 1, -1, -1):
        each = events[index]
        if isinstance(each, RequestBegan) and (each.number == 1 or not first_of_step):
            return list(events[index:])
    return []
