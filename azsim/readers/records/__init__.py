"""What was declared, as the records of :mod:`azsim.model.resources`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from azsim.facts import Facts
from azsim.model.resources.description import Key
from azsim.model.resources.hybrid import (
    Connection,
    ConnectionType,
    GatewayType,
    VirtualNetworkGateway,
)
from azsim.model.resources.identity import Resource, ResourceId
from azsim.readers.declared import NOBODY, Declaration, Declared, Doubt, Object, Place
from azsim.readers.records.assembling import assembled
from azsim.readers.records.body import Body, Reading
from azsim.readers.records.contradictions import contradictions
from azsim.readers.records.members import absent
from azsim.readers.records.references import Names, reference
from azsim.readers.records.types import RECORDS, plays_a_part
from azsim.text import Advice, Text

BY_VPN: Final = Text(
    "VPN isn't modelled: no answer says what comes and goes over it, nor whether it leads the way to the internet "
    "elsewhere",
    "VPN はモデル化していない。VPN を通る通信は、インターネットへの経路が変わる場合も含めて、どの答えにも入っていない",
)


@frozen
class NotModelled:
    """A resource that has to do with where packets go, and that azsim doesn't model.

    ``reason`` is why a part of one isn't, None where nothing of its type is.
    """

    type: str
    name: str
    place: Place | None
    reason: Text | None = None


@frozen(eq=False)
class Recorded:
    """The records of a declaration.

    ``bodies`` holds, by the kind and id of each record, what it was read from. ``hops`` holds, by route
    table and route, the resource whose address a route leads to, where only Azure knows the address.
    """

    resources: tuple[Resource, ...]
    bodies: Mapping[Key, Object]
    doubts: tuple[Doubt, ...]
    not_modelled: tuple[NotModelled, ...]
    hops: Mapping[tuple[ResourceId, str], ResourceId]

    def place_of(self, resource: Resource) -> Place | None:
        """Where *resource* is declared."""
        body = self.bodies.get((type(resource), resource.id))
        return None if body is None else body.place


def recorded(declaration: Declaration, facts: Facts) -> Recorded:
    """The records of what *declaration* declares; what none can be made of is a doubt."""
    wholes = assembled(declaration.resources)
    reading = Reading(Names.of(wholes), facts)
    reading.ipv6.update(_ipv6(wholes, reading))
    reading.ip_groups.update(_ip_groups(wholes, reading))
    resources: list[Resource] = []
    bodies: dict[Key, Object] = {}
    read: list[tuple[Resource, Body]] = []
    not_modelled = []
    for each in wholes:
        make = RECORDS.get(each.type.casefold())
        if make is None:
            if plays_a_part(each.type) and not each.is_existing:
                not_modelled.append(NotModelled(each.type, each.name, each.place))
            continue
        found = reference(each.id)
        group = None if found is None else found.group
        short = reading.names.short(each.type.casefold(), each.name, group)
        body = Body(each.body, _called(each), reading, short)
        if each.uncertain is not None:
            body.tell(each.uncertain)
        try:
            record = make(ResourceId(short), body)
        except Advice as advice:
            body.tell(advice.text)
            continue
        if record is not None:
            resources.append(record)
            read.append((record, body))
            bodies[type(record), record.id] = each.body
        if _is_by_vpn(record):
            not_modelled.append(NotModelled(each.type, each.name, each.place, BY_VPN))
    not_modelled += [
        NotModelled(type, name, place, reason) for type, name, reason, place in reading.left_out
    ]
    doubts = (
        *declaration.doubts,
        *reading.doubts,
        *contradictions(read),
        *absent(reading.members, resources),
    )
    return Recorded(tuple(resources), bodies, doubts, tuple(not_modelled), reading.hops)


def _is_by_vpn(record: Resource | None) -> bool:
    """Whether it leads somewhere else than over ExpressRoute, which nothing here follows."""
    if isinstance(record, Connection):
        return record.connection_type is not ConnectionType.EXPRESSROUTE
    return isinstance(record, VirtualNetworkGateway) and record.gateway_type is GatewayType.VPN


def _ipv6(wholes: Iterable[Declared], reading: Reading) -> Iterator[ResourceId]:
    """The public addresses that front ends and interfaces may name, and that aren't IPv4 ones."""
    for each in wholes:
        named = reference(each.id)
        version = Body(each.body, each.name, reading, each.name).plain("publicIPAddressVersion")
        if named is not None and isinstance(version, str) and version.casefold() == "ipv6":
            yield reading.names.id(named)


def _ip_groups(
    wholes: Iterable[Declared], reading: Reading
) -> Iterator[tuple[ResourceId, tuple[str, ...]]]:
    """The IP groups that rules of firewalls may name, with their addresses."""
    for each in wholes:
        named = reference(each.id)
        if each.type.casefold() == _IP_GROUPS and named is not None and not each.is_existing:
            body = Body(each.body, _called(each), reading, NOBODY)
            yield reading.names.id(named), body.texts("ipAddresses")


_IP_GROUPS: Final = "microsoft.network/ipgroups"


def _called(each: Declared) -> str:
    return f"{each.type.rpartition('/')[2]} {each.name}"
