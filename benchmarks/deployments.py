"""Deployments as a program would write them: as many machines as wanted, each with an interface."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

NETWORK = "Microsoft.Network/virtualNetworks"
INTERFACE = "Microsoft.Network/networkInterfaces"
MACHINE = "Microsoft.Compute/virtualMachines"
_SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
_GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/many/providers"


def template(machines: int) -> dict[str, Any]:
    """An ARM template, whose names and ids are expressions."""
    text = {"type": "string", "defaultValue": "west"}
    network = "[parameters('net')]"
    subnet = f"[resourceId('{NETWORK}/subnets', parameters('net'), 'app')]"
    resources = [{"type": NETWORK, "name": network, **_common(_network())}]
    for number in range(machines):
        name = f"format('{{0}}-nic{number}', parameters('prefix'))"
        id = f"[resourceId('{INTERFACE}', {name})]"
        machine = f"[format('{{0}}-vm{number}', parameters('prefix'))]"
        resources += [
            {"type": INTERFACE, "name": f"[{name}]", **_common(_interface(subnet))},
            {"type": MACHINE, "name": machine, "dependsOn": [id], **_common(_machine(id, number))},
        ]
    return {
        "$schema": _SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": {"prefix": text, "net": text},
        "resources": resources,
    }


def export(machines: int) -> list[dict[str, Any]]:
    """The same as ``az`` shows live resources, each with its id."""
    return list(_shown(machines))


def _shown(machines: int) -> Iterator[dict[str, Any]]:
    yield _live(NETWORK, "net", _network())
    subnet = f"{_GROUP}/{NETWORK}/net/subnets/app"
    for number in range(machines):
        yield _live(INTERFACE, f"nic{number}", _interface(subnet))
        id = f"{_GROUP}/{INTERFACE}/nic{number}"
        yield _live(MACHINE, f"vm{number}", _machine(id, number))


def _live(kind: str, name: str, properties: dict[str, Any]) -> dict[str, Any]:
    id = f"{_GROUP}/{kind}/{name}"
    return {
        "id": id,
        "type": kind,
        "name": name,
        "location": "westeurope",
        "properties": properties,
    }


def _common(properties: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "2023-11-01", "location": "westeurope", "properties": properties}


def _network() -> dict[str, Any]:
    return {
        "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
        "subnets": [{"name": "app", "properties": {"addressPrefix": "10.0.0.0/17"}}],
    }


def _interface(subnet: str) -> dict[str, Any]:
    return {"ipConfigurations": [{"name": "main", "properties": {"subnet": {"id": subnet}}}]}


def _machine(interface: str, number: int) -> dict[str, Any]:
    return {
        "hardwareProfile": {"vmSize": "Standard_D2s_v5"},
        "osProfile": {"computerName": f"vm{number}", "adminUsername": "azureuser"},
        "networkProfile": {"networkInterfaces": [{"id": interface}]},
    }
