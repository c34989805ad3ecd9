"""Following a flow packet by packet or as a flow comes to the same.

One Azure opens and ends every flow with all its packets, another one as flows; after
each operation both hold the same ports and know the same connections at both ends.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azsim.azure import Azure
from azsim.azure.load_balancer_outbound import DescribedRule
from azsim.facts import Value
from azsim.hosts.serving import Manner, Trait
from azsim.model.events import Ending, PortReleased, Sent
from azsim.model.packet import FiveTuple, Protocol
from azsim.text import Advice
from azsim.units import SECOND

EXAMPLES = os.environ.get("AZSIM_EXAMPLES")
SETTINGS = settings(
    max_examples=int(EXAMPLES or 40), derandomize=EXAMPLES is None, database=None, deadline=None
)
PUBLIC = "203.0.113.10"
MACHINE_WITH_ADDRESS = ("vm1", "10.0.0.4", "203.0.113.50")
SUBNETS = (("app", "10.0.0.0/24"), ("AzureFirewallSubnet", "10.0.1.0/26"))
SERVERS = ("198.51.100.7", "198.51.100.8")
MANNERS: tuple[Manner, ...] = (
    "answers",
    "refuses connections",
    "doesn't answer",
    "resets connections",
)
# Few ports, public and ephemeral, so that both run out and are used again.
FACTS: dict[str, Value] = {
    "classic.ports-by-pool-size": ((2, 4), (4, 2), (8, 1)),
    "outbound.ports-by-pool-size": ((2, 4),),
    "app-service.ports": 4,
    "firewall.ports-per-address": 2,
    "nat-gateway.ports": 4,
    "nat-gateway.connections-to-one-destination": 3,
    "host.first-ephemeral-port": 49_152,
    "host.last-ephemeral-port": 49_157,
}

Method = Literal[
    "own address",
    "NAT gateway",
    "load-balancing rule",
    "outbound rule",
    "outbound rule with reset",
    "default outbound access",
    "public IP",
    "firewall",
    "App Service",
]
Way = Method | int
"""What the machine leaves through, or the number of its endpoints."""

WAYS: tuple[Way, ...] = (1, 2, *get_args(Method))

Operation = tuple[str, Any, Any]
# Longer than every idle timeout.
LONGER = 1_900
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("open"), st.sampled_from(SERVERS), st.sampled_from(["TCP", "UDP"])),
        st.tuples(st.just("open"), st.sampled_from(SERVERS), st.just("TCP")),
        st.tuples(st.just("end"), st.sampled_from(["RST", "FIN from both ends"]), st.none()),
        st.tuples(st.just("fin"), st.sampled_from(["vm1", *SERVERS]), st.none()),
        st.tuples(st.just("late"), st.sampled_from(["vm1", *SERVERS]), st.none()),
        st.tuples(st.just("data"), st.sampled_from(["vm1", *SERVERS]), st.none()),
        st.tuples(st.just("wait"), st.sampled_from([1, 15, 30, 65, 120, 239, 240]), st.none()),
        st.tuples(st.just("wait"), st.just(240), st.none()),
        st.tuples(st.just("wait"), st.just(LONGER), st.none()),
        st.tuples(st.just("scale"), st.integers(1, 8), st.none()),
        st.tuples(st.just("serve"), st.sampled_from(SERVERS), st.sampled_from(MANNERS)),
    ),
    max_size=25,
)


@pytest.mark.parametrize("way", WAYS)
@SETTINGS
@given(operations=OPERATIONS)
def test_packets_and_flows_agree(operations: list[Operation], way: Way) -> None:
    packets, flows = AsPackets(way), AsFlows(way)
    for operation in operations:
        assert packets.do(operation) == flows.do(operation), operation
        assert packets.seen() == flows.seen(), operation
    assert packets.releases() == flows.releases()


@pytest.mark.parametrize("kind", ["packets", "flows"])
class TestAPortThatIsUsedAgainAfterASilentDrop:
    def test_meets_the_old_connection_of_the_server(self, kind: str) -> None:
        player = self.reused(kind)
        assert player.state == "connecting"
        assert flags(player) == ["SYN", "ACK", "RST"]

    def test_is_free_for_the_new_connection_after_one_retransmission(self, kind: str) -> None:
        player = self.reused(kind)
        player.azure.world.pass_time(3 * SECOND - 1)
        assert player.state == "connecting"
        player.azure.world.pass_time(1)
        assert player.state == "open"
        assert flags(player) == ["SYN", "ACK", "RST", "SYN", "SYN ACK", "ACK"]

    def test_meets_a_connection_that_the_server_has_half_closed(self, kind: str) -> None:
        player = KINDS[kind](1)
        player.do(("open", SERVERS[0], "TCP"))
        player.do(("fin", SERVERS[0], None))
        player.do(("wait", 240, None))
        player.do(("open", SERVERS[0], "TCP"))
        assert player.state == "connecting"
        player.do(("wait", 3, None))
        assert player.state == "open"

    def reused(self, kind: str) -> Player:
        player = KINDS[kind](1)
        player.do(("open", SERVERS[0], "TCP"))
        player.do(("wait", 240, None))
        player.mark = len(player.azure.world.trace)
        player.do(("open", SERVERS[0], "TCP"))
        first, second = player.azure.outbound.flows
        assert first.outside == second.outside
        return player


def flags(player: Player) -> list[str]:
    """The flags of the packets that were sent since the mark."""
    since = player.azure.world.trace.since(player.mark)
    return [each.packet.flags for each in since if isinstance(each, Sent)]


def own_address(azure: Azure) -> None:
    azure.deployment.describe_machines([MACHINE_WITH_ADDRESS])


def in_a_network(azure: Azure) -> None:
    azure.networks.describe("vnet", "10.0.0.0/16", SUBNETS)
    azure.networks.add_machine("vm1", "10.0.0.4", "app")


def nat_gateway(azure: Azure) -> None:
    in_a_network(azure)
    azure.nat_gateways.describe("nat", [PUBLIC], ["app"])


def public_ip(azure: Azure) -> None:
    in_a_network(azure)
    azure.public_ips.describe("vm1", PUBLIC)


def firewall(azure: Azure) -> None:
    in_a_network(azure)
    azure.routing.add_firewall("fw", "10.0.1.4", [PUBLIC])
    azure.routing.lead_internet_to("app", "10.0.1.4")


def load_balancing_rule(azure: Azure) -> None:
    azure.load_balancing.add_load_balancer("lb", PUBLIC, [("vm1", "10.0.0.4")])


def outbound_rule(azure: Azure, *, tcp_reset: bool = False) -> None:
    load_balancing_rule(azure)
    rule = DescribedRule(["203.0.113.32"], ports=8, tcp_reset=tcp_reset)
    azure.load_balancer_outbound.describe("lb", rule)


DESCRIBE: Mapping[Method, Callable[[Azure], None]] = {
    "own address": own_address,
    "NAT gateway": nat_gateway,
    "load-balancing rule": load_balancing_rule,
    "outbound rule": outbound_rule,
    "outbound rule with reset": partial(outbound_rule, tcp_reset=True),
    "default outbound access": in_a_network,
    "public IP": public_ip,
    "firewall": firewall,
    "App Service": lambda azure: azure.app_service.describe(1),
}


class Player:
    """An Azure with one machine that is played on."""

    def __init__(self, way: Way) -> None:
        self.azure = Azure(changed=FACTS)
        self.mark = 0
        if isinstance(way, int):
            public = [(f"203.0.113.{10 + number}", 80) for number in range(way)]
            self.azure.deployment.describe_instances(1, endpoints=public)
        else:
            DESCRIBE[way](self.azure)

    def do(self, operation: Operation) -> str:
        """Play one operation, where it is possible."""
        what, first, second = operation
        ends = self.azure.ends
        act: dict[str, Callable[[], None]] = {
            "open": lambda: self.open(first, second),
            "end": lambda: self.end(first),
            "fin": lambda: ends.send_fin_from_one_end(first),
            "late": lambda: ends.send_late(first),
            "data": lambda: ends.send_sign(first, "application data"),
            "wait": lambda: self.azure.world.pass_time(first * SECOND),
            "scale": lambda: self.scale(first),
            "serve": lambda: self.serve(first, second),
        }
        try:
            act[what]()
        except Advice:
            return "impossible"
        return self.azure.seen.fate().id if what == "late" else "done"

    @property
    def state(self) -> str:
        """What became of the connection that was opened last."""
        return self.azure.outbound.flows[-1].state

    def open(self, address: str, protocol: Protocol) -> None:
        raise NotImplementedError

    def end(self, ending: Ending) -> None:
        raise NotImplementedError

    def serve(self, server: str, manner: Manner) -> None:
        self.azure.world.endpoint_at(server).serving.manner = Trait(manner)

    def scale(self, count: int) -> None:
        deployment = self.azure.deployment
        (deployment.grow if count > len(deployment.instances) else deployment.shrink)(count)

    def seen(self) -> object:
        """Ports, flows, and what both ends know of connections that aren't over."""
        hosts = [self.azure.cloud.machines.find("vm1").host]
        hosts += [self.azure.world.endpoint_at(server) for server in SERVERS]
        return (
            [self.azure.seen.ports_in_use("vm1", protocol) for protocol in ("TCP", "UDP")],
            [(flow.inside, flow.outside, flow.state) for flow in self.azure.outbound.flows],
            [
                (tuple_, connection.state)
                for host in hosts
                for tuple_, connection in sorted(host.connections.items())
                if connection.state not in ("CLOSED", "TIME_WAIT")
            ],
        )

    def releases(self) -> list[tuple[int, FiveTuple, str, int]]:
        """When which port was given back, why, and how many are then in use."""
        return [
            (each.time, each.flow, each.why, each.in_use)
            for each in self.azure.world.trace.events
            if isinstance(each, PortReleased)
        ]


class AsPackets(Player):
    """Every packet of every flow is followed."""

    def open(self, address: str, protocol: Protocol) -> None:
        self.azure.outbound.open_connection("vm1", protocol, address, 443)

    def end(self, ending: Ending) -> None:
        self.azure.ends.end_some(1, ending)


class AsFlows(Player):
    """Opening and ending a flow is one step."""

    def open(self, address: str, protocol: Protocol) -> None:
        self.azure.outbound.open_many("vm1", protocol, 1, [(address, 443)])

    def end(self, ending: Ending) -> None:
        still_open = [
            flow
            for flow in self.azure.outbound.flows
            if flow.state == "open" and flow.inside.protocol == "TCP"
        ]
        if not still_open:
            self.azure.ends.end_some(1, ending)
        self.azure.outbound.opener.close(still_open[0], ending)
        self.azure.outbound._those = [still_open[0]]


KINDS: dict[str, type[Player]] = {"packets": AsPackets, "flows": AsFlows}
