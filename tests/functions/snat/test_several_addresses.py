"""Port masquerading behind several addresses: one inventory of ports for all of them."""

from __future__ import annotations

import pytest

from azsim.engine.draws import Draws
from azsim.facts import Facts
from azsim.functions.snat.profiles import AppService
from azsim.functions.snat.several_addresses import SnatOfSeveralAddresses
from azsim.model.packet import FiveTuple, Packet
from azsim.model.verdict import Drop, Pass

ADDRESSES = ("203.0.113.40", "203.0.113.41")
INSIDE, SERVER = "10.0.0.4", "198.51.100.7"


class Interface:
    """An interface with nothing but its flow table."""

    def __init__(self) -> None:
        self.name, self.address, self.flows = "vm1", INSIDE, {}


@pytest.fixture
def snat() -> SnatOfSeveralAddresses:
    """Two addresses, and one instance behind them."""
    snat = SnatOfSeveralAddresses("App Service", ADDRESSES, AppService(Facts()), Draws(0))
    snat.set_pool([Interface()], 1)
    return snat


def flow(port: int) -> FiveTuple:
    return FiveTuple("TCP", INSIDE, port, SERVER, 443)


def test_each_flow_leaves_from_one_of_the_addresses(snat: SnatOfSeveralAddresses) -> None:
    opened = [snat.open(flow(port), 0) for port in range(50_000, 50_050)]
    assert {each.outside.source for each in opened if each is not None} == set(ADDRESSES)


def test_there_is_a_choice_where_there_are_several(snat: SnatOfSeveralAddresses) -> None:
    alone = SnatOfSeveralAddresses("App Service", ADDRESSES[:1], AppService(Facts()), Draws(0))
    assert (snat.choices, alone.choices) == (ADDRESSES, ())


def test_they_share_the_ports_of_the_instance(snat: SnatOfSeveralAddresses) -> None:
    opened = [snat.open(flow(port), 0) for port in range(50_000, 50_129)]
    assert opened.count(None) == 1


def test_an_answer_finds_back_from_the_address_of_its_flow_only(
    snat: SnatOfSeveralAddresses,
) -> None:
    opened = snat.open(flow(50_000), 0)
    assert opened is not None
    answers = opened.answers
    other = next(each for each in ADDRESSES if each != answers.destination)
    came_back = snat.translate(Packet(1, *answers, "SYN ACK"), 0)
    assert isinstance(came_back, Pass)
    assert came_back.packet.destination == INSIDE
    elsewhere = Packet(
        2, *FiveTuple("TCP", answers.source, 443, other, answers.destination_port), "SYN ACK"
    )
    assert isinstance(snat.translate(elsewhere, 0), Drop)
