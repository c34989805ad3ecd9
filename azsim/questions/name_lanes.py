"""DNS on a timeline: how long clients keep an answer, and where their requests go meanwhile."""

from __future__ import annotations

from attrs import define, field

from azsim.model.events import Delivered, Event, HealthChanged, RequestBegan, Sent
from azsim.model.packet import Packet
from azsim.model.payload import DnsAnswer, DnsQuery, HttpRequest, Payload, Tls
from azsim.questions.lanes import Bar, Lane, Mark, lane
from azsim.text import Text, same
from azsim.units import SECOND


@define
class _Name:
    """What a client knows of a name, and what it did about it."""

    bars: list[Bar] = field(factory=list)
    marks: list[Mark] = field(factory=list)


@define
class NameLanes:
    """Reads a trace once, and tells of its DNS answers and of degraded endpoints."""

    _names: dict[tuple[str, str], _Name] = field(factory=dict)
    _has_asked: dict[str, bool] = field(factory=dict)
    _degraded: dict[str, int] = field(factory=dict)
    _addresses: dict[str, str] = field(factory=dict)

    def read(self, each: Event) -> None:
        """Take in the next event."""
        match each:
            case HealthChanged(healthy=False):
                self._degraded.setdefault(each.where, each.time)
            case RequestBegan():
                self._has_asked[each.where] = False
            case Sent():
                self._read_sent(each.time, each.where, each.packet)
            case Delivered(packet=Packet(payload=DnsAnswer() as answer)):
                self._read_answer(each.time, each.where, answer)

    def lanes(self) -> list[Lane]:
        """A lane for each client and name, and one for each endpoint that became degraded."""
        clients = [
            lane("names", same(client), same(name), kept.bars, kept.marks)
            for (client, name), kept in self._names.items()
        ]
        endpoints = [
            lane(
                "endpoint",
                same(endpoint),
                same(self._addresses.get(endpoint, "")),
                [Bar(since, None, "degraded", _DEGRADED)],
            )
            for endpoint, since in self._degraded.items()
        ]
        return [*clients, *endpoints]

    def _read_sent(self, time: int, client: str, packet: Packet) -> None:
        if isinstance(packet.payload, DnsQuery):
            self._names.setdefault((client, packet.payload.name), _Name())
            self._has_asked[client] = True
        elif (request := _request(packet.payload)) is not None:
            known = self._names.get((client, request.host))
            if known is not None:
                words = _REQUEST if self._has_asked.get(client) else _REQUEST_FROM_CACHE
                said = words.fill(address=packet.destination)
                known.marks.append(Mark(time, "happened", said))

    def _read_answer(self, time: int, client: str, answer: DnsAnswer) -> None:
        known = self._names.get((client, answer.name))
        if known is None:
            return
        for record in answer.records:
            if record.type == "A":
                self._addresses.setdefault(record.name, record.data)
        address = next((each.data for each in answer.records if each.type == "A"), None)
        if address is None:
            known.marks.append(Mark(time, "failed", _NO_ADDRESS))
            return
        known.marks.append(Mark(time, "happened", _QUERY))
        life = min(record.ttl for record in answer.records) * SECOND
        if life:
            known.bars.append(Bar(time, time + life, "cached", _CACHED.fill(address=address)))


def _request(payload: Payload | None) -> HttpRequest | None:
    """The request that *payload* is, in clear text or within TLS."""
    inner = payload.carries if isinstance(payload, Tls) else payload
    return inner if isinstance(inner, HttpRequest) else None


_DEGRADED = Text("degraded", "機能低下")
_CACHED = Text("{address} cached", "{address} をキャッシュ")
_QUERY = Text("DNS query", "DNS クエリ")
_NO_ADDRESS = Text("DNS query, no address", "DNS クエリ、アドレスなし")
_REQUEST = Text("request to {address}", "{address} への要求")
_REQUEST_FROM_CACHE = Text("request to {address}, no query", "{address} への要求、クエリなし")
