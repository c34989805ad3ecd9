"""Which way a connection takes out of a machine with several interfaces, said once more and naively.

Machines of any shape are described, and connections opened from any of their addresses, packet by
packet and as flows; the reference below knows nothing but the tables of the documents.
"""

from __future__ import annotations

import os
from typing import Any

from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from azsim.azure import Azure
from azsim.azure.network_interfaces import Configuration
from azsim.deploy.guest_routes import WRONG_INTERFACE
from azsim.functions.egress import NO_METHOD

EXAMPLES = os.environ.get("AZSIM_EXAMPLES")
SETTINGS = settings(
    max_examples=int(EXAMPLES or 150), derandomize=EXAMPLES is None, database=None, deadline=None
)
NAT, FRONT_END = "203.0.113.60", "203.0.113.70"
AZURE_PICKS = "an address that Azure picks"


@frozen
class Shape:
    """A machine: for each interface its IP configurations, each with a public IP or not, in the pool or not.

    ``nat`` are the subnets with a NAT gateway; interface i is in subnet i.
    """

    interfaces: list[list[tuple[bool, bool]]]
    nat: set[int]
    by_source: bool
    default: int

    def configurations(self) -> list[tuple[int, int]]:
        """Each by its interface and its place there."""
        return [(i, j) for i, own in enumerate(self.interfaces) for j in range(len(own))]

    def has_public_ip(self, at: tuple[int, int]) -> bool:
        """Whether that configuration has a public IP of its own."""
        return self.interfaces[at[0]][at[1]][0]

    def is_in_pool(self, at: tuple[int, int]) -> bool:
        """Whether that configuration is behind the load balancer."""
        return self.interfaces[at[0]][at[1]][1]

    # The reference

    def leaves_by(self, subnet: int | None, bound: tuple[int, int] | None) -> int:
        """The interface by which the routes lead to a *subnet*, or to the internet."""
        if bound is not None and self.by_source:
            return bound[0]
        if subnet is not None and subnet < len(self.interfaces):
            return subnet
        return self.default

    def expected(self, subnet: int | None, bound: tuple[int, int] | None) -> Any:
        """The address that the far end sees, or why nothing gets there."""
        by = self.leaves_by(subnet, bound)
        at = (by, 0) if bound is None else bound
        if at[0] != by:
            return WRONG_INTERFACE
        if subnet is not None:
            return private(at)
        if at[0] in self.nat:
            return NAT
        if self.has_public_ip(at):
            return public(at)
        everything = self.configurations()
        if self.is_in_pool(at):
            return FRONT_END
        if any(self.is_in_pool(each) or self.has_public_ip(each) for each in everything):
            return NO_METHOD
        return AZURE_PICKS


def private(at: tuple[int, int]) -> str:
    """The private address of a configuration."""
    return f"10.0.{at[0]}.{4 + at[1]}"


def public(at: tuple[int, int]) -> str:
    """The public address of a configuration."""
    return f"203.0.113.{10 * at[0] + at[1] + 1}"


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """Machines of one to three interfaces, with one or two configurations each."""
    in_pool = st.booleans() if draw(st.booleans()) else st.just(False)
    own = st.lists(st.tuples(st.booleans(), in_pool), min_size=1, max_size=2)
    interfaces = draw(st.lists(own, min_size=1, max_size=3))
    several = len(interfaces) > 1
    return Shape(
        interfaces,
        draw(st.sets(st.integers(0, 2), max_size=1)),
        several and draw(st.booleans()),
        draw(st.integers(0, len(interfaces) - 1)),
    )


def build(shape: Shape) -> Azure:
    """What *shape* says, with a machine in each subnet beside it."""
    azure = Azure()
    subnets = [(f"s{number}", f"10.0.{number}.0/24") for number in range(3)]
    azure.networks.describe("vnet", "10.0.0.0/16", subnets)
    rows = [
        Configuration(
            interface=f"eth{at[0]}",
            private=private(at),
            public=public(at) if shape.has_public_ip(at) else None,
        )
        for at in shape.configurations()
    ]
    azure.network_interfaces.describe_machine("vm1", rows)
    for number in range(3):
        azure.networks.add_machine(f"peer{number}", f"10.0.{number}.9", f"s{number}")
    pool = [("vm1", private(at)) for at in shape.configurations() if shape.is_in_pool(at)]
    if pool:
        azure.load_balancing.add_load_balancer("lb", FRONT_END, pool)
    if shape.nat:
        azure.nat_gateways.describe("nat", [NAT], [f"s{each}" for each in sorted(shape.nat)])
    if shape.by_source:
        azure.network_interfaces.route_by_source("vm1")
    if shape.default:
        azure.network_interfaces.lead_default_route("vm1", f"eth{shape.default}")
    return azure


def seen(azure: Azure, server: str) -> object:
    """Where the last attempt came from at *server*, or why it got nowhere."""
    fates = {flow.refused for flow in azure.outbound.attempt().flows}
    [refused] = fates
    if refused is not None:
        return refused
    address = azure.seen.last_source_address(server)
    return AZURE_PICKS if address.startswith("203.0.113.22") else address


@SETTINGS
@given(shape=shapes(), data=st.data())
def test_a_connection_takes_the_documented_way(shape: Shape, data: st.DataObject) -> None:
    azure = build(shape)
    subnet = data.draw(st.one_of(st.none(), st.integers(0, 2)))
    bound = data.draw(st.one_of(st.none(), st.sampled_from(shape.configurations())))
    server = "198.51.100.7" if subnet is None else f"10.0.{subnet}.9"
    source = None if bound is None else private(bound)
    azure.outbound.open_connection("vm1", "TCP", server, 443, source=source)
    assert seen(azure, server) == shape.expected(subnet, bound)
    if bound is None:
        azure.outbound.open_many("vm1", "TCP", 2, [(server, 8443)])
        assert seen(azure, server) == shape.expected(subnet, None)


@SETTINGS
@given(shape=shapes(), data=st.data())
def test_an_answer_leaves_by_its_own_interface_or_not_at_all(
    shape: Shape, data: st.DataObject
) -> None:
    azure = build(shape)
    peer = data.draw(st.integers(0, 2))
    at = data.draw(st.sampled_from(shape.configurations()))
    azure.outbound.open_connection(f"peer{peer}", "TCP", private(at), 443)
    [flow] = azure.outbound.attempt().flows
    arrives = shape.leaves_by(peer, at) == at[0]
    assert flow.refused == (None if arrives else WRONG_INTERFACE)
