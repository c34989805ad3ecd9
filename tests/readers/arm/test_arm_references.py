"""References: answered from what is declared, and not known where Azure fills it in."""

from __future__ import annotations

import pytest
from arm_templates import GROUP, network, read, resource, template

from azsim.readers.arm.kinds import plain
from azsim.readers.declared import Object, Unknown, Value
from azsim.text import Advice

NETWORKS = "Microsoft.Network/virtualNetworks"
BASE = f"{GROUP}/providers/{NETWORKS}"
SUBNET = {"name": "app", "properties": {"addressPrefix": "10.0.0.0/24"}}


def answered(expression: str, *others: object, **sections: object) -> Value:
    """What *expression* comes to beside other resources."""
    asks = resource("A.B/asks", "asks", properties={"value": f"[{expression}]"})
    found = read(template(resources=[asks, *others], **sections)).resources[0].body["properties"]
    assert isinstance(found, Object)
    return found["value"]


NET = network(
    "net",
    location="westus",
    properties={"subnets": [SUBNET], "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}},
)


@pytest.mark.parametrize(
    "named",
    [
        f"resourceId('{NETWORKS}', 'net')",
        f"resourceId('{NETWORKS}/', 'NET'), '2024-05-01'",
        "'net'",
        f"'{NETWORKS}/net'",
        f"concat('{BASE}', '/net')",
    ],
)
def test_a_resource_is_found_however_it_is_named(named: str) -> None:
    assert answered(f"reference({named}).addressSpace.addressPrefixes[0]", NET) == "10.0.0.0/16"


def test_the_id_of_a_part_follows_from_its_name() -> None:
    assert answered("reference('net').subnets[0].id", NET) == f"{BASE}/net/subnets/app"
    assert answered("reference('net').subnets[0].properties.addressPrefix", NET) == "10.0.0.0/24"


def test_a_part_that_is_declared_beside_the_resource_is_found() -> None:
    part = resource(f"{NETWORKS}/subnets", "net/db", properties={"addressPrefix": "10.0.1.0/24"})
    found = answered("reference('net').subnets[0]", network("net", properties={}), part)
    assert plain(found) == {
        "name": "db",
        "id": f"{BASE}/net/subnets/db",
        "properties": {"addressPrefix": "10.0.1.0/24"},
    }


def test_the_order_of_several_parts_is_not_known() -> None:
    parts = [resource(f"{NETWORKS}/subnets", f"net/{name}") for name in "ab"]
    found = answered("reference('net').subnets[0].id", network("net", properties={}), *parts)
    assert isinstance(found, Unknown)


def test_the_whole_of_a_resource_has_more_than_its_properties() -> None:
    whole = "reference('net', '2024-05-01', 'Full')"
    assert answered(f"{whole}.id", NET) == f"{BASE}/net"
    assert answered(f"{whole}.location", NET) == "westus"
    assert answered(f"{whole}.properties.subnets[0].name", NET) == "app"
    assert isinstance(answered(f"{whole}.identity.principalId", NET), Unknown)


@pytest.mark.parametrize(
    ("expression", "stand_in"),
    [
        ("reference('ip').ipAddress", "{reference('ip').ipAddress}"),
        ("reference('net').subnets[3].id", "{reference('net').subnets[3].id}"),
        ("reference('net').subnets[0].etag", "{reference('net').subnets[0].etag}"),
        ("concat('a', reference('ip').ipAddress)", "a{reference('ip').ipAddress}"),
    ],
)
def test_what_azure_fills_in_is_not_known(expression: str, stand_in: str) -> None:
    address = resource("Microsoft.Network/publicIPAddresses", "ip", properties={})
    found = answered(expression, NET, address)
    assert isinstance(found, Unknown)
    assert found.stand_in == stand_in
    assert "Azure fills it in" in found.reason.en


def test_what_belongs_elsewhere_is_not_known() -> None:
    found = answered(f"reference(resourceId('other', '{NETWORKS}', 'net')).subnets[0].id", NET)
    assert isinstance(found, Unknown)
    assert "isn't in this input" in found.reason.en


def test_what_is_not_deployed_is_not_known() -> None:
    found = answered("reference('net').a", network("net", condition=False, properties={"a": 1}))
    assert isinstance(found, Unknown)


def test_a_name_that_two_have_names_neither() -> None:
    other = resource("Microsoft.Network/loadBalancers", "net", properties={"a": 1})
    assert isinstance(answered("reference('net').a", NET, other), Unknown)


def symbolic(expression: str) -> Value:
    whole = template(
        languageVersion="2.0",
        resources={
            "asks": resource("A.B/asks", "asks", properties={"value": f"[{expression}]"}),
            "net": network("net", properties={"a": 1}),
            "all": network(
                "[concat('n', copyIndex())]",
                copy={"name": "all", "count": 3},
                condition="[not(equals(copyIndex(), 1))]",
                properties={"i": "[copyIndex()]"},
            ),
            "old": network("old", existing=True),
        },
    )
    found = read(whole).resources[0].body["properties"]
    assert isinstance(found, Object)
    return found["value"]


def test_symbolic_names_are_found() -> None:
    assert symbolic("reference('net').a") == 1
    assert symbolic("reference('NET', 'full').name") == "net"
    assert symbolic("reference('all[2]').i") == 2
    assert isinstance(symbolic("reference('all[1]').i"), Unknown)
    assert symbolic("reference(format('all[{0}]', 0)).i") == 0
    assert plain(symbolic("map(references('all'), lambda('x', lambdaVariables('x').i))")) == [0, 2]
    assert plain(
        symbolic("map(references('all', 'full'), lambda('x', lambdaVariables('x').name))")
    ) == [
        "n0",
        "n2",
    ]
    assert isinstance(symbolic("reference('old').a"), Unknown)
    assert symbolic("resourceInfo('old').id") == f"{BASE}/old"


def test_properties_that_are_not_known_have_none_that_are() -> None:
    net = network("net", properties="[parameters('p')]")
    found = answered("reference('net').a", net, parameters={"p": {"type": "object"}})
    assert isinstance(found, Unknown)
    assert found.stand_in == "{p.a}"


def test_what_it_depends_on_may_not_be_known() -> None:
    whole = template(
        parameters={"p": {"type": "string"}},
        resources=[network("net", dependsOn=["[parameters('p')]"])],
    )
    assert read(whole).resources[0].depends_on == ("{p}",)


def test_a_resource_that_depends_on_itself_is_refused_where_it_does() -> None:
    one = network("one", properties={"a": "[reference('one').a]"})
    with pytest.raises(Advice, match=r"^main.json:\d+: .*in a circle"):
        read(template(resources=[one]))


def test_resources_that_depend_on_themselves_are_refused() -> None:
    one = network("one", properties={"a": "[reference('two').a]"})
    two = network("two", properties={"a": "[reference('one').a]"})
    with pytest.raises(Advice, match="in a circle: .*one → .*two → .*one"):
        read(template(resources=[one, two]))
