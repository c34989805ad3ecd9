"""A web server, and what it is asked."""

from __future__ import annotations

import itertools

import pytest

from azsim.facts import Facts
from azsim.hosts.host import Host
from azsim.hosts.tls import TlsClient
from azsim.hosts.web import WebRequest, WebServer
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Data, DnsQuery, HttpRequest, HttpResponse, Payload, Tls

FLOW = FiveTuple("TCP", "192.0.2.33", 49_152, "10.0.2.4", 80)


@pytest.fixture
def server() -> Host:
    server = Host("web1", ("10.0.2.4",), Facts(), itertools.count(1), application=WebServer())
    server.accept(FLOW.reversed())
    return server


def answers(server: Host, payload: Payload) -> list[Payload | None]:
    return [packet.payload for packet in server.receive(Packet(9, *FLOW, "ACK", payload), 0)]


@pytest.mark.parametrize(
    ("request_", "response"),
    [(HttpRequest("www.example.com"), HttpResponse()), (Data(), Data("answer"))],
)
def test_a_web_server_answers_a_request(server: Host, request_: Payload, response: Payload) -> None:
    assert answers(server, request_) == [response]


def test_a_web_server_knows_nothing_of_dns(server: Host) -> None:
    assert answers(server, DnsQuery(1, "www.example.com")) == []


def test_a_web_server_answers_no_request_before_the_handshake_is_over(server: Host) -> None:
    assert answers(server, Tls(("ApplicationData",), carries=HttpRequest("www.example.com"))) == []


def test_a_client_that_was_turned_away_sends_no_request() -> None:
    client = Host("client", ("192.0.2.33",), Facts(), itertools.count(1))
    request = WebRequest(HttpRequest("www.example.com"), TlsClient(state="finished sent"))
    client.take_up(FLOW).application = request
    alert = Packet(9, *FLOW.reversed(), "ACK", Tls(("Alert",)))
    assert client.receive(alert, 0) == []


def test_a_web_server_that_has_closed_answers_nothing(server: Host) -> None:
    server.close(server.connections[FLOW.reversed()])
    assert answers(server, HttpRequest("www.example.com")) == []
