"""What a change does: all of it, and nothing that it doesn't do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from azsim.explaining.differences import Differences, differences
from azsim.explaining.explanation import explain
from azsim.explaining.telling.changes import lines, markdown
from azsim.readers import inputs
from tests.explaining.broken import ADDRESSES, GROUPS, rule
from tests.explaining.conftest import (
    SCALE_SET,
    explained,
    machine,
    network,
    public_ip,
    ref,
    resource,
    subnet,
)


def diff(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Differences:
    files = {"a.json": before, "b.json": after}

    def read(name: str) -> bytes:
        return json.dumps(files[name]).encode()

    old, new = (explain(inputs.read([name], read), [name]) for name in files)
    return differences(old, new)


def behind_a_group(*rules: dict[str, Any]) -> list[dict[str, Any]]:
    group = ref(GROUPS, "nsg")
    return [
        network(subnet("app", "10.0.0.0/24", networkSecurityGroup=group)),
        resource(GROUPS, "nsg", securityRules=list(rules)),
        public_ip("ip"),
        *machine("vm1", publicIPAddress=ref(ADDRESSES, "ip")),
    ]


def with_addresses(*names: str) -> list[dict[str, Any]]:
    return [
        network(subnet("app", "10.0.0.0/24")),
        *(public_ip(f"{name}-ip") for name in names),
        *(
            each
            for name in names
            for each in machine(name, publicIPAddress=ref(ADDRESSES, f"{name}-ip"))
        ),
    ]


@pytest.mark.parametrize("closed", ["22", "443", "8000-8010"])
def test_each_port_that_is_closed_is_told(closed: str) -> None:
    ports = ("22", "443", "8000-8010")
    rules = {
        port: rule(f"r{number}", 100 + number, destinationPortRange=port)
        for number, port in enumerate(ports)
    }
    left = [each for port, each in rules.items() if port != closed]
    found = diff(behind_a_group(*rules.values()), behind_a_group(*left))
    [change] = found.machines
    assert closed in change.before.en
    assert change.after.en == "nothing"


def test_machines_that_stay_as_they_are_have_no_difference() -> None:
    found = diff(with_addresses("vm1", "vm2"), with_addresses("vm1"))
    assert [each.names for each in found.machines] == [("vm2",)]
    assert not found.findings_added


def test_a_larger_scale_set_changes_nothing_for_its_machines_within_a_row() -> None:
    found = differences(
        explained(SCALE_SET, instanceCount=3), explained(SCALE_SET, instanceCount=4)
    )
    changed = {each.what.en: each.names for each in found.machines}
    assert changed.pop("machine") == ("web_3",)
    assert "in" not in changed
    assert not found.findings_added


def test_a_finding_about_another_resource_is_new() -> None:
    wrong = rule("web", 100, sourcePortRange="80")

    def group(name: str) -> dict[str, Any]:
        return resource(GROUPS, name, securityRules=[wrong])

    found = diff([network(), group("one")], [network(), group("one"), group("two")])
    assert [each.about for each in found.findings_added] == [("two",)]


def test_what_is_not_known_on_one_side_only_is_a_difference() -> None:
    tagged = rule("tagged", 200, sourceAddressPrefix="Sql.WestEurope", access="Deny")
    plain = rule("https", 100)
    found = diff(behind_a_group(plain), behind_a_group(plain, tagged))
    assert found
    assert not found.machines
    assert "Sql.WestEurope" in "\n".join(lines(found, "en", None))
    assert "Sql.WestEurope" in "\n".join(markdown(found, "ja"))
    assert diff(behind_a_group(plain, tagged), behind_a_group(plain)).doubts_gone


def test_where_something_is_not_known_no_change_is_as_far_as_known() -> None:
    same = behind_a_group(rule("tagged", 200, sourceAddressPrefix="Sql.WestEurope"))
    found = diff(same, same)
    assert not found
    assert "as far as it is known" in "\n".join(lines(found, "en", None))


def test_a_resource_that_is_not_modelled_may_change_something() -> None:
    bastion = resource("Microsoft.Network/bastionHosts", "bastion")
    assert diff(with_addresses("vm1"), [*with_addresses("vm1"), bastion]).doubts_added


def test_files_at_other_places_are_the_same(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_bytes(b"\n\n" + SCALE_SET.read_bytes())
    assert not differences(explained(SCALE_SET), explained(other))
