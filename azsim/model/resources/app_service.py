"""App Service plans, with the instances that their apps run on."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import and_

from azsim.model.resources.checks import addresses, distinct, folded, plain_name, some
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
