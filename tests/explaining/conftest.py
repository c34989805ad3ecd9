"""Deployments of this project's own, and explanations of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from azsim.explaining.answers import Explanation
from azsim.explaining.explanation import explain
from azsim.readers import inputs
from azsim.readers.declared import Value

FEATURES = Path(__file__).parents[2] / "features" / "deployments"
SCALE_SET = FEATURES / "scale-set.json"
SUBSCRIPTION = "/subscriptions/0/resourceGroups/g/providers"

Explain = Callable[..., Explanation]


def explained(path: Path, parameters: Path | None = None, **values: Value) -> Explanation:
    """The explanation of one file."""
    name = path.as_posix()
    given = None if parameters is None else parameters.as_posix()
    return explain(inputs.read([name], inputs.from_disk, given, values), [name])


@pytest.fixture
def explain_resources(tmp_path: Path) -> Explain:
    """Explains resources as an export would show them."""

    def of(*resources: dict[str, Any]) -> Explanation:
        path = tmp_path / "export.json"
        path.write_text(json.dumps(list(resources)), encoding="utf-8")
        return explained(path)

    return of


def resource(type: str, name: str, **properties: Any) -> dict[str, Any]:
    """A resource as the command line shows it; ``sku`` is the name of one."""
    sku = properties.pop("sku", None)
    body = {"id": id_of(type, name), "name": name, "type": type, "properties": properties}
    return body if sku is None else {**body, "sku": {"name": sku}}


def id_of(type: str, name: str) -> str:
    """The id of a resource, or of a part of one such as ``vnet/app``."""
    namespace, *kinds = type.split("/")
    pairs = zip(kinds, name.split("/"), strict=True)
    return f"{SUBSCRIPTION}/{namespace}/" + "/".join(f"{kind}/{each}" for kind, each in pairs)


def ref(type: str, name: str) -> dict[str, str]:
    """Names a resource."""
    return {"id": id_of(type, name)}


def network(
    *subnets: dict[str, Any], name: str = "vnet", space: str = "10.0.0.0/16"
) -> dict[str, Any]:
    """A virtual network with *subnets*."""
    return resource(
        "Microsoft.Network/virtualNetworks",
        name,
        addressSpace={"addressPrefixes": [space]},
        subnets=list(subnets),
    )


def subnet(name: str, prefix: str, **properties: Any) -> dict[str, Any]:
    """A subnet."""
    return {"name": name, "properties": {"addressPrefix": prefix, **properties}}


def machine(name: str, subnet: str = "vnet/app", **configuration: Any) -> list[dict[str, Any]]:
    """A virtual machine with its interface."""
    place = ref("Microsoft.Network/virtualNetworks/subnets", subnet)
    parts = [{"name": "ipconfig1", "properties": {"subnet": place, **configuration}}]
    interface = resource(
        "Microsoft.Network/networkInterfaces", f"{name}-nic", ipConfigurations=parts
    )
    named = {"networkInterfaces": [{"id": interface["id"]}]}
    return [interface, resource("Microsoft.Compute/virtualMachines", name, networkProfile=named)]


def public_ip(name: str, sku: str = "Standard", **properties: Any) -> dict[str, Any]:
    """A public IP address."""
    return resource("Microsoft.Network/publicIPAddresses", name, sku=sku, **properties)
