"""The routes that a route table adds to those that Azure makes for a subnet by itself.

Of the routes whose prefix holds a destination the longest decides, and of two that are as long
that of the route table. Azure's own lead within the virtual network, and to the internet.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from azsim.engine.routes import AddressSpace
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.functions.egress import NOT_PEERED, Egress, Refused, Router, stopped_at
from azsim.functions.snat.flows import Translator
from azsim.model.packet import FiveTuple
from azsim.model.resources.network import NextHopType, Route
from azsim.model.rules import Rule
from azsim.text import Text

GATEWAY: Final = "virtual network gateway"
APPLIANCE: Final = "virtual appliance"

TO_AN_APPLIANCE = Rule(
    "route.to-an-appliance",
    Text(
        "a route leads to {address}, beyond the model",
        "ルートの先の {address} がモデルの範囲外である",
    ),
)
TO_AN_UNKNOWN_APPLIANCE = Rule(
    "route.to-an-unknown-appliance",
    Text(
        "a route leads to an appliance whose address isn't known, beyond the model",
        "ルートの先の仮想アプライアンスのアドレスが不明であり、モデルの範囲外である",
    ),
)
TO_THE_GATEWAY = Rule(
    "route.to-the-gateway",
    Text(
        "a route leads on-premises, beyond the model",
        "ルートの先のオンプレミスがモデルの範囲外である",
    ),
)
NO_NEXT_HOP = Rule(
    "route.no-next-hop",
    Text("its route has no next hop", "ルートのネクスト ホップがない"),
)

Led = Translator | Refused | None
"""Where a route leads a flow; None where it changes nothing."""


class UserRoutes:
    """The routes of one route table, in a virtual network with the prefixes *local*."""

    def __init__(self, routes: Iterable[Route], local: Iterable[str], facts: Facts) -> None:
        self._facts = facts
        # Azure's own address lies beside every machine, whatever routes say.
        own = [*local, facts.text("network.platform-address")]
        self._local = [ipaddress.IPv4Network(each) for each in own]
        self._routes = sorted(
            ((ipaddress.IPv4Network(each.address_prefix), each) for each in routes),
            key=lambda pair: -pair[0].prefixlen,
        )

    @decides
    def lead(self, flow: FiveTuple, interface: Egress) -> Led:
        """Where the first packet of *flow* goes; None where Azure's own routes decide."""
        route = self._route_to(flow.destination, interface.space)
        if route is None:
            return None
        self._facts.rests_on("route.user-routes-first")
        return _LEADS[route.next_hop_type](route, flow, interface)

    def appliance_toward(self, address: str, space: AddressSpace) -> str | None:
        """The address of the appliance that what is sent from *space* to *address* goes to, if any."""
        route = self._route_to(address, space)
        return None if route is None else route.next_hop_ip_address

    def next_hop_of_default_route(self) -> NextHopType | None:
        """Where a route to 0.0.0.0/0 leads; None where there is none."""
        return next((route.next_hop_type for net, route in self._routes if not net.prefixlen), None)

    def leads_to_the_internet(self) -> bool:
        """Whether a route leads past appliances, by the next hop type Internet."""
        return any(route.next_hop_type is NextHopType.INTERNET for _, route in self._routes)

    def next_hops(self) -> list[str | None]:
        """The addresses of the appliances that routes lead to; None stands for a gateway."""
        elsewhere = (NextHopType.VIRTUAL_APPLIANCE, NextHopType.VIRTUAL_NETWORK_GATEWAY)
        hops = [
            each.next_hop_ip_address for _, each in self._routes if each.next_hop_type in elsewhere
        ]
        return list(dict.fromkeys(hops))

    def _route_to(self, destination: str, space: AddressSpace) -> Route | None:
        """The route that decides; None where it is one of Azure's own."""
        address = ipaddress.IPv4Address(destination)
        for network, route in self._routes:
            if address in network:
                if self._is_nearer(address, network.prefixlen):
                    return None
                # What comes from on-premises by a link of the network is longer than a default route.
                is_linked = any(link.reaches(destination) for link in space.links)
                return None if is_linked and not network.prefixlen else route
        return None

    @decides
    def _is_nearer(self, address: ipaddress.IPv4Address, prefix_length: int) -> bool:
        """Whether a route of Azure's own to *address* goes before one with *prefix_length*."""
        own = max((each.prefixlen for each in self._local if address in each), default=0)
        if own > prefix_length:
            self._facts.rests_on("route.longest-prefix")
        elif own == prefix_length:
            self._facts.rests_on("route.same-prefix")
        return own > prefix_length


def _to_an_appliance(route: Route, flow: FiveTuple, interface: Egress) -> Translator | Refused:
    if route.next_hop_ip_address is None:
        return stopped_at(APPLIANCE, TO_AN_UNKNOWN_APPLIANCE)
    node = interface.space.owner(route.next_hop_ip_address)
    if isinstance(node, Router):
        return node.lead(flow, interface)
    if node is None and interface.space.owner_apart(route.next_hop_ip_address) is not None:
        return Refused(interface.name, NOT_PEERED)
    name = route.next_hop_ip_address if node is None else node.name
    return stopped_at(name, TO_AN_APPLIANCE.fill(address=route.next_hop_ip_address))


def _to_the_gateway(route: Route, flow: FiveTuple, interface: Egress) -> Refused:
    return stopped_at(GATEWAY, TO_THE_GATEWAY)


def _nowhere(route: Route, flow: FiveTuple, interface: Egress) -> Refused:
    return Refused(interface.name, NO_NEXT_HOP)


def _as_without_it(route: Route, flow: FiveTuple, interface: Egress) -> None:
    return None


_LEADS: Final[Mapping[NextHopType, Callable[[Route, FiveTuple, Egress], Led]]] = {
    NextHopType.VIRTUAL_APPLIANCE: _to_an_appliance,
    NextHopType.VIRTUAL_NETWORK_GATEWAY: _to_the_gateway,
    NextHopType.NONE: _nowhere,
    NextHopType.INTERNET: _as_without_it,
    NextHopType.VIRTUAL_NETWORK: _as_without_it,
}
