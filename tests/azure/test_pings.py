"""Pings of front ends, and PsPing from the internet, where a sentence asks for more than there is."""

from __future__ import annotations

import pytest

from azsim.azure import Azure
from azsim.text import Advice


@pytest.fixture
def azure() -> Azure:
    azure = Azure()
    azure.load_balancing.add_load_balancer("lb", "203.0.113.10", [("web1", "10.0.0.4")])
    azure.load_balancing.add_client("192.0.2.33")
    return azure


def test_only_front_ends_are_pinged(azure: Azure) -> None:
    with pytest.raises(Advice, match=r"198\.51\.100\.7 is no front-end IP of a load balancer"):
        azure.pings.ping("192.0.2.33", "198.51.100.7")


def test_a_packet_holds_its_header(azure: Azure) -> None:
    with pytest.raises(Advice, match="header of 8 bytes, so that it can't have 7"):
        azure.pings.ping("192.0.2.33", "203.0.113.10", 7)


def test_a_reply_is_one_to_a_ping(azure: Azure) -> None:
    with pytest.raises(Advice, match="No step before this one pings anything"):
        _ = azure.pings.reply


def test_an_inbound_nat_rule_alone_lets_no_ping_be_answered(azure: Azure) -> None:
    azure.load_balancer_rules.list_none("lb")
    azure.load_balancer_rules.add_nat_rule_to_machine("lb", "TCP", 50_001, "web1", 22)
    azure.pings.ping("192.0.2.33", "203.0.113.10")
    assert "only where a load-balancing rule leads to a server" in azure.pings.reply.en


class TestPsPingFromTheInternet:
    def test_goes_to_front_ends_only(self, azure: Azure) -> None:
        with pytest.raises(Advice, match=r"198\.51\.100\.7 is no front-end IP of a load balancer"):
            azure.expressroute.run("192.0.2.33", "psping 198.51.100.7:443")

    def test_tells_losses_and_no_times(self, azure: Azure) -> None:
        azure.expressroute.run("192.0.2.33", "psping 203.0.113.10:80")
        losses = "Lost = 0 (0% loss)"
        assert azure.expressroute.measurements.last_reports(losses) == losses
        with pytest.raises(Advice, match="over the internet, isn't modelled"):
            azure.expressroute.measurements.last_reports("Minimum = 0.00ms")

    def test_isnt_left_to_a_hash(self, azure: Azure) -> None:
        servers = [("web2", "10.0.0.5"), ("web3", "10.0.0.6")]
        azure.load_balancing.add_load_balancer("two", "203.0.113.20", servers)
        azure.servers.refuse("10.0.0.5")
        with pytest.raises(Advice, match="by a hash that Azure doesn't publish"):
            azure.expressroute.run("192.0.2.33", "psping 203.0.113.20:80")
