"""Deployments within deployments: inner and outer scope, templates in files beside the first one."""

from __future__ import annotations

from pathlib import Path

import pytest
from arm_templates import GROUP, by_name, network, read, resource, template

from azsim.readers import inputs
from azsim.readers.arm.kinds import plain
from azsim.readers.declared import Declaration, Secret, Unknown
from azsim.text import Advice

NETWORKS = "Microsoft.Network/virtualNetworks"
BASE = f"{GROUP}/providers/{NETWORKS}"
DEPLOYMENTS = "Microsoft.Resources/deployments"


def nested(name: str, whole: object, sees: str = "inner", **more: object) -> dict[str, object]:
    """A deployment of a template that stands in it."""
    options = {"expressionEvaluationOptions": {"scope": sees}}
    parameters = more.pop("parameters", {})
    properties = {"mode": "Incremental", "template": whole, "parameters": parameters, **options}
    return resource(DEPLOYMENTS, name, properties=properties, **more)


def linked(name: str, **link: object) -> dict[str, object]:
    """A deployment of a template in a file."""
    parameters = link.pop("parameters", {})
    properties = {"mode": "Incremental", "templateLink": link, "parameters": parameters}
    return resource(DEPLOYMENTS, name, properties=properties)


def tags(declaration: Declaration, name: str) -> object:
    return plain(by_name(declaration)[name].body["tags"])


INNER = template(
    parameters={"name": {"type": "string"}},
    variables={"v": "inner"},
    resources=[network("[parameters('name')]", tags={"v": "[variables('v')]"})],
    outputs={
        "id": {
            "type": "string",
            "value": f"[resourceId('{NETWORKS}', parameters('name'))]",
        },
        "key": {"type": "securestring", "value": "hunter2"},
        "list": {"type": "array", "copy": {"count": 2, "input": "[copyIndex()]"}},
    },
)


def test_an_inner_template_sees_its_own_parameters_and_variables() -> None:
    whole = template(
        variables={"v": "outer", "name": "net"},
        resources=[nested("d", INNER, parameters={"name": {"value": "[variables('name')]"}})],
    )
    found = read(whole)
    assert [each.name for each in found.resources] == ["net"]
    assert tags(found, "net") == {"v": "inner"}


def test_an_outer_one_sees_those_of_the_first_template() -> None:
    inner = template(
        variables={"v": "inner"},
        resources=[network("[concat('n', copyIndex())]", tags={"v": "[variables('v')]"})],
    )
    deployment = nested("[concat('d', copyIndex())]", inner, "outer")
    deployment["copy"] = {"name": "c", "count": 2}
    del deployment["properties"]["expressionEvaluationOptions"]  # type: ignore[attr-defined]
    found = read(template(variables={"v": "outer"}, resources=[deployment]))
    assert [each.name for each in found.resources] == ["n0", "n1"]
    assert tags(found, "n1") == {"v": "outer"}


def test_outputs_go_to_other_resources_and_deployments() -> None:
    outputs = "reference('one').outputs"
    whole = template(
        resources=[
            network("other", tags={"id": f"[{outputs}.id.value]", "key": f"[{outputs}.key.value]"}),
            nested(
                "two",
                INNER,
                parameters={"name": {"value": f"[last(split({outputs}.id.value, '/'))]"}},
            ),
            nested("one", INNER, parameters={"name": {"value": "net"}}),
            network("last", tags={"list": f"[{outputs}.list.value]"}),
        ]
    )
    found = by_name(read(whole))
    assert plain(found["other"].body["tags"])["id"] == f"{BASE}/net"  # type: ignore[index, call-overload]
    assert found["other"].body["tags"]["key"] == Secret()  # type: ignore[index, call-overload]
    assert plain(found["last"].body["tags"]) == {"list": [0, 1]}
    assert len(found) == 3


def test_a_deployment_may_go_to_another_group_or_subscription() -> None:
    inner = template(resources=[network("net", tags={"id": f"[resourceId('{NETWORKS}', 'net')]"})])
    whole = template(
        resources=[
            nested("a", inner, resourceGroup="g"),
            nested("b", inner, resourceGroup="g", subscriptionId="s"),
            nested("c", inner, subscriptionId="s"),
            nested("d", inner, scope="/"),
            nested("e", inner, scope="Microsoft.Management/managementGroups/m"),
        ]
    )
    ids = [each.id for each in read(whole).resources]
    path = f"providers/{NETWORKS}/net"
    assert ids == [
        f"{GROUP.rpartition('/')[0]}/g/{path}",
        f"/subscriptions/s/resourceGroups/g/{path}",
        f"/subscriptions/s/{path}",
        f"/{path}",
        f"/providers/Microsoft.Management/managementGroups/m/{path}",
    ]
    assert [plain(each.body["tags"]) for each in read(whole).resources] == [
        {"id": id} for id in ids
    ]


def test_a_condition_holds_for_all_of_a_deployment() -> None:
    whole = template(resources=[nested("a", INNER, condition=False)])
    assert read(whole).resources == ()


def test_a_condition_that_is_not_known_holds_for_all_of_a_deployment() -> None:
    inner = template(resources=[network("a"), network("b", condition="[parameters('x')]")])
    inner["parameters"] = {"x": {"type": "bool"}}
    whole = template(
        parameters={"y": {"type": "bool"}},
        resources=[nested("d", inner, condition="[parameters('y')]")],
    )
    one, other = read(whole).resources
    assert one.uncertain is not None
    assert other.uncertain is not None
    assert '"y"' in one.uncertain.en
    assert '"x"' in other.uncertain.en


def test_a_parameter_that_the_inner_template_does_not_have_is_refused() -> None:
    with pytest.raises(Advice, match='no parameter "nam".* Did you mean "name"'):
        read(template(resources=[nested("a", INNER, parameters={"nam": {"value": "a"}})]))


@pytest.mark.parametrize(
    "link",
    [
        {"relativePath": "parts/net.json"},
        {"relativePath": "./x/../parts\\net.json"},
        {"uri": "[uri(deployment().properties.templateLink.uri, 'parts/net.json')]"},
        {
            "uri": "[concat(parameters('_artifactsLocation'), '/parts/net.json', parameters('token'))]"
        },
        {"uri": "https://raw.example.org/someone/repo/main/parts/net.json?sv=1"},
        {"uri": "parts/net.json"},
        {"uri": "[concat(parameters('where'), '/parts/net.json', parameters('hidden'))]"},
        {"uri": "[uri(parameters('where'), 'parts/net.json')]"},
    ],
)
def test_a_template_beside_the_first_one_is_found(link: dict[str, object]) -> None:
    whole = template(
        parameters={
            "_artifactsLocation": {"type": "string", "defaultValue": "https://example.org/a/b"},
            "token": {"type": "securestring", "defaultValue": ""},
            "hidden": {"type": "securestring"},
            "where": {"type": "string"},
        },
        resources=[linked("d", parameters={"name": {"value": "net"}}, **link)],
    )
    found = read(whole, files={"parts/net.json": INNER})
    assert [(each.name, str(each.place)) for each in found.resources] == [
        ("net", "parts/net.json:5")
    ]
    assert found.doubts == ()


def test_a_linked_template_links_from_its_own_folder() -> None:
    middle = template(
        resources=[linked("e", relativePath="net.json", parameters={"name": {"value": "n"}})]
    )
    files = {"parts/middle.json": middle, "parts/net.json": INNER}
    whole = template(resources=[linked("d", relativePath="parts/middle.json")])
    assert [each.name for each in read(whole, files=files).resources] == ["n"]


def test_parameters_may_lie_in_a_file_as_well() -> None:
    deployment = linked("d", relativePath="net.json")
    deployment["properties"]["parametersLink"] = {"relativePath": "net.parameters.json"}  # type: ignore[index]
    files = {"net.json": INNER, "net.parameters.json": {"parameters": {"name": {"value": "n"}}}}
    assert [
        each.name for each in read(template(resources=[deployment]), files=files).resources
    ] == ["n"]


@pytest.mark.parametrize(
    "link",
    [
        {"relativePath": "missing.json"},
        {"relativePath": "../net.json"},
        {"relativePath": "/net.json"},
        {"uri": "https://example.org/other.json"},
        {"uri": "https://[x"},
        {"uri": ""},
        {"uri": "[parameters('where')]"},
        {"uri": "[concat(parameters('where'), '/other.json')]"},
        {"uri": "[parameters('token')]"},
        {"id": "/subscriptions/s/templateSpecs/a"},
        {},
    ],
)
def test_a_template_that_is_not_here_is_a_doubt(link: dict[str, object]) -> None:
    parameters = {"where": {"type": "string"}, "token": {"type": "securestring"}}
    whole = template(
        parameters=parameters,
        resources=[
            linked("d", **link),
            network("net", tags={"a": "[reference('d').outputs.a.value]"}),
        ],
    )
    found = read(whole, files={"net.json": INNER, "../net.json": INNER})
    (doubt,) = found.doubts
    assert doubt.path == "d: templateLink"
    assert doubt.place is not None
    assert isinstance(found.resources[0].body["tags"]["a"], Unknown)  # type: ignore[index, call-overload]


def test_parameters_may_come_as_one_object() -> None:
    deployment = nested("d", INNER, parameters="[variables('all')]")
    whole = template(variables={"all": {"name": {"value": "net"}}}, resources=[deployment])
    assert [each.name for each in read(whole).resources] == ["net"]


def test_an_output_may_have_a_condition() -> None:
    inner = template(outputs={"o": {"type": "string", "condition": False, "value": "[fail('')]"}})
    whole = template(
        resources=[
            nested("d", inner),
            network("net", tags={"o": "[reference('d').outputs.o.value]"}),
        ]
    )
    assert tags(read(whole), "net") == {"o": None}


def test_a_template_may_be_a_variable() -> None:
    properties = {"template": "[variables('inner')]"}
    whole = template(
        variables={"inner": {"resources": [network("[[concat('a', 'b')]")]}},
        resources=[resource(DEPLOYMENTS, "d", properties=properties)],
    )
    assert [each.name for each in read(whole).resources] == ["ab"]
    properties["template"] = "[parameters('p')]"
    found = read(whole | {"parameters": {"p": {"type": "object"}}})
    assert [each.path for each in found.doubts] == ["d: template"]


def test_links_in_a_circle_are_refused() -> None:
    files = {"a.json": template(resources=[linked("b", relativePath="b.json")])}
    files["b.json"] = template(resources=[linked("a", relativePath="a.json")])
    with pytest.raises(Advice, match="more than 10 deep"):
        read(template(resources=[linked("a", relativePath="a.json")]), files=files)


def test_outputs_in_a_circle_are_refused() -> None:
    inner = template(
        parameters={"p": {"type": "string"}},
        outputs={"o": {"type": "string", "value": "[parameters('p')]"}},
    )
    whole = template(
        resources=[
            nested("a", inner, parameters={"p": {"value": "[reference('b').outputs.o.value]"}}),
            nested("b", inner, parameters={"p": {"value": "[reference('a').outputs.o.value]"}}),
        ]
    )
    with pytest.raises(Advice, match="in a circle"):
        read(whole)


def test_a_broken_file_is_told_by_its_own_name() -> None:
    whole = template(resources=[linked("d", relativePath="net.json")])
    with pytest.raises(Advice, match="^net.json:1: .*an object is expected"):
        read(whole, files={"net.json": []})


def test_files_are_read_from_the_folder_of_the_first_template(tmp_path: Path) -> None:
    folder = tmp_path / "deep"
    (folder / "parts").mkdir(parents=True)
    (tmp_path / "secret.json").write_text("{}")
    text = (
        '{"contentVersion": "1.0.0.0", "resources": [{"type": "Microsoft.Resources/deployments",'
        ' "name": "d", "properties":'
        ' {"templateLink": {"relativePath": "%s"}}}]}'
    )
    main = folder / "main.json"
    main.write_text(text % "parts/net.json")
    (folder / "parts" / "net.json").write_bytes(
        b'\xef\xbb\xbf{"resources": [{"type": "A.B/c", "name": "n"}]}'
    )
    (found,) = read_files(main).resources
    assert (found.name, str(found.place)) == ("n", f"{folder.as_posix()}/parts/net.json:1")
    main.write_text(text % "../secret.json")
    assert len(read_files(main).doubts) == 1
    with pytest.raises(Advice, match="There is no .*main.json"):
        read_files(folder / "missing.json")


def read_files(path: Path) -> Declaration:
    return inputs.read([path.as_posix()], inputs.from_disk)
