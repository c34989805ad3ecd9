"""Each function of templates, by examples of what Azure documents."""

from __future__ import annotations

import copy

import pytest
from arm_templates import GROUP, evaluated, plainly

from azsim.readers.arm.functions import FUNCTIONS
from azsim.readers.declared import Secret, StandIn, Unknown
from azsim.text import Advice

NOT_GIVEN = {"x": {"type": "string"}, "n": {"type": "int"}, "list": {"type": "array"}}
HIDDEN = {"password": {"type": "securestring", "defaultValue": "hunter2"}}

RESULTS = [
    # Strings
    ("concat('a', 'b', 1)", "ab1"),
    ("concat(createArray(1), createArray(2))", [1, 2]),
    ("format('{0}-{1}', 'a', 2)", "a-2"),
    ("format('{{{0:D3}}}|{1,4}|{1,-4}|', 7, 'ab')", "{007}|  ab|ab  |"),
    ("format('{0:X2} {0:N1} {1}', 255, true())", "FF 255.0 True"),
    ("concat(json('2.0'), json('2.5'))", "22.5"),
    ("toLower('ABC')", "abc"),
    ("toUpper('abc')", "ABC"),
    ("trim('  a ')", "a"),
    ("string(true())", "True"),
    ("string(createObject('a', createArray(1, 'b', null(), false())))", '{"a":[1,"b",null,false]}'),
    ("padLeft('123', 5, '0')", "00123"),
    ("padLeft(7, 3)", "  7"),
    ("replace('a-b-c', '-', '')", "abc"),
    ("split('a,b;c', createArray(',', ';'))", ["a", "b", "c"]),
    ("split('a.b', '.')", ["a", "b"]),
    ("join(createArray('a', 1), '-')", "a-1"),
    ("substring('one two', 4, 3)", "two"),
    ("substring('one two', 4)", "two"),
    ("startsWith('abc', 'AB')", True),
    ("endsWith('abc', 'BC')", True),
    ("indexOf('test', 'T')", 0),
    ("lastIndexOf('test', 'T')", 3),
    ("indexOf('abc', 'z')", -1),
    ("indexOf(createArray(1, 2), 2)", 1),
    ("lastIndexOf(createArray(1, 2, 1), 1)", 2),
    ("first('abc')", "a"),
    ("last(createArray(1, 2))", 2),
    ("first(createArray())", None),
    ("last('')", ""),
    ("take('abc', 2)", "ab"),
    ("take(createArray(1, 2), 5)", [1, 2]),
    ("skip('abc', 2)", "c"),
    ("skip(createArray(1, 2), -1)", [1, 2]),
    ("length('abc')", 3),
    ("length(createObject('a', 1))", 1),
    ("empty('')", True),
    ("empty(null())", True),
    ("empty(createArray(1))", False),
    ("contains('abc', 'b')", True),
    ("contains(null(), 'b')", False),
    ("contains('abc', 'B')", False),
    ("contains(createObject('A', 1), 'a')", True),
    ("contains(createArray('x'), 'y')", False),
    # Numbers and comparisons
    ("add(5, 3)", 8),
    ("sub(5, 3)", 2),
    ("mul(5, -3)", -15),
    ("div(-8, 3)", -2),
    ("mod(-7, 3)", -1),
    ("float('1.5')", 1.5),
    ("float(3)", 3.0),
    ("min(createArray(3, 1, 2))", 1),
    ("max(3, 1, 2)", 3),
    ("range(5, 3)", [5, 6, 7]),
    ("int('42')", 42),
    ("int(7)", 7),
    ("int(json('7.9'))", 7),
    ("add(json('2.0'), 1)", 3),
    ("less(1, 2)", True),
    ("lessOrEquals(2, 2)", True),
    ("greater('b', 'a')", True),
    ("greaterOrEquals(1, 2)", False),
    # Logic
    ("equals('a', 'A')", False),
    ("equals(createObject('a', createArray(1)), createObject('A', createArray(1)))", True),
    ("equals(1, '1')", False),
    ("not(false())", True),
    ("bool('True')", True),
    ("bool(0)", False),
    ("bool('1')", True),
    ("equals(createArray(1), createArray(1, 2))", False),
    ("equals(createObject('a', 1), createObject('b', 1))", False),
    ("equals(createArray(1, 2), createArray(1, 3))", False),
    ("and(true(), false(), variables('missing'))", False),
    ("or(false(), true(), variables('missing'))", True),
    ("if(true(), 'a', variables('missing'))", "a"),
    ("coalesce(null(), 'a')", "a"),
    ("null()", None),
    # Arrays and objects
    ("array('a')", ["a"]),
    ("array(createArray(1))", [1]),
    ("createObject('a', 1, 'b', createObject())", {"a": 1, "b": {}}),
    ("union(createArray(1, 2), createArray(2, 3))", [1, 2, 3]),
    (
        "union(createObject('a', 1, 'b', createObject('c', 1)), createObject('A', 2, 'b', createObject('d', 2)))",
        {"a": 2, "b": {"c": 1, "d": 2}},
    ),
    (
        "shallowMerge(createArray(createObject('a', createObject('b', 1)), createObject('a', 2)))",
        {"a": 2},
    ),
    ("intersection(createArray(1, 2, 3), createArray(3, 2))", [2, 3]),
    ("intersection(createObject('a', 1, 'b', 2), createObject('a', 1, 'b', 3))", {"a": 1}),
    ("flatten(createArray(createArray(1), createArray(2, 3)))", [1, 2, 3]),
    (
        "items(createObject('b', 2, 'a', 1))",
        [{"key": "a", "value": 1}, {"key": "b", "value": 2}],
    ),
    ("objectKeys(createObject('b', 2, 'a', 1))", ["a", "b"]),
    ("tryGet(createObject('a', createArray(1)), 'a', 0)", 1),
    ("tryGet(createObject('a', 1), 'b', 'c')", None),
    ("tryIndexFromEnd(createArray(1, 2), 1)", 2),
    ("tryIndexFromEnd(createArray(1, 2), 3)", None),
    ("indexFromEnd(createArray(1, 2), 2)", 1),
    # Lambdas
    ("map(createArray(1, 2), lambda('x', add(lambdaVariables('x'), 1)))", [2, 3]),
    (
        "map(createArray('a', 'b'), lambda('x', 'i', concat(lambdaVariables('x'), lambdaVariables('i'))))",
        ["a0", "b1"],
    ),
    ("filter(range(0, 5), lambda('x', greater(lambdaVariables('x'), 2)))", [3, 4]),
    (
        "reduce(range(1, 3), 0, lambda('sum', 'x', add(lambdaVariables('sum'), lambdaVariables('x'))))",
        6,
    ),
    (
        "sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))",
        [1, 2, 3],
    ),
    (
        "toObject(createArray('a'), lambda('x', lambdaVariables('x')), lambda('x', 1))",
        {"a": 1},
    ),
    ("mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1)))", {"a": 2}),
    (
        "groupBy(createArray('ab', 'ac', 'b'), lambda('x', first(lambdaVariables('x'))))",
        {"a": ["ab", "ac"], "b": ["b"]},
    ),
    (
        "map(createArray(1), lambda('x', map(createArray(2), lambda('y', add(lambdaVariables('x'), lambdaVariables('y'))))))",
        [[3]],
    ),
    # Other ways to write a text
    ("base64('one')", "b25l"),
    ("base64ToString('b25l')", "one"),
    ("base64ToJson('eyJhIjoxfQ==')", {"a": 1}),
    ("dataUriToString(dataUri('Hello'))", "Hello"),
    ("dataUriToString('data:,a%20b')", "a b"),
    ("uriComponent('a b/c')", "a%20b%2Fc"),
    ("uriComponentToString('a%20b')", "a b"),
    ("uri('http://example.org/a/main.json', 'b/c.json')", "http://example.org/a/b/c.json"),
    ("json('{\"a\": [1]}')", {"a": [1]}),
    ("json('null')", None),
    # Address ranges and dates
    (
        "parseCidr('10.144.0.0/20')",
        {
            "network": "10.144.0.0",
            "netmask": "255.255.240.0",
            "broadcast": "10.144.15.255",
            "firstUsable": "10.144.0.1",
            "lastUsable": "10.144.15.254",
            "cidr": 20,
        },
    ),
    (
        "parseCidr('fdad:3236:5555::/48')",
        {
            "network": "fdad:3236:5555::",
            "netmask": "ffff:ffff:ffff::",
            "firstUsable": "fdad:3236:5555::1",
            "lastUsable": "fdad:3236:5555:ffff:ffff:ffff:ffff:ffff",
            "cidr": 48,
        },
    ),
    ("cidrSubnet('10.144.0.0/20', 24, 0)", "10.144.0.0/24"),
    ("cidrSubnet('10.144.0.0/20', 24, 15)", "10.144.15.0/24"),
    ("cidrSubnet('fdad:3236:5555::/48', 64, 1)", "fdad:3236:5555:1::/64"),
    ("cidrHost('10.144.3.0/24', 0)", "10.144.3.1"),
    ("cidrHost('10.144.3.0/24', 253)", "10.144.3.254"),
    ("dateTimeAdd('2026-01-31T00:00:00Z', 'P1M')", "2026-02-28T00:00:00Z"),
    ("dateTimeAdd('2026-01-31', '-PT9H')", "2026-01-30T15:00:00Z"),
    ("dateTimeFromEpoch(0)", "1970-01-01T00:00:00Z"),
    ("dateTimeToEpoch('1970-01-02T00:00:00Z')", 86_400),
    # Ids
    (
        "resourceId('Microsoft.Network/virtualNetworks/subnets/', 'v', 's')",
        f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v/subnets/s",
    ),
    (
        "resourceId('other', 'Microsoft.Network/virtualNetworks', 'v')",
        f"{GROUP.rpartition('/')[0]}/other/providers/Microsoft.Network/virtualNetworks/v",
    ),
    (
        "resourceId('sub', 'other', 'Microsoft.Network/virtualNetworks', 'v')",
        "/subscriptions/sub/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/v",
    ),
    (
        "subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'r')",
        f"{GROUP.partition('/resourceGroups')[0]}/providers/Microsoft.Authorization/roleDefinitions/r",
    ),
    ("tenantResourceId('A.B/c', 'd')", "/providers/A.B/c/d"),
    (
        "extensionResourceId(resourceId('A.B/c', 'd'), 'E.F/g', 'h')",
        f"{GROUP}/providers/A.B/c/d/providers/E.F/g/h",
    ),
    (
        "managementGroupResourceId('m', 'A.B/c', 'd')",
        "/providers/Microsoft.Management/managementGroups/m/providers/A.B/c/d",
    ),
    # How an expression is written
    ("CONCAT('it''s')", "it's"),
    ("createObject('a', createArray('x')).A[0]", "x"),
    ("createObject('a', 1)['a']", 1),
    ("createObject('a', 1).?b", None),
    ("createObject('a', 1).?b.?c", None),
    ("createArray(1)[?5]", None),
    ("createObject('a', 1)[?'a']", 1),
    ("sys.add(1,\n 2)", 3),
]


@pytest.mark.parametrize(("expression", "expected"), RESULTS)
def test_a_function_gives_what_azure_documents(expression: str, expected: object) -> None:
    found = plainly(f"[{expression}]")
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("text", "expected"), [("[[x]", "[x]"), ("[x", "[x"), (" [x]", " [x]"), ("x]", "x]"), ("", "")]
)
def test_a_text_that_is_no_expression_stays(text: str, expected: str) -> None:
    assert evaluated(text) == expected


MISTAKES = [
    ("conat('a')", "There is no function conat()."),
    ("conat('a')", 'Did you mean "concat"?'),
    ("concat()", "concat() takes 1 or more arguments, not 0."),
    ("add(1)", "add() takes 2 arguments, not 1."),
    ("substring('a')", "takes 2 to 3 arguments"),
    ("concat('a'", "ends too early"),
    ("concat('a' 'b')", "column 13"),
    ("add('a', 1)", 'a whole number is expected, not "a".'),
    ("add(9223372036854775807, 1)", "no 64-bit number"),
    ("99999999999999999999", "no 64-bit number"),
    ("div(1, 0)", "divided by 0"),
    ("int('x')", '"x" is no whole number.'),
    ("int('" + "1" * 5000 + "')", "is no whole number."),
    ("float('1e999')", "a number is expected"),
    ("range(0, 10001)", "0 to 10,000 items, not 10001"),
    ("substring('abc', 2, 5)", "The string has 3 characters"),
    ("format('{1}', 'a')", "no value for {1}"),
    ("format('{0:Q}', 1)", "doesn't know the format"),
    ("bool('x')", "true or false is expected"),
    ("bool(null())", "true or false is expected, not null"),
    ("int(true())", "a whole number is expected, not true"),
    ("int(json('1.5e300'))", "no 64-bit number"),
    ("concat(json('1.5'), createArray())", "a string is expected, not an array"),
    ("toLower(createObject())", "a string is expected, not an object"),
    ("if(createArray(), 1, 2)", "true or false is expected, not an array"),
    ("replace('abc', '', 'x')", "a string is expected"),
    ("padLeft('a', 2, 'xy')", "one character is expected"),
    ("take(1, 1)", "a string or an array is expected"),
    ("length(1)", "an array is expected"),
    ("tryGet(createArray(1), 'a')", "an object is expected, not an array"),
    ("dateTimeFromEpoch(9223372036854775807)", "no date"),
    ("tenantResourceId('a', 'b')", "no type of a resource"),
    ("padLeft('a', 2000000000)", "more than 1,000,000"),
    ("createObject('a')", "the last name has no value"),
    ("createObject('name', 1).nam", 'Did you mean "name"?'),
    ("createArray(1)[1]", "there is none at index 1"),
    ("createArray(1).a", "has nothing called a"),
    ("string('a').length", "has nothing called length"),
    ("indexFromEnd(createArray(1), 2)", "none at index -2"),
    ("map(createArray(1), 'x')", "has to be a lambda"),
    ("map(createArray(1), lambda('a', 'b', 'c', 1))", "1 or 2 parameters, not 3"),
    ("lambda('x', 1)", "only serves as an argument"),
    ("map(createArray(1), lambda('x', lambdaVariables('y')))", 'parameter "y"'),
    ("parameters('nam')", 'Did you mean "name"?'),
    ("variables('v')", 'no variable "v"'),
    ("copyIndex()", "no copy loop around this"),
    ("mine.f()", "defines no function"),
    ("resourceId('virtualNetworks', 'v')", "no type of a resource"),
    ("resourceId('Microsoft.Network/virtualNetworks/subnets', 'v')", "takes 2 names, not 1"),
    ("cidrSubnet('10.0.0.0/24', 25, 2)", "no subnet 2"),
    ("cidrHost('10.0.0.0/30', 2)", "no host 2"),
    ("parseCidr('x')", "no address range"),
    ("dateTimeAdd('x', 'P1D')", "no date"),
    ("dateTimeAdd('2026-01-01', 'x')", "no duration"),
    ("dateTimeAdd('2026-01-01', 'P9999Y')", "no duration"),
    ("base64ToString('x')", "no text in base64"),
    ("dataUriToString('x')", "no data URI"),
    ("json('{')", "no JSON"),
    ("fail('not here')", "not here"),
    ("resourceInfo('x')", 'symbolic name "x"'),
    ("if('maybe', 1, 2)", "true or false is expected"),
    ("greater('a', 1)", "two numbers or two strings"),
    ("min(createArray())", "no number to choose from"),
    ("contains(1, 1)", "an array, an object or a string"),
]


@pytest.mark.parametrize(("expression", "words"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_expression(expression: str, words: str) -> None:
    with pytest.raises(Advice) as caught:
        evaluated(f"[{expression}]", parameters={"name": {"type": "string"}})
    assert words in str(caught.value)
    assert str(caught.value).startswith("main.json:10: ")
    assert "[" in str(caught.value)
    assert caught.value.text.ja.startswith("main.json:10: ")


@pytest.mark.parametrize(
    ("expression", "stand_in"),
    [
        ("parameters('x')", "{x}"),
        ("concat('vm-', parameters('x'))", "vm-{x}"),
        ("toUpper(format('{0}-a', parameters('x')))", "{X}-A"),
        ("parameters('list')[0].name", "{list[0].name}"),
        ("length(parameters('list'))", "{length({list})}"),
        ("add(parameters('n'), 1)", "{add({n}, 1)}"),
        ("equals(parameters('x'), 'a')", "{equals({x}, a)}"),
        ("if(parameters('n'), 'a', 'b')", "{if({n}, a, b)}"),
        ("string(createArray(parameters('x')))", '["{x}"]'),
        ("and(true(), equals(parameters('x'), 'a'))", "{equals({x}, a)}"),
        ("map(parameters('list'), lambda('x', 1))", "{list}"),
        ("max(createArray(parameters('n'), 1))", '{max(["{n}",1])}'),
        ("contains(createArray(parameters('x')), 'a')", "{contains {x}}"),
        ("contains(parameters('x'), 'a')", "{x}"),
        ("contains('a', parameters('x'))", "{x}"),
        ("parameters(parameters('x'))", "{x}"),
        ("variables(parameters('x'))", "{x}"),
        ("reference(parameters('x')).a", "{x.a}"),
        ("resourceId(parameters('x'), 'name')", "{x}"),
        ("filter(createArray(1), lambda('i', equals(parameters('x'), 'a')))", "{equals({x}, a)}"),
        ("toObject(createArray(1), lambda('i', parameters('x')))", "{x}"),
        ("equals(createArray(parameters('x')), createArray('a'))", '{equals(["{x}"], ["a"])}'),
        ("concat(createArray('a'), parameters('list'))", '{concat(["a"], {list})}'),
        ("contains(uniqueString('a'), '#')", "{contains bkzh6nffx7fxr}"),
        ("createArray(1)[parameters('n')]", "{n}"),
        ("concat('a', listKeys('b').c)", "a***"),
        ("concat('a', utcNow())", "a{utcNow()}"),
        ("resourceGroup().location", "{resourceGroup().location}"),
        ("environment().suffixes.storage", "{environment().suffixes.storage}"),
        ("subscription().tenantId", "{subscription().tenantId}"),
        ("tenant().tenantId", "{tenant().tenantId}"),
        ("pickZones('A', 'b', 'c')", "{pickZones(A, b, c)}"),
        ("reference('elsewhere').a.b", "{reference('elsewhere').a.b}"),
        ("dateTimeAdd('2026-01-01', 'P1D', 'yyyy')", "{2026-01-02T00:00:00+00:00 yyyy}"),
    ],
)
def test_what_is_not_known_goes_through_and_says_why(expression: str, stand_in: str) -> None:
    found = evaluated(f"[{expression}]", parameters=NOT_GIVEN)
    assert isinstance(found, Unknown)
    assert found.stand_in == stand_in
    assert found.reason.en
    assert found.reason.ja
    assert found.place is not None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("or(true(), equals(parameters('x'), 'a'))", True),
        ("and(equals(parameters('x'), 'a'), false())", False),
        ("if(equals(parameters('x'), 'a'), 'same', 'same')", "same"),
        ("equals(parameters('x'), parameters('X'))", True),
        ("contains(createArray(parameters('x'), 'a'), 'a')", True),
        ("coalesce('a', parameters('x'))", "a"),
        ("length(createArray(parameters('x')))", 1),
        ("first(createArray('a', parameters('x')))", "a"),
    ],
)
def test_what_does_not_depend_on_it_is_known(expression: str, expected: object) -> None:
    assert plainly(f"[{expression}]", parameters=NOT_GIVEN) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "uniqueString(resourceGroup().id)",
        "concat('a', uniqueString('x'))",
        "take(uniqueString('x'), 5)",
        "toLower(guid('x'))",
        "resourceGroup().name",
        "subscription().subscriptionId",
        "newGuid()",
        "resourceId('Microsoft.Network/virtualNetworks', parameters('x'))",
        "deployment().properties.templateLink.uri",
    ],
)
def test_what_azure_makes_up_has_a_stand_in_that_stays(expression: str) -> None:
    found = evaluated(f"[{expression}]", parameters=NOT_GIVEN)
    assert isinstance(found, StandIn)
    assert found == evaluated(f"[{expression}]", parameters=NOT_GIVEN)


def test_parts_of_a_stand_in_are_stand_ins() -> None:
    found = evaluated("[split(concat('a-', uniqueString('b')), '-')]")
    assert isinstance(found, tuple)
    assert all(isinstance(each, StandIn) for each in found)


def test_a_stand_in_can_be_copied() -> None:
    found = evaluated("[uniqueString('a')]")
    again = copy.deepcopy(found)
    assert isinstance(again, StandIn)
    assert (again, again.reason) == (found, found.reason)  # type: ignore[union-attr]


def test_a_stand_in_has_the_form_of_what_it_stands_for() -> None:
    one, other = evaluated("[uniqueString('a')]"), evaluated("[uniqueString('b')]")
    assert isinstance(one, str)
    assert (len(one), one.islower()) == (13, True)
    assert one != other
    assert evaluated("[length(uniqueString('a'))]") == 13


def test_whether_a_stand_in_equals_a_text_is_not_known() -> None:
    assert isinstance(evaluated("[equals(uniqueString('a'), 'abc')]"), Unknown)
    assert isinstance(evaluated("[startsWith(resourceGroup().name, 'prod')]"), Unknown)
    assert evaluated("[equals(uniqueString('a'), uniqueString('a'))]") is True


@pytest.mark.parametrize(
    "expression",
    [
        "contains(parameters('password'), 'a')",
        "contains(createArray('a'), parameters('password'))",
        "resourceId('A.B/c', parameters('password'))",
        "parameters('password')",
        "concat('a', parameters('password'))",
        "base64(parameters('password'))",
        "format('{0}', parameters('password'))",
        "string(createArray(parameters('password')))",
        "parameters('password').a",
        "listKeys('id', '2024-01-01').keys[0].value",
        "if(equals(parameters('password'), 'x'), 'a', 'b')",
        "getSecret('a')",
    ],
)
def test_a_secret_never_shows(expression: str) -> None:
    found = evaluated(f"[{expression}]", parameters=HIDDEN)
    assert isinstance(found, Secret | Unknown)
    assert "hunter2" not in repr(found)


def test_an_empty_secret_hides_nothing() -> None:
    parameters = {"token": {"type": "securestring", "defaultValue": ""}}
    assert evaluated("[concat('a', parameters('token'))]", parameters=parameters) == "a"


def test_a_number_of_steps_is_the_most() -> None:
    inner = "map(range(0, 10000), lambda('y', 1))"
    with pytest.raises(Advice, match="more than 1,000,000 steps"):
        evaluated(f"[map(range(0, 10000), lambda('x', {inner}))]")


def test_a_value_does_not_grow_without_end() -> None:
    variables = {"v0": "0123456789" * 10} | {
        f"v{n}": f"[concat(variables('v{n - 1}'), variables('v{n - 1}'))]" for n in range(1, 30)
    }
    with pytest.raises(Advice, match="too large"):
        evaluated("[variables('v29')]", variables=variables)
    arrays: dict[str, object] = {"a0": [1]}
    for n in range(1, 15):
        items = ", ".join([f"variables('a{n - 1}')"] * 4)
        arrays[f"a{n}"] = f"[createArray({items})]"
    with pytest.raises(Advice, match="too large"):
        evaluated("[variables('a14')]", variables=arrays)


LISTED = """
parseCidr cidrSubnet cidrHost
array concat contains createArray empty first indexFromEnd indexOf intersection last lastIndexOf length max min
objectKeys range shallowMerge skip take tryGet tryIndexFromEnd union
coalesce equals less lessOrEquals greater greaterOrEquals
dateTimeAdd dateTimeFromEpoch dateTimeToEpoch utcNow
deployer deployment environment parameters variables
filter groupBy map mapValues reduce sort toObject
and bool false if not or true
add copyIndex div float int mod mul sub
createObject items json null
extensionResourceId listAccountSas listKeys listSecrets managementGroup managementGroupResourceId pickZones providers
reference references resourceGroup resourceId subscription subscriptionResourceId tenant tenantResourceId
toLogicalZone toLogicalZones toPhysicalZone toPhysicalZones
base64 base64ToJson base64ToString dataUri dataUriToString endsWith format guid join newGuid padLeft replace split
startsWith string substring toLower toUpper trim uniqueString uri uriComponent uriComponentToString
"""
"""What Microsoft's pages on the functions of templates list, page by page."""


@pytest.mark.parametrize("name", LISTED.split())
def test_every_function_that_is_documented_is_known(name: str) -> None:
    """One function stands for all whose names begin with list."""
    assert name.casefold() in FUNCTIONS or (name.startswith("list") and "list" in FUNCTIONS)
