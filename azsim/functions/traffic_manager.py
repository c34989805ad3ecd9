"""Traffic Manager: answers DNS queries for a profile by priority routing."""

from __future__ import annotations

from functools import cached_property

from attrs import define, field, frozen

from azsim.facts import Facts
from azsim.hosts.host import Host
from azsim.model.packet import Packet
from azsim.model.payload import DnsRecord
from azsim.model.rules import Rule
from azsim.model.verdict import Pass, Verdict
from azsim.text import Text
from azsim.units import SECOND

NAME = "Traffic Manager"

PASSED_ON = Rule(
    "traffic-manager.passed-on",
    Text("Traffic Manager passes the request on", "Traffic Manager が要求を転送する"),
)


@frozen
class Endpoint:
    """An endpoint of a profile."""

    name: str
    address: str
    priority: int


@define(eq=False)
class Profile:
    """A profile with priority routing; ``ttl`` in seconds, or None for the default."""

    name: str
    endpoints: tuple[Endpoint, ...]
    ttl: int | None = None
    degraded: set[str] = field(factory=set)


@define(eq=False)
class TrafficManager:
    """Every profile, and the name server that answers for them."""

    facts: Facts
    profiles: dict[str, Profile] = field(factory=dict)
    _host: Host | None = field(default=None, init=False)

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
        """Take in queries; anything else is on its way to an endpoint."""
        if packet.destination == self.host.address:
            return self.host.translate(packet, now)
        return Pass(packet, PASSED_ON)

    def receive(self, packet: Packet, now: int) -> list[Packet]:
        """Take in a query; the answer."""
        return self.host.receive(packet, now)

    def records(self, name: str, source: str) -> tuple[DnsRecord, ...]:
        """The answer to a query for *name*; nothing where no profile has it."""
        profile = self.profiles.get(name)
        if profile is None:
            return ()
        endpoint = self._choose(profile)
        if endpoint is None:
            return ()
        ttl = self._ttl(profile)
        made = {
            "CNAME": DnsRecord(profile.name, "CNAME", endpoint.name, ttl),
            "A": DnsRecord(endpoint.name, "A", endpoint.address, self._address_ttl(ttl)),
        }
        return tuple(made[kind] for kind in self._answer)

    def _choose(self, profile: Profile) -> Endpoint | None:
        ordered = sorted(
            profile.endpoints,
            key=lambda endpoint: endpoint.priority,
            reverse=self._order == "highest first",
        )
        if profile.degraded and self._skips_degraded:
            available = [each for each in ordered if each.name not in profile.degraded]
            if not available and self._all_degraded != "as if all were online":
                return None
            ordered = available or ordered
        return ordered[0]

    def _ttl(self, profile: Profile) -> int:
        if profile.ttl is not None:
            return profile.ttl
        return self._default_ttl // SECOND

    def _address_ttl(self, ttl: int) -> int:
        return ttl if self._address_lives == "at least the profile's TTL" else ttl // 2

    @cached_property
    def _answer(self) -> tuple[str, ...]:
        return self.facts.names("traffic-manager.answer")

    @cached_property
    def _order(self) -> str:
        return self.facts.text("traffic-manager.priority-order")

    @cached_property
    def _skips_degraded(self) -> bool:
        return self.facts.flag("traffic-manager.skips-degraded")

    @cached_property
    def _all_degraded(self) -> str:
        return self.facts.text("traffic-manager.all-degraded")

    @cached_property
    def _default_ttl(self) -> int:
        return self.facts.duration("traffic-manager.default-ttl")

    @cached_property
    def _address_lives(self) -> str:
        return self.facts.text("dns.endpoint-record-ttl")
