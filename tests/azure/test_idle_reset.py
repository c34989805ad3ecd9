"""A TCP reset at idle timeout, as both ends and every view of them see it."""

from __future__ import annotations

import pytest

from azsim.azure import Azure, describing
from azsim.azure.load_balancer_outbound import DescribedRule
from azsim.azure.seen import RESET, TIMED_OUT
from azsim.model.events import Delivered
from azsim.tools.netstat import netstat_rows
from azsim.units import MINUTE

SERVER = ("198.51.100.7", 443)


def opened(kind: str, rule: DescribedRule) -> Azure:
    """A machine behind a load balancer with that rule, and a connection that it has opened."""
    azure = Azure()
    describing.load_balancer(azure.cloud, "lb", "203.0.113.20", [("web1", "10.0.0.4")])
    azure.load_balancer_outbound.describe("lb", rule)
    if kind == "packets":
        azure.outbound.open_connection("web1", "TCP", *SERVER)
    else:
        azure.outbound.open_many("web1", "TCP", 1, [SERVER])
    return azure


RESETS = DescribedRule(["203.0.113.32"], idle_timeout=15 * MINUTE, tcp_reset=True)
SILENT = DescribedRule(["203.0.113.32"], idle_timeout=15 * MINUTE)


@pytest.mark.parametrize("kind", ["packets", "flows"])
class TestAfterTheTimeout:
    def test_neither_end_knows_a_connection_that_was_reset(self, kind: str) -> None:
        azure = opened(kind, RESETS)
        client, server = azure.outbound.that.host, azure.outbound.that.far_end
        assert server is not None
        azure.world.pass_time(15 * MINUTE - 1)
        assert (len(netstat_rows(client, azure.world.now)), len(server.connections)) == (1, 1)
        azure.world.pass_time(1)
        assert (netstat_rows(client, azure.world.now), server.connections) == ([], {})
        assert azure.seen.state_of_that() == RESET

    def test_an_rst_has_arrived_at_each_end_at_that_instant(self, kind: str) -> None:
        azure = opened(kind, RESETS)
        azure.world.pass_time(20 * MINUTE)
        resets = [
            (each.where, each.time, each.packet.source)
            for each in azure.world.trace.events
            if isinstance(each, Delivered) and each.packet.flags == "RST"
        ]
        assert resets == [
            ("198.51.100.7", 15 * MINUTE, "203.0.113.32"),
            ("web1", 15 * MINUTE, "198.51.100.7"),
        ]

    def test_both_ends_still_know_one_that_was_dropped_in_silence(self, kind: str) -> None:
        azure = opened(kind, SILENT)
        client, server = azure.outbound.that.host, azure.outbound.that.far_end
        assert server is not None
        azure.world.pass_time(15 * MINUTE)
        assert (len(netstat_rows(client, azure.world.now)), len(server.connections)) == (1, 1)
        assert azure.seen.state_of_that() == TIMED_OUT

    def test_the_same_ports_open_a_connection_again_by_the_first_method(self, kind: str) -> None:
        azure = opened(kind, RESETS)
        port = azure.outbound.that.inside.source_port
        azure.world.pass_time(15 * MINUTE)
        azure.outbound.open_connection("web1", "TCP", *SERVER, source_port=port)
        assert azure.outbound.that.state == "open"
        assert azure.outbound.that.outside.source == "203.0.113.32"


def test_udp_keeps_the_timeout_of_the_platform_without_a_word() -> None:
    azure = opened("packets", RESETS)
    azure.outbound.open_connection("web1", "UDP", *SERVER)
    azure.world.pass_time(4 * MINUTE)
    assert azure.seen.state_of_that() == TIMED_OUT


def test_a_server_that_has_fallen_silent_gets_its_rst_in_vain() -> None:
    azure = opened("packets", RESETS)
    azure.servers.fall_silent(SERVER[0])
    azure.world.pass_time(15 * MINUTE)
    assert azure.seen.state_of_that() == RESET
    assert netstat_rows(azure.outbound.that.host, azure.world.now) == []
