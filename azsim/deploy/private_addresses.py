"""Private addresses that somebody picks: which of a subnet's Azure lets anything have."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from ipaddress import IPv4Address

from attrs import evolve

from azsim.deploy.networks import VirtualNetworks
from azsim.facts import Facts
from azsim.facts.decides import decides
from azsim.model.resources.balancing import FrontEnd
from azsim.model.resources.network import IpConfiguration
from azsim.model.resources.outbound import FirewallIpConfiguration
from azsim.model.rules import Rule
from azsim.text import Text, listed
from azsim.units import within

Standing = IpConfiguration | FrontEnd | FirewallIpConfiguration
"""A part of a resource that stands in a subnet."""

RANGE = Text("{first} to {last}", "{first} から {last} まで")
FREE = Text(
    "The subnet {subnet} has {free}, and {address} isn't one of these.",
    "サブネット {subnet} で使えるアドレスは {free}であり、{address} は含まれない。",
)
OUTSIDE = Rule(
    "private-address.outside-subnet",
    Text(
        "its private address lies outside its subnet",
        "プライベート アドレスがサブネットの範囲にない",
    ),
)
KEPT = Rule(
    "private-address.kept",
    Text(
        "Azure keeps the first {count} addresses of a subnet and the last one for itself",
        "サブネットの最初の {count} 個と最後のアドレスは Azure が予約している",
    ),
)


def kept(facts: Facts) -> Rule:
    """The reason for which nothing gets an address that Azure keeps."""
    return KEPT.fill(count=first_kept(facts))


def refusal(parts: Iterable[Standing], networks: VirtualNetworks, facts: Facts) -> Rule | None:
    """Why Azure refuses a private address of *parts*, if it does."""
    return next(filter(None, (_of_part(each, networks, facts) for each in parts)), None)


def first_kept(facts: Facts) -> int:
    """How many addresses at the beginning of a subnet Azure keeps: all that it keeps but the last."""
    return facts.number("network.subnet-addresses-kept") - 1


def _of_part(part: Standing, networks: VirtualNetworks, facts: Facts) -> Rule | None:
    if part.private_ip_address is None or part.subnet is None or networks.is_made_up(part.subnet):
        return None
    prefixes = networks.prefixes(part.subnet)
    networks_of = map(ipaddress.IPv4Network, prefixes)
    free = [_free(each, facts) for each in networks_of if _has_room(each, facts)]
    address = ipaddress.IPv4Address(part.private_ip_address)
    if any(first <= address <= last for first, last in free):
        return None
    reason = kept(facts) if within(part.private_ip_address, prefixes) else _outside(facts)
    if not free:
        return reason
    ranges = listed(RANGE.fill(first=first, last=last) for first, last in free)
    remedy = FREE.fill(subnet=part.subnet.name, free=ranges, address=address)
    return reason and evolve(reason, remedy=remedy)


def _has_room(prefix: ipaddress.IPv4Network, facts: Facts) -> bool:
    return prefix.num_addresses > first_kept(facts) + 1


def _free(prefix: ipaddress.IPv4Network, facts: Facts) -> tuple[IPv4Address, IPv4Address]:
    """The first and the last address of *prefix* that something may have."""
    return prefix[first_kept(facts)], prefix[-2]


@decides
def _outside(facts: Facts) -> Rule | None:
    facts.rests_on("private-address.in-subnet")
    return OUTSIDE
