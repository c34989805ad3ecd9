"""Resources: names, loops, conditions, parts, and where everything stands."""

from __future__ import annotations

import pytest
from arm_templates import (
    GROUP,
    SCHEMA,
    by_name,
    network,
    plainly,
    read,
    read_text,
    resource,
    template,
)

from azsim.readers.arm import is_template
from azsim.readers.arm.kinds import plain
from azsim.readers.declared import Object, Place, StandIn
from azsim.readers.json_text import read_json
from azsim.text import Advice

NETWORKS = "Microsoft.Network/virtualNetworks"
BALANCERS = "Microsoft.Network/loadBalancers"


def names(whole: object, **overrides: int | str) -> list[str]:
    return [each.name for each in read(whole, **overrides).resources]


def test_a_resource_has_its_id_body_version_and_place() -> None:
    text = """{
      "resources": [
        {
          "type": "Microsoft.Network/virtualNetworks",
          "apiVersion": "2024-05-01",
          "name": "net",
          "comments": "nothing",
          "properties": {
            "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
            "x": "[concat('a', 'b')]"
          }
        }
      ]
    }"""
    (found,) = read_text(text).resources
    assert (found.type, found.name, found.api_version) == (NETWORKS, "net", "2024-05-01")
    assert found.id == f"{GROUP}/providers/{NETWORKS}/net"
    assert found.place == Place("main.json", 3)
    properties = found.body["Properties"]
    assert isinstance(properties, Object)
    assert properties.place_of("X") == Place("main.json", 10)
    assert plain(found.body) == {
        "type": NETWORKS,
        "apiVersion": "2024-05-01",
        "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "x": "ab"},
        "name": "net",
    }


def test_a_loop_makes_a_resource_in_each_turn() -> None:
    loop = {"name": "vms", "count": "[parameters('n')]", "mode": "serial", "batchSize": 1}
    whole = template(
        parameters={"n": {"type": "int", "defaultValue": 2}},
        resources=[
            network(
                "[concat('net', copyIndex(1), copyIndex('VMS'))]",
                copy=loop,
                properties={"i": "[copyIndex()]"},
            )
        ],
    )
    assert names(whole) == ["net10", "net21"]
    assert names(whole, n=0) == []
    assert [plain(each.body["properties"]) for each in read(whole).resources] == [
        {"i": 0},
        {"i": 1},
    ]


@pytest.mark.parametrize("count", [801, 1_000_000_000, -1, "x", "1e9", None, []])
def test_a_loop_takes_no_more_turns_than_azure_has(count: object) -> None:
    whole = template(resources=[network("a", copy={"name": "c", "count": count})])
    with pytest.raises(Advice, match=r"^main.json:\d+: "):
        read(whole)


def test_a_loop_whose_count_is_not_known_is_a_doubt() -> None:
    whole = template(
        parameters={"n": {"type": "int"}},
        resources=[network("a[copyIndex()]", copy={"name": "c", "count": "[parameters('n')]"})],
    )
    found = read(whole)
    assert len(found.resources) == 1
    assert found.resources[0].uncertain is not None
    (doubt,) = found.doubts
    assert doubt.path == "resources[0].copy.count"
    assert '"n" has neither' in doubt.reason.en
    assert doubt.place is not None


def test_loops_within_properties_may_lie_within_one_another() -> None:
    subnets = {
        "copy": [
            {
                "name": "subnets",
                "count": 2,
                "input": {
                    "name": "[format('s{0}-{1}', copyIndex('subnets'), copyIndex())]",
                    "copy": [
                        {
                            "name": "ranges",
                            "count": "[length(range(0, 2))]",
                            "input": "[add(mul(copyIndex('subnets'), 10), copyIndex('ranges'))]",
                        }
                    ],
                },
            }
        ],
        "after": 1,
    }
    loop = {"name": "nets", "count": 2}
    whole = template(
        resources=[network("[concat('n', copyIndex())]", copy=loop, properties=subnets)]
    )
    assert plain(by_name(read(whole))["n1"].body["properties"]) == {
        "subnets": [
            {"name": "s0-1", "ranges": [0, 1]},
            {"name": "s1-1", "ranges": [10, 11]},
        ],
        "after": 1,
    }


def test_without_a_name_the_innermost_loop_counts_where_the_resource_has_none() -> None:
    loop = {"copy": [{"name": "list", "count": 2, "input": "[copyIndex()]"}]}
    assert plainly(loop) == {"list": [0, 1]}


def test_a_condition_decides() -> None:
    whole = template(
        parameters={"which": {"type": "string", "defaultValue": "a"}},
        resources=[
            network("a", condition="[equals(parameters('which'), 'a')]"),
            network("b", condition="[equals(parameters('which'), 'b')]"),
            network("c", condition=False, properties={"x": "[variables('missing')]"}),
            network("d", condition="true"),
        ],
    )
    assert names(whole) == ["a", "d"]
    assert names(whole, which="b") == ["b", "d"]


def test_a_condition_that_is_not_known_is_a_doubt() -> None:
    whole = template(
        parameters={"b": {"type": "bool"}},
        resources=[network("a", condition="[parameters('b')]")],
    )
    found = read(whole)
    assert [each.name for each in found.resources] == ["a"]
    (doubt,) = found.doubts
    assert doubt.path == "resources[0].condition"
    assert found.resources[0].uncertain == doubt.reason


def test_a_condition_does_not_hold_for_the_parts_of_a_resource() -> None:
    subnet = resource("subnets", "a")
    whole = template(resources=[network("net", condition=False, resources=[subnet])])
    assert names(whole) == ["net/a"]


def test_a_condition_is_asked_in_each_turn() -> None:
    loop = {"name": "c", "count": 3}
    condition = "[not(equals(copyIndex(), 1))]"
    whole = template(
        resources=[network("[concat('n', copyIndex())]", copy=loop, condition=condition)]
    )
    assert names(whole) == ["n0", "n2"]


def test_parts_are_named_in_full() -> None:
    subnet = resource("subnets", "a", properties={"addressPrefix": "10.0.0.0/24"})
    whole = template(
        resources=[
            network("net", resources=[subnet]),
            resource(f"{NETWORKS}/subnets", "net/b"),
            network("other", resources=[resource(f"{NETWORKS}/subnets", "other/c")]),
        ]
    )
    found = by_name(read(whole))
    assert list(found) == ["net", "net/a", "net/b", "other", "other/c"]
    assert found["net/a"].type == f"{NETWORKS}/subnets"
    assert found["net/a"].id == f"{GROUP}/providers/{NETWORKS}/net/subnets/a"
    assert "resources" not in found["net"].body


def test_a_resource_may_extend_another() -> None:
    scope = "[resourceId('Microsoft.Network/virtualNetworks', 'net')]"
    whole = template(
        resources=[
            resource("Microsoft.Authorization/locks", "a", scope=scope),
            resource("Microsoft.Authorization/locks", "b", scope=f"{NETWORKS}/net"),
            resource(f"{NETWORKS}/providers/locks", "net/Microsoft.Authorization/c"),
        ]
    )
    base = f"{GROUP}/providers/{NETWORKS}/net/providers/Microsoft.Authorization/locks"
    assert [each.id for each in read(whole).resources] == [f"{base}/{name}" for name in "abc"]


def test_symbolic_names_and_what_is_there_already() -> None:
    whole = template(
        languageVersion="2.0",
        resources={
            "old": network("old", existing=True),
            "new": network(
                "new", dependsOn=["old", "all"], tags={"id": "[resourceInfo('old').id]"}
            ),
            "all": network("[concat('n', copyIndex())]", copy={"name": "all", "count": 2}),
        },
    )
    found = by_name(read(whole))
    assert [each.is_existing for each in found.values()] == [True, False, False, False]
    base = f"{GROUP}/providers/{NETWORKS}"
    assert found["new"].depends_on == (f"{base}/old", f"{base}/n0", f"{base}/n1")
    assert plain(found["new"].body["tags"]) == {"id": f"{base}/old"}


def test_what_is_there_already_may_be_elsewhere() -> None:
    whole = template(
        languageVersion="2.0",
        resources={"old": network("old", existing=True, resourceGroup="g", subscriptionId="s")},
    )
    prefix = "/subscriptions/s/resourceGroups/g"
    assert read(whole).resources[0].id == f"{prefix}/providers/{NETWORKS}/old"


def test_dependencies_are_ids_however_they_are_written() -> None:
    whole = template(
        resources=[
            network("a"),
            network("b"),
            network("[concat('n', copyIndex())]", copy={"name": "loop", "count": 2}),
            network(
                "c",
                dependsOn=[
                    f"{NETWORKS}/a",
                    "b",
                    "loop",
                    f"[resourceId('{NETWORKS}/', 'A')]",
                    "elsewhere",
                ],
            ),
        ]
    )
    base = f"{GROUP}/providers/{NETWORKS}"
    ids = [f"{base}/a", f"{base}/b", f"{base}/n0", f"{base}/n1", f"{base}/a", "elsewhere"]
    assert list(by_name(read(whole))["c"].depends_on) == ids


@pytest.mark.parametrize(
    ("resources", "words"),
    [
        ([{"name": "a"}], 'The resource has no "type"'),
        ([{"type": "A/b"}], 'The resource has no "name"'),
        ([resource("A", "a")], '"A" is no type of a resource'),
        ([resource("A//b", "a")], '"A//b" is no type of a resource'),
        (["a"], "A resource is an object"),
        ("a", "A resource is an object"),
        ([network("a/b")], "takes 1 names"),
        ([network([])], "a string is expected"),
        ([network("a"), network("A")], "twice; the other one is at main.json:5"),
        ([network("a", condition=5)], "true or false is expected"),
        ([network("a", copy={"name": "c", "count": 2})], "twice"),
    ],
)
def test_what_azure_refuses_is_refused(resources: object, words: str) -> None:
    with pytest.raises(Advice) as caught:
        read(template(resources=resources))
    assert words in str(caught.value)
    assert str(caught.value).startswith("main.json:")


def test_a_name_that_is_not_known_stays_a_name() -> None:
    fe = {"name": "[parameters('fe')]"}
    id = f"[resourceId('{BALANCERS}/frontendIPConfigurations', parameters('lb'), parameters('fe'))]"
    whole = template(
        parameters={"lb": {"type": "string"}, "fe": {"type": "string"}},
        resources=[
            resource(
                BALANCERS,
                "[parameters('lb')]",
                properties={"frontendIPConfigurations": [fe], "rule": {"id": id}},
            )
        ],
    )
    (found,) = read(whole).resources
    assert isinstance(found.name, StandIn)
    properties = plain(found.body["properties"])
    assert properties == {
        "frontendIPConfigurations": [{"name": "{fe}"}],
        "rule": {"id": f"{found.id}/frontendIPConfigurations/{{fe}}"},
    }


@pytest.mark.parametrize(
    ("schema", "prefix"),
    [
        ("subscriptionDeploymentTemplate", GROUP.partition("/resourceGroups")[0]),
        ("tenantDeploymentTemplate", ""),
        (
            "managementGroupDeploymentTemplate",
            "/providers/Microsoft.Management/managementGroups/management-group",
        ),
    ],
)
def test_a_template_may_go_elsewhere(schema: str, prefix: str) -> None:
    whole = template(resources=[network("a")])
    whole["$schema"] = SCHEMA.replace("deploymentTemplate", schema)
    assert read(whole).resources[0].id == f"{prefix}/providers/{NETWORKS}/a"


def test_a_resource_group_has_an_id_of_its_own() -> None:
    whole = template(resources=[resource("Microsoft.Resources/resourceGroups", "g")])
    whole["$schema"] = SCHEMA.replace("deploymentTemplate", "subscriptionDeploymentTemplate")
    prefix = GROUP.partition("/resourceGroups")[0]
    assert read(whole).resources[0].id == f"{prefix}/resourceGroups/g"


def test_outputs_that_fail_are_a_doubt() -> None:
    found = read(template(resources=[network()], outputs={"a": {"value": "[variables('b')]"}}))
    (doubt,) = found.doubts
    assert (doubt.path, len(found.resources)) == ("outputs", 1)
    assert 'no variable "b"' in doubt.reason.en


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"$schema": "https://x/2019-04-01/deploymentTemplate.json#", "resources": []}', True),
        ('{"contentVersion": "1.0.0.0", "resources": {}}', True),
        ('{"resources": []}', False),
        ('{"contentVersion": "1.0.0.0", "parameters": {}}', False),
        ("[]", False),
    ],
)
def test_a_template_is_told_by_what_it_holds(text: str, expected: bool) -> None:
    assert is_template(read_json(text, "x")) is expected
