"""Bicep snapshots: what ``bicep snapshot`` predicts, with expressions where only Azure knows the rest.

The resources are those of a template whose loops, conditions and modules are resolved already, so they
are read as one. Ids may be expressions too.
"""

from __future__ import annotations

from typing import Final

from attrs import evolve

from azsim.readers import arm
from azsim.readers.declared import Declaration, Declared, Object, Place, Value
from azsim.readers.records.references import reference

_RESOURCES: Final = "predictedResources"
_SCHEMA: Final = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"


def is_snapshot(content: Value) -> bool:
    """Whether *content* is what Bicep predicts."""
    return isinstance(content, Object) and isinstance(content.get(_RESOURCES), tuple)


def read(content: Object) -> Declaration:
    """The resources of a snapshot."""
    place = content.place or Place("")
    resources = content[_RESOURCES]
    template = Object(
        [("$schema", _SCHEMA), ("contentVersion", "1.0.0.0"), ("resources", resources)],
        place,
        {"resources": content.place_of(_RESOURCES) or place},
    )
    found = arm.declared(template, place.path, lambda _: None)
    return evolve(found, resources=tuple(map(_with_own_id, found.resources)))


def _with_own_id(each: Declared) -> Declared:
    """*each* with the id that the snapshot says, which may be of any resource group."""
    id = each.body.get("id")
    return evolve(each, id=id) if isinstance(id, str) and reference(id) is not None else each
