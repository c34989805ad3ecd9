"""Cloud services of the classic model as records."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from azsim.model.resources.checks import Protocol
from azsim.model.resources.classic import CloudService, InputEndpoint, Role, RoleInstance, RoleKind
from azsim.model.resources.identity import Resource, ResourceId
from azsim.readers.records.body import Body
from azsim.text import Text

NO_ROLES = Text(
    "its roles aren't in the input; name its .cscfg and its .csdef",
    "ロールが入力にない。.cscfg と .csdef を指定する",
)
NO_INSTANCES = Text("it has no instances, and is left out", "インスタンスがないため、対象から外す")
NO_PORT = Text("its port or its protocol isn't said", "ポートかプロトコルが書かれていない")


def cloud_service(id: ResourceId, body: Body) -> Resource | None:
    """A cloud service with its roles.

    No file says the addresses: that of the endpoints is a stand-in until the service is placed, and
    those of the instances are private ones in order.
    """
    facts = body.reading.facts
    addresses = _addresses(facts.text("host.private-first-address"))
    roles = tuple(_roles(body.objects("roles"), addresses))
    if not roles:
        body.tell(NO_ROLES)
        return None
    known = {each.name.casefold() for each in roles}
    public = facts.text("resource-manager.stand-in-address")
    endpoints = _endpoints(body.objects("inputEndpoints"), known, public)
    return CloudService(id=id, roles=roles, input_endpoints=tuple(endpoints))


def _addresses(first: str) -> Iterator[str]:
    address = ipaddress.IPv4Address(first)
    while True:
        yield str(address)
        address += 1


def _roles(bodies: list[Body], addresses: Iterator[str]) -> Iterator[Role]:
    for body in bodies:
        count, kind = body.number("instances"), body.word("kind", RoleKind)
        if not count or kind is None:
            body.tell(NO_INSTANCES)
            continue
        # Azure's table of pool sizes ends long before, and the refusal says so.
        instances = tuple(
            RoleInstance(name=f"{body.name}_IN_{number}", private_ip_address=next(addresses))
            for number in range(min(count, _MOST))
        )
        yield Role(name=body.name, kind=kind, instances=instances)


_MOST = 1_000


def _endpoints(bodies: list[Body], roles: set[str], address: str) -> Iterator[InputEndpoint]:
    for body in bodies:
        port, protocol, role = (
            body.number("port"),
            body.word("protocol", Protocol),
            body.text("role"),
        )
        if role is None or role.casefold() not in roles:
            continue
        if port is None or protocol is None:
            body.tell(NO_PORT)
            continue
        yield InputEndpoint(
            ip_address=address,
            port=port,
            protocol=protocol,
            local_port=body.number("localPort"),
            role=role,
            idle_timeout=body.minutes("idleTimeoutInMinutes"),
        )
