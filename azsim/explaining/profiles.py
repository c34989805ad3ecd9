"""What Traffic Manager profiles answer, and what their endpoints lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from azsim.deploy.names import TrafficManagerProfiles
from azsim.explaining.answers import Endpoint, Open, Profile
from azsim.explaining.running import Running
from azsim.facts import Facts
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.balancing import LoadBalancer
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.names import (
    EndpointType,
    TrafficManagerEndpoint,
    TrafficManagerProfile,
    TrafficRoutingMethod,
)
from azsim.model.resources.network import NetworkInterface, PublicIpAddress
from azsim.readers.records import Recorded
from azsim.text import Text, same

OF_MACHINE = Text(
    'the public IP "{address}" of "{owner}"', "「{owner}」のパブリック IP「{address}」"
)
OF_SERVICE = Text(
    'the public IP "{address}" of the {kind} "{owner}"',
    "{kind}「{owner}」のパブリック IP「{address}」",
)
OF_NOBODY = Text(
    'the public IP "{address}", which nothing has',
    "パブリック IP「{address}」(どのリソースにも関連付けられていない)",
)
TO_PROFILE = Text('the profile "{name}"', "プロファイル「{name}」")
ELSEWHERE = Text('"{name}", which isn\'t in the input', "「{name}」(入力にない)")


def profiles(
    resources: Iterable[Resource], running: Sequence[Running], facts: Facts
) -> Iterator[Profile]:
    """Each profile among *resources*, which have been placed and run in *running*."""
    orders = {fqdn: order for part in running for fqdn, order in _orders(part.cloud.profiles)}
    known = list(resources)
    owners = dict(_owners(known))
    for each in known:
        if isinstance(each, TrafficManagerProfile):
            with facts.heard() as heard:
                ttl = each.ttl
                if ttl is None:
                    ttl = facts.duration("traffic-manager.default-ttl")
                facts.rests_on("traffic-manager.in-data-path")
                if each.traffic_routing_method is TrafficRoutingMethod.PRIORITY:
                    facts.rests_on("traffic-manager.priority-order")
            yield Profile(
                name=each.name,
                fqdn=each.fqdn,
                method=each.traffic_routing_method.value,
                ttl=ttl,
                is_enabled=each.profile_status.value == ENABLED,
                endpoints=tuple(
                    _endpoint(number, one, each, known, owners)
                    for number, one in enumerate(each.endpoints, start=1)
                ),
                order=orders.get(each.fqdn, ()),
                facts=tuple(dict.fromkeys(heard)),
            )


ENABLED: Final = "Enabled"
TYPE: Final = "Microsoft.Network/trafficManagerProfiles"


def not_modelled(running: Iterable[Running], records: Recorded) -> Iterator[Open]:
    """The profiles whose answers aren't modelled, and why."""
    for part in running:
        for each in part.cloud.plane.description.of_kind(TrafficManagerProfile):
            reason = part.cloud.profiles.not_modelled.get(each.fqdn)
            if reason is not None:
                yield Open(f"{TYPE} {each.name}", reason, records.place_of(each))


def _orders(profiles: TrafficManagerProfiles) -> Iterator[tuple[str, tuple[str, ...]]]:
    for fqdn, monitored in profiles.running.items():
        yield fqdn, tuple(each.name for each in profiles.manager().order(monitored.profile))


def _endpoint(
    number: int,
    endpoint: TrafficManagerEndpoint,
    profile: TrafficManagerProfile,
    resources: list[Resource],
    owners: dict[ResourceId, Resource],
) -> Endpoint:
    is_priority = profile.traffic_routing_method is TrafficRoutingMethod.PRIORITY
    return Endpoint(
        name=endpoint.name,
        leads_to=_target(endpoint, resources, owners),
        public_ip=_public_ip(endpoint, resources),
        is_enabled=endpoint.endpoint_status.value == ENABLED,
        priority=(endpoint.priority or number) if is_priority else None,
        weight=endpoint.weight
        if profile.traffic_routing_method is TrafficRoutingMethod.WEIGHTED
        else None,
        location=endpoint.endpoint_location,
        min_child_endpoints=endpoint.min_child_endpoints,
    )


def _public_ip(endpoint: TrafficManagerEndpoint, resources: list[Resource]) -> str | None:
    id = endpoint.target_resource
    known = (each for each in resources if isinstance(each, PublicIpAddress))
    return next((each.name for each in known if each.id == id), None)


def _target(
    endpoint: TrafficManagerEndpoint, resources: list[Resource], owners: dict[ResourceId, Resource]
) -> Text:
    id = endpoint.target_resource
    if id is None:
        return same(str(endpoint.target))
    kind = TrafficManagerProfile if endpoint.type is EndpointType.NESTED else PublicIpAddress
    found = next((each for each in resources if isinstance(each, kind) and each.id == id), None)
    if found is None:
        return ELSEWHERE.fill(name=id.name)
    if isinstance(found, TrafficManagerProfile):
        return TO_PROFILE.fill(name=found.name)
    owner = owners.get(id)
    if owner is None:
        return OF_NOBODY.fill(address=found.name)
    if isinstance(owner, VirtualMachine):
        return OF_MACHINE.fill(address=found.name, owner=owner.name)
    return OF_SERVICE.fill(address=found.name, owner=owner.name, kind=owner.KIND)


def _owners(resources: list[Resource]) -> Iterator[tuple[ResourceId, Resource]]:
    """By public IP address, the machine or the service that has it."""
    machines = {
        interface: each
        for each in resources
        if isinstance(each, VirtualMachine)
        for interface in each.network_interfaces
    }
    for each in resources:
        if isinstance(each, NetworkInterface):
            for part in each.ip_configurations:
                if part.public_ip_address is not None:
                    yield part.public_ip_address, machines.get(each.id, each)
        if isinstance(each, LoadBalancer | ApplicationGateway):
            for front_end in each.front_ends:
                if front_end.public_ip_address is not None:
                    yield front_end.public_ip_address, each
