"""TCP and UDP endpoints: the state machine, and what is sent in return."""

from __future__ import annotations

import itertools

import pytest

from azsim.facts import Facts
from azsim.hosts.application import Application, Connection, Echo
from azsim.hosts.host import COMES_BACK, NOT_ONE_OF_MINE, Host
from azsim.hosts.profile import Linux, OperatingSystem, Windows
from azsim.hosts.serving import Trait
from azsim.hosts.tcp import State
from azsim.model.packet import FiveTuple, Packet
from azsim.model.payload import Data, Keepalive, Payload
from azsim.model.verdict import Deliver, Drop
from azsim.text import Advice
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
    assert connection.state == "TIME_WAIT"
    assert pair.server.connections == {}
    assert pair.flags[3:] == ["FIN ACK", "ACK", "FIN ACK", "ACK"]


def test_an_rst_ends_both_at_once(pair: Pair) -> None:
    connection = pair.connect()
    pair.carry(pair.client.abort(connection), 0)
    assert pair.client.connections == pair.server.connections == {}
    assert pair.flags[3:] == ["RST"]


def test_a_keepalive_is_acknowledged_and_goes_to_no_application(pair: Pair) -> None:
    pair.server.application = Echo()
    connection = pair.connect()
    pair.carry(pair.client.send(connection, Keepalive()), 0)
    assert [packet.payload for packet in pair.wire[3:]] == [Keepalive(), None]
    assert pair.flags[3:] == ["ACK", "ACK"]


def test_data_that_ends_the_handshake_is_answered_after_the_greeting(pair: Pair) -> None:
    class Greeting(Echo):
        def established(self, host: Host, connection: Connection, now: int) -> list[Packet]:
            return host.send(connection, Data("welcome"))

    pair.server.application = Greeting()
    pair.server.receive(Packet(8, *FLOW, "SYN"), 0)
    sent = pair.server.receive(Packet(9, *FLOW, "ACK", Data()), 0)
    assert [packet.payload for packet in sent] == [Data("welcome"), Data("answer")]


def test_data_after_a_fin_goes_to_no_application(pair: Pair) -> None:
    pair.server.application = Echo()
    connection = pair.connect()
    pair.carry(pair.client.close(connection), 0)
    assert pair.server.receive(Packet(9, *FLOW, "ACK", Data()), 0) == []


def test_a_syn_that_meets_an_older_connection_succeeds_after_three_seconds(pair: Pair) -> None:
    pair.server.accept(FLOW.reversed())
    sent: list[Packet] = []
    pair.client.carried_by(lambda host, packets: sent.extend(packets))
    connection = pair.connect()
    assert pair.flags == ["SYN", "ACK", "RST"]
    assert connection.state == "SYN_SENT"
    assert pair.client.next_deadline() == 3 * SECOND
    pair.client.expire(3 * SECOND)
    pair.carry(sent, 3 * SECOND)
    assert connection.state == pair.at_server.state == "ESTABLISHED"


def test_each_syn_is_sent_again_in_its_own_time(pair: Pair) -> None:
    sent: list[int] = []
    pair.client.carried_by(lambda host, packets: sent.extend(p.source_port for p in packets))
    for number in range(2):
        flow = FLOW._replace(source_port=FLOW.source_port + number)
        pair.server.accept(flow.reversed())
        _, syn = pair.client.connect(flow)
        pair.carry(syn, number * SECOND // 2)
    pair.client.expire(3 * SECOND)
    assert sent == [FLOW.source_port]


@pytest.mark.parametrize(("system", "seconds"), [(Windows, 3 + 6 + 12), (Linux, 4 + 127)])
def test_an_operating_system_gives_up_to_connect(
    pair: Pair, system: type[OperatingSystem], seconds: int
) -> None:
    pair.client.runs(system)
    assert pair.client.connect_timeout == seconds * SECOND


def test_the_timer_that_ends_first_is_due_first() -> None:
    host = Host("host", ("10.0.0.4",), Facts(), itertools.count(1), application=Echo())
    waiting, late, again = (FLOW._replace(source_port=port) for port in (50_000, 50_001, 50_002))
    host.take_up(waiting)
    host.linger(waiting, 0)
    host.accept(late)
    host.serving.first_answer_after = Trait(SECOND // 2)
    host.receive(Packet(1, *late.reversed(), "ACK", Data()), 0)
    host.connect(again)
    host.receive(Packet(2, *again.reversed(), "ACK"), 0)
    ends = []
    while (deadline := host.next_deadline()) is not None:
        ends.append(deadline)
        host.expire(deadline)
    assert ends == [SECOND // 2, 3 * SECOND, 240 * SECOND]


def test_a_packet_of_no_connection_is_answered_by_rst(pair: Pair) -> None:
    stray = Packet(9, *FLOW, "ACK", Data())
    assert isinstance(pair.server.translate(stray, 0), Deliver)
    assert [packet.flags for packet in pair.server.receive(stray, 0)] == ["RST"]
    assert pair.server.connections == {}


def test_an_rst_is_never_answered(pair: Pair) -> None:
    assert pair.server.receive(Packet(9, *FLOW, "RST"), 0) == []


def test_a_second_datagram_belongs_to_the_same_flow(pair: Pair) -> None:
    flow = FLOW._replace(protocol="UDP")
    for _ in range(2):
        pair.carry(pair.client.datagram(flow, Data()), 0)
    assert list(pair.client.connections) == [flow]
    assert list(pair.server.connections) == [flow.reversed()]


def test_a_datagram_carries_its_payload_and_its_answer_reaches_who_sent_it(pair: Pair) -> None:
    heard: list[Payload] = []

    class Listening(Application):
        def received(
            self, host: Host, connection: Connection, payload: Payload, now: int
        ) -> list[Packet]:
            heard.append(payload)
            return []

    pair.server.application = Echo()
    pair.carry(pair.client.datagram(FLOW._replace(protocol="UDP"), Data(), Listening()), 0)
    assert [packet.payload for packet in pair.wire] == [Data(), Data("answer")]
    assert heard == [Data("answer")]


def test_a_host_that_does_not_listen_takes_no_new_connection() -> None:
    host = Host("client", ("10.0.0.4",), Facts(), itertools.count(1), listens=False)
    syn = Packet(1, "TCP", "198.51.100.7", 443, "10.0.0.4", 80, "SYN")
    assert host.translate(syn, 0) == Drop(NOT_ONE_OF_MINE.fill(host="client"))


def test_ephemeral_ports_are_taken_one_after_the_other(pair: Pair) -> None:
    ports = []
    for _ in range(3):
        flow = pair.client.free_flow("TCP", "198.51.100.7", 443)
        assert flow is not None
        pair.client.take_up(flow)
        ports.append(flow.source_port)
    assert ports == [49_152, 49_153, 49_154]


def test_a_port_that_is_taken_up_after_another_was_in_use_is_passed_over() -> None:
    facts = Facts({"host.last-ephemeral-port": 49_154})
    host = Host("client", ("10.0.0.4",), facts, itertools.count(1))
    host.take_up(FLOW)
    ports = []
    for _ in range(2):
        flow = host.free_flow("TCP", "198.51.100.7", 443)
        assert flow is not None
        host.take_up(flow)
        ports.append(flow.source_port)
    assert ports == [49_153, 49_154]
    assert host.free_flow("TCP", "198.51.100.7", 443) is None
    host.end(FLOW._replace(source_port=49_153))
    assert host.free_flow("TCP", "198.51.100.7", 443) == FLOW._replace(source_port=49_153)


class TestClosing:
    """Which states the ends pass through, and what an end that has closed still does."""

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

    def test_both_ends_may_close_at_once(self, pair: Pair) -> None:
        connection, at_server = pair.connect(), pair.at_server
        pair.carry([*pair.client.close(connection), *pair.server.close(at_server)], 0)
        assert connection.state == at_server.state == "TIME_WAIT"
        assert pair.flags[3:] == ["FIN ACK", "FIN ACK", "ACK", "ACK"]

    def test_an_end_that_has_closed_sends_no_more_data(self, pair: Pair) -> None:
        connection = pair.connect()
        pair.carry(pair.client.close(connection), 0)
        words = "client has closed its end of the connection to 198.51.100.7:443, and sends no more"
        with pytest.raises(Advice, match=words):
            pair.client.send(connection, Data())

    def test_an_end_that_has_closed_still_sends_keepalives(self, pair: Pair) -> None:
        connection = pair.connect()
        pair.carry(pair.client.close(connection), 0)
        pair.carry(pair.client.send(connection, Keepalive()), 0)
        assert pair.flags[-2:] == ["ACK", "ACK"]

    def test_an_end_that_has_closed_takes_data_and_answers_none(self, pair: Pair) -> None:
        pair.server.application = Echo()
        connection = pair.connect()
        pair.carry(pair.server.close(pair.at_server), 0)
        pair.wire.clear()
        pair.carry(pair.client.send(connection, Data()), 0)
        assert [packet.payload for packet in pair.wire] == [Data()]

    def test_nothing_is_sent_on_a_connection_that_is_no_more(self, pair: Pair) -> None:
        connection = pair.connect()
        pair.carry(pair.server.abort(pair.at_server), 0)
        for payload in (Data(), Keepalive()):
            words = "client has no established connection to 198.51.100.7:443 to send on"
            with pytest.raises(Advice, match=words):
                pair.client.send(connection, payload)

    def test_a_server_that_was_reset_answers_by_rst(self, pair: Pair) -> None:
        connection = pair.connect()
        pair.carry(pair.client.abort(connection), 0)
        for flags in ("ACK", "FIN ACK", "SYN ACK"):
            (answer,) = pair.server.receive(Packet(9, *FLOW, flags), 0)
            assert answer.flags == "RST"


class TestTimeWait:
    """The end that closes first keeps its port from another connection for 240 seconds."""

    @pytest.fixture
    def closed(self, pair: Pair) -> Connection:
        connection = pair.connect()
        at_server = pair.at_server
        pair.carry(pair.client.close(connection), 0)
        pair.carry(pair.server.close(at_server), 0)
        return connection

    def test_ends(self, pair: Pair, closed: Connection) -> None:
        assert pair.client.next_deadline() == 240 * SECOND
        pair.client.expire(240 * SECOND - 1)
        assert closed.state == "TIME_WAIT"
        pair.client.expire(240 * SECOND)
        assert closed.state == "CLOSED"
        assert pair.client.connections == {}
        assert pair.client.next_deadline() is None

    def test_begins_again_with_a_repeated_fin(self, pair: Pair, closed: Connection) -> None:
        fin = Packet(9, *FLOW.reversed(), "FIN ACK")
        assert [packet.flags for packet in pair.client.receive(fin, SECOND)] == ["ACK"]
        assert pair.client.next_deadline() == 241 * SECOND

    def test_keeps_the_port_from_the_next_connection(self) -> None:
        facts = Facts({"host.last-ephemeral-port": FLOW.source_port})
        host = Host("client", ("10.0.0.4",), facts, itertools.count(1))
        host.take_up(FLOW)
        host.linger(FLOW, 0)
        assert host.free_flow("TCP", "198.51.100.7", 443) is None
        host.expire(240 * SECOND)
        assert host.free_flow("TCP", "198.51.100.7", 443) == FLOW

    def test_gives_way_to_a_connection_whose_port_is_named(
        self, pair: Pair, closed: Connection
    ) -> None:
        again = pair.connect()
        assert again.state == pair.at_server.state == "ESTABLISHED"
        assert pair.client.next_deadline() is None

    def test_gives_way_to_a_client_that_comes_again(self, pair: Pair) -> None:
        pair.connect()
        old = pair.at_server
        pair.server.linger(FLOW.reversed(), 0)
        (answer,) = pair.server.receive(Packet(9, *FLOW, "SYN"), 0)
        assert (answer.flags, pair.at_server.state) == ("SYN ACK", "SYN_RECEIVED")
        assert pair.at_server is not old

    def test_nothing_ends_where_nothing_is(self, pair: Pair) -> None:
        pair.client.linger(FLOW, 0)
        assert pair.client.next_deadline() is None


class TestOpening:
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
        assert pair.server.connections == {}

    def test_an_answer_that_comes_after_a_challenge_ends_the_wait(self, pair: Pair) -> None:
        connection, _ = pair.client.connect(FLOW)
        challenge, answer = (Packet(9, *FLOW.reversed(), flags) for flags in ("ACK", "SYN ACK"))
        pair.client.receive(challenge, 0)
        assert pair.client.next_deadline() == 3 * SECOND
        pair.client.receive(answer, 0)
        assert connection.state == "ESTABLISHED"
        assert pair.client.next_deadline() is None

    def test_a_repeated_syn_is_answered_again(self, pair: Pair) -> None:
        for _ in range(2):
            (answer,) = pair.server.receive(Packet(9, *FLOW, "SYN"), 0)
            assert (answer.flags, pair.at_server.state) == ("SYN ACK", "SYN_RECEIVED")

    def test_two_hosts_may_open_one_connection_at_once(self, pair: Pair) -> None:
        connection, syn = pair.client.connect(FLOW)
        other, other_syn = pair.server.connect(FLOW.reversed())
        pair.carry([*syn, *other_syn], 0)
        assert connection.state == other.state == "ESTABLISHED"

    def test_giving_up_before_the_answer_sends_nothing(self, pair: Pair) -> None:
        connection, _ = pair.client.connect(FLOW)
        assert pair.client.abort(connection) == []
        assert pair.client.connections == {}

    def test_an_application_hears_of_a_reset(self, pair: Pair) -> None:
        heard: list[str] = []

        class Listening(Application):
            def reset(self, host: Host, connection: Connection, now: int) -> list[Packet]:
                heard.append(host.name)
                return []

        pair.server.serving.manner = Trait("refuses connections")
        _, syn = pair.client.connect(FLOW, Listening())
        pair.carry(syn, 0)
        assert heard == ["client"]


def test_a_packet_between_its_own_addresses_is_not_taken(pair: Pair) -> None:
    host = pair.server
    flow = FiveTuple("TCP", host.address, 50_000, host.address, 80)
    assert host.translate(Packet(1, *flow, "SYN"), 0) == Drop(COMES_BACK)
