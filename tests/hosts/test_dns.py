"""The resolver's cache, and a name server that answers by a callable."""

from __future__ import annotations

import itertools

import pytest

from azsim.facts import Facts
from azsim.hosts.application import Connection
from azsim.hosts.dns import NameServer, Resolver, address_in
from azsim.hosts.host import Host
from azsim.model.packet import FiveTuple
from azsim.model.payload import Data, DnsAnswer, DnsQuery, DnsRecord
from azsim.units import SECOND

NAME = "test.trafficmanager.net"
RECORDS = (
    DnsRecord(NAME, "CNAME", "test01.example", 60),
    DnsRecord("test01.example", "A", "1.1.1.1", 90),
)


def host() -> Host:
    """An endpoint for an application to speak from."""
    return Host("h", ("192.0.2.33",), Facts(), itertools.count(1))


def flow() -> Connection:
    """A UDP flow of that endpoint."""
    return Connection(FiveTuple("UDP", "192.0.2.33", 53, "192.0.2.1", 50_000), "ESTABLISHED")


def resolved(records: tuple[DnsRecord, ...] = RECORDS, now: int = 0) -> Resolver:
    """A resolver that got *records* at *now*."""
    resolver = Resolver(Facts())
    query = resolver.query(NAME)
    resolver.received(host(), flow(), DnsAnswer(query.id, NAME, records), now)
    return resolver


def test_an_answer_lives_as_long_as_its_shortest_record() -> None:
    resolver = resolved()
    assert resolver.cached(NAME, 60 * SECOND - 1) == RECORDS
    assert resolver.cached(NAME, 60 * SECOND) is None


def test_an_answer_is_as_old_as_the_time_since_it_came() -> None:
    resolver = resolved(now=180 * SECOND)
    assert resolver.cached(NAME, 240 * SECOND - 1) == RECORDS
    assert resolver.cached(NAME, 240 * SECOND) is None


def test_the_answer_to_the_last_query_is_known_until_the_next() -> None:
    resolver = resolved()
    assert resolver.answer is not None
    assert resolver.answer.records == RECORDS
    resolver.query(NAME)
    assert resolver.answer is None


def test_another_name_is_not_cached() -> None:
    assert resolved().cached("other.trafficmanager.net", 0) is None


def test_a_ttl_of_zero_is_never_cached() -> None:
    assert resolved((DnsRecord(NAME, "A", "1.1.1.1", 0),)).cached(NAME, 0) is None


def test_no_records_are_not_cached() -> None:
    assert resolved(()).cached(NAME, 0) is None


def test_queries_are_told_apart_by_their_numbers() -> None:
    resolver = Resolver(Facts())
    assert [resolver.query(NAME).id for _ in range(3)] == [1, 2, 3]


def test_an_answer_to_an_older_query_is_ignored() -> None:
    resolver = Resolver(Facts())
    late = resolver.query(NAME)
    resolver.query(NAME)
    resolver.received(host(), flow(), DnsAnswer(late.id, NAME, RECORDS), 0)
    assert resolver.answer is None
    assert resolver.cached(NAME, 0) is None


def test_a_name_server_is_told_the_name_and_who_asks() -> None:
    asked: list[tuple[str, str]] = []

    def records(name: str, source: str) -> tuple[DnsRecord, ...]:
        asked.append((name, source))
        return RECORDS

    [packet] = NameServer(records).received(host(), flow(), DnsQuery(7, NAME), 0)
    assert asked == [(NAME, "192.0.2.1")]
    assert packet.payload == DnsAnswer(7, NAME, RECORDS)


def test_a_name_server_is_silent_to_anything_else() -> None:
    assert NameServer(lambda name, source: ()).received(host(), flow(), Data(), 0) == []


@pytest.mark.parametrize(("records", "address"), [(RECORDS, "1.1.1.1"), ((), None)])
def test_the_address_that_records_lead_to(
    records: tuple[DnsRecord, ...], address: str | None
) -> None:
    assert address_in(records) == address


@pytest.mark.parametrize("application", [NameServer(lambda name, source: ()), Resolver(Facts())])
def test_neither_end_speaks_before_it_is_asked(application: NameServer | Resolver) -> None:
    assert application.established(host(), flow(), 0) == []
