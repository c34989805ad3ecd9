"""A web server answers requests and data, and nothing else."""

from __future__ import annotations

import itertools

import pytest

from azsim.facts import Facts
from azsim.hosts.host import Connection, Host
from azsim.hosts.web import WebServer
from azsim.model.packet import FiveTuple
from azsim.model.payload import Data, DnsQuery, HttpRequest, HttpResponse, Payload

HOST = Host("web1", ("10.0.2.4",), Facts(), itertools.count(1))
CONNECTION = Connection(FiveTuple("TCP", "10.0.2.4", 80, "192.0.2.33", 50_000), "ESTABLISHED")


@pytest.mark.parametrize(
    ("payload", "answers"),
    [
        (HttpRequest("web.example"), [HttpResponse()]),
        (Data(), [Data("answer")]),
        (DnsQuery(1, "web.example"), []),
    ],
)
def test_what_it_answers(payload: Payload, answers: list[Payload]) -> None:
    sent = WebServer().received(HOST, CONNECTION, payload, 0)
    assert [packet.payload for packet in sent] == answers
