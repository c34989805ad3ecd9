"""Virtual machines, and scale sets of machines that are alike."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import and_

from azsim.model.resources.checks import (
    IDLE_TIMEOUT,
    Word,
    distinct,
    duration,
    folded,
    number,
    plain_name,
    some,
)
from azsim.model.resources.identity import Resource, ResourceId, resource_id, resource_ids
from azsim.model.resources.network import IP_CONFIGURATION, NetworkInterface, PublicIpSku
from azsim.text import Text


class OrchestrationMode(Word):
    """Whether a scale set's machines are its own (Uniform) or virtual machines (Flexible)."""

    UNIFORM = "Uniform"
    FLEXIBLE = "Flexible"


@frozen(kw_only=True)
class VirtualMachine(Resource):
    """A virtual machine with its network interfaces, the primary one first."""

    KIND: ClassVar[Text] = Text("virtual machine", "仮想マシン")

    network_interfaces: tuple[ResourceId, ...] = field(
        converter=resource_ids, validator=some(NetworkInterface.KIND)
    )
    availability_set: ResourceId | None = field(default=None, converter=optional(resource_id))
    virtual_machine_scale_set: ResourceId | None = field(
        default=None, converter=optional(resource_id)
    )


@frozen(kw_only=True)
class PublicIpAddressConfiguration:
    """The public IP address that each instance of a scale set gets for itself."""

    name: str = field(eq=folded, validator=plain_name)
    sku: PublicIpSku | None = field(default=None, converter=optional(PublicIpSku))
    public_ip_prefix: ResourceId | None = field(default=None, converter=optional(resource_id))
    idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))


@frozen(kw_only=True)
class ScaleSetIpConfiguration:
    """An address that each instance of a scale set gets, and what it belongs to."""

    name: str = field(eq=folded, validator=plain_name)
    subnet: ResourceId | None = field(default=None, converter=optional(resource_id))
    primary: bool | None = None
    public_ip_address_configuration: PublicIpAddressConfiguration | None = None
    load_balancer_back_end_pools: tuple[ResourceId, ...] = field(default=(), converter=resource_ids)
    load_balancer_inbound_nat_pools: tuple[ResourceId, ...] = field(
        default=(), converter=resource_ids
    )
    application_gateway_back_end_pools: tuple[ResourceId, ...] = field(
        default=(), converter=resource_ids
    )
    application_security_groups: tuple[ResourceId, ...] = field(default=(), converter=resource_ids)


@frozen(kw_only=True)
class NetworkInterfaceConfiguration:
    """A network interface that each instance of a scale set gets."""

    name: str = field(eq=folded, validator=plain_name)
    ip_configurations: tuple[ScaleSetIpConfiguration, ...] = field(
        validator=and_(some(IP_CONFIGURATION), distinct(IP_CONFIGURATION))
    )
    primary: bool | None = None
    enable_ip_forwarding: bool = False
    network_security_group: ResourceId | None = field(default=None, converter=optional(resource_id))


@frozen(kw_only=True)
class ScaleSet(Resource):
    """A virtual machine scale set of ``capacity`` instances."""

    KIND: ClassVar[Text] = Text("virtual machine scale set", "仮想マシン スケール セット")

    capacity: int = field(validator=number(Text("number of instances", "インスタンスの数"), 0))
    orchestration_mode: OrchestrationMode | None = field(
        default=None, converter=optional(OrchestrationMode)
    )
    # A Flexible scale set may leave them out: its machines bring interfaces of their own.
    network_interface_configurations: tuple[NetworkInterfaceConfiguration, ...] = field(
        default=(), validator=distinct(NetworkInterface.KIND)
    )
