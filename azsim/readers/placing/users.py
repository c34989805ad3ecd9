"""Public IP addresses that two resources name: Azure gives an address to one of them only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import define, evolve, field

from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import NetworkInterface, PublicIpAddress
from azsim.model.resources.outbound import Firewall, NatGateway
from azsim.readers.declared import Doubt
from azsim.text import Text

USED_TWICE = Text(
    "the public IP address {address} belongs to {owner} as well, and can't be both's: another one, which "
    "isn't known, is taken here",
    "パブリック IP アドレス {address} は {owner} にも割り当てられている。両方では使えないため、ここでは"
    "別の未知のアドレスとする",
)


@define(eq=False)
class _Users:
    doubts: list[Doubt]
    owners: dict[ResourceId, str] = field(factory=dict)
    made: list[PublicIpAddress] = field(factory=list)

    def take(self, id: ResourceId, user: Resource, part: str) -> ResourceId:
        """*id*, or the address that takes its place where somebody else has it."""
        place = f"{user.name} {part}".strip()
        owner = self.owners.setdefault(id, place)
        if owner == place:
            return id
        self.doubts.append(
            Doubt(place, USED_TWICE.fill(address=id.name, owner=owner), about=user.name)
        )
        self.made.append(PublicIpAddress(id=f"{id.name} of {place}"))
        return self.made[-1].id


def with_one_user_each(resources: Iterable[Resource], doubts: list[Doubt]) -> list[Resource]:
    """*resources*, each of whose public IP addresses is named by one of them."""
    users = _Users(doubts)
    # What interfaces and front ends have goes before what a NAT gateway lists.
    known = sorted(resources, key=lambda each: isinstance(each, NatGateway))
    found = [_with_own(each, users) for each in known]
    return [*found, *users.made]


def _with_own(each: Resource, users: _Users) -> Resource:
    if isinstance(each, NatGateway):
        own = tuple(users.take(id, each, "") for id in each.public_ip_addresses)
        return evolve(each, public_ip_addresses=own)
    if isinstance(each, NetworkInterface):
        return evolve(each, ip_configurations=_parts(each, each.ip_configurations, users))
    if isinstance(each, Firewall):
        return evolve(each, ip_configurations=_parts(each, each.ip_configurations, users))
    if isinstance(each, LoadBalancer | ApplicationGateway):
        return evolve(each, front_ends=_parts(each, each.front_ends, users))
    return each


def _parts(each: Resource, parts: Iterable[Any], users: _Users) -> tuple[Any, ...]:
    return tuple(
        part
        if part.public_ip_address is None
        else evolve(part, public_ip_address=users.take(part.public_ip_address, each, part.name))
        for part in parts
    )
