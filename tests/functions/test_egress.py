"""Egress, rung by rung: which way a flow takes, packet by packet and as a flow alike."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import define, field

from azsim.engine.draws import Draws
from azsim.engine.routes import AddressSpace, Hop
from azsim.facts import Facts
from azsim.functions.egress import NO_METHOD, Egress, Refused
from azsim.functions.instance_address import InstanceAddress
from azsim.functions.snat.flows import TranslatedFlow
from azsim.functions.snat.masquerading import EXHAUSTED, Snat
from azsim.functions.snat.profiles import Classic, ClassicInstanceLevel
from azsim.hosts.host import Host
from azsim.model.packet import FiveTuple, Packet
from azsim.model.verdict import Drop

PRIVATE, PUBLIC, SERVER = "10.0.0.4", "203.0.113.10", "198.51.100.7"
NEIGHBOUR = "10.0.0.5"


@define
class Documented:
    """A platform with two methods, which translates what leaves its network."""

    methods: Sequence[str] = ("own address", "shared address")
    choice: Sequence[str] = ("drawn",)
    takes_turns: bool = False
    rested_on: list[str] = field(factory=list)

    def is_translated(self, address: str, space: AddressSpace) -> bool:
        return not space.reaches(address)

    def rests_on(self, fact_id: str) -> None:
        self.rested_on.append(fact_id)


def host(name: str, address: str) -> Host:
    return Host(name, (address,), Facts(), iter(range(1, 100)))


@pytest.fixture
def egress() -> Egress:
    """An interface beside a neighbour."""
    space = AddressSpace("network")
    space.owners[NEIGHBOUR] = host("neighbour", NEIGHBOUR)
    return Egress("vm1", PRIVATE, space, Documented(), Draws(0))


def shared(egress: Egress, address: str = PUBLIC) -> Snat:
    """A public address that the interface shares."""
    snat = Snat("SNAT", address, Classic(Facts()))
    snat.set_pool([egress], 1)
    return snat


def flow(to: str = SERVER, port: int = 50_000) -> FiveTuple:
    return FiveTuple("TCP", PRIVATE, port, to, 443)


def packet(five_tuple: FiveTuple) -> Packet:
    return Packet(1, *five_tuple, flags="SYN")


def test_answers_go_back_to_where_the_flow_came_in(egress: Egress) -> None:
    balancer = host("lb", PUBLIC)
    egress.came_in(packet(FiveTuple("TCP", "192.0.2.33", 40_000, PRIVATE, 443)), balancer)
    answer = packet(FiveTuple("TCP", PRIVATE, 443, "192.0.2.33", 40_000))
    assert egress.next_hop(egress.space.owners[NEIGHBOUR], answer, 0) == Hop(balancer)


def test_an_answer_to_a_flow_of_its_own_makes_no_other_way_back(egress: Egress) -> None:
    snat = shared(egress)
    egress.offer("shared address", [snat])
    egress.open(flow(), 0)
    egress.came_in(packet(flow().reversed()), host("lb", PUBLIC))
    assert egress.next_hop(snat, packet(flow()), 0) == Hop(snat)


def test_answers_leave_a_new_way_once_the_address_knows_them_no_more(egress: Egress) -> None:
    own = InstanceAddress("203.0.113.50", egress, ClassicInstanceLevel(Facts()))
    outside = FiveTuple("UDP", "192.0.2.33", 40_000, own.address, 53)
    own.translate(Packet(1, *outside), 0)
    inside = outside._replace(destination=PRIVATE)
    egress.came_in(Packet(1, *inside), own)
    answer = Packet(2, *inside.reversed())
    assert egress.next_hop(own, answer, 0) == Hop(own)
    own.end()
    assert egress.next_hop(own, answer, 0) == Drop(NO_METHOD)


def test_what_comes_from_the_network_itself_goes_back_by_it(egress: Egress) -> None:
    neighbour = egress.space.owners[NEIGHBOUR]
    egress.came_in(packet(FiveTuple("TCP", NEIGHBOUR, 40_000, PRIVATE, 443)), host("lb", PUBLIC))
    answer = packet(FiveTuple("TCP", PRIVATE, 443, NEIGHBOUR, 40_000))
    assert egress.next_hop(neighbour, answer, 0) == Hop(neighbour)


def test_a_flow_keeps_what_it_has_left_through(egress: Egress) -> None:
    first = shared(egress)
    egress.offer("shared address", [first])
    egress.open(flow(), 0)
    own = InstanceAddress("203.0.113.50", egress, ClassicInstanceLevel(Facts()))
    egress.offer("own address", [own])
    assert egress.way(flow()) is first
    assert egress.way(flow(port=50_001)) is own


def test_what_is_not_translated_goes_to_its_owner(egress: Egress) -> None:
    neighbour = egress.space.owners[NEIGHBOUR]
    assert egress.open(flow(NEIGHBOUR), 0) is None
    assert egress.next_hop(neighbour, packet(flow(NEIGHBOUR)), 0) == Hop(neighbour)


def test_the_first_method_in_the_documented_order_wins(egress: Egress) -> None:
    own = InstanceAddress("203.0.113.50", egress, ClassicInstanceLevel(Facts()))
    egress.offer("shared address", [shared(egress)])
    egress.offer("own address", [own])
    assert egress.next_hop(own, packet(flow()), 0) == Hop(own)


def test_of_several_translators_each_flow_draws_one(egress: Egress) -> None:
    both = shared(egress), shared(egress, "203.0.113.11")
    egress.offer("shared address", both)
    drawn = {egress.way(flow(port=port)) for port in range(50_000, 50_020)}
    assert drawn == set(both)
    assert isinstance(egress.platform, Documented)
    assert set(egress.platform.rested_on) == {"drawn"}


@pytest.mark.parametrize("number", [0, 1])
def test_a_flow_that_is_to_leave_through_one_of_them_does(egress: Egress, number: int) -> None:
    both = shared(egress), shared(egress, "203.0.113.11")
    egress.offer("shared address", both)
    opened = egress.open(flow(), 0, both[number])
    assert isinstance(opened, TranslatedFlow)
    assert opened.translator is both[number]


def test_without_a_method_nothing_leaves(egress: Egress) -> None:
    assert egress.open(flow(), 0) == Refused("vm1", NO_METHOD)
    assert egress.next_hop(host("x", "10.0.0.9"), packet(flow()), 0) == Drop(NO_METHOD)


def test_what_the_translator_refuses_is_refused_by_it(egress: Egress) -> None:
    egress.offer("shared address", [shared(egress)])
    for port in range(50_000, 51_024):
        egress.open(flow(port=port), 0)
    assert egress.open(flow(port=51_024), 0) == Refused("SNAT", EXHAUSTED)


def test_a_flow_that_is_opened_in_its_hold_is_the_same_one(egress: Egress) -> None:
    snat = shared(egress)
    egress.offer("shared address", [snat])
    held = egress.open(flow(), 0)
    assert held is egress.flows[flow()]
    snat.reset(egress.flows[flow()], 0)
    assert egress.open(flow(), 1) is held
    assert egress.flows[flow()].is_open
