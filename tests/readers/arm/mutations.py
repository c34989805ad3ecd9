"""Templates that went wrong, in one way or several; the same ones for the same seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from arm_templates import SCHEMA, network, resource, template

FILES = {
    "parts/net.json": template(
        parameters={"name": {"type": "string"}},
        resources=[network("[parameters('name')]")],
        outputs={"id": {"type": "string", "value": "[resourceId('A.B/c', parameters('name'))]"}},
    )
}
"""What lies beside the template."""

EVERYTHING = template(
    languageVersion="1.0",
    parameters={
        "prefix": {"type": "string", "defaultValue": "p", "maxLength": 10},
        "count": {"type": "int", "defaultValue": 3, "minValue": 1},
        "secret": {"type": "securestring"},
        "unset": {"type": "string"},
        "object": {"type": "object", "defaultValue": {"a": [1, {"b": "c"}]}},
        "rule": {"$ref": "#/definitions/rule"},
    },
    definitions={
        "rule": {"type": "object", "nullable": True, "properties": {"n": {"type": "int"}}}
    },
    variables={
        "net": "[concat(parameters('prefix'), '-net')]",
        "copy": [{"name": "list", "count": 3, "input": "[copyIndex('list')]"}],
        "ids": "[map(range(0, 3), lambda('i', resourceId('A.B/c', string(lambdaVariables('i')))))]",
        "unique": "[uniqueString(resourceGroup().id, variables('net'))]",
    },
    functions=[
        {
            "namespace": "own",
            "members": {
                "f": {
                    "parameters": [{"name": "x", "type": "string"}],
                    "output": {"type": "string", "value": "[toUpper(parameters('x'))]"},
                }
            },
        }
    ],
    resources=[
        network(
            "[variables('net')]",
            properties={
                "copy": [
                    {
                        "name": "subnets",
                        "count": "[length(variables('list'))]",
                        "input": {
                            "name": "[format('s{0}', copyIndex('subnets'))]",
                            "properties": {
                                "addressPrefix": "[cidrSubnet('10.0.0.0/16', 24, copyIndex('subnets'))]"
                            },
                        },
                    }
                ]
            },
            resources=[resource("subnets", "extra", dependsOn=["[variables('net')]"])],
        ),
        resource(
            "Microsoft.Network/networkInterfaces",
            "[concat('nic', copyIndex())]",
            copy={"name": "nics", "count": "[parameters('count')]", "mode": "Serial"},
            condition="[not(equals(copyIndex(), 1))]",
            dependsOn=["[resourceId('Microsoft.Network/virtualNetworks/', variables('net'))]"],
            properties={
                "subnet": {"id": "[reference(variables('net')).subnets[0].id]"},
                "names": "[union(createArray(own.f('a')), variables('list'))]",
                "secret": "[parameters('secret')]",
                "unset": "[if(equals(parameters('unset'), 'a'), json('null'), variables('unique'))]",
            },
        ),
        resource(
            "Microsoft.Resources/deployments",
            "linked",
            properties={
                "mode": "Incremental",
                "templateLink": {"relativePath": "parts/net.json"},
                "parameters": {"name": {"value": "[concat(variables('unique'), '-n')]"}},
            },
        ),
        resource(
            "Microsoft.Resources/deployments",
            "[concat('nested', copyIndex())]",
            copy={"name": "nested", "count": 2},
            properties={
                "mode": "Incremental",
                "template": template(
                    resources=[network("[concat('inner', copyIndex(), parameters('prefix'))]")]
                ),
            },
        ),
    ],
    outputs={"id": {"type": "string", "value": "[reference('linked').outputs.id.value]"}},
)
"""A template in which everything occurs."""

_EXPRESSIONS = [
    "[" + "concat(" * 20_000 + ")" * 20_000 + "]",
    "[" * 100_000 + "]" * 100_000,
    "[parameters('prefix')]",
    "[variables('net')]",
    "[reference('nic0')]",
    "[reference('linked').outputs]",
    "[reference(variables('net'), '2024-05-01', 'Full')]",
    "[copyIndex()]",
    "[range(0, 10000)]",
    "[map(range(0, 10000), lambda('x', range(0, 10000)))]",
    "[padLeft('', 1000000)]",
    "[string(variables('ids'))]",
    "[own.f(own.f('a'))]",
    "[null()]",
    "[[",
    "[]",
    "[']",
    "",
    "../../etc/passwd",
    "\ud800",
]
_VALUES = [None, True, 0, -1, 10**9, 10**30, 1e300, [], {}, [[]], [{}], "a", {"a": "[copyIndex()]"}]
_NAMES = [
    "copy",
    "condition",
    "name",
    "type",
    "resources",
    "existing",
    "dependsOn",
    "scope",
    "count",
    "input",
    "parameters",
    "variables",
    "templateLink",
    "relativePath",
    "uri",
    "$ref",
    "languageVersion",
]


def mutated(seed: int) -> bytes:
    """A broken template."""
    draw = random.Random(seed)
    whole = _copied(EVERYTHING)
    whole["$schema"] = SCHEMA
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        draw.choice(_CHANGES)(whole, draw)
    text = json.dumps(whole, indent=draw.choice((None, 1))).encode("utf-8", "surrogatepass")
    if draw.random() < 0.2:
        return _scrambled(text, draw)
    return text


def _copied(value: Any) -> Any:
    """A copy, which takes a frame for each level, where ``copy.deepcopy()`` takes several."""
    return json.loads(json.dumps(value))


def _containers(value: object) -> list[object]:
    found: list[object] = []
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, dict | list):
            found.append(each)
            left.extend(each.values() if isinstance(each, dict) else each)
    return found


def _spot(whole: object, draw: random.Random) -> tuple[dict[object, object], object]:
    """A container with something in it, and a key of it."""
    filled = [each for each in _containers(whole) if each]
    chosen = draw.choice(filled)
    if isinstance(chosen, list):
        return chosen, draw.randrange(len(chosen))  # type: ignore[return-value]
    assert isinstance(chosen, dict)
    return chosen, draw.choice(list(chosen))


def _drop(whole: object, draw: random.Random) -> None:
    container, key = _spot(whole, draw)
    if container is not whole or len(container) > 3:
        del container[key]


def _replace(whole: object, draw: random.Random) -> None:
    container, key = _spot(whole, draw)
    container[key] = _copied(draw.choice(_VALUES))


def _express(whole: object, draw: random.Random) -> None:
    container, key = _spot(whole, draw)
    container[key] = draw.choice(_EXPRESSIONS)


def _move(whole: object, draw: random.Random) -> None:
    container, key = _spot(whole, draw)
    other, place = _spot(whole, draw)
    other[place] = _copied(container[key])


def _add(whole: object, draw: random.Random) -> None:
    objects = [each for each in _containers(whole) if isinstance(each, dict)]
    chosen = draw.choice(objects)
    container, key = _spot(whole, draw)
    chosen[draw.choice(_NAMES)] = _copied(container[key])


def _deepen(whole: object, draw: random.Random) -> None:
    container, key = _spot(whole, draw)
    for _ in range(draw.choice((1, 10, 60, 200))):
        container[key] = draw.choice(([container[key]], {"a": container[key]}))


def _repeat(whole: object, draw: random.Random) -> None:
    lists = [each for each in _containers(whole) if isinstance(each, list) and each]
    chosen = draw.choice(lists)
    chosen.extend(_copied(chosen[:3] * draw.choice((1, 5))))


def _bend(whole: object, draw: random.Random) -> None:
    """Change a character or two of a text."""
    container, key = _spot(whole, draw)
    text = container[key]
    if isinstance(text, str) and text:
        at = draw.randrange(len(text))
        container[key] = (
            text[:at] + draw.choice("[](){}',.?0a\\\"") + text[at + draw.choice((0, 1)) :]
        )


_CHANGES: list[Callable[[object, random.Random], None]] = [
    _drop,
    _replace,
    _express,
    _move,
    _add,
    _deepen,
    _repeat,
    _bend,
    _bend,
]


def _scrambled(text: bytes, draw: random.Random) -> bytes:
    """Some bytes taken out, put in or said again."""
    at, end = sorted(draw.randrange(len(text)) for _ in range(2))
    end = min(end, at + draw.choice((1, 3, 200)))
    inserted = draw.choice(
        (b"", b"{", b'"', b"//", b"\x00", b"\xff", b"/*", text[at:end] * 2, b",")
    )
    return text[:at] + inserted + text[end:]
