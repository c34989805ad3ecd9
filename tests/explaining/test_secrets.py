"""Secrets of inputs are in no output, whichever way they go."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from azsim.cli import main

SECRET = "hunter2zz"
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
PARAMETERS = "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"


def template(name: str, **parameter: Any) -> dict[str, Any]:
    """A network whose name is an expression over the secret."""
    space = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
    app = {"name": "app", "properties": {"addressPrefix": "10.0.0.0/24"}}
    return {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": {"p": {"type": "secureString", **parameter}},
        "resources": [
            {
                "type": "Microsoft.Network/virtualNetworks",
                "apiVersion": "2020-01-01",
                "name": name,
                "properties": {**space, "subnets": [app]},
            },
            {
                "type": "Microsoft.Network/publicIPAddresses",
                "apiVersion": "2020-01-01",
                "name": "ip",
                "sku": {"name": "[parameters('p')]"},
                "properties": {"ipAddress": "[parameters('p')]"},
            },
        ],
        "outputs": {"o": {"type": "int", "value": "[int(parameters('p'))]"}},
    }


def output(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """All that a command prints."""
    with contextlib.suppress(SystemExit):
        main(list(words))
    told = capsys.readouterr()
    return told.out + told.err


@pytest.mark.parametrize("format", ["text", "json", "markdown", "feature"])
@pytest.mark.parametrize(
    "name",
    [
        "[parameters('p')]",
        "[concat('v', parameters('p'))]",
        "[substring(parameters('p'), 0, 100)]",
        "[base64ToString(base64(parameters('p')))]",
        "[fail(parameters('p'))]",
    ],
)
def test_a_secure_parameter_is_in_no_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, format: str
) -> None:
    path, values = tmp_path / "main.json", tmp_path / "main.parameters.json"
    path.write_text(json.dumps(template(name)), encoding="utf-8")
    values.write_text(
        json.dumps({"$schema": PARAMETERS, "parameters": {"p": {"value": SECRET}}}), "utf-8"
    )
    for given in (("--parameters", str(values)), ("--set", f"p={SECRET}")):
        told = output(capsys, "explain", str(path), "--format", format, *given)
        assert told
        assert SECRET not in told
    path.write_text(json.dumps(template(name, defaultValue=SECRET, maxLength=2)), encoding="utf-8")
    assert SECRET not in output(capsys, "diff", str(path), str(path))


@pytest.mark.parametrize(
    "text",
    [
        f'{{"parameters": {{"p": {{"value": "{SECRET}\\q"}}}}}}',
        f'{{"parameters": {{"p": {{"value": "{SECRET}}}}}}}',
        f'{{"parameters": {{"p": {{"value": {SECRET}}}}}}}',
        f'{{"parameters": {{"p" "{SECRET}"}}}}',
    ],
)
def test_a_line_that_is_no_json_is_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    path = tmp_path / "main.parameters.json"
    path.write_text(text, encoding="utf-8")
    told = output(capsys, "explain", str(path))
    assert "JSON" in told
    assert SECRET not in told


def test_a_value_that_was_typed_without_a_name_is_not_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = output(capsys, "explain", "main.json", "--set", f"password {SECRET}")
    assert "NAME=VALUE" in told
    assert SECRET not in told
