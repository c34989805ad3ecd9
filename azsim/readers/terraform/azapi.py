"""The azapi provider, whose resources have the bodies of Resource Manager."""

from __future__ import annotations

from typing import Final

from azsim.readers.declared import Object
from azsim.readers.json_text import read_json
from azsim.readers.terraform.files import Instance
from azsim.text import Advice

PREFIX: Final = "azapi_resource"
OVERLAYS: Final = ("azapi_update_resource", "azapi_resource_action")
"""Resources that change others."""


def type_of(instance: Instance) -> tuple[str, str] | None:
    """The type and the version of the API that *instance* has."""
    value = instance.values.get("type")
    if not isinstance(value, str) or value.count("/") < 1:
        return None
    type, _, version = value.partition("@")
    return type.strip("/"), version


def body(instance: Instance) -> Object | None:
    """The body of *instance*; older versions of the provider have it as a text of JSON."""
    value = instance.values.get("body")
    # A state keeps a value of any type together with its type.
    if isinstance(value, Object) and "value" in value and "type" in value:
        value = value["value"]
    if isinstance(value, str):
        place = instance.place
        try:
            value = read_json(value, "" if place is None else place.path)
        except Advice:
            return None
        # Lines within the text are none of the file's.
        return Object(value.items(), place) if isinstance(value, Object) else None
    return (
        value
        if isinstance(value, Object)
        else Object(place=instance.place)
        if value is None
        else None
    )


def id_in(parent: str | None, type: str, name: str) -> str:
    """The id of the resource *name* of a *type*, within the resource or the group *parent*.

    >>> id_in("/subscriptions/s/resourceGroups/g", "Microsoft.Network/natGateways", "nat")
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/natGateways/nat'
    """
    namespace, kind, *kinds = type.split("/")
    whole = parent or "/subscriptions/?/resourceGroups/?"
    if not kinds:
        return f"{whole}/providers/{namespace}/{kind}/{name}"
    if "/providers/" not in whole:
        # What it is a part of isn't known.
        whole = f"{whole}/providers/{namespace}/{kind}/?" + "".join(
            f"/{each}/?" for each in kinds[:-1]
        )
    return f"{whole}/{kinds[-1]}/{name}"
