"""Traffic Manager: answers DNS queries for a profile by priority routing."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve, field, frozen

from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.facts.profile import Profile, duration, names
from azsim.hosts.host import Host
from azsim.model.packet import Packet
from azsim.model.payload import DnsRecord
from azsim.model.verdict import Verdict
from azsim.units import SECOND

NAME = "Traffic Manager"


@frozen
class Endpoint:
    """An endpoint of a profile: its name there, and the DNS name that is answered, with its address."""

    name: str
    dns_name: str
    address: str
    priority: int


@define(eq=False)
class TrafficManagerProfile:
    """A profile with priority routing; ``ttl`` in seconds, or None for the default."""

    name: str
    endpoints: tuple[Endpoint, ...]
    ttl: int | None = None
    degraded: set[str] = field(factory=set)


class Answers(Profile):
    """What Traffic Manager answers where a profile doesn't say otherwise."""

    records = names("traffic-manager.answer")
    default_ttl = duration("traffic-manager.default-ttl")


@define(eq=False)
class TrafficManager:
    """Every profile, and the name server that answers for them."""

    facts: Facts
    profiles: dict[str, TrafficManagerProfile] = field(factory=dict)
    _host: Host | None = field(default=None, init=False)
    _answers: Answers = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._answers = Answers(self.facts)

    @property
    def name(self) -> str:
        """What the place is called in tables and traces."""
        return NAME

    def at(self, host: Host) -> None:
        """Let *host* be the name server."""
        self._host = host

    @property
    def host(self) -> Host:
        """The name server."""
        assert self._host is not None
        return self._host

    def translate(self, packet: Packet, now: int) -> Verdict:
        """Take in queries."""
        return self.host.translate(packet, now)

    def receive(self, packet: Packet, now: int) -> list[Packet]:
        """Take in a query; the answer."""
        return self.host.receive(packet, now)

    def records(self, name: str, source: str) -> tuple[DnsRecord, ...]:
        """The answer to a query for *name*; nothing where no profile has it."""
        profile = self.profiles.get(name)
        if profile is None:
            return ()
        endpoint = self._choose(profile)
        ttl = self._answers.default_ttl // SECOND if profile.ttl is None else profile.ttl
        self.facts.rests_on("dns.endpoint-record-ttl")
        made = {
            "CNAME": DnsRecord(profile.name, "CNAME", endpoint.dns_name, ttl),
            "A": DnsRecord(endpoint.dns_name, "A", endpoint.address, ttl),
        }
        return tuple(made[kind] for kind in self._answers.records)

    def order(self, profile: TrafficManagerProfile) -> tuple[Endpoint, ...]:
        """The endpoints in the order in which each takes over where those before it are degraded."""
        found: list[Endpoint] = []
        while len(found) < len(profile.endpoints):
            degraded = {each.name for each in found}
            found.append(self._choose(evolve(profile, degraded=degraded)))
        return tuple(found)

    @decides
    def _choose(self, profile: TrafficManagerProfile) -> Endpoint:
        self.facts.rests_on("traffic-manager.priority-order")
        return min(self._available(profile), key=lambda endpoint: endpoint.priority)

    @decides
    def _available(self, profile: TrafficManagerProfile) -> Sequence[Endpoint]:
        if not profile.degraded:
            return profile.endpoints
        self.facts.rests_on("traffic-manager.skips-degraded")
        online = [each for each in profile.endpoints if each.name not in profile.degraded]
        if online:
            return online
        self.facts.rests_on("traffic-manager.all-degraded")
        return profile.endpoints
