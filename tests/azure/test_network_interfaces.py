"""Machines with several network interfaces: what their author is told, and where packets leave."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.azure.describing import with_members
from azsim.azure.network_interfaces import Configuration
from azsim.deploy.machine_skus import MIXED_SKUS
from azsim.model.resources.balancing import (
    BackEndPool,
    FrontEnd,
    InboundNatRule,
    LoadBalancer,
    LoadBalancingRule,
)
from azsim.model.resources.checks import Protocol
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.network import IpConfiguration, NetworkInterface, PublicIpAddress
from azsim.text import Advice

SERVER = ("198.51.100.7", 443)
ETH0 = Configuration(interface="eth0", private="10.0.1.4")
ETH1 = Configuration(interface="eth1", private="10.0.2.4")


@pytest.fixture
def azure() -> Azure:
    """vm1 in both subnets, vm2 in the first one."""
    azure = Azure()
    azure.networks.describe(
        "vnet", "10.0.0.0/16", [("front", "10.0.1.0/24"), ("back", "10.0.2.0/24")]
    )
    azure.network_interfaces.describe_machine("vm1", [ETH0, ETH1])
    azure.networks.add_machine("vm2", "10.0.1.5", "front")
    return azure


def describe(*rows: Configuration) -> Callable[[Azure], None]:
    """A machine with these rows."""
    return lambda azure: azure.network_interfaces.describe_machine("vm3", rows)


MISTAKES: list[tuple[Callable[[Azure], object], str]] = [
    (lambda a: a.network_interfaces.describe_machine("vm1", [ETH0]), '"vm1" is given twice'),
    (describe(Configuration(interface="eth0", private="10.0.1.5")), "10.0.1.5 is given twice"),
    (describe(Configuration(interface="eth0", private="10.9.1.5")), "lies in no subnet"),
    (
        describe(Configuration(interface="eth0", private="10.0.1.9", subnet="back")),
        "its private address lies outside its subnet",
    ),
    (
        describe(Configuration(interface="eth0", private="10.0.1.9", subnet="bakc")),
        'Did you mean "back"',
    ),
    (
        describe(Configuration(interface="eth0", private="10.0.1.9", public="10.0.0.1")),
        "is a private address",
    ),
    (
        describe(
            Configuration(interface="eth0", private="10.0.1.9"),
            Configuration(interface="eth0", private="10.0.2.9"),
        ),
        "lie in different subnets, front and back",
    ),
    (lambda a: a.network_interfaces.route_by_source("vm2"), '"vm2" has one network interface'),
    (lambda a: a.network_interfaces.assign("vm2", "eth0", "203.0.113.9"), "has one network"),
    (lambda a: a.network_interfaces.assign("vm1", "eth2", "203.0.113.9"), '"eth0" and "eth1"'),
    (lambda a: a.network_interfaces.lead_default_route("vm1", "eth0"), "already"),
    (lambda a: a.security_groups.add_to_interfaces("nsg", ["vm1"]), "Say which of them"),
    (
        lambda a: a.outbound.open_connection("vm1", "TCP", *SERVER, source="10.0.1.5"),
        '10.0.1.5 is no address of "vm1", which has 10.0.1.4 and 10.0.2.4',
    ),
]


@pytest.mark.parametrize(("mistake", "words"), MISTAKES)
def test_mistakes(azure: Azure, mistake: Callable[[Azure], object], words: str) -> None:
    with pytest.raises(Advice) as advice:
        mistake(azure)
    assert words in str(advice.value)


@pytest.mark.parametrize(("member", "leads_by"), [("10.0.2.4", "eth0"), ("10.0.1.4", "eth1")])
def test_floating_ip_beside_the_primary_interface_is_not_modelled(
    azure: Azure, member: str, leads_by: str
) -> None:
    azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [("vm1", member)])
    azure.load_balancing.enable_floating_ip("lb")
    azure.load_balancing.add_client("192.0.2.33")
    if leads_by == "eth1":
        azure.network_interfaces.lead_default_route("vm1", "eth1")
    with pytest.raises(Advice, match="unless all goes by its primary interface"):
        azure.load_balancing.send_requests("192.0.2.33", "203.0.113.20", 80)


def test_floating_ip_by_the_primary_interface_alone(azure: Azure) -> None:
    azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [("vm1", "10.0.1.4")])
    azure.load_balancing.enable_floating_ip("lb")
    azure.load_balancing.add_client("192.0.2.33")
    azure.load_balancing.send_requests("192.0.2.33", "203.0.113.20", 80)
    assert azure.load_balancing.requests_at("vm1") == 1


def test_one_sku_for_all_interfaces(azure: Azure) -> None:
    azure.public_ips.describe("vm1", "203.0.113.4", "Basic")
    azure.network_interfaces.assign("vm1", "eth1", "203.0.113.5")
    assert azure.world.requests.answer() == MIXED_SKUS


def test_ports_of_the_interface_that_many_connections_leave_by(azure: Azure) -> None:
    azure.network_interfaces.lead_default_route("vm1", "eth1")
    azure.outbound.open_many("vm1", "TCP", 3, [SERVER])
    machine = azure.cloud.machines.find("vm1")
    assert {flow.source for flow in machine.interfaces["10.0.2.4"].flows} == {"10.0.2.4"}
    assert not machine.egress.flows


def test_many_connections_to_an_interface_that_answers_by_another(azure: Azure) -> None:
    azure.outbound.open_many("vm2", "TCP", 3, [("10.0.2.4", 80)])
    assert azure.seen.succeeded() == 0


class TestMembersByTheirConfigurations:
    """As in Resource Manager, where IP configurations name the pools and rules that they are in."""

    def describe(self, azure: Azure) -> None:
        public = PublicIpAddress(id="front-ip", ip_address="203.0.113.10")
        balancer = LoadBalancer(
            id="lb",
            front_ends=(FrontEnd(name="fe", public_ip_address=public.id),),
            back_end_pools=(BackEndPool(name="web"),),
            load_balancing_rules=(
                LoadBalancingRule(
                    name="http",
                    front_end="fe",
                    back_end_pool="web",
                    protocol=Protocol.TCP,
                    front_end_port=80,
                    back_end_port=80,
                ),
            ),
            inbound_nat_rules=(
                InboundNatRule(
                    name="ssh",
                    front_end="fe",
                    protocol=Protocol.TCP,
                    front_end_port=2222,
                    back_end_port=22,
                ),
            ),
        )
        azure.cloud.plane.describe(public, balancer)
        interface = NetworkInterface(
            id="nic",
            ip_configurations=(
                IpConfiguration(
                    name="second",
                    subnet="vnet/subnets/front",
                    private_ip_address="10.0.1.21",
                    load_balancer_inbound_nat_rules=("lb/inboundNatRules/ssh",),
                ),
                IpConfiguration(
                    name="first",
                    primary=True,
                    subnet="vnet/subnets/front",
                    private_ip_address="10.0.1.20",
                    load_balancer_back_end_pools=("lb/backendAddressPools/web",),
                ),
            ),
        )
        azure.cloud.plane.describe(interface)
        azure.cloud.plane.describe(VirtualMachine(id="web1", network_interfaces=("nic",)))

    def test_are_served_once_their_machine_is_there(self, azure: Azure) -> None:
        self.describe(azure)
        azure.load_balancing.add_client("192.0.2.33")
        azure.outbound.open_as_client("192.0.2.33", "TCP", "203.0.113.10", 80)
        assert azure.outbound.that.outside.destination == "10.0.1.20"
        assert azure.cloud.machines.find("web1").address == "10.0.1.20"
        [member] = azure.cloud.load_balancers.running["lb"].members
        assert member.address == "10.0.1.20"

    def test_leave_by_its_rule(self, azure: Azure) -> None:
        self.describe(azure)
        azure.outbound.open_connection("web1", "TCP", *SERVER)
        assert azure.seen.last_source_address(SERVER[0]) == "203.0.113.10"

    def test_get_what_an_inbound_nat_rule_is_for(self, azure: Azure) -> None:
        self.describe(azure)
        azure.load_balancing.add_client("192.0.2.33")
        azure.outbound.open_as_client("192.0.2.33", "TCP", "203.0.113.10", 2222)
        assert azure.outbound.that.answers.source == "10.0.1.21"


class TestAPoolByAddress:
    def balancer(self, azure: Azure) -> None:
        azure.load_balancing.add_load_balancer("lb", "203.0.113.10", [("vm2", "10.0.1.5")])
        azure.load_balancer_outbound.configure_by_address("lb")

    def test_leaves_it_open_by_which_address_a_connection_leaves(self, azure: Azure) -> None:
        self.balancer(azure)
        azure.outbound.open_connection("vm2", "TCP", *SERVER)
        with pytest.raises(Advice, match=r"203\.0\.113\.10"):
            azure.seen.last_source_address(SERVER[0])

    def test_has_the_ports_of_its_front_end(self, azure: Azure) -> None:
        self.balancer(azure)
        assert azure.seen.allocated_to("vm2", "TCP") == 1024

    def test_grows_by_address(self, azure: Azure) -> None:
        self.balancer(azure)
        record = azure.cloud.plane.find(LoadBalancer, "lb")
        [pool] = with_members(record, [("vm9", "10.0.1.9")]).back_end_pools
        assert [each.virtual_network is not None for each in pool.addresses] == [True, True]

    def test_in_a_private_subnet_leaves_by_its_front_end(self, azure: Azure) -> None:
        azure.networks.set_default_access("front", enabled=False)
        self.balancer(azure)
        azure.outbound.open_connection("vm2", "TCP", *SERVER)
        assert azure.seen.last_source_address(SERVER[0]) == "203.0.113.10"
