"""Files are told apart by what they hold; of some formats, both states are read."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from azsim.cli import main
from azsim.readers import inputs
from azsim.readers.declared import Declaration, Declared, Object, Unknown, Value
from azsim.readers.formats import Side
from azsim.text import Advice
from tests.readers.values import at

GROUP = "/subscriptions/0/resourceGroups/rg/providers"
GATEWAY = f"{GROUP}/Microsoft.Network/natGateways/nat"
NETWORK = f"{GROUP}/Microsoft.Network/virtualNetworks/net"


def network(**subnet: Any) -> dict[str, Any]:
    properties = {"addressPrefix": "10.0.0.0/24", **subnet}
    return {
        "id": NETWORK,
        "name": "net",
        "type": "Microsoft.Network/virtualNetworks",
        "properties": {
            "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
            "subnets": [{"name": "app", "properties": properties}],
        },
    }


def gateway(**properties: Any) -> dict[str, Any]:
    return {
        "id": GATEWAY,
        "name": "nat",
        "type": "Microsoft.Network/natGateways",
        "properties": properties,
    }


def what_if(*changes: dict[str, Any]) -> dict[str, Any]:
    return {"status": "Succeeded", "error": None, "changes": list(changes)}


def change(kind: str, before: Any = None, after: Any = None, **more: Any) -> dict[str, Any]:
    id = (after or before)["id"]
    return {"changeType": kind, "resourceId": id, "before": before, "after": after, **more}


def read(folder: Path, content: Any, side: Side = "after") -> Declaration:
    path = folder / "input.json"
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return inputs.read([path.as_posix()], inputs.from_disk, side=side)


def one(found: Declaration) -> Declared:
    [each] = found.resources
    return each


def test_what_is_created_is_there_after_what_if_only(tmp_path: Path) -> None:
    content = what_if(change("Create", None, gateway()))
    assert one(read(tmp_path, content)).name == "nat"
    assert read(tmp_path, content, "before").resources == ()


def test_what_is_deleted_is_there_before_what_if_only(tmp_path: Path) -> None:
    content = what_if(change("Delete", gateway(), None))
    assert read(tmp_path, content).resources == ()
    assert one(read(tmp_path, content, "before")).name == "nat"


def test_what_what_if_ignores_stays(tmp_path: Path) -> None:
    content = what_if(change("Ignore", gateway(), gateway()))
    assert one(read(tmp_path, content)).name == one(read(tmp_path, content, "before")).name


def test_the_rest_of_what_is_modified_stays(tmp_path: Path) -> None:
    before = gateway(idleTimeoutInMinutes=4, resourceGuid="g", zone="1")
    content = what_if(
        change(
            "Modify",
            before,
            gateway(idleTimeoutInMinutes=10),
            delta=[
                {"path": "properties.idleTimeoutInMinutes", "propertyChangeType": "Modify"},
                {"path": "properties.zone", "propertyChangeType": "Delete", "before": "1"},
            ],
        )
    )
    properties = at(one(read(tmp_path, content)).body, "properties")
    assert properties == Object([("idleTimeoutInMinutes", 10), ("resourceGuid", "g")])


def test_what_goes_from_an_item_of_a_list_goes(tmp_path: Path) -> None:
    children = [
        {
            "path": "0",
            "propertyChangeType": "Modify",
            "children": [{"path": "properties.natGateway", "propertyChangeType": "Delete"}],
        }
    ]
    delta = [{"path": "properties.subnets", "propertyChangeType": "Array", "children": children}]
    before = network(natGateway={"id": GATEWAY}, purpose="x")
    content = what_if(change("Modify", before, network(), delta=delta))
    subnet = at(one(read(tmp_path, content)).body, "properties", "subnets", 0, "properties")
    assert isinstance(subnet, Object)
    assert sorted(subnet) == ["addressPrefix", "purpose"]


def test_an_expression_that_is_left_is_not_known(tmp_path: Path) -> None:
    content = what_if(change("Create", None, gateway(idleTimeoutInMinutes="[reference('x').y]")))
    assert isinstance(
        at(one(read(tmp_path, content)).body, "properties", "idleTimeoutInMinutes"), Unknown
    )


def test_ids_alone_are_a_doubt(tmp_path: Path) -> None:
    content = what_if({"changeType": "Deploy", "resourceId": GATEWAY})
    [doubt] = read(tmp_path, content).doubts
    assert "--result-format" in doubt.reason.en


def test_diff_of_what_if_needs_no_other_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "what-if.json"
    after = network(defaultOutboundAccess=False)
    path.write_text(json.dumps(what_if(change("Modify", network(), after))), encoding="utf-8")
    assert main(["diff", str(path), "--lang", "en"]) == 1
    assert "default outbound access" in capsys.readouterr().out


def test_diff_of_what_if_that_changes_nothing_ends_with_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "what-if.json"
    content = what_if(change("NoChange", network(), network()))
    path.write_text(json.dumps(content), encoding="utf-8")
    assert main(["diff", str(path), "--lang", "en"]) == 0
    assert capsys.readouterr().out


def test_one_state_cannot_be_compared_with_itself(tmp_path: Path) -> None:
    with pytest.raises(Advice, match="is to be compared with"):
        read(tmp_path, [gateway()], "before")


def test_a_snapshot_has_expressions_where_only_azure_knows(tmp_path: Path) -> None:
    id = "format('{0}/subnets/app', resourceId('Microsoft.Network/virtualNetworks', 'net'))"
    address = "/subscriptions/{0}/resourceGroups/{1}/providers/Microsoft.Network"
    nic = {
        "id": f"[format('{address}/networkInterfaces/nic', subscription().subscriptionId, resourceGroup().name)]",
        "type": "Microsoft.Network/networkInterfaces",
        "name": "nic",
        "apiVersion": "2024-05-01",
        "properties": {
            "ipConfigurations": [{"name": "ip", "properties": {"subnet": {"id": f"[{id}]"}}}]
        },
    }
    found = read(tmp_path, {"predictedResources": [nic], "diagnostics": []})
    each = one(found)
    assert (each.name, each.api_version) == ("nic", "2024-05-01")
    assert each.place is not None
    subnet = at(each.body, "properties", "ipConfigurations", 0, "properties", "subnet", "id")
    assert str(subnet).endswith("/virtualNetworks/net/subnets/app")


def test_an_id_of_a_snapshot_is_its_own(tmp_path: Path) -> None:
    predicted = {**gateway(), "apiVersion": "2024-05-01"}
    assert one(read(tmp_path, {"predictedResources": [predicted]})).id == GATEWAY


def test_a_snapshot_has_one_name_in_two_resource_groups(tmp_path: Path) -> None:
    both = [{**gateway(), "apiVersion": "2024-05-01"} for _ in range(2)]
    both[1]["id"] = GATEWAY.replace("/rg/", "/other/")
    found = read(tmp_path, {"predictedResources": both})
    assert [each.id for each in found.resources] == [GATEWAY, both[1]["id"]]


CLI = """#!{python}
import json, sys
command, path, *options = sys.argv[1:]
assert options == ["--stdout", "--no-restore"], options
template = {{"$schema": "x/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
  "parameters": {{"minutes": {{"type": "int"}}}},
  "resources": [{{"type": "Microsoft.Network/natGateways", "apiVersion": "2024-05-01", "name": "nat",
    "properties": {{"idleTimeoutInMinutes": "[parameters('minutes')]"}}}}]}}
parameters = {{"$schema": "x/deploymentParameters.json#", "parameters": {{"minutes": {{"value": 7}}}}}}
if "wrong" in path:
    print(f"{{path}}(1,1) : Error BCP007: not recognized", file=sys.stderr)
    sys.exit(1)
if command == "build":
    print(json.dumps(template))
else:
    print(json.dumps({{"templateJson": json.dumps(template), "parametersJson": json.dumps(parameters)}}))
"""


@pytest.fixture
def bicep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with sources, and a compiler on the path."""
    if os.name == "nt":
        pytest.skip("the compiler of this test is a script with a first line that names Python")
    cli = tmp_path / "bin" / "bicep"
    cli.parent.mkdir()
    cli.write_text(CLI.format(python=sys.executable), encoding="utf-8")
    cli.chmod(0o755)
    monkeypatch.setenv("PATH", str(cli.parent))
    for name in ("main.bicep", "main.bicepparam", "wrong.bicep"):
        (tmp_path / name).write_text("param minutes int\n", encoding="utf-8")
    return tmp_path


def minutes(found: Declaration) -> Value:
    return at(one(found).body, "properties", "idleTimeoutInMinutes")


def test_bicep_is_compiled_by_its_own_cli(bicep: Path) -> None:
    path = (bicep / "main.bicep").as_posix()
    assert minutes(inputs.read([path], inputs.from_disk, overrides={"minutes": 9})) == 9


def test_parameters_of_bicep_bring_their_template(bicep: Path) -> None:
    path = (bicep / "main.bicepparam").as_posix()
    assert minutes(inputs.read([path], inputs.from_disk)) == 7


def test_parameters_of_bicep_go_with_a_source(bicep: Path) -> None:
    names = [(bicep / f"main.{each}").as_posix() for each in ("bicep", "bicepparam")]
    assert minutes(inputs.read(names[:1], inputs.from_disk, names[1])) == 7


def test_what_the_compiler_says_is_told(bicep: Path) -> None:
    with pytest.raises(Advice, match="BCP007"):
        inputs.read([(bicep / "wrong.bicep").as_posix()], inputs.from_disk)


def test_without_a_compiler_the_command_is_told(
    bicep: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("HOME", str(bicep))
    with pytest.raises(Advice, match="az bicep build --file .*main.bicep"):
        inputs.read([(bicep / "main.bicep").as_posix()], inputs.from_disk)


def test_a_scenario_compiles_nothing(bicep: Path) -> None:
    def read_file(name: str) -> bytes:
        return (bicep / name).read_bytes()

    with pytest.raises(Advice, match="Compile it first"):
        inputs.read(["main.bicep"], read_file)
