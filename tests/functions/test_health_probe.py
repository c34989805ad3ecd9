"""When probes leave, and what they do."""

from __future__ import annotations

import itertools

from azsim.facts import Facts
from azsim.functions.health_probe import HttpProbe, Prober, TcpProbe
from azsim.hosts.application import Connection
from azsim.hosts.host import Host
from azsim.model.packet import FiveTuple
from azsim.model.payload import HttpRequest, HttpResponse


def times(interval: int, duration: int, start: int = 0) -> list[tuple[int, int]]:
    """When which probe leaves."""
    sent: list[tuple[int, int]] = []
    now = start
    prober = Prober(lambda: interval, lambda number: sent.append((now, number)))
    assert prober.next_deadline() is None
    prober.run(start, duration)
    while (deadline := prober.next_deadline()) is not None:
        now = deadline
        prober.expire(now)
    return sent


def test_the_first_probe_leaves_at_once_and_none_at_the_end() -> None:
    assert times(15, 60) == [(0, 0), (15, 1), (30, 2), (45, 3)]


def test_a_run_can_start_later() -> None:
    assert times(30, 31, start=100) == [(100, 0), (130, 1)]


def test_a_run_of_no_time_has_no_probe() -> None:
    assert times(15, 0) == []


def test_the_numbers_go_on_in_the_next_run() -> None:
    numbers: list[int] = []
    prober = Prober(lambda: 10, numbers.append)
    for start in (0, 100):
        prober.run(start, 20)
        prober.expire(start)
        prober.expire(start + 10)
    assert numbers == [0, 1, 2, 3]


def endpoint() -> tuple[Host, Connection]:
    """A prober's end of an established connection."""
    host = Host("h", ("168.63.129.16",), Facts(), itertools.count(1))
    flow = FiveTuple("TCP", "168.63.129.16", 50_000, "10.0.0.4", 80)
    return host, Connection(flow, "ESTABLISHED")


def test_a_tcp_probe_closes_after_the_handshake() -> None:
    [packet] = TcpProbe().established(*endpoint(), 0)
    assert packet.flags == "FIN ACK"


def test_an_http_probe_asks_for_a_page_and_closes_when_it_has_come() -> None:
    host, connection = endpoint()
    probe = HttpProbe("127.0.0.1")
    [packet] = probe.established(host, connection, 0)
    assert packet.payload == HttpRequest("127.0.0.1")
    [packet] = probe.received(host, connection, HttpResponse(), 0)
    assert packet.flags == "FIN ACK"


def test_a_tcp_probe_asks_for_nothing_and_awaits_nothing() -> None:
    assert TcpProbe().received(*endpoint(), HttpResponse(), 0) == []
