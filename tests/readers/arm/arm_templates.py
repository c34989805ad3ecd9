"""Small templates for tests, and what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from azsim.readers.arm import declared
from azsim.readers.arm.kinds import plain
from azsim.readers.declared import Declaration, Declared, Object, Value
from azsim.readers.json_text import read_json

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/resource-group"


def template(**sections: object) -> dict[str, object]:
    """A template with these sections."""
    return {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": [], **sections}


def network(name: str = "net", **more: object) -> dict[str, object]:
    """A virtual network without anything in it."""
    return resource("Microsoft.Network/virtualNetworks", name, **more)


def resource(type: str, name: str, **more: object) -> dict[str, object]:
    """A resource."""
    return {"type": type, "apiVersion": "2024-05-01", "name": name, **more}


def read_text(
    text: str,
    parameters: object = None,
    files: Mapping[str, object] | None = None,
    **overrides: Value,
) -> Declaration:
    """What the template *text* deploys, with files beside it."""
    main = read_json(text, "main.json")
    assert isinstance(main, Object)
    given = None
    if parameters is not None:
        whole = read_json(json.dumps({"parameters": parameters}), "main.parameters.json")
        assert isinstance(whole, Object)
        given = whole

    def beside(path: str) -> bytes | None:
        found = (files or {}).get(path)
        return None if found is None else json.dumps(found, indent=1).encode()

    return declared(main, "main.json", beside, given, overrides)


def read(
    whole: object,
    parameters: object = None,
    files: Mapping[str, object] | None = None,
    **overrides: Value,
) -> Declaration:
    """What a template deploys."""
    return read_text(json.dumps(whole, indent=1), parameters, files, **overrides)


def by_name(declaration: Declaration) -> dict[str, Declared]:
    """The resources by their names."""
    return {each.name: each for each in declaration.resources}


def evaluated(value: object, **sections: object) -> Value:
    """What *value* comes to in the properties of a resource."""
    whole = template(resources=[network(properties={"value": value})], **sections)
    properties = read(whole).resources[0].body["properties"]
    assert isinstance(properties, Object)
    return properties["value"]


def plainly(value: object, **sections: object) -> object:
    """The same as Python's own lists and dictionaries."""
    return plain(evaluated(value, **sections))
