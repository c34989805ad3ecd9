"""Proxies between a client and a server, each a real endpoint."""

from __future__ import annotations

import pytest

from azsim.azure.load_balancing import LoadBalancing
from azsim.deploy.cloud import Cloud
from azsim.deploy.world import World
from azsim.facts import Facts
from azsim.functions.proxy import NOT_A_FRONT_END
from azsim.hosts.application import Connection
from azsim.hosts.host import Host
from azsim.hosts.serving import Trait
from azsim.model.events import Delivered
from azsim.model.packet import Packet
from azsim.model.payload import HttpRequest, HttpResponse, Payload, Tls
from azsim.model.verdict import Drop
from azsim.units import SECOND

CLIENT = "192.0.2.33"


def scene(kind: str) -> LoadBalancing:
    """A client, and a server behind the proxy at 203.0.113.20."""
    part = LoadBalancing(Cloud(World()))
    part.add_client(CLIENT)
    if kind == "gateway":
        instances = [("gw-0", "10.0.1.4"), ("gw-1", "10.0.1.5")]
        part.add_application_gateway("proxy", "203.0.113.20", instances)
        part.add_servers("proxy", [("web1", "10.0.2.4")])
    else:
        part.add_tcp_proxy("proxy", "203.0.113.20", [("web1", "10.0.2.4")])
    return part


class Impatient:
    """A client that sends its second request before the first is answered."""

    def established(self, host: Host, connection: Connection, now: int) -> list[Packet]:
        return [
            packet for name in ("one", "two") for packet in host.send(connection, HttpRequest(name))
        ]

    def received(
        self, host: Host, connection: Connection, payload: Payload, now: int
    ) -> list[Packet]:
        return []


def received(part: LoadBalancing, where: str) -> list[Packet]:
    """Every packet that was delivered there."""
    return [
        each.packet
        for each in part.world.trace.events
        if isinstance(each, Delivered) and each.where == where
    ]


@pytest.mark.parametrize("kind", ["gateway", "tcp"])
def test_a_request_is_handed_on_and_the_response_back(kind: str) -> None:
    part = scene(kind)
    part.send_requests(CLIENT, "203.0.113.20", 80)
    assert [p.payload for p in received(part, "web1") if p.payload] == [HttpRequest("203.0.113.20")]
    assert [p.payload for p in received(part, CLIENT) if p.payload] == [HttpResponse()]


@pytest.mark.parametrize("kind", ["gateway", "tcp"])
def test_a_request_within_tls_is_handed_on_within_tls(kind: str) -> None:
    part = scene(kind)
    part.send_requests(CLIENT, "203.0.113.20", 443)
    carried = [p.payload.carries for p in received(part, "web1") if isinstance(p.payload, Tls)]
    assert HttpRequest("203.0.113.20") in carried
    back = [p.payload.carries for p in received(part, CLIENT) if isinstance(p.payload, Tls)]
    assert back[-1] == HttpResponse()


@pytest.mark.parametrize("kind", ["gateway", "tcp"])
def test_what_comes_while_the_server_is_being_reached_waits(kind: str) -> None:
    part = scene(kind)
    host = part.world.endpoint_at(CLIENT)
    flow = host.free_flow("TCP", "203.0.113.20", 80)
    assert flow is not None
    connection, syn = host.connect(flow, Impatient())
    part.world.send(host, syn)
    assert connection.state == "ESTABLISHED"
    requests = [p.payload for p in received(part, "web1") if p.payload]
    assert requests == [HttpRequest("one"), HttpRequest("two")]


def test_a_proxy_without_a_free_port_answers_that_it_has_none() -> None:
    world = World(Facts({"host.first-ephemeral-port": 65_535}))
    part = LoadBalancing(Cloud(world))
    part.add_client(CLIENT)
    part.add_client("192.0.2.34")
    part.add_tcp_proxy("proxy", "203.0.113.20", [("web1", "10.0.2.4")])
    for client in (CLIENT, "192.0.2.34"):
        part.send_requests(client, "203.0.113.20", 80)
    payloads = [p.payload for p in received(part, "192.0.2.34") if p.payload]
    assert payloads == [HttpResponse(502, "Bad Gateway")]


def test_the_server_never_meets_the_clients_address_at_a_gateway() -> None:
    part = scene("gateway")
    part.send_requests(CLIENT, "203.0.113.20", 80, count=4)
    assert {packet.source for packet in received(part, "web1")} == {"10.0.1.4", "10.0.1.5"}


def test_a_gateway_tells_the_client_that_the_server_turned_it_away() -> None:
    part = scene("gateway")
    part.ask_for_certificates("web1")
    part.send_https_request(CLIENT, "CN=alice", "203.0.113.20", 443)
    last = received(part, CLIENT)[-1].payload
    assert isinstance(last, Tls)
    assert last.carries == HttpResponse(502, "Bad Gateway")


def test_a_tcp_proxy_hands_on_the_alert_itself() -> None:
    part = scene("tcp")
    part.ask_for_certificates("web1")
    part.send_requests(CLIENT, "203.0.113.20", 443)
    assert received(part, CLIENT)[-1].payload == Tls(("Alert",))


def test_an_instance_takes_no_connections_at_its_private_address() -> None:
    part = scene("gateway")
    part.add_client("10.0.9.9")
    part.send_requests("10.0.9.9", "10.0.1.4", 80)
    assert received(part, "10.0.9.9") == []
    assert part.world.network.dropped == Drop(NOT_A_FRONT_END.fill(proxy="proxy"))


def test_instances_and_servers_take_turns_from_the_first_on() -> None:
    part = LoadBalancing(Cloud(World()))
    part.add_client(CLIENT)
    instances = [(f"gw-{number}", f"10.0.1.{number + 4}") for number in range(3)]
    part.add_application_gateway("proxy", "203.0.113.20", instances)
    part.add_servers("proxy", [(f"web{number}", f"10.0.2.{number}") for number in (1, 2, 3)])
    part.send_requests(CLIENT, "203.0.113.20", 80, count=4)
    turns = [("10.0.1.4",), ("10.0.1.5",), ("10.0.1.6",)]
    assert [part.request_sources(f"web{number}") for number in (1, 2, 3)] == [
        [turns[0], turns[0]],
        [turns[1]],
        [turns[2]],
    ]


def test_facts_are_read_when_they_decide() -> None:
    part = scene("gateway")
    sources = {f"application-gateway.{side}-side-source" for side in ("client", "server")}
    assert not sources & set(part.world.facts.read)
    part.send_requests(CLIENT, "203.0.113.20", 80)
    assert sources <= set(part.world.facts.read)


def test_a_named_instance_handles_one_request_only() -> None:
    part = scene("gateway")
    part.send_request_handled_by(CLIENT, "203.0.113.20", 80, "gw-1")
    part.send_requests(CLIENT, "203.0.113.20", 80)
    assert part.request_sources("web1") == [("10.0.1.4",)]


class TestAServerThatIsSlowOrGone:
    @pytest.fixture
    def gateway(self) -> LoadBalancing:
        return scene("gateway")

    def server(self, part: LoadBalancing) -> Host:
        return part.server("web1")

    def answers(self, part: LoadBalancing) -> list[HttpResponse]:
        payloads = [packet.payload for packet in received(part, CLIENT)]
        return [each for each in payloads if isinstance(each, HttpResponse)]

    def statuses(self, part: LoadBalancing) -> list[int]:
        return [each.status for each in self.answers(part)]

    def test_the_gateway_gives_the_server_up_by_rst(self, gateway: LoadBalancing) -> None:
        self.server(gateway).serving.first_answer_after = Trait(25 * SECOND)
        gateway.send_requests(CLIENT, "203.0.113.20", 80)
        gateway.world.pass_time(20 * SECOND)
        assert self.answers(gateway) == [HttpResponse(502, "Bad Gateway")]
        assert received(gateway, "web1")[-1].flags == "RST"
        assert self.server(gateway).connections == {}
        gateway.world.pass_time(SECOND * 60)
        assert self.statuses(gateway) == [502]

    def test_the_gateway_answers_for_a_server_that_refuses(self, gateway: LoadBalancing) -> None:
        self.server(gateway).serving.manner = Trait("refuses connections")
        gateway.send_requests(CLIENT, "203.0.113.20", 80)
        assert self.answers(gateway) == [HttpResponse(502, "Bad Gateway")]

    def test_each_request_is_given_up_in_its_own_time(self, gateway: LoadBalancing) -> None:
        for expected in ([], [502], [502, 502]):
            self.server(gateway).serving.first_answer_after = Trait(60 * SECOND)
            gateway.send_requests(CLIENT, "203.0.113.20", 80)
            gateway.world.pass_time(10 * SECOND)
            assert self.statuses(gateway) == expected

    def test_each_request_waits_by_itself(self, gateway: LoadBalancing) -> None:
        self.server(gateway).serving.first_answer_after = Trait(19 * SECOND)
        gateway.send_requests(CLIENT, "203.0.113.20", 80)
        gateway.world.pass_time(10 * SECOND)
        gateway.send_requests(CLIENT, "203.0.113.20", 80)
        assert self.statuses(gateway) == [200]
        gateway.world.pass_time(9 * SECOND)
        assert self.statuses(gateway) == [200, 200]
        assert gateway.world.schedule.next_due() is None

    def test_a_client_that_has_left_gets_nothing(self, gateway: LoadBalancing) -> None:
        self.server(gateway).serving.first_answer_after = Trait(25 * SECOND)
        gateway.send_requests(CLIENT, "203.0.113.20", 80)
        client = gateway.clients.find(CLIENT).host
        [connection] = client.connections.values()
        gateway.world.send(client, client.abort(connection))
        gateway.world.pass_time(20 * SECOND)
        assert self.statuses(gateway) == []

    def test_a_session_that_is_reset_later_owes_the_client_nothing(
        self, gateway: LoadBalancing
    ) -> None:
        gateway.send_requests(CLIENT, "203.0.113.20", 80)
        server = self.server(gateway)
        [connection] = server.connections.values()
        gateway.world.send(server, server.abort(connection))
        assert self.statuses(gateway) == [200]

    def test_a_tcp_proxy_resets_its_client(self) -> None:
        part = scene("tcp")
        self.server(part).serving.manner = Trait("refuses connections")
        part.send_requests(CLIENT, "203.0.113.20", 80)
        assert received(part, CLIENT)[-1].flags == "RST"
