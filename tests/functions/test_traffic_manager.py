"""Priority routing."""

from __future__ import annotations

import itertools

import pytest

from azsim.facts import Facts
from azsim.functions.traffic_manager import Endpoint, TrafficManager, TrafficManagerProfile
from azsim.hosts.dns import NameServer
from azsim.hosts.host import Host
from azsim.model.packet import Packet
from azsim.model.payload import DnsAnswer, DnsQuery
from azsim.model.verdict import Deliver

NAME = "test.trafficmanager.net"
ONE = Endpoint("one", "one.example", "1.1.1.1", 10)
TWO = Endpoint("two", "two.example", "2.2.2.2", 20)


def manager(*degraded: str, ttl: int | None = 60) -> TrafficManager:
    """One profile of two endpoints, the higher number first in its list."""
    made = TrafficManager(Facts())
    made.profiles[NAME] = TrafficManagerProfile(NAME, (TWO, ONE), ttl, set(degraded))
    made.at(Host("Traffic Manager", ("198.51.100.53",), made.facts, itertools.count(1)))
    return made


@pytest.mark.parametrize(
    ("degraded", "address"),
    [
        ((), "1.1.1.1"),
        (("one",), "2.2.2.2"),
        (("two",), "1.1.1.1"),
        (("one", "two"), "1.1.1.1"),
    ],
)
def test_the_lowest_number_that_is_available_is_answered(
    degraded: tuple[str, ...], address: str
) -> None:
    records = manager(*degraded).records(NAME, "192.0.2.33")
    assert [record.data for record in records if record.type == "A"] == [address]


def test_the_answer_is_a_cname_and_an_address() -> None:
    alias, address = manager().records(NAME, "192.0.2.33")
    assert (alias.name, alias.type, alias.data, alias.ttl) == (NAME, "CNAME", "one.example", 60)
    assert (address.name, address.type, address.data) == ("one.example", "A", "1.1.1.1")


def test_the_default_ttl() -> None:
    assert manager(ttl=None).records(NAME, "192.0.2.33")[0].ttl == 300


def test_an_unknown_name_has_no_records() -> None:
    assert manager().records("other.trafficmanager.net", "192.0.2.33") == ()


def test_queries_end_here() -> None:
    query = Packet(1, "UDP", "192.0.2.33", 50_000, "198.51.100.53", 53)
    assert isinstance(manager().translate(query, 0), Deliver)


def test_a_query_gets_an_answer() -> None:
    made = manager()
    made.host.application = NameServer(made.records)
    query = Packet(1, "UDP", "192.0.2.33", 50_000, "198.51.100.53", 53, "", DnsQuery(7, NAME))
    [answer] = made.receive(query, 0)
    assert answer.payload == DnsAnswer(7, NAME, made.records(NAME, "192.0.2.33"))
