"""The IP configurations of a machine, each of which has its own way to the internet."""

from __future__ import annotations

from collections.abc import Iterator

from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.description import Description
from azsim.model.resources.network import IpConfiguration, NetworkInterface


def configurations(
    description: Description, machine: VirtualMachine
) -> Iterator[tuple[NetworkInterface, IpConfiguration]]:
    """The IP configurations of *machine* with their interfaces, the primary one first."""
    for id in machine.network_interfaces:
        interface = description.find(NetworkInterface, id)
        for configuration in interface.in_order:
            yield interface, configuration
