"""Virtual machines and scale sets as records."""

from __future__ import annotations

from typing import Final

from azsim.model.resources.compute import (
    NetworkInterfaceConfiguration,
    OrchestrationMode,
    PublicIpAddressConfiguration,
    ScaleSet,
    ScaleSetIpConfiguration,
    VirtualMachine,
)
from azsim.model.resources.identity import Resource, ResourceId
from azsim.readers.records.body import Body
from azsim.readers.records.network import is_ipv6, sku
from azsim.text import Text
from azsim.units import format_count

NO_INTERFACE = Text("it has no network interface", "ネットワーク インターフェイスがない")
NO_CAPACITY = Text(
    "its number of instances isn't known; none is taken",
    "インスタンスの数がわからない。0 台とみなす",
)
TOO_MANY = Text(
    "more than {most} instances aren't read; none is taken",
    "{most} 台を超えるインスタンスは読み取らない。0 台とみなす",
)
MOST_INSTANCES: Final = 5_000
"""Far more than a scale set can have."""


def virtual_machine(id: ResourceId, body: Body) -> Resource | None:
    """A virtual machine, with its primary network interface first."""
    profile = body.object_at("networkProfile")
    interfaces = [] if profile is None else profile.objects("networkInterfaces")
    named = [
        (each.reference("id"), each.flag("primary") is True)
        for each in sorted(interfaces, key=lambda one: one.flag("primary") is not True)
    ]
    found = tuple(each for each, _ in named if each is not None)
    if not found:
        body.tell(NO_INTERFACE)
        return None
    return VirtualMachine(
        id=id,
        network_interfaces=found,
        availability_set=body.reference("availabilitySet"),
        virtual_machine_scale_set=body.reference("virtualMachineScaleSet"),
    )


def scale_set(id: ResourceId, body: Body) -> Resource | None:
    """A virtual machine scale set."""
    sku = body.object_at("sku")
    profile = body.object_at("virtualMachineProfile")
    network = None if profile is None else profile.object_at("networkProfile")
    configurations = [] if network is None else network.objects("networkInterfaceConfigurations")
    capacity = None if sku is None else sku.number("capacity")
    if capacity is None and configurations:
        body.tell(NO_CAPACITY, body.place_of("sku"))
    if capacity is not None and capacity > MOST_INSTANCES:
        body.tell(TOO_MANY.fill(most=format_count(MOST_INSTANCES)), body.place_of("sku"))
        capacity = None
    return ScaleSet(
        id=id,
        capacity=capacity or 0,
        orchestration_mode=body.word("orchestrationMode", OrchestrationMode),
        network_interface_configurations=tuple(filter(None, map(_interface, configurations))),
    )


def _interface(body: Body) -> NetworkInterfaceConfiguration | None:
    found = tuple(filter(None, map(_configuration, body.objects("ipConfigurations"))))
    if not found:
        return None
    return NetworkInterfaceConfiguration(
        name=body.name,
        ip_configurations=found,
        primary=body.flag("primary"),
        enable_ip_forwarding=body.flag("enableIPForwarding") or False,
        network_security_group=body.reference("networkSecurityGroup"),
    )


def _configuration(body: Body) -> ScaleSetIpConfiguration | None:
    if is_ipv6(body, "privateIPAddressVersion"):
        return None
    public = body.object_at("publicIPAddressConfiguration")
    return ScaleSetIpConfiguration(
        name=body.name,
        subnet=body.reference("subnet"),
        primary=body.flag("primary"),
        public_ip_address_configuration=None if public is None else _public(public),
        load_balancer_back_end_pools=body.references("loadBalancerBackendAddressPools"),
        load_balancer_inbound_nat_pools=body.references("loadBalancerInboundNatPools"),
        application_gateway_back_end_pools=body.references("applicationGatewayBackendAddressPools"),
        application_security_groups=body.references("applicationSecurityGroups"),
    )


def _public(body: Body) -> PublicIpAddressConfiguration:
    return PublicIpAddressConfiguration(
        name=body.name,
        sku=sku(body),
        public_ip_prefix=body.reference("publicIPPrefix"),
        idle_timeout=body.minutes("idleTimeoutInMinutes"),
    )
