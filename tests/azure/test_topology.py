"""The topology of what a scenario described, read off without a trace."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.azure.describing import BalancerKind
from azsim.azure.load_balancer_outbound import DescribedRule
from azsim.azure.network_interfaces import Configuration
from azsim.deploy.survey import Survey, topology
from azsim.model.resources.names import TrafficManagerEndpoint, TrafficManagerProfile
from azsim.model.resources.network import NextHopType, PublicIpAddress
from azsim.model.topology import Link, Place, Topology
from azsim.text import Text
from azsim.units import MINUTE

TO = ("198.51.100.7", 443)
TEST01, TEST02 = "test01.example.net", "test02.example.net"


def names(found: Topology) -> list[str]:
    return [place.name for place in found.places]


def kinds(found: Topology) -> set[str]:
    return {place.kind for place in found.places}


def place(azure: Azure, name: str) -> Place:
    return next(each for each in topology(azure.cloud).places if each.name == name)


def links(azure: Azure) -> set[tuple[str, str]]:
    return {(link.start, link.end) for link in topology(azure.cloud).links}


def outbound(instances: int = 1) -> Azure:
    azure = Azure()
    azure.deployment.describe_instances(instances, endpoints=[("203.0.113.10", 80)])
    return azure


def behind_traffic_manager() -> Azure:
    azure = Azure()
    azure.traffic_manager.add_profile(
        "test.trafficmanager.net", [(TEST01, "1.1.1.1", 1), (TEST02, "2.2.2.2", 2)], MINUTE
    )
    azure.load_balancing.add_client("192.0.2.33")
    return azure


def expressroute() -> Azure:
    azure = Azure()
    azure.expressroute.describe_client("10.100.10.2")
    azure.expressroute.describe_machine("vm", "10.128.1.4")
    return azure


class TestWaysIn:
    def test_lead_from_a_client_to_a_classic_endpoint(self) -> None:
        azure = outbound()
        azure.load_balancing.add_client("192.0.2.33")
        client = azure.load_balancing.clients.all()[0].host.name
        assert (client, "203.0.113.10") not in links(azure)
        azure.load_balancing.send_requests("192.0.2.33", "203.0.113.10", 80)
        assert (client, "203.0.113.10") in links(azure)

    def test_lead_from_a_client_to_the_public_ip_of_a_machine(self) -> None:
        azure = Azure()
        azure.public_ips.describe_machine("vm1", "203.0.113.50")
        azure.load_balancing.add_client("192.0.2.33")
        client = azure.load_balancing.clients.all()[0].host.name
        azure.load_balancing.send_requests("192.0.2.33", "203.0.113.50", 80)
        assert (client, "public IP 203.0.113.50") in links(azure)

    @pytest.mark.parametrize(
        ("fastpath", "start"), [(False, "ExpressRoute gateway"), (True, "MSEE")]
    )
    def test_lead_from_a_circuit_to_an_internal_front_end(self, fastpath: bool, start: str) -> None:
        azure = Azure()
        azure.expressroute.describe_client("10.100.10.2")
        if fastpath:
            azure.expressroute.set_sku("ErGw3AZ")
            azure.expressroute.enable_fastpath()
        azure.load_balancing.add_load_balancer(
            "ilb", "10.0.0.100", [("web1", "10.0.0.4")], BalancerKind(is_internal=True)
        )
        assert (start, "ilb") not in links(azure)
        azure.expressroute.connect("10.100.10.2", ("10.0.0.100", 443))
        assert (start, "ilb") in links(azure)

    def test_lead_from_a_client_to_a_load_balancer_and_no_further(self) -> None:
        azure = Azure()
        azure.load_balancing.add_load_balancer("lb", "203.0.113.10", [("web1", "10.0.0.4")])
        azure.load_balancing.add_client("192.0.2.33")
        before = links(azure)
        azure.load_balancing.send_requests("192.0.2.33", "203.0.113.10", 80)
        assert links(azure) == before == {("192.0.2.33", "lb"), ("lb", "web1")}

    def test_lead_from_a_circuit_to_a_machine_by_its_own_way(self) -> None:
        azure = expressroute()
        before = links(azure)
        azure.expressroute.connect("10.100.10.2", ("10.128.1.4", 443))
        assert links(azure) == before


class TestATopology:
    def test_is_empty_where_nothing_was_described(self) -> None:
        assert topology(Azure().cloud) == Topology()

    def test_makes_no_part_and_reads_no_fact(self) -> None:
        for azure in (outbound(400), behind_traffic_manager(), expressroute()):
            before = set(azure.world.facts.read), set(vars(azure)), len(azure.world.trace)
            assert topology(azure.cloud) == topology(azure.cloud)
            assert (set(azure.world.facts.read), set(vars(azure)), len(azure.world.trace)) == before

    def test_stands_in_the_order_of_the_way(self) -> None:
        azure = outbound()
        azure.outbound.open_connection("vm1", "TCP", *TO)
        assert names(topology(azure.cloud)) == ["vm1", "SNAT 203.0.113.10", TO[0]]
        assert links(azure) == {("vm1", "SNAT 203.0.113.10"), ("SNAT 203.0.113.10", TO[0])}


class TestADeployment:
    def test_has_an_endpoint_before_it_is_used(self) -> None:
        assert place(outbound(), "203.0.113.10").kind == "load-balanced endpoint"
        assert place(outbound(), "203.0.113.10").addresses == ("203.0.113.10:80",)

    def test_with_an_own_address_keeps_the_endpoint_as_well(self) -> None:
        azure = outbound()
        azure.deployment.assign_instance_level_address("vm1", "203.0.113.50")
        assert links(azure) == {("vm1", "ILPIP 203.0.113.50"), ("vm1", "203.0.113.10")}

    def test_that_is_large_is_summed_up(self) -> None:
        azure = outbound(400)
        assert names(topology(azure.cloud))[:3] == ["vm1", "vm2", "vm3 … vm400"]
        rest = place(azure, "vm3 … vm400")
        assert rest.addresses == ("10.0.0.6 … 10.0.1.147",)
        assert rest.members[0] == ("vm3", "10.0.0.6")
        assert len(rest.members) == 398

    def test_without_an_endpoint_has_a_fallback_address_once_it_is_used(self) -> None:
        azure = Azure()
        azure.deployment.describe_instances(1, "worker role")
        assert names(topology(azure.cloud)) == ["instance 1"]
        azure.outbound.open_connection("instance 1", "TCP", *TO)
        assert place(azure, "SNAT 203.0.113.200").kind == "fallback address"

    def test_that_leaves_by_default_outbound_access_shows_it_once_it_is_used(self) -> None:
        azure = expressroute()
        assert "default outbound access" not in kinds(topology(azure.cloud))
        azure.outbound.open_connection("vm", "TCP", *TO)
        assert place(azure, "SNAT 203.0.113.220").addresses == ("203.0.113.220",)
        assert {("vm", "SNAT 203.0.113.220"), ("SNAT 203.0.113.220", TO[0])} <= links(azure)

    def test_that_shrinks_loses_places(self) -> None:
        azure = outbound(3)
        azure.deployment.shrink(1)
        assert "vm2" not in names(topology(azure.cloud))


class TestServices:
    def test_lead_from_clients_to_servers(self) -> None:
        azure = Azure()
        azure.load_balancing.add_load_balancer("lb", "203.0.113.10", [("web1", "10.0.0.4")])
        azure.load_balancing.add_client("192.0.2.33")
        azure.load_balancing.ask_for_certificates("web1")
        assert links(azure) == {("192.0.2.33", "lb"), ("lb", "web1")}
        assert place(azure, "web1").detail is not None

    def test_show_the_instances_of_a_gateway_within_it(self) -> None:
        azure = Azure()
        azure.load_balancing.add_application_gateway("gw", "203.0.113.20", [("gw-0", "10.0.1.4")])
        assert place(azure, "gw-0").within == "gw"

    def test_are_probed_from_where_the_probes_come(self) -> None:
        azure = Azure()
        azure.load_balancing.add_load_balancer("lb", "203.0.113.10", [("web1", "10.0.0.4")])
        assert "probe source" not in kinds(topology(azure.cloud))
        azure.load_balancing.run_probes(MINUTE)
        [source] = [each for each in topology(azure.cloud).places if each.kind == "probe source"]
        assert (source.name, "web1") in links(azure)

    def test_a_client_reaches_endpoints_without_traffic_manager(self) -> None:
        azure = behind_traffic_manager()
        azure.traffic_manager.degrade(TEST01)
        assert place(azure, "test.trafficmanager.net").within == "Traffic Manager"
        assert place(azure, TEST01).is_degraded
        found = topology(azure.cloud).links
        assert Link("192.0.2.33", TEST02) in found
        priority = Text("priority 2", "優先順位 2")
        assert Link("test.trafficmanager.net", TEST02, priority, "choice") in found

    def test_a_profile_without_a_ttl_says_none(self) -> None:
        azure = behind_traffic_manager()
        azure.traffic_manager.add_profile("b.example.net", [("c.example.net", "3.3.3.3", 1)])
        assert place(azure, "test.trafficmanager.net").detail == Text("TTL 1 minute", "TTL 1 分")
        assert place(azure, "b.example.net").detail is None

    def test_a_profile_leads_nowhere_by_an_address_that_nobody_has(self) -> None:
        azure = Azure()
        azure.cloud.plane.describe(
            PublicIpAddress(id="spare", ip_address="203.0.113.50", fqdn="spare.example.net"),
            TrafficManagerProfile(
                id="tm",
                fqdn="tm.example.net",
                traffic_routing_method="Priority",
                endpoints=(
                    TrafficManagerEndpoint(name="one", target_resource="spare"),
                    TrafficManagerEndpoint(name="two", target=TEST02, address="2.2.2.2"),
                ),
            ),
        )
        assert links(azure) == {("tm.example.net", TEST02)}

    def test_a_load_balancer_has_the_front_ends_that_only_lead_out_as_well(self) -> None:
        azure = Azure()
        azure.load_balancing.add_load_balancer("lb", "203.0.113.10", [("web1", "10.0.0.4")])
        azure.load_balancer_outbound.describe("lb", DescribedRule(["203.0.113.32/31"]))
        found = place(azure, "lb").addresses
        assert found == ("203.0.113.10", "203.0.113.32", "203.0.113.33")

    def test_a_load_balancer_as_an_endpoint_is_one_place(self) -> None:
        azure = Azure()
        azure.load_balancing.add_load_balancer("lb", "203.0.113.10", [("web1", "10.0.0.4")])
        azure.load_balancing.add_client("192.0.2.33")
        azure.traffic_manager.add_profile("b.example.net", [("lb.example", "203.0.113.10", 1)])
        assert place(azure, "lb").kind == "load balancer"
        assert {("b.example.net", "lb"), ("192.0.2.33", "lb"), ("lb", "web1")} <= links(azure)
        assert "lb.example" not in names(topology(azure.cloud))


class TestACircuit:
    def test_ends_at_the_gateway(self) -> None:
        azure = expressroute()
        azure.expressroute.set_sku("ErGw3AZ")
        assert place(azure, "ExpressRoute gateway").detail == Text("SKU ErGw3AZ", "SKU ErGw3AZ")
        assert ("MSEE", "vm") not in links(azure)

    def test_leads_past_the_gateway_with_fastpath(self) -> None:
        azure = expressroute()
        azure.expressroute.set_sku("ErGw3AZ")
        azure.expressroute.enable_fastpath()
        assert ("MSEE", "vm") in links(azure)

    def test_leads_nowhere_without_the_gateway(self) -> None:
        azure = expressroute()
        azure.expressroute.delete_gateway()
        assert "vm" in names(topology(azure.cloud))
        assert "vm" not in {end for _, end in links(azure)}


class TestWaysOut:
    """What machines leave through, and what goes before it."""

    @pytest.fixture
    def azure(self) -> Azure:
        """A machine with a public IP of its own, behind a NAT gateway and a load balancer."""
        azure = Azure()
        azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/24")])
        azure.networks.add_machine("app1", "10.0.0.4", "app")
        azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [("app1", "10.0.0.4")])
        azure.public_ips.describe("app1", "203.0.113.40")
        azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
        return azure

    def test_say_which_counts_first(self, azure: Azure) -> None:
        said = {each.name: each.detail for each in topology(azure.cloud).places if each.detail}
        numbers = {"nat": 1, "public IP 203.0.113.40": 2, "lb": 3}
        assert said == {
            name: Text(f"way out no. {number}", f"送信方法の優先順位 {number}")
            for name, number in numbers.items()
        }

    def test_stand_behind_the_machine_where_nobody_comes_in(self, azure: Azure) -> None:
        ends = ("nat", "public IP 203.0.113.40", "lb")
        assert links(azure) == {("app1", end) for end in ends}
        azure.load_balancing.add_client("192.0.2.33")
        assert ("lb", "app1") in links(azure)

    def test_that_have_gone_were_there(self, azure: Azure) -> None:
        survey = Survey(azure.cloud)
        survey.look()
        azure.public_ips.remove("app1", "203.0.113.40")
        found = {each.name: each for each in survey.topology().places}
        gone = found["public IP 203.0.113.40"]
        assert gone.kind == "public IP"
        assert gone.detail is not None
        assert gone.detail.en == "way out no. 2, gone by the end"
        ways = {(link.start, link.end) for link in survey.topology().links}
        assert ("app1", gone.name) in ways

    def test_that_have_gone_stand_before_the_servers_that_they_led_to(self, azure: Azure) -> None:
        survey = Survey(azure.cloud)
        azure.nat_gateways.detach("nat", "app")
        azure.outbound.open_connection("app1", "TCP", *TO)
        survey.look()
        azure.public_ips.remove("app1", "203.0.113.40")
        order = names(survey.topology())
        assert order.index("public IP 203.0.113.40") < order.index(TO[0])

    def test_say_nothing_where_there_is_but_one(self) -> None:
        azure = Azure()
        azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/24")])
        azure.networks.add_machine("app1", "10.0.0.4", "app")
        azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
        assert place(azure, "nat").detail is None

    def test_go_by_a_route_before_all(self) -> None:
        azure = Azure()
        azure.networks.describe(
            "vnet", "10.0.0.0/16", [("app", "10.0.0.0/24"), ("AzureFirewallSubnet", "10.0.1.0/26")]
        )
        azure.networks.add_machine("app1", "10.0.0.4", "app")
        azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
        azure.routing.add_firewall("fw", "10.0.1.4", ["203.0.113.60"])
        azure.routing.lead_internet_to("app", "10.0.1.4")
        said = [place(azure, name).detail for name in ("fw", "nat")]
        assert [each.en for each in said if each] == ["way out no. 1", "way out no. 2"]

    def test_lead_to_a_gateway_by_a_route(self) -> None:
        azure = Azure()
        azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/24")])
        azure.networks.add_machine("app1", "10.0.0.4", "app")
        azure.routing.lead_internet_to_gateway("app")
        [gateway] = [
            each for each in topology(azure.cloud).places if each.kind == "virtual network gateway"
        ]
        assert ("app1", gateway.name) in links(azure)

    def test_arent_ranked_by_a_route_to_some_destinations(self) -> None:
        azure = routed("198.51.100.0/24")
        assert ("app1", APPLIANCE) in links(azure)
        assert [place(azure, name).detail for name in (APPLIANCE, "nat")] == [None, None]

    def test_are_ranked_where_a_route_has_gone(self) -> None:
        azure = routed("0.0.0.0/0")
        survey = Survey(azure.cloud)
        survey.look()
        azure.routing.remove_routes("app")
        said = {each.name: each.detail for each in survey.topology().places}
        words = [said[name] for name in (APPLIANCE, "nat")]
        assert [each and each.en for each in words] == [
            "way out no. 1, gone by the end",
            "way out no. 2",
        ]

    def test_are_shown_once_where_an_appliance_gets_its_name_late(self) -> None:
        azure = routed("0.0.0.0/0")
        survey = Survey(azure.cloud)
        survey.look()
        azure.networks.add_machine("nva", APPLIANCE, "hub")
        shown = [each.name for each in survey.topology().places if APPLIANCE in each.addresses]
        assert shown == ["nva"]

    def test_of_another_interface_are_shown_once_a_connection_leaves_by_them(self) -> None:
        azure = Azure()
        azure.networks.describe(
            "vnet", "10.0.0.0/16", [("front", "10.0.0.0/24"), ("back", "10.0.1.0/24")]
        )
        rows = (("eth0", "10.0.0.4"), ("eth1", "10.0.1.4"))
        azure.network_interfaces.describe_machine(
            "vm1", [Configuration(interface=name, private=address) for name, address in rows]
        )
        azure.network_interfaces.lead_default_route("vm1", "eth1")
        azure.outbound.open_connection("vm1", "TCP", *TO)
        shown = [
            each.addresses
            for each in topology(azure.cloud).places
            if each.kind == "default outbound access" and ("vm1", each.name) in links(azure)
        ]
        assert (azure.outbound.that.outside.source,) in shown


APPLIANCE = "10.0.1.4"


def routed(prefix: str) -> Azure:
    """app1 with a NAT gateway, and with a route for *prefix* to an appliance that nobody describes."""
    azure = Azure()
    azure.networks.describe("vnet", "10.0.0.0/16", [("app", "10.0.0.0/24"), ("hub", "10.0.1.0/26")])
    azure.networks.add_machine("app1", "10.0.0.4", "app")
    azure.nat_gateways.describe("nat", ["203.0.113.50"], ["app"])
    azure.routing.add_routes("app", [(prefix, NextHopType.VIRTUAL_APPLIANCE, APPLIANCE)])
    return azure


class TestMachines:
    def test_say_their_subnet_and_their_security_groups(self) -> None:
        azure = Azure()
        azure.networks.describe(
            "vnet", "10.0.0.0/16", [("app", "10.0.0.0/24"), ("data", "10.0.1.0/24")]
        )
        azure.networks.add_machine("app1", "10.0.0.4", "app")
        azure.security_groups.add_to_interfaces("nsg1", ["app1"])
        azure.security_groups.add_to_subnet("nsg2", "app")
        assert place(azure, "app1").detail == Text(
            "subnet app, NSG nsg1, NSG nsg2", "サブネット app、NSG nsg1、NSG nsg2"
        )

    def test_of_a_cluster_are_its_nodes(self) -> None:
        azure = Azure()
        azure.aks.describe(2)
        assert place(azure, "node1").kind == "AKS node"
        assert ("node1", "kubernetes") in links(azure)

    def test_behind_an_internal_load_balancer_stand_behind_one(self) -> None:
        azure = Azure()
        azure.load_balancing.add_load_balancer(
            "ilb", "10.0.0.100", [("web1", "10.0.0.4")], BalancerKind(is_internal=True)
        )
        assert place(azure, "ilb").kind == "internal load balancer"
        assert links(azure) == {("ilb", "web1")}
