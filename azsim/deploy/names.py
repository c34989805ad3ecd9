"""Traffic Manager: profiles, the name server that answers for them, and their probers."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from azsim.deploy import probing
from azsim.deploy.services import PublicIpAddresses
from azsim.deploy.world import World
from azsim.engine.nodes import Node
from azsim.facts.decides import decides
from azsim.functions import traffic_manager as functions
from azsim.functions.health_probe import HttpProbe, Prober
from azsim.functions.traffic_manager import Endpoint, TrafficManager
from azsim.hosts.dns import NameServer
from azsim.hosts.host import Host
from azsim.model.dns_name import check_dns_name
from azsim.model.resources.names import (
    EndpointType,
    Status,
    TrafficManagerEndpoint,
    TrafficManagerProfile,
    TrafficRoutingMethod,
)
from azsim.model.rules import Rule
from azsim.text import Advice, Text
from azsim.units import SECOND, format_count

TTL_TOO_LARGE = Rule(
    "traffic-manager.ttl-too-large",
    Text("the largest TTL is {largest}", "TTL の最大値は {largest}である"),
)
PRIORITY_TOO_LARGE = Rule(
    "traffic-manager.priority-too-large",
    Text("the largest priority is {largest}", "優先順位の最大値は {largest} である"),
)
METHOD = Text(
    "it goes by {method} routing, and only priority routing is modelled",
    "{method} ルーティングを使用している。モデル化しているのは優先順位ルーティングだけである",
)
DISABLED = Text(
    "it is disabled, and what clients get then isn't modelled",
    "無効である。無効なプロファイルへのクエリの結果はモデル化していない",
)
NO_ENDPOINT = Text(
    "it has no endpoint that is enabled, and what clients get then isn't modelled",
    "有効なエンドポイントがない。その場合のクエリの結果はモデル化していない",
)
NESTED = Text(
    'its endpoint "{name}" is another profile, and profiles within profiles aren\'t modelled',
    "エンドポイント「{name}」はほかのプロファイルである。プロファイルの入れ子はモデル化していない",
)
NO_ADDRESS = Text(
    'its endpoint "{name}" leads to {target}, which is no public IP address of the deployment',
    "エンドポイント「{name}」の宛先 {target} は、デプロイのパブリック IP アドレスではない",
)
NO_DNS_NAME = Text(
    'its endpoint "{name}" leads to the public IP address "{target}", which has no DNS name to answer with',
    "エンドポイント「{name}」の宛先のパブリック IP アドレス「{target}」に、応答に必要な DNS 名がない",
)
SAME_PRIORITY = Text(
    "{first} and {second} both have the priority {priority}. Each endpoint of a profile needs its own.",
    "{first} と {second} の優先順位がどちらも {priority} である。優先順位はエンドポイントごとに異なる。",
)


@define(eq=False)
class Monitored:
    """A profile as it runs, with the servers that it probes."""

    world: World
    profile: functions.TrafficManagerProfile
    servers: list[Host] = field(factory=list)
    _probers: dict[str, Prober] = field(factory=dict, init=False)

    def node_of(self, endpoint: Endpoint) -> Node | None:
        """What has the address of *endpoint*, or None where nothing does."""
        return self.world.internet.owners.get(endpoint.address)

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
    """Deploys Traffic Manager profiles.

    ``running`` are those that answer, and ``not_modelled`` why others don't, by their DNS names.
    """

    world: World
    addresses: PublicIpAddresses
    running: dict[str, Monitored] = field(factory=dict, init=False)
    not_modelled: dict[str, Text] = field(factory=dict, init=False)
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
        """Let the profile answer as *after* says, where what it says is modelled.

        :raises Advice: for a name or an address that is something else's, and for a priority that two
            endpoints have.
        """
        endpoints = self._endpoints(after)
        if isinstance(endpoints, Text):
            self.not_modelled[after.fqdn] = endpoints
            return
        _check_different(endpoints)
        running = self.running.get(after.fqdn)
        if running is None:
            running = self._begin(after, endpoints)
        running.profile.ttl = None if after.ttl is None else after.ttl // SECOND
        running.profile.endpoints = endpoints

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

    def _endpoints(self, record: TrafficManagerProfile) -> tuple[Endpoint, ...] | Text:
        """The endpoints that *record* may answer, or why it isn't modelled."""
        method = record.traffic_routing_method
        if method is not TrafficRoutingMethod.PRIORITY:
            return METHOD.fill(method=method.value)
        if record.profile_status is Status.DISABLED:
            return DISABLED
        found = []
        for number, each in enumerate(record.endpoints, start=1):
            if self._may_be_answered(each):
                endpoint = self._endpoint(each, number)
                if isinstance(endpoint, Text):
                    return endpoint
                found.append(endpoint)
        return tuple(found) or NO_ENDPOINT

    @decides
    def _may_be_answered(self, endpoint: TrafficManagerEndpoint) -> bool:
        if endpoint.endpoint_status is Status.ENABLED:
            return True
        self.world.facts.rests_on("traffic-manager.skips-disabled")
        return False

    def _endpoint(self, record: TrafficManagerEndpoint, number: int) -> Endpoint | Text:
        """An endpoint with its DNS name and address, or why it isn't modelled."""
        priority = record.priority or number
        if record.type is EndpointType.NESTED:
            return NESTED.fill(name=record.name)
        if record.target is not None and record.address is not None:
            return Endpoint(record.name, record.target, record.address, priority)
        id, target = record.target_resource, record.target
        public = self.addresses.called(str(target)) if id is None else self.addresses.get(id)
        if public is None or public.ip_address is None:
            leads_to = target if id is None else id.name
            return NO_ADDRESS.fill(name=record.name, target=leads_to)
        dns_name = public.fqdn or target
        if dns_name is None:
            return NO_DNS_NAME.fill(name=record.name, target=public.name)
        return Endpoint(record.name, dns_name, public.ip_address, priority)

    def _begin(self, record: TrafficManagerProfile, endpoints: Iterable[Endpoint]) -> Monitored:
        world = self.world
        world.names.check_free(record.fqdn)
        for name in (record.fqdn, *(each.dns_name for each in endpoints)):
            check_dns_name(name)
        running = Monitored(world, functions.TrafficManagerProfile(record.fqdn, ()))
        for each in record.endpoints:
            if each.target is None or each.address is None:
                # A public IP address of the deployment leads to whatever has it.
                continue
            node = world.internet.owners.get(each.address)
            if node is None or isinstance(node, Host):
                world.names.check_free(each.target)
                host = world.host(each.target, world.internet, each.address)
                world.names.add(each.target, host)
                running.servers.append(host)
        world.names.add(record.fqdn, running)
        world.probed.append(running.probers)
        self.running[record.fqdn] = running
        self.manager().profiles[record.fqdn] = running.profile
        return running


def _check_different(endpoints: Iterable[Endpoint]) -> None:
    """Whether each endpoint has a priority of its own.

    :raises Advice: where two have the same.
    """
    taken: dict[int, str] = {}
    for each in endpoints:
        first = taken.setdefault(each.priority, each.name)
        if first != each.name:
            raise Advice(SAME_PRIORITY.fill(first=first, second=each.name, priority=each.priority))


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
