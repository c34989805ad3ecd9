"""Machines with several network interfaces or IP configurations: each has its own way out."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from azsim.explaining.answers import Explanation, Machines
from azsim.explaining.differences import Differences
from azsim.explaining.telling.changes import lines as change_lines
from azsim.explaining.telling.lines import lines
from azsim.explaining.telling.markdown import markdown
from azsim.text import Language
from tests.explaining.broken import ADDRESSES, BALANCERS, FRONT_ENDS, POOLS, SUBNETS, named
from tests.explaining.conftest import Explain, network, public_ip, ref, resource, subnet
from tests.explaining.test_as_json import complaints, told
from tests.explaining.test_differences import diff
from tests.explaining.test_pinned_ways import outcomes, pinned

Resources = list[dict[str, Any]]

INTERFACES = "Microsoft.Network/networkInterfaces"
MACHINES = "Microsoft.Compute/virtualMachines"
GATEWAYS = "Microsoft.Network/natGateways"
IN_POOL = {"loadBalancerBackendAddressPools": [ref(POOLS, "lb/pool")]}


def own(name: str) -> dict[str, Any]:
    """An IP configuration with a public IP address of its own."""
    return {"publicIPAddress": ref(ADDRESSES, name)}


def interface(name: str, place: str, *configurations: dict[str, Any]) -> dict[str, Any]:
    """A network interface in the subnet *place*, the first of its *configurations* is primary."""
    parts = [
        named(f"ipconfig{number}", subnet=ref(SUBNETS, f"vnet/{place}"), **each)
        for number, each in enumerate(configurations, start=1)
    ]
    return resource(INTERFACES, name, ipConfigurations=parts)


def with_interfaces(name: str, *interfaces: dict[str, Any]) -> Resources:
    """A machine with *interfaces*, the first of which is primary."""
    ids = [{"id": each["id"]} for each in interfaces]
    return [*interfaces, resource(MACHINES, name, networkProfile={"networkInterfaces": ids})]


def around(*, back_has_gateway: bool = True) -> Resources:
    """A network with a subnet "front", and a subnet "back" that is private, with a NAT gateway."""
    gateway = {"natGateway": ref(GATEWAYS, "nat")} if back_has_gateway else {}
    return [
        network(
            subnet("front", "10.0.1.0/24"),
            subnet("back", "10.0.2.0/24", defaultOutboundAccess=False, **gateway),
        ),
        public_ip("vm1-ip", ipAddress="203.0.113.1"),
        public_ip("nat-ip"),
        resource(
            GATEWAYS,
            "nat",
            sku="Standard",
            idleTimeoutInMinutes=10,
            publicIpAddresses=[ref(ADDRESSES, "nat-ip")],
        ),
    ]


def with_two(*, back_has_gateway: bool = True, second: str = "eth1") -> Resources:
    """A machine with a public IP address on one interface, and a NAT gateway for the other one."""
    return [
        *around(back_has_gateway=back_has_gateway),
        *with_interfaces(
            "vm1", interface("eth0", "front", own("vm1-ip")), interface(second, "back", {})
        ),
    ]


def in_a_pool(*interfaces: dict[str, Any]) -> Resources:
    """A machine with *interfaces*, and a load balancer with a pool that they may be in."""
    front, pool = ref(FRONT_ENDS, "lb/front"), ref(POOLS, "lb/pool")
    web = named(
        "web",
        frontendIPConfiguration=front,
        backendAddressPool=pool,
        protocol="Tcp",
        frontendPort=80,
        backendPort=80,
    )
    return [
        network(subnet("front", "10.0.1.0/24"), subnet("back", "10.0.2.0/24")),
        public_ip("lb-ip"),
        resource(
            BALANCERS,
            "lb",
            sku="Standard",
            frontendIPConfigurations=[named("front", publicIPAddress=ref(ADDRESSES, "lb-ip"))],
            backendAddressPools=[{"name": "pool"}],
            loadBalancingRules=[web],
        ),
        *with_interfaces("vm1", *interfaces),
    ]


def only(explanation: Explanation) -> Machines:
    [machines] = explanation.machines
    return machines


def test_each_interface_has_its_own_way_out(explain_resources: Explain) -> None:
    first, second = only(explain_resources(*with_two())).interfaces
    assert (first.name, first.subnet, first.sends) == ("eth0", "vnet/front", "by default")
    assert (first.outbound.method, first.outbound.through) == ("public IP of the machine", "vm1-ip")
    assert (second.name, second.subnet, second.sends) == ("eth1", "vnet/back", "where routed")
    assert (second.outbound.method, second.outbound.through) == ("NAT gateway", "nat")
    assert [each.name for each in second.outbound.chain] == ["vnet/back", "nat"]
    assert [each.resource for each in second.outbound.addresses] == ["nat-ip"]
    assert [each.shared for each in second.outbound.ports] == [64_512, 64_512]
    assert "network-interface.secondary-gateway" in second.outbound.facts


def test_the_answer_about_the_machine_is_that_of_its_first_interface(
    explain_resources: Explain,
) -> None:
    machines = only(explain_resources(*with_two()))
    assert machines.outbound == machines.interfaces[0].outbound
    assert (machines.interface, machines.subnet) == ("eth0", "vnet/front")


def test_configurations_that_leave_alike_are_told_as_one(explain_resources: Explain) -> None:
    found = explain_resources(*around(), *with_interfaces("vm1", interface("eth0", "back", {}, {})))
    [every] = only(found).interfaces
    assert every.configurations == ("ipconfig1", "ipconfig2")


def test_configurations_with_other_addresses_are_told_apart(explain_resources: Explain) -> None:
    both = interface("eth0", "front", {}, own("vm1-ip"))
    first, second = only(explain_resources(*around(), *with_interfaces("vm1", both))).interfaces
    assert first.outbound.method is None
    assert second.outbound.method == "public IP of the machine"
    assert (second.configurations, second.sends) == (("ipconfig2",), "where bound")


def test_a_group_on_the_second_interface_keeps_in_what_leaves_by_it(
    explain_resources: Explain,
) -> None:
    deployment = with_two()
    groups = "Microsoft.Network/networkSecurityGroups"
    second = next(each for each in deployment if each["name"] == "eth1")
    second["properties"]["networkSecurityGroup"] = ref(groups, "nsg")
    deny = named(
        "DenyOut",
        priority=100,
        direction="Outbound",
        access="Deny",
        protocol="*",
        sourceAddressPrefix="*",
        sourcePortRange="*",
        destinationAddressPrefix="*",
        destinationPortRange="*",
    )
    found = explain_resources(*deployment, resource(groups, "nsg", securityRules=[deny]))
    first, second = only(found).interfaces
    assert first.outbound.denied is None
    assert "DenyOut" in second.outbound.denied.en


def test_machines_whose_interfaces_are_alike_stand_together(explain_resources: Explain) -> None:
    several = [
        each
        for number in (1, 2)
        for each in with_interfaces(
            f"vm{number}",
            interface(f"vm{number}-front", "front", {}),
            interface(f"vm{number}-back", "back", {}),
        )
    ]
    machines = only(explain_resources(*around(), *several))
    assert machines.names == ("vm1", "vm2")
    assert [each.name for each in machines.interfaces] == [
        "vm1-front, vm2-front",
        "vm1-back, vm2-back",
    ]


def test_machines_whose_second_interfaces_differ_stand_apart(explain_resources: Explain) -> None:
    found = explain_resources(
        *around(),
        *with_interfaces("vm1", interface("a0", "front", {}), interface("a1", "front", {})),
        *with_interfaces("vm2", interface("b0", "front", {}), interface("b1", "back", {})),
    )
    assert [each.names for each in found.machines] == [("vm1",), ("vm2",)]


def test_a_gateway_that_only_a_second_interface_leaves_through_is_in_use(
    explain_resources: Explain,
) -> None:
    found = explain_resources(*with_two())
    assert "nat-gateway-unused" not in {each.id for each in found.findings}


def test_an_address_that_only_a_second_interface_leaves_by_is_in_use(
    explain_resources: Explain,
) -> None:
    back, front = interface("eth0", "back", {}), interface("eth1", "front", own("vm1-ip"))
    found = explain_resources(*around(), *with_interfaces("vm1", back, front))
    assert "unused-public-ip" not in {each.id for each in found.findings}


def test_json_has_all_interfaces_and_keeps_the_keys_of_the_first(
    explain_resources: Explain,
) -> None:
    value = told(explain_resources(*with_two()))
    assert complaints(value) == []
    [entry] = value["machines"]
    assert (entry["nic"], entry["outbound"]["method"]) == ("eth0", "instance_public_ip")
    first, second = entry["interfaces"]
    assert first["outbound"] == entry["outbound"]
    assert (first["nic"], first["sends"]) == ("eth0", "by_default")
    assert (second["nic"], second["sends"], second["subnet"]) == (
        "eth1",
        "where_routed",
        "vnet/back",
    )
    assert second["ip_configurations"] == ["ipconfig1"]
    assert (second["outbound"]["method"], second["outbound"]["idle_timeout_min"]) == (
        "nat_gateway",
        10,
    )


def test_json_of_a_machine_with_one_interface_has_no_list_of_them(
    explain_resources: Explain,
) -> None:
    found = explain_resources(*around(), *with_interfaces("vm1", interface("eth0", "back", {})))
    assert "interfaces" not in told(found)["machines"][0]


@pytest.mark.parametrize(
    ("language", "heads", "second"),
    [
        (
            "en",
            ("interface", "out", "SNAT ports", "kept"),
            "eth1 in vnet/back: connections leave here only by a route of the operating system",
        ),
        (
            "ja",
            ("インターフェイス", "送信", "SNAT ポート", "保持"),
            "vnet/back の eth1: OS のルートで経由させた接続だけの送信元",
        ),
    ],
)
def test_text_has_a_block_of_lines_for_each_interface(
    language: Language, heads: tuple[str, ...], second: str, explain_resources: Explain
) -> None:
    shown = list(lines(explain_resources(*with_two()), language, None))
    for head in heads:
        assert sum(each.startswith(f"  {head}  ") for each in shown) == 2, head
    [block] = [place for place, each in enumerate(shown) if each.endswith(second)]
    assert "nat-ip" in shown[block + 1]


def test_markdown_has_the_same_rows(explain_resources: Explain) -> None:
    rows = list(markdown(explain_resources(*with_two()), "en"))
    assert sum(each.startswith("| interface | eth") for each in rows) == 2


def test_text_of_one_interface_does_not_speak_of_interfaces(explain_resources: Explain) -> None:
    found = explain_resources(*around(), *with_interfaces("vm1", interface("eth0", "back", {})))
    assert not any(each.startswith("  interface") for each in lines(found, "en", None))


def about(found: Differences) -> list[tuple[str | None, str]]:
    return [(each.interface, each.what.en) for each in found.machines]


def test_a_change_on_a_second_interface_is_a_change() -> None:
    found = diff(with_two(), with_two(back_has_gateway=False))
    assert about(found) == [
        ("eth1", "method"),
        ("eth1", "public addresses"),
        ("eth1", "SNAT ports"),
        ("eth1", "kept"),
    ]
    assert "  eth1: method" in change_lines(found, "en", None)
    assert "  eth1: 方法" in change_lines(found, "ja", None)


def test_an_interface_that_comes_or_goes_is_a_change() -> None:
    one = [
        *around(),
        *with_interfaces("vm1", interface("eth0", "front", own("vm1-ip"))),
    ]
    [come] = diff(one, with_two()).machines
    assert (come.interface, come.before.en) == ("eth1", "not there")
    assert "nat-ip" in come.after.en
    [gone] = diff(with_two(), one).machines
    assert (gone.interface, gone.after.en) == ("eth1", "not there")


def test_another_name_of_an_interface_changes_nothing() -> None:
    assert about(diff(with_two(), with_two(second="data"))) == []


def test_what_holds_for_every_configuration_is_told_once() -> None:
    def deployment(*, has_gateway: bool) -> Resources:
        both = interface("eth0", "back", {}, {})
        return [*around(back_has_gateway=has_gateway), *with_interfaces("vm1", both)]

    found = diff(deployment(has_gateway=True), deployment(has_gateway=False))
    assert {each.interface for each in found.machines} == {None}


def test_a_configuration_that_becomes_different_is_told_by_its_name() -> None:
    before = [*around(), *with_interfaces("vm1", interface("eth0", "front", own("vm1-ip"), {}))]
    after = copy.deepcopy(before)
    after += [public_ip("second-ip")]
    nic = next(each for each in after if each["name"] == "eth0")
    nic["properties"]["ipConfigurations"][1]["properties"] |= own("second-ip")
    assert about(diff(before, after))[0] == ("eth0 (ipconfig2)", "method")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_way_out_of_each_interface_is_pinned(language: Language, tmp_path: Path) -> None:
    text = pinned(tmp_path, with_two(), language)
    assert text.count('"eth1"') == 1
    assert set(outcomes(tmp_path).values()) == {"passed"}


def test_what_is_pinned_fails_once_a_second_interface_leaves_otherwise(tmp_path: Path) -> None:
    text = pinned(tmp_path, with_two())
    pinned(tmp_path, with_two(back_has_gateway=False))
    (tmp_path / "main.feature").write_text(text, encoding="utf-8")
    failed = [title for title, outcome in outcomes(tmp_path).items() if outcome == "failed"]
    assert failed == ['vm1, eth1: NAT gateway "nat"']


def test_the_ports_of_all_interfaces_are_pinned_together(tmp_path: Path) -> None:
    deployment = in_a_pool(interface("eth0", "front", IN_POOL), interface("eth1", "back", IN_POOL))
    text = pinned(tmp_path, deployment)
    assert '"vm1" has 2,048 preallocated TCP SNAT ports' in text
    assert set(outcomes(tmp_path).values()) == {"passed"}


def test_why_an_interface_outside_the_pool_has_no_way_is_pinned(tmp_path: Path) -> None:
    deployment = in_a_pool(interface("eth0", "front", IN_POOL), interface("eth1", "back", {}))
    text = pinned(tmp_path, deployment)
    assert "vm1, eth1: no way to the internet" in text
    assert set(outcomes(tmp_path).values()) == {"passed"}
