"""What programs get: the keys that the schemas in docs promise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from azsim.explaining.answers import Explanation
from azsim.explaining.differences import differences
from azsim.explaining.telling.as_json import METHODS, as_json, differences_as_json
from azsim.readers.declared import Value
from azsim.text import Language
from tests.explaining.conftest import (
    FEATURES,
    SCALE_SET,
    Explain,
    explained,
    machine,
    network,
    public_ip,
    ref,
    resource,
    subnet,
)

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = DOCS / "explanation.schema.json"


def told(explanation: Explanation) -> Any:
    return json.loads(as_json(explanation, "en"))


def complaints(value: Any, schema: str = "explanation") -> list[str]:
    """What the schema of that name has against *value*."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema isn't installed")
    referencing = pytest.importorskip("referencing", reason="referencing isn't installed")

    def read(name: str) -> Any:
        return json.loads((DOCS / name).read_text("utf-8"))

    registry = referencing.Registry(
        retrieve=lambda uri: referencing.Resource.from_contents(read(uri))
    )
    validator = jsonschema.Draft202012Validator(read(f"{schema}.schema.json"), registry=registry)
    return [each.message for each in validator.iter_errors(value)]


@pytest.mark.parametrize("name", sorted(path.name for path in FEATURES.glob("*.json")))
def test_every_explanation_follows_the_schema(name: str) -> None:
    if "parameters" not in name:
        assert complaints(told(explained(FEATURES / name))) == []


def test_the_schema_notices_what_is_missing() -> None:
    value = told(explained(SCALE_SET))
    del value["machines"][0]["outbound"]["snat"]["mode"]
    assert complaints(value) == ["'mode' is a required property"]


def test_the_schema_names_every_method() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    named = schema["$defs"]["outbound"]["properties"]["method"]["enum"]
    assert set(named) == set(METHODS.values())


def test_a_scale_set_is_one_entry() -> None:
    [entry] = told(explained(SCALE_SET))["machines"]
    kinds = ("name", "kind", "orchestration", "count", "subnet", "nic")
    assert [entry[each] for each in kinds] == ["web", "vmss", "Uniform", 50, "web-vnet/web", "nic"]
    outbound = entry["outbound"]
    assert (outbound["method"], outbound["via"]) == ("lb_rule_implicit_snat", "web-lb")
    assert (outbound["public_ips"], outbound["addresses"]) == (["web-ip"], [])
    assert (outbound["idle_timeout_min"], outbound["tcp_reset"]) == (4, False)
    assert outbound["snat"] == {
        "mode": "preallocated",
        "tcp_per_instance": 1_024,
        "udp_per_instance": 0,
        "shared": None,
        "pool_size": 50,
    }
    [way] = entry["inbound"]
    kinds = ("via", "lb", "public_ip", "protocol", "frontend_port", "backend_port", "nsg")
    assert [way[each] for each in kinds] == ["lb_rule", "web-lb", "web-ip", "TCP", 80, 80, "allow"]


def test_ports_on_demand_are_shared() -> None:
    [entry] = told(explained(SCALE_SET, useNatGateway=True))["machines"]
    snat = entry["outbound"]["snat"]
    assert (entry["outbound"]["method"], snat["mode"]) == ("nat_gateway", "dynamic_shared")
    assert (snat["tcp_per_instance"], snat["shared"]) == (None, 64_512)


def test_an_address_of_ones_own_needs_no_ports(explain_resources: Explain) -> None:
    mine = ref("Microsoft.Network/publicIPAddresses", "mine")
    found = told(
        explain_resources(
            public_ip("mine", ipAddress="203.0.113.9"),
            network(subnet("app", "10.0.0.0/24")),
            *machine("vm", publicIPAddress=mine),
        )
    )
    assert complaints(found) == []
    [entry] = found["machines"]
    assert (entry["name"], entry["kind"], entry["nic"]) == ("vm", "vm", "vm-nic")
    assert entry["outbound"]["method"] == "instance_public_ip"
    assert entry["outbound"]["addresses"] == ["203.0.113.9"]
    assert entry["outbound"]["snat"]["mode"] == "not_used"
    [way] = entry["inbound"]
    assert (way["via"], way["lb"], way["nsg"]) == ("instance_public_ip", None, "deny")


def test_nobody_s_machine_is_counted_as_none(explain_resources: Explain) -> None:
    private = subnet("app", "10.0.0.0/24", defaultOutboundAccess=False)
    [entry] = told(explain_resources(network(private)))["machines"]
    assert (entry["count"], entry["outbound"]["method"]) == (0, "none")
    assert entry["outbound"]["snat"]["mode"] == "unavailable"


def test_what_isn_t_known_is_told_of_the_answers_that_it_touches(
    explain_resources: Explain,
) -> None:
    found = told(explain_resources(*machine("vm", "elsewhere/app")))
    assert complaints(found) == []
    [entry] = found["machines"]
    assert entry["outbound"]["doubts"] == [each["path"] for each in found["unresolved"]] != []


def changed(language: Language = "en", **values: Value) -> Any:
    """What other values change about the scale set."""
    found = differences(explained(SCALE_SET), explained(SCALE_SET, **values))
    return json.loads(differences_as_json(found, language))


def test_a_difference_holds_both_explanations() -> None:
    value = changed(instanceCount=51)
    assert (value["format"], value["changed"]) == (1, True)
    assert [value[each]["machines"][0]["count"] for each in ("before", "after")] == [50, 51]


@pytest.mark.parametrize("values", [{}, {"instanceCount": 51}, {"useNatGateway": True}])
def test_every_difference_follows_its_schema(values: dict[str, Value]) -> None:
    value = changed(**values)
    assert complaints(value, "difference") == []
    assert value["changed"] is bool(values)


def test_the_schema_of_differences_looks_into_both_explanations() -> None:
    value = changed(instanceCount=51)
    del value["before"]["format"]
    del value["machines"][0]["aspect"]
    assert complaints(value, "difference") == [
        "'aspect' is a required property",
        "'format' is a required property",
    ]


def test_what_differs_has_a_key_of_its_own_in_either_language() -> None:
    aspects = [
        [each["aspect"] for each in changed(language, instanceCount=51)["machines"]]
        for language in get_args(Language)
    ]
    assert aspects[0] == aspects[1] == ["snat_ports", "machine"]


def test_scale_sets_that_are_alike_are_two_entries(explain_resources: Explain) -> None:
    def scale_set(name: str) -> dict[str, Any]:
        place = ref("Microsoft.Network/virtualNetworks/subnets", "vnet/app")
        parts = [{"name": "ip", "properties": {"subnet": place}}]
        nic = {"name": "nic", "properties": {"primary": True, "ipConfigurations": parts}}
        network = {"networkInterfaceConfigurations": [nic]}
        made = resource(
            "Microsoft.Compute/virtualMachineScaleSets",
            name,
            orchestrationMode="Flexible",
            virtualMachineProfile={"networkProfile": network},
        )
        return {**made, "sku": {"name": "Standard_D2s_v5", "capacity": 2}}

    found = told(
        explain_resources(network(subnet("app", "10.0.0.0/24")), scale_set("a"), scale_set("b"))
    )
    assert [(each["name"], each["count"]) for each in found["machines"]] == [("a", 2), ("b", 2)]
    assert {each["orchestration"] for each in found["machines"]} == {"Flexible"}
