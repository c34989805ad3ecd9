"""Datagrams in fragments: for whom nothing is documented, and what a capture shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.functions.snat.flows import NO_FRAGMENTS
from azsim.model.packet import Packet
from azsim.model.payload import Data, Fragmented
from azsim.text import Advice
from azsim.tools.payload_words import payload_words
from azsim.tools.wire import packet_bytes


def classic() -> Azure:
    azure = Azure()
    azure.deployment.describe_instances(1)
    return azure


def behind_a_firewall() -> Azure:
    azure = Azure()
    subnets = [("app", "10.0.0.0/24"), ("AzureFirewallSubnet", "10.0.1.0/24")]
    azure.networks.describe("vnet", "10.0.0.0/16", subnets)
    azure.networks.add_machine("vm1", "10.0.0.4", "app")
    azure.routing.lead_internet_to("app", "10.0.1.4")
    return azure


@pytest.mark.parametrize("described", [classic, behind_a_firewall])
def test_where_nothing_is_documented_nothing_is_said(described: Callable[[], Azure]) -> None:
    with pytest.raises(Advice, match="fragments that vm1 sends isn't modelled here"):
        described().outbound.send_fragmented("vm1", "198.51.100.7", 53)


def test_fragments_of_an_open_flow_are_dropped_too() -> None:
    azure = Azure()
    azure.load_balancing.add_load_balancer_with("lb", "203.0.113.20", 2)
    azure.load_balancing.add_client("192.0.2.33")
    azure.outbound.send_fragmented_as_client("192.0.2.33", "203.0.113.20", 514)
    assert azure.seen.fate() == NO_FRAGMENTS
    assert not list(azure.cloud.load_balancers.running["lb"].node.flows)


def test_a_port_is_taken_by_no_fragment() -> None:
    azure = Azure()
    azure.load_balancing.add_load_balancer_with("lb", "203.0.113.20", 1)
    azure.outbound.send_fragmented("web1", "198.51.100.7", 53)
    assert azure.seen.fate() == NO_FRAGMENTS
    assert azure.seen.ports_in_use("web1", "UDP") == 0


def test_fragments_are_told_as_such() -> None:
    assert payload_words(Fragmented()).en == "in fragments"
    assert payload_words(Data()).en == "data"


def test_a_capture_shows_the_first_fragment() -> None:
    for payload, bits in ((Data(), 0x40), (Fragmented(), 0x20)):
        packet = Packet(1, "UDP", "10.0.0.4", 50_000, "198.51.100.7", 53, "", payload)
        assert packet_bytes(packet)[6] == bits
