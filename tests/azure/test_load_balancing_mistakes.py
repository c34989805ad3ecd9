"""What a scenario's author is told about services that spread requests, and Traffic Manager."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azsim.azure import Azure
from azsim.azure.describing import BalancerKind
from azsim.azure.load_balancing import LoadBalancing
from azsim.azure.traffic_manager import TrafficManager
from azsim.deploy.cloud import Cloud
from azsim.deploy.world import World
from azsim.facts import Facts
from azsim.text import Advice
from azsim.units import SECOND

CLIENT = "192.0.2.33"
PROFILE = "test.trafficmanager.net"

BALANCING: list[tuple[Callable[[LoadBalancing], object], str]] = [
    (lambda a: a.ask_for_certificates("web2"), 'Did you mean "web1"'),
    (lambda a: a.add_servers("appgv", []), 'Did you mean "appgw"'),
    (lambda a: a.send_requests("192.0.2.34", "203.0.113.10", 80), "Did you mean 192.0.2.33"),
    (lambda a: a.send_requests(CLIENT, "10.9.9.9", 80), "10.9.9.9"),
    (lambda a: a.send_requests(CLIENT, "203.0.113.10", 80, 0), "at least 1"),
    (lambda a: a.send_requests(CLIENT, "203.0.113.20", 80), "no server behind it"),
    (lambda a: a.send_request_handled_by(CLIENT, "203.0.113.10", 80, "appgw-0"), "no front-end IP"),
    (lambda a: a.send_request_handled_by(CLIENT, "203.0.113.10", 80, "appgw-7"), "appgw-0"),
    (lambda a: a.add_client(CLIENT), "given twice"),
    (lambda a: a.add_load_balancer("lb", "203.0.113.11", []), '"lb" is given twice'),
    (lambda a: a.add_load_balancer("lb2", "203.0.113.10", []), "203.0.113.10 is given twice"),
    (
        lambda a: a.add_load_balancer("lb2", "203.0.113.12", [("web1", "10.0.0.9")]),
        '"web1" is given twice',
    ),
    (
        lambda a: a.add_load_balancer(
            "lb2", "203.0.113.12", [("w", "10.0.9.9"), ("w", "10.0.9.9")]
        ),
        "two of the same name",
    ),
    (lambda a: a.send_requests(CLIENT, "203.0.113.30", 80), '"empty" has no server behind it'),
    (lambda a: a.add_front_end("lb", "10.0.0.100"), "it is an internal load balancer"),
    (lambda a: a.add_load_balancer("a\nb", "203.0.113.11", []), '"a␊b" is no name'),
    (lambda a: a.add_load_balancer("a\x1b[8m", "203.0.113.11", []), '"a␛[8m" is no name'),
    (lambda a: a.add_load_balancer("a/b", "203.0.113.11", []), '"a/b" is no name'),
    (lambda a: a.add_load_balancer("x" * 300, "203.0.113.11", []), 'xx…" is no name'),
    (lambda a: a.add_load_balancer("lb2", "10.0.0.6", []), "it is an internal load balancer"),
    (lambda a: a.ask_for_front_end("lb", "10.0.0.6"), "it is an internal load balancer"),
    (lambda a: a.add_front_end("lb", "203.0.113.11"), "without floating IP"),
    (
        lambda a: a.add_load_balancer("lb2", "203.0.113.12", [("web1", "10.0.0.4")]),
        "two public load balancers",
    ),
    (lambda a: a.send_pairs("lb", "source address", 4), "need 2 clients"),
    (lambda a: a.send_pairs("lb", "destination address", 4), "need 2 front-end IPs"),
]


@pytest.mark.parametrize(("mistake", "words"), BALANCING)
def test_load_balancing(mistake: Callable[[LoadBalancing], object], words: str) -> None:
    part = LoadBalancing(Cloud(World()))
    part.add_client(CLIENT)
    part.add_load_balancer("lb", "203.0.113.10", [("web1", "10.0.0.4")])
    part.add_load_balancer("empty", "203.0.113.30", [])
    part.add_application_gateway("appgw", "203.0.113.20", [("appgw-0", "10.0.1.4")])
    with pytest.raises(Advice) as advice:
        mistake(part)
    assert words in advice.value.text.en
    assert advice.value.text.ja not in ("", advice.value.text.en)


def test_an_instance_of_another_gateway() -> None:
    part = LoadBalancing(Cloud(World()))
    part.add_client(CLIENT)
    for number in (1, 2):
        instances = [(f"gw{number}-0", f"10.0.{number}.4")]
        part.add_application_gateway(f"gw{number}", f"203.0.113.2{number}", instances)
        part.add_servers(f"gw{number}", [("web1", "10.0.9.4")])
    with pytest.raises(Advice, match="gw2-0 is no instance of gw1"):
        part.send_request_handled_by(CLIENT, "203.0.113.21", 80, "gw2-0")


def test_probes_of_nothing() -> None:
    with pytest.raises(Advice, match="Nothing is probed here"):
        LoadBalancing(Cloud(World())).run_probes(SECOND)


def test_requests_and_probes_without_a_free_port() -> None:
    world = World(Facts({"host.last-ephemeral-port": 49_155}))
    part = LoadBalancing(Cloud(world))
    part.add_client(CLIENT)
    part.add_application_gateway("appgw", "203.0.113.20", [("appgw-0", "10.0.1.4")])
    part.add_servers("appgw", [("web1", "10.0.0.4")])
    part.send_requests(CLIENT, "203.0.113.20", 80, 4)
    with pytest.raises(Advice, match="192.0.2.33 has no free port left toward 203.0.113.20:80"):
        part.send_requests(CLIENT, "203.0.113.20", 80)
    with pytest.raises(Advice, match="appgw has no free port left toward 10.0.0.4:80"):
        part.run_probes(SECOND)


ENDPOINTS = [("one.example", "1.1.1.1", 1), ("two.example", "2.2.2.2", 2)]

MANAGING: list[tuple[Callable[[TrafficManager], object], str]] = [
    (lambda a: a.degrade("on.example"), 'Did you mean "one.example"'),
    (lambda a: a.send_request(CLIENT, "tost.trafficmanager.net"), PROFILE),
    (lambda a: a.resolve("192.0.2.34", PROFILE), "There is no client 192.0.2.34"),
    (lambda a: a.answer(), "No DNS answer"),
    (lambda a: a.set_ttl(PROFILE, SECOND + 1), "whole number of seconds"),
    (lambda a: a.add_profile("b", [("b.example", "3.3.3.3", 0)]), "from 1 to 1,000"),
    (lambda a: a.add_profile("b", [("b.example", "3.3.3.3", 1001)]), "from 1 to 1,000"),
    (
        lambda a: a.add_profile("b", [("b.example", "3.3.3.3", 5), ("c.example", "4.4.4.4", 5)]),
        "both have the priority 5",
    ),
    (
        lambda a: a.add_profile("b", [("b.example", "3.3.3.3", 1)], 2_147_483_648 * SECOND),
        "the largest TTL is 2,147,483,647 seconds",
    ),
    (lambda a: a.add_profile("a..b", [("b.example", "3.3.3.3", 1)]), "that DNS can carry"),
    (lambda a: a.add_profile("b", [("b example", "3.3.3.3", 1)]), "that DNS can carry"),
    (lambda a: a.add_profile("b", [("x\nNote over p0: y", "3.3.3.3", 1)]), "no name of a part"),
    (lambda a: a.add_profile("b", [("b.example", "1.1.1.1", 1)]), "given twice"),
    (lambda a: a.add_profile(PROFILE, [("b.example", "3.3.3.3", 1)]), "given twice"),
]


@pytest.mark.parametrize(("mistake", "words"), MANAGING)
def test_traffic_manager(mistake: Callable[[TrafficManager], object], words: str) -> None:
    part = TrafficManager(Cloud(World()))
    part.clients.add(CLIENT)
    part.add_profile(PROFILE, ENDPOINTS, 60 * SECOND)
    with pytest.raises(Advice) as advice:
        mistake(part)
    assert words in advice.value.text.en
    assert advice.value.text.ja not in ("", advice.value.text.en)


def test_a_name_before_any_profile() -> None:
    part = TrafficManager(Cloud(World()))
    part.clients.add(CLIENT)
    with pytest.raises(Advice, match="Write before it: Given a Traffic Manager profile"):
        part.send_request(CLIENT, PROFILE)


def test_whether_a_server_is_given_its_own_flow_is_left_to_the_hash() -> None:
    azure = Azure()
    internal = BalancerKind(is_internal=True)
    azure.load_balancing.add_load_balancer_with("ilb", "10.0.0.100", 2, internal)
    with pytest.raises(Advice, match="nobody can say beforehand"):
        azure.outbound.open_connection("web1", "TCP", "10.0.0.100", 80)
