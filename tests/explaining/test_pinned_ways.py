"""Scenarios that pin what comes in hold on their deployment, and fail once it lets in something else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from azsim.explaining.telling.feature import Source, feature
from azsim.gherkin import play
from azsim.text import Advice, Language
from tests.explaining.broken import GROUPS, rule
from tests.explaining.conftest import explained, machine, network, public_ip, ref, resource, subnet
from tests.explaining.test_answers_are_played import files

ADDRESSES = "Microsoft.Network/publicIPAddresses"
BALANCERS = "Microsoft.Network/loadBalancers"
FRONT = ref(f"{BALANCERS}/frontendIPConfigurations", "lb/front")
POOL = ref(f"{BALANCERS}/backendAddressPools", "lb/pool")

Resources = list[dict[str, Any]]


def deployment(
    *,
    port: int = 80,
    ssh_to: str = "web1",
    pool: tuple[str, ...] = ("web1", "web2"),
    rules: tuple[tuple[str, str], ...] = (("80", "*"), ("22", "203.0.113.0/24")),
) -> Resources:
    """Two servers behind a load balancer, and a machine with an address of its own.

    The one group of all lets in what *rules* say, by port and source.
    """
    ssh = ref(f"{BALANCERS}/inboundNatRules", "lb/ssh")
    balancer = resource(
        BALANCERS,
        "lb",
        sku="Standard",
        frontendIPConfigurations=[
            {"name": "front", "properties": {"publicIPAddress": ref(ADDRESSES, "lb-ip")}}
        ],
        backendAddressPools=[{"name": "pool"}],
        loadBalancingRules=[
            {
                "name": "web",
                "properties": {
                    "frontendIPConfiguration": FRONT,
                    "backendAddressPool": POOL,
                    "protocol": "Tcp",
                    "frontendPort": port,
                    "backendPort": 80,
                },
            }
        ],
        inboundNatRules=[
            {
                "name": "ssh",
                "properties": {
                    "frontendIPConfiguration": FRONT,
                    "protocol": "Tcp",
                    "frontendPort": 50_001,
                    "backendPort": 22,
                },
            }
        ],
    )
    group = resource(
        GROUPS,
        "nsg",
        securityRules=[
            rule(f"in{number}", number, destinationPortRange=to, sourceAddressPrefix=source)
            for number, (to, source) in enumerate(rules, start=100)
        ],
    )

    def server(name: str) -> Resources:
        parts: dict[str, Any] = {}
        if name in pool:
            parts["loadBalancerBackendAddressPools"] = [POOL]
        if name == ssh_to:
            parts["loadBalancerInboundNatRules"] = [ssh]
        return machine(name, **parts)

    return [
        network(subnet("app", "10.0.0.0/24", networkSecurityGroup=ref(GROUPS, "nsg"))),
        group,
        public_ip("lb-ip"),
        public_ip("jump-ip"),
        balancer,
        *server("web1"),
        *server("web2"),
        *machine("jump", publicIPAddress=ref(ADDRESSES, "jump-ip")),
    ]


def pinned(folder: Path, resources: Resources, language: Language = "en") -> str:
    """The feature that pins *resources*, which lies beside them from now on."""
    template = folder / "main.json"
    template.write_text(json.dumps(resources), encoding="utf-8")
    told = "\n".join(feature(explained(template), Source("main.json"), language))
    (folder / "main.feature").write_text(told, encoding="utf-8")
    return told


def outcomes(folder: Path) -> dict[str, str]:
    """What becomes of each scenario of *folder*, by its title."""
    plays = play([folder])
    assert plays.problems == ()
    return {each.name: each.outcome for each in plays.played}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_comes_in_is_pinned(language: Language, tmp_path: Path) -> None:
    pinned(tmp_path, deployment(), language)
    found = outcomes(tmp_path)
    assert set(found.values()) == {"passed"}
    told = [each for each in found if "-ip" in each]
    assert any("lb (web)" in each for each in told)
    assert any("lb (ssh)" in each for each in told)
    assert any("TCP 22" in each and "jump-ip" in each for each in told)


@pytest.mark.parametrize(
    ("change", "who"),
    [
        ({"port": 8080}, "lb (web)"),
        ({"pool": ("web2",)}, "lb (web)"),
        ({"ssh_to": "web2"}, "lb (ssh)"),
        ({"rules": (("22", "203.0.113.0/24"),)}, "lb (web)"),
        ({"rules": (("80", "*"), ("22", "*"))}, "lb (ssh)"),
        ({"rules": (("80", "*"), ("22", "*"))}, "kept out"),
        ({"rules": (("80", "*"), ("22", "203.0.113.0/24"), ("3389", "*"))}, "kept out"),
        ({"rules": (("80", "*"),)}, "TCP 22 of jump-ip"),
    ],
)
def test_a_change_of_it_fails(change: dict[str, Any], who: str, tmp_path: Path) -> None:
    pinned(tmp_path, deployment())
    changed = json.dumps(deployment(**change))
    (tmp_path / "main.json").write_text(changed, encoding="utf-8")
    failed = [title for title, outcome in outcomes(tmp_path).items() if outcome == "failed"]
    assert any(who in each for each in failed), failed


@pytest.mark.parametrize("path", files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_all_that_is_pinned_of_a_deployment_holds(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "deployment"
    shutil.copytree(path.parent, folder, ignore=shutil.ignore_patterns("*.feature"))
    given = path.with_name("azuredeploy.parameters.json")
    parameters = given if given.exists() else None
    source = Source(path.name, None if parameters is None else given.name)
    try:
        told = "\n".join(feature(explained(path, parameters), source, "en"))
    except Advice:
        pytest.skip("not all of it is known")
    if "Scenario:" not in told:
        pytest.skip("nothing of it can be played")
    (folder / "pinned.feature").write_text(told, encoding="utf-8")
    failed = {title: each for title, each in outcomes(folder).items() if each != "passed"}
    assert failed == {}
