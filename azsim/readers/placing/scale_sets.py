"""The instances of scale sets as machines of their own, with interfaces and public addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from azsim.model.resources.compute import (
    NetworkInterfaceConfiguration,
    ScaleSet,
    ScaleSetIpConfiguration,
    VirtualMachine,
)
from azsim.model.resources.identity import Resource
from azsim.model.resources.network import (
    IpConfiguration,
    NetworkInterface,
    PublicIpAddress,
    PublicIpSku,
)

Sku = Callable[[ScaleSetIpConfiguration], PublicIpSku]
"""The SKU of a public address of which nobody says any."""


def instances(scale_set: ScaleSet, sku: Sku) -> Iterator[Resource]:
    """The machines of *scale_set* with all that each brings; none where it says no interface.

    The machines of a Flexible scale set may be declared one by one instead.
    """
    configurations = sorted(
        scale_set.network_interface_configurations, key=lambda each: each.primary is not True
    )
    if not configurations:
        return
    for number in range(scale_set.capacity):
        name = f"{scale_set.name}_{number}"
        interfaces = []
        for configuration in configurations:
            interface, public = _interface(name, configuration, sku)
            yield from public
            yield interface
            interfaces.append(interface.id)
        yield VirtualMachine(
            id=name, network_interfaces=tuple(interfaces), virtual_machine_scale_set=scale_set.id
        )


def _interface(
    machine: str, configuration: NetworkInterfaceConfiguration, sku: Sku
) -> tuple[NetworkInterface, list[PublicIpAddress]]:
    public = []
    parts = []
    for each in configuration.ip_configurations:
        address = _public(machine, each, sku)
        public += [] if address is None else [address]
        parts.append(
            IpConfiguration(
                name=each.name,
                subnet=each.subnet,
                public_ip_address=None if address is None else address.id,
                primary=each.primary,
                load_balancer_back_end_pools=each.load_balancer_back_end_pools,
                application_gateway_back_end_pools=each.application_gateway_back_end_pools,
                application_security_groups=each.application_security_groups,
            )
        )
    interface = NetworkInterface(
        id=f"{machine} {configuration.name}",
        ip_configurations=tuple(parts),
        enable_ip_forwarding=configuration.enable_ip_forwarding,
        network_security_group=configuration.network_security_group,
    )
    return interface, public


def _public(
    machine: str, configuration: ScaleSetIpConfiguration, sku: Sku
) -> PublicIpAddress | None:
    each = configuration.public_ip_address_configuration
    if each is None:
        return None
    return PublicIpAddress(
        id=f"{machine} {each.name}",
        sku=each.sku or sku(configuration),
        public_ip_prefix=each.public_ip_prefix,
        idle_timeout=each.idle_timeout,
    )
