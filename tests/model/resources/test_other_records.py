"""What the records of scale sets, names, hybrid networks and the classic model accept."""

from __future__ import annotations

from typing import Any

import pytest

from azsim.model.resources.classic import CloudService, InputEndpoint, Role, RoleInstance, RoleKind
from azsim.model.resources.compute import ScaleSet, VirtualMachine
from azsim.model.resources.hybrid import Connection, OnPremisesNetwork, VirtualNetworkGateway
from azsim.model.resources.names import (
    DnsZone,
    MonitorConfig,
    RecordSet,
    TrafficManagerEndpoint,
    TrafficManagerProfile,
)
from azsim.model.resources.outbound import NatGateway
from azsim.model.resources.servers import InternetServer
from azsim.text import Advice
from azsim.units import MILLISECOND, SECOND


class TestAVirtualMachine:
    def test_has_a_network_interface(self) -> None:
        with pytest.raises(Advice, match='"vm1" has no network interface'):
            VirtualMachine(id="vm1", network_interfaces=[])


class TestAScaleSet:
    def test_may_be_scaled_to_nothing(self) -> None:
        assert ScaleSet(id="set", capacity=0).capacity == 0

    def test_has_no_fewer_instances_than_none(self) -> None:
        with pytest.raises(Advice, match='The number of instances of "set" is -1'):
            ScaleSet(id="set", capacity=-1)


class TestANatGateway:
    def test_has_a_sku_of_its_own(self) -> None:
        with pytest.raises(Advice, match='"Basic" is none of Standard and StandardV2'):
            NatGateway(id="nat", sku="Basic")


class TestATrafficManagerProfile:
    def profile(self, **changed: Any) -> TrafficManagerProfile:
        """One with an endpoint."""
        usual = {
            "fqdn": "app.trafficmanager.net",
            "traffic_routing_method": "priority",
            "endpoints": (TrafficManagerEndpoint(name="east", target="203.0.113.10"),),
        }
        return TrafficManagerProfile(id="app", **{**usual, **changed})

    def test_compares_its_dns_name_without_case(self) -> None:
        assert self.profile(fqdn="APP.trafficmanager.net") == self.profile()

    def test_finds_its_endpoint_without_case(self) -> None:
        assert self.profile().endpoint("East").target == "203.0.113.10"

    def test_has_a_dns_name(self) -> None:
        with pytest.raises(Advice, match='"app" has no DNS name'):
            self.profile(fqdn="")

    def test_has_a_ttl_of_whole_seconds(self) -> None:
        assert self.profile(ttl=0).ttl == 0
        with pytest.raises(Advice) as caught:
            self.profile(ttl=30 * SECOND + 500 * MILLISECOND)
        assert caught.value.text.en == (
            "A TTL is a whole number of seconds; this one is 30.5 seconds."
        )
        assert caught.value.text.ja == "TTL は整数の秒数である。指定された値は 30.5 秒である。"

    def test_has_a_ttl_that_is_not_negative(self) -> None:
        with pytest.raises(Advice, match="A TTL is a whole number of seconds"):
            self.profile(ttl=-SECOND)

    def test_probes_a_port(self) -> None:
        with pytest.raises(Advice, match='The port of "monitorConfig" is 0'):
            MonitorConfig(port=0)


class TestATrafficManagerEndpoint:
    def test_leads_somewhere(self) -> None:
        with pytest.raises(Advice, match='The description of "east" is incomplete: say its target'):
            TrafficManagerEndpoint(name="east")

    def test_may_lead_to_an_azure_resource(self) -> None:
        endpoint = TrafficManagerEndpoint(name="east", type="AzureEndpoints", target_resource="ip")
        assert endpoint.target is None

    def test_has_a_priority_of_1_or_more(self) -> None:
        with pytest.raises(Advice, match='The priority of "east" is 0'):
            TrafficManagerEndpoint(name="east", target="203.0.113.10", priority=0)


class TestADnsZone:
    def test_has_record_sets_with_data_or_an_alias(self) -> None:
        www = RecordSet(name="www", type="a", ttl=60 * SECOND, data=("203.0.113.10",))
        alias = RecordSet(name="@", type="A", ttl=60 * SECOND, target_resource="ip")
        assert DnsZone(id="contoso.com", record_sets=(www, alias)).record_sets == (www, alias)
        with pytest.raises(Advice, match="a record set has data"):
            RecordSet(name="www", type="A", ttl=60 * SECOND)

    def test_may_have_two_types_under_one_name_but_not_one_type_twice(self) -> None:
        www = RecordSet(name="www", type="A", ttl=60 * SECOND, data=("203.0.113.10",))
        other = RecordSet(name="WWW", type="A", ttl=60 * SECOND, data=("203.0.113.11",))
        with pytest.raises(Advice, match="two of the same name, record set"):
            DnsZone(id="contoso.com", record_sets=(www, other))


class TestAConnection:
    def test_is_without_fastpath_unless_it_is_said(self) -> None:
        connection = Connection(
            id="connection",
            connection_type="expressroute",
            virtual_network_gateway="gateway",
            peer="circuit",
        )
        assert not connection.express_route_gateway_bypass


class TestAnOnPremisesNetwork:
    def test_has_clients_with_addresses_in_their_form(self) -> None:
        network = OnPremisesNetwork(id="office", circuit="circuit", clients=["192.168.0.10"])
        assert network.clients == ("192.168.0.10",)
        with pytest.raises(Advice, match='"192.168.0" is not an IPv4 address'):
            OnPremisesNetwork(id="office", clients=["192.168.0"])


class TestAVirtualNetworkGateway:
    def test_compares_its_sku_without_case(self) -> None:
        def gateway(sku: str) -> VirtualNetworkGateway:
            return VirtualNetworkGateway(
                id="gateway", subnet="hub/subnets/GatewaySubnet", gateway_type="Vpn", sku=sku
            )

        assert gateway("ErGw3AZ") == gateway("ergw3az")


class TestACloudService:
    web = Role(
        name="web",
        kind="web role",
        instances=(
            RoleInstance(name="web 0", private_ip_address="10.0.0.4"),
            RoleInstance(name="web 1", private_ip_address="10.0.0.5"),
        ),
    )
    worker = Role(
        name="worker",
        kind=RoleKind.WORKER,
        instances=(RoleInstance(name="worker 0", private_ip_address="10.0.0.6"),),
    )

    def endpoint(self, **changed: Any) -> InputEndpoint:
        """One at a public address."""
        return InputEndpoint(**{"ip_address": "203.0.113.10", "port": 80, **changed})

    def service(self, *endpoints: InputEndpoint) -> CloudService:
        """Both roles with those endpoints."""
        return CloudService(id="service", roles=(self.web, self.worker), input_endpoints=endpoints)

    def behind(self, **changed: Any) -> list[str]:
        """The names of those behind such an endpoint."""
        endpoint = self.endpoint(**changed)
        return [each.name for each in self.service(endpoint).instances_behind(endpoint)]

    def test_has_everyone_behind_an_endpoint_that_names_nobody(self) -> None:
        assert self.behind() == ["web 0", "web 1", "worker 0"]

    def test_has_a_role_behind_an_endpoint_that_names_it(self) -> None:
        assert self.behind(role="WEB") == ["web 0", "web 1"]

    def test_has_those_behind_an_endpoint_that_it_names(self) -> None:
        assert self.behind(instances=("worker 0", "WEB 1")) == ["worker 0", "web 1"]

    def test_has_the_instances_that_an_endpoint_names(self) -> None:
        with pytest.raises(Advice) as caught:
            self.service(self.endpoint(instances=("web 2",)))
        assert caught.value.text.en == (
            'The cloud service "service" has no instance "web 2". Did you mean "web 1"?'
        )

    def test_may_have_one_address_with_several_ports_and_different_instances(self) -> None:
        web, worker = self.endpoint(role="web"), self.endpoint(port=81, role="worker")
        assert self.service(web, worker).input_endpoints == (web, worker)

    def test_has_no_two_endpoints_at_one_port(self) -> None:
        with pytest.raises(Advice, match="two of the same name, load-balanced endpoint"):
            self.service(self.endpoint(role="web"), self.endpoint(role="worker"))

    def test_has_no_two_instances_of_one_name_in_different_roles(self) -> None:
        twin = Role(
            name="twin",
            kind="worker role",
            instances=(RoleInstance(name="Web 0", private_ip_address="10.0.0.7"),),
        )
        with pytest.raises(Advice, match='instance "web 0" and instance "Web 0"'):
            CloudService(id="service", roles=(self.web, twin))


class TestAnInternetServer:
    def test_has_an_address_in_its_form(self) -> None:
        with pytest.raises(Advice, match="is not an IPv4 address"):
            InternetServer(id="server", ip_address="198.51.100")
