"""Which server a load balancer chooses is nothing that a scenario can state, whatever it chose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.azure.network_interfaces import Configuration
from azsim.text import Advice
from azsim.units import MINUTE, SECOND

CLIENT = "192.0.2.33"
SERVERS = [("web1", "10.0.0.4"), ("web2", "10.0.0.5")]
ENDPOINT = "a.japaneast.cloudapp.azure.com"


def balanced(count: int = 2) -> Azure:
    azure = Azure()
    azure.load_balancing.add_load_balancer("lb", "203.0.113.10", SERVERS[:count])
    azure.load_balancing.add_client(CLIENT)
    return azure


LOOKS: dict[str, Callable[[Azure], object]] = {
    "the legs": lambda azure: azure.load_balancing.legs(),
    "the session": lambda azure: azure.load_balancing.shares_session("web1"),
    "the handshake": lambda azure: azure.load_balancing.handshake("web1"),
    "the number of requests": lambda azure: azure.load_balancing.requests_at("web1"),
    "the sources of requests": lambda azure: azure.load_balancing.request_sources("web1"),
}


@pytest.mark.parametrize("look", LOOKS)
class TestARequestThroughALoadBalancer:
    def test_of_several_servers_reaches_one_that_nobody_can_name(self, look: str) -> None:
        azure = balanced()
        azure.load_balancing.send_requests(CLIENT, "203.0.113.10", 80, 3)
        with pytest.raises(Advice, match='"lb" chooses one of its 2 servers by a hash'):
            LOOKS[look](azure)

    def test_of_one_server_reaches_that(self, look: str) -> None:
        azure = balanced(1)
        azure.load_balancing.send_requests(CLIENT, "203.0.113.10", 80, 3)
        LOOKS[look](azure)


class TestTheResponse:
    def test_is_told_where_all_servers_serve_alike(self) -> None:
        azure = balanced()
        azure.load_balancing.send_requests(CLIENT, "203.0.113.10", 80)
        assert azure.servers.status_at(CLIENT) == 200

    def test_is_left_to_the_hash_where_one_is_silent(self) -> None:
        azure = balanced()
        azure.servers.fall_silent("10.0.0.5")
        azure.load_balancing.send_requests(CLIENT, "203.0.113.10", 80)
        with pytest.raises(Advice, match="by a hash"):
            azure.servers.status_at(CLIENT)

    def test_is_left_to_the_hash_where_one_answers_by_another_interface(self) -> None:
        azure = Azure()
        azure.networks.describe(
            "vnet", "10.0.0.0/16", [("front", "10.0.0.0/24"), ("back", "10.0.1.0/24")]
        )
        rows = [Configuration(interface="eth0", private="10.0.0.4")]
        rows.append(Configuration(interface="eth1", private="10.0.1.4"))
        azure.network_interfaces.describe_machine("web1", rows)
        azure.networks.add_machine("web2", "10.0.1.5", "back")
        members = [("web1", "10.0.1.4"), ("web2", "10.0.1.5")]
        azure.load_balancing.add_load_balancer("lb", "203.0.113.10", members)
        azure.load_balancing.add_client(CLIENT)
        azure.load_balancing.send_requests(CLIENT, "203.0.113.10", 80)
        with pytest.raises(Advice, match="by a hash"):
            azure.servers.status_at(CLIENT)
        azure.network_interfaces.route_by_source("web1")
        azure.load_balancing.send_requests(CLIENT, "203.0.113.10", 80)
        assert azure.servers.status_at(CLIENT) == 200

    def test_is_none_where_all_are_silent(self) -> None:
        azure = balanced()
        for _, address in SERVERS:
            azure.servers.fall_silent(address)
        azure.load_balancing.send_requests(CLIENT, "203.0.113.10", 80)
        assert azure.servers.status_at(CLIENT) is None


class TestPairsOfFlows:
    def test_are_too_few_where_chance_could_let_all_meet_the_same_server(self) -> None:
        azure = balanced()
        azure.load_balancing.send_pairs("lb", "protocol", 19)
        with pytest.raises(Advice, match="Let 20 pairs or more reach"):
            azure.load_balancing.spread("protocol")

    def test_are_enough_where_that_is_one_in_a_million(self) -> None:
        azure = balanced()
        azure.load_balancing.send_pairs("lb", "protocol", 20)
        assert azure.load_balancing.spread("protocol").split > 0


class TestTheAddressesThatTrafficManagerProbesFrom:
    def probed(self, duration: int) -> Azure:
        azure = Azure()
        azure.traffic_manager.add_profile("shop.trafficmanager.net", [(ENDPOINT, "203.0.113.1", 1)])
        azure.load_balancing.run_probes(duration)
        return azure

    @pytest.mark.parametrize("duration", [MINUTE, 12 * MINUTE])
    def test_are_no_list_for_a_firewall_however_long_one_looks(self, duration: int) -> None:
        with pytest.raises(Advice, match="takes the service tag AzureTrafficManager, not a copy"):
            self.probed(duration).load_balancing.probe_sources(ENDPOINT)

    def test_are_among_those_that_were_published(self) -> None:
        assert len(self.probed(MINUTE).traffic_manager.printed_sources(ENDPOINT)) == 24

    def test_belong_to_one_prober_that_keeps_the_interval(self) -> None:
        assert self.probed(12 * MINUTE).load_balancing.probe_intervals(ENDPOINT) == [30 * SECOND]
