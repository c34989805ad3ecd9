"""The azapi provider, whose resources have the bodies of Resource Manager."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from azsim.readers.declared import Object, Unknown, Value
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


def linked(value: Value, ids: Sequence[str], key: str = "") -> Value:
    """*value* with the one of *ids* in place of each id that isn't known yet, by the kind that *key* says.

    What a body refers to is known for the whole of it only: an id is taken where a single one is of
    the kind that belongs under its key, such as a subnet under ``subnet``.
    """
    if isinstance(value, tuple):
        return tuple(linked(each, ids, key) for each in value)
    if not isinstance(value, Object):
        return value
    found = Object(
        ((name, linked(value[name], ids, name)) for name in value),
        value.place,
        {name: place for name in value if (place := value.place_of(name)) is not None},
    )
    own = [each for each in ids if _is_of_kind(each, key)]
    is_open = isinstance(value.get("id"), Unknown) and len(own) == 1
    return found.with_("id", own[0]) if is_open else found


def _is_of_kind(id: str, key: str) -> bool:
    """Whether the kind of resource in *id* is what *key* says, in the singular or the plural."""
    kind = id.split("/")[-2].casefold() if id.count("/") > 1 else ""
    return bool(key) and kind in {f"{key}{ending}".casefold() for ending in ("", "s", "es")}


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
