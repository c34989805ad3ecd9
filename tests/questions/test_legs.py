"""The legs of a request, out of traces written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pytest

from azsim.engine.clock import Clock
from azsim.engine.trace import Trace
from azsim.model.events import Delivered, Dropped, Event, Passed, RequestBegan, Sent
from azsim.model.packet import Packet
from azsim.model.payload import HttpRequest, HttpResponse, Payload
from azsim.model.rules import Rule
from azsim.questions.legs import CLIENT, NO_RESPONSE, legs, visited
from azsim.questions.sessions import sessions
from azsim.text import Text

REASON = Rule("test.reason", Text("a reason", "理由"))
C, F, S = "192.0.2.33", "203.0.113.10", "10.0.0.4"
Line = tuple[Literal["send", "pass", "deliver", "drop"], str, Packet]


def packet(id: int, source: str, destination: str, payload: Payload | None) -> Packet:
    """A packet on its way, ports left aside."""
    return Packet(id, "TCP", source, 1, destination, 1, "ACK" if payload else "SYN", payload)


def trace(lines: Iterable[Line], requests: int = 1) -> tuple[Event, ...]:
    """A trace in which a packet is sent, passed, delivered or dropped."""
    made = Trace(Clock())
    for number in range(1, requests + 1):
        made.add(RequestBegan, "client", number)
    for kind, where, seen in lines:
        match kind:
            case "send":
                made.add(Sent, where, seen)
            case "pass":
                made.add(Passed, where, seen, seen, REASON)
            case "deliver":
                made.add(Delivered, where, seen, REASON)
            case "drop":
                made.add(Dropped, where, seen, REASON)
    return made.events


ASKED = packet(1, C, F, HttpRequest(F))
REWRITTEN = packet(1, C, S, HttpRequest(F))
ANSWERED = packet(2, S, C, HttpResponse())
BACK = packet(2, F, C, HttpResponse())

WHOLE: list[Line] = [
    ("send", "client", ASKED),
    ("pass", "lb", ASKED),
    ("deliver", "web", REWRITTEN),
    ("send", "web", ANSWERED),
    ("pass", "lb", ANSWERED),
    ("deliver", "client", BACK),
]


def shown(lines: Iterable[Line]) -> list[tuple[str, str, str, str]]:
    """The legs as a reader sees them."""
    found = legs(trace(lines))
    return [(str(leg.start), str(leg.end), leg.source, leg.destination) for leg in found]


def test_a_packet_is_followed_by_its_identity() -> None:
    assert shown(WHOLE) == [
        ("client", "lb", C, F),
        ("lb", "web", C, S),
        ("web", "lb", S, C),
        ("lb", "client", F, C),
    ]


def test_the_client_is_said_in_the_language_of_the_reader() -> None:
    first = legs(trace(WHOLE))[0]
    assert first.start == CLIENT
    assert CLIENT.ja == "クライアント"


def test_a_request_without_a_response_says_so() -> None:
    assert shown(WHOLE[:3])[-1] == ("web", NO_RESPONSE.en, "", "")


@pytest.mark.parametrize("length", [2, 5])
def test_a_packet_that_is_dropped_ends_there(length: int) -> None:
    last = WHOLE[length][2]
    lines: list[Line] = [*WHOLE[:length], ("drop", "web", last)]
    assert shown(lines)[-1][1] == "dropped by web"


def test_a_connection_that_never_opens_shows_its_first_packet() -> None:
    syn = packet(1, C, F, None)
    assert shown([("send", "client", syn), ("drop", "lb", syn)]) == [
        ("client", "dropped by lb", C, F)
    ]


def test_no_request_has_no_legs() -> None:
    assert shown([]) == []
    assert legs(trace(WHOLE, requests=0)) == []


def test_only_the_last_request_counts() -> None:
    made = (*trace(WHOLE), RequestBegan(len(WHOLE) + 1, 0, "client", 1))
    assert legs(made) == []
    assert visited(made) == []


def test_the_places_that_were_visited() -> None:
    assert visited(trace(WHOLE)) == ["client", "lb", "web"]


def test_a_handshake_that_nobody_answers_is_no_session() -> None:
    syn = packet(1, C, F, None)
    assert sessions(trace([("send", "client", syn), ("deliver", "web", syn)])) == []
