"""Application gateways by what their listeners, rules, settings and probes say."""

from __future__ import annotations

from typing import Any

import pytest

from azsim.azure import Azure
from azsim.facts import Value
from azsim.functions.proxy import NO_LISTENER
from azsim.model.events import Delivered
from azsim.model.packet import Packet
from azsim.model.payload import HttpRequest, HttpResponse
from azsim.model.resources.application_gateway import (
    ApplicationGateway,
    ApplicationGatewayInstance,
    ApplicationGatewayProbe,
    BackEndHttpSettings,
    HttpListener,
    RequestRoutingRule,
)
from azsim.model.resources.balancing import BackEndAddress, BackEndPool, FrontEnd
from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.identity import Resource
from azsim.model.resources.network import (
    IpConfiguration,
    NetworkInterface,
    PublicIpAddress,
    Subnet,
    VirtualNetwork,
)
from azsim.model.resources.security import NetworkSecurityGroup, SecurityRule
from azsim.model.verdict import Drop
from azsim.text import Advice
from azsim.units import SECOND

CLIENT, FRONT_END, INTERNAL = "192.0.2.33", "203.0.113.20", "10.0.1.10"
SERVERS = {"web1": "10.0.0.4", "web2": "10.0.0.5"}


def network(group: str | None = None) -> VirtualNetwork:
    """A network with the servers' subnet, and the gateway's with a *group*."""
    return VirtualNetwork(
        id="vnet",
        address_space=("10.0.0.0/16",),
        subnets=(
            Subnet(name="web", address_prefixes=("10.0.0.0/24",)),
            Subnet(name="gw", address_prefixes=("10.0.1.0/24",), network_security_group=group),
        ),
    )


def machine(name: str, address: str) -> tuple[NetworkInterface, VirtualMachine]:
    configuration = IpConfiguration(subnet="vnet/subnets/web", private_ip_address=address)
    interface = NetworkInterface(id=f"{name}-nic", ip_configurations=(configuration,))
    return interface, VirtualMachine(id=name, network_interfaces=(interface.id,))


def pool(name: str, *addresses: str, **said: Any) -> BackEndPool:
    members = (BackEndAddress(name=each, ip_address=each) for each in addresses)
    return BackEndPool(name=name, addresses=tuple(members), **said)


def listener(port: int, protocol: str = "Http", **said: Any) -> HttpListener:
    """A listener that is called by its port, at the public front end unless another is named."""
    named = {"name": str(port), "front_end": "public", **said}
    return HttpListener(port=port, protocol=protocol, **named)


def settings(port: int, protocol: str = "Http", **said: Any) -> BackEndHttpSettings:
    """Settings that are called by their port."""
    return BackEndHttpSettings(name=str(port), port=port, protocol=protocol, **said)


def rule(listens: int, to: int | None, pool: str | None = "web", **said: Any) -> RequestRoutingRule:
    """A rule that leads the requests of one port to another one of a pool."""
    return RequestRoutingRule(
        name=f"rule {listens}",
        http_listener=str(listens),
        back_end_pool=pool,
        back_end_http_settings=None if to is None else str(to),
        **said,
    )


def gateway(**said: Any) -> ApplicationGateway:
    """Port 80 of the public front end leads to port 8080 of both servers, and *said* otherwise."""
    first: dict[str, Any] = {
        "subnet": "vnet/subnets/gw",
        "instances": (
            ApplicationGatewayInstance(name="gw_0", private_ip_address="10.0.1.4"),
            ApplicationGatewayInstance(name="gw_1", private_ip_address="10.0.1.5"),
        ),
        "front_ends": (FrontEnd(name="public", public_ip_address="gw-ip"),),
        "http_listeners": (listener(80),),
        "back_end_pools": (pool("web", *SERVERS.values()),),
        "back_end_http_settings": (settings(8080),),
        "request_routing_rules": (rule(80, 8080),),
    }
    return ApplicationGateway(id="gw", **{**first, **said})


def deployed(
    record: ApplicationGateway,
    *others: Resource,
    group: str | None = None,
    changed: dict[str, Value] | None = None,
) -> Azure:
    """The gateway before web1 and web2, with a client on the internet."""
    azure = Azure(changed=changed)
    plane = azure.cloud.plane
    plane.describe(*others, network(group))
    for name, address in SERVERS.items():
        plane.describe(*machine(name, address))
    plane.describe(PublicIpAddress(id="gw-ip", ip_address=FRONT_END), record)
    azure.load_balancing.add_client(CLIENT)
    return azure


def requests(azure: Azure, server: str) -> list[Packet]:
    """What arrived at *server* with a request."""
    return [
        each.packet
        for each in azure.world.trace.events
        if isinstance(each, Delivered)
        and each.where == server
        and isinstance(each.packet.payload, HttpRequest)
    ]


def responses(azure: Azure) -> list[HttpResponse]:
    """What the client was answered."""
    return [
        each.packet.payload
        for each in azure.world.trace.events
        if isinstance(each, Delivered)
        and each.where == CLIENT
        and isinstance(each.packet.payload, HttpResponse)
    ]


def status(azure: Azure, port: int = 80, address: str = FRONT_END) -> int | None:
    """The status code that a request to that port is answered with."""
    azure.load_balancing.send_requests(CLIENT, address, port)
    return azure.servers.status_at(CLIENT)


class TestAListener:
    def test_sends_requests_to_the_port_of_its_settings(self) -> None:
        azure = deployed(gateway())
        assert status(azure) == 200
        [request] = requests(azure, "web1")
        assert (request.source, request.destination_port) == ("10.0.1.4", 8080)

    def test_lets_the_servers_of_its_pool_take_turns(self) -> None:
        azure = deployed(gateway())
        for _ in range(4):
            assert status(azure) == 200
        assert [len(requests(azure, each)) for each in SERVERS] == [2, 2]

    def test_has_servers_of_its_own(self) -> None:
        azure = deployed(
            gateway(
                http_listeners=(listener(80), listener(81)),
                back_end_pools=(pool("web", "10.0.0.4"), pool("other", "10.0.0.5")),
                request_routing_rules=(rule(80, 8080), rule(81, 8080, "other")),
            )
        )
        for port in (80, 81, 81):
            assert status(azure, port) == 200
        assert [len(requests(azure, each)) for each in SERVERS] == [1, 2]

    def test_of_another_protocol_than_the_settings_changes_it(self) -> None:
        azure = deployed(
            gateway(
                http_listeners=(listener(443, "Https"),), request_routing_rules=(rule(443, 8080),)
            )
        )
        assert status(azure, 443) == 200
        assert len(requests(azure, "web1")) == 1

    def test_speaks_tls_to_servers_where_the_settings_say_so(self) -> None:
        azure = deployed(
            gateway(
                back_end_http_settings=(settings(8443, "Https"),),
                request_routing_rules=(rule(80, 8443),),
            )
        )
        assert status(azure) == 200
        assert requests(azure, "web1") == []

    def test_without_a_server_answers_that_it_has_none(self) -> None:
        azure = deployed(
            gateway(
                http_listeners=(listener(80), listener(81)),
                back_end_pools=(pool("web", "10.0.0.4"), pool("empty")),
                request_routing_rules=(rule(80, 8080), rule(81, 8080, "empty")),
            )
        )
        assert status(azure, 81) == 502
        assert status(azure, 80) == 200

    def test_waits_for_a_response_as_long_as_its_settings_say(self) -> None:
        azure = deployed(
            gateway(
                http_listeners=(listener(80), listener(81)),
                back_end_http_settings=(settings(8080, request_timeout=5 * SECOND), settings(9090)),
                request_routing_rules=(rule(80, 8080), rule(81, 9090)),
            )
        )
        for server in SERVERS:
            azure.servers.fall_silent(server)
        found = []
        for port in (81, 80):
            azure.load_balancing.send_requests(CLIENT, FRONT_END, port)
        for seconds in (4, 1, 14, 1):
            azure.world.pass_time(seconds * SECOND)
            found.append(len(responses(azure)))
        assert found == [0, 1, 1, 2]
        assert {each.status for each in responses(azure)} == {502}

    def test_without_another_server_answers_that_the_only_one_is_silent(self) -> None:
        azure = deployed(gateway(tier="Standard_v2", back_end_pools=(pool("web", "10.0.0.4"),)))
        azure.servers.fall_silent("web1")
        azure.load_balancing.send_requests(CLIENT, FRONT_END, 80)
        azure.world.pass_time(20 * SECOND)
        assert [each.status for each in responses(azure)] == [504]

    def test_without_a_port_for_another_server_answers_at_once_and_only_once(self) -> None:
        azure = deployed(
            gateway(
                tier="Standard_v2",
                instances=(ApplicationGatewayInstance(name="gw_0", private_ip_address="10.0.1.4"),),
            ),
            changed={"host.first-ephemeral-port": 65_535},
        )
        other = "192.0.2.34"
        azure.load_balancing.add_client(other)
        azure.servers.fall_silent("web1")
        for client in (CLIENT, other):
            azure.load_balancing.send_requests(client, FRONT_END, 80)
        assert azure.servers.status_at(other) == 200
        for seconds in (20, 60):
            azure.world.pass_time(seconds * SECOND)
            assert len(responses(azure)) == 1

    def test_isnt_at_other_ports(self) -> None:
        azure = deployed(gateway())
        assert status(azure, 81) is None
        dropped = NO_LISTENER.fill(proxy="gw", port=81, address=FRONT_END)
        assert azure.world.network.dropped == Drop(dropped)

    def test_is_at_its_own_front_end_only(self) -> None:
        azure = deployed(
            gateway(
                front_ends=(
                    FrontEnd(name="public", public_ip_address="gw-ip"),
                    FrontEnd(name="internal", private_ip_address=INTERNAL),
                ),
                http_listeners=(listener(80), listener(81, front_end="internal")),
                request_routing_rules=(rule(80, 8080), rule(81, 8080)),
            )
        )
        inside = "10.0.0.99"
        azure.load_balancing.add_client(inside)
        azure.load_balancing.send_requests(inside, INTERNAL, 81)
        assert azure.servers.status_at(inside) == 200
        assert status(azure, 80) == 200
        assert status(azure, 81) is None

    def test_of_a_host_name_takes_no_other_requests(self) -> None:
        of_a_shop = (listener(80, host_names=("shop.example.com",)),)
        assert status(deployed(gateway(tier="Standard_v2", http_listeners=of_a_shop))) == 404
        # What a v1 gateway answers isn't documented.
        with pytest.raises(Advice, match="No listener of gw is for the host name"):
            status(deployed(gateway(tier="Standard", http_listeners=of_a_shop)))

    @pytest.mark.parametrize(
        "record",
        [
            gateway(request_routing_rules=(rule(80, None, None, is_redirect=True),)),
            gateway(request_routing_rules=(rule(80, 8080, None),)),
            gateway(back_end_pools=(pool("web", "10.0.0.4", fqdns=("shop.example.com",)),)),
            gateway(back_end_pools=(pool("web", "10.0.0.4", "10.0.0.77"),)),
            gateway(
                http_listeners=(listener(80), listener(81)),
                request_routing_rules=(rule(81, 8080),),
            ),
        ],
        ids=[
            "redirect",
            "no pool",
            "a server by its name",
            "a server that isn't described",
            "no rule",
        ],
    )
    def test_that_goes_by_anything_else_isnt_modelled(self, record: ApplicationGateway) -> None:
        azure = deployed(record)
        with pytest.raises(
            Advice, match=f"What gw does with requests for {FRONT_END}/ isn't modelled"
        ):
            status(azure)

    @pytest.mark.parametrize(
        ("port", "protocol", "found"), [(80, "Https", "HTTP"), (443, "Http", "HTTPS")]
    )
    def test_that_is_spoken_to_otherwise_isnt_modelled(
        self, port: int, protocol: str, found: str
    ) -> None:
        record = gateway(
            http_listeners=(listener(port, protocol),), request_routing_rules=(rule(port, 8080),)
        )
        azure = deployed(record)
        with pytest.raises(Advice, match=f"a request over {found} where its listener is for"):
            status(azure, port)


class TestProbes:
    def probed(self, record: ApplicationGateway) -> Azure:
        azure = deployed(record)
        azure.load_balancing.run_probes(60 * SECOND)
        return azure

    def hosts_and_ports(self, azure: Azure, server: str) -> set[tuple[str, int]]:
        return {
            (each.payload.host, each.destination_port)
            for each in requests(azure, server)
            if isinstance(each.payload, HttpRequest)
        }

    def test_go_to_the_port_of_the_settings(self) -> None:
        azure = self.probed(gateway())
        for server in SERVERS:
            assert self.hosts_and_ports(azure, server) == {("127.0.0.1", 8080)}
            assert set(azure.load_balancing.probe_sources(server)) == {"10.0.1.4", "10.0.1.5"}

    def test_are_as_a_custom_probe_says(self) -> None:
        probe = ApplicationGatewayProbe(
            name="probe", protocol="Http", host="shop.example.com", port=8081, interval=10 * SECOND
        )
        azure = self.probed(
            gateway(probes=(probe,), back_end_http_settings=(settings(8080, probe="probe"),))
        )
        assert self.hosts_and_ports(azure, "web1") == {("shop.example.com", 8081)}
        assert azure.load_balancing.probe_intervals("web1") == [10 * SECOND]

    def test_go_to_the_port_of_the_settings_where_a_custom_one_names_none(self) -> None:
        probe = ApplicationGatewayProbe(name="probe", protocol="Http")
        azure = self.probed(
            gateway(probes=(probe,), back_end_http_settings=(settings(8080, probe="probe"),))
        )
        assert self.hosts_and_ports(azure, "web1") == {("127.0.0.1", 8080)}

    def test_are_one_for_each_of_the_settings_that_lead_to_a_server(self) -> None:
        azure = self.probed(
            gateway(
                http_listeners=(listener(80), listener(81), listener(82)),
                back_end_http_settings=(settings(8080), settings(9090)),
                request_routing_rules=(rule(80, 8080), rule(81, 9090), rule(82, 9090)),
            )
        )
        found = self.hosts_and_ports(azure, "web1")
        assert found == {("127.0.0.1", 8080), ("127.0.0.1", 9090)}
        # Two instances, two settings, two probes of each in a minute.
        assert azure.load_balancing.probes_of("web1") == 8

    def test_over_https_arent_modelled(self) -> None:
        record = gateway(
            back_end_http_settings=(settings(8443, "Https"),),
            request_routing_rules=(rule(80, 8443),),
        )
        with pytest.raises(Advice, match="probes of gw over HTTPS aren't modelled"):
            self.probed(record)

    def test_of_a_redirect_go_nowhere_in_particular(self) -> None:
        azure = self.probed(
            gateway(request_routing_rules=(rule(80, None, None, is_redirect=True),))
        )
        assert self.hosts_and_ports(azure, "web1") == {("127.0.0.1", 80)}


def group(*rules: SecurityRule) -> NetworkSecurityGroup:
    return NetworkSecurityGroup(id="nsg", rules=rules)


def security_rule(direction: str, access: str, port: int) -> SecurityRule:
    return SecurityRule(
        name=f"{direction} {port}",
        priority=100,
        direction=direction,
        access=access,
        protocol="TCP",
        destination_ports=(str(port),),
    )


class TestAGroupOnItsSubnet:
    def test_keeps_clients_out_that_no_rule_lets_in(self) -> None:
        azure = deployed(gateway(), group(), group="nsg")
        assert status(azure) is None
        assert isinstance(azure.world.network.dropped, Drop)

    def test_lets_in_whom_a_rule_does_and_their_answers_out(self) -> None:
        allowed = security_rule("Inbound", "Allow", 80)
        assert status(deployed(gateway(), group(allowed), group="nsg")) == 200

    def test_keeps_requests_from_its_servers_until_time_is_up(self) -> None:
        rules = security_rule("Inbound", "Allow", 80), security_rule("Outbound", "Deny", 8080)
        azure = deployed(gateway(), group(*rules), group="nsg")
        assert status(azure) is None
        azure.world.pass_time(20 * SECOND)
        assert azure.servers.status_at(CLIENT) == 502
        assert requests(azure, "web1") == []

    def test_changes_with_its_rules(self) -> None:
        azure = deployed(gateway(), group(), group="nsg")
        azure.cloud.plane.describe(group(security_rule("Inbound", "Allow", 80)))
        assert status(azure) == 200

    def test_is_in_nobodys_way_once_it_is_taken_off(self) -> None:
        azure = deployed(gateway(), group(), group="nsg")
        azure.cloud.plane.describe(network())
        assert status(azure) == 200

    def test_of_other_subnets_doesnt_matter(self) -> None:
        assert status(deployed(gateway(), group())) == 200

    def test_doesnt_matter_to_a_gateway_that_stands_in_none(self) -> None:
        assert status(deployed(gateway(subnet=None), group(), group="nsg")) == 200
