"""A template of 5,000 resources takes seconds and little memory, an ordinary one no time."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from arm_templates import network, read, resource, template

FOLDER = Path(__file__).parent
INTERFACES = "Microsoft.Network/networkInterfaces"


def machines(count: int) -> list[object]:
    """As many machines, each with an interface, as a program would write them."""
    found: list[object] = []
    for number in range(count):
        subnet = (
            "[resourceId('Microsoft.Network/virtualNetworks/subnets', variables('net'), 'app')]"
        )
        name = f"[format('{{0}}-nic{number}', parameters('prefix'))]"
        id = f"[resourceId('{INTERFACES}', format('{{0}}-nic{number}', parameters('prefix')))]"
        configuration = {"name": "main", "properties": {"subnet": {"id": subnet}}}
        profile = {"networkInterfaces": [{"id": id}]}
        found.append(
            resource(
                INTERFACES,
                name,
                location="[parameters('location')]",
                dependsOn=["[resourceId('Microsoft.Network/virtualNetworks', variables('net'))]"],
                properties={"ipConfigurations": [configuration]},
            )
        )
        found.append(
            resource(
                "Microsoft.Compute/virtualMachines",
                f"[format('{{0}}-vm{number}', parameters('prefix'))]",
                location="[parameters('location')]",
                dependsOn=[id],
                properties={
                    "hardwareProfile": {"vmSize": "Standard_D2s_v5"},
                    "osProfile": {"computerName": f"vm{number}", "adminUsername": "azureuser"},
                    "storageProfile": {
                        "imageReference": {"publisher": "p", "offer": "o", "sku": "s"},
                        "osDisk": {"createOption": "FromImage"},
                    },
                    "networkProfile": profile,
                },
            )
        )
    return found


def deployment(count: int) -> dict[str, object]:
    """A template with as many machines."""
    text = {"type": "string", "defaultValue": "west"}
    return template(
        parameters={"prefix": text, "location": text},
        variables={"net": "[concat(parameters('prefix'), '-net')]"},
        resources=[network("[variables('net')]"), *machines(count)],
    )


@pytest.mark.once
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory of a process so")
def test_5000_resources_take_less_than_ten_seconds_and_500_megabytes() -> None:
    program = (
        f"import sys, time; sys.path.insert(0, {str(FOLDER)!r})\n"
        "from test_arm_size import deployment, read\n"
        "whole = deployment(2_500)\n"
        "begun = time.process_time()\n"
        "found = read(whole)\n"
        "took = time.process_time() - begun\n"
        # What getrusage tells begins with what the process was forked from.
        "status = open('/proc/self/status').read().split()\n"
        "kilobytes = status[status.index('VmHWM:') + 1]\n"
        "print(len(found.resources), took, kilobytes)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    resources, took, kilobytes = done.stdout.split()
    assert int(resources) == 5_001
    assert float(took) < 10
    assert int(kilobytes) < 500_000


def test_an_ordinary_template_takes_less_than_a_second() -> None:
    whole = deployment(20)
    begun = time.process_time()
    assert len(read(whole).resources) == 41
    assert time.process_time() - begun < 1
