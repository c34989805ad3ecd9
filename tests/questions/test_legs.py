"""The legs of a request, out of traces written by hand."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from azsim.engine.clock import Clock
from azsim.engine.trace import Trace
from azsim.model.observation import Kind
from azsim.model.packet import Packet
from azsim.model.payload import HttpRequest, HttpResponse, Payload
from azsim.questions.exchange import REQUEST
from azsim.questions.legs import CLIENT, NO_RESPONSE, legs, visited
from azsim.questions.sessions import sessions
from azsim.text import Text

C, F, S = "192.0.2.33", "203.0.113.10", "10.0.0.4"
Line = tuple[Kind, str, Packet]


def packet(id: int, source: str, destination: str, payload: Payload | None) -> Packet:
    """A packet on its way, ports left aside."""
    return Packet(id, "TCP", source, 1, destination, 1, "ACK" if payload else "SYN", payload)


def trace(lines: Iterable[Line], events: int = 1) -> Trace:
    """A trace in which a packet is sent, passed, delivered or dropped."""
    made = Trace(Clock())
    for _ in range(events):
        made.add("event", "client", rule=REQUEST, number=1)
    for kind, where, seen in lines:
        before, after = (None, seen) if kind == "send" else (seen, None)
        made.add(kind, where, before, after, Text("a reason", "理由"))
    return made


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
    found = legs(trace(lines).observations)
    return [(str(leg.start), str(leg.end), leg.source, leg.destination) for leg in found]


def test_a_packet_is_followed_by_its_identity() -> None:
    assert shown(WHOLE) == [
        ("client", "lb", C, F),
        ("lb", "web", C, S),
        ("web", "lb", S, C),
        ("lb", "client", F, C),
    ]


def test_the_client_is_said_in_the_language_of_the_reader() -> None:
    first = legs(trace(WHOLE).observations)[0]
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
    assert legs(trace(WHOLE, events=0).observations) == []


def test_only_the_last_request_counts() -> None:
    made = trace(WHOLE)
    made.add("event", "client", rule=REQUEST, number=1)
    assert legs(made.observations) == []
    assert visited(made.observations) == []


def test_the_places_that_were_visited() -> None:
    assert visited(trace(WHOLE).observations) == ["client", "lb", "web"]


def test_a_handshake_that_nobody_answers_is_no_session() -> None:
    syn = packet(1, C, F, None)
    assert sessions(trace([("send", "client", syn), ("deliver", "web", syn)]).observations) == []
