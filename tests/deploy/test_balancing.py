"""Services in front of servers, as they run."""

from __future__ import annotations

from azsim.azure import Azure
from azsim.units import MINUTE, SECOND


def test_a_gateway_in_the_network_serves_its_clients() -> None:
    azure = Azure()
    azure.load_balancing.add_application_gateway("gw", "10.0.1.100", [("gw-0", "10.0.1.4")])
    azure.load_balancing.add_servers("gw", [("web1", "10.0.0.4")])
    azure.load_balancing.add_client("10.0.0.50")
    azure.load_balancing.send_requests("10.0.0.50", "10.0.1.100", 80)
    assert azure.load_balancing.request_sources("web1") == [("10.0.1.4",)]
    assert azure.servers.status_at("10.0.0.50") == 200


def test_probes_go_on_when_they_run_again() -> None:
    azure = Azure()
    balancing = azure.load_balancing
    balancing.add_load_balancer("lb", "203.0.113.10", [("web1", "10.0.0.4")])
    balancing.add_application_gateway("gw", "203.0.113.20", [("gw-0", "10.0.1.4")])
    balancing.add_servers("gw", [("web2", "10.0.0.5")])
    azure.traffic_manager.add_profile("b.example.net", [("one", "1.1.1.1", 1)])
    for _ in range(2):
        balancing.run_probes(MINUTE)
    assert balancing.probe_intervals("web1") == [15 * SECOND]
    assert balancing.probe_intervals("web2") == [30 * SECOND]
    turns = [azure.traffic_manager.published_sources()[number] for number in (2, 3)]
    assert azure.traffic_manager.probe_sources("one") == turns
