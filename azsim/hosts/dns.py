"""DNS at both ends: a name server, and the resolver of a client with its cache."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field, frozen

from azsim.facts import Facts
from azsim.hosts.application import Application, Connection, Endpoint
from azsim.model.packet import Packet
from azsim.model.payload import DnsAnswer, DnsQuery, DnsRecord, Payload
from azsim.units import SECOND

PORT = 53

Records = tuple[DnsRecord, ...]


@define(eq=False)
class NameServer(Application):
    """Answers queries by ``records``, which is asked for a name and who wants it."""

    records: Callable[[str, str], Records]

    def received(
        self, host: Endpoint, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """Answer a query; anything else gets no answer."""
        if not isinstance(payload, DnsQuery):
            return []
        records = self.records(payload.name, connection.five_tuple.destination)
        return host.send(connection, DnsAnswer(payload.id, payload.name, records))


@frozen
class Cached:
    """An answer, and when it came."""

    records: Records
    since: int


@define(eq=False)
class Resolver(Application):
    """Asks for names and keeps each answer while the shortest of its TTLs lasts."""

    facts: Facts
    answer: DnsAnswer | None = None
    _cache: dict[str, Cached] = field(factory=dict, init=False)
    _queries: int = field(default=0, init=False)

    def cached(self, name: str, now: int) -> Records | None:
        """The records of *name* that need no query now, or None."""
        kept = self._cache.get(name)
        if kept is None:
            return None
        self.facts.rests_on("traffic-manager.client-caches")
        self.facts.rests_on("dns.client-honours-ttl")
        self.facts.rests_on("dns.expiry-boundary")
        if now - kept.since < min(record.ttl for record in kept.records) * SECOND:
            return kept.records
        self.facts.rests_on("traffic-manager.expired-answer-is-asked-again")
        return None

    def query(self, name: str) -> DnsQuery:
        """The next query for *name*."""
        self._queries += 1
        self.answer = None
        return DnsQuery(self._queries, name)

    def received(
        self, host: Endpoint, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        """Take in the answer to the last query and keep it."""
        if isinstance(payload, DnsAnswer) and payload.id == self._queries:
            self.answer = payload
            if payload.records:
                self._cache[payload.name] = Cached(payload.records, now)
        return []


def address_in(records: Records) -> str | None:
    """The address that *records* lead to, or None."""
    return next((record.data for record in records if record.type == "A"), None)
