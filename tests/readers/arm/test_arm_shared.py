"""Deployments as people publish them. They lie beside the repository, and only on some machines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from azsim.readers import inputs
from azsim.readers.declared import Declaration, Object, Unknown, Value

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "arm"
TEMPLATES = sorted(FOLDER.rglob("*azuredeploy.json"))
FILLED_IN = {
    "location",
    "storageuri",
    "principalid",
    "objectid",
    "tenantid",
    "workspaceid",
    "commandtoexecute",
}
"""What only Azure knows and no packet depends on."""
OF_A_FIREWALL = "{reference('natfw-7lbjplmzpcxlz-firewall').ipConfigurations[0]"
# Resources that a template expects to be there already.
ELSEWHERE = ("Microsoft.Authorization/roleDefinitions", "/TestCircuit", "GET-PREREQ")

pytestmark = pytest.mark.skipif(
    not TEMPLATES, reason=f"the published deployments aren't at {FOLDER}"
)


def declaration(path: Path) -> Declaration:
    parameters = path.with_name(path.name.replace(".json", ".parameters.json"))
    return inputs.read([path.as_posix()], inputs.from_disk, parameters.as_posix())


def values(value: Value, key: str = "") -> Iterator[tuple[str, Value]]:
    """Each value within *value*, with the key that it has."""
    if isinstance(value, Object):
        for name, inner in value.items():
            yield from values(inner, name)
    elif isinstance(value, tuple):
        for inner in value:
            yield from values(inner, key)
    else:
        yield key, value


@pytest.fixture(params=TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER).parent))
def read_one(request: pytest.FixtureRequest) -> Declaration:
    return declaration(request.param)


def test_it_is_read_without_a_doubt(read_one: Declaration) -> None:
    assert read_one.resources
    assert read_one.doubts == ()


def test_all_is_known_but_what_azure_fills_in(read_one: Declaration) -> None:
    unknown = [
        (each.type, key, value.stand_in)
        for each in read_one.resources
        for key, value in values(each.body)
        if isinstance(value, Unknown) and key.casefold() not in FILLED_IN
    ]
    assert all(stand_in.startswith(OF_A_FIREWALL) for _, _, stand_in in unknown)


def test_each_id_leads_to_a_resource(read_one: Declaration) -> None:
    known = {each.id.casefold() for each in read_one.resources}
    for each in read_one.resources:
        for key, value in values(each.body):
            if (
                key == "id"
                and isinstance(value, str)
                and not any(one in value for one in ELSEWHERE)
            ):
                start, _, path = value.casefold().rpartition("/providers/")
                whole = "/".join(path.split("/")[:3])
                assert f"{start}/providers/{whole}" in known, value


def test_each_member_has_its_place(read_one: Declaration) -> None:
    for each in read_one.resources:
        assert each.place is not None
        properties = each.body.get("properties")
        for key in properties if isinstance(properties, Object) else ():
            assert isinstance(properties, Object)
            place = properties.place_of(key)
            assert place is not None
            assert place.line is not None
            assert place.line > 1
