"""Traffic Manager profiles, and clients that resolve their names."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve, field

from azsim.azure import probing
from azsim.azure.clients import Client, Clients
from azsim.azure.services import Service, web_server
from azsim.azure.world import World
from azsim.functions import traffic_manager as functions
from azsim.functions.health_probe import HttpProbe, Prober
from azsim.functions.traffic_manager import Endpoint
from azsim.hosts.dns import NameServer, Records, address_in
from azsim.hosts.host import Host
from azsim.questions import dns_answers, probes
from azsim.questions.degraded import DEGRADED
from azsim.questions.exchange import last_request
from azsim.questions.legs import CLIENT, legs, visited
from azsim.text import Advice, Text, did_you_mean
from azsim.units import SECOND, format_count, format_duration

TTL_TOO_LARGE = Text("the largest TTL is {largest}", "TTL の最大値は {largest}である")

PRIORITY_TOO_LARGE = Text(
    "the largest priority is {largest}", "優先順位の最大値は {largest} である"
)

WITHOUT_QUERY = Text("{address} without a DNS query", "DNS クエリなしで {address}")
AFTER_QUERY = Text("{address} after a DNS query", "DNS クエリの後に {address}")
NO_ANSWER = Text("no request got a response", "応答のあった要求はない")


@define(eq=False)
class Monitored:
    """A profile with the servers that it probes."""

    world: World
    profile: functions.TrafficManagerProfile
    servers: list[Host]
    _probers: list[Prober] | None = field(default=None, init=False)

    def probers(self) -> list[Prober]:
        """One for each endpoint, from the published addresses in turn."""
        if self._probers is None:
            self._probers = [self._prober(server) for server in self.servers]
        return self._probers

    def _prober(self, server: Host) -> Prober:
        facts = self.world.facts
        sources = facts.names("traffic-manager.probe-sources")

        def probe(number: int) -> None:
            source = sources[number % len(sources)]
            sender = probing.source_at(self.world, source)
            probing.probe(self.world, sender, source, server.address, HttpProbe(server.name))

        prober = Prober(lambda: facts.duration("traffic-manager.probe-interval"), probe)
        self.world.schedule.watch(prober)
        return prober


@define(eq=False)
class TrafficManager:
    """What a scenario says about Traffic Manager."""

    world: World
    clients: Clients = field(init=False)
    _function: functions.TrafficManager | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self.clients = Clients(self.world)

    # What there is

    def add_profile(
        self, name: str, endpoints: Sequence[tuple[str, str, int]], ttl: int | None = None
    ) -> None:
        """A profile with priority routing; *ttl* in nanoseconds, or None for the default.

        :raises Advice: for a TTL or a priority that no profile can have, and for a name
            or an address that is taken.
        """
        self._check_priorities(endpoints)
        seconds = None if ttl is None else self._seconds(ttl)
        refusal = None if seconds is None else self._refusal(seconds)
        if refusal is not None:
            raise Advice(
                Text("This TTL can't be: {reason}.", "この TTL は使えない。{reason}。").fill(
                    reason=refusal
                )
            )
        made = tuple(Endpoint(*endpoint) for endpoint in endpoints)
        profile = functions.TrafficManagerProfile(name, made, seconds)
        servers = [
            web_server(self.world, each.name, each.address)
            for each in made
            if not isinstance(self.world.owners.get(each.address), Service)
        ]
        self.world.name(name, Monitored(self.world, profile, servers))
        self._manager().profiles[name] = profile

    def degrade(self, endpoint: str) -> None:
        """Let an endpoint be degraded from now on.

        :raises Advice: where no profile has it, with the nearest name.
        """
        for profile in self._profiles_of(endpoint):
            profile.degraded.add(endpoint)
        self.world.trace.add("event", endpoint, rule=DEGRADED, event="degraded")

    # What happens

    def set_ttl(self, name: str, ttl: int) -> None:
        """Ask for another TTL of a profile, which Azure may refuse."""
        profile = self.world.find(name, Monitored).profile
        seconds = self._seconds(ttl)
        request = Text("the TTL of {name} is {ttl}", "{name} の TTL を {ttl}にする").fill(
            name=name, ttl=_in_seconds(seconds)
        )
        refusal = self._refusal(seconds)
        if refusal is not None:
            self.world.requests.refuse(request, refusal)
            return
        profile.ttl = seconds
        self.world.requests.accept(request)

    def set_priority(self, endpoint: str, priority: int) -> None:
        """Ask for another priority of an endpoint, which Azure may refuse.

        :raises Advice: where no profile has it, with the nearest name.
        """
        request = Text(
            f"the priority of {endpoint} is {priority}",
            f"{endpoint} の優先順位を {priority} にする",
        )
        largest = self.world.facts.number("traffic-manager.largest-priority")
        profiles = self._profiles_of(endpoint)
        if priority > largest:
            self.world.requests.refuse(request, priority_refusal(largest))
            return
        for profile in profiles:
            changed = [
                evolve(each, priority=priority) if each.name == endpoint else each
                for each in profile.endpoints
            ]
            self._check_priorities([(each.name, each.address, each.priority) for each in changed])
            profile.endpoints = tuple(changed)
        self.world.requests.accept(request)

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
            self.world.facts.rests_on("traffic-manager.in-data-path")
            self.clients.send(sender, address, port, host_name=name)

    # What was seen

    def answer(self) -> list[dns_answers.Record]:
        """The records of the last DNS answer.

        :raises Advice: where no step asked for one.
        """
        found = dns_answers.last_answer(self.world.trace.observations)
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
        seen = self.world.trace.observations
        taken = legs(seen)
        if not taken or taken[-1].end != CLIENT:
            return NO_ANSWER
        asked = dns_answers.queries(last_request(seen))
        way = AFTER_QUERY if asked else WITHOUT_QUERY
        return way.fill(address=taken[0].destination)

    def places(self) -> list[str]:
        """The places where the last request and its response were seen."""
        return visited(self.world.trace.observations)

    def probe_sources(self, endpoint: str) -> list[str]:
        """The addresses that an endpoint was probed from."""
        server = self.world.find(endpoint, Host)
        return probes.sources(self.world.trace.observations, server.name)

    def published_sources(self) -> list[str]:
        """The addresses that Traffic Manager is documented to probe from."""
        return list(self.world.facts.names("traffic-manager.probe-sources"))

    @property
    def _name_server(self) -> str:
        return self.world.facts.text("traffic-manager.name-server-address")

    def _manager(self) -> functions.TrafficManager:
        if self._function is None:
            manager = self._function = functions.TrafficManager(self.world.facts)
            application = NameServer(manager.records)
            manager.at(
                Host(
                    functions.NAME,
                    (self._name_server,),
                    self.world.facts,
                    self.world.packet_ids,
                    application=application,
                )
            )
            self.world.own(self._name_server, manager)
        return self._function

    def _resolve(self, client: Client, name: str) -> Records:
        self._known(name)
        return self.clients.resolve(client, name, self._name_server)

    def _known(self, name: str) -> None:
        profiles = self._manager().profiles
        if name not in profiles:
            hint = did_you_mean(name, profiles)
            if not profiles:
                hint = Text(" Describe the profile first.", "先にプロファイルを書く。")
            raise Advice(
                Text(
                    'No Traffic Manager profile is called "{name}".{hint}',
                    "「{name}」という Traffic Manager プロファイルはない。{hint}",
                ).fill(name=name, hint=hint)
            )

    def _seconds(self, ttl: int) -> int:
        if ttl % SECOND:
            raise Advice(
                Text(
                    "A TTL is a whole number of seconds; this one is {ttl}.",
                    "TTL は整数の秒数である。指定された値は {ttl}である。",
                ).fill(ttl=format_duration(ttl))
            )
        return ttl // SECOND

    def _refusal(self, seconds: int) -> Text | None:
        largest = self.world.facts.number("traffic-manager.largest-ttl")
        return ttl_refusal(largest * SECOND) if seconds > largest else None

    def _profiles_of(self, endpoint: str) -> list[functions.TrafficManagerProfile]:
        profiles = [
            profile
            for profile in self._manager().profiles.values()
            if endpoint in [each.name for each in profile.endpoints]
        ]
        if not profiles:
            known = [
                each.name
                for profile in self._manager().profiles.values()
                for each in profile.endpoints
            ]
            raise Advice(
                Text(
                    'No profile has an endpoint "{name}".{hint}',
                    "エンドポイント「{name}」を持つプロファイルはない。{hint}",
                ).fill(name=endpoint, hint=did_you_mean(endpoint, known))
            )
        return profiles

    def _check_priorities(self, endpoints: Sequence[tuple[str, str, int]]) -> None:
        taken: dict[int, str] = {}
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
            if priority in taken:
                raise Advice(
                    Text(
                        f"{taken[priority]} and {name} both have the priority {priority}. Each "
                        "endpoint of a profile needs its own.",
                        f"{taken[priority]} と {name} の優先順位がどちらも {priority} である。"
                        "優先順位はエンドポイントごとに異なる。",
                    )
                )
            taken[priority] = name


def priority_refusal(largest: int) -> Text:
    """Why a priority is refused, where *largest* is the largest."""
    return PRIORITY_TOO_LARGE.fill(largest=format_count(largest))


def ttl_refusal(largest: int) -> Text:
    """Why a TTL is refused, where *largest* nanoseconds is the largest."""
    return TTL_TOO_LARGE.fill(largest=_in_seconds(largest // SECOND))


def _in_seconds(seconds: int) -> Text:
    return Text(f"{format_count(seconds)} seconds", f"{format_count(seconds)} 秒")
