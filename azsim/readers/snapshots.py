"""Bicep snapshots: what ``bicep snapshot`` predicts, with expressions where only Azure knows the rest.

The resources are those of a template whose loops, conditions and modules are resolved already, so they
are read as one. Ids may be expressions too.
"""

from __future__ import annotations

from collections import Counter
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
    found = [_read(content, each) for each in _layers(content[_RESOURCES])]
    return Declaration(
        tuple(_with_own_id(each) for one in found for each in one.resources),
        tuple(each for one in found for each in one.doubts),
    )


def _read(content: Object, resources: list[Value]) -> Declaration:
    place = content.place or Place("")
    template = Object(
        [("$schema", _SCHEMA), ("contentVersion", "1.0.0.0"), ("resources", tuple(resources))],
        place,
        {"resources": content.place_of(_RESOURCES) or place},
    )
    return arm.declared(template, place.path, lambda _: None)


def _layers(resources: Value) -> list[list[Value]]:
    """*resources* in lists without two of one name: those are of different resource groups."""
    layers: dict[int, list[Value]] = {0: []}
    seen: Counter[tuple[str, str]] = Counter()
    for each in resources if isinstance(resources, tuple) else ():
        body = each if isinstance(each, Object) else Object()
        key = str(body.get("type")).casefold(), str(body.get("name")).casefold()
        layers.setdefault(seen[key], []).append(each)
        seen[key] += 1
    return list(layers.values())


def _with_own_id(each: Declared) -> Declared:
    """*each* with the id that the snapshot says, which may be of any resource group."""
    id = each.body.get("id")
    return evolve(each, id=id) if isinstance(id, str) and reference(id) is not None else each
