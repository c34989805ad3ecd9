"""Parameters: what is given, what a template takes, and variables and functions of its own."""

from __future__ import annotations

import json

import pytest
from arm_templates import by_name, evaluated, network, plainly, read, read_text, template

from azsim.readers.declared import Place, Secret, Unknown, Value
from azsim.text import Advice


def value_of(
    declared: object, given: object = None, definitions: object = None, **overrides: Value
) -> Value:
    """The value of the parameter x, which a file may give."""
    sections = {} if definitions is None else {"definitions": definitions}
    whole = template(
        parameters={"x": declared},
        resources=[network(tags={"x": "[parameters('x')]"})],
        **sections,
    )
    parameters = None if given is None else {"x": {"value": given}}
    tags = read(whole, parameters, **overrides).resources[0].body["tags"]
    assert isinstance(tags, dict) or hasattr(tags, "__getitem__")
    return tags["x"]  # type: ignore[index, call-overload, return-value]


def refused(declared: object, given: object = None, **more: object) -> str:
    with pytest.raises(Advice) as caught:
        value_of(declared, given, **more)  # type: ignore[arg-type]
    return str(caught.value)


def test_a_given_value_goes_before_the_default() -> None:
    declared = {"type": "int", "defaultValue": 1}
    assert value_of(declared) == 1
    assert value_of(declared, 2) == 2
    assert value_of(declared, 2, x=3) == 3


def test_names_of_parameters_and_variables_have_no_case() -> None:
    whole = template(
        parameters={"VmName": {"type": "string"}},
        variables={"NicName": "[concat(PARAMETERS('vmname'), '-nic')]"},
        resources=[network("[variables('nicname')]")],
    )
    assert list(by_name(read(whole, {"vmName": {"value": "vm"}}))) == ["vm-nic"]


def test_a_default_may_depend_on_another_parameter() -> None:
    parameters = {
        "b": {"type": "string", "defaultValue": "[concat(parameters('a'), 'b')]"},
        "a": {"type": "string", "defaultValue": "a"},
    }
    assert evaluated("[parameters('b')]", parameters=parameters) == "ab"


def test_a_parameter_without_a_value_is_not_known() -> None:
    found = value_of({"type": "int"})
    assert isinstance(found, Unknown)
    assert found.stand_in == "{x}"
    assert found.reason.en == 'the parameter "x" has neither a value nor a default'
    assert found.place == Place("main.json", 15)


def test_null_is_the_value_of_a_nullable_parameter_that_is_not_given() -> None:
    assert value_of({"type": "string", "nullable": True}) is None


def test_secure_values_are_never_kept() -> None:
    assert value_of({"type": "securestring"}, "hunter2") == Secret()
    assert value_of({"type": "secureString", "defaultValue": "hunter2"}) == Secret()
    assert value_of({"type": "secureObject"}, {"a": "hunter2"}) == Secret()
    assert value_of({"type": "securestring"}) == Secret()


def test_what_lies_in_a_key_vault_is_a_secret_or_not_known() -> None:
    whole = template(
        parameters={"p": {"type": "securestring"}, "q": {"type": "string"}},
        resources=[network(tags={"p": "[parameters('p')]", "q": "[parameters('q')]"})],
    )
    vault = {"reference": {"keyVault": {"id": "v"}, "secretName": "s"}}
    tags = read(whole, {"p": vault, "q": vault}).resources[0].body["tags"]
    assert tags["p"] == Secret()  # type: ignore[index, call-overload]
    assert isinstance(tags["q"], Unknown)  # type: ignore[index, call-overload]


@pytest.mark.parametrize(
    ("declared", "given", "words"),
    [
        ({"type": "int"}, "abc", '"x": "abc" is no whole number'),
        ({"type": "string"}, 5, "a string is expected, not 5"),
        ({"type": "bool"}, "yes", 'true or false is expected, not "yes"'),
        ({"type": "array"}, "a", 'an array is expected, not "a"'),
        ({"type": "object"}, [1], "an object is expected, not an array"),
        ({"type": "strin"}, "a", 'There is no type "strin". Did you mean "string"?'),
        ({"type": "string", "allowedValues": ["a", "b"]}, "c", 'allowed values: "a" and "b"'),
        ({"type": "int", "minValue": 2}, 1, "1 is less than 2"),
        ({"type": "int", "maxValue": 2}, 3, "3 is more than 2"),
        ({"type": "string", "minLength": 2}, "a", "fewer than 2 characters"),
        ({"type": "array", "maxLength": 1}, [1, 2], "more than 1 characters or items"),
        ({"type": "array", "items": {"type": "int"}}, [1, "a"], '[1]: "a" is no whole number'),
    ],
)
def test_a_value_that_does_not_fit_is_refused(declared: object, given: object, words: str) -> None:
    found = refused(declared, given)
    assert words in found
    assert found.startswith('main.parameters.json:1: The parameter "x": ')


def test_a_default_that_does_not_fit_is_refused_where_it_stands() -> None:
    assert refused({"type": "int", "defaultValue": []}).startswith("main.json:15: ")


def test_allowed_values_have_no_case() -> None:
    assert value_of({"type": "string", "allowedValues": ["Basic"]}, "basic") == "basic"


def test_numbers_may_be_written_as_strings() -> None:
    assert value_of({"type": "int"}, "80") == 80
    assert value_of({"type": "bool"}, "True") is True


def test_an_override_is_taken_as_the_type_has_it() -> None:
    assert value_of({"type": "string"}, x=80) == "80"
    assert value_of({"type": "int"}, x="80") == 80


def test_a_parameter_that_the_template_does_not_have_is_refused() -> None:
    whole = template(parameters={"count": {"type": "int", "defaultValue": 1}})
    with pytest.raises(Advice, match='no parameter "coun".* Did you mean "count"'):
        read(whole, coun=1)
    with pytest.raises(Advice, match="^main.parameters.json:1: "):
        read(whole, {"other": {"value": 1}})


def test_a_type_may_refer_to_a_definition() -> None:
    definitions = {
        "port": {"type": "int", "minValue": 1},
        "rule": {
            "type": "object",
            "properties": {
                "port": {"$ref": "#/definitions/port"},
                "note": {"type": "string", "nullable": True},
                "key": {"type": "securestring", "nullable": True},
            },
            "additionalProperties": False,
        },
    }
    rule = {"$ref": "#/definitions/rule"}
    found = value_of(rule, {"port": 80, "key": "hunter2"}, definitions)
    assert (found["port"], found["key"]) == (80, Secret())  # type: ignore[index, call-overload]
    assert "port: 0 is less than 1" in refused(rule, {"port": 0}, definitions=definitions)
    assert '"port" is missing' in refused(rule, {}, definitions=definitions)
    assert 'Did you mean "note"' in refused(rule, {"port": 1, "not": 1}, definitions=definitions)
    assert "no type" in refused({"$ref": "#/definitions/rul"}, 1, definitions=definitions)
    circle = {"a": {"$ref": "#/definitions/a"}}
    assert "refers to itself" in refused({"$ref": "#/definitions/a"}, 1, definitions=circle)


def test_a_value_may_choose_its_type() -> None:
    declared = {
        "type": "object",
        "discriminator": {
            "propertyName": "kind",
            "mapping": {
                "a": {
                    "type": "object",
                    "properties": {"kind": {"type": "string"}, "n": {"type": "int"}},
                }
            },
        },
    }
    assert "n: " in refused(declared, {"kind": "a", "n": "x"})


def test_variables_may_be_made_by_loops() -> None:
    variables = {
        "copy": [
            {"name": "names", "count": 2, "input": "[concat('vm', copyIndex('names', 1))]"},
            {"name": "pairs", "count": 2, "input": {"i": "[copyIndex('pairs')]"}},
        ],
        "object": {
            "copy": [{"name": "list", "count": 2, "input": "[copyIndex('list')]"}],
            "other": 1,
        },
        "none": {"copy": [{"name": "list", "count": 0, "input": 1}]},
    }
    assert plainly("[variables('names')]", variables=variables) == ["vm1", "vm2"]
    assert plainly("[variables('pairs')[1].i]", variables=variables) == 1
    assert plainly("[variables('object')]", variables=variables) == {"list": [0, 1], "other": 1}
    assert plainly("[variables('none').list]", variables=variables) == []


def test_what_is_called_copy_and_no_loop_is_a_name() -> None:
    assert plainly({"copy": {"a": 1}}) == {"copy": {"a": 1}}
    assert plainly("[variables('copy')]", variables={"copy": "a"}) == "a"


def test_names_of_members_may_be_expressions() -> None:
    assert plainly({"[concat('a', 'b')]": 1}) == {"ab": 1}


@pytest.mark.parametrize(
    "variables",
    [
        {"a": "[variables('a')]"},
        {"a": "[variables('b')]", "b": {"c": "[variables('a')]"}},
    ],
)
def test_variables_that_depend_on_themselves_are_refused(variables: object) -> None:
    with pytest.raises(Advice, match=r"in a circle: variables\('a'\) → "):
        evaluated("[variables('a')]", variables=variables)


def test_parameters_that_depend_on_themselves_are_refused() -> None:
    parameters = {"a": {"type": "string", "defaultValue": "[parameters('a')]"}}
    with pytest.raises(Advice, match="in a circle"):
        evaluated("[parameters('a')]", parameters=parameters)


def test_a_template_may_define_functions() -> None:
    functions = [
        {
            "namespace": "Own",
            "members": {
                "name": {
                    "parameters": [{"name": "prefix", "type": "string"}],
                    "output": {"type": "string", "value": "[concat(parameters('Prefix'), '-x')]"},
                },
                "twice": {
                    "parameters": [{"name": "p", "type": "string"}],
                    "output": {"type": "string", "value": "[own.name(own.name(parameters('p')))]"},
                },
                "endless": {"output": {"type": "string", "value": "[own.endless()]"}},
            },
        }
    ]
    assert evaluated("[own.NAME('a')]", functions=functions) == "a-x"
    assert evaluated("[own.twice('a')]", functions=functions) == "a-x-x"
    with pytest.raises(Advice, match='Did you mean "Own.name"'):
        evaluated("[own.nam('a')]", functions=functions)
    with pytest.raises(Advice, match="name\\(\\) takes 1 arguments, not 0"):
        evaluated("[own.name()]", functions=functions)
    with pytest.raises(Advice, match="more than 80 deep"):
        evaluated("[own.endless()]", functions=functions)


def test_a_function_sees_its_own_parameters_only() -> None:
    functions = [{"namespace": "own", "members": {"f": {"output": {"value": "[parameters('a')]"}}}}]
    with pytest.raises(Advice, match='The function has no parameter "a"'):
        evaluated(
            "[own.f()]",
            functions=functions,
            parameters={"a": {"type": "string", "defaultValue": ""}},
        )


@pytest.mark.parametrize("name", ["parameters", "variables", "outputs", "definitions"])
def test_a_section_that_is_no_object_is_refused(name: str) -> None:
    whole = template(parameters={"a": {"type": "string", "defaultValue": "a"}}) | {name: []}
    text = json.dumps(whole | {"resources": [network("[variables('a')]")]})
    if name == "outputs":
        whole = template(outputs=[])
        assert [each.path for each in read(whole).doubts] == ["outputs"]
        return
    with pytest.raises(Advice, match=f'"{name}" has to be an object'):
        read_text(text)


def test_names_are_told_as_they_were_written() -> None:
    """Case doesn't count, and still a reader looks for what is written."""
    with pytest.raises(Advice, match='no parameter "instnceCount"'):
        read(template(resources=[]), instnceCount=5)
    for expression, told in (
        ("conCatt('a')", r"no function conCatt\(\)"),
        ("Own.Maek('a')", r"no function Own\.Maek\(\)"),
    ):
        with pytest.raises(Advice, match=told):
            evaluated(f"[{expression}]")
