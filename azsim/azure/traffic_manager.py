"""Traffic Manager profiles, and clients that resolve their names."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve, field

from azsim.azure.clients import Client, Clients
from azsim.azure.servers import Servers
from azsim.deploy import names
from azsim.deploy.cloud import Cloud
from azsim.deploy.names import Monitored, in_seconds
from azsim.deploy.world import World
from azsim.hosts.dns import Records, address_in
from azsim.model.events import HealthChanged
from azsim.model.resources.names import (
    TrafficManagerEndpoint,
    TrafficManagerProfile,
    TrafficRoutingMethod,
)
from azsim.questions import dns_answers, probes
from azsim.questions.exchange import last_request
from azsim.questions.legs import CLIENT, legs, visited
from azsim.text import Advice, Text, did_you_mean, quoted
from azsim.units import SECOND, format_count

WITHOUT_QUERY = Text("{address} without a DNS query", "DNS クエリなしで {address}")
AFTER_QUERY = Text("{address} after a DNS query", "DNS クエリの後に {address}")
DESCRIBE_IT = Text(
    ' Write before it: Given a Traffic Manager profile "{name}" with priority routing, the default TTL '
    "and endpoints:",
    "その前に次のように書く: 前提 TTL が既定値で優先順位ルーティングの Traffic Manager プロファイル "
    '"{name}" があり、エンドポイントは次のとおり:',
)
NO_ANSWER = Text("no request got a response", "応答のあった要求はない")


@define(eq=False)
class TrafficManager:
    """What a scenario says about Traffic Manager."""

    cloud: Cloud
    clients: Clients = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.clients = Clients(self.cloud)

    @property
    def world(self) -> World:
        """What everything runs in."""
        return self.cloud.world

    # What there is

    def add_profile(
        self, name: str, endpoints: Sequence[tuple[str, str, int]], ttl: int | None = None
    ) -> None:
        """A profile with priority routing; *ttl* in nanoseconds, or None for the default.

        :raises Advice: for a TTL or a priority that no profile can have, and for a name
            or an address that is taken.
        """
        self.world.names.check_free(name)
        self._check_priorities(endpoints)
        self.cloud.plane.describe(
            TrafficManagerProfile(
                id=name,
                fqdn=name,
                traffic_routing_method=TrafficRoutingMethod.PRIORITY,
                ttl=ttl,
                endpoints=tuple(
                    TrafficManagerEndpoint(
                        name=each, target=each, address=address, priority=priority
                    )
                    for each, address, priority in endpoints
                ),
            )
        )

    def degrade(self, endpoint: str) -> None:
        """Let an endpoint be degraded from now on, in each profile that has one of that name.

        :raises Advice: where no profile has it, with the nearest name.
        """
        for profile in self._profiles_of(endpoint):
            self.cloud.profiles.running[profile.fqdn].profile.degraded.add(endpoint)
        self.world.trace.add(HealthChanged, endpoint, healthy=False)

    # What happens

    def set_ttl(self, name: str, ttl: int) -> None:
        """Ask for another TTL of a profile, which Azure may refuse."""
        self._check_modelled(name)
        running = self.world.names.find(name, Monitored)
        known = self.cloud.plane.description.of_kind(TrafficManagerProfile)
        profile = next(each for each in known if each.fqdn == running.profile.name)
        changed = evolve(profile, ttl=ttl)
        request = Text("the TTL of {name} is {ttl}", "{name} の TTL を {ttl}にする").fill(
            name=name, ttl=in_seconds(ttl // SECOND)
        )
        self.cloud.plane.ask(request, changed)

    def set_priority(self, endpoint: str, priority: int) -> None:
        """Ask for another priority of an endpoint, which Azure may refuse.

        :raises Advice: where no profile has it, with the nearest name.
        """
        request = Text(
            f"the priority of {endpoint} is {priority}",
            f"{endpoint} の優先順位を {priority} にする",
        )
        for profile in self._profiles_of(endpoint):
            endpoints = tuple(
                evolve(each, priority=priority) if each.name == endpoint else each
                for each in profile.endpoints
            )
            if not self.cloud.plane.ask(request, evolve(profile, endpoints=endpoints)):
                return

    def resolve(self, client: str, name: str) -> None:
        """Let a client resolve a name."""
        self._resolve(self.clients.find(client), name)

    def send_request(self, client: str, name: str, port: int = 80) -> None:
        """Let a client send a request to a name, which it resolves first where it must."""
        sender = self.clients.find(client)
        self._known(name)
        self.clients.mark(sender)
        address = address_in(self._resolve(sender, name))
        if address is not None:
            names.lead_to_endpoints(self.cloud.profiles, sender.host)
            self.clients.send(sender, address, port, host_name=name)

    # What was seen

    def answer(self) -> list[dns_answers.Record]:
        """The records of the last DNS answer.

        :raises Advice: where no step asked for one.
        """
        found = dns_answers.last_answer(self.world.trace.events)
        if found is None:
            raise Advice(
                Text(
                    "No DNS answer has arrived before this step.",
                    "このステップの前に DNS 応答が届いていない。",
                )
            )
        return found

    def went(self) -> Text:
        """Where the last request went, and whether a DNS query came first."""
        seen = self.world.trace.events
        taken = legs(seen)
        if not taken or taken[-1].end != CLIENT:
            return NO_ANSWER
        asked = dns_answers.queries(last_request(seen))
        way = AFTER_QUERY if asked else WITHOUT_QUERY
        return way.fill(address=taken[0].destination)

    def places(self) -> list[str]:
        """The places where the last request and its response were seen."""
        return visited(self.world.trace.events)

    def probe_sources(self, endpoint: str) -> list[str]:
        """The addresses that an endpoint was probed from."""
        server = Servers(self.cloud).find(endpoint)
        return probes.sources(self.world.trace.events, server.name)

    def published_sources(self) -> list[str]:
        """The addresses that Traffic Manager is documented to probe from."""
        return list(self.world.facts.names("traffic-manager.probe-sources"))

    def printed_sources(self, endpoint: str) -> list[str]:
        """The published addresses, where an endpoint was probed from some of them and no others.

        Else the addresses that it was probed from, which may be none.
        """
        found, published = self.probe_sources(endpoint), self.published_sources()
        return published if found and set(published).issuperset(found) else found

    @property
    def _name_server(self) -> str:
        return self.world.facts.text("traffic-manager.name-server-address")

    def _resolve(self, client: Client, name: str) -> Records:
        self._known(name)
        return self.clients.resolve(client, name, self._name_server)

    def _known(self, name: str) -> None:
        self._check_modelled(name)
        profiles = self.cloud.profiles.manager().profiles
        if name not in profiles:
            hint = did_you_mean(name, profiles)
            if not profiles:
                hint = DESCRIBE_IT.fill(name=name)
            raise Advice(
                Text(
                    'No Traffic Manager profile is called "{name}".{hint}',
                    "「{name}」という Traffic Manager プロファイルはない。{hint}",
                ).fill(name=quoted(name), hint=hint)
            )

    def _check_modelled(self, name: str) -> None:
        reason = self.cloud.profiles.not_modelled.get(name)
        if reason is not None:
            raise Advice(
                Text(
                    'The profile "{name}" can\'t be played: {reason}.',
                    "プロファイル「{name}」は実行できない。{reason}。",
                ).fill(name=quoted(name), reason=reason)
            )

    def _profiles_of(self, endpoint: str) -> list[TrafficManagerProfile]:
        known = self.cloud.plane.description.of_kind(TrafficManagerProfile)
        profiles = [
            profile for profile in known if endpoint in [each.name for each in profile.endpoints]
        ]
        if not profiles:
            endpoints = [each.name for profile in known for each in profile.endpoints]
            raise Advice(
                Text(
                    'No profile has an endpoint "{name}".{hint}',
                    "エンドポイント「{name}」を持つプロファイルはない。{hint}",
                ).fill(name=endpoint, hint=did_you_mean(endpoint, endpoints))
            )
        for profile in profiles:
            self._check_modelled(profile.fqdn)
        return profiles

    def _check_priorities(self, endpoints: Sequence[tuple[str, str, int]]) -> None:
        largest = self.world.facts.number("traffic-manager.largest-priority")
        for name, _, priority in endpoints:
            if not 1 <= priority <= largest:
                raise Advice(
                    Text(
                        "The priority of {name} is {priority}. A priority is a whole number from "
                        "1 to {largest}.",
                        "{name} の優先順位が {priority} である。優先順位は 1 から {largest} までの"
                        "整数である。",
                    ).fill(
                        name=name,
                        priority=format_count(priority),
                        largest=format_count(largest),
                    )
                )
