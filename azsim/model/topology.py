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
    "web role instance",
    "worker role instance",
    "instance-level public IP",
    "load-balanced endpoint",
    "fallback address",
    "default outbound access",
    "client",
    "Traffic Manager",
    "Traffic Manager profile",
    "load balancer",
    "application gateway",
    "application gateway instance",
    "TCP proxy",
    "probe source",
    "Traffic Manager endpoint",
    "back-end server",
    "internet server",
]


@frozen
class Place:
    """Something that packets come to, under the name that it has in the trace.

    ``detail`` is what was set there, such as a SKU. ``within`` names the place that this
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


@frozen
class Link:
    """Packets go from one place to the other, and back."""

    start: str
    end: str
    label: Text | None = None


@frozen
class Topology:
    """The places in the order of the way that packets take, and the links between them."""

    places: tuple[Place, ...] = ()
    links: tuple[Link, ...] = ()
