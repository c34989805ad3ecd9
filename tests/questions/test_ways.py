"""Which ways of a topology a trace tells of."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from shipped import shipped

from azsim.azure import Azure
from azsim.deploy.survey import topology
from azsim.model.topology import Heads
from azsim.questions.ways import ways

SERVER = "198.51.100.7"
SNAT, OWN = "SNAT 203.0.113.10", "ILPIP 203.0.113.50"


def gone(azure: Azure) -> Mapping[tuple[str, str], Heads]:
    found = ways(topology(azure.cloud), azure.world.trace.events)
    return {(link.start, link.end): link.heads for link in found.links}


def outbound(instances: int = 1) -> Azure:
    azure = Azure()
    azure.deployment.describe_instances(instances, endpoints=[("203.0.113.10", 80)])
    return azure


def test_a_connection_points_at_its_server() -> None:
    azure = outbound(2)
    azure.outbound.open_connection("vm1", "TCP", SERVER, 443)
    assert gone(azure) == {("vm1", SNAT): "end", ("vm2", SNAT): "none", (SNAT, SERVER): "end"}


def test_flows_that_are_followed_as_flows_point_there_as_well() -> None:
    azure = outbound()
    azure.outbound.open_many("vm1", "TCP", 1_000, [(SERVER, 443)])
    assert gone(azure) == {("vm1", SNAT): "end", (SNAT, SERVER): "end"}


def test_an_address_that_nothing_leaves_from_leads_to_no_server() -> None:
    azure = outbound()
    azure.deployment.assign_instance_level_address("vm1", "203.0.113.50")
    azure.outbound.open_connection("vm1", "TCP", SERVER, 443)
    assert gone(azure) == {
        ("vm1", OWN): "end",
        ("vm1", "203.0.113.10"): "none",
        (OWN, SERVER): "end",
    }


def test_what_was_gone_and_never_described_is_added() -> None:
    azure = Azure()
    azure.deployment.describe_instances(2, endpoints=[("203.0.113.10", 80)])
    azure.outbound.open_connection("vm1", "TCP", "10.0.0.5", 443)
    assert gone(azure)["vm1", "vm2"] == "end"


@pytest.mark.once
def test_every_link_of_a_shipped_topology_was_deployed_or_gone() -> None:
    """Each drawn link without a head was described; each with one stands in the trace."""
    for id, evidence in shipped().items():
        assert evidence.topology is not None, id
        described = {(link.start, link.end) for link in evidence.topology.links}
        names = {place.name for place in evidence.topology.places}
        for link in ways(evidence.topology, evidence.events).links:
            assert {link.start, link.end} <= names, id
            assert link.heads != "none" or (link.start, link.end) in described, id
