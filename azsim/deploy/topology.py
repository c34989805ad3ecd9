"""What a scenario has described by now, read off the parts that exist.

Nothing is made and no fact is read: a look at the topology leaves no trace in a proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import define, field

from azsim.deploy.aks import LOAD_BALANCER as AKS_LOAD_BALANCER
from azsim.deploy.balanced import Balanced
from azsim.deploy.cloud import Cloud
from azsim.deploy.default_access import DEFAULT_ACCESS
from azsim.deploy.described import (
    KINDS_OF_METHODS,
    ROUTE_FIRST,
    Described,
    WayOut,
    beside,
    few,
    joined,
    may_use,
    offered_to,
    rank_of,
)
from azsim.deploy.load_balancer_outbound import LOAD_BALANCING_RULE
from azsim.deploy.machines import Machine
from azsim.deploy.names import Monitored
from azsim.deploy.nat_gateways import NAT_GATEWAY
from azsim.deploy.proxies import Proxied
from azsim.deploy.world import GivenBack, World
from azsim.engine.nodes import Node
from azsim.engine.routes import AddressSpace
from azsim.functions.circuit import CE_ROUTER, GATEWAY, MSEE
from azsim.functions.snat.flows import Translator
from azsim.functions.snat.masquerading import Snat
from azsim.functions.user_routes import GATEWAY as NEXT_HOP_GATEWAY
from azsim.hosts.host import Host
from azsim.hosts.web import WebServer
from azsim.model.resources.network import NextHopType
from azsim.model.topology import Link, LinkKind, Place, PlaceKind, Zone
from azsim.text import Text
from azsim.units import SECOND, format_duration

_FASTPATH = Text("FastPath", "FastPath")
_DNS_QUERY = Text("DNS query", "DNS クエリ")
_PRIORITY = Text("priority {priority}", "優先順位 {priority}")
_RESOLVER = Text("DNS resolver with a cache", "キャッシュを持つ DNS リゾルバー")
_SKU = Text("SKU {sku}", "SKU {sku}")
_SCALE_UNITS = Text("SKU {sku}, {count} scale units", "SKU {sku}、スケール ユニット {count} 個")
_TTL = Text("TTL {ttl}", "TTL {ttl}")
_ASKS = Text("asks for a client certificate", "クライアント証明書を要求")


_ALSO_WAYS_IN: Final[tuple[PlaceKind, ...]] = (
    "instance-level public IP",
    "public IP",
    "load-balanced endpoint",
)
_ELSEWHERE: Final = (NextHopType.VIRTUAL_APPLIANCE, NextHopType.VIRTUAL_NETWORK_GATEWAY)


def described(cloud: Cloud) -> Described:
    """What is there now, with every machine by itself."""
    found = _Found(cloud, cloud.world, dict(beside(cloud.plane.description)))
    found.add_circuit()
    found.add_clients()
    found.add_services()
    found.add_profiles()
    found.add_app_service()
    found.add_next_hops()
    found.add_machines()
    found.add_unnamed()
    found.add_ways_in()
    return found.described()


@define
class _Found:
    """Places by name, and links, each of them once.

    ``beside`` says of private addresses which subnets and security groups they have. ``ways`` tell
    what each machine could leave through, and which of it comes first.
    """

    cloud: Cloud
    world: World
    beside: dict[str, Text] = field(factory=dict)
    places: dict[str, Place] = field(factory=dict)
    links: dict[Link, None] = field(factory=dict)
    ways: dict[WayOut, None] = field(factory=dict)

    def described(self) -> Described:
        return Described(tuple(self.places.values()), tuple(self.links), tuple(self.ways))

    def add(
        self,
        name: str,
        kind: PlaceKind,
        zone: Zone,
        addresses: Iterable[str] = (),
        detail: Text | None = None,
        within: str | None = None,
        is_degraded: bool = False,
    ) -> None:
        has = tuple(addresses)
        said = list(dict.fromkeys(filter(None, [detail, *map(self.beside.get, has)])))
        place = Place(
            name, kind, zone, has, joined(said) if said else None, within, is_degraded=is_degraded
        )
        self.places.setdefault(name, place)

    def link(
        self, start: str, end: str, label: Text | None = None, kind: LinkKind = "traffic"
    ) -> None:
        self.links[Link(start, end, label, kind)] = None

    def of_kind(self, *kinds: PlaceKind) -> list[str]:
        return [place.name for place in self.places.values() if place.kind in kinds]

    # The parts

    def add_circuit(self) -> None:
        path = self.cloud.circuits.path
        clients = self.cloud.circuits.clients
        machines = [] if path is None else self._in(path.virtual_network)
        if path is None or (not clients and not machines):
            return
        circuit = path.circuit
        for address, client in clients.items():
            self.add(client.name, "on-premises client", "on-premises", [address])
            self.link(client.name, CE_ROUTER, kind="path")
        self.add(CE_ROUTER, "CE router", "on-premises")
        self.add(MSEE, "MSEE", "Microsoft edge")
        self.link(CE_ROUTER, MSEE, kind="path")
        if circuit.gateway is not None:
            sku, units = circuit.gateway.sku, circuit.gateway.scale_units
            template = _SKU if units is None else _SCALE_UNITS
            detail = None if sku is None else template.fill(sku=sku, count=units)
            self.add(GATEWAY, "ExpressRoute gateway", "virtual network", detail=detail)
            self.link(MSEE, GATEWAY, kind="path")
        for machine in machines:
            self.add(machine.name, machine.kind, "virtual network", list(machine.interfaces))
            if circuit.gateway is not None:
                self.link(GATEWAY, machine.name, kind="path")
            if circuit.fastpath:
                self.link(MSEE, machine.name, _FASTPATH, "path")

    def add_clients(self) -> None:
        internet = self.world.internet.owners
        resolves = any(self.world.names.of_kind(Monitored))
        for client in self._clients():
            zone: Zone = "internet" if client.address in internet else "virtual network"
            detail = _RESOLVER if resolves else None
            self.add(client.name, "client", zone, [client.address], detail)

    def add_services(self) -> None:
        for name in self.world.names:
            thing = self.world.names.get(name)
            if isinstance(thing, Balanced):
                self._add_balancer(name, thing)
            elif isinstance(thing, Proxied):
                kind: PlaceKind = "application gateway" if thing.instances else "TCP proxy"
                self._add_service(name, kind, [thing.node.front_end], thing.servers)
                for each in thing.instances:
                    self.add(
                        each.name,
                        "application gateway instance",
                        "Azure",
                        [each.address],
                        within=name,
                    )

    def add_profiles(self) -> None:
        for monitored in self.world.names.of_kind(Monitored):
            self._add_profile(monitored)

    def add_app_service(self) -> None:
        for plan in self.cloud.app_service.running.values():
            snat = plan.snat
            for machine in plan.machines.values():
                self.add(machine.name, machine.kind, "Azure", list(machine.interfaces))
                if may_use(machine, snat):
                    self.add(snat.name, "outbound addresses", "Azure", snat.addresses)
                    self.link(machine.name, snat.name)

    def add_next_hops(self) -> None:
        """What the routes of subnets lead to."""
        for gateway in self.cloud.nat_gateways.running.values():
            self.add(gateway.name, "NAT gateway", "Azure", few(gateway.node.addresses))
            for machine in gateway.machines:
                self.link(machine.name, gateway.name)
                if machine.egress.methods.get(NAT_GATEWAY) == [gateway.node]:
                    self._lead_out(machine, gateway.name, NAT_GATEWAY)
        for fw in self.cloud.firewalls.running.values():
            public = few(fw.node.to_the_internet.own_addresses)
            self.add(fw.name, "firewall", "virtual network", [fw.node.address, *public])
            for onward in () if fw.interface is None else fw.interface.first_method():
                self.link(fw.name, onward.name)
        for machine in self.cloud.machines.all():
            for egress in machine.interfaces.values():
                routes = egress.routes
                for address in () if routes is None else routes.next_hops():
                    self._add_next_hop(machine, address)

    def _add_next_hop(self, machine: Machine, address: str | None) -> None:
        if address is None:
            name = NEXT_HOP_GATEWAY
            self.add(name, "virtual network gateway", "virtual network")
        else:
            node = machine.space.owner(address)
            name = address if node is None else node.name
            self.add(name, "virtual appliance", "virtual network", [address])
        self.link(machine.name, name)
        routes = machine.egress.routes
        if routes is not None and routes.next_hop_of_default_route() in _ELSEWHERE:
            self.ways[WayOut(machine.name, name, ROUTE_FIRST)] = None

    def add_machines(self) -> None:
        """Machines that none of the services before has shown, and what they leave through."""
        for machine in self.cloud.machines.all():
            self.add(machine.name, machine.kind, "virtual network", list(machine.interfaces))
        for running in self.cloud.classic.running.values():
            for machine in running.machines.values():
                own = running.own.get(machine.name)
                if own is not None:
                    self.add(own.name, "instance-level public IP", "Azure", [own.address])
                    self.link(machine.name, own.name)
            for snat, members in running.pools():
                ports = [
                    each.port
                    for each in running.record.input_endpoints
                    if each.ip_address == snat.address
                ]
                if ports or snat.is_used:
                    kind: PlaceKind = "load-balanced endpoint" if ports else "fallback address"
                    name = snat.name if snat.is_used else snat.address
                    addresses = [f"{snat.address}:{port}" for port in ports] or [snat.address]
                    self.add(name, kind, "Azure", addresses)
                    for machine in members:
                        self.link(machine.name, name)
        self._add_other_translators()

    def add_unnamed(self) -> None:
        """Whoever came into being because something was sent to it, or came from it."""
        out = self.of_kind(
            "instance-level public IP",
            "public IP",
            "outbound front end",
            "load-balanced endpoint",
            "fallback address",
            "default outbound access",
            "outbound addresses",
            "NAT gateway",
            "firewall",
        )
        firewalls = self.cloud.firewalls.running.values()
        onward = {each.name for each in firewalls if each.interface is not None}
        out = [name for name in out if name not in onward]
        for host in self._unnamed():
            if not host.listens:
                self.add(host.name, "probe source", "Azure", host.addresses)
                for target in self._reached_from(host):
                    self.link(host.name, target)
                continue
            self.add(host.name, "internet server", "internet", host.addresses)
            senders = [
                client.name for client in self._clients() if host.name in self._reached_from(client)
            ]
            for sender in senders or out:
                self.link(sender, host.name)

    def add_ways_in(self) -> None:
        """What clients have connected to that machines leave through, and front ends behind a circuit."""
        for client in self._clients():
            for place in self._places_reached_from(client):
                if place.kind in _ALSO_WAYS_IN:
                    self.link(client.name, place.name)
        path = self.cloud.circuits.path
        if path is None:
            return
        for host in self.cloud.circuits.clients.values():
            for place in self._places_reached_from(host):
                if place.kind == "internal load balancer":
                    bypasses = path.circuit.fastpath
                    start, label = (MSEE, _FASTPATH) if bypasses else (GATEWAY, None)
                    self.link(start, place.name, label, "path")

    # Within

    def _places_reached_from(self, host: Host) -> list[Place]:
        """The places that have an address, or an endpoint, that *host* has opened connections to."""
        reached = {
            each
            for flow in host.connections
            for each in (flow.destination, f"{flow.destination}:{flow.destination_port}")
        }
        return [each for each in self.places.values() if not reached.isdisjoint(each.addresses)]

    def _in(self, space: AddressSpace) -> list[Machine]:
        return [each for each in self.cloud.machines.all() if each.space is space]

    def _clients(self) -> list[Host]:
        """The hosts that were named as clients: they open connections, and accept none."""
        names = self.world.names
        return [
            owner
            for owner in self._hosts()
            if not owner.listens
            and owner.name in names
            and self.cloud.machines.get(owner.name) is None
        ]

    def _add_service(
        self, name: str, kind: PlaceKind, front_ends: Iterable[str], servers: Iterable[Machine]
    ) -> None:
        self.add(name, kind, "Azure", front_ends)
        for client in self.of_kind("client"):
            self.link(client, name)
        for server in servers:
            self._add_server(server.host, "back-end server", "virtual network")
            self.link(name, server.name)

    def _add_balancer(self, name: str, balanced: Balanced) -> None:
        """One that only lends its servers an address stands behind them, on their way out."""
        public = any(each in self.world.internet.owners for each in balanced.addresses)
        kind: PlaceKind = "load balancer" if public else "internal load balancer"
        if name == AKS_LOAD_BALANCER:
            for server in balanced.servers:
                self.add(server.name, "AKS node", "virtual network", [server.address])
        asked = self.of_kind("client") or any(not each.listens for each in self._unnamed())
        if asked or not balanced.node.outbound:
            self._add_service(name, kind, balanced.addresses, balanced.servers)
            return
        for server in balanced.servers:
            self._add_server(server.host, "back-end server", "virtual network")
            self.link(server.name, name)
        self.add(name, kind, "Azure", balanced.addresses)

    def _add_profile(self, monitored: Monitored) -> None:
        profile = monitored.profile
        manager = self.cloud.profiles.manager()
        self.add(manager.name, "Traffic Manager", "Azure", manager.host.addresses)
        ttl = None
        if profile.ttl is not None:
            ttl = _TTL.fill(ttl=format_duration(profile.ttl * SECOND))
        self.add(profile.name, "Traffic Manager profile", "Azure", (), ttl, manager.name)
        for client in self.of_kind("client"):
            self.link(client, manager.name, _DNS_QUERY, "DNS")
        for endpoint in sorted(profile.endpoints, key=lambda each: each.priority):
            owner = monitored.node_of(endpoint)
            if owner is None:
                continue
            if isinstance(owner, Host):
                is_degraded = endpoint.name in profile.degraded
                self._add_server(owner, "Traffic Manager endpoint", "Azure", is_degraded)
            priority = _PRIORITY.fill(priority=endpoint.priority)
            self.link(profile.name, owner.name, priority, "choice")
            for client in self.of_kind("client"):
                self.link(client, owner.name)

    def _add_server(
        self, server: Host, kind: PlaceKind, zone: Zone, is_degraded: bool = False
    ) -> None:
        application, detail = server.application, None
        if isinstance(application, WebServer) and application.asks_for_certificates:
            detail = _ASKS
        self.add(server.name, kind, zone, server.addresses, detail, is_degraded=is_degraded)

    def _add_other_translators(self) -> None:
        """What Azure gave to machines by itself, and what other resources stand for."""
        for machine in self.cloud.machines.all():
            for method, translators in offered_to(machine):
                kind = KINDS_OF_METHODS.get(method)
                if kind is None or (
                    method == DEFAULT_ACCESS
                    and not any(may_use(machine, each) for each in translators)
                ):
                    continue
                for translator in translators:
                    name = self._shown_as(translator, method)
                    if name not in self.places:
                        self.add(name, kind, "Azure", [translator.address])
                    if self.places[name].kind == kind:
                        self.link(machine.name, name)
                    self._lead_out(machine, name, method)

    def _shown_as(self, translator: Translator, method: str) -> str:
        """Its name; a front end that lends its address by a load-balancing rule is its balancer's."""
        if (
            method == LOAD_BALANCING_RULE
            and isinstance(translator, Snat)
            and not translator.is_used
        ):
            return next(
                place.name
                for place in self.places.values()
                if place.kind == "load balancer" and translator.address in place.addresses
            )
        return translator.name

    def _lead_out(self, machine: Machine, name: str, method: str) -> None:
        """The machine can leave through the place *name* by *method*."""
        self.ways[WayOut(machine.name, name, rank_of(method))] = None

    def _hosts(self) -> list[Host]:
        owners = (owner for space in self.world.spaces for owner in space.owners.values())
        return [owner for owner in owners if isinstance(owner, Host)]

    def _unnamed(self) -> list[Host]:
        return [
            host
            for host in self._hosts()
            if host.name not in self.places and host.name not in self.world.names
        ]

    def _reached_from(self, host: Host) -> list[str]:
        """The names of whoever *host* has opened connections to."""
        addresses = {flow.destination: None for flow in host.connections}
        owners = (self._owner(address) for address in addresses)
        return [owner.name for owner in owners if owner is not None]

    def _owner(self, address: str) -> Node | None:
        owners = (space.owners.get(address) for space in self.world.spaces)
        return next((each for each in owners if each and not isinstance(each, GivenBack)), None)
