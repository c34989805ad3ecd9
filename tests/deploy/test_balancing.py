"""Services in front of servers, as they run."""

from __future__ import annotations

from azsim.azure import Azure


def test_a_gateway_in_the_network_serves_its_clients() -> None:
    azure = Azure()
    azure.load_balancing.add_application_gateway("gw", "10.0.1.100", [("gw-0", "10.0.1.4")])
    azure.load_balancing.add_servers("gw", [("web1", "10.0.0.4")])
    azure.load_balancing.add_client("10.0.0.50")
    azure.load_balancing.send_requests("10.0.0.50", "10.0.1.100", 80)
    assert azure.load_balancing.request_sources("web1") == [("10.0.1.4",)]
    assert azure.servers.status_at("10.0.0.50") == 200
