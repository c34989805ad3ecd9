"""TCP and UDP endpoints: the state machine, and what is sent in return."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from azsim.facts import Facts
from azsim.hosts.host import NOT_ONE_OF_MINE, TRANSITIONS, Connection, Host, State
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Data, Keepalive
from azsim.model.verdict import Deliver, Drop
from azsim.units import SECOND

FLOW = FiveTuple("TCP", "10.0.0.4", 49_152, "198.51.100.7", 443)


class Pair:
    """A client and a server on one wire."""

    def __init__(self) -> None:
        ids = itertools.count(1)
        self.client = Host("client", ("10.0.0.4",), Facts(), ids)
        self.server = Host("server", ("198.51.100.7",), Facts(), ids)
        self.wire: list[Packet] = []

    def connect(self) -> Connection:
        connection, packets = self.client.connect(FLOW)
        self.carry(packets, 0)
        return connection

    def carry(self, packets: list[Packet], now: int) -> None:
        """Carry packets back and forth until nobody says anything more."""
        while packets:
            packet, *packets = packets
            self.wire.append(packet)
            host = self.server if packet.destination == self.server.address else self.client
            if isinstance(host.translate(packet, now), Deliver):
                packets = [*packets, *host.receive(packet, now)]

    @property
    def at_server(self) -> Connection:
        return self.server.connections[FLOW.reversed()]

    @property
    def flags(self) -> list[str]:
        return [packet.flags for packet in self.wire]


@pytest.fixture
def pair() -> Pair:
    return Pair()


def test_a_handshake_takes_three_segments(pair: Pair) -> None:
    connection = pair.connect()
    assert pair.flags == ["SYN", "SYN ACK", "ACK"]
    assert connection.state == pair.at_server.state == "ESTABLISHED"


def test_both_ends_close_in_turn(pair: Pair) -> None:
    connection = pair.connect()
    pair.carry(pair.client.close(connection), 0)
    assert (connection.state, pair.at_server.state) == ("FIN_WAIT_2", "CLOSE_WAIT")
    pair.carry(pair.server.close(pair.at_server), 0)
    assert (connection.state, pair.at_server.state) == ("TIME_WAIT", "CLOSED")
    assert pair.flags[3:] == ["FIN ACK", "ACK", "FIN ACK", "ACK"]


def test_an_rst_ends_both_at_once(pair: Pair) -> None:
    connection = pair.connect()
    pair.carry(pair.client.abort(connection), 0)
    assert (connection.state, pair.at_server.state) == ("CLOSED", "CLOSED")
    assert pair.flags[3:] == ["RST"]


def test_a_keepalive_is_acknowledged(pair: Pair) -> None:
    connection = pair.connect()
    pair.carry(pair.client.send(connection, Keepalive()), 0)
    assert pair.flags[3:] == ["ACK", "ACK"]


def test_a_syn_that_meets_an_older_connection_succeeds_after_a_second(pair: Pair) -> None:
    pair.server.accept(FLOW.reversed())
    sent: list[Packet] = []
    pair.client.on_retransmission(lambda host, packets: sent.extend(packets), lambda timed: None)
    connection = pair.connect()
    assert pair.flags == ["SYN", "ACK", "RST"]
    assert connection.state == "SYN_SENT"
    assert pair.client.next_deadline() == SECOND
    pair.client.expire(SECOND)
    pair.carry(sent, SECOND)
    assert connection.state == pair.at_server.state == "ESTABLISHED"


def test_a_connection_that_was_given_up_sends_no_syn_again(pair: Pair) -> None:
    pair.server.accept(FLOW.reversed())
    sent: list[Packet] = []
    pair.client.on_retransmission(lambda host, packets: sent.extend(packets), lambda timed: None)
    pair.client.abort(pair.connect())
    pair.client.expire(SECOND)
    assert sent == []


def test_a_packet_of_no_connection_is_dropped(pair: Pair) -> None:
    stray = Packet(9, *FLOW, "ACK", Data())
    assert pair.server.translate(stray, 0) == Drop(NOT_ONE_OF_MINE.fill(host="server"))


def test_a_host_that_does_not_listen_takes_no_new_connection() -> None:
    host = Host("client", ("10.0.0.4",), Facts(), itertools.count(1), listens=False)
    syn = Packet(1, "TCP", "198.51.100.7", 443, "10.0.0.4", 80, "SYN")
    assert isinstance(host.translate(syn, 0), Drop)


def test_ephemeral_ports_are_taken_one_after_the_other(pair: Pair) -> None:
    ports = []
    for _ in range(3):
        flow = pair.client.free_flow("TCP", "198.51.100.7", 443)
        assert flow is not None
        pair.client.take_up(flow)
        ports.append(flow.source_port)
    assert ports == [49_152, 49_153, 49_154]


def test_every_ephemeral_port_serves_once_toward_one_destination() -> None:
    facts = Facts({"host.first-ephemeral-port": 50_000, "host.last-ephemeral-port": 50_001})
    host = Host("client", ("10.0.0.4",), facts, itertools.count(1))
    for _ in range(2):
        flow = host.free_flow("TCP", "198.51.100.7", 443)
        assert flow is not None
        host.take_up(flow)
    assert host.free_flow("TCP", "198.51.100.7", 443) is None
    assert host.free_flow("TCP", "198.51.100.8", 443) is not None


class TestTheStateMachine:
    """Which states the ends pass through, and what no packet of the time may change."""

    def test_the_end_that_closes_first_waits(self, pair: Pair) -> None:
        connection = pair.connect()
        assert pair.client.close(connection)[0].flags == "FIN ACK"
        assert connection.state == "FIN_WAIT_1"

    def test_a_half_closed_connection_stays_half_closed(self, pair: Pair) -> None:
        connection = pair.connect()
        pair.carry(pair.server.close(pair.at_server), 0)
        assert (connection.state, pair.at_server.state) == ("CLOSE_WAIT", "FIN_WAIT_2")
        pair.carry(pair.client.send(connection, Data()), 0)
        assert (connection.state, pair.at_server.state) == ("CLOSE_WAIT", "FIN_WAIT_2")

    def test_closing_twice_sends_one_fin(self, pair: Pair) -> None:
        connection = pair.connect()
        pair.carry(pair.client.close(connection), 0)
        assert pair.client.close(connection) == []

    @pytest.mark.parametrize(
        "state", ["ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT", "LAST_ACK"]
    )
    def test_a_syn_is_challenged_while_the_old_connection_lives(
        self, pair: Pair, state: State
    ) -> None:
        pair.connect()
        pair.at_server.state = state
        (answer,) = pair.server.receive(Packet(9, *FLOW, "SYN"), 0)
        assert (answer.flags, pair.at_server.state) == ("ACK", state)
        assert pair.server.receive(Packet(10, *FLOW, "RST"), 0) == []
        assert pair.at_server.state == "CLOSED"

    @pytest.mark.parametrize("state", ["CLOSED", "TIME_WAIT"])
    def test_a_syn_opens_a_new_connection_where_the_old_one_is_over(
        self, pair: Pair, state: State
    ) -> None:
        pair.connect()
        pair.at_server.state = state
        (answer,) = pair.server.receive(Packet(9, *FLOW, "SYN"), 0)
        assert (answer.flags, pair.at_server.state) == ("SYN ACK", "SYN_RECEIVED")

    def test_no_packet_revives_what_an_rst_has_ended(self, pair: Pair) -> None:
        connection = pair.connect()
        pair.carry(pair.client.abort(connection), 0)
        for flags in ("ACK", "FIN ACK", "RST", "SYN ACK"):
            assert pair.server.receive(Packet(9, *FLOW, flags), 0) == []
            assert pair.at_server.state == "CLOSED"

    def test_every_state_can_be_reached_and_left(self) -> None:
        entered = {after for after, _ in TRANSITIONS.values()}
        left = {before for before, _ in TRANSITIONS}
        assert left == entered == {state for state in get_args(State) if state != "CLOSING"}
