"""Front ends of load balancers, as on-premises clients behind a circuit reach them."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.azure.describing import BalancerKind
from azsim.text import Advice

CLIENT, FRONT_END = "10.100.10.2", "10.0.0.100"
INTERNAL = BalancerKind(is_internal=True)


@pytest.fixture
def azure() -> Azure:
    azure = Azure()
    azure.expressroute.describe_client(CLIENT)
    azure.load_balancing.add_load_balancer("ilb", FRONT_END, [("web1", "10.0.0.4")], INTERNAL)
    return azure


def test_the_server_sees_the_clients_own_address(azure: Azure) -> None:
    azure.expressroute.connect(CLIENT, (FRONT_END, 80))
    [arrival] = azure.outbound.arrivals_at("10.0.0.4")
    assert (arrival.five_tuple.source, arrival.five_tuple.destination) == (CLIENT, "10.0.0.4")


def test_no_latency_is_told_of_it(azure: Azure) -> None:
    azure.expressroute.run(CLIENT, f"psping {FRONT_END}:80")
    with pytest.raises(Advice):
        azure.expressroute.simulated("median", fastpath=False)


def test_which_of_several_servers_got_a_connection_is_not_guessed(azure: Azure) -> None:
    azure.load_balancing.grow_pool("ilb", 2)
    with pytest.raises(Advice, match="a hash that Azure doesn't publish"):
        azure.expressroute.connect(CLIENT, (FRONT_END, 80))


def test_a_silent_server_answers_no_ping(azure: Azure) -> None:
    azure.servers.fall_silent("10.0.0.4")
    azure.expressroute.run(CLIENT, f"psping {FRONT_END}:80")
    [run] = azure.expressroute.measurements.simulated_runs()
    assert not any(ping.took for ping in run.pings)


@pytest.mark.parametrize("address", ["203.0.113.10", "203.0.113.50"])
def test_a_public_address_is_not_behind_the_circuit(azure: Azure, address: str) -> None:
    azure.load_balancing.add_load_balancer("lb", "203.0.113.10", [("web2", "10.0.0.5")])
    azure.public_ips.describe_machine("vm1", "203.0.113.50")
    with pytest.raises(Advice, match="private peering leads to private addresses"):
        azure.expressroute.connect(CLIENT, (address, 80))
