"""Requests and their responses, as they stand in a trace.

Whoever lets a client send a request writes an event with the rule `REQUEST`
first. Its ``number`` is 1 for the first of those that one step sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from azsim.model.observation import Observation
from azsim.model.packet import Packet
from azsim.model.payload import Data, HttpRequest, HttpResponse, Payload, Tls
from azsim.text import Text

REQUEST = Text("a client sends a request", "クライアントが要求を送る")


@frozen
class Arrival:
    """A request that arrived at a place."""

    where: str
    source: str
    time: int


def last_request(observations: Sequence[Observation]) -> list[Observation]:
    """The last request, from its event on; nothing where there was none."""
    return _from_last(observations, first_of_step=False)


def last_step(observations: Sequence[Observation]) -> list[Observation]:
    """All requests of the last step that sent any."""
    return _from_last(observations, first_of_step=True)


def arrived(observations: Iterable[Observation], where: str) -> list[Arrival]:
    """The requests that arrived at *where*."""
    return [
        Arrival(where, each.before.source, each.time)
        for each in observations
        if each.kind == "deliver"
        and each.where == where
        and isinstance(each.before, Packet)
        and is_request(each.before.payload)
    ]


def response(observations: Iterable[Observation], where: str) -> HttpResponse | None:
    """The last response that was delivered to *where*, in clear text or within TLS."""
    last = None
    for each in observations:
        if each.kind == "deliver" and each.where == where and isinstance(each.before, Packet):
            payload = each.before.payload
            if isinstance(payload, Tls):
                payload = payload.carries
            if isinstance(payload, HttpResponse):
                last = payload
    return last


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


def _from_last(observations: Sequence[Observation], first_of_step: bool) -> list[Observation]:
    for index in range(len(observations) - 1, -1, -1):
        each = observations[index]
        begins = each.kind == "event" and each.rule == REQUEST
        if begins and (not first_of_step or ("number", 1) in each.details):
            return list(observations[index:])
    return []
