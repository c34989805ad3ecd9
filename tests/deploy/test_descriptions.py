"""Resources as Azure is told of them: described again, changed, and mistaken."""

from __future__ import annotations

import pytest
from attrs import evolve

from azsim.azure import Azure
from azsim.deploy.survey import topology
from azsim.model.resources.balancing import BackEndAddress, BackEndPool, LoadBalancer
from azsim.model.resources.classic import CloudService
from azsim.text import Advice
from azsim.units import MINUTE

SERVER = "198.51.100.7"
TO = (SERVER, 443)


def one_of_each() -> Azure:
    """A scenario in which something of every service runs, with flows that are open."""
    azure = Azure()
    azure.deployment.describe_machines([("app", "10.0.0.4", "203.0.113.50")])
    azure.deployment.describe_endpoint(("203.0.113.10", 80), ["app"])
    azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [("web1", "10.0.2.4")])
    azure.load_balancing.add_application_gateway("gw", "203.0.113.30", [("gw-0", "10.0.3.4")])
    azure.load_balancing.add_servers("gw", [("web2", "10.0.2.5")])
    azure.load_balancing.add_tcp_proxy("proxy", "203.0.113.40", [("web2", "10.0.2.5")])
    azure.load_balancing.ask_for_certificates("web2")
    azure.traffic_manager.add_profile("one.example.net", [("a.example.net", "1.1.1.1", 1)], MINUTE)
    azure.expressroute.describe_client("10.100.10.2")
    azure.expressroute.describe_machine("vm", "10.128.1.4")
    for name in ("app", "web1", "vm"):
        azure.outbound.open_connection(name, "TCP", *TO)
    return azure


def test_what_is_described_again_as_it_is_stays_as_it_is() -> None:
    azure = one_of_each()
    before = topology(azure.cloud)
    sources = [flow.outside.source for flow in azure.outbound.flows]
    azure.cloud.plane.describe(*azure.cloud.plane.description)
    assert topology(azure.cloud) == before
    assert [flow.state for flow in azure.outbound.flows] == ["open"] * 3
    azure.outbound.open_connection("app", "TCP", *TO)
    assert azure.outbound.that.outside.source == sources[0]


class TestAnInstanceLevelAddress:
    @pytest.mark.parametrize(
        ("address", "source"), [(None, "203.0.113.200"), ("203.0.113.51", "203.0.113.51")]
    )
    def test_that_is_taken_away_takes_its_flows_along(
        self, address: str | None, source: str
    ) -> None:
        azure = Azure()
        azure.deployment.describe_machines([("app", "10.0.0.4", "203.0.113.50")])
        azure.outbound.open_connection("app", "TCP", *TO)
        [service] = azure.cloud.plane.description.of_kind(CloudService)
        [role] = service.roles
        [instance] = role.instances
        changed = evolve(instance, instance_level_public_ip=address)
        azure.cloud.plane.describe(evolve(service, roles=(evolve(role, instances=(changed,)),)))
        assert azure.outbound.flows[0].state == "closed"
        azure.outbound.open_connection("app", "TCP", *TO)
        assert azure.outbound.that.outside.source == source

    def test_is_free_for_somebody_else_afterwards(self) -> None:
        azure = Azure()
        azure.deployment.describe_machines(
            [("app", "10.0.0.4", None), ("db", "10.0.0.5", "203.0.113.50")]
        )
        azure.deployment.shrink(1)
        azure.deployment.assign_instance_level_address("app", "203.0.113.50")
        azure.outbound.open_connection("app", "TCP", *TO)
        assert azure.outbound.that.outside.source == "203.0.113.50"


def test_a_pool_names_machines_by_their_addresses() -> None:
    azure = Azure()
    azure.load_balancing.add_load_balancer("lb", "203.0.113.20", [("web1", "10.0.2.4")])
    described = azure.cloud.plane.find(LoadBalancer, "lb")
    nobody = BackEndPool(name="pool", addresses=(BackEndAddress(name="w", ip_address="10.0.2.9"),))
    with pytest.raises(Advice, match=r"No machine has the address 10\.0\.2\.9"):
        azure.cloud.plane.describe(evolve(described, back_end_pools=(nobody,)))


def test_an_instance_at_the_address_of_another_has_ports_of_its_own() -> None:
    azure = Azure()
    azure.deployment.describe_instances(2, endpoints=[("203.0.113.10", 80)])
    azure.outbound.open_connection("vm1", "TCP", *TO)
    [service] = azure.cloud.plane.description.of_kind(CloudService)
    [role] = service.roles
    first, second = role.instances
    instances = (evolve(first, name="vm9"), second)
    azure.cloud.plane.describe(evolve(service, roles=(evolve(role, instances=instances),)))
    azure.outbound.open_connection("vm9", "UDP", SERVER, 53)
    assert azure.outbound.that.state == "open"
    assert azure.seen.ports_in_use("vm9") == 1
