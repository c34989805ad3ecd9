"""The classic model: cloud services with their roles, endpoints and instance-level public IPs."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import and_

from azsim.model.resources.checks import (
    IDLE_TIMEOUT,
    PORT,
    Protocol,
    Word,
    check_names,
    distinct,
    duration,
    folded,
    plain_name,
    port_number,
    some,
)
from azsim.model.resources.identity import Resource, ResourceId, part_named, resource_id
from azsim.text import Text
from azsim.units import parse_address

ROLE = Text("role", "ロール")
INSTANCE = Text("instance", "インスタンス")
INPUT_ENDPOINT = Text("load-balanced endpoint", "負荷分散エンドポイント")


class RoleKind(Word):
    """What a role's instances are."""

    VIRTUAL_MACHINE = "virtual machine"
    WEB = "web role"
    WORKER = "worker role"


@frozen(kw_only=True)
class RoleInstance:
    """A virtual machine or role instance, with its instance-level public IP where it has one.

    ``public_ip_idle_timeout`` is that of what comes in to this address, in nanoseconds; None leaves it
    to the platform.
    """

    name: str = field(eq=folded, validator=plain_name)
    private_ip_address: str = field(converter=parse_address)
    instance_level_public_ip: str | None = field(default=None, converter=optional(parse_address))
    public_ip_idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))


@frozen(kw_only=True)
class Role:
    """A role and its instances, which are all of one kind."""

    name: str = field(eq=folded, validator=plain_name)
    kind: RoleKind = field(converter=RoleKind)
    instances: tuple[RoleInstance, ...] = field(
        validator=and_(some(INSTANCE), distinct(INSTANCE)),
    )


@frozen(kw_only=True)
class InputEndpoint:
    """A load-balanced endpoint.

    ``role`` is the role behind it, or None for every role of the service. ``instances`` names
    those behind it, or is None for all that there are and will be. ``idle_timeout`` is that of what
    comes in, in nanoseconds; None leaves it to the platform.
    """

    ip_address: str = field(converter=parse_address)
    port: int = field(validator=port_number(PORT))
    protocol: Protocol = field(default=Protocol.TCP, converter=Protocol)
    local_port: int | None = field(default=None, validator=port_number(PORT))
    role: str | None = field(default=None, eq=folded)
    instances: tuple[str, ...] | None = field(default=None, eq=folded)
    idle_timeout: int | None = field(default=None, validator=duration(IDLE_TIMEOUT))

    @property
    def name(self) -> str:
        """Its address, port and protocol, by which endpoints differ."""
        return f"{self.ip_address}:{self.port} ({self.protocol})"


@frozen(kw_only=True)
class CloudService(Resource):
    """A cloud service: one deployment of the classic model.

    :raises Advice: where two instances have one name, also in different roles, or where an
        endpoint names a role or an instance that isn't there.
    """

    KIND: ClassVar[Text] = Text("cloud service", "クラウド サービス")

    roles: tuple[Role, ...] = field(validator=and_(some(ROLE), distinct(ROLE)))
    input_endpoints: tuple[InputEndpoint, ...] = field(
        default=(), validator=distinct(INPUT_ENDPOINT)
    )
    virtual_network: ResourceId | None = field(default=None, converter=optional(resource_id))

    def __attrs_post_init__(self) -> None:
        check_names(self.name, INSTANCE, [each.name for each in self.instances])
        for endpoint in self.input_endpoints:
            self.instances_behind(endpoint)

    @property
    def instances(self) -> tuple[RoleInstance, ...]:
        """The instances of every role, in order."""
        return tuple(each for role in self.roles for each in role.instances)

    def role(self, name: str) -> Role:
        """The role of that name.

        :raises Advice: where there is none, with the nearest name.
        """
        return part_named(name, self.roles, ROLE, self)

    def instances_behind(self, endpoint: InputEndpoint) -> tuple[RoleInstance, ...]:
        """The instances behind *endpoint*, in the order in which it names them.

        :raises Advice: where it names one that isn't there, with the nearest name.
        """
        known = self.instances if endpoint.role is None else self.role(endpoint.role).instances
        if endpoint.instances is None:
            return known
        return tuple(part_named(each, known, INSTANCE, self) for each in endpoint.instances)
