"""What a host does with those who ask something of it, in packets and in flows alike."""

from __future__ import annotations

import itertools

import pytest

from azsim.facts import Facts
from azsim.hosts.application import Echo
from azsim.hosts.host import NO_ANSWER, Host, Reception
from azsim.hosts.serving import Manner, Trait
from azsim.hosts.tcp import State
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Data, HttpRequest, Payload, Tls
from azsim.model.verdict import Deliver, Drop
from azsim.units import SECOND

FLOW = FiveTuple("TCP", "10.0.0.4", 49_152, "198.51.100.7", 443)
SYN = Packet(1, *FLOW, "SYN")
REQUEST = Packet(2, *FLOW, "ACK", Data())
BACK = FLOW.reversed()


@pytest.fixture
def server() -> Host:
    return Host("server", ("198.51.100.7",), Facts(), itertools.count(10), application=Echo())


class TestAServer:
    @pytest.mark.parametrize(
        ("manner", "flags", "reception"),
        [
            ("answers", ["SYN ACK"], "accepted"),
            ("refuses connections", ["RST"], "refused"),
        ],
    )
    def test_meets_a_packet_and_a_flow_alike(
        self, server: Host, manner: Manner, flags: list[str], reception: Reception
    ) -> None:
        server.serving.manner = Trait(manner)
        assert server.translate(SYN, 0) == Deliver()
        assert [packet.flags for packet in server.receive(SYN, 0)] == flags
        server.forget(BACK)
        assert server.accept(BACK) == reception
        assert (BACK in server.connections) == (reception == "accepted")

    def test_that_does_not_answer_lets_everything_fall(self, server: Host) -> None:
        server.serving.manner = Trait("doesn't answer")
        assert server.translate(SYN, 0) == Drop(NO_ANSWER)
        assert server.accept(BACK) == "no answer"
        assert server.accept(BACK._replace(protocol="UDP")) == "no answer"
        assert server.connections == {}

    @pytest.mark.parametrize(
        ("state", "reception"), [("ESTABLISHED", "challenged"), ("TIME_WAIT", "accepted")]
    )
    def test_challenges_who_comes_again_while_the_old_connection_lives(
        self, server: Host, state: State, reception: Reception
    ) -> None:
        server.accept(BACK)
        server.connections[BACK].state = state
        assert server.accept(BACK) == reception

    def test_that_refuses_connections_still_takes_datagrams(self, server: Host) -> None:
        server.serving.manner = Trait("refuses connections")
        assert server.accept(BACK._replace(protocol="UDP")) == "accepted"

    def test_that_refuses_connections_keeps_those_it_has(self, server: Host) -> None:
        server.accept(BACK)
        server.serving.manner = Trait("refuses connections")
        assert [packet.payload for packet in server.receive(REQUEST, 0)] == [Data("answer")]

    def test_that_is_silent_still_hears_those_it_has_asked_itself(self, server: Host) -> None:
        server.serving.manner = Trait("doesn't answer")
        server.take_up(BACK)
        assert server.translate(REQUEST, 0) == Deliver()

    def test_that_resets_connections_takes_them_first(self, server: Host) -> None:
        server.serving.manner = Trait("resets connections")
        assert [packet.flags for packet in server.receive(SYN, 0)] == ["SYN ACK"]
        assert [packet.flags for packet in server.receive(REQUEST, 0)] == ["RST"]
        assert server.connections == {}

    def test_that_resets_connections_still_answers_datagrams(self, server: Host) -> None:
        server.serving.manner = Trait("resets connections")
        datagram = Packet(3, *FLOW._replace(protocol="UDP"), "", Data())
        assert [packet.payload for packet in server.receive(datagram, 0)] == [Data("answer")]


class TestALateAnswer:
    @pytest.fixture
    def late(self, server: Host) -> Host:
        server.accept(BACK)
        server.serving.first_answer_after = Trait(30 * SECOND)
        return server

    def test_comes_when_its_time_is_over(self, late: Host) -> None:
        sent: list[Payload | None] = []
        woken: list[int | None] = []
        late.carried_by(lambda host, packets: sent.extend(each.payload for each in packets))
        late.announce_to(lambda: woken.append(late.next_deadline()))
        assert late.receive(REQUEST, SECOND) == []
        assert woken == [31 * SECOND]
        late.expire(31 * SECOND - 1)
        assert sent == []
        late.expire(31 * SECOND)
        assert sent == [Data("answer")]
        assert late.next_deadline() is None

    def test_is_that_to_the_first_request_only(self, late: Host) -> None:
        late.receive(REQUEST, 0)
        assert [packet.payload for packet in late.receive(REQUEST, 0)] == [Data("answer")]

    def test_is_not_sent_where_the_connection_is_over(self, late: Host) -> None:
        sent: list[Packet] = []
        late.carried_by(lambda host, packets: sent.extend(packets))
        late.receive(REQUEST, 0)
        late.receive(Packet(3, *FLOW, "RST"), SECOND)
        late.expire(30 * SECOND)
        assert sent == []

    def test_is_not_sent_where_the_server_has_fallen_silent(self, late: Host) -> None:
        sent: list[Packet] = []
        late.carried_by(lambda host, packets: sent.extend(packets))
        late.receive(REQUEST, 0)
        late.serving.manner = Trait("doesn't answer")
        late.expire(30 * SECOND)
        assert sent == []

    def test_is_one_to_every_request_where_each_is_late(self, late: Host) -> None:
        late.serving.answer_after = Trait(2 * SECOND)
        assert [late.serving.delay() for _ in range(3)] == [30 * SECOND, 2 * SECOND, 2 * SECOND]

    def test_comes_in_the_order_of_the_requests(self, late: Host) -> None:
        flows = [FLOW._replace(source_port=49_152 + number) for number in range(4)]
        sent: list[int] = []
        late.carried_by(
            lambda host, packets: sent.extend(each.destination_port for each in packets)
        )
        for flow in flows[1:]:
            late.accept(flow.reversed())
        for flow in reversed(flows):
            late.serving.first_answer_after = Trait(30 * SECOND)
            late.receive(Packet(2, *flow, "ACK", Data()), 0)
        late.expire(30 * SECOND)
        assert sent == [49_155, 49_154, 49_153, 49_152]

    def test_needs_somebody_to_carry_it(self, late: Host) -> None:
        late.receive(REQUEST, 0)
        late.expire(30 * SECOND)
        assert late.next_deadline() is None

    @pytest.mark.parametrize(
        ("payload", "waits"),
        [
            (HttpRequest("www.example.com"), True),
            (Tls(("ApplicationData",), carries=HttpRequest("www.example.com")), True),
            (Tls(("ClientHello",)), False),
        ],
    )
    def test_is_one_to_a_request_and_to_no_handshake(
        self, late: Host, payload: Payload, waits: bool
    ) -> None:
        late.receive(Packet(3, *FLOW, "ACK", payload), 0)
        assert (late.next_deadline() is not None) == waits

    def test_is_never_one_to_an_answer(self, server: Host) -> None:
        server.take_up(BACK)
        server.serving.first_answer_after = Trait(30 * SECOND)
        server.receive(REQUEST, 0)
        assert server.next_deadline() is None
