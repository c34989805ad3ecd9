"""Secrets that stand wherever real inputs have them get into no output: no format, no trace, no page."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.explaining.test_secrets import PARAMETERS, SCHEMA, output

pytestmark = pytest.mark.once

SECRET = "hunter2zz"
ENCODED = base64.b64encode(SECRET.encode()).decode()
KEY = "[listKeys(resourceId('Microsoft.Storage/storageAccounts', 'store'), '2023-01-01').keys[0].value]"

PLACES = (
    "adminPassword",
    "customData",
    "keyData",
    "userData",
    "protectedSettings",
    "sharedKey",
    "authorizationKey",
    "certificate",
    "certificatePassword",
    "clientSecret",
    "connectionString",
    "appSetting",
)
"""What templates keep secrets in."""
PLAIN = (
    SECRET,
    f"[concat('', '{SECRET}')]",
    f"[base64('{SECRET}')]",
    "[parameters('password')]",
    "[concat('Password=', parameters('password'))]",
    KEY,
    f"[format('AccountKey={{0}}{SECRET}', {KEY[1:-1]})]",
)
"""How they stand there."""
BROKEN = (
    f"[concat('{SECRET}'",
    f"[concat('{SECRET}', variables('none'))]",
    f"[conat('{SECRET}')]",
    f"[int('{SECRET}')]",
    f"[substring('{SECRET}', 0, 99)]",
    f"[json('{SECRET}')]",
    f"['{SECRET}']",
)
"""How a mistake may stand there."""


def deployment(hidden: Callable[[str], str]) -> dict[str, Any]:
    """A template with a machine that gets out, and with what *hidden* gives for each of the places."""

    def at(type: str, name: str, **body: Any) -> dict[str, Any]:
        return {"type": type, "apiVersion": "2024-01-01", "name": name, **body}

    def id_of(type: str, *names: str) -> dict[str, str]:
        return {"id": f"[resourceId('{type}', {', '.join(map(repr, names))})]"}

    subnet = id_of("Microsoft.Network/virtualNetworks/subnets", "vnet", "app")
    address = id_of("Microsoft.Network/publicIPAddresses", "vm1-ip")
    interface = id_of("Microsoft.Network/networkInterfaces", "vm1-nic")
    app = {"name": "app", "properties": {"addressPrefix": "10.0.0.0/24"}}
    configuration = {"name": "ip", "properties": {"subnet": subnet, "publicIPAddress": address}}
    key = {"path": "/home/a/.ssh/authorized_keys", "keyData": hidden("keyData")}
    certificate = {
        "name": "site",
        "properties": {
            "data": hidden("certificate"),
            "password": hidden("certificatePassword"),
        },
    }
    return {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": {
            "password": {"type": "secureString"},
            "settings": {"type": "secureObject", "defaultValue": {"key": SECRET}},
        },
        "resources": [
            at(
                "Microsoft.Network/virtualNetworks",
                "vnet",
                properties={"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [app]},
            ),
            at("Microsoft.Network/publicIPAddresses", "vm1-ip", sku={"name": "Standard"}),
            at(
                "Microsoft.Network/networkInterfaces",
                "vm1-nic",
                properties={"ipConfigurations": [configuration]},
            ),
            at(
                "Microsoft.Compute/virtualMachines",
                "vm1",
                properties={
                    "networkProfile": {"networkInterfaces": [interface]},
                    "userData": hidden("userData"),
                    "osProfile": {
                        "adminPassword": hidden("adminPassword"),
                        "customData": hidden("customData"),
                        "linuxConfiguration": {"ssh": {"publicKeys": [key]}},
                    },
                },
            ),
            at(
                "Microsoft.Compute/virtualMachines/extensions",
                "vm1/script",
                properties={
                    "protectedSettings": {"commandToExecute": hidden("protectedSettings")},
                    "settings": "[parameters('settings')]",
                },
            ),
            at(
                "Microsoft.Network/connections",
                "to-site",
                properties={
                    "connectionType": "IPsec",
                    "sharedKey": hidden("sharedKey"),
                    "authorizationKey": hidden("authorizationKey"),
                },
            ),
            at(
                "Microsoft.Network/applicationGateways",
                "gateway",
                properties={"sslCertificates": [certificate]},
            ),
            at(
                "Microsoft.ContainerService/managedClusters",
                "cluster",
                properties={"servicePrincipalProfile": {"secret": hidden("clientSecret")}},
            ),
            at(
                "Microsoft.Web/sites",
                "shop",
                properties={
                    "siteConfig": {
                        "appSettings": [{"name": "a", "value": hidden("appSetting")}],
                        "connectionStrings": [
                            {"name": "c", "connectionString": hidden("connectionString")}
                        ],
                    }
                },
            ),
        ],
        "outputs": {
            "key": {"type": "string", "value": KEY},
            "password": {"type": "secureString", "value": hidden("connectionString")},
        },
    }


def told_secrets(text: str) -> list[str]:
    """What of the secrets is in *text*."""
    return [each for each in (SECRET, ENCODED) if each in text]


def write(folder: Path, template: dict[str, Any]) -> tuple[str, str]:
    """A template and its parameters in files; their paths."""
    path, values = folder / "main.json", folder / "main.parameters.json"
    path.write_text(json.dumps(template, indent=1), "utf-8")
    given = {"$schema": PARAMETERS, "parameters": {"password": {"value": SECRET}}}
    values.write_text(json.dumps(given, indent=1), "utf-8")
    return str(path), str(values)


@pytest.mark.parametrize("form", PLAIN)
def test_what_stands_in_a_secret_place_is_in_no_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    path, values = write(tmp_path, deployment(lambda place: form))
    for format in ("text", "json", "markdown", "feature"):
        for given in (("--parameters", values), ("--set", f"password={SECRET}")):
            told = output(capsys, "explain", path, "--format", format, *given)
            assert told_secrets(told) == [], format
    for format in ("text", "json", "markdown"):
        told = output(capsys, "diff", path, "--format", format, "--set", f"password={SECRET}")
        assert told_secrets(told) == [], format


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("wrong", PLACES)
def test_a_mistake_in_a_secret_place_does_not_show_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str, broken: str
) -> None:
    template = deployment(lambda place: broken if place == wrong else "plain")
    path, values = write(tmp_path, template)
    assert told_secrets(output(capsys, "explain", path, "--parameters", values)) == []


FEATURE = """\
Feature: A deployment with secrets

  Scenario: It holds
    Given the deployment in "main.json" with the parameters in "main.parameters.json"
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP "vm1-ip"

  Scenario: It doesn't
    Given the deployment in "main.json" with the parameters in "main.parameters.json"
    When "vm1" opens a TCP connection to 198.51.100.7:443
    Then 198.51.100.7 sees the connection come from the public IP "vm1"

  Scenario: It can't be read
    Given the deployment in "broken.json" with the parameters in "main.parameters.json"
"""


def azsim(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "azsim", *words]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feature beside a deployment, and beside one with a mistake, each with secrets in it."""
    made = tmp_path_factory.mktemp("deployed")
    template = deployment(lambda place: SECRET)
    # A scenario needs a deployment that is wholly known.
    del template["resources"][5:]
    broken = json.loads(json.dumps(template))
    broken["resources"][3]["properties"]["osProfile"]["customData"] = BROKEN[1]
    broken["resources"][3]["name"] = "[conat('vm1')]"
    write(made, broken)
    (made / "main.json").rename(made / "broken.json")
    write(made, template)
    (made / "main.feature").write_text(FEATURE, "utf-8")
    return made


def files(place: Path) -> Iterator[Path]:
    return (each for each in place.rglob("*") if each.is_file())


def test_a_run_keeps_no_secret(folder: Path) -> None:
    out = folder / "out"
    out.mkdir()
    written = ("--trace", "out/trace", "--captures", "out/captures", "--messages", "out/messages")
    done = azsim(folder, "run", "-v", *written, "main.feature")
    assert "1 passed" in done.stdout
    assert "2 failed" in done.stdout
    assert told_secrets(done.stdout + done.stderr) == []
    kept = list(files(out))
    assert {each.name for each in kept} >= {"trace", "messages"}
    for each in kept:
        assert told_secrets(each.read_bytes().decode("latin-1")) == [], each


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_no_page_shows_a_secret(folder: Path, format: str) -> None:
    done = azsim(folder, "docs", "--out", f"site-{format}", "--format", format, "main.feature")
    assert told_secrets(done.stdout + done.stderr) == []
    pages = list(files(folder / f"site-{format}"))
    assert pages
    for each in pages:
        assert told_secrets(each.read_bytes().decode("latin-1")) == [], each
