"""What is told of a deployment: each kind of answer once."""

from __future__ import annotations

import json
from pathlib import Path

from azsim.explaining.answers import Explanation, Machines
from azsim.explaining.explanation import explain
from azsim.explaining.telling.lines import lines
from azsim.readers.declared import Declaration
from tests.explaining.conftest import (
    SCALE_SET,
    Explain,
    explained,
    machine,
    network,
    public_ip,
    ref,
    resource,
    subnet,
)


def only(explanation: Explanation) -> Machines:
    [found] = explanation.machines
    return found


def findings(explanation: Explanation) -> list[str]:
    return [each.id for each in explanation.findings]


def test_machines_that_are_alike_are_told_together() -> None:
    found = only(explained(SCALE_SET))
    assert len(found.names) == 50
    assert (found.names[0], found.names[-1]) == ("web_0", "web_49")


def test_the_table_says_how_many_ports_each_machine_has() -> None:
    tcp, udp = only(explained(SCALE_SET, instanceCount=51)).outbound.ports
    assert (tcp.each, udp.each) == (512, None)


def test_a_pool_at_the_end_of_a_row_is_a_finding() -> None:
    [growth] = [each for each in explained(SCALE_SET).findings if each.id == "growth"]
    assert "512 SNAT ports each instead of 1,024" in growth.text.en
    assert growth.place is not None
    assert growth.place.line is not None


def test_a_pool_within_a_row_is_none() -> None:
    assert "growth" not in findings(explained(SCALE_SET, instanceCount=49))


def test_udp_behind_tcp_rules_is_a_finding_until_a_rule_carries_it() -> None:
    assert "one-protocol" in findings(explained(SCALE_SET))
    assert "one-protocol" not in findings(explained(SCALE_SET, rulesProtocol="All"))


def test_a_nat_gateway_shares_its_ports_among_all() -> None:
    outbound = only(explained(SCALE_SET, useNatGateway=True)).outbound
    assert (outbound.method, outbound.through) == ("NAT gateway", "web-nat")
    assert [each.shared for each in outbound.ports] == [64_512, 64_512]
    assert [each.resource for each in outbound.addresses] == ["web-nat-ip"]


def test_an_address_that_nobody_has_given_out_is_told_as_none() -> None:
    [address] = only(explained(SCALE_SET)).outbound.addresses
    assert address.address is None


def test_a_private_subnet_lets_nobody_out(explain_resources: Explain) -> None:
    private = subnet("app", "10.0.0.0/24", defaultOutboundAccess=False)
    found = explain_resources(network(private), *machine("vm1"))
    assert only(found).outbound.method is None
    assert "no-outbound" in findings(found)


def test_default_access_is_a_finding(explain_resources: Explain) -> None:
    found = explain_resources(network(subnet("app", "10.0.0.0/24")), *machine("vm1"))
    assert only(found).outbound.method == "default outbound access"
    assert "default-outbound-access" in findings(found)


def test_a_known_address_is_told(explain_resources: Explain) -> None:
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        public_ip("vm1-ip", ipAddress="203.0.113.9"),
        *machine("vm1", publicIPAddress=ref("Microsoft.Network/publicIPAddresses", "vm1-ip")),
    )
    [address] = only(found).outbound.addresses
    assert (address.resource, address.address) == ("vm1-ip", "203.0.113.9")


def test_a_public_ip_beside_a_nat_gateway_is_unused(explain_resources: Explain) -> None:
    gateway = ref("Microsoft.Network/natGateways", "nat")
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24", natGateway=gateway)),
        public_ip("nat-ip"),
        public_ip("vm1-ip"),
        resource(
            "Microsoft.Network/natGateways",
            "nat",
            publicIpAddresses=[ref("Microsoft.Network/publicIPAddresses", "nat-ip")],
        ),
        *machine("vm1", publicIPAddress=ref("Microsoft.Network/publicIPAddresses", "vm1-ip")),
    )
    assert only(found).outbound.through == "nat"
    assert "unused-public-ip" in findings(found)


def test_a_standard_public_ip_is_closed_without_a_group(explain_resources: Explain) -> None:
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        public_ip("vm1-ip"),
        *machine("vm1", publicIPAddress=ref("Microsoft.Network/publicIPAddresses", "vm1-ip")),
    )
    assert "closed" in findings(found)


def test_each_group_that_keeps_it_closed_is_told(explain_resources: Explain) -> None:
    groups = "Microsoft.Network/networkSecurityGroups"
    of_subnet, of_interface = ref(groups, "subnet-nsg"), ref(groups, "nic-nsg")
    [interface, virtual_machine] = machine(
        "vm1", publicIPAddress=ref("Microsoft.Network/publicIPAddresses", "vm1-ip")
    )
    interface["properties"]["networkSecurityGroup"] = of_interface
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24", networkSecurityGroup=of_subnet)),
        resource(groups, "subnet-nsg"),
        resource(groups, "nic-nsg"),
        public_ip("vm1-ip"),
        interface,
        virtual_machine,
    )
    [closed] = [each for each in found.findings if each.id == "closed"]
    for named in ("subnet-nsg", "nic-nsg"):
        assert named in closed.text.en
        assert named in closed.text.ja


def test_each_rule_that_nothing_comes_in_by_is_told(explain_resources: Explain) -> None:
    front = {"publicIPAddress": ref("Microsoft.Network/publicIPAddresses", "lb-ip")}
    lb = balancer("lb", **front)
    [rule] = lb["properties"]["loadBalancingRules"]
    https = {**rule["properties"], "frontendPort": 443, "backendPort": 443}
    lb["properties"]["loadBalancingRules"] = [rule, {"name": "https", "properties": https}]
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")), public_ip("lb-ip"), lb, *behind("lb")
    )
    [closed] = [each for each in found.findings if each.id == "closed"]
    assert f"lb ({rule['name']}, https)" in closed.text.en


def test_machines_behind_floating_ip_stand_together(explain_resources: Explain) -> None:
    front = {"publicIPAddress": ref("Microsoft.Network/publicIPAddresses", "lb-ip")}
    lb = balancer("lb", **front)
    lb["properties"]["loadBalancingRules"][0]["properties"]["enableFloatingIP"] = True
    groups = "Microsoft.Network/networkSecurityGroups"
    pool = ref("Microsoft.Network/loadBalancers/backendAddressPools", "lb/pool")
    machines = [machine(name, loadBalancerBackendAddressPools=[pool]) for name in ("vm1", "vm2")]
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24", networkSecurityGroup=ref(groups, "nsg"))),
        resource(groups, "nsg"),
        public_ip("lb-ip"),
        lb,
        *(each for one in machines for each in one),
    )
    [way] = only(found).inbound
    assert only(found).names == ("vm1", "vm2")
    assert way.not_known is not None


def test_a_source_port_of_a_service_is_a_finding(explain_resources: Explain) -> None:
    group = resource(
        "Microsoft.Network/networkSecurityGroups",
        "nsg",
        securityRules=[
            {
                "name": "web",
                "properties": {
                    "priority": 100,
                    "direction": "Inbound",
                    "access": "Allow",
                    "protocol": "Tcp",
                    "sourceAddressPrefix": "*",
                    "sourcePortRange": "80",
                    "destinationAddressPrefix": "*",
                    "destinationPortRange": "*",
                },
            }
        ],
    )
    place = ref("Microsoft.Network/networkSecurityGroups", "nsg")
    app = subnet("app", "10.0.0.0/24", networkSecurityGroup=place)
    assert "source-port" in findings(explain_resources(network(app), group, *machine("vm1")))


def test_what_azure_refuses_is_a_finding_and_left_out(explain_resources: Explain) -> None:
    refused = resource("Microsoft.Network/natGateways", "nat", idleTimeoutInMinutes=300)
    gateway = ref("Microsoft.Network/natGateways", "nat")
    app = subnet("app", "10.0.0.0/24", natGateway=gateway)
    found = explain_resources(network(app), refused, *machine("vm1"))
    assert "refused" in findings(found)


def test_a_route_to_an_appliance_is_told_as_far_as_it_is_known(explain_resources: Explain) -> None:
    table = resource(
        "Microsoft.Network/routeTables",
        "rt",
        routes=[
            {
                "name": "default",
                "properties": {
                    "addressPrefix": "0.0.0.0/0",
                    "nextHopType": "VirtualAppliance",
                    "nextHopIpAddress": "10.0.9.4",
                },
            }
        ],
    )
    app = subnet("app", "10.0.0.0/24", routeTable=ref("Microsoft.Network/routeTables", "rt"))
    outbound = only(explain_resources(network(app), table, *machine("vm1"))).outbound
    assert outbound.method == "user-defined route"
    assert outbound.why_not is not None
    assert "10.0.9.4" in outbound.why_not.en


def test_a_subnet_that_stands_elsewhere_is_told(explain_resources: Explain) -> None:
    found = explain_resources(*machine("vm1", "elsewhere/app"))
    assert any("elsewhere/app" in each.reason.en for each in found.unresolved)


def test_a_type_that_plays_a_part_and_is_not_modelled_is_named(explain_resources: Explain) -> None:
    bastion = resource("Microsoft.Network/bastionHosts", "bastion")
    disk = resource("Microsoft.Compute/disks", "disk")
    found = explain_resources(bastion, disk)
    assert [each.path for each in found.not_modelled] == ["Microsoft.Network/bastionHosts bastion"]


def test_a_network_without_machines_is_told_for_one_that_might_come(
    explain_resources: Explain,
) -> None:
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24"), subnet("GatewaySubnet", "10.0.1.0/24"))
    )
    assert only(found).kind == "any machine"


def test_nothing_declares_nothing() -> None:
    found = explain(Declaration(), [])
    assert (found.machines, found.findings, found.unresolved) == ((), (), ())


def balancer(name: str, **front_end: object) -> dict[str, object]:
    """A Standard load balancer with a rule for port 80."""
    part = "Microsoft.Network/loadBalancers"
    return resource(
        part,
        name,
        sku="Standard",
        frontendIPConfigurations=[{"name": "front", "properties": front_end}],
        backendAddressPools=[{"name": "pool"}],
        loadBalancingRules=[
            {
                "name": "http",
                "properties": {
                    "frontendIPConfiguration": ref(
                        f"{part}/frontendIPConfigurations", f"{name}/front"
                    ),
                    "backendAddressPool": ref(f"{part}/backendAddressPools", f"{name}/pool"),
                    "protocol": "Tcp",
                    "frontendPort": 80,
                    "backendPort": 80,
                },
            }
        ],
    )


def behind(name: str) -> list[dict[str, object]]:
    """A machine in the pool of a load balancer."""
    pool = ref("Microsoft.Network/loadBalancers/backendAddressPools", f"{name}/pool")
    return machine("vm1", loadBalancerBackendAddressPools=[pool])


def test_a_standard_load_balancer_is_closed_without_a_group_where_it_is_public(
    explain_resources: Explain,
) -> None:
    front = {"publicIPAddress": ref("Microsoft.Network/publicIPAddresses", "lb-ip")}
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")),
        public_ip("lb-ip"),
        balancer("lb", **front),
        *behind("lb"),
    )
    assert "closed" in findings(found)


def test_an_internal_one_is_open_to_its_network(explain_resources: Explain) -> None:
    front = {"subnet": ref("Microsoft.Network/virtualNetworks/subnets", "vnet/app")}
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24")), balancer("ilb", **front), *behind("ilb")
    )
    [way] = only(found).inbound
    assert (way.source, way.why_not) == ("virtual network", None)


def test_the_chain_leads_from_the_subnet_to_the_gateway() -> None:
    links = only(explained(SCALE_SET, useNatGateway=True)).outbound.chain
    assert [(each.kind.en, each.name) for each in links] == [
        ("subnet", "web-vnet/web"),
        ("NAT gateway", "web-nat"),
    ]


def test_a_name_that_nobody_leaves_by_puts_nothing_in_doubt(tmp_path: Path) -> None:
    path = tmp_path / "main.json"
    label = {"dnsSettings": {"domainNameLabel": "[parameters('label')]"}}
    template = {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {"label": {"type": "string"}},
        "resources": [
            {
                "type": "Microsoft.Network/publicIPAddresses",
                "apiVersion": "2024-05-01",
                "name": "ip",
                "sku": {"name": "Standard"},
                "properties": label,
            }
        ],
    }
    path.write_text(json.dumps(template), encoding="utf-8")
    assert explained(path).unresolved == ()


def test_what_is_not_followed_is_named(explain_resources: Explain) -> None:
    """Connections over the internet."""
    connection = resource(
        "Microsoft.Network/connections",
        "to-office",
        connectionType="IPsec",
        virtualNetworkGateway1=ref("Microsoft.Network/virtualNetworkGateways", "vpn"),
    )
    gateway = resource(
        "Microsoft.Network/virtualNetworkGateways",
        "vpn",
        gatewayType="Vpn",
        ipConfigurations=[
            {
                "name": "one",
                "properties": {
                    "subnet": ref("Microsoft.Network/virtualNetworks/subnets", "vnet/GatewaySubnet")
                },
            }
        ],
    )
    found = explain_resources(network(subnet("GatewaySubnet", "10.0.4.0/24")), gateway, connection)
    assert [each.path for each in found.not_modelled] == [
        "Microsoft.Network/virtualNetworkGateways vpn",
        "Microsoft.Network/connections to-office",
    ]
    assert all("VPN isn't modelled" in each.reason.en for each in found.not_modelled)
    told = "\n".join(lines(found, "en", 200))
    assert told.count("VPN isn't modelled: no answer says what comes and goes over it") == 2


def test_a_subnet_that_disagrees_with_its_gateway_is_in_doubt(explain_resources: Explain) -> None:
    place = ref("Microsoft.Network/virtualNetworks/subnets", "vnet/app")
    gateway = resource("Microsoft.Network/natGateways", "nat", subnets=[place])
    found = explain_resources(
        network(subnet("app", "10.0.0.0/24"), subnet("other", "10.0.1.0/24")),
        gateway,
        *machine("vm1"),
        *machine("vm2", "vnet/other"),
    )
    in_doubt = {name for each in found.machines if each.doubts for name in each.names}
    assert in_doubt == {"vm1"}
