"""What a scenario has described by now, read off the parts that exist.

Nothing is made and no fact is read: a look at the topology leaves no trace in a proof.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, TypeVar, get_args

from attrs import define, field

from azsim.azure.clients import Client
from azsim.azure.deployment import Deployment
from azsim.azure.expressroute import ExpressRoute
from azsim.azure.facade import Azure
from azsim.azure.public_addresses import PublicAddress
from azsim.azure.services import Function, Gateway, PublicLoadBalancer, Service
from azsim.azure.traffic_manager import Monitored
from azsim.azure.world import World
from azsim.facts import Facts
from azsim.functions.circuit import CE_ROUTER, GATEWAY, MSEE
from azsim.functions.traffic_manager import TrafficManager
from azsim.hosts.host import Host
from azsim.hosts.web import WebServer
from azsim.model.topology import Link, Place, PlaceKind, Topology, Zone
from azsim.text import Text
from azsim.units import SECOND, format_duration, within

T = TypeVar("T")

# More that are alike are summed up, but for the first ones, of which scenarios speak.
LARGEST_GROUP: Final = 6
SHOWN_OF_GROUP: Final = 2

# A picture decides nothing: it counts as no reading of the scenario's facts.
_PRIVATE: Final = Facts().names("network.private-addresses")

_FASTPATH = Text("FastPath", "FastPath")
_DNS_QUERY = Text("DNS query", "DNS クエリ")
_PRIORITY = Text("priority {priority}", "優先順位 {priority}")
_DEGRADED = Text("degraded", "機能低下")
_SKU = Text("SKU {sku}", "SKU {sku}")
_SCALE_UNITS = Text("SKU {sku}, {count} scale units", "SKU {sku}、スケール ユニット {count} 個")
_TTL = Text("TTL {ttl}", "TTL {ttl}")
_ASKS = Text("asks for a client certificate", "クライアント証明書を要求")

_ORDER: Final[dict[PlaceKind, int]] = {
    kind: number for number, kind in enumerate(get_args(PlaceKind))
}


def topology(azure: Azure) -> Topology:
    """The places and links that the steps so far have described, or sent something to."""
    found, parts = _Found(azure.world), vars(azure)
    expressroute: ExpressRoute | None = parts.get("expressroute")
    if expressroute is not None:
        found.add_expressroute(expressroute)
    found.add_clients()
    found.add_services()
    found.add_profiles()
    deployment: Deployment | None = parts.get("deployment")
    if deployment is not None:
        found.add_deployment(deployment)
    found.add_unnamed()
    return _summed_up(found.topology())


@define
class _Found:
    """Places by name, and links, each of them once."""

    world: World
    places: dict[str, Place] = field(factory=dict)
    links: dict[Link, None] = field(factory=dict)

    def topology(self) -> Topology:
        places = sorted(self.places.values(), key=lambda place: _ORDER[place.kind])
        return Topology(tuple(places), tuple(self.links))

    def add(
        self,
        name: str,
        kind: PlaceKind,
        zone: Zone,
        addresses: Iterable[str] = (),
        detail: Text | None = None,
        within: str | None = None,
    ) -> None:
        self.places.setdefault(name, Place(name, kind, zone, tuple(addresses), detail, within))

    def link(self, start: str, end: str, label: Text | None = None) -> None:
        self.links[Link(start, end, label)] = None

    def of_kind(self, *kinds: PlaceKind) -> list[str]:
        return [place.name for place in self.places.values() if place.kind in kinds]

    # The parts

    def add_expressroute(self, expressroute: ExpressRoute) -> None:
        clients, machines = expressroute.clients, expressroute.machines
        if not clients and not machines:
            return
        circuit = expressroute.circuit
        for address, client in clients.items():
            self.add(client.name, "on-premises client", "on-premises", [address])
            self.link(client.name, CE_ROUTER)
        self.add(CE_ROUTER, "CE router", "on-premises")
        self.add(MSEE, "MSEE", "Microsoft edge")
        self.link(CE_ROUTER, MSEE)
        if circuit.gateway is not None:
            sku, units = circuit.gateway.sku, circuit.gateway.scale_units
            template = _SKU if units is None else _SCALE_UNITS
            detail = None if sku is None else template.fill(sku=sku, count=units)
            self.add(GATEWAY, "ExpressRoute gateway", "virtual network", detail=detail)
            self.link(MSEE, GATEWAY)
        for address, machine in machines.items():
            self.add(machine.name, "virtual machine", "virtual network", [address])
            if circuit.gateway is not None:
                self.link(GATEWAY, machine.name)
            if circuit.fastpath:
                self.link(MSEE, machine.name, _FASTPATH)

    def add_clients(self) -> None:
        for client in self._named(Client):
            address = client.host.address
            zone: Zone = "virtual network" if within(address, _PRIVATE) else "internet"
            self.add(client.host.name, "client", zone, [address])

    def add_services(self) -> None:
        for each in self.world.names.values():
            if isinstance(each, Service):
                self._add_service(each)

    def add_profiles(self) -> None:
        for monitored in self._named(Monitored):
            self._add_profile(monitored)

    def add_deployment(self, deployment: Deployment) -> None:
        kind = deployment.addresses.kind
        instance_kind: PlaceKind = "virtual machine"
        if kind != "virtual machine":
            instance_kind = "web role instance" if kind == "web role" else "worker role instance"
        for instance in deployment.instances.values():
            self.add(instance.name, instance_kind, "virtual network", [instance.address])
            own = instance.instance_level
            if own is not None:
                self.add(own.name, "instance-level public IP", "Azure", [own.address])
                self.link(instance.name, own.name)
        for public in deployment.addresses.shared():
            self._add_shared(public)

    def add_unnamed(self) -> None:
        """Whoever came into being because something was sent to it, or came from it."""
        out = self.of_kind("instance-level public IP", "load-balanced endpoint", "fallback address")
        for host in self._unnamed():
            if not host.listens:
                self.add(host.name, "probe source", "Azure", host.addresses)
                for target in self._reached_from(host):
                    self.link(host.name, target)
                continue
            self.add(host.name, "internet server", "internet", host.addresses)
            senders = [
                client.host.name
                for client in self._named(Client)
                if host.name in self._reached_from(client.host)
            ]
            for sender in senders or out:
                self.link(sender, host.name)

    # Within

    def _named(self, kind: type[T]) -> list[T]:
        return [each for each in self.world.names.values() if isinstance(each, kind)]

    def _add_service(self, service: Service[Function]) -> None:
        kind: PlaceKind = "TCP proxy"
        if isinstance(service, PublicLoadBalancer):
            kind = "load balancer"
        elif isinstance(service, Gateway):
            kind = "application gateway"
        self.add(service.name, kind, "Azure", service.front_ends)
        for client in self.of_kind("client"):
            self.link(client, service.name)
        if isinstance(service, Gateway):
            for each in service.instances:
                self.add(
                    each.name,
                    "application gateway instance",
                    "Azure",
                    [each.address],
                    within=service.name,
                )
        for server in service.servers:
            self._add_server(server, "back-end server", "virtual network")
            self.link(service.name, server.name)

    def _add_profile(self, monitored: Monitored) -> None:
        profile = monitored.profile
        manager = next(
            owner for owner in self.world.owners.values() if isinstance(owner, TrafficManager)
        )
        self.add(manager.name, "Traffic Manager", "Azure", manager.host.addresses)
        ttl = None
        if profile.ttl is not None:
            ttl = _TTL.fill(ttl=format_duration(profile.ttl * SECOND))
        self.add(profile.name, "Traffic Manager profile", "Azure", (), ttl, manager.name)
        for client in self.of_kind("client"):
            self.link(client, manager.name, _DNS_QUERY)
        for endpoint in sorted(profile.endpoints, key=lambda each: each.priority):
            owner = self.world.owners[endpoint.address]
            if isinstance(owner, Host):
                is_degraded = endpoint.name in profile.degraded
                self._add_server(owner, "Traffic Manager endpoint", "Azure", is_degraded)
            self.link(profile.name, owner.name, _PRIORITY.fill(priority=endpoint.priority))
            for client in self.of_kind("client"):
                self.link(client, owner.name)

    def _add_server(
        self, server: Host, kind: PlaceKind, zone: Zone, is_degraded: bool = False
    ) -> None:
        application, detail = server.application, None
        if is_degraded:
            detail = _DEGRADED
        elif isinstance(application, WebServer) and application.asks_for_certificates:
            detail = _ASKS
        self.add(server.name, kind, zone, server.addresses, detail)

    def _add_shared(self, public: PublicAddress) -> None:
        name = public.address if public.translator is None else public.translator.name
        addresses = [f"{public.address}:{port}" for port in public.ports] or [public.address]
        kind: PlaceKind = "load-balanced endpoint" if public.ports else "fallback address"
        self.add(name, kind, "Azure", addresses)
        for member in public.members:
            self.link(member.name, name)

    def _unnamed(self) -> list[Host]:
        hosts = [owner for owner in self.world.owners.values() if isinstance(owner, Host)]
        return [
            host
            for host in hosts
            if host.name not in self.places and host.name not in self.world.names
        ]

    def _reached_from(self, host: Host) -> list[str]:
        """The names of whoever *host* has opened connections to."""
        addresses = {flow.destination: None for flow in host.connections}
        owners = (self.world.owners.get(address) for address in addresses)
        return [owner.name for owner in owners if owner is not None]


def _summed_up(topology: Topology) -> Topology:
    """The same, with one place for all that are alike, where there are many of them."""
    beside: dict[str, list[tuple[str, bool, Text | None]]] = defaultdict(list)
    for link in topology.links:
        beside[link.start].append((link.end, True, link.label))
        beside[link.end].append((link.start, False, link.label))
    alike: dict[object, list[Place]] = defaultdict(list)
    for place in topology.places:
        alike[place.kind, place.zone, place.within, tuple(beside[place.name])].append(place)
    sums: dict[str, Place] = {}
    for group in alike.values():
        if len(group) > LARGEST_GROUP:
            rest = group[SHOWN_OF_GROUP:]
            sums.update(dict.fromkeys((place.name for place in rest), _sum(rest)))

    def named(name: str) -> str:
        return sums[name].name if name in sums else name

    return Topology(
        tuple(dict.fromkeys(sums.get(place.name, place) for place in topology.places)),
        tuple(
            dict.fromkeys(
                Link(named(link.start), named(link.end), link.label) for link in topology.links
            )
        ),
    )


def _sum(places: list[Place]) -> Place:
    first, last = places[0], places[-1]
    return Place(
        f"{first.name} … {last.name}",
        first.kind,
        first.zone,
        (f"{first.addresses[0]} … {last.addresses[0]}",),
        within=first.within,
        members=tuple((place.name, place.addresses[0]) for place in places),
    )
