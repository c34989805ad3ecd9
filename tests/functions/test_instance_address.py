"""An instance-level public IP: one address for one, ports as they are."""

from __future__ import annotations

import attrs
import pytest

from azsim.functions.instance_address import InstanceLevelAddress
from azsim.model.packet import Packet, Protocol
from azsim.model.verdict import Drop, Pass

CARRIED = ("TCP", "UDP", "ICMP", "ESP")
ADDRESS = InstanceLevelAddress("203.0.113.50", "10.0.0.4", CARRIED)
OUT = Packet(1, "TCP", "10.0.0.4", 50_000, "198.51.100.7", 443, "SYN")


def test_on_the_way_out_only_the_source_address_changes() -> None:
    verdict = ADDRESS.translate(OUT, 0)
    assert isinstance(verdict, Pass)
    assert verdict.packet == attrs.evolve(OUT, source="203.0.113.50")


def test_on_the_way_in_only_the_destination_address_changes() -> None:
    back = Packet(2, "TCP", "198.51.100.7", 443, "203.0.113.50", 50_000, "SYN ACK")
    verdict = ADDRESS.translate(back, 0)
    assert isinstance(verdict, Pass)
    assert verdict.packet == attrs.evolve(back, destination="10.0.0.4")


@pytest.mark.parametrize("protocol", CARRIED)
def test_it_carries(protocol: Protocol) -> None:
    assert isinstance(ADDRESS.translate(attrs.evolve(OUT, protocol=protocol), 0), Pass)


def test_it_carries_nothing_else_and_says_so_in_both_languages() -> None:
    verdict = ADDRESS.translate(attrs.evolve(OUT, protocol="GRE"), 0)
    assert isinstance(verdict, Drop)
    assert verdict.reason.text.en.endswith("carries only TCP, UDP, ICMP and ESP")
    assert verdict.reason.text.ja.endswith("TCP、UDP、ICMP、ESP しか扱わない")
