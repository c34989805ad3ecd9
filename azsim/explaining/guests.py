"""A machine in each subnet of a deployment that has none: what it would have there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from azsim.model.resources.app_service import ServerFarm
from azsim.model.resources.application_gateway import ApplicationGateway
from azsim.model.resources.compute import ScaleSet, VirtualMachine
from azsim.model.resources.identity import Resource, ResourceId
from azsim.model.resources.network import IpConfiguration, NetworkInterface, VirtualNetwork

_KEPT: Final = (
    "gatewaysubnet",
    "azurefirewallsubnet",
    "azurefirewallmanagementsubnet",
    "azurebastionsubnet",
    "routeserversubnet",
)
"""Subnets that Azure keeps for services, by their folded names."""


def with_guests(resources: Iterable[Resource]) -> list[Resource]:
    """*resources*, with a machine in each subnet if there is none at all."""
    known = list(resources)
    if any(isinstance(each, VirtualMachine) or _has_instances(each) for each in known):
        return known
    return [*known, *_guests(known)]


def _has_instances(each: Resource) -> bool:
    return isinstance(each, ServerFarm) or (isinstance(each, ScaleSet) and each.capacity > 0)


def _guests(resources: list[Resource]) -> Iterator[Resource]:
    taken = {each.subnet for each in resources if isinstance(each, ApplicationGateway)}
    for network in resources:
        if not isinstance(network, VirtualNetwork):
            continue
        for subnet in network.subnets:
            id = network.id.part("subnets", subnet.name)
            if subnet.name.casefold() in _KEPT or id in taken:
                continue
            name = _called(id)
            configuration = IpConfiguration(subnet=id)
            interface = NetworkInterface(id=f"{name} nic", ip_configurations=(configuration,))
            yield interface
            yield VirtualMachine(id=name, network_interfaces=(interface.id,))


def is_guest(machine: VirtualMachine, subnet: ResourceId | None) -> bool:
    """Whether *machine*, which stands in *subnet*, is one that nobody deploys."""
    return subnet is not None and machine.id.text == _called(subnet)


def _called(subnet: ResourceId) -> str:
    """Its name, which says where it stands in either language: subnets of two networks may be called alike."""
    return f"{subnet.name} ({subnet.resource.name})"
