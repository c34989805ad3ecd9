"""Plans and states of this project's own, as Terraform shows them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from azsim.explaining.answers import Explanation
from azsim.explaining.explanation import explain
from azsim.readers import inputs
from azsim.readers.formats import Side

GROUP = "/subscriptions/0/resourceGroups/rg/providers"
KNOWN_AFTER = object()
"""A value that the apply tells."""
MANY = 50


def refers(*references: str) -> dict[str, Any]:
    """An expression of the configuration; as Terraform does, with all that its references begin with."""
    found = []
    for each in references:
        found.append(each)
        ends = [match.start() for match in re.finditer(r"[.\[]", each)][::-1]
        found += [each[:at] for at in ends if each[:at].count(".") or each[at] == "["]
    return {"references": found}


def known(value: Any) -> Any:
    """*value* without what the apply tells."""
    if isinstance(value, dict):
        return {key: known(each) for key, each in value.items() if each is not KNOWN_AFTER}
    return [known(each) for each in value] if isinstance(value, list) else value


def unknown(value: Any) -> Any:
    """What the apply tells of *value*, in Terraform's shape."""
    if isinstance(value, dict):
        return {key: found for key, each in value.items() if (found := unknown(each)) is not False}
    if isinstance(value, list):
        return [unknown(each) for each in value]
    return value is KNOWN_AFTER


def change(address: str, before: Any = None, after: Any = None, **more: Any) -> dict[str, Any]:
    """One of the ``resource_changes``."""
    inner = address.rpartition("module.")[2]
    parts = re.findall(r'[^.\["\]]+', inner if inner == address else inner.partition(".")[2])
    type, name, *key = parts
    index = {"index": int(key[0]) if key[0].isdecimal() else key[0]} if key else {}
    return {
        "address": address,
        "mode": "managed",
        "type": type,
        "name": name,
        **index,
        "change": {
            "actions": ["no-op"],
            "before": before,
            "after": None if after is None else known(after),
            "after_unknown": {} if after is None else unknown(after),
            "before_sensitive": False,
            "after_sensitive": more.pop("sensitive", {}),
        },
        **more,
    }


def created(address: str, *, sensitive: Any = None, **values: Any) -> dict[str, Any]:
    """A resource that there will be."""
    after = {"id": KNOWN_AFTER, "resource_group_name": "rg", **values}
    return change(address, None, after, sensitive=sensitive or {})


def written(address: str, **expressions: Any) -> dict[str, Any]:
    """A resource of the configuration."""
    type, name = address.split(".")
    return {"address": address, "type": type, "name": name, "expressions": expressions}


def plan(
    changes: list[dict[str, Any]],
    resources: list[dict[str, Any]] = (),
    **root: Any,  # type: ignore[assignment]
) -> dict[str, Any]:
    """A plan with its configuration."""
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": list(resources), **root}},
    }


def explained(folder: Path, content: Any, side: Side = "after") -> Explanation:
    """The explanation of a file with that content."""
    path = folder / "plan.json"
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    name = path.as_posix()
    return explain(inputs.read([name], inputs.from_disk, side=side), [name])


def scale_set(instances: int = MANY) -> dict[str, Any]:
    """A scale set behind a load balancer, all of it new: no id is known."""
    configuration = {"name": "ip", "primary": True}
    interface = {
        "name": "nic",
        "primary": True,
        "ip_configuration": [
            {
                **configuration,
                "subnet_id": KNOWN_AFTER,
                "load_balancer_backend_address_pool_ids": KNOWN_AFTER,
                "version": "IPv4",
            }
        ],
    }
    balancer = refers("azurerm_lb.web.id")
    return plan(
        [
            created("azurerm_virtual_network.web", name="web-net", address_space=["10.0.0.0/16"]),
            created(
                "azurerm_subnet.app",
                name="app",
                virtual_network_name="web-net",
                address_prefixes=["10.0.1.0/24"],
                default_outbound_access_enabled=True,
            ),
            created("azurerm_public_ip.web", name="web-ip", sku="Standard", ip_version="IPv4"),
            created(
                "azurerm_lb.web",
                name="web-lb",
                sku="Standard",
                frontend_ip_configuration=[
                    {"name": "public", "public_ip_address_id": KNOWN_AFTER, "id": KNOWN_AFTER}
                ],
            ),
            created(
                "azurerm_lb_backend_address_pool.web", name="pool", loadbalancer_id=KNOWN_AFTER
            ),
            created(
                "azurerm_lb_probe.web",
                name="probe",
                loadbalancer_id=KNOWN_AFTER,
                protocol="Tcp",
                port=80,
            ),
            created(
                "azurerm_lb_rule.web",
                name="http",
                loadbalancer_id=KNOWN_AFTER,
                protocol="Tcp",
                frontend_port=80,
                backend_port=8080,
                frontend_ip_configuration_name="public",
                backend_address_pool_ids=KNOWN_AFTER,
                probe_id=KNOWN_AFTER,
                disable_outbound_snat=False,
            ),
            created(
                "azurerm_linux_virtual_machine_scale_set.web",
                name="web",
                instances=instances,
                admin_password="hunter2",
                custom_data="c2VjcmV0",
                network_interface=[interface],
            ),
        ],
        [
            written("azurerm_virtual_network.web"),
            written(
                "azurerm_subnet.app",
                virtual_network_name=refers("azurerm_virtual_network.web.name"),
            ),
            written("azurerm_public_ip.web"),
            written(
                "azurerm_lb.web",
                frontend_ip_configuration=[
                    {
                        "name": {"constant_value": "public"},
                        "public_ip_address_id": refers("azurerm_public_ip.web.id"),
                    }
                ],
            ),
            written("azurerm_lb_backend_address_pool.web", loadbalancer_id=balancer),
            written("azurerm_lb_probe.web", loadbalancer_id=balancer),
            written(
                "azurerm_lb_rule.web",
                loadbalancer_id=balancer,
                backend_address_pool_ids=refers("azurerm_lb_backend_address_pool.web.id"),
                probe_id=refers("azurerm_lb_probe.web.id"),
            ),
            written(
                "azurerm_linux_virtual_machine_scale_set.web",
                network_interface=[
                    {
                        "name": {"constant_value": "nic"},
                        "ip_configuration": [
                            {
                                "subnet_id": refers("azurerm_subnet.app.id"),
                                "load_balancer_backend_address_pool_ids": refers(
                                    "azurerm_lb_backend_address_pool.web.id"
                                ),
                            }
                        ],
                    }
                ],
            ),
        ],
    )
