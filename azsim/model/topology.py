"""What a scenario described: places, and which of them stand beside one another."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from azsim.text import Text

Zone = Literal["on-premises", "Microsoft edge", "internet", "Azure", "virtual network"]

PlaceKind = Literal[
    "on-premises client",
    "CE router",
    "MSEE",
    "ExpressRoute gateway",
    "virtual machine",
    "AKS node",
    "web role instance",
    "worker role instance",
    "App Service instance",
    "NAT gateway",
    "firewall",
    "virtual appliance",
    "virtual network gateway",
    "instance-level public IP",
    "public IP",
    "outbound front end",
    "load-balanced endpoint",
    "fallback address",
    "default outbound access",
    "outbound addresses",
    "client",
    "Traffic Manager",
    "Traffic Manager profile",
    "load balancer",
    "internal load balancer",
    "application gateway",
    "application gateway instance",
    "TCP proxy",
    "probe source",
    "Traffic Manager endpoint",
    "back-end server",
    "internet server",
]


LinkKind = Literal["traffic", "DNS", "choice", "path"]
"""What a link is: a way of connections, a DNS query, a name that an answer may give, or a part
of a path that connections take from either end."""

Heads = Literal["end", "start", "both", "none"]


@frozen
class Place:
    """Something that packets come to, under the name that it has in the trace.

    ``detail`` is what was set there, such as a SKU; ``is_degraded`` tells that monitoring found
    it so, or was told to. ``within`` names the place that this
    one is a part of. Where there are many alike, one stands for all of them, and
    ``members`` holds the name and the address of each.
    """

    name: str
    kind: PlaceKind
    zone: Zone
    addresses: tuple[str, ...] = ()
    detail: Text | None = None
    within: str | None = None
    members: tuple[tuple[str, str], ...] = ()
    is_degraded: bool = False


@frozen
class Link:
    """Packets can go from one place to the other, and back.

    ``heads`` tells toward which of them connections were opened; a trace tells of none where
    something was deployed and not used.
    """

    start: str
    end: str
    label: Text | None = None
    kind: LinkKind = "traffic"
    heads: Heads = "end"


@frozen
class Topology:
    """The places in the order of the way that packets take, and the links between them."""

    places: tuple[Place, ...] = ()
    links: tuple[Link, ...] = ()
