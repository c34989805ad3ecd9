"""By which interface a machine reaches the internet, unless something on it chooses another."""

from __future__ import annotations

from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.description import Description
from azsim.model.resources.network import IpConfiguration, NetworkInterface


def first_interface(
    description: Description, machine: VirtualMachine
) -> tuple[NetworkInterface, IpConfiguration]:
    """The first interface of *machine*, with its primary IP configuration."""
    interface = description.find(NetworkInterface, machine.network_interfaces[0])
    return interface, interface.in_order[0]
