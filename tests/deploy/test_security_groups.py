"""Where security groups stand: before whose front ends, and on which interfaces."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.azure.describing import BalancerKind
from azsim.azure.network_interfaces import Configuration
from azsim.deploy.guest_routes import WRONG_INTERFACE
from azsim.model.resources.balancing import LoadBalancerSku
from azsim.model.resources.network import (
    IpConfiguration,
    NetworkInterface,
    Subnet,
    VirtualNetwork,
)
from azsim.model.resources.security import Access, Direction, SecurityRule
from azsim.text import Advice

CLIENT, INSIDE = "192.0.2.33", "10.0.0.99"


def in_group(name: str, subnet: str | None) -> NetworkInterface:
    """An interface in the application security group "asg"."""
    configuration = IpConfiguration(subnet=subnet, application_security_groups=("asg",))
    return NetworkInterface(id=name, ip_configurations=(configuration,))


@pytest.mark.parametrize(
    ("kind", "front_end", "client", "status"),
    [
        (BalancerKind(), "203.0.113.10", CLIENT, None),
        (BalancerKind(sku=LoadBalancerSku.BASIC), "203.0.113.10", CLIENT, 200),
        (BalancerKind(is_internal=True), "10.0.0.100", INSIDE, 200),
    ],
    ids=["Standard", "Basic", "internal"],
)
def test_only_what_a_standard_public_load_balancer_lets_in_needs_a_group(
    kind: BalancerKind, front_end: str, client: str, status: int | None
) -> None:
    azure = Azure()
    azure.load_balancing.add_load_balancer("lb", front_end, [("web1", "10.0.0.4")], kind)
    azure.load_balancing.add_client(client)
    azure.security_groups.say_none("web1")
    azure.load_balancing.send_requests(client, front_end, 80)
    assert azure.servers.status_at(client) == status


def test_an_interface_without_a_subnet_binds_its_application_group_to_no_network() -> None:
    azure = Azure()
    plane = azure.cloud.plane
    for name, space in (("vnet", "10.0.0.0/16"), ("other", "10.1.0.0/16")):
        subnet = Subnet(name="app", address_prefixes=(space,))
        plane.describe(VirtualNetwork(id=name, address_space=(space,), subnets=(subnet,)))
    plane.describe(in_group("nowhere", None))
    plane.describe(in_group("near", "vnet/subnets/app"))
    with pytest.raises(Advice, match="are in the same virtual network"):
        plane.describe(in_group("far", "other/subnets/app"))


def test_what_leaves_by_another_interface_than_its_own_is_lost_whatever_a_group_says() -> None:
    azure = Azure()
    azure.networks.describe(
        "vnet", "10.0.0.0/16", [("front", "10.0.1.0/24"), ("back", "10.0.2.0/24")]
    )
    rows = (("eth0", "10.0.1.4"), ("eth1", "10.0.2.4"))
    azure.network_interfaces.describe_machine(
        "vm1", [Configuration(interface=name, private=address) for name, address in rows]
    )
    denies = SecurityRule(
        name="Deny", priority=100, direction=Direction.OUTBOUND, access=Access.DENY
    )
    azure.network_interfaces.add_security_group("vm1", "eth1", "nsg", [denies])
    azure.outbound.open_connection("vm1", "TCP", "198.51.100.7", 443, source="10.0.2.4")
    assert azure.outbound.attempt().refusals == [WRONG_INTERFACE]
    azure.network_interfaces.route_by_source("vm1")
    azure.outbound.open_connection("vm1", "TCP", "198.51.100.7", 443, source="10.0.2.4")
    assert azure.seen.fate() == azure.security_groups.denial("Deny", "nsg")
