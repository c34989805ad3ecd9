"""Destination NAT by a flow table."""

from __future__ import annotations

import itertools

import pytest
from attrs import evolve, frozen

from azsim.engine.routes import AddressSpace, Hop
from azsim.facts import Facts
from azsim.functions.balanced_flows import BalancingRule, Server
from azsim.functions.load_balancer import (
    NO_FLOW,
    NO_RULE_FOR_PORT,
    NO_RULE_FOR_PROTOCOL,
    REQUEST_RULE,
    LoadBalancer,
)
from azsim.model.packet import FiveTuple, Packet
from azsim.model.resources.balancing import LoadDistribution
from azsim.model.resources.checks import Protocol
from azsim.model.rules import Rule
from azsim.model.verdict import Deliver, Drop, Pass, Verdict
from azsim.units import MINUTE

SYN = Packet(1, "TCP", "192.0.2.33", 50_000, "203.0.113.10", 80, "SYN")


@frozen
class End:
    """A server that packets arrive at."""

    name: str
    is_off: bool = False

    def translate(self, packet: Packet, now: int) -> Verdict:
        return Deliver()


def next_node(function: LoadBalancer, packet: Packet) -> str:
    """Where *packet* goes from the load balancer."""
    hop = function.next_hop(function, packet, 0)
    return hop.node.name if isinstance(hop, Hop) else hop.reason.id


def balancer(servers: int = 1) -> LoadBalancer:
    """One with that many servers."""
    beyond = AddressSpace("beyond")
    pool = [
        Server(name, f"10.0.0.{number + 3}", End(name))
        for number in range(1, servers + 1)
        for name in [f"web{number}"]
    ]
    rule = BalancingRule("203.0.113.10", tuple(pool))
    return LoadBalancer("lb", ["203.0.113.10"], Facts(), beyond, [rule])


def with_rules(*rules: BalancingRule) -> LoadBalancer:
    """One whose rules lead to the servers of another."""
    function = balancer(2)
    servers = function.rules[0].servers
    function.rules = [evolve(each, servers=each.servers or servers) for each in rules]
    return function


def reason(function: LoadBalancer, packet: Packet) -> Rule | None:
    """Why *packet* is dropped, if it is."""
    verdict = function.translate(packet, 0)
    return verdict.reason if isinstance(verdict, Drop) else None


def passed(function: LoadBalancer, packet: Packet) -> Packet:
    """What goes on."""
    verdict = function.translate(packet, 0)
    assert isinstance(verdict, Pass)
    return verdict.packet


def answer(packet: Packet) -> Packet:
    """A server's answer to what it got."""
    flow = packet.five_tuple.reversed()
    return Packet(2, *flow, "SYN ACK")


def test_a_request_gets_another_destination_and_nothing_else() -> None:
    assert passed(balancer(), SYN) == evolve(SYN, destination="10.0.0.4")


def test_with_floating_ip_a_request_keeps_its_destination() -> None:
    function = balancer()
    function.rules = [evolve(each, floating_ip=True) for each in function.rules]
    assert passed(function, SYN) == SYN
    assert next_node(function, SYN) == "web1"
    assert "load-balancer.floating-ip" in function.facts.read


def test_a_request_says_which_server_gets_it() -> None:
    verdict = balancer().translate(SYN, 0)
    assert isinstance(verdict, Pass)
    assert verdict.rule == REQUEST_RULE.fill(server="web1")


def test_a_response_gets_the_front_end_ip_as_its_source() -> None:
    function = balancer()
    response = answer(passed(function, SYN))
    assert passed(function, response) == evolve(response, source="203.0.113.10")


def test_all_packets_of_a_flow_go_to_one_server() -> None:
    function = balancer(4)
    first = passed(function, SYN).destination
    later = [passed(function, evolve(SYN, id=id, flags="ACK")) for id in range(2, 9)]
    assert {packet.destination for packet in later} == {first}


def test_flows_are_spread_over_all_servers() -> None:
    function = balancer(4)
    flows = [evolve(SYN, source_port=50_000 + number) for number in range(64)]
    assert len({passed(function, flow).destination for flow in flows}) == 4


def test_the_choice_is_the_same_in_every_run() -> None:
    flows = [evolve(SYN, source_port=50_000 + number) for number in range(16)]
    one, other = balancer(4), balancer(4)
    assert [passed(one, flow) for flow in flows] == [passed(other, flow) for flow in flows]


def test_what_belongs_to_no_flow_is_dropped() -> None:
    function = balancer()
    unknown = Drop(NO_FLOW)
    assert function.translate(evolve(SYN, flags="ACK"), 0) == unknown
    assert function.translate(evolve(SYN, destination="203.0.113.11"), 0) == unknown
    assert function.translate(answer(evolve(SYN, destination="10.0.0.4")), 0) == unknown


def test_what_comes_from_its_own_front_end_opens_no_flow() -> None:
    packet = evolve(SYN, protocol="UDP", flags="", source="203.0.113.10")
    assert isinstance(balancer().translate(packet, 0), Drop)


def test_only_flows_of_a_front_end_that_is_removed_are_over() -> None:
    function = balancer()
    function.front_ends.append("203.0.113.11")
    [rule] = function.rules
    function.rules = [rule, evolve(rule, front_end="203.0.113.11")]
    elsewhere = evolve(SYN, source_port=50_001, destination="203.0.113.11")
    answers = [answer(passed(function, each)) for each in (SYN, elsewhere)]
    function.remove_front_end("203.0.113.10")
    assert reason(function, answers[0]) == NO_FLOW
    assert passed(function, answers[1]).source == "203.0.113.11"


class TestIdleConnections:
    def opened(self, **rule: object) -> tuple[LoadBalancer, list[Packet]]:
        """A load balancer with an established connection, and what it sends by itself."""
        function, sent = balancer(), list[Packet]()
        function.go_by([evolve(each, **rule) for each in function.rules])
        function.carried_by(lambda _, packets: sent.extend(packets), itertools.count(100))
        function.translate(answer(passed(function, SYN)), 0)
        function.translate(evolve(SYN, flags="ACK"), 0)
        return function, sent

    def test_end_in_silence_when_the_timeout_is_over(self) -> None:
        function, sent = self.opened()
        assert function.next_deadline() == 4 * MINUTE
        flow = function.flow_of(SYN.five_tuple)
        function.expire(4 * MINUTE)
        assert flow is not None
        assert flow.timed_out
        assert function.translate(evolve(SYN, flags="ACK"), 4 * MINUTE) == Drop(NO_FLOW)
        assert sent == []
        assert function.next_deadline() is None

    def test_are_kept_by_a_packet_in_either_direction(self) -> None:
        function, _ = self.opened()
        function.translate(evolve(SYN, flags="ACK"), MINUTE)
        assert function.next_deadline() == 5 * MINUTE
        back = FiveTuple("TCP", "10.0.0.4", 80, "192.0.2.33", 50_000)
        function.translate(Packet(9, *back, "ACK"), 2 * MINUTE)
        assert function.next_deadline() == 6 * MINUTE

    def test_go_by_what_their_rule_says_by_now(self) -> None:
        function, _ = self.opened()
        function.go_by([evolve(each, idle_timeout=10 * MINUTE) for each in function.rules])
        assert function.next_deadline() == 10 * MINUTE
        function.go_by([])
        assert function.next_deadline() == 4 * MINUTE

    def test_end_by_rst_to_both_ends(self) -> None:
        function, sent = self.opened(tcp_reset=True, front_end_port=80, protocol=Protocol.TCP)
        function.expire(4 * MINUTE)
        assert [(each.destination, each.flags) for each in sent] == [
            ("192.0.2.33", "RST"),
            ("10.0.0.4", "RST"),
        ]

    def test_with_ha_ports_end_in_silence(self) -> None:
        function, sent = self.opened(tcp_reset=True, name="all")
        function.expire(4 * MINUTE)
        assert sent == []

    def test_that_one_end_has_closed_end_in_silence(self) -> None:
        function, sent = self.opened(tcp_reset=True, front_end_port=80)
        function.translate(evolve(SYN, flags="FIN ACK"), 0)
        function.expire(4 * MINUTE)
        assert sent == []

    def test_are_tcp(self) -> None:
        function = balancer()
        passed(function, evolve(SYN, protocol="UDP", flags=""))
        assert function.next_deadline() is None


class TestRules:
    WEB = BalancingRule("203.0.113.10", (), Protocol.TCP, 80, 8080, "web")

    def test_lead_to_a_back_end_port_and_back(self) -> None:
        function = with_rules(self.WEB)
        inside = passed(function, SYN)
        assert inside.destination_port == 8080
        response = passed(function, answer(inside))
        assert (response.source, response.source_port) == ("203.0.113.10", 80)

    def test_say_their_name(self) -> None:
        verdict = with_rules(self.WEB).translate(SYN, 0)
        assert isinstance(verdict, Pass)
        assert 'rule "web"' in verdict.rule.text.en

    def test_take_in_nothing_else(self) -> None:
        function = with_rules(self.WEB)
        assert reason(function, evolve(SYN, destination_port=443)) == NO_RULE_FOR_PORT
        udp = evolve(SYN, protocol="UDP", flags="")
        assert reason(function, udp) == NO_RULE_FOR_PROTOCOL
        esp = evolve(SYN, protocol="ESP", flags="")
        assert reason(balancer(), esp) == NO_RULE_FOR_PROTOCOL

    def test_for_a_port_go_before_one_for_every_port(self) -> None:
        every = evolve(self.WEB, protocol=Protocol.ALL, front_end_port=0, back_end_port=0)
        function = with_rules(every, self.WEB)
        assert passed(function, SYN).destination_port == 8080
        assert passed(function, evolve(SYN, destination_port=443)).destination_port == 443

    def test_of_which_there_are_none_take_in_nothing(self) -> None:
        assert reason(with_rules(), SYN) == NO_RULE_FOR_PORT

    @pytest.mark.parametrize(
        ("mode", "kept"),
        [
            (LoadDistribution.SOURCE_IP, ["source_port", "destination_port", "protocol"]),
            (LoadDistribution.SOURCE_IP_PROTOCOL, ["source_port", "destination_port"]),
        ],
    )
    def test_keep_a_client_with_its_server(self, mode: LoadDistribution, kept: list[str]) -> None:
        function = balancer(8)
        function.rules = [evolve(each, distribution=mode) for each in function.rules]
        first = passed(function, SYN).destination
        for number in range(1, 33):
            other = evolve(SYN, source_port=50_000 + number, destination_port=80 + number)
            if "protocol" in kept and number % 2:
                other = evolve(other, protocol="UDP", flags="")
            assert passed(function, other).destination == first

    def test_that_change_leave_flows_where_they_are(self) -> None:
        function = balancer(4)
        flows = [evolve(SYN, source_port=50_000 + number) for number in range(16)]
        before = [passed(function, flow).destination for flow in flows]
        [rule] = function.rules
        function.rules = [evolve(rule, servers=rule.servers[:1])]
        after = [passed(function, evolve(flow, flags="ACK")).destination for flow in flows]
        assert after == before
        new = [evolve(SYN, source_port=51_000 + number) for number in range(16)]
        assert {passed(function, flow).destination for flow in new} == {"10.0.0.4"}


def test_without_servers_there_is_no_flow() -> None:
    assert isinstance(balancer(0).translate(SYN, 0), Drop)


def test_facts_are_read_when_they_decide() -> None:
    function = balancer()
    assert function.facts.read == ()
    out = passed(function, SYN)
    assert set(function.facts.read) == {
        "load-balancer.distribution", "load-balancer.rewrites-request",
    }  # fmt: skip
    passed(function, answer(out))
    assert "load-balancer.rewrites-response" in function.facts.read
