"""App Service plans, with the instances that their apps run on, and the apps as they are declared."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import and_

from azsim.model.resources.checks import (
    addresses,
    distinct,
    folded,
    number,
    plain_name,
    some,
)
from azsim.model.resources.classic import INSTANCE
from azsim.model.resources.identity import Resource, ResourceId, resource_id
from azsim.text import Text
from azsim.units import parse_address


@frozen(kw_only=True)
class AppServiceInstance:
    """One of a plan's instances, as a scenario names it."""

    name: str = field(eq=folded, validator=plain_name)
    private_ip_address: str = field(converter=parse_address)


@frozen(kw_only=True)
class AppServicePlan(Resource):
    """An App Service plan: each of its apps runs on each of its instances.

    ``outbound_ip_addresses`` are those that the apps have; empty where nobody said which.
    ``virtual_network_subnet`` is the subnet that the plan is integrated with, into which its apps
    send whatever leaves them.
    """

    KIND: ClassVar[Text] = Text("App Service plan", "App Service プラン")

    instances: tuple[AppServiceInstance, ...] = field(
        validator=and_(some(INSTANCE), distinct(INSTANCE))
    )
    outbound_ip_addresses: tuple[str, ...] = field(default=(), converter=addresses)
    virtual_network_subnet: ResourceId | None = field(default=None, converter=optional(resource_id))


@frozen(kw_only=True)
class ServerFarm(Resource):
    """An App Service plan as Resource Manager describes it: how many instances, and none by name."""

    KIND: ClassVar[Text] = AppServicePlan.KIND

    capacity: int = field(validator=number(Text("number of instances", "インスタンスの数"), 1))


@frozen(kw_only=True)
class WebSite(Resource):
    """An app on a plan.

    ``subnet`` is the one that it is integrated with, and ``route_all`` whether all that leaves it goes
    there, and not only what is for private addresses.
    """

    KIND: ClassVar[Text] = Text("app", "アプリ")

    server_farm: ResourceId = field(converter=resource_id)
    subnet: ResourceId | None = field(default=None, converter=optional(resource_id))
    route_all: bool = False
