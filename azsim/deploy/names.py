"""Traffic Manager: profiles, the name server that answers for them, and their probers."""

from __future__ import annotations

from attrs import define, field

from azsim.deploy import probing
from azsim.deploy.world import World
from azsim.engine.nodes import Node
from azsim.functions import traffic_manager as functions
from azsim.functions.health_probe import HttpProbe, Prober
from azsim.functions.traffic_manager import Endpoint, TrafficManager
from azsim.hosts.dns import NameServer
from azsim.hosts.host import Host
from azsim.model.dns_name import check_dns_name
from azsim.model.resources.names import TrafficManagerProfile
from azsim.model.rules import Rule
from azsim.text import Text
from azsim.units import SECOND, format_count

TTL_TOO_LARGE = Rule(
    "traffic-manager.ttl-too-large",
    Text("the largest TTL is {largest}", "TTL の最大値は {largest}である"),
)
PRIORITY_TOO_LARGE = Rule(
    "traffic-manager.priority-too-large",
    Text("the largest priority is {largest}", "優先順位の最大値は {largest} である"),
)


@define(eq=False)
class Monitored:
    """A profile as it runs, with the servers that it probes.

    ``endpoints`` are the nodes at the endpoints' addresses.
    """

    world: World
    profile: functions.TrafficManagerProfile
    endpoints: dict[str, Node] = field(factory=dict)
    servers: list[Host] = field(factory=list)
    _probers: dict[str, Prober] = field(factory=dict, init=False)

    def probers(self) -> list[Prober]:
        """One for each endpoint, from the published addresses in turn."""
        for server in self.servers:
            if server.name not in self._probers:
                self._probers[server.name] = self._prober(server)
        return list(self._probers.values())

    def _prober(self, server: Host) -> Prober:
        world, facts = self.world, self.world.facts
        sources = facts.names("traffic-manager.probe-sources")

        def probe(number: int) -> None:
            facts.rests_on("traffic-manager.one-prober")
            source = sources[number % len(sources)]
            sender = probing.source_at(world, source)
            probing.probe(world, sender, source, server.address, HttpProbe(server.name))

        prober = Prober(lambda: facts.duration("traffic-manager.probe-interval"), probe)
        world.schedule.watch(prober)
        return prober


@define(eq=False)
class TrafficManagerProfiles:
    """Deploys Traffic Manager profiles."""

    world: World
    running: dict[str, Monitored] = field(factory=dict, init=False)
    _manager: TrafficManager | None = field(default=None, init=False)

    def refusal(
        self, before: TrafficManagerProfile | None, after: TrafficManagerProfile
    ) -> Rule | None:
        """A TTL or a priority that is larger than any profile's."""
        facts = self.world.facts
        if after.ttl is not None:
            largest = facts.number("traffic-manager.largest-ttl")
            if after.ttl > largest * SECOND:
                return ttl_refusal(largest * SECOND)
        largest = facts.number("traffic-manager.largest-priority")
        if any((each.priority or 0) > largest for each in after.endpoints):
            return priority_refusal(largest)
        return None

    def apply(self, before: TrafficManagerProfile | None, after: TrafficManagerProfile) -> None:
        """Let the profile answer as *after* says.

        :raises Advice: for a name or an address that is something else's.
        """
        running = self.running.get(after.fqdn)
        if running is None:
            running = self._begin(after)
        running.profile.ttl = None if after.ttl is None else after.ttl // SECOND
        running.profile.endpoints = tuple(
            Endpoint(each.name, str(each.target), each.priority or number)
            for number, each in enumerate(after.endpoints, start=1)
        )

    def manager(self) -> TrafficManager:
        """What answers for every profile."""
        if self._manager is None:
            world = self.world
            address = world.facts.text("traffic-manager.name-server-address")
            manager = self._manager = TrafficManager(world.facts)
            host = Host(
                functions.NAME,
                (address,),
                world.facts,
                world.packet_ids,
                application=NameServer(manager.records),
            )
            world.run(host)
            manager.at(host)
            world.own(world.internet, address, manager)
            world.routes.attach(manager, world.internet)
        return self._manager

    def _begin(self, record: TrafficManagerProfile) -> Monitored:
        world = self.world
        world.names.check_free(record.fqdn)
        for name in (record.fqdn, *(each.name for each in record.endpoints)):
            check_dns_name(name)
        running = Monitored(world, functions.TrafficManagerProfile(record.fqdn, ()))
        for each in record.endpoints:
            address = str(each.target)
            node = world.internet.owners.get(address)
            if node is None or isinstance(node, Host):
                world.names.check_free(each.name)
                host = world.host(each.name, world.internet, address)
                world.names.add(each.name, host)
                running.servers.append(host)
                node = host
            running.endpoints[each.name] = node
        world.names.add(record.fqdn, running)
        world.probed.append(running.probers)
        self.running[record.fqdn] = running
        self.manager().profiles[record.fqdn] = running.profile
        return running


def lead_to_endpoints(profiles: TrafficManagerProfiles, client: Host) -> None:
    """Let the requests of *client* go straight to the endpoints: no data passes here."""
    profiles.world.facts.rests_on("traffic-manager.in-data-path")


def priority_refusal(largest: int) -> Rule:
    """Why a priority is refused, where *largest* is the largest."""
    return PRIORITY_TOO_LARGE.fill(largest=format_count(largest))


def ttl_refusal(largest: int) -> Rule:
    """Why a TTL is refused, where *largest* nanoseconds is the largest."""
    return TTL_TOO_LARGE.fill(largest=in_seconds(largest // SECOND))


def in_seconds(seconds: int) -> Text:
    """A TTL in words."""
    return Text(f"{format_count(seconds)} seconds", f"{format_count(seconds)} 秒")
