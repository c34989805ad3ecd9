"""States and plans become what Resource Manager would be told."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from terraform_plans import (
    GROUP,
    KNOWN_AFTER,
    change,
    created,
    explained,
    plan,
    refers,
    scale_set,
    written,
)

from azsim.explaining.answers import Explanation, Machines
from azsim.explaining.telling.as_json import as_json
from azsim.readers import inputs, terraform
from azsim.readers.declared import Declaration, Declared, Object, Unknown
from azsim.readers.json_text import read_json
from tests.readers.values import at

LONGEST = 30
"""Seconds of the processor, on a slow machine."""
NIC = "azurerm_network_interface"
VM = "azurerm_linux_virtual_machine"
NETWORK = (
    created("azurerm_virtual_network.net", name="net", address_space=["10.0.0.0/16"]),
    created(
        "azurerm_subnet.app",
        name="app",
        virtual_network_name="net",
        address_prefixes=["10.0.1.0/24"],
    ),
)


def machine(key: str = "", subnet: Any = KNOWN_AFTER, interface: str = "a") -> list[dict[str, Any]]:
    """A machine with its interface."""
    return [
        created(
            f"{NIC}.{interface}{key}",
            name=f"nic{key}",
            ip_configuration=[{"name": "ip", "subnet_id": subnet}],
        ),
        created(f"{VM}.a{key}", name=f"vm{key}", network_interface_ids=KNOWN_AFTER),
    ]


def links(subnet: Any = None, interface: Any = None) -> list[dict[str, Any]]:
    """What the configuration says of a machine."""
    to_subnet = {"subnet_id": subnet or refers("azurerm_subnet.app.id")}
    return [
        written("azurerm_virtual_network.net"),
        written("azurerm_subnet.app"),
        written(f"{NIC}.a", ip_configuration=[{"name": {"constant_value": "ip"}, **to_subnet}]),
        written(f"{VM}.a", network_interface_ids=interface or refers(f"{NIC}.a.id")),
    ]


def read(content: Any) -> Declaration:
    found = read_json(json.dumps(content), "plan.json")
    assert isinstance(found, Object)
    return terraform.after(found) if terraform.is_plan(found) else terraform.state(found)


def only(found: Explanation) -> Machines:
    [machines] = found.machines
    return machines


def one(found: Declaration, name: str) -> Declared:
    [each] = [each for each in found.resources if each.name == name]
    return each


def test_links_lead_to_what_has_no_id_yet(tmp_path: Path) -> None:
    found = explained(tmp_path, scale_set())
    machines = only(found)
    assert (len(machines.names), machines.subnet) == (50, "web-net/app")
    assert (machines.outbound.method, machines.outbound.through) == (
        "load-balancing rule",
        "web-lb",
    )
    assert [each.each for each in machines.outbound.ports] == [1024, None]
    assert found.unresolved == ()


def test_findings_name_the_line(tmp_path: Path) -> None:
    [growth] = [each for each in explained(tmp_path, scale_set()).findings if each.id == "growth"]
    assert growth.place is not None
    assert growth.place.line is not None
    lines = (tmp_path / "plan.json").read_text(encoding="utf-8").splitlines()
    around = "\n".join(lines[growth.place.line - 5 : growth.place.line + 5])
    assert "web-lb" in around


def test_secrets_are_in_no_answer(tmp_path: Path) -> None:
    content = scale_set()
    text = as_json(explained(tmp_path, content), "en")
    assert "hunter2" not in text
    assert "c2VjcmV0" not in text


def test_a_sensitive_value_is_not_read() -> None:
    found = read(
        plan(
            [
                created(
                    "azurerm_public_ip.a",
                    name="a",
                    domain_name_label="hidden",
                    sensitive={"domain_name_label": True},
                )
            ]
        )
    )
    assert "hidden" not in repr(one(found, "a").body)


def test_associations_become_part_of_what_they_are_about(tmp_path: Path) -> None:
    changes = [
        *NETWORK,
        *machine(),
        created("azurerm_public_ip.nat", name="nat-ip", sku="Standard"),
        created("azurerm_nat_gateway.nat", name="nat", sku_name="Standard"),
        created(
            "azurerm_nat_gateway_public_ip_association.nat",
            nat_gateway_id=KNOWN_AFTER,
            public_ip_address_id=KNOWN_AFTER,
        ),
        created(
            "azurerm_subnet_nat_gateway_association.nat",
            subnet_id=KNOWN_AFTER,
            nat_gateway_id=KNOWN_AFTER,
        ),
    ]
    gateway = refers("azurerm_nat_gateway.nat.id")
    configuration = [
        *links(),
        written("azurerm_nat_gateway.nat"),
        written("azurerm_public_ip.nat"),
        written(
            "azurerm_nat_gateway_public_ip_association.nat",
            nat_gateway_id=gateway,
            public_ip_address_id=refers("azurerm_public_ip.nat.id"),
        ),
        written(
            "azurerm_subnet_nat_gateway_association.nat",
            subnet_id=refers("azurerm_subnet.app.id"),
            nat_gateway_id=gateway,
        ),
    ]
    outbound = only(explained(tmp_path, plan(changes, configuration))).outbound
    assert (outbound.method, outbound.through) == ("NAT gateway", "nat")
    assert [each.resource for each in outbound.addresses] == ["nat-ip"]


def test_a_pool_gets_the_interfaces_that_are_associated() -> None:
    pool = f"{GROUP}/Microsoft.Network/loadBalancers/lb/backendAddressPools/pool"
    nic = f"{GROUP}/Microsoft.Network/networkInterfaces/nic"
    found = read(
        plan(
            [
                change(
                    f"{NIC}.a",
                    None,
                    {"id": nic, "name": "nic", "ip_configuration": [{"name": "ip"}]},
                ),
                created(
                    "azurerm_network_interface_backend_address_pool_association.a",
                    network_interface_id=nic,
                    ip_configuration_name="ip",
                    backend_address_pool_id=pool,
                ),
            ]
        )
    )
    listed = at(
        one(found, "nic").body,
        "properties",
        "ipConfigurations",
        0,
        "loadBalancerBackendAddressPools",
    )
    assert listed == (Object([("id", pool)]),)


def test_every_configuration_of_an_interface_is_in_its_application_security_group() -> None:
    group = f"{GROUP}/Microsoft.Network/applicationSecurityGroups/web"
    nic = f"{GROUP}/Microsoft.Network/networkInterfaces/nic"
    configurations = [{"name": "first"}, {"name": "second"}]
    found = read(
        plan(
            [
                change(
                    f"{NIC}.a",
                    None,
                    {"id": nic, "name": "nic", "ip_configuration": configurations},
                ),
                created(
                    "azurerm_network_interface_application_security_group_association.a",
                    network_interface_id=nic,
                    application_security_group_id=group,
                ),
            ]
        )
    )
    for number in (0, 1):
        listed = at(
            one(found, "nic").body,
            "properties",
            "ipConfigurations",
            number,
            "applicationSecurityGroups",
        )
        assert listed == (Object([("id", group)]),)


@pytest.mark.parametrize(
    ("keys", "index"), [(("[0]", "[1]"), "count.index"), (('["p"]', '["q"]'), "each.key")]
)
def test_instances_belong_to_those_with_their_key(keys: tuple[str, str], index: str) -> None:
    changes = [*NETWORK, *(each for key in keys for each in machine(key))]
    interface = {"references": [f"{NIC}.a", index]}
    found = read(plan(changes, links(interface=interface)))
    machines = [each for each in found.resources if each.type.endswith("virtualMachines")]
    named = [
        at(each.body, "properties", "networkProfile", "networkInterfaces") for each in machines
    ]
    assert [str(at(each, 0, "id")).rpartition("nic")[2] for each in named] == list(keys)


def test_an_index_among_other_keys_is_not_guessed() -> None:
    changes = [*NETWORK, *machine("[0]"), *machine("[1]")[:1]]
    interface = {"references": [f"{NIC}.a", "count.index"]}
    [vm] = [
        each
        for each in read(plan(changes, links(interface=interface))).resources
        if each.type.endswith("virtualMachines")
    ]
    assert isinstance(at(vm.body, "properties", "networkProfile", "networkInterfaces"), Unknown)


def test_each_value_leads_to_what_the_loop_goes_over() -> None:
    nics = [each for key in ('["p"]', '["q"]') for each in machine(key)]
    loop = {
        **written(f"{VM}.a", network_interface_ids={"references": ["each.value.id", "each.value"]}),
        "for_each_expression": refers(f"{NIC}.a"),
    }
    found = read(plan([*NETWORK, *nics], [*links()[:-1], loop]))
    machines = [each for each in found.resources if each.type.endswith("virtualMachines")]
    assert [
        str(at(each.body, "properties", "networkProfile", "networkInterfaces", 0, "id"))[-8:]
        for each in machines
    ] == ['nic["p"]', 'nic["q"]']


def test_links_go_through_modules_both_ways(tmp_path: Path) -> None:
    inner = [
        {**each, "address": f"module.net.{each['address']}", "module_address": "module.net"}
        for each in NETWORK
    ]
    network = {
        "resources": [written("azurerm_virtual_network.net"), written("azurerm_subnet.app")],
        "outputs": {"subnet": {"expression": refers("azurerm_subnet.app.id")}},
    }
    outer = [
        {**each, "address": f"module.vm.{each['address']}", "module_address": "module.vm"}
        for each in machine()
    ]
    machines = {"resources": links(subnet={"references": ["var.subnet_id"]})[2:]}
    content = plan(
        [*inner, *outer],
        module_calls={
            "net": {"module": network},
            "vm": {
                "module": machines,
                "expressions": {"subnet_id": {"references": ["module.net.subnet", "module.net"]}},
            },
        },
    )
    assert only(explained(tmp_path, content)).subnet == "net/app"


def test_what_goes_through_a_local_value_is_told(tmp_path: Path) -> None:
    content = plan([*NETWORK, *machine()], links(subnet={"references": ["local.subnet"]}))
    found = explained(tmp_path, content)
    assert any("known after the apply" in each.reason.en for each in found.unresolved)


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    module = {
        "outputs": {"a": {"expression": {"references": ["var.a"]}}},
        "resources": [],
    }
    content = plan(
        [*NETWORK, *machine()],
        links(subnet={"references": ["module.m.a"]}),
        module_calls={
            "m": {"module": module, "expressions": {"a": {"references": ["module.m.a"]}}}
        },
    )
    assert explained(tmp_path, content).unresolved


def walled(
    changes: list[dict[str, Any]] = (),  # type: ignore[assignment]
    configuration: list[dict[str, Any]] = (),  # type: ignore[assignment]
    **links_of_firewall: Any,
) -> dict[str, Any]:
    """A plan with a machine that is routed to a firewall."""
    changes = [
        *NETWORK,
        *machine(),
        created(
            "azurerm_subnet.wall",
            name="AzureFirewallSubnet",
            virtual_network_name="net",
            address_prefixes=["10.0.2.0/26"],
        ),
        created("azurerm_public_ip.wall", name="wall-ip", sku="Standard"),
        created(
            "azurerm_firewall.wall",
            name="wall",
            sku_name="AZFW_VNet",
            sku_tier="Standard",
            ip_configuration=[
                {"name": "ip", "subnet_id": KNOWN_AFTER, "public_ip_address_id": KNOWN_AFTER}
            ],
            **dict.fromkeys(links_of_firewall, KNOWN_AFTER),
        ),
        created(
            "azurerm_route_table.out",
            name="out",
            route=[
                {
                    "name": "default",
                    "address_prefix": "0.0.0.0/0",
                    "next_hop_type": "VirtualAppliance",
                    "next_hop_in_ip_address": KNOWN_AFTER,
                }
            ],
        ),
        created(
            "azurerm_subnet_route_table_association.app",
            subnet_id=KNOWN_AFTER,
            route_table_id=KNOWN_AFTER,
        ),
        *changes,
    ]
    wall = refers("azurerm_firewall.wall.ip_configuration[0].private_ip_address")
    configuration = [
        *links(),
        written(
            "azurerm_firewall.wall",
            ip_configuration=[
                {
                    "subnet_id": refers("azurerm_subnet.wall.id"),
                    "public_ip_address_id": refers("azurerm_public_ip.wall.id"),
                }
            ],
            **links_of_firewall,
        ),
        written("azurerm_route_table.out", route=[{"next_hop_in_ip_address": wall}]),
        written(
            "azurerm_subnet_route_table_association.app",
            subnet_id=refers("azurerm_subnet.app.id"),
            route_table_id=refers("azurerm_route_table.out.id"),
        ),
        *configuration,
    ]
    return plan(changes, configuration)


def test_a_route_leads_to_the_firewall_that_has_no_address_yet(tmp_path: Path) -> None:
    assert only(explained(tmp_path, walled())).outbound.through == "wall"


RULES: dict[str, Any] = {
    "name": "web",
    "priority": 100,
    "action": "Allow",
    "rule": [
        {
            "name": "https",
            "protocols": ["TCP"],
            "source_addresses": ["*"],
            "destination_addresses": ["*"],
            "destination_ports": ["443"],
        }
    ],
}


def test_the_rules_of_a_firewall_let_out(tmp_path: Path) -> None:
    assert only(explained(tmp_path, walled())).outbound.denied is not None
    rules = created(
        "azurerm_firewall_network_rule_collection.web", azure_firewall_name="wall", **RULES
    )
    assert only(explained(tmp_path, walled([rules]))).outbound.denied is None


def test_the_rules_of_a_policy_let_out(tmp_path: Path) -> None:
    policy = created("azurerm_firewall_policy.hub", name="hub")
    group = created(
        "azurerm_firewall_policy_rule_collection_group.hub",
        name="hub",
        priority=100,
        firewall_policy_id=KNOWN_AFTER,
        network_rule_collection=[RULES],
    )
    named = refers("azurerm_firewall_policy.hub.id")
    of_group = written(
        "azurerm_firewall_policy_rule_collection_group.hub", firewall_policy_id=named
    )

    def denied(*changes: dict[str, Any]) -> bool:
        found = walled(list(changes), [of_group], firewall_policy_id=named)
        return only(explained(tmp_path, found)).outbound.denied is not None

    assert denied(policy)
    assert not denied(policy, group)


def test_a_gateway_is_linked_by_the_names_of_its_parts(tmp_path: Path) -> None:
    gateway = "azurerm_application_gateway.gw"
    association = "azurerm_network_interface_application_gateway_backend_address_pool_association.a"
    changes = [
        *NETWORK,
        *machine(),
        created(
            "azurerm_subnet.gw",
            name="gw",
            virtual_network_name="net",
            address_prefixes=["10.0.2.0/24"],
        ),
        created("azurerm_public_ip.gw", name="gw-ip", sku="Standard"),
        created(
            gateway,
            name="gw",
            sku=[{"name": "Standard_v2", "tier": "Standard_v2", "capacity": 2}],
            gateway_ip_configuration=[{"name": "g", "subnet_id": KNOWN_AFTER}],
            frontend_ip_configuration=[{"name": "f", "public_ip_address_id": KNOWN_AFTER}],
            frontend_port=[{"name": "p80", "port": 80}],
            backend_address_pool=[{"name": "pool", "id": KNOWN_AFTER}],
            backend_http_settings=[{"name": "s", "port": 8080, "protocol": "Http"}],
            http_listener=[
                {
                    "name": "l",
                    "frontend_ip_configuration_name": "f",
                    "frontend_port_name": "p80",
                    "protocol": "Http",
                }
            ],
            request_routing_rule=[
                {
                    "name": "r",
                    "rule_type": "Basic",
                    "priority": 1,
                    "http_listener_name": "l",
                    "backend_address_pool_name": "pool",
                    "backend_http_settings_name": "s",
                }
            ],
        ),
        created(
            association,
            network_interface_id=KNOWN_AFTER,
            ip_configuration_name="ip",
            backend_address_pool_id=KNOWN_AFTER,
        ),
    ]
    configuration = [
        *links(),
        written(
            gateway,
            gateway_ip_configuration=[{"subnet_id": refers("azurerm_subnet.gw.id")}],
            frontend_ip_configuration=[{"public_ip_address_id": refers("azurerm_public_ip.gw.id")}],
            backend_address_pool=[{"name": {"constant_value": "pool"}}],
        ),
        written(
            association,
            network_interface_id=refers(f"{NIC}.a.id"),
            backend_address_pool_id=refers(f"{gateway}.backend_address_pool"),
        ),
    ]
    found = explained(tmp_path, plan(changes, configuration))
    assert found.unresolved == ()
    assert [(way.through, way.back_end_ports) for way in only(found).inbound] == [("gw", "8080")]


def test_what_is_read_by_a_data_source_is_known(tmp_path: Path) -> None:
    old = f"{GROUP}/Microsoft.Network/virtualNetworks/old/subnets/app"
    content = plan(machine(subnet=old), links()[2:])
    subnet = {
        "address": "data.azurerm_subnet.app",
        "mode": "data",
        "type": "azurerm_subnet",
        "name": "app",
        "values": {
            "id": old,
            "name": "app",
            "virtual_network_name": "old",
            "resource_group_name": "rg",
            "address_prefixes": ["10.9.0.0/24"],
            "route_table_id": "",
        },
    }
    content["prior_state"] = {"values": {"root_module": {"resources": [subnet]}}}
    found = explained(tmp_path, content)
    assert (only(found).subnet, found.unresolved) == ("old/app", ())


def test_many_instances_are_linked_in_time() -> None:
    count = 1_000
    changes = [*NETWORK, *(each for at in range(count) for each in machine(f"[{at}]"))]
    interface = {"references": [f"{NIC}.a", "count.index"]}
    begun = time.process_time()
    found = read(plan(changes, links(interface=interface)))
    assert time.process_time() - begun < LONGEST
    assert len(found.resources) == 2 * count + 2


def test_a_state_has_its_ids(tmp_path: Path) -> None:
    network = f"{GROUP}/Microsoft.Network/virtualNetworks/net"
    nic = f"{GROUP}/Microsoft.Network/networkInterfaces/nic"

    def kept(type: str, **values: Any) -> dict[str, Any]:
        return {"mode": "managed", "type": type, "name": "a", "instances": [{"attributes": values}]}

    content = {
        "version": 4,
        "terraform_version": "1.9.0",
        "resources": [
            kept(
                "azurerm_virtual_network",
                id=network,
                name="net",
                address_space=["10.0.0.0/16"],
                subnet=[{"name": "app", "address_prefixes": ["10.0.0.0/24"], "security_group": ""}],
            ),
            kept(
                NIC,
                id=nic,
                name="nic",
                ip_configuration=[{"name": "ip", "subnet_id": f"{network}/subnets/app"}],
            ),
            kept(
                VM,
                id=f"{GROUP}/Microsoft.Compute/virtualMachines/vm1",
                name="vm1",
                network_interface_ids=[nic],
                admin_password="hunter2",
            ),
        ],
    }
    machines = only(explained(tmp_path, content))
    assert (machines.names, machines.subnet) == (("vm1",), "net/app")
    assert machines.outbound.method == "default outbound access"


def test_what_a_state_marks_as_sensitive_is_not_read() -> None:
    instance = {
        "attributes": {
            "id": f"{GROUP}/Microsoft.Network/publicIPAddresses/a",
            "ip_address": "5.6.7.8",
        },
        "sensitive_attributes": [[{"type": "get_attr", "value": "ip_address"}]],
    }
    resource = {"type": "azurerm_public_ip", "name": "a", "instances": [instance]}
    found = read({"terraform_version": "1.9.0", "resources": [resource]})
    assert "5.6.7.8" not in repr(one(found, "a").body)


@pytest.mark.parametrize("as_text", [False, True])
def test_azapi_has_the_body_of_resource_manager(as_text: bool) -> None:
    body = {"properties": {"idleTimeoutInMinutes": 9}, "sku": {"name": "Standard"}}
    found = read(
        plan(
            [
                created(
                    "azapi_resource.nat",
                    type="Microsoft.Network/natGateways@2024-05-01",
                    name="nat",
                    parent_id="/subscriptions/0/resourceGroups/rg",
                    body=json.dumps(body) if as_text else body,
                )
            ]
        )
    )
    nat = one(found, "nat")
    assert (nat.type, nat.api_version) == ("Microsoft.Network/natGateways", "2024-05-01")
    assert at(nat.body, "properties", "idleTimeoutInMinutes") == 9


def test_ids_in_a_body_of_azapi_are_linked_by_their_kind() -> None:
    nat = "azurerm_nat_gateway"
    properties = {"natGateway": {"id": KNOWN_AFTER}, "networkSecurityGroup": {"id": KNOWN_AFTER}}
    found = read(
        plan(
            [
                created(f"{nat}.a", name="nat"),
                created(
                    "azapi_resource.app",
                    type="Microsoft.Network/virtualNetworks/subnets@2024-05-01",
                    name="app",
                    parent_id=f"{GROUP}/Microsoft.Network/virtualNetworks/net",
                    body={"properties": properties},
                ),
            ],
            [
                written(f"{nat}.a"),
                written("azapi_resource.app", body=refers(f"{nat}.a.id", "local.group")),
            ],
        )
    )
    body = one(found, "net/app").body
    assert isinstance(at(body, "properties", "networkSecurityGroup", "id"), Unknown)
    assert isinstance(at(body, "properties", "natGateway", "id"), Unknown)


def test_an_id_in_a_body_of_azapi_is_the_only_one_of_its_kind() -> None:
    nat = "azurerm_nat_gateway"
    found = read(
        plan(
            [
                created(f"{nat}.a", name="nat"),
                created(
                    "azapi_resource.app",
                    type="Microsoft.Network/virtualNetworks/subnets@2024-05-01",
                    name="app",
                    parent_id=f"{GROUP}/Microsoft.Network/virtualNetworks/net",
                    body={"properties": {"natGateway": {"id": KNOWN_AFTER}}},
                ),
            ],
            [written(f"{nat}.a"), written("azapi_resource.app", body=refers(f"{nat}.a.id"))],
        )
    )
    id = at(one(found, "net/app").body, "properties", "natGateway", "id")
    assert str(id).endswith("/natGateways/nat")


def test_a_type_that_plays_a_part_is_named(tmp_path: Path) -> None:
    found = explained(tmp_path, plan([created("azurerm_bastion_host.b", name="b")]))
    assert [each.path for each in found.not_modelled] == ["Microsoft.Network/bastionHosts b"]


def test_what_goes_is_there_before_and_not_after(tmp_path: Path) -> None:
    gone = {"id": f"{GROUP}/Microsoft.Network/publicIPAddresses/a", "name": "a"}
    content = plan([change("azurerm_public_ip.a", gone, None)])
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    sides = {
        side: inputs.read([path.as_posix()], inputs.from_disk, side=side).resources
        for side in ("before", "after")
    }
    assert [len(sides["before"]), len(sides["after"])] == [1, 0]
